"""The guide of a conversation: the words of its step, or of its kind where no step asked for it; cut for a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from campaigns.desk.subject import Subject
from campaigns.house import House
from campaigns.rendering import RenderError
from campaigns.rendering.case import RenderCase
from campaigns.rendering.context import build_context
from channels.channel import TaskContent
from compliance.verdict import Ruling
from sequences.definition import Channel

OF_KIND = {"meeting": "talk/meeting", "exit_interview": "talk/exit_interview"}
"""Texts for tasks that follow from an answer or an earlier talk: no step of a sequence has words for them."""


def guide_of(house: House, subject: Subject, ruling: Ruling | None) -> str:
    """The guide stored with the task; for a kind with a text of its own and no step, that text as of now behind it."""
    stored = str(subject.task["guide"])
    template = OF_KIND.get(subject.task["kind"])
    if subject.restricted:
        return stored if subject.task["kind"] == "by_hand" else ""  # written anew by the restriction itself
    if template is None or subject.step:
        return stored
    try:
        content = house.templates.render(template, Channel.PHONE, _context(house, subject, ruling))
    except RenderError:
        return stored  # an operator's text that cannot be filled is told by `check`, not in the middle of a day's work
    return f"{stored}\n\n{content.guide}".strip() if isinstance(content, TaskContent) else stored


def _context(house: House, subject: Subject, ruling: Ruling | None) -> dict[str, object]:
    person = house.team.of(subject.task["assignee"] or subject.contact.owner_email)
    case = RenderCase(
        contact=subject.contact,
        company=house.company,
        brand=house.brand_of(subject.contact.brand),
        now=house.clock.now(),
        tz=ZoneInfo(subject.contact.timezone),
        cancellation=subject.cancellation,
        contract=subject.contract,
        owner_name=person.name,
        owner_email=person.email,
        basis="consent",
        consent_on=_consented(subject, ruling),
    )
    return build_context(case)


def _consented(subject: Subject, ruling: Ruling | None) -> date | None:
    """The day of the newest consent that the call rests on."""
    gates = ruling.gates if ruling is not None else ()
    used = {one for gate in gates if gate.finding.verdict.allows for one in gate.finding.evidence}
    zone = ZoneInfo(subject.contact.timezone)
    days = (r.consent.granted_at.astimezone(zone).date() for r in subject.consents if r.consent.external_id in used)
    return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a line; `said` are words to be spoken, as they stand between „ and “."""

    words: str
    said: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the guide: `mark` is its number or dash, `label` what it is about. Both may be empty."""

    mark: str
    label: str
    bits: tuple[Bit, ...]


Block = tuple[Line, ...]
"""A paragraph."""

_NUMBER = re.compile(r"(\d{1,2}\.|–) +")
_LABEL = re.compile(r"([A-ZÄÖÜ][^„“:.?!]{1,60}):(?= |$) ?")
_SAID = re.compile(r"(„[^“]*“)")
_SENTENCE = re.compile(r"„[^“]*[.?!…]“")
"""Quoted and a whole sentence: „Nein“ is what the other one says."""
_THEIRS = "Einwand "


def blocks(guide: str) -> tuple[Block, ...]:
    """The paragraphs of a guide, what is spoken told from what is done."""
    return tuple(
        tuple(_line(one) for one in block.splitlines() if one.strip()) for block in guide.split("\n\n") if block
    )


def _line(text: str) -> Line:
    text = text.strip()
    number = _NUMBER.match(text)
    rest = text[number.end() :] if number else text
    label = _LABEL.match(rest)
    rest = rest[label.end() :] if label else rest
    return Line(number[1] if number else "", label[1] if label else "", tuple(_bits(rest)))


def _bits(text: str) -> Iterator[Bit]:
    before = ""
    for words in _SAID.split(text):
        if words:
            yield Bit(words, bool(_SENTENCE.fullmatch(words)) and not before.endswith(_THEIRS))
        before = words
