"""What `simulate` tells people: weeks, letter money, calls, what is put off and why, where it gets tight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.forecast import CALLS_A_DAY, NOBODY, Bottleneck, Forecast, Sent, bottlenecks
from campaigns.reason_words import CHANNELS, DECISIONS, reason_words
from commands.figures import counted, day, euro, month, number, table, when
from commands.options import say

_SHOWN = 20
"""So many contacts are named one by one."""


def head(span: tuple[datetime, datetime], zone: ZoneInfo, *, replay: bool, read_first: bool = False) -> None:
    """From when to when, and what is assumed."""
    say(f"Vorschau von {when(span[0], zone)} bis {when(span[1], zone)}.")
    say("Angenommen: niemand antwortet, kauft oder nimmt ab; Aufgaben laufen ab. Nichts verlässt das Haus.")
    if read_first:
        say("Mails, die ein Mensch zuerst liest (draft, release_first), gelten als sofort freigegeben.")
    if replay:
        say("Alle von vorn: als hätte noch niemand begonnen; jede Kündigung startet an ihrem Tag.")
    say()


def tell(found: Forecast) -> None:
    """One configuration's forecast."""
    _weeks(found)
    _letters(found)
    _calls(found)
    _quiet(found)
    tight = bottlenecks(found)
    say("\nWo es eng wird:" if tight else "\nEngpässe: keine.")
    for place, one in enumerate(tight, start=1):
        say(f"  {place}. {_bottleneck(one, found)}")
    say()


def details(sides: Mapping[str, list[dict[str, Any]]]) -> None:
    """A line per decision, in columns; with two sides they stand one below the other."""
    for name, objects in sides.items():
        if name:
            say(f"Seite {name}:")
        rows = [
            (
                _moment(item["at"]),
                item["contact"],
                f"{item['sequence']}/{item['step']}",
                CHANNELS.get(item["channel"], "–"),
                DECISIONS[item["decision"]],
                _why(item),
            )
            for item in objects
        ]
        columns = ("Zeitpunkt", "Kontakt", "Schritt", "Weg", "Entscheidung", "Grund")
        for line in table(columns, rows, left=len(columns)):
            say(line)
        say()


def last_line(name: str, summary: Mapping[str, Any]) -> None:
    """How many decisions there were, by kind."""
    words = ", ".join(f"{number(count)} × {DECISIONS[word]}" for word, count in summary["decisions"].items())
    people = counted(summary["contacts"], "Person", "Personen")
    say(f"{name}{counted(summary['touches'], 'Entscheidung', 'Entscheidungen')} für {people}: {words or 'nichts'}")


def tell_both(one: Forecast, two: Forecast, running: int) -> None:
    """Two configurations side by side. `running` people keep the definition they began with, on both sides."""
    for line in table(("", "A", "B", "Unterschied"), _compared(one, two)):
        say(line)
    _steps(one, two)
    for name, only in (("A", one.people - two.people), ("B", two.people - one.people)):
        shown = ", ".join(sorted(only)[:_SHOWN]) + (" …" if len(only) > _SHOWN else "")
        say(f"Werbung nur mit {name}: {counted(len(only), 'Person', 'Personen')}{f' ({shown})' if only else ''}")
    if running:
        say(
            f"\n{counted(running, 'Person läuft', 'Personen laufen')} schon, beidseits mit der Fassung, mit der sie "
            "begonnen haben.\nEine Änderung wirkt nur auf neue Kündigungen. Für alle von vorn gerechnet: --replay."
        )
    say()


def _compared(one: Forecast, two: Forecast) -> list[tuple[str, str, str, str]]:
    rows: tuple[tuple[str, int | Decimal, int | Decimal], ...] = (
        ("Entscheidungen", one.decisions, two.decisions),
        ("Personen, die Werbung erhalten", len(one.people), len(two.people)),
        ("Mails zum Vertrag", one.total.contract, two.total.contract),
        ("Werbemails", one.total.advertising, two.total.advertising),
        ("Briefe", one.total.letters, two.total.letters),
        ("Briefkosten", one.cost(one.total), two.cost(two.total)),
        ("Anrufe", one.total.calls, two.total.calls),
        ("Anrufe einer Person an einem Tag, höchstens", _peak(one), _peak(two)),
        ("LinkedIn-Nachrichten", one.total.linkedin, two.total.linkedin),
        ("von Obergrenzen verschoben", one.caps("postpone"), two.caps("postpone")),
        ("durch Obergrenzen entfallen", one.caps("skip"), two.caps("skip")),
    )
    return [(name, _figure(a), _figure(b), _difference(a, b)) for name, a, b in rows]


def _figure(value: int | Decimal) -> str:
    return euro(value) if isinstance(value, Decimal) else number(value)


