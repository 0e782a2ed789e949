"""From a decided touch to its words: the values of its person and case, filled into the template of its step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.inbound.codes import letter_code
from campaigns.offers import Offer, offer_for
from campaigns.rendering.case import Agreed, News, OfferInfo, OptIn, PlanDates, RenderCase
from campaigns.rendering.context import build_context
from campaigns.tokens import CONFIRM, GOODBYE, PREFERENCES, STATUS, UNSUBSCRIBE
from campaigns.tokens import Purpose as Link
from channels.channel import Content
from compliance.verdict import Ruling, Verdict
from contacts.consent import CONFIRM_WITHIN, Consent
from contacts.medium import Purpose
from sequences.calendar import add_business_days, local_day
from sequences.definition import Anchor, Channel, EventKind, Sequence, Step
from sequences.due import anchor_moment
from store.case import Case

_RETENTION_DAYS = 90
_LATE_AFTER = 3
"""Business days; promised is a summary within one (mission B6)."""
_ABOUT_THE_CASE = (Purpose.CONTRACT, Purpose.SERVICE)
"""A double opt-in asks its one question and nothing else."""

_BASIS = {
    "email_consent": "consent",
    "existing_customer": "existing_customer",
    "letter_interest": "letter",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A touch as its template says it, with the values it says it from. `offer`: mark of the offer it makes."""

    template: str
    context: Mapping[str, object]
    content: Content
    offer: str
    unsubscribe_url: str | None


def written(
    house: House,
    case: Case,
    sequence: Sequence,
    ruling: Ruling,
    channel: Channel,
    now: datetime,
    *,
    by: str | None = None,
    agreed: Agreed | None = None,
) -> Written:
    """Render only. Raises RenderError. `by`: the address of whoever speaks, where it is not the contact's owner.

    `agreed`: what was agreed, for a text that is read now and not kept.
    """
    step = sequence.step(case.touch.step)
    template = step.variants.get(case.touch.variant or "", step.template)
    url = _unsubscribe_url(house, case) if step.purpose.is_advertising else None
    offer = offer_of(house, case, sequence, step, channel, now)
    told = _render_case(house, case, ruling, channel, now, url, offer, by or case.contact.owner_email)
    context = build_context(replace(told, agreed=_since(case, sequence, agreed or Agreed(), now)))
    content = house.templates.render(template, channel, context)
    return Written(template, context, content, offer.mark if offer is not None else "", url)


def offer_of(house: House, case: Case, sequence: Sequence, step: Step, channel: Channel, now: datetime) -> Offer | None:
    """The offer that this touch makes now, None for none."""
    if not step.purpose.is_advertising:
        return None
    today = local_day(now, case.contact.timezone)
    made = (entry.offer for entry in case.person_ledger)
    return offer_for(house.offers, f"{sequence.name}/{step.id}", today, made, by_letter=channel is Channel.LETTER)


def _unsubscribe_url(house: House, case: Case) -> str:
    return _page(house, "abmelden", UNSUBSCRIBE, case.touch.send_id)


def _own(house: House, case: Case, page: str, link: Link, *more: str) -> str:
    """A public page about this person's own case. Opening it is measured nowhere (§ 25 TDDDG)."""
    return _page(house, page, link, case.cancellation.external_id, *more)


def _opt_in(house: House, case: Case) -> OptIn | None:
    pending = case.opt_in
    if pending is None:
        return None
    link = _page(house, "bestaetigen", CONFIRM, pending.external_id)
    return OptIn(pending.text, link, pending.granted_at + CONFIRM_WITHIN)


def _page(house: House, page: str, link: Link, subject: str, *more: str) -> str:
    return "/".join((house.addresses.base_url.rstrip("/"), page, house.tokens.sign(link, subject), *more))


