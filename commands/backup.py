"""`backup`, `backup verify`, `backup restore`, `restored`, `rekey`: a copy while the daemon runs, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.german import App
from commands.options import (
    CONFIG,
    FINDINGS,
    USAGE,
    Config,
    Json,
    State,
    answer,
    config_path,
    configured,
    emit,
    fail,
    open_database,
    open_house,
    read_config,
    say,
    state_path,
)

if TYPE_CHECKING:
    from campaigns.backups.making import Made, Sources
    from campaigns.house import House
    from campaigns.settings import Settings

backup = App(
    help="Sicherung im laufenden Betrieb: Datenbank, Einstellungen, Sequenzen, Texte, Brieflisten in einer Datei.",
    invoke_without_command=True,
    no_args_is_help=False,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(backup, name="backup")
    app.command("restored")(restored)
    app.command("rekey")(rekey)


@backup.callback()
def make_backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", help="Ordner, sonst backups im Zustandsordner")] = None,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="so viele behalten, ältere löschen")] = None,
    with_keys: Annotated[bool, typer.Option("--with-keys", help="die Schlüssel in dieselbe Datei")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Sicherung im laufenden Betrieb: Datenbank, Einstellungen, Sequenzen, Texte, Brieflisten in einer Datei."""
    if context.invoked_subcommand is not None:
        return
    from campaigns.backups.making import make

    house = open_house(config, state, without_list=True)
    trouble = house.list_trouble() if with_keys else None
    if trouble is not None:
        fail(f"{trouble} Ohne --with-keys geht die Sicherung.", CONFIG)
    settings = read_config(config).settings
    sources = _sources(settings, config_path(config), house)
    folder = (to or house.state / "backups").absolute()
    made = make(house.store, house.clock, sources, folder, with_keys=with_keys, keep=keep)
    if json:
        emit(
            {
                "file": str(made.path),
                "bytes": made.size,
                "database": made.has_database,
                "keys": with_keys,
                "faults": list(made.faults),
                "deleted": [path.name for path in made.deleted],
            }
        )
    else:
        _tell(made, house, with_keys=with_keys, own_folder=to is not None)
    if made.faults:
        fail("\n".join((f"Die Sicherung {made.path} ist nicht zu gebrauchen:", *made.faults)), FINDINGS)


def _sources(settings: Settings, config: Path, house: House) -> Sources:
    from campaigns.backups.making import Sources
    from campaigns.bootstrap import ROOT

    named = {"sequences": settings.paths.sequences, "templates": settings.paths.templates}
    folders = {f"{kind}/{number}": ROOT / name for kind, names in named.items() for number, name in enumerate(names, 1)}
    return Sources(config, house.state, folders, house.letters.folder)


def _tell(made: Made, house: House, *, with_keys: bool, own_folder: bool) -> None:
    if made.faults:
        return
    say(f"Gesichert und geprüft: {made.path} ({_size(made.size)}), Prüfsumme daneben in {made.path.name}.sha256.")
    for path in made.deleted:
        say(f"Gelöscht, weil älter: {path.name}")
    say()
    if not made.has_database:
        say("NICHT darin: die Datenbank. PostgreSQL sichert sich mit seinem eigenen Werkzeug:")
        say("    pg_dump --format=custom --file=wiedersehen.dump DATENBANK")
    say("Getrennt aufzubewahren, weil nicht in dieser Datei:")
    if not with_keys:
        say(f"  [ ] {house.state}/hash.key   ohne ihn findet die Sperrliste keinen einzigen Widerspruch mehr")
        say(f"  [ ] {house.state}/token.key  ohne ihn sind die Abmeldelinks in allen verschickten Mails tot")
    say(f"  [ ] {house.state}/erased.list  nach jeder Löschung neu: sonst kommen Gelöschte mit einer Sicherung zurück")
    say("  [ ] die Kennwörter (systemd-Credentials) für Mailserver, Postfach und Datenbank")
    say("  [ ] das Postfach selbst und versendete Mails beim Mailserver: sie liegen dort, nicht hier")
    if not own_folder:
        say("  [ ] diese Sicherung: sie liegt auf derselben Platte wie das Original. Mit --to woanders hin.")


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB".replace(".", ",")


