"""Work in the house, and approvals: judged by what they are, not by the channel that brings them to somebody's desk."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from campaigns.cap_forecast import swallowed
from campaigns.desk.finishing import finish_task
from campaigns.desk.sheet import sheet_of
from campaigns.desk.tending import tend_tasks
from campaigns.settings.sections import Cap
from contacts.medium import Medium
from store import people, tasks
from store.tables import permission, runs
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.desk.calls import ANNA, TEAM, calling
from tests.campaigns.house_of import minimal, parsed, step

WAITS = "wait_for_outcome = { days = 60 }"


def inside(home, kind="duty", texts=None, medium=Medium.EMAIL, **changes):
    """K-1 has neither a phone number nor a consent to calls; the task lies with Anna on Tuesday noon."""
    one = home(texts=texts or calling(WAITS, kind=kind), team=TEAM)
    one.customer(owner_email=ANNA, **changes)
    if medium is not None:
        one.consent("K-1", medium)
    one.cancel()
    one.play(days=1, hours=4)
    return one


def approving(channels='"email"', day=1):
    """An approval by a person, then the mail that it is about."""
    ask = step("ask", f"day = {day}", '"phone"', "winback/day_21_offer", 'task = { kind = "approval" }', WAITS)
    return {"probe": minimal(ask, step("mail", "day = 5", channels), step("later", "day = 20"))}


def listed(one, state="open"):
    with one.house.store.read() as connection:
        return tasks.listing(connection, state)


def steps(one):
    return dict(one.touches("step", "state"))


@pytest.mark.parametrize("kind", ["duty", "promise"])
def test_a_duty_needs_no_number_no_consent_and_counts_as_no_contact(home, kind):
    one = inside(home, kind)
    (task,) = listed(one)
    assert (task["kind"], task["channel"], task["advertising"], task["assignee"]) == (kind, "", False, ANNA)
    assert one.rows(select(runs.ledger.c.id)) == []
    assert one.decided("K-1")[0]["rule"] == "inside"
    assert sheet_of(one.house, task).may is None


@pytest.mark.parametrize("scope", ["phone", "post", "global"])
def test_no_objection_takes_what_was_promised_or_is_owed(home, scope):
    one = inside(home, "promise")
    one.objection(scope=scope)
    tend_tasks(one.house)
    (task,) = listed(one)
    assert finish_task(one.house, task["external_id"], Report(Outcome.KEPT, "Anna"))
    assert steps(one)["call"] == "done"
    assert one.runs("probe") == [("stopped", "objection") if scope == "global" else ("active", None)]


def test_restricted_data_stays_off_a_colleagues_desk(home):
    one = home(texts=calling(WAITS, kind="duty", day=1), team=TEAM)
    one.customer(owner_email=ANNA)
    one.cancel()

    def restrict(connection):
        people.restrict(connection, people.contact_pk(connection, "K-1"), one.clock.now(), "Prüfung")

    one.write(restrict)
    one.play(days=1, hours=4)
    assert [task["kind"] for task in listed(one)] == []
    assert one.reasons("K-1")["call"] == ("skip", "restriction")


@pytest.mark.parametrize(("scope", "state"), [("phone", "open"), ("email", "withdrawn"), ("global", "withdrawn")])
def test_an_approval_is_judged_by_the_channel_of_its_message(home, scope, state):
    one = inside(home, texts=approving())
    (task,) = listed(one)
    assert (task["kind"], task["channel"], task["advertising"]) == ("approval", "", True)
    one.objection(scope=scope)
    tend_tasks(one.house)
    assert [row["state"] for row in listed(one, None)] == [state]


def test_an_approval_lives_while_one_channel_of_its_message_is_left(home):
    one = inside(home, texts=approving('"email", "letter"'))
    one.objection(scope="email")
    assert tend_tasks(one.house).withdrawn == 0
    one.objection(scope="post")
    assert tend_tasks(one.house).withdrawn == 1
    one.play(days=8)
    assert (steps(one)["ask"], steps(one)["mail"]) == ("withdrawn", "skipped")


def test_nobody_is_asked_about_a_mail_that_may_not_leave(home):
    one = inside(home, texts=approving(), medium=None)
    assert listed(one) == []
    assert one.reasons("K-1")["ask"][0] == "skip"


@pytest.mark.parametrize("how", ["withdrawn", "over"])
def test_a_consent_that_ends_takes_the_approval_of_a_draft_with_it(home, how):
    first = step("news", "day = 1", '"email"', "winback/day_07_news", "draft = true")
    one = inside(home, texts={"probe": minimal(first, step("later", "day = 20"))})
    (task,) = listed(one)
    assert (task["kind"], task["channel"], steps(one)["news"]) == ("approval", "email", "held")
    column = {"withdrawn": "withdrawn_at", "over": "valid_until"}[how]
    table = permission.consent
    one.write(lambda connection: connection.execute(update(table).values({column: one.clock.now()})))
    one.sleep(minutes=1)
    assert tend_tasks(one.house).withdrawn == 1
    assert [row["state"] for row in listed(one, None)] == ["withdrawn"]
    one.play(days=2)
    assert (steps(one)["news"], len(one.carrier.mails)) == ("skipped", 0)


def test_no_cap_is_said_to_swallow_work_in_the_house_or_what_comes_behind_it():
    duty = step("duty", "day = 1", '"phone"', "winback/day_21_offer", 'task = { kind = "duty" }')
    call = duty.replace('kind = "duty"', 'kind = "call"')
    mail = step("mail", "day = 2", '"email"', "winback/day_07_news", "too_late_after_days = 1")
    caps = [Cap(per="person", media="any", max=1, window_days=5)]
    found = [list(swallowed(parsed(name, minimal(one, mail)), caps, 9)) for name, one in (("a", duty), ("b", call))]
    assert [len(one) for one in found] == [0, 1]
