"""From a row of a lawyer's table to Facts: the one place that knows the table's bases. The rulebook never sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from compliance.facts import (
    ConsentFact,
    ContractState,
    Facts,
    MessageFact,
    ObjectionFact,
    PresumedConsent,
    Proof,
    Request,
    SaleFact,
    Via,
)
from compliance.house_words import with_house
from compliance.moments import months_before
from compliance.policy import Policy, Release
from compliance.releases import all_released
from compliance.vocabulary import BASELINE, BASES, OWN_CHANNEL
from contacts.contact import ContactKind
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium, Platform, Purpose
from sequences.definition import Window

ZONE = "Europe/Berlin"
_MOMENTS = {
    "weekday_10:00": datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo(ZONE)).astimezone(UTC),
    "weekday_20:30": datetime(2026, 11, 18, 20, 30, tzinfo=ZoneInfo(ZONE)).astimezone(UTC),
    "sunday_03:00": datetime(2026, 11, 22, 3, 0, tzinfo=ZoneInfo(ZONE)).astimezone(UTC),
}
WINDOW = Window(start=time(8), end=time(18))
"""The table's window for advertising on other media than the phone: Mon-Fr 8-18 local."""

_SHIPPED = Policy()
_RELEASED = all_released(Release("release-1", date(2026, 11, 2), "Fall der Tabelle"))

_PLATFORM = Platform.LINKEDIN
"""The network of a row about an upload; the house's word `network` says where a consent names another one."""

