"""Turns pydantic's errors into German sentences at their place. Shared by sequence files and config.toml."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sequences.grammar.positions import Path
from sequences.grammar.problem import Problem, closest, did_you_mean, listed
from sequences.grammar.toml_source import Source
from sequences.grammar.values import THOUSANDTH

_AT_KEY = frozenset({"missing", "extra_forbidden"})


def problems_of(error: ValidationError, model: type[BaseModel], source: Source) -> list[Problem]:
    """Every error of a validation, in German. A key lost with its line, or misspelt, is not reported as missing too."""
    found = []
    details = error.errors(include_url=False)
    extra = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    meant = {_meant(path, model) for path in extra}
    strayed = {path[-1] for path in extra if path[-1] in homes_of(model)}
    for detail in details:
        path: Path = detail["loc"]
        if detail["type"] == "missing" and (path in meant or _is_lost(path, strayed, source, model)):
            continue
        message = _misplaced(detail, model) or _sentence(detail, model)
        found.append(source.problem(_plain(path), message, at_value=detail["type"] not in _AT_KEY))
    return found


def _is_lost(path: Path, strayed: set[str], source: Source, model: type[BaseModel]) -> bool:
    """True when a missing key was seen elsewhere: on a line taken out, perhaps misspelt, or in another section."""
    lost = {closest(word, keys_at(model, path[:-1])) for word in source.lost if word}
    return path[-1] in strayed or path[-1] in source.lost or path[-1] in lost


def _meant(path: Path, model: type[BaseModel]) -> Path:
    """The path that a misspelt key was meant to be."""
    return (*path[:-1], closest(str(path[-1]), keys_at(model, path[:-1])) or "")


def _plain(path: Path) -> Path:
    """Pydantic marks an error of a mapping's key by a last part `[key]`."""
    return path[:-1] if path[-1:] == ("[key]",) else path


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kind, path, ctx = detail["type"], detail["loc"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), keys_at(model, path[:-1]), section=len(path) == 1)
    if kind == "missing":
        described = description_at(model, path)
        return f"fehlt; anzugeben ist: {described}"
    if kind == "list_type" and isinstance(detail["input"], dict):
        return f"einfache Klammern sind hier nicht erlaubt; erlaubt ist ein Abschnitt [[{path[-1]}]]"
    if kind in {"enum", "literal_error"} and ctx["expected"] == "True":
        return f"{shown(detail['input'])} ist hier nicht erlaubt; erlaubt ist true, sonst streichen Sie die Zeile"
    if kind in {"enum", "literal_error"}:
        return _not_a_word(detail["input"], re.findall(r"'([^']+)'", ctx["expected"]))
    sentence = _SENTENCES.get(kind)
    if sentence is None:
        return f"{shown(detail['input'])} ist hier nicht erlaubt"
    return sentence(detail["input"], ctx)


def _expected(what: str) -> Callable[[object, Mapping[str, Any]], str]:
    return lambda value, _ctx: f"{shown(value)} ist hier nicht erlaubt; erlaubt ist {what}"


def _bound(words: str, name: str) -> Callable[[object, Mapping[str, Any]], str]:
    return lambda value, ctx: f"{shown(value)} ist hier nicht erlaubt; erlaubt ist {words} {ctx[name]}"


def _whole_number(value: object, _ctx: Mapping[str, Any]) -> str:
    """`"7"`, `"10 %"`, `1.000`: the number that was meant stands in it."""
    digits = re.findall(r"\d+", f"{value}") if isinstance(value, str | Decimal) else []
    thousand = isinstance(value, Decimal) and value.as_tuple().exponent == THOUSANDTH
    near = "".join(digits) if thousand else digits[0] if len(digits) == 1 else ""
    hint = f"; meinten Sie {near}?" if near else ""
    return f"{shown(value)} ist hier nicht erlaubt; erlaubt ist eine ganze Zahl ohne Anführungszeichen{hint}"


_TABLE = _expected("eine Tabelle, zum Beispiel { schlüssel = wert }")
_SENTENCES: Mapping[str, Callable[[object, Mapping[str, Any]], str]] = {
    "german": lambda _value, ctx: str(ctx["text"]),
    "string_type": _expected('Text in geraden Anführungszeichen, zum Beispiel "Text"'),
    "int_type": _whole_number,
    "bool_type": _expected("true oder false, ohne Anführungszeichen"),
    "time_type": _expected("eine Uhrzeit ohne Anführungszeichen, zum Beispiel 09:00:00"),
    "date_type": _expected("ein Datum ohne Anführungszeichen, zum Beispiel 2026-10-01"),
    "list_type": _expected("eine Liste in eckigen Klammern"),
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "greater_than": _bound("mehr als", "gt"),
    "greater_than_equal": _bound("mindestens", "ge"),
    "less_than": _bound("weniger als", "lt"),
    "less_than_equal": _bound("höchstens", "le"),
    "too_short": lambda _value, _ctx: "ist leer; mindestens ein Eintrag wird gebraucht, oder die Zeile entfällt ganz",
}


