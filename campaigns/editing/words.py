"""German words for parts of a sequence, as a list of changes shows them. Keys stay as they stand in the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from enum import Enum
from typing import Any

from campaigns.reason_words import CHANNELS
from sequences.definition import (
    AfterStep,
    Anchor,
    Channel,
    DefaultEffect,
    Effect,
    OnDay,
    OnEvent,
    OpenTask,
    PauseDays,
    PauseNamed,
    StartSequence,
    StopEffect,
    TaskSpec,
    WaitForOutcome,
    When,
    Window,
)
from sequences.grammar.values import WEEKDAYS

_ANCHORS = {
    Anchor.CANCELLATION_RECEIVED: "der Kündigung",
    Anchor.CONTRACT_END: "dem Vertragsende",
    Anchor.RETURNED: "der Rückkehr",
    Anchor.SAVED: "dem Verbleib",
    Anchor.FEATURE_RELEASED: "der Freigabe der Funktion",
    Anchor.ENROLLED: "dem Beginn der Sequenz",
}


def when(value: When) -> str:
    """`Tag 7`, `14 Tage vor dem Vertragsende`, `2 Werktage nach Schritt „plan“`."""
    match value:
        case OnDay(day, anchor, at):
            hour = f" um {at:%H:%M} Uhr" if at else ""
            if anchor is None:
                return f"Tag {day}{hour}"
            side = "vor" if day < 0 else "nach"
            return f"{days(abs(day))} {side} {_ANCHORS[anchor]}{hour}"
        case OnEvent(event, wait):
            return f"wenn „{event}“ eintritt" + (f", höchstens {days(wait)} lang" if wait else "")
        case AfterStep(step, more, business):
            unit = ("Werktag" if more == 1 else "Werktage") if business else ("Tag" if more == 1 else "Tage")
            return f"{more} {unit} nach Schritt „{step}“"


def days(number: int) -> str:
    """`1 Tag`, `7 Tage`."""
    return f"{number} {'Tag' if number == 1 else 'Tage'}"


def channel(value: Channel) -> str:
    """The German name of a channel."""
    return CHANNELS[value.value]


def effect(value: Effect) -> str:
    """What a reply does."""
    match value:
        case StopEffect():
            return "die Sequenz endet"
        case PauseDays(number):
            return f"Pause von {days(number)}n" if number != 1 else "Pause von 1 Tag"
        case PauseNamed():
            return "Pause bis zum genannten Tag"
        case StartSequence(name):
            return f"die Sequenz „{name}“ beginnt"
        case OpenTask(kind):
            return f"ein Mensch bekommt die Aufgabe „{kind}“"
        case DefaultEffect():
            return "sichere Voreinstellung"


def window(value: Window | None) -> str:
    """`mon, tue von 09:00 bis 17:30 Uhr`; None is the one of config.toml."""
    if value is None:
        return "das Fenster aus config.toml"
    weekdays = ", ".join(WEEKDAYS[day] for day in sorted(value.weekdays))
    return f"{weekdays} von {value.start:%H:%M} bis {value.end:%H:%M} Uhr" + (
        ", auch an Feiertagen" if value.holidays else ""
    )


def wait(value: WaitForOutcome | None) -> str:
    """How long the sequence waits for the outcome of a task."""
    if value is None:
        return "wartet nicht auf das Ergebnis"
    after = "endet dann" if value.then == "stop" else "geht dann weiter"
    return f"wartet {days(value.days)} auf das Ergebnis und {after}"


def task(value: TaskSpec) -> str:
    """The kind of a task and its time limit."""
    if value.due_business_hours is not None:
        return f"„{value.kind}“, Frist {value.due_business_hours} Geschäftsstunden"
    if value.due_business_days is not None:
        return f"„{value.kind}“, Frist {value.due_business_days} Werktage"
    return f"„{value.kind}“, übliche Frist"


def released(number: int) -> str:
    """How many mails a person approves one by one before the others follow."""
    return f"die ersten {number} gibt ein Mensch frei" if number else "alle gehen ohne Freigabe hinaus"


def plain(value: object) -> str:
    """A single value as it stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return f"„{value.value}“"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    return f"„{value}“" if isinstance(value, str) else str(value)


def names(absent: str) -> Callable[[Any], str]:
    """Several names in order; `absent` where there is none."""
    return lambda value: ", ".join(sorted(value)) or absent


def optional(absent: str) -> Callable[[Any], str]:
    """The words of a value that may be left out."""
    return lambda value: absent if value is None else plain(value)
