"""The house keeps its shape: import direction, one home per library, one clock, small files. Planted faults are caught."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"commands"}),
    frozenset({"daemon"}),
    frozenset({"web"}),
    frozenset({"campaigns", "reports"}),
    frozenset({"store"}),
    frozenset({"channels", "handover", "replies"}),
    frozenset({"compliance"}),
    frozenset({"cases", "tasks"}),
    frozenset({"sequences"}),
    frozenset({"contacts"}),
)
"""From top to bottom; a room may import the rooms below it, never its siblings on the same line."""

SHELL = (
    "settings",
    "catalog",
    "bootstrap",
    "carriers",
    "logins",
    "simulate",
    "configured",
    "doctor",
    "service",
    "accountability",
    "mailboxes",
    "letter_shops",
    "partners",
)
"""campaigns/: wiring, which the rest of the room must not import."""

PURE = (
    *("caps", "counts", "facts", "inside", "message_facts", "decision", "course", "ruling_json", "touch_json"),
    *("reason_words", "task_words", "forecast", "rendering"),
)
"""campaigns/: pure files and packages; they may not import the shell (tick, gate, dispatch) or the wiring."""

STORE_VALUES = frozenset({"store.case", "store.cases", "store.engine"})
"""What a pure file may know of the store: values, and the types a House is made of."""

HOMES: dict[str, tuple[str, ...]] = {
    "apscheduler": ("daemon.py",),
    "sqlalchemy": ("store/", "campaigns/"),
    "alembic": ("store/",),
    "pysqlite3": ("store/",),
    "psycopg": ("store/",),
    "aiosmtplib": ("channels/email/",),
    "boto3": ("channels/", "replies/sqs.py"),
    "botocore": ("channels/", "replies/sqs.py"),
    "dkim": ("channels/email/",),
    "dns": ("channels/email/",),
    "typst": ("channels/letter/",),
    "paramiko": ("channels/letter/",),
    "httpx2": ("handover/",),
    "icalendar": ("handover/",),
    "xlsxwriter": ("handover/",),
    "standardwebhooks": ("handover/", "web/api"),
    "imapclient": ("replies/mailbox.py", "replies/connection.py"),
    "flufl": ("replies/",),
    "jinja2": ("campaigns/rendering/",),
    "premailer": ("campaigns/rendering/",),
    "pydantic": ("sequences/grammar/", "campaigns/settings", "web/api"),
    "tree_sitter": ("sequences/grammar/",),
    "tree_sitter_toml": ("sequences/grammar/",),
    "holidays": ("sequences/calendar.py",),
    "email_validator": ("contacts/normalize.py",),
    "phonenumbers": ("contacts/normalize.py",),
    "starlette": ("web/",),
    "uvicorn": ("commands/serve.py",),
    "prometheus_client": ("web/metrics.py",),
    "itsdangerous": ("campaigns/tokens.py",),
    "typer": ("commands/",),
    "rich": ("commands/",),
}

CLOCK = "campaigns/clock.py"
MONOTONIC = ("channels/", "replies/", "campaigns/service/", "daemon.py", "web/public/")
WALL = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
MAX_LINES = 300

Module = tuple[str, ast.Module, str]


def modules() -> list[Module]:
    """(path, tree, text) of every product file; migrations are generated and left out."""
    rooms = sorted(room for layer in LAYERS for room in layer if (ROOT / room).is_dir())
    paths = [ROOT / "daemon.py", *(path for room in rooms for path in sorted((ROOT / room).rglob("*.py")))]
    found = []
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("store/migrations/"):
            continue
        text = path.read_text(encoding="utf-8")
        found.append((name, ast.parse(text), text))
    return found


MODULES = modules()


def planted(path: str, text: str) -> list[Module]:
    return [(path, ast.parse(text), text)]


def room_of(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")


def level(room: str) -> int | None:
    return next((number for number, layer in enumerate(LAYERS) if room in layer), None)


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def wrong_direction(found: list[Module]) -> list[str]:
    faults = []
    for path, tree, _ in found:
        own = room_of(path)
        for line, name in imports(tree):
            other = name.split(".")[0]
            theirs, mine = level(other), level(own)
            if theirs is None or other == own:
                continue
            assert mine is not None, f"{path}: a room without a place in LAYERS"
            if theirs <= mine:
                faults.append(f"{path}:{line}: {own} imports {other}")
    return faults


def wrong_home(found: list[Module]) -> list[str]:
    return [
        f"{path}:{line}: {library} belongs to {', '.join(HOMES[library])}"
        for path, tree, _ in found
        for line, name in imports(tree)
        if (library := name.split(".")[0]) in HOMES and not path.startswith(HOMES[library])
    ]


def sql_outside_store(found: list[Module]) -> list[str]:
    """campaigns/ may name the Connection it passes on; statements stand in store/ alone."""
    return [
        f"{path}:{line}: {name}"
        for path, tree, _ in found
        if path.startswith("campaigns/")
        for line, name in imports(tree)
        if name.startswith("sqlalchemy") and name not in ("sqlalchemy", "sqlalchemy.Connection")
    ]


def wall_clock(found: list[Module]) -> list[str]:
    faults = []
    for path, tree, _ in found:
        if path == CLOCK:
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            named = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (named, node.func.attr) in WALL:
                faults.append(f"{path}:{node.lineno}: {named}.{node.func.attr}()")
            elif (named, node.func.attr) == ("time", "monotonic") and not path.startswith(MONOTONIC):
                faults.append(f"{path}:{node.lineno}: time.monotonic()")
    return faults


def part_of(path: str) -> str:
    """The file or sub-package of campaigns/ that a path belongs to."""
    return Path(path).parts[1].removesuffix(".py")


def inner_order(found: list[Module]) -> list[str]:
    """campaigns/: pure < shell < wiring."""
    shell = {part_of(path) for path, _, _ in found if path.startswith("campaigns/")} - set(PURE) - {"house"}
    faults = []
    for path, tree, _ in found:
        if not path.startswith("campaigns/"):
            continue
        own = part_of(path)
        for line, name in imports(tree):
            parts = name.split(".")
            if parts[0] == "campaigns" and len(parts) > 1:
                other = parts[1]
                wiring = own in SHELL or own == "cap_forecast"
                if other in SHELL and not wiring:
                    faults.append(f"{path}:{line}: wiring {other} imported by {own}")
                if own in PURE and other in shell - set(SHELL) and other not in ("tokens", "definitions"):
                    faults.append(f"{path}:{line}: pure {own} imports shell {other}")
            if own in PURE and parts[0] == "store" and len(parts) > 1 and ".".join(parts[:2]) not in STORE_VALUES:
                faults.append(f"{path}:{line}: pure {own} imports {name}")
    return faults


def too_long(found: list[Module]) -> list[str]:
    return [
        f"{path}: {lines} lines"
        for path, _, text in found
        if (lines := text.count("\n")) > MAX_LINES and "/samples/" not in path
    ]


CHECKS = (wrong_direction, wrong_home, sql_outside_store, wall_clock, inner_order, too_long)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_its_shape(check):
    assert check(MODULES) == []


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (wrong_direction, "compliance/rules/x.py", "from store.engine import Store\n"),
        (wrong_direction, "channels/email/x.py", "import replies.reply\n"),
        (wrong_direction, "sequences/x.py", "def f():\n    from compliance import facts\n"),
        (wrong_direction, "store/x.py", "from campaigns import clock\n"),
        (wrong_home, "campaigns/x.py", "import aiosmtplib\n"),
        (wrong_home, "compliance/x.py", "from sqlalchemy import select\n"),
        (wrong_home, "replies/x.py", "from jinja2 import Environment\n"),
        (sql_outside_store, "campaigns/x.py", "from sqlalchemy import select\n"),
        (wall_clock, "campaigns/tick.py", "from datetime import datetime\nnow = datetime.now()\n"),
        (wall_clock, "store/x.py", "import time\nt = time.time()\n"),
        (wall_clock, "contacts/x.py", "import datetime\nd = datetime.date.today()\n"),
        (wall_clock, "campaigns/x.py", "import time\nt = time.monotonic()\n"),
        (inner_order, "campaigns/tick.py", "from campaigns.bootstrap import build\n"),
        (inner_order, "campaigns/caps.py", "from store.ledger import add\n"),
        (too_long, "tasks/x.py", "x = 1\n" * (MAX_LINES + 1)),
    ],
)
def test_a_planted_fault_is_caught(check, path, text):
    assert check(planted(path, text)) != []


def test_our_packages_are_ours():
    """`channels` and `daemon` are names that other distributions use too: nothing may stand in front of ours."""
    for name in ("channels", "daemon", "tasks", "store", "campaigns", "commands"):
        module = importlib.import_module(name)
        assert module.__file__ is not None
        assert Path(module.__file__).is_relative_to(ROOT), name


def test_every_folder_of_code_has_a_place_in_the_layers():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert rooms <= {room for layer in LAYERS for room in layer}


def test_the_suite_runs_on_a_supported_python():
    assert sys.version_info >= (3, 11)
