"""What a cancellation does beyond starting its own sequences: who is past winning back, and cases of the past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from contacts.cancellation import DeclarationKind
from contacts.medium import Medium
from store.tables import desk, runs
from tests.campaigns.house_of import MONDAY, measured_nobody, minimal, step


def states(one, sequence="winback"):
    return [(state, reason) for state, reason in one.runs(sequence) if state != "excluded"]


@pytest.mark.parametrize(
    ("reason", "colleague"), [("insolvency", "stopped"), ("closure", "stopped"), ("deceased", "active")]
)
def test_the_end_of_a_firm_ends_the_winback_of_its_people(home, reason, colleague):
    one = home()
    one.consenting("K-1", company="F-1")
    one.consenting("K-2", company="F-1")
    one.consenting("K-3", company="F-2")
    one.customer("K-4", company="F-1")
    one.play(days=2)
    assert [state for state, _ in states(one)] == ["active", "active", "active"]
    one.cancel("K-4", reason=reason)
    one.now()
    assert states(one) == [(colleague, "excluded" if colleague == "stopped" else None)] * 2 + [("active", None)]
    before = one.sent("K-1")
    one.play(days=60)
    assert (one.sent("K-1") == before) is (colleague == "stopped")


def test_a_second_cancellation_that_says_insolvency_ends_the_first_ones_winback(home):
    one = home()
    one.consenting("K-1")
    one.play(days=2)
    one.cancel("K-1", external_id="KUE-2", reason="insolvency")
    one.now()
    assert states(one) == [("stopped", "excluded")]
    assert one.reasons("K-1")["value"] == ("stop", "excluded:insolvency")


@pytest.mark.parametrize(
    ("ended_days_ago", "confirmed", "guided"),
    [(31, True, False), (30, True, True), (31, False, True), (-60, True, True)],
)
def test_who_has_long_left_gets_no_plan_for_leaving(home, ended_days_ago, confirmed, guided):
    one = home()
    received = MONDAY - timedelta(days=200)
    one.customer("K-1", end=(MONDAY - timedelta(days=ended_days_ago)).date())
    one.cancel("K-1", received_at=received, receipt_confirmed_at=received if confirmed else None, contract_id="V-K-1")
    one.now()
    assert [state for state, _ in one.runs("offboarding")] == ["active" if guided else "excluded"]
    assert [reason for _, reason in one.runs("offboarding")] == [None if guided else "contract_over"]


def test_mail_to_a_customer_without_a_consent_says_on_what_it_rests(home):
    """§ 7 Abs. 3 UWG carries alone: the notice must not speak of a consent that does not exist."""
    one = home()
    one.customer("K-1", end=date(2026, 5, 31))
    one.cancel("K-1", contract_id="V-K-1")
    one.play(days=2)
    assert one.reasons("K-1")["value"][0] == "send"
    (mail,) = [text for (text,) in one.rows(select(runs.attempt.c.text)) if "Werbung" in text]
    assert "Sie haben uns Ihre E-Mail-Adresse zu Ihrem Vertrag" in mail
    assert "eingewilligt" not in mail


def test_a_withdrawal_of_the_cancelled_contract_ends_its_winback_and_not_its_contract_mail(home):
    """§ 356a BGB: who takes the contract back gets no offer; letters on their way are recalled, tasks withdrawn."""
    letter = step("letter", "day = 1", '"letter"', "winback/day_01_value")
    call = step("call", "day = 40", '"phone"', "winback/day_21_offer")
    texts = {"probe": minimal(letter, call), "leaving": measured_nobody()["offboarding"]}
    one = home(texts=texts)
    for name in ("K-1", "K-2"):
        one.customer(name, phone="+49 431 123456", end=date(2026, 5, 31))
        one.consent(name, Medium.PHONE)
        one.cancel(name, contract_id=f"V-{name}")
    one.play(days=42)
    assert one.rows(select(desk.task.c.state)) == [("open",)] * 2
    assert one.touches("state", step="letter") == [("exported",)] * 2
    one.cancel("K-1", external_id="WID-1", contract_id="V-K-1", kind=DeclarationKind.WITHDRAWAL)
    one.now()
    assert one.touches("state", step="letter") == [("recalled",), ("exported",)]
    assert list(one.house.letters.folder.glob("*rueckruf*.csv"))
    assert sorted(one.rows(select(desk.task.c.state))) == [("open",), ("withdrawn",)]
    assert states(one, "leaving") == [("active", None)] * 2


def test_a_withdrawal_stops_what_of_winback_is_still_to_come(home):
    one = home()
    one.consenting("K-1")
    one.consenting("K-2")
    one.play(days=2)
    one.cancel("K-1", external_id="WID-1", kind=DeclarationKind.WITHDRAWAL)
    one.now()
    assert states(one) == [("stopped", "contract_withdrawn"), ("active", None)]
    before = one.sent("K-1"), one.sent("K-2")
    one.play(days=40)
    assert one.sent("K-1") == before[0]
    assert len(one.sent("K-2")) > len(before[1])
