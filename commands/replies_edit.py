"""`replies show|relabel|sample`: one reply in full, a label put right, and a sample of it without the person."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands.options import (
    FINDINGS,
    USAGE,
    Config,
    Json,
    State,
    account,
    answer,
    emit,
    fail,
    open_house,
    say,
    state_path,
)

if TYPE_CHECKING:
    from campaigns.house import House

Reply = Annotated[str, typer.Argument(help="Kennung der Antwort; ihr Anfang genügt, solange er eindeutig ist")]

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Everything that moves a cursor, colours a terminal or turns the direction of writing."""


def register(app: typer.Typer) -> None:
    """Add the commands to `replies`."""
    app.command("show")(show)
    app.command("relabel")(relabel)
    app.command("sample")(sample)


def full_id(house: House, reply: str) -> str:
    """The whole id of a reply from its beginning; ends with a message when it is unknown or begins several."""
    from store import replies as stored

    with house.store.read() as connection:
        near = stored.beginning_with(connection, reply, 2) if reply else []
    if len(near) > 1 and reply not in near:
        fail(f"„{reply}“ ist nicht eindeutig; mehr Zeichen von: wiedersehen replies list", FINDINGS)
    if not near:
        fail(f"Die Antwort {reply} gibt es nicht.", FINDINGS)
    return reply if reply in near else near[0]


def show(reply: Reply, config: Config = None, state: State = None, json: Json = False) -> None:
    """Alles über eine Antwort, nur als Text; Steuerzeichen stehen als ihre Nummer da."""
    from store import replies as stored

    house = open_house(config, state, existing=True, without_list=True)
    reply = full_id(house, reply)
    with house.store.read() as connection:
        row = stored.one(connection, reply) or {}
    values = _shown(row, ZoneInfo(house.timezone)) | {"attachments": _attached(row.get("raw"))}
    if json:
        emit(values)
        return
    for key, value in values.items():
        if value not in (None, "") and key not in ("text", "attachments"):
            say(f"{_NAMES[key] + ':':<20} {_plain(str(value))}")
    for one in values["attachments"]:
        say(f"{'Anhang, ungeöffnet:':<20} „{one['name']}“ ({one['type']}, {one['size']} Bytes)")
    say()
    for line in str(values["text"]).split("\n"):
        say(f"    {_plain(line)}")


_NAMES = {
    "reply": "Kennung",
    "received_at": "Eingegangen",
    "dated": "Datiert",
    "account": "Postfach",
    "folder": "Ordner",
    "from": "Von",
    "subject": "Betreff",
    "contact": "Kontakt",
    "step": "Antwort auf",
    "matched_by": "Zugeordnet über",
    "trust": "Absender",
    "kind": "Art",
    "label": "Einordnung",
    "subtype": "Unterart",
    "reason": "Grund",
    "rule": "Regel",
    "evidence": "Beleg",
    "stop": "Stopp",
    "effect": "Wirkung",
    "return_date": "Zurück am",
    "resume": "Weiter ab",
    "new_contact": "Genannt wird",
    "review": "Ein Mensch soll lesen",
    "quarantined": "Nicht lesbar",
    "relabelled_from": "Vorher eingeordnet",
    "relabelled_by": "Richtiggestellt von",
    "relabelled_at": "Richtiggestellt am",
}


