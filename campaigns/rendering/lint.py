"""Checks all templates at once: what is wrong, where, and what would be right. For `check`; nothing is rendered."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from jinja2 import TemplateSyntaxError, nodes

from campaigns.rendering import GUIDE_TITLE, PARTS, RenderError, Templates, environment, find, lint_html
from campaigns.rendering.context import CONTEXT_KEYS
from campaigns.rendering.duties.examined import wrong
from campaigns.rendering.files import forbidden, german_syntax_error, layouts, shown
from campaigns.rendering.lint_html import masked
from campaigns.rendering.pages import PAGES
from campaigns.rendering.staff import STAFF
from sequences.definition import Channel

_PART_NAMES = frozenset(part for parts in PARTS.values() for part in parts)
_MAX_SUBJECT = 100


@dataclass(frozen=True, slots=True, order=True)
class TemplateProblem:
    """One thing to mend; `line` and `column` count from 1, `message` is a German sentence."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class _File:
    shown: str
    folder: str
    part: str
    source: str
    informal: bool

    def at(self, offset: int, message: str) -> TemplateProblem:
        before = self.source[:offset]
        return TemplateProblem(self.shown, before.count("\n") + 1, offset - before.rfind("\n"), message)

    def on(self, line: int, message: str, word: str = "") -> TemplateProblem:
        lines = self.source.splitlines()
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        return TemplateProblem(self.shown, max(line, 1), max(text.find(word), 0) + 1 if word else 1, message)


def lint(templates: Templates) -> tuple[TemplateProblem, ...]:
    """Every problem of every file, sorted by place."""
    found: set[TemplateProblem] = set()
    for file in _files(templates):
        found.update(_language(file))
        found.update(_copy(file, templates.layout(f"{file.folder}/{file.part}", informal=file.informal)))
    for template in templates.names():
        found.update(_completeness(templates, template))
        found.update(_owing(templates, template))
    # Compiling stumbles over what has been reported with its exact place already; it only adds what else it finds.
    places = {problem.file for problem in found}
    found.update(p for name in templates.names() for p in _compiling(templates, name) if p.file not in places)
    return tuple(sorted(found))


def _files(templates: Templates) -> Iterator[_File]:
    for folder in templates.folders:
        for path in sorted((*folder.rglob("*.txt"), *folder.rglob("*.html"))):
            name = path.parent.relative_to(folder).as_posix()
            if name.partition("/")[0] in (PAGES, STAFF):
                continue  # with values of their own (campaigns.rendering.pages and .staff)
            part = re.sub(r"\.du(?=\.\w+$)", "", path.name)
            text = path.read_text(encoding="utf-8")
            yield _File(shown(path, templates.folders), name, part, text, informal=part != path.name)


@lru_cache(maxsize=1024)
def _language(file: _File) -> tuple[TemplateProblem, ...]:
    env = environment(None, html=file.part.endswith(".html"))
    try:
        tree = env.parse(file.source)
        found = tuple(_slips(file, tree))
        env.compile(tree, raw=True)
    except TemplateSyntaxError as error:
        return (file.on(error.lineno, f"{german_syntax_error(error)}."),)
    return found


