"""What all commands share: where the configuration and the state lie, and how to end."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from sequences.grammar.os_errors import german

if TYPE_CHECKING:
    from campaigns.bootstrap import Read
    from campaigns.clock import Clock
    from campaigns.house import House
    from store.engine import Store

OK, FINDINGS, USAGE, CONFIG = 0, 1, 2, 78

_ROOT = Path(__file__).resolve().parent.parent
_INSTALLED = Path("/etc/wiedersehen")
_WHICH_STATE = f"""\
Welche Daten sind gemeint? Auf dieser Maschine ist der Dienst eingerichtet ({_INSTALLED}).
  der Dienst:    sudo -u wiedersehen WIEDERSEHEN_CONFIG={_INSTALLED}/config.toml \
wiedersehen --state /var/lib/wiedersehen BEFEHL
  Probelauf:     wiedersehen --state {_ROOT / "var"} BEFEHL
Im Handbuch heißt der erste Aufruf wds (docs/handbuch/installation.md)."""

Config = Annotated[
    Path | None, typer.Option("--config", envvar="WIEDERSEHEN_CONFIG", help="Konfigurationsdatei", show_default=False)
]
State = Annotated[Path | None, typer.Option("--state", help="Zustandsordner", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines auf der Standardausgabe")]


@dataclass(slots=True)
class Common:
    """Options given before the command; those behind it win."""

    config: Path | None = None
    state: Path | None = None
    opened: list[Store] = field(default_factory=list)

    def close(self) -> None:
        """Give the connections back that the command has opened."""
        while self.opened:
            self.opened.pop().close()


COMMON = Common()


def config_path(config: Path | None) -> Path:
    """The configuration file: option, environment, else config.toml of the checkout or /etc/wiedersehen."""
    chosen = config or COMMON.config
    if chosen is not None:
        return chosen
    here = _ROOT / "config.toml"
    return here if here.exists() else Path("/etc/wiedersehen/config.toml")


def state_path(state: Path | None) -> Path:
    """The state directory: option, systemd's $STATE_DIRECTORY, ./var in a checkout, else /var/lib/wiedersehen."""
    chosen = state or COMMON.state
    if chosen is not None:
        return chosen
    from_systemd = os.environ.get("STATE_DIRECTORY")
    if from_systemd:
        return Path(from_systemd.split(":")[0])
    if not (_ROOT / "pyproject.toml").exists():
        return Path("/var/lib/wiedersehen")
    if _INSTALLED.is_dir():
        # `pause --all` in the middle of the night must not stop the samples while the service goes on sending.
        fail(_WHICH_STATE, USAGE)
    return _ROOT / "var"


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on stderr and end."""
    sys.stderr.write(message.rstrip() + "\n")
    raise typer.Exit(code)


def read_config(config: Path | None) -> Read:
    """The checked configuration; all its problems on stderr and exit 78 otherwise."""
    from campaigns.bootstrap import read

    found = read(config_path(config))
    if isinstance(found, tuple):
        fail("\n".join(str(problem) for problem in found), CONFIG)
    return found


def open_database(read: Read, state: Path) -> Store:
    """The database at the right schema; an empty one is set up, an older or newer one refused."""
    import structlog

    from campaigns.bootstrap import open_store
    from commands.log import set_up
    from store.migrate import current, newest, upgrade

    if not structlog.is_configured():  # only `run` has done so; stdout belongs to the answer
        set_up(quiet=True)
    with configured(state):
        store = open_store(read.settings, state)
    COMMON.opened.append(store)
    found, wanted = current(store), newest()
    if found is None:
        upgrade(store)
    elif found != wanted:
        verb = "ist älter" if found < wanted else "ist neuer"
        fail(
            f"Das Schema der Datenbank ({found}) {verb} als dieses Programm ({wanted}). "
            + (
                "Abhilfe: wiedersehen backup, dann wiedersehen migrate."
                if found < wanted
                else "Abhilfe: neues Programm."
            ),
            CONFIG,
        )
    return store


def open_house(
    config: Path | None,
    state: Path | None,
    clock: Clock | None = None,
    *,
    without_list: bool = False,
    existing: bool = False,
) -> House:
    """The house on the configured database and the machine's clock.

    A broken sequence file is reported and does not stand in the way: `pause --all` has to work at any time. With
    `without_list` a missing key of the suppression list does not either (campaigns.list_key). With `existing` a state
    directory that is not there ends with exit 2: an answer about a person from a mistyped, empty one would be wrong.
    """
    from campaigns.bootstrap import build, read_for_operating
    from campaigns.clock import SystemClock

    read, problems = read_for_operating(config_path(config))
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if read is None:
        raise typer.Exit(CONFIG)
    folder = state_path(state)
    if existing and not folder.exists():
        fail(
            f"Den Zustandsordner {folder} gibt es nicht. Nichts wurde angelegt. Bitte --state prüfen; "
            "neu eingerichtet wird er mit wiedersehen init, migrate oder import.",
            USAGE,
        )
    store = open_database(read, folder)
    with configured(folder):
        now = clock or played_clock(store) or SystemClock()
        return build(read, folder, store, now, without_list=without_list)


@contextmanager
def configured(state: Path) -> Iterator[None]:
    """What is configured but not there ends with a sentence: a secret (78), a state directory (2)."""
    from campaigns.secrets import MissingCredential

    try:
        yield
    except MissingCredential as error:
        fail(str(error), CONFIG)
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        fail(f"Der Zustandsordner {state} ist nicht zu gebrauchen: {german(error)} ({error.filename}).", USAGE)


def played_clock(store: Store) -> Clock | None:
    """A state that was played (`--demo`, `--virtual`) lives on its own clock: all commands see how far it has come."""
    from campaigns.clock import VirtualClock
    from store import operation

    with store.read() as connection:
        played = operation.switch(connection, operation.PLAYED_UNTIL)
    return VirtualClock(datetime.fromisoformat(played)) if played else None


def account() -> str:
    """Who is at the keyboard, for the audit log: the account behind sudo, else that of the process."""
    import getpass

    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return str(os.getuid())


def refuse_demo(store: Store, state: Path) -> None:
    """The samples' state counts as activated: what else is imported there must never reach anybody."""
    from store import operation

    with store.read() as connection:
        samples = operation.switch(connection, operation.ACTIVATED) == operation.DEMO
    if samples:
        fail(
            f"{state} enthält die Demo mit erfundenen Kunden und wird nie ein echter Dienst. "
            "Abhilfe: --state mit einem neuen Ordner; die Demo selbst geht mit run --demo weiter.",
            CONFIG,
        )


_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def moment(text: str, name: str) -> datetime:
    """An ISO 8601 moment or a German day; a date alone is its midnight in Berlin, a missing offset Europe/Berlin."""
    from zoneinfo import ZoneInfo

    german = _GERMAN_DAY.fullmatch(text)
    try:
        value = datetime.fromisoformat(f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else text)
    except ValueError:
        allowed = "2026-03-02T08:00, 2026-03-02 oder 02.03.2026"
        fail(f"{name}: „{text}“ ist kein Zeitpunkt; erlaubt ist zum Beispiel {allowed}.", USAGE)
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo("Europe/Berlin"))


def emit(value: dict[str, Any]) -> None:
    """One JSON object on a line of stdout."""
    import json

    text = json.dumps(value, ensure_ascii=False, sort_keys=False)
    sys.stdout.write(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def answer(value: dict[str, Any], text: str, *, json: bool) -> None:
    """What a command has done: an object on stdout, or a sentence."""
    if json:
        emit(value)
    else:
        say(text)


_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal or turns the direction of a line: words from a mail must not (CWE-150)."""


def say(text: str = "") -> None:
    """One line for people on stdout."""
    sys.stdout.write(_STEERING.sub("\ufffd", text) + "\n")
