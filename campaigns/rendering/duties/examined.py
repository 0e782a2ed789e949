"""One part of a template against everything it owes: words it may not say, and what it must hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from campaigns.rendering.duties import required
from campaigns.rendering.duties.lexicon import LEXICON
from campaigns.rendering.duties.phrase import Hit, Place, hits
from campaigns.rendering.duties.readable import readable
from campaigns.rendering.duties.required import Required, missing
from campaigns.rendering.duties.sections import Section, sections

_ADVERTISING = re.compile(r"\b(?:offer_\w+|survey_url|unsubscribe_url|preferences_url)\b(?=[^{}]*[}%]\})")

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])"
    r"|\bhidden\b(?=[^<>]*>)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def said(folder: str, part: str, source: str, layout: str | None) -> tuple[tuple[int, Hit], ...]:
    """(offset in `source`, what was said) for every phrase that the part may not hold.

    Remembered: most texts read alike in both forms of address, and after a reload all but the edited ones do.
    """
    return tuple(
        (section.offset + hit.offset, hit)
        for section in sections(folder, part, source, layout)
        for hit in hits(readable(section.source), section.place, LEXICON)
    )


def wrong(folder: str, part: str, source: str, layout: str | None) -> Iterator[tuple[int, str]]:
    """(offset, German sentence) for everything that the part says or names and may not.

    Variables of advertising have no place in contract post (BGH VI ZR 134/15). A guide may know what an asking person
    may be told; what it says unasked is the lexicon's matter.
    """
    if layout == "contract" and part not in ("phone.txt", "linkedin.txt"):
        for found in _ADVERTISING.finditer(source):
            yield found.start(), f"Die Variable „{found.group()}“ gehört in Werbung, nicht in Vertragspost."
    if part.endswith(".html"):
        for found in _HIDDEN.finditer(source):
            yield found.start(), "Verborgener Text: Was in der Mail steht, muss man sehen (§ 6 Abs. 2 DDG)."
    for offset, hit in said(folder, part, source, layout):
        yield offset, hit.message


def owed(template: str, part: str, flat: str, layout: str | None) -> Iterator[Required]:
    """What the flattened source of a part must hold and does not."""
    if part in ("phone.txt", "linkedin.txt"):
        for section in sections(template, part, flat, layout):
            yield from missing(_measured(section), _TASKS.get(section.place, ()))
    elif part == "letter.txt":
        if layout == "advertising":
            yield from missing(flat.strip().split("\n\n")[0], required.AD_LETTER_SUBJECT)
        yield from missing(flat, required.AD_LETTER if layout == "advertising" else required.CONTRACT)
        yield from missing(flat, required.BY_TEMPLATE.get(template, ()))
    elif part == "subject.txt":
        yield from missing(flat, required.AD_SUBJECT if layout == "advertising" else ())
    else:
        yield from missing(flat, required.AD_MAIL if layout == "advertising" else required.CONTRACT)
        yield from missing(flat, required.BY_TEMPLATE.get(template, ()))


_TASKS = {
    Place.AD_CALL: required.AD_CALL_OPENING,
    Place.SERVICE_CALL: required.SERVICE_CALL_OPENING,
    Place.MESSAGE: required.MESSAGE,
}


def _measured(section: Section) -> str:
    """Of a call only the opening: what comes after the first sentences comes too late (§ 312a Abs. 1 BGB)."""
    if section.place is Place.MESSAGE:
        return section.source
    return section.source.strip().split("\n\n")[0]
