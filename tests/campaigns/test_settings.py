"""config.toml: complete, exact in its defaults, and impossible to misspell."""

from __future__ import annotations

import itertools
import re
import tomllib
import typing
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from campaigns import secrets
from campaigns.mailboxes import mailboxes_of
from campaigns.settings import SHIPPED_CAPS, Settings, load_settings, parse_settings
from campaigns.settings.sections import Credential
from campaigns.settings.transport import is_loopback
from compliance.policy import Policy, Release
from contacts.medium import Medium
from sequences.definition import Window
from sequences.grammar.translate import fields_of
from tests.sequences.test_grammar_shipped import mutants

CONFIG = Path(__file__).parent.parent.parent / "config.toml"
TEXT = CONFIG.read_text(encoding="utf-8")
COMPANY = """
[sender]
name = "Nordlicht Software GmbH"
legal_form = "GmbH"
street = "Hafenkontor 12"
postcode = "24103"
city = "Kiel"
register_court = "Amtsgericht Kiel"
register_number = "HRB 99999 KI"
directors = ["Wiebke Petersen"]
email = "post@nordlicht-software.example"
phone = "+49 431 99999 0"
privacy_url = "https://www.nordlicht-software.example/datenschutz/"
data_protection_email = "datenschutz@nordlicht-software.example"
[[brand]]
id = "nordlicht"
name = "Nordlicht"
from_name = "Nordlicht Software"
from_address = "kunden@nordlicht-software.example"
phone = "+49 431 99999 10"
website = "https://www.nordlicht-software.example"
[activation]
redirect_to = "pruefung@nordlicht-software.example"
[web]
base_url = "https://antwort.nordlicht-software.example"
"""
OURS = {"sender", "brand", "activation", "web"}
TOLD = {"letter", "person", "authority", "recipient", "consent_text", "collection", "replies"}
"""What the shipped file fills with an example or with more than the defaults."""


def good(text: str) -> Settings:
    settings = parse_settings(text, "config.toml")
    assert isinstance(settings, Settings), settings
    return settings


def test_the_shipped_file_is_valid_and_states_the_defaults():
    shipped, defaults = load_settings(CONFIG), good(COMPANY)
    assert isinstance(shipped, Settings)
    assert shipped.letter.processor_contract
    assert not defaults.letter.processor_contract  # without a contract nothing may be printed (Art. 28 DSGVO)
    same = set(Settings.model_fields) - OURS - TOLD
    assert {name: getattr(shipped, name) for name in same} == {name: getattr(defaults, name) for name in same}
    assert shipped.letter.model_copy(update={"processor_contract": False, "processor": None}) == defaults.letter
    assert shipped.replies.model_copy(update={"authserv_id": None}) == defaults.replies


def test_defaults_are_the_agreed_ones():
    settings = good(COMPANY)
    daemon, mail, (box,) = settings.daemon, settings.email, settings.mailbox
    assert (daemon.tick_seconds, daemon.inbox_seconds, daemon.batch_size, daemon.spread_minutes) == (1, 60, 200, 0)
    assert (daemon.letter_export_at, daemon.timezone, daemon.owner_land) == (time(15), "Europe/Berlin", "BE")
    assert (mail.carrier, mail.folder, mail.connections, mail.envelope_from) == ("folder", "mail", 8, None)
    assert (mail.smtp.tls, mail.smtp.timeout_seconds, mail.smtp.data_timeout_seconds) == ("required", 60, 600)
    assert (box.kind, box.folder, box.port, box.tls, box.folders) == ("folder", "inbox", 993, "implicit", ["INBOX"])
    assert (settings.letter.cost_euro, settings.letter.max_euro_month) == (Decimal("0.95"), Decimal(500))
    assert settings.window.definition == Window()
    assert settings.policy.value() == Policy()
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8025)
    assert settings.secrets.token_key is settings.secrets.hash_key is settings.database.url is None
    assert settings.sender.privacy_url.endswith("datenschutz")


