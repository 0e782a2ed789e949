"""The officer's report as a German document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from campaigns.accountability.report import category_words, purpose_words
from campaigns.reason_words import MEDIA, REQUEST_KINDS, VERDICTS
from campaigns.rendering.documents import Block, Document, Grid, Pairs, Section, Text

Report = Mapping[str, Any]


def document(report: Report) -> Document:
    """The page of `campaigns.accountability.report.report`."""
    since = f"seit {_day(report['since'])}" if report["since"] else "über die ganze Zeit"
    return Document(
        "Bericht für die Datenschutzbeauftragte",
        [
            Section("Was hinausging, nach Grundlage", list(_sends(report["sends"]))),
            Section("Was nicht hinausging, nach Grund", list(_refusals(report["refusals"]))),
            Section("Freigaben lockerer Lesarten", list(_releases(report))),
            Section("Strittige Punkte", [_contested(report["contested"])]),
            Section("Offene Anfragen nach Art. 15-20 DSGVO", list(_requests(report))),
            Section("Aufbewahrung: was fällig ist", list(_retention(report["retention"], report["retention_due"]))),
            Section("Einwilligungen ohne Nachweis", list(_without_proof(report["consents_without_proof"]))),
            Section("Regeln, die seit über einem Jahr niemand geprüft hat", list(_rules(report))),
            Section("Protokoll", [Pairs(list(_audit(report)))]),
        ],
        f"Stand {_moment(report['as_of'])}, {since}; Regelwerk {report['rulebook']}",
    )


def _sends(rows: Sequence[Report]) -> Iterator[Block]:
    if not rows:
        yield Text("Nichts.")
        return
    cells = [[one["title"], purpose_words(one["purpose"]), one["statute"], str(one["number"])] for one in rows]
    yield Grid(["Grundlage", "Zweck", "Vorschrift", "Schritte"], cells)


def _refusals(rows: Sequence[Report]) -> Iterator[Block]:
    if not rows:
        yield Text("Nichts.")
        return
    cells = [
        [one["title"], purpose_words(one["purpose"]), one["statute"], VERDICTS.get(one["verdict"], one["verdict"]),
         str(one["number"])]
        for one in rows
    ]  # fmt: skip
    yield Grid(["Grund", "Zweck", "Vorschrift", "Urteil", "Schritte"], cells)


def _releases(report: Report) -> Iterator[Block]:
    for one in report["releases"]:
        yield Pairs(
            [
                ("Wert", one["value"]),
                ("freigegeben", f"{one['by']}, {_day(one['on'])}"),
                ("Grund", one["reason"]),
                ("in Kraft", "ja" if one["in_force"] else "nein"),
                ("Schritte auf dieser Regel", str(one["sends_of_rule"])),
            ],
            one["point"],
        )
    for one in report["call_releases"]:
        yield Text(f"Anruf bei {one['contact']} ({one['id']}): freigegeben von {one['by']}, {_moment(one['at'])}")
    if not report["releases"] and not report["call_releases"]:
        yield Text("Keine: überall gilt die vorsichtige Voreinstellung.")


def _contested(rows: Sequence[Report]) -> Grid:
    cells = [
        [
            one["title"],
            _value(one["value"]),
            _value(one["default"]),
            "lockerer" if one["lenient"] else "vorsichtig",
            one["statute"],
        ]
        for one in rows
    ]
    return Grid(["Punkt", "Wert", "Voreinstellung", "Lesart", "Vorschrift"], cells)


def _reading(one: Report) -> str:
    return "lockerer" if one["lenient"] else "vorsichtig"


def _value(text: str) -> str:
    return {"True": "ja", "False": "nein", "deny": "nie", "allow": "ja"}.get(text, text)


def _requests(report: Report) -> Iterator[Block]:
    rows = report["requests"]
    if rows:
        cells = [
            [one["request"], REQUEST_KINDS[one["kind"]], _day(one["received_at"]), _day(one["due_at"]), _left(one)]
            for one in rows
        ]
        yield Grid(["Vorgang", "Art", "eingegangen", "Antwort bis", "Rest"], cells)
    else:
        yield Text("Keine.")
    for one in report["recipients_untold"]:
        since = _day(one["since"])
        yield Text(f"Nicht unterrichtet (Art. 19 DSGVO): {one['recipient']} zu {one['request']}, seit {since}")


def _left(one: Report) -> str:
    left = one["days_left"]
    words = f"{left} Tage" if left >= 0 else f"{-left} Tage überfällig"
    return f"{words}, läuft ab" if one["warned"] and left >= 0 else words


def _retention(rows: Sequence[Report], due: Report) -> Iterator[Block]:
    ran = f"Zuletzt aufgeräumt: {_moment(due['last_run'])}." if due["last_run"] else "Noch nie aufgeräumt."
    if not rows:
        yield Text(f"Nichts ist überfällig. {ran}")
        return
    oldest = f", der älteste vom {_day(due['oldest'])}" if due["oldest"] else ""
    yield Text(f"Fällig: {due['number']} Datensätze{oldest}. {ran} Von Hand: wiedersehen retention.")
    cells = [
        [
            category_words(one["category"]),
            str(one["number"]),
            _day(one["oldest"]) if one["oldest"] else "",
            "ja, der Dienst löscht es" if one["enabled"] else "nein ([retention] enabled = false)",
        ]
        for one in rows
    ]
    yield Grid(["Was", "Anzahl", "ältestes vom", "wird von selbst gelöscht"], cells)


def _without_proof(found: Report) -> Iterator[Block]:
    if not found["number"]:
        yield Text("Keine.")
        return
    yield Text(
        f"Bei {found['number']} Einwilligungen fehlt etwas am Nachweis: die Erklärung, ihr Wortlaut, der Beleg oder "
        "die Bestätigung. Werbung lassen die Regeln nur auf nachgewiesene zu (BGH I ZR 164/09). Was fehlt: wiedersehen "
        "consent proof KENNUNG"
    )
    cells = [[one["consent"], one["contact"], MEDIA.get(one["medium"], one["medium"])] for one in found["first"]]
    yield Grid(["Einwilligung", "Kontakt", "Weg"], cells)


def _rules(report: Report) -> Iterator[Block]:
    for one in report["rules_not_reviewed"]:
        yield Text(f"{one['rule']} ({one['statute']}): zuletzt {_day(one['reviewed'])}")
    if not report["rules_not_reviewed"]:
        yield Text("Keine.")


def _audit(report: Report) -> Iterator[tuple[str, str]]:
    audit = report["audit"]
    yield "letzte Nummer", str(audit["position"])
    yield "Kopf der Prüfkette", audit["head"] or "noch keiner"
    yield "noch nicht versiegelt", "ja" if audit["unsealed"] else "nein"
    yield "nachrechnen", "wiedersehen audit verify"


def _day(text: str) -> str:
    return f"{date.fromisoformat(text[:10]):%d.%m.%Y}"


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%d.%m.%Y, %H:%M} Uhr"
