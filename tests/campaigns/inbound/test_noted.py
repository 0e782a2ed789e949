"""A no that stands only in the note of an outcome: advertising waits at once, and a person decides what it is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.drafts.words import Words
from campaigns.handover.taking import take
from campaigns.inbound.relabel import relabel
from campaigns.rights.copying import copied, subject_of
from compliance.facts import Via
from contacts.medium import Medium
from handover.answers import Answer
from replies.reply import Label
from store import drafts, replies, tasks
from store.reports import hours
from store.tables import inbound, operation, permission, rights
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import minimal, step
from web.staff.reporting import FIELDS, TEXTS, Became, report

NO = "War freundlich. Sie will keine Mails mehr von uns."


def called(home, *contacts):
    """Everybody has been called; the mail of day 14 comes whatever becomes of the call."""
    call = step("call", "day = 1", '"phone"', "winback/day_21_offer")
    one = home(texts={"probe": minimal(call, step("later", "day = 14"))})
    for name in contacts or ("K-1",):
        one.customer(name, phone=f"+49 431 99999 {name[-1]}0")
        one.consent(name)
        one.consent(name, Medium.PHONE)
        one.cancel(name)
    one.play(days=1, hours=4)
    return one


def task_of(one, kind="call"):
    with one.house.store.read() as connection:
        return next((row for row in tasks.listing(connection) if row["kind"] == kind), None)


def told(one, note, outcome=Outcome.REACHED, **more):
    return finish_task(one.house, task_of(one)["external_id"], Report(outcome, "Amira", note=note, **more))


def kept(one):
    columns = (inbound.reply.c.fingerprint, inbound.reply.c.label, inbound.reply.c.stop, inbound.reply.c.kind)
    return one.rows(select(*columns))


def mails(one):
    return [name for name, channel, _ in one.sent() if channel == "email"]


def objections(one):
    return set(one.rows(select(permission.objection.c.scope, permission.objection.c.via)))


def test_a_no_in_a_note_holds_advertising_and_a_person_is_asked(home):
    one = called(home)
    heard = told(one, NO).heard
    ((name, label, stop, kind),) = kept(one)
    assert (heard.reply, label, stop, kind) == (name, "objection_unsubscribe", "hold", "note")
    assert "„Sie will keine Mails mehr von uns.“" in heard.words
    assert f"wiedersehen replies relabel {name[:8]} objection_unsubscribe" in heard.words
    assert f"wiedersehen replies release {name[:8]}" in heard.words
    task = task_of(one, "read_reply")
    assert task["title"].startswith("Notiz lesen und einordnen: ")
    assert task["assignee"] == "amira.haddad@nordlicht.example"
    assert "Notiz von Amira" in task["brief"]
    assert NO in task["brief"]
    assert f"wiedersehen replies relabel {name[:8]} EINORDNUNG" in task["brief"]
    assert objections(one) == set()
    one.play(days=30)
    assert mails(one) == []
    event = operation.audit_event.c
    data = one.rows(select(event.data).where(event.event == "note_held"))
    assert [set(row) for (row,) in data] == [{"task", "reply", "label"}]
    assert "Mails" not in str(data)


@pytest.mark.parametrize("outcome", [Outcome.NOT_REACHED, Outcome.INTERESTED, Outcome.CALL_BACK])
def test_whatever_the_outcome_is_the_note_is_read(home, outcome):
    one = called(home)
    assert told(one, NO, outcome).heard is not None


def test_a_harmless_note_holds_nothing(home):
    one = called(home)
    assert told(one, "Will erst im Herbst wieder sprechen. Nicht zufrieden mit dem Support.").heard is None
    assert (kept(one), task_of(one, "read_reply")) == ([], None)
    one.play(days=30)
    assert mails(one) == ["later"]


def test_what_a_person_finds_in_it_is_recorded_as_said_on_the_phone(home):
    one = called(home)
    name = told(one, NO).heard.reply
    done = relabel(one.house, name, Label.OBJECTION_UNSUBSCRIBE, "Lea")
    assert (done.before, done.effect) == ("objection_unsubscribe", "objection")
    assert objections(one) == {("global", Via.CALL.value)}
    assert task_of(one, "read_reply") is None
    one.play(days=30)
    assert mails(one) == []


def test_what_a_person_releases_goes_on(home):
    one = called(home)
    name = told(one, NO).heard.reply
    one.write(lambda connection: replies.release(connection, name))
    one.play(days=30)
    assert mails(one) == ["later"]


def test_what_is_entered_already_is_not_asked_again(home):
    one = called(home)
    assert told(one, NO, Outcome.OBJECTION).heard is None
    assert (kept(one), task_of(one, "read_reply")) == ([], None)
    assert objections(one) == {("global", Via.CALL.value)}


@pytest.mark.parametrize(
    ("note", "label", "kind"),
    [
        ("Kunde bittet um Löschung seiner Daten", Label.DSGVO_ERASURE, "erasure"),
        ("möchte wissen, welche Daten wir über sie gespeichert haben", Label.DSGVO_ACCESS, "access"),
    ],
)
def test_a_demand_about_the_own_data_names_the_command_that_starts_its_month(home, note, label, kind):
    one = called(home)
    when = one.clock.now()
    heard = told(one, note).heard
    assert heard.words.count(f"wiedersehen replies relabel {heard.reply[:8]} {label.value}") == 1
    one.sleep(days=2)
    relabel(one.house, heard.reply, label, "Lea")
    request = rights.data_request.c
    assert one.rows(select(request.kind, request.received_at)) == [(kind, when)]
    with one.house.store.read() as connection:
        (task,) = [row for row in tasks.listing(connection) if row["kind"] == "data_request"]
    assert "fremden Adresse" not in task["brief"]


def test_two_notes_about_one_person_are_one_task(home):
    one = called(home)
    told(one, NO, Outcome.NOT_REACHED)
    name = task_of(one)["external_id"]
    one.sleep(hours=3)
    assert finish_task(one.house, name, Report(Outcome.REACHED, "Lea", note="Bitte nicht mehr anrufen!")).heard
    assert len(kept(one)) == 2
    task = task_of(one, "read_reply")
    assert "Weitere Notiz, " in task["brief"]
    assert "Bitte nicht mehr anrufen!" in task["brief"]


@pytest.mark.parametrize("by", ["release", "relabel"])
def test_another_demand_in_the_same_task_is_looked_at_by_itself(home, by):
    """What became of the no says nothing about the erasure whose month runs since that conversation."""
    one = called(home)
    first = told(one, NO, Outcome.NOT_REACHED).heard.reply
    one.sleep(hours=3)
    second = told(one, "Frau Petersen bittet um Löschung ihrer Daten.").heard.reply
    if by == "release":
        one.write(lambda connection: replies.release(connection, first))
    else:
        relabel(one.house, first, Label.OBJECTION_UNSUBSCRIBE, "Lea")
    assert [name for name, _, stop, _ in kept(one) if stop == "hold"] == [second]
    assert "Löschung ihrer Daten" in task_of(one, "read_reply")["brief"]


def test_the_same_report_told_twice_is_one_note(home):
    one = called(home)
    name = task_of(one)["external_id"]
    said = Report(Outcome.REACHED, "crm", note=NO, external_id="call-1")
    assert finish_task(one.house, name, said).heard is not None
    assert finish_task(one.house, name, said).heard is None
    assert len(kept(one)) == 1


def test_the_calendar_and_the_page_take_it_as_the_terminal_does(home):
    one = called(home, "K-1", "K-2")
    assert take(one.house, task_of(one), Answer(Outcome.REACHED, NO, None), "Amira", "tick-1")
    assert len(kept(one)) == 1
    form = dict.fromkeys((*FIELDS, *TEXTS), "") | {"outcome": "reached", "note": NO, "version": "1"}
    done = report(one.house, task_of(one), form)
    assert done.became is Became.NEW
    assert "wiedersehen replies release" in done.heard
    again = report(one.house, {**one_task(one, "K-2"), "assignee": "Amira"}, form)
    assert (again.became, again.heard) == (Became.KNOWN, "")
    assert len(kept(one)) == 2


def one_task(one, contact):
    with one.house.store.read() as connection:
        return next(
            row for row in tasks.listing(connection, None) if row["contact"] == contact and row["kind"] == "call"
        )


def test_a_note_is_no_mail_in_any_figure_and_stands_in_her_copy(home):
    one = called(home)
    told(one, NO)
    with one.house.store.read() as connection:
        assert [row for row in hours.others(connection) if row.kind == "reply"] == []
        (person,) = {row["contact_id"] for row in tasks.listing(connection, None)}
        copy = copied(connection, one.house, subject_of(connection, one.house, person))
    ((words, raw),) = [(row["new_text"], row.get("raw")) for row in copy.rows["reply"]]
    assert (words, raw) == (NO, None)
    assert copy.others == 0


def test_an_approver_who_repeats_a_no_in_her_mail_holds_it(home):
    """The mail that she approves would be the very advertising that the person does not want."""
    one = home(texts={"probe": minimal(step("news", "day = 0", '"email"', "winback/day_07_news", "draft = true"))})
    one.consenting("K-1")
    one.play(hours=3)
    task = task_of(one, "approval")
    with one.house.store.read() as connection:
        draft = drafts.of_task(connection, task["id"])
    repeated = "Sie haben mir am Telefon gesagt, dass Sie keine Mails mehr möchten."
    words = Words(draft.subject, (*draft.paragraphs, repeated))
    heard = finish_task(one.house, task["external_id"], Report(Outcome.APPROVED, "Jana"), words).heard
    assert heard is not None
    assert repeated in heard.words
    one.play(days=1)
    assert one.sent() == []


def test_a_note_that_comes_when_the_task_is_over_is_read_all_the_same(home):
    """Nobody sits before a calendar and reads an answer."""
    one = called(home)
    row = task_of(one)
    told(one, "War nett.")
    assert not take(one.house, row, Answer(Outcome.REACHED, NO, None), "Amira", "tick-2")
    assert [(label, stop) for _, label, stop, _ in kept(one)] == [("objection_unsubscribe", "hold")]
    assert NO in task_of(one, "read_reply")["brief"]


def test_the_same_late_report_told_again_is_one_note(home):
    """A crash behind it, a caller that tries again: the clock has gone on, the words have not."""
    one = called(home)
    row = task_of(one)
    told(one, "War nett.")
    for _ in range(2):
        take(one.house, row, Answer(Outcome.REACHED, NO, None), "Amira", "tick-2")
        one.sleep(minutes=5)
    assert len(kept(one)) == 1
    assert "Weitere Notiz" not in task_of(one, "read_reply")["brief"]