_HOURLESS = frozenset({Medium.PHONE, Medium.PHONE_AUTO})
_CALLS = frozenset({Medium.PHONE, Medium.PHONE_AUTO})
_NAMED_IN_TEXT = {
    "survey": frozenset({Purpose.SURVEY}),
    "offers_only": frozenset({Purpose.ADVERTISING}),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One expansion of a row: one recipient, medium and basis. `given` and `house` hold the row's own words only."""

    recipient: ContactKind
    medium: Medium
    purpose: Purpose
    basis: str
    objection: str
    given: Mapping[str, str]
    house: Mapping[str, str] = field(default_factory=dict)


def facts_of(case: Case) -> Facts:
    """The Facts that `case` describes, at a fixed moment in November 2026."""
    state = {**BASELINE, **BASES[case.basis], **case.given}
    now = _MOMENTS[state["when"]]
    medium = Medium.PHONE_IN if case.medium is Medium.PHONE and state["inbound"] == "yes" else case.medium
    consents = _consents(case, state, now)
    facts = Facts(
        now=now,
        timezone=ZONE,
        recipient=case.recipient,
        medium=medium,
        purpose=case.purpose,
        consents=consents,
        objections=_objections(case, state, now),
        sale=_sale(case, state, now),
        message=_message(case, state),
        request=Request("request-1", now - timedelta(days=1)) if case.basis == "REQ" else None,
        presumed=_presumed(case, state, now),
        window=None if medium in _HOURLESS else WINDOW,
        next_window=None if medium in _HOURLESS else _next_window(now, holiday=state["holiday"] == "yes"),
        is_holiday=state["holiday"] == "yes",
        repurchased_at=now - timedelta(hours=1) if state["repurchase"] == "yes" else None,
        platform=_PLATFORM if medium is Medium.AUDIENCE_UPLOAD else None,
        unclassified_reply="reply-1" if "unclassified" in state["inbox"] or case.objection == "unknown" else None,
        suppression_store_up=state["store"] == "ok",
    )
    return with_house(facts, case.house) if case.house else facts


def policy_of(case: Case) -> Policy:
    """The shipped reading; with `release=yes` the contested points are released by name as far as they may be."""
    return _RELEASED if case.given.get("release") == "yes" else _SHIPPED


def _consents(case: Case, state: Mapping[str, str], now: datetime) -> tuple[ConsentFact, ...]:
    if not case.basis.startswith("C_"):
        return ()
    medium = _medium_named(case, state)
    used = months_before(now, int(state["gap_m"]))
    return (
        ConsentFact(
            id="consent-1",
            medium=medium,
            proof=_proof(state["proof"], medium),
            granted_at=used - timedelta(days=30),
            purposes=_purposes(case, state),
            text_stored=state["text"] == "stored",
            record_complete=state["rec7a"] == "full",
            covers_product=state["scope"] != "product",
            covers_person=state["scope"] != "other_person",
            covers_automat=medium in _CALLS and state["scope"] == "ok",
            last_used_at=used,
            valid_until=now - timedelta(days=1) if state["consent_until"] == "past" else None,
            withdrawn_at=now - timedelta(days=2) if case.basis == "C_WITHDRAWN" else None,
            platforms=frozenset({_PLATFORM}) if medium is Medium.AUDIENCE_UPLOAD else frozenset(),
        ),
    )


def _medium_named(case: Case, state: Mapping[str, str]) -> Medium:
    if state["scope"] == "channel":
        return Medium.EMAIL if case.medium in _CALLS else Medium.PHONE
    return OWN_CHANNEL.get(case.basis, case.medium)


def _proof(word: str, medium: Medium) -> Proof:
    if word == "full":
        return Proof.EMAIL_DOI if medium is Medium.EMAIL else Proof.RECORDED
    return Proof(word)


def _purposes(case: Case, state: Mapping[str, str]) -> frozenset[Purpose]:
    if case.basis == "C_TRACK":
        return frozenset({Purpose.TRACKING})
    return _NAMED_IN_TEXT.get(state["scope"], frozenset({Purpose.ADVERTISING, Purpose.SURVEY}))


def _objections(case: Case, state: Mapping[str, str], now: datetime) -> tuple[ObjectionFact, ...]:
    erased = state["erased"] == "yes"
    # Nr. 3 of § 7 Abs. 3 UWG fails by nothing but an objection, so the basis alone says that there is one.
    scope = case.medium.value if case.basis == "E73_N3" and case.objection == "none" else case.objection
    if scope in ("none", "unknown"):
        if not erased:
            return ()
        scope = "global"
    via = Via.ROBINSON if scope == "robinson" else Via.AT_CANCEL if scope == "at_cancel" else Via(state["via"])
    before = state["consent_after_objection"] == "yes"
    received = months_before(now, int(state["gap_m"])) - timedelta(days=60) if before else now - timedelta(days=1)
    return (
        ObjectionFact(
            id="objection-1",
            scope="global" if scope == "at_cancel" else scope,
            received_at=received,
            via=via,
            shared_address=state["shared"] == "yes",
            erased_person=erased,
        ),
    )


def _sale(case: Case, state: Mapping[str, str], now: datetime) -> SaleFact:
    contract = ContractState(state["contract"])
    none = state["sale"] == "none"
    return SaleFact(
        state=ContractState.NONE if none else contract,
        kind=ContractKind.FREE if state["sale"] == "free" else ContractKind.PAID,
        effective=state["sale"] in ("effective", "free"),
        ended_at=months_before(now, int(state["since_end_m"])) if contract is ContractState.ENDED else None,
        address_source=AddressSource(state["addr"]),
        own_product=state["own"] == "yes",
        similar_product=state["similar"] == "yes",
        # Only the E73 bases claim § 7 Abs. 3 UWG; elsewhere nobody was told about it when the address was taken.
        objection_notice=ObjectionNotice(state["nc"]) if case.basis.startswith("E73") else ObjectionNotice.NO,
        letters_notice=state["told"] == "yes",
    )


def _message(case: Case, state: Mapping[str, str]) -> MessageFact:
    return MessageFact(
        objection_notice=state["nm"] == "yes",
        advertising_part=state["ad_part"] == "yes",
        item=state["item"],
        script=state["script"],
        automated_call=state["auto"] == "yes",
        inbound=state["inbound"] == "yes",
        own_number_shown=state["callerid"] == "own",
        reminder_number=int(state["nth"]),
        stage=state["stage"],
        cover_reveals=state["cover"] == "reveals",
        processor_contract=state["avv"] == "yes",
        pixel_per_person=state["pixel"] == "per_person",
        links=state["links"],
        termination_booked=state["termination_booked"] == "yes",
        at_once=case.basis == "LEGAL",
    )


def _presumed(case: Case, state: Mapping[str, str], now: datetime) -> PresumedConsent:
    if case.basis != "PRES":
        return PresumedConsent()
    released = state["release"] == "yes"
    return PresumedConsent(state["reason"], "release-1" if released else None, now if released else None)


def _next_window(now: datetime, *, holiday: bool) -> datetime:
    """`now` while the window is open, else the next morning: each of the table's moments is followed by a workday."""
    here = now.astimezone(ZoneInfo(ZONE))
    if not holiday and here.weekday() in WINDOW.weekdays and WINDOW.start <= here.time() < WINDOW.end:
        return now
    return datetime.combine(here.date() + timedelta(days=1), WINDOW.start, ZoneInfo(ZONE)).astimezone(UTC)
