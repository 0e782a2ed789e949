"""Who may concede what: alone, after asking whom, and when nobody could say whom to ask."""

from __future__ import annotations

import pytest

from cases.authority import (
    ANSWERS,
    Ask,
    Authority,
    Concession,
    Conflict,
    Grant,
    Matrix,
    Role,
    Why,
    answering,
    conflicts,
    fitting,
    is_discount,
    to_ask,
)
from contacts.cancellation import REASONS

TEN, TWENTY = (Grant(Concession.DISCOUNT_PERCENT, number) for number in (10, 20))
PAUSE, SEATS = Grant(Concession.PAUSE_MONTHS, 3), Grant(Concession.FEWER_SEATS)
OWN = Grant(Concession.CUSTOM, words="Eine Funktion mit Monat zusagen.")
MATRIX = Matrix(
    (
        Authority(Role.CSM, (TEN, SEATS)),
        Authority(Role.MANAGER, (TWENTY, PAUSE)),
        Authority(Role.PRODUCT, (OWN,)),
    )
)


def test_everybody_may_what_a_csm_may_and_asks_for_more():
    assert MATRIX.alone(Role.CSM) == (TEN, SEATS)
    assert MATRIX.alone(Role.MANAGER) == (TWENTY, PAUSE, SEATS)
    assert MATRIX.alone(Role.LEGAL) == (TEN, SEATS)
    assert MATRIX.beyond(Role.CSM) == ((Role.PRODUCT, OWN), (Role.MANAGER, PAUSE), (Role.MANAGER, TWENTY))
    assert MATRIX.beyond(Role.MANAGER) == ((Role.PRODUCT, OWN),)
    assert MATRIX.beyond(Role.PRODUCT) == ((Role.MANAGER, PAUSE), (Role.MANAGER, TWENTY))


def test_an_empty_matrix_allows_nobody_anything():
    for role in Role:
        assert Matrix().alone(role) == ()
        assert Matrix().beyond(role) == ()


def test_money_answers_money_and_only_once():
    for reason in (*REASONS, ""):
        first = fitting((TEN, SEATS), reason, discounted=False)
        assert (TEN in first) == (reason in ("price", "financial_squeeze"))
        assert fitting((TEN, SEATS), reason, discounted=True) == (SEATS,)
        assert SEATS in first


def test_what_answers_a_reason_comes_in_its_order():
    assert answering((TEN, PAUSE, SEATS, OWN), "price") == (SEATS, PAUSE, TEN)
    assert answering((TEN, PAUSE), "closure") == ()
    assert set(ANSWERS) <= set(REASONS)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (MATRIX.rows, []),
        (
            (Authority(Role.CSM, (TEN,)), Authority(Role.MANAGER, (TEN,))),
            [Conflict(Role.CSM, Role.MANAGER, TEN)],
        ),
        (
            (Authority(Role.CSM, (TWENTY,)), Authority(Role.LEGAL, (TEN,))),
            [Conflict(Role.CSM, Role.LEGAL, TEN, is_less=True)],
        ),
        (
            (Authority(Role.MANAGER, (TEN,)), Authority(Role.CSM, (TWENTY,))),
            [Conflict(Role.MANAGER, Role.CSM, TWENTY, is_less=True)],
        ),
        (
            (Authority(Role.PRODUCT, (SEATS,)), Authority(Role.MANAGER, (SEATS,))),
            [Conflict(Role.PRODUCT, Role.MANAGER, SEATS)],
        ),
        (
            (Authority(Role.LEGAL, (OWN, Grant(Concession.CUSTOM, words=OWN.words.upper()))),),
            [Conflict(Role.LEGAL, Role.LEGAL, Grant(Concession.CUSTOM, words=OWN.words.upper()))],
        ),
        ((Authority(Role.MANAGER, (TWENTY,)), Authority(Role.LEGAL, (TEN,))), []),
    ],
)
def test_of_whom_nobody_could_say_who_is_asked(rows: tuple[Authority, ...], found: list[Conflict]):
    assert list(conflicts(rows)) == found


LIMITED = Matrix((Authority(Role.CSM, (TEN, SEATS), 2), *MATRIX.rows[1:]))


@pytest.mark.parametrize(
    ("role", "wanted", "reason", "discounted", "lately", "asked"),
    [
        (Role.CSM, TEN, "price", False, 0, None),
        (Role.CSM, Grant(Concession.DISCOUNT_PERCENT, 9), "financial_squeeze", False, 1, None),
        (Role.CSM, Grant(Concession.DISCOUNT_PERCENT, 11), "price", False, 0, Ask(Role.MANAGER, Why.BEYOND)),
        (Role.CSM, Grant(Concession.DISCOUNT_PERCENT, 50), "price", False, 0, Ask(Role.MANAGER, Why.BEYOND)),
        (Role.CSM, OWN, "price", False, 0, Ask(Role.PRODUCT, Why.BEYOND)),
        (Role.CSM, Grant(Concession.CUSTOM, words="Etwas anderes."), "price", False, 0, Ask(Role.MANAGER, Why.BEYOND)),
        (Role.CSM, TEN, "service", False, 0, Ask(Role.MANAGER, Why.REASON)),
        (Role.CSM, TEN, "price", True, 0, Ask(Role.MANAGER, Why.AGAIN)),
        (Role.CSM, SEATS, "service", True, 1, None),
        (Role.CSM, SEATS, "service", True, 2, Ask(Role.MANAGER, Why.OFTEN)),
        (Role.LEGAL, SEATS, "service", False, 2, Ask(Role.MANAGER, Why.OFTEN)),
        (Role.MANAGER, TWENTY, "service", True, 99, None),
        (Role.MANAGER, OWN, "price", False, 0, Ask(Role.PRODUCT, Why.BEYOND)),
    ],
)
def test_who_has_to_say_yes(role, wanted, reason, discounted, lately, asked):
    assert to_ask(LIMITED, role, wanted, reason, discounted=discounted, lately=lately) == asked


def test_without_a_number_nobody_is_counted():
    assert to_ask(MATRIX, Role.CSM, SEATS, "service", discounted=False, lately=999) is None


def test_what_makes_it_cheaper():
    assert [mark for mark in (*Concession, "klein@2026-03-01") if is_discount(mark)] == [
        Concession.DISCOUNT_PERCENT,
        "klein@2026-03-01",
    ]
