"""How an answer of the classifier is put together: the parts that machines' and people's mails share."""

from __future__ import annotations

import re
from datetime import date

from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.meaning import objection
from replies.meaning.contact_named import named_contact
from replies.meaning.dates import return_day
from replies.meaning.words import Sentence
from replies.reply import Classified, Evidence, Kind, Label, Parsed

REPLY_PREFIX = re.compile(r"^\s*(?:re|aw|antw|antwort|wg|fwd?|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
LIKELY_RULE = "objection_unsubscribe:likely"
"""The model believes in an objection that no rule has read: a stop until a person has looked, no objection yet."""
_OUR_SUBJECT = re.compile(r"^[^:]{0,40}(?:antwort|reply|abwesenheit\w*|office|ooo)\w*[^:]{0,20}:\s*\S", re.IGNORECASE)
"""„Automatische Antwort: Angebot bis 30.9.“: what follows is what we wrote."""
_STOP_NAMES = {Medium.POST.value: "letter"}
"""The contract of `classify` calls the medium post a letter."""


def answer(
    parsed: Parsed,
    kind: Kind,
    label: Label | None,
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
        new_contact=named_contact(parsed.new_text, parsed.from_address) if wants_contact else None,
        subtype=subtype,
    )


def scope_stop(said: tuple[Sentence, ...]) -> str:
    return _stop_of(objection.scope_of(said))


def likely_stop(said: tuple[Sentence, ...]) -> str:
    """As scope_stop, for an objection that no rule reads."""
    return _stop_of(objection.likely_scope(said))


def _stop_of(scope: str) -> str:
    return "all_advertising" if scope == GLOBAL else f"channel:{_STOP_NAMES.get(scope, scope)}"


def medium_of_stop(stop: str) -> Medium | None:
    """The medium of a `channel:…` stop, None for every other stop."""
    if not stop.startswith("channel:"):
        return None
    name = stop.removeprefix("channel:")
    return Medium.POST if name == "letter" else Medium(name)


def away(parsed: Parsed, evidence: Evidence, kind: Kind = Kind.AUTO_REPLY) -> Classified:
    """An absence, with the day of return when the mail names one."""
    return answer(parsed, kind, Label.OUT_OF_OFFICE, "pause_until", evidence, day=day_back(parsed))


def day_back(parsed: Parsed) -> date | None:
    """The day of return by the text, else by a subject of his own; None when neither names one or the mail no Date."""
    if parsed.date is None:
        return None
    sent = sent_day(parsed)
    ours = REPLY_PREFIX.match(parsed.subject) or _OUR_SUBJECT.match(parsed.subject)
    return return_day(parsed.new_text, sent) or (None if ours else return_day(parsed.subject, sent))


def sent_day(parsed: Parsed) -> date:
    """Local day of the Date field in the sender's own offset; callers have checked that there is one."""
    return parsed.date.date() if parsed.date else date.max
