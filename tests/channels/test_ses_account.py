"""The account of Amazon SES, over HTTP: every page of its list, every refusal a sentence, no endless reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from channels.email.ses import SesSettings
from channels.email.ses_account import AccountFault, SesAccount
from tests.rig.machine import free_port
from tests.rig.ses import SesPeer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MANY = [(f"k{number}@kunde.example", "BOUNCE", NOW - timedelta(days=number)) for number in range(25)]


def account(url: str, timeout_s: float = 5.0) -> SesAccount:
    return SesAccount(SesSettings(endpoint=url, access_key="k", secret_key="s"), timeout_s)


def test_all_pages_are_read_and_a_start_leaves_out_what_is_older():
    with SesPeer(MANY, page=10) as peer:
        there = account(peer.url)
        pages = list(there.listed(None))
        assert [len(page) for page in pages] == [10, 10, 5]
        assert {entry.address for page in pages for entry in page} == {address for address, _, _ in MANY}
        first = next(entry for page in pages for entry in page if entry.address == "k3@kunde.example")
        assert (first.reason, first.at) == ("BOUNCE", NOW - timedelta(days=3))
        (new,) = there.listed(NOW - timedelta(days=4, hours=1))
        assert sorted(entry.address for entry in new) == [f"k{number}@kunde.example" for number in range(5)]
        there.close()


def test_a_list_without_an_end_is_ended():
    with SesPeer(MANY) as peer:
        peer.endless = True
        there = account(peer.url)
        with pytest.raises(AccountFault, match="kein Ende"):
            list(there.listed(None))
        there.close()
    assert len(peer.asked) == 2


def test_too_fast_is_asked_again_and_then_told():
    with SesPeer(MANY) as peer:
        peer.refusals = [(429, "TooManyRequestsException")]
        there = account(peer.url)
        assert sum(map(len, there.listed(None))) == 25
        assert len(peer.asked) == 2
        there.close()


def test_missing_rights_say_which_and_are_told_from_a_passing_trouble():
    with SesPeer() as peer:
        peer.refusals = [(403, "AccessDeniedException")]
        there = account(peer.url)
        with pytest.raises(AccountFault, match="ses:ListSuppressedDestinations") as caught:
            list(there.listed(None))
        assert caught.value.refused
        assert "Recht" in caught.value.cure
        assert "scripted" not in str(caught.value)
        there.close()


@pytest.mark.parametrize("slow", [False, True])
def test_nobody_there_and_silence_are_a_sentence(slow):
    with SesPeer() as peer:
        peer.slow = 60.0
        there = account(peer.url if slow else f"http://127.0.0.1:{free_port()}", timeout_s=0.2)
        with pytest.raises(AccountFault, match="antwortet nicht") as caught:
            there.account()
        assert not caught.value.refused
        there.close()


def test_an_address_is_taken_off_and_says_whether_it_stood_there():
    with SesPeer(MANY[:1]) as peer:
        there = account(peer.url)
        assert there.take_off("k0@kunde.example")
        assert not there.take_off("k0@kunde.example")
        assert peer.listed == {}
        there.close()


def test_what_the_doctor_asks():
    with SesPeer() as peer:
        peer.identities = {"firma.test": True, "neu.test": False}
        peer.events = {"wiedersehen": ["BOUNCE", "COMPLAINT"], "leer": []}
        there = account(peer.url)
        seen = there.account()
        assert (seen.sandbox, seen.sending, seen.enforcement, seen.per_second) == (False, True, "HEALTHY", 14.0)
        assert [there.is_verified(name) for name in ("firma.test", "neu.test", "fremd.test")] == [True, False, None]
        assert there.events_of("wiedersehen") == {"BOUNCE", "COMPLAINT"}
        assert there.events_of("leer") == frozenset()
        assert there.events_of("fehlt") is None
        there.close()


STRANGE = [[], "Wartung", None, {"SuppressedDestinationSummaries": "x"}, {"SuppressedDestinationSummaries": [None, 3]}]
MOMENTS = ["gestern", 1e20]


@pytest.mark.parametrize(
    "told",
    [
        *STRANGE,
        *(
            {"SuppressedDestinationSummaries": [{"EmailAddress": "a@b.example", "LastUpdateTime": at}]}
            for at in MOMENTS
        ),
    ],
)
def test_an_answer_that_is_none_is_a_sentence(told):
    with SesPeer() as peer:
        peer.answer = lambda _method, _path: (200, "", told)
        there = account(peer.url)
        with pytest.raises(AccountFault, match="antwortet nicht"):
            list(there.listed(None))
        there.close()
