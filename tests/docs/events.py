"""Names of events, found in the code: what operation.audit(...) appends and what a module's `log` writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEVELS = {"debug": "debug", "info": "info", "warning": "warning", "error": "error", "exception": "error"}
_STRANGE = {("logging", level) for level in (*LEVELS, "critical", "log", "getLogger")} | {("warnings", "warn")}
_OUTSIDE = {"tests", "bench", ".venv"}


def sources() -> Iterator[tuple[str, str]]:
    """(path, text) of every file of the product."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.split("/")[0] not in _OUTSIDE:
            yield name, path.read_text(encoding="utf-8")


def documented(heading: str) -> list[tuple[str, str]]:
    """(event, second column) of a table of docs/events.md: what the log and the audit log may hold."""
    text = (ROOT / "docs" / "events.md").read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [(name, value.strip()) for name, value in re.findall(r"^\| `([^`]+)` \| ([^|]*) \|", text, re.MULTILINE)]


def strange_loggers(text: str) -> Iterator[str]:
    """Ways to write to the journal that `log_events` would not see: a logger by another name, print, logging."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _name(node.value.func) == "get_logger":
            yield from (f"a logger called {_name(target)}" for target in node.targets if _name(target) != "log")
    for call in _calls(text):
        owner = _name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
            owner = _name(call.func.value.func)
        if (owner, _name(call.func)) in _STRANGE or _name(call.func) == "print" or owner == "get_logger":
            yield f"{owner}.{_name(call.func)} in line {call.lineno}"


def audit_events(text: str) -> Iterator[str]:
    """The second argument of every audit(...) and audit_all(...) call."""
    for call in _calls(text):
        if _name(call.func) in ("audit", "audit_all"):
            yield _word(call.args[1])


def log_events(text: str) -> Iterator[tuple[str, str]]:
    """(event, level) of every call of `log`, exceptions being errors."""
    for call in _calls(text):
        if isinstance(call.func, ast.Attribute) and _name(call.func.value) == "log" and call.func.attr in LEVELS:
            yield _word(call.args[0]), LEVELS[call.func.attr]


def _calls(text: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _word(node: ast.expr) -> str:
    """A name as written; the parts of an f-string that vary keep their braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part) for part in node.values)
    return f"a name that no page can list: {ast.unparse(node)}"


def _part(node: ast.expr) -> str:
    return f"{{{ast.unparse(node.value)}}}" if isinstance(node, ast.FormattedValue) else _word(node)
