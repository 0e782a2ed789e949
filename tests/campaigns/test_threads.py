"""Mails below mails: by the id that arrived, never by a subject that feigns an answer."""

from __future__ import annotations

import email
import email.policy

import pytest

from campaigns.threads import thread_of
from channels.channel import Outcome, Receipt
from channels.email.recording import Scripted
from store.attempts import Handed
from tests.campaigns.house_of import minimal, parsed, step

THREE = minimal(
    step("first", "day = 0"),
    step("second", "day = 7", '"email"', "winback/day_14_story", "thread = true"),
    step("third", "day = 14", '"email"', "winback/day_30_last", "thread = true"),
)


def heads(one):
    return [email.message_from_bytes(mail.raw, policy=email.policy.default) for mail in one.carrier.mails]


def accepted(transport, carrier_id=""):
    return Scripted(Receipt(Outcome.ACCEPTED, 250, "ok", transport, carrier_id=carrier_id), after_go=True)


def sent(home, script=(), texts=THREE):
    one = home(texts={"probe": texts}, script=script)
    one.consenting()
    one.play(days=20)
    found = heads(one)
    assert len(found) == 3
    return found


def test_each_mail_names_those_above_it_as_they_arrived(home):
    first, second, third = sent(home)
    assert first["In-Reply-To"] is None
    assert first["References"] is None
    assert second["In-Reply-To"] == first["Message-ID"] == second["References"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]
    assert not any(mail["Subject"].lower().startswith(("re:", "aw:")) for mail in (first, second, third))


@pytest.mark.parametrize(
    ("region", "host"), [("eu-central-1", "eu-central-1.amazonses.com"), ("us-east-1", "email.amazonses.com")]
)
def test_amazons_own_id_is_the_one_that_arrived(home, region, host):
    script = [accepted(f"ses:{region}", "0102-abc-000000"), accepted(f"ses:{region}", "0102-def-000000")]
    _first, second, third = sent(home, script)
    assert second["In-Reply-To"] == f"<0102-abc-000000@{host}>"
    assert third["References"].split() == [f"<0102-abc-000000@{host}>", f"<0102-def-000000@{host}>"]


def test_a_mail_whose_id_nobody_knows_is_passed_over(home):
    first, second, third = sent(home, [accepted("ses:eu-central-1", "a-1"), accepted("ses:eu-central-1")])
    assert third["In-Reply-To"] == "<a-1@eu-central-1.amazonses.com>" == second["In-Reply-To"]
    assert first["In-Reply-To"] is None


def test_a_first_mail_has_nothing_above_it(home):
    one = home(texts={"probe": minimal(step("only", "day = 0", '"email"', "winback/day_07_news", "thread = true"))})
    one.consenting()
    one.play(hours=3)
    (mail,) = heads(one)
    assert mail["In-Reply-To"] is None


def test_a_letter_has_no_thread_and_contract_mail_is_none(home):
    steps = (
        step("owed", "day = 0", '"email"', "offboarding/plan", 'purpose = "contract"'),
        step("mail", "day = 1", '"email"', "winback/day_07_news", "thread = true"),
        step("letter", "day = 10", '"letter", "email"', "winback/day_14_story", "thread = true"),
    )
    one = home(texts={"probe": minimal(*steps)})
    one.consenting()
    one.play(days=15)
    _owed, mail = heads(one)
    assert mail["In-Reply-To"] is None
    assert one.sent()[-1][:2] == ("letter", "letter")


def test_a_step_without_thread_begins_anew_and_long_threads_are_cut():
    many = [step("s0", "day = 0")] + [
        step(f"s{day}", f"day = {day}", '"email"', "winback/day_07_news", "thread = true") for day in range(1, 15)
    ]
    sequence = parsed("probe", minimal(*many))
    mails = [Handed(f"s{day}", f"m{day}@x", "smtp:x:25", None) for day in range(14)]
    assert thread_of(mails, sequence, "s14") == tuple(f"m{day}@x" for day in range(5, 14))
    assert thread_of(mails, sequence, "s0") == ()
