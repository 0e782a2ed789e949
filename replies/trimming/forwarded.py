"""Whose words a mail hands on: the writers that quote heads and inner mails name, and what the first of them wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replies.headers import MAX_ADDRESSES, mailbox_of
from replies.reply import Parsed
from replies.trimming.header_block import from_field, header_block
from replies.trimming.quote_lines import intro
from replies.trimming.quoting import new_words

_MARK = re.compile(r"^\s{0,3}(?:(?:>|&gt;)\s?)+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_MAX_LINES = 2_000
_MAX_LINE = 4_000


def writers(parsed: Parsed) -> tuple[str, ...]:
    """Addresses of those whose mails are quoted or enclosed, the newest mail's writer first; lower case."""
    _, inner = mailbox_of(parsed.report.returned.get("from", ""))
    named = [address for _, addresses in _heads(_lines(parsed.text)) for address in addresses]
    return tuple(dict.fromkeys(one.casefold() for one in (*([inner] if inner else []), *named)))[:MAX_ADDRESSES]


def handed_on_words(parsed: Parsed) -> str:
    """What the writer of the first quoted mail said in it, without what she quoted; empty when none is quoted."""
    lines = _lines(parsed.text)
    first = next(_heads(lines), None)
    if first is None:
        return ""
    behind, _ = first
    return new_words("\n".join(_MARK.sub("", line) for line in lines[behind:]))


def _lines(text: str) -> list[str]:
    return [line[:_MAX_LINE] for line in text.replace("\r\n", "\n").split("\n")[:_MAX_LINES]]


def _heads(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(first line behind it, addresses of the writer) of each head of a quoted mail that names an address."""
    bare = [_MARK.sub("", line) for line in lines]
    index = 0
    while index < len(bare):
        span = header_block(bare, index) if bare[index].strip() else 0
        if span:
            named = _of_block(bare[index : index + span])
        else:
            span = intro(bare, index, lambda line: _MARK.match(line) is not None) if bare[index].strip() else 0
            named = [one.strip(".'") for one in _ADDRESS.findall(" ".join(bare[index : index + span]))[:1]]
        index += max(span, 1)
        if named:
            yield index, named


def _of_block(block: list[str]) -> list[str]:
    """The address in the From field, which may be wrapped into the next line."""
    for at, line in enumerate(block):
        if from_field(line):
            return [one.strip(".'") for one in _ADDRESS.findall(" ".join(block[at : at + 2]))[:1]]
    return []
