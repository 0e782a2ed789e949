"""Every shipped text, du and sie, firm and consumer, with much and with nearly no data: it must read as if typed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from campaigns.rendering.files import find
from channels.channel import EmailContent, LetterContent
from contacts.cancellation import REASONS
from sequences.definition import Channel
from tests.campaigns.copy_cases import (
    ALL,
    DU,
    LACKING,
    NAMES,
    PLAIN,
    SIE,
    WINBACK,
    WRITTEN,
    cases,
    lines,
    paragraphs,
    render,
    whole,
)
from tests.campaigns.rendering_cases import SHIPPED, TEMPLATES

SMELLS = re.compile(
    r"None|True|False|\{\{|\{%|jjx\d| {2}| [,.;:!?](?!\.)|\(\)|„“|\.\.(?!\.)|[,;:]\.|,,| –$|\bae|oe\b|ß{2}"
)
FORMAL = re.compile(r"\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
INFORMAL = re.compile(r"\b(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]ein(?:e[mnrs]?)?|[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?)\b")


@pytest.mark.parametrize(("name", "channel"), ALL)
def test_no_gap_shows_where_a_value_is_missing(name: str, channel: Channel):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            content = render(name, channel, case)
            for line in lines(content):
                assert not SMELLS.search(line), (what, line)
            if isinstance(content, EmailContent):
                tree = lxml_html.fromstring(content.html)
                empty = [
                    one for one in tree.iter("p", "li", "ul", "ol", "blockquote") if not one.text_content().strip()
                ]
                assert not empty, what


@pytest.mark.parametrize("what", LACKING)
def test_each_single_value_may_be_missing(what: str):
    for name, channel in ALL:
        for form in (SIE, DU):
            content = render(name, channel, replace(LACKING[what], brand=form))
            for line in lines(content):
                assert not SMELLS.search(line), (name, channel, line)


@pytest.mark.parametrize(("name", "channel"), WRITTEN)
def test_every_paragraph_ends_and_every_heading_leads_somewhere(name: str, channel: Channel):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            found = paragraphs(render(name, channel, case))
            assert found, what
            listed = [line for text in found for line in text.splitlines()]
            for line, after in zip(listed, [*listed[1:], ""], strict=True):
                item = line.startswith("– ") or re.match(r"\d\. ", line)
                assert item or line.endswith((".", "?", ":")) or "example/" in line, (what, line)
                assert not line.endswith(":") or after, (what, line)
                assert len(line) > 12, (what, line)


@pytest.mark.parametrize(("name", "channel"), WRITTEN)
def test_the_greeting_is_right_and_the_sentence_goes_on(name: str, channel: Channel):
    for form in (SIE, DU):
        for what, case, greeting in cases(form):
            content = render(name, channel, case)
            found = content.salutation if isinstance(content, LetterContent) else ""
            if isinstance(content, EmailContent):
                found = next(line for line in content.text.splitlines() if line.startswith(("Guten Tag", "Hallo")))
                assert f">{greeting}," in content.html
            assert found == f"{greeting},", what
            first = paragraphs(content)[0]
            assert first[0].islower() or first.startswith(("Ihr", "Sie ", "„", "Dr")), (what, first)


@pytest.mark.parametrize(("name", "channel"), ALL)
def test_du_and_sie_never_meet(name: str, channel: Channel):
    for form, wrong in ((SIE, INFORMAL), (DU, FORMAL)):
        for what, case, _ in cases(form):
            found = wrong.search(whole(render(name, channel, case)))
            assert found is None, (what, found)


def test_every_reason_and_basis_keeps_the_form():
    for reason in {*REASONS, "eigener_grund"} - {"deceased"}:  # nobody is won back, and a family is not called du
        for basis in ("consent", "existing_customer", "letter", None):
            case = replace(
                PLAIN, cancellation=replace(PLAIN.cancellation, reason=reason), basis=basis, first_contact=True
            )
            for name in WINBACK:
                for channel in TEMPLATES.channels(name):
                    text = whole(render(name, channel, replace(case, brand=DU)))
                    assert not FORMAL.search(text), (name, channel, reason, FORMAL.search(text))
                    assert not INFORMAL.search(whole(render(name, channel, replace(case, brand=SIE))))


def test_all_texts_speak_du_as_well():
    """A part without an own `.du` file would be sent as it is: then a du brand says Sie. A colleague is sent nothing."""
    missing = [
        f"{path.relative_to(SHIPPED)}"
        for path in SHIPPED.rglob("*.*")
        if path.suffix in (".txt", ".html") and ".du" not in path.suffixes
        if path.parent.relative_to(SHIPPED).as_posix() in NAMES
        if "\nAufgabe im Haus" not in path.read_text() or "== Text zum Kopieren" in path.read_text()
        if find([SHIPPED], f"{path.parent.relative_to(SHIPPED)}/{path.stem}.du{path.suffix}") is None
    ]
    assert missing == []


@pytest.mark.parametrize("name", [name for name, channel in ALL if channel is Channel.EMAIL])
def test_both_halves_of_a_mail_say_the_same(name: str):
    for form in (SIE, DU):
        for what, case, _ in cases(form):
            mail = render(name, Channel.EMAIL, case)
            assert isinstance(mail, EmailContent)
            cell = lxml_html.fromstring(mail.html).xpath("//td[contains(@class, 'main')]")[0]
            seen = re.findall(r"\w+", re.sub(r"^.*?,", "", " ".join(cell.text_content().split()), count=1))
            said = re.findall(r"\w+", re.sub(r"(?m)^\d\. ", "", "\n".join(paragraphs(mail))))
            assert seen[: len(said)] == said, what
