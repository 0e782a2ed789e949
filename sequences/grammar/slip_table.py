"""The usual slips in a line of TOML, each with its own German sentence and cure, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')

# A value of one line as it looks once strings are masked; a mask is `"xxx"` for both kinds of quotes.
_VALUE = r'(?:"x*"|true|false|[+-]?\d[\w:.+-]*|\[[^\]]*\]|\{[^}]*\})'

INVISIBLE = {
    "\u00a0": "geschütztes Leerzeichen",
    "\u2007": "Ziffernleerzeichen",
    "\u202f": "schmales geschütztes Leerzeichen",
    "\u200b": "Leerzeichen ohne Breite",
    "\u200d": "unsichtbarer Verbinder",
    "\u00ad": "weiches Trennzeichen",
    "\ufeff": "BOM mitten in der Datei",
}
"""What comes along when text is copied from a web page or a word processor."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where tomllib stopped: its words, the 0-based line, its column, the line and the line masked."""

    error: str
    row: int
    column: int
    line: str
    masked: str


Finder = Callable[[Spot], tuple[int, str] | None]


def mask(line: str) -> str:
    """The line with strings turned into "xxx" and comments into blanks, so that only grammar is left to match."""

    def hide(match: re.Match[str]) -> str:
        found = match.group()
        return " " * len(found) if found.startswith("#") else f'"{"x" * (len(found) - 2)}"'

    return _STRING_OR_COMMENT.sub(hide, line)


def _pattern(regex: str, sentence: str, *, start: str = "") -> Finder:
    """A slip recognised by its look, where tomllib's words begin with `start`.

    `{0}` in the sentence is the first group, as it stands in the line; the column is where it starts.
    """
    compiled = re.compile(regex)

    def find(spot: Spot) -> tuple[int, str] | None:
        match = compiled.search(spot.masked) if spot.error.startswith(start) else None
        return (match.start(1) + 1, sentence.format(spot.line[slice(*match.span(1))])) if match else None

    return find


def _words(start: str, sentence: str) -> Finder:
    """A slip recognised by the first words of tomllib's message."""
    return lambda spot: (spot.column, sentence) if spot.error.startswith(start) else None


def _invisible(spot: Spot) -> tuple[int, str] | None:
    match = re.search(f"[{''.join(INVISIBLE)}]", spot.masked)
    if match is None:
        return None
    name = INVISIBLE[match.group()]
    sentence = f"unsichtbares Sonderzeichen ({name}); erlaubt sind Leerzeichen und Tabulator, tippen Sie die Lücke neu"
    return match.start() + 1, sentence


def _hash(spot: Spot) -> tuple[int, str] | None:
    """`color = #ff0000`: everything behind # is a remark."""
    match = re.search(r"=\s*(#\S+)", spot.line)
    if match is None or spot.masked[match.start(1) :].strip():
        return None
    sentence = f'hinter dem Gleichheitszeichen fehlt der Wert, denn # beginnt eine Bemerkung; ein Text ist "{match[1]}"'
    return match.start(1) + 1, sentence


