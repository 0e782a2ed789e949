"""How one's own case stands: what was received, what was sent, what comes. Rows only, and no advertising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.ending import ending_of
from campaigns.house import House
from campaigns.pages.coming import footnotes
from campaigns.rendering.case import PlanDates
from campaigns.rendering.german import german_date, german_time
from campaigns.tokens import STATUS
from contacts.cancellation import DeclarationKind
from sequences.calendar import local_day
from sequences.touch import TouchState
from store import declared, people
from store.declared import Declared, Done

_MADE = frozenset({TouchState.SENDING, TouchState.SENT, TouchState.UNCERTAIN, TouchState.EXPORTED, TouchState.DONE})
_COMING = frozenset({TouchState.PLANNED, TouchState.CLAIMED, TouchState.HELD, TouchState.BATCHED, TouchState.OPEN})
_NOT_MADE = frozenset({TouchState.SKIPPED, TouchState.FAILED, TouchState.STOPPED})
_IN_WORK = "noch nicht; die Bestätigung ist in Arbeit"
_REFUND_DAYS = 14
_STEPS = {
    "receipt": "Bestätigung des Eingangs",
    "plan": "Ablauf und Ansprechpartner",
    "export": "Angebot des Datenexports",
    "transfer": "Übergabe von Wissen und Daten",
    "access": "Hinweis auf das Ende der Zugänge",
    "closure": "Abschluss des Vertrags",
    "deleted": "Fristen der Löschung",
    "farewell": "letzte Nachricht zum Vertrag",
    "end": "Mitteilung des Vertragsendes",
}
"""The steps of the shipped contract sequences; an operator's own step is „Nachricht zum Vertrag“."""
_BY = {"email": "per E-Mail", "letter": "per Brief", "phone": "per Anruf"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A case in German words. `facts` are (what, how it stands), `past` and `coming` are messages in their order.

    `restricted`: since when her data is stored only (Art. 18 DSGVO), "" when it is not.
    """

    withdrawal: bool
    contract: str
    declared: str
    facts: tuple[tuple[str, str], ...]
    past: tuple[str, ...]
    coming: tuple[str, ...]
    restricted: str
    email: str
    phone: str


def standing_of(house: House, token: str) -> Standing | None:
    """How the case behind a status token stands; None for a forged one, or a case that is gone (erasure)."""
    external_id = house.tokens.read(STATUS, token)
    if external_id is None:
        return None
    with house.store.read() as connection:
        case = declared.by_external_id(connection, external_id)
        if case is None:
            return None
        contact, _, _ = people.contact(connection, case.contact_pk)
        messages = declared.contract_messages(connection, case.found.pk)
        beside = footnotes(connection, house, messages)
        restricted_at = people.restricted_at(connection, case.contact_pk)
    found, brand = case.found, house.brand_of(contact.brand)
    withdrawal = found.cancellation.kind is DeclarationKind.WITHDRAWAL
    zone = ZoneInfo(contact.timezone)
    facts = _withdrawn(case, zone) if withdrawal else _cancelled(case, messages, zone, house.clock.now())
    return Standing(
        withdrawal=withdrawal,
        contract=found.contract.external_id if found.contract else "",
        declared=found.cancellation.text,
        facts=(*_receipt(case, messages, zone), *facts),
        past=tuple(_line(one, one.made_at, zone) for one in messages if one.state in _MADE and one.made_at),
        coming=tuple(
            _line(one, one.due_at, zone) + beside.get(one.touch_pk, "") for one in messages if one.state in _COMING
        ),
        restricted=german_date(local_day(restricted_at, zone.key)) if restricted_at else "",
        email=contact.owner_email or brand.reply_to or brand.from_address,
        phone=brand.phone or house.company.phone,
    )


def _receipt(case: Declared, messages: Sequence[Done], zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    cancellation = case.found.cancellation
    made = (one.made_at for one in messages if one.step == "receipt" and one.state in _MADE)
    confirmed = cancellation.receipt_confirmed_at or next((moment for moment in made if moment), None)
    failed = any(one.step == "receipt" and one.state in _NOT_MADE for one in messages)
    waiting = "noch nicht; von selbst ging es nicht, ein Mensch holt es nach" if failed else _IN_WORK
    return (
        ("Eingegangen", _moment(cancellation.received_at, zone)),
        ("Eingang bestätigt", _moment(confirmed, zone) if confirmed else waiting),
    )


def _cancelled(case: Declared, messages: Sequence[Done], zone: ZoneInfo, now: datetime) -> tuple[tuple[str, str], ...]:
    found, plan = case.found, PlanDates()
    end = case.confirmed_end or ending_of(found.cancellation, found.contract, zone.key)
    exported = next((one.made_at for one in messages if one.step == "export" and one.state in _MADE), None)
    offered = f"; das Angebot ging am {german_date(exported.astimezone(zone).date())} an Sie" if exported else ""
    deletion = end + timedelta(days=plan.retention_days) if end else None
    today = local_day(now, zone.key)
    return (
        (
            "Vertragsende",
            german_date(end) if end else "zum nächstmöglichen Zeitpunkt; den Tag teilen wir Ihnen noch mit",
        ),
        ("Datenexport", _export(deletion, today) + (offered if deletion is None or today < deletion else "")),
        (
            "Abrechnung und Erstattung",
            "Ist noch etwas abzurechnen oder zu erstatten, erhalten Sie die Abrechnung nach dem Vertragsende.",
        ),
        ("Löschung Ihrer Daten", _deletion(deletion, plan)),
    )


def _export(deletion: date | None, today: date) -> str:
    if deletion is not None and today >= deletion:
        return "nicht mehr möglich, die Frist für die Löschung ist erreicht"
    until = f", bis zum {german_date(deletion - timedelta(days=1))}" if deletion else ""
    return f"auf Wunsch innerhalb von 48 Stunden als CSV, JSON und PDF{until}"


def _deletion(deletion: date | None, plan: PlanDates) -> str:
    kept = "Rechnungen und Geschäftsbriefe bewahren wir so lange auf, wie § 257 HGB und § 147 AO es verlangen."
    when = f"vorgesehen für den {german_date(deletion)}, " if deletion else ""
    return f"{when}{plan.retention_days} Tage nach dem Vertragsende. {kept}"


def _withdrawn(case: Declared, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    last = german_date(case.found.cancellation.received_at.astimezone(zone).date() + timedelta(days=_REFUND_DAYS))
    checked = "wenn der Widerruf greift; das Ergebnis der Prüfung teilen wir Ihnen mit"
    return (("Erstattung", f"spätestens bis zum {last} (§ 357 Abs. 1 BGB), {checked}"),)


def _line(one: Done, moment: datetime, zone: ZoneInfo) -> str:
    words = _STEPS.get(one.step, "Nachricht zum Vertrag")
    by = f" {_BY[one.channel]}" if one.channel in _BY else ""
    return f"{german_date(moment.astimezone(zone).date())}: {words}{by}"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    day, time, name = german_time(moment, zone)
    return f"am {day} um {time} Uhr ({name})"
