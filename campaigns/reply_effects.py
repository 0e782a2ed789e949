"""What a reply does: the label's safe default, or what the sequence file says; an objection cannot be overridden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from campaigns.by_hand import by_hand
from campaigns.effects import Aftermath, object_address, object_to, pause_advertising, stop_advertising
from campaigns.enroll import fits, start
from campaigns.happenings import applicant_of
from campaigns.house import House
from campaigns.reply_tasks import open_task, wants_person
from campaigns.rights.requests import received_by_mail
from compliance.facts import Via
from compliance.releases import effective
from contacts import normalize
from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.classify import medium_of_stop
from replies.objection import is_unclear
from replies.reply import Classified, Kind, Label, Parsed, RawMail
from sequences.calendar import local_day, to_utc
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
from store import attempts, courses, enrollments, operation, people
from store.replies import Match

_FIXED = frozenset({Label.OBJECTION_UNSUBSCRIBE, Label.DSGVO_ERASURE})
"""No sequence file changes what these do."""
_DEFAULT_PAUSE_DAYS = 14
_BOUNCES = frozenset({Kind.HARD_BOUNCE, Kind.SOFT_BOUNCE})

Done = tuple[str, Aftermath]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail that belongs to a known contact, and the transaction it is dealt with in."""

    connection: Connection
    house: House
    mail: RawMail
    parsed: Parsed
    answer: Classified
    touch_id: int | None
    contact_pk: int
    now: datetime

    def task(self, kind: str | None = None) -> None:
        """Hand the mail to a person."""
        open_task(self.connection, self.house, self.contact_pk, self.parsed, self.answer, self.now, kind)

    def pause(self, until: datetime | None) -> None:
        """Advertising waits."""
        reason = self.answer.label.value if self.answer.label else "reply"
        pause_advertising(self.connection, self.house, self.contact_pk, until, reason)

    def stop(self, reason: StopReason) -> Aftermath:
        """Advertising ends."""
        return stop_advertising(self.connection, self.house, self.contact_pk, reason, self.now)

    def named_or_in(self, days: int) -> datetime:
        """The first moment of the day that the person named, else of the day `days` days from now."""
        named = self.answer.resume or self.answer.return_date
        day = named or local_day(self.now, self.house.timezone) + timedelta(days=days)
        return to_utc(day, time(0), self.house.timezone)


def act(connection: Connection, house: House, mail: RawMail, parsed: Parsed, answer: Classified, match: Match) -> Done:
    """Do what the reply asks for; the effect's word is stored with it."""
    now = house.clock.now()
    received_by_mail(connection, house, mail, parsed, answer, match.contact_pk)
    if match.contact_pk is None:
        return _from_a_stranger(connection, house, mail, parsed, answer)
    came = Incoming(connection, house, mail, parsed, answer, match.touch_id, match.contact_pk, now)
    contact, _, _ = people.contact(connection, match.contact_pk)
    label = answer.label.value if answer.label else None
    data = {"label": label, "kind": answer.kind.value, "reply": parsed.fingerprint[:16]}
    operation.audit(connection, "reply_classified", now, contact.external_id, data)
    if answer.kind in _BOUNCES:
        return _bounced(came)
    scope = _objection_scope(house, answer)
    if scope is not None:
        return _object(came, scope)
    effect = _configured(came)
    if isinstance(effect, DefaultEffect):
        return _default(came)
    return _as_configured(came, effect)


def _from_a_stranger(connection: Connection, house: House, mail: RawMail, parsed: Parsed, answer: Classified) -> Done:
    """Nobody we know: only an objection has an effect, on the address, for whoever is imported with it later."""
    scope = _objection_scope(house, answer)
    complaint = answer.kind is Kind.COMPLAINT
    # A complaint comes from the provider; whose it is stands in the report.
    address = normalize.email((answer.failed_recipient if complaint else parsed.from_address) or "")
    if scope is None or address is None:
        return "none", Aftermath()
    via = Via.COMPLAINT if complaint else Via.TEXT
    told = {"source": parsed.fingerprint, "verbatim": answer.evidence.text}
    done = object_address(connection, house, Medium.EMAIL, address, scope, via, mail.received_at, **told)
    return "objection", done


def _objection_scope(house: House, answer: Classified) -> str | None:
    if answer.stop == "all_advertising":
        wide = effective(house.policy).ambiguous_objection_scope == GLOBAL
        by_mail = answer.kind is Kind.HUMAN_REPLY and answer.label is Label.OBJECTION_UNSUBSCRIBE
        # Only with a named release does an unclear objection stop no more than the channel it came by.
        return GLOBAL if wide or not by_mail or not is_unclear(answer.reply_text) else Medium.EMAIL.value
    medium = medium_of_stop(answer.stop)
    return medium.value if medium is not None else None