SLIPS: tuple[Finder, ...] = (
    _words("Found invalid character", "unsichtbares Steuerzeichen; erlaubt sind Text, Leerzeichen und Tabulator"),
    _pattern(
        "([„“”‚‘’«»´`])",
        'typografisches Anführungszeichen {0}; erlaubt sind nur gerade, zum Beispiel "Text" (Zeichen über der Taste 2)',
    ),
    _invisible,
    _pattern(
        r"=\s*([–—−]\s*\d+)",
        "Gedankenstrich statt Minus in {0}; tippen Sie das Minus der Tastatur, zum Beispiel -14",
    ),
    _pattern(
        r"=\s*([+-]?\d{1,3}(?:\.\d{3})+(?:,\d+|\.\d{3}))",
        "Zahl {0} mit Tausenderpunkt; erlaubt ist die Zahl ohne ihn, Cent hinter einem Punkt: 1000.00",
    ),
    _pattern(
        r"=\s*([+-]?\d+,\d+)",
        "Dezimalzahl {0} mit Komma; TOML schreibt den Punkt, zum Beispiel 0.10",
    ),
    _pattern(
        r"=\s*(\d{1,2}(?::\d{2}){0,2}\s*(?i:uhr)\b)", "Uhrzeit {0}; erlaubt ist die volle Form, zum Beispiel 09:00:00"
    ),
    _pattern(
        r"=\s*(\d{1,2}:\d{2})(?![:\d])",
        "Uhrzeit {0} ohne Sekunden; erlaubt ist die volle Form, zum Beispiel 09:00:00",
    ),
    _pattern(r"=\s*(\d:\d{2}:\d{2})", "Uhrzeit {0} mit einstelliger Stunde; erlaubt ist zum Beispiel 09:00:00"),
    _pattern(
        r"=\s*(\d{1,2}\.\d{1,2}\.\d{4})",
        "Datum {0}; erlaubt ist Jahr-Monat-Tag, zum Beispiel 2026-10-01",
    ),
    _pattern(
        r"=\s*(0\d\.\d\d)\s*$",
        "Zahl {0} mit führender Null; eine Uhrzeit schreibt man 09:00:00, eine Zahl ohne Null davor",
    ),
    _pattern(
        r"[=\[,]\s*([+-]?0\d+)\s*(?=$|[,\]}])",
        "Zahl {0} mit führender Null; erlaubt ist die Zahl ohne Null davor, zum Beispiel 7",
    ),
    _pattern(
        r"=\s*((?i:true|false|yes|no|ja|nein|on|off|an|aus|wahr|falsch|enabled|disabled))\s*(?=$|[,\]}])",
        "Wahrheitswert {0}; erlaubt sind true oder false, klein geschrieben",
        start="Invalid value",
    ),
    _pattern(
        r"=\s*((?i:null|none|nil|nichts|leer))\s*(?=$|[,\]}])",
        "„{0}“ gibt es in TOML nicht; was nicht gelten soll, wird weggelassen: streichen Sie die Angabe",
    ),
    _pattern(
        r"=\s*([+-]?\d[\d_]*(?:\.\d+)?\s*(?:%|€|[A-Za-zÄÖÜäöü]+))(?!\w|\s*=)",
        "Zahl mit Einheit {0}; erlaubt ist nur die Zahl, die Einheit steht schon im Schlüssel",
    ),
    _pattern(r"=\s*(==*)", "doppeltes Gleichheitszeichen; erlaubt ist eines: schlüssel = wert"),
    _pattern(
        r'=\s*((?:""|\'\')(?=[^\s"\',\]}]))',
        'doppelte Anführungszeichen {0}; erlaubt ist je eines davor und danach: "Text"',
        start="Expected newline",
    ),
    _words("Illegal character '\\n'", 'das schließende Anführungszeichen " fehlt in dieser Zeile'),
    _words("Illegal character", "unsichtbares Steuerzeichen im Text; erlaubt sind Text und Tabulator"),
    _words("Expected \"'", "das schließende Anführungszeichen ' fehlt"),
    _words("Unterminated string", 'der Text wird nicht geschlossen: """ fehlt'),
    _words("Unescaped '\\'", "einzelner Rückstrich \\ im Text; schreiben Sie \\\\ oder / oder '…' statt \"…\""),
    _words("Invalid hex value", "\\u im Text braucht vier Hexziffern; für einen Rückstrich schreiben Sie \\\\"),
    _words("Duplicate inline table key", "derselbe Schlüssel steht zweimal in { }; einmal ist erlaubt"),
    _pattern(
        rf'[\[,]\s*{_VALUE}\s+("|[\w+-])',
        "zwischen zwei Einträgen der Liste fehlt ein Komma; erlaubt ist [1, 2, 3]",
        start="Unclosed array",
    ),
    _pattern(
        r'[\[,]\s*"x*"([^\s,\]])',
        'in der Liste fehlt ein Anführungszeichen " oder es ist eines zu viel; erlaubt ist ["a", "b"]',
        start="Unclosed array",
    ),
    _words("Unclosed array", "die Liste wird nicht geschlossen oder ein Komma fehlt; erlaubt ist [1, 2, 3]"),
    _words("Expected ']", "die Überschrift wird nicht geschlossen; erlaubt ist [name] oder [[name]]"),
    _pattern(
        r"^\s*([^\W\d][\w-]*)\s*(?:[,\]]|$)",
        'Text {0} ohne Anführungszeichen; erlaubt ist "{0}"',
        start="Invalid value",
    ),
    _pattern(
        r"^\s*(\[\s+\[|[\w.-]+\s*\]+)", "die Überschrift hat zu wenige Klammern: {0}; erlaubt ist [name] oder [[name]]"
    ),
    _pattern(r"^\s*\[+[^\[\]]*\]+\s*(\S+)", "hinter der Überschrift steht noch {0}; streichen Sie es"),
    _pattern(r"^\s*(<!--)", "Zeichen {0}; eine Bemerkung beginnt mit #"),
    _pattern(r"(//|;)", "Zeichen {0} hinter dem Wert; eine Bemerkung beginnt mit #"),
    _pattern(r"[{,]\s*[\w-]+\s*(:)", "Doppelpunkt {0} hinter dem Schlüssel; erlaubt ist schlüssel = wert"),
    _pattern(r'^\s*[\w."-]+\s*(:)', "Doppelpunkt {0} hinter dem Schlüssel; erlaubt ist schlüssel = wert"),
    _pattern(r"=\s*(\()", "runde Klammern; eine Liste steht in eckigen: [1, 2, 3]"),
    _pattern(rf"=\s*(\{{)\s*{_VALUE}\s*[,}}]", "geschweifte Klammern; eine Liste steht in eckigen: [1, 2, 3]"),
    _pattern(r"(,)\s*\}", "Komma vor }}; hinter der letzten Angabe in {{ }} steht keines"),
    _pattern(
        rf"[{{,]\s*[\w.-]+\s*=\s*{_VALUE}\s+([\w-]+)\s*=", "vor {0} fehlt ein Komma; erlaubt ist {{ a = 1, b = 2 }}"
    ),
    _pattern(rf"=\s*{_VALUE}\s*(,)\s*$", "Komma {0} am Ende der Zeile; streichen Sie es"),
    _pattern(rf"=\s*({_VALUE}\s*,.*\S)", "mehrere Werte ohne Klammern: {0}; eine Liste steht in eckigen: [{0}]"),
    _pattern(
        rf"=\s*{_VALUE}\s+([\w-]+\s*=)",
        "zwei Angaben in einer Zeile; vor {0} gehört ein Zeilenumbruch",
        start="Expected newl",
    ),
    _pattern(
        rf"=\s*{_VALUE}\s*(\S.*)",
        "hinter dem Wert steht noch {0}; eine Bemerkung beginnt mit #",
        start="Expected newline",
    ),
    _pattern(r"^\s*(-)\s", "Zeichen {0} am Anfang; eine Liste steht in eckigen Klammern: schlüssel = [1, 2, 3]"),
    _hash,
    _pattern(r"=\s*()$", "hinter dem Gleichheitszeichen fehlt der Wert{0}"),
    _pattern(r'=\s*([^\W\d][^\s,\]}"]*")', 'das öffnende Anführungszeichen fehlt vor {0}; erlaubt ist "{0}'),
    _pattern(r"=\s*([^\W\d][^\s,\]}]*)", 'Text {0} ohne Anführungszeichen; erlaubt ist "{0}"'),
    _pattern(r"^\s*\[*\s*([\w.-]*[ÄÖÜäöüß][\w.-]*)", "Umlaut im Schlüssel {0}; erlaubt sind a-z, 0-9, _ und -"),
    _pattern(r"^\s*([\w.-]+)\s*$", "hinter {0} fehlt das Gleichheitszeichen; erlaubt ist schlüssel = wert"),
    _pattern(rf"^\s*([\w.-]+)\s+{_VALUE}\s*$", "hinter {0} fehlt das Gleichheitszeichen; erlaubt ist schlüssel = wert"),
    _words("", "hier ist kein gültiges TOML; erlaubt sind [abschnitt], schlüssel = wert und # Bemerkung"),
)
