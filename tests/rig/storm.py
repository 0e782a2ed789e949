"""Everybody who is at a team's mailbox at the same time: writers, a person, and what makes servers restart and forget.

All decisions come from seeded dice; what the threads of the machine make of them does not, and need not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from bench.population import address
from tests.rig.cutter import Cutter
from tests.rig.dovecot import Dovecot

FOLDERS = ("INBOX", "Erledigt")
WRITERS = 3
BROKEN = (IMAPClientError, OSError, ValueError)
_WORDS = ("Bitte schicken Sie mir keine Werbung mehr.", "Was kostet die Rückkehr in den alten Tarif?")


def mail(number: int) -> bytes:
    """The mail of person `number`; each second one objects, the others ask. The same octets whenever it is made."""
    words = _WORDS[number % 2]
    return (
        f"From: Kim <{address(number)}>\r\nTo: team@firma.test\r\nSubject: AW: Ihr Vertrag\r\n"
        f"Message-ID: <sturm-{number}@kunde.example>\r\nDate: Mon, 09 Mar 2026 09:00:00 +0100\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"\r\nGuten Tag,\r\n\r\n{words}\r\n\r\nKim\r\n"
    ).encode()


def fingerprint(number: int) -> str:
    return hashlib.sha256(mail(number)).hexdigest()


@dataclass
class Storm:
    """`written` are numbers of mails that are there.

    `flags` are those the person has set by number; `tried` also those where the server's word got lost on the way.
    """

    server: Dovecot
    cutter: Cutter
    dice: random.Random
    written: set[int] = field(default_factory=set)
    flags: dict[int, set[bytes]] = field(default_factory=dict)
    tried: dict[int, set[bytes]] = field(default_factory=dict)
    cuts: int = 0
    kicks: int = 0
    resets: int = 0
    moves: int = 0
    complaints: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)
    _still: list[threading.Lock] = field(default_factory=lambda: [threading.Lock() for _ in range(WRITERS + 1)])

    @contextlib.contextmanager
    def client(self, user: str) -> Iterator[IMAPClient]:
        """Straight to the server, under a name of one's own: a kick of the team's sessions spares it."""
        with IMAPClient("127.0.0.1", self.server.port, ssl=False, timeout=20) as client:
            client.login(user, self.server.password)
            yield client

    def prepare(self) -> None:
        with self.client("anfang@firma.test") as client:
            for folder in FOLDERS[1:]:
                if not client.folder_exists(folder):
                    client.create_folder(folder)

    def resume(self, progress: Path) -> None:
        """Take over what an earlier call has left on the server, and its counts."""
        self.written = self.on_server()
        self.flags = self.flags_now()[0]
        self.tried = {number: set(flags) for number, flags in self.flags.items()}
        if progress.exists():
            self.cuts, self.kicks, self.resets, self.moves = json.loads(progress.read_text())

    def note(self, progress: Path) -> None:
        progress.write_text(json.dumps([self.cuts, self.kicks, self.resets, self.moves]))

    def on_server(self) -> set[int]:
        """The numbers of the mails that are there, in whatever folder."""
        return {number for number, _ in self._all()}

    def write(self, writer: int, numbers: list[int], pause: float) -> None:
        """One writer: appends its mails."""
        dice = random.Random(self.dice.random())
        left = [number for number in numbers if number not in self.written]
        while left and not self.ending.is_set():
            try:
                with self.client(f"schreiber{writer}@firma.test") as client:
                    while left and not self.ending.is_set():
                        with self._still[writer]:
                            client.append("INBOX", mail(left[0]))
                        self.written.add(left.pop(0))
                        self.ending.wait(dice.expovariate(1 / pause) if pause else 0)
            except BROKEN as error:
                self.ending.wait(0.1)
                if not isinstance(error, (IMAPClientError, ConnectionError)):
                    self.complaints.append(f"writer {writer}: {error!r}")

    def read_and_move(self, pause: float) -> None:
        """The person: reads, stars, moves mail between the folders, all day long."""
        dice = random.Random(self.dice.random())
        while not self.ending.wait(dice.expovariate(1 / pause)):
            with self._still[WRITERS], contextlib.suppress(*BROKEN), self.client("person@firma.test") as client:
                self._at_work(client, dice)

    def _at_work(self, client: IMAPClient, dice: random.Random) -> None:
        here, there = dice.sample(FOLDERS, 2)
        client.select_folder(here)
        uids: list[int] = list(client.search())
        for uid in dice.sample(uids, min(len(uids), 3)):
            number = _number(client.fetch([uid], ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]).get(uid, {}))
            if number is None:
                continue
            flag = dice.choice((b"\\Seen", b"\\Flagged", b"\\Answered"))
            self.tried.setdefault(number, set()).add(flag)
            client.add_flags([uid], [flag])
            self.flags.setdefault(number, set()).add(flag)
            if dice.random() < 0.5:
                client.move([uid], there)
                self.moves += 1

    def cut(self) -> None:
        """End one connection of a poller, or all of them as an administrator does."""
        if self.dice.random() < 0.8:
            self.cuts += self.cutter.cut(self.dice)
        else:
            conf = str(self.server.folder / "dovecot.conf")
            done = subprocess.run(
                ["/usr/bin/doveadm", "-c", conf, "kick", self.server.user], check=False, capture_output=True
            )
            self.kicks += done.returncode == 0

    def reset(self) -> None:
        """The server forgets all UIDs of one folder: another UIDVALIDITY. Nobody else writes just then."""
        with contextlib.ExitStack() as stack:
            for lock in self._still:
                stack.enter_context(lock)
            root = self.server.maildir if self.dice.random() < 0.7 else self.server.maildir / ".Erledigt"
            for path in [*root.glob("dovecot-uidlist*"), *root.glob("dovecot.index*")]:
                path.unlink(missing_ok=True)
            self.resets += 1

    def flags_now(self) -> tuple[dict[int, set[bytes]], int]:
        """What the mails bear now by number, and how many there are in all folders."""
        found: dict[int, set[bytes]] = {}
        count = 0
        for number, flags in self._all():
            found.setdefault(number, set()).update(flags)
            count += 1
        return {number: flags for number, flags in found.items() if flags}, count

    def strange_flags(self, now: dict[int, set[bytes]]) -> list[str]:
        """Flags that nobody of the team has set, and flags of the team that are gone."""
        nobody = set[bytes]()
        return [
            f"flags of {number}: {now.get(number)}, set {self.flags.get(number)}"
            for number in sorted({*now, *self.flags})
            if now.get(number, nobody) - self.tried.get(number, nobody)
            or self.flags.get(number, nobody) - now.get(number, nobody)
        ]

    def _all(self) -> Iterator[tuple[int, set[bytes]]]:
        with self.client("pruefer@firma.test") as client:
            for folder in FOLDERS:
                client.select_folder(folder, readonly=True)
                uids = client.search()
                for start in range(0, len(uids), 500):
                    part = uids[start : start + 500]
                    for data in client.fetch(part, ["FLAGS", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]).values():
                        number = _number(data)
                        if number is not None:
                            yield number, set(data[b"FLAGS"]) - {b"\\Recent"}


def _number(data: dict[bytes, Any]) -> int | None:
    head = next((value for key, value in data.items() if key.startswith(b"BODY[")), b"")
    _, found, rest = head.partition(b"sturm-")
    return int(rest.partition(b"@")[0]) if found else None
