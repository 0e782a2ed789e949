"""A private PostgreSQL cluster on a loopback port; as root it runs as an unprivileged user, as pg_ctl demands."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.rig import machine

_ROOTS = Path("/usr/lib/postgresql")


def binaries() -> Path | None:
    """The newest installed server's bin folder (Debian's layout), or None."""
    found = [path for path in _ROOTS.glob("*/bin") if (path / "postgres").exists()]
    return max(found, key=lambda path: float(path.parent.name), default=None)


class Postgres:
    """`url` is an SQLAlchemy URL for psycopg; `database(name)` makes a fresh database in the same cluster."""

    def __init__(self) -> None:
        self.folder = machine.fresh_folder("postgres")
        self.port = machine.free_port()
        self.log = self.folder / "postgres.log"
        self.user = "wiedersehen"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._url("postgres")

    def database(self, name: str) -> str:
        """Create an empty database (dropping an old one of that name) and return its URL."""
        return self._created(name, "")

    def copy(self, name: str, template: str) -> str:
        """Create a copy of a database that nobody is connected to (dropping an old one of that name); its URL."""
        return self._created(name, f' TEMPLATE "{template}"')

    def _created(self, name: str, how: str) -> str:
        statements = (f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"{how}')
        given = [part for statement in statements for part in ("-c", statement)]
        machine.run([self._bin("psql"), *self._where(), "-q", "-d", "postgres", *given])
        return self._url(name)

    def start(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            account = self._account()
            for path in (self.folder, data):
                os.chown(path, account.pw_uid, account.pw_gid)
        options = ["-U", self.user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        machine.run([self._bin("initdb"), "-D", data, *options], **self._as_user())
        self._launch()

    def _launch(self) -> None:
        speed = [f"-c{setting}=off" for setting in ("fsync", "synchronous_commit", "full_page_writes")]
        where = [f"-cport={self.port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={self.folder}"]
        command = [str(self._bin("postgres")), "-D", str(self.folder / "data"), *where, *speed]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # type: ignore[call-overload]  # keyword options are passed through
                command, stdout=log, stderr=log, **self._as_user()
            )
        machine.wait_until(self._answers, "PostgreSQL", self.log)

    def stop(self) -> None:
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Cut every session, and come back with the same data behind the block (a failing database)."""
        self._end()
        try:
            yield
        finally:
            self._launch()

    def _end(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # fast shutdown: sessions are cut, data is kept
            self._process.wait(timeout=30)
            self._process = None

    def _answers(self) -> bool:
        ready = [str(self._bin("pg_isready")), "-q", *self._where()]
        return subprocess.run(ready, check=False).returncode == 0

    def _where(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", self.user]

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{database}"

    def _as_user(self) -> dict[str, object]:
        if os.geteuid() != 0:
            return {}
        account = self._account()
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": str(self.folder)}

    @staticmethod
    def _account() -> pwd.struct_passwd:
        try:
            return pwd.getpwnam("postgres")
        except KeyError:
            return pwd.getpwuid(machine.NOBODY)

    @staticmethod
    def _bin(program: str) -> Path:
        folder = binaries()
        assert folder is not None, "asked for without the fixture's check"
        return folder / program
