"""The key of the suppression list is away: receipts go, advertising does not, no new key; it goes on when it is back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from campaigns import bootstrap
from campaigns.courier import Courier
from campaigns.erasing import listed
from campaigns.erasing.again import at_start
from campaigns.export import export_letters
from campaigns.mailboxes import folder_mailbox
from campaigns.pages.declaring import declare
from campaigns.pages.typed import Typed
from campaigns.secrets import MissingCredential
from campaigns.service.sentence import sentence
from contacts.cancellation import Cancellation, DeclarationKind
from contacts.consent import GLOBAL, Objection
from contacts.medium import Medium
from daemon import Daemon
from store import erasures, operation, people
from store.points import UNHASHED
from store.tables import people as tables
from tests.campaigns.house_of import HouseOf, local, minimal, shipped, step
from tests.campaigns.house_parts import measured_nobody

TEXTS = {
    "offboarding": measured_nobody()["offboarding"],
    "probe": minimal(
        step("ad", "day = 1", '"email"', "winback/day_01_value", "too_late_after_days = 9"),
        step("letter", "day = 7", '"letter"', "winback/day_14_story", "too_late_after_days = 9"),
    ),
}


class Keyless:
    """A daemon that was started on a house whose `hash.key` had gone."""

    def __init__(self, one: HouseOf, other: bytes | None = None) -> None:
        self.one = one
        self.path = one.house.state / "hash.key"
        self.key = self.path.read_bytes()
        self.path.unlink()
        if other is not None:
            self.path.write_bytes(other)
        house = bootstrap.build(shipped(), one.house.state, one.house.store, one.clock, without_list=True)
        self.house = one.house = replace(house, definitions=one.house.definitions, templates=one.house.templates)
        one.courier = Courier(self.house, one.carrier)
        inbox = folder_mailbox(self.house.state / "inbox")
        self.daemon = Daemon(self.house, one.courier, (inbox,), seconds=(1, 1))
        self.daemon.register()

    def passes(self, **later: int) -> list[str]:
        """Time goes on, one full pass of the daemon; who got a mail in it."""
        self.one.clock.jump(self.one.clock.now() + timedelta(**later))
        before = len(self.one.carrier.mails)
        self.one.runner.run(self.daemon.once())
        return [mail.envelope_to for mail in list(self.one.carrier.mails)[before:]]

    def cancels(self, contact: str) -> None:
        """Somebody else's process has taken a cancellation in."""
        notice = Cancellation(f"NEU-{contact}", contact, self.one.clock.now(), "price")
        with self.house.store.write() as connection:
            pk = people.contact_pk(connection, contact)
            people.add_cancellation(connection, notice, pk, None, self.one.clock.now())

    def comes_back(self) -> None:
        self.path.write_bytes(self.key + b"\n")


def lived(home: Callable[..., HouseOf], **how: bytes) -> Keyless:
    one = home(texts=TEXTS)
    one.switch(operation.ACTIVATED, "1")
    one.consenting()
    one.customer("K-2")
    one.now()
    with one.house.store.write() as connection:
        operation.set_switch(connection, operation.KEY_MARK, _mark(one), one.clock.now())
    return Keyless(one, **how)


def _mark(one: HouseOf) -> str:
    return one.house.address_hash(Medium.EMAIL, "schluesselprobe@wiedersehen.invalid")[:32]


@pytest.fixture(params=["away", "of another database"])
def keyless(either_home, request) -> Keyless:
    return lived(either_home, **({} if request.param == "away" else {"other": b"0" * 64}))


