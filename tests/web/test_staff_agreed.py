"""What was agreed, entered on a task's page: the same promise and concession as by terminal and REST."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from store import agreed, tasks
from store.tables import desk, permission
from tests.campaigns.desk.known import ANNA, BEN, extra_task
from tests.web.test_staff_task import Staff, path_of, staff

__all__ = ["staff"]

PROMISE = {"promise": "Die Rechnung\nkommt neu.", "promise_due": "2026-03-09"}
OFFER = {"offer": "discount_percent", "offer_amount": "10", "offer_words": "für zwölf Monate"}


def reached(staff: Staff, **fields: str) -> Any:
    return staff.send(what="outcome", outcome="reached", **fields)


def opened(staff: Staff, kind: str) -> list[dict[str, Any]]:
    with staff.lived.house.store.read() as connection:
        return [row for row in tasks.listing(connection) if row["kind"] == kind]


def uses(staff: Staff) -> list[dict[str, Any]]:
    with staff.lived.house.store.read() as connection:
        return agreed.uses(connection, 1)


def promises(staff: Staff) -> list[tuple[object, ...]]:
    table = desk.promise.c
    return staff.lived.rows(select(table.text, table.owner_email, table.due_on).where(table.task_id.is_not(None)))


def test_a_promise_becomes_the_task_of_whom_it_names(staff: Staff) -> None:
    answer = reached(staff, promise_owner=BEN, **PROMISE)
    assert "Zugesagt bis 9. März 2026: Die Rechnung kommt neu. Erinnert wird Ben Bruns." in answer.text
    assert promises(staff) == [("Die Rechnung kommt neu.", BEN, date(2026, 3, 9))]
    assert [row["assignee"] for row in opened(staff, "promise")] == [BEN]


def test_without_a_name_it_is_hers_who_has_the_task_and_a_german_day_is_read(staff: Staff) -> None:
    reached(staff, promise="Ich rufe den Support an.", promise_due="9.3.2026")
    assert promises(staff) == [("Ich rufe den Support an.", ANNA, date(2026, 3, 9))]


def test_what_she_may_alone_is_written_down_with_its_condition(staff: Staff) -> None:
    answer = reached(staff, offer_accepted="true", **OFFER)
    assert "Nachlass von 10 Prozent (für zwölf Monate): angenommen." in answer.text
    (use,) = uses(staff)
    assert (use["offer"], use["amount"], use["words"], use["state"], use["made_by"], use["approval"]) == (
        *("discount_percent", 10, "für zwölf Monate", "accepted", ANNA, ""),
    )


def test_what_goes_beyond_is_asked_for_and_said_to_hold_for_nobody_yet(staff: Staff) -> None:
    answer = reached(staff, **{**OFFER, "offer_amount": "20"})
    assert "Das braucht eine Freigabe, sie ist angefragt. Bis dahin gilt es nicht." in answer.text
    assert [row["assignee"] for row in opened(staff, "approval")] == [BEN]


def test_an_approval_that_was_given_before_is_named(staff: Staff) -> None:
    reached(staff, offer_approved_by=BEN, **{**OFFER, "offer_amount": "20"})
    assert [(use["approved_by"], use["state"]) for use in uses(staff)] == [(BEN, "made")]
    assert opened(staff, "approval") == []


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"promise": "Etwas."}, "promise_due", "Es fehlt, bis wann"),
        ({"promise_due": "2026-03-09"}, "promise", "Was zugesagt wurde, fehlt"),
        ({**PROMISE, "promise_due": "31.02.2026"}, "promise_due", "diesen Tag gibt es nicht"),
        ({**PROMISE, "promise_due": "2026-03-01"}, "promise_due", "erlaubt ist ein Tag ab heute"),
        ({**PROMISE, "promise": "x" * 501}, "promise", "1 bis 500 Zeichen"),
        ({**PROMISE, "promise": "\u200b…"}, "promise", "als Satz"),
        ({**PROMISE, "promise_owner": "wer@x.example"}, "promise_owner", "wer@x.example"),
        ({**PROMISE, "outcome": "not_reached"}, "promise", "Mit niemandem wurde gesprochen"),
        ({"offer_amount": "5"}, "offer", "Was angeboten wurde, fehlt"),
        ({"offer": "Gratis"}, "offer", "Dieses Angebot gibt es nicht"),
        ({**OFFER, "offer_amount": ""}, "offer_amount", "Wie viel"),
        ({**OFFER, "offer_amount": "9" * 30}, "offer_amount", "keine ganze Zahl"),
        ({**OFFER, "offer_amount": "zehn"}, "offer_amount", "„zehn“ ist keine ganze Zahl"),
        ({**OFFER, "offer": "monthly_term"}, "offer_amount", "Hierzu gehört keine Zahl"),
        ({"offer": "discount_percent=5", "offer_amount": "10"}, "offer_amount", "Zwei Angaben, wie viel: „5“ und „10“"),
        ({"offer": "custom"}, "offer_words", "Was angeboten wurde, als Satz"),
        ({"offer": "custom=Ein Satz.", "offer_words": "ein anderer"}, "offer_words", "Der Wortlaut steht fest"),
        ({**OFFER, "offer_words": "x" * 301}, "offer_words", "mehr als 300 Zeichen"),
        ({**OFFER, "offer_amount": "20", "offer_approved_by": "wer@x.example"}, "offer_approved_by", "Diese Adresse"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_done(
    staff: Staff, fields: dict[str, str], field: str, words: str
) -> None:
    before = staff.everything()
    answer = staff.send(**{"what": "outcome", "outcome": "reached", "note": "Bleibt stehen.", **fields})
    assert answer.status_code == 422
    error = answer.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    assert words in error
    assert f'<a href="#{field}">' in answer.text
    assert "Bleibt stehen." in answer.text
    for name, value in fields.items():
        if name not in ("outcome", "promise_owner", "offer", "offer_approved_by"):
            assert value.strip() in answer.text, name
    assert staff.everything() == before


def test_all_faults_of_both_are_told_at_once(staff: Staff) -> None:
    answer = reached(staff, promise="Etwas.", offer_amount="zehn", minutes="viele")
    assert [name for name in ("minutes", "promise_due", "offer") if f'id="{name}-error"' in answer.text] == [
        *("minutes", "promise_due", "offer"),
    ]


def test_the_same_form_twice_promises_and_offers_once(staff: Staff) -> None:
    fields = {"what": "outcome", "outcome": "reached", "version": str(staff.task()["version"]), **PROMISE, **OFFER}
    for _ in range(2):
        assert staff.client.post(staff.path, data=fields).status_code == 200
    assert (len(promises(staff)), len(uses(staff))) == (1, 1)


def test_an_objection_counts_whatever_is_wrong_with_what_was_agreed(staff: Staff) -> None:
    for wrong in ({"promise": "Etwas."}, {**PROMISE, "promise_due": "1999-01-01"}):
        extra_task(staff.lived, "callback", name := f"r-{len(wrong)}")
        path = path_of(staff.lived, name, ANNA)
        answer = staff.client.post(path, data={"what": "outcome", "outcome": "objection", "version": "1", **wrong})
        assert "Der Widerspruch gilt. Nicht alles daneben ließ sich eintragen: " in answer.text
        assert f"Nicht eingetragen ist: „{wrong['promise']}“" in answer.text
    assert set(staff.lived.rows(select(permission.objection.c.scope))) == {("global",)}
    assert promises(staff) == []


def choices(page: str, name: str) -> list[str]:
    found = re.search(rf'<select id="{name}".*?</select>', page, re.DOTALL)
    assert found
    return re.findall(r'value="([^"]*)"', found[0])


def test_the_page_offers_what_she_may_first_and_names_what_needs_a_yes(staff: Staff) -> None:
    page = staff.client.get(staff.path).text
    assert choices(page, "offer") == [
        *("", "discount_percent", "pause_months", "fewer_seats", "monthly_term"),
        *("custom=Eine Funktion mit Monat zusagen.", "custom"),
    ]
    assert page.index("Nachlass bis 10 Prozent") < page.index('label="Nur mit Freigabe"')
    assert choices(page, "promise_owner") == ["", BEN]
    assert choices(page, "offer_approved_by") == ["", BEN]
    assert "ich (Anna Albers)" in page


def test_a_customs_choice_asks_who_may_grant_it(staff: Staff) -> None:
    reached(staff, offer="custom=Eine Funktion mit Monat zusagen.")
    assert [use["words"] for use in uses(staff)] == ["Eine Funktion mit Monat zusagen."]
    assert len(opened(staff, "approval")) == 1


@pytest.mark.parametrize(
    ("kind", "promise", "offer"),
    [("callback", 1, 1), ("exit_interview", 1, 0), ("duty", 1, 0), ("approval", 0, 0)],
)
def test_each_task_asks_for_what_belongs_into_it(staff: Staff, kind: str, promise: int, offer: int) -> None:
    extra_task(staff.lived, kind, kind)
    path = path_of(staff.lived, kind, ANNA)
    page = staff.client.get(path).text
    assert ('id="promise"' in page, 'id="offer"' in page) == (promise, offer)
    outcome = {"callback": "reached", "exit_interview": "held", "duty": "settled", "approval": "approved"}[kind]
    fields = {"what": "outcome", "outcome": outcome, "version": "1", **PROMISE, **OFFER}
    answer = staff.client.post(path, data=fields)
    assert answer.status_code == 200
    assert (len(promises(staff)), len(uses(staff))) == (promise, offer)
    assert ("Nicht eingetragen ist, weil diese Aufgabe danach nicht fragt: „" in answer.text) is (promise + offer < 2)
    assert "Der Widerspruch gilt" not in answer.text


def test_what_was_added_after_the_first_time_is_said_not_to_be_entered(staff: Staff) -> None:
    fields = {"what": "outcome", "outcome": "reached", "version": str(staff.task()["version"])}
    staff.client.post(staff.path, data=fields)
    answer = staff.client.post(staff.path, data={**fields, **PROMISE, **OFFER})
    assert answer.status_code == 200
    assert "Nicht eingetragen ist die Zusage „Die Rechnung kommt neu.“ bis 9. März 2026." in answer.text
    assert "Nicht eingetragen ist das Angebot „Nachlass von 10 Prozent (für zwölf Monate)“." in answer.text
    assert "Es gilt, was beim ersten Mal abgeschickt wurde" in answer.text
    assert (promises(staff), uses(staff)) == ([], [])


def test_the_offer_that_is_told_is_the_one_of_the_report(staff: Staff) -> None:
    for number, more in enumerate(({}, {"offer": "pause_months", "offer_amount": "1"}, {"offer_accepted": "true"})):
        extra_task(staff.lived, "callback", f"c-{number}")
        fields = {"what": "outcome", "outcome": "reached", "version": "1", **OFFER, "offer_words": "", **more}
        answer = staff.client.post(path_of(staff.lived, f"c-{number}", ANNA), data=fields)
    assert "Nachlass von 10 Prozent: angenommen." in answer.text


def test_beside_an_objection_only_what_is_wrong_is_left_out(staff: Staff) -> None:
    answer = staff.send(
        what="outcome", outcome="objection", minutes="x", **{**PROMISE, "promise": "Etwas"}, offer="weg"
    )
    assert "Zugesagt bis 9. März 2026: Etwas. Erinnert wird Anna Albers." in answer.text
    assert "Die Dauer ist eine ganze Zahl von 0 bis 600." in answer.text
    assert "Nicht eingetragen ist: „weg“.</p>" in answer.text
    assert len(promises(staff)) == 1


def test_a_form_that_comes_too_late_gives_back_what_was_typed_and_hears_a_no(staff: Staff) -> None:
    staff.send(what="outcome", outcome="reached")
    late = {"what": "outcome", "outcome": "interested", "version": "2"}
    answer = staff.client.post(staff.path, data={**late, **PROMISE, "note": "Will keine Mails mehr von uns."})
    assert answer.status_code == 404
    assert "Eingegeben war: Will keine Mails mehr von uns." in answer.text
    assert "Eingegeben war: Die Rechnung" in answer.text
    assert "klingt wie ein Widerspruch" in answer.text
    answer = staff.client.post(staff.path, data={**late, "outcome": "objection"})
    assert (answer.status_code, "Der Widerspruch ist eingetragen" in answer.text) == (200, True)
    assert set(staff.lived.rows(select(permission.objection.c.scope))) == {("global",)}
