"""The preparation of a conversation, as of now: nothing of it is stored with a task, so nothing of it goes stale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from campaigns.desk import figures
from campaigns.desk.past import meanwhile, past
from campaigns.desk.powers import power_lines
from campaigns.desk.standing import basis_lines
from campaigns.desk.subject import Occasion, Subject
from campaigns.house import House
from campaigns.reason_words import CANCELLATION_REASONS, TIERS
from campaigns.rendering.duties.special import warning
from campaigns.rendering.german import full_name, german_date, span
from compliance.verdict import Ruling
from contacts.cancellation import EXCLUDING_REASONS
from contacts.contract import Contract
from sequences.calendar import local_day
from tasks.kinds import DIALLED


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the brief: what it is about, and the words. Both German."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the brief with its lines."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole page. `heed` names specially protected data that stands in it (Art. 9 DSGVO), empty for none."""

    parts: tuple[Part, ...]
    heed: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All lines in their order, and what to heed."""
        lines = tuple(fact for part in self.parts for fact in part.facts)
        return (*lines, Fact("Achtung", self.heed)) if self.heed else lines


RESTRICTED = (
    "Die Daten sind eingeschränkt und werden nicht verwendet: erst die Datenschutzstelle fragen (Art. 18 DSGVO)."
)


def brief_of(house: House, subject: Subject, ruling: Ruling | None) -> Brief:
    """Everything that this occasion allows, in the order in which it is needed. What is not on file has no line."""
    now, zone = house.clock.now(), ZoneInfo(house.timezone)
    if subject.restricted:
        return Brief((Part("Eingeschränkt", (Fact("Achtung", RESTRICTED),)),))
    wanted = (
        ("Worum es geht", chain(meanwhile(house, subject, zone), _order(subject))),
        ("Person und Vertrag", _person(subject, now, zone)),
        ("Grund", _reason(subject, zone)),
        ("Nutzen und Verlauf", _course(subject, now, zone)),
        ("Bisher gesprochen und zugesagt", past(house, subject, zone)),
        ("Grundlage", _basis(house, subject, ruling)),
        ("Was ich zusagen darf", power_lines(house, subject, now)),
    )
    parts = tuple(Part(title, facts) for title, lines in wanted if (facts := _facts(lines)))
    return Brief(parts, warning("\n".join(fact.words for part in parts for fact in part.facts)))


def _facts(lines: Iterator[tuple[str, str]]) -> tuple[Fact, ...]:
    return tuple(Fact(name, words) for name, words in lines if words)


_TOLD_LIVE = re.compile(
    r"(?:Grundlage(?: des Anrufs)?|Kündigung|Vertrag|Kunde seit|Als Grund notiert haben wir|Fehlte|Kündigungsfrist"
    r"|Das darf ich anbieten|Nicht sagen|Sofort beenden bei|Achtung): "
)
"""Lines that a text put into the task when it was made, and that the page tells as of now."""
_LABELLED = re.compile(r"([A-ZÄÖÜ][^:„“.?!]{1,40}): (.+)", re.DOTALL)


def _order(subject: Subject) -> Iterator[tuple[str, str]]:
    """What the task was made with. Without a step it may hold somebody's own words, of which no line is left out."""
    stored = str(subject.task["brief"])
    if subject.step:
        yield from own_lines(stored)
    else:
        yield "Auftrag", "".join(f"\n  {line.strip()}" for line in stored.splitlines() if line.strip())


def own_lines(brief: str) -> Iterator[tuple[str, str]]:
    """What the text of a step says beyond the lines of the page: purpose, goal, news, words of an operator."""
    for line in brief.splitlines():
        if not line.strip() or _TOLD_LIVE.match(line):
            continue
        for sentence in re.split(r"(?<=\.) (?=Ziel: |Teilziele: )", line.strip()):
            found = _LABELLED.fullmatch(sentence)
            yield (found[1], found[2]) if found else ("Auftrag", sentence)


