"""Who was erased and comes back: in a file, with an older database; what a crash has cut off."""

from __future__ import annotations

from datetime import timedelta

from campaigns.erasing import journal, listed
from campaigns.erasing.again import at_start
from campaigns.erasing.finishing import finish_all
from campaigns.erasing.identity import identity_of
from campaigns.erasing.journal import Journal
from store import erasures
from store.traces import traces
from tests.campaigns.erased_person import EMAIL, LAST, TEXTS, WHO, erased, pk_of
from tests.campaigns.house_of import customer_row


def test_who_is_erased_and_comes_back_in_a_file_gets_nothing_by_address_or_id(either_home):
    """Requirement 78, R141: with an old address, and with a new one under the old id."""
    one = either_home(texts=TEXTS)
    for name, mail in ((WHO, EMAIL), ("K-2", "zwei@kunde.example"), ("K-3", "drei@kunde.example")):
        one.customer(name, email=mail)
    erased(one)
    erased(one, "K-2")
    back = one.take(
        "customers",
        customer_row("NEU-1", email=EMAIL.lower()),  # another id, her address
        customer_row("K-2", email="ganz.neu@kunde.example", address=None),  # her id, a new address
        customer_row("K-3", email="drei@kunde.example"),
    )
    assert back.erased == ("NEU-1", "K-2")
    for name in ("NEU-1", "K-2", "K-3"):
        one.consent(name)
        one.cancel(name)
    one.play(days=50)
    assert one.sent("K-3")
    assert one.sent("NEU-1") == one.sent("K-2") == []


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
