"""Answers come in over IMAP and act on what is planned, queued, open or exported."""

from __future__ import annotations

import pytest

from tests.scenarios.firm import Firm, Person, answer, at

pytestmark = pytest.mark.real


def test_an_answer_stops_the_sequence(firm: Firm) -> None:
    person = Person("S-1")
    firm.take_on(person)
    firm.until(1)
    assert firm.sent(person.id) == [("value", "email")]
    value = firm.mail(person, "value")
    firm.deliver(answer(value, "Danke, aber wir haben uns endgültig entschieden.", at(2, 10)), person.address)
    firm.until(2)
    (reply,) = firm("replies", "list", "--json").objects
    assert (reply["contact"], reply["step"]) == (person.id, "winback/value")
    firm.until(40)
    assert firm.sent(person.id) == [("value", "email")]
