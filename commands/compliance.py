"""`compliance verify CASES.csv`: a lawyer's table against the rulebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.options import FINDINGS, OK, USAGE, Json, emit, fail, say

compliance = typer.Typer(help="Das Regelwerk", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `compliance`."""
    app.add_typer(compliance, name="compliance")


@compliance.callback()
def group() -> None:
    """Das Regelwerk."""


@compliance.command("verify")
def verify(cases: Annotated[Path, typer.Argument(help="Fälle als CSV")], json: Json = False) -> None:
    """Eine Tabelle von Fällen durch das Regelwerk schicken."""
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
    say(f"{report.matching} of {report.total} cases match")
    raise typer.Exit(OK if not report.mismatches else FINDINGS)
