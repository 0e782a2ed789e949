"""An objection inside a form that is refused: it counts although the rest does not (Art. 21 Abs. 3 DSGVO).

What is missing elsewhere is no reason to advertise to somebody who has said no, wherever it stands (AG München
142 C 1633/22).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.effects import Aftermath, object_address, object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.pages.newcomer import id_of_newcomer, newcomer
from campaigns.pages.typed import MAX_LINE, own_words
from campaigns.pages.whose import whose
from compliance.facts import Via
from contacts import normalize
from contacts.cancellation import DeclarationKind
from contacts.medium import Medium
from replies.meaning.objection import objection_in, objection_scope
from store import locks, people, tasks
from store.tasks import TaskRow
from tasks.due import Deadline

_BRIEF = (
    "In einem Formular, das unvollständig war und deshalb zurückkam, stand ein Widerspruch gegen Werbung. Er gilt, "
    "auch wenn das Formular nie vollständig wird (Art. 21 Abs. 3 DSGVO)."
)
_GUIDE = (
    "Bitte im CRM suchen, wer das ist, und den Widerspruch eintragen: wiedersehen suppress KONTAKT. Passt niemand, ist "
    "nichts weiter zu tun; schreiben Sie die Person nicht an."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the objection in a refused form. `at_once` False: a person has to find out whose it is."""

    at_once: bool


def keep_objection(house: House, kind: DeclarationKind, fields: Mapping[str, str]) -> Kept | None:
    """Carry out the objection in the words of a refused declaration; None when there is none.

    The answer depends on what was typed alone, never on who is known here.
    """
    words = own_words(fields)
    evidence = objection_in(words) if words else None
    if evidence is None:
        return None
    now = house.clock.now()
    email = normalize.email(fields.get("email", "")) or ""
    source = f"form {_id_of(kind, fields)}"
    said = {"source": source, "verbatim": evidence.text}
    scope = objection_scope(words)
    with house.store.write() as connection:
        locks.lock_word(connection, source)
        known = whose(connection, fields.get("contract", ""), email)
        if known is not None:
            pk = people.contact_pk(connection, known[0])
            done = object_to(connection, house, pk, scope, Via.AT_CANCEL, now, **said) if pk else Aftermath()
        elif email and house.list_readable:
            done = object_address(connection, house, Medium.EMAIL, email, scope, Via.AT_CANCEL, now, **said)
        else:
            done = _given_to_a_person(connection, house, fields, email, scope, said, now)
    write_recalls(house, done.recalled)
    return Kept(at_once=bool(email))


def _given_to_a_person(
    connection: Connection,
    house: House,
    fields: Mapping[str, str],
    email: str,
    scope: str,
    said: Mapping[str, str],
    now: datetime,
) -> Aftermath:
    """Nothing shows whose it is: kept under a contact of its own, once for each form, and somebody looks."""
    if people.contact_pk(connection, id_of_newcomer(said["source"])) is not None:
        return Aftermath(changed=False)
    name, typed_email = fields.get("name", ""), fields.get("email", "")[:MAX_LINE]
    # One that cannot be read is kept as it was typed: whoever asks for her data or its erasure names it the same way.
    address = (typed_email, email or typed_email.casefold()) if "@" in typed_email else None
    _, contact_pk = newcomer(connection, house, name, address, said["source"], mailed=False)
    given = give(house, connection, None, "review_cancellation", Deadline(days=1), now)
    typed = "\n".join(f"{what}: {fields.get(key, '')}" for what, key in _TYPED if fields.get(key))
    task = TaskRow(
        external_id=f"objection-{id_of_newcomer(said['source'])}"[:36],
        contact_pk=contact_pk,
        kind="review_cancellation",
        title=f"Widerspruch zuordnen: {name[:200] or 'ohne Namen'}",
        brief=f"{_BRIEF}\n\nWortlaut: {said['verbatim']}\n{typed}",
        guide=_GUIDE,
        due_at=given.due_at,
    )
    tasks.add(connection, task, now)
    return object_to(connection, house, contact_pk, scope, Via.AT_CANCEL, now, **said)


_TYPED = (("Name", "name"), ("Vertrag", "contract"), ("E-Mail", "email"))


def _id_of(kind: DeclarationKind, fields: Mapping[str, str]) -> str:
    content = "\x1f".join((fields.get("nonce", ""), kind.value, own_words(fields)))
    return hashlib.sha256(content.encode()).hexdigest()[:24]
