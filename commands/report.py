"""`report touches|week|funnel`: what was decided, what became of it, and who came back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands.options import USAGE, Config, Json, State, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from commands.report_text import Sheet

_REPORTS = ("touches", "week", "funnel")


def register(app: typer.Typer) -> None:
    """Add `report`."""
    app.command("report")(report)


def report(
    what: Annotated[str, typer.Argument(help="touches, week oder funnel")] = "touches",
    csv: Annotated[bool, typer.Option("--csv", help="week, funnel: Tabelle für Excel (Semikolon, UTF-8)")] = False,
    html: Annotated[bool, typer.Option("--html", help="week, funnel: als Seite, mit > DATEI aufzuheben")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Was geschehen ist: jeder Schritt (touches), je Woche (week), von der Kündigung zur Rückkehr (funnel)."""
    if what not in _REPORTS:
        from sequences.grammar.problem import did_you_mean

        allowed = "touches, week oder funnel"
        fail(f"Den Bericht „{what}“ gibt es nicht; erlaubt ist {allowed}{did_you_mean(what, _REPORTS)}", USAGE)
    if csv + json + html > 1:
        fail("Nur eines von --csv, --html und --json.", USAGE)
    if what == "touches":
        if csv or html:
            fail("report touches gibt es als Text und mit --json; --csv und --html haben week und funnel.", USAGE)
        _touches(open_house(config, state, existing=True), json=json)
        return
    _figures(open_house(config, state, existing=True), what, csv=csv, html=html, json=json)


def _touches(house: House, *, json: bool) -> None:
    from campaigns.touch_json import summary, touch_object
    from store import decisions
    from store.attempts import numbers

    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        rows = list(decisions.history(connection))
        attempts = numbers(connection)
    objects = []
    for row in rows:
        item = touch_object(row, house.sequences, zone)
        item |= {
            "state": row["state"],
            "attempts": attempts.get(row["touch_id"], 0),
            "message_id": row["message_id"],
        }
        objects.append(item)
    if json:
        for item in [*objects, summary(objects)]:
            emit(item)
        return
    _tell_touches(objects)


def _tell_touches(objects: list[dict[str, Any]]) -> None:
    from campaigns.reason_words import CHANNELS, DECISIONS
    from commands.figures import table

    by_step = Counter((item["sequence"], item["step"], item["decision"], item["channel"] or "") for item in objects)
    rows = [
        (f"{sequence}/{step}", DECISIONS[decision], CHANNELS.get(channel, "–"), count)
        for (sequence, step, decision, channel), count in sorted(by_step.items())
    ]
    for line in table(("Schritt", "Entscheidung", "Weg", "Anzahl"), rows, left=3):
        say(line)


def _figures(house: House, what: str, *, csv: bool, html: bool, json: bool) -> None:
    from commands import report_text

    sheet = _week_sheet(house) if what == "week" else _funnel_sheet(house)
    if json:
        for item in sheet.objects:
            emit(item)
    elif csv:
        report_text.write_csv(sheet)
    elif html:
        report_text.write_html(sheet)
    else:
        report_text.tell(sheet)


def _week_sheet(house: House) -> Sheet:
    from commands import report_text
    from reports.weeks import weeks

    return report_text.of_weeks(weeks(house.store, ZoneInfo(house.timezone)), house)


def _funnel_sheet(house: House) -> Sheet:
    from commands import report_text
    from reports.funnel import funnel

    contract = frozenset(name for name, one in house.sequences.items() if not one.purpose.is_advertising)
    return report_text.of_funnel(funnel(house.store, contract), house)
