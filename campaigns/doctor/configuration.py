"""config.toml and the sequences: valid, about a real company, and what an activated installation must not have."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.bootstrap import Read
from campaigns.configured import example_traces
from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.settings import Settings
from campaigns.settings.letter import shop_of
from sequences.definition import Channel
from store import operation

_MICROSOFT = ("office365.com", "outlook.com")


def check(patient: Patient) -> Iterator[Finding]:
    """All problems at once, as `check` says them."""
    for problem in patient.problems:
        yield error(str(problem), "Die Stelle ändern, dann wiedersehen check.")
    read = patient.read
    if read is None:
        return
    if not patient.problems:
        yield ok(f"{patient.config} und {len(read.catalog.sequences)} Sequenzen sind gültig.")
    if read.catalog.warnings:
        number = len(read.catalog.warnings)
        yield warning(f"{number} Hinweise zu Sequenzen und Obergrenzen.", "wiedersehen check zeigt sie.")
    activated = is_activated(patient)
    yield from _example(read.settings, activated=activated)
    yield from _web(read.settings, activated=activated)
    yield from _carriers(read.settings, activated=activated)
    yield from _letters(read)


def is_activated(patient: Patient) -> bool:
    """False as well when the database cannot be asked."""
    if not patient.fits:
        return False
    with patient.reading() as connection:
        return operation.switch(connection, operation.ACTIVATED) is not None


def _example(settings: Settings, *, activated: bool) -> Iterator[Finding]:
    traces = example_traces(settings)
    if traces:
        made = error if activated else warning
        yield made(f"Noch aus dem Beispiel: {', '.join(traces)}.", "Eigene Angaben eintragen, vor der Freischaltung.")


def _web(settings: Settings, *, activated: bool) -> Iterator[Finding]:
    if not settings.web.base_url.startswith("https://"):
        made = error if activated else warning
        yield made(
            f"[web] base_url = {settings.web.base_url} ist nicht verschlüsselt: Postfächer verlangen https für die "
            "Abmeldung mit einem Klick (RFC 8058).",
            "https eintragen; ein Webserver davor macht das Zertifikat (docs/handbuch/reverse_proxy.md).",
        )


def _carriers(settings: Settings, *, activated: bool) -> Iterator[Finding]:
    mail = settings.email
    if mail.carrier != "smtp" and activated:
        yield warning(
            f'Freigeschaltet, aber [email] carrier = "{mail.carrier}": keine Mail erreicht jemanden.',
            'carrier = "smtp" und [email.smtp] eintragen.',
        )
    if all(box.kind == "none" for box in settings.mailbox):
        yield warning(
            '[[mailbox]] kind = "none": Widersprüche, die als Antwort kommen, werden nicht gelesen.',
            'kind = "imap" eintragen, oder Antworten täglich von Hand lesen und mit wiedersehen suppress eintragen.',
        )
    hosts = {"[email.smtp] host": mail.smtp.host if mail.carrier == "smtp" and mail.smtp.password else None}
    for box in settings.mailbox:
        hosts[f"[[mailbox]] {box.account}: host"] = box.host if box.kind == "imap" and box.password else None
    for key, host in hosts.items():
        if host and host.lower().endswith(_MICROSOFT):
            yield _microsoft(key, host)


def _microsoft(key: str, host: str) -> Finding:
    if "mailbox" in key:
        return error(
            f"{key} = {host} mit Kennwort: Microsoft 365 nimmt am Postfach keine Kennwörter mehr an (nur XOAUTH2).",
            'auth = "microsoft" mit tenant, client_id und client_secret eintragen (docs/handbuch/mail.md, '
            "„Microsoft 365“).",
        )
    return warning(
        f"{key} = {host} mit Kennwort: Microsoft schaltet die Anmeldung mit Kennwort (SMTP AUTH) Ende Dezember 2026 "
        "voreingestellt ab und will sie ganz abschaffen; in vielen Mandanten ist sie schon aus.",
        "Im Exchange Admin Center prüfen und ein Relay mit Zertifikat oder IP-Freigabe einrichten "
        "(docs/handbuch/mail.md, „Microsoft 365“).",
    )


def _letters(read: Read) -> Iterator[Finding]:
    if shop_of(read.settings.letter, read.settings.recipient) is not None:
        return
    names = sorted(
        name
        for name, sequence in read.catalog.sequences.items()
        if any(Channel.LETTER in step.channels for step in sequence.steps)
    )
    if names:
        yield warning(
            f"Ohne Vertrag zur Auftragsverarbeitung geht kein Brief hinaus (Art. 28 DSGVO); Briefe stehen in: "
            f"{', '.join(names)}.",
            "Liegt der Vertrag mit der Druckerei vor: [letter] processor_contract = true und processor = ihre Kennung.",
        )
