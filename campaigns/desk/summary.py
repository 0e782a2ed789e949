"""What a summary of an agreement may say (mission B6): only what holds in this very minute, read anew at every look.

Writing to somebody what was agreed is performance of the contract (Art. 6 Abs. 1 Buchst. b DSGVO). A promise that was
not kept, and a concession that was not accepted, not approved or refused, is no part of it; whoever writes reads why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from campaigns.desk.powers import conceded_words
from campaigns.desk.subject import Subject
from campaigns.house import House
from campaigns.rendering.case import Agreed
from campaigns.rendering.german import german_date
from cases.authority import Concession
from sequences.calendar import local_day
from store.agreed import ACCEPTED, MADE


def agreed_of(house: House, subject: Subject) -> Agreed:
    """What holds with the person of `subject`, as sentences for herself."""
    today = local_day(house.clock.now(), house.timezone)
    conceded = (_terms(house, row) for row in reversed(_of_case(subject)) if not _why_not(house, row))
    return Agreed(
        conceded=tuple(conceded),
        promised=tuple(_promised(house, row, today) for row in subject.promises if _is_open(row)),
        kept=tuple(sentence(row["text"]) for row in subject.promises if _is_kept(row, _begun(subject))),
    )


def unsaid(house: House, subject: Subject) -> Iterator[str]:
    """What stands on file and not in the text, each with its reason: German lines for whoever writes."""
    for row in _of_case(subject):
        if why := _why_not(house, row):
            yield f"{conceded_words(row['offer'], row['amount'], row['words']).rstrip('.')}: {why}"
        elif row["offer"] == Concession.FEWER_SEATS and not row["words"]:
            yield "Um wie viel kleiner der Umfang wird: nicht eingetragen; bitte im Text ergänzen"
    for row in subject.promises:
        if row["broken_at"] is not None and row["broken_at"] >= (_begun(subject) or row["broken_at"]):
            yield f"{row['text'].rstrip('.')}: als nicht eingehalten eingetragen"
        elif row["kept_at"] is None and not _is_open(row):
            yield f"{row['text'].rstrip('.')}: die Aufgabe dazu ist zurückgezogen"


def _begun(subject: Subject) -> datetime | None:
    """What lies before the cancellation belongs to another agreement."""
    return subject.cancellation.received_at if subject.cancellation is not None else None


def _of_case(subject: Subject) -> list[Mapping[str, Any]]:
    begun = _begun(subject)
    return [row for row in subject.conceded if begun is None or row["at"] >= begun]


def _why_not(house: House, row: Mapping[str, Any]) -> str:
    """Why something conceded may not be confirmed in writing; empty when it may."""
    if row["state"] == MADE:
        return "angeboten, aber nicht als angenommen eingetragen"
    if row["state"] != ACCEPTED:
        return "nicht freigegeben, gilt nicht; das erfährt die Person von Ihnen, bevor sie diesen Text liest"
    if row["approval"] and not row["approved_by"]:
        return "die Freigabe steht aus: mit dem Abschicken warten, bis sie entschieden ist"
    if row["offer"] not in set(Concession) and _offer(house, row) is None:
        return "die Bedingungen stehen nicht mehr in config.toml; bitte mit ihnen selbst ergänzen"
    return ""


def _terms(house: House, row: Mapping[str, Any]) -> str:
    offer = _offer(house, row)
    if offer is None:
        words = conceded_words(row["offer"], row["amount"], row["words"])
        return sentence(words if row["offer"] == Concession.CUSTOM else words[0].upper() + words[1:])
    told = (offer.title, offer.price, offer.conditions, row["words"])
    return " ".join(sentence(part) for part in told if part)


def _offer(house: House, row: Mapping[str, Any]) -> Any:
    return next((one for one in house.offers if one.mark == row["offer"]), None)


def _is_open(row: Mapping[str, Any]) -> bool:
    """Still to be kept: a task that was taken back reminds nobody, so it is promised no more."""
    return row["kept_at"] is None and row["broken_at"] is None and row["state"] in (None, "open")


def _is_kept(row: Mapping[str, Any], begun: datetime | None) -> bool:
    made = row["made_at"] or row["kept_at"]
    return row["kept_at"] is not None and (begun is None or made >= begun)


def _promised(house: House, row: Mapping[str, Any], today: date) -> str:
    if row["due_on"] < today:  # nobody can do by a day that is over; what is late is owned
        return f"{sentence(row['text'])} Zugesagt war das bis zum {german_date(row['due_on'])}; es steht noch aus."
    name = house.team.of(row["owner_email"]).name
    who = f"Das übernimmt {name} bis zum" if name else "Das übernehmen wir bis zum"
    return f"{sentence(row['text'])} {who} {german_date(row['due_on'])}."


def sentence(words: str) -> str:
    """`words` with a full stop, where nothing ends them already."""
    said = words.strip()
    return said if said.rstrip("“‘\"'").endswith((".", "!", "?", "…")) else f"{said}."
