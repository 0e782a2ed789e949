"""From a template and a context to the content of a mail, a letter or a task. The home of Jinja2.

Every template is read, checked, flattened and compiled once per `Templates`; rendering is then plain string work. When
it fails, the source files are rendered once more with Jinja's own inheritance, only to name file, line and variable.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import cast

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError

from campaigns.rendering.compile import Flattener, code_of, inline_css
from campaigns.rendering.duties.rendered import lacking
from campaigns.rendering.duties.special import warning
from campaigns.rendering.duties.traits import Traits
from campaigns.rendering.examination import Examination
from campaigns.rendering.faults import explained
from campaigns.rendering.files import (
    Files,
    Missing,
    RenderError,
    environment,
    find,
    german_syntax_error,
    layouts,
    shown,
)
from channels.channel import Content, EmailContent, LetterContent, TaskContent
from sequences.definition import Channel

__all__ = ["MAX_OUTPUT", "PARTS", "Missing", "RenderError", "Templates", "environment", "find", "tidy"]

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

COPY_TITLE = "Text zum Kopieren"
"""The heading of what is sent by hand beside a guide; a task may do without."""

_NOTICE = "_base/advertising_notice.txt"

_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
_MANY_BREAKS = re.compile(r"\n{3,}")
_SECTION = re.compile(r"^==[ \t]+(.+?)[ \t]*$", re.MULTILINE)


class Templates:
    """The compiled templates of one set of folders, earlier folders first. Safe to share between threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self.uninlined: dict[str, RenderError] = {}
        self._compiled: dict[tuple[str, bool], Template] = {}
        self._flattened: dict[tuple[str, bool], str] = {}
        self._fingerprints: dict[tuple[str, Channel, bool], str] = {}
        self._examination = Examination(self.folders, self._flat)
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
        """Compile every part now instead of at the first message. Raises RenderError, also for a breach of duty."""
        for part in PARTS[channel]:
            self._compile(f"{template}/{part}", informal=informal)
        self._refuse(template, channel, informal=informal)

    def look(self, template: str, channel: Channel, *, informal: bool = False) -> None:
        """As `prepare`, without making code: for `check`, which has looked at the language of every file already."""
        for part in PARTS[channel]:
            self._source(f"{template}/{part}", informal=informal)
        self._refuse(template, channel, informal=informal)

    def breaches(self, name: str, *, informal: bool = False) -> tuple[RenderError, ...]:
        """What the part `name` says and may not, or owes and lacks, includes and all; empty for a text that may leave.

        Raises RenderError where the part cannot be read.
        """
        return self._examination.breaches(name, informal=informal)

    def traits(self, template: str, channel: Channel) -> Traits:
        """What is known of a message before it is written, in the worse of its two forms. Raises RenderError."""
        return self._examination.traits(template, channel, PARTS[channel])

    def layout(self, name: str, *, informal: bool = False) -> str | None:
        """Advertising or contract, from the frame that a part or, for a subject and tasks, its body is built on.

        Both at once counts as advertising, the stricter of the two; None for words without any frame.
        """
        return self._examination.layout(name, informal=informal)

    def _refuse(self, template: str, channel: Channel, *, informal: bool) -> None:
        """No text that breaks a duty is sent, whatever `check` was told or not: the touch is held with this reason."""
        for part in PARTS[channel]:
            for breach in self.breaches(f"{template}/{part}", informal=informal):
                raise breach

    def fingerprint(self, template: str, channel: Channel, *, informal: bool = False) -> str:
        """Sha256 hex of what a message was made from: the parts with everything they include (audit log)."""
        known = self._fingerprints.get((template, channel, informal))
        if known is None:
            digest = hashlib.sha256()
            for part in PARTS[channel]:
                digest.update(self._flat(f"{template}/{part}", informal=informal).encode())
                digest.update(b"\0")
            known = self._fingerprints[template, channel, informal] = digest.hexdigest()
        return known

    def notice(self, context: Mapping[str, object]) -> str:
        """The notice of advertising mail as its text part shows it; empty where it cannot be rendered by itself."""
        try:
            return tidy(self.part(_NOTICE, dict(context)))
        except RenderError:
            return ""

    def render(self, template: str, channel: Channel, context: Mapping[str, object]) -> Content:
        """The content of one touch. Raises RenderError (Missing for a variable) with a German sentence."""
        content = self._content(template, channel, context)
        informal = context.get("address_form") == "du"
        self._refuse(template, channel, informal=informal)
        frame = self.layout(f"{template}/{PARTS[channel][-1]}", informal=informal)
        fault = lacking(content, context, advertising=frame == "advertising")
        if fault is not None:
            raise RenderError(self.shown(f"{template}/{PARTS[channel][-1]}"), 0, fault)
        return content

    def block(self, name: str, block: str, context: Mapping[str, object]) -> str:
        """What the file `name` itself puts into a block of its frame. Raises RenderError."""
        informal = context.get("address_form") == "du"
        env = self._environments[name.endswith(".html"), informal]
        try:
            source = env.get_template(name)
            return tidy("".join(source.blocks[block](source.new_context(dict(context)))))
        except KeyError as error:
            raise RenderError(self.shown(name), 0, f"Der Block „{block}“ fehlt.") from error
        except Exception as error:
            raise self._explained(name, dict(context), informal=informal) from error

    def _content(self, template: str, channel: Channel, context: Mapping[str, object]) -> Content:
        if channel is Channel.EMAIL:
            values = dict(context)
            subject, text, html = (self.part(f"{template}/{part}", values) for part in PARTS[channel])
            return EmailContent(subject=" ".join(subject.split()), text=tidy(text) + "\n", html=html)
        # One line per value: words of a customer can neither open a paragraph nor a section of a task.
        values = {key: " ".join(v.split()) if isinstance(v, str) else v for key, v in context.items()}
        name = f"{template}/{PARTS[channel][0]}"
        body = tidy(self.part(name, values))
        return self._letter(name, body) if channel is Channel.LETTER else self._task(name, channel, body)

    def _letter(self, name: str, body: str) -> LetterContent:
        blocks = [" ".join(block.split()) for block in body.split("\n\n")]
        if len(blocks) < 3:  # noqa: PLR2004 - subject, salutation, a paragraph
            raise RenderError(self.shown(name), 0, "Ein Brief braucht Betreff, Anrede, Absätze und Leerzeilen.")
        return LetterContent(subject=blocks[0], salutation=blocks[1], paragraphs=tuple(blocks[2:]))

    def _task(self, name: str, channel: Channel, body: str) -> TaskContent:
        cut = _SECTION.split(body)
        sections = dict(zip(cut[1::2], (text.strip() for text in cut[2::2]), strict=True))
        guide = GUIDE_TITLE[channel]
        for title in ("Titel", "Briefing", guide):
            if not sections.get(title):
                raise RenderError(self.shown(name), 0, f"Der Abschnitt „== {title}“ fehlt oder ist leer.")
        brief = sections["Briefing"]
        heed = warning(brief)
        brief = f"{brief}\nAchtung: {heed}" if heed else brief
        return TaskContent(" ".join(sections["Titel"].split()), brief, sections[guide], sections.get(COPY_TITLE, ""))

    def part(self, name: str, values: dict[str, object]) -> str:
        """One file, filled in. Raises RenderError."""
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
            raise RenderError(self.shown(name), 0, "Die Ausgabe ist größer als 512 KiB.")
        return "".join(chunks)

    def _compile(self, name: str, *, informal: bool) -> Template:
        source = self._source(name, informal=informal)
        html = name.endswith(".html")
        env = self._environments[html, informal]
        try:
            compiled = Template.from_code(env, code_of(source, html=html), {})
        except TemplateSyntaxError as error:
            raise self._syntax(name, error) from error
        self._compiled[name, informal] = compiled
        return compiled

    def _source(self, name: str, *, informal: bool) -> str:
        source = self._flat(name, informal=informal)
        if name.endswith(".html"):
            try:
                return inline_css(source, self.shown(name))
            except RenderError as problem:
                self.uninlined[name] = problem  # the mail leaves with its <style>; `check` shows the sentence
        return source

    def _flat(self, name: str, *, informal: bool) -> str:
        known = self._flattened.get((name, informal))
        if known is None:
            known = self._flattened[name, informal] = self._flatten(name, informal=informal)
        return known

    def _flatten(self, name: str, *, informal: bool) -> str:
        env = self._environments[name.endswith(".html"), informal]
        loader = cast("Files", env.loader)
        try:
            return Flattener(lambda wanted: loader.get_source(env, wanted)[0]).flatten(name)
        except TemplateNotFound as error:
            raise RenderError(self.shown(name), 0, f"Die Vorlage „{error.name}“ gibt es nicht.") from error
        except TemplateSyntaxError as error:
            raise self._syntax(name, error) from error

    def _syntax(self, name: str, error: TemplateSyntaxError) -> RenderError:
        file = shown(Path(error.filename), self.folders) if error.filename else self.shown(name)
        return RenderError(file, error.lineno, f"{german_syntax_error(error)}.")

    def _explained(self, name: str, values: dict[str, object], *, informal: bool) -> RenderError:
        """What went wrong, found by rendering the source files themselves: slow, exact, only after a failure."""
        env = self._environments[name.endswith(".html"), informal]
        try:
            env.get_template(name).render(values)
        except Exception as error:  # noqa: BLE001 - whatever a template does becomes one sentence for a person
            return explained(self.shown(name), error, values, self.folders)
        return RenderError(self.shown(name), 0, "Die Vorlage lässt sich nicht ausfüllen.")

    def shown(self, name: str, *, informal: bool = False) -> str:
        path = find(self.folders, name, informal=informal)
        return shown(path, self.folders) if path else name


def tidy(text: str) -> str:
    """Without blanks at the ends of lines and more than one blank line."""
    return _MANY_BREAKS.sub("\n\n", _TRAILING.sub("", text)).strip()
