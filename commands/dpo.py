"""`dpo report|record|deletion`: the papers of the data-protection officer, from rows and configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.german import App
from commands.options import Config, Json, State, config_path, emit, moment, open_house, read_config

if TYPE_CHECKING:
    from campaigns.house import House
    from campaigns.rendering.documents import Document

dpo = App(help="Bericht, Verzeichnis und Löschkonzept für die Datenschutzbeauftragte")

Out = Annotated[
    Path | None, typer.Option("--out", help="als Seite (.html) oder Text in diese Datei", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add `dpo`."""
    app.add_typer(dpo, name="dpo")


@dpo.command("report")
def report(
    out: Out = None,
    since: Annotated[str | None, typer.Option("--since", help="ab diesem Tag, sonst alles")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Was hinausging und was nicht, Freigaben, offene Anfragen, Überfälliges, Prüfkette (Art. 5 Abs. 2 DSGVO)."""
    from campaigns.accountability import report as figures
    from campaigns.accountability.report_page import document

    house = open_house(config, state, existing=True)
    values = figures.report(house, moment(since, "--since") if since else None)
    _give(house, values, document(values), out, json=json)


@dpo.command("record")
def record(out: Out = None, config: Config = None, state: State = None, json: Json = False) -> None:
    """Verzeichnis von Verarbeitungstätigkeiten (Art. 30 Abs. 1 DSGVO), wie diese Installation eingestellt ist."""
    from campaigns.accountability import record as processing

    house = open_house(config, state, existing=True)
    values = processing.record(house, read_config(config_path(config)).settings)
    _give(house, values, processing.document(values), out, json=json)


@dpo.command("deletion")
def deletion(out: Out = None, config: Config = None, state: State = None, json: Json = False) -> None:
    """Löschkonzept: jede Art von Daten mit Frist, Vorschrift, Beginn und der Art, wie gelöscht wird."""
    from campaigns.accountability import deletion as terms

    house = open_house(config, state, existing=True)
    values = terms.concept(house)
    _give(house, values, terms.document(values, house.company.name), out, json=json)


def _give(house: House, values: dict[str, Any], document: Document, out: Path | None, *, json: bool) -> None:
    from commands.papers import give
    from store import written

    give(house, document, out, written.REPORT, quiet=json)
    if json:
        emit(values)
