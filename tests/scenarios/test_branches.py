"""What answers begin, prolong and never shorten."""

from __future__ import annotations

import pytest

from tests.scenarios.firm import AUTHSERV, Firm, Person, answer, at

pytestmark = pytest.mark.real


def test_interest_brings_a_call_and_ends_the_letters(firm: Firm) -> None:
    person = Person("S-50", tier="high")
    firm.take_on(person)
    firm.until(1)
    vouched = f"{AUTHSERV}; dmarc=pass header.from={person.address.rpartition('@')[2]}"
    text = "Das klingt interessant, bitte schicken Sie mir mehr dazu."
    raw = answer(firm.mail(person, "value"), text, at(2), Authentication_Results=vouched)
    firm.deliver(raw, person.address)
    firm.until(2, 14)
    (reply,) = firm("replies", "list", "--json").objects
    assert (reply["label"], reply["effect"]) == ("interested", "start:handover")
    (task,) = firm("tasks", "list", "--json").objects
    assert (task["contact"], task["channel"], task["kind"]) == (person.id, "phone", "call")
    firm.until(40)
    assert firm.sent(person.id) == [("value", "email")]


def test_a_shorter_absence_does_not_shorten_a_pause(firm: Firm) -> None:
    person = Person("S-51")
    firm.take_on(person)
    firm.until(1)
    value = firm.mail(person, "value")
    firm.deliver(answer(value, "Bitte melden Sie sich im Mai wieder.", at(2)), person.address)
    firm.until(2, 13)
    away = answer(value, "Ich bin bis zum 05.03.2026 nicht im Haus.", at(3), Auto_Submitted="auto-replied")
    firm.deliver(away, person.address)
    firm.until(4, 13)
    assert [reply["effect"] for reply in firm("replies", "list", "--json").objects] == ["pause", "pause"]
    (task,) = firm("tasks", "list", "--json").objects  # the person gets an answer, the machine none
    assert task["kind"] == "answer_reply"
    firm.until(59)
    assert firm.sent(person.id) == [("value", "email")]


def test_a_provider_report_about_our_setup_stops_nobody(firm: Firm) -> None:
    person = Person("S-52")
    firm.take_on(person)
    firm.until(1)
    for kind in ("auth-failure", "abuse"):
        assert firm.sent(person.id) == ([("value", "email")] if kind == "auth-failure" else _TWO)
        firm.deliver(_feedback(kind, firm.raw_mail(person, "value")), "fbl@provider.test")
        firm.until(9 if kind == "auth-failure" else 40)
    assert firm.sent(person.id) == _TWO
    assert [reply["effect"] for reply in firm("replies", "list", "--json").objects] == ["objection", "none"]


_TWO = [("value", "email"), ("news", "email")]


def _feedback(kind: str, mail: bytes) -> bytes:
    """An ARF report (RFC 5965) of a mailbox provider, the recipient redacted as they do."""
    head = mail.split(b"\n\n", 1)[0].decode().splitlines()
    returned = "\r\n".join(line for line in head if line.lower().startswith(("message-id:", "subject:", "from:")))
    return (
        "From: fbl@provider.test\r\nTo: team@firma.test\r\nSubject: FW: Werbung\r\n"
        f"Message-ID: <{kind}@provider.test>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="G"\r\n\r\n'
        "--G\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        f"--G\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nUser-Agent: FBL/1\r\nVersion: 1\r\n"
        f"--G\r\nContent-Type: message/rfc822\r\n\r\n{returned}\r\n\r\nText\r\n--G--\r\n"
    ).encode()
