"""The command line speaks German: help headings and usage errors, which typer knows in English only."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HELP = (
    (re.compile(r"^Usage:", re.MULTILINE), "Aufruf:"),
    (re.compile(r"^Options:$", re.MULTILINE), "Optionen:"),
    (re.compile(r"^Arguments:$", re.MULTILINE), "Angaben:"),
    (re.compile(r"^Commands:$", re.MULTILINE), "Befehle:"),
    (re.compile(r"\[OPTIONS\]"), "[OPTIONEN]"),
    (re.compile(r"\bCOMMAND \[ARGS\]\.\.\."), "BEFEHL …"),
    (re.compile(r"Show this message and\s+exit\."), "Diese Hilfe."),
    (re.compile(r"\[required\]"), "[nötig]"),
    (re.compile(r"\[env var:\s+"), "[Umgebung: "),
    (re.compile(r"\[default:\s+"), "[sonst: "),
)

_MESSAGES = (
    (re.compile(r"^Got unexpected extra argument\(s\) \((.*)\)$", re.DOTALL), r"Das ist zu viel: \1."),
    (re.compile(r"^Missing command\.$"), "Es fehlt ein Befehl."),
    (
        re.compile(r"^No such command '(.*?)'\.\s*Did you mean (.*)\?$", re.DOTALL),
        r"Den Befehl „\1“ gibt es nicht. Gemeint: \2?",
    ),
    (re.compile(r"^No such command '(.*?)'\."), r"Den Befehl „\1“ gibt es nicht."),
    (re.compile(r"^Option '(.*?)' does not take a value\.$"), r"Die Option \1 nimmt keinen Wert."),
    (re.compile(r"^Option '(.*?)' requires an argument\.$"), r"Die Option \1 braucht einen Wert."),
)

_VALUES = (
    (re.compile(r"^(?:Value error, )?'(.*)' is not one of (.*?)\.?$", re.DOTALL), r"„\1“ gibt es nicht, erlaubt: \2"),
    (re.compile(r"^Input should be greater than or equal to (\S+)$"), r"mindestens \1"),
    (re.compile(r"^Input should be less than or equal to (\S+)$"), r"höchstens \1"),
    (re.compile(r"^Input should be a valid integer.*$"), "eine ganze Zahl ist nötig"),
)


def in_german(text: str) -> str:
    """Typer's help text with German headings."""
    for pattern, word in _HELP:
        text = pattern.sub(word, text)
    return text


class GermanCommand(TyperCommand):
    """A command whose help is German."""

    def get_help(self, ctx: Any) -> str:
        return in_german(super().get_help(ctx))


class GermanGroup(TyperGroup):
    """A group of commands whose help is German."""

    def get_help(self, ctx: Any) -> str:
        return in_german(super().get_help(ctx))


class App(typer.Typer):
    """typer.Typer with German help. Plain text: rich's panels would cost half the time that --help may take."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"cls": GermanGroup, "rich_markup_mode": None, "add_completion": False, "no_args_is_help": True} | options
        )

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        return super().command(name, **{"cls": GermanCommand} | options)


def explained(error: typer.TyperException) -> str:
    """What to tell about a usage error: German sentence, usage, where to find help.

    typer keeps the classes of its errors private; their names and public attributes are all there is to go by.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message + "\n"
    context = getattr(error, "ctx", None)
    lines = [_sentence(error)]
    if context is not None:
        lines += [in_german(context.get_usage()), f"Hilfe: {context.command_path} --help"]
    return "\n".join(lines) + "\n"


def _value(message: str) -> str:
    """What is wrong with a value, in German where it is usual."""
    for pattern, words in _VALUES:
        message = pattern.sub(words, message)
    return message


def _sentence(error: Any) -> str:
    match type(error).__name__:
        case "MissingParameter":
            kind = "die Option" if error.param is None or error.param.param_type_name == "option" else "die Angabe"
            return f"Es fehlt {kind} {_hint(error)}."
        case "NoSuchOption":
            # The parser names everything that is a little alike; one guess helps, three make people read.
            close = next(iter(get_close_matches(error.option_name, sorted(error.possibilities or ()), n=1)), "")
            return f"Die Option {error.option_name} gibt es nicht." + (f" Gemeint: {close}?" if close else "")
        case "BadParameter":
            return f"{_hint(error)}: Dieser Wert geht nicht ({_value(error.message)})."
        case _:
            for pattern, sentence in _MESSAGES:
                if pattern.search(error.message):
                    return pattern.sub(sentence, error.message)
            return str(error.format_message())


def _hint(error: Any) -> str:
    """`FILE` or `--until`, as the help names it."""
    if error.param is None:
        return str(error.param_hint or "")
    if error.param.param_type_name == "option":
        return str(error.param.opts[0])
    return str(error.param.display_name_raw).upper()
