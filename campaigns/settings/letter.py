"""The section of config.toml about letters: the shop, its contract, postage, and how long a letter is on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from campaigns.settings.amazon import AmazonAccess
from campaigns.settings.sections import Port, Recipient, Secret
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Count, Days, Euro, Line, Table, Word, german

_BUSINESS_DAYS_MAX = 20


class LetterShop(AmazonAccess):
    kind: Literal["folder", "drop", "sftp", "s3"] = Field(
        default="folder",
        description="wie die Dateien zur Druckerei kommen: folder = sie holt sie ab, drop = Ordner, sftp, s3",
    )
    folder: Line | None = Field(
        default=None, description="Ordner bei der Druckerei; bei drop ein Ordner dieses Rechners"
    )
    host: Line | None = Field(default=None, description="SFTP-Server der Druckerei")
    port: Port = Field(default=22, description="Port des SFTP-Servers")
    user: Line | None = Field(default=None, description="Anmeldename am SFTP-Server")
    password: Secret = Field(default=None, description="Kennwort am SFTP-Server")
    key_file: Line | None = Field(default=None, description="privater Schlüssel (OpenSSH) statt eines Kennworts")
    known_hosts: Line | None = Field(
        default=None, description="Datei mit dem Schlüssel des Servers (OpenSSH); ein unbekannter wird abgewiesen"
    )
    bucket: Line | None = Field(default=None, description="S3-Bucket")
    prefix: Line = Field(default="", description="Anfang der Objektnamen im Bucket")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.kind == "drop" and self.folder is None:
            raise german('kind = "drop" braucht folder, den Ordner, den die Druckerei leert')
        if self.kind == "sftp":
            missing = [name for name in ("host", "user", "known_hosts") if getattr(self, name) is None]
            if missing:
                raise german(f'kind = "sftp" braucht {", ".join(missing)}')
            if (self.password is None) == (self.key_file is None):
                raise german('kind = "sftp" braucht genau eines von password und key_file')
        if self.kind == "s3" and self.bucket is None:
            raise german('kind = "s3" braucht bucket')
        return self


class Letter(Table):
    folder: Line = Field(default="letters", description="Ordner der Brieflisten, unter dem Zustandsordner")
    cost_euro: Euro = Field(default=Decimal("0.95"), description="Kosten eines Briefs mit dem Porto aus postage, Euro")
    standard_cost_euro: Euro = Field(
        default=Decimal("1.35"), description="Kosten eines Briefs, der bei dialogpost als Standardbrief geht, Euro"
    )
    max_letters_per_person: Count = Field(default=3, description="Briefe je Person")
    max_euro_month: Euro = Field(default=Decimal(500), description="Briefgeld je Monat, Euro")
    processor_contract: bool = Field(
        default=False, description="Vertrag zur Auftragsverarbeitung liegt vor (Art. 28 DSGVO)"
    )
    processor: Word | None = Field(
        default=None, description="Kennung der Druckerei aus [[recipient]] (role = letter_shop)"
    )
    max_line_chars: int = Field(default=35, ge=20, le=80, description="Zeichen je Anschriftzeile")
    postage: Literal["standard", "dialogpost"] = Field(default="standard", description="Porto für Werbebriefe")
    min_batch: Count = Field(
        default=4000, description="so viele Briefe braucht eine Lieferung mit dialogpost mindestens"
    )
    max_wait_days: Days = Field(
        default=3, description="so viele Tage wartet ein Brief auf min_batch, dann geht er als Standardbrief"
    )
    production_days: int = Field(
        default=2, ge=0, le=_BUSINESS_DAYS_MAX, description="Werktage von der Übergabe bis zur Einlieferung"
    )
    delivery_days: int = Field(
        default=3, ge=0, le=_BUSINESS_DAYS_MAX, description="Werktage von Einlieferung bis Zustellung (§ 18 PostG)"
    )
    cut_off: time = Field(
        default=time(16, 0), description="was bis dahin übergeben ist, zählt bei der Druckerei zum selben Werktag"
    )
    household_days: Days = Field(
        default=30, description="so lange bekommt niemand im selben Haushalt oder derselben Firma noch einen Werbebrief"
    )
    pdf: bool = Field(default=False, description="Briefe auch als fertige PDF (DIN 5008, Form B)")
    shop: LetterShop = Field(default=LetterShop(), description="Weg zur Druckerei")


def shop_of(letter: Letter, recipients: Sequence[Recipient]) -> Recipient | None:
    """The letter shop that may get addresses: a contract of Art. 28 DSGVO is there and says who it is; else None.

    Files from before `processor` name only one letter shop: that one is meant.
    """
    shops = [one for one in recipients if one.role == "letter_shop"]
    if not letter.processor_contract:
        return None
    if letter.processor is None:
        return shops[0] if len(shops) == 1 else None
    return next((one for one in shops if one.id == letter.processor), None)


def letter_problems(letter: Letter, recipients: Sequence[Recipient], source: Source) -> Iterator[Problem]:
    """A letter shop without a contract's id and a day of deletion gets nothing (Art. 28 Abs. 3 lit. g DSGVO)."""
    shops = ", ".join(one.id for one in recipients if one.role == "letter_shop")
    named = f"erlaubt ist {shops}" if shops else "es gibt keinen Abschnitt [[recipient]] mit role = letter_shop"
    if letter.processor is not None and letter.processor not in shops.split(", "):
        message = f"keine Druckerei aus [[recipient]]; {named} (dort stehen contract und deletion_days)"
        yield source.problem(("letter", "processor"), message, at_value=True)
    elif letter.processor_contract and shop_of(letter, recipients) is None:
        message = f"welcher Vertrag? Es fehlt processor mit der Kennung der Druckerei; {named}"
        yield source.problem(("letter", "processor_contract"), message, at_value=True)
