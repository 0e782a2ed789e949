"""What cannot be rendered says so with file, line and variable; nothing half-written leaves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from campaigns.rendering import MAX_OUTPUT, Missing, RenderError, Templates
from campaigns.rendering.context import build_context
from channels.channel import EmailContent, LetterContent, TaskContent
from sequences.definition import Channel
from tests.campaigns.rendering_cases import BARE, COMPANY, RICH, SHIPPED, TEMPLATES


def folder(tmp_path: Path, **files: str) -> Templates:
    place = tmp_path / "eigene" / "x"
    place.mkdir(parents=True)
    for name, source in files.items():
        (place / name.replace("__", ".")).write_text(source, encoding="utf-8")
    return Templates([tmp_path / "eigene", SHIPPED])


def letter(source: str) -> dict[str, str]:
    end = '{% include "_base/letter_contract.txt" %}'
    return {"letter__txt": f"Betreff\n\n{{{{ salutation_line }}}},\n\n{source}\n\n{end}\n"}


def test_unknown_variable_is_named_with_file_and_line(tmp_path: Path):
    templates = folder(tmp_path, **letter("Satz.\n\nHallo {{ kundenname }}."))
    with pytest.raises(Missing) as caught:
        templates.render("x", Channel.LETTER, build_context(BARE))
    assert caught.value.variable == "kundenname"
    assert str(caught.value) == "eigene/x/letter.txt:7: Die Variable „kundenname“ gibt es nicht."


def test_empty_variable_is_never_printed_as_none(tmp_path: Path):
    templates = folder(tmp_path, **letter("{{ name }} hat {{ contract_number }}."))
    with pytest.raises(Missing) as caught:
        templates.render("x", Channel.LETTER, build_context(BARE))
    assert (caught.value.variable, caught.value.line) == ("contract_number", 5)
    assert "hat hier keinen Wert" in str(caught.value)


def test_error_inside_an_included_file_names_that_file():
    with pytest.raises(Missing) as caught:
        TEMPLATES.render("winback/day_01_value", Channel.EMAIL, build_context(replace(BARE, unsubscribe_url=None)))
    assert caught.value.variable == "unsubscribe_url"
    assert caught.value.file == "templates_de/_base/advertising_notice.txt"
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("field", "variable"),
    [("street", "sender_street"), ("register_number", "sender_register"), ("privacy_url", "privacy_url")],
)
def test_incomplete_sender_never_leaves(field: str, variable: str):
    case = replace(BARE, company=replace(COMPANY, **{field: ""}))
    with pytest.raises(Missing) as caught:
        TEMPLATES.render("offboarding/plan", Channel.EMAIL, build_context(case))
    assert caught.value.variable == variable


def test_a_firm_without_register_may_leave_it_out():
    company = replace(COMPANY, name="Ingrid Sommer", legal_form="", register_court="", register_number="")
    mail = TEMPLATES.render("offboarding/plan", Channel.EMAIL, build_context(replace(BARE, company=company)))
    assert isinstance(mail, EmailContent)
    assert "20457 Hamburg\nInhaberschaft: Ingrid Sommer" in mail.text


def test_missing_template_is_named_and_no_path_leads_outside():
    with pytest.raises(RenderError, match=r"„winback/tag_99/letter\.txt“ gibt es nicht"):
        TEMPLATES.render("winback/tag_99", Channel.LETTER, build_context(BARE))
    with pytest.raises(RenderError, match="gibt es nicht"):
        TEMPLATES.render("../../etc/passwd", Channel.LETTER, build_context(BARE))


def test_syntax_error_has_its_line(tmp_path: Path):
    templates = folder(tmp_path, **letter("{% if name %}\nSatz."))
    with pytest.raises(RenderError, match=r"^eigene/x/letter.txt:\d+: Die Vorlage endet mitten in einem Block"):
        templates.render("x", Channel.LETTER, build_context(BARE))


def test_letter_needs_its_three_parts(tmp_path: Path):
    with pytest.raises(RenderError, match="Betreff, Anrede"):
        folder(tmp_path, letter__txt="Nur ein Absatz").render("x", Channel.LETTER, build_context(BARE))


def test_task_needs_its_sections(tmp_path: Path):
    templates = folder(tmp_path, phone__txt="== Titel\nA\n\n== Briefing\nB\n")
    with pytest.raises(RenderError, match="Leitfaden"):
        templates.render("x", Channel.PHONE, build_context(BARE))


def test_customer_words_cannot_open_a_section_of_a_task(tmp_path: Path):
    templates = folder(
        tmp_path,
        phone__txt="== Titel\nA\n\n== Briefing\n{{ cancellation_text }}\n\n== Leitfaden\nHier ist {{ brand_name }}.\n",
    )
    task = templates.render("x", Channel.PHONE, build_context(RICH))
    assert isinstance(task, TaskContent)
    assert task.guide == "Hier ist Nordlicht."


def test_line_breaks_in_a_name_stay_out_of_the_subject(tmp_path: Path):
    frame = '{% extends "_base/contract.%s" %}\n{% block content %}Satz.{% endblock %}\n'
    bodies = {f"body__{ending}": frame.replace("%s", ending) for ending in ("txt", "html")}
    templates = folder(tmp_path, subject__txt="Für {{ name }}\n", **bodies)
    contact = replace(BARE.contact, last_name="Müller\r\nBcc: alle@firma.example\u2028x\u202e")
    mail = templates.render("x", Channel.EMAIL, build_context(replace(BARE, contact=contact)))
    assert isinstance(mail, EmailContent)
    assert mail.subject == "Für Müller Bcc: alle@firma.examplex"


def test_output_is_bounded(tmp_path: Path):
    templates = folder(tmp_path, **letter("{% for a in name %}" + "{{ cancellation_text }}" * 20 + "{% endfor %}"))
    case = replace(BARE, cancellation=replace(BARE.cancellation, text="x" * 39_000))
    assert len("x" * 39_000) * 20 > MAX_OUTPUT
    with pytest.raises(RenderError, match="512 KiB"):
        templates.render("x", Channel.LETTER, build_context(case))


def test_informal_variant_is_used_where_there_is_one(tmp_path: Path):
    templates = folder(tmp_path, **letter("Sie kennen uns."), letter__du__txt=letter("Du kennst uns.")["letter__txt"])
    du = build_context(RICH) | {"address_form": "du"}
    formal = templates.render("x", Channel.LETTER, build_context(RICH))
    informal = templates.render("x", Channel.LETTER, du)
    fallback = templates.render("offboarding/plan", Channel.LETTER, du)
    assert isinstance(formal, LetterContent)
    assert isinstance(informal, LetterContent)
    assert isinstance(fallback, LetterContent)
    assert formal.paragraphs[0] == "Sie kennen uns."
    assert informal.paragraphs[0] == "Du kennst uns."
    assert fallback.subject.startswith("Ablauf bis zum Vertragsende")


def test_own_folder_wins_over_the_shipped_one(tmp_path: Path):
    own = tmp_path / "eigene" / "offboarding" / "plan"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text("Eigener Betreff\n", encoding="utf-8")
    mail = Templates([tmp_path / "eigene", SHIPPED]).render("offboarding/plan", Channel.EMAIL, build_context(BARE))
    assert isinstance(mail, EmailContent)
    assert mail.subject == "Eigener Betreff"
    assert "Datenexport" in mail.text


def test_fingerprint_follows_the_layout_too(tmp_path: Path):
    base = tmp_path / "eigene" / "_base"
    base.mkdir(parents=True)
    before = Templates([tmp_path / "eigene", SHIPPED]).fingerprint("offboarding/plan", Channel.EMAIL)
    assert before == TEMPLATES.fingerprint("offboarding/plan", Channel.EMAIL)
    (base / "company.txt").write_text("{{ sender_name }}\n", encoding="utf-8")
    assert Templates([tmp_path / "eigene", SHIPPED]).fingerprint("offboarding/plan", Channel.EMAIL) != before
