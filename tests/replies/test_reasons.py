from __future__ import annotations

import time

import pytest

from replies.notices import automatic, notice, reasons, transport
from replies.notices.reasons import REASONS, Side
from replies.reply import MachineReport, Parsed

MIB = 1_048_576


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("550 5.1.1 mailbox full", "5.1.1", "mailbox_full"),
        ("550 5.7.1 <a@b.test>: Recipient address rejected: User unknown", "5.7.1", "user_unknown"),
        ("550 5.1.8 Sender address rejected: Domain not found", "5.1.8", "authentication"),
        ("554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org", "5.7.1", "blocked"),
        ("550 5.7.1 Unfortunately, part of their network is on our block list (S3150).", "5.7.1", "blocked"),
        ("550 5.7.26 sender is unauthenticated", "5.7.26", "authentication"),
        ("554 5.7.1 Relay access denied", "5.7.1", "relay_denied"),
        ("450 4.2.0 Greylisted, try again in 300 seconds", "4.2.0", "rate_limit"),
        ("550 5.4.1 Recipient address rejected: Access denied.", "5.4.1", "user_unknown"),
        ("User x (a@b.test) not listed in Domino Directory", "", "user_unknown"),
        ("556 5.1.10 Recipient address has null MX", "5.1.10", "not_accepting"),
        ("550 Der Empfänger ist nicht bekannt", "", "user_unknown"),
        ("Benutzer hat das Speichervolumen überschritten", "", "mailbox_full"),
        ("", "5.1.1", "user_unknown"),
        ("", "5.2.2", "mailbox_full"),
        ("", "5.7.9", "policy"),
        ("", "4.4.4", "unavailable"),
        ("smtp; 556", "", "not_accepting"),
        ("smtp; 550", "5.0.0", "undefined"),
        ("", "5.0.0", "undefined"),
        ("", "4.0.0", "unavailable"),
    ],
)
def test_words_then_codes_then_the_digit(text, status, reason):
    assert reasons.judge(text, status, "failed").name == reason


def test_a_delay_has_no_other_reason():
    assert reasons.judge("550 5.1.1 user unknown", "5.1.1", "delayed").name == "delayed"


def test_only_what_concerns_the_recipient_ends_an_address():
    assert {reason.side for reason in REASONS.values() if reason.hard} == {Side.RECIPIENT}


def test_refusals_of_us_are_the_senders_matter():
    ours = {"policy", "blocked", "spam", "authentication", "relay_denied", "rate_limit"}
    assert {REASONS[name].side for name in ours} == {Side.SENDER}
    assert not any(
        REASONS[name].side is Side.SENDER for name in ("mailbox_full", "suspended", "user_unknown", "unavailable")
    )


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "user ",
        "5.",
        "550-",
        "mailbox ",
        "<a@b.",
        "empfänger ",
        "\nto: ",
        "- ",
        "\n<a@b.test>: ",
        "bestätig ",
        "Ihre Mail ",
    ],
)
def test_a_mebibyte_of_anything_is_judged_at_once(piece):
    text = (piece * (MIB // len(piece)))[:MIB]
    parsed = Parsed(
        "0" * 64, subject=text[:1_000], text=text[:200_000], new_text=text[:200_000], report=MachineReport()
    )
    asked = {
        "reasons": lambda: reasons.judge(text, "5.0.0", "failed"),
        "notice": lambda: notice.sections(parsed, notice.notice_text(parsed)),
        "automatic": lambda: (automatic.sign(parsed), automatic.challenge(parsed), automatic.held_back(parsed)),
        "transport": lambda: transport.judge(parsed),
    }
    for name, ask in asked.items():
        began = time.process_time()
        ask()
        assert time.process_time() - began < 1, name
