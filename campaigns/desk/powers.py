"""What may be promised in a conversation: alone, after asking whom, and which offers there are today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from campaigns.desk.subject import Occasion, Subject
from campaigns.house import House
from campaigns.offers import offer_for
from campaigns.rendering.german import german_date
from cases.authority import PERIOD, Concession, Grant, Role, answering, fitting, is_discount
from sequences.calendar import local_day
from tasks.person import Person

ROLES = {Role.CSM: "Betreuung", Role.MANAGER: "Leitung", Role.PRODUCT: "Produkt", Role.LEGAL: "Recht"}
_WORDS = {
    Concession.DISCOUNT_PERCENT: "Nachlass bis {} Prozent",
    Concession.PAUSE_MONTHS: "Pause bis {} Monate",
    Concession.FREE_TRIAL_DAYS: "Probezeit ohne Kosten bis {} Tage",
    Concession.DEFERRAL_DAYS: "Zahlungsaufschub bis {} Tage",
    Concession.FEWER_SEATS: "kleinerer Umfang oder weniger Plätze",
    Concession.MONTHLY_TERM: "monatliche Laufzeit",
}
_MADE = {
    Concession.DISCOUNT_PERCENT: "Nachlass von {} Prozent",
    Concession.PAUSE_MONTHS: "Pause von {} Monaten",
    Concession.FREE_TRIAL_DAYS: "Probezeit ohne Kosten von {} Tagen",
    Concession.DEFERRAL_DAYS: "Zahlungsaufschub von {} Tagen",
    Concession.FEWER_SEATS: "kleinerer Umfang oder weniger Plätze",
    Concession.MONTHLY_TERM: "monatliche Laufzeit",
}
_ONE = {
    Concession.PAUSE_MONTHS: ("Pause bis zu einem Monat", "Pause von einem Monat"),
    Concession.FREE_TRIAL_DAYS: ("Probezeit ohne Kosten bis zu einem Tag", "Probezeit ohne Kosten von einem Tag"),
    Concession.DEFERRAL_DAYS: ("Zahlungsaufschub bis zu einem Tag", "Zahlungsaufschub von einem Tag"),
}
TOLD = frozenset({Occasion.ADVERTISING, Occasion.REQUEST})
"""An interview, a complaint and a matter of the contract are no place for offers."""


def power_lines(house: House, subject: Subject, now: datetime) -> Iterator[tuple[str, str]]:
    """(what, words) of everything that may be offered in this conversation, and by whom."""
    if subject.occasion not in TOLD:
        return
    if subject.occasion is Occasion.REQUEST:
        yield "Angebote", "Nur, wenn die Person danach fragt."
    person = house.team.of(subject.task["assignee"] or subject.contact.owner_email)
    role, reason = Role(person.role), subject.reason
    discounted = any(is_discount(mark) for mark, _ in subject.offered)
    alone = fitting(house.authority.alone(role), reason, discounted=discounted)
    yield "Allein zusagen", _listed(alone) or "nichts, was Geld oder Laufzeit betrifft"
    if (most := house.authority.most(role)) is not None and alone and role is not Role.MANAGER:
        yield "Noch allein", f"{max(most - subject.lately, 0)} von {most} Zugeständnissen in {PERIOD.days} Tagen"
    if fits := answering(alone, reason):
        yield "Passt zum Grund", _listed(fits)
    beyond = house.authority.beyond(role)
    for other in Role:
        grants = fitting((grant for who, grant in beyond if who is other), reason, discounted=discounted)
        if grants:
            yield f"Erst fragen: {_who(house, other, person)}", _listed(grants)
    yield from _offers(house, subject, now)


def _offers(house: House, subject: Subject, now: datetime) -> Iterator[tuple[str, str]]:
    today = local_day(now, subject.contact.timezone)
    marks = (mark for mark, _ in subject.offered if "@" in mark)
    offer = offer_for(house.offers, subject.step, today, marks) if subject.step else None
    if offer is not None:
        until = f" Gültig bis {german_date(offer.ends_on)}."
        yield "Angebot", f"{offer.title}. {offer.price} {offer.conditions}{until}"
    for mark, day in [one for one in subject.offered if is_discount(one[0])][-2:]:
        if mark == Concession.DISCOUNT_PERCENT:
            continue  # told among what was conceded, with how much and by whom
        yield "Schon angeboten", f"„{mark.partition('@')[0]}“ am {german_date(day)}; deshalb heute kein Nachlass."


def conceded_words(offer: str, amount: int, words: str) -> str:
    """What was conceded in a conversation, in German: „Nachlass von 10 Prozent (für ein Jahr)“; CUSTOM is its words."""
    if offer == Concession.CUSTOM:
        return words
    if offer in set(Concession):
        known = Concession(offer)
        what = _ONE[known][1] if amount == 1 and known in _ONE else _MADE[known].format(amount)
    else:
        what = f"Angebot „{offer.partition('@')[0]}“"
    return f"{what} ({words.rstrip('.')})" if words else what


def _listed(grants: tuple[Grant, ...]) -> str:
    return "; ".join(granted_words(grant) for grant in grants)


def granted_words(grant: Grant) -> str:
    """What may be conceded, in German: „Nachlass bis 10 Prozent“."""
    if grant.words:
        return grant.words.rstrip(".")
    return _ONE[grant.what][0] if grant.up_to == 1 and grant.what in _ONE else _WORDS[grant.what].format(grant.up_to)


def _who(house: House, role: Role, asking: Person) -> str:
    names = [one.name or one.email for one in house.team.people if one.role == role and one.email != asking.email]
    return f"{ROLES[role]} ({', '.join(names)})" if names else ROLES[role]
