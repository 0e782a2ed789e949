"""`doctor`: everything that can be wrong, all at once, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import COMMON, FINDINGS, OK, Config, Json, State, config_path, emit, say, state_path

if TYPE_CHECKING:
    from campaigns.doctor import Finding

_WORDS = {"ok": "ok", "note": "Hinweis", "warning": "Warnung", "error": "Fehler"}


def register(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command("doctor")(doctor)


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Mailserver und Postfach nicht ansprechen")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Was fehlt, was kaputt ist, und was zu tun ist. Verändert nichts, sendet nichts."""
    from campaigns.doctor import Level, admitted, examine

    patient = admitted(config_path(config).absolute(), state_path(state).absolute(), connect=not offline)
    if patient.store is not None:
        COMMON.opened.append(patient.store)
    counted = dict.fromkeys(Level, 0)
    last = ""
    for name, heading, finding in examine(patient):
        counted[finding.level] += 1
        if json:
            emit({"check": name, "level": finding.level.value, "text": finding.text, "cure": finding.cure or None})
            continue
        if heading != last:
            say(f"\n{heading}" if last else heading)
            last = heading
        _tell(finding)
    if not json:
        say(f"\n{counted[Level.ERROR]} Fehler, {counted[Level.WARNING]} Warnungen, {counted[Level.OK]} in Ordnung.")
    raise typer.Exit(FINDINGS if counted[Level.ERROR] else OK)


def _tell(finding: Finding) -> None:
    say(f"  {_WORDS[finding.level]:<8} {finding.text}")
    if finding.cure:
        say(f"           → {finding.cure}")
