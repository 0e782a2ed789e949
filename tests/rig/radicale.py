"""A private Debian Radicale: CalDAV on a loopback port, one user with a password, calendars in its own folder."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from pathlib import Path

import httpx2

from tests.rig import machine

PROGRAM = "/usr/bin/radicale"
PASSWORD = "geheim-1"

_CONF = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""

_MAKE = """\
<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>Aufgaben</D:displayname>
<C:supported-calendar-component-set><C:comp name="VTODO"/><C:comp name="VEVENT"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>
"""


class Radicale:
    """Users log in with PASSWORD. `url` is where a user's calendar lies; `entries` is what stands in it on disk."""

    def __init__(self, *users: str) -> None:
        self.users = users or ("amira",)
        self.folder = machine.fresh_folder("radicale")
        self.port = machine.free_port()
        self._process: subprocess.Popen[bytes] | None = None
        (self.folder / "users").write_text("".join(f"{user}:{PASSWORD}\n" for user in self.users))
        (self.folder / "config").write_text(_CONF.format(folder=self.folder, port=self.port))

    def start(self) -> None:
        log = self.folder / "log"
        with log.open("ab") as handle:
            command = [PROGRAM, "--config", str(self.folder / "config")]
            self._process = subprocess.Popen(command, stdout=handle, stderr=handle)
        machine.wait_until(partial(machine.listening, self.port), "Radicale", log)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, user: str = "amira") -> str:
        return f"http://127.0.0.1:{self.port}/{user}/aufgaben/"

    def make_calendar(self, user: str = "amira") -> None:
        self.ask("MKCALENDAR", self.url(user), _MAKE.encode(), user=user)

    def ask(
        self, method: str, url: str, body: bytes = b"", user: str = "amira", headers: dict[str, str] | None = None
    ) -> httpx2.Response:
        """What a calendar program of the user sends; a refusal is the test's failure."""
        with httpx2.Client(auth=(user, PASSWORD), trust_env=False) as client:
            answer = client.request(method, url, content=body, headers=headers)
        assert answer.is_success, (method, url, answer.status_code, answer.text)
        return answer

    def entries(self, user: str = "amira") -> dict[str, str]:
        """File name -> iCalendar text of every entry in the calendar."""
        folder = self.folder / "collections" / "collection-root" / user / "aufgaben"
        return {path.name: path.read_text() for path in sorted(Path(folder).glob("*.ics"))}