def _person(subject: Subject, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    contact, contract, cancellation = subject.contact, subject.contract, subject.cancellation
    today = local_day(now, str(zone))
    firm = contact.company.name if contact.company else ""
    yield "Person", ", ".join(part for part in (full_name(contact), firm) if part)
    if subject.task["kind"] == "linkedin":
        yield "Profil", subject.profile
    else:
        yield "Nummer", subject.phone
    if subject.task["kind"] == "duty":  # what is owed is mostly written, and a call needs no address
        yield "E-Mail", subject.email
    if subject.occasion in _KNOWS:
        yield "Kunde seit", _tenure(subject, today)
    if subject.occasion is Occasion.ADVERTISING and contact.annual_value is not None:
        value = figures.grouped(float(contact.annual_value))
        yield "Wert", f"{value} Euro im Jahr, Kundenwert {TIERS[contact.tier.value]}"
    yield "Vertrag", _contract(contract)
    if cancellation is not None:
        wish = f", gewünschtes Ende {german_date(cancellation.wished_end)}" if cancellation.wished_end else ""
        received = german_date(cancellation.received_at.astimezone(zone).date())
        yield "Kündigung", f"eingegangen am {received}{wish}"
    if subject.occasion is Occasion.ADVERTISING:
        yield "Frist", _deadline(contract, today)


_KNOWS = frozenset({Occasion.ADVERTISING, Occasion.SURVEY, Occasion.REQUEST})
"""Occasions for which reason and history are needed; a complaint and a matter of the contract do without."""


def _tenure(subject: Subject, today: date) -> str:
    since = subject.contact.customer_since
    if since is None:
        return ""
    end = subject.contract.end if subject.contract is not None else None
    length = span(since, min(today, end) if end else today)
    return german_date(since) + (f" ({length})" if length else "")


def _contract(contract: Contract | None) -> str:
    if contract is None:
        return ""
    product = f" ({contract.product_family})" if contract.product_family else ""
    end = f", Ende {german_date(contract.end)}" if contract.end else ""
    return f"{contract.external_id}{product}{end}"


def _deadline(contract: Contract | None, today: date) -> str:
    """Until when the contract could still be cancelled in time: after that day it would have gone on."""
    if contract is None or contract.end is None or not contract.notice_days:
        return ""
    last = contract.end - timedelta(days=contract.notice_days)
    left = (last - today).days
    if left < 0:
        return ""
    words = {0: "heute", 1: "morgen"}.get(left, f"in {left} Tagen")
    return f"Die Kündigungsfrist läuft {words} ab ({german_date(last)})."


def _reason(subject: Subject, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    cancellation = subject.cancellation
    if subject.occasion not in _KNOWS:
        return
    if cancellation is not None:
        yield "Genannt", CANCELLATION_REASONS.get(subject.reason, subject.reason)
        yield "Fehlte", cancellation.feature or ""
        if subject.competitor_told and cancellation.competitor and subject.occasion is Occasion.ADVERTISING:
            yield "Anderer Anbieter", f"{cancellation.competitor} (von der Person selbst genannt)"
        if cancellation.reason not in EXCLUDING_REASONS:  # a death or a special ground is nobody's preparation
            yield "In der Kündigung", figures.quoted(cancellation.text)
    if subject.occasion is not Occasion.REQUEST:
        yield "Umfrage", figures.survey(subject.of("exit_survey"), zone)
    words = (
        f"{row['received_at'].astimezone(zone):%d.%m.%Y} {figures.quoted(row['new_text'])}" for row in subject.answers
    )
    yield "Antworten", "".join(f"\n  {one}" for one in words)


def _course(subject: Subject, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    if subject.occasion is Occasion.ADVERTISING:
        yield "Erreicht", figures.achieved(subject.of("usage"), now, zone)
        yield "Nutzung", figures.trend(subject.of("usage"), zone)
        yield "Bewertung", figures.scores(subject.of("nps"), zone)
    if subject.occasion is not Occasion.CONTRACT:
        yield "Tickets", figures.tickets(subject.of("tickets"), now, zone)


def _basis(house: House, subject: Subject, ruling: Ruling | None) -> Iterator[tuple[str, str]]:
    if ruling is not None:
        yield "Beruht auf", "\n".join(basis_lines(house, subject, ruling))
    if subject.task["kind"] in DIALLED:
        number = house.brand_of(subject.contact.brand).phone or house.company.phone
        yield "Nummer zeigen", f"{number} (§ 15 Abs. 2 TDDDG)" if number else ""
        yield "Nicht sagen", NEVER[subject.occasion]
        if subject.occasion in (Occasion.ADVERTISING, Occasion.SURVEY):
            yield "Sofort beenden", ENDS
        yield "Aufnahme", "keine, außer beide stimmen vorher zu (§ 201 StGB)"


_NO_CHECK = "dass die Kündigung noch bestätigt werden müsse oder erst nach dem Gespräch gelte"
NEVER = {
    Occasion.ADVERTISING: "dass es nicht um Werbung gehe; ein Urteil über andere Anbieter; eine Frist, die nicht "
    f"schriftlich besteht; {_NO_CHECK}; die Frage, wie zufrieden jemand war.",
    Occasion.SURVEY: f"ein Angebot; einen Einwand gegen das Gehörte; ein Urteil über andere Anbieter; {_NO_CHECK}.",
    Occasion.REQUEST: f"was nicht gefragt wurde; ein Angebot von uns aus; {_NO_CHECK}; die Frage, wie zufrieden jemand "
    "war.",
    Occasion.COMPLAINT: "alles außer der Frage, ob der Fehler behoben ist: keine Frage nach Zufriedenheit, kein "
    f"Angebot, nichts zum Vertrag (OLG Köln 6 U 222/12); {_NO_CHECK}.",
    Occasion.CONTRACT: f"ein Wort über Gründe, Preise oder Rückkehr; eine Frage nach Meinungen; {_NO_CHECK}.",
}
"""What a call of this kind may not say: each line is a judgment of law.md, not a matter of style."""
ENDS = (
    "bei „Nein“ oder „kein Interesse“, einer Entscheidung der Leitung, einem neuen Vertrag anderswo. Das Nein wird im "
    "selben Moment eingetragen."
)
