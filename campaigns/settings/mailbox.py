"""[[mailbox]]: where answers are read. Several accounts, each with its folders; nothing is ever changed there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from campaigns.settings.amazon import AmazonAccess
from campaigns.settings.login import Login
from campaigns.settings.sections import Port, Secret, Tls, Url
from campaigns.settings.transport import check_tls
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source
from sequences.grammar.values import Count, Line, german

_LONGEST_NAME = 255
"""What the database keeps of it."""


class MailboxTable(Login, AmazonAccess):
    name: Annotated[str, Field(max_length=_LONGEST_NAME)] | None = Field(
        default=None, description="eindeutiger Name, ohne Angabe user@host oder der Pfad"
    )
    kind: Literal["imap", "folder", "mbox", "sqs", "none"] = Field(
        default="folder", description="woher Antworten kommen; sqs = Meldungen von Amazon SES"
    )
    folder: Line = Field(
        default="inbox", description="Ordner (Maildir oder .eml) für kind folder, unter dem Zustandsordner"
    )
    file: Line | None = Field(default=None, description="Datei für kind mbox, relativ zum Zustandsordner")
    host: Line | None = Field(default=None, description="IMAP-Server")
    port: Port = Field(default=993, description="Port")
    tls: Tls = Field(default="implicit", description="implicit = Port 993, required = STARTTLS, off nur auf localhost")
    folders: list[Line] = Field(default=["INBOX"], min_length=1, description="Ordner, die gelesen werden")
    initial_days: Count = Field(default=90, description="so viele Tage zurück beim ersten Mal")
    idle: bool = Field(
        default=True,
        description="neue Mail sofort lesen, wenn der Server es meldet (IMAP IDLE); er meldet den ersten Ordner, die "
        "anderen liest der Takt von inbox_seconds",
    )

    queue_url: Url | None = Field(default=None, description="Adresse der Warteschlange für kind sqs")

    @property
    def account(self) -> str:
        """The name that cursors and log lines know it by."""
        if self.name is not None:
            return self.name
        if self.kind == "imap":
            return f"{self.user}@{self.host}"
        if self.kind == "sqs":
            return f"sqs:{(self.queue_url or '').rpartition('/')[2]}"
        return (
            f"mbox:{PurePath(self.file or '').name}" if self.kind == "mbox" else f"folder:{PurePath(self.folder).name}"
        )

    @property
    def secrets(self) -> dict[str, Secret]:
        """The secrets in use by key; those of another way to log in are not asked for."""
        if self.kind == "sqs":
            return self.amazon_secrets
        if self.kind != "imap":
            return {}
        return self.login_secrets

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.kind == "mbox" and self.file is None:
            raise german('kind = "mbox" braucht file')
        if self.kind == "sqs" and self.queue_url is None:
            raise german('kind = "sqs" braucht queue_url')
        if self.kind == "imap":
            self._check_imap()
        return self

    def _check_imap(self) -> None:
        self.check_login('kind = "imap"', "host")
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
