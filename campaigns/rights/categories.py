"""What is processed of whom, why, on what basis and how long: one list for access, Art. 30 record and deletion concept.

Every table with personal data stands in exactly one category; periods come from compliance.terms and the configuration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaigns.house import House
from compliance import terms


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of data. All words German; `tables` names where it lies; `trigger` starts the period."""

    id: str
    title: str
    tables: tuple[str, ...]
    purpose: str
    basis: str
    origin: str
    period: str
    statute: str
    trigger: str
    how: str


_CONTRACT = "Art. 6 Abs. 1 lit. b DSGVO (Vertrag)"
_LEGAL = "Art. 6 Abs. 1 lit. c DSGVO (rechtliche Pflicht)"
_INTEREST = "Art. 6 Abs. 1 lit. f DSGVO (Interesse: frühere Kunden in den Grenzen des § 7 UWG zurückgewinnen)"
_CONSENT = "Art. 6 Abs. 1 lit. a DSGVO mit § 7 Abs. 2 UWG (Einwilligung)"
_STORAGE = "Art. 5 Abs. 1 lit. e, Art. 17 Abs. 1 lit. a DSGVO"
_GONE = "Zeilen werden gelöscht (wiedersehen erase; der Dienst selbst, wenn [retention] enabled = true)"
_REMAINDER = "wandert bei der Löschung der Person in den gesperrten Rest und wird nach Fristende gelöscht"


def categories(house: House) -> tuple[Category, ...]:
    """All categories with the periods of this installation."""
    return tuple(_categories(house))


