"""Keys of the installation and passwords for others: there, readable by us, and by nobody else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from campaigns.doctor.finding import Finding, error, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.secrets import MissingCredential, credential
from campaigns.settings import Settings
from campaigns.settings.sections import Secret
from store import operation, people

_KEYS = {
    "hash.key": "ohne ihn findet die Sperrliste keinen einzigen Widerspruch mehr",
    "token.key": "ohne ihn sind die Abmeldelinks in allen verschickten Mails tot",
}
_MEANWHILE = {
    "hash.key": "bis dahin gehen nur Vertragspost und Eingangsbestätigungen hinaus, danach geht es von selbst weiter.",
    "token.key": "vorher startet der Dienst nicht.",
}


def check(patient: Patient) -> Iterator[Finding]:
    """Key files of the state directory, then every credential that config.toml names."""
    settings = patient.settings
    if settings is None:
        return
    own = {"hash.key": settings.secrets.hash_key, "token.key": settings.secrets.token_key}
    for name, secret in own.items():
        if secret is None:
            yield _key(patient, patient.state / name, _KEYS[name])
    for key, name in _named(settings):
        yield from _credential(key, name)
    if patient.wrong_key is not None:
        yield error(patient.wrong_key, "Keine Werbung geht hinaus, bis der richtige Schlüssel da ist.")


def _key(patient: Patient, path: Path, why: str) -> Finding:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if not _in_use(patient):
            return warning(f"{path} gibt es noch nicht.", "Entsteht von selbst beim ersten Start.")
        return error(
            f"{path} fehlt neben einer Datenbank: {why}.",
            f"Aus der getrennten Aufbewahrung zurücklegen (Rechte 0600); {_MEANWHILE[path.name]}",
        )
    except PermissionError:
        return error(f"{path} ist für Sie nicht lesbar.", "Als Benutzer des Dienstes prüfen.")
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return error(f"{path} können auch andere lesen.", f"chmod 600 {path}")
    return ok(f"{path.name} ist da. Eine Kopie gehört in den Tresor: {why}.")


def _in_use(patient: Patient) -> bool:
    """There are people in the database, so hashes were made with a key."""
    if not patient.fits:
        return False
    with patient.reading() as connection:
        known = operation.switch(connection, operation.KEY_MARK) is not None
        return known or not people.is_empty(connection)


def _named(settings: Settings) -> Iterator[tuple[str, str]]:
    """(key of config.toml, name of the credential) of all that are named."""
    every = {
        "[database] password": settings.database.password if settings.database.url else None,
        **{f"{place} {key}": one for place, found in _of_carrier(settings) for key, one in found.items()},
        **{f"[[mailbox]] {box.account}, {key}": one for box in settings.mailbox for key, one in box.secrets.items()},
        **{f"[[api]] {one.id}, secret": one.secret for one in settings.api},
        **{f"[[webhook]] {one.id}, secret": one.secret for one in settings.webhook},
        **{f"[[person]] {one.email}, calendar": one.calendar.password for one in settings.person if one.calendar},
        "[secrets] token_key": settings.secrets.token_key,
        "[secrets] hash_key": settings.secrets.hash_key,
    }
    return ((key, secret.credential) for key, secret in every.items() if secret is not None)


def _of_carrier(settings: Settings) -> Iterator[tuple[str, dict[str, Secret]]]:
    """(section, its secrets) of the ways out in use: mails and letters."""
    mail = settings.email
    if mail.carrier == "smtp":
        yield "[email.smtp]", mail.smtp.login_secrets
    if mail.carrier == "ses":
        yield "[email.ses]", mail.ses.amazon_secrets
    if mail.dkim is not None:
        yield "[email.dkim]", {"key": mail.dkim.key}
    shop = settings.letter.shop
    if shop.kind in ("sftp", "s3"):
        yield "[letter.shop]", {"password": shop.password} if shop.kind == "sftp" else shop.amazon_secrets


def _credential(key: str, name: str) -> Iterator[Finding]:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    try:
        value = credential(name)
    except MissingCredential as missing:
        yield error(f"{key}: {missing}", _by_hand(folder, name))
        return
    if not value:
        yield error(f"{key}: das Geheimnis „{name}“ ist leer.", "Die Datei neu schreiben; eine Zeile genügt.")
        return
    path = Path(folder or "") / name
    if path.stat().st_mode & stat.S_IRWXO:
        yield error(f"{key}: {path} kann jeder auf dieser Maschine lesen.", f"chmod 600 {path}")
    else:
        yield ok(f"{key}: das Geheimnis „{name}“ ist lesbar.")


def _by_hand(folder: str | None, name: str) -> str:
    if folder is None:
        return (
            "Von Hand aufgerufen fehlt der Ordner, den sonst systemd setzt: CREDENTIALS_DIRECTORY=ORDNER davor, oder "
            "mit systemd-run wie der Dienst (docs/handbuch/installation.md, „Kennwörter“)."
        )
    return f"In /etc/credstore anlegen (chmod 600) und im Dienst LoadCredential={name}:wiedersehen.{name} ergänzen."