def _slips(file: _File, tree: nodes.Template) -> Iterator[TemplateProblem]:
    for line, message in forbidden(tree):
        yield file.on(line, f"{message}.")
    for attribute in tree.find_all((nodes.Getattr, nodes.Getitem)):
        yield file.on(
            attribute.lineno, "Alle Werte sind einfache Texte: Ein Zugriff mit „.“ oder „[ ]“ führt ins Leere."
        )
    own = {name.name for loop in tree.find_all(nodes.For) for name in loop.target.find_all(nodes.Name)}
    own |= {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    for name in tree.find_all(nodes.Name):
        if name.name not in CONTEXT_KEYS | own | {"loop"}:
            near = difflib.get_close_matches(name.name, sorted(CONTEXT_KEYS), n=1)
            hint = f" Meinten Sie „{near[0]}“?" if near else ""
            yield file.on(name.lineno, f"Die Variable „{name.name}“ gibt es nicht.{hint}", name.name)


def _copy(file: _File, layout: str | None) -> Iterator[TemplateProblem]:
    checks = [lint_html.foreign_hosts]
    if file.part.endswith(".html"):
        checks.append(lint_html.html)
    if not file.folder.startswith("_"):
        yield from _structure(file, layout)
    for check in checks:
        yield from (file.at(offset, message) for offset, message in check(file.source))
    for offset, message in wrong(file.folder, file.part, file.source, layout):
        yield file.at(offset, message)


def _structure(file: _File, layout: str | None) -> Iterator[TemplateProblem]:
    if file.part not in _PART_NAMES:
        yield file.on(1, f"Diese Datei benutzt niemand. Erlaubt sind: {', '.join(sorted(_PART_NAMES))}.")
    elif file.part == "subject.txt":
        yield from _subject(file)
    elif file.part in ("phone.txt", "linkedin.txt"):
        yield from _task(file)
    elif layout is None:
        yield file.on(1, _MISSING_LAYOUT["letter.txt" if file.part == "letter.txt" else "body"])
    if file.part == "letter.txt":
        yield from _letter(file)


_MISSING_LAYOUT = {
    "body": "Firmenangaben fehlen: Die Datei beginnt mit „extends“ von _base/advertising (Werbung, mit Abmeldung und "
    "Widerspruchsrecht) oder _base/contract (Vertragspost).",
    "letter.txt": "Firmenangaben fehlen: Der Brief endet mit „include“ von _base/letter_advertising.txt (Werbung, mit "
    "Widerspruchsrecht) oder _base/letter_contract.txt (Vertragspost).",
}


def _subject(file: _File) -> Iterator[TemplateProblem]:
    if len(file.source.strip().splitlines()) != 1:
        yield file.on(1, "Der Betreff ist genau eine Zeile.")


def _letter(file: _File) -> Iterator[TemplateProblem]:
    lines = [*file.source.splitlines(), "", "", ""]
    if not lines[0].strip() or lines[1].strip() or "salutation_line" not in lines[2] or lines[3].strip():
        yield file.on(1, "Ein Brief beginnt mit Betreff, Leerzeile, {{ salutation_line }}, Leerzeile.")
    if len(" ".join(masked(lines[0]).split())) > _MAX_SUBJECT:
        yield file.on(1, f"Der Betreff ist länger als {_MAX_SUBJECT} Zeichen.")


def _task(file: _File) -> Iterator[TemplateProblem]:
    guide = GUIDE_TITLE[Channel.PHONE if file.part == "phone.txt" else Channel.LINKEDIN]
    for title in ("Titel", "Briefing", guide):
        if not re.search(rf"^==[ \t]+{title}[ \t]*$", file.source, re.MULTILINE):
            yield file.on(1, f"Der Abschnitt „== {title}“ fehlt.")


def _completeness(templates: Templates, template: str) -> Iterator[TemplateProblem]:
    parts = PARTS[Channel.EMAIL]
    for informal in (False, True):
        names = [re.sub(r"(\.\w+)$", r".du\1", part) for part in parts] if informal else list(parts)
        there = {name: find(templates.folders, f"{template}/{name}") for name in names}
        missing = [name for name, path in there.items() if path is None]
        if missing and len(missing) < len(names):
            place = next(path for path in there.values() if path)
            for name in missing:
                message = f"Zur Mail fehlt „{name}“: Betreff, Text und HTML gehören zusammen."
                yield TemplateProblem(shown(place, templates.folders), 1, 1, message)
    yield from _one_purpose(templates, template)


def _compiling(templates: Templates, template: str) -> Iterator[TemplateProblem]:
    for channel, informal in product(sorted(templates.channels(template)), (False, True)):
        try:
            templates.look(template, channel, informal=informal)
        except RenderError as error:
            yield TemplateProblem(error.file, max(error.line, 1), 1, error.message)
        for part in PARTS[channel]:
            problem = templates.uninlined.get(f"{template}/{part}")
            if problem:
                yield TemplateProblem(problem.file, max(problem.line, 1), 1, problem.message)


def _owing(templates: Templates, template: str) -> Iterator[TemplateProblem]:
    """What a part lacks, or says in something it includes: it has no line of its own to point at."""
    for channel, informal in product(sorted(templates.channels(template)), (False, True)):
        for part in PARTS[channel]:
            with contextlib.suppress(RenderError):  # a part that cannot be read is reported by its language
                for breach in templates.breaches(f"{template}/{part}", informal=informal):
                    if not breach.line:
                        yield TemplateProblem(breach.file, 1, 1, breach.message)


def _one_purpose(templates: Templates, template: str) -> Iterator[TemplateProblem]:
    parts = product(("body.txt", "body.html", "letter.txt"), (False, True))
    names = [(f"{template}/{part}", informal) for part, informal in parts]
    built_on = {name: layouts(templates.folders, name[0], informal=name[1]) for name in names}
    if len({layout for found in built_on.values() for layout in found}) > 1:
        place = next(name for name in names if "contract" in built_on[name])
        path = find(templates.folders, place[0], informal=place[1])
        message = "Ein Teil dieser Vorlage ist Werbung, ein anderer Vertragspost."
        yield TemplateProblem(shown(path or templates.folders[0], templates.folders), 1, 1, message)
