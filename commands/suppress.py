"""`suppress WHO`: an objection that people enter, with everything it stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import USAGE, Config, Json, State, account, configured, emit, fail, moment, open_house, say

if TYPE_CHECKING:
    from campaigns.evidence.suppressing import Suppressed, Wish
    from campaigns.house import House
    from store.footprint import Item

_ALIASES = {
    "linkedin": "linkedin_dm", "letter": "post", "brief": "post", "call": "phone", "anruf": "phone",
    "telefon": "phone", "e-mail": "email", "mail": "email",
}  # fmt: skip
_DOORS = {
    "letter": "letter", "brief": "letter", "fax": "letter", "call": "call", "anruf": "call", "telefon": "call",
    "mail": "text", "email": "text", "e-mail": "text", "text": "text", "operator": "operator",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add `suppress`."""
    app.command("suppress")(suppress)


def suppress(
    who: Annotated[
        str, typer.Argument(help="Kontaktkennung, E-Mail, Rufnummer, Profil oder „Anna Nachname, Straße 1, 20095 Ort“")
    ],
    scope: Annotated[str, typer.Option("--scope", help="global, email, phone, post, linkedin …")] = "global",
    verbatim: Annotated[str, typer.Option("--verbatim", help="Wortlaut")] = "",
    source: Annotated[str, typer.Option("--source", help="woher: zum Beispiel „Brief vom 12.03., Ordner 7“")] = "",
    received: Annotated[str | None, typer.Option("--received", help="wann er einging, sonst jetzt")] = None,
    door: Annotated[str, typer.Option("--door", help="wie er kam: letter, fax, call, email, operator")] = "operator",
    evidence: Annotated[Path | None, typer.Option("--evidence", help="Beleg, etwa der gescannte Brief")] = None,
    by: Annotated[str, typer.Option("--by", help="wer ihn einträgt, sonst Ihr Konto")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was geschähe")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Einen Widerspruch eintragen; er gilt sofort für alles Geplante, Offene und Übergebene."""
    from campaigns.evidence.kept import NoEvidence, read
    from campaigns.evidence.suppressing import Wish
    from campaigns.evidence.suppressing import suppress as carry_out
    from campaigns.evidence.who import suggestion
    from compliance.facts import Via
    from contacts.consent import OBJECTION_SCOPES

    scope = _ALIASES.get(scope.lower(), scope)
    if scope not in OBJECTION_SCOPES:
        fail(f"--scope: „{scope}“ gibt es nicht; erlaubt ist {', '.join(OBJECTION_SCOPES)}.", USAGE)
    if door.lower() not in _DOORS:
        fail(f"--door: „{door}“ gibt es nicht; erlaubt ist {', '.join(_DOORS)}.", USAGE)
    try:
        content = read(evidence) if evidence is not None else None
    except NoEvidence as problem:
        fail(f"--evidence: {problem}", USAGE)
    received_at = moment(received, "--received") if received else None
    house = open_house(config, state, existing=True, without_list=True)
    now = house.clock.now()
    if received_at is not None and received_at > now:
        fail(f"--received: {received} liegt in der Zukunft.", USAGE)
    via = Via(_DOORS[door.lower()])
    wish = Wish(scope, received_at or now, source, verbatim, via, by or account(), content)
    with configured(house.state):  # an address is found by its hash alone, an id without
        done = carry_out(house, who, wish, dry_run=dry_run)
    if done is None:
        with house.store.read() as connection:
            near = suggestion(connection, who)
        fail(f"„{who}“ ist weder ein bekannter Kontakt noch eine Adresse. Nichts wurde eingetragen.{near}", USAGE)
    if json:
        emit(_json(who, wish, done, dry_run))
        return
    for line in _told(house, wish, done, dry_run):
        say(line)


def _json(who: str, wish: Wish, done: Suppressed, dry_run: bool) -> dict[str, object]:
    return {
        "who": who,
        "scope": wish.scope,
        "door": wish.via.value,
        "by": wish.by,
        "evidence": str(done.evidence) if done.evidence else None,
        "dry_run": dry_run,
        "known_since": done.known_since.isoformat() if done.known_since else None,
        "contacts": [person.contact.external_id for person in done.persons],
        "sharing": list(done.sharing),
        "runs_ended": [{"contact": item.contact, "sequence": item.name} for item in done.runs],
        "touches_stopped": [{"contact": item.contact, "step": item.name} for item in done.touches],
        "tasks_withdrawn": [{"contact": item.contact, "task": item.name} for item in done.tasks],
        "recalled_letters": sum(map(len, done.recalled.values())),
        "recall_files": [str(path) for path in done.recall_files],
        "letters_until": done.letters_until.isoformat() if done.letters_until else None,
    }


def _told(house: House, wish: Wish, done: Suppressed, dry_run: bool) -> Iterator[str]:
    from campaigns.evidence.words import when
    from commands.person_text import addresses, heading, scope_words

    zone = ZoneInfo(house.timezone)
    for person in done.persons:
        yield heading(person.contact, house.default_brand)
        yield from (f"  {line}" for line in addresses(person))
    if not done.persons:
        yield f"Niemand im Bestand hat die Adresse {done.address}. Sie wird als Prüfsumme gesperrt: auch wer später"
        yield "mit ihr eingelesen wird, bekommt keine Werbung."
    if done.sharing:
        yield f"Dieselbe Adresse benutzen: {', '.join(done.sharing)}. Der Widerspruch gilt dort auch."
    against = scope_words(wish.scope)
    if done.known_since is not None:
        known = f"Das steht schon da: Widerspruch gegen {against} vom {when(done.known_since, zone)}."
        if done.evidence is None:
            yield f"{known} Nichts geändert."
            return
        yield f"{known} Der Beleg {'würde' if dry_run else 'ist'} dazu abgelegt: {done.evidence}"
        return
    trial = "Probe, nichts wird eingetragen. " if dry_run else ""
    verb = "würde eingetragen" if dry_run else "eingetragen"
    came = when(wish.received_at, zone)
    yield f"{trial}Widerspruch gegen {against} {verb}, eingegangen {came}; er gilt ab sofort."
    if done.evidence is not None:
        yield f"Beleg{' (würde abgelegt)' if dry_run else ''}: {done.evidence}"
    if not done.persons and not done.sharing:
        return
    yield from _effects(done)
    yield "Vertragspost (Bestätigungen, Ablaufplan, Datenexport) geht weiter hinaus: sie ist keine Werbung."


def _effects(done: Suppressed) -> Iterator[str]:
    from campaigns.reason_words import CHANNELS

    channels = Counter(CHANNELS.get(item.channel, "Aufgabe") for item in done.tasks)
    yield f"  beendete Sequenzen:       {_list(done.runs)}"
    yield f"  gestoppte Sendungen:      {_list(done.touches)}"
    tasks = ", ".join(f"{number} × {word}" for word, number in channels.items())
    yield f"  zurückgezogene Aufgaben:  {tasks or 'keine'}"
    yield f"  zurückgerufene Briefe:    {sum(map(len, done.recalled.values())) or 'keine'}"
    for path in done.recall_files:
        yield f"    Rückrufdatei: {path}"
        yield "    Bitte heute an die Druckerei geben und die Bestätigung aufheben."
    if done.letters_until is not None:
        yield f"  bitte sagen: ein Brief, der unterwegs ist, kann bis {done.letters_until:%d.%m.%Y} noch ankommen."


def _list(items: Iterable[Item]) -> str:
    return ", ".join(f"{item.name} ({item.contact})" for item in items) or "keine"
