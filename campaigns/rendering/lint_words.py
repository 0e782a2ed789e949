"""What the copy may not say, by the file's purpose: simple word lists with the norm behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def masked(source: str) -> str:
    """The same text with every Jinja tag blanked out; offsets and lines stay."""
    return _TAG.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)


Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), message) for pattern, message in pairs)


_EVERYWHERE = _rules(
    (
        r"nichts? (?:zu )?verkaufen",
        "verschleiert den Zweck: Werbung muss als solche benannt sein (§ 5a Abs. 4 UWG, § 312a Abs. 1 BGB)",
    ),
    (r"\bschade\b|\bvermissen\b|\btraurig\b", "unterstellt Gefühle; nennen Sie stattdessen eine Tatsache"),
    (r"letzte chance|nur noch heute|jetzt oder nie", "macht Druck (Anhang Nr. 7 zu § 3 Abs. 3 UWG)"),
)

_CONTRACT = _rules(
    (r"\bangebot\w*|\brabatt\w*|\bgutschein\w*|\bsonderpreis\w*", "wirbt in Vertragspost (BGH VI ZR 134/15)"),
    (r"\bnewsletter\b|\bapp laden\b|\bempfehlen sie\b", "wirbt in Vertragspost (BGH VI ZR 134/15)"),
    (r"\bumfrage\w*|\bbewerten\b|\bwie zufrieden\b", "ist eine Umfrage und damit Werbung (BGH VI ZR 225/17)"),
    (r"\bzurück\b|\bbleiben\b|\bwiederkommen\b", "wirbt um die Rückkehr (BGH VI ZR 134/15)"),
    (
        r"erst (?:wirksam|gültig),? (?:wenn|nach)|telefonisch (?:zu )?bestätigen",
        "macht die Kündigung von einem weiteren Schritt abhängig (LG Koblenz 11 O 12/23)",
    ),
)

_SUBJECT = _rules(
    (r"^\s*(?:re|aw|wg|fwd?):", "täuscht eine Antwort vor (§ 6 Abs. 2 DDG)"),
    (
        r"ihre kündigung|\brechnung\b|\bmahnung\b|vertragsunterlagen|\bbestätigung\b|offene fragen",
        "lässt Vertragspost erwarten, obwohl Werbung folgt (§ 6 Abs. 2 DDG)",
    ),
)

_RECOGNISABLE = re.compile(r"\bwerbung\b|\banzeige\b|in eigener sache", re.IGNORECASE)
_LIMIT = re.compile(r"\bnur bis\b|\bbegrenzt\b", re.IGNORECASE)


def _hits(text: str, rules: tuple[Rule, ...]) -> Iterator[tuple[int, str]]:
    for pattern, message in rules:
        for found in pattern.finditer(text):
            yield found.start(), f"„{found.group().strip()}“ {message}."


def everywhere(source: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for what no template may say."""
    yield from _hits(masked(source), _EVERYWHERE)


def contract(source: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for advertising, surveys and obstacles in contract mail and letters."""
    yield from _hits(masked(source), _CONTRACT)
    for found in re.finditer(r"\b(offer_\w+|survey_url|unsubscribe_url)\b", source):
        yield found.start(), f"Die Variable „{found.group()}“ gehört in Werbung, nicht in Vertragspost."


def advertising(source: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for limits without a date (Anhang Nr. 7 zu § 3 Abs. 3 UWG)."""
    for found in _LIMIT.finditer(masked(source)):
        if "offer_until" not in source:
            yield found.start(), f"„{found.group()}“ braucht ein wahres Enddatum: die Variable „offer_until“."


def advertising_subject(source: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for subjects that hide the commercial character (§ 6 Abs. 2 DDG)."""
    text = masked(source)
    yield from _hits(text, _SUBJECT)
    if not _RECOGNISABLE.search(text):
        yield (
            0,
            "Der Betreff zeigt nicht, dass Werbung folgt: „Werbung“ oder „in eigener Sache“ fehlt (§ 6 Abs. 2 DDG).",
        )
