"""What a report says was agreed: a promise becomes a task with a day, a concession is held against who may make it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaigns.arrivals import arrivals
from campaigns.desk.finishing import finish_task
from campaigns.desk.sheet import sheet_of
from campaigns.effects import pause_advertising
from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.handover.entries import short_id
from campaigns.handover.taking import NotTaken, take
from campaigns.offers import Offer
from cases.authority import Authority, Concession, Grant, Matrix, Role
from handover.answers import Answer
from store import agreed, task_changes, tasks
from store.tables import desk, operation, people, permission, runs
from tasks.kinds import Outcome
from tasks.person import Person, Team
from tasks.report import Report
from tests.web.api.callers import cancellation
from web.staff.reporting import report

ANNA, BEN, LEA, PIA = (f"{name}@nordlicht.example" for name in ("anna", "ben", "lea", "pia"))
TEAM = Team(
    (
        Person(ANNA, "Anna", "SH", lead=LEA),
        Person(BEN, "Ben", "SH", lead=LEA),
        Person(LEA, "Lea", "SH", role="manager"),
        Person(PIA, "Pia", "SH", role="product"),
    ),
    Person("", land="SH"),
)
MATRIX = Matrix(
    (
        Authority(Role.CSM, (Grant(Concession.DISCOUNT_PERCENT, 10), Grant(Concession.PAUSE_MONTHS, 3)), 2),
        Authority(Role.MANAGER, (Grant(Concession.DISCOUNT_PERCENT, 20),)),
        Authority(Role.PRODUCT, (Grant(Concession.CUSTOM, words="Eine Funktion mit Monat zusagen."),)),
    )
)


@pytest.fixture
def told(caller):
    """Wiebke has cancelled for the price; Anna calls her (T-1, T-2, ...)."""
    one = caller.lived
    one.house = replace(one.house, team=TEAM, authority=MATRIX)
    caller.signed("cancellations", cancellation(reason="price"))
    for number in range(1, 6):
        call(one, f"T-{number}")
    return caller


def call(one, name):
    now = one.clock.now()
    pk = one.rows(select(people.contact.c.id))[0][0]
    row = tasks.TaskRow(name, pk, "call", "Anrufen", "", "", now + timedelta(hours=4), assignee=ANNA)
    one.write(lambda connection: tasks.add(connection, row, now))


def reached(told, task="T-1", **more):
    return told.signed("outcomes", {"task_id": task, "outcome": "reached", "by": "Anna", **more})


def opened(told, kind):
    with told.lived.house.store.read() as connection:
        return [row for row in tasks.listing(connection) if row["kind"] == kind]


def uses(told):
    with told.lived.house.store.read() as connection:
        return agreed.uses(connection, told.lived.rows(select(people.contact.c.id))[0][0])


def brief(told, task="T-5"):
    with told.lived.house.store.read() as connection:
        row = tasks.show(connection, task)
    return {fact.name: fact.words for part in sheet_of(told.lived.house, row).brief.parts for fact in part.facts}


def events(told, name):
    audit = operation.audit_event
    return [data for (data,) in told.lived.rows(select(audit.c.data).where(audit.c.event == name))]


PROMISE = {"promise": "Wir schicken die Rechnung neu.", "promise_due": "2026-03-09"}


def test_a_promise_is_a_task_with_its_day_and_stands_in_the_next_brief(told):
    assert reached(told, **PROMISE).json() == {"effect": "new", "notes": []}
    (task,) = opened(told, "promise")
    assert (task["assignee"], task["due_at"].date(), task["expires_at"]) == (ANNA, date(2026, 3, 9), None)
    assert "„Wir schicken die Rechnung neu.“" in task["brief"]
    assert len(short_id(task["external_id"])) == len("promise-") + 8
    assert told.lived.rows(select(desk.promise.c.text, desk.promise.c.owner_email, desk.promise.c.due_on)) == [
        ("Wir schicken die Rechnung neu.", ANNA, date(2026, 3, 9))
    ]
    assert "offen bis 9. März 2026: Wir schicken die Rechnung neu. (Anna)" in brief(told)["Zusagen"]
    assert events(told, "promise_made") == [{"task": task["external_id"], "told_in": "T-1", "due_on": "2026-03-09"}]


def test_the_same_promise_told_twice_is_one(told):
    for _ in range(2):
        told.signed("outcomes", {"task_id": "T-1", "outcome": "call_back", "by": "Anna", **PROMISE}, key="a")
    told.signed("outcomes", {"task_id": "T-1", "outcome": "reached", "by": "Anna", **PROMISE}, key="b")
    assert len(opened(told, "promise")) == 1


@pytest.mark.parametrize(
    ("outcome", "words", "kept"),
    [(Outcome.KEPT, "gehalten: Wir", True), (Outcome.NOT_KEPT, "nicht gehalten, war bis 9. März 2026", False)],
)
def test_what_became_of_a_promise_is_known(told, outcome, words, kept):
    reached(told, promise_owner=BEN, **PROMISE)
    (task,) = opened(told, "promise")
    assert task["assignee"] == BEN
    assert finish_task(told.lived.house, task["external_id"], Report(outcome, "Ben"))
    ((kept_at, broken_at),) = told.lived.rows(select(desk.promise.c.kept_at, desk.promise.c.broken_at))
    assert (kept_at is not None, broken_at is not None) == (kept, not kept)
    assert words in brief(told)["Zusagen"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"promise": "Etwas."}, "promise_due"),
        ({"promise_due": "2026-03-09"}, "promise"),
        ({**PROMISE, "promise_due": "2026-03-01"}, "promise_due"),
        ({**PROMISE, "promise_due": "2029-03-01"}, "promise_due"),
        ({**PROMISE, "promise_due": "31.02.2026"}, "promise_due"),
        ({**PROMISE, "promise_owner": "Anna"}, "promise_owner"),
        ({**PROMISE, "promise": "x" * 501}, "promise"),
        ({**PROMISE, "promise": "\n\t \n"}, "promise"),
        ({**PROMISE, "outcome": "not_reached"}, "promise"),
        ({"offer": "Gratis"}, "offer"),
        ({"offer_amount": 5}, "offer"),
        ({"offer": "discount_percent"}, "offer_amount"),
        ({"offer": "discount_percent", "offer_amount": 101}, "offer_amount"),
        ({"offer": "monthly_term", "offer_amount": 3}, "offer_amount"),
        ({"offer": "custom"}, "offer_words"),
        ({"offer": "monthly_term", "outcome": "wrong_address"}, "offer"),
        ({"offer": "discount_percent", "offer_amount": 15, "offer_approved_by": "wer@x.example"}, "offer_approved_by"),
        ({"offer": "discount_percent", "offer_amount": 15, "offer_approved_by": BEN}, "offer_approved_by"),
        ({"offer": "discount_percent", "offer_amount": 15, "offer_approved_by": ANNA}, "offer_approved_by"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_done(told, more, field):
    answer = reached(told, **more)
    assert (answer.status_code, [one["field"] for one in answer.json()["problems"]]) == (422, [field]), answer.json()
    assert told.lived.rows(select(desk.outcome)) == []
    assert (opened(told, "promise"), opened(told, "approval"), uses(told)) == ([], [], [])


def test_an_objection_counts_whatever_is_wrong_with_what_was_promised(told):
    body = {"task_id": "T-1", "outcome": "objection", "promise": "Etwas.", "promise_due": "1999-01-01"}
    answer = told.signed("outcomes", body)
    assert (answer.status_code, [one["field"] for one in answer.json()["notes"]]) == (200, ["promise_due"])
    assert told.lived.rows(select(permission.objection))
    kept = told.signed("outcomes", {**body, "task_id": "T-2", "promise_due": "2026-03-20"})
    assert kept.json()["notes"] == []
    assert len(opened(told, "promise")) == 1  # what is owed is owed, advertising or not


def test_what_a_csm_may_alone_is_written_down(told):
    reached(told, offer="discount_percent", offer_amount=10)
    (use,) = uses(told)
    assert (use["offer"], use["amount"], use["state"], use["made_by"]) == ("discount_percent", 10, "made", ANNA)
    assert opened(told, "approval") == []
    said = brief(told)
    assert said["Zugestanden"].strip() == "02.03.2026 Nachlass von 10 Prozent: angeboten (Anna)"
    assert said["Noch allein"] == "1 von 2 Zugeständnissen in 90 Tagen"
    assert "Nachlass" not in said["Allein zusagen"]  # nobody is given a discount twice for cancelling


def test_what_was_offered_and_then_taken_is_one(told):
    reached(told, offer="pause_months", offer_amount=2)
    reached(told, "T-2", offer="pause_months", offer_amount=2, offer_accepted=True)
    assert [(use["offer"], use["state"]) for use in uses(told)] == [("pause_months", "accepted")]
    assert "Pause von 2 Monaten: angenommen (Anna)" in brief(told)["Zugestanden"]


def test_beyond_ones_power_somebody_who_may_is_asked(told):
    reached(told, offer="discount_percent", offer_amount=15, offer_accepted=True)
    (task,) = opened(told, "approval")
    assert task["assignee"] == LEA
    assert "Nachlass von 15 Prozent (angenommen)" in task["brief"]
    assert "über die eigene Vollmacht" in task["brief"]
    assert "angenommen, die Freigabe steht aus (Anna)" in brief(told)["Zugestanden"]
    assert finish_task(told.lived.house, task["external_id"], Report(Outcome.APPROVED, LEA))
    assert uses(told)[0]["approved_by"] == LEA
    assert "freigegeben von Lea" in brief(told)["Zugestanden"]


def test_what_nobody_grants_does_not_count(told):
    reached(told, offer="custom", offer_words="Eine Funktion mit Monat zusagen.")
    (task,) = opened(told, "approval")
    assert task["assignee"] == PIA
    finish_task(told.lived.house, task["external_id"], Report(Outcome.REFUSED, PIA))
    assert "nicht freigegeben, gilt nicht" in brief(told)["Zugestanden"]
    assert "Nachlass bis 10 Prozent" in brief(told)["Allein zusagen"]


def test_who_had_said_yes_before_is_written_down_and_not_asked(told):
    reached(told, offer="discount_percent", offer_amount=15, offer_approved_by=LEA)
    assert opened(told, "approval") == []
    assert uses(told)[0]["approved_by"] == LEA


def test_a_second_discount_another_reason_and_too_many_are_asked_about(told):
    reached(told, "T-1", offer="discount_percent", offer_amount=5)
    reached(told, "T-2", offer="discount_percent", offer_amount=6)
    assert "schon einmal einen Nachlass" in opened(told, "approval")[0]["brief"]
    reached(told, "T-3", offer="pause_months", offer_amount=1)
    reached(told, "T-4", offer="pause_months", offer_amount=2)
    why = [task["brief"] for task in opened(told, "approval")]
    assert any("90 Tagen" in words for words in why)
    told.lived.customer("K-2")
    told.signed("cancellations", cancellation(cancellation_id="KUE-2", contact_id="K-2", reason="service"))
    told.lived.sleep(days=91)
    now = told.lived.clock.now()
    pk = told.lived.rows(select(people.contact.c.id).where(people.contact.c.external_id == "K-2"))[0][0]
    row = tasks.TaskRow("T-K2", pk, "call", "Anrufen", "", "", now, assignee=ANNA)
    told.lived.write(lambda connection: tasks.add(connection, row, now))
    reached(told, "T-K2", offer="discount_percent", offer_amount=5)
    assert any("antwortet nur auf den Preis" in task["brief"] for task in opened(told, "approval"))


def test_an_offer_of_the_house_may_be_made_by_everybody_while_it_holds(told):
    ends = told.lived.clock.now().date() + timedelta(days=20)
    offer = Offer("klein", "Plan Klein", "29 Euro.", "Ein Monat.", "https://n.example/x", ends, frozenset())
    told.lived.house = replace(told.lived.house, offers=(offer,))
    reached(told, offer="klein", offer_accepted=True)
    assert uses(told)[0]["offer"] == offer.mark
    assert opened(told, "approval") == []
    assert "Angebot „klein“: angenommen (Anna)" in brief(told)["Zugestanden"]
    told.lived.sleep(days=30)
    assert reached(told, "T-2", offer="klein").status_code == 422


def test_closing_such_tasks_releases_nobody_who_waits(told):
    """A run that waits for an answer goes on when the answer is given, not when a promise is kept."""
    told.lived.consent("K-1")
    arrivals(told.lived.house)
    reached(told, offer="discount_percent", offer_amount=15, **PROMISE)
    pk = told.lived.rows(select(people.contact.c.id))[0][0]
    told.lived.write(lambda connection: pause_advertising(connection, told.lived.house, pk, None, "question"))
    assert told.lived.rows(select(runs.enrollment.c.state).where(runs.enrollment.c.sequence == "winback")) == [
        ("paused",)
    ]
    for kind, outcome in (("promise", Outcome.KEPT), ("approval", Outcome.APPROVED)):
        (task,) = opened(told, kind)
        assert finish_task(told.lived.house, task["external_id"], Report(outcome, LEA))
        assert not finish_task(told.lived.house, task["external_id"], Report(outcome, LEA))
    assert told.lived.rows(select(runs.enrollment.c.state).where(runs.enrollment.c.sequence == "winback")) == [
        ("paused",)
    ]


def test_an_erasure_takes_all_of_it(told):
    reached(told, offer="discount_percent", offer_amount=15, **PROMISE)
    pk = told.lived.rows(select(people.contact.c.id))[0][0]
    assert isinstance(erase(told.lived.house, pk, Wish("dsb")), Erased)
    for table in (desk.promise, desk.offer_use, desk.task):
        assert told.lived.rows(select(table)) == []


def test_nobody_approves_what_she_has_promised_herself(told):
    reached(told, offer="discount_percent", offer_amount=15)
    (task,) = opened(told, "approval")
    for by in ("Anna", ANNA.upper()):
        answer = told.signed("outcomes", {"task_id": task["external_id"], "outcome": "approved", "by": by})
        assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "outcome")
    row = {**task, "assignee": ANNA}
    with pytest.raises(NotTaken, match="nicht selbst frei"):
        take(told.lived.house, row, Answer(Outcome.APPROVED), ANNA, "1")
    told.lived.write(lambda connection: task_changes.give(connection, task, ANNA))
    page = {"outcome": "approved", "version": "1", "note": "", **dict.fromkeys(("minutes", "number", "call_back"), "")}
    assert "nicht selbst frei" in report(told.lived.house, row, page)["outcome"]
    assert len(opened(told, "approval")) == 1
    assert finish_task(told.lived.house, task["external_id"], Report(Outcome.REFUSED, "Anna"))  # she may take it back


def test_alone_in_the_house_one_approves_oneself(told):
    one = told.lived
    one.house = replace(one.house, team=Team((Person(ANNA, "Anna", "SH"),), Person("", land="SH")))
    reached(told, offer="discount_percent", offer_amount=15)
    (task,) = opened(told, "approval")
    assert finish_task(one.house, task["external_id"], Report(Outcome.APPROVED, "Anna"))


def test_after_a_no_the_same_is_asked_for_once_more(told):
    body = {"task_id": "T-1", "by": "Anna", "offer": "discount_percent", "offer_amount": 15}
    told.signed("outcomes", {**body, "outcome": "call_back", "call_back_at": "2026-03-04T10:00"})
    (task,) = opened(told, "approval")
    finish_task(told.lived.house, task["external_id"], Report(Outcome.REFUSED, LEA))
    told.lived.sleep(days=2)
    told.signed("outcomes", {**body, "outcome": "reached"})
    assert [row["external_id"] == task["external_id"] for row in opened(told, "approval")] == [False]


@pytest.mark.parametrize("kind", ["promise", "approval"])
def test_an_objection_told_in_such_a_task_acts_and_what_is_owed_stays_open(told, kind):
    reached(told, offer="discount_percent", offer_amount=15, **PROMISE)
    (task,) = opened(told, kind)
    assert finish_task(told.lived.house, task["external_id"], Report(Outcome.OBJECTION, "Anna", note="Nein."))
    assert {*told.lived.rows(select(permission.objection.c.verbatim))} == {("Nein.",)}
    assert len(opened(told, kind)) == 1


def test_a_promise_is_kept_by_somebody_of_the_house(told):
    slip = BEN.replace("ben", "bem")
    answer = reached(told, promise_owner=slip, **PROMISE)
    assert answer.status_code == 422
    ((field, problem),) = [(one["field"], one["problem"]) for one in answer.json()["problems"]]
    assert field == "promise_owner"
    assert f"„{slip}“ steht in keinem Abschnitt [[person]]" in problem
    assert f"meinten Sie „{BEN}“?" in problem
    assert opened(told, "promise") == []


def test_a_no_in_the_note_is_told_to_the_caller_and_holds(told):
    (note,) = reached(told, note="Sie will nicht mehr angerufen werden").json()["notes"]
    assert note["field"] == "note"
    assert "klingt wie ein Widerspruch" in note["problem"]
    (task,) = opened(told, "read_reply")
    assert "Sie will nicht mehr angerufen werden" in task["brief"]
    assert told.lived.rows(select(permission.objection.c.id)) == []
    again = reached(told, task="T-2", note="War nett. Ruft im Herbst zurück.").json()
    assert again == {"effect": "new", "notes": []}


def test_a_no_in_a_note_that_comes_too_late_holds_as_well(told):
    reached(told)
    assert reached(told, minutes=3).status_code == 409
    late = reached(told, note="Sie will nicht mehr angerufen werden")
    assert late.status_code == 200
    assert [one["field"] for one in late.json()["notes"]] == ["note", "task_id"]
    assert len(opened(told, "read_reply")) == 1
