"""A colleague of ours hands on a customer's mail: a person reads it, and until then its writer hears no advertising.

Nothing in it is carried out by itself, neither for the colleague, whose word it is not, nor for the customer, since
anybody can type a quote. The customer's no is not lost either: Art. 21 Abs. 3 DSGVO does not ask by which of our doors
it came in.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.inbound.matching import FORWARDED, by_address, is_of_house
from replies.classify import classify
from replies.reply import Classified, Evidence, Kind, MachineReport, Parsed
from replies.trimming.forwarded import handed_on_words, writers
from store.replies import Match

Handed = tuple[Parsed, Classified, Match]
"""The mail as it is stored, what it was taken for, and whose it is."""

_READ = frozenset({Kind.HUMAN_REPLY, Kind.UNKNOWN, Kind.AUTO_REPLY})
"""A subject like „WG: Abwesend“ looks like a machine's; a bounce handed on is looked at elsewhere."""
_MOST = 20
"""Writers that are looked up: a chain of forwarded mails is shorter."""


def handed_on(connection: Connection, house: House, parsed: Parsed, answer: Classified, match: Match) -> Handed | None:
    """The mail held for a person, with the customer who wrote what it hands on; None when it hands on nothing.

    Where nobody of those quoted is on file it stays with whom the thread belongs to, never with the colleague. What
    the colleague answered to the customer herself hands on nothing.
    """
    machine = "auto-submitted" in parsed.headers
    if answer.kind not in _READ or machine or parsed.quarantined or not is_of_house(connection, house, parsed):
        return None
    others = [one for one in writers(parsed)[:_MOST] if not is_of_house(connection, house, parsed, one)]
    if not others or others[0] in parsed.to:
        return None
    known = (by_address(connection, house, one) for one in others)
    writer = next((pk for pk in known if pk is not None), None)
    sender = by_address(connection, house, parsed.from_address)
    contact_pk = writer if writer is not None else match.contact_pk if match.contact_pk != sender else None
    touch_id = match.touch_id if contact_pk is not None and contact_pk == match.contact_pk else None
    held = Match(touch_id, contact_pk, FORWARDED if contact_pk is not None else None)
    return replace(parsed, new_text=parsed.text or parsed.new_text), _held(parsed, others[0], answer), held


def _held(parsed: Parsed, writer: str, answer: Classified) -> Classified:
    """No label, so that nothing follows from it; the evidence is the sentence the customer's own words are known by."""
    said = handed_on_words(parsed)
    hers = replace(
        parsed, from_address=writer, text=said, new_text=said, report=MachineReport(), headers={}, attachments=()
    )
    evidence = classify(hers).evidence if said else answer.evidence
    return Classified(
        Kind.HUMAN_REPLY, None, "hold", review=True, evidence=Evidence("handed_on", evidence.text), reply_text=said
    )
