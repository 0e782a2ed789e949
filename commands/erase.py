"""`erase CONTACT`: Art. 17 DSGVO, looked at first, then carried out once and for all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import FINDINGS, USAGE, Config, Json, State, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.erasing.erase import Erased, Wish
    from campaigns.house import House
    from store.requests import Request

_WHY_NOT = {
    "under_way": "Gerade geht eine Mail an {who} hinaus, oder ein Brief wird übergeben. Nichts wurde gelöscht. "
    "In einer Minute noch einmal; steht der Dienst still, erst starten: er bringt das zu Ende.",
    "at_work": "Ein anderer Vorgang löscht {who} gerade. Nichts weiter zu tun.",
    "gone": "{who} ist nicht mehr da.",
}


def register(app: typer.Typer) -> None:
    """Add `erase`."""
    app.command("erase")(erase)


def erase(
    contact: Annotated[str, typer.Argument(help="Kennung des Kontakts, E-Mail-Adresse oder Rufnummer")],
    by: Annotated[str, typer.Option("--by", help="wer löscht (Name oder Kürzel), für das Protokoll")],
    request: Annotated[
        str | None, typer.Option("--request", help="Vorgang (wiedersehen requests list); sonst entsteht einer")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was geht, was bleibt und warum")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="nicht nachfragen")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Löschbestätigung in diese Datei statt ans Ende")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Person löschen: alles, was kein Gesetz verlangt. Zeigt erst, was geht und bleibt, und fragt nach."""
    from campaigns.erasing import erase as erasing
    from campaigns.erasing.finishing import finish_all
    from campaigns.erasing.telling import confirmation, told
    from commands.whom import the_one

    if not by.strip():
        fail("--by: wer löscht? Name oder Kürzel, für das Protokoll.", USAGE)
    house = open_house(config, state, existing=True)
    finish_all(house)
    contact_pk, name = the_one(house, contact)
    asked = _request(house, request, contact_pk, name) if request else _open_request(house, contact_pk)
    wish = erasing.Wish(by, asked)
    if not dry_run and not yes:
        _ask(house, contact_pk, wish, name, json=json)
    if out is not None and not dry_run:
        out.touch(mode=0o600)  # before anything is erased: a place that cannot be written to must not cost the letter
    done = erasing.erase(house, contact_pk, wish, dry_run=dry_run)
    if not isinstance(done, erasing.Erased):
        fail(_WHY_NOT[done.value].format(who=name), FINDINGS)
    letter = confirmation(house, done)
    if out is not None and not dry_run:
        out.write_text(letter, encoding="utf-8")  # names nobody, so it is no copy for a later erasure to find
    if json:
        emit(_json(done, letter, dry_run=dry_run))
        return
    for line in told(house, done, dry_run=dry_run):
        say(line)
    if not dry_run:
        say()
        say(f"Die Löschbestätigung zum Versenden: {out}" if out is not None else f"{'-' * 20}\n{letter}")
        if out is not None and done.contact in out.name:
            say(f"Der Dateiname nennt die Kennung {done.contact}: nach dem Versenden umbenennen oder löschen.")


def _request(house: House, external_id: str, contact_pk: int, name: str) -> Request:
    from store import requests

    with house.store.read() as connection:
        found = requests.one(connection, external_id)
    if found is None:
        fail(f"--request: den Vorgang {external_id} gibt es nicht; siehe wiedersehen requests list.", USAGE)
    if found.kind != "erasure":
        fail(f"--request: {external_id} ist kein Verlangen nach Löschung.", USAGE)
    if found.contact_pk not in (None, contact_pk):
        fail(f"--request: {external_id} gehört zu {found.contact}, nicht zu {name}.", USAGE)
    if found.closed_at is not None:
        fail(f"--request: {external_id} ist schon abgeschlossen. Ohne --request entsteht ein neuer Vorgang.", USAGE)
    return found


def _open_request(house: House, contact_pk: int) -> Request | None:
    """The erasure she has asked for already: this one is its answer."""
    from store import requests

    with house.store.read() as connection:
        found = requests.listing(connection, contact_pk=contact_pk, kind="erasure")
    return found[0] if found else None


def _ask(house: House, contact_pk: int, wish: Wish, name: str, *, json: bool) -> None:
    """Show what would go and stay, then ask; a pipe and a program have to say --yes."""
    from campaigns.erasing import erase as erasing
    from campaigns.erasing.telling import told

    if json or not sys.stdin.isatty():
        fail("Hier fragt niemand nach: mit --dry-run ansehen, mit --yes löschen. Nichts wurde gelöscht.", USAGE)
    tried = erasing.erase(house, contact_pk, wish, dry_run=True)
    if not isinstance(tried, erasing.Erased):
        fail(_WHY_NOT[tried.value].format(who=name), FINDINGS)
    for line in told(house, tried, dry_run=True):
        say(line)
    answer = typer.prompt(f"{name} löschen? Das lässt sich nicht zurücknehmen. (ja/nein)", default="nein")
    if str(answer).strip().lower() not in ("j", "ja"):
        fail("Nichts wurde gelöscht.", USAGE)


def _json(done: Erased, letter: str, *, dry_run: bool) -> dict[str, Any]:
    return {
        "contact": done.contact,
        "dry_run": dry_run,
        "at": done.at.isoformat(),
        "request": done.request,
        "gone": dict(done.gone),
        "kept": [
            {
                "kind": item.kind,
                "id": item.external_id,
                "until": item.keep_until.isoformat(),
                "statute": item.statute,
            }
            for item in done.kept
        ],
        "suppression_entries": done.suppressed,
        "audit_events_blanked": done.blanked,
        "files": [{"path": str(copy.path), "done": copy.done.value, "rows": copy.rows} for copy in done.copies],
        "sharing": list(done.sharing),
        "unsent_contract_messages": done.owed,
        "recipients": list(done.recipients),
        "recalled": {batch: list(ids) for batch, ids in done.recalled.items()},
        "confirmation": None if dry_run else letter,
    }
