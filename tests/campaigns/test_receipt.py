"""The confirmation of a cancellation: at once, at any hour, whatever else is in the way (§ 312k Abs. 4, 5 BGB)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.ending import earliest_end, ending_of
from campaigns.export import export_letters
from contacts.cancellation import Cancellation
from contacts.consent import GLOBAL
from contacts.contract import Contract
from contacts.medium import Medium
from store import tasks
from tests.campaigns.house_of import BERLIN, MONDAY

SUNDAY_NIGHT = MONDAY - timedelta(days=1, hours=5)  # Sunday, 3 o'clock


def _pass(house) -> list[str]:
    """One pass of the daemon at the moment the clock stands at; the addresses of the mails that left."""
    before = len(house.carrier.mails)
    house.now()
    return [mail.envelope_to for mail in list(house.carrier.mails)[before:]]


def test_a_receipt_leaves_in_the_pass_after_the_intake_at_night_on_sunday(home):
    house = home(start=SUNDAY_NIGHT)
    house.customer()
    house.cancel(receipt_confirmed_at=None)
    assert _pass(house) == ["k1@kunde1.example"]


def test_neither_objection_nor_cap_nor_an_open_approval_holds_it_back(home):
    house = home(start=SUNDAY_NIGHT)
    house.customer()
    house.objection("K-1", GLOBAL)
    for hours in range(1, 12):
        house.activity("K-1", Medium.EMAIL, SUNDAY_NIGHT - timedelta(hours=hours))
    house.cancel(receipt_confirmed_at=None, text="Keine Werbung mehr, keinerlei Kontaktaufnahme!")
    assert _pass(house) == ["k1@kunde1.example"]


def test_without_an_email_address_it_is_a_letter_of_its_own_that_waits_for_no_batch(home):
    house = home(start=SUNDAY_NIGHT)
    house.customer(email="")
    house.cancel(receipt_confirmed_at=None)
    assert _pass(house) == []
    export_letters(house.house)
    (file,) = sorted(house.house.letters.folder.glob("*sofort-*.csv"))
    assert file.read_text(encoding="utf-8-sig").count("K-1") >= 1
    export_letters(house.house)
    assert len(list(house.house.letters.folder.glob("*.csv"))) == 1


def test_a_letter_of_advertising_still_waits_for_the_days_batch(home):
    house = home()
    house.customer(email="")
    house.cancel()
    house.play(days=1, hours=5)
    export_letters(house.house)
    assert not list(house.house.letters.folder.glob("*sofort-*.csv"))


@given(
    end=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    notice=st.none() | st.integers(0, 365),
    wished=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_the_end_is_the_day_asked_for_and_never_before_the_contract_allows_it(end, notice, wished):
    contract = Contract("V-1", end=end, notice_days=notice)
    cancellation = Cancellation("KUE-1", "K-1", MONDAY, "price", wished_end=wished)
    earliest, ends = earliest_end(contract, MONDAY, "Europe/Berlin"), ending_of(cancellation, contract, "Europe/Berlin")
    if wished is not None:
        assert ends >= wished
    if earliest is not None:
        assert ends >= earliest
        assert ends in (earliest, wished)
    else:
        assert ends == wished
    if end is not None and end >= MONDAY.date():
        assert earliest == end
    elif notice is not None:
        assert earliest == MONDAY.date() + timedelta(days=notice)


def test_the_notice_is_counted_from_the_local_day_of_receipt():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=BERLIN)
    assert earliest_end(Contract("V-1", notice_days=30), late, "Europe/Berlin") == date(2026, 4, 1)


def test_an_end_nobody_can_compute_is_a_persons_task_and_told_as_soon_as_it_is_on_file(home):
    house = home()
    house.customer(end=None)
    house.cancel(receipt_confirmed_at=None)
    assert _pass(house) == ["k1@kunde1.example"]
    with house.house.store.read() as connection:
        (task,) = [row for row in tasks.listing(connection) if row["kind"] == "confirm_end"]
    assert task["contact"] == "K-1"
    house.customer(end=date(2026, 6, 30))
    assert _pass(house) == ["k1@kunde1.example"]
    mail = house.carrier.mails[-1]
    assert b"30. Juni 2026" in mail.raw or b"30.06.2026" in mail.raw
    with house.house.store.read() as connection:
        assert not [row for row in tasks.listing(connection) if row["kind"] == "confirm_end"]
    house.customer(end=date(2026, 7, 31))
    assert _pass(house) == []  # told once


def test_a_special_termination_is_answered_by_a_person(home):
    house = home()
    house.customer()
    house.cancel(receipt_confirmed_at=None, reason="special_termination", text="wegen Krankheit")
    _pass(house)
    with house.house.store.read() as connection:
        (task,) = [row for row in tasks.listing(connection) if row["kind"] == "answer_ground"]
    assert "Krankheit" not in task["brief"]


def test_a_receipt_that_was_confirmed_elsewhere_leaves_nothing_owed(home):
    house = home()
    house.customer(end=None)
    house.cancel()
    house.now()
    with house.house.store.read() as connection:
        assert not [row for row in tasks.listing(connection) if row["kind"] == "confirm_end"]
