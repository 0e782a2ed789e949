"""The template files and the small, sandboxed language they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

_FILTERS = ("e", "escape", "upper", "lower", "capitalize", "trim")
_TESTS = ("none", "eq", "ne", "==", "!=", "in")
_FORBIDDEN: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Call, "Aufrufe sind in Vorlagen nicht erlaubt"),
    (nodes.Mul, "„*“ ist in Vorlagen nicht erlaubt"),
    (nodes.Pow, "„**“ ist in Vorlagen nicht erlaubt"),
    (nodes.Mod, "„%“ zum Formatieren ist in Vorlagen nicht erlaubt"),
    (nodes.Assign, "„set“ ist in Vorlagen nicht erlaubt"),
    (nodes.AssignBlock, "„set“ ist in Vorlagen nicht erlaubt"),
    (nodes.With, "„with“ ist in Vorlagen nicht erlaubt"),
    (nodes.Macro, "„macro“ ist in Vorlagen nicht erlaubt"),
    (nodes.CallBlock, "„call“ ist in Vorlagen nicht erlaubt"),
    (nodes.FilterBlock, "„filter“-Blöcke sind in Vorlagen nicht erlaubt"),
    (nodes.Import, "„import“ ist in Vorlagen nicht erlaubt"),
    (nodes.FromImport, "„import“ ist in Vorlagen nicht erlaubt"),
)
_LOOKED_INTO: tuple[type[nodes.Node], ...] = (
    *(kind for kind, _ in _FORBIDDEN),
    nodes.For,
    nodes.Output,
    nodes.Include,
    nodes.Extends,
)


class RenderError(ValueError):
    """A template that must not leave the house. `file` as people know it, `line` from 1 (0 = the whole file)."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.file = file
        self.line = line
        self.message = message


class Missing(RenderError):
    """`variable` has no value here (or no such name exists): the touch is held, never sent as „Hallo None“."""

    def __init__(self, file: str, line: int, variable: str, message: str) -> None:
        super().__init__(file, line, message)
        self.variable = variable


class Unprintable(TemplateError):
    """A value that is no text (None, True) was about to be printed."""


def _printable(value: object) -> object:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return value
    if isinstance(value, Undefined):
        str(value)  # StrictUndefined names itself
    raise Unprintable


def environment(loader: BaseLoader | None, *, html: bool) -> Environment:
    """A sandbox with a handful of filters and no globals; autoescape only for HTML."""
    env = ImmutableSandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=html, lstrip_blocks=True, finalize=_printable
    )
    env.globals.clear()
    env.filters = {name: env.filters[name] for name in _FILTERS}
    env.tests = {name: env.tests[name] for name in _TESTS}
    return env


def find(folders: Sequence[Path], name: str, *, informal: bool = False) -> Path | None:
    """The file `name` in the first folder that has it; there `informal` prefers `*.du.txt` and `*.du.html`.

    The folder comes first: an operator's own text is never passed over for a shipped one.
    """
    if ".." in Path(name).parts or name.startswith("/"):
        return None
    stem, dot, suffix = name.rpartition(".")
    names = (f"{stem}.du{dot}{suffix}", name) if informal else (name,)
    return next((path for folder in folders for wanted in names if (path := folder / wanted).is_file()), None)


_LAYOUT = re.compile(r"_base/(?:letter_)?(advertising|contract)\.(?:txt|html)")


def layouts(folders: Sequence[Path], name: str, *, informal: bool = False) -> frozenset[str]:
    """What the text `name` is built on: advertising, contract, both or nothing, through everything it includes.

    Read from the parsed text, so that what is only a comment counts for nothing.
    """
    found: set[str] = set()
    waiting, seen = [name], set()
    while waiting:
        one = waiting.pop()
        layout = _LAYOUT.fullmatch(one)
        if layout is not None:
            found.add(layout[1])
        path = find(folders, one, informal=informal)
        if path is None or one in seen:
            continue
        seen.add(one)
        stat = path.stat()
        waiting += _built_on(path, stat.st_mtime_ns, stat.st_size)
    return frozenset(found)


