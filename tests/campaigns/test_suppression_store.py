"""The suppression list cannot be read: a real fault of the database, and nothing but contract mail leaves (R143)."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from campaigns.facts import Spending, facts_of
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from sequences.definition import Channel
from tests.campaigns.house_of import house_of, minimal, step

AD = minimal(step("ad", "day = 1", '"email", "letter"', "winback/day_01_value", "too_late_after_days = 3"))
CONTRACT = minimal(step("plan", "day = 1", '"email"', "offboarding/plan"), purpose='"contract"')
TEXTS = {"probe": AD, "papers": CONTRACT}


def renamed(one, old, new):
    one.write(lambda connection: connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}")))


def states(one):
    return dict(one.touches("step", "state"))


def waiting(one):
    return {step: (decision, reason) for step, (decision, reason) in one.reasons().items() if step == "ad"}


def test_a_table_that_is_gone_holds_advertising_and_lets_contract_mail_go(either_home):
    one = either_home(texts=TEXTS)
    one.consenting()
    renamed(one, "objection", "objection_elsewhere")
    one.play(days=1, hours=4)
    assert states(one) == {"ad": "planned", "plan": "sent"}
    assert waiting(one) == {"ad": ("postpone", "suppression_store")}
    renamed(one, "objection_elsewhere", "objection")
    one.play(hours=1)
    assert states(one) == {"ad": "sent", "plan": "sent"}


def test_a_list_that_breaks_between_tick_and_go_stops_the_mail_at_the_gate(either_home):
    one = either_home(texts={"probe": AD})
    one.consenting()
    one.sleep(days=1, hours=2)
    (request,) = one.tick().leaving
    renamed(one, "objection", "objection_elsewhere")
    assert one.deliver([request]) == 0
    assert list(one.carrier.mails) == []
    assert waiting(one) == {"ad": ("postpone", "suppression_store")}
    renamed(one, "objection_elsewhere", "objection")


def test_a_list_that_stays_unreadable_costs_the_step_and_not_the_silence(home):
    one = home(texts={"probe": AD})
    one.consenting()
    renamed(one, "objection", "objection_elsewhere")
    one.play(days=8)
    assert waiting(one) == {"ad": ("skip", "suppression_store")}
    assert list(one.carrier.mails) == []


def test_why_names_the_rule(home):
    one = home(texts={"probe": AD})
    one.consenting()
    renamed(one, "objection", "objection_elsewhere")
    case = one.case("ad")
    facts = facts_of(one.house, case, one.house.sequences["probe"], Channel.EMAIL, one.clock.now(), Spending())
    ruling = rule_on(facts, one.house.policy)
    assert ruling.verdict is Verdict.DENY
    (gate,) = (gate for gate in ruling.gates if gate.rule == "suppression_store")
    assert gate.finding.verdict is Verdict.DENY


@contextmanager
def locked_away(one):
    """Somebody else's session holds the table, as a migration or a hanging backup does."""
    taken, done = threading.Event(), threading.Event()

    def hold():
        with one.house.store.engine.connect() as connection:
            connection.execute(text("LOCK TABLE objection IN ACCESS EXCLUSIVE MODE"))
            taken.set()
            done.wait(60)
            connection.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(10)
    try:
        yield
    finally:
        done.set()
        holder.join()


@pytest.mark.real
@pytest.mark.slow
def test_a_lock_timeout_counts_as_unreadable(crowd, tmp_path):
    """lock_timeout is five seconds: each look at the list ends in it."""
    one = house_of(tmp_path, url=crowd(0), texts=TEXTS)
    one.consenting()
    one.sleep(days=1, hours=2)
    with locked_away(one):
        one.now()
    assert states(one) == {"ad": "planned", "plan": "sent"}
    assert waiting(one) == {"ad": ("postpone", "suppression_store")}
    one.play(hours=1)
    assert states(one)["ad"] == "sent"
    one.close()
