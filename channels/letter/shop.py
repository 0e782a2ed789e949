"""How the files of a batch reach the letter shop: a folder it reads, SFTP, or S3.

Each way keeps what the files promise on their own disk: a name stands for complete content, the `.sha256` comes last,
and handing over again what has arrived changes nothing. A shop that is away raises ShopAway, and the batch waits.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import paramiko

TIMEOUT_S = 30.0
_CHUNK = 1 << 20


class ShopAway(RuntimeError):
    """The files did not arrive, or not surely; the text is German and names what to look at. Trying again is safe."""


class Shop(Protocol):
    """Where files of letters go."""

    name: str

    def hand_over(self, files: Sequence[Path]) -> None:
        """Bring these files there, in this order. Returns when all are complete there; raises ShopAway."""
        ...


def in_order(files: Sequence[Path]) -> list[Path]:
    """Data before checksums: whoever waits for a `.sha256` never takes half a batch."""
    return sorted(files, key=lambda path: (path.suffix == ".sha256", path.name))


class KeptHere:
    """The shop fetches from our own folder: nothing has to be moved."""

    name = "folder"

    def hand_over(self, files: Sequence[Path]) -> None:
        """They stand there already."""


class DropFolder:
    """A folder on this machine or a mounted share that the shop empties."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, files: Sequence[Path]) -> None:
        """Copy, sync, rename."""
        for path in in_order(files):
            target, part = self._folder / path.name, self._folder / f".{path.name}.part"
            try:
                shutil.copyfile(path, part)
                with part.open("rb") as handle:
                    os.fsync(handle.fileno())
                part.replace(target)
            except OSError as error:
                raise ShopAway(f"Die Druckerei-Ablage {self._folder} nimmt {path.name} nicht an: {error}.") from error


@dataclass(frozen=True, slots=True)
class SftpSettings:
    """One account of the shop. `known_hosts` is a file in OpenSSH's format: an unknown host key is refused."""

    host: str
    user: str
    known_hosts: Path
    folder: str = "."
    port: int = 22
    password: str | None = field(default=None, repr=False)
    key_file: Path | None = None


class Sftp:
    """Files over SSH. Written under another name and renamed when their size fits; a finished file is left alone."""

    name = "sftp"

    def __init__(self, settings: SftpSettings) -> None:
        self._settings = settings

    def hand_over(self, files: Sequence[Path]) -> None:
        """One connection for all files."""
        import paramiko  # loaded by who uses it

        ours = self._settings
        try:
            with self._connected() as client:
                for path in in_order(files):
                    self._put(client, path)
        except paramiko.BadHostKeyException as error:
            raise ShopAway(
                f"{ours.host} zeigt einen anderen Schlüssel als den in {ours.known_hosts}. Nichts wurde übertragen; "
                "bitte die Druckerei fragen, bevor der Eintrag geändert wird."
            ) from error
        except paramiko.AuthenticationException as error:
            raise ShopAway(
                f"{ours.host} weist die Anmeldung als {ours.user} ab; Kennwort oder Schlüssel prüfen."
            ) from error
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise ShopAway(
                f"SFTP zu {ours.host}: {error or type(error).__name__}. Der nächste Lauf versucht es wieder."
            ) from error

    @contextlib.contextmanager
    def _connected(self) -> Iterator[paramiko.SFTPClient]:
        import paramiko

        ours = self._settings
        client = paramiko.SSHClient()
        client.load_host_keys(str(ours.known_hosts))
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        with client:
            client.connect(
                ours.host,
                ours.port,
                ours.user,
                password=ours.password,
                pkey=paramiko.PKey.from_path(ours.key_file) if ours.key_file else None,
                allow_agent=False,
                look_for_keys=False,
                timeout=TIMEOUT_S,
                banner_timeout=TIMEOUT_S,
                auth_timeout=TIMEOUT_S,
            )
            with client.open_sftp() as sftp:
                channel = sftp.get_channel()
                if channel is not None:
                    channel.settimeout(TIMEOUT_S)
                yield sftp

    def _put(self, sftp: paramiko.SFTPClient, path: Path) -> None:
        target, part = f"{self._settings.folder}/{path.name}", f"{self._settings.folder}/.{path.name}.part"
        if _size(sftp, target) == path.stat().st_size and _same(sftp, target, path):
            return
        sftp.put(str(path), part, confirm=True)
        sftp.posix_rename(part, target)


def _size(sftp: paramiko.SFTPClient, name: str) -> int | None:
    try:
        about = sftp.stat(name)
    except FileNotFoundError:
        return None
    return about.st_size if about.st_mode is not None and stat.S_ISREG(about.st_mode) else None


def _same(sftp: paramiko.SFTPClient, name: str, path: Path) -> bool:
    digest = hashlib.sha256()
    with sftp.open(name, "rb") as handle:
        while block := handle.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class S3Settings:
    """A bucket; without keys the machine's own role or profile counts. `endpoint`: a service other than Amazon's."""

    bucket: str
    prefix: str = ""
    region: str = "eu-central-1"
    endpoint: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)


class S3:
    """Objects in a bucket: there whole or not at all, and what arrives is checked against its checksum."""

    name = "s3"

    def __init__(self, settings: S3Settings) -> None:
        self._settings = settings

    def hand_over(self, files: Sequence[Path]) -> None:
        """One object a file, encrypted at rest."""
        from botocore.exceptions import BotoCoreError, ClientError

        with contextlib.closing(self._connected()) as client:
            for path in in_order(files):
                key = f"{self._settings.prefix}{path.name}"
                try:
                    client.put_object(
                        Bucket=self._settings.bucket,
                        Key=key,
                        Body=path.read_bytes(),
                        ChecksumAlgorithm="SHA256",
                        ServerSideEncryption="AES256",
                    )
                except (BotoCoreError, ClientError) as error:
                    raise ShopAway(f"S3 nimmt {key} nicht an ({self._settings.bucket}): {error}.") from error

    def _connected(self) -> Any:
        import boto3  # 0.3 s and 20 MB: only who uses it pays
        from botocore.config import Config

        ours = self._settings
        return boto3.client(
            "s3",
            region_name=ours.region,
            endpoint_url=ours.endpoint,
            aws_access_key_id=ours.access_key,
            aws_secret_access_key=ours.secret_key,
            config=Config(connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S, retries={"max_attempts": 3}),
        )
