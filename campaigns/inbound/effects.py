"""What a reply does: the label's safe default, or what the sequence file says; an objection cannot be overridden."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from campaigns.effects import Aftermath
from campaigns.enroll import fits, start
from campaigns.happenings import applicant_of
from campaigns.house import House
from campaigns.inbound import colleagues
from campaigns.inbound.answered import to_the_end
from campaigns.inbound.bounces import bounced, dead, delivered, heard_from
from campaigns.inbound.incoming import Done, Incoming
from campaigns.inbound.matching import BOUNCES, NOTED, is_ours, is_stranger, senders
from campaigns.inbound.objecting import from_a_stranger, object_from, objection_scope
from campaigns.inbound.tasks import TAKE_BACK, ask, wants_person
from campaigns.inbound.trust import trust_of
from campaigns.rights.requests import received_by_mail
from replies.reply import Classified, Kind, Label, Parsed, RawMail
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
from store import enrollments, locks, operation, outbox, people
from store.replies import Match

_FIXED = frozenset({Label.OBJECTION_UNSUBSCRIBE, Label.DSGVO_ERASURE, Label.CANCELLATION_WITHDRAWN})
"""No sequence file changes what these do."""
_DEFAULT_PAUSE_DAYS = 14
_SPEAKS = frozenset({Kind.HUMAN_REPLY, Kind.AUTO_REPLY})
"""Mail that shows that its sender's address works."""


def act(connection: Connection, house: House, mail: RawMail, parsed: Parsed, answer: Classified, match: Match) -> Done:
    """Do what the reply asks for; the effect's word is stored with it."""
    if answer.kind in _SPEAKS:
        heard_from(connection, house, parsed.from_address)
    if match.contact_pk is None:
        if not is_ours(connection, house, parsed.from_address):
            received_by_mail(connection, house, mail, parsed, answer, None)
        return from_a_stranger(connection, house, mail, parsed, answer)
    came = incoming(connection, house, mail, parsed, answer, match)
    label = answer.label.value if answer.label else None
    data = {"label": label, "kind": answer.kind.value, "reply": parsed.fingerprint[:16], "trust": came.trust}
    operation.audit(connection, "reply_classified", came.now, came.contact.external_id, data)
    if answer.kind is Kind.HUMAN_REPLY and label is not None:
        outbox.put(connection, f"reply.{label}", came.contact_pk, {"reply": parsed.fingerprint[:16]}, came.now)
    return carry_out(came)


def incoming(
    connection: Connection,
    house: House,
    mail: RawMail,
    parsed: Parsed,
    answer: Classified,
    match: Match,
    trust: str | None = None,
) -> Incoming:
    """The mail with the person it belongs to; everybody it may reach is locked. LookupError when it is nobody's."""
    contact_pk = match.contact_pk
    if contact_pk is None:
        raise LookupError(parsed.fingerprint)
    human = answer.kind is Kind.HUMAN_REPLY and house.replies.colleagues != "none"
    colleagues_too = people.colleagues(connection, contact_pk) if human else ()
    locks.lock_contacts(connection, {contact_pk, *colleagues_too, *senders(connection, house, parsed)})
    contact, _, company_pk = people.contact(connection, contact_pk)
    return Incoming(
        connection=connection,
        house=house,
        mail=mail,
        parsed=parsed,
        answer=answer,
        match=match,
        trust=trust or trust_of(parsed, match, house.replies.authserv_id),
        contact_pk=contact_pk,
        contact=contact,
        company_pk=company_pk,
        stranger=match.by != NOTED and is_stranger(connection, house, parsed, contact_pk),
        now=house.clock.now(),
    )


