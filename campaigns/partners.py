"""The other systems that config.toml names, with their secrets: who may call us, and who is told of what happens."""

from __future__ import annotations

import base64
import binascii

from pydantic_core import PydanticCustomError

from campaigns.api.source import MAX_SIGNING_BYTES, MIN_SIGNING_BYTES, MIN_TOKEN_BYTES, Source
from campaigns.secrets import MissingCredential, credential
from campaigns.settings import Settings
from campaigns.settings.partners import ApiTable, WebhookTable, target_url
from campaigns.settings.sections import Secret
from handover.webhook import Target


def sources_of(settings: Settings) -> tuple[Source, ...]:
    """Who may call us; raises MissingCredential, also for a secret that is none."""
    return tuple(source_of(one) for one in settings.api)


def source_of(table: ApiTable) -> Source:
    """One of them."""
    place = f"[[api]] {table.id}"
    secrets = _lines(table.secret, place)
    for secret in secrets:
        if table.scheme == "standard":
            _check_signing(secret, place)
        elif len(secret.encode()) < MIN_TOKEN_BYTES:
            raise MissingCredential(
                f"{place}: das Geheimnis ist zu kurz; nötig sind mindestens {MIN_TOKEN_BYTES} Zeichen, etwa aus "
                "openssl rand -hex 32."
            )
    return Source(table.id, table.scheme, frozenset(table.may), table.per_minute, secrets)


def targets_of(settings: Settings) -> tuple[Target, ...]:
    """Who is told; raises MissingCredential, also for a secret that is none."""
    return tuple(target_of(one) for one in settings.webhook)


def target_of(table: WebhookTable) -> Target:
    """One of them."""
    place = f"[[webhook]] {table.id}"
    secrets = _lines(table.secret, place) if table.secret is not None else ()
    url = table.url or ""
    if table.kind == "standard":
        for secret in secrets:
            _check_signing(secret, place)
    elif table.url is None:
        url, secrets = _checked_url(secrets[0], place), ()
    return Target(table.id, table.kind, frozenset(table.events), url, secrets, table.link or "")


def _lines(secret: Secret, place: str) -> tuple[str, ...]:
    lines = credential(secret.credential).split() if secret is not None else []
    if not lines:
        raise MissingCredential(f"{place}: das Geheimnis ist leer; in der Datei steht je Zeile eines.")
    return tuple(lines)


def _check_signing(secret: str, place: str) -> None:
    """A secret of Standard Webhooks: 24 to 64 bytes in base64, mostly behind `whsec_`."""
    bare = secret.removeprefix("whsec_")
    try:
        size = len(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True))
    except (binascii.Error, ValueError):
        size = 0
    if not MIN_SIGNING_BYTES <= size <= MAX_SIGNING_BYTES:
        raise MissingCredential(
            f"{place}: das ist kein Geheimnis nach Standard Webhooks; nötig ist whsec_ und dahinter "
            f"{MIN_SIGNING_BYTES} bis {MAX_SIGNING_BYTES} Bytes in base64, etwa aus openssl rand -base64 32."
        )


def _checked_url(url: str, place: str) -> str:
    try:
        return target_url(url)
    except PydanticCustomError as error:
        raise MissingCredential(f"{place}: im Geheimnis steht {error.message()}.") from None
