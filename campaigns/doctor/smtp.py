"""The mail server: reached, encrypted, logged in, our sender taken. Nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from campaigns.carriers import smtp_of
from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.doctor.tls import certificate
from campaigns.inbound.codes import plain
from campaigns.secrets import MissingCredential
from campaigns.settings import Settings
from campaigns.settings.transport import Smtp
from channels.email.probe import Fault, Probe, probe

_SECONDS = 10.0
_SMALL = 1_000_000
"""Octets: our mails have some 50 kB, a relay that takes less than this is meant for something else."""


def check(patient: Patient) -> Iterator[Finding]:
    """What stands in the way, in the order in which a session goes."""
    settings = patient.settings
    if settings is None:
        return
    if settings.email.carrier != "smtp":
        yield note(f'[email] carrier = "{settings.email.carrier}": kein Mailserver zu prüfen.')
        return
    where = f"{settings.email.smtp.host}:{settings.email.smtp.port}"
    if not patient.connect:
        yield note(f"{where} nicht geprüft (--offline).")
        return
    try:
        found = asyncio.run(probe(smtp_of(settings.email), _sender(settings), _SECONDS))
    except MissingCredential:
        yield error(f"{where} nicht geprüft: das Kennwort fehlt.", "Siehe Schlüssel und Kennwörter.")
        return
    if found.fault is not None:
        yield _failed(found, where, settings)
        return
    login = "angemeldet" if settings.email.smtp.user else "ohne Anmeldung"
    yield ok(
        f"{where}: verbunden ({found.tls or 'unverschlüsselt'}), {login}, Absender {_sender(settings)} angenommen."
    )
    good_for = certificate(found.expires, patient.now)
    if good_for is not None:
        yield good_for
    yield from _promises(found)


def _sender(settings: Settings) -> str:
    return plain(settings.email.envelope_from or "") or settings.brand[0].from_address


def _promises(found: Probe) -> Iterator[Finding]:
    if 0 < found.size < _SMALL:
        yield warning(f"Der Server nimmt nur Mails bis {found.size} Bytes.", "Mit dem Betreiber sprechen.")
    if "smtputf8" not in found.extensions:
        yield note("Kein SMTPUTF8: Empfänger mit Umlauten vor dem @ sind hier nicht erreichbar (selten).")


def _failed(found: Probe, where: str, settings: Settings) -> Finding:
    smtp = settings.email.smtp
    words = f" Antwort: {found.detail}" if found.detail else ""
    match found.fault:
        case Fault.NAME:
            return error(
                f"{where}: den Namen gibt es im DNS nicht.", "[email.smtp] host prüfen; dann: getent hosts " + smtp.host
            )
        case Fault.REFUSED:
            return error(
                f"{where}: dort nimmt niemand eine Verbindung an.",
                f"[email.smtp] port prüfen (587 required, 465 implicit). Erreichbar? nc -vz {smtp.host} {smtp.port}",
            )
        case Fault.TIMEOUT:
            return error(
                f"{where}: keine Antwort in {_SECONDS:.0f} Sekunden.",
                'Passen port und tls zusammen (587 "required", 465 "implicit")? Sonst die Firewall: ausgehend öffnen.',
            )
        case Fault.NO_STARTTLS:
            return error(
                f"{where}: der Server bietet kein STARTTLS.",
                'Port 465 mit tls = "implicit", oder einen Server nehmen, der verschlüsselt.',
            )
        case Fault.CERTIFICATE:
            return error(
                f"{where}: das Zertifikat gilt nicht ({found.detail}).", _certificate_cure(found.detail, smtp.host)
            )
        case Fault.TLS:
            return error(
                f"{where}: keine verschlüsselte Verbindung.{words}",
                'tls und port passen nicht zusammen: 587 mit "required", 465 mit "implicit".',
            )
        case Fault.TOKEN | Fault.LOGIN:
            return _refused(smtp, where, words, found.fault)
        case Fault.SENDER:
            return error(
                f"{where}: der Server nimmt den Absender {_sender(settings)} nicht.{words}",
                "Die Adresse beim Anbieter für diesen Benutzer freigeben, oder [email] envelope_from ändern.",
            )
        case _:
            return error(f"{where}: der Server spricht kein verständliches SMTP.{words}", "Host und Port prüfen.")


def _refused(smtp: Smtp, where: str, words: str, fault: Fault) -> Finding:
    if fault is Fault.TOKEN:
        cure = "Was zu tun ist, sagt die Antwort (docs/handbuch/mail.md)."
        return error(f"{where}: kein Zugangstoken für {smtp.user}.{words}", cure)
    if smtp.auth != "password":
        return error(
            f"{where}: Anmeldung als {smtp.user} mit Zugangstoken abgelehnt.{words}",
            "Der Anwendung das Recht SMTP.SendAsApp und dieses Postfach geben (docs/handbuch/mail.md).",
        )
    return error(
        f"{where}: Anmeldung als {smtp.user} abgelehnt.{words}",
        "Benutzer und Kennwort prüfen; das Kennwort steht im Credential "
        f"„{smtp.password.credential if smtp.password else '–'}“. Danach den Dienst neu starten.",
    )


def _certificate_cure(detail: str, host: str) -> str:
    if "expired" in detail:
        return "Abgelaufen: der Betreiber des Servers muss es erneuern. Geht die Uhr dieser Maschine? timedatectl"
    if "mismatch" in detail.lower():
        return f"Es gilt für einen anderen Namen als {host}: [email.smtp] host so schreiben wie im Zertifikat."
    return "Eigene Zertifizierungsstelle? Ihre Datei in SSL_CERT_FILE nennen (systemd: Environment=SSL_CERT_FILE=…)."