def carry_out(came: Incoming) -> Done:
    """The effect of one mail of a known contact, in the caller's transaction."""
    writer = replace(came.parsed, from_address=None) if came.handed_on else came.parsed
    request = received_by_mail(came.connection, came.house, came.mail, writer, came.answer, came.contact_pk)
    if came.answer.kind in BOUNCES:
        return bounced(came)
    if came.answer.subtype == "delivered" and came.touch_id is not None:
        delivered(came.connection, came.house, came.touch_id)
        return "delivered", Aftermath()
    effect, aftermath, kind = _effect(came)
    resting: list[str] = []
    if came.is_human and came.answer.label is not Label.SPAM_OTHER:
        resting = colleagues.rest(came, aftermath)
    waits = came.house.replies.colleagues == "pause" and resting
    if kind is None and waits:
        kind = "read_reply"  # somebody has to set the others going again
    if kind is not None:
        ask(came, kind or None, request=request, resting=resting if waits else None)
    return effect, aftermath


_Effect = tuple[str, Aftermath, str | None]
"""The effect's word, what is to be done after the commit, and the task: None = none, "" = what the label asks for."""


def _effect(came: Incoming) -> _Effect:
    scope = objection_scope(came.house, came.answer)
    if scope is not None:
        return *object_from(came, scope), _task_of(came)
    if came.answer.label is Label.CANCELLATION_WITHDRAWN and came.answer.stop != "none":
        return _taken_back(came)
    effect = _configured(came)
    if isinstance(effect, DefaultEffect):
        return _default(came)
    return _as_configured(came, effect)


def _task_of(came: Incoming) -> str | None:
    """A machine's „away until“ needs nobody; what a person wrote gets an answer, and a stranger's stop is looked at."""
    return "" if wants_person(came.answer) or (came.is_human and came.unconfirmed) else None


def _taken_back(came: Incoming) -> _Effect:
    """She may stay: advertising ends, what would close or delete something waits, and somebody calls her today."""
    aftermath = came.stop(StopReason.REPLIED)
    held = to_the_end(came.connection, came.house, came.contact_pk)
    enrollments.pause(came.connection, held, None, TAKE_BACK)
    return "stop", aftermath, TAKE_BACK


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


def _as_configured(came: Incoming, effect: Effect) -> _Effect:
    match effect:
        case StopEffect():
            return "stop", came.stop(StopReason.REPLIED), _task_of(came)
        case PauseDays(days):
            came.pause(came.named_or_in(days))
            return "pause", Aftermath(), _task_of(came)
        case PauseNamed():
            return _pause(came)
        case StartSequence(name):
            return _branch(came, name)
        case OpenTask(kind):
            came.pause(None)
            return "task", Aftermath(), kind
        case DefaultEffect():
            raise TypeError("handled by _effect")


def _default(came: Incoming) -> _Effect:
    """The label's own safe default. Any human word stops advertising; unclear holds it and asks a person."""
    match came.answer.stop:
        case "none":
            return "none", Aftermath(), None
        case "pause_until":
            return _pause(came)
        case "address":
            return _gone(came)
        case "hold":
            return "hold", Aftermath(), ""
        case _:
            return "stop", came.stop(StopReason.REPLIED), ""


def _gone(came: Incoming) -> _Effect:
    """The person says that this address is not hers any more; said by somebody else, it is for a person to find out."""
    if came.stranger:
        return "stop", came.stop(StopReason.REPLIED), "new_contact"
    dead(came, came.parsed.from_address)
    return "address_invalid", Aftermath(), "new_contact"


def _pause(came: Incoming) -> _Effect:
    came.pause(came.named_or_in(_DEFAULT_PAUSE_DAYS))
    return "pause", Aftermath(), _task_of(came)


def _branch(came: Incoming, name: str) -> _Effect:
    """This run ends, the named sequence starts; where it cannot start, a person takes over.

    So does a person when nobody vouches for the sender: a forged yes must not begin anything.
    """
    aftermath = came.stop(StopReason.BRANCHED)
    applicant = applicant_of(came.connection, came.contact_pk, None, came.now, came.now)
    sequence = came.house.sequences.get(name)
    if (
        came.may_begin
        and applicant is not None
        and sequence is not None
        and fits(came.connection, came.house, applicant, sequence, came.now)
        and start(came.connection, came.house, applicant, sequence, came.now, again=True)
    ):
        return f"start:{name}", aftermath, None
    return "stop", aftermath, ""
