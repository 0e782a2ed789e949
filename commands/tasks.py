"""`tasks list|show|claim|done|export`: the work of the people who speak with customers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from campaigns.reason_words import STATES
from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, open_house, say
from commands.task_text import headline, how_to_end, lines, told

if TYPE_CHECKING:
    from campaigns.house import House

tasks = App(help="Aufgaben für Menschen")

Task = Annotated[str, typer.Argument(help="Kennung der Aufgabe; ihr Anfang genügt, solange er eindeutig ist")]


def register(app: typer.Typer) -> None:
    """Add `tasks`."""
    app.add_typer(tasks, name="tasks")


@tasks.command("list")
def list_(
    state: State = None,
    config: Config = None,
    everything: Annotated[bool, typer.Option("--all", help="auch erledigte, abgelaufene und zurückgezogene")] = False,
    person: Annotated[
        str | None, typer.Option("--for", help="nur Aufgaben dieser E-Mail-Adresse; der Teil vor dem @ genügt")
    ] = None,
    json: Json = False,
) -> None:
    """Offene Aufgaben, die dringendste zuerst."""
    from store import tasks as stored

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        rows = stored.listing(connection, None if everything else "open", assignee=person)
        ended = stored.outcomes(connection, [row["id"] for row in rows]) if everything else {}
    zone = ZoneInfo(house.timezone)
    if json:
        for row in rows:
            outcome, by = ended.get(row["id"], (None, None))
            emit(_json(row, zone) | ({"outcome": outcome, "by": by} if everything else {}))
        return
    for line in lines(rows, ended, house.clock.now(), zone):
        say(line)
    if not rows:
        say(f"Keine offenen Aufgaben für {person}." if person else "Keine offenen Aufgaben.")
    elif not everything:
        say(f"\n{len(rows)} offen. Weiter mit: wiedersehen tasks show KENNUNG")


@tasks.command("show")
def show(task: Task, config: Config = None, state: State = None, json: Json = False) -> None:
    """Briefing und Leitfaden einer Aufgabe, mit dem, was jetzt über die Person vorliegt."""
    from campaigns.desk.briefing import briefing
    from store import operation

    house = open_house(config, state, existing=True, without_list=True)
    row = _find(house, task)
    facts = briefing(house, row["contact_id"])
    allowed = _may_contact(house, row)
    with house.store.write() as connection:  # who reads about a person leaves a trace (Art. 5 Abs. 2 DSGVO)
        data = {"task": row["external_id"], "by": account()}
        operation.audit(connection, "brief_read", house.clock.now(), row["contact"], data)
    if json:
        item = _json(row, ZoneInfo(house.timezone)) | {"brief": row["brief"], "guide": row["guide"]}
        emit(item | {"facts": {fact.name: fact.words for fact in facts}, "may_contact_now": allowed})
        return
    zone = ZoneInfo(house.timezone)
    say(headline(row, house.clock.now(), zone))
    if allowed is not None:
        say(told(allowed))
    say(f"\nBRIEFING\n{row['brief']}")
    for fact in facts:
        say(f"{fact.name}:{fact.words}" if fact.words.startswith("\n") else f"{fact.name}: {fact.words}")
    say(f"\nLEITFADEN\n{row['guide']}")
    if row["state"] == "open":
        say("\n" + how_to_end(row["external_id"], row["kind"]))


@tasks.command("claim")
def claim(
    task: Task,
    by: Annotated[str, typer.Option("--by", help="E-Mail-Adresse der Person, die sie übernimmt")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine offene Aufgabe übernehmen oder jemandem geben."""
    from store import operation
    from store import tasks as stored

    if "@" not in by:
        fail(f"--by: „{by}“ ist keine E-Mail-Adresse; erwartet wird zum Beispiel jana@firma.example.", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    row = _find(house, task)
    with house.store.write() as connection:
        taken = stored.assign(connection, row["id"], by)
        if taken:
            data = {"task": row["external_id"]}
            operation.audit(connection, "task_claimed", house.clock.now(), row["contact"], data)
    if not taken:
        fail(f"Die Aufgabe {row['external_id']} ist nicht offen ({STATES[row['state']]}).", FINDINGS)
    before = f" (bisher {row['assignee']})" if row["assignee"] and row["assignee"] != by else ""
    answer({"task_id": row["external_id"], "assigned_to": by}, f"Übernommen von {by}{before}.", json=json)


@tasks.command("done")
def done(
    task: Task,
    outcome: Annotated[
        str, typer.Option("--outcome", help="Ergebnis: reached, not_reached, no_interest, objection …")
    ] = "",
    contract: Annotated[
        str, typer.Option("--contract", help="bei „Kündigung zuordnen“: der Vertrag, zu dem sie gehört")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="wer")] = "",
    note: Annotated[str, typer.Option("--note", help="Notiz")] = "",
    number: Annotated[
        str, typer.Option("--number", help="bei Anrufen: die angezeigte eigene Nummer; ohne Angabe die der Marke")
    ] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Ergebnis einer Aufgabe eintragen; die Sequenz geht weiter oder endet."""
    from campaigns.desk.made import NoNumber
    from campaigns.housekeeping import finish_task
    from campaigns.reason_words import OUTCOMES
    from tasks.kinds import Outcome, outcomes_of

    house = open_house(config, state, existing=True, without_list=True)
    row = _find(house, task)
    allowed = outcomes_of(row["kind"])
    if contract:
        outcome = outcome or Outcome.SETTLED.value
        _assign(house, row, contract, by or account())
    if outcome not in allowed:
        words = "\n".join(f"  {one:<14} {OUTCOMES[one]}" for one in allowed)
        fail(f"--outcome: „{outcome}“ gibt es hier nicht; erlaubt ist {', '.join(allowed)}:\n{words}", USAGE)
    try:
        finished = finish_task(house, row["external_id"], Outcome(outcome), by or account(), note, number)
    except NoNumber as problem:
        fail(str(problem), USAGE)
    if not finished:
        fail(_too_late(row), FINDINGS)
    done_now = {"task_id": row["external_id"], "state": "done", "outcome": outcome}
    answer(done_now, f"Eingetragen: {row['title']}: {OUTCOMES[outcome]}.", json=json)


@tasks.command("export")
def export(file: Path, config: Config = None, state: State = None, json: Json = False) -> None:
    """Offene Aufgaben als CSV für das CRM; ohne Briefing."""
    from campaigns.imports import guarded
    from store import operation, written
    from store import tasks as stored

    house = open_house(config, state, existing=True, without_list=True)
    zone = ZoneInfo(house.timezone)
    with house.store.write() as connection:
        rows = stored.listing(connection)
        written.record(connection, file, written.TASKS, house.clock.now())
        data = {"tasks": [row["external_id"] for row in rows], "by": account()}
        operation.audit(connection, "tasks_exported", house.clock.now(), None, data)
    columns = ("task_id", "title", "kind", "due_at", "assigned_to", "contact")
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(columns)
        for row in rows:
            item = _json(row, zone)
            writer.writerow([guarded(str(item[name] or "")) for name in columns])
    answer({"file": str(file), "tasks": len(rows)}, f"{len(rows)} Aufgaben in {file}", json=json)


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


_SUGGESTED = 5


def _find(house: House, task: str) -> dict[str, Any]:
    """The task with this id, or with the only id that begins like this."""
    from store import tasks as stored

    with house.store.read() as connection:
        row = stored.show(connection, task)
        near = [] if row is not None or not task else stored.beginning_with(connection, task, _SUGGESTED + 1)
        if len(near) == 1:
            row = stored.show(connection, near[0])
    if row is None and near:
        more = " …" if len(near) > _SUGGESTED else ""
        fail(f"„{task}“ ist nicht eindeutig: {', '.join(near[:_SUGGESTED])}{more}", FINDINGS)
    if row is None:
        fail(f"Die Aufgabe {task} gibt es nicht. Alle zeigt: wiedersehen tasks list --all", FINDINGS)
    return row


def _may_contact(house: House, row: dict[str, Any]) -> dict[str, Any] | None:
    """The law's answer as of now for an open task from a sequence's step, or for a call that was asked for."""
    from campaigns.desk.may_contact import may_call_back, may_contact
    from sequences.definition import Channel

    if row["state"] != "open" or not row["channel"]:
        return None
    if row["kind"] == "callback":
        ruling = may_call_back(house, row["contact_id"], row["external_id"])
    elif row["touch_id"] is not None:
        ruling = may_contact(house, row["touch_id"], Channel(row["channel"]))
    else:
        return None
    if ruling is None:
        return None
    return {
        "verdict": ruling.verdict.name,
        "rule": ruling.rule,
        "reason": ruling.reason,
        "until": ruling.until.astimezone(ZoneInfo(house.timezone)).isoformat() if ruling.until else None,
    }


def _json(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "task_id": row["external_id"],
        "contact": row["contact"],
        "kind": row["kind"],
        "channel": row["channel"] or None,
        "state": row["state"],
        "title": row["title"],
        "assigned_to": row["assignee"],
        "due_at": row["due_at"].astimezone(zone).isoformat(),
        "expires_at": row["expires_at"].astimezone(zone).isoformat() if row["expires_at"] else None,
        "sample": row["sample"],
    }
