"""From a template and a context to the content of a mail, a letter or a task. The home of Jinja2.

Every template is read, checked, flattened and compiled once per `Templates`; rendering is then plain string work. When
it fails, the source files are rendered once more with Jinja's own inheritance, only to name file, line and variable.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, Template, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from campaigns.rendering.compile import Flattener, inline_css, split
from campaigns.rendering.files import (
    Files,
    Missing,
    RenderError,
    Unprintable,
    environment,
    find,
    german_syntax_error,
    layouts,
    shown,
)
from channels.channel import Content, EmailContent, LetterContent, TaskContent
from sequences.definition import Channel

__all__ = ["MAX_OUTPUT", "PARTS", "Missing", "RenderError", "Templates", "environment", "find"]

MAX_OUTPUT = 512 * 1024
"""Characters that one part may render to; more is a broken template, not a message."""

_CHUNKS = 256
"""So many pieces of output are taken between two looks at the size."""

PARTS: Mapping[Channel, tuple[str, ...]] = {
    Channel.EMAIL: ("subject.txt", "body.txt", "body.html"),
    Channel.LETTER: ("letter.txt",),
    Channel.LINKEDIN: ("linkedin.txt",),
    Channel.PHONE: ("phone.txt",),
}
"""The files a template needs for a channel."""

GUIDE_TITLE = {Channel.PHONE: "Leitfaden", Channel.LINKEDIN: "Nachricht"}
"""The heading of a task's words; title and brief are called alike on both channels."""

