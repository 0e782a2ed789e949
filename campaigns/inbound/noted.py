"""What somebody said stands only in a note of ours: it holds advertising like an unclear mail until a person looks.

A spoken no counts however it was written down (Art. 21 Abs. 2, 3 DSGVO), and so does a spoken demand for erasure or
access, whose month runs from the conversation (Art. 12 Abs. 3 DSGVO). A machine that reads a note records nothing: the
note is kept among the replies, where a person releases it or says what it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.drafts.words import Words
from campaigns.effects import Heard
from campaigns.evidence.standing import MEDIA, forbids, standing
from campaigns.house import House
from campaigns.inbound.effects import incoming
from campaigns.inbound.matching import NOTED
from campaigns.inbound.tasks import ask
from campaigns.rights.requests import ACCESS, ERASURE
from replies.meaning.note import claim_in, reported_in
from replies.reply import Classified, Label, Parsed, RawMail
from store import drafts, locks, operation, replies, requests
from store.replies import Match
from tasks.report import Report

_ACCOUNT = "notes"
_QUOTED = 200
_INNER = str.maketrans("„“", "‚‘")
_SOUNDS = {
    Label.OBJECTION_UNSUBSCRIBE: "klingt wie ein Widerspruch gegen Werbung (Art. 21 DSGVO)",
    Label.DSGVO_ERASURE: "klingt nach dem Wunsch, gelöscht zu werden (Art. 17 DSGVO)",
    Label.DSGVO_ACCESS: "klingt nach einer Anfrage zu den eigenen Daten (Art. 15 DSGVO)",
}
_REQUESTS = {Label.DSGVO_ERASURE: ERASURE, Label.DSGVO_ACCESS: ACCESS}


def said_in(connection: Connection, task: Mapping[str, Any], report: Report, words: Words | None) -> str:
    """The note of a report, and what its author repeats in the mail that she approves; asked before it is approved."""
    before = drafts.of_task(connection, task["id"]) if words is not None else None
    known = before.paragraphs if before is not None else ()
    own = [reported_in(one) for one in words.paragraphs if one not in known] if words is not None else []
    return "\n\n".join(part for part in (report.note, *own) if part.strip())


def hear_late(house: House, connection: Connection, task: Mapping[str, Any], report: Report) -> Heard | None:
    """The same for a report that came when the task was over: what she demanded counts, whatever became of it.

    No report of it is kept, so the same words about the same task are taken for the same report, sent once more.
    """
    locks.lock_contact(connection, task["contact_id"])
    return hear(house, connection, task, report.note, report.by, house.clock.now(), once="late")


def hear(
    house: House, connection: Connection, task: Mapping[str, Any], said: str, by: str, at: datetime, *, once: str = ""
) -> Heard | None:
    """Hold advertising and open the task to look, under the contact's lock, where `said` tells of a demand.

    None where it tells of none, or of one that is on file already. `at` is when she said it; `once` stands in its
    place in the name of the note, where `at` is another one each time the same is told.
    """
    answer = claim_in(said) if said else None
    if answer is None or answer.label is None or _on_file(house, connection, task["contact_id"], answer.label):
        return None
    told = f"note\x1f{task['external_id']}\x1f{once or at.isoformat()}\x1f{said}"
    name = hashlib.sha256(told.encode()).hexdigest()
    if replies.known(connection, name):
        return None
    mail = RawMail(_ACCOUNT, task["external_id"], 0, 0, b"", at)
    parsed = Parsed(name, subject=task["title"], from_name=f"Notiz von {by}", text=said, new_text=said)
    match = Match(task["touch_id"], task["contact_id"], NOTED)
    ask(incoming(connection, house, mail, parsed, answer, match), "read_reply")
    replies.add(connection, mail, parsed, answer, match, "hold")
    data = {"task": task["external_id"], "reply": name[:16], "label": answer.label.value}
    operation.audit(connection, "note_held", house.clock.now(), task["contact"], data)
    return Heard(name, answer.label.value, _told(name[:8], answer), _told(name[:8], answer, quote=False))


def _on_file(house: House, connection: Connection, contact_pk: int, label: Label) -> bool:
    """True when nothing is left to record: every way is forbidden, or the request of this kind is open."""
    kind = _REQUESTS.get(label)
    if kind is not None:
        return bool(requests.listing(connection, contact_pk=contact_pk, kind=kind))
    return forbids(standing(connection, house, contact_pk, house.clock.now()).objections) >= set(MEDIA)


def _told(reply: str, answer: Classified, *, quote: bool = True) -> str:
    label = answer.label or Label.OBJECTION_UNSUBSCRIBE
    words = " ".join(answer.evidence.text.split())
    quoted = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()} …"
    quoted = f"„{quoted.translate(_INNER)}“{'' if quoted.endswith(('.', '!', '?', '…')) else '.'}"
    return (
        f"Ihre Notiz {_SOUNDS[label]}{f': {quoted}' if quote else '.'} "
        "Eingetragen ist davon nur die Notiz; bis ein Mensch entscheidet, "
        f"geht keine Werbung an diese Person. Stimmt es, trägt dieser Befehl es ein: "
        f"wiedersehen replies relabel {reply} {label.value}. "
        f"Stimmt es nicht, geht die Werbung weiter mit: wiedersehen replies release {reply}"
    )
