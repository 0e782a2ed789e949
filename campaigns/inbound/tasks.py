"""The task a reply gives to a person: every human answer is answered, by somebody, by a deadline.

One open task a person, thread and kind: whoever sends five thousand mails opens one, and the rest is put into it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.desk.assigning import Given, give
from campaigns.inbound.incoming import Incoming
from campaigns.inbound.matching import NOTED
from campaigns.lexicon.meanings import LABELS
from campaigns.reason_words import REQUEST_KINDS
from campaigns.rendering.german import full_name
from contacts.contact import Contact
from replies.reply import Classified, Kind, Label, NewContact, Parsed
from sequences.calendar import local_day, next_open, open_span
from store import reply_tasks, tasks
from store.enrollments import TAKEN_BACK
from store.reply_tasks import task_id
from store.requests import Request
from store.tasks import TaskRow
from tasks.due import Deadline

__all__ = ["PRIVACY", "TAKE_BACK", "ask", "ask_for_address", "kind_of", "task_id", "wants_person"]

TAKE_BACK = TAKEN_BACK
"""Somebody does not want to leave after all: until a person has spoken with her, nothing is closed or deleted."""
BETTER_ADDRESS = "better_address"
PRIVACY = frozenset({Label.DSGVO_ACCESS, Label.DSGVO_ERASURE, Label.DATA_EXPORT_REQUEST})
NAMED, RESTING = "Genannt wird: ", "Kolleginnen und Kollegen, deren Werbung so lange ruht: "
"""How the lines of a brief begin that name other people; an erasure looks for them."""
_MEGA = 1_000_000
_FILE = "Anhang, ungeöffnet: "
_MOST_CHARS = 12_000
"""Of a task's brief: a flood of mails fills it once; all of them are in `replies list`."""
_WORDS_OF_ONE = 4_000

_TITLES = {
    "answer_reply": "Antwort beantworten",
    "read_reply": "Antwort lesen und einordnen",
    NOTED: "Notiz lesen und einordnen",
    "new_contact": "Neuen Ansprechpartner prüfen",
    "data_request": "Anfrage zu den eigenen Daten bearbeiten",
    TAKE_BACK: "Eilt: Kündigung wird vielleicht zurückgenommen",
}

_GUIDES = {
    "answer_reply": "Bitte bis zum Fälligkeitstermin persönlich antworten. Werbung an diese Person ruht.",
    "read_reply": "Bitte lesen und einordnen. Bis dahin geht keine Werbung an diese Person; "
    "danach gibt wiedersehen replies release die Antwort frei, oder wiedersehen replies relabel stellt sie richtig.",
    "new_contact": "Die Person ist nicht mehr zuständig. Bitte prüfen, wer es ist; "
    "ohne eigene Rechtsgrundlage geht an die neue Adresse keine Werbung.",
    "data_request": "Bitte an die Datenschutzstelle geben. Die Antwort ist spätestens in einem Monat fällig "
    "(Art. 12 Abs. 3 DSGVO); Werbung an diese Person ruht.",
    TAKE_BACK: "Bitte heute anrufen oder schreiben. Werbung ist beendet, die Begleitung zum Vertragsende ruht, damit "
    "nichts geschlossen oder gelöscht wird; Eingangsbestätigungen gehen weiter hinaus. Bleibt der Vertrag, schließen "
    "Sie mit settled: die Begleitung endet. Bleibt es bei der Kündigung, mit answered: sie geht weiter.",
}