def test_a_key_survives_the_line_end_that_an_editor_adds(tmp_path):
    made = secrets.key(None, tmp_path, secrets.HASH_KEY)
    (tmp_path / secrets.HASH_KEY).write_bytes(made + b"\r\n")
    assert secrets.key(None, tmp_path, secrets.HASH_KEY) == made


def test_caps_are_the_shipped_ones():
    caps = [(cap.per, cap.media, cap.max, cap.window_days, cap.outcome) for cap in good(COMPANY).cap]
    assert caps == [tuple(cap.values()) for cap in SHIPPED_CAPS]
    assert good(COMPANY).cap[0].media_set == frozenset(Medium)
    assert good(COMPANY).cap[3].media_set == {Medium.POST}


def commented(model: type, seen: set[str]) -> set[str]:
    for name, annotation, _ in fields_of(model):
        seen.add(name)
        for inner in (annotation, *typing.get_args(annotation)):
            if hasattr(inner, "model_fields") and inner is not Credential:
                commented(inner, seen)
    return seen


def test_every_key_stands_in_the_shipped_file_set_or_commented():
    keys = set(re.findall(r"^(?:# )?([a-z0-9_]+) = ", TEXT, re.MULTILINE))
    tables = set(re.findall(r"^(?:# )?\[+([a-z_.]+)\]", TEXT, re.MULTILINE)) | {"smtp", "ses", "dkim", "rate", "shop"}
    told_in_words = {"release", "by", "on", "reason"}
    assert commented(Settings, set()) - keys - tables - told_in_words == set()


def test_every_key_of_the_shipped_file_has_a_line_of_comment_once():
    lines = TEXT.splitlines()
    explained = {
        line.split(" = ")[0]
        for before, line in itertools.pairwise(lines)
        if re.match(r"[a-z0-9_]+ = ", line) and before.startswith("# ")
    }
    caps = {"per", "media", "max", "window_days", "outcome"}  # one comment above all of them
    assert {line.split(" = ")[0] for line in lines if re.match(r"[a-z0-9_]+ = ", line)} - explained - caps == set()


def test_a_misspelt_key_is_refused_at_its_line():
    cases = mutants(TEXT)
    assert len(cases) > 90
    for key, text in cases:
        problems = parse_settings(text, "config.toml")
        assert isinstance(problems, tuple), f"{key} may be misspelt"
        assert any(f"{problem.line}" == key.split("@")[1] for problem in problems), (key, problems)


def test_a_released_lenient_reading_reaches_the_policy():
    text = (
        COMPANY + "[policy]\nexisting_customer_after_end_days = 90\n[policy.release.existing_customer_after_end_days]\n"
    )
    text += 'by = "Jule Hansen"\non = 2026-10-01\nreason = "Abwägung vom 28.09."\n'
    policy = good(text).policy.value()
    assert policy.existing_customer_after_end_days == 90
    release = Release("Jule Hansen", date(2026, 10, 1), "Abwägung vom 28.09.")
    assert policy.releases == (("existing_customer_after_end_days", release),)


def test_real_servers():
    text = (
        COMPANY
        + '[email]\ncarrier = "smtp"\nenvelope_from = "r@nordlicht.example"\nmessage_id_domain = "nordlicht.example"\n'
    )
    text += '[email.smtp]\nhost = "mail.nordlicht.example"\nuser = "w"\npassword = { credential = "smtp" }\n'
    text += (
        '[[mailbox]]\nkind = "imap"\nhost = "imap.nordlicht.example"\nuser = "w"\npassword = { credential = "imap" }\n'
    )
    text += '[database]\nurl = "postgresql+psycopg://w@db/w"\npassword = { credential = "db" }\n'
    settings = good(text)
    assert settings.email.smtp.password == Credential(credential="smtp")
    assert settings.database.url == "postgresql+psycopg://w@db/w"


@pytest.mark.parametrize(
    "page", [CONFIG, *sorted((CONFIG.parent / "docs" / "handbuch").glob("*.md"))], ids=lambda one: one.name
)
def test_every_credential_that_we_write_down_can_be_named_so(page):
    """An example that `check` refuses costs somebody the first evening."""
    for name in re.findall(r'credential = "([^"]*)"', page.read_text(encoding="utf-8")):
        assert Credential(credential=name).credential == name


