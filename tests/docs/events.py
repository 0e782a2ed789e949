"""Names of events, found in the code: what operation.audit(...) appends and what a module's `log` writes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEVELS = {"debug": "debug", "info": "info", "warning": "warning", "error": "error", "exception": "error"}
_OUTSIDE = {"tests", "bench", ".venv"}


def sources() -> Iterator[tuple[str, str]]:
    """(path, text) of every file of the product."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.split("/")[0] not in _OUTSIDE:
            yield name, path.read_text(encoding="utf-8")


def audit_events(text: str) -> Iterator[str]:
    """The second argument of every audit(...) call."""
    for call in _calls(text):
        if _name(call.func) == "audit":
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
