"""How a presumed consent reads: who released which reason, and whether a call may rest on it today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.evidence.presuming import Presumption
from campaigns.evidence.words import when
from campaigns.touch_json import iso


def presumption_json(presumption: Presumption, contact: str, zone: ZoneInfo) -> dict[str, Any]:
    """The same facts; `carries` is about this basis alone, each call is judged again."""
    return {
        "type": "presumption",
        "presumption": presumption.external_id,
        "contact": contact,
        "medium": "phone",
        "facts": presumption.facts,
        "offer": presumption.offer,
        "released_by": presumption.released_by,
        "released_at": iso(presumption.released_at, zone),
        "carries": not presumption.flaw,
        "reason": presumption.flaw or "Konkreter, freigegebener Grund für den Anruf.",
    }


def presumption_lines(presumed: Sequence[Presumption], zone: ZoneInfo) -> Iterator[str]:
    """Nothing for a person of whom nothing was presumed."""
    if not presumed:
        return
    yield "Mutmaßliche Einwilligung für Anrufe:"
    for one in presumed:
        yield f"  {one.external_id}, freigegeben {when(one.released_at, zone)} von {one.released_by}"
        yield f"    Umstände: {one.facts}"
        yield f"    Angebot: {one.offer}"
        yield f"    {'trägt nicht: ' + one.flaw if one.flaw else 'trägt: konkreter, freigegebener Grund.'}"
