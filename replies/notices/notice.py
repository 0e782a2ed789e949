"""The words of a bounce that has no machine-readable part: where they end, whom they name, what they say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from replies.headers import clean_address
from replies.notices.machine import ROBOT
from replies.reply import Parsed

_LONGEST = 20_000
_HEADING = 40
_CUT = re.compile(
    r"^(?:[-=*_| ]{2,40}.{0,30}(?:original|returned|undelivered|unsent|returning|this is a copy|copy of|body of|"
    r"message (?:header|text)|header of|begin|below|included|forwarded|ursprüngliche|ursprünglichen|urspruenglich|"
    r"kopie|ihre nachricht)\b.{0,80}"
    r"|received: .{0,200}|return-path: .{0,200}|message-id: <.{0,200}"
    r"|.{0,60}original message (?:follows|headers|was received|details).{0,60}|original message:?"
    r"|.{0,40}(?:message|headers) follow.{0,40}|.{0,20}(?:copy of the (?:original )?message).{0,60}"
    r"|your message reads.{0,40}|old message:?|die ersten zeilen ihrer nachricht.{0,20}"
    r"|(?:ursprüngliche )?nachrichtenkopf.{0,40}|ursprüngliche nachricht.{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
_ANY = re.compile(_ADDRESS)
_AT_LINE_START = re.compile(
    rf"^[ \t>*\-]{{0,12}}(?:rfc822;)?[\"'<\[(]{{0,3}}({_ADDRESS})[\"'>\]).]{{0,3}}"
    r"(?:<mailto:[^<>\n]{1,320}>)?[ \t]{0,8}"
    r"(?:$|[:;,(\[]|\.\.\.|on |am |- |is |has |was |does |could |existiert|mailbox|no |not |reason|invalid|unknown|"
    r"user|error|failed|rejected)",
    re.MULTILINE | re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:rcpt to|recipient(?: address)?|failed recipients?|undeliverable address|intended recipient|error-for|"
    r"delivered to|not delivered to|(?:un)?deliverable to|unknown user|userid|empfänger|smtp|addressed to|"
    r"zugestellt werden an|"
    r"original address|adressat|rejected recipient|permanent errors|"
    r"(?<=, )address)[ \t]{0,4}[:=]?[ \t]{0,4}\[?(?:smtp:)?[ \t]{0,4}[\"'<]{0,2}"
    rf"({_ADDRESS})",
    re.IGNORECASE,
)
_SENDER_LINE = re.compile(
    r"^[ \t>]{0,8}(?:\*? ?from|von|mail from|absender|reply-to|sender|cc|message-id|to)\b", re.IGNORECASE
)
_MADE_FROM = re.compile(rf"\((?:expanded|generated) from:? {{0,3}}<?({_ADDRESS})>?\)", re.IGNORECASE)
_ORIGINALLY = re.compile(rf"\((?:originally |was )addressed to <?({_ADDRESS})>?\)", re.IGNORECASE)
_RETURNED_TO = re.compile(rf"^[ \t]{{0,8}}to:[^\n@]{{0,120}}?<?({_ADDRESS})", re.IGNORECASE | re.MULTILINE)
MAX_SECTIONS = 200


@dataclass(frozen=True, slots=True)
class Section:
    """What a notice says of one address; `text` is the whole notice when it does not tell them apart."""

    address: str | None
    text: str


def notice_text(parsed: Parsed) -> str:
    """The words of the notice, cut at the returned mail."""
    return parsed.text[: _end(parsed.text)][:_LONGEST]


def _end(text: str) -> int:
    for found in _CUT.finditer(text[: _LONGEST + 500]):
        if found.start() > _HEADING:  # not a heading
            return found.start()
    return len(text)


def sections(parsed: Parsed, notice: str) -> tuple[Section, ...]:
    """Each failed address with its own words; at least one section, perhaps without an address."""
    ours = _ours(parsed)
    heads = [
        (found.start(), address)
        for found in _AT_LINE_START.finditer(notice)
        if (address := _theirs(found.group(1), ours)) is not None
    ][:MAX_SECTIONS]
    exact = _exact(parsed)
    if not heads or (exact and not {address for _, address in heads} & set(exact)):
        return tuple(Section(address, notice) for address in exact or _named(parsed, notice, ours)) or (
            Section(None, notice),
        )
    ends = [start for start, _ in heads[1:]] + [len(notice)]
    found_texts: dict[str, list[str]] = {}
    for (start, address), end in zip(heads, ends, strict=True):
        text = notice[start:end]
        found_texts.setdefault(made_from(text) or address, []).append(text)
    alone = len(found_texts) == 1
    chosen = [(address, notice if alone else "\n".join(texts)) for address, texts in found_texts.items()]
    return tuple(Section(address, text) for address, text in chosen if not exact or address in exact or alone)


def made_from(text: str) -> str | None:
    """The address we wrote to, where a mail system names it behind the one it became."""
    found = _MADE_FROM.search(text) or _ORIGINALLY.search(text)
    return clean_address(found.group(1)) if found else None


def original_of(address: str, notice: str) -> str | None:
    """As made_from, for one of several addresses in a notice."""
    at = notice.casefold().find(address)
    return made_from(notice[at : at + 300]) if at >= 0 else None


def _exact(parsed: Parsed) -> tuple[str, ...]:
    named = [clean_address(item) for item in parsed.headers.get("x-failed-recipients", "").split(",")]
    return tuple(dict.fromkeys(item for item in named if item))


def _named(parsed: Parsed, notice: str, ours: frozenset[str]) -> tuple[str, ...]:
    """Labelled addresses, the first one in the words, the zoo of flufl.bounce, whom the returned mail went to."""
    made = made_from(notice)
    if made:
        return (made,)
    labelled = [_theirs(found, ours) for found in _LABELLED.findall(notice)]
    known = tuple(dict.fromkeys(address for address in labelled if address))
    guessed = parsed.report.guessed
    if known:
        return known
    first = _first(notice, ours)
    if first and (not guessed or first in guessed):
        return (first,)
    return guessed or _returned_to(parsed, ours)


def _returned_to(parsed: Parsed, ours: frozenset[str]) -> tuple[str, ...]:
    header = parsed.report.returned.get("to", "")
    text = f"To: {header}" if header else parsed.text[_end(parsed.text) :][:_LONGEST]
    found = _RETURNED_TO.search(text)
    address = _theirs(found.group(1), ours) if found else None
    return (address,) if address else ()


def _first(notice: str, ours: frozenset[str]) -> str | None:
    for line in notice.splitlines():
        if not _SENDER_LINE.match(line):
            for found in _ANY.findall(line):
                address = _theirs(found, ours)
                if address:
                    return address
    return None


def _theirs(found: str, ours: frozenset[str]) -> str | None:
    address = clean_address(found.strip("'."))
    return address if address and address not in ours and not ROBOT.match(address) and not _is_help(address) else None


def _is_help(address: str) -> bool:
    return address.startswith(("postmaster@", "abuse@", "helpdesk@"))


def _ours(parsed: Parsed) -> frozenset[str]:
    sent_by = clean_address(parsed.report.returned.get("from", "").split("<")[-1])
    return frozenset(one for one in (parsed.from_address, *parsed.to, sent_by) if one)
