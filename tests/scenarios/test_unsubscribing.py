"""One click in a mail program (RFC 8058): the POST with the token of a delivered mail stops e-mail advertising."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.rig import machine
from tests.rig.dovecot import Dovecot
from tests.rig.postfix import Postfix
from tests.rig.tool import ROOT
from tests.scenarios.firm import Firm, Person

pytestmark = pytest.mark.real


@pytest.fixture
def served(firm: Firm, postfix: Postfix, dovecot: Dovecot) -> Iterator[Firm]:
    """The firm with `wiedersehen web` running on a free loopback port."""
    del postfix, dovecot
    port = machine.free_port()
    text = firm.config.read_text(encoding="utf-8")
    text = re.sub(r"^port = 8025$", f"port = {port}", text, flags=re.MULTILINE)
    text = re.sub(r"^base_url = .*$", f'base_url = "http://127.0.0.1:{port}"', text, flags=re.MULTILINE)
    firm.config.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "commands.main", "web", "--config", firm.config, "--state", firm.state]
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT)
    try:
        machine.wait_until(lambda: machine.listening(port), "wiedersehen web")
        yield firm
    finally:
        process.terminate()
        process.wait(timeout=20)


def _post(url: str, body: bytes = b"List-Unsubscribe=One-Click") -> tuple[int, str]:
    request = urllib.request.Request(
        url, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_one_click_stops_mail_advertising(served: Firm) -> None:
    person, other = Person("S-30"), Person("S-31")
    served.take_on(person, other)
    served.until(1)
    links = re.findall(r"<(http[^>]+)>", served.mail(person, "value")["List-Unsubscribe"])
    (url,) = links
    with urllib.request.urlopen(url, timeout=10) as page:  # a link scanner opens it: nothing happens
        assert "Keine Werbung mehr?" in page.read().decode()
    assert _post(url + "x")[0] == 404
    served.until(7)
    assert served.sent(person.id) == [("value", "email"), ("news", "email")]
    assert [_post(url)[0], _post(url)[0]] == [200, 200]  # a mail provider may repeat it
    served.until(40)
    assert [step for step, channel in served.sent(person.id) if channel == "email"] == ["value", "news"]
    (story,) = served.touches(contact=person.id, step="story")
    assert (story["decision"], story["rule"]) == ("skip", "objection")
    assert len(served.sent(other.id)) >= 4
    assert len(served.sent(person.id, "offboarding")) >= 2
