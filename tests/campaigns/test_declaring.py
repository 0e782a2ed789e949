"""Declarations from the public pages as use cases: read widely, taken once, matched only by number and address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from campaigns.pages.declaring import MAX_RECEIPTS, declare, lines_of
from campaigns.pages.typed import FIELDS, MAX_TEXT_BYTES, TEXTS, Typed, read
from contacts.cancellation import DeclarationKind
from store.tables import people, runs

TODAY = date(2026, 3, 2)
CANCEL = DeclarationKind.CANCELLATION


@given(st.dictionaries(st.sampled_from((*FIELDS, *TEXTS)), st.text(max_size=400)))
def test_anything_is_read_or_answered_with_sentences(fields):
    found = read(CANCEL, fields, TODAY)
    if isinstance(found, Typed):
        content = [value for _, value in lines_of(found)]
        assert all(fields[name] in content for name in ("name", "contract", "ground") if fields.get(name))
    else:
        assert found
        assert set(found) <= {"name", "contract", "email", "ground", "end"}
        assert all(sentence.endswith((".", "da.")) for sentence in found.values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("2026-12-31", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("1. 4. 2026", date(2026, 4, 1)),
        ("02.03.2026", date(2026, 3, 2)),
        ("01.03.2026", None),
    ],
)
def test_days_as_people_write_them(typed, meant):
    found = read(CANCEL, {"name": "W", "end": typed}, TODAY)
    assert isinstance(found, Typed)
    assert found.wished_end == meant


def test_the_text_is_measured_in_bytes():
    fits, long = "ä" * (MAX_TEXT_BYTES // 2), "ä" * (MAX_TEXT_BYTES // 2) + "!"
    assert isinstance(read(CANCEL, {"name": "W", "ground": fits}, TODAY), Typed)
    assert "ground" in read(CANCEL, {"name": "W", "ground": long}, TODAY)


def typed(**changes: object) -> Typed:
    email = "k1@kunde1.example"
    return Typed(**{"kind": CANCEL, "nonce": "n", "contract": "V-K-1", "email": email, "email_typed": email, **changes})


@pytest.mark.parametrize("contract", ["V-K-1", "V-K-9"])
def test_a_double_click_of_eight_hands_is_one_declaration(either_home, contract):
    """Real threads on both databases; also where nothing fits and the contact is made on the way."""
    one = either_home(texts={})
    one.customer()
    with ThreadPoolExecutor(8) as hands:
        receipts = list(hands.map(lambda _: declare(one.house, typed(contract=contract)), range(8)))
    assert len(set(receipts)) == 1
    counts = [one.rows(select(func.count()).select_from(table))[0][0] for table in (people.cancellation, runs.task)]
    assert counts == ([1, 0] if contract == "V-K-1" else [1, 1])


def test_an_address_out_of_use_opens_no_contract(home):
    one = home(texts={})
    one.customer()
    one.write(lambda connection: connection.execute(people.contact_point.update().values(valid=False)))
    declare(one.house, typed())
    assert one.rows(select(people.cancellation.c.contract_id)) == [(None,)]


def test_a_colleague_is_not_the_owner_of_the_contract(home):
    """Whoever may act for a company is for a person to decide."""
    one = home(texts={})
    one.customer("K-1", company="F-1")
    one.customer("K-2", company="F-1")
    address = "k2@kunde2.example"
    declare(one.house, typed(email=address, email_typed=address))
    assert one.rows(select(people.cancellation.c.contract_id)) == [(None,)]


def test_a_declaration_that_fits_nothing_gets_its_receipt_and_nothing_else(home):
    """Anybody can type anybody's address: the rest of the offboarding waits until a person has assigned it."""
    one = home()
    one.customer(end=date(2026, 5, 31))
    declare(one.house, typed())
    other = "fremd@anderswo.example"
    declare(one.house, typed(contract="V-9", email=other, email_typed=other, wished_end=date(2026, 4, 30)))
    one.play(days=90)
    to = [mail.envelope_to for mail in one.carrier.mails]
    assert to.count(other) == 1
    assert to.count("k1@kunde1.example") > 3


def test_one_address_gets_three_receipts_a_day_and_a_person_the_rest(home):
    one = home()
    address = "fremd@anderswo.example"

    def send(nonce, to=address):
        return declare(one.house, typed(nonce=nonce, contract="V-9", email=to, email_typed=to))

    pages = [send(f"n{number}") for number in range(5)]
    send("m", "andere@anderswo.example")
    assert {page.email for page in pages} == {address}
    one.play(hours=20)
    assert [mail.envelope_to for mail in one.carrier.mails].count(address) == MAX_RECEIPTS
    assert len(one.carrier.mails) == MAX_RECEIPTS + 1
    reviews = select(runs.task.c.brief).where(runs.task.c.kind == "review_cancellation").order_by(runs.task.c.id)
    briefs = [str(brief) for (brief,) in one.rows(reviews)]
    assert ["noch von Hand" in brief for brief in briefs] == [False, False, False, True, True, False]
    assert all(address in brief for brief in briefs[:5])
    one.sleep(hours=5)
    send("n9")
    one.now()
    assert [mail.envelope_to for mail in one.carrier.mails].count(address) == MAX_RECEIPTS + 1


def test_hands_that_send_at_once_do_not_slip_past_the_brake(either_home):
    one = either_home(texts={})
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda number: declare(one.house, typed(nonce=f"n{number}", contract="V-9")), range(8)))
    assert one.rows(select(func.count()).select_from(people.cancellation)) == [(8,)]
    assert one.rows(select(func.count()).select_from(people.contact_point)) == [(MAX_RECEIPTS,)]
