"""The account of Amazon SES: whether it may send, to whom, from our addresses, and whether it tells what came back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from campaigns.carriers import ses_of
from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.secrets import MissingCredential
from campaigns.settings import Settings
from channels.email.ses_account import Account, AccountFault, SesAccount
from store import operation

_SECONDS = 6.0
_WANTED = {"BOUNCE": "Bounce", "COMPLAINT": "Complaint"}
_USEFUL = {"DELIVERY": "Delivery", "DELIVERY_DELAY": "Delivery delay", "REJECT": "Reject"}


def check(patient: Patient) -> Iterator[Finding]:
    """Only where mails leave over it. Each question stands alone: a right that is missing hides no other answer."""
    settings = patient.settings
    if settings is None or settings.email.carrier != "ses":
        return
    yield from _list(patient, settings)
    if not patient.connect:
        yield note("Amazon SES nicht geprüft (--offline).")
        return
    try:
        ours = ses_of(settings.email)
    except MissingCredential:
        yield error("Amazon SES nicht geprüft: ein Schlüssel fehlt.", "Siehe Schlüssel und Kennwörter.")
        return
    # Asked once: who waits before the screen wants to know that nobody answers, not to wait for four tries.
    with contextlib.closing(SesAccount(ours, _SECONDS, tries=1)) as there:
        try:
            yield from _account(there.account())
        except AccountFault as fault:
            yield _fault(fault)
            if not fault.refused:
                return  # nobody answers: the other questions would only wait for the same
        yield from _identities(there, settings)
        yield from _events(there, settings.email.ses.configuration_set)


def _fault(fault: AccountFault) -> Finding:
    return error(str(fault), fault.cure)


def _account(seen: Account) -> Iterator[Finding]:
    if seen.sandbox:
        yield error(
            "Das Konto steht in der Sandbox: Amazon SES stellt nur an bestätigte Adressen zu.",
            "In der Konsole von SES „Request production access“ beantragen.",
        )
    if not seen.sending:
        yield error("Amazon SES hat den Versand dieses Kontos angehalten.", "In der Konsole von SES nachsehen, warum.")
    elif seen.enforcement not in ("", "HEALTHY"):
        yield warning(
            f"Amazon SES prüft dieses Konto ({seen.enforcement}): zu viele Rückläufer oder Beschwerden.",
            "wiedersehen replies list zeigt, was zurückkam; in der Konsole von SES steht, was Amazon verlangt.",
        )
    else:
        a_day = f"{seen.max_24_hours:,.0f}".replace(",", ".")
        yield ok(f"Das Konto darf senden: {seen.per_second:g} in der Sekunde, {a_day} am Tag.")


def _identities(there: SesAccount, settings: Settings) -> Iterator[Finding]:
    """An address is good when it is verified itself, or its domain is."""
    for address in dict.fromkeys(brand.from_address for brand in settings.brand):
        domain = address.rpartition("@")[2]
        try:
            known = [there.is_verified(one) for one in (domain, address)]
        except AccountFault as fault:
            yield _fault(fault)
            return
        if any(known):
            yield ok(f"Der Absender {address} ist bei Amazon SES bestätigt.")
        else:
            state = "noch nicht bestätigt" if False in known else "nicht angelegt"
            yield error(
                f"Der Absender {address} ist bei Amazon SES {state}: keine Mail geht hinaus.",
                f"In der Konsole von SES unter „Identities“ {domain} anlegen und die Einträge im DNS setzen.",
            )


def _events(there: SesAccount, name: str | None) -> Iterator[Finding]:
    if name is None:
        yield warning(
            "Ohne Konfigurationssatz meldet Amazon SES weder Rückläufer noch Beschwerden.",
            "[email.ses] configuration_set setzen (docs/handbuch/mail.md).",
        )
        return
    try:
        told = there.events_of(name)
    except AccountFault as fault:
        yield _fault(fault)
        return
    cure = "In der Konsole von SES unter „Configuration sets“ ein Ereignisziel (SNS) mit diesen Ereignissen anlegen."
    if told is None:
        yield error(f"Den Konfigurationssatz „{name}“ gibt es nicht: keine Mail geht hinaus.", cure)
    elif missing := [word for kind, word in _WANTED.items() if kind not in told]:
        yield error(f"Der Konfigurationssatz „{name}“ meldet nicht über SNS: {', '.join(missing)}.", cure)
    elif missing := [word for kind, word in _USEFUL.items() if kind not in told]:
        yield warning(f"Der Konfigurationssatz „{name}“ meldet nicht über SNS: {', '.join(missing)}.", cure)
    else:
        yield ok(f"Der Konfigurationssatz „{name}“ meldet Rückläufer, Beschwerden und Zustellungen.")


def _list(patient: Patient, settings: Settings) -> Iterator[Finding]:
    """When its suppression list was last read; what it says decides to whom we write."""
    if not settings.email.ses.suppression_hours:
        yield warning(
            "Die Sperrliste von Amazon SES wird nicht gelesen: Mails an Gesperrte zählen hier als gesendet.",
            "[email.ses] suppression_hours = 24",
        )
        return
    if not patient.fits:
        return
    with patient.reading() as connection:
        read = operation.switched_at(connection, operation.CARRIER_LIST)
        trouble = operation.switch(connection, operation.CARRIER_LIST_TROUBLE)
    if trouble:
        yield error(f"Die Sperrliste von Amazon SES war nicht zu lesen: {trouble}", "Danach: wiedersehen ses read")
    elif read is None:
        yield warning("Die Sperrliste von Amazon SES wurde noch nie gelesen.", "wiedersehen ses read")
    else:
        local = read.astimezone(ZoneInfo(settings.daemon.timezone))
        yield ok(f"Sperrliste von Amazon SES zuletzt gelesen: {local:%d.%m.%Y, %H:%M} Uhr.")
