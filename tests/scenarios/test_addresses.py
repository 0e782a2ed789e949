"""Dead addresses: a bounce that comes back, a refusal in the SMTP dialogue. The next lawful channel takes over."""

from __future__ import annotations

import pytest

from tests.scenarios.firm import Firm, Person, at, hard_bounce

pytestmark = pytest.mark.real


def test_a_hard_bounce_moves_on_to_letters(firm: Firm) -> None:
    person = Person("S-10")
    firm.take_on(person)
    firm.until(1)
    firm.deliver(hard_bounce(firm.mail(person, "value"), at(1)), "")
    firm.until(2, 13)
    (reply,) = firm("replies", "list", "--json").objects
    assert (reply["contact"], reply["step"], reply["kind"]) == (person.id, "winback/value", "hard_bounce")
    assert reply["effect"] == "address_invalid"
    firm.until(45)
    assert ("last", "letter") in firm.sent(person.id)
    assert [step for step, channel in firm.sent(person.id) if channel == "email"] == ["value"]
    (news,) = firm.touches(contact=person.id, step="news")
    assert (news["decision"], news["rule"]) == ("skip", "reachable")


def test_one_refused_recipient_does_not_stop_the_others(firm: Firm) -> None:
    dead, first, last = Person("S-11", local="unknown"), Person("S-12"), Person("S-13")
    firm.take_on(first, dead, last)
    firm.until(1)
    for person in (first, last):
        assert firm.sent(person.id) == [("value", "email")]
        assert firm.mail(person, "value")["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert firm.sent(dead.id) == [("value", "letter")]
    assert {channel for _, channel in firm.sent(dead.id, "offboarding")} == {"letter"}