@backup.command("verify")
def verify(file: Path, config: Config = None, state: State = None, json: Json = False) -> None:
    """Eine Sicherung ganz lesen: jede Prüfsumme, und die Datenbank durch SQLite."""
    del config, state  # taken like everywhere, so that scripts can always pass them
    from campaigns.backups.archive import verify as look

    checked = look(file)
    if json:
        emit({"file": str(file), "faults": list(checked.faults), "manifest": dict(checked.manifest)})
    elif not checked.faults:
        files = len(checked.manifest["files"])
        say(f"{file.name} ist vollständig: {files} Dateien, gesichert am {_moment(checked.manifest['taken_at'])}.")
    if checked.faults:
        fail("\n".join(checked.faults), FINDINGS)


@backup.command("restore")
def restore(file: Path, config: Config = None, state: State = None, json: Json = False) -> None:
    """Die Datenbank einer Sicherung zurücklegen; die jetzige bleibt daneben liegen. Der Dienst muss stehen."""
    from campaigns.backups.archive import DATABASE, extract
    from campaigns.backups.archive import verify as look
    from campaigns.clock import SystemClock
    from campaigns.erasing import listed
    from store.engine import AlreadyRunning, sole_daemon

    checked = look(file)
    if checked.faults:
        fail("\n".join((*checked.faults, "Es wurde nichts verändert.")), FINDINGS)
    if DATABASE not in checked.manifest["files"]:
        fail("In dieser Sicherung ist keine Datenbank: PostgreSQL kommt mit pg_restore zurück.", USAGE)
    folder = state_path(state)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with sole_daemon(folder):
            aside = _put_aside(folder, DATABASE, f"{SystemClock().now():%Y%m%dT%H%M%SZ}")
            extract(file, DATABASE, folder / DATABASE)
            _put_back_evidence(file, folder, checked.manifest["files"])
            erased = _erase_again(file, folder, config, listed=listed.FILE in checked.manifest["files"])
    except AlreadyRunning as error:
        fail(f"{error}\nErst anhalten: systemctl stop wiedersehen", FINDINGS)
    lines = [f"Zurückgelegt: {folder / DATABASE}, Stand {_moment(checked.manifest['taken_at'])}."]
    if aside is not None:
        lines.append(f"Die bisherige Datenbank liegt in {aside}.")
    lines.append(
        f"Seit der Sicherung gelöschte Personen, jetzt erneut gelöscht: {erased}."
        if erased is not None
        else "Wer seit der Sicherung gelöscht wurde (erased.list), den löscht der Dienst beim Start erneut, vor allem."
    )
    lines.append(
        "Der Dienst erkennt die Sicherung beim Start und hält alles an; es geht mit wiedersehen resume weiter.\n"
        "Liegen hash.key und token.key zu dieser Datenbank im Zustandsordner? Ohne token.key startet er nicht, ohne "
        "hash.key geht keine Werbung hinaus."
    )
    done = {"database": str(folder / DATABASE), "aside": str(aside) if aside else None, "erased_again": erased}
    answer(done, "\n".join(lines), json=json)


def _put_back_evidence(file: Path, folder: Path, names: Iterable[str]) -> None:
    """The scans that objections name; each lies under its own checksum, so one that is there is the same."""
    from campaigns.backups.archive import extract
    from campaigns.evidence.kept import FOLDER

    for name in names:
        if re.fullmatch(f"{FOLDER}/[0-9a-f]{{64}}", name) and not (folder / name).exists():
            extract(file, name, folder / name)