def _shown(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    def moment(name: str) -> str | None:
        return row[name].astimezone(zone).isoformat() if row[name] else None

    named = row["new_contact"] or {}
    return {
        "reply": row["fingerprint"],
        "received_at": moment("received_at"),
        "dated": moment("mail_date"),
        "account": row["account"],
        "folder": row["folder"],
        "from": row["from_address"],
        "subject": row["subject"],
        "contact": row["contact"],
        "step": f"{row['sequence']}/{row['step']}" if row["step"] else None,
        **{name: row[name] for name in ("matched_by", "trust", "kind", "label", "subtype", "reason")},
        "rule": row["evidence_rule"],
        "evidence": row["evidence_text"],
        "stop": row["stop"],
        "effect": row["effect"],
        **{name: row[name].isoformat() if row[name] else None for name in ("return_date", "resume")},
        "new_contact": ", ".join(value for value in named.values() if value) or None,
        "review": row["review"],
        "quarantined": row["quarantined"],
        "relabelled_from": row["relabelled_from"],
        "relabelled_by": row["relabelled_by"],
        "relabelled_at": moment("relabelled_at"),
        "text": row["new_text"],
    }


def _attached(raw: bytes | None) -> list[dict[str, Any]]:
    """What hangs on a mail whose bytes were kept for a person, read in the child like every foreign byte."""
    from replies.child import Parser

    if not raw:
        return []
    with Parser() as parser:
        return [asdict(one) for one in parser.parse(raw).attachments]


def _plain(text: str) -> str:
    return _STEERING.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


_OURS = (
    "Nichts geändert: Die Mail kommt von {address}, einer Adresse von uns, und gehört zu keinem Kontakt. Mit {label} "
    "gälte sie als Wunsch dieser Adresse selbst.\nTragen Sie ihn bei der Person ein, von der er stammt: einen "
    "Widerspruch mit wiedersehen suppress, eine Anfrage mit wiedersehen requests add. Danach erledigt "
    "wiedersehen replies release die Mail."
)


def relabel(
    reply: Reply,
    label: Annotated[
        str, typer.Argument(help="die richtige Einordnung, zum Beispiel question (siehe docs/replies.md)")
    ],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Einordnung richtigstellen; was zur richtigen gehört, geschieht sofort."""
    from campaigns.inbound.relabel import OurOwn
    from campaigns.inbound.relabel import relabel as put_right
    from campaigns.reason_words import effect_words
    from replies.reply import Label

    if label not in [one.value for one in Label]:
        fail(f"„{label}“ ist keine Einordnung; erlaubt ist {', '.join(Label)}.", USAGE)
    house = open_house(config, state, existing=True)
    reply = full_id(house, reply)
    try:
        done = put_right(house, reply, Label(label), account())
    except OurOwn as own:
        fail(_OURS.format(address=_plain(str(own)), label=label), FINDINGS)
    if done is None:
        fail(f"Die Antwort {reply} gibt es nicht.", FINDINGS)
    text = f"Richtiggestellt: {done.before} → {done.after}. Wirkung: {effect_words(done.effect)}."
    if done.objection_stays:
        text += (
            "\nDer eingetragene Widerspruch bleibt bestehen. Nur die Person selbst kann ihn zurücknehmen, mit einer "
            "neuen Einwilligung (wiedersehen import consents)."
        )
    else:
        text += "\nWas die falsche Einordnung beendet hat, beginnt nicht von selbst wieder."
    value = {
        "reply": reply,
        "from": done.before,
        "label": done.after,
        "effect": done.effect,
        "objection_stays": done.objection_stays,
    }
    answer(value, text, json=json)


def sample(
    reply: Reply,
    out: Annotated[Path | None, typer.Option(help="Ordner, sonst samples im Zustandsordner")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="gelesen und ohne Personenbezug: schreiben")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine richtiggestellte Antwort als Beispiel, mit erfundener Person; erst ansehen, dann --yes."""
    from campaigns.inbound.sample_files import write_sample
    from campaigns.inbound.sampling import NotAnonymous

    house = open_house(config, state, existing=True)
    reply = full_id(house, reply)
    try:
        text, path = write_sample(house, reply, out or state_path(state) / "samples", write=yes)
    except NotAnonymous as error:
        fail(f"{error}\nEs wird kein Beispiel geschrieben; formulieren Sie eines von Hand.", FINDINGS)
    if json:
        emit({"reply": reply, "sample": text, "file": str(path), "written": yes})
        return
    for line in text.split("\n"):
        say(_plain(line))
    if yes:
        say(f"Geschrieben: {path}")
    else:
        say("Noch nicht geschrieben. Bitte Wort für Wort lesen: Verrät nichts mehr, wer die Person ist,")
        say(f"schreibt --yes die Datei {path}.")
