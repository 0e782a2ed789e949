"""A call that somebody asks for: on one topic, in a time of her choosing. The wish itself makes this call lawful.

It is a service contact (Art. 6 Abs. 1 lit. b DSGVO): no consent to advertising, over once answered or after 14 days.
The number serves this call alone (OLG Köln 6 U 191/11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.pages.goodbye import id_of
from campaigns.pages.words_of import Refused, objection_of, refused
from campaigns.rendering.german import full_name, german_date
from compliance.rules.service_message import CALL_BACK_DAYS
from contacts import normalize
from contacts.consent import GLOBAL
from contacts.contact import Contact
from contacts.medium import Medium
from replies.meaning.objection import objection_in, objection_scope
from sequences.calendar import local_day, open_span, to_utc
from sequences.call_hours import call_hours
from store import locks, operation, people, tasks, wishes
from store.declared import Declared
from store.tasks import TaskRow

KIND = "callback"
FIELDS = ("topic", "phone", "when", "nonce")
MAX_TOPIC = 300
_DAYS_OFFERED = 5
_SEARCHED_DAYS = 21
_CASE_PART = len(KIND) + 9
"""The beginning of an id that all call backs of one case share."""
_ADVERTISING = re.compile(r"werbung|newsletter|angebot", re.IGNORECASE)
_CALLS = re.compile(r"anruf|angerufen|anzurufen|telefon|kontakt", re.IGNORECASE)
_NOON = time(13)
_MIN_NOTICE = timedelta(hours=1)
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that may be chosen, `start` and `end` aware UTC; `value` is what the form sends."""

    value: str
    words: str
    start: datetime
    end: datetime


def slots(house: House) -> tuple[Slot, ...]:
    """Mornings and afternoons of the next days on which nobody's holiday forbids a call, wherever somebody lives.

    The same for everybody: times that fit one person would tell a stranger that we know her.
    """
    now, tz, hours = house.clock.now(), house.timezone, call_hours(house.window)
    first = local_day(now, tz)
    days = (first + timedelta(days=ahead) for ahead in range(_SEARCHED_DAYS))
    spans = (open_span(day, hours, tz, (None, house.owner_land)) for day in days)
    ahead = [span for span in spans if span is not None and span[1] - _MIN_NOTICE > now][:_DAYS_OFFERED]
    return tuple(slot for span in ahead for slot in _halves(span, tz, now))


def _halves(span: tuple[datetime, datetime], tz: str, now: datetime) -> Iterator[Slot]:
    zone = ZoneInfo(tz)
    day = local_day(span[0], tz)
    noon = to_utc(day, _NOON, tz)
    for half, (start, end) in (("am", (span[0], min(noon, span[1]))), ("pm", (max(noon, span[0]), span[1]))):
        if start < end and end - _MIN_NOTICE > now:
            told = f"{start.astimezone(zone):%H:%M} bis {end.astimezone(zone):%H:%M} Uhr"
            words = f"{_WEEKDAYS[day.weekday()]}, {german_date(day)}, {told}"
            yield Slot(f"{day.isoformat()}-{half}", words, start, end)


def ask(house: House, case: Declared, fields: Mapping[str, str]) -> Slot | Refused | None:
    """Take the wish in and give it to a person, or refuse it with a German sentence for each field of no use.

    None when her words say that she wants no calls: that is taken down as her objection, and nobody calls.
    """
    now = house.clock.now()
    with house.store.read() as connection:
        contact, _, _ = people.contact(connection, case.contact_pk)
    chosen = next((slot for slot in slots(house) if slot.value == fields["when"]), None)
    phone = normalize.phone(fields["phone"])
    declaration = case.found.cancellation.external_id
    beginning = id_of(KIND, declaration)[:_CASE_PART]
    external_id = id_of(beginning, declaration, *(fields[name] for name in FIELDS))
    # A no in the field of the number counts too; digits alone say nothing.
    words = fields["topic"] if phone else "\n\n".join(filter(None, (fields["topic"], fields["phone"])))
    unwanted = _unwanted(words)
    errors = _errors(fields, phone, chosen)
    if not unwanted and (errors or chosen is None or phone is None):
        return refused(house, case, errors, words, external_id)
    with house.store.write() as connection:
        locks.lock_contact(connection, case.contact_pk)
        aftermath = objection_of(connection, house, case, words, external_id, now)
        if unwanted or chosen is None or phone is None:
            _end_older(connection, case, beginning, now)
        else:
            _store(house, connection, case, contact, fields["topic"], phone, chosen, external_id, beginning, now)
    write_recalls(house, aftermath.recalled)
    return None if unwanted else chosen


