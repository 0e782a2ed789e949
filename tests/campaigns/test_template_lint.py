"""The linter finds every planted fault at its line, all at once, and nothing in what is shipped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from campaigns.rendering import Templates
from campaigns.rendering.lint import TemplateProblem, lint
from tests.campaigns.rendering_cases import SHIPPED

AD_HTML = '{% extends "_base/advertising.html" %}\n{% block content %}\n%s\n{% endblock %}\n'
AD_TEXT = '{% extends "_base/advertising.txt" %}\n{% block content %}\n%s\n{% endblock %}\n'
TX_TEXT = AD_TEXT.replace("advertising", "contract")
TX_HTML = AD_HTML.replace("advertising", "contract")
GOOD = {
    "subject.txt": "Werbung von {{ brand_name }}\n",
    "body.txt": AD_TEXT.replace("%s", "Satz."),
    "body.html": AD_HTML.replace("%s", "<p>Satz.</p>"),
    "letter.txt": 'Werbung\n\n{{ salutation_line }},\n\nSatz.\n\n{% include "_base/letter_advertising.txt" %}\n',
    "phone.txt": (
        "== Titel\nA\n\n== Briefing\nB\n\n== Leitfaden\n„Hier ist {{ sender_name }}, das ist ein Werbeanruf. Sie haben am "
        "{{ consent_date }} eingewilligt. Passt es?“\nBei „Nein“: auflegen. Eintragen.\n"
    ),
    "linkedin.txt": (
        "== Titel\nA\n\n== Briefing\nB\n\n== Nachricht\nWerbung von {{ sender_name }}. Ein „Nein“ genügt. "
        '{% include "_base/linkedin_information.txt" %}\n'
    ),
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigene"
    shutil.copytree(SHIPPED / "_base", folder / "_base")
    (folder / "x").mkdir()
    for name, source in GOOD.items():
        (folder / "x" / name).write_text(source, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[TemplateProblem]:
    return list(lint(Templates([folder])))


def test_shipped_templates_are_clean():
    assert lint(Templates([SHIPPED])) == ()


def test_planted_ground_is_clean(own: Path):
    assert problems(own) == []


@pytest.mark.parametrize(
    ("part", "source", "line", "column", "words"),
    [
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "Hallo {{ nmae }}"), 5, 10, "Meinten Sie „name“"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "{{ name.first }}"), 5, 1, "einfache Texte"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "{{ name|safe }}"), 5, 1, "Den Filter „safe“"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "{{ name.upper() }}"), 5, 1, "Aufrufe sind"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "{% if name %}x"), None, None, "endet mitten"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "{% wenn name %}"), 5, 1, "Die Anweisung „wenn“"),
        (
            "letter.txt",
            GOOD["letter.txt"].replace("Satz.", "Ich will Ihnen nichts verkaufen."),
            5,
            5,
            "§ 5a Abs. 4 UWG",
        ),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "Wie schade!"), 5, 5, "Gefühle"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "Letzte Chance!"), 5, 1, "droht mit einer Frist"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "Nur bis Freitag."), 5, 1, "offer_until"),
        ("letter.txt", GOOD["letter.txt"].replace("Satz.", "https://fremd.example/x"), 5, 1, "Feste Webadresse"),
        ("letter.txt", "Werbung\nHallo\n", 1, 1, "beginnt mit Betreff"),
        ("letter.txt", GOOD["letter.txt"].replace("Werbung\n", "Gruß\n"), 1, 1, "§ 5a Abs. 4 UWG"),
        ("letter.txt", "Werbung\n\n{{ salutation_line }},\n\nSatz.\n", 1, 1, "letter_advertising.txt"),
        ("body.txt", "Satz.\n", 1, 1, "Firmenangaben fehlen"),
        ("body.html", "<p>Satz.</p>\n", 1, 1, "Firmenangaben fehlen"),
        (
            "body.html",
            GOOD["body.html"].replace("<p>", "<style>p { color: {{ name }} }</style><p>"),
            3,
            19,
            "Jinja in <style>",
        ),
        ("body.html", GOOD["body.html"].replace("<p>", "<table><tr><td>"), 3, 1, "<tbody>"),
        ("body.html", GOOD["body.html"].replace("Satz", '<img src="https://x.example/p.gif">'), 3, 9, "Bilder"),
        ("body.html", GOOD["body.html"].replace("Satz", '<img src="{{ privacy_url }}">'), 3, 9, "Bilder"),
        (
            "body.html",
            GOOD["body.html"].replace("Satz", '<a href="https://x.example">y</a>'),
            3,
            7,
            "nur aus einer Variablen",
        ),
        ("body.html", GOOD["body.html"].replace("Satz", '<a href="{{ name }}">y</a>'), 3, 7, "keine Webadresse"),
        ("body.html", GOOD["body.html"].replace("Satz", "<a href={{ privacy_url }}>y</a>"), 3, 12, "Anführungszeichen"),
        (
            "body.html",
            GOOD["body.html"].replace("<p>", '<p {% if name %}class="main"{% endif %}>'),
            3,
            4,
            "ganze Element",
        ),
        ("body.html", GOOD["body.html"].replace("Satz", "<script>1</script>"), 3, 4, "<script>"),
        ("body.html", GOOD["body.html"].replace("<p>", '<p style="background: url(x)">'), 3, 23, "nachladen"),
        ("subject.txt", "Neues von {{ brand_name }}\n", 1, 1, "§ 6 Abs. 2 DDG"),
        ("subject.txt", "AW: Werbung\n", 1, 1, "täuscht eine Antwort vor"),
        ("subject.txt", "Werbung zu Ihre Kündigung\n", 1, 12, "Vertragspost erwarten"),
        ("subject.txt", "Werbung\nzweite Zeile\n", 1, 1, "genau eine Zeile"),
        ("phone.txt", GOOD["phone.txt"].replace("== Briefing", "= Briefing"), 1, 1, "== Briefing"),
        ("phone.txt", GOOD["phone.txt"].replace("{{ sender_name }}", "jemand"), 1, 1, "§ 312a Abs. 1 BGB"),
        ("linkedin.txt", GOOD["linkedin.txt"].replace("Werbung", "Gruß"), 1, 1, "§ 6 Abs. 1 DDG"),
        ("fax.txt", "Fax\n", 1, 1, "benutzt niemand"),
        ("body.du.txt", GOOD["body.txt"], 1, 1, "subject.du.txt"),
    ],
)
def test_planted_fault_is_found(own: Path, part: str, source: str, line: int | None, column: int | None, words: str):
    (own / "x" / part).write_text(source, encoding="utf-8")
    hits = [problem for problem in problems(own) if words in problem.message]
    assert hits
    assert hits[0].file == f"eigene/x/{part}"
    if line is not None:
        assert (hits[0].line, hits[0].column) == (line, column)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Unser Angebot für Sie.", "wirbt"),
        ("20 % Rabatt", "wirbt"),
        ("Kommen Sie zurück!", "Rückkehr"),
        ("Wir machen eine Umfrage.", "BGH VI ZR 225/17"),
        ("Ihre Kündigung wird erst wirksam, wenn Sie anrufen.", "LG Koblenz"),
        ("{{ offer_title }}", "offer_title"),
    ],
)
def test_contract_mail_may_not_advertise(own: Path, sentence: str, words: str):
    for part in ("letter.txt", "phone.txt", "linkedin.txt"):
        (own / "x" / part).unlink()
    (own / "x" / "subject.txt").write_text("Ihr Vertrag\n", encoding="utf-8")
    (own / "x" / "body.txt").write_text(TX_TEXT.replace("%s", sentence), encoding="utf-8")
    (own / "x" / "body.html").write_text(TX_HTML.replace("%s", "<p>Satz.</p>"), encoding="utf-8")
    found = problems(own)
    assert [(p.file, p.line) for p in found] == [("eigene/x/body.txt", 3)]
    assert words in found[0].message


def test_one_template_has_one_purpose(own: Path):
    (own / "x" / "body.txt").write_text(TX_TEXT.replace("%s", "Satz."), encoding="utf-8")
    assert any("ein anderer Vertragspost" in problem.message for problem in problems(own))


def test_missing_part_is_named(own: Path):
    (own / "x" / "body.html").unlink()
    assert [p.message for p in problems(own)] == [
        "Zur Mail fehlt „body.html“: Betreff, Text und HTML gehören zusammen."
    ]


def test_all_faults_at_once(own: Path):
    (own / "x" / "body.txt").write_text(AD_TEXT.replace("%s", "{{ a }} {{ b }}\nschade"), encoding="utf-8")
    (own / "x" / "phone.txt").write_text("leer\n", encoding="utf-8")
    found = problems(own)
    assert [(p.line, p.column) for p in found if p.file.endswith("body.txt")] == [(3, 4), (3, 12), (4, 1)]
    assert sum(p.file.endswith("phone.txt") for p in found) == 3
    assert str(found[0]).startswith("eigene/x/body.txt:3:4: Die Variable „a“ gibt es nicht.")
