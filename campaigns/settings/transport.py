"""The sections of config.toml about other machines: database and mail out."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from campaigns.settings.amazon import AmazonAccess
from campaigns.settings.login import Login
from campaigns.settings.sections import EmailPattern, Port, Seconds, Secret, Tls
from channels.email.smtp_settings import is_loopback
from sequences.grammar.values import Count, Line, Table, Word, german


def check_tls(host: str | None, tls: str) -> None:
    """Plain text is for this machine only."""
    if tls == "off" and not is_loopback(host or ""):
        raise german(f'tls = "off" gilt nur für diesen Rechner (localhost), nicht für „{host}“; erlaubt ist "required"')


def _database_url(value: str) -> str:
    """`postgresql+psycopg://user@host/name`; a password in it would stand in every log and process list."""
    try:
        parts = urlsplit(value)
        password = parts.password
        good = parts.scheme == "postgresql+psycopg" and len(parts.path) > 1
    except ValueError:
        password, good = None, False
    if password is not None or re.search(r"[?&]password=", value):
        raise german('ein Kennwort steht nie in der Adresse; erlaubt ist password = { credential = "name" } daneben')
    if not good:
        raise german("keine Adresse einer Datenbank; erlaubt ist postgresql+psycopg://benutzer@host/name")
    return value


def _domain(value: str) -> str:
    if re.fullmatch(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+", value):
        return value
    raise german(f"„{value}“ ist keine Domain; erlaubt ist zum Beispiel firma.de, klein geschrieben")


class Database(Table):
    url: Annotated[str, AfterValidator(_database_url)] | None = Field(
        default=None, description="PostgreSQL für mehrere Daemons; ohne Angabe eine SQLite-Datei im Zustandsordner"
    )
    password: Secret = Field(default=None, description="Kennwort der Datenbank")


class Smtp(Login):
    host: Line = Field(default="localhost", description="Mailserver")
    port: Port = Field(default=587, description="Port")
    tls: Tls = Field(default="required", description="required = STARTTLS, implicit = Port 465, off nur auf localhost")
    timeout_seconds: Seconds = Field(default=60, description="Geduld mit einem Befehl, Sekunden")
    data_timeout_seconds: Seconds = Field(
        default=600, description="Geduld nach der Mail, Sekunden (RFC 5321 4.5.3.2.6)"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_tls(self.host, self.tls)
        if self.auth == "password" and (self.user is None) != (self.password is None):
            raise german("user und password gehören zusammen; erlaubt sind beide oder keines")
        if self.auth != "password":
            self.check_login("[email.smtp]")
        return self


class Ses(AmazonAccess):
    configuration_set: Line | None = Field(
        default=None, description="Konfigurationssatz, der Rückläufer und Beschwerden an SNS und SQS meldet"
    )
    suppression_hours: int = Field(
        default=24, ge=0, le=168, description="so oft wird die Sperrliste von Amazon SES gelesen, Stunden; 0 = nie"
    )


class Dkim(Table):
    domain: Annotated[str, AfterValidator(_domain)] = Field(description="Domain der Absenderadresse")
    selector: Word = Field(description="Name des Schlüssels im DNS: selector._domainkey.domain")
    key: Secret = Field(description="privater Schlüssel (RSA, PEM)")


class Rate(Table):
    domains: list[Annotated[str, AfterValidator(_domain)]] = Field(
        min_length=1, description="Domains der Empfänger, die zusammen zählen"
    )
    per_minute: Count = Field(description="so viele Mails in der Minute")


class EmailSection(Table):
    carrier: Literal["folder", "smtp", "ses", "recording"] = Field(
        default="folder", description="wie Mails das Haus verlassen"
    )
    folder: Line = Field(default="mail", description="Ordner des Trägers folder, unter dem Zustandsordner")
    connections: int = Field(default=8, ge=1, le=100, description="gleichzeitige Verbindungen")
    smtp: Smtp = Field(default=Smtp(), description="Mailserver für carrier smtp")
    ses: Ses = Field(default=Ses(), description="Zugang für carrier ses")
    sender: Literal["brand", "owner"] = Field(
        default="brand", description="wer schreibt: brand = die Marke, owner = wer den Kunden betreut ([[person]])"
    )
    per_second: Count | None = Field(default=None, description="so viele Mails in der Sekunde, alle zusammen")
    domain_per_minute: Count | None = Field(
        default=None, description="so viele Mails in der Minute an eine Domain, die unter rate nicht steht"
    )
    rate: list[Rate] = Field(default=[], description="eigenes Tempo für einzelne Domains")
    dkim: Dkim | None = Field(default=None, description="eigene Unterschrift, wenn der Mailserver keine setzt")
    envelope_from: EmailPattern | None = Field(
        default=None, description="Adresse für Rückläufer, sonst from_address der Marke; {token} = Kennung der Sendung"
    )
    message_id_domain: Annotated[str, AfterValidator(_domain)] | None = Field(
        default=None, description="Domain der Message-ID, sonst die der Absenderadresse"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.carrier == "smtp" and "smtp" not in self.model_fields_set:
            raise german('carrier = "smtp" braucht einen Abschnitt [email.smtp] mit host und port')
        if self.carrier == "ses" and "ses" not in self.model_fields_set:
            raise german('carrier = "ses" braucht einen Abschnitt [email.ses] mit region')
        return self
