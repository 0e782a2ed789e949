"""Values that people and machines outside read in files: refused when they could act as formula or break a line."""

from __future__ import annotations

from channels.channel import Refused
from contacts.normalize import has_control_characters

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                  "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
"""First characters that make a spreadsheet compute a cell. Full-width forms are folded to these by some programs."""


def cell(value: str, what: str, longest: int) -> str:
    """`value` with single blanks, or Refused. Never shortened: a wrong name on a letter is worse than no letter.

    `longest` in characters.
    """
    if value.startswith(("\t", "\r")) or value.strip().startswith(FORMULA_STARTS):
        raise Refused(f"{what} beginnt mit „{value.strip()[:1]}“ und könnte als Formel ausgeführt werden.")
    if has_control_characters(value):
        raise Refused(f"{what} enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.")
    clean = " ".join(value.split())
    if len(clean) > longest:
        raise Refused(f"{what} ist mit {len(clean)} Zeichen zu lang (höchstens {longest}).")
    try:
        clean.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"{what} enthält ein unvollständiges Zeichen.") from error
    return clean
