"""The copy of Art. 15 and 20 DSGVO: every table, every column, nobody else's rows, no names of our people."""

from __future__ import annotations

import json

from campaigns.bootstrap import ROOT
from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.rights import fields
from campaigns.rights.access import RETAINED_REASON, answer
from campaigns.rights.categories import categories
from campaigns.rights.copying import PORTABLE, copied, subject_named, subject_of
from campaigns.rights.handing_out import JSON, PAGE, hand_out
from contacts.medium import Medium
from store import dossier, people
from store.dossier import NOT_PERSONAL, PERSONAL, SURROUNDINGS, Subject
from store.erasing import BECOMES, Becomes
from store.tables import metadata
from tests.campaigns.erased_person import EMAIL, LAST, SNIPPETS, STREET, WHO, lived
from tests.campaigns.house_of import minimal, step

TEXTS = ROOT / "templates_de"


def subject(one, name=WHO):
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, name)
        assert pk is not None
        return subject_of(connection, one.house, pk)


def copy_of(one, who, **how):
    with one.house.store.read() as connection:
        return copied(connection, one.house, who, **how)


def test_every_table_is_in_the_copy_or_on_the_list_with_its_reason():
    assert set(metadata.tables) == set(PERSONAL) | set(NOT_PERSONAL)
    assert not set(PERSONAL) & set(NOT_PERSONAL)
    assert all(NOT_PERSONAL.values())
    # An erasure must not find persons where the copy sees none; the reverse is the remainder and its proof.
    assert {table for table in NOT_PERSONAL if BECOMES[table] is not Becomes.NOTHING} == set()


def test_every_column_is_shown_under_a_german_name_or_left_out_for_a_reason():
    for table in PERSONAL:
        columns = {column.name for column in metadata.tables[table].c}
        for column in columns | {shown for _, shown, _, _ in SURROUNDINGS.get(table, ())}:
            if fields.shown(table, column):
                assert fields.label(table, column)
    known = {(table, column.name) for table in PERSONAL for column in metadata.tables[table].c}
    assert set(fields.LEFT_OUT) | set(fields.STAFF) <= known
    assert all(
        column in {name for _, name in known}
        for columns in PORTABLE.values()
        for column in columns
        if column != "contract"
    )


def test_every_personal_table_stands_in_exactly_one_category(home):
    one = home(texts={"probe": minimal(step("a", "day = 1"))})
    tables = [table for category in categories(one.house) for table in category.tables]
    assert sorted(tables) == sorted(PERSONAL)


def test_the_copy_holds_everything_of_a_person_who_is_in_every_table(either_home):
    one = lived(either_home)
    copy = copy_of(one, subject(one))
    empty = {table for table, rows in copy.rows.items() if not rows}
    assert empty <= {"erasure", "recipient_notice"}  # only what comes after an erasure
    text = json.dumps(copy.rows, ensure_ascii=False)
    mails = "".join(raw.decode("utf-8", "replace") for raw in copy.mails.values())
    for snippet in SNIPPETS:
        assert snippet in text or snippet in mails or snippet == SNIPPETS[5]  # somebody else's mail about her
    for words in (LAST, STREET, "Ja, Sie dürfen mir Angebote schicken."):
        assert words in text
    # She has read the name of her contact under each mail; beside what she got, it is not handed out.
    inside = {table: rows for table, rows in copy.rows.items() if table not in ("attempt", "batch_row")}
    assert "amira.haddad@nordlicht.example" not in json.dumps(inside)
    sends = [row["text"] for row in copy.rows["attempt"] if row["text"]]
    assert any("Guten Tag" in words for words in sends)
    assert copy.mails  # contract mail in full


def test_row_ids_never_leave_the_database(home):
    one = lived(home)
    for rows in copy_of(one, subject(one)).rows.values():
        for row in rows:
            assert not fields.ROW_IDS & row.keys()


def test_nothing_of_anybody_else_is_handed_out(home):
    one = lived(home)
    one.customer("K-2", company="F-77", last_name="Zweitperson", email="zweite@kunde.example")
    one.objection("K-2", verbatim="Widerspruch der Kollegin")
    text = json.dumps(copy_of(one, subject(one)).rows, ensure_ascii=False)
    for theirs in ("Zweitperson", "zweite@kunde.example", "Widerspruch der Kollegin", "K-2"):
        assert theirs not in text