def _object(came: Incoming, scope: str) -> Done:
    """An objection of the person and of everybody who uses the address it was sent from (OLG Celle 13 U 15/14)."""
    complaint = came.answer.kind is Kind.COMPLAINT
    via, at = (Via.COMPLAINT, came.now) if complaint else (Via.TEXT, came.mail.received_at)
    told = {"source": came.parsed.fingerprint, "verbatim": came.answer.evidence.text}
    aftermath = object_to(came.connection, came.house, came.contact_pk, scope, via, at, **told)
    sender = normalize.email(came.parsed.from_address or "") if not complaint else None
    if sender is not None:
        others = object_address(came.connection, came.house, Medium.EMAIL, sender, scope, via, at, **told)
        aftermath.recalled.update(others.recalled)
    if wants_person(came.answer):
        came.task()
    return "objection", aftermath


def _bounced(came: Incoming) -> Done:
    """A bounce is a fact of the attempt; a dead address ends the mail steps, a full mailbox is only counted."""
    if came.touch_id is not None:
        attempts.mark_bounced(came.connection, came.touch_id, came.answer.kind.value, came.now)
    if came.answer.kind is Kind.SOFT_BOUNCE:
        people.count_soft_bounce(came.connection, came.contact_pk)
        return "bounce_counted", Aftermath()
    _dead(came, came.answer.failed_recipient)
    if came.touch_id is not None:
        for case in courses.underway(came.connection, [came.touch_id]):
            by_hand(came.connection, came.house, case, case.touch, came.answer.kind.value, came.now)
    return "address_invalid", Aftermath()


def _dead(came: Incoming, named: str | None) -> None:
    """The address this is about gets no mail any more: that of the attempt, else the one named in the mail.

    A bounce may come days later, when the person has given another address: that one has done nothing.
    """
    address = normalize.email(named) if named else None
    if address is not None and address == normalize.email(came.house.redirect_to):
        return  # before the activation all mail goes there: nothing of it reached the person
    digest = attempts.address_hash(came.connection, came.touch_id) if came.touch_id is not None else None
    if digest is None and address is not None:
        digest = came.house.address_hash(Medium.EMAIL, address)
    connection, contact_pk = came.connection, came.contact_pk
    if digest is None or not people.invalidate(connection, contact_pk, Medium.EMAIL, address_hash=digest):
        # A mail of an older version whose bounce names a stranger: nobody can tell, so what is in use rests.
        people.invalidate(connection, contact_pk, Medium.EMAIL)


def _configured(came: Incoming) -> Effect:
    """The effect the sequence file names for this label, from any live run. What is unclear is never acted on."""
    label = came.answer.label
    if label is None or label in _FIXED or came.answer.stop == "hold" or came.answer.kind is Kind.COMPLAINT:
        return DefaultEffect()
    for run in enrollments.running(came.connection, came.contact_pk):
        sequence = came.house.definitions.pinned(came.connection, run["definition_hash"])
        effect = sequence.on_reply.get(label.value)
        if effect is not None:
            return effect
    return DefaultEffect()


def _as_configured(came: Incoming, effect: Effect) -> Done:
    match effect:
        case StopEffect():
            return "stop", _answered(came, came.stop(StopReason.REPLIED))
        case PauseDays(days):
            came.pause(came.named_or_in(days))
            return "pause", _answered(came, Aftermath())
        case PauseNamed():
            return _pause(came)
        case StartSequence(name):
            return _branch(came, name)
        case OpenTask(kind):
            came.pause(None)
            came.task(kind)
            return "task", Aftermath()
        case DefaultEffect():
            raise TypeError("handled by act")


def _default(came: Incoming) -> Done:
    """The label's own safe default. Any human word stops advertising; unclear holds it and asks a person."""
    match came.answer.stop:
        case "none":
            return "none", Aftermath()
        case "pause_until":
            return _pause(came)
        case "address":
            _dead(came, came.parsed.from_address)
            came.task("new_contact")
            return "address_invalid", Aftermath()
        case "hold":
            came.task()
            return "hold", Aftermath()
        case _:
            aftermath = came.stop(StopReason.REPLIED)
            came.task()
            return "stop", aftermath


def _pause(came: Incoming) -> Done:
    came.pause(came.named_or_in(_DEFAULT_PAUSE_DAYS))
    return "pause", _answered(came, Aftermath())


def _answered(came: Incoming, aftermath: Aftermath) -> Aftermath:
    """A machine's „away until“ needs nobody; what a person wrote gets an answer."""
    if wants_person(came.answer):
        came.task()
    return aftermath


def _branch(came: Incoming, name: str) -> Done:
    """This run ends, the named sequence starts; where it cannot start, a person takes over."""
    aftermath = came.stop(StopReason.BRANCHED)
    applicant = applicant_of(came.connection, came.contact_pk, None, came.now, came.now)
    sequence = came.house.sequences.get(name)
    if (
        applicant is not None
        and sequence is not None
        and fits(came.connection, came.house, applicant, sequence, came.now)
        and start(came.connection, came.house, applicant, sequence, came.now, again=True)
    ):
        return f"start:{name}", aftermath
    came.task()
    return "stop", aftermath
