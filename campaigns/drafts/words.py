"""The words of a draft: as a text file that a person edits, and what may not stand in it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaigns.rendering import Templates
from campaigns.rendering.duties.lexicon import LEXICON
from campaigns.rendering.duties.phrase import Place, hits
from campaigns.rendering.duties.readable import readable
from campaigns.rendering.duties.required import AD_SUBJECT, missing
from campaigns.rendering.own_words import LINK, own_words
from channels.channel import Content, EmailContent

MAX_BYTES = 64 * 1024
_MAX_SUBJECT = 150
_MAX_TEXT = 20_000
_SUBJECT = re.compile(r"betreff\s*:\s*(.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|\bwww\.|\b(?:mailto|tel):)[^\s<>\"')]*", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*/?[a-zA-Z!][^<>]*>|\{%|\{#|&(?:#\d+|[a-zA-Z]+);")
_GREETING = re.compile(
    r"\s*(?:sehr geehrte|guten (?:tag|morgen|abend)|hallo|liebe[rs]?|moin|servus)\b[^\n.!?]{0,60},?\s*\Z",
    re.IGNORECASE,
)
_HELP = (
    "# Betreff und Text dürfen Sie ändern. Absätze trennt eine Leerzeile.\n"
    "# Anrede, Gruß, Abmeldung und Pflichtangaben stehen nicht hier: Sie kommen von selbst dazu.\n"
    "# Was in {{ }} steht, ist ein Link; er bleibt, wie er ist. Zeilen mit # am Anfang gehen nicht hinaus.\n"
)


class NoText(ValueError):
    """A file that holds no draft; the text is German."""


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and paragraphs of a mail; a paragraph may have lines."""

    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs in one."""
        return "\n\n".join(self.paragraphs)


def words_of(templates: Templates, template: str, content: Content, context: Mapping[str, object]) -> Words | None:
    """The words of a mail that was written from `template`; None for what is no mail. Raises RenderError."""
    if not isinstance(content, EmailContent):
        return None
    return Words(content.subject, own_words(templates, template, context))


def as_file(words: Words) -> str:
    """The words as a text file for an editor."""
    return f"{_HELP}Betreff: {words.subject}\n\n{words.text}\n"


def from_file(data: bytes) -> Words:
    """The words of such a file. Raises NoText."""
    if len(data) > MAX_BYTES:
        raise NoText(f"Die Datei ist größer als {MAX_BYTES // 1024} KiB; erlaubt ist der Text einer Mail.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoText(
            "Die Datei ist kein Text in UTF-8; speichern Sie sie im Editor mit der Kodierung UTF-8."
        ) from error
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    kept = [line.rstrip() for line in lines if not line.startswith("#")]
    while kept and not kept[0]:
        kept.pop(0)
    subject = _SUBJECT.fullmatch(kept[0].strip()) if kept else None
    if subject is None:
        raise NoText("Die Datei beginnt nicht mit „Betreff: …“; erlaubt ist die Form von wiedersehen tasks draft.")
    body = re.split(r"\n{2,}", "\n".join(kept[1:]).strip("\n"))
    return Words(" ".join(subject[1].split()), tuple(one for one in body if one.strip()))


def faults(words: Words, original: Words, owed: Sequence[str] = ()) -> tuple[str, ...]:
    """What keeps adapted words from leaving, as German sentences; () for words that may.

    Measured as templates are, but only by what is not in `original` already: that came from a template. `owed` are the
    sentences of an offer, which stay word for word (§ 6 Abs. 1 Nr. 3 DDG).
    """
    return tuple(
        dict.fromkeys(
            (*_form(words), *_links(words, original), *_copy(words, original), *_offer(words, original, owed))
        )
    )


def _form(words: Words) -> Iterator[str]:
    if not words.subject:
        yield "Der Betreff ist leer."
    if len(words.subject) > _MAX_SUBJECT:
        yield f"Der Betreff ist länger als {_MAX_SUBJECT} Zeichen."
    if not words.paragraphs:
        yield "Der Text ist leer."
    if len(words.text) > _MAX_TEXT:
        yield f"Der Text ist länger als {_MAX_TEXT} Zeichen."
    odd = next((one for one in words.subject + words.text if one != "\n" and _is_odd(one)), None)
    if odd is not None:
        yield f"Im Text steht ein unsichtbares Zeichen (U+{ord(odd):04X}); löschen Sie es."
    for found in _MARKUP.finditer(f"{words.subject}\n{words.text}"):
        yield f"„{found.group()[:40]}“: Erlaubt ist reiner Text, ohne HTML und ohne Anweisungen von Vorlagen."
    if words.paragraphs and _GREETING.match(words.paragraphs[0]):
        yield "Der Text beginnt mit einer Anrede; sie kommt von selbst dazu und stünde zweimal da."


def _is_odd(one: str) -> bool:
    """Control characters and what turns the direction of a line; a soft hyphen as well: it hides words from a look."""
    return unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def _links(words: Words, original: Words) -> Iterator[str]:
    known, kept = (set(LINK.findall(one.text)) for one in (original, words))
    for name in sorted(known - kept):
        yield f"Der Link {{{{ {name} }}}} fehlt; er muss stehen bleiben."
    for name in LINK.findall(words.subject):
        yield f"Im Betreff steht {{{{ {name} }}}}; dort darf kein Link stehen."
    for name in sorted(kept - known):
        yield f"{{{{ {name} }}}} stand nicht im Entwurf; erlaubt sind nur die Links, die schon darin standen."
    if "{{" in LINK.sub("", words.text) or "}}" in LINK.sub("", words.text):
        yield "Doppelte geschweifte Klammern stehen nur um die Namen von Links."
    before = set(_ADDRESS.findall(original.text))
    for found in _ADDRESS.findall(f"{words.subject}\n{words.text}"):
        if found not in before:
            yield f"„{found[:80]}“: Andere Links als die des Entwurfs sind nicht erlaubt."


def _copy(words: Words, original: Words) -> Iterator[str]:
    for duty in missing(words.subject, AD_SUBJECT):
        says = duty.says.replace("„Werbung“ oder „in eigener Sache“ fehlt", "„Werbung“ fehlt")
        yield f"{says}. Beginnen Sie mit „Werbung von“ und der Marke."
    yield from _said(words.subject, original.subject, Place.AD_SUBJECT)
    yield from _said(words.text, original.text, Place.AD_TEXT)


def _said(new: str, old: str, place: Place) -> Iterator[str]:
    before = {(id(hit.phrase), hit.words.casefold()) for hit in hits(readable(old), place, LEXICON)}
    for hit in hits(readable(new), place, LEXICON):
        if (id(hit.phrase), hit.words.casefold()) not in before:
            yield hit.message


def _offer(words: Words, original: Words, owed: Sequence[str]) -> Iterator[str]:
    old, new = (" ".join(one.text.split()) for one in (original, words))
    for sentence in owed:
        if sentence in old and sentence not in new:
            yield f"„{sentence}“ gehört zum Angebot und muss wörtlich stehen bleiben (§ 6 Abs. 1 Nr. 3 DDG)."
