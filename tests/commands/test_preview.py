"""`preview`: every step with a real person's data, as the house itself would send it; nothing changes, nothing leaks."""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import END
from tests.rig.tool import ROOT, START, Tool, shipped_config

CHANNELS = {"email": "E-Mail", "letter": "Brief", "phone": "Anruf", "linkedin": "LinkedIn"}
LINK = re.compile(r"https://\S*/(?:abmelden|einstellungen)/\S+|InZv\S+")


@pytest.fixture(scope="module")
def winback(demo: Tool, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A preview of winback for somebody whom it has run for, and its JSON lines."""
    folder = tmp_path_factory.mktemp("preview") / "winback"
    return folder, demo("preview", "winback", "--contact", suggested(demo), "--out", folder, "--json").objects


def suggested(tool: Tool, sequence: str = "winback") -> str:
    """The first contact that the command itself names when none is given."""
    told = tool("preview", sequence, code=2).err
    assert told.startswith("Es fehlt --contact")
    found = re.search(r"--contact (\S+)", told)
    assert found is not None
    return found.group(1)


def test_every_step_has_its_texts_and_its_place_on_the_page(winback: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, (*steps, summary) = winback
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert summary["files"] == len(list(folder.iterdir()))
    assert [step["step"] for step in steps][:2] == ["value", "news"]
    assert len(steps) == 11
    for place, step in enumerate(steps, start=1):
        assert f"<h2>{place}. {step['step']}</h2>" in index
        assert step["expected"] in index
    for path in folder.glob("*.*"):
        assert path.name == "index.html" or f'href="{path.name}"' in index


def test_a_letter_shows_the_code_that_it_will_print(winback: tuple[Path, list[dict[str, Any]]]) -> None:
    letters = [path.read_text(encoding="utf-8") for path in winback[0].glob("*-letter.txt")]
    assert letters
    assert all(re.search(r"per E-Mail an \S+, Stichwort WS-\w{4}-\w{4}\.", text) for text in letters)


def test_nothing_on_the_page_comes_from_outside(winback: tuple[Path, list[dict[str, Any]]]) -> None:
    index = (winback[0] / "index.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in index
    assert 'sandbox=""' in index
    assert not re.search(r"<(?:script|link|img|object|embed)\b", index)
    assert not re.search(r"""(?:src|action|url\()\s*=?\s*["']?https?:""", index)


def test_only_the_one_who_asked_may_read_it(winback: tuple[Path, list[dict[str, Any]]]) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in winback[0].iterdir()}
    assert modes == {0o600}


def test_the_mail_is_the_one_that_was_sent(demo: Tool, tmp_path: Path) -> None:
    """The house's own rendering: apart from the unsubscribe link the preview is the mail in the folder."""
    sent = next(
        item
        for item in demo.touches(sequence="winback", decision="send", channel="email")
        if not demo.touches(sequence="winback", decision="postpone", contact=item["contact"])
    )
    demo("preview", "winback", "--contact", sent["contact"], "--out", tmp_path / "out")
    (made,) = (tmp_path / "out").glob(f"*-{sent['step']}-email.eml")
    mails = [path.read_bytes() for path in (demo.state / "mail" / "new").iterdir()]
    real = next(raw for raw in mails if sent["message_id"].encode() in raw)
    theirs, ours = (email.message_from_bytes(raw, policy=email.policy.default) for raw in (real, made.read_bytes()))
    assert (ours["Subject"], ours["To"], ours["From"]) == (theirs["Subject"], theirs["To"], theirs["From"])
    for kind in ("plain", "html"):
        texts = [LINK.sub("LINK", str(one.get_body((kind,)).get_content())) for one in (theirs, ours)]
        assert texts[0] == texts[1]


def test_the_expected_way_is_the_simulated_one(imported: Tool, simulated: list[dict[str, Any]], tmp_path: Path) -> None:
    """Days and channels are those that the engine finds, for people who get no other advertising."""
    *touches, _ = simulated
    ran = [item for item in touches if item["sequence"] == "winback"]
    others = {item["contact"] for item in touches if item["decision"] == "postpone"}
    others |= {item["contact"] for item in touches if item["purpose"] == "survey" and item["decision"] == "send"}
    # The end of a firm cuts a run off, which no preview can know.
    others |= {item["contact"] for item in ran} - {item["contact"] for item in ran if item["step"] == "eighteen_months"}
    # Who was enrolled in time: a preview begins on day 0, a late arrival does not.
    people = sorted({item["contact"] for item in ran if (item["step"], item["decision"]) == ("value", "send")} - others)
    people = people[:4]
    assert len(people) >= 3
    for contact in people:
        sends = [item for item in ran if (item["contact"], item["decision"]) == (contact, "send")]
        *steps, _ = imported("preview", "winback", "--contact", contact, "--out", tmp_path / contact, "--json").objects
        told = [(step["step"], step["at"], step["expected"]) for step in steps if "geht hinaus" in step["expected"]]
        assert told == [
            (item["step"], item["at"], f"geht hinaus: {CHANNELS[item['channel']]}")
            for item in sends
            if datetime.fromisoformat(item["at"]) < datetime.fromisoformat(END)
        ]


def test_a_text_that_cannot_be_filled_names_the_variable_and_the_others_stand(
    demo: Tool, tmp_path: Path, copy_of: Callable[[Tool], Tool]
) -> None:
    own = tmp_path / "texte" / "winback"
    shutil.copytree(ROOT / "templates_de" / "winback" / "day_07_news", own / "day_07_news")
    body = own / "day_07_news" / "body.txt"
    body.write_text(
        body.read_text(encoding="utf-8").replace("{% block content %}", "{% block content %}\n{{ offer_title }}"),
        encoding="utf-8",
    )
    config = shipped_config(
        tmp_path, kind='kind = "none"', templates=f'templates = ["templates_de", "{tmp_path / "texte"}"]'
    )
    tool = Tool(copy_of(demo).state, config)
    contact = next(
        item["contact"] for item in tool.touches(sequence="winback", step="news", decision="send", channel="email")
    )
    told = tool("preview", "winback", "--contact", contact, "--out", tmp_path / "out").out
    assert "Nicht erstellt: news, E-Mail: texte/winback/day_07_news/body.txt:3: Die Variable „offer_title“" in told
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Lässt sich nicht erstellen: texte/winback/day_07_news/body.txt:3" in index
    assert list((tmp_path / "out").glob("*-value-email.html"))
    assert not list((tmp_path / "out").glob("*-news-*"))


def test_looking_changes_nothing(demo: Tool, tmp_path: Path) -> None:
    before = demo("report", "touches", "--json").out
    for name in ("offboarding", "handover", "missing_feature", "winback_ruhig"):
        demo("preview", name, "--contact", "K-1003", "--out", tmp_path / name)
    assert demo("report", "touches", "--json").out == before


def test_a_second_look_replaces_the_first_and_touches_nothing_else(demo: Tool, tmp_path: Path) -> None:
    demo("preview", "winback", "--contact", "K-1003", "--out", tmp_path / "out")
    (tmp_path / "out" / "notiz.md").write_text("eigene", encoding="utf-8")
    demo("preview", "handover", "--contact", "K-1003", "--out", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert "notiz.md" in names
    assert not any("value" in name for name in names)


def test_a_folder_that_is_no_preview_is_left_alone(demo: Tool, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>unsere Seite</p>", encoding="utf-8")
    done = demo("preview", "winback", "--contact", "K-1003", "--out", tmp_path, code=2)
    assert "ist nicht leer und keine Vorschau" in done.err
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<p>unsere Seite</p>"


def test_whom_the_sequence_is_not_for_is_said(demo: Tool, tmp_path: Path) -> None:
    gone = next(iter(demo.touches(sequence="winback", reason="excluded:deceased")))["contact"]
    told = demo("preview", "winback", "--contact", gone, "--out", tmp_path / "out").out
    assert "Achtung: Diese Person bekäme die Sequenz nicht: hier wird niemand zurückgewonnen (verstorben)." in told
    held = demo.touches(decision="holdout", sequence="winback")[0]["contact"]
    assert "Vergleichsgruppe" in demo("preview", "winback", "--contact", held, "--out", tmp_path / "held").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["winbak", "--contact", "K-1003"], "Die Sequenz „winbak“ gibt es nicht; meinten Sie „winback“?"),
        (["winback", "--contact", "K-10003"], "Den Kontakt K-10003 gibt es nicht; meinten Sie „K-1"),
        (["winback", "--contact", "K-1010"], "K-1010 hat nicht gekündigt"),
    ],
)
def test_what_it_does_not_understand(demo: Tool, arguments: list[str], sentence: str) -> None:
    assert sentence in demo("preview", *arguments, code=2).err


def test_the_demo_is_where_it_was(imported: Tool) -> None:
    """The clock of a played state is the preview's too: nothing is dated by the machine."""
    *steps, _ = imported("preview", "handover", "--contact", "K-1003", "--json").objects
    assert steps[0]["at"][:10] == START[:10]


def test_people_to_look_at_are_of_every_brand(demo: Tool) -> None:
    """A text has a fitting with Sie and one with du; five people alike would show one of them."""
    told = demo("preview", "winback_ruhig", code=2).err
    assert told.count("--contact K-") == 5
    assert {"per Sie", "per Du"} <= set(re.findall(r"per \w+", told))