def ask(
    came: Incoming, kind: str | None = None, *, request: Request | None = None, resting: list[str] | None = None
) -> None:
    """A task for the contact's owner; its kind follows from the answer. A further mail is put into the open one."""
    chosen = kind or kind_of(came.answer)
    task = _row(came, chosen, request, resting or [])
    known = reply_tasks.open_one(came.connection, came.contact_pk, came.touch_id, chosen)
    if known is None or known["external_id"] == task.external_id:
        if not tasks.add(came.connection, task, came.now):
            reply_tasks.rewrite(came.connection, _with_files(came, task))
        return
    moment = came.mail.received_at.astimezone(ZoneInfo(came.house.timezone))
    head = f"Weitere {'Notiz' if came.noted else 'Mail'}, {moment:%d.%m.%Y %H:%M} ({came.parsed.fingerprint[:8]})"
    more = f"{known['brief'].rstrip()}\n\n{head}\n{task.brief}"
    if len(more) > _MOST_CHARS:
        note = "\n\nEs kamen noch mehr Mails: wiedersehen replies list\n"
        more = known["brief"] if known["brief"].endswith(note) else known["brief"].rstrip() + note
    reply_tasks.add_words(came.connection, known["id"], more, task.due_at)


def ask_for_address(came: Incoming, number: int) -> None:
    """Mails to somebody come back again and again: a person asks her how she can be reached."""
    given = _given(came, BETTER_ADDRESS)
    task = TaskRow(
        external_id=f"addr-{came.parsed.fingerprint[:30]}",
        contact_pk=came.contact_pk,
        kind=BETTER_ADDRESS,
        title=f"Bessere E-Mail-Adresse erfragen: {_name(came.contact)}",
        brief=f"{number} Mails hintereinander kamen zurück, ohne dass die Adresse tot wäre.\n"
        f"Grund: „{_one_line(came.answer.evidence.text)}“\n",
        guide="Bitte auf einem anderen Weg nach einer Adresse fragen, die funktioniert, und sie einlesen. Werbung an "
        "diese Adresse ruht; Vertragspost wird weiter versucht. Kommt eine Mail an oder schreibt die Person, zählt es "
        "neu.",
        due_at=given.due_at,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )
    tasks.add(came.connection, task, came.now)


def wants_person(answer: Classified) -> bool:
    """True when somebody must write back: any human answer, except one that says nothing but „no more advertising“."""
    bare_objection = answer.label is Label.OBJECTION_UNSUBSCRIBE and not answer.review
    return answer.kind is Kind.HUMAN_REPLY and answer.label is not Label.SPAM_OTHER and not bare_objection


def kind_of(answer: Classified) -> str:
    """What kind of task an answer needs."""
    if answer.label in PRIVACY:
        return "data_request"
    if answer.label is Label.CANCELLATION_WITHDRAWN:
        return TAKE_BACK
    if answer.label is Label.WRONG_PERSON_LEFT_COMPANY:
        return "new_contact"
    return "read_reply" if answer.stop == "hold" else "answer_reply"


def _row(came: Incoming, kind: str, request: Request | None, resting: list[str]) -> TaskRow:
    label = came.answer.label.value if came.answer.label else ""
    lines = [
        f"Von: {_sender(came.parsed)}",
        f"Betreff: {came.parsed.subject}",
        f"Einordnung: {LABELS.get(label, label) or 'unklar'}",
        f"Beleg: „{_one_line(came.answer.evidence.text)}“",
        *_doubts(came),
        *_clock(came, request),
        *_proposal(came.answer.new_contact),
        *_attached(came.parsed),
    ]
    if resting:
        lines.append(RESTING + ", ".join(resting))
    given = _given(came, kind)
    return TaskRow(
        external_id=task_id(came.parsed.fingerprint),
        contact_pk=came.contact_pk,
        kind=kind,
        title=f"{_TITLES.get(NOTED if came.noted and kind == 'read_reply' else kind, kind)}: {_name(came.contact)}",
        brief="\n".join([*lines, "", came.parsed.new_text[:_WORDS_OF_ONE], ""]),
        guide=_GUIDES.get(kind, _GUIDES["answer_reply"]),
        due_at=given.due_at,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )


def _given(came: Incoming, kind: str) -> Given:
    """The contact's owner or who stands in for her; by the end of the next business day, or at once."""
    wanted = _today(came) if kind == TAKE_BACK else Deadline(days=1)
    return give(came.house, came.connection, came.contact.owner_email, kind, wanted, came.now)


