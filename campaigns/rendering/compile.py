"""Templates before rendering: flatten inheritance, check the small language, inline CSS once.

premailer destroys Jinja when it meets it, and costs milliseconds a mail. So every Jinja tag is swapped for a
placeholder that survives an HTML parser at its place, the CSS is inlined once per template, and the tags go back.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

from campaigns.rendering.files import RenderError, environment
from campaigns.rendering.html import HtmlPlace, HtmlScanner

MAX_SOURCE = 512 * 1024
"""Characters of a flattened template: the bound that stops includes that double each other."""

_DOCTYPE = "<!DOCTYPE html>\n"
_PLACEHOLDER = re.compile(r'<!--jjx(\d+)xjj-->|\s*data-jjx(\d+)xjj=""|jjx(\d+)xjj')
_CUTTING = environment(None, html=False)
"""HTML and text are cut into tags alike."""

_END = {"variable_begin": "variable_end", "block_begin": "block_end", "comment_begin": "comment_end"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text (`kind` data) or one whole Jinja tag (variable, block, comment, raw); `words` are its tokens."""

    kind: str
    text: str
    line: int
    words: tuple[tuple[str, str], ...] = ()

    @property
    def tag(self) -> str:
        """The tag's name (include, block, if ...), empty for everything that is no block tag."""
        return self.words[0][1] if self.kind == "block" and self.words else ""

    @property
    def target(self) -> str | None:
        """The one constant that follows `include` or `extends`, None when it is anything else."""
        constant = len(self.words) == 2 and self.words[1][0] == "string"  # noqa: PLR2004 - tag and its constant
        return self.words[1][1][1:-1] if constant else None


def split(source: str) -> list[Piece]:
    """Cut `source` into data and whole tags; joined again the texts render alike. Raises TemplateSyntaxError."""
    pieces: list[Piece] = []
    tokens = iter(_CUTTING.lex(source))
    for line, kind, value in tokens:
        end = _END.get(kind)
        if end is None:
            pieces.append(Piece("data" if kind == "data" else "raw", value, line))
            continue
        text, words = [value], []
        for _, inner, inner_value in tokens:
            text.append(inner_value)
            if inner == end:
                break
            if inner != "whitespace":
                words.append((inner, inner_value))
        pieces.append(Piece(kind.removesuffix("_begin"), "".join(text), line, tuple(words)))
    return pieces


_pieces = lru_cache(maxsize=1024)(split)  # what all texts include is cut once


class Flattener:
    """Writes out `extends`, `block` and `include`, because CSS can only be inlined in a whole document."""

    def __init__(self, load: Callable[[str], str]) -> None:
        self._load = load
        self._size = 0

    def flatten(self, name: str) -> str:
        """The source of `name` without inheritance. Raises RenderError, TemplateSyntaxError, KeyError by `load`."""
        self._size = 0
        return self._file(name, {}, ())

    def _file(self, name: str, overrides: Mapping[str, str], stack: tuple[str, ...]) -> str:
        if name in stack:
            raise RenderError(name, 0, "Die Vorlage bindet sich selbst ein.")
        source = self._load(name)
        self._size += len(source)
        if self._size > MAX_SOURCE:
            raise RenderError(stack[0] if stack else name, 0, "Die Vorlage ist mit allen Einbindungen zu groß.")
        stack = (*stack, name)
        pieces = _pieces(source)
        parent = next((piece for piece in pieces if piece.tag == "extends"), None)
        if parent is None:
            return self._write(pieces, overrides, stack)
        own = {found: self._write(inner, overrides, stack) for found, inner in _blocks(pieces, name)}
        return self._file(_target(parent, name), {**own, **overrides}, stack)

    def _write(self, pieces: list[Piece], overrides: Mapping[str, str], stack: tuple[str, ...]) -> str:
        out: list[str] = []
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            at += 1
            if piece.kind == "comment":
                continue
            if piece.kind == "raw":
                raise RenderError(stack[-1], piece.line, "„raw“ ist in Vorlagen nicht erlaubt.")
            if piece.tag == "include":
                out.append(self._file(_target(piece, stack[-1]), {}, stack))
            elif piece.tag == "block":
                end = _end_of_block(pieces, at, stack[-1])
                found = overrides.get(piece.words[1][1])
                out.append(self._write(pieces[at:end], overrides, stack) if found is None else found)
                at = end + 1
            else:
                out.append(piece.text)
        return "".join(out)