def _erase_again(file: Path, folder: Path, config: Path | None, *, listed: bool) -> int | None:
    """Whom the lists name, of the backup and of here; None when it has to wait for the start (keys, schema)."""
    from campaigns.backups.archive import read_text
    from campaigns.bootstrap import build, open_store, read
    from campaigns.clock import SystemClock
    from campaigns.erasing.again import at_start
    from campaigns.erasing.listed import FILE, merge
    from campaigns.secrets import MissingCredential
    from store.migrate import current, newest

    if listed:
        merge(folder, read_text(file, FILE).splitlines())
    found = read(config_path(config))
    if isinstance(found, tuple) or found.settings.database.url is not None:
        return None
    store = open_store(found.settings, folder)
    try:
        if current(store) != newest():
            return None
        return at_start(build(found, folder, store, SystemClock(), new_keys=False)).again
    except MissingCredential:
        return None
    finally:
        store.close()


def _put_aside(folder: Path, database: str, stamp: str) -> Path | None:
    """Move the present database away together with its journal: a WAL beside another database would destroy it."""
    present = [folder / f"{database}{end}" for end in ("", "-wal", "-shm", "-journal")]
    present = [path for path in present if path.exists()]
    if not present:
        return None
    aside = folder / f"vor-ruecksicherung-{stamp}"
    aside.mkdir(mode=0o700)
    for path in present:
        path.rename(aside / path.name)
    return aside


def restored(config: Config = None, state: State = None, json: Json = False) -> None:
    """Sagen, dass diese Datenbank aus einer Sicherung kam, wo das Programm es nicht sehen kann (ganze Maschine)."""
    from campaigns.backups.restored import declare

    house = open_house(config, state)
    with house.store.write() as connection:
        found = declare(house, connection, "told")
    text = (
        f"Vermerkt: alles ist angehalten. {found.held} Vertragsmails warten auf einen Menschen, {found.letters} Briefe "
        "werden nicht noch einmal übergeben.\nWeiter: im Protokoll des Mailservers nachsehen, dann wiedersehen resume."
    )
    if found.lists:
        text += "\nListen bei Werbenetzen sind unbekannt und dort ganz zu ersetzen: wiedersehen status nennt sie."
    answer({"paused": "all", "held": found.held, "letters": found.letters}, text, json=json)


def rekey(
    yes: Annotated[bool, typer.Option("--yes", help="nicht nachfragen")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Ist token.key verloren: ein neuer Schlüssel für Abmeldelinks. Alle Links in verschickten Mails sind dann tot."""
    from campaigns.backups.key_mark import take_token_key
    from campaigns.bootstrap import token_key_of
    from campaigns.clock import SystemClock

    read, folder = read_config(config), state_path(state)
    store = open_database(read, folder)
    if json and not yes:
        fail("Mit --json fragt niemand nach: --yes dazu.", USAGE)
    if not yes:
        say("Ist token.key noch irgendwo (Tresor, alte Maschine)? Dann zurücklegen und hier abbrechen.")
        say("Mit einem neuen Schlüssel sind die Abmeldelinks in allen bisher verschickten Mails tot; wer widersprechen")
        say("will, muss antworten. Nach einer Rücksicherung sind zweite Kopien nicht mehr als solche zu erkennen.")
        typer.confirm("Trotzdem?", abort=True)
    with configured(folder):
        key = token_key_of(read.settings, folder, make=True)
    with store.write() as connection:
        taken = take_token_key(connection, key, SystemClock().now())
    text = (
        "Der Schlüssel für Abmeldelinks ist neu. Eine Kopie in den Tresor; dann den Dienst neu starten."
        if taken
        else "Der vorhandene Schlüssel gehört schon zu dieser Datenbank: nichts verändert."
    )
    answer({"replaced": taken}, text, json=json)


def _moment(text: str) -> str:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return f"{datetime.fromisoformat(text).astimezone(ZoneInfo('Europe/Berlin')):%d.%m.%Y, %H:%M Uhr}"
