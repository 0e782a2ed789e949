"""Reads a TOML file so that every problem has a place: text, data, positions and the slips on the way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from sequences.grammar.os_errors import german
from sequences.grammar.positions import Path, Place, Positions, positions
from sequences.grammar.problem import Problem
from sequences.grammar.slips import DOUBLE, diagnose

MAX_BYTES = 256 * 1024
"""No hand-written file is larger; a log file given by mistake must not cost minutes."""
MAX_SLIPS = 25


@dataclass(frozen=True, slots=True)
class Source:
    """What could be read of a file. `data` None: so little that checking its meaning is pointless.

    `lost` holds the names of keys on lines taken out: that they are missing is not reported a second time.
    Floats are Decimal.
    """

    file: str
    data: Mapping[str, Any] | None
    places: Positions
    problems: tuple[Problem, ...] = ()
    lost: frozenset[str] = frozenset()

    def problem(self, path: Path, message: str, *, at_value: bool = False, warning: bool = False) -> Problem:
        """A problem at the key of `path`, or at its value."""
        line, column = self.places.value(path) if at_value else self.places.key(path)
        return Problem(self.file, line, column, dotted(path), message, warning)


_NOWHERE = Positions({}, {})


def dotted(path: Path) -> str:
    """`step[2].after.days`; tables of arrays count from 1, as people do."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_text(path: FilePath, file: str) -> str | Problem:
    """The text of a file, or why it cannot be read. Never raises for what is on the disk."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        message = f"die Datei lässt sich nicht lesen ({german(error)}); prüfen Sie Pfad und Rechte"
        return Problem(file, 1, 1, "", message)
    if size > MAX_BYTES:
        return _too_large(file, size)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start])
        return Problem(
            file,
            line,
            column,
            "",
            "die Datei ist nicht in UTF-8 gespeichert; speichern Sie sie im Editor als „UTF-8“ (nicht „ANSI“)",
        )


def parse(text: str, file: str) -> Source:
    """Read TOML. Slips are explained and taken out one after the other, so that all are reported at once."""
    if len(text) > MAX_BYTES:
        return Source(file, None, _NOWHERE, (_too_large(file, len(text)),))
    problems: list[Problem] = []
    lost: set[str] = set()
    # Windows editors put a BOM in front unasked; it says nothing that UTF-8 does not say.
    lines = [*re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), ""]
    while len(problems) < MAX_SLIPS:
        try:
            data = tomllib.loads("\n".join(lines), parse_float=Decimal)
            places = positions("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            slip = diagnose(lines, str(error))
            problems.append(Problem(file, slip.line, slip.column, slip.key, slip.message))
            lost.add(slip.key)
            lines = slip.repaired
        except (ValueError, RecursionError):
            # A number of thousands of digits, brackets nested a thousand deep, half a surrogate pair.
            message = "die Datei enthält etwas, das kein Mensch schreibt (riesige Zahl, tausende Klammern)"
            problems.append(Problem(file, 1, 1, "", message))
            break
        else:
            kept = {key: value for key, value in data.items() if not key.startswith(DOUBLE)}
            return Source(file, kept, places, tuple(problems), frozenset(lost))
    return Source(file, None, _NOWHERE, tuple(problems))


def _too_large(file: str, size: int) -> Problem:
    return Problem(file, 1, 1, "", f"die Datei ist mit {size} Bytes zu groß; erlaubt sind {MAX_BYTES}")


def _place(before: bytes) -> Place:
    line = before.rsplit(b"\n", 1)[-1]
    return before.count(b"\n") + 1, len(line.decode(errors="replace")) + 1
