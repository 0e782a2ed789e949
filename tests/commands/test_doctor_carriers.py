"""`doctor` about the ways out over Amazon and our own signature, and `ses`: each trouble a sentence and a next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.resolver
import pytest

from tests.channels.test_dkim_look import pair
from tests.commands.test_doctor import changed, findings, the
from tests.commands.test_doctor import tool as tool  # noqa: PLC0414 - the fixture
from tests.rig.amazon import Amazon, Guard
from tests.rig.dns import NameServer
from tests.rig.machine import free_port
from tests.rig.ses import SesPeer
from tests.rig.tool import Tool

SECRET = "geheimer-schluessel"
DOMAIN = "werft-soehne.de"


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of credentials, with keys for Amazon."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    for name in ("ses_access_key", "ses_secret_key"):
        put(folder, name, SECRET)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o600)


def over_ses(tool: Tool, url: str, configuration_set: str = "wiedersehen") -> None:
    changed(tool, 'carrier = "folder"', 'carrier = "ses"')
    keys = "\n".join(f'{key} = {{ credential = "ses_{key}" }}' for key in ("access_key", "secret_key"))
    lines = f'endpoint = "{url}"\n{keys}\nconfiguration_set = "{configuration_set}"\n'
    with tool.config.open("a", encoding="utf-8") as file:
        file.write(f"\n[email.ses]\n{lines}")


@pytest.fixture
def ses(tool: Tool, secrets: Path) -> Iterator[SesPeer]:  # noqa: ARG001 - they have to be there
    with SesPeer() as peer:
        over_ses(tool, peer.url)
        peer.identities = {DOMAIN: True}
        peer.events = {"wiedersehen": ["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT"]}
        yield peer


def test_an_account_that_is_right(tool: Tool, ses: SesPeer) -> None:
    tool("ses", "read")
    mine = [(level, text) for check, level, text, _ in findings(tool) if check == "ses"]
    assert {level for level, _ in mine} == {"ok"}
    assert "14 in der Sekunde, 50.000 am Tag" in str(mine)
    assert ses.sent == 0
    said = tool("doctor").out
    assert SECRET not in said
    assert the(tool, "Amazon SES nicht geprüft (--offline)", 0, "--offline")[1] == "note"


def test_each_thing_that_is_wrong_with_an_account(tool: Tool, ses: SesPeer) -> None:
    ses.account |= {"ProductionAccessEnabled": False, "SendingEnabled": False}
    ses.identities = {DOMAIN: False}
    ses.events = {"wiedersehen": ["BOUNCE", "DELIVERY"]}
    assert "production access" in (the(tool, "in der Sandbox")[2] or "")
    assert the(tool, "den Versand dieses Kontos angehalten")[1] == "error"
    assert "Identities" in (the(tool, f"@{DOMAIN} ist bei Amazon SES noch nicht bestätigt")[2] or "")
    assert the(tool, "meldet nicht über SNS: Complaint")[1] == "error"
    assert "wiedersehen ses read" in (the(tool, "wurde noch nie gelesen")[2] or "")
    ses.events = {}
    assert the(tool, "Konfigurationssatz „wiedersehen“ gibt es nicht")[1] == "error"
    ses.account |= {"SendingEnabled": True, "EnforcementStatus": "PROBATION"}
    assert the(tool, "prüft dieses Konto (PROBATION)")[1] == "warning"


def test_missing_rights_hide_no_other_answer_and_silence_is_asked_once(tool: Tool, ses: SesPeer) -> None:
    ses.refusals = [(403, "AccessDeniedException")]
    found = [(level, text) for check, level, text, _ in findings(tool, code=1) if check == "ses"]
    assert ("error", "Amazon SES (eu-central-1) verweigert ses:GetAccount: AccessDeniedException.") in found
    assert any("ist bei Amazon SES bestätigt" in text for _, text in found)
    ses.asked.clear()
    ses.refusals = [(500, "InternalFailure")]
    assert the(tool, "ses:GetAccount: InternalFailure")[1] == "error"
    assert len(ses.asked) == 1
    changed(tool, ses.url, f"http://127.0.0.1:{free_port()}")
    assert the(tool, "Amazon SES (eu-central-1) antwortet nicht")[1] == "error"


@pytest.mark.usefixtures("secrets")
def test_the_queue_of_events(tool: Tool) -> None:
    amazon = Amazon()
    try:
        url, _ = amazon.queue("doctor", VisibilityTimeout="60", MessageRetentionPeriod="1209600")
        with Guard(amazon.url) as guard:
            box = f'[[mailbox]]\nkind = "sqs"\nqueue_url = "{url}"\nendpoint = "{guard.url}"\n'
            keys = "\n".join(f'{key} = {{ credential = "ses_{key}" }}' for key in ("access_key", "secret_key"))
            with tool.config.open("a", encoding="utf-8") as file:
                file.write(f"\n{box}{keys}\n")
            assert the(tool, "sqs:doctor: erreichbar, 0 Meldungen warten", 0)[:2] == ("imap", "ok")
            guard.refuses.add("DeleteMessage")
            assert "sqs:DeleteMessage" in (the(tool, "lassen sich nicht löschen")[2] or "")
            guard.refuses = {"GetQueueAttributes"}
            assert the(tool, "antwortet mit „AccessDenied")[1] == "error"
            guard.refuses = set()
            amazon.client("sqs").set_queue_attributes(
                QueueUrl=url, Attributes={"VisibilityTimeout": "5", "MessageRetentionPeriod": "3600"}
            )
            assert "60 Sekunden" in (the(tool, "nur 5 Sekunden verborgen", 0)[2] or "")
            assert "14 Tage" in (the(tool, "verfallen nach 1 h", 0)[2] or "")
            assert "ReceiveMessage" not in guard.asked
    finally:
        amazon.stop()


def test_our_own_signature(tool: Tool, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, public = pair(secrets)
    put(secrets, "dkim", key.decode())
    changed(tool, 'carrier = "folder"', 'carrier = "smtp"')
    with tool.config.open("a", encoding="utf-8") as file:
        file.write(f'\n[email.dkim]\ndomain = "{DOMAIN}"\nselector = "w1"\nkey = {{ credential = "dkim" }}\n')
    with NameServer({f"w1._domainkey.{DOMAIN}.": f"v=DKIM1; k=rsa; p={public}"}) as there:
        monkeypatch.setattr(dns.resolver, "default_resolver", there.resolver)
        assert the(tool, "passt zum Schlüssel")[:2] == ("dkim", "ok")
        assert the(tool, "lesbar (2048 Bit)")[1] == "ok"
        there.records = {f"w1._domainkey.{DOMAIN}.": f"v=DKIM1; p={pair(secrets, 1024)[1]}"}
        assert "openssl rsa" in (the(tool, "ein anderer Schlüssel")[2] or "")
        there.records = {}
        assert the(tool, "diesen Eintrag gibt es im DNS nicht")[1] == "error"
        there.silent = True
        monkeypatch.setattr(dns.resolver, "default_resolver", there.resolver)
        assert the(tool, "der Nameserver antwortet nicht")[1] == "warning"
        changed(tool, f'domain = "{DOMAIN}"', 'domain = "woanders.de"')
        assert the(tool, "für DMARC zählt sie nicht")[1] == "warning"
        assert "PRIVATE" not in tool.raw("doctor", "--config", tool.config, "--state", tool.state).out
    put(secrets, "dkim", pair(secrets, 512)[0].decode())
    assert "openssl genrsa" in (the(tool, "hat nur 512 Bit")[2] or "")
    put(secrets, "dkim", "kein Schlüssel")
    assert the(tool, "ist kein privater RSA-Schlüssel")[:2] == ("dkim", "error")


def test_the_commands_of_the_list(tool: Tool, ses: SesPeer) -> None:
    ses.listed["fremd@kunde.example"] = ("BOUNCE", datetime.now(UTC) - timedelta(days=1))
    assert tool("ses", "read", "--json").object == {"told": 1, "new": 1, "people": 0, "swallowed": 0}
    assert "Einträge gelesen: 1, davon neu: 0" in tool("ses", "read", "--all").out
    assert tool("ses", "list").out == "Niemand aus dem Bestand steht auf der Sperrliste.\n"
    freed = tool("ses", "release", "fremd@kunde.example", "--by", "Ida", "--json").object
    assert (freed["listed"], freed["blocked"], freed["contacts"]) == (True, True, [])
    assert "Hier war sie nicht gesperrt" in tool("ses", "release", "fremd@kunde.example").out
    ses.refusals = [(403, "AccessDeniedException")]
    done = tool("ses", "release", "fremd@kunde.example", code=1)
    assert "aws sesv2 delete-suppressed-destination" in done.err
    assert "Hier ist nichts geändert" in done.err
    ses.refusals = [(403, "AccessDeniedException")]
    assert "Recht ses:ListSuppressedDestinations" in tool("ses", "read", code=1).err
    assert "ses:ListSuppressedDestinations" in tool("status").out
    assert tool("ses", "release", "niemand", code=2).err.startswith("„niemand“ ist keine")


def test_without_amazon_the_commands_say_so(tool: Tool) -> None:
    assert '[email] carrier ist nicht "ses"' in tool("ses", "read", code=2).err
