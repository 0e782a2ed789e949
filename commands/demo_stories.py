"""Five stories of the demo weeks, told from what was stored; a story that has not happened says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.lexicon.meanings import DOORS
from campaigns.reason_words import CHANNELS, reason_words
from campaigns.rendering.german import full_name
from contacts.consent import GLOBAL
from contacts.contact import Contact
from contacts.medium import Medium
from sequences.calendar import to_utc
from store import attempts, cancellations, decisions, enrollments, people, permissions, replies, tasks
from store.cancellations import Found

Rows = list[dict[str, Any]]

_RUNS = {
    "active": "läuft",
    "paused": "ruht",
    "finished": "ist zu Ende",
    "stopped": "beendet",
    "holdout": "nie begonnen",
    "excluded": "nie begonnen",
}
_WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the samples and everything that was decided about her, oldest first."""

    pk: int
    contact: Contact
    mailboxes: tuple[str, ...]
    rows: Rows

    def __str__(self) -> str:
        names = (self.contact.external_id, full_name(self.contact))
        return " ".join(part for part in names if part)

    def sent(self, since: datetime, *, contract: bool) -> Rows:
        """What has left since a moment: of the contract, or of advertising."""
        gone = [row for row in self.rows if row["decision"] == "send" and row["at"] >= since]
        return [row for row in gone if (row["purpose"] == "contract") is contract]

    def step(self, sequence: str, step: str) -> dict[str, Any] | None:
        """The newest decision about a step, None when there is none yet."""
        found = [row for row in self.rows if (row["sequence"], row["step"]) == (sequence, step)]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Book:
    """What is stored, as the stories read it. `connection` is open for reading; commands know no SQLAlchemy."""

    connection: Any
    house: House

    def person(self, contact_id: str) -> Person:
        """LookupError for somebody who was never imported."""
        pk = people.contact_pk(self.connection, contact_id)
        if pk is None:
            raise LookupError(contact_id)
        contact, points, _ = people.contact(self.connection, pk)
        mailboxes = tuple(point.normalised for point in points if point.medium is Medium.EMAIL)
        return Person(pk, contact, mailboxes, list(decisions.history(self.connection, contact=contact_id)))

    def cancellation(self, who: Person) -> Found | None:
        """Her newest cancellation; None while none has been received, also when its file is already in."""
        found = cancellations.newest(self.connection, who.pk)
        return found if found is not None and found.cancellation.received_at <= self.house.clock.now() else None

    def day(self, at: datetime, after: datetime | None = None) -> str:
        """Day and time; the time alone on the local day of `after`."""
        zone = ZoneInfo(self.house.timezone)
        local = at.astimezone(zone)
        if after is not None and local.date() == after.astimezone(zone).date():
            return f"{local:%H:%M} Uhr"
        return f"{_WEEKDAYS[local.weekday()]} {local:%d.%m., %H:%M} Uhr"

    def run(self, run: dict[str, Any]) -> str:
        """What became of a run of somebody."""
        ended = f" {self.day(run['ended_at'])}" if run["state"] in ("stopped", "finished") else ""
        reason = f", {reason_words(run['reason'])}" if run["reason"] else ""
        return f"{run['sequence']} {_RUNS[run['state']]}{ended}{reason}"

    def sharing(self, who: Person) -> list[str]:
        """External ids of those who use her mailbox too."""
        return self._ids(people.sharing(self.connection, who.pk, Medium.EMAIL))

    def colleagues(self, who: Person) -> list[str]:
        """External ids of the others of her company."""
        return self._ids(people.colleagues(self.connection, who.pk))

    def _ids(self, pks: Iterable[int]) -> list[str]:
        return sorted(people.contact(self.connection, pk)[0].external_id for pk in pks)


@dataclass(frozen=True, slots=True)
class Story:
    """A title, the contact to look further with `why`, and what was stored, in a few sentences."""

    title: str
    contact: str
    lines: tuple[str, ...]


def stories(house: House) -> tuple[Story, ...]:
    """What has become of the five stories so far."""
    with house.store.read() as connection:
        book = Book(connection, house)
        return tuple(Story(title, contact, tuple(tell(book, contact))) for title, contact, tell in _STORIES)


def _sunday_night(book: Book, contact: str) -> Iterator[str]:
    who = book.person(contact)
    found = book.cancellation(who)
    receipt = who.step("offboarding", "receipt")
    if found is None or receipt is None:
        yield _NOT_YET
        return
    came = found.cancellation
    confirmed = book.day(receipt["at"], came.received_at)
    yield f"{who} kündigt: {book.day(came.received_at)}, {DOORS[came.door]}. Bestätigt: {confirmed}."
    for objection in permissions.objections(book.connection, who.pk):
        scope = "auf allen Wegen" if objection.fact.scope == GLOBAL else objection.fact.scope
        yield f"Als Widerspruch {scope} eingetragen, aus dem Text: „{objection.verbatim}“"
    skipped = [row for row in who.rows if row["decision"] == "skip" and row["rule"] == "objection"]
    channels = dict.fromkeys(CHANNELS[tried["channel"]] for row in skipped for tried in row["ruling"] or ())
    left_out = f", {len(skipped)} ausgelassen ({', '.join(channels)})" if skipped else ""
    yield (
        f"Werbung seither: {len(who.sent(came.received_at, contract=False))} gesendet{left_out}. "
        f"Zum Vertrag: {len(who.sent(came.received_at, contract=True))} Mails."
    )


