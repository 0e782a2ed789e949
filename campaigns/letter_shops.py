"""Builds the way to the letter shop from config.toml: the only place that names concrete shops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from campaigns.logins import secret_of
from campaigns.secrets import MissingCredential
from campaigns.settings.letter import LetterShop
from channels.letter.shop import S3, DropFolder, KeptHere, S3Settings, Sftp, SftpSettings, Shop, ShopAway


class ConfiguredShop:
    """The way of `[letter.shop]`, built when something is handed over: only the service has its credentials."""

    def __init__(self, shop: LetterShop) -> None:
        self.name: str = shop.kind
        self._settings = shop
        self._way: Shop | None = None

    def hand_over(self, files: Sequence[Path]) -> None:
        """As the way does; a missing credential is a ShopAway as well."""
        if self._way is None:
            try:
                self._way = _way(self._settings)
            except MissingCredential as error:
                raise ShopAway(str(error)) from error
        self._way.hand_over(files)


def _way(shop: LetterShop) -> Shop:
    match shop.kind:
        case "folder":
            return KeptHere()
        case "drop":
            return DropFolder(Path(shop.folder or "."))
        case "sftp":
            return Sftp(_sftp(shop))
        case "s3":
            return S3(_s3(shop))


def _sftp(shop: LetterShop) -> SftpSettings:
    return SftpSettings(
        host=shop.host or "",
        user=shop.user or "",
        known_hosts=Path(shop.known_hosts or ""),
        folder=shop.folder or ".",
        port=shop.port,
        password=secret_of(shop.password),
        key_file=Path(shop.key_file) if shop.key_file else None,
    )


def _s3(shop: LetterShop) -> S3Settings:
    return S3Settings(
        bucket=shop.bucket or "",
        prefix=shop.prefix,
        region=shop.region,
        endpoint=shop.endpoint,
        access_key=secret_of(shop.access_key),
        secret_key=secret_of(shop.secret_key),
    )
