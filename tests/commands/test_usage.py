"""How the command line answers what it does not understand: German, exit 2, and quick help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from commands.main import app
from tests.rig.tool import ROOT, Tool

TOOL = Tool(Path("unused"), Path("unused"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["import", "customers"], "Es fehlt die Angabe FILE."),
        (["simulate"], "Es fehlt die Option --until."),
        (["simulate", "--untill", "2027-01-01"], "Die Option --untill gibt es nicht. Gemeint: --until?"),
        (["simulate", "--until"], "Die Option --until braucht einen Wert."),
        (["run", "--demo=ja"], "Die Option --demo nimmt keinen Wert."),
        (["reprot"], "Den Befehl „reprot“ gibt es nicht. Gemeint: 'report'?"),
        (["xyz"], "Den Befehl „xyz“ gibt es nicht."),
        (["import", "customers", "a.csv", "b.csv"], "Das ist zu viel: b.csv."),
        (["tasks", "fertig"], "Den Befehl „fertig“ gibt es nicht."),
    ],
)
def test_usage_errors_are_german(arguments: list[str], sentence: str) -> None:
    done = TOOL.raw(*arguments)
    assert (done.code, done.out) == (2, "")
    first, *rest = done.err.splitlines()
    assert first == sentence
    assert [line.split(":")[0] for line in rest] in ([], ["Aufruf", "Hilfe"])  # the parser knows no usage


@pytest.mark.parametrize("arguments", [[], ["tasks"], ["replies"], ["uncertain"], ["compliance"]])
def test_without_a_command_help_is_shown(arguments: list[str]) -> None:
    done = TOOL.raw(*arguments)
    assert done.code == 2
    assert "Befehle:" in done.err


def _every_command() -> list[list[str]]:
    groups = [[group.name, *_names(group.typer_instance)] for group in app.registered_groups]
    return [[name] for name in _names(app)] + [[str(group), name] for group, *names in groups for name in names]


def _names(of: object) -> list[str]:
    return [command.name or command.callback.__name__ for command in of.registered_commands]  # type: ignore[attr-defined]  # typer gives every command a callback


@pytest.mark.parametrize("command", _every_command(), ids=" ".join)
def test_every_command_has_german_help_and_the_common_options(command: list[str]) -> None:
    done = TOOL.raw(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert "--config" in done.out
    assert "--state" in done.out
    assert "--json" in done.out or command[0] in ("run", "web")
    for english in ("Usage", "Options:", "Arguments:", "Show this", "[required]", "env var"):
        assert english not in done.out


def test_help_loads_nothing_heavy() -> None:
    heavy = ("sqlalchemy", "pydantic", "jinja2", "starlette", "holidays", "apscheduler", "rich", "imapclient")
    program = (
        "import sys\nfrom commands.main import main\ncode = main(['--help'])\n"
        f"sys.exit(code or ' '.join(name for name in {heavy} if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Aufruf: wiedersehen")


def test_a_moment_that_is_none(empty: Tool) -> None:
    done = empty("simulate", "--until", "morgen", code=2)
    assert "--until: „morgen“ ist kein Zeitpunkt" in done.err
