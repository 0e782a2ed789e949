"""What an erasure did, in German: for the terminal, and as the confirmation that the person gets (law.md part 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from campaigns.erasing.erase import Erased
from campaigns.erasing.files import Done
from campaigns.house import House
from campaigns.rendering.german import german_date
from campaigns.rights.recipients import by_id
from compliance import terms
from store import retained

KINDS = {
    retained.CONSENT: "Nachweis einer Einwilligung mit jeder Verwendung",
    retained.COMMERCIAL_LETTER: "Geschäftsbrief, wie gesendet",
    retained.CONTRACT: "Vertrag: Nummer, Produkt, Daten",
    retained.PRESUMPTION: "Grund eines Anrufs bei einer Firma, ohne Namen",
}

TABLES = {
    "contact": "Stammdaten",
    "contact_point": "Adressen und Nummern",
    "company": "Firma",
    "contract": "Verträge",
    "cancellation": "Kündigungen mit Grund und Wortlaut",
    "consent": "Einwilligungen",
    "consent_event": "Verlauf der Einwilligungen",
    "presumption": "Gründe für Anrufe",
    "carrier_block": "Sperren von Adressen beim Versender",
    "preference": "Wünsche",
    "callback": "Rückrufwünsche",
    "enrollment": "Läufe durch Sequenzen",
    "touch": "Sendungen, auch geplante",
    "attempt": "Texte und Mails der Sendungen",
    "decision": "Entscheidungen mit ihren Werten",
    "ledger": "gezählte Kontakte",
    "batch_row": "Briefe",
    "task": "Aufgaben mit Briefing",
    "outcome": "Gesprächsergebnisse und Notizen",
    "promise": "Zusagen",
    "draft": "Entwürfe von Mails",
    "offer_use": "genutzte Angebote",
    "event": "Ereignisse",
    "observation": "Nutzung, Tickets, Bewertungen",
    "reply": "Antworten im Wortlaut",
    "written_file": "Verzeichnis erzeugter Dateien",
}
"""Tables of which rows go, in the words of the terminal."""


def told(house: House, done: Erased, *, dry_run: bool) -> Iterator[str]:
    """For the terminal: what goes, what stays and why until when, what is to be done by hand."""
    width = max(len(words) for words in TABLES.values()) + 1
    yield "Probe, nichts wird gelöscht." if dry_run else f"Gelöscht: {done.contact}, Vorgang {done.request}."
    yield "Es geht:" if dry_run else "Gegangen ist:"
    for table, words in TABLES.items():
        if done.gone.get(table):
            yield f"  {words + ':':<{width}} {done.gone[table]}"
    yield f"  {'Protokoll (Kennung und Werte):':<{width}} {done.blanked} Ereignisse; die Kette bleibt prüfbar"
    yield from _files(done)
    yield "Es bleibt, eingeschränkt, und warum:"
    yield from (f"  {line}" for line in _kept(house, done))
    yield from _by_hand(house, done, dry_run=dry_run)


def _files(done: Erased) -> Iterator[str]:
    for copy in done.copies:
        if copy.done is Done.REMOVED:
            yield f"  Datei: {copy.path}"
        elif copy.done is Done.REWRITTEN:
            yield f"  {copy.rows} Zeilen aus {copy.path}"


def _kept(house: House, done: Erased) -> Iterator[str]:
    for (kind, statute), number, until in _groups(done):
        yield f"{number} × {KINDS[kind]}, längstens bis {until:%d.%m.%Y}: {statute}"
    yield (
        f"{done.suppressed} × Sperrliste, nur Prüfsummen der Adressen, solange geworben wird: "
        "Art. 17 Abs. 3 lit. b, Art. 21 Abs. 3 DSGVO"
    )
    last = f"{_request_until(house, done):%d.%m.%Y}"
    yield f"Vorgang {done.request} unter einem Kennzeichen ohne Namen bis {last}: Art. 5 Abs. 2 DSGVO"


def _groups(done: Erased) -> Iterator[tuple[tuple[str, str], int, date]]:
    """((kind, statute), how many things, the last day of the last of them)."""
    for group, number in Counter((item.kind, item.statute) for item in done.kept).items():
        yield group, number, max(item.keep_until for item in done.kept if (item.kind, item.statute) == group)


def _by_hand(house: House, done: Erased, *, dry_run: bool) -> Iterator[str]:
    backups = [copy.path for copy in done.copies if copy.done is Done.LEFT]
    if backups:
        yield f"Nicht angefasst: {len(backups)} Sicherungen, sie laufen mit --keep aus. Kommt eine zurück, wird sofort"
        yield "  erneut gelöscht (erased.list):"
        yield from (f"  {path}" for path in backups)
    yield "Nicht angefasst: das Postfach beim Mailanbieter und die Kundenkartei. Bitte dort selbst löschen."
    if done.sharing:
        yield f"Dieselbe Adresse benutzen: {', '.join(done.sharing)}. Sie ist auch dort für Werbung gesperrt."
    if done.owed:
        several = f"{done.owed} Nachrichten zum Vertrag sind noch nicht gesendet und gehen"
        one = "1 Nachricht zum Vertrag ist noch nicht gesendet und geht"
        yield f"Achtung: {one if done.owed == 1 else several} nicht mehr hinaus."
    for batch, send_ids in done.recalled.items():
        verb = "würde geschrieben" if dry_run else "steht in der Briefablage"
        yield f"Rückruf zur Lieferung {batch} ({len(send_ids)} Briefe) {verb}: bitte heute an die Druckerei geben."
    for name in done.recipients:
        known = by_id(house, name)
        yield f"Zu unterrichten (Art. 19 DSGVO): {known.name if known else name}"
    if done.recipients:
        yield f"  Die Schreiben dazu: wiedersehen requests show {done.request}"


def _request_until(house: House, done: Erased) -> date:
    return terms.request_term(done.at, ZoneInfo(house.timezone)).until or date.max


def confirmation(house: House, done: Erased) -> str:
    """The Löschbestätigung, to be sent as it is. Without a name: we have none any more; it names the request."""
    company = house.company
    zone = ZoneInfo(house.timezone)
    on = german_date(done.at.astimezone(zone).date())
    directors = ", ".join(company.directors)
    return "\n".join(
        (
            f"{company.name}, {company.street}, {company.postcode} {company.city}",
            "",
            f"Löschung Ihrer Daten, Vorgang {done.request}",
            "",
            "Guten Tag,",
            "",
            f"wir haben Ihre personenbezogenen Daten am {on} gelöscht (Art. 17 DSGVO).",
            "",
            "Gelöscht sind, soweit unten nicht genannt, Ihr Name, Ihre Anschrift, Ihre Adressen und Nummern, der Grund",
            "Ihrer Kündigung, unsere Notizen, Auswertungen und Gesprächsvorbereitungen, Ihre Nachrichten an uns, alle",
            "geplanten Sendungen und die Texte der Werbung, die Sie bekommen haben. In aufbewahrten Nachweisen und",
            "Schreiben stehen Name und Anschrift und der Wortlaut Ihrer Kündigung weiter.",
            "",
            *_remains(house, done),
            *_others(house, done),
            "Sicherungskopien ändern wir nicht einzeln; sie werden in festem Abstand überschrieben. Müssten wir eine",
            "zurückspielen, werden Ihre Daten sofort wieder gelöscht.",
            "",
            f"Sind Sie anderer Meinung, schreiben Sie uns: {company.data_protection_email}. Sie können sich auch bei",
            f"einer Aufsichtsbehörde beschweren (Art. 77 DSGVO){_authority(company.supervisory_authority)}.",
            "",
            f"{company.name} ({company.legal_form}), Sitz {company.city}, {company.register_court}",
            f"{company.register_number}, Geschäftsführung: {directors}",
            f"{company.email}, {company.phone}",
            "",
        )
    )


def _remains(house: House, done: Erased) -> Iterator[str]:
    yield "Aufbewahren müssen oder dürfen wir, gesperrt für alles andere:"
    yield "- Prüfsummen Ihrer Adressen auf unserer Sperrliste, für sich und zusammen mit Ihrem Namen, aus denen ohne"
    yield "  unseren Schlüssel niemand etwas liest: nur so erkennen wir Sie, wenn Ihre Adresse noch einmal zu uns"
    yield "  kommt, und schreiben Ihnen nicht. Sie bleiben, solange wir werben (Art. 17 Abs. 3 lit. b, Art. 21 Abs. 3"
    yield "  DSGVO)."
    for (kind, statute), number, end in _groups(done):
        yield f"- {number} × {KINDS[kind]}, längstens bis {german_date(end)}:"
        yield f"  {statute}."
    until = german_date(_request_until(house, done))
    yield f"- diesen Vorgang unter einem Kennzeichen ohne Ihren Namen bis {until}, um die Löschung"
    yield "  belegen zu können (Art. 5 Abs. 2 DSGVO)."
    yield ""


def _others(house: House, done: Erased) -> Iterator[str]:
    names = [known.name for name in done.recipients if (known := by_id(house, name)) is not None]
    if names:
        yield f"Von der Löschung unterrichten wir, wer Ihre Daten von uns hatte: {', '.join(names)} (Art. 19 DSGVO)."
        yield ""


def _authority(name: str) -> str:
    return f", für uns zuständig: {name}" if name else ""
