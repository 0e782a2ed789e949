"""How a person stands with us, in the words of the preference page: which ways are open, how often, until when not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from campaigns.facts import Spending, facts_of
from campaigns.house import ConsentText, House
from campaigns.pages.opt_in import offered
from campaigns.tokens import PREFERENCES
from compliance.facts import Facts
from compliance.objections import in_force
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from contacts.consent import CONFIRM_WITHIN, GLOBAL, ConsentMethod
from contacts.contact import Contact
from contacts.medium import Medium, Purpose
from sequences.calendar import local_day
from sequences.definition import Channel
from store import cases, touches, wishes
from store.case import Case


class Way(StrEnum):
    """OPEN: advertising may come. NONE: nothing allows it. OFF: the person said no. ASKED: her click is awaited."""

    OPEN = "open"
    NONE = "none"
    OFF = "off"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true for one person now. `ways` and `declared` have every medium of ours; days are hers.

    `declared`: scope and day of each objection of her own in force there (not of somebody who shares her address);
    `paused_until`: the first day on which advertising may come again; `gap_days` between two contacts, None as often as
    the sequences say; `text`: what she may agree to for e-mail.
    """

    contact_pk: int
    contact: Contact
    today: date
    ways: dict[Medium, Way]
    declared: dict[Medium, dict[str, date]]
    paused_until: date | None
    gap_days: int | None
    text: ConsentText | None

    @property
    def silent(self) -> bool:
        """True when she herself has said no to everything, and nothing has lifted it since or waits to."""
        return Way.ASKED not in self.ways.values() and all(GLOBAL in scopes for scopes in self.declared.values())


def send_of(house: House, token: str) -> str | None:
    """The send id inside a preference token, None for anything forged."""
    return house.tokens.read(PREFERENCES, token)


def standing(house: House, send_id: str) -> Standing | None:
    """How the person of a send stands; None when she is no longer on file."""
    with house.store.read() as connection:
        return standing_in(connection, house, send_id)


def standing_in(connection: Connection, house: House, send_id: str) -> Standing | None:
    """The same inside a transaction."""
    found = touches.by_send_id(connection, send_id)
    if found is None:
        return None
    now = house.clock.now()
    loaded = cases.load(connection, [found[0]], now, house.horizon)
    if not loaded:
        return None
    case, zone = loaded[0], loaded[0].contact.timezone
    facts = {channel.medium: _advertising(connection, house, case, channel, now) for channel in Channel}
    wish = wishes.newest_preference(connection, found[1])
    paused = wish.paused_until if wish and wish.paused_until and wish.paused_until > now else None
    return Standing(
        contact_pk=found[1],
        contact=case.contact,
        today=local_day(now, zone),
        ways={medium: _way(house, case, medium, one) for medium, one in facts.items()},
        declared={medium: _declared(house, one, zone) for medium, one in facts.items()},
        paused_until=local_day(paused, zone) if paused else None,
        gap_days=wish.min_gap_days if wish else None,
        text=offered(house, case.contact.brand),
    )


def _advertising(connection: Connection, house: House, case: Case, channel: Channel, now: datetime) -> Facts:
    """What the law would look at for advertising by this channel. Caps and hours say when, not whether: left out."""
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    facts = facts_of(house, case, sequence, channel, now, Spending())
    return replace(facts, purpose=Purpose.ADVERTISING, caps=(), budget=None, own_pause=None)


def _way(house: House, case: Case, medium: Medium, facts: Facts) -> Way:
    objections = in_force(facts, house.policy)
    ruling = rule_on(facts, house.policy)
    if not objections and (ruling.verdict.allows or ruling.verdict is Verdict.DEFER):
        return Way.OPEN
    # A click may still lift an older no: that she can take back. A newer no has ended the request.
    newest = max((one.received_at for one in objections), default=None)
    reaching = {one.id for one in facts.consents if one.covers_address}  # a click on an older address proves nothing
    waiting = [
        row.consent
        for row in case.consents
        if row.consent.medium is medium
        and row.consent.external_id in reaching
        and row.consent.method is ConsentMethod.DOI
        and row.consent.confirmed_at is None
        and row.consent.withdrawn_at is None
    ]
    if any(
        facts.now < one.granted_at + CONFIRM_WITHIN and (newest is None or one.granted_at > newest) for one in waiting
    ):
        return Way.ASKED
    return Way.OFF if objections else Way.NONE


def _declared(house: House, facts: Facts, zone: str) -> dict[str, date]:
    own = [one for one in in_force(facts, house.policy) if not one.shared_address and not one.erased_person]
    return {one.scope: local_day(one.received_at, zone) for one in sorted(own, key=lambda one: one.received_at)[::-1]}
