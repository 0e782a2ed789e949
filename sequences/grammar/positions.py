"""Where each key and value of a TOML text stands. tomllib knows no positions, tree-sitter does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import tree_sitter
import tree_sitter_toml

Path = tuple[str | int, ...]
Place = tuple[int, int]

_LANGUAGE = tree_sitter.Language(tree_sitter_toml.language())
_KEY_TYPES = frozenset({"bare_key", "quoted_key", "dotted_key"})
_VALUE_TYPES = frozenset(
    {
        "array",
        "boolean",
        "float",
        "inline_table",
        "integer",
        "local_date",
        "local_date_time",
        "local_time",
        "offset_date_time",
        "string",
    }
)


@dataclass(frozen=True, slots=True)
class Positions:
    """(line, column) from 1, in characters, of every key path; array elements and tables of arrays by index."""

    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]

    def key(self, path: Path) -> Place:
        """The key itself; for one that is not there, its table's header or the start of the file."""
        return _nearest(self.keys, path)

    def value(self, path: Path) -> Place:
        """The value; for one that is not there, the nearest thing around it."""
        place = self.values.get(path)
        return _nearest(self.keys, path) if place is None else place


def _nearest(places: Mapping[Path, Place], path: Path) -> Place:
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (1, 1))


def positions(text: str) -> Positions:
    """The places of all keys and values of a TOML text that tomllib accepts."""
    return _Walk(text).run()


class _Walk:
    """One walk through the syntax tree, collecting places."""

    def __init__(self, text: str) -> None:
        self.lines = text.encode().split(b"\n")
        self.root = tree_sitter.Parser(_LANGUAGE).parse(text.encode()).root_node
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.counts: dict[Path, int] = {}

    def run(self) -> Positions:
        for node in self.root.named_children:
            if node.type == "pair":
                self.pair(node, ())
            elif node.type in {"table", "table_array_element"}:
                self.table(node)
        return Positions(self.keys, self.values)

    def place(self, node: tree_sitter.Node) -> Place:
        row, column = node.start_point
        return row + 1, len(self.lines[row][:column].decode(errors="replace")) + 1

    def table(self, node: tree_sitter.Node) -> None:
        names = [key for child in node.named_children if child.type in _KEY_TYPES for key in _names(child)]
        path: Path = ()
        for name in names:
            path = (*self.latest(path), _text(name))
            self.keys.setdefault(path, self.place(name))
        if node.type == "table_array_element":
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        self.keys[path] = self.place(node.named_children[0])
        for child in node.named_children:
            if child.type == "pair":
                self.pair(child, path)

    def latest(self, path: Path) -> Path:
        """`[a.b]` after `[[a]]` means the last a."""
        return (*path, self.counts[path]) if path in self.counts else path

    def pair(self, node: tree_sitter.Node, path: Path) -> None:
        key = next((child for child in node.named_children if child.type in _KEY_TYPES), None)
        for name in _names(key) if key else []:
            path = (*path, _text(name))
            self.keys.setdefault(path, self.place(name))
        self.value(node.named_children[-1], path)

    def value(self, node: tree_sitter.Node, path: Path) -> None:
        self.values[path] = self.place(node)
        if node.type == "inline_table":
            for child in node.named_children:
                self.pair(child, path)
        elif node.type == "array":
            elements = [child for child in node.named_children if child.type in _VALUE_TYPES]
            for number, child in enumerate(elements):
                self.keys[*path, number] = self.place(child)
                self.value(child, (*path, number))


def _names(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The parts of a key, left to right; tree-sitter nests `a.b.c` as ((a.b).c)."""
    if node.type != "dotted_key":
        return [node]
    return [part for child in node.named_children for part in _names(child)]


def _text(node: tree_sitter.Node) -> str:
    text = (node.text or b"").decode(errors="replace")
    return text[1:-1] if node.type == "quoted_key" else text