def test_somebody_unknown_gets_no_row_that_merely_belongs_to_nobody(home):
    one = lived(home)
    hash_ = one.house.address_hash(Medium.EMAIL, "unbekannt@anderswo.example")
    nobody = Subject(None, "unbekannt@anderswo.example", frozenset({hash_}), one.house.pseudonym("x"))
    with one.house.store.read() as connection:
        assert {table for table, rows in dossier.read(connection, nobody).items() if rows} == set()


def test_a_mail_that_belongs_to_nobody_is_found_by_its_address(home):
    one = lived(home)
    who = subject_named(one.house, "niemand@anderswo.example", Medium.EMAIL, ["niemand@anderswo.example"])
    assert [row["new_text"].strip() for row in copy_of(one, who).rows["reply"]] == [SNIPPETS[5]]


def test_portable_is_what_she_gave_and_nothing_we_concluded(home):
    one = lived(home)
    copy = copy_of(one, subject(one), portable=True)
    assert set(copy.rows) <= set(PORTABLE)
    assert not copy.mails
    text = json.dumps(copy.rows, ensure_ascii=False)
    for hers in (LAST, STREET, SNIPPETS[0], SNIPPETS[4], SNIPPETS[6]):
        assert hers in text
    for ours in (SNIPPETS[3], SNIPPETS[7], SNIPPETS[8], "tier", "missing_feature/"):
        assert ours not in text


def test_the_answer_has_all_of_paragraph_1(home):
    one = lived(home)
    who = subject(one)
    with one.house.store.read() as connection:
        found = answer(connection, one.house, who, copied(connection, one.house, who))
    assert {"controller", "purposes", "recipients", "storage", "rights", "authority", "logic", "withheld"} <= set(found)
    assert {one_["id"]: one_["received"] for one_ in found["recipients"]} == {
        "druckerei": True,
        "mailversand": False,
        "kundenkartei": True,
    }
    assert all(one_["period"] and one_["statute"] for one_ in found["storage"])
    assert any("Art. 21" in one_["statute"] for one_ in found["rights"])
    assert {one_["name"] for one_ in found["logic"]} >= {"Kundengruppe", "Segment"}


def test_who_has_objected_is_put_into_no_segment(home):
    one = lived(home)
    one.objection(WHO)
    who = subject(one)
    with one.house.store.read() as connection:
        found = answer(connection, one.house, who, copied(connection, one.house, who))
    (segment,) = (one_ for one_ in found["logic"] if one_["name"] == "Segment")
    assert segment["value"] is None
    assert "Art. 21" in segment["logic"]


def test_of_an_erased_person_the_answer_says_what_is_held_and_why_it_is_withheld(home, tmp_path):
    one = lived(home)
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, WHO)
    assert isinstance(erase(one.house, pk, Wish("dsb")), Erased)
    by_id = hand_out(one.house, subject_named(one.house, WHO, None, ()), tmp_path / "id", TEXTS, "dsb")
    (rest,) = (found for found in by_id.withheld if "items" in found)
    assert rest["reason"] == RETAINED_REASON
    assert "§ 34 Abs. 1 Nr. 2" in rest["reason"]
    assert {item["kind"] for item in rest["items"]} >= {"consent", "commercial_letter"}
    assert by_id.rows["erasure"] == 1
    page = (tmp_path / "id" / PAGE).read_text(encoding="utf-8")
    assert "aufzubewahren bis" in page
    for hers in (LAST, STREET, *SNIPPETS):
        assert hers not in page
    address = subject_named(one.house, EMAIL.lower(), Medium.EMAIL, [EMAIL.lower()])
    by_address = hand_out(one.house, address, tmp_path / "mail", TEXTS, "dsb")
    held = json.loads((tmp_path / "mail" / JSON).read_text(encoding="utf-8"))
    assert by_address.rows["objection"] >= 1
    assert {row["address_hash"] for row in held["data"]["objection"]} == {
        one.house.address_hash(Medium.EMAIL, EMAIL.lower())
    }


def test_names_of_our_people_are_taken_out_of_their_own_words(home):
    one = lived(home)
    rows = copy_of(one, subject(one)).rows
    assert rows["outcome"]
    assert rows["task"]
    for table in ("outcome", "task", "promise"):
        assert "Amira" not in json.dumps(rows[table], ensure_ascii=False)
