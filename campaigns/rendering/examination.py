"""What a set of templates says and owes, looked at once for each text: for `check`, the law and the last step out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from campaigns.rendering.duties.examined import owed, wrong
from campaigns.rendering.duties.traits import Traits, traits_of
from campaigns.rendering.files import RenderError, find, layouts, shown
from sequences.definition import Channel


class _Flat(Protocol):
    def __call__(self, name: str, *, informal: bool) -> str: ...


class Examination:
    """Looks at the parts in `folders`; `flat` gives a part's source with all it includes, or raises RenderError."""

    def __init__(self, folders: Sequence[Path], flat: _Flat) -> None:
        self._folders = folders
        self._flat = flat
        self._layouts: dict[tuple[str, bool], str | None] = {}
        self._breaches: dict[tuple[str, bool], tuple[RenderError, ...]] = {}
        self._traits: dict[tuple[str, Channel], Traits] = {}

    def breaches(self, name: str, *, informal: bool = False) -> tuple[RenderError, ...]:
        """What the part `name` says and may not, or owes and lacks, includes and all; empty for a text that may leave.

        Raises RenderError where the part cannot be read. Each text is looked at once.
        """
        known = self._breaches.get((name, informal))
        if known is None:
            known = self._breaches[name, informal] = tuple(self._examined(name, informal=informal))
        return known

    def _examined(self, name: str, *, informal: bool) -> Iterator[RenderError]:
        template, _, part = name.rpartition("/")
        layout = self.layout(name, informal=informal)
        flat = self._flat(name, informal=informal)
        for duty in owed(template, part, flat, layout):
            yield RenderError(self._shown(name, informal=informal), 0, f"{duty.says}. {duty.instead}.")
        found = [words for _, words in wrong(template, part, flat, layout)]
        path = find(self._folders, name, informal=informal) if found else None
        own = path.read_text(encoding="utf-8") if path else ""
        lines = {words: own[:offset].count("\n") + 1 for offset, words in wrong(template, part, own, layout)}
        for words in found:
            yield RenderError(self._shown(name, informal=informal), lines.get(words, 0), words)

    def traits(self, template: str, channel: Channel, parts: Sequence[str]) -> Traits:
        """What is known of a message before it is written, in the strictest of its two forms. Raises RenderError."""
        known = self._traits.get((template, channel))
        if known is None:
            forms = (self._trait(template, parts, informal=informal) for informal in (False, True))
            known = self._traits[template, channel] = Traits.of_both(*forms)
        return known

    def _trait(self, template: str, parts: Sequence[str], *, informal: bool) -> Traits:
        flat = {part: self._flat(f"{template}/{part}", informal=informal) for part in parts}
        return traits_of(template, flat, self.layout(f"{template}/{parts[-1]}", informal=informal))

    def layout(self, name: str, *, informal: bool = False) -> str | None:
        """Advertising or contract, from the frame that a part or, for a subject and tasks, its body is built on.

        Both at once counts as advertising, the stricter of the two; None for words without any frame.
        """
        known = self._layouts.get((name, informal), "")
        if known == "":
            known = self._layouts[name, informal] = self._layout(name, informal=informal)
        return known

    def _layout(self, name: str, *, informal: bool) -> str | None:
        folder, _, part = name.rpartition("/")
        bodies = (part,) if part.startswith(("body.", "letter.")) else ("body.txt", "letter.txt")
        found = {one for body in bodies for one in layouts(self._folders, f"{folder}/{body}", informal=informal)}
        return "advertising" if "advertising" in found else next(iter(found), None)

    def _shown(self, name: str, *, informal: bool) -> str:
        path = find(self._folders, name, informal=informal)
        return shown(path, self._folders) if path else name
