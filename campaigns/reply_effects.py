"""What a reply does: the label's safe default, or what the sequence file says; an objection cannot be overridden."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_to, pause_advertising, stop_advertising
from campaigns.enroll import start
from campaigns.happenings import applicant_of
from campaigns.house import House
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.reply import Classified, Kind, Label, Parsed, RawMail
from sequences.calendar import add_business_days, local_day, to_utc
from sequences.definition import (
    DefaultEffect,
    Effect,
    OpenTask,
    PauseDays,
    PauseNamed,
    StartSequence,
    StopEffect,
)
from sequences.enrollment import StopReason
from store import attempts, enrollments, operation, people, tasks
from store.replies import Match
from store.tasks import TaskRow

_STOP_MEDIUM = {
    "phone": Medium.PHONE.value,
    "letter": Medium.POST.value,
    "post": Medium.POST.value,
    "email": Medium.EMAIL.value,
    "linkedin": Medium.LINKEDIN_DM.value,
    "sms": Medium.SMS.value,
}
_OVERRIDABLE = {label for label in Label if label not in (Label.OBJECTION_UNSUBSCRIBE, Label.DSGVO_ERASURE)}
_DEFAULT_PAUSE_DAYS = 14

Done = tuple[str, Aftermath]


def act(connection: Connection, house: House, mail: RawMail, parsed: Parsed, answer: Classified, match: Match) -> Done:
    """Do what the reply asks for; the effect's word is stored with it."""
    now = house.clock.now()
    if match.contact_pk is None:
        return ("none", Aftermath())
    contact, _, _ = people.contact(connection, match.contact_pk)
    data = {
        "label": answer.label.value if answer.label else None,
        "kind": answer.kind.value,
        "reply": parsed.fingerprint[:16],
    }
    operation.audit(connection, "reply_classified", now, contact.external_id, data)
    if answer.kind in (Kind.HARD_BOUNCE, Kind.SOFT_BOUNCE):
        return _bounced(connection, answer, match, now)
    if answer.kind is Kind.COMPLAINT:
        return "objection", object_to(
            connection, house, match.contact_pk, GLOBAL, Via.COMPLAINT, now, source=parsed.fingerprint
        )
    scope = _objection_scope(answer)
    if scope is not None:
        return "objection", object_to(
            connection,
            house,
            match.contact_pk,
            scope,
            Via.TEXT,
            mail.received_at,
            source=parsed.fingerprint,
            verbatim=answer.evidence.text,
        )
    effect = _configured(connection, house, answer, match)
    if isinstance(effect, DefaultEffect):
        return _default(connection, house, parsed, answer, match, now)
    return _as_configured(connection, house, parsed, answer, match, effect, now)


def _objection_scope(answer: Classified) -> str | None:
    if answer.stop == "all_advertising":
        return GLOBAL
    if answer.stop.startswith("channel:"):
        return _STOP_MEDIUM.get(answer.stop.removeprefix("channel:"), GLOBAL)
    return None


def _bounced(connection: Connection, answer: Classified, match: Match, now: datetime) -> Done:
    """A bounce is a fact of the attempt; a dead address ends the mail steps, a full mailbox is only counted."""
    assert match.contact_pk is not None  # noqa: S101 (act returned already; narrows the type)
    if match.touch_id is not None:
        attempts.mark_bounced(connection, match.touch_id, answer.kind.value, now)
    if answer.kind is Kind.SOFT_BOUNCE:
        people.count_soft_bounce(connection, match.contact_pk)
        return "bounce_counted", Aftermath()
    people.invalidate(connection, match.contact_pk, Medium.EMAIL)
    return "address_invalid", Aftermath()


def _configured(connection: Connection, house: House, answer: Classified, match: Match) -> Effect:
    """The effect the sequence file names for this label, from the run the reply answers or any live one."""
    if answer.label is None or answer.label not in _OVERRIDABLE or match.contact_pk is None:
        return DefaultEffect()
    for run in enrollments.running(connection, match.contact_pk):
        sequence = house.definitions.pinned(connection, run["definition_hash"])
        effect = sequence.on_reply.get(answer.label.value)
        if effect is not None:
            return effect
    return DefaultEffect()


