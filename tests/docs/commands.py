"""Every command with its arguments and options, from the typer application itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from commands.main import app

COMMON = ("--config", "--state", "--json")
"""Described once, named at each command."""


def leaves() -> Iterator[tuple[str, Any]]:
    """(words behind `wiedersehen`, command) of everything that can be called."""
    yield from _under("", typer.main.get_command(app))


def commands() -> str:
    """A section per command."""
    return "\n".join(line for words, command in leaves() for line in _section(words, command))


def _under(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    if getattr(command, "invoke_without_command", False):
        yield words, command
    for name in sorted(inner):
        yield from _under(f"{words} {name}".strip(), inner[name])


def _section(words: str, command: Any) -> Iterator[str]:
    arguments = [each for each in command.params if not each.opts[0].startswith("-")]
    usage = " ".join([words, *(_argument(each) for each in arguments)])
    yield f"### `{usage}`"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    options = [each for each in command.params if each.opts[0].startswith("-") and each.opts[0] not in COMMON]
    if arguments or options:
        yield "| | kind | without it | meaning |"
        yield "| --- | --- | --- | --- |"
        yield from (_row(each) for each in [*arguments, *options])
        yield ""
    common = [f"`{each.opts[0]}`" for each in command.params if each.opts[0] in COMMON]
    yield f"Common: {', '.join(sorted(common, key=lambda name: COMMON.index(name.strip('`'))))}"
    yield ""


def _argument(argument: Any) -> str:
    name = argument.name.upper() + ("..." if _is_list(argument) else "")
    return name if argument.required else f"[{name}]"


def _row(parameter: Any) -> str:
    name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name.upper()
    return f"| `{name}` | {_kind(parameter)} | {_default(parameter)} | {parameter.help or ''} |"


def _kind(parameter: Any) -> str:
    if getattr(parameter, "is_flag", False):
        return "flag"
    annotation = parameter.type_descriptor.annotation
    word = getattr(annotation, "__name__", str(annotation))
    return {"str": "text", "Path": "path", "PosixPath": "path"}.get(word, word)


def _is_list(parameter: Any) -> bool:
    return parameter.nargs != 1 or bool(getattr(parameter, "multiple", False))


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if getattr(parameter, "is_flag", False) or parameter.default in (None, "", ()):
        return "–"
    return f"`{parameter.default}`"
