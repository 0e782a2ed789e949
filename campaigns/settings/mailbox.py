"""[[mailbox]]: where answers are read. Several accounts, each with its folders; nothing is ever changed there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from campaigns.settings.sections import Port, Secret, Tls
from campaigns.settings.transport import check_tls
from channels.email.smtp_settings import is_loopback
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Count, Line, Table, german

_NEEDED = {
    "password": ("password",),
    "microsoft": ("tenant", "client_id"),
    "google": ("client_id", "client_secret", "refresh_token"),
}
_LONGEST_NAME = 255
"""What the database keeps of it."""


def _token_url(value: str) -> str:
    """The client's secret goes there: never in plain text, but on this machine."""
    scheme, _, rest = value.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    if scheme == "https" or (scheme == "http" and is_loopback(host.rpartition(":")[0] or host)):
        return value
    raise german(f"„{value}“ ist keine sichere Adresse; erlaubt ist https://…")


class MailboxTable(Table):
    name: Annotated[str, Field(max_length=_LONGEST_NAME)] | None = Field(
        default=None, description="eindeutiger Name, ohne Angabe user@host oder der Pfad"
    )
    kind: Literal["imap", "folder", "mbox", "none"] = Field(default="folder", description="woher Antworten kommen")
    folder: Line = Field(
        default="inbox", description="Ordner (Maildir oder .eml) für kind folder, unter dem Zustandsordner"
    )
    file: Line | None = Field(default=None, description="Datei für kind mbox, relativ zum Zustandsordner")
    host: Line | None = Field(default=None, description="IMAP-Server")
    port: Port = Field(default=993, description="Port")
    user: Line | None = Field(default=None, description="Anmeldename")
    auth: Literal["password", "microsoft", "google"] = Field(
        default="password", description="Anmeldung: Kennwort, oder XOAUTH2 bei Microsoft 365 und Google"
    )
    password: Secret = Field(default=None, description="Kennwort")
    tenant: Line | None = Field(default=None, description="Verzeichnis-ID (Mandant) bei Microsoft")
    client_id: Line | None = Field(default=None, description="Anwendungs-ID (client id)")
    client_secret: Secret = Field(default=None, description="Geheimnis der Anwendung (client secret)")
    refresh_token: Secret = Field(
        default=None, description="Aktualisierungstoken; bei Microsoft ohne Angabe die Anwendung selbst"
    )
    token_url: Annotated[str, AfterValidator(_token_url)] | None = Field(
        default=None, description="Token-Adresse, nur für eigene Clouds (Behörden)"
    )
    tls: Tls = Field(default="implicit", description="implicit = Port 993, required = STARTTLS, off nur auf localhost")
    folders: list[Line] = Field(default=["INBOX"], min_length=1, description="Ordner, die gelesen werden")
    initial_days: Count = Field(default=90, description="so viele Tage zurück beim ersten Mal")
    idle: bool = Field(default=True, description="neue Mail sofort lesen, wenn der Server es meldet (IMAP IDLE)")

    @property
    def account(self) -> str:
        """The name that cursors and log lines know it by."""
        if self.name is not None:
            return self.name
        if self.kind == "imap":
            return f"{self.user}@{self.host}"
        return (
            f"mbox:{PurePath(self.file or '').name}" if self.kind == "mbox" else f"folder:{PurePath(self.folder).name}"
        )

    @property
    def secrets(self) -> dict[str, Secret]:
        """The secrets in use by key; those of another way to log in are not asked for."""
        if self.kind != "imap":
            return {}
        keys = ("password",) if self.auth == "password" else ("client_secret", "refresh_token")
        return {key: getattr(self, key) for key in keys}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.kind == "mbox" and self.file is None:
            raise german('kind = "mbox" braucht file')
        if self.kind == "imap":
            self._check_imap()
        return self

    def _check_imap(self) -> None:
        wanted = ("host", "user", *_NEEDED[self.auth])
        lacking = [name for name in wanted if getattr(self, name) is None]
        way = "" if self.auth == "password" else f' mit auth = "{self.auth}"'
        if lacking:
            raise german(f'kind = "imap"{way} braucht {" und ".join(lacking)}')
        if self.auth == "microsoft" and self.client_secret is None and self.refresh_token is None:
            raise german(f'kind = "imap"{way} braucht client_secret oder refresh_token')
        if self.auth != "password" and self.password is not None:
            raise german(f'auth = "{self.auth}" und password schließen sich aus; streichen Sie eines von beiden')
        if len(set(self.folders)) < len(self.folders):
            raise german("ein Ordner steht zweimal in folders; erlaubt ist jeder einmal")
        check_tls(self.host, self.tls)


def mailbox_problems(boxes: Sequence[MailboxTable], source: Source) -> Iterator[Problem]:
    """What one mailbox says about another: names are unique, and „none“ stands alone."""
    seen: set[str] = set()
    for number, box in enumerate(boxes):
        if box.kind == "none" and len(boxes) > 1:
            message = 'kind = "none" heißt: keine Antworten lesen; erlaubt ist es nur als einziges [[mailbox]]'
            yield source.problem(("mailbox", number, "kind"), message, at_value=True)
        elif box.account in seen:
            message = f"das Postfach „{box.account}“ gibt es schon; erlaubt ist ein eigener name für jedes"
            yield source.problem(("mailbox", number, "name"), message, at_value=True)
        seen.add(box.account)
