"""[[api]] and [[webhook]]: what is wrong in the file or in a secret is said in German before anything is sent."""

from __future__ import annotations

import base64

import pytest
from pydantic import ValidationError

from campaigns.bootstrap import ROOT, Read
from campaigns.doctor import partners as doctor
from campaigns.doctor.finding import Level
from campaigns.doctor.patient import Patient
from campaigns.handover.webhooks import Webhooks
from campaigns.partners import source_of, target_of
from campaigns.secrets import MissingCredential
from campaigns.settings import parse_settings
from campaigns.settings.partners import ApiTable, WebhookTable
from store import outbox
from store.migrate import newest
from tests.campaigns.erased_person import mail_in
from tests.campaigns.house_of import house_of, shipped
from tests.handover.test_delivering import SECRET, Scripted, Verdict, kinds, open_task, run, target

REF = {"credential": "one"}
GOOD = base64.b64encode(b"k" * 32).decode()


@pytest.fixture
def secret(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    def put(text):
        (tmp_path / "one").write_text(text, encoding="utf-8")

    return put


def api(**changes):
    return ApiTable.model_validate({"id": "crm", "secret": REF, "may": ["tasks"], **changes})


def hook(**changes):
    values = {"id": "crm", "url": "https://crm.example/in", "secret": REF, "events": ["task.created"]}
    return WebhookTable.model_validate({name: value for name, value in (values | changes).items() if value is not None})


def test_each_line_of_a_secret_opens(secret):
    secret(f"whsec_{GOOD}\n{GOOD}\n")
    assert source_of(api()).secrets == (f"whsec_{GOOD}", GOOD)
    assert target_of(hook()).secrets == (f"whsec_{GOOD}", GOOD)


@pytest.mark.parametrize(
    "text", ["", "whsec_", "whsec_kurz", "whsec_" + base64.b64encode(b"k" * 65).decode(), "ä" * 40]
)
def test_a_secret_that_is_none(secret, text):
    secret(text)
    for read in (lambda: source_of(api()), lambda: target_of(hook())):
        with pytest.raises(MissingCredential, match="Geheimnis"):
            read()
    if len(text) < 20:
        with pytest.raises(MissingCredential):
            source_of(api(scheme="bearer"))


def test_the_address_of_a_channel_is_a_secret(secret):
    secret("https://firma.webhook.office.example/geheim?sig=x\n")
    made = target_of(hook(kind="teams", url=None))
    assert (made.url, made.secrets) == ("https://firma.webhook.office.example/geheim?sig=x", ())
    secret("http://intern.example/hook")
    with pytest.raises(MissingCredential, match="keine sichere Adresse"):
        target_of(hook(kind="slack", url=None))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "http://crm.example/"}, "https://"),
        ({"url": "http://10.0.0.1/"}, "https://"),
        ({"url": "ftp://crm.example/"}, "https://"),
        ({"url": "https://name:wort@crm.example/"}, "keine Webadresse"),
        ({"url": "https:///pfad"}, "keine Webadresse"),
        ({"url": "https://bücher.example/"}, "xn--"),
        ({"url": "https://crm.example:99999/"}, "keine Webadresse"),
        ({"secret": None}, "braucht url und secret"),
        ({"url": None}, "braucht url und secret"),
        ({"kind": "teams"}, "braucht die Zieladresse"),
        ({"events": []}, "at least 1"),
        ({"events": ["task.create"]}, "meinten Sie „task.created“?"),
        ({"link": "https://crm.example/{name}"}, "kein Muster"),
        ({"link": "https://crm.example/{task.__class__}"}, "kein Muster"),
        ({"link": "https://crm.example/{task!r}"}, "kein Muster"),
        ({"link": "https://crm.example/{"}, "kein Muster"),
        ({"link": "javascript:alert({task})"}, "kein Muster"),
        ({"secret": "im-klartext"}, "steht nie in dieser Datei"),
    ],
)
def test_a_webhook_that_cannot_be(changes, words):
    values = {"id": "crm", "url": "https://crm.example/in", "secret": REF, "events": ["task.created"], **changes}
    with pytest.raises(ValidationError, match=words.replace("?", r"\?")):
        WebhookTable.model_validate({name: value for name, value in values.items() if value is not None})


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/", "http://localhost/x", "http://[::1]:1/", "https://crm.example"]
)
def test_addresses_that_may_be_named(url):
    assert hook(url=url).url == url


def test_an_id_stands_once_in_its_section():

    section = '[[api]]\nid = "crm"\nsecret = { credential = "a" }\nmay = ["tasks"]\n'
    text = (ROOT / "config.toml").read_text(encoding="utf-8") + section * 2
    problems = parse_settings(text, "config.toml")
    assert [problem.message.split(";")[0] for problem in problems] == ["[[api]] „crm“ gibt es schon"]


def test_shipped_nobody_may_call_and_nobody_is_told():
    assert (shipped().settings.api, shipped().settings.webhook) == ([], [])


def test_what_a_person_writes_is_told_and_a_machines_notice_is_not(tmp_path):
    lived = house_of(tmp_path)
    lived.customer(email="anna@kunde.example")
    postman = Scripted(Verdict.TAKEN)
    one = Webhooks((target(events=frozenset(one for one in outbox.EVENTS if one.startswith("reply."))),), postman)
    one.begin(lived.house)
    mail_in(lived, "anna@kunde.example", "Guten Tag, das Angebot interessiert mich. Bitte rufen Sie mich an.")
    mail_in(
        lived, "anna@kunde.example", "Ich bin bis zum 12.3. nicht im Büro. Diese Nachricht wurde automatisch erstellt."
    )
    run(lived, one)
    assert kinds(postman) in (["reply.interested"], ["reply.meeting_request"])
    lived.close()


def test_the_doctor_says_how_a_target_does(tmp_path, secret):
    lived = house_of(tmp_path / "house")
    lived.customer()
    secret(SECRET)

    read = shipped()
    settings = read.settings.model_copy(update={"webhook": [hook()], "api": [api()]})
    configured = Read(settings, read.catalog)

    def levels():
        patient = Patient(
            tmp_path,
            tmp_path,
            lived.clock.now(),
            connect=False,
            read=configured,
            store=lived.house.store,
            schema=newest(),
        )
        return [(one.level, one.text.split(";")[0]) for one in doctor.check(patient)]

    assert levels() == [(Level.OK, "[[webhook]] crm: 0 Meldungen warten.")]
    one = Webhooks((target(),), Scripted(Verdict.DOWN, Verdict.GONE))
    one.begin(lived.house)
    open_task(lived)
    run(lived, one)
    assert levels() == [(Level.WARNING, "[[webhook]] crm antwortet mit down")]
    lived.sleep(seconds=6)
    run(lived, one)
    assert [level for level, _ in levels()] == [Level.ERROR, Level.WARNING]
    secret("kurz")
    assert [level for level, _ in levels()][:2] == [Level.ERROR, Level.ERROR]
    lived.close()