@pytest.mark.parametrize("name", ["../smtp", "a/b", "", "-x", "Größe"])
def test_a_credential_is_no_path(name):
    with pytest.raises(ValidationError, match="ist kein Name einer Kennwortdatei"):
        Credential(credential=name)


def test_several_mailboxes_each_with_its_own_way_in(tmp_path, monkeypatch):
    text = COMPANY + (
        '[[mailbox]]\nkind = "imap"\nhost = "imap.nordlicht.example"\nuser = "w"\npassword = { credential = "p" }\n'
        'folders = ["INBOX", "Antworten"]\nidle = false\n'
        '[[mailbox]]\nname = "vertrieb"\nkind = "imap"\nhost = "outlook.office365.com"\nuser = "v"\n'
        'auth = "microsoft"\ntenant = "t"\nclient_id = "c"\nclient_secret = { credential = "s" }\n'
        '[[mailbox]]\nkind = "imap"\nhost = "imap.gmail.com"\nuser = "g"\nauth = "google"\nclient_id = "c"\n'
        'client_secret = { credential = "s" }\nrefresh_token = { credential = "r" }\n'
        '[[mailbox]]\nkind = "mbox"\nfile = "/var/mail/team"\n'
        '[[mailbox]]\nkind = "folder"\nfolder = "ablage"\n'
    )
    settings = good(text)
    assert [box.account for box in settings.mailbox] == [
        "w@imap.nordlicht.example", "vertrieb", "g@imap.gmail.com", "mbox:team", "folder:ablage",
    ]  # fmt: skip
    assert [list(box.secrets) for box in settings.mailbox] == [
        ["password"], ["client_secret", "refresh_token"], ["client_secret", "refresh_token"], [], [],
    ]  # fmt: skip
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(secrets.MissingCredential, match="„p“"):
        mailboxes_of(settings, tmp_path)
    for name in "psr":
        (tmp_path / name).write_text(f"geheim-{name}")
    boxes = mailboxes_of(settings, tmp_path)
    assert [(box.account, box.cursors()) for box in boxes] == [
        ("w@imap.nordlicht.example", ("INBOX", "Antworten")),
        ("vertrieb", ("INBOX",)),
        ("g@imap.gmail.com", ("INBOX",)),
        ("mbox:team", ("INBOX",)),
        ("folder:ablage", ("INBOX",)),
    ]
    assert "geheim" not in repr(boxes)
    assert mailboxes_of(good(COMPANY + '[[mailbox]]\nkind = "none"\n'), tmp_path) == ()


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("127.0.0.9", True), ("[::1]", True), ("10.0.0.1", False), ("mail", False)]
)
def test_plain_text_is_for_this_machine_only(host, here):
    assert is_loopback(host) is here
    result = parse_settings(COMPANY + f'[email.smtp]\nhost = "{host}"\ntls = "off"\n', "config.toml")
    assert isinstance(result, Settings) is here


def test_own_reasons_are_added_to_the_shipped_ones():
    assert {"price", "messe"} <= good(COMPANY + '[reasons]\nmesse = "Messe"\n').all_reasons


def test_a_missing_file_is_a_problem(tmp_path):
    problems = load_settings(tmp_path / "config.toml")
    assert isinstance(problems, tuple)
    assert str(problems[0]).startswith("config.toml:1:1: die Datei lässt sich nicht lesen")


def test_a_text_that_cannot_be_read_at_all_is_a_problem():
    assert isinstance(parse_settings("a = " + "[" * 5000, "config.toml"), tuple)


def test_names_of_keys_are_no_reasons():
    problems = parse_settings(COMPANY + '[reasons]\nhost = "x"\nprice = "Preis"\nMesse = "x"\n', "config.toml")
    assert isinstance(problems, tuple)
    assert [problem.key for problem in problems] == ["reasons.host", "reasons.price", "reasons.Messe"]


def test_the_shipped_file_is_plain_toml():
    assert set(tomllib.loads(TEXT)) <= set(Settings.model_fields)
