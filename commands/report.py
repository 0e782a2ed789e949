"""`report touches`: what was decided and what became of it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import USAGE, Config, Json, State, emit, fail, open_house, say


def register(app: typer.Typer) -> None:
    """Add `report`."""
    app.command("report")(report)


def report(
    what: Annotated[str, typer.Argument(help="touches")] = "touches",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Was geschehen ist."""
    from campaigns.touch_json import summary, touch_object
    from store import decisions
    from store.attempts import numbers

    if what != "touches":
        fail(f"Den Bericht „{what}“ gibt es nicht; erlaubt ist touches.", USAGE)
    house = open_house(config, state)
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
    total = summary(objects)
    if json:
        for item in [*objects, total]:
            emit(item)
        return
    by_step = Counter((item["sequence"], item["step"], item["decision"], item["channel"] or "–") for item in objects)
    for (sequence, step, decision, channel), number in sorted(by_step.items()):
        say(f"{sequence}/{step:<18} {decision:<9} {channel:<8} {number:>6}")
