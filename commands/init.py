"""`init`: a first configuration from questions, the state directory with its keys, and what to do next."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import COMMON, USAGE, Config, Json, State, answer, fail, state_path

if TYPE_CHECKING:
    from campaigns.first_config import Answer, Question


def register(app: typer.Typer) -> None:
    """Add `init`."""
    app.command("init")(init)


def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Ordner für config.toml, sonst /etc/wiedersehen", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Firma, wie sie im Register steht")] = None,
    legal_form: Annotated[str | None, typer.Option("--legal-form", help="Rechtsform")] = None,
    street: Annotated[str | None, typer.Option("--street", help="Straße und Hausnummer")] = None,
    postcode: Annotated[str | None, typer.Option("--postcode", help="Postleitzahl")] = None,
    city: Annotated[str | None, typer.Option("--city", help="Ort")] = None,
    register_court: Annotated[str | None, typer.Option("--register-court", help="Registergericht")] = None,
    register_number: Annotated[str | None, typer.Option("--register-number", help="Registernummer")] = None,
    director: Annotated[list[str] | None, typer.Option("--director", help="Geschäftsführung, mehrfach")] = None,
    supervisory_chair: Annotated[
        str | None, typer.Option("--supervisory-chair", help="AG, SE: Vorsitz des Aufsichtsrats")
    ] = None,
    partner_name: Annotated[
        str | None, typer.Option("--partner-name", help="GmbH & Co. KG: Firma der Komplementärin")
    ] = None,
    partner_city: Annotated[str | None, typer.Option("--partner-city", help="ihr Sitz")] = None,
    partner_register_court: Annotated[
        str | None, typer.Option("--partner-register-court", help="ihr Registergericht")
    ] = None,
    partner_register_number: Annotated[
        str | None, typer.Option("--partner-register-number", help="ihre Registernummer")
    ] = None,
    vat_id: Annotated[str | None, typer.Option("--vat-id", help="Umsatzsteuer-ID")] = None,
    email: Annotated[str | None, typer.Option("--email", help="E-Mail-Adresse im Impressum")] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="Telefon im Impressum")] = None,
    website: Annotated[str | None, typer.Option("--website", help="Webseite")] = None,
    privacy_url: Annotated[str | None, typer.Option("--privacy-url", help="Datenschutzhinweise")] = None,
    data_protection_email: Annotated[str | None, typer.Option("--data-protection-email", help="DSB, E-Mail")] = None,
    authority: Annotated[str | None, typer.Option("--authority", help="Aufsichtsbehörde")] = None,
    brand_name: Annotated[str | None, typer.Option("--brand-name", help="Name der Marke")] = None,
    from_name: Annotated[str | None, typer.Option("--from-name", help="sichtbarer Absender")] = None,
    from_address: Annotated[str | None, typer.Option("--from-address", help="Absenderadresse")] = None,
    redirect_to: Annotated[str | None, typer.Option("--redirect-to", help="Probeadresse")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="Adresse der Abmeldeseiten")] = None,
    copy_sequences: Annotated[
        bool, typer.Option("--copy-sequences", help="eigene Kopie der Sequenzen und Texte zum Ändern")
    ] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Einrichten: config.toml aus Fragen, Zustandsordner und Schlüssel. Überschreibt nie etwas."""
    given = dict(locals())
    from campaigns.first_config import composed

    target = _target(folder, config)
    if target.exists():
        fail(f"{target} gibt es schon; init überschreibt nie etwas. Prüfen: wiedersehen check --config {target}", USAGE)
    home = state_path(state).absolute()
    shipped = _shipped()
    answers = _answers(given)
    extra: dict[tuple[str, str], Answer] = {}
    if copy_sequences:
        extra[("paths", "sequences")] = ["sequences", str(target.parent / "sequences")]
        extra[("paths", "templates")] = ["templates_de", str(target.parent / "templates")]
    text = composed(shipped, answers, extra)
    _refuse_problems(text)
    copied = _copy(target.parent) if copy_sequences else 0
    _write(target, text)
    _make_state(home)
    done = {"config": str(target), "state": str(home), "copied": copied}
    answer(done, _next_steps(target, home, copied), json=json)


