"""The answer of Art. 15 DSGVO as a page that a person can read: the same values, in German words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns import reason_words as words
from campaigns.evidence.log_words import told
from campaigns.evidence.words import RULES
from campaigns.house import House
from campaigns.rendering.documents import Block, Document, Grid, Pairs, Section, Text
from campaigns.rights import fields
from campaigns.rights.categories import categories
from campaigns.rights.recipients import SUBJECTS
from campaigns.rights.value_words import CONSENT_EVENTS, DATA_KEYS, value_word

Answer = Mapping[str, Any]
Row = Mapping[str, Any]

_TITLES = {
    "contact": "Stammdaten", "company": "Firma", "contact_point": "Adresse", "contract": "Vertrag",
    "cancellation": "Kündigung", "consent": "Einwilligung", "consent_event": "zur Einwilligung",
    "presumption": "Grund für einen geschäftlichen Anruf", "objection": "Widerspruch und Eintrag der Sperrliste",
    "carrier_block": "Sperre einer Adresse beim Mailversender", "preference": "Wunsch zur Ansprache",
    "callback": "Rückrufbitte", "touch": "Schritt", "attempt": "Nachricht",
    "batch_row": "Brief", "offer_use": "genutztes Angebot", "enrollment": "Lauf", "decision": "Entscheidung",
    "ledger": "gezählter Kontakt", "event": "Ereignis", "reply": "Antwort", "task": "Aufgabe",
    "outcome": "Ergebnis und Gesprächsnotiz", "promise": "Zusage", "draft": "Mailentwurf",
    "observation": "Beobachtung",
    "data_request": "Anfrage", "recipient_notice": "Mitteilung an Empfänger", "written_file": "Datei über die Person",
    "erasure": "Löschung", "audit_event": "Protokoll", "audience_member": "Eintrag auf der Liste eines Werbenetzes",
}  # fmt: skip
_LONG = frozenset({"text", "new_text", "brief", "guide", "note", "verbatim", "columns"})
_BRIEF = frozenset({"touch", "decision", "audit_event", "ledger", "consent_event"})
"""Many alike: one line each. The JSON beside the page has every field of them."""


def document(house: House, answer: Answer, name: str) -> Document:
    """The page; `name` as the person is called, her id or address where we know none."""
    zone = ZoneInfo(house.timezone)
    controller = answer["controller"]
    sections = [
        Section("Wer verarbeitet Ihre Daten", [Pairs(list(_controller(controller)))]),
        *_data(house, answer, zone),
        Section("Bewertungen, Gruppen und ihre Logik", list(_logic(answer))),
        Section("Wozu und auf welcher Grundlage", [_grid(answer["purposes"], _PURPOSES)]),
        Section("Empfänger", list(_recipients(answer))),
        Section("Wie lange wir speichern", [_grid(answer["storage"], _STORAGE)]),
        Section("Woher die Daten stammen", [_grid(answer["purposes"], _ORIGIN)]),
        Section("Ihre Rechte", list(_rights(answer))),
        Section("Was diese Auskunft nicht enthält, und warum", list(_withheld(answer))),
    ]
    day = f"{datetime.fromisoformat(answer['as_of']):%d.%m.%Y, %H:%M} Uhr"
    return Document(
        "Auskunft nach Art. 15 DSGVO", sections, f"{name}; Stand {day}; {controller['name']}", letterhead=True
    )


_PURPOSES = (("title", "Daten"), ("purpose", "Zweck"), ("basis", "Rechtsgrundlage"))
_STORAGE = (("title", "Daten"), ("period", "Dauer"), ("statute", "Vorschrift"))
_ORIGIN = (("title", "Daten"), ("origin", "Quelle"))


def _controller(controller: Row) -> Iterator[tuple[str, str]]:
    yield "Verantwortlich", f"{controller['name']}, {controller['address']}"
    yield "E-Mail", controller["email"]
    yield "Datenschutzbeauftragte", controller["data_protection_email"]
    yield "Datenschutzhinweise", controller["privacy_url"]


def _data(house: House, answer: Answer, zone: ZoneInfo) -> Iterator[Section]:
    rows: Mapping[str, list[Row]] = answer["data"]
    if not answer["known"] and not any(rows.values()):
        none = "Zu dieser Angabe ist bei uns nichts gespeichert, auch nicht in der Sperrliste."
        held = any(one.get("items") for one in answer["withheld"])
        yield Section("Ihre Daten", [Text("Gespeichert ist nur der gesperrte Rest, siehe unten." if held else none)])
    for category in categories(house):
        blocks = [block for table in category.tables for block in _table(table, rows.get(table, ()), zone)]
        if blocks:
            yield Section(category.title, blocks)


def _table(table: str, rows: Any, zone: ZoneInfo) -> Iterator[Block]:
    if not rows:
        return
    if table in _BRIEF:
        yield Text(f"{_TITLES[table]} ({len(rows)}); alle Felder stehen in auskunft.json:")
        yield Grid(["am", "was"], [[_when(_first_moment(row), zone), _brief(table, row)] for row in rows])
        return
    for number, row in enumerate(rows, 1):
        short = [
            (fields.label(table, name), _word(table, name, value, zone))
            for name, value in row.items()
            if name not in _LONG and value not in (None, "", {}, [])
        ]
        yield Pairs(short, f"{_TITLES[table]} {number}" if len(rows) > 1 else _TITLES[table])
        for name in _LONG & row.keys():
            if row[name]:
                yield Text(_word(table, name, row[name], zone), quoted=True)


def _brief(table: str, row: Row) -> str:
    if table == "audit_event":
        return told({"event": row["event"], "contact": None, "data": row["data"]})
    if table == "decision":
        decided = words.DECISIONS.get(row["decision"], row["decision"])
        by = f" ({RULES.get(row['rule'], row['rule'])})" if row["rule"] else ""
        why = words.reason_words(row["reason"]) if row["reason"] else ""
        return " ".join(f"{row['sequence']}/{row['step']}: {decided}. {why}{by}".split())
    if table == "touch":
        how = words.CHANNELS.get(row["channel"] or "", "")
        return f"{row['sequence']}/{row['step']}, {words.STATES.get(row['state'], row['state'])} {how}".strip()
    if table == "consent_event":
        return f"{row['consent']}: {CONSENT_EVENTS.get(row['event'], row['event'])}"
    return str(words.MEDIA.get(row["medium"], row["medium"]))


def _first_moment(row: Row) -> Any:
    return row.get("at") or row.get("made_at") or row.get("ended_at") or row.get("due_at")


def _word(table: str, name: str, value: Any, zone: ZoneInfo) -> str:
    match value:
        case bool():
            return "ja" if value else "nein"
        case str():
            return value_word(table, name, value) or _when(value, zone)
        case dict():
            return "\n".join(
                f"{DATA_KEYS.get(key, key)}: {_word(table, key, one, zone)}"
                for key, one in value.items()
                if one not in (None, "")
            )
        case list():
            return ", ".join(_word(table, "", one, zone) for one in value)
        case _:
            return str(value)


def _when(value: Any, zone: ZoneInfo) -> str:
    """An ISO moment or day as a German one; other words as they are."""
    text = str(value)
    try:
        if "T" in text and len(text) > len("2026-03-02T08:00"):
            return f"{datetime.fromisoformat(text).astimezone(zone):%d.%m.%Y, %H:%M} Uhr"
        return f"{date.fromisoformat(text):%d.%m.%Y}" if len(text) == len("2026-03-02") else text
    except ValueError:
        return text


def _logic(answer: Answer) -> Iterator[Block]:
    for one in answer["logic"]:
        yield Pairs([("Ergebnis", one["value"] or "keines"), ("So kommt es zustande", one["logic"])], one["name"])
    yield Text(answer["automated_decisions"])


def _recipients(answer: Answer) -> Iterator[Block]:
    if not answer["recipients"]:
        yield Text("Niemand außerhalb unseres Hauses.")
    for one in answer["recipients"]:
        yield Pairs(
            [
                ("Aufgabe", one["role"]),
                ("Daten", ", ".join(one["data"])),
                ("Ort", one["country"]),
                ("löscht nach", f"{one['deletion_days']} Tagen"),
                ("hat Ihre Daten", _theirs(one)),
            ],
            one["name"],
        )
    if not answer["transfers"]:
        yield Text("In ein Land außerhalb der EU geben wir nichts (Art. 44 DSGVO).")
    for one in answer["transfers"]:
        yield Text(f"{one['recipient']}: {one['country']}, Garantie: {one['safeguard']} (Art. 46 DSGVO).")


def _theirs(one: Row) -> str:
    """Whether a recipient has her data, and whether it knows that they are to go or to rest (Art. 19 DSGVO)."""
    if one["received"] is None:
        return "nicht mehr festgehalten: der Vorgang der Löschung ist abgelaufen"
    if not one["received"]:
        return "nein, bisher nicht"
    if "told_of" not in one:
        return "ja"
    of = SUBJECTS[one["told_of"]]
    if one["told_at"] is None:
        return f"ja; von der Mitteilung „{of}“ noch nicht unterrichtet"
    return f"hatte sie; am {date.fromisoformat(one['told_at'][:10]):%d.%m.%Y} unterrichtet: {of}"


def _rights(answer: Answer) -> Iterator[Block]:
    yield Grid(["Recht", "Vorschrift"], [[one["right"], one["statute"]] for one in answer["rights"]])
    mail = answer["controller"]["data_protection_email"]
    yield Text(f"Es genügt eine formlose Nachricht an {mail}. Das kostet nichts.")
    yield Text(f"Beschwerde: {answer['authority']}.")


def _withheld(answer: Answer) -> Iterator[Block]:
    for one in answer["withheld"]:
        yield Pairs([("nicht enthalten", one["what"]), ("Grund", one["reason"])])
        for item in one.get("items", ()):
            until = f"{date.fromisoformat(item['keep_until']):%d.%m.%Y}"
            yield Text(f"{item['title']}: aufzubewahren bis {until} ({item['statute']})")


def _grid(rows: Any, columns: tuple[tuple[str, str], ...]) -> Grid:
    return Grid([head for _, head in columns], [[row[name] for name, _ in columns] for row in rows])
