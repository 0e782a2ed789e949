"""What is fuzzed: each target takes any bytes, and raises when something is wrong with the product.

A long run is of a million inputs, so there it costs what most inputs do not need: few inputs are long, and of dear second
halves only a share is run. Which input is of which share follows from its bytes alone, so that a finding can be made
again. Tests run each input whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from replies.classify import classify
from replies.meaning.dates import later_day, return_day
from replies.parse import parse_mail, rescue
from replies.reply import Classified, Kind, Parsed
from replies.trimming.quoting import new_words
from tests.fuzz import seeds
from tests.fuzz.checks import check, check_answer, check_day, check_own_words, check_parsed
from tests.fuzz.feed import Feed
from tests.fuzz.reports import build, complaint, failure

OBJECTION = b"Bitte senden Sie mir keine Werbung mehr."
_LONG = 8
"""One in so many inputs of a long run keeps its length where it is longer than usual."""
_CLASSIFIED = 8
_FEW_WORDS = 20
"""Characters of new words; one in _CLASSIFIED mails with more of them is classified in a long run, all with fewer."""
_ASIDE = 8


@dataclass(frozen=True, slots=True)
class Target:
    """`run` takes one input; `seeds` are inputs to begin with.

    `longest` is the size in bytes that mutation may reach, `usual` the one to which a long run cuts most inputs. `quick`
    stands for `run` there.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    longest: int
    usual: int
    quick: Callable[[bytes], None]

    def cut(self, data: bytes) -> bytes:
        """`data` in the length in which a long run takes it."""
        return data if len(data) <= self.usual or _is_one_in(_LONG, data) else data[: self.usual]


def _is_one_in(share: int, data: bytes, kind: int = 0) -> bool:
    """True for one in `share` inputs; different kinds of choices fall differently."""
    return (zlib.crc32(data) >> 8 * kind) % share == 0


def mime(data: bytes) -> None:
    """A raw mail as it comes from the mailbox: parsed, through the pipe, classified, and set aside."""
    check_answer(classify(_parsed(data)))
    _set_aside(data)


def quick_mime(data: bytes) -> None:
    """As mime; classified and set aside in shares."""
    parsed = _parsed(data)
    if len(parsed.new_text) < _FEW_WORDS or _is_one_in(_CLASSIFIED, data, 1):
        check_answer(classify(parsed))
    if _is_one_in(_ASIDE, data, 2):
        _set_aside(data)


def _parsed(data: bytes) -> Parsed:
    parsed = parse_mail(data)
    check_parsed(parsed)
    return parsed


def _set_aside(data: bytes) -> None:
    # The same header over an objection, as if it had broken the parser (Art. 21 Abs. 3 DSGVO).
    head = data.replace(b"\r", b"\n").lstrip(b"\n").partition(b"\n\n")[0][:65_536]
    aside = rescue(head + b"\n\n" + OBJECTION + b"\n\n" + data[-500:], "Die Mail ist nicht lesbar.")
    check_parsed(aside)
    check("an objection in a mail set aside stops", holds=classify(aside).stop == "all_advertising")


def report(data: bytes) -> None:
    """A report of a machine built from the bytes, so that the code behind the MIME structure is reached."""
    feed = Feed(data)
    sound = feed.number(0, 7)
    if sound == 1:
        answer = _answered(failure(feed, "jana@kunde.test"))
        check("a sound failure is hard", holds=answer.kind is Kind.HARD_BOUNCE)
        check("a sound failure names who", holds=answer.failed_recipient == "jana@kunde.test")
    elif sound == 2:
        answer = _answered(complaint(feed, "jana@kunde.test"))
        check("a sound complaint stops", holds=(answer.kind, answer.stop) == (Kind.COMPLAINT, "all_advertising"))
        check("a sound complaint names who", holds=answer.failed_recipient == "jana@kunde.test")
    else:
        answer = _answered(build(feed))
    check_answer(answer)


@lru_cache(4_096)
def _answered(raw: bytes) -> Classified:
    """Each report is read once, though different bytes often build the same."""
    return classify(_parsed(raw))


def quoting(data: bytes) -> None:
    """The sender's name in the first line, the text of a mail below it."""
    name, _, body = data.partition(b"\n")
    text = body.decode("utf-8", "replace")
    own = new_words(text, name[:100].decode("utf-8", "replace"))
    check("nothing is added", holds=len(own) <= len(text))
    check_own_words(own, text)


def dates(data: bytes) -> None:
    """The day on which a mail was sent in three bytes, its text behind them."""
    sent = seeds.sent_day(data[:3])
    text = data[3:].decode("utf-8", "replace")
    check_day(return_day(text, sent), sent)
    check_day(later_day(text, sent), sent)


TARGETS = {
    "mime": Target(mime, seeds.mails, 16_384, 1_024, quick_mime),
    "report": Target(report, seeds.decisions, 2_048, 256, report),
    "quoting": Target(quoting, seeds.texts, 8_192, 1_024, quoting),
    "dates": Target(dates, seeds.dated, 2_048, 512, dates),
}
