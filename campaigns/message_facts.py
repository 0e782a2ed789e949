"""What the law looks at in the message at hand: the step's declaration, and what its template really says."""

from __future__ import annotations

from campaigns.house import House
from campaigns.rendering import RenderError
from campaigns.rendering.duties.traits import Traits
from campaigns.rendering.frames import ADVERTISING, frames
from compliance.facts import MessageFact
from contacts.medium import Purpose
from sequences.definition import Channel, Step
from store.case import Case

_WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER})
_WAYS_OUT = frozenset({"unsubscribe_url", "preferences_url"})


def message_of(house: House, case: Case, step: Step, channel: Channel) -> MessageFact:
    """The traits of the very text that would be sent: of this person's variant, by this channel.

    A text that cannot be read has none; it is not rendered either, and a person is told.
    """
    template = step.variants.get(case.touch.variant or "", step.template)
    framed = frames(house.templates, template, channel)
    traits = _traits(house, template, channel)
    noticed = channel not in _WRITTEN or traits is None or traits.contains_notice
    return MessageFact(
        # The advertising frame carries the notice of Art. 21 DSGVO; both are asked, for a frame of one's own may not.
        objection_notice=framed <= ADVERTISING and noticed,
        advertising_part=not framed.isdisjoint(ADVERTISING) or _surveys(traits),
        item="named" if step.purpose in (Purpose.CONTRACT, Purpose.SERVICE) else "none",
        script=traits.script if traits else "ok",
        links=_links(traits),
        processor_contract=house.letters.processor_contract,
        at_once=step.at_once,
    )


def _traits(house: House, template: str, channel: Channel) -> Traits | None:
    try:
        return house.templates.traits(template, channel)
    except RenderError:
        return None


def _surveys(traits: Traits | None) -> bool:
    """The way to a survey in a text that is no advertising (BGH VI ZR 225/17); words that advertise hold the text."""
    return traits is not None and not traits.advertises and traits.survey_link


def _links(traits: Traits | None) -> str:
    """In the words of the decision table. Every address a text may name is shared by all or opens one's own page."""
    if traits is None or not traits.links:
        return "none"
    return "unsubscribe_only" if _WAYS_OUT.issuperset(traits.links) else "campaign"
