"""The folder carrier: each mail becomes a file in a Maildir. Real delivery for trials, dry runs and the demo."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

from channels.channel import Go, Mail, Outcome, Receipt
from channels.email import addresses

_SEEN_AS = ("", ":2,", ":2,S")
"""How a mail program renames a file of `new` when it takes it into `cur`."""


class FolderCarrier:
    """Writes the exact bytes: `tmp`, fsync, go, then one atomic step into `new`, fsync of the folder.

    The file is named after the Message-ID; a second copy of the same mail gets `.2` and overwrites nothing.
    """

    def __init__(self, path: Path) -> None:
        self.name = "folder"
        self.path = path
        self._transport = f"folder:{path.name}"

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. A full disk is TRANSIENT as long as the file is not in `new`."""
        if not addresses.is_message_id(mail.message_id) or "/" in mail.message_id:
            return Receipt(Outcome.REFUSED, detail="Message-ID is no file name", transport=self._transport)
        name = mail.message_id.lstrip(".")
        try:
            temporary = await asyncio.to_thread(self._write, name, mail.raw)
        except OSError as error:
            return Receipt(Outcome.TRANSIENT, detail=str(error), transport=self._transport)
        try:
            if not await go():
                return Receipt(Outcome.NOT_GONE, transport=self._transport)
            return await asyncio.to_thread(self._deliver, temporary, name)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()

    async def close(self) -> None:
        """Nothing is kept open."""

    def _write(self, name: str, raw: bytes) -> Path:
        for part in ("tmp", "new", "cur"):
            (self.path / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self.path / "tmp" / f"{name}.{os.getpid()}.{os.urandom(4).hex()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def _deliver(self, temporary: Path, name: str) -> Receipt:
        copy = 1
        while True:
            final = name if copy == 1 else f"{name}.{copy}"
            copy += 1
            if any((self.path / "cur" / f"{final}{flags}").exists() for flags in _SEEN_AS):
                continue
            try:
                # link, not rename: it fails where rename would silently replace an earlier copy.
                os.link(temporary, self.path / "new" / final)
            except FileExistsError:
                continue
            except OSError as error:
                return Receipt(Outcome.TRANSIENT, detail=str(error), transport=self._transport)
            break
        try:
            _sync_folder(self.path / "new")
        except OSError as error:
            return Receipt(Outcome.UNCERTAIN, detail=str(error), transport=self._transport)
        return Receipt(Outcome.ACCEPTED, 250, final, self._transport)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
