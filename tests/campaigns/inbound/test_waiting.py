"""Who waits for whose answer, and what sets her going again: only that answer, and never against her own word."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.inbound.relabel import relabel
from replies.reply import Label
from store import enrollments
from store.tables import inbound, people, rights, runs
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.erased_person import erased
from tests.campaigns.house_of import minimal, step
from tests.campaigns.inbound.mails_of import MAILS, came, last, mailed, tasks_of, words

PLAN = minimal(step("a", "day = 30", '"email"', "offboarding/plan"), purpose='"contract"')
ASKS = "Wie lange gilt das Angebot noch?"
STAYS = "Ich ziehe meine Kündigung zurück und bleibe Kunde."
LATER = "Bitte melden Sie sich erst ab dem 15.06.2026 wieder bei mir, vorher habe ich keine Zeit."


def firm(home):
    one = home(texts={"probe": MAILS})
    one.house = replace(one.house, replies=replace(one.house.replies, colleagues="pause"))
    one.__post_init__()
    message_id = mailed(one, "K-1", company="F-1")
    one.consenting("K-2", company="F-1")
    one.consenting("K-3", company="F-1")
    one.now()
    return one, message_id


def task_of(one, contact=1, kind=None):
    found = tasks_of(one, "external_id", "contact_id", "kind", "state")
    return next(row[0] for row in found if row[1] == contact and row[3] == "open" and kind in (None, row[2]))


def answer(one, name, outcome=Outcome.ANSWERED):
    assert finish_task(one.house, name, Report(outcome, "jana"))


def test_only_the_word_on_the_withdrawn_cancellation_ends_the_wait_for_it(home, parser):
    one = home(texts={"probe": MAILS, "plan": PLAN})
    message_id = mailed(one)
    came(one, parser, words("Wie lange gilt das Angebot noch, und was kostet es?", cites=message_id))
    came(one, parser, words(STAYS, cites=message_id))
    other, _ = (row[0] for row in tasks_of(one, "external_id"))
    answer(one, other)
    assert one.write(lambda connection: enrollments.release(connection, 1)) == 0
    assert one.runs("plan") == [("paused", "taken_back")]
    one.play(days=35)
    assert [name for name, _, _ in one.sent(advertising=False)] == ["mail"]  # of before, nothing of the plan
    answer(one, task_of(one, kind="taken_back"))
    assert one.runs("plan") == [("active", None)]


def test_a_cancellation_that_was_never_withdrawn_waits_for_nobody(home, parser):
    one = home(texts={"probe": MAILS, "plan": PLAN})
    came(one, parser, words(STAYS, cites=mailed(one)))
    assert one.runs("plan") == [("paused", "taken_back")]
    assert relabel(one.house, last(one, "fingerprint"), Label.QUESTION, "jana")
    assert one.runs("plan") == [("active", None)]


def test_a_date_asked_for_outlasts_the_wait_for_a_colleague(home, parser):
    one, message_id = firm(home)
    came(one, parser, words(ASKS, cites=message_id))
    came(one, parser, words(LATER, "k2@kunde2.example", Date="Wed, 04 Mar 2026 10:00:00 +0100"))
    for contact in (1, 2):
        answer(one, task_of(one, contact))
    assert one.runs("probe")[1:] == [("paused", "replied"), ("active", None)]
    one.play(days=25)
    assert one.sent("K-2") == []
    assert one.sent("K-3") != []


def test_the_wait_for_a_colleague_outlasts_a_date_asked_for(home, parser):
    one, message_id = firm(home)
    came(one, parser, words(ASKS, cites=message_id))
    away = {"Auto_Submitted": "auto-replied", "Date": "Wed, 04 Mar 2026 10:00:00 +0100"}
    came(one, parser, words("Ich bin bis zum 10.03.2026 im Urlaub.", "k2@kunde2.example", **away))
    one.play(days=15)
    assert one.sent("K-2") == []
    assert one.reasons("K-2")["mail"] == ("postpone", "colleague:K-1")
    answer(one, task_of(one))
    assert one.runs("probe")[1] == ("active", None)


def test_the_firm_waits_until_everybody_of_it_has_an_answer(home, parser):
    one, message_id = firm(home)
    came(one, parser, words(ASKS, cites=message_id))
    came(one, parser, words("Wir möchten wissen, wie lange das Angebot gilt?", "k2@kunde2.example"))
    answer(one, task_of(one, 1))
    assert one.runs("probe")[2] == ("paused", "colleague:K-2")
    answer(one, task_of(one, 2))
    assert one.runs("probe")[2] == ("active", None)


def test_who_has_left_the_firm_meanwhile_goes_on_as_well(home, parser):
    one, message_id = firm(home)
    came(one, parser, words(ASKS, cites=message_id))
    gone = people.contact.update().where(people.contact.c.id == 3).values(company_id=None)
    one.write(lambda connection: connection.execute(gone))
    answer(one, task_of(one))
    assert one.runs("probe")[1:] == [("active", None), ("active", None)]


def test_nobody_waits_for_somebody_erased_and_nothing_names_her(home, parser):
    one, message_id = firm(home)
    came(one, parser, words(ASKS, cites=message_id))
    one.play(days=3)
    assert one.reasons("K-2")["mail"] == ("postpone", "colleague:K-1")
    erased(one, "K-1")
    assert one.runs("probe") == [("active", None), ("active", None)]
    for table in (runs.enrollment, runs.touch, runs.decision):
        assert "K-1" not in str(one.rows(select(table.c.reason)))


def test_another_label_after_the_task_was_done_asks_a_person_again(home, parser):
    one = home(texts={"probe": MAILS, "plan": PLAN})
    came(one, parser, words("Wir möchten wissen, wie lange das Angebot gilt?", cites=mailed(one)))
    fingerprint, name = last(one, "fingerprint"), task_of(one)
    answer(one, name)
    one.sleep(days=3)
    assert relabel(one.house, fingerprint, Label.CANCELLATION_WITHDRAWN, "jana")
    assert tasks_of(one, "kind", "state", "ended_at") == [("taken_back", "open", None)]
    assert tasks_of(one, "due_at")[0][0] > one.clock.now()
    answer(one, name, Outcome.SETTLED)
    assert one.runs("plan") == [("stopped", "outcome")]
    assert relabel(one.house, fingerprint, Label.SPAM_OTHER, "jana")
    assert relabel(one.house, fingerprint, Label.QUESTION, "jana")
    assert tasks_of(one, "kind", "state") == [("answer_reply", "open")]


def test_a_request_by_web_form_gets_its_month_when_a_person_finds_it(home, parser):
    one = home(texts={"probe": MAILS})
    text = "Bitte löschen Sie alle meine Daten nach Art. 17 DSGVO."
    came(one, parser, words(text, cites=mailed(one), Auto_Submitted="auto-generated"))
    # However it was read: told to be a machine's, it is a person's request once a person says so.
    one.write(lambda connection: connection.execute(inbound.reply.update().values(kind="auto_reply", label=None)))
    one.write(lambda connection: connection.execute(rights.data_request.delete()))
    assert relabel(one.house, last(one, "fingerprint"), Label.DSGVO_ERASURE, "jana")
    assert one.rows(select(rights.data_request.c.kind)) == [("erasure",)]
    assert tasks_of(one, "kind", "state")[-1] == ("data_request", "open")
