"""A later file about known people: what it speaks about counts, what it leaves out stays, and nobody is mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from campaigns.importing import Imported, apply, merging
from campaigns.imports import ImportFile, read
from campaigns.imports.kinds import SCHEMAS
from contacts.contact import ContactKind, PostalAddress, Tier
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium
from store import people
from store.tables import people as tables
from store.tables import permission
from tests.campaigns.house_of import HouseOf

FIRST = (
    "contact_id,first_name,last_name,email,phone,kind,brand,tier,owner_email,contract_id,contract_kind,contract_start,"
    "address_source,objection_notice\n"
    "A-1,Ada,Wechsel,alt@firma.example,+49 40 1234567,consumer,nordlicht,strategic,csm@uns.example,V-1,trial,"
    "2024-01-01,bought,ja\n"
)
HUBSPOT = "Record ID,Last Name,Email,Lifecycle Stage\n"


def bring(one: HouseOf, folder: Path, text: str, kind: str = "customers") -> Imported:
    path = folder / "datei.csv"
    path.write_text(text, encoding="utf-8")
    file = read(kind, path)
    assert isinstance(file, ImportFile), file
    assert not file.rejects
    return apply(one.house, file)


def person(one: HouseOf, contact_id: str = "A-1"):
    with one.house.store.read() as connection:
        pk = people.contact_pk(connection, contact_id)
        return None if pk is None else people.contact(connection, pk)


def in_use(one: HouseOf, medium: Medium = Medium.EMAIL, contact_id: str = "A-1") -> list[str]:
    return [point.normalised for point in person(one, contact_id)[1] if point.medium is medium and point.valid]


def mails(one: HouseOf) -> list[str]:
    return [step for step, channel, _ in one.sent() if channel == "email"]


def contract_of(one: HouseOf, external_id: str = "V-1"):
    with one.house.store.read() as connection:
        return people.contract(connection, external_id)


# -- what a file does not speak about stays ---------------------------------------------------------------------------


def test_a_file_without_a_column_leaves_it_as_it_was(home, tmp_path):
    one = home()
    bring(one, tmp_path, FIRST)
    done = bring(one, tmp_path, HUBSPOT + "A-1,Wechsel,neu@firma.example,customer\n")
    assert (done.new, done.changed) == (0, 1)
    contact = person(one)[0]
    assert (contact.kind, contact.brand, contact.tier) == (ContactKind.CONSUMER, "nordlicht", Tier.STRATEGIC)
    assert (contact.first_name, contact.owner_email) == ("Ada", "csm@uns.example")
    assert in_use(one) == ["neu@firma.example"]
    assert in_use(one, Medium.PHONE) == ["+49401234567"]


def test_an_empty_cell_of_a_column_that_is_there_empties(home, tmp_path):
    one = home()
    bring(one, tmp_path, FIRST)
    bring(one, tmp_path, "contact_id,last_name,owner_email,tier,brand,email\nA-1,Wechsel,,,,\n")
    contact = person(one)[0]
    assert (contact.owner_email, contact.tier, contact.brand) == (None, Tier.STANDARD, None)
    assert (contact.kind, in_use(one)) == (ContactKind.CONSUMER, [])


def test_a_contract_keeps_what_a_file_leaves_out_and_what_would_help_us_if_it_were_forgotten(home, tmp_path):
    one = home()
    bring(one, tmp_path, FIRST)
    head = "contract_id,contact_id,contract_end,contract_kind,address_source,objection_notice\n"
    done = bring(one, tmp_path, head + "V-1,A-1,2026-12-31,,,\n", "contracts")
    assert (done.new, done.changed) == (0, 1)
    contract = contract_of(one)[0]
    assert (contract.kind, contract.address_source) == (ContractKind.TRIAL, AddressSource.BOUGHT)
    assert (f"{contract.start}", f"{contract.end}") == ("2024-01-01", "2026-12-31")
    assert contract.objection_notice is ObjectionNotice.NO
    done = bring(one, tmp_path, "contract_id,contact_id,contract_end\nV-1,A-1,2023-12-31\n", "contracts")
    assert "31.12.2023 liegt vor dem Beginn 01.01.2024" in done.refused[0][1]


def test_an_owner_that_is_only_a_name_takes_nobody_away(home, tmp_path):
    one = home()
    bring(one, tmp_path, FIRST)
    bring(one, tmp_path, "Record ID,Last Name,Lifecycle Stage,Contact owner\nA-1,Wechsel,customer,Amira Haddad\n")
    assert person(one)[0].owner_email == "csm@uns.example"


def test_a_crm_that_keeps_name_and_address_in_one_cell_speaks_about_all_of_it(home, tmp_path):
    one = home()
    head = "Person - ID;Person - Name;Person - Email - Work;Person - Postal address\n"
    bring(one, tmp_path, head + "7;Ada Wechsel;a@x.example;Weg 1, 20095 Hamburg, Germany\n")
    assert person(one, "7")[0].address == PostalAddress("Weg 1", "20095", "Hamburg")
    bring(one, tmp_path, head + "7;Wechsel;a@x.example;\n")
    assert (person(one, "7")[0].first_name, person(one, "7")[0].address) == ("", None)


@pytest.mark.parametrize("kind", ["customers", "contracts"])
def test_every_column_of_the_kind_is_known_to_the_merge(kind):
    """A new column that nobody names here would never change anybody who is known."""
    named = {*merging.FOR_CONTACT, *merging.FOR_CONTRACT, *merging.FOR_POINTS}
    assert {column.name for column in SCHEMAS[kind].columns} - named <= merging.NEVER_CHANGES


# -- addresses --------------------------------------------------------------------------------------------------------


def test_the_address_of_the_newest_file_is_used_and_the_old_one_still_finds_her(home, tmp_path):
    one = home()
    for address in ("alt", "neu"):
        bring(one, tmp_path, f"contact_id,last_name,email\nA-1,Wechsel,{address}@firma.example\n")
    assert in_use(one) == ["neu@firma.example"]
    assert [point.superseded for point in person(one)[1]] == [True, False]
    done = one.objection(None, address="alt@firma.example")
    assert done.new == 1
    objected = one.rows(select(permission.objection.c.contact_id).where(permission.objection.c.contact_id.is_not(None)))
    assert objected, "an objection that names the old address reaches her"


def test_an_address_that_comes_back_is_used_again_and_a_file_without_the_column_changes_nothing(home, tmp_path):
    one = home()
    head = "contact_id,last_name,email\n"
    for address in ("alt", "neu", "alt"):
        assert bring(one, tmp_path, f"{head}A-1,Wechsel,{address}@firma.example\n").unchanged == 0
    assert in_use(one) == ["alt@firma.example"]
    assert bring(one, tmp_path, f"{head}A-1,Wechsel,alt@firma.example\n").unchanged == 1
    assert bring(one, tmp_path, "contact_id,last_name\nA-1,Wechsel\n").unchanged == 1
    assert in_use(one) == ["alt@firma.example"]


@pytest.mark.parametrize("bounced_first", [True, False])
def test_an_address_that_bounced_stays_dead_whatever_the_crm_says(home, tmp_path, bounced_first):
    one = home()
    head = "contact_id,last_name,email\n"

    def bounce():
        with one.house.store.write() as connection:
            people.invalidate(connection, 1, Medium.EMAIL, "alt@firma.example")

    bring(one, tmp_path, head + "A-1,Wechsel,alt@firma.example\n")
    steps = [bounce, lambda: bring(one, tmp_path, head + "A-1,Wechsel,neu@firma.example\n")]
    for do in steps if bounced_first else reversed(steps):
        do()
    bring(one, tmp_path, head + "A-1,Wechsel,alt@firma.example\n")
    assert in_use(one) == []


def test_a_consent_given_for_the_old_mailbox_carries_no_mail_to_the_new_one(home):
    one = home()
    one.customer(email="alt@firma.example")
    one.consent()
    one.customer(email="neu@firma.example")
    one.cancel()
    one.play(days=60)
    assert mails(one) == []


def test_a_new_consent_carries_mails_to_the_new_mailbox(home):
    one = home()
    one.customer(email="alt@firma.example")
    one.consent()
    one.customer(email="neu@firma.example")
    now = one.clock.now()
    one.consent(external_id="EW-neu", granted_at=now, confirmed_at=now)
    one.cancel()
    one.play(days=60)
    assert mails(one) != []


def test_the_consent_counts_again_when_the_old_mailbox_is_back(home):
    one = home()
    one.customer(email="alt@firma.example")
    one.consent()
    one.customer(email="neu@firma.example")
    one.customer(email="alt@firma.example")
    one.cancel()
    one.play(days=60)
    assert mails(one) != []


# -- one id, one person -----------------------------------------------------------------------------------------------

MAX = "Record ID,First Name,Last Name,Email,Lifecycle Stage\n101,Max,Müller,max@firma-a.example,customer\n"
ERIKA = "Person - ID;Person - Name;Person - Email - Work;Person - Marketing status\n101;Erika Schmidt;erika@b.example;"


def test_the_same_id_from_another_system_is_refused_with_a_sentence(home, tmp_path):
    one = home()
    bring(one, tmp_path, MAX)
    before = person(one, "101")
    done = bring(one, tmp_path, ERIKA + "subscribed\n")
    assert (done.new, done.changed) == (0, 0)
    ((place, reason),) = done.refused
    assert place == 0
    assert "Die Kennung 101 gehört schon zu Max Müller; diese Zeile aus Pipedrive nennt Erika Schmidt" in reason
    assert "Präfix (P-101)" in reason
    assert person(one, "101") == before


def test_the_opt_out_of_the_refused_person_blocks_her_address_and_nobody_else(home, tmp_path):
    one = home()
    bring(one, tmp_path, MAX)
    bring(one, tmp_path, ERIKA + "unsubscribed\n")
    table = permission.objection.c
    digest = one.house.address_hash(Medium.EMAIL, "erika@b.example")
    assert one.rows(select(table.contact_id, table.address_hash, table.scope)) == [(None, digest, "email")]


SAME = {
    "married, same mailbox": ("Ada,Wechsel,a@x.example,,,", "Ada,Neumann,a@x.example,,,"),
    "married, same number": ("Ada,Wechsel,a@x.example,+49 40 1234567,,", "Ada,Neumann,b@x.example,040 1234567,,"),
    "married, new mailbox at the same firm": ("Ada,Wechsel,a@x.example,,F,Firma", "Ada,Neumann,b@x.example,,F,Firma"),
    "a double name": ("Ada,Müller,a@x.example,,,", "Ada,Mueller-Schmidt,b@x.example,,,"),
    "a company account that changes its legal form": (",Kontor GmbH,a@x.example,,,", ",Kontor AG,b@x.example,,,"),
    "no address at all, married": ("Ada,Wechsel,,,,", "Ada,Neumann,,,,"),
}
OTHER = {
    "another name, another mailbox": ("Ada,Wechsel,a@x.example,,,", "Ada,Neumann,b@x.example,,,"),
    "no address on file": ("Max,Müller,,,,", "Erika,Schmidt,e@x.example,,,"),
    "no address and no first name": (",Müller,,,,", ",Schmidt,e@x.example,,,"),
    "a colleague": ("Max,Müller,m@x.example,,F,Firma", "Erika,Schmidt,e@x.example,,F,Firma"),
    "only the particle and the legal form are the same": (
        ",von Berg GmbH,a@x.example,,,",
        ",von Stein GmbH,b@x.example,,,",
    ),
}
NAMED = "contact_id,first_name,last_name,email,phone,company_id,company_name\n"


@pytest.mark.parametrize("case", sorted(SAME))
def test_one_person_with_another_name_is_updated(home, tmp_path, case):
    one = home()
    first, second = SAME[case]
    bring(one, tmp_path, f"{NAMED}A-1,{first}\n")
    done = bring(one, tmp_path, f"{NAMED}A-1,{second}\n")
    assert (done.changed, done.refused) == (1, ())
    assert person(one)[0].last_name == second.split(",")[1]


@pytest.mark.parametrize("case", sorted(OTHER))
def test_another_person_under_the_same_id_is_refused(home, tmp_path, case):
    one = home()
    first, second = OTHER[case]
    bring(one, tmp_path, f"{NAMED}A-1,{first}\n")
    done = bring(one, tmp_path, f"{NAMED}A-1,{second}\n")
    assert (done.changed, len(done.refused)) == (0, 1)
    assert person(one)[0].last_name == first.split(",")[1]


# -- one contract, one holder -----------------------------------------------------------------------------------------

SHARED = "contact_id,last_name,email,contract_id,contract_start,company_id,company_name\n"
CANCELLED = "cancellation_id,contact_id,contract_id,received_at,reason\n"


def contracts_cancelled(one: HouseOf) -> list[tuple[str | None]]:
    contract, cancelled = tables.contract.c, tables.cancellation
    query = select(contract.external_id).select_from(
        cancelled.outerjoin(tables.contract, cancelled.c.contract_id == contract.id)
    )
    return one.rows(query.order_by(cancelled.c.id))


def test_a_contract_of_somebody_else_is_refused_and_stays_where_it_is(home, tmp_path):
    one = home()
    done = bring(
        one, tmp_path, SHARED + "KA,Alpha,a@x.example,V-9,2024-01-01,,\nKB,Beta,b@x.example,V-9,2025-01-01,,\n"
    )
    assert (done.new, [place for place, _ in done.refused]) == (1, [1])
    assert "Der Vertrag V-9 gehört schon dem Kontakt KA" in done.refused[0][1]
    assert person(one, "KB") is None
    bring(one, tmp_path, CANCELLED + "SK,KA,V-9,2026-03-01T10:00:00+01:00,price\n", "cancellations")
    assert contracts_cancelled(one) == [("V-9",)]


def test_a_contracts_file_takes_nobody_his_contract(home, tmp_path):
    one = home()
    one.customer("K-1")
    one.customer("K-2")
    done = bring(one, tmp_path, "contract_id,contact_id,contract_end\nV-K-1,K-2,2027-01-01\n", "contracts")
    assert "V-K-1 gehört schon dem Kontakt K-1" in done.refused[0][1]


def test_two_people_of_one_company_share_a_contract_and_both_can_cancel_it(home, tmp_path):
    one = home()
    done = bring(
        one,
        tmp_path,
        SHARED + "KA,Alpha,a@x.example,V-9,2024-01-01,F,Firma\nKB,Beta,b@x.example,V-9,2024-01-01,F,Firma\n",
    )
    assert (done.new, done.refused) == (2, ())
    assert contract_of(one, "V-9")[1] == 1
    lines = ("S1,KB,V-9,2026-03-01T10:00:00+01:00,price", "S2,KA,V-9,2026-03-01T11:00:00+01:00,price")
    bring(one, tmp_path, CANCELLED + "\n".join(lines) + "\n", "cancellations")
    assert contracts_cancelled(one) == [("V-9",), ("V-9",)]


def test_the_opt_out_of_a_row_that_is_refused_for_its_contract_is_not_lost(home, tmp_path):
    one = home()
    one.customer("K-1")
    one.customer("K-2")
    head = "Record ID,Last Name,Lifecycle Stage,Unsubscribed from all email,Vertragsnummer\n"
    done = bring(one, tmp_path, head + "K-2,Petersen2,customer,true,V-K-1\n")
    assert len(done.refused) == 1
    assert one.rows(select(permission.objection.c.contact_id).distinct()) == [(2,)]


# -- one consent, one person ------------------------------------------------------------------------------------------

CONSENTS = "consent_id,contact_id,medium,granted_at,method,text,proof_ref,confirmed_at,withdrawn_at\n"


@pytest.mark.parametrize("other", ["K-2,email", "K-1,phone"])
def test_a_consent_id_of_somebody_else_withdraws_nothing(home, tmp_path, other):
    one = home()
    one.customer("K-1")
    one.customer("K-2")
    given = "2026-01-01,doi,Ja,log:1,2026-01-02"
    bring(one, tmp_path, f"{CONSENTS}1,K-1,email,{given},\n", "consents")
    done = bring(one, tmp_path, f"{CONSENTS}1,{other},{given},2026-02-01\n", "consents")
    assert "Die Einwilligung 1 gehört schon dem Kontakt K-1 und gilt für E-Mail" in done.refused[0][1]
    assert one.rows(select(permission.consent.c.withdrawn_at)) == [(None,)]
