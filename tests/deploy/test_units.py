"""The systemd units: valid, closed (exposure at most 1.5), and the real program runs under what they allow."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy import confine
from tests.deploy.firm import Firm
from tests.rig import machine
from tests.rig.tool import ROOT

DEPLOY = ROOT / "deploy"
SERVICES = ("wiedersehen.service", "wiedersehen-web.service", "wiedersehen-backup.service")
UNITS = (*SERVICES, "wiedersehen-backup.timer")
INSTALLED = "/opt/wiedersehen/venv/bin/wiedersehen"
HARDENING = re.compile(
    r"^(?:Private|Protect|Restrict|NoNew|Capability|Ambient|Device|Proc|Lock|Memory|SystemCall|Remove|Keyring|UMask|Limit)"
    r"\w*=.*$",
    re.MULTILINE,
)


@pytest.fixture(autouse=True)
def systemd() -> None:
    machine.need("systemd-analyze")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True)


def test_systemd_finds_nothing_to_say(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(INSTALLED, f"{sys.prefix}/bin/wiedersehen"), encoding="utf-8")
    done = run("systemd-analyze", "verify", "--man=yes", *(tmp_path / name for name in UNITS))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_unit_with_a_slip_is_found(tmp_path: Path) -> None:
    unit = tmp_path / "wiedersehen.service"
    text = (DEPLOY / unit.name).read_text(encoding="utf-8").replace(INSTALLED, "/bin/true")
    unit.write_text(text.replace("PrivateTmp=yes", "PrivatTmp=yes"), encoding="utf-8")
    assert "PrivatTmp" in run("systemd-analyze", "verify", unit).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_the_exposure_is_at_most_one_and_a_half(name: str) -> None:
    done = run("systemd-analyze", "security", "--offline=true", "--threshold=15", DEPLOY / name)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_the_threshold_can_fail() -> None:
    unit = DEPLOY / "wiedersehen.service"
    assert run("systemd-analyze", "security", "--offline=true", "--threshold=5", unit).returncode == 1


def test_all_services_are_closed_alike() -> None:
    own = {"SystemCallFilter=prlimit64 setrlimit"}  # the daemon's child limits its own memory
    texts = [(DEPLOY / name).read_text(encoding="utf-8") for name in SERVICES]
    first, *others = [set(HARDENING.findall(text)) - own for text in texts]
    assert len(first) > 25
    assert all(other == first for other in others)


def test_the_user_of_the_units_is_the_one_that_is_made() -> None:
    machine.need("systemd-sysusers")
    done = run("systemd-sysusers", "--dry-run", DEPLOY / "wiedersehen.sysusers")
    assert done.returncode == 0, done.stderr
    users = {words[0] for name in SERVICES for words in confine.values(DEPLOY / name, "User")}
    assert users == {"wiedersehen"}


def test_the_credentials_are_those_of_the_configuration() -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'credential = "(\w+)"', text.split("\n\n", 1)[1]))
    loaded = {words[0].split(":")[0] for words in confine.values(DEPLOY / "wiedersehen.service", "LoadCredential")}
    assert named == loaded


@pytest.fixture
def confined() -> list[str]:
    """The command before a command that runs it as the unit would."""
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        machine.lacking("not installed: libseccomp2")
    return [sys.executable, str(Path(confine.__file__)), str(DEPLOY / "wiedersehen.service")]


def test_the_cage_is_real(confined: list[str]) -> None:
    """Without this the next test would prove nothing."""
    kinds = {
        "import os; os.chroot('/')": -31,
        "import socket; socket.socket(socket.AF_NETLINK)": -31,
        "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)": 1,
        "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))": 0,
    }
    assert {code: run(*confined, sys.executable, "-c", code).returncode for code in kinds} == kinds


def test_the_daemon_works_in_the_cage(firm: Firm, confined: list[str]) -> None:
    """Templates, SQLite, the mail reader's child, Maildir, reload and the public pages: nothing forbidden is called."""
    inbox = firm.state / "inbox" / "new"
    inbox.mkdir(parents=True)
    (inbox / "1").write_bytes(b"From: a@kunde.test\r\nTo: b@firma.test\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n")
    text = firm.config.read_text(encoding="utf-8").replace('kind = "none"', 'kind = "folder"')
    firm.config.write_text(text.replace("port = 8025", f"port = {machine.free_port()}"), encoding="utf-8")
    with firm.service("--with-web", wrapper=confined) as service:
        firm.cancels(3)
        service.wait(lambda: len(firm.mails()) == 3, "mails")
        service.wait(lambda: firm.rows("SELECT 1 FROM reply"), "the reply")
        assert firm.rows("SELECT quarantined FROM reply") == [(None,)]
        service.reload()
        assert service.named("reloaded")


def test_a_backup_works_in_the_cage(firm: Firm, confined: list[str]) -> None:
    unit = str(DEPLOY / "wiedersehen-backup.service")
    program = [sys.executable, "-m", "commands.main", "backup", "--keep", "14"]
    done = run(*confined[:2], unit, *program, "--config", firm.config, "--state", firm.state)
    assert done.returncode == 0, done.stderr
    assert list((firm.state / "backups").iterdir())