_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
_MANY_BREAKS = re.compile(r"\n{3,}")
_SECTION = re.compile(r"^==[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


class Templates:
    """The compiled templates of one set of folders, earlier folders first. Safe to share between threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self.uninlined: dict[str, RenderError] = {}
        self._compiled: dict[tuple[str, bool], Template] = {}
        self._environments = {
            (html, informal): environment(Files(self.folders, informal=informal), html=html)
            for html in (False, True)
            for informal in (False, True)
        }

    def names(self) -> tuple[str, ...]:
        """Every template as sequences name it (winback/day_01_value), sorted."""
        found = {
            path.parent.relative_to(folder).as_posix()
            for folder in self.folders
            for parts in PARTS.values()
            for part in parts
            for path in folder.rglob(part)
        }
        return tuple(sorted(name for name in found if not name.startswith("_")))

    def channels(self, template: str) -> frozenset[Channel]:
        """The channels that `template` has all parts for."""
        return frozenset(
            channel
            for channel, parts in PARTS.items()
            if all(find(self.folders, f"{template}/{part}") is not None for part in parts)
        )

    def is_contract(self, template: str) -> bool:
        """True when every part is built on the contract layout: no advertising inside, so no objection stops it."""
        built_on = [
            layouts(self.folders, f"{template}/{part}", informal=informal)
            for part in ("body.txt", "body.html", "letter.txt")
            for informal in (False, True)
            if find(self.folders, f"{template}/{part}", informal=informal) is not None
        ]
        return bool(built_on) and all(one == {"contract"} for one in built_on)

    def prepare(self, template: str, channel: Channel, *, informal: bool = False) -> None:
        """Compile every part now instead of at the first message. Raises RenderError."""
        for part in PARTS[channel]:
            self._compile(f"{template}/{part}", informal=informal)

    def fingerprint(self, template: str, channel: Channel, *, informal: bool = False) -> str:
        """Sha256 hex of what a message was made from: the parts with everything they include (audit log)."""
        digest = hashlib.sha256()
        for part in PARTS[channel]:
            digest.update(self._flat(f"{template}/{part}", informal=informal).encode())
            digest.update(b"\0")
        return digest.hexdigest()

    def render(self, template: str, channel: Channel, context: Mapping[str, object]) -> Content:
        """The content of one touch. Raises RenderError (Missing for a variable) with a German sentence."""
        if channel is Channel.EMAIL:
            values = dict(context)
            subject, text, html = (self._part(f"{template}/{part}", values) for part in PARTS[channel])
            return EmailContent(subject=" ".join(subject.split()), text=_tidy(text) + "\n", html=html)
        # One line per value: words of a customer can neither open a paragraph nor a section of a task.
        values = {key: " ".join(v.split()) if isinstance(v, str) else v for key, v in context.items()}
        name = f"{template}/{PARTS[channel][0]}"
        body = _tidy(self._part(name, values))
        return self._letter(name, body) if channel is Channel.LETTER else self._task(name, channel, body)

    def _letter(self, name: str, body: str) -> LetterContent:
        blocks = [" ".join(block.split()) for block in body.split("\n\n")]
        if len(blocks) < 3:  # noqa: PLR2004 - subject, salutation, a paragraph
            raise RenderError(self._shown(name), 0, "Ein Brief braucht Betreff, Anrede, Absätze und Leerzeilen.")
        return LetterContent(subject=blocks[0], salutation=blocks[1], paragraphs=tuple(blocks[2:]))

    def _task(self, name: str, channel: Channel, body: str) -> TaskContent:
        cut = _SECTION.split(body)
        sections = dict(zip(cut[1::2], (text.strip() for text in cut[2::2]), strict=True))
        guide = GUIDE_TITLE[channel]
        for title in ("Titel", "Briefing", guide):
            if not sections.get(title):
                raise RenderError(self._shown(name), 0, f"Der Abschnitt „== {title}“ fehlt oder ist leer.")
        return TaskContent(" ".join(sections["Titel"].split()), sections["Briefing"], sections[guide])

    def _part(self, name: str, values: dict[str, object]) -> str:
        informal = values.get("address_form") == "du"
        compiled = self._compiled.get((name, informal)) or self._compile(name, informal=informal)
        chunks: list[str] = []
        size = 0
        try:
            stream = compiled.root_render_func(compiled.new_context(values, shared=True))
            while size <= MAX_OUTPUT and (some := tuple(islice(stream, _CHUNKS))):
                chunks += some
                size += sum(map(len, some))
        except Exception as error:
            raise self._explained(name, values, informal=informal) from error
        if size > MAX_OUTPUT:
            raise RenderError(self._shown(name), 0, "Die Ausgabe ist größer als 512 KiB.")
        return "".join(chunks)

    def _compile(self, name: str, *, informal: bool) -> Template:
        html = name.endswith(".html")
        env = self._environments[html, informal]
        source = self._flat(name, informal=informal)
        if html:
            try:
                source = inline_css(env, source, self._shown(name))
            except RenderError as problem:
                self.uninlined[name] = problem  # the mail leaves with its <style>; `check` shows the sentence
        try:
            compiled = env.from_string(source)
        except TemplateSyntaxError as error:
            raise self._syntax(name, error) from error
        self._compiled[name, informal] = compiled
        return compiled

    def _flat(self, name: str, *, informal: bool) -> str:
        env = self._environments[name.endswith(".html"), informal]
        loader = cast("Files", env.loader)
        try:
            return Flattener(env, lambda wanted: loader.get_source(env, wanted)[0]).flatten(name)
        except TemplateNotFound as error:
            raise RenderError(self._shown(name), 0, f"Die Vorlage „{error.name}“ gibt es nicht.") from error
        except TemplateSyntaxError as error:
            raise self._syntax(name, error) from error

    def _syntax(self, name: str, error: TemplateSyntaxError) -> RenderError:
        file = shown(Path(error.filename), self.folders) if error.filename else self._shown(name)
        return RenderError(file, error.lineno, f"{german_syntax_error(error)}.")

    def _explained(self, name: str, values: dict[str, object], *, informal: bool) -> RenderError:
        """What went wrong, found by rendering the source files themselves: slow, exact, only after a failure."""
        env = self._environments[name.endswith(".html"), informal]
        try:
            env.get_template(name).render(values)
        except Exception as error:  # noqa: BLE001 - whatever a template does becomes one sentence for a person
            return self._sentence(name, error, values, env)
        return RenderError(self._shown(name), 0, "Die Vorlage lässt sich nicht ausfüllen.")

    def _sentence(self, name: str, error: Exception, values: Mapping[str, Any], env: Environment) -> RenderError:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith((".txt", ".html"))]
        path = Path(frames[-1].filename) if frames else None
        file = shown(path, self.folders) if path else self._shown(name)
        line = (frames[-1].lineno or 0) if frames else 0
        unknown = _UNKNOWN.search(str(error))
        if unknown:
            variable = unknown.group(1) or unknown.group(2)
            return Missing(file, line, variable, f"Die Variable „{variable}“ gibt es nicht.")
        if isinstance(error, Unprintable) and path is not None:
            variable = _empty_variable(split(env, path.read_text(encoding="utf-8")), line, values)
            return Missing(file, line, variable, f"Die Variable „{variable}“ hat hier keinen Wert.")
        return RenderError(file, line, f"Die Vorlage lässt sich nicht ausfüllen ({type(error).__name__}).")

    def shown(self, name: str) -> str:
        path = find(self.folders, name)
        return shown(path, self.folders) if path else name

    def _shown(self, name: str) -> str:
        path = find(self.folders, name)
        return shown(path, self.folders) if path else name


def _tidy(text: str) -> str:
    return _MANY_BREAKS.sub("\n\n", _TRAILING.sub("", text)).strip()


def _empty_variable(pieces: Sequence[Any], line: int, values: Mapping[str, Any]) -> str:
    """The printed variable on `line` that has no text; the first tag of the line where none stands out."""
    for piece in pieces:
        if piece.kind == "variable" and piece.line <= line <= piece.line + piece.text.count("\n"):
            for kind, word in piece.words:
                if kind == "name" and not isinstance(values.get(word, ""), (str, Markup)):
                    return str(word)
    return "?"
