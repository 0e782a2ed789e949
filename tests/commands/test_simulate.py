"""`simulate` for people: figures that are the JSON's own, a comparison, and spans that are none."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from campaigns.forecast import Budget, bottlenecks, forecast
from tests.commands.conftest import foretold
from tests.rig.tool import ROOT, START, Tool, shipped_config

UNTIL = "2026-05-01"


def side_b(folder: Path, **replaced: str) -> Path:
    """A second configuration: the shipped sequences with some words of winback replaced."""
    shutil.copytree(ROOT / "sequences", folder / "sequences")
    path = folder / "sequences" / "winback.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert f'id       = "{old}"' in text
        text = re.sub(rf'(id       = "{old}"\nday      = )\d+', rf"\g<1>{new}", text)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def foreseen(imported: Tool, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is said about the first two months."""
    return foretold(imported, tmp_path_factory, UNTIL)


def test_the_text_says_what_the_objects_say(imported: Tool, foreseen: list[dict[str, Any]]) -> None:
    *touches, _ = foreseen
    told = imported("simulate", "--from", START, "--until", UNTIL).out
    sent = Counter(
        (item["channel"], item["purpose"] in ("contract", "service")) for item in touches if item["decision"] == "send"
    )
    (total,) = [line for line in told.splitlines() if line.startswith("zusammen")]
    letters = sent["letter", True] + sent["letter", False]
    cost = f"{letters * Decimal('0.95'):.2f}".replace(".", ",")
    calls, linkedin = sent["phone", True] + sent["phone", False], sent["linkedin", False]
    figures = [sent["email", True], sent["email", False], letters, cost, "€", calls, linkedin]
    assert total.split()[1:] == [str(figure) for figure in figures]
    quiet = Counter(item["decision"] for item in touches)
    for word, german in (("skip", "ausgelassen"), ("postpone", "verschoben")):
        assert sum(int(n) for n in re.findall(rf"^ +(\d+) × {german}: ", told, re.MULTILINE)) == quiet[word]
    assert f"{len(touches):,} Entscheidungen für".replace(",", ".") in told.splitlines()[-1]


def test_detail_has_a_line_for_each_decision(imported: Tool) -> None:
    *touches, _ = imported("simulate", "--from", START, "--until", "2026-03-12", "--json").objects
    told = imported("simulate", "--from", START, "--until", "2026-03-12", "--detail").out
    lines = re.findall(r"^\d\d\.\d\d\.\d{4} \d\d:\d\d  .*$", told, re.MULTILINE)
    assert len(lines) == len(touches)
    assert not re.search(r"\b(skip|postpone|frequency_cap|condition)\b", told)


@pytest.mark.parametrize(
    "arguments", [["--until", "2026-01-01"], ["--until", START], ["--from", "2026-06-01", "--until", "2026-05-01"]]
)
def test_a_span_that_is_none(imported: Tool, arguments: list[str]) -> None:
    done = imported("simulate", *arguments, code=2)
    assert "liegt nicht nach dem Beginn der Vorschau" in done.err
    assert "Abhilfe" in done.err
    assert done.out == ""


def test_the_same_configuration_twice_decides_alike(
    imported: Tool, foreseen: list[dict[str, Any]], tmp_path: Path
) -> None:
    span = ("--from", START, "--until", UNTIL)
    *touches, summary = imported("simulate", *span, "--config-b", side_b(tmp_path / "b"), "--json").objects
    sides = {side: [bare(item) for item in touches if item["side"] == side] for side in "ab"}
    *alone, own = foreseen
    assert sides["a"] == sides["b"] == alone
    assert summary["sides"] == {"a": own, "b": own}
    assert summary["only_a"] == summary["only_b"] == []


def bare(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "side"}


def test_a_changed_day_is_seen_on_side_b_alone(imported: Tool, tmp_path: Path) -> None:
    folder = side_b(tmp_path / "b", news="9")
    span = ("simulate", "--from", START, "--config-b", folder)
    *touches, _ = imported(*span, "--until", "2026-04-01", "--json").objects
    days = {
        side: {
            item["at"][:10]
            for item in touches
            if (item["side"], item["sequence"], item["step"], item["decision"]) == (side, "winback", "news", "send")
        }
        for side in "ab"
    }
    assert days["a"]
    assert days["a"] != days["b"]
    told = imported(*span, "--until", "2026-03-12").out
    assert re.search(r"^ +A +B +Unterschied$", told, re.MULTILINE)


def test_a_draft_reaches_nobody(imported: Tool, tmp_path: Path) -> None:
    folder = side_b(tmp_path / "b")
    for path in (folder / "sequences").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace('"live"', '"draft"'), encoding="utf-8")
    told = imported("simulate", "--from", START, "--until", UNTIL, "--config-b", folder).out
    assert re.search(r"^Werbung nur mit A: \d+ Personen \(K-", told, re.MULTILINE)
    assert "Werbung nur mit B: 0 Personen" in told


