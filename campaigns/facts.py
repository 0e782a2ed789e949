"""A case, a step and a channel -> the Facts the law looks at. Pure; missing knowledge never helps the sender."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import TypeVar

from campaigns.caps import ANY, Cap, count
from campaigns.house import House
from compliance.facts import (
    BudgetFact,
    CapCount,
    ConsentFact,
    ContractState,
    Facts,
    MessageFact,
    Proof,
    Request,
    SaleFact,
)
from contacts.cancellation import Cancellation
from contacts.consent import Consent, ConsentMethod
from contacts.contact import ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from sequences.calendar import is_holiday, local_day, next_open, to_utc
from sequences.call_hours import next_call
from sequences.definition import Channel, Sequence, Step, Window
from store.case import Case, ConsentRow, LedgerEntry

N = TypeVar("N", int, Decimal)

_ADDRESSED_BY = dict.fromkeys((Medium.PHONE_AUTO, Medium.SMS), Medium.PHONE)


@dataclass(frozen=True, slots=True)
class Spending:
    """What the whole sender has done so far: letter euros this month, touches per sender cap by cap name."""

    letter_euro_month: Decimal = Decimal(0)
    sender_counts: tuple[tuple[str, int], ...] = ()


def facts_of(house: House, case: Case, sequence: Sequence, channel: Channel, now: datetime, spent: Spending) -> Facts:
    """Everything the rulebook may look at for this touch by this channel."""
    step = sequence.step(case.touch.step)
    medium = channel.medium
    window = sequence.window or house.window
    contact = case.contact
    lands = lands_of(house, case, medium)
    return Facts(
        now=now,
        timezone=contact.timezone,
        recipient=contact.kind,
        medium=medium,
        purpose=step.purpose,
        has_address=_has_address(case, medium),
        tier=contact.tier,
        consents=tuple(consent_fact(row, case.contract, case.points) for row in case.consents),
        objections=case.objections,
        sale=_sale(case, now),
        message=_message(house, step),
        request=Request(case.asked.fingerprint, case.asked.received_at) if case.asked else None,
        caps=_caps(house, case, sequence, medium, now, spent) if step.purpose.is_advertising else (),
        budget=_budget(house, case, sequence, medium, now, spent),
        window=window,
        next_window=next_moment(house, case, medium, window, now),
        is_holiday=medium is Medium.PHONE and is_holiday(local_day(now, contact.timezone), lands),
        repurchased_at=case.enrollment.anchors.returned,
        unclassified_reply=case.reply_held,
        competitor_knowledge=_locked_knowledge(case.cancellation, step),
    )


def lands_of(house: House, case: Case, medium: Medium) -> str | tuple[str | None, ...] | None:
    """Whose holidays count: the recipient's, for calls the caller's too (§ 9 ArbZG)."""
    return (case.contact.land, house.owner_land) if medium is Medium.PHONE else case.contact.land


def next_moment(house: House, case: Case, medium: Medium, window: Window, now: datetime) -> datetime:
    """The next moment inside window and calendar; `now` itself when it is open."""
    lands = lands_of(house, case, medium)
    if medium is Medium.PHONE:
        return next_call(now, case.contact.timezone, lands, window)
    return next_open(now, window, case.contact.timezone, lands)


def _has_address(case: Case, medium: Medium) -> bool:
    if medium is Medium.POST:
        return case.contact.address is not None
    return case.point(medium) is not None


def consent_fact(row: ConsentRow, contract: Contract | None, points: Collection[ContactPoint]) -> ConsentFact:
    """One consent as the law looks at it, for a message about `contract` to somebody with these addresses."""
    consent = row.consent
    family = contract.product_family if contract else ""
    return ConsentFact(
        id=consent.external_id,
        medium=consent.medium,
        proof=_proof(row),
        granted_at=consent.granted_at,
        purposes=consent.purposes,
        text_stored=bool(consent.text),
        record_complete=bool(consent.text and consent.text_version and consent.proof_ref),
        covers_product=not consent.products or family in consent.products,
        covers_address=_covers_address(consent, points),
        last_used_at=row.last_used_at,
        valid_until=consent.valid_until,
        withdrawn_at=consent.withdrawn_at,
    )


def _covers_address(consent: Consent, points: Collection[ContactPoint]) -> bool:
    """False when the address that is used today came after the consent, in place of another one."""
    medium = _ADDRESSED_BY.get(consent.medium, consent.medium)
    current = next((point for point in points if point.medium is medium and point.valid), None)
    if medium is Medium.POST or current is None or current.since is None:
        return True
    return consent.granted_at >= current.since


def _proof(row: ConsentRow) -> Proof:
    """A CRM tick proves nothing; a click in a mail proves the mailbox only, never a phone number (BGH I ZR 164/09)."""
    consent = row.consent
    if consent.method is ConsentMethod.DOI and consent.confirmed_at is not None:
        return Proof.EMAIL_DOI
    if consent.method is ConsentMethod.SIGNED and consent.proof_ref:
        return Proof.SIGNED
    if consent.method is ConsentMethod.RECORDED and consent.proof_ref:
        return Proof.RECORDED
    return Proof.NONE


def _sale(case: Case, now: datetime) -> SaleFact:
    contract = case.contract
    if contract is None:
        return SaleFact()
    # An end that nobody knows is taken as the day of the cancellation: the earliest it can have been.
    ended = case.enrollment.anchors.contract_end or case.enrollment.anchors.cancellation_received
    state = ContractState.ENDED if ended <= now else ContractState.NOTICE
    return SaleFact(
        state=state,
        kind=contract.kind,
        effective=contract.effective,
        ended_at=ended if state is ContractState.ENDED else None,
        address_source=contract.address_source,
        objection_notice=contract.objection_notice,
        letters_notice=contract.letters_notice,
    )


def _message(house: House, step: Step) -> MessageFact:
    named = "named" if step.purpose in (Purpose.CONTRACT, Purpose.SERVICE) else "none"
    return MessageFact(item=named, processor_contract=house.letters.processor_contract, at_once=step.at_once)


def _caps(
    house: House, case: Case, sequence: Sequence, medium: Medium, now: datetime, spent: Spending
) -> tuple[CapCount, ...]:
    tz = case.contact.timezone
    ledgers: dict[str, tuple[LedgerEntry, ...]] = {"person": case.person_ledger, "company": case.company_ledger}
    counted = [
        count(cap, ledgers[cap.per], now, tz) for cap in house.caps if cap.per in ledgers and medium in cap.media
    ]
    if sequence.limits.max_touches_in_90_days is not None:
        own = Cap("person", ANY, sequence.limits.max_touches_in_90_days, 90)
        counted.append(count(own, case.person_ledger, now, tz))
    counted += [
        _sender(cap, now, tz, dict(spent.sender_counts))
        for cap in house.caps
        if cap.per == "sender" and medium in cap.media
    ]
    return tuple(counted)


def _sender(cap: Cap, now: datetime, tz: str, counts: dict[str, int]) -> CapCount:
    """A cap of the whole sender: counted by the store; free again at the next local midnight at the earliest."""
    done = counts.get(cap.name, 0)
    tomorrow = to_utc(local_day(now, tz).fromordinal(local_day(now, tz).toordinal() + 1), time(0), tz)
    return CapCount(
        name=cap.name,
        per=cap.per,
        media=cap.media,
        max=cap.max,
        window_days=cap.window_days,
        min_gap_days=0,
        outcome=cap.outcome,
        count=done,
        free_at=tomorrow if done >= cap.max else None,
    )


def _budget(
    house: House, case: Case, sequence: Sequence, medium: Medium, now: datetime, spent: Spending
) -> BudgetFact | None:
    if medium is not Medium.POST:
        return None
    terms, limits = house.letters, sequence.limits
    day = local_day(now, house.timezone)
    next_month = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
    return BudgetFact(
        letters_to_person=sum(entry.medium is Medium.POST for entry in case.person_ledger),
        max_letters_per_person=_least(terms.max_per_person, limits.max_letters_per_person),
        euro_this_month=spent.letter_euro_month,
        max_euro_month=_least(terms.max_euro_month, limits.max_letter_euro_month),
        letter_cost=terms.cost,
        month_ends_at=to_utc(next_month, time(0), house.timezone),
    )


def _least(one: N | None, other: N | None) -> N | None:
    return min((value for value in (one, other) if value is not None), default=None)


def _locked_knowledge(cancellation: Cancellation, step: Step) -> bool:
    """A competitor known from the switching process may not be used (OLG Köln 6 U 73/10), only the customer's word."""
    return "competitor" in step.template and cancellation.competitor_source != "customer"
