"""What somebody typed into a form about a contract: read widely, refused only where it cannot be understood.

A declaration needs no form (§ 312k, § 356a BGB only say what a page may ask for), so nothing is demanded beyond
knowing who declares or about what. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contacts import normalize
from contacts.cancellation import DeclarationKind

MAX_TEXT_BYTES = 16_384
"""Of the free text, in UTF-8."""
MAX_LINE = 300
_FURTHEST_YEARS = 30
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXTRAORDINARY = "extraordinary"

FIELDS = ("kind", "name", "contract", "end", "email", "nonce")
TEXTS = ("ground",)
_OWN_WORDS = ("name", "contract", "ground", "email", "end")
"""Names of the controls: single lines, and the free text."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A declaration as it was typed; `email` is normalised, "" when none was given; `wished_end` None = earliest."""

    kind: DeclarationKind
    nonce: str
    name: str = ""
    contract: str = ""
    email: str = ""
    email_typed: str = ""
    ground: str = ""
    extraordinary: bool = False
    wished_end: date | None = None
    end_typed: str = ""


def read(kind: DeclarationKind, fields: Mapping[str, str], today: date) -> Typed | dict[str, str]:
    """The declaration in `fields`, or a German sentence for each field that cannot be read."""
    errors = {
        name: f"Bitte kürzen Sie diese Angabe auf höchstens {MAX_LINE} Zeichen."
        for name in ("name", "contract", "email")
        if len(fields.get(name, "")) > MAX_LINE
    }
    if len(fields.get("ground", "").encode()) > MAX_TEXT_BYTES:
        errors["ground"] = (
            "Der Text ist zu lang. Bitte kürzen Sie ihn auf etwa vier Seiten; was Sie geschrieben haben, steht noch da."
        )
    email = normalize.email(fields.get("email", "")) if fields.get("email") else ""
    if email is None and "email" not in errors:
        errors["email"] = (
            "Diese E-Mail-Adresse ist unvollständig. Bitte prüfen Sie sie oder lassen Sie das Feld leer; "
            "dann kommt die Bestätigung auf anderem Weg."
        )
    end = _day(fields.get("end", ""), today)
    if isinstance(end, str):
        errors["end"] = end
    if not any(fields.get(name) for name in ("name", "contract", "email")):
        errors["name"] = "Bitte nennen Sie Ihren Namen, damit wir wissen, wer die Erklärung abgibt."
    if errors:
        return errors
    return Typed(
        kind=kind,
        nonce=fields.get("nonce", ""),
        name=fields.get("name", ""),
        contract=fields.get("contract", ""),
        email=email or "",
        email_typed=fields.get("email", ""),
        ground=fields.get("ground", ""),
        extraordinary=fields.get("kind") == _EXTRAORDINARY,
        wished_end=end if isinstance(end, date) else None,
        end_typed=fields.get("end", ""),
    )


def own_words(fields: Mapping[str, str]) -> str:
    """What the person wrote, in whatever field; blank lines keep two fields from reading as one sentence."""
    return "\n\n".join(value for name in _OWN_WORDS if (value := fields.get(name, "")))


def _day(typed: str, today: date) -> date | str | None:
    """A day as a date field sends it or as people write it; None for „as soon as possible“, a sentence otherwise."""
    if not typed:
        return None
    german = _GERMAN_DAY.fullmatch(typed)
    iso = f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else typed
    try:
        # fromisoformat alone would take 2026-W10-1 and 20261231 as well.
        day = date.fromisoformat(iso) if _ISO_DAY.fullmatch(iso) else None
    except ValueError:
        day = None
    if day is None or day.year > today.year + _FURTHEST_YEARS:
        return (
            "Dieses Datum ist nicht lesbar. Bitte schreiben Sie es so: 31.12.2026. "
            "Bleibt das Feld leer, gilt der nächstmögliche Zeitpunkt."
        )
    # A day that has passed cannot be meant: the contract ends as soon as it can (§ 140 BGB).
    return day if day >= today else None
