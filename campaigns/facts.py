"""A case, a step and a channel -> the Facts the law looks at. Pure; missing knowledge never helps the sender."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from campaigns.counts import Spending, budget_of, caps_of
from campaigns.house import House
from campaigns.message_facts import message_of
from compliance.facts import (
    ConsentFact,
    ContractState,
    Facts,
    OwnPause,
    PresumedConsent,
    Proof,
    Request,
    SaleFact,
)
from compliance.releases import effective
from contacts import normalize
from contacts.cancellation import Cancellation
from contacts.consent import CALL_RECORD, CONFIRM_WITHIN, Consent, ConsentMethod, platforms_named
from contacts.contact import ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from sequences.calendar import is_holiday, local_day, next_open
from sequences.call_hours import next_call
from sequences.definition import Channel, Sequence, Step, Window
from store.case import Case, ConsentRow

__all__ = ["Spending", "consent_fact", "facts_of", "lands_of", "names_product", "next_moment"]

_ADDRESSED_BY = {Medium.PHONE_AUTO: Medium.PHONE, Medium.SMS: Medium.PHONE, Medium.AUDIENCE_UPLOAD: Medium.EMAIL}


def facts_of(
    house: House, case: Case, sequence: Sequence, channel: Channel, now: datetime, spent: Spending | None
) -> Facts:
    """Everything the rulebook may look at for this touch by this channel; without `spent` no caps and no money."""
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
        has_address=_has_address(house, case, medium, step.purpose),
        tier=contact.tier,
        consents=tuple(consent_fact(row, case.contract, case.points, sequence.products) for row in case.consents),
        objections=case.objections,
        sale=_sale(house, case, sequence, now),
        message=message_of(house, case, step, channel),
        request=_opt_in(case, now) if step.purpose is Purpose.DOUBLE_OPT_IN else _request(case, medium),
        presumed=_presumed(case),
        suppression_store_up=case.suppression_up and house.list_readable,
        restricted_at=case.wishes.restricted_at,
        own_pause=_own_pause(case),
        caps=caps_of(house, case, sequence, medium, _reached(house, medium, now), spent)
        if spent is not None and step.purpose.is_advertising
        else (),
        budget=budget_of(house, case, sequence, medium, now, spent) if spent is not None else None,
        window=window,
        next_window=next_moment(house, case, medium, window, now),
        is_holiday=medium is Medium.PHONE and is_holiday(local_day(now, contact.timezone), lands),
        repurchased_at=case.enrollment.anchors.returned,
        minor=contact.minor,
        unclassified_reply=case.reply_held,
        competitor_knowledge=_locked_knowledge(case.cancellation, step),
    )


def _reached(house: House, medium: Medium, now: datetime) -> datetime:
    """When somebody hears from us by what leaves now: distances are kept between arrivals, not handings-over."""
    return house.letters.posting.contact_at(now) if medium is Medium.POST else now


def lands_of(house: House, case: Case, medium: Medium) -> str | tuple[str | None, ...] | None:
    """Whose holidays count: the recipient's, for calls the caller's too (§ 9 ArbZG)."""
    caller = house.team.of(case.contact.owner_email).land
    return (case.contact.land, caller) if medium is Medium.PHONE else case.contact.land


def next_moment(house: House, case: Case, medium: Medium, window: Window, now: datetime) -> datetime:
    """The next moment inside window and calendar; `now` itself when it is open."""
    lands = lands_of(house, case, medium)
    if medium is Medium.PHONE:
        return next_call(now, case.contact.timezone, lands, window)
    return next_open(now, window, case.contact.timezone, lands)


def _has_address(house: House, case: Case, medium: Medium, purpose: Purpose) -> bool:
    point = case.point(medium)
    if purpose.is_advertising and point is not None and point.soft_bounces >= house.replies.soft_bounces_in_a_row:
        return False  # it comes back again and again; contract mail is tried all the same
    if medium is Medium.POST:
        return case.contact.address is not None
    # The number of a call-back serves that call alone (OLG Köln 6 U 191/11).
    asked_for = medium is Medium.PHONE and purpose is Purpose.SERVICE and case.wishes.callback is not None
    return asked_for or point is not None


def _request(case: Case, medium: Medium) -> Request | None:
    """What the person asked for last: a reply, or for calls an open call-back."""
    asked, callback = case.asked, case.wishes.callback
    if callback is not None and medium is Medium.PHONE and (asked is None or callback.received_at > asked.received_at):
        return Request(callback.id, callback.received_at)
    return Request(asked.fingerprint, asked.received_at) if asked is not None else None


def _opt_in(case: Case, now: datetime) -> Request | None:
    """The declaration that waits for its confirmation; nobody is asked about one whose time is over."""
    pending = case.opt_in
    if pending is None or now >= pending.granted_at + CONFIRM_WITHIN:
        return None
    return Request(pending.external_id, pending.granted_at)


def _presumed(case: Case) -> PresumedConsent:
    """The newest released reason. Who has cancelled since is another customer: what was presumed before is over."""
    found = case.wishes.presumption
    if found is None or found.released_at < case.cancellation.received_at:
        return PresumedConsent()
    return PresumedConsent(found.reason, found.released_by, found.released_at, found.id)


def _own_pause(case: Case) -> OwnPause | None:
    wish = case.wishes.preference
    return OwnPause(wish.id, wish.paused_until) if wish is not None and wish.paused_until is not None else None


def consent_fact(
    row: ConsentRow,
    contract: Contract | None,
    points: Collection[ContactPoint],
    products: Collection[str] = (),
) -> ConsentFact:
    """One consent as the law looks at it, for a message to somebody with these addresses.

    The message is about `products`, without any about what `contract` was about.
    """
    consent = row.consent
    about = products or (contract.product_family if contract else "",)
    return ConsentFact(
        id=consent.external_id,
        medium=consent.medium,
        proof=_proof(row),
        granted_at=consent.granted_at,
        purposes=consent.purposes,
        text_stored=bool(consent.text),
        record_complete=all(getattr(consent, name) for name in CALL_RECORD),
        covers_product=all(names_product(consent.products, family) for family in about),
        covers_address=_covers_address(consent, points),
        last_used_at=row.last_used_at,
        valid_until=consent.valid_until,
        withdrawn_at=consent.withdrawn_at,
        platforms=platforms_named(consent),
    )


def names_product(products: Collection[str], family: str) -> bool:
    """True when a consent to these products is about `family`; none named = all of our own, in any case."""
    return not products or normalize.product(family) in {normalize.product(product) for product in products}


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


def _sale(house: House, case: Case, sequence: Sequence, now: datetime) -> SaleFact:
    contract = case.contract
    if contract is None:
        return SaleFact()
    # An end that nobody knows is taken as the day of the cancellation: the earliest it can have been.
    ended = case.enrollment.anchors.contract_end or case.enrollment.anchors.cancellation_received
    state = ContractState.ENDED if ended <= now else ContractState.NOTICE
    version = contract.notice_version or house.collection.notice_version
    return SaleFact(
        state=state,
        kind=contract.kind,
        effective=contract.effective,
        ended_at=ended if state is ContractState.ENDED else None,
        address_source=contract.address_source,
        objection_notice=contract.objection_notice,
        letters_notice=contract.letters_notice,
        id=contract.external_id,
        # What the contract was about is not on file: then nothing can be shown to be similar to it.
        similar_product=is_similar(house, contract.product_family, sequence.products),
        notice_documented=bool(version),
        address_given_on=contract.address_given_on,
        notice_version=version,
        notice_place=contract.notice_place or house.collection.notice_place,
    )


def is_similar(house: House, family: str, products: Collection[str]) -> bool:
    """True when all `products` are the contract's own `family` or named as similar to it (KG 5 W 59/11).

    None named is the family itself; a family that is not on file is similar to nothing.
    """
    own = normalize.product(family)
    near = {own, *dict(effective(house.policy).similarity).get(own, ())}
    return bool(own) and all(normalize.product(product) in near for product in products)


def _locked_knowledge(cancellation: Cancellation, step: Step) -> bool:
    """A competitor known from the switching process may not be used (OLG Köln 6 U 73/10), only the customer's word."""
    return "competitor" in step.template and cancellation.competitor_source != "customer"
