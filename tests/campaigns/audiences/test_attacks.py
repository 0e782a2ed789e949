"""What may go wrong with a list: two people on one mailbox, a death or a full disk while writing, two hands at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from campaigns.audiences import files
from campaigns.audiences.confirming import confirm
from campaigns.audiences.exporting import Written, export_list
from campaigns.whole import unfinished
from contacts.consent import ConsentEvent
from contacts.medium import Platform
from store import audiences, consents, wishes
from store.tables import audience, people
from tests.campaigns.audiences.test_lists import (
    BOTH,
    UPLOAD,
    WORDING,
    activated,
    cells,
    consenting,
    erased,
    listed,
    mail_of,
    must_leave,
    removals,
    withdraw,
)
from tests.campaigns.audiences.test_meanwhile import noted, while_it_is_made


@pytest.fixture
def one(home):
    return activated(home())


def inside(one):
    """Whose addresses a network may have, and by which consent."""
    member, contact = audience.audience_member.c, people.contact.c
    query = select(contact.external_id, member.consent).join(people.contact, contact.id == member.contact_id)
    return sorted(one.rows(query.order_by(contact.external_id)))


def consents_anew(one, contact="K-1", **changes):
    one.sleep(minutes=1)
    values = {"external_id": f"EW-{contact}-neu", "granted_at": one.clock.now(), "platforms": BOTH, "text": WORDING}
    one.consent(contact, UPLOAD, **{**values, **changes})


def share_a_mailbox(one):
    one.customer("K-1")
    one.customer("K-2", email="k1@kunde1.example")


def test_of_two_people_on_one_mailbox_the_second_is_noted_though_the_bytes_are_the_same(one):
    share_a_mailbox(one)
    consents_anew(one, "K-1", external_id="EW-K-1-audience_upload")
    first, _ = listed(one)
    withdraw(one)
    consents_anew(one, "K-2")
    second, _ = listed(one)
    assert second.export.sha256 == first.export.sha256
    assert not second.again
    assert inside(one) == [("K-1", "EW-K-1-audience_upload"), ("K-2", "EW-K-2-neu")]


def test_where_somebody_else_may_stay_the_removal_list_is_empty_and_her_row_goes(one):
    share_a_mailbox(one)
    consents_anew(one, "K-1", external_id="EW-K-1-audience_upload")
    consents_anew(one, "K-2")
    listed(one)
    withdraw(one)
    done, path = removals(one)
    assert cells(path) == [["email"]]
    assert (done.export.number, done.stale) == (0, 1)
    assert confirm(one.house, done.export, "Wiebke") == 1
    assert inside(one) == [("K-2", "EW-K-2-neu")]


def test_where_somebody_else_is_on_no_list_herself_the_address_comes_out(one):
    """Else nobody would take it out when she objects: her row is not there."""
    share_a_mailbox(one)
    consents_anew(one, "K-1", external_id="EW-K-1-audience_upload")
    listed(one)
    consents_anew(one, "K-2")
    withdraw(one)
    _, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_who_is_erased_while_another_leaves_is_not_forgotten_with_her(one):
    """Both use one mailbox, and only the erased one stood on the list of the day before (Art. 17, 19 DSGVO)."""
    share_a_mailbox(one)
    consenting(one, "K-3")
    consents_anew(one, "K-1", external_id="EW-K-1-audience_upload")
    listed(one)
    one.sleep(days=1)
    consents_anew(one, "K-2")

    def both_leave():
        erased(one)
        one.objection("K-2")

    while_it_is_made(one, 3, both_leave)
    assert mail_of("K-1") in noted(one)
    _, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_a_pause_of_her_own_is_reminded_of_like_everything_that_takes_her_out(one):
    consenting(one, "K-1")
    listed(one)
    ((pk,),) = one.rows(select(people.contact.c.id))
    until = one.clock.now() + timedelta(days=30)
    one.write(lambda connection: wishes.put_preference(connection, pk, "W-1", one.clock.now(), until, None, "form"))
    assert must_leave(one) == {Platform.LINKEDIN: 1}
    assert removals(one)[0].stale == 1


def test_a_link_laid_where_the_file_is_begun_leads_nobody_anywhere(one, tmp_path_factory):
    consenting(one, "K-1")
    folder = tmp_path_factory.mktemp("shared")
    other = folder / "other.txt"
    other.write_text("mine", encoding="utf-8")
    unfinished(folder / "list.csv").symlink_to(other)
    with pytest.raises(OSError, match="symbolic"):
        export_list(one.house, Platform.LINKEDIN, folder / "list.csv", "Wiebke")
    assert other.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in folder.iterdir()] == ["other.txt"]


def test_a_consent_given_anew_is_noted_and_used_the_same_day(one):
    consenting(one, "K-1")
    listed(one)
    one.sleep(minutes=1)
    withdraw(one)
    consents_anew(one)
    done, _ = listed(one)
    assert inside(one) == [("K-1", "EW-K-1-neu")]
    with one.house.store.read() as connection:
        trail = consents.trail(connection, "EW-K-1-neu")
    assert [one.data["export"] for one in trail if one.event is ConsentEvent.USED] == [done.export.external_id]


def test_who_came_in_again_does_not_go_with_the_removal_list_of_before(one):
    consenting(one, "K-1")
    listed(one)
    one.sleep(minutes=1)
    withdraw(one)
    before, _ = removals(one)
    consents_anew(one)
    granted_at = one.clock.now()
    listed(one)
    one.sleep(minutes=1)
    consents_anew(one, granted_at=granted_at, withdrawn_at=one.clock.now())
    after, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]
    assert after.export.external_id != before.export.external_id
    assert confirm(one.house, before.export, "Wiebke") == 0
    assert must_leave(one) == {Platform.LINKEDIN: 1}
    assert confirm(one.house, after.export, "Wiebke") == 1


def test_a_new_address_and_a_death_are_reminded_of_as_well(one):
    for contact in ("K-1", "K-2", "K-3"):
        consenting(one, contact)
    listed(one)
    one.sleep(days=1)
    one.customer("K-1", email="neu@kunde1.example")
    one.cancel("K-2", reason="deceased")
    assert must_leave(one) == {Platform.LINKEDIN: 2}
    assert removals(one)[0].stale == 2


def test_a_removal_list_is_confirmed_once(one):
    consenting(one, "K-1")
    listed(one)
    withdraw(one)
    done, _ = removals(one)
    assert confirm(one.house, done.export, "Wiebke") == 1
    assert confirm(one.house, done.export, "Jonas") is None


def test_what_a_death_left_of_a_file_is_found_by_an_erasure(one, tmp_path_factory):
    consenting(one, "K-1")
    path = tmp_path_factory.mktemp("elsewhere") / "list.csv"
    export_list(one.house, Platform.LINKEDIN, path, "Wiebke")
    unfinished = path.rename(path.with_name(f".{path.name}.neu"))
    assert mail_of("K-1") in unfinished.read_text(encoding="utf-8")
    erased(one)
    assert not unfinished.exists()


def test_a_file_that_cannot_be_put_in_place_leaves_no_hash_lying_about(one, tmp_path_factory):
    consenting(one, "K-1")
    path = tmp_path_factory.mktemp("elsewhere") / "list.csv"
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        export_list(one.house, Platform.LINKEDIN, path, "Wiebke")
    assert [each.name for each in path.parent.iterdir()] == ["list.csv"]


def test_two_that_write_to_one_place_never_write_into_each_other(tmp_path):
    path, wrong = tmp_path / "list.csv", []

    def run(content):
        for _ in range(100):
            try:
                with files.place(path) as file:
                    file.prepare(content)
                    file.publish()
            except OSError as problem:
                wrong.append(problem)
            found = path.read_bytes()
            if found not in (b"a" * 50_000, b"b" * 60_000):
                wrong.append(len(found))

    threads = [threading.Thread(target=run, args=(content,)) for content in (b"a" * 50_000, b"b" * 60_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_lists_and_an_objection_at_the_same_moment(either_home):
    one = activated(either_home())
    for number in range(1, 20):
        consenting(one, f"K-{number}")
    done, wrong, gate = [], [], threading.Barrier(4)

    def run(act):
        gate.wait()
        try:
            done.append(act())
        except Exception as problem:  # noqa: BLE001 (told to the test's own thread)
            wrong.append(problem)

    folder = one.house.state / "aus"
    writing = [
        partial(export_list, one.house, Platform.LINKEDIN, folder / f"{number}.csv", "Wiebke") for number in range(3)
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in (*writing, partial(one.objection, "K-3"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    lists = [each for each in done if isinstance(each, Written)]
    assert {each.people for each in lists} <= {18, 19}
    with one.house.store.read() as connection:
        members = audiences.members(connection)
        known = {each.sha256 for each in audiences.exports(connection)}
    assert len({each.contact_pk for each in members}) == len(members)
    assert {each.export.sha256 for each in lists} == known
    noted = {each.sha256 for each in members}
    assert all({cell for (cell,) in cells(folder / f"{number}.csv")[1:]} <= noted for number in range(3))
    _, path = listed(one)
    assert [mail_of("K-3")] not in cells(path)
    assert must_leave(one) in ({}, {Platform.LINKEDIN: 1})
