"""The impact of an edit in German sentences and as JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.editing.impact import Chosen, Edit
from campaigns.editing.texts import TextUse
from campaigns.touch_json import iso
from sequences.definition import Status

KINDS = {
    "unchanged": "unverändert",
    "wording": "nur Schreibweise oder Bemerkungen anders, die Wirkung ist gleich",
    "status": "nur der Status ist anders",
    "changed": "geändert",
    "new": "neu, noch niemand läuft darin",
    "removed": "die Datei gibt es nicht mehr",
    "unreadable": "die gespeicherte Fassung kann dieses Programm nicht lesen, ein Vergleich ist nicht möglich",
}
STATUS = {Status.LIVE: "sendet", Status.PAUSED: "ist angehalten", Status.DRAFT: "ist ein Entwurf und sendet nicht"}

NOTHING_CHANGED = "Keine Datei weicht von dem ab, worin Personen laufen."
NOTHING_STORED = "In diesem Zustandsordner ist noch niemand in einer Sequenz: Alles ist neu."

WHEN = """\
Was wann gilt: Der Dienst liest die Dateien beim Start und beim Neuladen (systemctl reload wiedersehen).
- Ein geänderter Schritt, [who] oder eine Grenze gilt nur für Personen, die danach beginnen. Wer läuft, behält seine
  Fassung.
- Ein geänderter status gilt ab dann sofort für alle, auch für die, die schon laufen.
- Ein geänderter Text gilt spätestens ab dann für alle, auch in früheren Fassungen. Was schon bei der Druckerei oder als
  Aufgabe bei einem Menschen liegt, bleibt, wie es ist."""


def persons(number: int) -> str:
    """`1 Person`, `38 Personen`."""
    return f"{number} {'Person' if number == 1 else 'Personen'}"


def sentences(edit: Edit) -> Iterator[str]:
    """The lines about one sequence; all but the first are indented."""
    title = f" ({edit.title})" if edit.title else ""
    status = f"; {STATUS[edit.status]}" if edit.status else ""
    yield f"{edit.name}{title}: {KINDS[edit.kind]}{status}"
    for change in edit.changes:
        yield f"  {change.text}"
    for line in (*_status(edit), *_people(edit), *_gone(edit)):
        yield f"  {line}"
    if edit.chosen and edit.chosen.asked:
        yield f"  {_chosen(edit.chosen)}"


def _status(edit: Edit) -> Iterator[str]:
    """What does not wait for the next person: a pause, the end of one, a draft that goes on, a file that is gone."""
    held = edit.before is Status.PAUSED
    if edit.status is Status.PAUSED and not held:
        yield f"Ab dem Neuladen wartet alles Fällige, in jeder Fassung: {_all(edit)}. Neue beginnen und warten mit."
        if edit.contract:
            yield "Achtung: Auch Vertragspost wartet, etwa die Bestätigung einer Kündigung (§ 312k Abs. 4 BGB)."
    if held and edit.status is not Status.PAUSED:
        yield f"Achtung: Die Pause endet. Was fällig ist ({edit.overdue}), geht hinaus oder entfällt als zu spät."
    if edit.status is Status.DRAFT and edit.running:
        post = "bekommt" if edit.running == 1 else "bekommen"
        yield f'Niemand beginnt mehr, aber {_all(edit)} weiter und {post} Post. Anhalten heißt status = "paused".'
    if edit.kind == "removed":
        rest = f"{_all(edit)} in der gespeicherten Fassung zu Ende" if edit.running else "zurzeit läuft niemand"
        yield f"Niemand beginnt mehr; {rest}."
        if edit.same_as:
            yield f"„{edit.same_as}“ hat denselben Inhalt. Umbenannt? Für das Programm sind es zwei Sequenzen."
    if edit.kind == "new" and edit.status is Status.LIVE:
        yield "Ab dem Neuladen beginnt, wer danach kündigt oder Tag 0 danach erreicht; frühere nicht."


def _all(edit: Edit) -> str:
    return f"{persons(edit.running)} {'läuft' if edit.running == 1 else 'laufen'}"


def _people(edit: Edit) -> Iterator[str]:
    if edit.kind in ("new", "removed"):
        return
    keep = "läuft" if edit.earlier == 1 else "laufen"
    behalten = "behält sie" if edit.earlier == 1 else "behalten sie"
    if edit.earlier and edit.versions == 1:
        yield f"{persons(edit.earlier)} {keep} in der bisherigen Fassung und {behalten}."
    elif edit.earlier:
        yield f"{persons(edit.earlier)} {keep} in {edit.versions} früheren Fassungen und {behalten}."
    now = edit.running - edit.earlier
    if now:
        yield f"{persons(now)} {'läuft' if now == 1 else 'laufen'} in der Fassung dieser Datei."
    elif not edit.earlier:
        yield "Zurzeit läuft niemand darin."


def _gone(edit: Edit) -> Iterator[str]:
    for step, people in (edit.gone or {}).items():
        if people:
            yield f"Den Schritt „{step}“ {'bekommt' if people == 1 else 'bekommen'} noch {persons(people)}."


def _chosen(chosen: Chosen) -> str:
    since = f"Von {chosen.asked} Kündigungen seit dem {chosen.since:%d.%m.%Y}"
    if chosen.before is None:
        return f"{since} hätte [who] {chosen.after} gewählt."
    return (
        f"{since} hätte [who] bisher {chosen.before} gewählt, künftig {chosen.after} "
        f"({len(chosen.added)} kommen hinzu, {len(chosen.dropped)} fallen weg)."
    )


def text_sentences(uses: tuple[TextUse, ...], zone: ZoneInfo) -> Iterator[str]:
    """Texts that were edited after they were last used, with the people who will get the new words."""
    for use in uses:
        if use.edited and use.changed:
            yield (
                f"Text {use.template}: geändert am {use.changed.astimezone(zone):%d.%m.%Y um %H:%M}, nach der letzten "
                f"Sendung; {persons(use.people)} {'bekommt' if use.people == 1 else 'bekommen'} den neuen."
            )


def edit_json(edit: Edit, zone: ZoneInfo) -> dict[str, Any]:
    """`{type: "sequence", ...}`."""
    return {
        "type": "sequence",
        "sequence": edit.name,
        "change": edit.kind,
        "status": edit.status,
        "status_before": edit.before,
        "changes": [asdict(change) for change in edit.changes],
        "running": edit.running,
        "running_earlier": edit.earlier,
        "earlier_versions": edit.versions,
        "steps_gone": dict(edit.gone or {}),
        "overdue": edit.overdue,
        "chosen": _chosen_json(edit.chosen, zone) if edit.chosen else None,
    }


def _chosen_json(chosen: Chosen, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "since": iso(chosen.since, zone),
        "cancellations": chosen.asked,
        "before": chosen.before,
        "after": chosen.after,
        "added": list(chosen.added),
        "dropped": list(chosen.dropped),
    }


def text_json(use: TextUse, zone: ZoneInfo) -> dict[str, Any]:
    """`{type: "template", ...}`; `edited` when a file is newer than the last message made from it."""
    return {
        "type": "template",
        "template": use.template,
        "people": use.people,
        "changed_at": iso(use.changed, zone),
        "last_used_at": iso(use.used, zone),
        "edited": use.edited,
    }
