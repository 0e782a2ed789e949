"""The people and the amounts of data that every shipped text is read with, and the words as a person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

from lxml import html as lxml_html

from campaigns.rendering.context import BrandInfo, News, PlanDates, RenderCase, build_context
from channels.channel import Content, EmailContent, LetterContent, TaskContent
from contacts.contact import AddressForm, Company, Contact, ContactKind
from sequences.definition import Channel
from tests.campaigns.rendering_cases import BARE, RICH, TEMPLATES, fit

SIE = replace(RICH.brand, address_form=AddressForm.SIE)
DU = BrandInfo(
    "seeluft",
    "Seeluft Studios",
    "Seeluft Studios",
    "hallo@seeluft.example",
    address_form=AddressForm.DU,
    phone="0431 2",
)
FIRM = Company("f1", "Weber & Söhne")
PEOPLE = {
    "full": (Contact("c", "Brandt", "Jana", "Frau", "Dr."), "Guten Tag Frau Dr. Brandt", "Hallo Jana"),
    "neutral": (Contact("c", "Brandt", "Jana"), "Guten Tag Jana Brandt", "Hallo Jana"),
    "title": (Contact("c", "Brandt", "Jana", "", "Dr."), "Guten Tag Dr. Jana Brandt", "Hallo Jana"),
    "surname": (Contact("c", "Brandt"), "Guten Tag", "Hallo"),
    "firm": (Contact("c", "", salutation="Frau", company=FIRM), "Guten Tag", "Hallo"),
}
# A case as the engine makes it: what it knows about a story, an offer or the news may be nothing at all.
PLAIN = replace(RICH, event=None, offer=None, story=None, survey_url=None, first_contact=False)
PLAIN = replace(
    PLAIN, cancellation=replace(PLAIN.cancellation, feature=None, text="Hiermit kündige ich.", reason="service")
)
# What the operator writes into an offer is said to everybody: in a house with both forms it has to be neutral.
OFFER = replace(RICH.offer, limit_reason="Danach gilt eine neue Preisliste.")
SPOKEN = replace(RICH, offer=OFFER, cancellation=replace(RICH.cancellation, text="Hiermit kündige ich."))
LATER = replace(SPOKEN, event=News("DATEV-Export"), now=datetime(2027, 6, 1, 9, tzinfo=UTC))
DONE = replace(
    LATER, offer=replace(LATER.offer, valid_until=None), plan=replace(LATER.plan, deleted_on=date(2027, 5, 1))
)
OTHER_NEWS = replace(SPOKEN, event=News("Schichtplan", date(2026, 11, 3)))
DATA = {"bare": BARE, "plain": PLAIN, "rich": SPOKEN, "other_news": OTHER_NEWS, "later": LATER, "done": DONE}

NAMES = list(TEMPLATES.names())
"""The texts of the shipped sequences."""
ALL = [(name, channel) for name in NAMES for channel in sorted(TEMPLATES.channels(name))]
WRITTEN = [(name, channel) for name, channel in ALL if channel in (Channel.EMAIL, Channel.LETTER)]
WINBACK = [name for name in NAMES if name.startswith("winback/")]
CALLS = [name for name, channel in ALL if channel is Channel.PHONE and name.startswith(("winback/", "save/"))]


def cases(form: BrandInfo) -> Iterator[tuple[str, RenderCase, str]]:
    """(what it is, the case, its greeting): every person with nothing and with everything, one with all between."""
    for who, (contact, formal, informal) in PEOPLE.items():
        for kind, (much, data) in product((ContactKind.BUSINESS, ContactKind.CONSUMER), DATA.items()):
            if who != "full" and much not in ("bare", "rich"):
                continue
            firm = contact.company or (FIRM if kind is ContactKind.BUSINESS and data is not BARE else None)
            person = replace(contact, kind=kind, company=firm, customer_since=data.contact.customer_since)
            greeting = formal if form.address_form is AddressForm.SIE else informal
            yield f"{who} {kind} {much}", replace(data, contact=person, brand=form), greeting


def render(name: str, channel: Channel, case: RenderCase) -> Content:
    return TEMPLATES.render(name, channel, build_context(fit(name, case)))


def paragraphs(content: Content) -> list[str]:
    """The own words of a message, greeting and closing left out; of a task everything that is shown."""
    match content:
        case EmailContent():
            text = content.text.partition(",\n\n")[2]
            return re.split(r"\n\n", re.split(r"\n\n(?:Freundliche|Viele) Grüße\n", text)[0])
        case LetterContent():
            end = next(n for n, text in enumerate(content.paragraphs) if text in ("Freundliche Grüße", "Viele Grüße"))
            return list(content.paragraphs[:end])
        case TaskContent():
            return [content.title, *content.brief.splitlines(), *content.guide.split("\n\n")]


def whole(content: Content) -> str:
    match content:
        case EmailContent():
            body = lxml_html.fromstring(content.html).find("body").text_content()
            return f"{content.subject}\n{content.text}\n{body}"
        case LetterContent():
            return "\n".join((content.subject, content.salutation, *content.paragraphs))
        case TaskContent():
            return f"{content.title}\n{content.brief}\n{content.guide}\n{content.to_copy}"


def lines(content: Content) -> list[str]:
    """What stands on a line of its own, the source's indentation of HTML aside."""
    if isinstance(content, EmailContent):
        return [content.subject, *content.text.splitlines()]
    return whole(content).splitlines()


LACKING = {
    "contract": replace(SPOKEN, contract=None),
    "end": replace(SPOKEN, contract=replace(SPOKEN.contract, end=None)),
    "notice": replace(SPOKEN, contract=replace(SPOKEN.contract, notice_days=0)),
    "wish": replace(SPOKEN, cancellation=replace(SPOKEN.cancellation, wished_end=None)),
    "feature": replace(SPOKEN, cancellation=replace(SPOKEN.cancellation, feature=None)),
    "words": replace(SPOKEN, cancellation=replace(SPOKEN.cancellation, text="")),
    "reason": replace(SPOKEN, cancellation=replace(SPOKEN.cancellation, reason="unknown", feature=None)),
    "owner": replace(SPOKEN, owner_name="", owner_email="", owner_phone=""),
    "phones": replace(SPOKEN, owner_phone="", company=replace(SPOKEN.company, supervisory_authority="")),
    "plan": replace(SPOKEN, plan=PlanDates()),
    "backups": replace(SPOKEN, plan=replace(SPOKEN.plan, backups_day=None)),
    "terms": replace(SPOKEN, offer=replace(OFFER, terms_url="", limit_reason="")),
    "conditions": replace(SPOKEN, offer=replace(OFFER, conditions="")),
    "survey": replace(SPOKEN, survey_url=None),
    "story": replace(SPOKEN, story=None),
    "day": replace(SPOKEN, event=News("DATEV-Export")),
    "consent": replace(SPOKEN, consent_on=None),
    "life": replace(SPOKEN, cancellation=replace(SPOKEN.cancellation, reason="deceased", feature=None)),
    "notice_of_ours": replace(SPOKEN, cancellation=replace(SPOKEN.cancellation, reason="terminated_by_us")),
}
