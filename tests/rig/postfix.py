"""A private Debian Postfix: own configuration, queue and ports; nothing under /etc/postfix is read or written."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import uuid
from functools import partial
from pathlib import Path

from tests.rig import machine

SBIN = "/usr/sbin/postfix"
TEAM = "team@firma.test"
"""The mailbox that replies and bounces come to; a Dovecot can serve it."""

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {log}
maillog_file_prefixes = {folder}
myhostname = relay.wiedersehen.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
biff = no
virtual_mailbox_domains = regexp:{folder}/domains
virtual_mailbox_maps = regexp:{folder}/mailboxes
virtual_mailbox_base = {mail}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
virtual_mailbox_limit = 0
smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/access, reject_unauth_destination
smtpd_client_connection_rate_limit = 0
smtpd_delay_reject = no
smtpd_error_sleep_time = 0
smtpd_sender_restrictions = check_sender_access regexp:{folder}/refuse-mail
smtpd_data_restrictions = check_sender_access regexp:{folder}/refuse-data
smtpd_end_of_data_restrictions = check_sender_access regexp:{folder}/refuse-end
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
message_size_limit = 1000000
"""

_MASTER = """\
{plain} inet n - n - - smtpd
{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
{strict} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

# What a test wants refused says so in its local part; a stage, a code and an enhanced status in the sender's.
_REFUSE = "/^{stage}-([45][0-9][0-9])-([45])-([0-9]+)-([0-9]+)@/ ${{1}} ${{2}}.${{3}}.${{4}} refused as asked\n"
_ACCESS = """\
/^rcpt-([45][0-9][0-9])-([45])-([0-9]+)-([0-9]+)@/ ${1} ${2}.${3}.${4} refused as asked
/^unknown[^@]*@/ 550 5.1.1 User unknown in virtual mailbox table
/^later[^@]*@/ 450 4.2.1 Mailbox busy, try again later
/^policy[^@]*@/ 550 5.7.1 Rejected by policy
"""


class Postfix:
    """`port` speaks plain SMTP and offers STARTTLS, `tls_port` is implicit TLS, `strict_port` insists on STARTTLS.

    Any address in a domain below `.test` is accepted, except local parts that begin with unknown (550 5.1.1), policy
    (550 5.7.1) or later (450 4.2.1), or name a refusal: `rcpt-452-4-2-2`, as sender `mail-…`, `data-…`, `end-…`. The addresses of `mailboxes` have a Maildir of their own, which a Dovecot may
    share; everything else lies in one common Maildir and is told apart by Delivered-To. `milter` is the port of one that
    signs.
    """

    def __init__(self, mailboxes: tuple[str, ...] = (TEAM,), milter: int | None = None) -> None:
        self.mailboxes, self._milter = mailboxes, milter
        self.folder = machine.fresh_folder("postfix")
        self.port, self.tls_port, self.strict_port = (machine.free_port() for _ in range(3))
        self.log = self.folder / "mail.log"
        self.mail = self.folder / "mail"
        self.certificate, self._key = machine.certificate(self.folder)

    def start(self) -> None:
        self._write_configuration()
        machine.run([SBIN, "-c", self._conf, "start"])
        for port in (self.port, self.tls_port, self.strict_port):
            machine.wait_until(partial(machine.listening, port), "Postfix", self.log)

    def stop(self) -> None:
        """End the master we started, by its own pid file; its children go with it."""
        pid_file = self.folder / "queue/pid/master.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, ProcessLookupError):
            pid = int(pid_file.read_text().strip())
            os.kill(pid, signal.SIGTERM)
            machine.wait_until(lambda: not Path(f"/proc/{pid}").exists(), "the end of Postfix", self.log)
        shutil.rmtree(self.folder, ignore_errors=True)

    def maildir_of(self, address: str) -> Path:
        return self.mail / (_folder_of(address) if address in self.mailboxes else "all")

    def delivered(self, address: str, count: int = 1) -> list[bytes]:
        """The mails of one address as lying in its Maildir, after waiting for at least `count`."""
        marker = f"\nDelivered-To: {address}\n".encode()

        def mails() -> list[bytes]:
            maildir = self.maildir_of(address)
            every = (path.read_bytes() for part in ("new", "cur") for path in sorted(maildir.glob(f"{part}/*")))
            return [mail for mail in every if marker in mail]

        machine.wait_until(lambda: len(mails()) >= count, f"mail for {address}", self.log)
        return mails()

    def accepted_message_ids(self) -> list[str]:
        """Every Message-ID that cleanup logged: what Postfix has taken responsibility for (duplicates included)."""
        self._log_has_caught_up()
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return re.findall(r"cleanup\[\d+\]: \w+: message-id=<([^>]*)>", text)

    def _log_has_caught_up(self) -> None:
        """What was answered was logged before, by a process of its own: a line of ours stands behind it."""
        mark = f"wiedersehen: {uuid.uuid4()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as postlogd:
            postlogd.sendto(mark.encode(), str(self.folder / "queue/public/postlog"))
        machine.wait_until(lambda: mark in self.log.read_text(errors="replace"), "the log of Postfix")

    @property
    def _conf(self) -> Path:
        return self.folder / "etc"

    def _write_configuration(self) -> None:
        for name in ("etc", "queue", "data", "mail"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        os.chown(self.mail, machine.NOBODY, machine.NOBODY)
        values = {"folder": self.folder, "log": self.log, "mail": self.mail, "uid": machine.NOBODY}
        tls = {"cert": self.certificate, "key": self._key}
        signing = "" if self._milter is None else f"smtpd_milters = inet:127.0.0.1:{self._milter}\n"
        (self._conf / "main.cf").write_text(_MAIN.format(**values, **tls) + signing)
        ports = {"plain": self.port, "tls": self.tls_port, "strict": self.strict_port}
        (self._conf / "master.cf").write_text(_MASTER.format(**ports))
        (self.folder / "domains").write_text("/\\.test$/ ok\n")
        own = [f"/^{re.escape(address)}$/ {_folder_of(address)}/" for address in self.mailboxes]
        (self.folder / "mailboxes").write_text("\n".join([*own, "/./ all/", ""]))
        (self.folder / "access").write_text(_ACCESS)
        for stage in ("mail", "data", "end"):
            (self.folder / f"refuse-{stage}").write_text(_REFUSE.format(stage=stage))


def _folder_of(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{domain}/{local}"
