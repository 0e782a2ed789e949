"""`compliance verify CASES.csv`: a lawyer's table against the rulebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.german import App
from commands.options import FINDINGS, OK, USAGE, Config, Json, State, emit, fail, say

compliance = App(help="Das Regelwerk")


def register(app: typer.Typer) -> None:
    """Add `compliance`."""
    app.add_typer(compliance, name="compliance")


@compliance.callback()
def group() -> None:
    """Das Regelwerk."""


@compliance.command("verify")
def verify(
    cases: Annotated[Path, typer.Argument(help="Fälle als CSV")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Tabelle von Fällen durch das Regelwerk schicken."""
    del config, state  # the table brings everything it is judged by; the options are those of every command
    from compliance.verify import UnreadableTable, verify_file

    try:
        report = verify_file(cases)
    except (OSError, UnreadableTable) as error:
        fail(f"{cases}: {error}", USAGE)
    for line in report.lines():
        if json:
            emit(line)
        else:
            say(
                f"{line['id']}: erwartet {line['expected']}, erhalten {line['got']} "
                f"(Regel {line['rule']}) {line['error'] or ''}".rstrip()
            )
    total = f"{report.matching} of {report.total} cases match"
    if json:
        sys.stderr.write(total + "\n")
    else:
        say(total)
    raise typer.Exit(OK if not report.mismatches else FINDINGS)
