"""What must hold for every input, beyond that nothing raises."""

from __future__ import annotations

import re
from datetime import date

from replies import codec
from replies.body import MAX_TEXT
from replies.headers import MAX_ADDRESS, MAX_ADDRESSES, MAX_REFERENCES
from replies.notices.dsn import MAX_RECIPIENTS
from replies.parse import MAX_HEADERS, MAX_SUBJECT
from replies.reply import Classified, Kind, Label, Parsed

STOPS = frozenset({"all_advertising", "sequence", "hold", "pause_until", "address", "none"})
CHANNELS = frozenset({"email", "phone", "letter", "sms", "linkedin_dm"})
_BOUNCES = frozenset({Kind.HARD_BOUNCE, Kind.SOFT_BOUNCE})
_UNSEEN = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]")


class Broken(AssertionError):
    """A promise that does not hold; the first argument names it."""


def check(name: str, *, holds: bool) -> None:
    """Raises Broken with the name of a promise that does not hold."""
    if not holds:
        raise Broken(name)


def check_parsed(parsed: Parsed) -> None:
    """Limits of a parsed mail, and the way through the child's pipe."""
    check("text is bounded", holds=len(parsed.text) <= MAX_TEXT)
    check("new words are bounded", holds=len(parsed.new_text) <= max(len(parsed.text), 4_000))
    check("subject is bounded", holds=len(parsed.subject) <= MAX_SUBJECT)
    check("headers are bounded", holds=len(parsed.headers) <= MAX_HEADERS)
    check("references are bounded", holds=len(parsed.references) <= 2 * MAX_REFERENCES)
    check("recipients are bounded", holds=len(parsed.report.recipients) <= MAX_RECIPIENTS)
    check("addresses are bounded", holds=len(parsed.to) <= MAX_ADDRESSES)
    for address in (*parsed.to, *filter(None, [parsed.from_address])):
        check("an address has both halves", holds="@" in address and len(address) <= MAX_ADDRESS)
    check("no header keeps a line break", holds=not any("\n" in value for value in parsed.headers.values()))
    wire = codec.dumps(parsed)
    back = codec.loads(wire)
    check("what came through the pipe goes through it again", holds=codec.loads(codec.dumps(back)) == back)
    if b"\\ud" not in wire and _encodable(parsed):
        check("the pipe changes nothing", holds=back == parsed)


def _encodable(parsed: Parsed) -> bool:
    """False with a lone surrogate somewhere, which the pipe turns into a question mark."""
    shown = repr(parsed)
    try:
        shown.encode()
    except UnicodeEncodeError:
        return False
    return "\\ud" not in shown


def check_answer(answer: Classified) -> None:
    """Known words, and the parts of an answer fit each other."""
    check("kind is known", holds=isinstance(answer.kind, Kind))
    check("label is known", holds=answer.label is None or isinstance(answer.label, Label))
    medium = answer.stop.removeprefix("channel:")
    check("stop is known", holds=answer.stop in STOPS or (medium != answer.stop and medium in CHANNELS))
    check("the evidence names a rule", holds=bool(answer.evidence.rule))
    check("a hard bounce stops the address", holds=(answer.kind is Kind.HARD_BOUNCE) == (answer.stop == "address"))
    if answer.kind in _BOUNCES:
        check("the failed recipient is one of them", holds=answer.failed_recipient in {*answer.recipients, None})
        check("a bounce without a recipient goes to a person", holds=bool(answer.failed_recipient) or answer.review)
    if answer.resume is not None and answer.return_date is not None:
        check("contact goes on after the return", holds=answer.resume >= answer.return_date)


def check_day(day: date | None, sent: date) -> None:
    """A day that is named lies not before the mail."""
    check("a day is a plain date", holds=day is None or type(day) is date)
    check("a day lies not before the mail", holds=day is None or day >= sent)


def check_own_words(own: str, text: str) -> None:
    """Every line of the own words is a line of the mail, or what a mark or a quote in the same line leaves of it."""
    given = {_plain(line) for line in re.split(r"[\r\n]", text)}
    for line in own.split("\n"):
        plain = _plain(line)
        check("own words stand in the mail", holds=plain in given or any(plain in one for one in given))


def _plain(line: str) -> str:
    return " ".join(_UNSEEN.sub("", line).split())