def _categories(house: House) -> Iterator[Category]:
    zone = ZoneInfo(house.timezone)
    now = house.clock.now()
    letter, claim = terms.letter_term(now, zone).statute, terms.claim_term(now, zone).statute
    active, ended = _active(house), "Ende des Vertrags und letzter Kontakt, das Spätere"
    yield Category(
        "master", "Stammdaten und Adressen", ("contact", "contact_point", "company"),
        "Abschied, Vertragspost, rechtmäßige Ansprache früherer Kunden", f"{_CONTRACT}; {_INTEREST}",
        "Kundenkartei (Import), Angaben der Person", active, _STORAGE, ended, _GONE,
    )  # fmt: skip
    yield Category(
        "contract", "Verträge, Kündigungen, Widerrufe", ("contract", "cancellation"),
        "Kündigung bestätigen, Vertrag abwickeln, Bestandskundenwerbung prüfen", f"{_CONTRACT}; {_LEGAL}",
        "Kundenkartei (Import), Formulare, die Person selbst",
        f"{active}; die Kündigung und ihre Bestätigung {letter}", letter, "Ende des Kalenderjahrs", _REMAINDER,
    )  # fmt: skip
    yield Category(
        "consent", "Einwilligungen und ihr Nachweis", ("consent", "consent_event", "presumption"),
        "beweisen, dass Werbung erlaubt war", f"{_CONSENT}; {_LEGAL} (Art. 7 Abs. 1 DSGVO, § 7a UWG)",
        "die Person selbst (Formular, Unterschrift, Gespräch)",
        f"Telefon bei Verbrauchern: {terms.RECORD_YEARS} Jahre ab Erteilung und nach jeder Verwendung; sonst {claim}",
        f"§ 7a Abs. 2 UWG; {claim}", "Erteilung und jede Verwendung; Widerruf", _REMAINDER,
    )  # fmt: skip
    yield Category(
        "objection", "Widersprüche und Sperrliste", ("objection",),
        "niemanden bewerben, der das nicht will", f"{_LEGAL} mit Art. 21 Abs. 3 DSGVO (OLG Stuttgart 2 U 63/22)",
        "die Person selbst, Robinsonliste",
        "ohne Ende, solange wir werben; nach einer Löschung bleibt nur die Prüfsumme der Adresse",
        "Art. 21 Abs. 3, Art. 17 Abs. 3 lit. b DSGVO", "Einstellung aller Werbung",
        "bei der Löschung verschwinden Name und Wortlaut, die Prüfsumme bleibt",
    )  # fmt: skip
    yield Category(
        "blocks", "Adressen, an die der Mailversender nichts mehr zustellt", ("carrier_block",),
        "keine Mails an Adressen schicken, die niemand erhält", _INTEREST,
        "Sperrliste des Versenders (Amazon SES)", active, _STORAGE, ended, _GONE,
    )  # fmt: skip
    yield Category(
        "wishes", "Wünsche zur Ansprache, Rückrufbitten", ("preference", "callback"),
        "seltener, später oder auf Wunsch ansprechen", f"{_CONSENT}; {_CONTRACT}", "die Person selbst",
        active, _STORAGE, ended, _GONE,
    )  # fmt: skip
    yield Category(
        "messages", "Nachrichten und Briefe, mit Text", ("touch", "attempt", "batch_row", "offer_use"),
        "Vertragspost und erlaubte Werbung zustellen und beweisen, was gesagt wurde",
        f"{_CONTRACT}; {_CONSENT}; {_INTEREST}", "entsteht bei uns",
        f"{active}; Vertragspost: {letter}", letter, "Ende des Kalenderjahrs", _REMAINDER,
    )  # fmt: skip
    yield Category(
        "decisions", "Läufe, Entscheidungen, Zählung der Kontakte", ("enrollment", "decision", "ledger", "event"),
        "jede Ansprache und jedes Schweigen begründen, Obergrenzen halten",
        f"{_INTEREST}; {_LEGAL} (Art. 5 Abs. 2 DSGVO)",
        "entsteht bei uns", active, _STORAGE, ended, _GONE,
    )  # fmt: skip
    yield Category(
        "audiences", "Listen für Werbenetze", ("audience_member",),
        "Werbung in einem Werbenetz zeigen, das die Einwilligung beim Namen nennt", _CONSENT, "entsteht bei uns",
        "bis die Liste des Werbenetzes bereinigt ist", _STORAGE, "Widerruf, Widerspruch oder Löschung der Person",
        "wiedersehen audience export --removed, dann audience confirm; bis dahin bleibt nach einer Löschung die "
        "Prüfsumme ohne Person",
    )  # fmt: skip
    yield Category(
        "replies", "Antworten der Person", ("reply",),
        "Antworten verstehen, Widersprüche sofort befolgen", f"{_CONTRACT}; {_LEGAL} (Art. 21 Abs. 3 DSGVO)",
        "die Person selbst",
        f"{active}; die Mail im Ganzen {house.retention.raw_reply_days} Tage; "
        f"Mails, die zu niemandem gehören, {house.retention.unknown_reply_days} Tage",
        _STORAGE, "Eingang der Mail", _GONE,
    )  # fmt: skip
    yield Category(
        "tasks", "Aufgaben, Briefings, Gesprächsnotizen, Zusagen", ("task", "outcome", "promise", "draft"),
        "Gespräche vorbereiten und Zusagen halten", f"{_CONTRACT}; {_INTEREST}", "entsteht bei uns",
        active, _STORAGE, ended, _GONE,
    )  # fmt: skip
    yield Category(
        "observations", "Nutzung, Tickets, Bewertungen, Umsatz", ("observation",),
        "verstehen, warum jemand geht, und das Passende sagen", _INTEREST, "unsere Produkte und Systeme (Import)",
        active, _STORAGE, ended, _GONE,
    )  # fmt: skip
    yield Category(
        "events", "Meldungen an eigene Systeme: Art und Kennungen", ("outbox", "delivery"),
        "Kundenkartei und Kollegen hören von Aufgaben, Kündigungen und Widersprüchen",
        f"{_INTEREST}; {_LEGAL} (Art. 21 Abs. 3 DSGVO)", "entsteht bei uns",
        "eine Woche nach der letzten Meldung", _STORAGE, "Meldung", "der Dienst löscht täglich, was erledigt ist",
    )  # fmt: skip
    request = terms.request_term(now, zone).statute
    yield Category(
        "requests", "Anfragen nach Art. 15-21 DSGVO", ("data_request", "recipient_notice", "written_file"),
        "Anfragen fristgerecht beantworten und das beweisen", f"{_LEGAL} (Art. 12, 5 Abs. 2 DSGVO)",
        "die Person selbst", request, request, "Abschluss des Vorgangs",
        "nach einer Löschung steht statt der Kennung eine Prüfsumme",
    )  # fmt: skip
    yield Category(
        "retained", "gesperrter Rest gelöschter Personen", ("retained", "erasure"),
        "was ein Gesetz aufzubewahren verlangt, und dass gelöscht wurde", f"{_LEGAL} (Art. 17 Abs. 3 DSGVO)",
        "aus den gelöschten Daten", f"je Stück bis zum Tag seiner Vorschrift: {letter}; {claim}; "
        f"§ 7a UWG {terms.RECORD_YEARS} Jahre; das Datum der Löschung ohne Ende",
        "Art. 17 Abs. 3 lit. b und e, Art. 18 DSGVO", "der letzte Tag, der bei jedem Stück steht",
        "der Dienst löscht täglich, was fällig ist",
    )  # fmt: skip
    yield Category(
        "log", "Protokoll", ("audit_event",),
        "beweisen, wer wann was getan hat", f"{_LEGAL} (Art. 5 Abs. 2, Art. 32 DSGVO)", "entsteht bei uns",
        "ohne Ende; bei einer Löschung werden Kennung und Angaben geschwärzt, die Prüfkette bleibt",
        "Art. 5 Abs. 2, Art. 17 Abs. 3 lit. e DSGVO", "Löschung der Person",
        "Kennung, Angaben und Zufallswert werden geleert",
    )  # fmt: skip


def _active(house: House) -> str:
    months = house.retention.contacts_after_months
    by_itself = "" if house.retention.contacts else " (die selbsttätige Löschung ist nicht eingeschaltet)"
    return f"solange der Vertrag läuft, danach {months} Monate{by_itself}"
