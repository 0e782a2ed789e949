"""What becomes of a touch: the first lawful channel, or the reason why not, each way of not sending by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.caps import Cap
from campaigns.decision import Judged, decide
from campaigns.facts import Spending
from campaigns.ruling_json import plain, tried_json
from campaigns.touch_json import touch_object
from compliance.facts import ObjectionFact, Via
from compliance.verdict import Verdict
from contacts.medium import Medium, Purpose
from sequences.definition import Channel, EventKind
from sequences.enrollment import EnrollmentState
from sequences.touch import Hold, Postpone, Send, Skip, Stop
from store.case import LedgerEntry
from tests.campaigns.house_of import BERLIN, MONDAY, minimal, step

TUESDAY = (MONDAY + timedelta(days=1, hours=2)).astimezone(UTC)
OBJECTED = ObjectionFact("obj-1", "email", TUESDAY, Via.TEXT)
MAIL = frozenset({Medium.EMAIL})


@pytest.fixture
def judge(home):
    """`judge(now=..., caps=..., **fields of the case)` for a step that may go by mail, then by letter."""
    either = step("a", "day = 1", '"email", "letter"', "winback/day_01_value")
    one = home(texts={"probe": minimal(either, step("b", "day = 3"))})
    one.consenting()
    case, sequence = one.case("a"), one.house.sequences["probe"]

    def decided(now=TUESDAY, spent=None, step=None, house=None, **changes):
        seen = sequence
        if step:
            seen = replace(sequence, steps=(replace(sequence.steps[0], **step), *sequence.steps[1:]))
        return decide(replace(one.house, **(house or {})), replace(case, **changes), seen, now, spent or Spending())

    decided.case = case
    return decided


def run(judge, **changes):
    return replace(judge.case.enrollment, **changes)


def touch(judge, **changes):
    return replace(judge.case.touch, **changes)


def test_the_first_lawful_channel_is_used_and_the_next_not_even_asked(judge):
    judged = judge()
    assert isinstance(judged.decision, Send)
    assert (judged.decision.channel, [channel for channel, _ in judged.tried]) == (Channel.EMAIL, [Channel.EMAIL])
    assert judged.decision.duties == judged.ruling.duties


def test_without_a_basis_for_mail_the_letter_is_used(judge):
    judged = judge(consents=())
    assert judged.decision.channel is Channel.LETTER
    assert judged.ruling is judged.tried[1][1]


def test_without_any_basis_the_step_is_skipped_by_the_first_channels_rule(judge):
    judged = judge(consents=(), contract=None)
    assert judged.decision == Skip(judged.tried[0][1].rule)
    assert judged.ruling is judged.tried[0][1]
    assert len(judged.tried) == 2


def test_an_objection_to_mails_leaves_the_letter_and_a_general_one_nothing(judge):
    assert judge(objections=(OBJECTED,)).decision.channel is Channel.LETTER
    assert judge(objections=(replace(OBJECTED, scope="global"),)).decision == Skip("objection")


def test_a_full_cap_postpones_and_does_not_change_the_channel(judge):
    made = (LedgerEntry(Medium.PHONE, TUESDAY - timedelta(days=4)),)
    judged = judge(person_ledger=made)
    assert judged.decision == Postpone(TUESDAY + timedelta(days=1), "frequency_cap")
    assert [channel for channel, _ in judged.tried] == [Channel.EMAIL]
    assert judged.ruling.rule == "frequency_cap"


def test_a_cap_that_would_hold_too_long_drops_the_step(judge):
    assert judge(person_ledger=(LedgerEntry(Medium.PHONE, TUESDAY),)).decision == Skip("frequency_cap")


@pytest.mark.parametrize(("outcome", "expected"), [("postpone", Postpone), ("skip", Skip), ("next_channel", Send)])
def test_each_outcome_of_a_cap(judge, outcome, expected):
    caps = (Cap("person", MAIL, 1, 3, outcome=outcome),)
    judged = judge(house={"caps": caps}, person_ledger=(LedgerEntry(Medium.EMAIL, TUESDAY - timedelta(days=1)),))
    assert type(judged.decision) is expected
    if expected is Send:
        assert judged.decision.channel is Channel.LETTER


def test_when_the_next_channel_is_unlawful_the_step_waits_for_the_first(judge):
    caps = (Cap("person", MAIL, 1, 3, outcome="next_channel"),)
    made = (LedgerEntry(Medium.EMAIL, TUESDAY - timedelta(days=1)),)
    nowhere = replace(judge.case.contact, address=None)
    judged = judge(house={"caps": caps}, person_ledger=made, contact=nowhere)
    assert judged.decision == Postpone(TUESDAY + timedelta(days=2), "frequency_cap")


def test_a_full_letter_budget_waits_for_nobody(judge):
    judged = judge(consents=(), spent=Spending(letter_euro_month=Decimal(500)))
    assert judged.decision == Skip("letter_budget")  # the next month is too far away for this step
    assert judged.ruling.rule == "letter_budget"


def test_outside_the_window_the_touch_waits_for_the_next_opening(judge):
    evening = TUESDAY + timedelta(hours=10)
    assert judge(now=evening).decision == Postpone(datetime(2026, 3, 4, 8, 0, tzinfo=UTC), "sending_window")


def test_an_unclear_reply_asks_again_tomorrow_until_the_step_is_too_late(judge):
    held = judge(reply_held="f1").decision
    assert held == Postpone(TUESDAY + timedelta(days=1), "unclassified_reply")
    friday = TUESDAY + timedelta(days=3)
    later = touch(judge, planned_on=friday.date())
    assert judge(now=friday, reply_held="f1", touch=later).decision.until.date() == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, TUESDAY + timedelta(days=1)), (TUESDAY + timedelta(days=9), TUESDAY + timedelta(days=9))],
)
def test_a_paused_run_waits_for_its_date_or_asks_every_day(judge, until, expected):
    paused = run(judge, state=EnrollmentState.PAUSED, paused_until=until)
    judged = judge(enrollment=paused)
    assert judged == Judged(Postpone(expected, "paused"))
    assert judged.ruling is None


def test_a_pause_whose_date_has_come_is_over(judge):
    paused = run(judge, state=EnrollmentState.PAUSED, paused_until=TUESDAY)
    assert isinstance(judge(enrollment=paused).decision, Send)


@pytest.mark.parametrize("state", [EnrollmentState.STOPPED, EnrollmentState.FINISHED])
def test_nothing_leaves_for_a_run_that_has_ended(judge, state):
    assert judge(enrollment=run(judge, state=state)).decision == Stop(f"enrollment_{state}")


def test_an_event_that_never_came_skips_and_one_that_came_sends(judge):
    waiting = touch(judge, wait_event=EventKind.FEATURE_RELEASED)
    assert judge(touch=waiting).decision == Skip("no_event")
    before = {EventKind.FEATURE_RELEASED: MONDAY - timedelta(days=1)}
    assert judge(touch=waiting, events=before).decision == Skip("no_event")
    assert isinstance(judge(touch=waiting, events={EventKind.FEATURE_RELEASED: TUESDAY}).decision, Send)


@pytest.mark.parametrize(("days", "expected"), [(0, None), (1, None), (2, "superseded"), (9, "too_late")])
def test_a_touch_that_missed_its_day_is_overtaken_by_a_newer_step_or_by_time(judge, days, expected):
    decision = judge(now=TUESDAY + timedelta(days=days)).decision
    assert decision == Skip(expected) if expected else isinstance(decision, Send)


def test_a_message_with_an_advertising_part_that_must_not_be_in_it_is_held_for_a_person(judge):
    judged = judge(step={"purpose": Purpose.MIXED})
    assert judged.decision == Hold("Der werbende Teil wird entfernt, die übrige Nachricht geht hinaus.")
    assert {ruling.verdict for _, ruling in judged.tried} == {Verdict.STRIP}


def test_a_ruling_in_json_has_every_gate_and_only_plain_types(judge):
    (tried,) = tried_json(judge().tried)
    assert (tried["channel"], tried["verdict"], tried["until"], tried["outcome"]) == ("email", "ALLOW_DUTY", None, None)
    assert {"n", "rule", "statute", "verdict", "reason", "values", "evidence"} == set(tried["gates"][0])
    postponed = tried_json(judge(now=TUESDAY + timedelta(hours=10)).tried)[0]
    assert postponed["until"] == "2026-03-04T08:00:00+00:00"


class Loud(str):
    """A string of another type than str."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        ("x", "x"),
        (Loud("x"), "x"),
        (Purpose.CONTRACT, "contract"),
        (Verdict.DENY, "DENY"),
        (date(2026, 3, 2), "2026-03-02"),
        (TUESDAY, "2026-03-03T09:00:00+00:00"),
        (Decimal("0.10"), "0.10"),
        ({Purpose.CONTRACT: [Decimal(1)]}, {"contract": ["1"]}),
        ((1, (2,)), [1, [2]]),
    ],
)
def test_plain_values(value, expected):
    assert plain(value) == expected


def test_a_decision_without_a_touch_takes_its_purpose_from_the_definition(home):
    one = home(texts={"probe": minimal(step("a", "day = 1"))})
    names = ("at", "contact", "company", "cancellation", "sequence", "step", "purpose", "channel", "decision")
    row = dict.fromkeys((*names, "until", "reason", "verdict", "rule", "variant"))
    row |= {"at": TUESDAY, "decision": "hold", "sequence": "probe", "step": "a"}
    made = touch_object(row, one.house.sequences, BERLIN)
    assert (made["purpose"], made["decision"], made["reason"]) == ("advertising", "postpone", None)
    assert touch_object(row | {"sequence": "gone"}, one.house.sequences, BERLIN)["purpose"] is None
    assert touch_object(row | {"step": "gone"}, one.house.sequences, BERLIN)["purpose"] is None
    assert touch_object(row | {"purpose": "survey"}, {}, BERLIN)["purpose"] == "survey"