def _difference(a: int | Decimal, b: int | Decimal) -> str:
    if a == b:
        return "gleich"
    size = abs(Decimal(b) - Decimal(a))
    return f"{'+' if b > a else '−'}{euro(size) if isinstance(a, Decimal) else number(int(size))}"


def _peak(found: Forecast) -> int:
    peak = found.peak()
    return peak[2] if peak else 0


def _steps(one: Forecast, two: Forecast) -> None:
    changed = [step for step in sorted(one.steps | two.steps) if one.steps[step] != two.steps[step]]
    rows = [("/".join(step), one.steps[step], two.steps[step]) for step in changed]
    say("\nSchritte, die verschieden oft hinausgehen:" if rows else "\nJeder Schritt geht gleich oft hinaus.")
    for line in table(("Schritt", "A", "B"), rows, indent="  ") if rows else ():
        say(line)
    say()


def _weeks(found: Forecast) -> None:
    rows = [(_week(monday), *_cells(found, sent)) for monday, sent in sorted(found.weeks.items())]
    heads = ("Woche", "Vertragsmails", "Werbemails", "Briefe", "Briefkosten", "Anrufe", "LinkedIn")
    for line in table(heads, [*rows, ("zusammen", *_cells(found, found.total))]):
        say(line)


def _cells(found: Forecast, sent: Sent) -> tuple[int, int, int, str, int, int]:
    return sent.contract, sent.advertising, sent.letters, euro(found.cost(sent)), sent.calls, sent.linkedin


def _week(monday: date) -> str:
    return f"KW {monday.isocalendar().week:02}, ab {day(monday)}"


def _letters(found: Forecast) -> None:
    budget = found.budget
    limit = f"Rahmen für Werbung {euro(budget.month)} je Monat" if budget.month is not None else "ohne Monatsrahmen"
    say(f"\nBriefgeld ({euro(budget.letter_cost)} je Brief, {limit}):")
    months = {first: sent for first, sent in sorted(found.months.items()) if sent.letters}
    if budget.spent:
        say(f"  vor dem Beginn in diesem Monat ausgegeben: {euro(budget.spent)}")
    rows = [
        (month(first), sent.letters, euro(found.cost(sent)), euro(sent.advertising_letters * budget.letter_cost))
        for first, sent in months.items()
    ]
    for line in table(("Monat", "Briefe", "Kosten", "davon Werbung"), rows, indent="  ") if rows else ("  keine",):
        say(line)


def _calls(found: Forecast) -> None:
    if not found.calls:
        say("\nAnrufe: keine.")
        return
    days = len({on for on, _ in found.calls})
    say(f"\nAnrufe: {number(found.total.calls)} an {counted(days, 'Arbeitstag', 'Arbeitstagen')}.")
    by_owner: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for (on, owner), calls in sorted(found.calls.items()):
        by_owner[owner][on] = calls
    rows = []
    for owner, on_days in sorted(by_owner.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        fullest = min(on_days.items(), key=lambda item: (-item[1], item[0]))
        name = "niemandem zugeordnet" if owner == NOBODY else owner
        rows.append((name, sum(on_days.values()), f"{number(fullest[1])} am {day(fullest[0])}"))
    for line in table(("wer ruft an", "Anrufe", "höchstens am Tag"), rows, indent="  "):
        say(line)


def _quiet(found: Forecast) -> None:
    say("\nWas nicht oder später hinausgeht und warum:" if found.quiet else "\nNichts wird verschoben oder entfällt.")
    for (decision, reason), count in sorted(found.quiet.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {number(count):>6} × {DECISIONS[decision]}: {reason_words(reason)}")


def _bottleneck(one: Bottleneck, found: Forecast) -> str:
    match one.kind:
        case "budget" if one.day is not None:
            lost = f"; Schritte, die warten oder entfallen: {number(one.count)}" if one.count else ""
            limit = euro(found.budget.month or Decimal(0))
            return f"Das Briefgeld ({limit} im Monat) ist am {day(one.day)} verbraucht{lost}."
        case "calls" if one.day is not None:
            who = "niemandem zugeordnet" if one.detail == NOBODY else one.detail
            much = f"mehr als {CALLS_A_DAY} schafft kaum jemand"
            return f"Am {day(one.day)} fallen {number(one.count)} Anrufe auf {who}; {much}."
        case "caps" if one.day is not None:
            full = f"am meisten am {day(one.day)} ({one.detail}); davon entfallen {number(found.caps('skip'))}"
            return f"Obergrenzen halten {counted(one.count, 'Sendung', 'Sendungen')} auf, {full}."
        case _:
            steps = counted(one.count, "Schritt entfällt", "Schritte entfallen")
            return f"{steps}: {reason_words(one.detail)}. Was hilft, nennt: reach"


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%d.%m.%Y %H:%M}"


def _why(item: Mapping[str, Any]) -> str:
    until = f" (bis {_moment(item['until'])})" if item["until"] else ""
    return reason_words(item["reason"]) + until if item["reason"] else ""