def test_who_runs_already_is_replayed_on_demand(demo: Tool, tmp_path: Path, copy_of: Callable[[Tool], Tool]) -> None:
    tool, folder = copy_of(demo), side_b(tmp_path / "b", news="9")
    before = tool("report", "touches", "--json").out
    kept = tool("simulate", "--until", "2026-03-27", "--config-b", folder).out
    assert "Für alle von vorn gerechnet: --replay" in kept
    replayed = tool("simulate", "--until", "2026-04-10", "--config-b", folder, "--replay", "--json").objects
    assert {item["at"] for item in replayed[:-1] if item["side"] == "a"} != {
        item["at"] for item in replayed[:-1] if item["side"] == "b"
    }
    assert tool("report", "touches", "--json").out == before


def test_a_broken_second_configuration_is_named(imported: Tool, tmp_path: Path) -> None:
    folder = side_b(tmp_path / "b")
    (folder / "sequences" / "winback.toml").write_text("[sequence]\ntitel = 1\n", encoding="utf-8")
    done = imported("simulate", "--from", START, "--until", UNTIL, "--config-b", folder, code=78)
    assert all(line.startswith(f"--config-b {folder}") for line in done.err.splitlines())
    assert "kein Ordner" in imported("simulate", "--until", UNTIL, "--config-b", tmp_path / "nix", code=2).err


# -- figures ---------------------------------------------------------------------------------------------------------


def touch(at: str, contact: str = "K-1", channel: str | None = "letter", **changes: Any) -> dict[str, Any]:
    given = {"decision": "send", "purpose": "advertising", "reason": None, "sequence": "winback", "step": "value"}
    return {"at": f"{at}T09:00:00+01:00", "contact": contact, "channel": channel} | given | changes


def budget(month: str | None = "2.00", spent: str = "0") -> Budget:
    return Budget(Decimal("0.95"), Decimal(month) if month else None, date(2026, 3, 10), Decimal(spent))


@pytest.mark.parametrize(
    ("limit", "gone"),
    [
        (budget(), date(2026, 3, 12)),  # two letters fit, a third would not
        (budget(spent="0.95"), date(2026, 3, 11)),  # one was paid for before the forecast began
        (budget("500"), None),
        (budget(None), None),
    ],
)
def test_the_day_on_which_the_letter_money_is_gone(limit: Budget, gone: date | None) -> None:
    found = forecast([touch("2026-03-11"), touch("2026-03-12"), touch("2026-04-02")], {}, limit)
    assert found.budget_gone == gone
    assert found.cost(found.total) == Decimal("2.85")


def test_contract_letters_cost_money_but_not_the_budget_of_advertising() -> None:
    found = forecast([touch(f"2026-03-1{day}", purpose="contract") for day in range(1, 9)], {}, budget())
    assert found.budget_gone is None
    assert found.total.letters == 8
    assert found.people == set()


def test_calls_of_one_person_on_one_day() -> None:
    calls = [touch("2026-03-11", f"K-{number}", "phone") for number in range(12)]
    owners = {f"K-{number}": "amira@firma.example" for number in range(9)}
    found = forecast(calls, owners, budget())
    assert found.peak() == (date(2026, 3, 11), "amira@firma.example", 9)
    assert [(one.kind, one.count, one.detail) for one in bottlenecks(found)] == [("calls", 9, "amira@firma.example")]


def test_what_people_decided_themselves_is_no_bottleneck() -> None:
    quiet = [touch("2026-03-11", channel=None, decision="skip", reason=word) for word in ("objection", "condition")]
    found = forecast([*quiet, touch("2026-03-11", channel=None, decision="skip", reason="email_consent")], {}, budget())
    assert [one.detail for one in bottlenecks(found)] == ["email_consent"]


def test_a_pause_counts_as_ended_and_that_is_said(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    span = ("--until", "2026-03-20")
    free = tool("simulate", *span, "--json").objects
    tool("pause", "--all")
    held = tool("simulate", *span, "--json").objects
    assert len(free) > 1
    assert held == free
    assert "als ginge es zu Beginn mit resume weiter" in tool("simulate", *span).out
    assert tool("status", "--json").object["paused"] == "all"


def test_a_side_that_would_change_nothing_is_refused(imported: Tool, tmp_path: Path) -> None:
    """Two equal columns would say: no difference. A sequence hidden by an own folder, an empty folder."""
    own, folder = tmp_path / "eigene", side_b(tmp_path / "b", news="9")
    shutil.copytree(ROOT / "sequences", own)
    lists = f'sequences = ["sequences", "{own}"]'
    tool = Tool(imported.state, shipped_config(tmp_path, sequences=lists))
    span = ("simulate", "--from", START, "--until", "2026-03-12", "--config-b")
    done = tool(*span, folder, code=78)
    (line,) = done.err.splitlines()  # the five others are copies and may lie there
    assert f"{folder}/sequences/winback.toml" in line
    assert f"{own}/winback.toml gewinnt" in line
    (tmp_path / "leer").mkdir()
    assert "nichts zu vergleichen" in imported(*span, tmp_path / "leer", code=78).err