def _target(folder: Path | None, config: Path | None) -> Path:
    """The file to be written: in the folder that is named, else where --config says, else /etc/wiedersehen."""
    if folder is not None:
        return folder.absolute() / "config.toml"
    return (config or COMMON.config or Path("/etc/wiedersehen/config.toml")).absolute()


def _shipped() -> str:
    from campaigns.bootstrap import ROOT

    path = ROOT / "config.toml"
    if not path.exists():
        fail(f"Die Vorlage {path} fehlt; sie liegt im Quelltext neben dem Programm.", USAGE)
    return path.read_text(encoding="utf-8")


def _answers(given: dict[str, Any]) -> dict[Question, Answer]:
    """What options say, and for the rest: a person at a terminal is asked, a script is told what is missing."""
    from campaigns.first_config import QUESTIONS, proposed

    asking = sys.stdin.isatty() and not given["json"]
    answers: dict[Question, Answer] = {}
    missing: list[str] = []
    for question in QUESTIONS:
        known = {(one.section, one.key): said for one, said in answers.items()}
        value = given.get(question.option.replace("-", "_"))
        if value is None and not question.asked_of(str(known.get(("sender", "legal_form"), ""))):
            continue
        guess = proposed(question, answers)
        if value is None and asking:
            value = _asked(question, guess)
        value = value or guess
        if value:
            answers[question] = value
        elif question.needed and (not question.derived or not missing):
            missing.append(f"--{question.option}")
    if missing:
        fail(f"Es fehlen: {' '.join(missing)}. Im Terminal aufgerufen fragt wiedersehen init danach.", USAGE)
    return answers


def _asked(question: Question, guess: str | None) -> Answer:
    default = guess if guess is not None else None if question.needed else ""
    said = str(typer.prompt(question.words, default=default, show_default=bool(guess))).strip()
    return [part.strip() for part in said.split(",") if part.strip()] if question.key == "directors" else said


def _refuse_problems(text: str) -> None:
    from campaigns.settings import parse_settings

    found = parse_settings(text, "config.toml")
    if isinstance(found, tuple):
        problems = "\n".join(str(problem) for problem in found)
        fail(f"So geht es nicht, es wurde nichts geschrieben:\n{problems}", USAGE)


def _copy(folder: Path) -> int:
    """Sequences and texts to change; what lies there already stays as it is."""
    import shutil

    from campaigns.bootstrap import ROOT

    copied = 0
    for source, target, pattern in (("sequences", "sequences", "*.toml"), ("templates_de", "templates", "*/**/*")):
        for path in sorted((ROOT / source).glob(pattern)):
            place = folder / target / path.relative_to(ROOT / source)
            if path.is_file() and path.suffix != ".pyc" and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
                copied += 1
    return copied


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as handle:
        handle.write(text)


def _make_state(home: Path) -> None:
    """The directory and the keys of the installation; root leaves them to whoever owns the directory."""
    from campaigns.secrets import key

    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = home.stat()
    for name in ("hash.key", "token.key"):
        key(None, home, name)
        if os.geteuid() == 0:
            os.chown(home / name, owner.st_uid, owner.st_gid)


def _next_steps(target: Path, home: Path, copied: int) -> str:
    lines = [
        f"Geschrieben: {target}",
        f"Zustandsordner: {home} mit hash.key und token.key (Kopien davon in den Tresor)",
    ]
    if copied:
        lines.append(f"{copied} Sequenzen und Texte liegen zum Ändern in {target.parent}.")
    common = f"--config {target} --state {home}"
    return "\n".join(
        [
            *lines,
            "",
            "Nichts ist freigeschaltet: Mails werden Dateien in einem Ordner, Briefe gehen keine hinaus.",
            "Als Nächstes:",
            f"  1. wiedersehen check {common}",
            f"  2. {target} durchsehen: [email] und [mailbox] für Ihre Mailserver, [letter] mit Vertrag",
            f"  3. wiedersehen doctor {common}",
            f"  4. wiedersehen import customers DATEI.csv {common}, dann consents, objections, cancellations",
            f"  5. wiedersehen simulate --until 2027-12-31 {common}",
            "  6. Dienst starten, Proben lesen, dann wiedersehen activate (docs/handbuch/betrieb.md)",
        ]
    )
