"""`tasks show`: brief and guide of one task as they stand now, in the terminal or as one sheet of paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import USAGE, Config, Json, State, account, answer, emit, fail, open_house, say
from commands.task_found import Task, find
from commands.task_text import as_json, headline, how_to_end

if TYPE_CHECKING:
    from campaigns.desk.sheet import Sheet
    from campaigns.house import House


def register(tasks: App) -> None:
    """Add the command to `tasks`."""
    tasks.command("show")(show)


def show(
    task: Task,
    config: Config = None,
    state: State = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="als Seite in diese Datei (.html); gedruckt vorn Briefing, hinten Leitfaden"),
    ] = None,
    json: Json = False,
) -> None:
    """Briefing und Leitfaden einer Aufgabe, mit dem, was jetzt über die Person vorliegt."""
    from campaigns.desk.sheet import sheet_of

    if out is not None and out.suffix.lower() not in (".html", ".htm"):
        fail(f"--out: „{out.name}“ endet nicht auf .html; erwartet wird zum Beispiel --out blatt.html.", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    row = find(house, task)
    sheet = sheet_of(house, row)
    _read_by(house, row, out)
    if out is not None:
        _write(sheet, out)
        told = {"file": str(out), "task_id": row["external_id"]}
        answer(told, f"{out}: {sheet.title}. Nach dem Gespräch löschen, Ausdrucke vernichten.", json=json)
    elif json:
        emit(_item(house, sheet))
    else:
        _say(house, sheet)


def _read_by(house: House, row: dict[str, Any], out: Path | None) -> None:
    """Who reads about a person leaves a trace (Art. 5 Abs. 2 DSGVO), and so does a file that an erasure has to find."""
    from store import operation, written

    now = house.clock.now()
    with house.store.write() as connection:
        if out is not None:
            written.record(connection, out, written.SHEET, now, contact_pk=row["contact_id"])
        data = {"task": row["external_id"], "by": account()}
        operation.audit(connection, "brief_read", now, row["contact"], data)


def _write(sheet: Sheet, out: Path) -> None:
    from campaigns.bootstrap import ROOT
    from campaigns.desk.sheet import Paper
    from campaigns.rights.handing_out import write_private
    from sequences.grammar.os_errors import german

    try:
        write_private(out, Paper(ROOT / "templates_de").html(sheet).encode())
    except OSError as error:
        fail(f"{out} lässt sich nicht schreiben: {german(error)}. Geben Sie hinter --out einen anderen Ort an.", USAGE)


def _item(house: House, sheet: Sheet) -> dict[str, Any]:
    from campaigns.desk.halting import halted

    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        held = halted(house, connection, [sheet.task])
    item = as_json(sheet.task, zone, held) | {"brief": "\n".join(_brief(sheet)), "guide": sheet.guide}
    item |= {"letter": sheet.letter or None, "unsaid": list(sheet.unsaid)}
    item |= {"guide_frozen": sheet.frozen or None}
    ruling = sheet.ruling
    allowed = ruling and {
        "verdict": ruling.verdict.name,
        "rule": ruling.rule,
        "reason": ruling.reason,
        "until": ruling.until.astimezone(zone).isoformat() if ruling.until else None,
    }
    return item | {"facts": {fact.name: fact.words for fact in sheet.brief.facts}, "may_contact_now": allowed}


def _say(house: House, sheet: Sheet) -> None:
    row = sheet.task
    say(headline(row, house.clock.now(), ZoneInfo(house.timezone), house.team))
    if sheet.may is not None:
        say(f"Jetzt erlaubt? {sheet.may.words}")
    say("\nBRIEFING")
    for line in _brief(sheet):
        say(line)
    say(f"\n{sheet.guide_title.upper()}")
    if sheet.frozen:
        say(sheet.frozen)
    say(sheet.guide)
    if sheet.letter:
        say(f"\nTEXT ZUM KOPIEREN\n{sheet.letter}")
    for line in sheet.unsaid:
        say(f"Nicht im Text: {line}")
    if row["state"] == "open":
        say("\n" + how_to_end(row["external_id"], row["kind"]))


def _brief(sheet: Sheet) -> list[str]:
    return [
        f"{fact.name}:{fact.words}" if fact.words.startswith("\n") else f"{fact.name}: {fact.words}"
        for fact in sheet.brief.facts
    ]
