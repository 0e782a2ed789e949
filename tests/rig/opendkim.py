"""A private Debian OpenDKIM: signs what a test Postfix hands it, as a customer's relay would."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode
from functools import partial

from tests.rig import machine

PROGRAM = "/usr/sbin/opendkim"
SELECTOR = "pruefung"

SIGNED = (
    *("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type", "Auto-Submitted"),
    *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"),
)
"""What docs/handbuch/mail.md tells the relay to sign (RFC 8058 4: both list headers MUST be covered)."""

_CONF = """\
Syslog no
Mode s
UMask 002
Socket inet:{port}@127.0.0.1
Domain *
Selector {selector}
KeyFile {key}
RequireSafeKeys no
InternalHosts 127.0.0.1
Canonicalization relaxed/relaxed
SignatureAlgorithm rsa-sha256
OversignHeaders From
SignHeaders {signed}
"""


class OpenDkim:
    """Signs for every From domain with one 2048 bit key; `record` is what its DNS would answer."""

    def __init__(self) -> None:
        self.port = machine.free_port()
        self.folder = machine.fresh_folder("dkim")
        self._process: subprocess.Popen[bytes] | None = None
        self._key = self.folder / "key.pem"
        machine.run(["openssl", "genrsa", "-traditional", "-out", self._key, "2048"])
        self._key.chmod(0o600)
        public = self.folder / "key.pub"
        machine.run(["openssl", "rsa", "-in", self._key, "-pubout", "-outform", "DER", "-out", public])
        self.record = b"v=DKIM1; k=rsa; p=" + b64encode(public.read_bytes())

    def start(self) -> None:
        conf = self.folder / "opendkim.conf"
        values = {"port": self.port, "selector": SELECTOR, "key": self._key, "signed": ",".join(SIGNED)}
        conf.write_text(_CONF.format(**values))
        log = self.folder / "log"
        with log.open("wb") as handle:
            self._process = subprocess.Popen([PROGRAM, "-f", "-x", conf], stdout=handle, stderr=handle)
        machine.wait_until(partial(machine.listening, self.port), "OpenDKIM", log)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
