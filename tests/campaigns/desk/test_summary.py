"""The summary after a save: what holds in this minute, in the words of the brand, and nothing that does not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from campaigns.desk.finishing import finish_task
from campaigns.desk.promising import NotAgreed
from campaigns.desk.sheet import sheet_of
from campaigns.imports.rows import ReturnedRow
from campaigns.offers import Offer
from contacts.contact import AddressForm
from sequences.calendar import local_day
from store import operation, tasks
from store.tables import desk, runs
from tasks.kinds import Outcome
from tasks.report import Conceded, Promised, Report
from tests.campaigns.desk.known import ANNA, BEN, MATRIX, TEAM, extra_task

OFFER = Offer("klein", "Plan Klein", "29 Euro im Monat", "Monatlich kündbar.", "", date(2026, 12, 31), frozenset())
PROMISE = "Die Rechnung kommt neu."
NOTHING = "Heute sind bei uns weder offene Zusagen noch bestätigte Sonderbedingungen eingetragen."


def house(home, **options):
    one = home(team=TEAM, authority=MATRIX, offers=(OFFER,), **options)
    one.switch(operation.ACTIVATED, "1")
    one.customer(owner_email=ANNA, first_name="Wiebke", last_name="Sievers")
    one.cancel(contract_id="V-K-1")
    one.play(days=1)
    return one


def say(one, name, outcome=Outcome.REACHED, kind="answer_reply", by=ANNA, **agreed):
    extra_task(one, kind, name)
    assert finish_task(one.house, name, Report(outcome, by, **agreed))


def due(one, days=10):
    return local_day(one.clock.now(), "Europe/Berlin") + timedelta(days=days)


def back(one, days=1):
    one.returned()
    one.play(days=days)


def named(one, beginning):
    with one.house.store.read() as connection:
        found = [row for row in tasks.listing(connection, None) if row["title"].startswith(beginning)]
        return [tasks.show(connection, row["external_id"]) for row in found]


def summary(one):
    (task,) = named(one, "Zusammenfassung")
    return sheet_of(one.house, task)


def test_what_was_agreed_stands_in_the_text_with_who_and_until_when(home):
    one = house(home)
    until = due(one)
    say(one, "A", Outcome.ANSWERED, promise=Promised(PROMISE, until, BEN))
    say(one, "B", Outcome.ANSWERED, offer=Conceded("discount_percent", 10, "für zwölf Monate", accepted=True))
    say(one, "C", Outcome.ANSWERED, offer=Conceded("klein", accepted=True))
    back(one)
    sheet = summary(one)
    assert f"– {PROMISE} Das übernimmt Ben Bruns bis zum {until.day}." in sheet.letter
    assert "– Nachlass von 10 Prozent (für zwölf Monate)." in sheet.letter
    assert "– Plan Klein. 29 Euro im Monat. Monatlich kündbar." in sheet.letter
    assert sheet.letter.startswith("Guten Tag Frau Sievers,\n\nseit dem 3. März 2026 sind Sie wieder bei ")
    assert f"schreiben Sie bitte an {ANNA}." in sheet.letter
    assert sheet.unsaid == ()
    assert "kommt später" not in sheet.letter
    facts = {fact.name: fact.words for fact in sheet.brief.facts}
    assert (facts["E-Mail"], facts["Vertrag"]) == ("k1@kunde1.example", "V-K-1 (auftragsbuch), Ende 28. Februar 2026")
    assert local_day(sheet.task["due_at"], "Europe/Berlin") == date(2026, 3, 4)  # one business day


def test_where_nothing_was_promised_only_that_is_said(home):
    one = house(home)
    back(one)
    sheet = summary(one)
    assert NOTHING in sheet.letter
    assert "Das haben wir zugesagt" not in sheet.letter
    assert (sheet.task["assignee"], sheet.task["advertising"]) == (ANNA, False)


def test_a_promise_that_is_broken_kept_or_taken_back_changes_the_text_at_once(home):
    one = house(home)
    words = {"kept": "Der Export geht wieder", "not_kept": "Die Rechnung kommt neu", "gone": "Ein Rückruf von Ben"}
    for name, text in words.items():
        say(one, name, Outcome.ANSWERED, promise=Promised(text, due(one)))
    back(one)
    assert all(f"– {text}. Das übernimmt Anna Albers" in summary(one).letter for text in words.values())
    for task in named(one, "Zusage einhalten"):
        if "Ein Rückruf" in task["brief"]:
            one.write(lambda connection, pk=task["id"]: tasks.close(connection, pk, "withdrawn", one.clock.now()))
        else:
            outcome = Outcome.KEPT if "Export" in task["brief"] else Outcome.NOT_KEPT
            assert finish_task(one.house, task["external_id"], Report(outcome, ANNA))
    sheet = summary(one)
    assert "Das war zugesagt und ist erledigt:\n– Der Export geht wieder." in sheet.letter
    assert "Rechnung" not in sheet.letter
    assert "Rückruf" not in sheet.letter
    assert set(sheet.unsaid) == {
        "Die Rechnung kommt neu: als nicht eingehalten eingetragen",
        "Ein Rückruf von Ben: die Aufgabe dazu ist zurückgezogen",
    }


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Conceded("pause_months", 2), "Pause von 2 Monaten: angeboten, aber nicht als angenommen eingetragen"),
        (Conceded("discount_percent", 20, accepted=True), "Nachlass von 20 Prozent: die Freigabe steht aus"),
    ],
)
def test_what_was_not_accepted_or_not_approved_is_left_out_and_named(home, given, why):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, offer=given)
    back(one)
    sheet = summary(one)
    assert NOTHING in sheet.letter
    assert [line[: len(why)] for line in sheet.unsaid] == [why]


@pytest.mark.parametrize(("outcome", "is_said"), [(Outcome.APPROVED, True), (Outcome.REFUSED, False)])
def test_an_approval_decides_what_the_text_says(home, outcome, is_said):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, offer=Conceded("discount_percent", 20, accepted=True))
    back(one)
    (asked,) = named(one, "Zugeständnis")
    assert finish_task(one.house, asked["external_id"], Report(outcome, BEN))
    sheet = summary(one)
    assert ("Nachlass von 20 Prozent." in sheet.letter) is is_said
    assert ["das erfährt die Person von Ihnen" in line for line in sheet.unsaid] == ([] if is_said else [True])


def test_an_offer_whose_terms_are_gone_is_not_confirmed_from_memory(home):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, offer=Conceded("klein", accepted=True))
    back(one)
    one.house = replace(one.house, offers=())
    sheet = summary(one)
    assert NOTHING in sheet.letter
    assert sheet.unsaid[0].startswith("Angebot „klein“: die Bedingungen stehen nicht mehr")


def test_no_task_keeps_the_text_and_none_is_shown_once_it_is_closed(home):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, promise=Promised(PROMISE, due(one)))
    back(one)
    (task,) = named(one, "Zusammenfassung")
    assert PROMISE not in task["guide"] + task["brief"]
    assert finish_task(one.house, task["external_id"], Report(Outcome.SETTLED, ANNA))
    assert (summary(one).letter, summary(one).unsaid) == ("", ())


def test_the_text_speaks_as_the_brand_does(home):
    one = house(home)
    back(one)
    brands = {name: replace(brand, address_form=AddressForm.DU) for name, brand in one.house.brands.items()}
    one.house = replace(one.house, brands=brands)
    assert "bist du wieder bei" in summary(one).letter
    assert summary(one).letter.startswith("Hallo Wiebke,")


@pytest.mark.parametrize(("late", "expected"), [(2, "in time"), (6, "late"), (9, "none"), (40, "none")])
def test_a_return_that_is_imported_late_is_said_to_be_or_left_to_the_check_in(home, late, expected):
    one = house(home)
    one.sleep(days=63)  # a Tuesday
    one.take("returned", ReturnedRow("K-1", one.clock.now() - timedelta(days=late)))
    one.play(days=1)
    found = named(one, "Zusammenfassung")
    assert bool(found) is (expected != "none")
    if found:
        letter = summary(one).letter
        assert ("kommt später, als sie sollte" in letter) is (expected == "late")
        assert ("Spät: Es geht um den" in sheet_of(one.house, found[0]).guide) is (expected == "late")


def test_old_returns_bring_no_heap_of_tasks(home):
    one = house(home)
    one.sleep(days=200)
    one.take("returned", ReturnedRow("K-1", one.clock.now() - timedelta(days=120)))
    one.play(days=9)
    assert one.rows(select(desk.task.c.id).where(desk.task.c.kind == "duty")) == []


def test_a_cancellation_that_is_taken_back_is_summed_up_as_well(home):
    one = house(home)
    say(one, "Z", Outcome.SETTLED, "taken_back", promise=Promised(PROMISE, due(one)))
    one.play(days=1)
    letter = summary(one).letter
    assert "Ihre Kündigung vom 2. März 2026 gilt nicht mehr, der Vertrag V-K-1 (auftragsbuch) läuft weiter." in letter
    assert PROMISE in letter
    assert one.rows(select(runs.event.c.kind, runs.event.c.external_id)) == [("saved", "Z")]
    one.play(days=60)
    assert len(named(one, "Nachsehen, seit die Kündigung zurückgenommen ist")) == 4


def test_who_cancels_again_after_staying_is_not_looked_after_any_more(home):
    one = house(home)
    say(one, "Z", Outcome.SETTLED, "taken_back")
    one.play(days=9)
    one.cancel(external_id="KUE-2")
    one.play(days=60)
    assert one.runs("stayed") == [("stopped", "replaced")]
    assert len(named(one, "Nachsehen")) == 1


def test_who_says_twice_that_she_stays_is_looked_after_once_and_to_the_end(home):
    one = house(home)
    say(one, "Z", Outcome.SETTLED, "taken_back")
    one.play(days=9)
    say(one, "Z2", Outcome.SETTLED, "taken_back")
    one.play(days=60)
    assert one.runs("stayed") == [("finished", None)]
    assert (len(named(one, "Zusammenfassung")), len(named(one, "Nachsehen"))) == (1, 4)


def test_who_cancels_again_before_the_next_pass_is_not_told_that_this_one_is_off(home):
    one = house(home)
    say(one, "Z", Outcome.SETTLED, "taken_back")
    one.sleep(minutes=10)
    one.cancel(external_id="KUE-2")
    one.play(days=9)
    assert one.runs("stayed") == []
    assert named(one, "Zusammenfassung") == []


@pytest.mark.parametrize(("days", "looked_after"), [(1, False), (0, True)])
def test_a_return_of_before_the_newest_cancellation_begins_nothing(home, days, looked_after):
    """Imported late; on one day nobody can say which came first, so the return counts."""
    one = house(home)
    one.sleep(days=5)
    back_at = one.clock.now()
    one.sleep(days=days, minutes=5)
    one.cancel(external_id="KUE-2")
    one.tick()
    one.take("returned", ReturnedRow("K-1", back_at))
    one.play(days=2)
    assert bool(named(one, "Zusammenfassung")) is looked_after


def test_who_does_not_stay_gets_no_summary(home):
    one = house(home)
    say(one, "Z", Outcome.ANSWERED, "taken_back")
    one.play(days=9)
    assert named(one, "Zusammenfassung") == []


def test_restricted_data_is_in_no_text(home):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, promise=Promised(PROMISE, due(one)))
    back(one)
    (task,) = named(one, "Zusammenfassung")
    sheet = sheet_of(one.house, {**task, "restricted_at": one.clock.now()})
    assert (sheet.letter, sheet.unsaid) == ("", ())


def test_what_was_agreed_before_this_cancellation_is_another_agreement(home):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, offer=Conceded("pause_months", 2, accepted=True))
    one.write(lambda c: c.execute(update(desk.offer_use).values(at=one.clock.now() - timedelta(days=30))))
    back(one)
    assert NOTHING in summary(one).letter


def test_a_promise_whose_day_is_over_is_owned_and_not_announced(home):
    one = house(home)
    say(one, "A", Outcome.ANSWERED, promise=Promised("Wir schreiben „Die Rechnung ist da.“", due(one, 1)))
    one.play(days=3)
    back(one)
    letter = summary(one).letter
    assert "„Die Rechnung ist da.“ Zugesagt war das bis zum 4. März 2026; es steht noch aus." in letter
    assert "übernimmt" not in letter


def test_the_words_of_a_concession_are_german_sentences(home):
    one = house(home)
    for name, offer in {
        "A": Conceded("pause_months", 1, accepted=True),
        "B": Conceded("monthly_term", accepted=True),
        "C": Conceded("fewer_seats", accepted=True),
    }.items():
        say(one, name, Outcome.ANSWERED, offer=offer)
    back(one)
    sheet = summary(one)
    assert "– Pause von einem Monat.\n– Monatliche Laufzeit.\n– Kleinerer Umfang oder weniger Plätze." in sheet.letter
    assert sheet.unsaid == ("Um wie viel kleiner der Umfang wird: nicht eingetragen; bitte im Text ergänzen",)


def test_an_offer_of_the_house_takes_no_number(home):
    one = house(home)
    extra_task(one, "answer_reply", "A")
    with pytest.raises(NotAgreed, match="Hierzu gehört keine Zahl"):
        finish_task(one.house, "A", Report(Outcome.ANSWERED, ANNA, offer=Conceded("klein", 5)))
    one.house = replace(one.house, offers=(replace(OFFER, ends_on=date(2026, 3, 1)),))
    with pytest.raises(NotAgreed, match=r"Dieses Angebot galt bis 1\. März 2026"):
        finish_task(one.house, "A", Report(Outcome.ANSWERED, ANNA, offer=Conceded("klein")))


def test_a_brief_says_that_there_are_more_promises_than_it_holds(home):
    one = house(home)
    for number in range(8):
        say(one, f"P{number}", Outcome.ANSWERED, promise=Promised(f"Zusage {number}.", due(one)))
    back(one)
    sheet = summary(one)
    facts = {fact.name: fact.words for fact in sheet.brief.facts}
    assert facts["Zusagen"].splitlines()[-1].strip() == "und 2 weitere"
    assert sheet.letter.count("– Zusage ") == 8