def test_the_receipt_of_a_fresh_cancellation_goes_and_no_advertising(keyless):
    found = keyless.path.read_bytes() if keyless.path.exists() else None
    keyless.cancels("K-2")
    assert "k2@kunde2.example" in keyless.passes(days=1, hours=3)
    assert keyless.one.sent() == []
    assert keyless.one.reasons("K-1")["ad"] == ("postpone", "suppression_store")
    assert (keyless.path.read_bytes() if keyless.path.exists() else None) == found  # no new key was made
    (trouble,) = keyless.daemon.troubles.all
    assert "Der Schlüssel der Sperrliste" in trouble.sentence
    assert "Werbung wartet" in sentence(None, keyless.daemon.troubles.all, "Europe/Berlin")
    keyless.comes_back()
    assert keyless.passes(hours=1) == ["k1@kunde1.example"]
    assert [(name, channel) for name, channel, _ in keyless.one.sent("K-1")] == [("ad", "email")]
    assert keyless.daemon.troubles.names == frozenset()


def test_a_letter_of_advertising_that_had_passed_the_gate_waits_as_well(home):
    one = home(texts=TEXTS)
    one.switch(operation.ACTIVATED, "1")
    one.consenting(letters=True)
    one.play(days=7, hours=2)
    assert one.touches("state", step="letter") == [("batched",)]
    keyless = Keyless(one)
    keyless.passes(days=3)
    assert export_letters(keyless.house) == 0
    assert list(keyless.house.letters.folder.glob("*.csv")) == []
    keyless.comes_back()
    assert export_letters(keyless.house) == 1


def test_an_objection_stays_in_the_mailbox_and_counts_before_the_first_advertising(home):
    keyless = lived(home)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "k1@kunde1.example", "team@firma.example", "Werbung"
    mail["Message-ID"], mail["Date"] = "<eins@kunde1.example>", "Mon, 02 Mar 2026 09:00:00 +0100"
    mail.set_content("Bitte keine Werbung mehr.")
    place = keyless.house.state / "inbox" / "new" / "1.eins"
    place.write_bytes(mail.as_bytes())
    keyless.passes(days=1, hours=3)
    assert place.exists()
    keyless.comes_back()
    assert keyless.passes(hours=1) == []
    assert keyless.one.sent("K-1") == []


def test_whoever_cancels_on_our_page_is_confirmed_and_her_address_gets_its_hash_later(either_home):
    keyless = lived(either_home)
    typed = Typed(
        kind=DeclarationKind.CANCELLATION, name="Neu Hier", contract="weiß nicht", email="neu@kunde.example",
        email_typed="neu@kunde.example", extraordinary=False, ground="", wished_end=None, end_typed="", nonce="n-1",
    )  # fmt: skip
    declare(keyless.house, typed)
    assert keyless.passes(minutes=1) == ["neu@kunde.example"]
    point = tables.contact_point.c
    query = select(point.hash).where(point.normalised == "neu@kunde.example")
    ((stored,),) = keyless.one.rows(query)
    assert stored.startswith(UNHASHED)
    keyless.comes_back()
    keyless.passes(minutes=1)
    assert keyless.one.rows(query) == [(keyless.house.address_hash(Medium.EMAIL, "neu@kunde.example"),)]
    keyless.one.take("objections", Objection(GLOBAL, keyless.one.clock.now(), address="neu@kunde.example"))
    with keyless.house.store.read() as connection:
        assert operation.switch(connection, operation.UNHASHED) is None


def test_what_has_to_look_somebody_up_still_says_what_is_missing(home):
    keyless = lived(home)
    with pytest.raises(MissingCredential, match="fehlt"):
        keyless.house.pseudonym("K-1")
    with pytest.raises(MissingCredential, match="fehlt"):
        bootstrap.build(shipped(), keyless.house.state, keyless.house.store, keyless.one.clock)


def test_an_older_database_is_cleaned_when_the_key_is_back(home):
    one = home(texts=TEXTS)
    one.customer()
    listed.append(one.house.state, one.house.pseudonym("K-1"), local(one.clock.now()))
    keyless = Keyless(one)
    assert at_start(keyless.house).again == 0
    keyless.passes(minutes=1)
    keyless.comes_back()
    keyless.passes(minutes=1)
    with keyless.house.store.read() as connection:
        assert people.contact_pk(connection, "K-1") is None
        assert set(erasures.known(connection)) == {keyless.house.pseudonym("K-1")}
