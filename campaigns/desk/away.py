"""Absences of our own people: whose they can be, which stand on file, how one is changed, ended, or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from campaigns.desk.moves import stand_in
from campaigns.house import House
from campaigns.rendering.german import german_date
from sequences.calendar import local_day
from store import absences, operation, people, task_changes
from tasks.absence import Absence, Turn, turns

LONGEST = timedelta(days=3 * 366)
"""As long as a parental leave (§ 15 Abs. 2 BEEG); a slip in the year would give everything away for good."""
_NAMED = 12
"""So many addresses a refusal lists; more nobody reads."""


class NotPossible(ValueError):
    """What was asked cannot be done; the text is German and says what can."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An absence as it stands now, None when it is taken back; who stands in when; ids of tasks that changed hands."""

    absence: Absence | None
    turns: tuple[Turn, ...]
    moved: tuple[str, ...]


def listed(house: House) -> list[tuple[Absence, tuple[Turn, ...]]]:
    """Every absence that is not over, the nearest first, with who stands in when."""
    with house.store.read() as connection:
        known = absences.since(connection, _today(house))
    ordered = sorted(known, key=lambda one: (one.first, one.last, one.person))
    return [(one, turns(one, known, house.team)) for one in ordered]


def enter(house: House, absence: Absence, by: str) -> Entered:
    """A new absence: what falls into it goes to her deputy at once, the rest when it begins. Raises NotPossible."""
    now = house.clock.now()
    with house.store.write() as connection:
        _refuse_unknown(house, connection, absence.person, *([absence.deputy] if absence.deputy else []))
        if absence.last < _today(house):
            raise NotPossible(f"{_span(absence)} ist vorbei; eintragen lässt sich nur, was noch nicht zu Ende ist.")
        _refuse_endless(house, absence, "--from oder --to")
        for _, other in absences.numbered(connection, _today(house)):
            if other.overlaps(absence):
                raise NotPossible(
                    f"Für {other.person} steht dort schon eine Abwesenheit {_span(other)}. Ein anderes Ende oder eine "
                    f"andere Vertretung: wiedersehen tasks away {other.person} --to TAG (oder --deputy ADRESSE); "
                    f"beenden: wiedersehen tasks away {other.person} --end"
                )
        absences.add(connection, absence, by, now)
        operation.audit(connection, "absence_recorded", now, None, _data(absence, by))
        return _after(house, connection, absence)


def change(house: House, person: str, by: str, *, last: date | None, deputy: str | None) -> Entered:
    """Another last day or deputy (None = as before) for her absence of now, else the next. Raises NotPossible."""
    with house.store.write() as connection:
        _refuse_unknown(house, connection, person, *([deputy] if deputy else []))
        pk, before = _meant(house, connection, person, None)[-1]
        ends = last or before.last
        if ends < max(before.first, _today(house) - timedelta(days=1)):
            raise NotPossible(
                f"--to: Die Abwesenheit {_span(before)} kann nicht vor ihrem ersten Tag und nicht vor gestern enden. "
                f"Ganz zurücknehmen oder heute beenden: wiedersehen tasks away {before.person} --end"
            )
        after = replace(before, last=ends, deputy=deputy or before.deputy)
        _refuse_endless(house, after, "--to")
        others = (one for other, one in absences.numbered(connection, _today(house)) if other != pk)
        if any(one.overlaps(after) for one in others):
            raise NotPossible(f"--to: Bis {german_date(ends)} reicht sie in eine andere Abwesenheit hinein.")
        absences.change(connection, pk, after.last, after.deputy)
        operation.audit(connection, "absence_changed", house.clock.now(), None, _data(after, by))
        return _after(house, connection, after)


def end(house: House, person: str, by: str, first: date | None = None) -> Entered:
    """She is back today, or an absence that has not begun is taken back; what waits is hers again. Raises NotPossible.

    What somebody has claimed meanwhile stays with her who claimed it.
    """
    today = _today(house)
    yesterday = today - timedelta(days=1)
    with house.store.write() as connection:
        _refuse_unknown(house, connection, person)
        left: Absence | None = None
        for pk, absence in _meant(house, connection, person, first):
            if absence.first > yesterday:
                absences.remove(connection, pk)
            else:
                left = replace(absence, last=yesterday)
                absences.change(connection, pk, yesterday, absence.deputy)
            operation.audit(connection, "absence_ended", house.clock.now(), None, _data(absence, by))
        return _after(house, connection, left)


def _meant(house: House, connection: Connection, person: str, first: date | None) -> list[tuple[int, Absence]]:
    """All of hers that cover today, else the only one to come, or the one that begins on `first`."""
    today = _today(house)
    mine = [
        (pk, one)
        for pk, one in absences.numbered(connection, today)
        if one.person.casefold() == person.casefold() and (first is None or one.first == first)
    ]
    now = [(pk, one) for pk, one in mine if one.first <= today]
    if not mine:
        when = f", die am {german_date(first)} beginnt" if first is not None else ""
        raise NotPossible(f"Für {person} steht keine Abwesenheit{when}. Alle zeigt: wiedersehen tasks away")
    if not now and len(mine) > 1:
        spans = "; ".join(_span(one) for _, one in mine)
        raise NotPossible(
            f"Für {person} stehen mehrere: {spans}. Zurücknehmen lässt sich eine mit --end und ihrem ersten Tag "
            "(--from TAG); danach kann sie neu eingetragen werden."
        )
    return now or mine


def _after(house: House, connection: Connection, absence: Absence | None) -> Entered:
    moved = tuple(stand_in(house, connection, house.clock.now()))
    known = absences.since(connection, _today(house))
    return Entered(absence, turns(absence, known, house.team) if absence in known else (), moved)


def _refuse_unknown(house: House, connection: Connection, *addresses: str) -> None:
    """A slip of the keyboard would hand everything to nobody: only who has or gets tasks here is ever away."""
    known = {one.email for one in house.team.people}
    for address in addresses:
        if address.casefold() in known or people.is_owner(connection, address):
            continue
        if task_changes.has_any(connection, address):
            continue
        allowed = _listed(sorted(known))
        raise NotPossible(
            f"„{address}“ ist hier niemand: Die Adresse steht unter keiner [[person]] in config.toml, betreut keinen "
            f"Kontakt und hat keine Aufgabe. Erlaubt ist {allowed}."
        )


def _refuse_endless(house: House, absence: Absence, option: str) -> None:
    if absence.last - absence.first > LONGEST or absence.last > _today(house) + LONGEST:
        raise NotPossible(f"{option}: {_span(absence)} ist zu lang oder zu weit voraus; erlaubt sind drei Jahre.")


def _listed(addresses: Sequence[str]) -> str:
    more = " …" if len(addresses) > _NAMED else ""
    return (", ".join(addresses[:_NAMED]) + more) or "wer unter [[person]] steht oder Kontakte betreut"


def _data(absence: Absence, by: str) -> dict[str, str]:
    return {"from": absence.first.isoformat(), "to": absence.last.isoformat(), "by": by}


def _span(absence: Absence) -> str:
    return f"vom {german_date(absence.first)} bis {german_date(absence.last)}"


def _today(house: House) -> date:
    return local_day(house.clock.now(), house.timezone)