_HANDED_ON = (
    "Weitergeleitet: Die Mail hat jemand von uns hereingegeben; geschrieben hat sie, soweit zu sehen, diese Person."
)
_WRITTEN_DOWN = (
    "Notiz: Das hat jemand von uns nach einem Gespräch aufgeschrieben; es liest sich wie ein Verlangen der Person."
)
_UNDECIDED = (
    " Nichts daraus ist eingetragen. Ein Nein oder eine Anfrage trägt bei ihr ein: wiedersehen replies relabel {reply} "
    "EINORDNUNG"
)


def _doubts(came: Incoming) -> list[str]:
    if came.handed_on or came.noted:
        undecided = _UNDECIDED.format(reply=came.parsed.fingerprint[:8]) if came.answer.stop == "hold" else ""
        return [(_WRITTEN_DOWN if came.noted else _HANDED_ON) + undecided]
    if came.unconfirmed:
        return ["Absender: unbestätigt. Die Adresse ist fremd, und die Mail nennt nichts, was nur die Person weiß."]
    other = "Absender: schreibt von einer anderen Adresse, antwortet aber auf eine Nachricht an diese Person."
    return [other] if came.stranger else []


def _clock(came: Incoming, request: Request | None) -> list[str]:
    if request is None:
        return []
    last = request.due_at.astimezone(ZoneInfo(came.house.timezone))
    kind = REQUEST_KINDS.get(request.kind, request.kind)
    lines = [f"Vorgang: {request.external_id} ({kind})", f"Antwort spätestens: {last:%d.%m.%Y} (Art. 12 Abs. 3 DSGVO)"]
    if request.contact_pk != came.contact_pk:
        lines.append(
            f"Der Vorgang läuft für {request.contact}, woher die Mail kam, nicht für {came.contact.external_id}."
        )
    elif came.stranger:
        lines.append(
            "Die Mail kam von einer fremden Adresse: vor der Antwort klären, wer schreibt (Art. 12 Abs. 6 DSGVO), und "
            "nur an eine gespeicherte Adresse antworten."
        )
    return lines


def _proposal(named: NewContact | None) -> list[str]:
    parts = [named.name, named.email, named.phone] if named else []
    words = ", ".join(_one_line(part) for part in parts if part)
    return [f"{NAMED}{words}. Das ist ein Vorschlag; nichts davon ist übernommen."] if words else []


def _with_files(came: Incoming, task: TaskRow) -> TaskRow:
    """The words of a task that is written anew still name what hangs on its mail: that was read from the mail alone."""
    before = tasks.show(came.connection, task.external_id)
    lines = [line for line in (before["brief"] if before else "").split("\n") if line.startswith(_FILE)]
    return task if came.parsed.attachments else replace(task, brief="\n".join([*dict.fromkeys(lines), task.brief]))


def _attached(parsed: Parsed) -> list[str]:
    """Named for the person who reads, as the mail names them; they lie unopened in the mailbox."""
    return [f"{_FILE}„{one.name or 'ohne Namen'}“ ({one.type}, {_size(one.size)})" for one in parsed.attachments]


def _size(octets: int) -> str:
    number, unit = (octets / _MEGA, "MB") if octets >= _MEGA else (octets / 1_000, "kB")
    return f"{number:.1f} {unit}".replace(".", ",")


def _sender(parsed: Parsed) -> str:
    if parsed.from_address is None:
        return parsed.from_name or "unbekannt"
    return f"{parsed.from_name} <{parsed.from_address}>".strip()


def _name(contact: Contact) -> str:
    return full_name(contact)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _today(came: Incoming) -> datetime:
    """The end of this business day of hers while it lasts, else of the next one."""
    house = came.house
    window, land = replace(house.window, holidays=False), house.team.of(came.contact.owner_email).land
    opens = next_open(came.now, window, house.timezone, land)
    span = open_span(local_day(opens, house.timezone), window, house.timezone, land)
    return span[1] if span is not None else opens
