"""The task a reply gives to a person: every human answer is answered, by somebody, by a deadline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.lexicon.meanings import LABELS
from replies.reply import Classified, Kind, Label, Parsed
from sequences.calendar import add_business_days, local_day, to_utc
from store import people, tasks
from store.tasks import TaskRow

_PRIVACY = frozenset({Label.DSGVO_ACCESS, Label.DSGVO_ERASURE, Label.DATA_EXPORT_REQUEST})

_TITLES = {
    "answer_reply": "Antwort beantworten",
    "read_reply": "Antwort lesen und einordnen",
    "new_contact": "Neuen Ansprechpartner prüfen",
    "data_request": "Anfrage zu den eigenen Daten bearbeiten",
}

_GUIDES = {
    "answer_reply": "Bitte bis zum Fälligkeitstermin persönlich antworten. Werbung an diese Person ruht.",
    "read_reply": "Bitte lesen und einordnen. Bis dahin geht keine Werbung an diese Person; "
    "danach gibt wiedersehen replies release die Antwort frei.",
    "new_contact": "Die Person ist nicht mehr zuständig. Bitte prüfen, wer es ist; "
    "ohne eigene Rechtsgrundlage geht an die neue Adresse keine Werbung.",
    "data_request": "Bitte an die Datenschutzstelle geben. Die Antwort ist spätestens in einem Monat fällig "
    "(Art. 12 Abs. 3 DSGVO); Werbung an diese Person ruht.",
}


def task_id(fingerprint: str) -> str:
    """External id of the task that a reply with this fingerprint opened."""
    return f"reply-{fingerprint[:29]}"


def open_task(
    connection: Connection,
    house: House,
    contact_pk: int,
    parsed: Parsed,
    answer: Classified,
    now: datetime,
    kind: str | None = None,
) -> None:
    """A task for the contact's owner, due at the end of the next business day; its kind follows from the answer."""
    chosen = kind or _kind(answer)
    contact, _, _ = people.contact(connection, contact_pk)
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    day = add_business_days(local_day(now, house.timezone), 1, house.owner_land)
    label = LABELS.get(answer.label.value, answer.label.value) if answer.label else "unklar"
    sender = f"{parsed.from_name} <{parsed.from_address}>".strip() if parsed.from_address else "unbekannt"
    task = TaskRow(
        external_id=task_id(parsed.fingerprint),
        contact_pk=contact_pk,
        kind=chosen,
        title=f"{_TITLES.get(chosen, chosen)}: {name}",
        brief=f"Von: {sender}\nBetreff: {parsed.subject}\nEinordnung: {label}\n"
        f"Beleg: „{' '.join(answer.evidence.text.split())}“\n\n{parsed.new_text}\n",
        guide=_GUIDES.get(chosen, _GUIDES["answer_reply"]),
        due_at=to_utc(day, house.window.end, house.timezone),
        assignee=contact.owner_email,
    )
    tasks.add(connection, task, now)


def wants_person(answer: Classified) -> bool:
    """True when somebody must write back: any human answer, except one that says nothing but „no more advertising“."""
    bare_objection = answer.label is Label.OBJECTION_UNSUBSCRIBE and not answer.review
    return answer.kind is Kind.HUMAN_REPLY and answer.label is not Label.SPAM_OTHER and not bare_objection


def _kind(answer: Classified) -> str:
    if answer.label in _PRIVACY:
        return "data_request"
    if answer.label is Label.WRONG_PERSON_LEFT_COMPANY:
        return "new_contact"
    return "read_reply" if answer.stop == "hold" else "answer_reply"