def _target(piece: Piece, name: str) -> str:
    if piece.target is None:
        raise RenderError(name, piece.line, "„include“ und „extends“ brauchen einen festen Namen in Anführungszeichen.")
    return piece.target


def _end_of_block(pieces: list[Piece], start: int, name: str) -> int:
    depth = 1
    for at in range(start, len(pieces)):
        depth += {"block": 1, "endblock": -1}.get(pieces[at].tag, 0)
        if depth == 0:
            return at
    raise RenderError(name, pieces[start - 1].line, "Zu diesem „block“ fehlt „endblock“.")


def _blocks(pieces: list[Piece], name: str) -> Iterator[tuple[str, list[Piece]]]:
    at = 0
    while at < len(pieces):
        at += 1
        piece = pieces[at - 1]
        if piece.tag == "block":
            end = _end_of_block(pieces, at, name)
            yield piece.words[1][1], pieces[at:end]
            at = end + 1
        elif piece.kind == "variable" or (piece.kind == "data" and piece.text.strip()):
            raise RenderError(name, piece.line, "Nach „extends“ steht Text nur innerhalb von „block“.")


@lru_cache(maxsize=512)
def code_of(source: str, *, html: bool) -> CodeType:
    """What Jinja makes of `source`; a reload compiles only what was edited. Raises TemplateSyntaxError."""
    return environment(None, html=html).compile(source)


@lru_cache(maxsize=256)
def inline_css(flat: str, name: str) -> str:
    """The document `flat` with its CSS inlined and every Jinja tag at its place; still a Jinja source.

    Raises RenderError when a tag stands where it cannot be kept (inside <style>, in an unquoted attribute) or when the
    HTML is so broken that the parser moves tags around.
    """
    from premailer import Premailer  # noqa: PLC0415 - 230 ms that only the first HTML template should cost

    marked, tags = _mark(flat, name)
    try:
        inlined: str = Premailer(
            marked,
            allow_network=False,  # its default fetches stylesheets from wherever the template says
            allow_loading_external_files=False,
            cssutils_logging_level=logging.CRITICAL,
            disable_validation=True,
            preserve_internal_links=True,
            disable_basic_attributes=["width"],  # width="600" is for Outlook, which does not know max-width
        ).transform()
    except Exception as error:  # premailer, lxml and cssutils raise what they like
        raise RenderError(name, 0, f"Das CSS lässt sich nicht einarbeiten ({type(error).__name__}).") from error
    order: list[int] = []

    def put_back(found: re.Match[str]) -> str:
        text, in_tag, bare = found.groups()
        number = int(text or in_tag or bare)
        order.append(number)
        return f" {tags[number]}" if in_tag else tags[number]

    restored = _PLACEHOLDER.sub(put_back, inlined)
    if order != list(range(len(tags))):
        raise RenderError(name, 0, "Das HTML ist nicht sauber verschachtelt: Jinja-Marken würden wandern.")
    return restored if restored.lstrip()[:9].lower() == "<!doctype" else _DOCTYPE + restored


def _mark(flat: str, name: str) -> tuple[str, list[str]]:
    scanner = HtmlScanner()
    marked: list[str] = []
    tags: list[str] = []
    for piece in split(flat):
        if piece.kind == "data":
            scanner.feed(piece.text)
            marked.append(piece.text)
            continue
        number = len(tags)
        tags.append(piece.text)
        match scanner.place:
            case HtmlPlace.TEXT:
                marked.append(f"<!--jjx{number}xjj-->")
            case HtmlPlace.TAG:
                marked.append(f' data-jjx{number}xjj=""')
            case HtmlPlace.STYLE:
                raise RenderError(name, 0, f"Jinja-Marke in <style>: {piece.text}")
            case HtmlPlace.UNQUOTED:
                raise RenderError(name, 0, f"Attributwert ohne Anführungszeichen: {piece.text}")
            case _:
                marked.append(f"jjx{number}xjj")
    return "".join(marked), tags
