"""Mail that no contact's task would show: it waits for a person in `replies list --review`, counted by `status`."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.inbound.matching import BOUNCES, CITED, goes_to_us, is_ours, senders
from replies.reply import Classified, Kind, Label, Parsed
from store.replies import Match

_CLAIMS = frozenset(
    {
        Label.OBJECTION_UNSUBSCRIBE,
        Label.DSGVO_ACCESS,
        Label.DSGVO_ERASURE,
        Label.DATA_EXPORT_REQUEST,
        Label.CANCELLATION_WITHDRAWN,
    }
)
_SES = "ses_"


def somebody_reads(
    connection: Connection, house: House, parsed: Parsed, answer: Classified, match: Match
) -> tuple[Classified, Match]:
    """The answer and its match, held for a person where a machine would act on the wrong one or let it lie."""
    if answer.kind in BOUNCES:
        # Whoever is on file and cites nothing is no mail server: perhaps she only hands on what came back to her.
        written = match.touch_id is None and bool(senders(connection, house, parsed))
        return (replace(answer, review=True) if written else answer), match
    if answer.evidence.rule.startswith(_SES) and answer.stop != "none" and match.touch_id is None:
        return replace(answer, stop="none", review=True), match  # anybody can type the words of a carrier's event
    if answer.kind is not Kind.HUMAN_REPLY:
        return answer, match
    claim, nobodys = makes_claim(answer), match.contact_pk is None
    if (claim or nobodys) and is_ours(connection, house, parsed.from_address):
        cited = match.by in CITED
        return replace(answer, stop=answer.stop if cited else "hold", review=True), match if cited else Match()
    return (replace(answer, review=True) if nobodys and (claim or answer.stop == "hold") else answer), match


def sent_copy(house: House, parsed: Parsed, answer: Classified) -> tuple[Classified, str]:
    """What one of us wrote to a person, and its effect: held where it came to us as well, or makes a claim."""
    if makes_claim(answer) or goes_to_us(house, parsed):
        return replace(answer, stop="hold", review=True), "hold"
    return replace(answer, stop="none", review=False), "own_mail"


def makes_claim(answer: Classified) -> bool:
    """True when a person demands something that the law gives her, or takes her cancellation back."""
    objects = answer.stop == "all_advertising" or answer.stop.startswith("channel:")
    return answer.kind is Kind.HUMAN_REPLY and (objects or answer.label in _CLAIMS)
