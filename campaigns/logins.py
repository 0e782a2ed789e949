"""Logins of config.toml as they are used: secrets read, tokens asked for where a provider has no passwords any more."""

from __future__ import annotations

from campaigns.secrets import credential
from campaigns.settings.login import Login
from campaigns.settings.sections import Secret
from replies.oauth import Grant, google, microsoft


def grant_of(login: Login, *, sending: bool = False) -> Grant | None:
    """What is posted for a token; None for a password. Raises MissingCredential."""
    if login.auth == "password":
        return None
    client_id, refresh = login.client_id or "", secret_of(login.refresh_token)
    secret = secret_of(login.client_secret)
    if login.auth == "google":
        return google(client_id, secret or "", refresh or "", url=login.token_url, sending=sending)
    tenant, url = login.tenant or "", login.token_url
    return microsoft(tenant, client_id, secret=secret, refresh_token=refresh, url=url, sending=sending)


def secret_of(reference: Secret) -> str | None:
    """The secret a reference names, None without one; raises MissingCredential."""
    return credential(reference.credential) if reference is not None else None
