"""What a person asked for reaches the decision: silence, distance, a call back, a restriction; and a released reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import select, update

from campaigns import simulate
from campaigns.counts import OWN_WISH
from campaigns.facts import Spending, facts_of
from campaigns.inbound.effects import act
from compliance.policy import Policy, Release
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose
from replies.classify import classify
from replies.parse import parse_mail
from replies.reply import RawMail
from sequences.definition import Channel
from store import wishes
from store.replies import Match
from store.tables import desk, people, permission
from tests.campaigns.house_of import MONDAY, local, minimal, step

NOW = MONDAY.astimezone(UTC)
MAILS = minimal(step("a", "day = 1"), step("b", "day = 8"), step("c", "day = 60"))
CALL = minimal(step("a", "day = 1", '"phone"', "winback/day_14_offer"))


def pk(one, contact="K-1"):
    ((found,),) = one.rows(select(people.contact.c.id).where(people.contact.c.external_id == contact))
    return found


def wish(one, *, until=None, gap=None, name="w1", at=NOW, contact="K-1"):
    return one.write(lambda link: wishes.put_preference(link, pk(one, contact), name, at, until, gap, "preferences"))


def restrict(one, contact="K-1"):
    table = people.contact
    one.write(lambda link: link.execute(update(table).where(table.c.external_id == contact).values(restricted_at=NOW)))


def seen(one, channel=Channel.EMAIL, step="a", **changes):
    case = one.case(step)
    sequence = one.house.sequences["probe"]
    if changes:
        sequence = replace(sequence, steps=(replace(sequence.steps[0], **changes), *sequence.steps[1:]))
    return facts_of(one.house, case, sequence, channel, one.clock.now(), Spending())


# -- the rows ---------------------------------------------------------------------------------------------------------


def test_the_newest_wish_counts_whole_and_the_same_one_is_taken_once(either_home):
    one = either_home()
    one.customer()
    with one.house.store.read() as link:
        assert wishes.newest_preference(link, pk(one)) is None
    until = NOW + timedelta(days=30)
    assert wish(one, until=until, gap=14, name="w1", at=NOW) is True
    assert wish(one, until=until, gap=14, name="w1", at=NOW) is False
    wish(one, gap=60, name="w0", at=NOW - timedelta(days=3))
    with one.house.store.read() as link:
        newest = wishes.newest_preference(link, pk(one))
    assert (newest.id, newest.paused_until, newest.min_gap_days) == ("w1", until, 14)
    wish(one, name="w2", at=NOW + timedelta(hours=1))
    with one.house.store.read() as link:
        newest = wishes.newest_preference(link, pk(one))
        everybody = wishes.of_people(link, [pk(one)], NOW)
    assert (newest.id, newest.paused_until, newest.min_gap_days) == ("w2", None, None)
    assert everybody[pk(one)].preference == newest


def test_an_open_call_back_of_the_last_fourteen_days_is_a_request(home):
    one = home(texts={"probe": CALL})
    one.consenting()

    def call(name, at):
        span = (at, at + timedelta(hours=2))
        one.write(lambda link: wishes.put_callback(link, pk(one), name, "Rechnung", "+49 431 1", *span, at))

    call("old", NOW - timedelta(days=15))
    assert seen(one, Channel.PHONE).request is None
    call("first", NOW - timedelta(days=2))
    call("second", NOW - timedelta(days=1))
    facts = seen(one, Channel.PHONE, purpose=Purpose.SERVICE)
    assert (facts.request.id, facts.has_address) == ("second", True)
    assert rule_on(facts, Policy()).verdict is Verdict.ALLOW
    assert seen(one, Channel.PHONE).has_address is False, "the number serves this call, not advertising"
    assert seen(one, Channel.EMAIL).request is None, "who asked to be called did not ask for a mail"
    for name in ("first", "second"):
        one.write(lambda link, name=name: wishes.answer_callback(link, name, NOW))
    assert seen(one, Channel.PHONE).request is None


def test_a_released_reason_carries_a_business_call_until_the_customer_cancels_again(home):
    one = home(texts={"probe": CALL})
    one.consenting(kind=ContactKind.BUSINESS, phone="+49 431 99999 20")
    assert rule_on(seen(one, Channel.PHONE), Policy()).verdict is Verdict.DENY

    def release(name, at, reason="concrete"):
        words = ("wartet auf die Schnittstelle", "Schnittstelle ab April", "Dr. Ada Schutz")
        one.write(lambda link: wishes.put_presumption(link, pk(one), name, reason, *words, at, at))

    release("before", NOW - timedelta(days=1))
    assert seen(one, Channel.PHONE).presumed.reason == "none", "what was presumed before the cancellation is over"
    one.sleep(days=1, hours=2)
    release("p1", one.clock.now() - timedelta(hours=1))
    facts = seen(one, Channel.PHONE)
    ruling = rule_on(facts, Policy())
    assert (ruling.verdict, ruling.rule, facts.presumed.released_by) == (
        Verdict.ALLOW_DUTY,
        "phone_presumed",
        "Dr. Ada Schutz",
    )
    assert next(gate for gate in ruling.gates if gate.rule == "phone_presumed").finding.evidence == ("p1",)
    release("p2", one.clock.now(), "was_customer")
    assert rule_on(seen(one, Channel.PHONE), Policy()).verdict is Verdict.DENY


# -- what becomes of touches --------------------------------------------------------------------------------------------


def test_advertising_waits_for_the_day_the_person_named_and_a_step_too_late_is_left_out(home):
    one = home(texts={"probe": MAILS})
    one.consenting()
    wish(one, until=NOW + timedelta(days=10))
    one.play(days=70)
    assert one.reasons("K-1")["a"] == ("skip", "own_pause")
    assert [(name, day) for name, _, day in one.sent()] == [
        ("b", local(NOW + timedelta(days=10)).date()),
        ("c", date(2026, 5, 4)),  # day 60 is the First of May, a weekend follows
    ]


def test_the_wished_distance_is_a_cap_that_looks_back_further_than_the_houses_own(home):
    one = home(texts={"probe": MAILS})
    one.consenting()
    one.play(days=3)
    assert [name for name, _, _ in one.sent()] == ["a"]
    wish(one, gap=700, at=one.clock.now())
    (wished,) = (cap for cap in seen(one, step="b").caps if cap.name == OWN_WISH)
    assert (wished.per, wished.max, wished.window_days, wished.min_gap_days, wished.count) == ("person", 1, 700, 700, 1)
    one.play(days=70)
    assert [name for name, _, _ in one.sent()] == ["a"]
    assert one.reasons("K-1")["c"] == ("skip", "frequency_cap")


def test_an_old_touch_outside_the_houses_horizon_still_counts_for_the_wish(home):
    one = home(texts={"probe": MAILS}, caps=())
    one.consenting()
    one.activity("K-1", Medium.PHONE, NOW - timedelta(days=650))
    assert [cap.name for cap in seen(one).caps] == []
    wish(one, gap=700)
    (wished,) = seen(one).caps
    assert (wished.name, wished.count) == (OWN_WISH, 1)


def test_a_simulation_plays_with_the_same_wishes(either_home):
    one = either_home(texts={"probe": MAILS})
    one.consenting()
    wish(one, until=NOW + timedelta(days=90), gap=30)
    restrict(one)
    with simulate.copied(one.house.store) as (copy, _), copy.read() as link:
        found = wishes.of_people(link, [pk(one)], NOW)[pk(one)]
    assert (found.preference.min_gap_days, found.restricted_at) == (30, NOW)


def test_restricted_data_is_not_used_and_contract_mail_ends_up_with_a_person(home):
    one = home(
        texts={
            "probe": minimal(
                step("a", "day = 0", '"email"', "offboarding/receipt", "at_once = true"),
                step("b", "day = 1", '"email"', "offboarding/plan"),
                purpose='"contract"',
            ),
            "ads": minimal(step("x", "day = 2")),
        }
    )
    one.customer()
    one.consent()
    restrict(one)
    one.cancel(receipt_confirmed_at=None)
    one.play(days=9)
    said = one.reasons("K-1")
    assert said["a"] == ("send", ""), "the confirmation of her own declaration"
    assert said["b"] == ("skip", "restriction")
    assert said["x"] == ("skip", "restriction")
    ((title, guide),) = one.rows(select(desk.task.c.title, desk.task.c.guide))
    assert title.startswith("Vertragspost von Hand prüfen")
    assert "Art. 18 Abs. 2 DSGVO" in guide


# -- an objection that leaves open to what ------------------------------------------------------------------------------

RELEASE = (("ambiguous_objection_scope", Release("Dr. Ada Schutz", date(2026, 2, 2), "geprüft")),)


@pytest.mark.parametrize(
    ("policy", "text", "scope"),
    [
        (Policy(), "Bitte nicht mehr.\n\nStreichen Sie mich aus Ihrer Liste.", "global"),
        (Policy(ambiguous_objection_scope="channel"), "Streichen Sie mich aus Ihrer Liste.", "global"),
        (Policy(ambiguous_objection_scope="channel", releases=RELEASE), "Streichen Sie mich aus Ihrer Liste.", "email"),
        (Policy(ambiguous_objection_scope="channel", releases=RELEASE), "Bitte keine Werbung mehr.", "global"),
        (Policy(ambiguous_objection_scope="channel", releases=RELEASE), "Keine Briefe und Anrufe mehr.", "global"),
    ],
)
def test_an_unclear_objection_is_global_unless_somebody_signed_for_less(home, policy, text, scope):
    one = home(texts={"probe": MAILS}, policy=policy)
    one.consenting()
    raw = (
        f"From: k1@kunde1.example\nTo: t@x.example\nSubject: AW: Post\nDate: Mon, 2 Mar 2026 08:00:00 +0100\n\n{text}\n"
    )
    mail = RawMail("t@x.example", "INBOX", 1, 1, raw.encode(), NOW)
    parsed = parse_mail(mail.raw)
    answer = classify(parsed)
    match = Match(None, pk(one), "sender")
    word, _ = one.write(lambda link: act(link, one.house, mail, parsed, answer, match))
    assert word == "objection"
    scopes = one.rows(select(permission.objection.c.scope))
    assert {found for (found,) in scopes} == {scope}
