"""A person's calendar on a real server: what she should do stands in it, and what she ticks off is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.desk.finishing import finish_task
from campaigns.desk.moves import hand_over
from contacts.consent import GLOBAL
from handover.reconcile import Act, State
from store import operation
from store.tables import desk, permission
from tasks.kinds import Outcome
from tasks.report import Door, Report
from tests.campaigns.desk.calls import ANNA, BEN, called, calling, task_of
from tests.campaigns.handover.calendar_of import delete, edit, entry, kept, known, tick, with_calendar

pytestmark = pytest.mark.real


def test_an_open_task_stands_in_the_calendar_and_names_nobody(home, server):
    one = called(home)
    owner, task = with_calendar(one, server), task_of(one)
    assert kept(one, owner) == {Act.CREATE: 1}
    text = entry(server)
    assert f"UID:{task['external_id']}@{one.house.addresses.message_id_domain}" in text
    assert f"SUMMARY:Muster\\, nicht ausführen: Anruf {task['external_id'][:8]}" in text
    assert f"SEQUENCE:{task['version']}" in text
    assert "DUE;TZID=Europe/Berlin:2026" in text
    assert "METHOD" not in text
    for words in ("Petersen", "K-1", "kunde1", "99999", "price", "Preis", task["brief"][:20]):
        assert words not in text
    assert kept(one, owner) == {}


@pytest.mark.parametrize("how", ["advertising", "all"])
def test_while_the_house_is_paused_the_entry_says_so_however_often(home, server, how):
    one = called(home)
    one.switch(operation.ACTIVATED, "1")
    one.write(lambda connection: connection.execute(desk.task.update().values(sample=False)))
    owner = with_calendar(one, server)
    kept(one, owner)
    for _ in range(5):
        one.switch(operation.PAUSED, how)
        assert kept(one, owner) == {Act.DRAW: 1}
        assert "(angehalten\\, nicht ausführen)" in entry(server)
        assert kept(one, owner) == {}
        one.switch(operation.PAUSED, None)
        assert kept(one, owner) == {Act.DRAW: 1}
        assert "angehalten" not in entry(server)
    one.switch(operation.PAUSED, how)
    kept(one, owner)
    tick(server, "erreicht")
    assert kept(one, owner) == {Act.FINISH: 1}
    assert task_of(one)["state"] == "done"


def test_what_is_ticked_with_an_outcome_is_done_and_the_run_branches(home, server):
    texts = calling("wait_for_outcome = { days = 14 }", reply="interested = { pause_days = 30 }")
    one = called(home, texts=texts)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "interessiert", "möchte im April sprechen")
    assert kept(one, owner) == {Act.FINISH: 1}
    assert task_of(one)["state"] == "done"
    columns = (desk.outcome.c.outcome, desk.outcome.c.by, desk.outcome.c.via, desk.outcome.c.note)
    assert one.rows(desk.outcome.select().with_only_columns(*columns)) == [
        ("interested", ANNA, Door.CALENDAR.value, "möchte im April sprechen")
    ]
    assert one.runs("probe") == [("paused", "outcome")]
    assert "STATUS:COMPLETED" in entry(server)
    assert known(one)[0].known.state is State.CLOSED
    assert kept(one, owner) == {}


def test_a_tick_without_an_outcome_is_opened_again_with_what_to_write(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server)
    assert kept(one, owner) == {Act.HINT: 1}
    assert task_of(one)["state"] == "open"
    text = entry(server)
    assert "STATUS:NEEDS-ACTION" in text
    assert "COMPLETED" not in text
    assert "DESCRIPTION:Hinweis: Ein Ergebnis fehlt\\, die Aufgabe ist noch offen." in text
    assert "erreicht\\, nicht erreicht" in text
    assert known(one)[0].known.hint == "no_outcome"
    assert kept(one, owner) == {}
    tick(server, "Erreicht.")
    assert kept(one, owner) == {Act.FINISH: 1}
    assert task_of(one)["state"] == "done"
    assert "Hinweis:" not in entry(server)


@pytest.mark.parametrize(("words", "why"), [("prima gelaufen", "unknown_outcome"), ("freigegeben", "unknown_outcome")])
def test_a_word_that_is_no_outcome_is_asked_about(home, server, words, why):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, words)
    assert kept(one, owner) == {Act.HINT: 1}
    assert known(one)[0].known.hint == why
    assert words in entry(server)


def test_who_was_not_reached_is_tried_again_in_the_same_entry(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "nicht erreicht")
    assert kept(one, owner) == {Act.FINISH: 1}
    task = task_of(one)
    assert task["state"] == "open"
    assert "Versuch 2" in task["snooze_reason"]
    text = entry(server)
    assert "STATUS:NEEDS-ACTION" in text
    assert "nicht erreicht\\nNotiz" not in text
    assert f"SEQUENCE:{task['version']}" in text
    assert kept(one, owner) == {}
    assert len(one.rows(desk.outcome.select())) == 1
    one.sleep(days=2)
    tick(server, "nicht erreicht", stamp="20260305T120000Z")
    kept(one, owner)
    assert len(one.rows(desk.outcome.select())) == 2


def test_an_agreed_time_comes_back_as_the_new_deadline(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "Rückruf 10.03.2026 14:30")
    assert kept(one, owner) == {Act.FINISH: 1}
    assert task_of(one)["state"] == "open"
    assert "DUE;TZID=Europe/Berlin:20260310T143000" in entry(server)


def test_a_time_in_the_past_is_asked_about(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "Rückruf 01.03.2026 14:30")
    assert kept(one, owner) == {Act.FINISH: 1}
    assert known(one)[0].known.hint == "past"
    assert "STATUS:NEEDS-ACTION" in entry(server)
    assert one.rows(desk.outcome.select()) == []


def test_a_moved_deadline_is_put_back_and_alarms_stay(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    before = entry(server)
    alarm = "BEGIN:VALARM\\r\\nACTION:DISPLAY\\r\\nDESCRIPTION:los\\r\\nTRIGGER:-PT15M\\r\\nEND:VALARM\\r\\nEND:VTODO"
    edit(server, (r"DUE;TZID=Europe/Berlin:\d{8}T", "DUE;TZID=Europe/Berlin:20270101T"), (r"END:VTODO", alarm))
    assert kept(one, owner) == {Act.RESTORE: 1}
    after = entry(server)
    assert "VALARM" in after
    assert next(line for line in before.splitlines() if line.startswith("DUE")) in after
    assert kept(one, owner) == {}


def test_a_program_that_insists_is_left_alone(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    acts = []
    for year in range(2027, 2033):
        edit(server, (r"DUE;TZID=Europe/Berlin:\d{4}", f"DUE;TZID=Europe/Berlin:{year}"))
        acts += list(kept(one, owner))
    assert acts.count(Act.RESTORE) == 3
    assert acts[3:] == [Act.NOTE] * 3
    assert kept(one, owner) == {}


def test_an_own_note_is_left_alone(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    edit(server, (r"SUMMARY:", "CATEGORIES:Büro\r\nSUMMARY:"), (r"Notiz: ", "Notiz: vormittags"))
    assert kept(one, owner) == {Act.NOTE: 1}
    assert "CATEGORIES:Büro" in entry(server)
    assert kept(one, owner) == {}


def test_an_objection_acts_without_a_tick(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    edit(server, (r"Ergebnis: ", "Ergebnis: Widerspruch"))
    assert kept(one, owner) == {Act.FINISH: 1}
    assert one.runs("probe")[0][0] == "stopped"
    assert "STATUS:COMPLETED" in entry(server)


def test_a_stop_takes_the_task_back_at_the_next_pass(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    one.objection()
    assert task_of(one)["state"] == "withdrawn"
    assert kept(one, owner) == {Act.CLOSE: 1}
    text = entry(server)
    assert "STATUS:CANCELLED" in text
    assert "zurückgezogen. Bitte nicht mehr anrufen" in text
    assert kept(one, owner) == {}


def test_an_objection_heard_too_late_for_the_task_holds_all_the_same(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    one.sleep(days=20)
    one.now()
    assert task_of(one)["state"] == "expired"
    tick(server, "Widerspruch", "nie wieder")
    assert one.rows(permission.objection.select()) == []
    assert kept(one, owner) == {Act.OBJECT: 1}
    columns = (permission.objection.c.scope, permission.objection.c.verbatim, permission.objection.c.recorded_by)
    assert (GLOBAL, "nie wieder", ANNA) in one.rows(permission.objection.select().with_only_columns(*columns))
    assert kept(one, owner) == {}


def test_an_entry_she_deleted_stays_away_until_the_task_changes(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    delete(server)
    assert kept(one, owner) == {Act.DROP: 1}
    assert kept(one, owner) == {}
    assert (server.entries(), task_of(one)["state"]) == ({}, "open")
    finish_task(one.house, task_of(one)["external_id"], Report(Outcome.NOT_REACHED, "Anna"))
    assert kept(one, owner) == {Act.CREATE: 1}
    assert len(server.entries()) == 1


def test_a_task_given_to_somebody_else_leaves_the_calendar_and_comes_back(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    hand_over(one.house, ANNA, BEN, "Lea")
    assert kept(one, owner) == {Act.REMOVE: 1}
    assert (server.entries(), known(one)) == ({}, [])
    hand_over(one.house, BEN, ANNA, "Lea")
    assert kept(one, owner) == {Act.CREATE: 1}


def test_a_no_in_an_entry_that_goes_to_somebody_else_holds(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    tick(server, "Widerspruch", "nie wieder")
    hand_over(one.house, ANNA, BEN, "Lea")
    assert kept(one, owner) == {Act.REMOVE: 1}
    columns = (permission.objection.c.scope, permission.objection.c.verbatim, permission.objection.c.recorded_by)
    assert (GLOBAL, "nie wieder", ANNA) in one.rows(permission.objection.select().with_only_columns(*columns))
    assert task_of(one)["state"] == "withdrawn"


def test_what_was_done_elsewhere_is_ticked_and_gone_after_a_month(home, server):
    one = called(home)
    owner = with_calendar(one, server)
    kept(one, owner)
    finish_task(one.house, task_of(one)["external_id"], Report(Outcome.REACHED, "Anna"))
    assert kept(one, owner) == {Act.CLOSE: 1}
    assert "STATUS:COMPLETED" in entry(server)
    one.clock.jump(one.clock.now() + timedelta(days=31))
    assert kept(one, owner) == {Act.REMOVE: 1}
    assert (server.entries(), known(one)) == ({}, [])
