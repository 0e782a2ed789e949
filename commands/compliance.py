"""`compliance verify CASES.csv`: a lawyer's table against the rulebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.german import App
from commands.options import FINDINGS, OK, USAGE, Config, Json, State, emit, fail, say

if TYPE_CHECKING:
    from compliance.verify import Mismatch

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
    except FileNotFoundError:
        fail(f"{cases}: Diese Datei gibt es nicht.", USAGE)
    except OSError as error:
        fail(f"{cases} lässt sich nicht lesen: {error.strerror}", USAGE)
    except UnreadableTable as error:
        fail(str(error), USAGE)
    for mismatch in report.mismatches:
        if json:
            emit(mismatch.as_dict())
        else:
            say(_told(mismatch))
    total = f"{report.matching} of {report.total} cases match"
    if json:
        sys.stderr.write(total + "\n")
    else:
        say(total)
    raise typer.Exit(OK if not report.mismatches else FINDINGS)


def _told(mismatch: Mismatch) -> str:
    if mismatch.error:
        return f"{mismatch.id}: {mismatch.error}"
    missing = f"; es fehlen die Auflagen {', '.join(mismatch.missing_duties)}" if mismatch.missing_duties else ""
    return f"{mismatch.id}: erwartet {mismatch.expected}, erhalten {mismatch.got} (Regel {mismatch.rule}){missing}"
