"""What waits for people, and what should have left long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from campaigns.audiences.standing import waiting as audience_waiting
from campaigns.audiences.unknown import unknown as audiences_unknown
from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.drafts.release import release_words, releases
from campaigns.letters.state import shop_trouble
from campaigns.reason_words import removal_words, unknown_words
from campaigns.rights.deadline import warn_from
from campaigns.settings.letter import shop_of
from sequences.calendar import local_day
from store import drafts, health, operation, requests, touches

_UNREAD = timedelta(hours=24)
"""A reply may be an objection, and that has to be acted on at once (Art. 21 Abs. 3 DSGVO)."""
_OVERDUE = timedelta(minutes=30)


def check(patient: Patient) -> Iterator[Finding]:
    """Only with a database of our schema."""
    if not patient.fits or patient.settings is None:
        return
    zone = patient.settings.daemon.timezone
    with patient.reading() as connection:
        uncertain = len(touches.uncertain(connection))
        held = touches.counts(connection).get("held", 0) - drafts.held(connection)
        waiting = releases(connection, patient.house) if patient.house is not None else []
        unread = health.replies_waiting(connection, patient.now - _UNREAD)
        unmatched, oldest = health.unmatched_waiting(connection)
        letters = health.letters_waiting(connection)
        shop = shop_trouble(connection)
        listed = audience_waiting(patient.house, connection, patient.now) if patient.house is not None else {}
        unknown = sorted(audiences_unknown(connection))
        advertising, rest = health.due(connection, patient.now - _OVERDUE)
        late = [one for one in requests.listing(connection) if patient.now > one.due_at]
        soon = [one for one in requests.listing(connection) if local_day(patient.now, zone) >= warn_from(one, zone)]
        untold = [notice.created_at for _, notice in requests.untold(connection)]
        stopped = operation.switch(connection, operation.PAUSED), operation.switch(connection, operation.PLAYED_UNTIL)
    findings = [
        *_counted(uncertain, held, unread),
        *_unmatched(unmatched, oldest, patient.now),
        *_requests(len(late), len(soon) - len(late)),
        *_untold(untold, patient.now),
        *(
            warning(f"{release_words(one)}.", "wiedersehen tasks list; dann tasks done … --outcome approved")
            for one in waiting
        ),
    ]
    findings += [
        error(
            f"{removal_words(name, number)}.",
            f"wiedersehen audience export --platform {name} --removed --out DATEI; dort entfernen; audience confirm",
        )
        for name, number in listed.items()
    ]
    findings += [
        error(
            f"{unknown_words(name)}.",
            f"wiedersehen audience export --platform {name} --out DATEI; dort die ganze Liste durch diese ersetzen, "
            f"nicht ergänzen; audience confirm. Oder dort löschen: wiedersehen audience confirm {name} --deleted",
        )
        for name in unknown
    ]
    if shop is not None:
        findings.append(error(f"{shop}", "[letter.shop] prüfen; gleich noch einmal: wiedersehen letters export --now"))
    if letters and shop_of(patient.settings.letter, patient.settings.recipient) is None:
        findings.append(
            error(
                f"{letters} Briefe warten auf die Druckerei, aber der Vertrag zur Auftragsverarbeitung fehlt.",
                "Liegt er vor: [letter] processor_contract = true, processor = Kennung; sonst wiedersehen pause.",
            )
        )
    if advertising + rest and stopped == (None, None):
        findings.append(
            warning(
                f"{advertising + rest} Schritte sind seit über 30 Minuten fällig und gingen nicht hinaus.",
                "Läuft der Dienst? Nimmt der Mailserver an? journalctl -u wiedersehen -n 50; wiedersehen why KONTAKT",
            )
        )
    yield from findings or [ok("Nichts wartet auf einen Menschen.")]


def _requests(late: int, soon: int) -> Iterator[Finding]:
    if late:
        yield error(
            f"{late} Anfragen nach Art. 15-20 DSGVO sind überfällig (ein Monat, Art. 12 Abs. 3 DSGVO).",
            "wiedersehen requests list; gleich antworten",
        )
    if soon:
        yield warning(f"Bei {soon} Anfragen nach Art. 15-20 DSGVO läuft der Monat ab.", "wiedersehen requests list")


def _since(moment: datetime, now: datetime) -> str:
    days = (now - moment).days
    return "seit heute" if days == 0 else "seit gestern" if days == 1 else f"seit {days} Tagen"


def _unmatched(number: int, oldest: datetime | None, now: datetime) -> Iterator[Finding]:
    if oldest is not None:
        many = "1 Mail wartet" if number == 1 else f"{number} Mails warten"
        made = error if now - oldest > _UNREAD else warning
        yield made(
            f"{many} auf einen Menschen, ohne Kontakt und darum ohne Aufgabe, die älteste {_since(oldest, now)}.",
            "wiedersehen replies list --review; lesen: replies show; eintragen, was darin steht: suppress oder "
            "requests add bei der Person; danach: replies release",
        )


def _untold(noted: list[datetime], now: datetime) -> Iterator[Finding]:
    if noted:
        since = _since(min(noted), now)
        many = "1 Mitteilung an einen Empfänger steht" if len(noted) == 1 else f"{len(noted)} Mitteilungen stehen"
        yield warning(
            f"{many} aus (Art. 19 DSGVO), die älteste {since}.",
            "wiedersehen requests list --untold; Text: requests show VORGANG; danach: requests told VORGANG EMPFÄNGER",
        )


def _counted(uncertain: int, held: int, unread: int) -> Iterator[Finding]:
    if uncertain:
        yield warning(f"{uncertain} ungewisse Sendungen.", "wiedersehen uncertain list, dann uncertain settle")
    if held:
        yield warning(
            f"{held} Schritte sind angehalten, bis jemand hinsieht.",
            "wiedersehen why KONTAKT nennt den Grund; behoben: wiedersehen resume --held",
        )
    if unread:
        yield error(
            f"{unread} Antworten warten seit über 24 Stunden auf einen Menschen; darunter kann ein Widerspruch sein.",
            "wiedersehen replies list --review",
        )
