"""Amazon SES events: bounce, complaint, delivery and the rest, bare or in an SNS envelope, in a mail or alone.

Everything is somebody else's JSON: sizes are bounded, every type is looked at, unknown fields are nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from replies.headers import clean_address
from replies.notices import reasons
from replies.reply import Classified, Evidence, Kind, Label, Parsed, RecipientOutcome

MAX_EVENT = 262_144
"""Characters; SNS and SQS carry no more than 256 KiB."""
MAX_RECIPIENTS = 200
_MAX_VALUE = 2_000
_MARK = re.compile(r'"(?:notificationType|eventType|Type)"')
_HARMLESS = frozenset({"auth-failure", "not-spam"})
_TRANSIENT = {"MailboxFull": "mailbox_full", "MessageTooLarge": "too_big", "ContentRejected": "content",
              "AttachmentRejected": "content"}  # fmt: skip
_VALIDATED = "Successfully validated SNS topic"
"""What SES sends to a topic that was just set up, as bare words."""
_NO_EVENT = "In der Warteschlange lag etwas, das keine Meldung von Amazon SES ist."
_RETURNED = ("message-id", "to", "from", "subject", "reply-to", "return-path", "list-unsubscribe")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SesEvent:
    """`answer` has the effects of the same mail from a mail server; `returned` are headers of the mail it is about."""

    answer: Classified
    returned: dict[str, str]


def read_event(text: str) -> SesEvent | None:
    """The event in `text`, None when there is none. Never raises.

    SNS adds a footer to the mails it sends, so what stands behind the object does not matter.
    """
    start = text[:MAX_EVENT].lstrip()
    if not start.startswith("{") or not _MARK.search(start):
        return None
    envelope = _object(start)
    inner = envelope.get("Message")
    event = _object(inner[:MAX_EVENT].lstrip()) if isinstance(inner, str) and inner.lstrip().startswith("{") else {}
    event = event or envelope
    name = _text(event, "eventType") or _text(event, "notificationType")
    if not name and isinstance(inner, str) and inner.startswith(_VALIDATED):
        return SesEvent(_told(Evidence("ses_event", "topic validated"), None), {})
    if not name:
        return _of_topic(_text(envelope, "Type"))
    return SesEvent(_classified(name, event), _returned(_part(event, "mail")))


def unwrapped(text: str) -> str:
    """The event without its SNS envelope: published twice it has two of those, and is one event all the same."""
    inner = _object(text[:MAX_EVENT].lstrip()).get("Message")
    return inner if isinstance(inner, str) and read_event(inner) is not None else text


def only_events(parsed: Parsed) -> Parsed:
    """What lay in a queue for events: what is none is set aside for a person, and is never read as somebody's words."""
    return parsed if parsed.quarantined or read_event(parsed.text) else replace(parsed, quarantined=_NO_EVENT)


def _object(text: str) -> Json:
    try:
        found, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _of_topic(kind: str) -> SesEvent | None:
    """A subscription of a topic has to be confirmed by a person: we follow no link."""
    if kind not in {"SubscriptionConfirmation", "UnsubscribeConfirmation"}:
        return None
    evidence = Evidence("sns_subscription", kind)
    return SesEvent(Classified(Kind.UNKNOWN, Label.DELIVERY_NOTICE, "none", review=True, evidence=evidence), {})


def _classified(name: str, event: Json) -> Classified:
    match name.replace(" ", "").casefold():
        case "bounce":
            return _bounce(_part(event, "bounce"))
        case "deliverydelay":
            delay = _part(event, "deliveryDelay")
            people = _people(delay, "delayedRecipients")
            why = _text(delay, "delayType")
            return _failed("ses_delay", tuple(_outcome(one, "delayed", why, hard=False) for one in people), "delay")
        case "complaint":
            return _complaint(_part(event, "complaint"))
        case "delivery":
            arrived = _strings(_part(event, "delivery").get("recipients"))
            evidence = Evidence("ses_delivery", "Delivery")
            return _told(evidence, "delivered", recipients=arrived)
        case "subscription":
            return _subscription(event)
        case "reject" | "renderingfailure":
            # The mail has not left: a fault of ours which somebody must see.
            why = _text(_part(event, "reject"), "reason") or _text(_part(event, "failure"), "errorMessage")
            return _told(Evidence("ses_not_sent", why or name), None, review=True)
        case _:
            return _told(Evidence("ses_event", name[:80]), None)


def _told(
    evidence: Evidence, subtype: str | None, *, review: bool = False, recipients: tuple[str, ...] = ()
) -> Classified:
    return Classified(
        Kind.UNKNOWN,
        Label.DELIVERY_NOTICE,
        "none",
        review=review,
        evidence=evidence,
        subtype=subtype,
        recipients=recipients,
    )


def _bounce(bounce: Json) -> Classified:
    kind, sub = _text(bounce, "bounceType"), _text(bounce, "bounceSubType")
    outcomes = tuple(_bounced(kind, sub, one) for one in _people(bounce, "bouncedRecipients"))
    hard = any(one.hard for one in outcomes)
    return _failed("ses_bounce", outcomes, "ndr_hard" if hard else "ndr_soft")


