"""What is fuzzed: each target takes any bytes, and raises when something is wrong with the product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from replies.classify import classify
from replies.meaning.dates import later_day, return_day
from replies.parse import parse_mail, rescue
from replies.reply import Kind
from replies.trimming.quoting import new_words
from tests.fuzz import seeds
from tests.fuzz.checks import check, check_answer, check_day, check_own_words, check_parsed
from tests.fuzz.feed import Feed
from tests.fuzz.reports import build, complaint, failure

OBJECTION = b"Bitte senden Sie mir keine Werbung mehr."


@dataclass(frozen=True, slots=True)
class Target:
    """`run` takes one input; `seeds` are inputs to begin with; `longest` is the size in bytes mutation may reach."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    longest: int


def mime(data: bytes) -> None:
    """A raw mail as it comes from the mailbox: parsed, through the pipe, classified, and set aside."""
    parsed = parse_mail(data)
    check_parsed(parsed)
    check_answer(classify(parsed))
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
        answer = classify(parse_mail(failure(feed, "jana@kunde.test")))
        check("a sound failure is hard", holds=answer.kind is Kind.HARD_BOUNCE)
        check("a sound failure names who", holds=answer.failed_recipient == "jana@kunde.test")
    elif sound == 2:
        answer = classify(parse_mail(complaint(feed, "jana@kunde.test")))
        check("a sound complaint stops", holds=(answer.kind, answer.stop) == (Kind.COMPLAINT, "all_advertising"))
        check("a sound complaint names who", holds=answer.failed_recipient == "jana@kunde.test")
    else:
        parsed = parse_mail(build(feed))
        check_parsed(parsed)
        answer = classify(parsed)
    check_answer(answer)


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
    "mime": Target(mime, seeds.mails, 16_384),
    "report": Target(report, seeds.decisions, 2_048),
    "quoting": Target(quoting, seeds.texts, 8_192),
    "dates": Target(dates, seeds.dated, 2_048),
}
