"""`tasks draft`: the words of a mail that waits for approval, as a file to edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, fail, open_house
from commands.task_found import Task, find

if TYPE_CHECKING:
    from campaigns.drafts.words import Words


def register(tasks: App) -> None:
    """Add the command to `tasks`."""
    tasks.command("draft")(draft)


def draft(
    task: Task,
    out: Annotated[Path, typer.Option("--out", help="Textdatei, die geschrieben wird; es darf sie noch nicht geben")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Betreff und Text einer Mail, die auf Freigabe wartet, als Datei zum Ändern schreiben."""
    from campaigns.drafts.words import Words, as_file
    from store import drafts, operation, written

    house = open_house(config, state, existing=True, without_list=True)
    row = find(house, task)
    with house.store.read() as connection:
        found = drafts.of_task(connection, row["id"])
    if found is None:
        fail(f"An der Aufgabe {row['external_id']} hängt keine Mail, die auf Freigabe wartet.", FINDINGS)
    with house.store.write() as connection:  # who reads about a person leaves a trace (Art. 5 Abs. 2 DSGVO)
        now = house.clock.now()
        written.record(connection, out, written.SHEET, now, contact_pk=row["contact_id"])
        data = {"task": row["external_id"], "by": account()}
        operation.audit(connection, "brief_read", now, row["contact"], data)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(as_file(Words(found.subject, found.paragraphs)))
    except OSError as problem:
        fail(f"{out} lässt sich nicht schreiben ({problem.strerror}).", USAGE)
    again = f"wiedersehen tasks done {row['external_id']} --outcome approved --text {out}"
    done = {"task_id": row["external_id"], "file": str(out), "state": found.state.value}
    answer(done, f"Geschrieben: {out}\nGeändert? Dann: {again}", json=json)


def words_in(file: Path) -> Words:
    """The words of a file that a person has edited; ends the command when it holds none."""
    from campaigns.drafts.words import MAX_BYTES, NoText, from_file

    try:
        with file.open("rb") as opened:
            return from_file(opened.read(MAX_BYTES + 1))
    except NoText as problem:
        fail(f"{file}: {problem}", USAGE)
    except OSError as problem:
        fail(f"{file} lässt sich nicht lesen ({problem.strerror}).", USAGE)