def _bounced(kind: str, sub: str, person: Json) -> RecipientOutcome:
    """The receiver's words first, as everywhere; SES's own „Permanent“ counts where they say nothing."""
    status, words = _text(person, "status"), _text(person, "diagnosticCode")
    if kind == "Permanent" and sub == "OnAccountSuppressionList":
        # It may stand there for a complaint: no sign that the address is dead.
        return _outcome(person, "suppressed", status, hard=False)
    if kind == "Permanent" and sub in {"NoEmail", "Suppressed"}:
        return _outcome(person, "user_unknown", status, hard=True)
    if kind != "Permanent":
        reason = reasons.judge(words, status, "failed")
        told = reason.name if not reason.hard and reason.name != "undefined" else "unavailable"
        return _outcome(person, _TRANSIENT.get(sub, told), status, hard=False)
    reason = reasons.judge(words, status, "failed")
    if reason.name == "undefined":
        return _outcome(person, "user_unknown", status, hard=True)
    return _outcome(person, reason.name, status, hard=reason.hard)


def _outcome(person: Json, reason: str, status: str, *, hard: bool) -> RecipientOutcome:
    address = clean_address(_text(person, "emailAddress").split("<")[-1])
    return RecipientOutcome(address, hard, reason, status[:20], _text(person, "diagnosticCode")[:500])


def _failed(rule: str, outcomes: tuple[RecipientOutcome, ...], subtype: str) -> Classified:
    hard = subtype == "ndr_hard"
    first = next((one for one in outcomes if one.hard == hard), None)
    reason = first.reason if first else "undefined"
    return Classified(
        kind=Kind.HARD_BOUNCE if hard else Kind.SOFT_BOUNCE,
        label=Label.DELIVERY_NOTICE,
        stop="address" if hard else "none",
        review=first is None or first.address is None,
        evidence=Evidence(f"{rule}:{reason}", first.text if first else ""),
        subtype=subtype,
        failed_recipient=first.address if first else None,
        recipients=tuple(dict.fromkeys(one.address for one in outcomes if one.address)),
        outcomes=outcomes,
    )


def _complaint(complaint: Json) -> Classified:
    feedback = _text(complaint, "complaintFeedbackType").casefold() or "abuse"
    named = [_outcome(one, "", "", hard=False).address for one in _people(complaint, "complainedRecipients")]
    people = tuple(dict.fromkeys(one for one in named if one))
    harmless = feedback in _HARMLESS
    return Classified(
        kind=Kind.COMPLAINT,
        label=None,
        stop="none" if harmless else "all_advertising",
        review=not harmless and not people,
        evidence=Evidence("ses_complaint", feedback[:80]),
        subtype=feedback[:40],
        # SES lists all who may have complained: with several, only the Message-ID tells the person.
        failed_recipient=people[0] if len(people) == 1 and not harmless else None,
        recipients=people,
    )


def _subscription(event: Json) -> Classified:
    """Somebody left a list at SES's own page: an opt-out (Art. 21 Abs. 2 DSGVO); coming back is no consent."""
    wishes = _part(_part(event, "subscription"), "newTopicPreferences")
    topics = wishes.get("topicSubscriptionStatus")
    states = (
        [_text(one, "subscriptionStatus") for one in topics if isinstance(one, dict)]
        if isinstance(topics, list)
        else []
    )
    if wishes.get("unsubscribeAll") is not True and "OptOut" not in states:
        return _told(Evidence("ses_subscription", "OptIn"), None)
    left = _strings(_part(event, "mail").get("destination"))
    return Classified(
        kind=Kind.COMPLAINT,
        label=Label.OBJECTION_UNSUBSCRIBE,
        stop="all_advertising",
        review=not left,
        evidence=Evidence("ses_subscription", "OptOut"),
        subtype="opt-out",
        failed_recipient=left[0] if len(left) == 1 else None,
        recipients=left,
    )


def _returned(mail: Json) -> dict[str, str]:
    """Headers of our mail as SES was given them; without them its own id, which the carrier has told us."""
    found: dict[str, str] = {}
    listed = mail.get("headers")
    for one in listed[:MAX_RECIPIENTS] if isinstance(listed, list) else ():
        name = _text(one, "name").casefold() if isinstance(one, dict) else ""
        if name in _RETURNED:
            found.setdefault(name, _text(one, "value"))
    common = _part(mail, "commonHeaders")
    fallback = {
        "message-id": _text(common, "messageId") or _text(mail, "messageId"),
        "return-path": _text(mail, "source"),
        "subject": _text(common, "subject"),
        "to": ", ".join(_strings(mail.get("destination"))),
    }
    return {name: value for name, value in (fallback | found).items() if value}


def _part(value: Json, name: str) -> Json:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _people(value: Json, name: str) -> tuple[Json, ...]:
    inner = value.get(name)
    return tuple(one for one in inner[:MAX_RECIPIENTS] if isinstance(one, dict)) if isinstance(inner, list) else ()


def _strings(value: object) -> tuple[str, ...]:
    several = value[:MAX_RECIPIENTS] if isinstance(value, list) else []
    cleaned = [clean_address(one[:_MAX_VALUE].split("<")[-1]) for one in several if isinstance(one, str)]
    return tuple(dict.fromkeys(one for one in cleaned if one))


def _text(value: Json, name: str) -> str:
    """A field as one line of text, bounded; empty when it is none."""
    inner = value.get(name)
    return " ".join(inner[:_MAX_VALUE].split()) if isinstance(inner, str) else ""
