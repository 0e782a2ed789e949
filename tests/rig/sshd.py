"""A private OpenSSH server on a loopback port that speaks SFTP into its own folder."""

from __future__ import annotations

import getpass
import os
import subprocess
from pathlib import Path

from tests.rig import machine

SBIN = "/usr/sbin/sshd"
KEYGEN = "/usr/bin/ssh-keygen"

_CONF = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/client_key.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
Subsystem sftp internal-sftp -d {home}
"""


class Sshd:
    """`home` is where a client lands; `known_hosts` and `client_key` are what a client needs."""

    def __init__(self, folder: Path) -> None:
        machine.need(SBIN, KEYGEN)
        machine.need_root("an own sshd")
        self.folder, self.home = folder, folder / "home"
        self.port = machine.free_port()
        self.user = getpass.getuser()
        self.client_key, self.known_hosts = folder / "client_key", folder / "known_hosts"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make keys, write the configuration, wait for the port."""
        self.home.mkdir(parents=True, exist_ok=True)
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd gives up its rights, it insists on this folder
        for name in ("host_key", "client_key"):
            if not (self.folder / name).exists():
                command = [KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / name)]
                subprocess.run(command, check=True)
        host = (self.folder / "host_key.pub").read_text("ascii").split()[:2]
        self.known_hosts.write_text(f"[127.0.0.1]:{self.port} {' '.join(host)}\n")
        conf = self.folder / "sshd_config"
        conf.write_text(_CONF.format(port=self.port, folder=self.folder, home=self.home))
        log = (self.folder / "sshd.log").open("ab")
        self._process = subprocess.Popen(
            [SBIN, "-D", "-e", "-f", str(conf)], stderr=log, env={"PATH": os.environ["PATH"]}
        )
        log.close()
        machine.wait_until(lambda: machine.listening(self.port), "sshd", self.folder / "sshd.log")

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None
