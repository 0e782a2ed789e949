"""How we log in to a mail server or a mailbox: a password, or a token of Microsoft 365 or Google (XOAUTH2)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from campaigns.settings.sections import Secret
from channels.email.smtp_settings import is_loopback
from sequences.grammar.values import Line, Table, german

NEEDED = {
    "password": ("password",),
    "microsoft": ("tenant", "client_id"),
    "google": ("client_id", "client_secret", "refresh_token"),
}
"""What each way needs beside the user."""


def _token_url(value: str) -> str:
    """The client's secret goes there: never in plain text, but on this machine."""
    scheme, _, rest = value.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    if scheme == "https" or (scheme == "http" and is_loopback(host.rpartition(":")[0] or host)):
        return value
    raise german(f"„{value}“ ist keine sichere Adresse; erlaubt ist https://…")


class Login(Table):
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

    @property
    def login_secrets(self) -> dict[str, Secret]:
        """The secrets in use by key; those of another way to log in are not asked for."""
        keys = ("password",) if self.auth == "password" else ("client_secret", "refresh_token")
        return {key: getattr(self, key) for key in keys}

    def check_login(self, needs: str, *also: str) -> None:
        """Raises a German sentence for a way that is not complete, or for two at once; `needs` begins it.

        `also` are further keys that must be there.
        """
        way = "" if self.auth == "password" else f' mit auth = "{self.auth}"'
        lacking = [name for name in (*also, "user", *NEEDED[self.auth]) if getattr(self, name) is None]
        if lacking:
            raise german(f"{needs}{way} braucht {' und '.join(lacking)}")
        if self.auth == "microsoft" and self.client_secret is None and self.refresh_token is None:
            raise german(f"{needs}{way} braucht client_secret oder refresh_token")
        if self.auth != "password" and self.password is not None:
            raise german(f'auth = "{self.auth}" und password schließen sich aus; streichen Sie eines von beiden')
