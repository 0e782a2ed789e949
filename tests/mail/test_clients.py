"""What mail programs support: the tables of caniemail.com against every mail we ship."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.mail.rendered import mails
from tests.rig import machine

HERE = Path(__file__).resolve().parent
CLIENTS = (
    "outlook.*",
    "gmail.*",
    "apple-mail.*",
    "gmx.*",
    "web-de.*",
    "t-online-de.*",
    "ionos-1and1.*",
    "thunderbird.*",
)
_ERROR = re.compile(r"^`(?P<feature>.+?)` is not supported by `(?P<client>.+?)`$")

ACCEPTED = {
    "@media": "dark colours and a narrower margin are an addition; without it the mail stays light and readable",
    "<body> element": "webmail replaces body by its own; the colour stands on the outer table too",
    "role attribute": "for screen readers; without it the layout table is read as a table",
}
"""What some programs do not know, and why the mail holds without it."""


def unsupported(pages: dict[str, str]) -> dict[str, list[str]]:
    """Per mail what one of CLIENTS does not support, beyond ACCEPTED."""
    done = subprocess.run(
        ["node", HERE / "clients.mjs", *CLIENTS],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return {name: [one for one in errors if _feature(one) not in ACCEPTED] for name, errors in found.items()}


def _feature(error: str) -> str:
    match = _ERROR.match(error)
    assert match is not None, error
    return match["feature"]


@pytest.fixture(scope="module", autouse=True)
def checker() -> None:
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        machine.lacking("node oder tests/mail/node_modules fehlt: make servers")


def test_every_mail_holds_in_every_program() -> None:
    found = unsupported(mails())
    assert len(found) == len(mails()) > 30
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_what_a_program_does_not_know_is_found() -> None:
    page = '<html><body><div style="display:flex"><p style="position:fixed">x</p></div></body></html>'
    (errors,) = unsupported({"planted": page}).values()
    assert any("outlook.windows" in one for one in errors)


def test_each_exception_is_needed() -> None:
    done = subprocess.run(
        ["node", HERE / "clients.mjs", *CLIENTS],
        input=json.dumps(mails()),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    used = {_feature(one) for errors in json.loads(done.stdout).values() for one in errors}
    assert set(ACCEPTED) == used
