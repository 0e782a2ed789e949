"""The guide of a conversation: the words of its step, or of its kind where no step asked for it; cut for a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from campaigns.desk.may_contact import ruling_at_desk
from campaigns.desk.subject import Subject
from campaigns.desk.summary import agreed_of, unsaid
from campaigns.house import House
from campaigns.rendering import RenderError
from campaigns.rendering.case import RenderCase
from campaigns.rendering.context import build_context
from campaigns.rendering.german import german_date
from campaigns.writing import written
from channels.channel import TaskContent
from compliance.verdict import Ruling
from sequences.calendar import local_day
from sequences.definition import Channel
from store import cases
from tasks.kinds import INSIDE, OF_A_MESSAGE

OF_KIND = {"meeting": "talk/meeting", "exit_interview": "talk/exit_interview"}
"""Texts for tasks that follow from an answer or an earlier talk: no step of a sequence has words for them."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The words of a guide; `frozen` is a German sentence where they are not those of now, else empty.

    `to_copy` is what she sends herself, always of now, and empty once the task is over; `unsaid` are German lines of
    what that text leaves out, with the reason.
    """

    words: str
    frozen: str = ""
    to_copy: str = ""
    unsaid: tuple[str, ...] = ()


def guide_of(house: House, subject: Subject, ruling: Ruling | None) -> Guide:
    """The guide of a step as its text says it now, in the name of whoever has the task.

    Without a step it is the one stored with the task; for a kind with a text of its own, that text as of now behind it.
    """
    stored = str(subject.task["guide"])
    template = OF_KIND.get(subject.task["kind"])
    if subject.restricted:
        return Guide(stored if subject.task["kind"] == "by_hand" else "")  # written anew by the restriction itself
    if subject.step:
        return _of_step(house, subject, ruling, stored)
    if template is None:
        return Guide(stored)
    try:
        content = house.templates.render(template, Channel.PHONE, _context(house, subject, ruling))
    except RenderError:
        return Guide(stored)  # a text that cannot be filled is told by `check`, not in the middle of a day's work
    return Guide(f"{stored}\n\n{content.guide}".strip() if isinstance(content, TaskContent) else stored)


def _of_step(house: House, subject: Subject, ruling: Ruling | None, stored: str) -> Guide:
    """A message to be copied stays word for word as it was let out; whoever sends it reads when it is out of date."""
    made = german_date(local_day(subject.task["created_at"], house.timezone))
    if subject.task["state"] != "open":
        return Guide(stored, f"Leitfaden vom {made}, wie er damals geschrieben war.")
    now = _as_of_now(house, subject, ruling)
    if now is None:
        return Guide(stored, f"Leitfaden vom {made}; neu schreiben lässt er sich gerade nicht. Es gilt das Briefing.")
    if subject.task["kind"] != "linkedin":
        left_out = tuple(unsaid(house, subject)) if now.to_copy else ()
        return Guide(now.guide, to_copy=now.to_copy, unsaid=left_out)
    if now.guide == stored:
        return Guide(stored)
    return Guide(
        stored,
        f"Der Text ist vom {made}; heute würde er anders lauten, etwa weil ein Angebot endet oder jemand anders "
        "schreibt. So nicht mehr abschicken, wenn etwas davon nicht mehr stimmt.",
    )


def _as_of_now(house: House, subject: Subject, ruling: Ruling | None) -> TaskContent | None:
    """The words of the task's step from its text of today; None when they cannot be written."""
    now, task = house.clock.now(), subject.task
    with house.store.read() as connection:
        found = cases.load(connection, [task["touch_id"]], now, house.horizon)
        if not found:
            return None
        sequence = house.definitions.pinned(connection, found[0].enrollment.definition_hash)
    channel = Channel(task["channel"] or Channel.PHONE)
    # The contact that this very task will make is in the ledger since its go: it comes behind itself.
    before = tuple(entry for entry in found[0].person_ledger if entry.at != found[0].touch.made_at)
    case = replace(found[0], person_ledger=before)
    allowed = ruling or ruling_at_desk(house, case, sequence, channel, now)
    try:
        agreed = agreed_of(house, subject) if task["kind"] in INSIDE - OF_A_MESSAGE else None
        content = written(house, case, sequence, allowed, channel, now, by=task["assignee"], agreed=agreed).content
    except RenderError:
        return None
    return content if isinstance(content, TaskContent) else None


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