def _as_configured(
    connection: Connection,
    house: House,
    parsed: Parsed,
    answer: Classified,
    match: Match,
    effect: Effect,
    now: datetime,
) -> Done:
    assert match.contact_pk is not None  # noqa: S101 (act returned already; narrows the type)
    match effect:
        case StopEffect():
            return "stop", stop_advertising(connection, house, match.contact_pk, StopReason.REPLIED, now)
        case PauseDays(days):
            named = _named(house, answer)
            until = named or to_utc(local_day(now, house.timezone) + timedelta(days=days), time(0), house.timezone)
            pause_advertising(connection, house, match.contact_pk, until, "replied")
            return "pause", Aftermath()
        case PauseNamed():
            return _pause(connection, house, answer, match, now)
        case StartSequence(name):
            return _branch(connection, house, match, name, now)
        case OpenTask(kind):
            pause_advertising(connection, house, match.contact_pk, None, "replied")
            _task(connection, house, parsed, answer, match, kind, now)
            return "task", Aftermath()
        case DefaultEffect():
            raise TypeError("handled by act")


def _default(
    connection: Connection, house: House, parsed: Parsed, answer: Classified, match: Match, now: datetime
) -> Done:
    """The label's own safe default. Any human word stops advertising; unclear holds it and asks a person."""
    assert match.contact_pk is not None  # noqa: S101 (act returned already; narrows the type)
    match answer.stop:
        case "none":
            return "none", Aftermath()
        case "pause_until":
            return _pause(connection, house, answer, match, now)
        case "address":
            people.invalidate(connection, match.contact_pk, Medium.EMAIL)
            _task(connection, house, parsed, answer, match, "new_contact", now)
            return "address_invalid", Aftermath()
        case "hold":
            _task(connection, house, parsed, answer, match, "read_reply", now)
            return "hold", Aftermath()
        case _:
            aftermath = stop_advertising(connection, house, match.contact_pk, StopReason.REPLIED, now)
            _task(connection, house, parsed, answer, match, "answer_reply", now)
            return "stop", aftermath


def _pause(connection: Connection, house: House, answer: Classified, match: Match, now: datetime) -> Done:
    assert match.contact_pk is not None  # noqa: S101 (act returned already; narrows the type)
    until = _named(house, answer)
    if until is None:
        until = to_utc(local_day(now, house.timezone) + timedelta(days=_DEFAULT_PAUSE_DAYS), time(0), house.timezone)
    pause_advertising(connection, house, match.contact_pk, until, answer.label.value if answer.label else "reply")
    return "pause", Aftermath()


def _named(house: House, answer: Classified) -> datetime | None:
    day = answer.resume or answer.return_date
    return to_utc(day, time(0), house.timezone) if day else None


def _branch(connection: Connection, house: House, match: Match, name: str, now: datetime) -> Done:
    """This run ends, the named sequence starts. Both or none."""
    assert match.contact_pk is not None  # noqa: S101 (act returned already; narrows the type)
    aftermath = stop_advertising(connection, house, match.contact_pk, StopReason.BRANCHED, now)
    applicant = applicant_of(connection, match.contact_pk, None, now, now)
    if applicant is not None:
        start(connection, house, applicant, house.sequences[name], now, again=True)
    return f"start:{name}", aftermath


_TITLES = {
    "answer_reply": "Antwort beantworten",
    "read_reply": "Antwort lesen und einordnen",
    "new_contact": "Neuen Ansprechpartner prüfen",
}


def _task(
    connection: Connection,
    house: House,
    parsed: Parsed,
    answer: Classified,
    match: Match,
    kind: str,
    now: datetime,
) -> None:
    """Every human reply gets a person and a deadline: the end of the next business day."""
    assert match.contact_pk is not None  # noqa: S101 (act returned already; narrows the type)
    contact, _, _ = people.contact(connection, match.contact_pk)
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    due = to_utc(
        add_business_days(local_day(now, house.timezone), 1, house.owner_land), house.window.end, house.timezone
    )
    task = TaskRow(
        external_id=f"reply-{parsed.fingerprint[:29]}",
        contact_pk=match.contact_pk,
        kind=kind,
        title=f"{_TITLES.get(kind, kind)}: {name}",
        brief=f"Betreff: {parsed.subject}\nEinordnung: {answer.label.value if answer.label else 'unklar'}\n"
        f"Beleg: {answer.evidence.text}\n\n{parsed.new_text}",
        guide="Bitte bis zum Fälligkeitstermin persönlich antworten. Werbung an diese Person ruht.",
        due_at=due,
        assignee=contact.owner_email,
    )
    tasks.add(connection, task, now)