def only_no(house: House, case: Declared, fields: Mapping[str, str]) -> bool:
    """Carry out the objection in a wish that is not taken in; True when there was one."""
    answer = ask(house, case, {**fields, "when": ""})  # without a time no call comes of it
    return answer is None or (isinstance(answer, Refused) and answer.objected)


def _unwanted(words: str) -> bool:
    """True when they object to calls, or to any contact. A no to advertising alone leaves her wish standing."""
    evidence = objection_in(words)
    if evidence is None:
        return False
    only_advertising = _ADVERTISING.search(evidence.text) and not _CALLS.search(evidence.text)
    return objection_scope(words) in (GLOBAL, Medium.PHONE.value) and not only_advertising


def _end_older(connection: Connection, case: Declared, beginning: str, now: datetime) -> None:
    """One open call back a case: a newer word of hers takes the place of the older one, with its task."""
    for task_pk in wishes.replace_callbacks(connection, case.contact_pk, beginning, now):
        tasks.close(connection, task_pk, "withdrawn", now)


def _errors(fields: Mapping[str, str], phone: str | None, chosen: Slot | None) -> dict[str, str]:
    errors = {}
    if not fields["topic"]:
        errors["topic"] = "Bitte schreiben Sie ein Stichwort: Nur darüber sprechen wir mit Ihnen."
    elif len(fields["topic"]) > MAX_TOPIC:
        errors["topic"] = f"Bitte kürzen Sie das Thema auf höchstens {MAX_TOPIC} Zeichen."
    if phone is None:
        errors["phone"] = "Diese Nummer ist nicht vollständig. Bitte mit Vorwahl, zum Beispiel 0431 1234567."
    elif normalize.is_costly(phone):
        errors["phone"] = "Diese Nummer kostet den Anrufer extra. Bitte nennen Sie eine Festnetz- oder Mobilnummer."
    if chosen is None:
        errors["when"] = "Bitte wählen Sie eine der angebotenen Zeiten."
    return errors


def _store(
    house: House,
    connection: Connection,
    case: Declared,
    contact: Contact,
    topic: str,
    phone: str,
    chosen: Slot,
    external_id: str,
    beginning: str,
    now: datetime,
) -> None:
    last = german_date(local_day(now + timedelta(days=CALL_BACK_DAYS), contact.timezone))
    name = full_name(contact)
    given = give(house, connection, contact.owner_email, KIND, chosen.end, now)
    task = TaskRow(
        external_id=external_id,
        contact_pk=case.contact_pk,
        kind=KIND,
        title=f"Rückruf auf Wunsch, {chosen.words}: {name}",
        brief=f"Thema: {topic}\nNummer: {phone} (nur für diesen Anruf)\nGewünscht: {chosen.words}\n"
        f"Kündigung: {case.found.cancellation.external_id}\nErlaubt bis {last} oder bis Sie die Person erreicht haben.",
        guide=f"Name, Firma und Anlass zuerst: „Sie haben um einen Rückruf gebeten, es geht um: {topic}.“ Sprechen Sie "
        "nur darüber. Kein Angebot, keine Frage nach der Zufriedenheit, kein Versuch, die Kündigung zu ändern "
        "(§ 7 Abs. 2 Nr. 1 UWG). Nicht erreicht: höchstens einmal am Tag wieder versuchen.",
        due_at=given.due_at,
        channel="phone",
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
        expires_at=now + timedelta(days=CALL_BACK_DAYS),
    )
    if not tasks.add(connection, task, now):
        return
    _end_older(connection, case, beginning, now)
    stored = tasks.show(connection, external_id)
    wishes.put_callback(
        connection,
        case.contact_pk,
        external_id,
        topic,
        phone,
        chosen.start,
        chosen.end,
        now,
        stored["id"] if stored else None,
    )
    operation.audit(connection, "callback_requested", now, contact.external_id, {"task": external_id})
