"""What a CRM says about permission: a flag allows nothing, an opt-out stops at once and is never lifted by a file."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.arrivals import arrivals
from campaigns.facts import Spending, facts_of
from campaigns.importing import apply
from campaigns.imports import Sign, read
from compliance.consents import best
from compliance.rulebook import rule_on
from compliance.verdict import Verdict
from contacts.consent import ConsentMethod
from contacts.medium import Medium
from sequences.definition import Channel
from store import operation, people, permissions
from store.tables import permission
from tests.campaigns.crm_files import written
from tests.campaigns.house_of import minimal, step

NORA = {"Record ID": "K-1", "Last Name": "Lüders", "Email": "nora@kontor.example", "Kundenart": "Firma"}
FLAGGED = NORA | {"Marketing contact status": "Marketing contact", "Lifecycle Stage": "subscriber"}
OUT = NORA | {"Unsubscribed from all email": "true"}
BACK = NORA | {"Unsubscribed from all email": "false"}
SOURCE = "HubSpot: Unsubscribed from all email"


@pytest.fixture
def bring(tmp_path):
    def bring(one, system, *rows, **options):
        done = apply(one.house, read("customers", written(tmp_path, system, *rows)), **options)
        arrivals(one.house)
        return done

    return bring


def objections(one):
    table = permission.objection.c
    return one.rows(select(table.scope, table.source, table.verbatim, table.via).order_by(table.id))


def tally(done, column="Unsubscribed from all email"):
    (found,) = [tally for tally in done.tallies if tally.column == column]
    return (found.people, found.new, found.kept, found.again)


def mailing():
    return {"probe": minimal(*(step(f"s{day}", f"day = {day}") for day in (1, 8)))}


def test_a_flag_is_on_file_and_allows_no_mail(home, bring):
    one = home(texts=mailing())
    done = bring(one, "hubspot", FLAGGED)
    assert {(t.column, t.sign, t.people, t.new) for t in done.tallies if t.people} == {
        ("Marketing contact status", Sign.HINT, 1, 1),
        ("Lifecycle Stage", Sign.HINT, 1, 1),
    }
    one.cancel()
    one.now()
    case = one.case("s1")
    facts = facts_of(one.house, case, one.house.sequences["probe"], Channel.EMAIL, one.clock.now(), Spending())
    assert {row.consent.method for row in case.consents} == {ConsentMethod.FLAG}
    assert {row.consent.text for row in case.consents} == {
        "Merkmal in HubSpot: Marketing contact status = Marketing contact",
        "Merkmal in HubSpot: Lifecycle Stage = subscriber",
    }
    verdict, reason, _ = best(facts, one.house.policy)
    assert verdict is Verdict.DENY
    assert "ein Merkmal in der Datei ist kein Nachweis" in reason
    assert not rule_on(facts, one.house.policy).verdict.allows
    one.play(days=20)
    assert one.sent("K-1") == []


def test_the_same_mail_goes_with_a_proven_consent(home, bring):
    """What the test before shows is the flag's fault and nothing else's."""
    one = home(texts=mailing())
    bring(one, "hubspot", FLAGGED)
    one.consent()
    one.cancel()
    one.play(days=20)
    assert [step for step, *_ in one.sent("K-1")] == ["s1", "s8"]


def test_a_flag_lifts_no_objection(home, bring):
    one = home(texts=mailing())
    bring(one, "hubspot", OUT)
    one.sleep(days=1)
    bring(one, "hubspot", FLAGGED | BACK | {"Marketing contact status": "Marketing contact"})
    one.cancel()
    one.play(days=20)
    assert one.sent("K-1") == []
    assert one.reasons("K-1")["s1"][1] == "objection"


def test_a_second_import_adds_nothing(either_home, bring):
    one = either_home()
    rows = (FLAGGED, OUT | {"Record ID": "K-2", "Email": "b@kontor.example"})
    bring(one, "hubspot", *rows)
    before = objections(one), one.rows(select(permission.consent))
    one.sleep(days=3)
    again = bring(one, "hubspot", *rows)
    assert (objections(one), one.rows(select(permission.consent))) == before
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert tally(again) == (1, 0, 0, 0)
    other_file = bring(one, "hubspot", *rows, FLAGGED | {"Record ID": "K-3", "Email": "c@kontor.example"})
    assert tally(other_file) == (1, 0, 0, 0)
    assert objections(one) == before[0]


@pytest.mark.parametrize(
    ("system", "row", "scopes", "source"),
    [
        ("hubspot", OUT, {"email"}, SOURCE),
        (
            "salesforce",
            {"Id": "K-1", "LastName": "A", "HasOptedOutOfEmail": "true", "Email": "a@x.example"},
            {"email"},
            "Salesforce: HasOptedOutOfEmail",
        ),
        (
            "salesforce",
            {"Id": "K-1", "LastName": "A", "DoNotCall": "true", "Phone": "040 66969 114"},
            {"phone"},
            "Salesforce: DoNotCall",
        ),
        (
            "pipedrive",
            {"Person - ID": "K-1", "Person - Last name": "A", "Person - Marketing status": "unsubscribed"},
            {"email"},
            "Pipedrive: Person - Marketing status",
        ),
    ],
)
def test_an_opt_out_is_an_objection_that_names_crm_and_column(home, bring, system, row, scopes, source):
    one = home()
    done = bring(one, system, row)
    found = objections(one)
    assert {scope for scope, *_ in found} == scopes
    assert {said for _, said, *_ in found} == {source}
    assert found[0][2] == f"{source.split(': ')[1]} = {next(v for v in ('true', 'unsubscribed') if v in row.values())}"
    assert [(t.scope, t.people, t.new) for t in done.tallies if t.people] == [(*scopes, 1, 1)]
    with one.house.store.read() as connection:
        events = [row["event"] for row in operation.audit_events(connection, "K-1")]
    assert events == ["objection_recorded"]


def test_do_not_call_takes_back_an_open_call(home, bring):
    call = step("ring", "day = 1", '"phone"', "winback/day_21_offer")
    one = home(texts={"probe": minimal(call)})
    row = {"Id": "K-1", "LastName": "A", "Email": "a@x.example", "Phone": "040 66969 114"}
    bring(one, "salesforce", row)
    one.consent(medium=Medium.PHONE)
    one.cancel()
    one.play(days=2)
    ((state,),) = one.touches("state", step="ring")
    assert state == "open"
    bring(one, "salesforce", row | {"DoNotCall": "true"})
    ((state,),) = one.touches("state", step="ring")
    assert state == "withdrawn"


def test_who_shares_the_address_is_reached_too(home, bring):
    one = home(texts=mailing())
    one.consenting("K-7", email="nora@kontor.example")
    bring(one, "hubspot", OUT)
    one.play(days=20)
    assert one.sent("K-7") == []


def test_a_mark_that_is_gone_lifts_nothing_and_is_said(home, bring):
    one = home(texts=mailing())
    bring(one, "hubspot", OUT)
    before = objections(one)
    one.sleep(days=1)
    assert tally(bring(one, "hubspot", BACK)) == (0, 0, 1, 0)
    assert objections(one) == before
    one.cancel()
    one.play(days=20)
    assert one.sent("K-1") == []


def test_a_consent_after_the_opt_out_counts_until_the_crm_says_no_again(home, bring):
    one = home(texts=mailing())
    bring(one, "hubspot", OUT)
    one.sleep(days=1)
    granted = one.clock.now()
    one.consent(granted_at=granted, confirmed_at=granted)
    one.sleep(hours=1)
    assert tally(bring(one, "hubspot", OUT)) == (1, 0, 0, 0)  # the very same file says nothing new
    one.cancel()
    one.play(days=3)
    assert [step for step, *_ in one.sent("K-1")] == ["s1"]
    newer = bring(one, "hubspot", OUT | {"City": "Kiel"})
    assert tally(newer) == (1, 1, 0, 1)
    one.play(days=20)
    assert [step for step, *_ in one.sent("K-1")] == ["s1"]


def test_a_new_address_of_somebody_who_opted_out_is_blocked_as_well(home, bring):
    one = home()
    bring(one, "hubspot", OUT)
    one.sleep(days=1)
    bring(one, "hubspot", OUT | {"Email": "neu@kontor.example"})
    digests = {one.house.address_hash(Medium.EMAIL, word) for word in ("nora@kontor.example", "neu@kontor.example")}
    assert {row[0] for row in one.rows(select(permission.objection.c.address_hash))} == digests
    assert len({row[0] for row in one.rows(select(permission.objection.c.received_at))}) == 1


def test_the_opt_out_of_a_rejected_row_is_not_lost(home, bring):
    one = home()
    bring(one, "hubspot", NORA)
    assert objections(one) == []
    broken = OUT | {"Email": "kaputt"}
    done = bring(one, "hubspot", broken, broken | {"Record ID": "K-9"})
    assert (done.new, done.unchanged, tally(done)) == (0, 0, (1, 1, 0, 0))
    assert {scope for scope, *_ in objections(one)} == {"email"}


def test_a_dry_run_counts_and_leaves_nothing(home, bring):
    one = home()
    dry = bring(one, "hubspot", FLAGGED | OUT, dry_run=True)
    assert objections(one) == []
    with one.house.store.read() as connection:
        assert people.is_empty(connection)
    assert bring(one, "hubspot", FLAGGED | OUT) == dry


def test_the_source_is_the_same_in_labels_and_internal_names(home, tmp_path):
    one = home()
    for headers in (
        ("Record ID", "Last Name", "Unsubscribed from all email"),
        ("hs_object_id", "lastname", "hs_email_optout"),
    ):
        values = dict(zip(headers, ("K-1", "Lüders", "true"), strict=True))
        apply(one.house, read("customers", written(tmp_path, "hubspot", values, headers=headers)))
        one.sleep(days=1)
    with one.house.store.read() as connection:
        assert set(permissions.objected_by(connection, SOURCE)) == {1}
    assert len(objections(one)) == 1


def test_two_lists_of_mails_are_two_columns(home, tmp_path):
    """An empty „Opted out of email: Newsletter“ that was never there takes nothing back of another column."""
    one = home()
    row = NORA | {"Unsubscribed from all email": "true", "Opted out of email: Newsletter": ""}
    path = written(tmp_path, "hubspot", row, headers=tuple(row))
    done = apply(one.house, read("customers", path))
    assert [(t.column, t.people, t.kept) for t in done.tallies if t.people or t.kept] == [
        ("Unsubscribed from all email", 1, 0)
    ]
    later = row | {"Unsubscribed from all email": "", "Opted out of email: Newsletter": "true"}
    done = apply(one.house, read("customers", written(tmp_path, "hubspot", later, headers=tuple(later))))
    assert [(t.column, t.people, t.kept) for t in done.tallies] == [
        ("Unsubscribed from all email", 0, 1),
        ("Opted out of email: Newsletter", 1, 0),
    ]


def test_a_word_in_doubt_silences_somebody_we_know(home, bring):
    one = home(texts=mailing())
    bring(one, "hubspot", NORA)
    one.consent()
    one.cancel()
    one.sleep(hours=1)
    bring(one, "hubspot", OUT | {"Unsubscribed from all email": "seit Mai"})
    one.play(days=20)
    assert one.sent("K-1") == []
    assert one.reasons("K-1")["s1"][1] == "objection"


def test_an_address_of_unknown_source_does_not_carry_the_existing_customer(home, bring):
    """§ 7 Abs. 3 Nr. 1 UWG: the sender has to show that the customer gave it; an empty cell shows nothing."""
    sold = {"Vertragsnummer": "V-1", "Vertragsbeginn": "2020-01-01", "Vertragsende": "2027-12-31"}
    one = home(texts=mailing())
    for number, source in ((1, "selbst angegeben"), (2, "")):
        person = {"Record ID": f"K-{number}", "Email": f"p{number}@kontor.example"}
        notice = {"Widerspruchshinweis": "ja", "Fassung des Hinweises": "1", "Produkt": "Kassenbuch"}
        told = notice | {"Adresse stammt aus": source}
        bring(one, "hubspot", NORA | sold | person | told | {"Vertragsnummer": f"V-{number}"})
        one.cancel(f"K-{number}", contract_id=f"V-{number}")
    one.play(days=20)
    assert one.sent("K-1") != []
    assert one.sent("K-2") == []
