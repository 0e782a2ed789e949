"""`tasks list|claim|done|export`: the work of people; see also task_show, task_moves, task_drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from campaigns.reason_words import STATES
from commands import task_agreed, task_drafts, task_moves, task_show
from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, moment, open_house, say
from commands.task_found import Task, find
from commands.task_text import as_json, due_today, lines, rests

if TYPE_CHECKING:
    from campaigns.effects import Aftermath
    from campaigns.house import House
    from tasks.report import Report

tasks = App(help="Aufgaben für Menschen")


def register(app: typer.Typer) -> None:
    """Add `tasks`."""
    task_show.register(tasks)
    task_moves.register(tasks)
    task_drafts.register(tasks)
    app.add_typer(tasks, name="tasks")


@tasks.command("list")
def list_(
    state: State = None,
    config: Config = None,
    everything: Annotated[bool, typer.Option("--all", help="auch erledigte, abgelaufene und zurückgezogene")] = False,
    person: Annotated[
        str | None, typer.Option("--for", help="nur Aufgaben dieser E-Mail-Adresse; der Teil vor dem @ genügt")
    ] = None,
    today: Annotated[bool, typer.Option("--today", help="nur was bis heute Abend fällig ist und nicht ruht")] = False,
    json: Json = False,
) -> None:
    """Offene Aufgaben, die wichtigste zuerst; mit --for auch, was in der eigenen Gruppe zu lange liegt."""
    from campaigns.desk.halting import OUTCOMES_COUNT, halted
    from store import tasks as stored

    house = open_house(config, state, existing=True, without_list=True)
    led = house.team.led_by(person) if person else frozenset()
    with house.store.read() as connection:
        rows = stored.listing(connection, None if everything else "open", assignee=person, escalated_of=led)
        if today:
            rows = due_today(rows, house.clock.now(), ZoneInfo(house.timezone))
        ended = stored.outcomes(connection, [row["id"] for row in rows]) if everything else {}
        held = halted(house, connection, rows)
    zone = ZoneInfo(house.timezone)
    if json:
        for row in rows:
            outcome, by = ended.get(row["id"], (None, None))
            emit(as_json(row, zone, held) | ({"outcome": outcome, "by": by} if everything else {}))
        return
    for words in dict.fromkeys(held.values()):
        say(f"{words}. {OUTCOMES_COUNT}")
    for line in lines(rows, ended, house.clock.now(), zone, held):
        say(line)
    if not rows:
        whose = f" für {person}" if person else ""
        say(f"Heute ist nichts fällig{whose}." if today else f"Keine offenen Aufgaben{whose}.")
    elif not everything:
        say(f"\n{len(rows)} offen. Weiter mit: wiedersehen tasks show KENNUNG")


@tasks.command("claim")
def claim(
    task: Task,
    by: Annotated[str, typer.Option("--by", help="E-Mail-Adresse der Person, die sie übernimmt")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine offene Aufgabe übernehmen oder jemandem geben."""
    from campaigns.desk import moves
    from campaigns.desk.naming import Nobody

    if "@" not in by:
        fail(f"--by: „{by}“ ist keine E-Mail-Adresse; erwartet wird zum Beispiel jana@firma.example.", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    row = find(house, task)
    try:
        taken = moves.claim(house, row["external_id"], by)
    except Nobody as problem:
        fail(f"--by: {problem} Nichts wurde eingetragen.", USAGE)
    if not taken:
        fail(f"Die Aufgabe {row['external_id']} ist nicht offen ({STATES[row['state']]}).", FINDINGS)
    before = f" (bisher {row['assignee']})" if row["assignee"] and row["assignee"] != by else ""
    answer({"task_id": row["external_id"], "assigned_to": by}, f"Übernommen von {by}{before}.", json=json)


@tasks.command("done")
def done(
    task: Task,
    outcome: Annotated[
        str, typer.Option("--outcome", help="Ergebnis: reached, not_reached … oder wie im Kalender: erreicht …")
    ] = "",
    contract: Annotated[
        str, typer.Option("--contract", help="bei „Kündigung zuordnen“: der Vertrag, zu dem sie gehört")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="wer")] = "",
    note: Annotated[str, typer.Option("--note", help="Notiz")] = "",
    number: Annotated[
        str, typer.Option("--number", help="bei Anrufen: die angezeigte eigene Nummer; ohne Angabe die der Marke")
    ] = "",
    minutes: Annotated[int | None, typer.Option("--minutes", min=0, help="wie lange es gedauert hat")] = None,
    call_back: Annotated[
        str, typer.Option("--call-back", help="wann die Person wieder angerufen werden möchte: 2026-12-01T14:00")
    ] = "",
    text: Annotated[
        Path | None, typer.Option("--text", help="bei „Mail freigeben“: Datei mit dem angepassten Text")
    ] = None,
    promise: Annotated[str, typer.Option("--promise", help="was zugesagt wurde; daraus wird eine Aufgabe")] = "",
    promise_due: Annotated[str, typer.Option("--promise-due", help="bis wann: 2026-12-01")] = "",
    promise_owner: Annotated[
        str, typer.Option("--promise-owner", help="wer die Zusage einhält (E-Mail); sonst wer die Aufgabe hat")
    ] = "",
    offer: Annotated[
        str,
        typer.Option("--offer", help="was angeboten wurde: discount_percent=10, pause_months=2, monthly_term …"),
    ] = "",
    offer_words: Annotated[str, typer.Option("--offer-words", help="unter welcher Bedingung: „für zwölf Monate“")] = "",
    accepted: Annotated[bool, typer.Option("--accepted", help="das Angebot wurde angenommen")] = False,
    approved_by: Annotated[
        str, typer.Option("--approved-by", help="wer das Angebot vorher freigegeben hat (E-Mail)")
    ] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Ergebnis einer Aufgabe eintragen; die Sequenz geht weiter oder endet."""
    from campaigns.desk.finishing import finish_task
    from campaigns.desk.made import NoNumber
    from campaigns.desk.promising import NotAgreed
    from campaigns.drafts.deciding import NotAdapted
    from campaigns.task_words import OUTCOMES
    from handover.answers import named
    from tasks.kinds import Outcome, outcomes_of
    from tasks.report import Report, may_be_named

    house = open_house(config, state, existing=True, without_list=True)
    row = find(house, task)
    allowed = outcomes_of(row["kind"])
    if contract:
        outcome = outcome or Outcome.SETTLED.value
        _assign(house, row, contract, by or account())
    meant = named(row["kind"], outcome)
    if meant is None:
        words = "\n".join(f"  {one:<14} {OUTCOMES[one]}" for one in allowed)
        wrong = f"--outcome: „{outcome}“ gibt es hier nicht" if outcome else "--outcome fehlt"
        fail(f"{wrong}; erlaubt ist eines davon, oder das deutsche Wort wie im Kalender:\n{words}", USAGE)
    outcome = meant.value
    back = moment(call_back, "--call-back") if call_back else None
    if back is not None and (outcome != Outcome.CALL_BACK or not may_be_named(back, house.clock.now())):
        allowed_now = "ein Zeitpunkt in der Zukunft, höchstens ein Jahr voraus, zusammen mit --outcome call_back"
        fail(f"--call-back: erlaubt ist {allowed_now}.", USAGE)
    who = by or account()
    told = {"promise": promise, "promise_due": promise_due, "promise_owner": promise_owner}
    told |= {"offer": offer, "offer_words": offer_words, "offer_approved_by": approved_by}
    agreed = task_agreed.of_report(told, accepted=accepted)
    report = Report(Outcome(outcome), who, note=note, number=number, minutes=minutes, call_back_at=back, **agreed)
    try:
        finished = finish_task(house, row["external_id"], report, task_drafts.words_in(text) if text else None)
    except NoNumber as problem:
        fail(str(problem), USAGE)
    except NotAgreed as problem:
        fail(f"{task_agreed.OPTIONS[problem.field]}: {problem} Nichts wurde eingetragen.", USAGE)
    except NotAdapted as problem:
        fail(f"{problem}\nNichts wurde eingetragen.", FINDINGS)
    if finished is None:
        fail(_too_late(row) + _heard_late(house, row, report), FINDINGS)
    _tell(house, find(house, row["external_id"]), report, finished, json=json)


def _heard_late(house: House, row: dict[str, Any], report: Report) -> str:
    """A demand in the note counts when the task is over, too (Art. 21 Abs. 3 DSGVO)."""
    from campaigns.inbound.noted import hear_late

    with house.store.write() as connection:
        heard = hear_late(house, connection, row, report)
    return f"\n{heard.words}" if heard is not None else ""


def _tell(house: House, row: dict[str, Any], report: Report, finished: Aftermath, *, json: bool) -> None:
    """What is entered now, whether the task comes again, what was agreed, and what its note holds."""
    from campaigns.desk.entered import told_of
    from campaigns.task_words import OUTCOMES

    zone, outcome = ZoneInfo(house.timezone), report.outcome.value
    done_now: dict[str, Any] = {"task_id": row["external_id"], "state": row["state"], "outcome": outcome}
    words = f"Eingetragen: {row['title']}: {OUTCOMES[outcome]}."
    if row["state"] == "open":
        done_now["snoozed_until"] = as_json(row, zone)["snoozed_until"]
        rest = rests(row, zone) if row["snoozed_until"] is not None else "Die Aufgabe bleibt offen"
        words += f" {rest[0].upper()}{rest[1:]}."
    words = "\n".join((words, *told_of(house, row, report)))
    if finished.heard is not None:
        done_now["held"] = {"reply": finished.heard.reply, "label": finished.heard.label}
        words += f"\n{finished.heard.words}"
    answer(done_now, words, json=json)


@tasks.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Datei mit der Endung .csv oder .xlsx")],
    person: Annotated[
        str | None, typer.Option("--for", help="nur Aufgaben dieser E-Mail-Adresse; der Teil vor dem @ genügt")
    ] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Offene Aufgaben als CSV oder Excel-Datei, zum Beispiel für das CRM; ohne Briefing."""
    from campaigns.handover.lists import NoFormat, write_list

    house = open_house(config, state, existing=True, without_list=True)
    try:
        number = write_list(house, file, account(), person)
    except NoFormat as problem:
        fail(str(problem), USAGE)
    except OSError as problem:
        fail(f"{file} lässt sich nicht schreiben ({problem.strerror}).", USAGE)
    answer({"file": str(file), "tasks": number}, f"{number} Aufgaben in {file}", json=json)


def _assign(house: House, row: dict[str, Any], contract: str, by: str) -> None:
    from campaigns.pages.assigning import assign

    if row["kind"] != "review_cancellation":
        fail("--contract gibt es nur bei Aufgaben „Kündigung zuordnen“.", USAGE)
    if row["state"] != "open":
        fail(_too_late(row), FINDINGS)
    problem = assign(house, row["external_id"], row["contact_id"], contract, by)
    if problem is not None:
        fail(f"{problem} Nichts wurde eingetragen.", FINDINGS)


def _too_late(row: dict[str, Any]) -> str:
    """An objection has no closing date: whoever hears one after the task's end must know where it goes (Art. 21)."""
    return (
        f"Die Aufgabe {row['external_id']} ist nicht offen ({STATES[row['state']]}). Nichts wurde eingetragen. "
        f"Will die Person keine Werbung mehr, gilt das trotzdem: wiedersehen suppress {row['contact']}"
    )
