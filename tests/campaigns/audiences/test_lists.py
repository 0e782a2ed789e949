"""A list holds exactly those whose consent names the network today; what has to come out of it again is never lost."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from campaigns.audiences.confirming import confirm
from campaigns.audiences.exporting import Refusal, Written, export_list
from campaigns.audiences.removing import export_removals
from campaigns.audiences.standing import waiting
from campaigns.bootstrap import ROOT
from campaigns.doctor import work
from campaigns.doctor.finding import Level
from campaigns.doctor.patient import Patient
from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.house import AudienceTerms, Recipient
from campaigns.rights.recipients import received
from campaigns.rights.restriction import restrict
from campaigns.status import status_lines, status_of
from contacts.consent import ConsentEvent, ConsentMethod
from contacts.medium import Medium, Platform
from store import audiences, consents, migrate, operation, people, written
from store.tables import audience, inbound
from store.tables import operation as operation_tables
from tests.campaigns.house_of import house_of, shipped

UPLOAD = Medium.AUDIENCE_UPLOAD
WORDING = "Ja, die Nordlicht Software GmbH darf meine Adresse als Prüfsumme mit LinkedIn und Google abgleichen."
BOTH = frozenset({Platform.LINKEDIN, Platform.GOOGLE})
TERMS = {platform: AudienceTerms(f"netz-{platform}", f"AVV-{platform}") for platform in Platform}
NETWORKS = tuple(
    Recipient(
        f"netz-{platform}", platform, "ad_platform", "AVV", ("Prüfsumme",), 30, "d@s.example", "Irland", "", "audience"
    )
    for platform in Platform
)


def activated(one):
    one.house = replace(one.house, audiences=TERMS, recipients=NETWORKS)
    one.switch(operation.ACTIVATED, "Wiebke")
    return one


@pytest.fixture
def one(home):
    return activated(home())


def consenting(one, contact, platforms=BOTH, **changes):
    one.customer(contact, phone=changes.pop("phone", None))
    one.consent(contact, UPLOAD, **{"platforms": frozenset(platforms), "text": WORDING, **changes})


def mail_of(contact):
    number = "".join(c for c in contact if c.isdigit())
    return sha256(f"k{number}@kunde{number}.example")


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def listed(one, platform=Platform.LINKEDIN, name="list.csv"):
    path = one.house.state / "aus" / name
    done = export_list(one.house, platform, path, "Wiebke")
    assert isinstance(done, Written), done
    return done, path


def removals(one, platform=Platform.LINKEDIN):
    path = one.house.state / "aus" / "removed.csv"
    return export_removals(one.house, platform, path, "Wiebke"), path


def cells(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def must_leave(one):
    with one.house.store.read() as connection:
        return waiting(one.house, connection, one.clock.now())


def test_a_list_holds_hashes_of_those_who_named_the_network_and_nothing_else(one):
    consenting(one, "K-1")
    consenting(one, "K-2", {Platform.GOOGLE})
    one.customer("K-3")
    one.consent("K-3")  # a newsletter consent names no list
    done, path = listed(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]
    assert (done.people, done.export.number, done.again, done.stale) == (1, 1, False, 0)
    assert done.export.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert done.export.processor == "AVV-linkedin"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [other.name for other in path.parent.iterdir()] == ["list.csv"]


def test_the_same_people_give_the_same_bytes_in_whatever_order_they_came(one):
    for contact in ("K-9", "K-2", "K-5"):
        consenting(one, contact)
    _, path = listed(one)
    rows = cells(path)[1:]
    assert rows == sorted([mail_of(name)] for name in ("K-9", "K-2", "K-5"))


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({}, ""),
        ({"matched_by": frozenset({Medium.EMAIL, Medium.PHONE})}, sha256("+494315550100")),
        (
            {
                "matched_by": frozenset({Medium.EMAIL, Medium.PHONE}),
                "method": ConsentMethod.DOI,
                "confirmed_at": datetime(2025, 11, 3, 9, 0, tzinfo=UTC),
            },
            "",  # a click proves the mailbox, not the number (BGH I ZR 164/09)
        ),
    ],
)
def test_a_number_only_where_the_consent_names_numbers_and_proves_it(one, changes, column):
    consenting(one, "K-1", phone="+49 431 5550100", **changes)
    _, path = listed(one, Platform.GOOGLE)
    assert cells(path) == [["Email", "Phone"], [mail_of("K-1"), column]]
    _, path = listed(one, Platform.LINKEDIN)
    assert cells(path) == [["email"], [mail_of("K-1")]]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Ja, Sie dürfen mir Angebote schicken."},  # the column says LinkedIn, the wording does not
        {"platforms": frozenset()},
        {"method": ConsentMethod.FLAG},
        {"proof_ref": ""},
        {"withdrawn_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"valid_until": datetime(2026, 1, 1, tzinfo=UTC)},
        {"granted_at": datetime(2023, 1, 1, tzinfo=UTC)},  # two years unused
        {"products": frozenset({"Kassenbuch"})},
    ],
)
def test_a_consent_that_does_not_carry_puts_nobody_in(one, changes):
    consenting(one, "K-1")
    consenting(one, "K-2", **changes)
    _, path = listed(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


@pytest.mark.parametrize("reason", ["deceased", "insolvency"])
def test_whom_nobody_wins_back_stands_on_no_list(one, reason):
    consenting(one, "K-1")
    consenting(one, "K-2")
    one.cancel("K-2", reason=reason)
    _, path = listed(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_a_minor_stands_on_no_list_and_one_who_turns_out_to_be_comes_out(one):
    consenting(one, "K-1")
    consenting(one, "K-2")
    one.customer("K-2", minor=True)
    _, path = listed(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]
    one.customer("K-1", minor=True)
    _, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_a_list_is_a_use_of_each_consent_once_a_day(one):
    consenting(one, "K-1")
    first, _ = listed(one)
    again, _ = listed(one)
    assert (again.again, again.export) == (True, first.export)
    one.sleep(days=1)
    later, _ = listed(one)
    assert not later.again
    with one.house.store.read() as connection:
        trail = consents.trail(connection, "EW-K-1-audience_upload")
        known = audiences.exports(connection)
        files = written.all_files(connection)
    uses = [entry.data for entry in trail if entry.event is ConsentEvent.USED]
    assert [use["export"] for use in uses] == [first.export.external_id, later.export.external_id]
    assert {(use["platform"], use["sha256"]) for use in uses} == {("linkedin", first.export.sha256)}
    assert len(known) == 2
    assert [file.kind for file in files] == [written.AUDIENCE]


def test_a_file_that_was_lost_in_a_crash_is_written_again_the_same_day(one):
    consenting(one, "K-1")
    first, path = listed(one)
    before = path.read_bytes()
    path.unlink()
    again, _ = listed(one)
    assert (path.read_bytes(), again.export) == (before, first.export)


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda one: setattr(one, "house", replace(one.house, audiences={})), Refusal.NO_CONTRACT),
        (lambda one: one.switch(operation.ACTIVATED, None), Refusal.NOT_ACTIVATED),
        (lambda one: one.switch(operation.PAUSED, "advertising"), Refusal.PAUSED),
        (
            lambda one: setattr(one, "house", replace(one.house, list_trouble=lambda: "hash.key fehlt")),
            Refusal.NO_SUPPRESSION_LIST,
        ),
        (lambda one: one.objection("K-1"), Refusal.NOBODY),
    ],
)
def test_where_no_list_may_leave_nothing_is_written(one, prepare, refusal):
    consenting(one, "K-1")
    prepare(one)
    path = one.house.state / "aus" / "list.csv"
    assert export_list(one.house, Platform.LINKEDIN, path, "Wiebke") is refusal
    assert not path.exists()
    assert one.rows(select(audience.audience_export.c.id)) == []


def withdraw(one):
    one.consent("K-1", UPLOAD, platforms=BOTH, text=WORDING, withdrawn_at=one.clock.now())


def restricted(one):
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, "K-1")
    restrict(one.house, pk, "Richtigkeit bestritten", "dsb")


def erased(one):
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, "K-1")
    assert isinstance(erase(one.house, pk, Wish("dsb")), Erased)


LEAVING = {
    "withdrawn": withdraw,
    "objected": lambda one: one.objection("K-1"),
    "objected to mail": lambda one: one.objection("K-1", "email"),
    "restricted": restricted,
    "erased": erased,
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_who_has_left_since_comes_out_again_and_somebody_is_reminded_until_it_is_done(one, leave):
    consenting(one, "K-1")
    consenting(one, "K-2")
    listed(one)
    assert must_leave(one) == {}
    one.sleep(hours=1)
    leave(one)
    assert must_leave(one) == {Platform.LINKEDIN: 1}
    lines = "\n".join(status_lines(status_of(one.house)))
    assert "1 Adresse muss aus der Liste bei LinkedIn (Widerruf, Widerspruch, Löschung, neue Adresse)" in lines
    done, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]
    assert must_leave(one) == {Platform.LINKEDIN: 1}, "a file alone has cleaned nothing"
    again, _ = removals(one)
    assert (again.again, again.export.external_id) == (True, done.export.external_id)
    assert confirm(one.house, done.export, "Wiebke") == 1
    assert must_leave(one) == {}
    assert removals(one)[0] is Refusal.NOBODY
    with one.house.store.read() as connection:
        assert [member.sha256 for member in audiences.members(connection)] == [mail_of("K-2")]
    _, path = listed(one, name="next.csv")
    assert cells(path) == [["email"], [mail_of("K-2")]]


def test_the_doctor_reminds_of_it_and_says_what_to_do(one):
    consenting(one, "K-1")
    listed(one)
    withdraw(one)
    known = {"read": shipped(), "store": one.house.store, "schema": migrate.newest(), "house": one.house}
    patient = Patient(ROOT, one.house.state, one.clock.now(), connect=False, **known)
    (found,) = (each for each in work.check(patient) if "LinkedIn" in each.text)
    assert found.level is Level.ERROR
    assert "audience export --platform linkedin --removed" in found.cure


def test_removals_leave_while_advertising_is_paused_and_when_the_contract_has_ended(one):
    consenting(one, "K-1")
    listed(one)
    one.switch(operation.PAUSED, "all")
    one.house = replace(one.house, audiences={})
    done, path = removals(one)
    assert done.export.processor == ""
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_an_unreadable_suppression_list_takes_nobody_out(one):
    consenting(one, "K-1")
    listed(one)
    one.house = replace(one.house, list_trouble=lambda: "hash.key fehlt")
    assert removals(one)[0] is Refusal.NO_SUPPRESSION_LIST
    assert must_leave(one) == {}


def held_reply(one, contact):
    with one.house.store.write() as connection:
        pk = people.contact_pk(connection, contact)
        values = {"fingerprint": "f" * 64, "contact_id": pk, "account": "a", "folder": "INBOX"}
        kept = {"received_at": one.clock.now(), "kind": "human", "label": "unknown", "stop": "hold", "review": True}
        connection.execute(inbound.reply.insert().values(**values, **kept))


def test_while_a_reply_is_unread_nobody_comes_in_and_nobody_out(one):
    consenting(one, "K-1")
    listed(one)
    held_reply(one, "K-1")
    assert removals(one)[0] is Refusal.NOBODY
    path = one.house.state / "aus" / "next.csv"
    assert export_list(one.house, Platform.LINKEDIN, path, "Wiebke") is Refusal.NOBODY


NUMBER = sha256("+494315550100")
BY_BOTH = {"matched_by": frozenset({Medium.EMAIL, Medium.PHONE}), "phone": "+49 431 5550100"}


def end_calls(one):
    one.consent("K-1", Medium.PHONE, withdrawn_at=one.clock.now())


@pytest.mark.parametrize(
    "refuse",
    [
        lambda one: one.objection("K-1", "phone"),
        lambda one: one.objection("K-1", "phone_auto"),
        lambda one: one.objection("K-1", "sms"),
        end_calls,
    ],
    ids=["phone", "machines", "sms", "consent to calls withdrawn"],
)
def test_who_refuses_advertising_by_her_number_is_matched_by_her_mail_alone(one, refuse):
    """Art. 21 Abs. 2, 3 DSGVO: the number is not used for advertising any more; the consent to lists stands."""
    consenting(one, "K-1", **BY_BOTH)
    one.consent("K-1", Medium.PHONE)
    _, path = listed(one, Platform.GOOGLE)
    assert cells(path) == [["Email", "Phone"], [mail_of("K-1"), NUMBER]]
    one.sleep(hours=1)
    refuse(one)
    assert must_leave(one) == {Platform.GOOGLE: 1}
    _, path = removals(one, Platform.GOOGLE)
    assert cells(path) == [["Email", "Phone"], ["", NUMBER]]
    _, path = listed(one, Platform.GOOGLE, name="next.csv")
    assert cells(path) == [["Email", "Phone"], [mail_of("K-1"), ""]]


def test_a_later_consent_that_names_numbers_lets_the_number_in_again(one):
    consenting(one, "K-1", **BY_BOTH)
    one.objection("K-1", "phone")
    one.sleep(hours=1)
    later = {"external_id": "EW-neu", "granted_at": one.clock.now(), "matched_by": BY_BOTH["matched_by"]}
    one.consent("K-1", UPLOAD, platforms=BOTH, text=WORDING, **later)
    _, path = listed(one, Platform.GOOGLE)
    assert cells(path) == [["Email", "Phone"], [mail_of("K-1"), NUMBER]]


def test_an_objection_to_letters_leaves_the_number_where_it_is(one):
    consenting(one, "K-1", **BY_BOTH)
    one.objection("K-1", "post")
    _, path = listed(one, Platform.GOOGLE)
    assert cells(path) == [["Email", "Phone"], [mail_of("K-1"), NUMBER]]
    assert must_leave(one) == {}


def test_an_address_that_changed_takes_the_old_one_out(one):
    consenting(one, "K-1")
    listed(one)
    one.sleep(days=1)
    one.customer("K-1", email="neu@kunde1.example")
    _, path = removals(one)
    assert cells(path) == [["email"], [mail_of("K-1")]]


def test_who_consents_anew_before_the_list_was_cleaned_stays(one):
    consenting(one, "K-1")
    listed(one)
    one.sleep(hours=1)
    withdraw(one)
    done, _ = removals(one)
    one.sleep(hours=1)
    one.consent("K-1", UPLOAD, external_id="EW-neu", granted_at=one.clock.now(), platforms=BOTH, text=WORDING)
    listed(one, name="next.csv")
    assert confirm(one.house, done.export, "Wiebke") == 0
    with one.house.store.read() as connection:
        assert [member.consent for member in audiences.members(connection)] == ["EW-neu"]


def test_an_erasure_takes_her_row_out_of_the_file_and_keeps_the_hash_without_her(one):
    consenting(one, "K-1")
    consenting(one, "K-2")
    _, path = listed(one)
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, "K-1")
        told = {recipient.id: reference for recipient, reference in received(connection, one.house, pk)}
    assert told == {"netz-linkedin": f"Prüfsummen (SHA-256) {mail_of('K-1')}"}
    erased(one)
    assert cells(path) == [["email"], [mail_of("K-2")]]
    columns = audience.audience_member.c
    assert one.rows(select(columns.contact_id, columns.consent).where(columns.sha256 == mail_of("K-1"))) == [(None, "")]


def test_the_audit_log_tells_of_lists_without_a_person_or_an_address(one):
    consenting(one, "K-1")
    listed(one)
    withdraw(one)
    done, _ = removals(one)
    confirm(one.house, done.export, "Jonas")
    table = operation_tables.audit_event
    told = one.rows(select(table.c.event, table.c.contact, table.c.data).where(table.c.event.startswith("audience")))
    assert [(event, contact) for event, contact, _ in told] == [
        ("audience_exported", None),
        ("audience_removal_listed", None),
        ("audience_cleaned", None),
        ("audience_left", "K-1"),
    ]
    assert mail_of("K-1") not in str(told)
    assert "@" not in str(told)


WAYS = st.fixed_dictionaries(
    {
        "platforms": st.frozensets(st.sampled_from(list(Platform))),
        "text": st.sampled_from([WORDING, "Ja, gern.", f"{WORDING} Und mit Facebook."]),
        "method": st.sampled_from(list(ConsentMethod)),
        "withdrawn": st.booleans(),
        "objects": st.sampled_from([None, None, "global", "email", "audience_upload", "post"]),
        "restricted": st.booleans(),
        "medium": st.sampled_from([UPLOAD, UPLOAD, Medium.EMAIL]),
    }
)


def may_be_in(way, platform):
    """The oracle, from the law and not from the rules."""
    named = {"linkedin": "LinkedIn", "google": "Google", "meta": "Facebook"}[platform]
    return (
        way["medium"] is UPLOAD
        and platform in way["platforms"]
        and named in way["text"]
        and way["method"] in (ConsentMethod.SIGNED, ConsentMethod.RECORDED)
        and not way["withdrawn"]
        and not way["restricted"]
        and way["objects"] in (None, "post")
    )


@settings(max_examples=25, deadline=None)
@given(ways=st.lists(WAYS, min_size=1, max_size=5))
def test_nobody_without_a_naming_consent_is_ever_in_a_file(ways):
    folder = Path(tempfile.mkdtemp(prefix="wds-audience-"))
    one = activated(house_of(folder))
    try:
        for number, way in enumerate(ways, start=1):
            contact = f"K-{number}"
            one.customer(contact)
            about = {"platforms": way["platforms"]} if way["medium"] is UPLOAD else {}
            gone = one.clock.now() - timedelta(days=1) if way["withdrawn"] else None
            one.consent(contact, way["medium"], text=way["text"], method=way["method"], withdrawn_at=gone, **about)
            if way["objects"]:
                one.objection(contact, way["objects"])
            if way["restricted"]:
                with one.house.store.read() as connection:
                    pk = people.contact_pk(connection, contact)
                restrict(one.house, pk, "Richtigkeit bestritten", "dsb")
        for platform in Platform:
            path = folder / f"{platform}.csv"
            wanted = {mail_of(f"K-{n}") for n, way in enumerate(ways, start=1) if may_be_in(way, platform)}
            done = export_list(one.house, platform, path, "Wiebke")
            found = {row[0] for row in cells(path)[1:]} if isinstance(done, Written) else set()
            assert found == wanted
    finally:
        one.close()
        shutil.rmtree(folder)
