"""How far an objection reaches: every address, later ones too, every door with its name; what lifts it and what not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.desk.finishing import finish_task
from campaigns.effects import object_to
from campaigns.importing import apply
from campaigns.imports import ImportFile
from compliance.facts import Via
from contacts import normalize
from contacts.cancellation import Cancellation
from contacts.consent import GLOBAL, Objection
from contacts.contact import PostalAddress
from contacts.medium import Medium
from store import operation, people, permissions, tasks
from store.tables import people as people_table
from store.tables import permission
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import MONDAY, consent_row, minimal, step

LETTERS = minimal(step("letter", "day = 1", '"letter"', "winback/day_01_value"))
MAILS = minimal(step("mail", "day = 1"), step("later", "day = 20"))
HOUSE = PostalAddress("Hauptstraße 5 a", "24103", "Kiel")


def rows_of(one, *columns):
    return one.rows(select(*(permission.objection.c[name] for name in columns)).order_by(permission.objection.c.id))


@pytest.mark.parametrize(
    ("scope", "source", "reason"), [("post", "robinson", "robinson"), ("post", "", "objection"), (GLOBAL, "", "")]
)
def test_a_letter_is_found_by_name_and_address_however_they_are_written(home, scope, source, reason):
    one = home(texts={"probe": LETTERS})
    one.customer("K-1", address=HOUSE, last_name="von Müller", email="")
    one.cancel("K-1")
    first, *also = normalize.letterbox("Dr. Anna von MUELLER, Hauptstr. 5A, 24103 Kiel")
    one.take("objections", Objection(scope, one.clock.now(), address=first, also=tuple(also), source=source))
    one.play(days=3)
    assert one.sent() == []
    assert one.reasons().get("letter", ("", ""))[1] == reason
    assert one.runs("probe") == [("stopped", "objection") if scope == GLOBAL else ("finished", None)]


def test_people_of_other_names_in_one_house_are_others(home):
    one = home(texts={"probe": LETTERS})
    for name in ("Müller", "Schmidt"):
        one.customer(f"K-{name}", address=HOUSE, last_name=name, email=f"{name}@x.example")
        one.cancel(f"K-{name}")
    one.objection("K-Müller", scope="post")
    one.play(days=3)
    assert [contact for contact in ("K-Müller", "K-Schmidt") if one.sent(contact)] == ["K-Schmidt"]


def test_a_person_under_a_new_id_is_found_by_her_postal_address(home):
    one = home(texts={"probe": LETTERS})
    one.customer("K-1", address=HOUSE, last_name="Müller", email="")
    one.objection("K-1", scope="post")
    one.customer("X-77", address=replace(HOUSE, street="HAUPTSTR. 5A"), last_name="Mueller", email="neu@x.example")
    one.cancel("X-77")
    one.play(days=3)
    assert one.runs("probe") == [("excluded", "objection")]


def test_an_address_learned_later_is_blocked_for_whoever_uses_it(home):
    one = home(texts={"probe": MAILS})
    one.customer("K-1", email="alt@x.example")
    one.consenting("K-2", email="neu@x.example")
    one.objection("K-1")
    one.customer("K-1", email="neu@x.example")  # a file brings the address that K-2 uses as well
    one.play(days=3)
    assert one.sent() == []
    assert one.reasons("K-2")["mail"] == ("skip", "objection")


def test_what_is_out_already_is_taken_back_when_an_address_is_learned(home):
    one = home(texts={"probe": LETTERS})
    one.customer("K-2", email="neu@x.example")
    one.cancel("K-2")
    one.play(days=1, hours=9)
    assert one.touches("state") == [("exported",)]
    one.customer("K-1", email="alt@x.example", address=HOUSE)
    one.objection("K-1")
    one.customer("K-1", email="neu@x.example", address=HOUSE)
    assert one.touches("state") == [("recalled",)]
    assert list(one.house.letters.folder.glob("*rueckruf*"))


def test_one_word_in_a_call_ends_every_open_task_at_once(home):
    one = home(texts={"probe": MAILS})
    one.consenting()
    one.play(days=1, hours=4)
    at = one.clock.now()
    rows = [
        tasks.TaskRow(f"T-{channel}", 1, "call", "Anruf", "", "", at, channel=channel, advertising=True)
        for channel in ("phone", "linkedin")
    ]
    kept = tasks.TaskRow("T-papers", 1, "call", "Rückgabetermin", "", "", at, channel="phone")
    one.write(lambda connection: [tasks.add(connection, row, at) for row in (*rows, kept)])
    assert finish_task(one.house, "T-phone", Report(Outcome.OBJECTION, "jana", note="Rufen Sie nie wieder an"))
    with one.house.store.read() as connection:
        assert {task["external_id"]: task["state"] for task in tasks.listing(connection, None)} == {
            "T-phone": "done",
            "T-linkedin": "withdrawn",
            "T-papers": "open",
        }
        (event,) = (row for row in operation.audit_events(connection, "K-1") if row["event"] == "objection_recorded")
    assert event["data"] == {"scope": GLOBAL, "via": "call", "by": "jana"}
    assert set(rows_of(one, "scope", "via", "verbatim", "recorded_by")) == {
        (GLOBAL, "call", "Rufen Sie nie wieder an", "jana")
    }
    assert one.runs("probe") == [("stopped", "objection")]


def test_words_in_the_cancellation_reach_everything_whatever_they_name(home):
    one = home(texts={"probe": minimal(step("mail", "day = 1", '"email", "letter"'))})
    one.customer()
    one.consent()
    one.take(
        "cancellations",
        Cancellation(
            external_id="KUE-1",
            contact_id="K-1",
            received_at=one.clock.now(),
            reason="price",
            text="Ich kündige. Rufen Sie mich bitte nicht mehr an.",
        ),
    )
    one.play(days=3)
    assert one.runs("probe") == [("excluded", "objection")]
    assert {via for (via,) in rows_of(one, "via")} == {"at_cancel"}
    assert len(rows_of(one, "address_hash")) == 2  # mail and letter alike


def test_who_objected_is_neither_enrolled_nor_drawn_for_the_comparison(home):
    one = home(
        texts={
            "probe": MAILS,
            "papers": minimal(step("plan", "day = 1", '"email"', "offboarding/plan"), purpose='"contract"'),
        }
    )
    one.customer()
    one.consent()
    one.objection()
    one.cancel()
    one.play(days=3)
    assert one.runs("probe") == [("excluded", "objection")]
    assert one.runs("papers") == [("finished", None)]
    assert one.reasons()["mail"] == ("stop", "objection")


def test_an_objection_to_one_way_leaves_the_others_in_the_run(home):
    one = home(texts={"probe": minimal(step("mail", "day = 1", '"email", "letter"', "winback/day_01_value"))})
    one.customer()
    one.objection(scope="email")
    one.cancel()
    one.play(days=3)
    assert [channel for _, channel, _ in one.sent()] == ["letter"]


def test_a_later_consent_lifts_its_own_way_and_a_repurchase_nothing(home):
    one = home(
        texts={
            "probe": minimal(step("mail", "day = 1"), step("letter", "day = 20", '"letter"', "winback/day_01_value"))
        }
    )
    one.customer()
    one.objection()
    one.sleep(days=1)
    one.returned()
    one.cancel()
    one.play(days=3)
    assert one.runs("probe") == [("excluded", "objection")]  # buying again lifts nothing
    later = one.clock.now()
    one.take("consents", consent_row(granted_at=later, confirmed_at=None))
    one.cancel(external_id="KUE-2", received_at=later)
    one.play(hours=1)
    assert one.runs("probe")[-1] == ("excluded", "objection")  # asked for, not yet confirmed
    one.take("consents", consent_row(granted_at=later, confirmed_at=later + timedelta(minutes=30)))
    one.cancel(external_id="KUE-3", received_at=one.clock.now())
    one.play(days=30)
    assert [(name, channel) for name, channel, _ in one.sent()] == [("mail", "email")]
    assert one.reasons()["letter"] == ("skip", "objection")


def test_an_objection_in_a_file_locks_and_reaches_everybody_on_the_address(home):
    one = home(texts={"probe": MAILS})
    for name in ("K-1", "K-2"):
        one.consenting(name, email="info@x.example")
    digest = "d" * 64
    row = Objection("email", one.clock.now(), address="info@x.example", source="letter", verbatim="Schluss damit.")
    apply(one.house, ImportFile("objections", (row,), (), (), (), digest))
    one.play(days=3)
    assert one.sent() == []


def test_the_same_person_twice_is_one_objection_for_the_reports(home):
    one = home(texts={"probe": MAILS})
    one.customer(email="a@x.example")
    one.objection()
    one.customer(email="b@x.example")
    with one.house.store.read() as connection:
        (stored,) = permissions.objections(connection, 1)
    assert (stored.fact.scope, stored.fact.received_at) == (GLOBAL, MONDAY)


def test_a_wish_against_machines_and_invites_takes_back_what_people_would_do(home):
    one = home()
    one.customer()
    at = one.clock.now()
    for channel in ("phone", "linkedin"):
        row = tasks.TaskRow(f"T-{channel}", 1, "call", "x", "", "", at, channel=channel, advertising=True)
        one.write(lambda connection, row=row: tasks.add(connection, row, at))
    for scope in ("phone_auto", "linkedin_invite"):
        one.write(lambda connection, scope=scope: object_to(connection, one.house, 1, scope, Via.TEXT, at))
    with one.house.store.read() as connection:
        assert tasks.listing(connection) == []
        assert people.contact(connection, 1)[0].external_id == "K-1"


def test_the_letterbox_of_a_contact_follows_her_address(home):
    one = home()
    hashes = []
    for street in ("Hauptstr. 5", "Weg 1", "HAUPTSTRASSE 5"):
        one.customer("K-1", address=replace(HOUSE, street=street), last_name="Müller")
        point = people_table.contact_point
        hashes += one.rows(select(point.c.hash).where(point.c.medium == Medium.POST.value, point.c.valid))
    first, second, third = (digest for (digest,) in hashes)
    assert first == third == one.house.address_hash(Medium.POST, "mueller|hauptstr5|24103|de") != second
