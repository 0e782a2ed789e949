"""What a template will say, read from its flattened source: facts for the law before a single message is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.rendering.duties.examined import said
from campaigns.rendering.duties.phrase import Hit, Place
from campaigns.rendering.duties.readable import readable
from campaigns.rendering.duties.required import ART_21, NOTICE_73, missing_pattern
from campaigns.rendering.duties.sections import is_advertising_call, sections

_URL = re.compile(r"\{\{\s*(\w+_url|brand_website)\s*\}\}")
_VERIFIES = re.compile(r"\b(?:verifizier|nachpruef|ueberpruef)\w*\b|\bwirklich gekuendigt\b")
_FIX = re.compile(r"\b(?:ist|sind) [^.!?\n]{0,40}\b(?:behoben|repariert|geloest)\b")
_SCRIPTS = {"purpose": "no_purpose", "confirm": "call_to_confirm", "survey": "satisfaction", "contract": "offer"}
"""What a theme of the lexicon makes of a call guide, in the words of MessageFact.script."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Facts about a template on one channel, both forms of address together: the worse one counts.

    `contains_notice`: in the reader's view (mail: § 7 Abs. 3 Nr. 4 UWG; letter: Art. 21 Abs. 4 DSGVO) in every part.
    `advertising_words`: what advertises in a text that is not advertising, as written; empty for advertising itself.
    `links`: names of the address variables used, sorted. `survey_link`: one of them leads to a survey.
    `script`: ok, fix_only, no_purpose, call_to_confirm, verify_termination, satisfaction or offer (MessageFact).
    `advertises`: the frame or the opening of the call says that this is advertising.
    """

    contains_notice: bool
    advertising_words: tuple[str, ...]
    links: tuple[str, ...]
    survey_link: bool
    script: str
    advertises: bool

    @staticmethod
    def of_both(one: Traits, other: Traits) -> Traits:
        """The worse of the two forms of address in every trait."""
        return Traits(
            contains_notice=one.contains_notice and other.contains_notice,
            advertising_words=one.advertising_words or other.advertising_words,
            links=tuple(sorted({*one.links, *other.links})),
            survey_link=one.survey_link or other.survey_link,
            script=one.script if one.script != "ok" else other.script,
            advertises=one.advertises or other.advertises,
        )


def traits_of(template: str, flat: Mapping[str, str], layout: str | None) -> Traits:
    """The traits of a template's parts in one form of address; `flat` maps a part's name to its flattened source."""
    places = {section.place for part, source in flat.items() for section in sections(template, part, source, layout)}
    advertises = layout == "advertising" or bool(places & {Place.AD_CALL, Place.MESSAGE})
    found = [hit for part, source in flat.items() for _, hit in said(template, part, source, layout)]
    links = tuple(sorted({name for source in flat.values() for name in _URL.findall(source)}))
    return Traits(
        contains_notice=all(_noticed(part, source) for part, source in flat.items() if part != "subject.txt"),
        advertising_words=() if advertises else tuple(_advertising(found)),
        links=links,
        survey_link="survey_url" in links,
        script=_script(flat, found),
        advertises=advertises,
    )


def _noticed(part: str, source: str) -> bool:
    if part.startswith("body."):
        return not missing_pattern(source, NOTICE_73)
    return part == "letter.txt" and not missing_pattern(source, ART_21)


def _advertising(found: list[Hit]) -> list[str]:
    return [hit.words for hit in found if hit.phrase.theme in ("contract", "survey")]


def _script(flat: Mapping[str, str], found: list[Hit]) -> str:
    if "phone.txt" not in flat:
        return "ok"
    spoken = flat["phone.txt"].partition("== Leitfaden")[2]
    if _VERIFIES.search(readable(spoken).text):
        return "verify_termination"
    usual = "fix_only" if not is_advertising_call(spoken) and _FIX.search(readable(spoken).text) else "ok"
    return next((_SCRIPTS[hit.phrase.theme] for hit in found if hit.phrase.theme in _SCRIPTS), usual)