def _not_a_word(value: object, allowed: list[str]) -> str:
    guess = did_you_mean(value, allowed) if isinstance(value, str) else ""
    return f"{shown(value)} ist hier nicht erlaubt; erlaubt ist {listed(allowed)}{guess}"


def unknown_word(value: str, what: str, allowed: frozenset[str]) -> str:
    """A word that is not in a vocabulary of the installation."""
    return f"„{value}“ ist kein {what}; erlaubt ist {listed(allowed)}{did_you_mean(value, allowed)}"


def _unknown(name: str, allowed: list[str], *, section: bool) -> str:
    if name.casefold() in allowed:
        return f"Schlüssel werden klein geschrieben; erlaubt ist „{name.casefold()}“"
    what = "unbekannter Abschnitt" if section else "unbekannter Schlüssel"
    return f"{what}; erlaubt ist {listed(allowed)}{did_you_mean(name, allowed)}"


def _misplaced(detail: ErrorDetails, model: type[BaseModel]) -> str | None:
    """A key that exists, but in another section: in TOML a key belongs to the last header above it."""
    path = detail["loc"]
    if not isinstance(path[-1], str):
        return None
    free = typing.get_origin(_bare(annotation_at(model, path[:-1]))) is dict
    if detail["type"] != "extra_forbidden" and not free:
        return None
    homes = homes_of(model).get(path[-1])
    if not homes or len(path) > 3:  # noqa: PLR2004 - deeper than step[1].key nobody loses his way
        return None
    here = (
        f"in [{'.'.join(str(part) for part in path[:-1] if isinstance(part, str))}]" if path[:-1] else "an den Anfang"
    )
    return (
        f"gehört nicht {here}, sondern in {' oder '.join(homes)}; "
        "ein Schlüssel zählt zum letzten Abschnitt, der über ihm steht"
    )


def shown(value: object) -> str:
    """A value as the person wrote it, short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"„{value[:60]}“"
    if isinstance(value, int | Decimal):
        return f"die Zahl {value:.20}" if isinstance(value, Decimal) else f"die Zahl {value}"
    if isinstance(value, time):
        return f"die Uhrzeit {value}"
    if isinstance(value, date):
        return f"das Datum {value}"
    return "eine Liste" if isinstance(value, list) else "eine Tabelle"


def _bare(annotation: Any) -> Any:
    """The annotation without Annotated and without `| None`."""
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return _bare(next(arg for arg in typing.get_args(annotation) if arg is not type(None)))
    return annotation


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, Any, str]]:
    """(name in the file, annotation, German description) of every key of a table."""
    for name, field in model.model_fields.items():
        yield field.alias or name, field.annotation, field.description or name


def annotation_at(model: Any, path: Path) -> Any:
    """The type that a path leads to, None where the schema knows no such path."""
    current: Any = model
    for part in path:
        current = _bare(current)
        if isinstance(current, type) and issubclass(current, BaseModel):
            current = next((annotation for name, annotation, _ in fields_of(current) if name == part), None)
        else:
            arguments = typing.get_args(current)
            current = arguments[-1] if arguments else None
    return current


def keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The allowed keys of the table that a path leads to."""
    table = _bare(annotation_at(model, path))
    return [name for name, _, _ in fields_of(table)]


def description_at(model: type[BaseModel], path: Path) -> str:
    """The German description of a key."""
    table = _bare(annotation_at(model, path[:-1]))
    return next(description for name, _, description in fields_of(table) if name == path[-1])


def homes_of(model: type[BaseModel]) -> dict[str, list[str]]:
    """For every key the headers under which it is allowed: `[sequence]`, `[[step]]`."""
    homes: dict[str, list[str]] = {}
    for section, annotation, _ in fields_of(model):
        inner = _bare(annotation)
        double = typing.get_origin(inner) is list
        inner = _bare(typing.get_args(inner)[0]) if double else inner
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            for name, _, _ in fields_of(inner):
                homes.setdefault(name, []).append(f"[[{section}]]" if double else f"[{section}]")
    return homes
