"""Who was erased and comes back: in a file, with an older database; what a crash has cut off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.erasing import journal, listed
from campaigns.erasing.again import at_start
from campaigns.erasing.finishing import finish_all
from campaigns.erasing.identity import identity_of
from campaigns.erasing.journal import Journal
from contacts.cancellation import Cancellation
from contacts.consent import ConsentMethod
from contacts.medium import Medium
from store import erasures
from store.traces import traces
from tests.campaigns.erased_person import EMAIL, LAST, TEXTS, WHO, erased, pk_of
from tests.campaigns.house_of import consent_row, customer_row, local


def test_who_is_erased_and_comes_back_in_a_file_gets_nothing_by_address_or_id(either_home):
    """Requirement 78, R141: with an old address, and with a new one under the old id."""
    one = either_home(texts=TEXTS)
    for name, mail in ((WHO, EMAIL), ("K-2", "zwei@kunde.example"), ("K-3", "drei@kunde.example")):
        one.customer(name, email=mail)
    erased(one)
    erased(one, "K-2")
    back = one.take(
        "customers",
        customer_row("NEU-1", email=EMAIL.lower(), last_name="PETERSEN77"),  # another id, her name and address
        customer_row("NEU-2", email=EMAIL.lower(), first_name="Jörn"),  # a colleague at the same mailbox
        customer_row("K-2", email="ganz.neu@kunde.example", address=None),  # her id, a new address
        customer_row("K-3", email="drei@kunde.example"),
    )
    assert (back.erased, back.sharing) == (("NEU-1", "K-2"), ("NEU-2",))
    for name in ("NEU-1", "NEU-2", "K-2", "K-3"):
        one.consent(name)
        one.cancel(name)
    one.play(days=50)
    assert one.sent("K-3")
    assert one.sent("NEU-1") == one.sent("NEU-2") == one.sent("K-2") == []


def test_a_last_name_alone_is_a_familys(home):
    one = home(texts=TEXTS)
    one.customer(WHO, phone="+49 431 7654321", first_name="")
    erased(one)
    back = one.take("customers", customer_row("NEU-1", phone="+49 431 7654321", first_name="", last_name="Petersen77"))
    assert (back.erased, back.sharing) == ((), ("NEU-1",))


@pytest.mark.parametrize("name", [WHO, "NEU-1"])
def test_a_declaration_from_before_the_erasure_is_old_and_one_after_it_counts(either_home, name):
    """§ 130, § 312k BGB: by the old id, and under a new one by name and address."""
    one = either_home(texts=TEXTS)
    one.customer(WHO, email=EMAIL)
    old = one.clock.now() - timedelta(days=20)
    erased(one)
    one.sleep(days=30)
    one.take("customers", customer_row(name, email=EMAIL, last_name="Petersen77", address=None))
    fresh = one.clock.now() - timedelta(days=2)
    back = one.take(
        "consents",
        consent_row(name, granted_at=old, confirmed_at=old),
        consent_row(name, Medium.PHONE, granted_at=fresh, method=ConsentMethod.FLAG),
        consent_row(name, Medium.EMAIL, external_id="NEU", granted_at=fresh, confirmed_at=fresh),
    )
    assert [place for place, _ in back.refused] == [0]
    assert back.consented_since == (name,)
    cases = [Cancellation(f"KUE-{at:%m%d}", name, at, "price") for at in (old, one.clock.now() - timedelta(days=1))]
    back = one.take("cancellations", *cases)
    ((place, reason),) = back.refused
    assert (place, back.new, back.cancelled_since) == (0, 1, (name,))
    assert "gelöscht (Art. 17 DSGVO)" in reason
    assert f"{local(old):%d.%m.%Y}" in reason
    one.now()
    assert {mail.envelope_to for mail in one.carrier.mails} == {EMAIL.lower()}
    assert one.sent(name, advertising=False)[0][0] == "receipt"
    one.play(days=50)
    assert {channel for _, channel, _ in one.sent(name)} == {"email"}


def test_of_somebody_erased_who_is_not_read_in_again_an_old_cancellation_is_named_as_such(home):
    one = home(texts=TEXTS)
    one.customer(WHO, email=EMAIL)
    erased(one)
    ((_, reason),) = one.take("cancellations", Cancellation("K", WHO, one.clock.now(), "price")).refused
    assert "gelöscht" in reason


def test_the_address_of_an_erased_person_is_blocked_for_whoever_shares_it(home):
    one = home(texts=TEXTS)
    one.customer(WHO, email="info@kunde.example")
    one.consenting("K-2", email="info@kunde.example", address=None)
    assert erased(one).sharing == ("K-2",)
    one.play(days=3)
    assert one.sent("K-2") == []


def test_the_list_beside_the_keys_names_her_by_nothing_but_the_pseudonym(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    done = erased(one)
    text = (one.house.state / listed.FILE).read_text()
    assert text == f"{done.pseudonym} {done.at.isoformat()}\n"
    assert listed.listed(one.house.state) == {done.pseudonym: done.at}


def test_a_line_that_a_power_cut_has_torn_is_left_out_and_the_next_one_is_whole(home):
    one = home(texts=TEXTS)
    one.customer(WHO)
    path = one.house.state / listed.FILE
    path.write_text("0a1b2c")
    done = erased(one)
    assert listed.listed(one.house.state) == {done.pseudonym: done.at}


def test_a_second_place_outside_remembers_too(home, tmp_path, monkeypatch):
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "cache"))
    one = home(texts=TEXTS)
    one.customer(WHO)
    done = erased(one)
    (one.house.state / listed.FILE).unlink()
    assert listed.listed(one.house.state) == {done.pseudonym: done.at}


def test_an_older_database_is_erased_again_at_the_start_and_a_re_import_is_not(either_home):
    one = either_home(texts=TEXTS)
    one.customer(WHO, email=EMAIL)
    one.customer("K-2")
    listed.append(one.house.state, one.house.pseudonym(WHO), one.clock.now() + timedelta(days=3))
    listed.append(one.house.state, one.house.pseudonym("nie-da"), one.clock.now())
    found = at_start(one.house)
    assert (found.finished, found.again) == (0, 1)
    assert pk_of(one) is None
    assert pk_of(one, "K-2") is not None
    with one.house.store.read() as connection:
        assert set(erasures.known(connection)) == {one.house.pseudonym(WHO), one.house.pseudonym("nie-da")}
    one.clock.jump(one.clock.now() + timedelta(days=5))
    erased(one, "K-2")
    one.customer("K-2")
    assert at_start(one.house).again == 0
    assert pk_of(one, "K-2") is not None


def test_a_journal_of_an_erasure_that_never_committed_is_thrown_away(home):
    one = home(texts=TEXTS)
    one.customer(WHO, email=EMAIL)
    letter = one.house.state / "notiz.txt"
    letter.write_text(EMAIL)
    path = journal.path_of(one.house.state, one.house.pseudonym(WHO))
    with one.house.store.read() as connection:
        identity = identity_of(traces(connection, pk_of(one)), one.house.pseudonym(WHO), "Wiebke", LAST, ())
    with journal.held(path) as handle:
        journal.write(handle, Journal(identity, one.clock.now(), (), (), {}))
        assert finish_all(one.house) == 0  # its holder is at work
        assert path.exists()
    assert finish_all(one.house) == 0
    assert not path.exists()
    assert letter.exists()
    assert pk_of(one) is not None
