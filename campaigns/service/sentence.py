"""The line behind „Status:“ in `systemctl status`: troubles first, then what is going on, in German."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.service.figures import Figures
from campaigns.service.troubles import RESTART, Trouble

STOPPING = "wird beendet; was unterwegs ist, geht noch hinaus"
RELOADING = "liest Konfiguration, Sequenzen und Texte neu"

_PAUSED = {"all": "angehalten: alles", "advertising": "angehalten: Werbung"}
_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def sentence(figures: Figures | None, troubles: Sequence[Trouble], timezone: str) -> str:
    """„läuft; 12 fällig, 3 ungewiss; nächste Sendung 14:05“. Without figures the database did not answer."""
    zone = ZoneInfo(timezone)
    wrong = [one for one in troubles if one.name != RESTART]
    told = [f"{one.sentence} (seit {_moment(one.since, figures, zone)})" for one in wrong]
    parts = [f"Störung: {'; '.join(told)}"] if told else []
    if figures is not None:
        parts += _going_on(figures, zone)
    parts += [one.sentence for one in troubles if one.name == RESTART]
    return "; ".join(parts) or "läuft"


def _going_on(figures: Figures, zone: ZoneInfo) -> list[str]:
    state = _PAUSED.get(figures.paused or "", "läuft")
    if not figures.activated:
        state += " zur Probe (nicht freigeschaltet)"
    counted = [(figures.due, "fällig"), (figures.uncertain, "ungewiss"), (figures.held, "wartet auf einen Menschen")]
    counted.append((figures.requests_urgent, "Anfragen nach Art. 15-20 DSGVO vor Fristende"))
    numbers = ", ".join(f"{number} {word}" for number, word in counted if number or word == "fällig")
    coming = f"nächste Sendung {_moment(figures.next_due, figures, zone)}" if figures.next_due else "nichts geplant"
    return [state, numbers, coming]


def _moment(moment: datetime, figures: Figures | None, zone: ZoneInfo) -> str:
    """14:05 today, otherwise with its day: „Mo 02.03. 09:00“."""
    local = moment.astimezone(zone)
    if figures is not None and local.date() == figures.at.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{_DAYS[local.weekday()]} {local:%d.%m. %H:%M}"