@lru_cache(maxsize=2048)
def _built_on(path: Path, _changed: int, _size: int) -> tuple[str, ...]:
    """The files that a text names; nothing of a text that cannot be parsed, which is reported elsewhere."""
    try:
        return _looked_through(path.read_text(encoding="utf-8"), str(path)).named
    except TemplateSyntaxError:
        return ()


def _named(tree: nodes.Template) -> Iterator[str]:
    for kind in (nodes.Extends, nodes.Include):
        for node in tree.find_all(kind):
            named = getattr(node, "template", None)
            if isinstance(named, nodes.Const):
                yield str(named.value)


class Files(BaseLoader):
    """Reads and checks template files; operators' folders come before the shipped one."""

    def __init__(self, folders: Sequence[Path], *, informal: bool) -> None:
        self._folders = folders
        self._informal = informal

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, None]:
        path = find(self._folders, template, informal=self._informal)
        if path is None:
            raise TemplateNotFound(template)
        source = path.read_text(encoding="utf-8")
        for line, message in _looked_through(source, str(path)).forbidden:
            raise RenderError(shown(path, self._folders), line, f"{message}.")
        return source, str(path), None


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands in a file: what may not, as (line, German sentence), and the files it names."""

    forbidden: tuple[tuple[int, str], ...]
    named: tuple[str, ...]


@lru_cache(maxsize=1024)
def _looked_through(source: str, path: str) -> _Found:
    """What is included everywhere is looked through once. Raises TemplateSyntaxError."""
    tree = environment(None, html=path.endswith(".html")).parse(source, filename=path)
    return _Found(tuple(forbidden(tree)), tuple(_named(tree)))


def shown(path: Path, folders: Sequence[Path]) -> str:
    for folder in folders:
        if path.is_relative_to(folder):
            return f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return path.name


def forbidden(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """What the small language of the templates does not have, as (line, German sentence).

    Without calls, assignment, multiplication and nested loops the time and size of a rendering grow with the template
    alone, whatever the values are; the sandbox behind it has nothing left to stop.
    """
    for node in tree.find_all(_LOOKED_INTO):
        for kind, message in _FORBIDDEN:
            if isinstance(node, kind):
                yield node.lineno, message
        if isinstance(node, nodes.For):
            if any(inner is not node for inner in node.find_all(nodes.For)):
                yield node.lineno, "verschachtelte „for“-Schleifen sind in Vorlagen nicht erlaubt"
        elif isinstance(node, nodes.Output):
            yield from _no_text(node)
        elif isinstance(node, (nodes.Include, nodes.Extends)) and not isinstance(node.template, nodes.Const):
            yield node.lineno, "„include“ und „extends“ brauchen einen festen Namen in Anführungszeichen"


def _no_text(output: nodes.Output) -> Iterator[tuple[int, str]]:
    # Jinja folds constants before `finalize` sees them, so {{ none }} would be printed.
    for child in output.nodes:
        text = isinstance(child, nodes.TemplateData) or isinstance(getattr(child, "value", None), str)
        if isinstance(child, nodes.Literal) and not text:
            yield child.lineno, "Hier wird ein fester Wert ausgegeben, der kein Text ist"


def german_syntax_error(error: TemplateSyntaxError) -> str:
    """Jinja's syntax message in German where it is a usual slip, otherwise its own words behind a German start."""
    words = error.message or ""
    for pattern, german in _SYNTAX:
        found = re.search(pattern, words)
        if found:
            return german.format(*found.groups())
    return f"Fehler in der Jinja-Schreibweise ({words})"


_SYNTAX = (
    (r"No filter named '(.+?)'", "Den Filter „{0}“ gibt es in Vorlagen nicht"),
    (r"No test named '(.+?)'", "Die Prüfung „is {0}“ gibt es in Vorlagen nicht"),
    (r"unknown tag '(.+?)'", "Die Anweisung „{0}“ gibt es nicht oder sie steht am falschen Ort"),
    (r"Unexpected end of template", "Die Vorlage endet mitten in einem Block: „endif“, „endfor“ oder „endblock“ fehlt"),
    (r"unexpected '(.+?)'", "„{0}“ steht an einer falschen Stelle"),
    (r"expected token '(.+?)', got '(.+?)'", "Hier wird „{0}“ erwartet, es steht aber „{1}“"),
)
