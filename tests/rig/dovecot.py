"""A private Dovecot: IMAP on a loopback port over one Maildir, its log and state in its own folder."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from tests.rig import machine

SBIN = "/usr/sbin/dovecot"

_CONF = """\
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = {folder}
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain {xoauth2}
auth_failure_delay = 0 secs
mail_location = maildir:{maildir}
mail_uid = {uid}
mail_gid = {uid}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
default_process_limit = 20
default_vsz_limit = 0
passdb {{
  driver = static
  mechanisms = plain
  args = password={password}
}}
{oauth}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={folder}/home
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {chroot}
}}
"""


_OAUTH = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth.conf
}}
"""


class Dovecot:
    """IMAP for one Maildir. Any user name is let in with `password`; all see the same mailbox.

    `port` speaks plain IMAP and offers STARTTLS, `tls_port` is implicit TLS with `certificate`. `tokens` is the port of
    a tests.rig.oauth server that says whose access tokens are: XOAUTH2 is offered then.
    """

    def __init__(
        self,
        maildir: Path | None = None,
        user: str = "team@firma.test",
        password: str = "geheim",
        tokens: int | None = None,
    ) -> None:
        self._tokens = tokens
        self.folder = machine.fresh_folder("dovecot")
        self.maildir = maildir if maildir is not None else self.folder / "mail"
        self.user, self.password = user, password
        self.port, self.tls_port = machine.free_port(), machine.free_port()
        self.log = self.folder / "dovecot.log"
        self.certificate, self._key = machine.certificate(self.folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        conf = self.folder / "dovecot.conf"
        conf.write_text(self._configuration())
        if self._tokens is not None:
            url = f"http://127.0.0.1:{self._tokens}/info?access_token="
            (self.folder / "oauth.conf").write_text(f"tokeninfo_url = {url}\nusername_attribute = email\n")
        for folder in (self.maildir, self.folder / "home", self.folder / "state"):
            self._make(folder)
        # -F keeps the master our child, so exactly this process is ended later.
        self._process = subprocess.Popen([SBIN, "-F", "-c", str(conf)])
        machine.wait_until(lambda: machine.listening(self.port), "Dovecot", self.log)

    def stop(self) -> None:
        """At once: a master that is asked to end looks once a second whether its children have."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)  # so that it makes no more children, and none of them is reaped
            every = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text("ascii").split()
            self._process.kill()
            for child in every:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            self._process.wait(timeout=20)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart(self) -> None:
        """End and start again on the same ports and Maildir (a maintenance window of the mail server)."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
        self.start()

    def put(self, raw: bytes, name: str) -> Path:
        """Drop a mail into the inbox as a delivery agent would: write to tmp, rename to new."""
        for part in ("cur", "new", "tmp"):
            self._make(self.maildir / part)
        temporary, final = self.maildir / "tmp" / name, self.maildir / "new" / name
        temporary.write_bytes(raw)
        if os.geteuid() == 0:
            os.chown(temporary, machine.NOBODY, machine.NOBODY)
        temporary.rename(final)
        return final

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, machine.NOBODY, machine.NOBODY)

    def _configuration(self) -> str:
        root = os.geteuid() == 0
        own, own_group = _own_names()
        return _CONF.format(
            folder=self.folder,
            maildir=self.maildir,
            uid=machine.NOBODY if root else os.geteuid(),
            ssl="yes",
            certificate=f"ssl_cert = <{self.certificate}\nssl_key = <{self._key}",
            internal="dovecot" if root else own,
            internal_group="dovecot" if root else own_group,
            login="dovenull" if root else own,
            chroot="" if root else "chroot =",
            password=self.password,
            xoauth2="xoauth2" if self._tokens is not None else "",
            oauth=_OAUTH.format(folder=self.folder) if self._tokens is not None else "",
            port=self.port,
            tls_port=self.tls_port,
        )


def _own_names() -> tuple[str, str]:
    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
