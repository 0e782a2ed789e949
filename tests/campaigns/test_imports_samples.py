"""The sample data: the counts its README states, the mess of a CRM, what fits together, and nobody real in it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest

from campaigns.imports import ImportFile, Sign, read
from contacts.cancellation import REASONS
from contacts.consent import ConsentMethod
from contacts.contact import ContactKind, Tier
from contacts.medium import Medium
from replies.meaning.objection import objection_in

SAMPLES = Path(__file__).parents[2] / "samples"
CLOCK = datetime(2026, 3, 2, 7, tzinfo=UTC)  # Monday 08:00 in Berlin
END = datetime(2026, 3, 24, 17, tzinfo=UTC)

EXPORTS = {
    "hubspot_contacts": (170, {"Last Name", "Vertragsbeginn", "Postal Code", "Vertragsende"}),
    "salesforce_contacts": (40, {"Email", "LastName"}),
    "pipedrive_people": (90, {"Person - Last name", "Person - Vertragsbeginn", "Person - PLZ"}),
}
"""File -> people in it, and the columns that its rejected rows are rejected for."""

OWN = ("cancellations", "consents", "objections", "activities", "tickets", "nps", "usage", "releases", "returned")
TEXTS = [*SAMPLES.glob("*.csv"), *SAMPLES.glob("inbox/*.eml")]

# Numbers kept free for film and television (Bundesnetzagentur): five towns and two ranges of mobile numbers.
RESERVED = re.compile(
    r"\+49(3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}|17139200\d{2}|176040690\d{2})"
)


def export(name):
    result = read("customers", SAMPLES / f"{name}.csv")
    assert isinstance(result, ImportFile), result
    return result


def rows(kind):
    result = read(kind, SAMPLES / f"{kind}.csv")
    assert isinstance(result, ImportFile), result
    assert (result.rejects, result.unknown_columns) == ((), ())
    return result.rows


def customers():
    return [row for name in EXPORTS for row in export(name).rows]


@pytest.mark.parametrize("name", EXPORTS)
def test_each_export_is_recognised_and_its_mess_is_rejected_with_a_reason(name):
    people, columns = EXPORTS[name]
    file = export(name)
    assert file.system.casefold() == name.split("_")[0]
    assert (len(file.rows), file.unknown_columns) == (people, ())
    assert len(file.rejects) == len(columns)
    assert {re.sub(r" \(.*", "", reject.column or "") for reject in file.rejects} <= columns | {"Vertragsende"}
    assert all(reject.reason.endswith((".", "?")) for reject in file.rejects)
    assert {signal.sign for row in file.rows for signal in row.signals} >= (
        {Sign.OPT_OUT} if name.startswith("sales") else {Sign.OPT_OUT, Sign.HINT}
    )


@pytest.mark.parametrize("kind", OWN)
def test_every_other_file_reads_without_a_reject(kind):
    assert rows(kind)


def test_three_hundred_people_of_every_kind():
    contacts = [row.contact for row in customers()]
    assert len({contact.external_id for contact in contacts}) == len(contacts) == 300
    assert {contact.tier for contact in contacts} == set(Tier)
    assert len({contact.land for contact in contacts if contact.land}) == 16
    kinds = Counter(contact.kind for contact in contacts)
    assert kinds[ContactKind.BUSINESS] == 170
    assert kinds[ContactKind.CONSUMER] > 80
    assert Counter(contact.brand for contact in contacts) == {None: 210, "seeluft": 90}
    members = [contact for contact in contacts if contact.brand == "seeluft"]
    assert {contact.address.city for contact in members if contact.address} == {
        "Kiel",
        "Lübeck",
        "Flensburg",
        "Rostock",
    }
    assert any(not contact.salutation for contact in contacts)
    assert any(contact.address is None for contact in contacts)
    assert sum(all(point.medium is not Medium.EMAIL for point in row.points) for row in customers()) > 5


def test_a_household_shares_a_mailbox():
    mailboxes = Counter(point.normalised for row in customers() for point in row.points if point.medium is Medium.EMAIL)
    assert [address for address, people in mailboxes.items() if people > 1] == ["lindhorst@briefkasten.example"]


def test_a_hundred_and_twenty_cancellations_of_every_reason():
    cancellations = rows("cancellations")
    assert len({case.contact_id for case in cancellations}) == len(cancellations) == 120
    assert {case.reason for case in cancellations} == set(REASONS)
    received = [case.received_at for case in cancellations]
    assert min(received) < datetime(2025, 8, 31, tzinfo=UTC)
    assert max(received) < END
    assert sum(moment > CLOCK for moment in received) == 50
    assert {moment.month for moment in received if moment < CLOCK} == {8, 9, 10, 11, 12, 1, 2, 3}
    assert {case.feature for case in cancellations if case.feature} == {"DATEV-Export", "Offline-App", "Aufmaß"}


def test_their_words_are_nobody_elses_and_only_two_object():
    cancellations = rows("cancellations")
    texts = [case.text for case in cancellations if case.text]
    assert len(set(texts)) == len(texts) > 110
    assert all(not case.text for case in cancellations if case.reason == "special_termination")
    assert {case.contact_id for case in cancellations if objection_in(case.text)} == {"K-1032", "K-1076"}


def test_every_row_speaks_of_a_known_customer_and_contract():
    people = customers()
    known = {row.contact.external_id for row in people}
    contracts = {row.contract.external_id: row.contact.external_id for row in people if row.contract}
    for kind in set(OWN) - {"releases"}:
        assert {row.contact_id for row in rows(kind) if row.contact_id} <= known, kind
    for case in rows("cancellations"):
        assert case.contract_id is None or contracts[case.contract_id] == case.contact_id


def test_consents_are_of_every_quality():
    consents = rows("consents")
    assert {consent.method for consent in consents} == set(ConsentMethod)
    assert {consent.medium for consent in consents} == {Medium.EMAIL, Medium.PHONE, Medium.LINKEDIN_DM, Medium.POST}
    assert sum(consent.withdrawn_at is not None for consent in consents) == 2
    for consent in consents:
        assert (consent.method is ConsentMethod.FLAG) == (not consent.text)
        assert (consent.method is ConsentMethod.DOI) == (consent.confirmed_at is not None)
        assert "Nordlicht Software GmbH" in consent.text or not consent.text


def test_mails_come_in_the_demo_weeks_and_go_to_one_of_our_brands():
    for path in SAMPLES.glob("inbox/*.eml"):
        mail = message_from_bytes(path.read_bytes())
        assert CLOCK < parsedate_to_datetime(mail["Date"]) < END
        ((_, address),) = getaddresses([mail["To"]])
        assert address.split("@")[1] in ("nordlicht-software.example", "seeluft-studios.example")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_only_reserved_domains(path):
    text = path.read_bytes().decode("cp1252" if path.stem == "pipedrive_people" else "utf-8")
    domains = re.findall(r"@([\w.-]+\w)", text)
    assert [domain for domain in domains if not domain.endswith(".example")] == []
    assert re.findall(r"https?://(?!www\.linkedin\.com/in/)\S+", text) == []


def test_only_reserved_numbers():
    numbers = [point.normalised for row in customers() for point in row.points if point.medium is Medium.PHONE]
    assert len(numbers) > 120
    assert [number for number in numbers if not RESERVED.fullmatch(number)] == []


def test_a_rejected_row_holds_nobodys_address_either():
    for name in EXPORTS:
        for reject in export(name).rejects:
            assert not any("@" in cell for label, cell in reject.values.items() if "owner" not in label.casefold())


def test_the_files_are_as_the_crms_write_them():
    hubspot, salesforce, pipedrive = ((SAMPLES / f"{name}.csv").read_bytes() for name in EXPORTS)
    assert hubspot.startswith(b"\xef\xbb\xbfRecord ID,")
    assert all(line.startswith('"') for line in salesforce.decode().splitlines())
    with pytest.raises(UnicodeDecodeError):
        pipedrive.decode()
    assert len(next(csv.reader(pipedrive.decode("cp1252").splitlines(), delimiter=";"))) == 28
