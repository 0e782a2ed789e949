"""The sections of config.toml about us: sender, brands, law, secrets and what the daemon does with its time."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from contacts import normalize
from contacts.contact import AddressForm
from contacts.medium import Medium
from sequences.definition import Window as WindowValue
from sequences.grammar.build import build_window
from sequences.grammar.problem import did_you_mean
from sequences.grammar.schema import WindowTable
from sequences.grammar.values import Count, Days, Line, PositiveDays, Table, Weekday, Word, german

Land = Literal["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]


def _email(value: str) -> str:
    if normalize.email(value):
        return value
    raise german(f"„{value}“ ist keine E-Mail-Adresse; erlaubt ist name@firma.de")


def _email_or_domain(value: str) -> str:
    if normalize.email(f"x{value}" if value.startswith("@") else value):
        return value
    raise german(f"„{value}“ ist weder Adresse noch Domain; erlaubt ist name@firma.de oder @firma.de")


_CODE_CHARS = 32


def _email_pattern(value: str) -> str:
    """An address that may carry a code in its local part: at most 64 octets with it (RFC 5321 4.5.3.1.1)."""
    local, _, domain = value.rpartition("@")
    tried = local.replace("{token}", "a" * _CODE_CHARS)
    if (
        local.count("{token}") <= 1
        and "{" not in tried + domain
        and len(tried) <= 64  # noqa: PLR2004 - the 64 octets of RFC 5321
        and normalize.email(f"{tried}@{domain}")
    ):
        return value
    raise german(
        f"„{value}“ ist keine E-Mail-Adresse; erlaubt ist name@firma.de oder mit einem Platz für die Kennung der "
        f"Sendung name+{{token}}@firma.de (vor dem @ höchstens {64 - _CODE_CHARS} weitere Zeichen)"
    )


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(value, available_timezones())
        raise german(f"„{value}“ ist keine Zeitzone; erlaubt ist zum Beispiel „Europe/Berlin“{near}") from None
    return value


def _http(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        good = good and parts.port != 0 and not parts.query and not parts.fragment and value.isprintable()
    except ValueError:
        good = False
    if good and " " not in value:
        return value.rstrip("/")
    raise german(f"„{value}“ ist keine Webadresse; erlaubt ist https://host oder https://host/pfad, ohne ? und #")


def _phone(value: str) -> str:
    if normalize.phone(value):
        return value
    raise german(f"„{value}“ ist keine Telefonnummer; erlaubt ist zum Beispiel „+49 431 1234567“")


def _postcode(value: str) -> str:
    if re.fullmatch(r"[0-9]{5}", value):
        return value
    raise german(f"„{value}“ ist keine Postleitzahl; erlaubt sind fünf Ziffern in Anführungszeichen")


def _no_literal(value: object) -> object:
    """A secret never stands in config.toml: it would end up in backups, tickets and version control."""
    if isinstance(value, str):
        raise german(
            'ein Geheimnis steht nie in dieser Datei; erlaubt ist { credential = "name" }, siehe systemd-creds'
        )
    return value


def _credential(value: str) -> str:
    if re.fullmatch(r"[a-z][a-z0-9_-]*", value):
        return value
    raise german(
        f"„{value}“ ist kein Name einer Kennwortdatei; erlaubt sind a-z, 0-9, _ und -, am Anfang ein Buchstabe"
    )


CredentialName = Annotated[str, AfterValidator(_credential)]
"""A file name that systemd takes in LoadCredential=, and no path."""


class Credential(Table):
    credential: CredentialName = Field(
        description="Name einer Datei in $CREDENTIALS_DIRECTORY (systemd: LoadCredential=)"
    )


Email = Annotated[str, AfterValidator(_email)]
EmailPattern = Annotated[str, AfterValidator(_email_pattern)]
Url = Annotated[str, AfterValidator(_http)]
Phone = Annotated[str, AfterValidator(_phone)]
Secret = Annotated[Credential | None, BeforeValidator(_no_literal)]
Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]
Tls = Literal["required", "implicit", "off"]


class Sender(Table):
    name: Line = Field(description="Firma, wie sie im Register steht (§ 35a GmbHG)")
    legal_form: Line = Field(description="Rechtsform")
    street: Line = Field(description="Straße und Hausnummer, ladungsfähig")
    postcode: Annotated[str, AfterValidator(_postcode)] = Field(description="Postleitzahl als Text")
    city: Line = Field(description="Sitz")
    register_court: Line | None = Field(default=None, description="Registergericht, wenn die Rechtsform eines hat")
    register_number: Line | None = Field(default=None, description="Registernummer, wenn die Rechtsform eine hat")
    directors: list[Line] = Field(min_length=1, description="alle, die die Firma vertreten, mit vollem Vornamen")
    board_chair: Line | None = Field(default=None, description="Vorsitz des Vorstands (AG), falls es einen gibt")
    supervisory_chair: Line | None = Field(default=None, description="Vorsitz des Aufsichtsrats, falls es einen gibt")
    partner_name: Line | None = Field(default=None, description="Komplementärin einer GmbH & Co. KG: Firma")
    partner_city: Line | None = Field(default=None, description="Komplementärin: Sitz")
    partner_register_court: Line | None = Field(default=None, description="Komplementärin: Registergericht")
    partner_register_number: Line | None = Field(default=None, description="Komplementärin: Registernummer")
    in_liquidation: bool = Field(default=False, description="in Liquidation? Dann stehen in directors die Liquidatoren")
    vat_id: Line | None = Field(default=None, description="Umsatzsteuer-ID oder Wirtschafts-ID")
    email: Email = Field(description="E-Mail-Adresse im Impressum")
    phone: Phone = Field(description="Telefon im Impressum")
    privacy_url: Url = Field(description="Datenschutzhinweise")
    data_protection_email: Email = Field(description="Datenschutzbeauftragte oder -beauftragter")
    supervisory_authority: Line | None = Field(default=None, description="Aufsichtsbehörde für den Datenschutz")
    licensing_authority: Line | None = Field(
        default=None, description="Aufsichtsbehörde des Gewerbes, wenn es eine Zulassung braucht (§ 5 DDG)"
    )


class Brand(Table):
    id: Word = Field(description="Kennung, wie sie im Import steht")
    name: Line = Field(description="Name der Marke")
    from_name: Line = Field(description="sichtbarer Absender")
    from_address: Email = Field(description="Absenderadresse")
    reply_to: EmailPattern | None = Field(
        default=None, description="Antworten gehen hierhin, sonst an from_address; {token} = Kennung der Sendung"
    )
    phone: Phone = Field(description="Telefon der Marke")
    website: Url = Field(description="Webseite der Marke")
    address_form: Annotated[AddressForm, Field(strict=False)] = Field(
        default=AddressForm.SIE, description="sie oder du"
    )


class Activation(Table):
    redirect_to: Email = Field(description="bis zur Freischaltung geht jede Mail nur an diese Adresse")
    allow: list[Annotated[str, AfterValidator(_email_or_domain)]] = Field(
        default=[], description="Adressen und Domains (@firma.de), an die Mails schon vorher gehen: für Testsysteme"
    )


class Daemon(Table):
    tick_seconds: Seconds = Field(default=1, description="so oft wird nach Fälligem gesehen")
    inbox_seconds: Seconds = Field(default=60, description="so oft wird das Postfach gelesen")
    batch_size: Count = Field(default=200, description="so viele Kontakte je Durchgang")
    letter_export_at: time = Field(default=time(15, 0), description="Uhrzeit der Briefliste")
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="Europe/Berlin", description="Zeitzone des Hauses"
    )
    spread_minutes: int = Field(default=0, ge=0, le=480, description="Sendungen über so viele Minuten verteilen")
    owner_land: Land = Field(default="BE", description="Bundesland der Anrufenden")


class Intake(Table):
    max_new_cancellations: Count = Field(
        default=200,
        description="so viele neue Kündigungen nimmt ein Import ohne Rückfrage auf (sonst --confirm ANZAHL)",
    )


class Web(Table):
    base_url: Url = Field(description="öffentliche Adresse der Abmelde- und Antwortseiten")
    host: Line = Field(default="127.0.0.1", description="Adresse, an der der Webdienst lauscht")
    port: Port = Field(default=8025, description="Port des Webdienstes")


class Recipient(Table):
    id: Word = Field(description="Kennung, frei gewählt")
    name: Line = Field(description="Firma, die Daten bekommt")
    role: Literal["letter_shop", "mail_service", "ad_platform", "crm", "hosting", "other"] = Field(
        description="was sie tut: Druckerei, Mailversand, Werbenetz, Kundenkartei, Rechenzentrum, anderes"
    )
    contract: Line = Field(description="Kennung des Vertrags zur Auftragsverarbeitung (Art. 28 DSGVO)")
    data: list[Line] = Field(min_length=1, description="welche Daten sie bekommt")
    deletion_days: Days = Field(description="nach so vielen Tagen löscht sie")
    contact_email: Email = Field(description="wohin Mitteilungen gehen (Art. 19 DSGVO)")
    country: Line = Field(default="Deutschland", description="wo sie die Daten hat")
    safeguard: Line | None = Field(
        default=None, description="Garantie für ein Land außerhalb der EU (Art. 44-49 DSGVO)"
    )
    always: bool = Field(default=False, description="bekommt die Daten jeder Person, nicht nur von Fall zu Fall")


class Metrics(Table):
    host: Line = Field(default="127.0.0.1", description="Adresse, an der die Messwerte abgeholt werden")
    port: Port | None = Field(default=None, description="Port der Messwerte (Prometheus); ohne Angabe keine")


class Secrets(Table):
    token_key: Secret = Field(default=None, description="Schlüssel der Links; ohne Angabe im Zustandsordner erzeugt")
    hash_key: Secret = Field(
        default=None, description="Schlüssel der Sperrliste; ohne Angabe im Zustandsordner erzeugt"
    )


class Window(WindowTable):
    """The default sending window; `definition` is its value."""

    weekdays: list[Weekday] = Field(
        default=["mon", "tue", "wed", "thu", "fri"], min_length=1, description="Wochentage, an denen gesendet wird"
    )
    start: time = Field(default=time(9, 0), alias="from", description="Beginn, Ortszeit des Empfängers")
    end: time = Field(default=time(17, 30), alias="to", description="Ende, Ortszeit des Empfängers")

    @property
    def definition(self) -> WindowValue:
        """The window as sequences know it."""
        return build_window(self)


def _media(value: object) -> object:
    allowed = [medium.value for medium in Medium]
    if value == "any":
        return value
    if isinstance(value, list) and value and all(word in allowed for word in value):
        return value
    raise german(f'erlaubt ist "any" oder eine Liste aus {", ".join(allowed)}')


class Cap(Table):
    per: Literal["person", "company", "sender"] = Field(description="für wen gezählt wird")
    media: Annotated[list[str] | Literal["any"], BeforeValidator(_media)] = Field(description="Medien, die zählen")
    max: Count = Field(description="so viele Kontakte")
    window_days: PositiveDays = Field(description="in so vielen Tagen, gleitend; 1 = Kalendertag")
    min_gap_days: Days = Field(default=0, description="Mindestabstand in Tagen")
    outcome: Literal["postpone", "next_channel", "skip"] = Field(default="postpone", description="was sonst geschieht")

    @property
    def media_set(self) -> frozenset[Medium]:
        """The media that count; all of them for "any"."""
        return frozenset(Medium) if self.media == "any" else frozenset(Medium(word) for word in self.media)


class CollectionTable(Table):
    notice_version: Line = Field(default="", description="Fassung des Hinweises")
    notice_place: Line = Field(default="", description="Ort des Hinweises")
