"""What was offered in a conversation: written down, held against who may promise what, and asked for where needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from campaigns.desk.assigning import office_of
from campaigns.desk.powers import conceded_words
from campaigns.desk.promising import NOT_SPOKEN, NotAgreed
from campaigns.house import House
from campaigns.rendering.german import full_name, german_date
from cases.authority import AMOUNTS, PERIOD, Ask, Concession, Grant, Role, Why, is_discount, to_ask
from contacts.contact import Contact
from sequences.calendar import local_day
from store import agreed, briefs, cancellations, operation, people, tasks
from store.agreed import Use
from store.tasks import TaskRow
from tasks.due import Deadline, due_at
from tasks.kinds import Outcome
from tasks.person import Person
from tasks.report import Conceded, Report

KIND: Final = "approval"
_MOST_WORDS: Final = 300
_PERCENT: Final = 100
_MOST_AMOUNT: Final = 1_000
_WHY: Final = {
    Why.BEYOND: "Das geht über die eigene Vollmacht hinaus ([[authority]]).",
    Why.REASON: "Ein Nachlass antwortet nur auf den Preis; der genannte Grund ist ein anderer.",
    Why.AGAIN: "Diese Person hat schon einmal einen Nachlass oder ein Angebot bekommen.",
    Why.OFTEN: "In 90 Tagen wurden schon so viele Zugeständnisse gemacht, wie allein erlaubt sind (most_in_90_days).",
}
_NO_NUMBER: Final = "Hierzu gehört keine Zahl."
_OWN: Final = "Wer etwas zusagt, gibt es nicht selbst frei."
_GUIDE: Final = (
    "Zugesagt ist es schon; zu entscheiden ist, ob es gilt. Mit approved oder refused schließen. Wird es abgelehnt, "
    "erfährt die Person das von der Betreuung, nicht von einem Schreiben."
)


def concede(house: House, connection: Connection, task: Mapping[str, Any], report: Report, now: datetime) -> None:
    """Write down what `report` concedes; where nobody with the power has said yes, a task asks for it. NotAgreed."""
    given = report.offer
    if given is None:
        return
    wanted, mark = _meant(house, given, report.outcome, now)
    maker, contact_pk = person_of(house, task, report.by), task["contact_id"]
    contact, _, _ = people.contact(connection, contact_pk)
    use = Use(
        contact_pk=contact_pk,
        offer=mark,
        amount=given.amount,
        words=_words(given),
        accepted=given.accepted,
        made_by=maker.email or report.by,
        told_in=task["external_id"],
    )
    known = agreed.same_use(connection, use, now - PERIOD)
    if known is not None:
        if given.accepted:
            agreed.accept(connection, known)
        return
    ask = _to_ask(house, connection, contact_pk, maker, wanted, now) if wanted is not None else None
    if given.approved_by:
        use = replace(use, approved_by=_approver(house, given, maker, wanted, ask))
    elif ask is not None:
        use = replace(use, approval=_approval(house, connection, task, contact, use, maker, ask, now))
    agreed.add_use(connection, use, now)
    data: dict[str, Any] = {"task": task["external_id"], "offer": mark, "amount": given.amount}
    told = data | {"accepted": given.accepted, "approval": use.approval or None}
    operation.audit(connection, "offer_recorded", now, contact.external_id, told)


def settle(house: House, connection: Connection, task: Mapping[str, Any], report: Report) -> bool:
    """Note what came of a closed task that asked for a yes; False when it asked about nothing conceded.

    NotAgreed when who has made it says the yes herself; a house of one person has nobody else.
    """
    maker = agreed.asked_for(connection, task["external_id"]) if task["kind"] == KIND else None
    if maker is None:
        return False
    approved, by = report.outcome is Outcome.APPROVED, person_of(house, task, report.by).email or report.by
    if approved and by.casefold() == maker.casefold() and len(house.team.people) > 1:
        how = "Geben Sie die Aufgabe jemand anderem: wiedersehen tasks claim KENNUNG --by ADRESSE."
        raise NotAgreed("outcome", f"{_OWN} {how}")
    return agreed.decide_use(connection, task["external_id"], report.by, approved=approved)


def asks(connection: Connection, task: Mapping[str, Any]) -> bool:
    """True for a task that asks for a yes to something conceded."""
    return task["kind"] == KIND and agreed.asked_for(connection, task["external_id"]) is not None


def on_file(house: House, connection: Connection, task: Mapping[str, Any], given: Conceded) -> dict[str, Any] | None:
    """The newest row of store.agreed.uses that is what `given` says, told again without its condition as well."""
    mark = next((one.mark for one in house.offers if one.id == given.what), given.what)
    words = " ".join(given.words.split()).casefold()
    for row in agreed.uses(connection, task["contact_id"]):
        if (row["offer"], row["amount"]) == (mark, given.amount) and words in ("", row["words"].casefold()):
            return row
    return None


def person_of(house: House, task: Mapping[str, Any], by: str) -> Person:
    """Who reports: by her address or her name; where neither is known, who has the task."""
    wanted = by.strip().casefold()
    named = [one for one in house.team.people if wanted in (one.email, one.name.casefold())]
    return named[0] if named else house.team.of(by if "@" in by else task["assignee"])


def _meant(house: House, given: Conceded, outcome: Outcome, now: datetime) -> tuple[Grant | None, str]:
    """What was conceded and its mark; None for an offer of the house, which everybody may make."""
    if outcome in NOT_SPOKEN:
        raise NotAgreed("offer", "Mit niemandem wurde gesprochen; ein Angebot gibt es nur nach einem Gespräch.")
    offers = {one.id: one for one in house.offers}
    if given.what in offers:
        if offers[given.what].ends_on < local_day(now, house.timezone):
            raise NotAgreed("offer", f"Dieses Angebot galt bis {german_date(offers[given.what].ends_on)}.")
        if given.amount:  # its terms stand in config.toml; a number that nothing reads would be taken for agreed
            raise NotAgreed("offer_amount", _NO_NUMBER)
        return None, offers[given.what].mark
    if given.what not in set(Concession):
        raise NotAgreed("offer", f"Dieses Angebot gibt es nicht; erlaubt ist {', '.join((*Concession, *offers))}.")
    what = Concession(given.what)
    own = _words(given) if what is Concession.CUSTOM else ""  # a condition makes nothing else of a known concession
    return Grant(what, _amount(what, given.amount), own), what.value


def _amount(what: Concession, amount: int) -> int:
    if what not in AMOUNTS:
        if amount:
            raise NotAgreed("offer_amount", _NO_NUMBER)
        return 0
    most = _PERCENT if what is Concession.DISCOUNT_PERCENT else _MOST_AMOUNT
    if not 1 <= amount <= most:
        raise NotAgreed("offer_amount", f"Wie viel (Prozent, Monate oder Tage); erlaubt ist 1 bis {most}.")
    return amount


def _words(given: Conceded) -> str:
    """What a CUSTOM one is; of every other the condition it was made under, where there is one."""
    said = " ".join(given.words.split())
    if given.what == Concession.CUSTOM and not any(map(str.isalnum, said)):
        raise NotAgreed("offer_words", f"Was angeboten wurde, als Satz; erlaubt sind 1 bis {_MOST_WORDS} Zeichen.")
    if len(said) > _MOST_WORDS:
        raise NotAgreed("offer_words", f"Das sind mehr als {_MOST_WORDS} Zeichen; ein Satz genügt.")
    return said


def _to_ask(
    house: House, connection: Connection, contact_pk: int, maker: Person, wanted: Grant, now: datetime
) -> Ask | None:
    found = cancellations.newest(connection, contact_pk)
    reason = found.cancellation.reason if found is not None else ""
    discounted = any(is_discount(mark) for mark, _ in briefs.offers_made(connection, contact_pk))
    lately = agreed.alone_since(connection, maker.email, now - PERIOD)
    return to_ask(house.authority, Role(maker.role), wanted, reason, discounted=discounted, lately=lately)


def _approver(house: House, given: Conceded, maker: Person, wanted: Grant | None, ask: Ask | None) -> str:
    """Her address, where she has the power and is somebody else."""
    name = given.approved_by.strip().casefold()
    found = next((one for one in house.team.people if one.email == name), None)
    if found is None:
        raise NotAgreed("offer_approved_by", "Diese Adresse steht in keinem Abschnitt [[person]].")
    if found.email == maker.email:
        raise NotAgreed("offer_approved_by", _OWN)
    able = wanted is None or ask is None or house.authority.may(Role(found.role), wanted) or found.role == ask.role
    if not able:
        raise NotAgreed("offer_approved_by", "Diese Person darf das nicht freigeben ([[authority]]).")
    return found.email


def _approval(
    house: House, connection: Connection, task: Mapping[str, Any], contact: Contact, use: Use, maker: Person, ask: Ask,
    now: datetime,
) -> str:  # fmt: skip
    """A task for who has the power; the name of it."""
    able = [one.email for one in house.team.people if one.role == ask.role and one.email != maker.email]
    asked = able[0] if able else maker.lead or contact.owner_email
    # `now`: after a no the same may be asked for once more, in the same conversation.
    key = f"{use.told_in}\x1f{use.offer}\x1f{use.amount}\x1f{use.words.casefold()}\x1f{now.isoformat()}"
    name = f"approve-{hashlib.sha256(key.encode()).hexdigest()[:24]}"
    state = "angenommen" if use.accepted else "angeboten"
    row = TaskRow(
        external_id=name,
        contact_pk=use.contact_pk,
        kind=KIND,
        title=f"Zugeständnis freigeben: {full_name(contact)}",
        brief=f"Zugesagt: {conceded_words(use.offer, use.amount, use.words)} ({state})\n"
        f"Von: {maker.name or maker.email} in: {task['title']}\nWarum gefragt wird: {_WHY[ask.why]}\n",
        guide=_GUIDE,
        due_at=due_at(now, Deadline(), office_of(house, house.team.of(asked), contact.land, KIND)),
        assignee=asked,
    )
    tasks.add(connection, row, now)
    return name
