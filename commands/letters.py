"""`letters list|show|export`: what goes to the letter shop, and whether it has arrived there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from campaigns.reason_words import STATES
from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, answer, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from store.letter_batches import Batch

letters = App(help="Briefe: Lieferungen an die Druckerei")


def register(app: typer.Typer) -> None:
    """Add `letters`."""
    app.add_typer(letters, name="letters")


@letters.command("list")
def list_(config: Config = None, state: State = None, json: Json = False) -> None:
    """Lieferungen an die Druckerei, die neueste zuerst, und wie viele Briefe auf die nächste warten."""
    from store import health, letter_batches

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        found = letter_batches.batches(connection)
        waiting = health.letters_waiting(connection)
    if json:
        for batch, counts, cost in found:
            emit({**_facts(house, batch), "letters": counts, "cost_euro": str(cost)})
        return
    for batch, counts, cost in found:
        said = ", ".join(f"{number} {_COUNTED.get(name, STATES.get(name, name))}" for name, number in counts.items())
        say(f"{batch.batch_id}  {_where(house, batch)}")
        say(f"    {said or 'ohne Briefe'}; {str(cost).replace('.', ',')} Euro{_days(batch)}")
        if batch.trouble:
            say(f"    {batch.trouble}")
    if not found:
        say("Noch keine Lieferung.")
    say(f"\n{waiting} Briefe warten. Briefe einer Lieferung: wiedersehen letters show NUMMER")


@letters.command("show")
def show(
    batch: Annotated[str, typer.Argument(help="Nummer der Lieferung, wie letters list sie nennt")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Die Briefe einer Lieferung: an wen, aus welchem Schritt, was daraus wurde, und zweifelhafte Anschriften."""
    from campaigns.letters.state import doubt
    from store import letter_batches

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        found = letter_batches.batch(connection, batch)
        rows = letter_batches.letters(connection, batch)
    if found is None:
        fail(f"Eine Lieferung {batch} gibt es nicht. wiedersehen letters list nennt alle.", USAGE)
    doubtful = {row["send_id"]: doubt(row["columns"]) for row in rows}
    if json:
        for row in rows:
            emit(_row(house, row) | {"doubt": doubtful[row["send_id"]]})
        return
    say(f"{found.batch_id}  {_where(house, found)}{_days(found)}")
    for row in rows:
        end = _COUNTED.get(row["returned"], "") or STATES.get(row["state"], row["state"])
        told = ", die Druckerei weiß es" if row["recall_told_at"] else ""
        note = f"; {doubtful[row['send_id']]}" if doubtful[row["send_id"]] else ""
        say(f"  {row['send_id']}  {row['contact']}  {row['sequence']}/{row['step']}: {end}{told}{note}")


@letters.command("export")
def export(
    now: Annotated[bool, typer.Option("--now", help="nicht auf die Uhrzeit und nicht auf min_batch warten")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Schreibt fällige Briefe in Dateien und übergibt sie; mit --now alle, auch was die Druckerei nicht annahm."""
    from campaigns.export import export_letters
    from campaigns.letters.state import shop_trouble
    from channels.channel import Refused
    from commands.past import refuse_unnoticed

    house = open_house(config, state, existing=True)
    refuse_unnoticed(house)
    if not house.letters.contract:
        fail(
            "Ohne Vertrag zur Auftragsverarbeitung geht kein Brief hinaus (Art. 28 DSGVO). Liegt er vor: [letter] "
            "processor_contract = true und processor = Kennung der Druckerei aus [[recipient]].",
            FINDINGS,
        )
    try:
        number = export_letters(house, at_once=now)
    except Refused as error:
        fail(str(error), FINDINGS)
    with house.store.read() as connection:
        trouble = shop_trouble(connection)
    text = f"{number} Briefe in Dateien geschrieben ({house.letters.folder})."
    answer({"letters": number, "trouble": trouble}, f"{text} {trouble}" if trouble else text, json=json)
    if trouble:
        raise typer.Exit(FINDINGS)


_COUNTED = {
    "exported": "an die Druckerei",
    "batched": "werden geschrieben",
    "stopped": "vorher gestoppt",
    "recalled": "zurückgerufen",
    "returned": "zurückgekommen",
    "undeliverable": "zurück: unzustellbar",
    "moved": "zurück: verzogen",
    "refused": "zurück: Annahme verweigert",
    "deceased": "zurück: verstorben",
}


def _where(house: House, batch: Batch) -> str:
    if batch.delivered_at is not None:
        return f"bei der Druckerei seit {_moment(house, batch.delivered_at)}"
    if batch.exported_at is None:
        return "wird geschrieben"
    return "Probe, keine Druckerei bekommt sie" if batch.batch_id.startswith("probe-") else "noch nicht übergeben"


def _days(batch: Batch) -> str:
    if batch.posted_on is None or batch.arrives_on is None:
        return ""
    return f"; Einlieferung {batch.posted_on:%d.%m.%Y}, Zustellung bis {batch.arrives_on:%d.%m.%Y}"


def _moment(house: House, at: Any) -> str:
    return f"{at.astimezone(ZoneInfo(house.timezone)):%d.%m.%Y, %H:%M Uhr}"


def _iso(house: House, at: Any) -> str | None:
    return at.astimezone(ZoneInfo(house.timezone)).isoformat() if at is not None else None


def _facts(house: House, batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.batch_id,
        "created_at": _iso(house, batch.created_at),
        "exported_at": _iso(house, batch.exported_at),
        "delivered_at": _iso(house, batch.delivered_at),
        "posted_on": batch.posted_on.isoformat() if batch.posted_on else None,
        "arrives_on": batch.arrives_on.isoformat() if batch.arrives_on else None,
        "processor": batch.processor or None,
        "postage": batch.postage or None,
        "sha256": batch.sha256 or None,
        "trouble": batch.trouble or None,
        "retry_at": _iso(house, batch.retry_at),
    }


def _row(house: House, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "send_id": row["send_id"],
        "contact": row["contact"],
        "sequence": row["sequence"],
        "step": row["step"],
        "state": row["state"],
        "reason": row["reason"],
        "cost_euro": str(row["cost"]) if row["cost"] is not None else None,
        "recalled_at": _iso(house, row["recalled_at"]),
        "recall_told_at": _iso(house, row["recall_told_at"]),
        "returned": row["returned"] or None,
        "returned_at": _iso(house, row["returned_at"]),
    }
