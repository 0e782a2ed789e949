"""From a parsed mail to its meaning and the least stop that follows. Pure; unclear always holds and asks a person."""

from __future__ import annotations

import re
from datetime import date

from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies import automatic, objection, transport
from replies.contact_named import named_contact
from replies.dates import later_day, return_day
from replies.intents import (
    ORDER,
    Intent,
    cancellation_withdrawn,
    complaint_angry,
    delivery_notice,
    out_of_office,
    wrong_person_left_company,
)
from replies.reply import Classified, Evidence, Kind, Label, Parsed
from replies.words import Sentence, sentences

_STOP_NAMES = {Medium.POST.value: "letter"}
"""The contract of `classify` calls the medium post a letter."""
_LEGAL = frozenset({Label.DSGVO_ERASURE, Label.DSGVO_ACCESS, Label.DATA_EXPORT_REQUEST, Label.OBJECTION_UNSUBSCRIBE})
_STRONG = _LEGAL | {
    Label.CANCELLATION_WITHDRAWN,
    Label.COMPLAINT_ANGRY,
    Label.INTERESTED,
    Label.PRICE_NEGOTIATION,
    Label.FINAL_DECISION,
}
_TOWARDS = frozenset({Label.INTERESTED, Label.MEETING_REQUEST, Label.PRICE_NEGOTIATION, Label.CANCELLATION_WITHDRAWN})
_REPLY_PREFIX = re.compile(r"^\s*(?:re|aw|antw|antwort|wg|fwd?|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_LEFT_RULES = ("left", "mailbox_closed", "english")


def classify(parsed: Parsed, land: str | None = None) -> Classified:  # noqa: ARG001 - see docstring
    """Kind, label, stop and evidence of one mail. Never raises for any `Parsed`.

    `land` is part of the command's contract; no rule needs it yet, because a return on a holiday is put right by the
    send window later, and school holidays („nach den Ferien“) are never turned into a day.
    """
    if parsed.quarantined:
        return _quarantined(parsed)
    machine = transport.judge(parsed)
    if machine:
        return machine
    demand = automatic.challenge(parsed)
    if demand:
        return Classified(
            Kind.CHALLENGE,
            Label.DELIVERY_NOTICE,
            "none",
            review=True,
            evidence=demand,
            reply_text=parsed.new_text,
            subtype="challenge",
        )
    said = sentences(parsed.new_text)
    auto = automatic.sign(parsed)
    if auto:
        return _automatic(parsed, said, auto)
    if _is_bulk(parsed):
        return Classified(
            Kind.UNKNOWN,
            Label.SPAM_OTHER,
            "none",
            review=False,
            evidence=Evidence("bulk_mail", "List-Unsubscribe"),
            reply_text=parsed.new_text,
        )
    return _human(parsed, said)


def _quarantined(parsed: Parsed) -> Classified:
    """A mail that broke the parser: a person looks, and an objection in its raw words still counts."""
    found = objection.objection_in(parsed.new_text)
    evidence = found or Evidence("quarantined", parsed.quarantined or "")
    stop = "all_advertising" if found else "hold"
    label = Label.OBJECTION_UNSUBSCRIBE if found else None
    return Classified(Kind.UNKNOWN, label, stop, review=True, evidence=evidence)


def _automatic(parsed: Parsed, said: tuple[Sentence, ...], auto: Evidence) -> Classified:
    """A machine wrote: absence, receipt, „has left“. Even an auto-reply can carry an objection (BGH VI ZR 134/15)."""
    objecting = objection.find(said)
    if objecting:
        return _answer(parsed, Kind.AUTO_REPLY, Label.OBJECTION_UNSUBSCRIBE, _scope_stop(said), objecting)
    subject = sentences(parsed.subject)
    left = wrong_person_left_company.INTENT.find(said)
    away = out_of_office.INTENT.find((*said, *subject))
    if left and left.rule.endswith(_LEFT_RULES):
        return _answer(parsed, Kind.AUTO_REPLY, Label.WRONG_PERSON_LEFT_COMPANY, "sequence", left)
    if away:
        return _away(parsed, away)
    received = delivery_notice.INTENT.find((*said, *subject))
    subtype = "quarantine" if automatic.quarantine(parsed) else "ticket_ack"
    return _answer(parsed, Kind.AUTO_REPLY, Label.DELIVERY_NOTICE, "none", received or auto, subtype=subtype)


def _away(parsed: Parsed, evidence: Evidence) -> Classified:
    day = return_day(f"{parsed.new_text}\n{parsed.subject}", _sent(parsed)) if parsed.date else None
    return _answer(parsed, Kind.AUTO_REPLY, Label.OUT_OF_OFFICE, "pause_until", evidence, day=day)


def _human(parsed: Parsed, said: tuple[Sentence, ...]) -> Classified:
    own_subject = () if _REPLY_PREFIX.match(parsed.subject) else sentences(parsed.subject[:200])
    if not said and not own_subject:
        return _unclear(parsed, Evidence("no_own_words", ""))
    found = _findings(said, own_subject)
    labels = {intent.label for intent, _evidence in found}
    away = next((evidence for intent, evidence in found if intent.label is Label.OUT_OF_OFFICE), None)
    if away and not labels & _STRONG:
        return _away(parsed, away)
    if Label.OBJECTION_UNSUBSCRIBE in labels and not labels & (_LEGAL - {Label.OBJECTION_UNSUBSCRIBE}):
        evidence = next(evidence for intent, evidence in found if intent.label is Label.OBJECTION_UNSUBSCRIBE)
        return _answer(
            parsed, Kind.HUMAN_REPLY, Label.OBJECTION_UNSUBSCRIBE, _scope_stop(said or own_subject), evidence
        )
    if not found:
        return _unclear(parsed, Evidence("unclear", said[0].text if said else parsed.subject))
    intent, evidence = found[0]
    objecting = Label.OBJECTION_UNSUBSCRIBE in labels
    return _decided(parsed, intent, evidence, labels, objecting=objecting)


def _findings(said: tuple[Sentence, ...], own_subject: tuple[Sentence, ...]) -> list[tuple[Intent, Evidence]]:
    """Every label some sentence speaks for, in the registry's order; a subject of his own counts after the text."""
    found: list[tuple[Intent, Evidence]] = []
    paused = objection.find_temporary(said)
    for intent in ORDER:
        if intent.label is Label.OBJECTION_UNSUBSCRIBE:
            evidence = objection.find(said) or objection.find(own_subject)
        elif intent.label is Label.NOT_NOW_LATER and paused:
            evidence = intent.find(said) or Evidence("not_now_later:paused", paused.text)
        else:
            legal = intent.label in _LEGAL or intent.label is Label.CANCELLATION_WITHDRAWN
            evidence = intent.find(said) or (intent.find(own_subject) if legal or not said else None)
        if evidence:
            found.append((intent, evidence))
    return found


def _decided(parsed: Parsed, intent: Intent, evidence: Evidence, labels: set[Label], *, objecting: bool) -> Classified:
    """A human reply's first label in the registry's order; opposite labels in one mail are left to a person."""
    torn = bool(labels & _TOWARDS) and bool(labels & {Label.FINAL_DECISION, Label.COMPLAINT_ANGRY})
    stop = "all_advertising" if objecting else intent.stop
    day = None
    if intent.label is Label.NOT_NOW_LATER:
        day = later_day(parsed.new_text, _sent(parsed)) if parsed.date else None
        stop = "pause_until" if day else "sequence"
    if torn and intent.label not in _LEGAL and intent is not cancellation_withdrawn.INTENT:
        stop = "hold"
    review = intent.review or torn or bool(parsed.limits)
    if intent is complaint_angry.INTENT:
        stop = "sequence"
    return _answer(parsed, Kind.HUMAN_REPLY, intent.label, stop, evidence, day=day, review=review)


def _unclear(parsed: Parsed, evidence: Evidence) -> Classified:
    return Classified(Kind.HUMAN_REPLY, None, "hold", review=True, evidence=evidence, reply_text=parsed.new_text)


def _answer(
    parsed: Parsed,
    kind: Kind,
    label: Label,
    stop: str,
    evidence: Evidence,
    *,
    day: date | None = None,
    review: bool = False,
    subtype: str | None = None,
) -> Classified:
    wants_contact = label in {Label.OUT_OF_OFFICE, Label.WRONG_PERSON_LEFT_COMPANY}
    return Classified(
        kind=kind,
        label=label,
        stop=stop,
        review=review or bool(parsed.limits),
        evidence=evidence,
        reply_text=parsed.new_text,
        return_date=day,
        resume=day,
        new_contact=named_contact(parsed.new_text, parsed.from_address) if wants_contact else None,
        subtype=subtype,
    )


def _scope_stop(said: tuple[Sentence, ...]) -> str:
    scope = objection.scope_of(said)
    return "all_advertising" if scope == GLOBAL else f"channel:{_STOP_NAMES.get(scope, scope)}"


def medium_of_stop(stop: str) -> Medium | None:
    """The medium of a `channel:…` stop, None for every other stop."""
    if not stop.startswith("channel:"):
        return None
    name = stop.removeprefix("channel:")
    return Medium.POST if name == "letter" else Medium(name)


def _is_bulk(parsed: Parsed) -> bool:
    """A newsletter to us: list headers, and it answers nothing of ours."""
    headers = parsed.headers
    listed = "list-unsubscribe" in headers or "list-id" in headers or "feedback-id" in headers
    return listed and not parsed.references and not _REPLY_PREFIX.match(parsed.subject)


def _sent(parsed: Parsed) -> date:
    """Local day of the Date field in the sender's own offset; callers have checked that there is one."""
    return parsed.date.date() if parsed.date else date.max