def _deadline(book: Book, contact: str) -> Iterator[str]:
    who = book.person(contact)
    found = book.cancellation(who)
    contract = found.contract if found is not None else None
    if found is None or contract is None or contract.end is None or contract.notice_days is None:
        yield _NOT_YET
        return
    came, last = found.cancellation.received_at, contract.end - timedelta(days=contract.notice_days)
    ends = to_utc(last + timedelta(days=1), time(0), who.contact.timezone)
    yield (
        f"{who} kündigt: {book.day(came)}. Verlängerungsfrist: bis {last:%d.%m.}, 24 Uhr, "
        f"noch {(ends - came) // timedelta(hours=1)} Stunden."
    )
    call = who.step("save_call", "call")
    tried = (call["ruling"] or ()) if call is not None else ()
    proofs = [gate for one in tried for gate in one["gates"] if gate["verdict"] == "ALLOW_DUTY" and gate["evidence"]]
    basis = "".join(f", erlaubt durch {', '.join(gate['evidence'])}" for gate in proofs)
    calls = [task for task in tasks.listing(book.connection, None) if task["contact"] == contact]
    for task in (call for call in calls if call["channel"] == "phone"):
        name = (task["assignee"] or "alle").split("@")[0]
        yield f"{book.day(task['created_at'])}: Aufgabe „anrufen“ für {name}, fällig {book.day(task['due_at'])}{basis}."
    mail = who.step("winback", "value")
    if mail is not None and mail["decision"] != "send":
        yield f"Dafür keine Mail am Tag danach: {reason_words(mail['reason'])}."


def _feature(book: Book, contact: str) -> Iterator[str]:
    everybody = [book.person(name) for _, name in people.left_for_lack_of(book.connection, _FEATURE)]
    told = {who.contact.external_id: who.step("missing_feature", "news") for who in everybody}
    gone = {name: row for name, row in told.items() if row is not None and row["decision"] == "send"}
    first = book.cancellation(book.person(contact))
    if not gone or first is None:
        yield f"„{_FEATURE}“ ist noch nicht da; {len(everybody)} Menschen gingen, weil es fehlte."
        return
    day = min(row["at"] for row in gone.values())
    yield (
        f"{len(everybody)} Menschen gingen, weil „{_FEATURE}“ fehlte, {contact} am "
        f"{first.cancellation.received_at:%d.%m.%Y}. Seit {book.day(day)} ist es da."
    )
    by = {word: [name for name, row in gone.items() if row["channel"] == word] for word in CHANNELS}
    heard = [f"{CHANNELS[word]} an {', '.join(names)}" for word, names in by.items() if names]
    yield f"{'; '.join(heard)}."
    rest = [
        (name, row or who.step("missing_feature", "value"))
        for (name, row), who in zip(told.items(), everybody, strict=True)
        if name not in gone
    ]
    words = [f"{name}: {reason_words(row['reason']) if row is not None else 'wartet noch'}" for name, row in rest]
    yield f"Nicht {'; '.join(words)}."


def _household(book: Book, contact: str) -> Iterator[str]:
    one = book.person(contact)
    story = one.step("winback_ruhig", "story")
    said = attempts.said(book.connection, story["touch_id"]) if story is not None else None
    if story is None or said is None:
        yield "An dieses Postfach ging noch kein Schreiben."
        return
    greeting, sentence = [line for line in said[1].splitlines() if line.strip()][1:3]
    yield f"{book.day(story['at'])} an {one}: „{greeting} {shorten(sentence, 52, placeholder=' …')}“"
    for row in replies.listing(book.connection):
        if row["contact"] == contact:
            yield f"{book.day(row['received_at'])} aus dem gemeinsamen Postfach: „{row['evidence_text']}“"
    for who in (one, *(book.person(name) for name in book.sharing(one))):
        found = len(permissions.objections(book.connection, who.pk))
        runs = [run for run in enrollments.of_contact(book.connection, who.pk) if run["group_name"] == "winback"]
        words = "; ".join(book.run(run) for run in runs if run["state"] != "excluded")
        yield f"{who}: {words}{'' if found else '; kein Widerspruch eingetragen'}."


def _firm(book: Book, contact: str) -> Iterator[str]:
    asked = book.person(contact)
    crew = [asked, *(book.person(name) for name in book.colleagues(asked))]
    answers = [row for row in replies.listing(book.connection) if row["contact"] == contact]
    if not answers and not book.cancellation(asked):
        yield "Von dieser Firma kam noch keine Antwort und keine Kündigung."
    for row in answers:
        sender = next((str(who) for who in crew if row["from_address"] in who.mailboxes), "Jemand")
        yield f"{book.day(row['received_at'])}: {sender} antwortet auf die Mail an {contact}: „{row['evidence_text']}“"
    for who in crew:
        for run in enrollments.of_contact(book.connection, who.pk):
            if run["sequence"] == "winback":
                more = len(who.sent(answers[0]["received_at"], contract=False)) if answers else 0
                yield f"{who}: {book.run(run)}{f'; nach der Antwort noch {more} Werbemail' if more else ''}."


_NOT_YET = "Die Kündigung ist noch nicht eingegangen."
_FEATURE = "DATEV-Export"
_STORIES: tuple[tuple[str, str, Callable[[Book, str], Iterator[str]]], ...] = (
    ("Ein Widerspruch in der Sonntagnacht", "K-1076", _sunday_night),
    ("Der größte Vertrag, kurz vor Ende der Frist", "K-2001", _deadline),
    ("Die fehlende Funktion ist da", "K-1061", _feature),
    ("Zwei Menschen, ein Postfach, per du", "K-1035", _household),
    ("Ein Kollege antwortet, dann kommt die Insolvenz", "K-1081", _firm),
)
