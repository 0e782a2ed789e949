"""Headers and cells: whose names count where, which kind a file is, what a line break means, what is never lost."""

from __future__ import annotations

import pytest

from campaigns.imports import ImportRefused, Sign, read
from campaigns.imports.crm import SHAPES, recognise
from campaigns.imports.german import LABELS
from campaigns.imports.kinds import SCHEMAS
from campaigns.imports.table import fold
from contacts.contact import ContactKind, Tier
from contacts.contract import ContractKind
from tests.campaigns.crm_files import FORMATS, HUBSPOT, NORA, PIPEDRIVE, SALESFORCE, only, signs, taken, written


def test_names_of_a_crm_count_only_in_its_own_export(tmp_path):
    """`Id` and `Title` are ordinary words: without the signature they are unknown and the academic title."""
    path = tmp_path / "own.csv"
    path.write_text("contact_id;last_name;title;Id;zip;mobilephone\nK-1;Aumann;Dr.;7;20095;0171 3920011\n", "utf-8")
    file = taken(path)
    assert (file.system, file.unknown_columns) == ("", ("Id", "zip", "mobilephone"))
    assert file.rows[0].contact.title == "Dr."


@pytest.mark.parametrize(
    ("header", "system"), [(HUBSPOT, "HubSpot"), (SALESFORCE, "Salesforce"), (PIPEDRIVE, "Pipedrive")]
)
def test_two_headers_of_the_signature_are_enough_and_one_is_not(header, system):
    marks = [name for name in header if recognise([name, name]) is None]
    assert len(marks) == len(header)
    (shape,) = [shape for shape in SHAPES if shape.title == system]
    assert recognise(shape.signature[:1]) is None
    assert (
        recognise([*shape.signature[:1], *[n for n in shape.signature if fold(n) != fold(shape.signature[0])][:1]])
        is shape
    )


def test_german_labels_apply_in_every_file(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "Kundennummer;Anrede;Vorname;Nachname;E-Mail;Telefonnummer;Unternehmensname;Firmen-ID;Straße;PLZ;Ort;Titel;"
        "Betreuer;Kundenart;Kundenwert;Vertragsnummer;Vertragsart;Kündigungsfrist (Tage)\n"
        "K-1;Frau;Nora;Lüders;n@x.example;040 66969 114;Kontor;F-1;Weg 1;24103;Kiel;Dr.;a@n.example;privat;niedrig;V-1;"
        "Testphase;14\n",
        "utf-8",
    )
    row = only(path)
    assert (row.contact.title, row.contact.company.name, row.contact.owner_email) == ("Dr.", "Kontor", "a@n.example")
    assert (row.contact.kind, row.contact.tier) == (ContactKind.CONSUMER, Tier.LOW)
    assert (row.contract.kind, row.contract.notice_days) == (ContractKind.TRIAL, 14)


def test_every_german_label_means_a_column_that_exists_and_only_one():
    columns = {column.name for schema in SCHEMAS.values() for column in schema.columns}
    assert set(LABELS) <= columns
    for schema in SCHEMAS.values():
        names = {column.name for column in schema.columns}
        labels = [fold(label) for name in names & set(LABELS) for label in LABELS[name]]
        assert len(labels) == len(set(labels)), schema.kind
        assert not {fold(name) for name in names} & set(labels) - {"email"}, schema.kind


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_no_header_of_a_crm_means_two_things(shape):
    headers = [fold(header) for header in shape.headers()]
    assert sorted(headers) == sorted(set(headers))


@pytest.mark.parametrize("system", FORMATS)
@pytest.mark.parametrize("kind", sorted(set(SCHEMAS) - {"customers"}))
def test_people_under_another_kind_are_refused_with_the_right_one(tmp_path, system, kind):
    refused = read(kind, written(tmp_path, system))
    assert isinstance(refused, ImportRefused)
    assert refused.message.startswith("Das sieht nach customers aus (")
    assert "wiedersehen import customers DATEI" in refused.message


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_a_file_of_each_kind_is_taken_for_that_kind(tmp_path, kind):
    path = tmp_path / "file.csv"
    path.write_text(";".join(column.name for column in SCHEMAS[kind].columns) + "\n", "utf-8")
    assert taken(path, kind).unknown_columns == ()
    for other in set(SCHEMAS) - {kind}:
        refused = read(other, path)
        if isinstance(refused, ImportRefused):
            assert refused.message.startswith("Das sieht nach "), (other, refused.message)


@pytest.mark.parametrize("value", ["Vielleicht", "bounced", "wahrscheinlich"])
def test_a_word_that_could_be_an_objection_is_not_passed_over(tmp_path, value):
    row = {"Person - ID": "7", "Person - Last name": "Dau", "Person - Marketing status": value}
    file = taken(written(tmp_path, "pipedrive", row))
    assert [signs(row) for row in file.rows] == [[("Person - Marketing status", "email", Sign.OPT_OUT)]]
    (note,) = file.notes
    assert note.startswith(
        f"„Person - Marketing status“: 1 × ein Wort, das wir nicht verstehen („{value}“; Zeile 2). Im Zweifel zählt es "
    )


@pytest.mark.parametrize("column", ["Opted out of email: Marketing Information", "Opted out of email: One to One"])
def test_an_opt_out_of_one_kind_of_mail_counts_too(tmp_path, column):
    row = only(written(tmp_path, "hubspot", NORA | {column: "true"}, headers=(*HUBSPOT, column)))
    assert signs(row)[-2:] == [("Unsubscribed from all email", "email", Sign.SILENT), (column, "email", Sign.OPT_OUT)]


def test_a_rejected_row_keeps_its_opt_out(tmp_path):
    broken = NORA | {"Email": "kaputt", "Unsubscribed from all email": "true"}
    twice = NORA | {"First Name": "Norah", "Unsubscribed from all email": "true"}
    file = taken(written(tmp_path, "hubspot", broken, NORA, twice))
    assert [(stray.line, stray.contact_id, len(stray.signals)) for stray in file.stray] == [
        (2, "50112", 1),
        (4, "50112", 1),
    ]


def test_lines_in_cells(tmp_path):
    text = (
        "cancellation_id;contact_id;received_at;reason;text;Anmerkung\n"
        'A-1;K-1;2026-03-01;price;"Guten Tag,\r\nbitte keine Werbung.\r\n";"eins\nzwei"\n'
        'A-2;"K-\n2";2026-03-01;price;;\n'
        'A-3;K-3;2026-03-01;price;"Guten Tag\nA-4;K-4;2026-03-01;price;;\nA-5;K-5;2026-03-01;price;"\n'
    )
    path = tmp_path / "k.csv"
    path.write_text(text, "utf-8", newline="")
    file = taken(path, "cancellations")
    assert [row.text for row in file.rows] == ["Guten Tag,\nbitte keine Werbung."]
    assert [(reject.line, reject.column) for reject in file.rejects] == [(6, "contact_id"), (8, None)]


def test_rows_swallowed_by_an_open_quote_are_not_taken_for_text(tmp_path):
    text = (
        "cancellation_id;contact_id;received_at;reason;text\n"
        'A-1;K-1;2026-03-01;price;"Guten Tag\nA-2;K-2;2026-03-01;price;ja\nA-3;K-3;2026-03-01;price;Ende"\n'
    )
    path = tmp_path / "k.csv"
    path.write_text(text, "utf-8", newline="")
    (reject,) = taken(path, "cancellations").rejects
    assert (reject.line, reject.column) == (2, "text")
    assert reject.reason.startswith("Im Wert stehen ganze Zeilen der Datei")
