"""`compliance verify CASES.csv`: a lawyer's table against the rulebook; `compliance rules`: norms and their reviews."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import (
    FINDINGS,
    OK,
    USAGE,
    Config,
    Json,
    State,
    emit,
    fail,
    open_house,
    read_config,
    say,
    state_path,
)

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


@compliance.command("rules")
def rules(config: Config = None, state: State = None, json: Json = False) -> None:
    """Alle Vorschriften des Regelwerks, ihre Norm und wann sie zuletzt juristisch geprüft wurden.

    Wo die letzte Prüfung länger als zwölf Monate her ist, steht „überfällig“, und der Befehl endet mit 1.
    """
    from campaigns.lexicon.law import RULES as SENTENCES
    from commands.figures import day, table
    from compliance.reviews import reviews
    from compliance.rulebook import RULEBOOK_VERSION

    listed = reviews(_today(config, state))
    late = [review for review in listed if review.overdue]
    for review in listed if json else ():
        rule = review.rule
        emit(
            {
                "rule": rule.name,
                "statute": rule.statute,
                "kind": "basis" if rule.basis else "barrier",
                "reviewed": rule.reviewed.isoformat(),
                "review_due": review.due.isoformat(),
                "overdue": review.overdue,
                "text": SENTENCES[rule.name],
                "rulebook": RULEBOOK_VERSION,
            }
        )
    if not json:
        head = ("Vorschrift", "Norm", "Art", "geprüft am", "wieder bis", "")
        rows = [
            (
                review.rule.name,
                review.rule.statute,
                "erlaubt" if review.rule.basis else "hält auf",
                day(review.rule.reviewed),
                day(review.due),
                "überfällig" if review.overdue else "",
            )
            for review in listed
        ]
        for line in table(head, rows, left=len(head)):
            say(line)
        say(f"\n{_similar(config)}")
        say()
        say(f"Regelwerk {RULEBOOK_VERSION}: {len(listed)} Vorschriften. {_overdue(len(late))}")
    raise typer.Exit(FINDINGS if late else OK)


def _overdue(late: int) -> str:
    if not late:
        return "Keine Prüfung ist länger als zwölf Monate her."
    which = "Eine Vorschrift ist" if late == 1 else f"{late} Vorschriften sind"
    return f"{which} seit mehr als zwölf Monaten nicht geprüft: bitte der Anwältin oder dem Anwalt vorlegen."


def _similar(config: Path | None) -> str:
    """Which products count as similar to which (§ 7 Abs. 3 Nr. 2 UWG), as the rules see it."""
    from compliance.releases import effective

    named = effective(read_config(config).settings.policy.value()).similarity
    if not named:
        return "Ähnliche Produkte (§ 7 Abs. 3 Nr. 2 UWG): nur dasselbe Produkt wie im Vertrag."
    pairs = "; ".join(f"{family}: {', '.join(near)}" for family, near in named)
    return f"Ähnliche Produkte (§ 7 Abs. 3 Nr. 2 UWG), je Produkt des Vertrags: {pairs}."


def _today(config: Path | None, state: Path | None) -> date:
    """Today by the clock of the house; where there is no database yet, by the machine's. Nothing is created."""
    from campaigns.clock import SystemClock

    read, folder = read_config(config), state_path(state)
    new = read.settings.database.url is None and not (folder / "wiedersehen.sqlite3").exists()
    now = SystemClock().now() if new else open_house(config, state).clock.now()
    return now.astimezone(ZoneInfo(read.settings.daemon.timezone)).date()


def _told(mismatch: Mismatch) -> str:
    if mismatch.error:
        return f"{mismatch.id}: {mismatch.error}"
    missing = f"; es fehlen die Auflagen {', '.join(mismatch.missing_duties)}" if mismatch.missing_duties else ""
    return f"{mismatch.id}: erwartet {mismatch.expected}, erhalten {mismatch.got} (Regel {mismatch.rule}){missing}"
