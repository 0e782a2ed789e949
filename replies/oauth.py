"""Access tokens for XOAUTH2 (RFC 6749): client credentials or refresh token, kept until shortly before they expire."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Protocol

from replies.reply import LoginRefused, MailboxError

TIMEOUT_S = 20.0
MARGIN_S = 300.0
"""A token is renewed so many seconds before it expires, so that it outlives the login."""
_SHORTEST_S = 30.0
_MAX_OCTETS = 65_536
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
_GOOGLE = "https://oauth2.googleapis.com/token"
_AS_APPLICATION = "https://outlook.office365.com/.default"
_AS_USER = "https://outlook.office365.com/{right} offline_access"
_READING, _SENDING = "IMAP.AccessAsUser.All", "SMTP.Send"

_CURES = {
    "invalid_client": "Bitte client_id prüfen und ein neues client_secret hinterlegen (es läuft beim Anbieter ab).",
    "unauthorized_client": "Bitte tenant und client_id prüfen und der Anwendung das Recht auf {what} geben.",
    "invalid_grant": "Bitte einen neuen refresh_token hinterlegen; der alte ist abgelaufen oder widerrufen.",
    "invalid_scope": "Bitte der Anwendung das Recht auf {what} geben (bei Microsoft {what}.{app}).",
    "access_denied": "Bitte der Anwendung das Recht auf {what} geben (bei Microsoft {what}.{app}).",
}
_CURE = "Bitte tenant, client_id und die Geheimnisse unter {place} prüfen."


class TokenSource(Protocol):
    """Where a mailbox gets its access tokens. Threads may share one."""

    def token(self) -> str:
        """A token that is valid now; raises MailboxError, LoginRefused when the provider says no."""
        ...

    def renew(self) -> None:
        """The mail server refused the last token: the next one is a new one."""
        ...


@dataclass(frozen=True, slots=True)
class Grant:
    """What is posted to `url` for a token; `fields` holds secrets. `provider` is the name a person reads.

    `sending`: the token is for a mail server that sends (SMTP), not for a mailbox (IMAP).
    """

    provider: str
    url: str
    fields: Mapping[str, str] = field(repr=False)
    sending: bool = False

    def cure(self, code: str) -> str:
        """What a person can do about a refusal, in German."""
        words = ("SMTP", "SendAsApp", "[email.smtp]") if self.sending else ("IMAP", "AccessAsApp", "[[mailbox]]")
        return _CURES.get(code, _CURE).format(**dict(zip(("what", "app", "place"), words, strict=True)))


def microsoft(
    tenant: str,
    client_id: str,
    *,
    secret: str | None,
    refresh_token: str | None = None,
    url: str | None = None,
    sending: bool = False,
) -> Grant:
    """Microsoft 365: the application itself (IMAP.AccessAsApp), or a user who once agreed (`refresh_token`)."""
    fields = {"client_id": client_id, **({"client_secret": secret} if secret else {})}
    if refresh_token:
        fields |= {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "scope": _AS_USER.format(right=_SENDING if sending else _READING),
        }
    else:
        fields |= {"grant_type": "client_credentials", "scope": _AS_APPLICATION}
    return Grant("Microsoft", url or _MICROSOFT.format(tenant=urllib.parse.quote(tenant, safe="")), fields, sending)


def google(client_id: str, secret: str, refresh_token: str, *, url: str | None = None, sending: bool = False) -> Grant:
    """Google Workspace: a user who once agreed to https://mail.google.com/."""
    fields = {"grant_type": "refresh_token", "client_id": client_id, "client_secret": secret}
    return Grant("Google", url or _GOOGLE, {**fields, "refresh_token": refresh_token}, sending)


class OAuthTokens:
    """The `TokenSource` of a grant. A refresh token that the provider replaces is used in its new form."""

    def __init__(self, grant: Grant, timeout_s: float = TIMEOUT_S) -> None:
        self._grant, self._timeout_s = grant, timeout_s
        self._fields = dict(grant.fields)
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def token(self) -> str:
        """From memory while it is good, else from the provider."""
        with self._lock:
            if not self._token or time.monotonic() >= self._good_until:
                self._fetch()
            return self._token

    def renew(self) -> None:
        """Forget the token."""
        with self._lock:
            self._token = ""

    def _fetch(self) -> None:
        self._token = ""
        asked = time.monotonic()
        answer = self._post()
        token, seconds = answer.get("access_token"), answer.get("expires_in", 3600)
        if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token):
            raise MailboxError(f"{self._grant.provider} hat kein Zugangstoken geschickt. {self._grant.cure('')}")
        try:
            lasts = float(seconds)
        except (TypeError, ValueError):
            lasts = 0.0
        self._token, self._good_until = token, asked + max(lasts - MARGIN_S, _SHORTEST_S)
        newer = answer.get("refresh_token")
        if "refresh_token" in self._fields and isinstance(newer, str) and newer:
            self._fields["refresh_token"] = newer

    def _post(self) -> dict[str, Any]:
        body = urllib.parse.urlencode(self._fields).encode()
        request = urllib.request.Request(self._grant.url, body, {"Accept": "application/json"})  # noqa: S310 - https by the settings
        try:
            with _OPENER.open(request, timeout=self._timeout_s) as response:
                return _object(response.read(_MAX_OCTETS))
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error.code, _object(error.read(_MAX_OCTETS))) from None
        except (OSError, HTTPException, ValueError) as error:
            raise MailboxError(
                f"Die Anmeldung bei {self._grant.provider} ist nicht zu erreichen "
                f"({urllib.parse.urlsplit(self._grant.url).hostname}). Bitte Netz und Firewall (Port 443) prüfen."
            ) from error

    def _refusal(self, status: int, answer: dict[str, Any]) -> MailboxError:
        code = str(answer.get("error", ""))
        code = code if re.fullmatch(r"[a-z_]{1,40}", code) else f"HTTP {status}"
        number = re.match(r"AADSTS\d{4,9}", str(answer.get("error_description", "")))
        what = f"{code}, {number.group()}" if number else code
        if status in (408, 429) or status >= 500:  # noqa: PLR2004 - RFC 9110
            return MailboxError(
                f"{self._grant.provider} gibt gerade kein Zugangstoken ({what}). Es wird von selbst wieder versucht."
            )
        return LoginRefused(f"{self._grant.provider} verweigert das Zugangstoken ({what}). {self._grant.cure(code)}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A secret is posted to the address that was configured, and to no other."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