def _render_case(
    house: House,
    case: Case,
    ruling: Ruling,
    channel: Channel,
    now: datetime,
    unsubscribe_url: str | None,
    offer: Offer | None,
    by: str | None,
) -> RenderCase:
    tz = ZoneInfo(case.contact.timezone)
    released = case.events.get(EventKind.FEATURE_RELEASED)
    news = None
    if released is not None and case.cancellation.feature:
        news = News(case.cancellation.feature, local_day(released, case.contact.timezone))
    return RenderCase(
        contact=case.contact,
        company=house.company,
        brand=house.brand_of(case.contact.brand),
        now=now,
        tz=tz,
        cancellation=case.cancellation,
        contract=case.contract,
        owner_name=house.team.of(by).name or _name_of(by),
        owner_email=by or "",
        unsubscribe_url=unsubscribe_url,
        preferences_url=_page(house, "einstellungen", PREFERENCES, case.touch.send_id) if unsubscribe_url else None,
        survey_url=_own(house, case, "abschied", GOODBYE, "umfrage") if ruling.purpose is Purpose.SURVEY else None,
        status_url=_own(house, case, "mein-stand", STATUS) if ruling.purpose in _ABOUT_THE_CASE else None,
        response_code=letter_code(house.message_key, case.touch.send_id) if channel is Channel.LETTER else None,
        basis=_basis(ruling, channel),
        consent_on=_consent_day(case, ruling),
        consent_until=_consent_end(case, ruling),
        # Only a message of ours on the same way carried the information of Art. 13, 14 DSGVO for this kind of data: no
        # call, and no mail that somebody else wrote by hand and an import told us of.
        first_contact=not any(entry.own and entry.medium is channel.medium for entry in case.person_ledger),
        advertising_months=house.policy.post_max_age_months,
        consent_idle_months=house.policy.consent_max_idle_months,
        customer_days=house.policy.existing_customer_after_end_days,
        plan=_plan_dates(case),
        event=news,
        offer=_told(offer),
        opt_in=_opt_in(house, case),
    )


def _since(case: Case, sequence: Sequence, agreed: Agreed, now: datetime) -> Agreed:
    """With the day since when she is back, or stays; nothing in a sequence that does not begin there."""
    zero = anchor_moment(case.enrollment.anchors, sequence.day_zero)
    if zero is None or sequence.day_zero not in (Anchor.RETURNED, Anchor.SAVED):
        return agreed
    since, today = local_day(zero, case.contact.timezone), local_day(now, case.contact.timezone)
    late = today > add_business_days(since, _LATE_AFTER, case.contact.land)
    return replace(agreed, since=since, stays=sequence.day_zero is Anchor.SAVED, is_late=late)


def _told(offer: Offer | None) -> OfferInfo | None:
    if offer is None:
        return None
    return OfferInfo(offer.title, offer.conditions, offer.terms_url, offer.ends_on, offer.limit_reason, offer.price)


def _basis(ruling: Ruling, channel: Channel) -> str | None:
    if not ruling.purpose.is_advertising:
        return "contract"
    if channel is Channel.LETTER:
        return "letter"
    # A basis that carries has duties; where another one carries, a missing consent is only passed over (ALLOW).
    carrying = (gate.rule for gate in ruling.gates if gate.finding.verdict is Verdict.ALLOW_DUTY)
    return next((_BASIS[rule] for rule in carrying if rule in _BASIS), "consent")


def _used(case: Case, ruling: Ruling) -> list[Consent]:
    used = {evidence for gate in ruling.gates if gate.finding.verdict.allows for evidence in gate.finding.evidence}
    return [row.consent for row in case.consents if row.consent.external_id in used]


def _consent_day(case: Case, ruling: Ruling) -> date | None:
    """The day of the newest consent that the message rests on."""
    days = (local_day(consent.granted_at, case.contact.timezone) for consent in _used(case, ruling))
    return max(days, default=None)


def _consent_end(case: Case, ruling: Ruling) -> date | None:
    """The last day that this consent gave itself; None when it has no end of its own."""
    newest = max(_used(case, ruling), key=lambda consent: consent.granted_at, default=None)
    end = newest.valid_until if newest is not None else None
    return local_day(end, case.contact.timezone) if end is not None else None


def _plan_dates(case: Case) -> PlanDates:
    """The offboarding plan in dates: 90 days retention, backups another twelve months at most (mission A5, A7)."""
    ends = case.enrollment.anchors.contract_end
    if ends is None:
        return PlanDates()
    closing = local_day(ends, case.contact.timezone)
    deletion = closing + timedelta(days=_RETENTION_DAYS)
    return PlanDates(closing_day=closing, deletion_day=deletion, backups_day=deletion + timedelta(days=365))


def _name_of(address: str | None) -> str:
    """`jana.petersen@…` reads as Jana Petersen; anything else is no name and stays empty."""
    local = (address or "").split("@")[0]
    parts = local.split(".")
    return " ".join(part.capitalize() for part in parts) if len(parts) > 1 and all(map(str.isalpha, parts)) else ""
