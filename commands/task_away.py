"""`tasks away`: who of our own people is away and when, and who stands in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Never
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, moment, open_house, say
from commands.task_text import address, called, many

if TYPE_CHECKING:
    from campaigns.desk.away import Entered
    from campaigns.house import House
    from tasks.absence import Absence, Turn
    from tasks.person import Team


def register(tasks: App) -> None:
    """Add the command to `tasks`."""
    tasks.command("away")(away)


def away(
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="E-Mail-Adresse der Person; ohne sie: wer abwesend ist")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="erster Tag: 2026-12-01")] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="letzter Tag: 2026-12-14; ohne --from ein anderes Ende für die bekannte")
    ] = None,
    deputy: Annotated[
        str | None, typer.Option("--deputy", help="wer vertritt; sonst deputy aus [[person]], sonst lead")
    ] = None,
    over: Annotated[
        bool, typer.Option("--end", help="heute wieder da, oder eine geplante zurücknehmen (--from nennt sie)")
    ] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Abwesenheiten zeigen, eintragen, ändern, beenden: Aufgaben gehen an die Vertretung und danach zurück."""
    from campaigns.desk import away as desk
    from tasks.absence import Absence

    begins, ends = _day(first, "--from"), _day(last, "--to")
    _check(person, begins, ends, deputy, over=over)
    house = open_house(config, state, existing=True, without_list=True)
    if person is None or not (over or ends or deputy):
        _list(house, person, json=json)
        return
    try:
        if over:
            _told(house, person, desk.end(house, person, account(), begins), "", json=json)
        elif begins and ends:
            done = desk.enter(house, Absence(person, begins, ends, deputy), account())
            _told(house, person, done, "übergeben", json=json)
        else:
            done = desk.change(house, person, account(), last=ends, deputy=deputy)
            _told(house, person, done, "gewechselt", json=json)
    except desk.NotPossible as problem:
        _refuse(problem)


def _check(person: str | None, begins: date | None, ends: date | None, deputy: str | None, *, over: bool) -> None:
    """Ends the command when its options do not fit together."""
    for one in filter(None, (person, deputy)):
        address(one)
    if person is None and (begins or ends or deputy or over):
        fail("Wer ist abwesend? Erwartet wird zum Beispiel: wiedersehen tasks away jana@firma.example --end", USAGE)
    if over and (ends or deputy):
        fail("--end beendet die Abwesenheit heute; ein anderes Ende nennt --to TAG ohne --end.", USAGE)
    if begins and not ends and not over:
        fail("--from: Dazu gehört der letzte Tag (--to), oder --end.", USAGE)
    if begins and ends and ends < begins:
        fail("--to: Der letzte Tag liegt vor dem ersten.", USAGE)
    if person and deputy and deputy.casefold() == person.casefold():
        fail("--deputy: Niemand vertritt sich selbst.", USAGE)


def _refuse(problem: Exception) -> Never:
    fail(f"{problem}\nNichts wurde eingetragen.", FINDINGS)


def _list(house: House, person: str | None, *, json: bool) -> None:
    from campaigns.desk.away import listed

    wanted = (person or "").casefold()
    found = [(one, turns) for one, turns in listed(house) if not wanted or one.person.casefold() == wanted]
    for one, turns in found:
        if json:
            emit(_item(one, turns))
        else:
            say(f"{one.first:%d.%m.%Y} bis {one.last:%d.%m.%Y}  {one.person}  {_stand_in(house.team, one, turns)}")
    if not found and not json:
        say(f"Für {person} steht keine Abwesenheit." if person else "Niemand ist abwesend, auch geplant ist nichts.")


def _told(house: House, person: str, done: Entered, moved: str, *, json: bool) -> None:
    one = done.absence
    if one is None or not moved or one.last < house.clock.now().astimezone(ZoneInfo(house.timezone)).date():
        words = f"{person} ist wieder da. {many(len(done.moved))} zurückgegeben."
        item: dict[str, Any] = {"person": person, "from": None, "to": None, "deputy": None, "days": []}
        if one is not None:
            item |= {"from": one.first.isoformat(), "to": one.last.isoformat()}
    else:
        span = f"{one.person} ist abwesend vom {one.first:%d.%m.%Y} bis {one.last:%d.%m.%Y}."
        words = f"{span} {_stand_in(house.team, one, done.turns)} {many(len(done.moved))} {moved}."
        item = _item(one, done.turns)
    answer(item | {"tasks": list(done.moved)}, words, json=json)


def _item(one: Absence, turns: tuple[Turn, ...]) -> dict[str, Any]:
    alone = _alone(one, turns)
    days = [{"from": t.first.isoformat(), "to": t.last.isoformat(), "deputy": t.holder} for t in turns]
    told = {"person": one.person, "from": one.first.isoformat(), "to": one.last.isoformat()}
    return told | {"deputy": None if alone or not turns else turns[0].holder, "days": [] if alone else days}


def _alone(one: Absence, turns: tuple[Turn, ...]) -> bool:
    return bool(turns) and all(turn.holder.casefold() == one.person.casefold() for turn in turns)


def _stand_in(team: Team, one: Absence, turns: tuple[Turn, ...]) -> str:
    """„Es vertritt Ben; am 18.11.2026 Lea (Ben hat dann Feiertag).“"""
    if not turns:
        return "Kein Werktag fällt hinein."
    if _alone(one, turns):
        return "Niemand vertritt: Aufgaben bleiben liegen. Geben Sie --deputy an."
    usual = max(turns, key=lambda turn: (not turn.passed_over, turn.last - turn.first))
    words = [f"Es vertritt {called(team, usual.holder)}"]
    for turn in turns:
        if (turn.holder, turn.passed_over) == (usual.holder, usual.passed_over):
            continue
        when = f"am {turn.first:%d.%m.}" if turn.first == turn.last else f"{turn.first:%d.%m.} bis {turn.last:%d.%m.}"
        who = "niemand" if turn.holder.casefold() == one.person.casefold() else called(team, turn.holder)
        why = f" ({called(team, turn.passed_over)} hat dann Feiertag)" if turn.passed_over else ""
        words.append(f"{when} {who}{why}")
    return "; ".join(words) + "."


def _day(text: str | None, name: str) -> date | None:
    from sequences.calendar import local_day

    return local_day(moment(text, name), "Europe/Berlin") if text else None
