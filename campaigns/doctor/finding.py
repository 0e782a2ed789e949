"""What a check says: a sentence about how it is, and for what is not right what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: WARNING (it works, somebody should look), ERROR (something does not work or is not safe).

    NOTE was not checked, or is only told.
    """

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor; `cure` is empty where there is nothing to do. German."""

    level: Level
    text: str
    cure: str = ""


def ok(text: str) -> Finding:
    """As it should be."""
    return Finding(Level.OK, text)


def note(text: str) -> Finding:
    """Not checked here, or only told."""
    return Finding(Level.NOTE, text)


def warning(text: str, cure: str) -> Finding:
    """It works, somebody should look."""
    return Finding(Level.WARNING, text, cure)


def error(text: str, cure: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(Level.ERROR, text, cure)
