"""`dpo report|record|deletion`: the papers of the officer come from rows and configuration, and nothing is forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from campaigns.accountability.report import REVIEW_DAYS
from campaigns.accountability.sections import NOT_RELEVANT, RELEVANT
from campaigns.settings import Settings
from compliance.releases import LENIENT
from compliance.rulebook import RULES
from store.dossier import NOT_PERSONAL, PERSONAL
from store.tables import metadata
from tests.rig.tool import Tool, shipped_config


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def test_sends_and_refusals_are_counted_once_each_by_their_rule(tool: Tool) -> None:
    report = tool("dpo", "report", "--json").object
    sent = [row for row in tool.touches(decision="send") if row["rule"] == "email_consent"]
    counted = {(row["rule"], row["purpose"]): row["number"] for row in report["sends"]}
    assert counted["email_consent", "advertising"] == len(
        {(row["contact"], row["sequence"], row["step"]) for row in sent}
    )
    assert any(row["rule"] == "objection" and row["verdict"] == "DENY" for row in report["refusals"])
    assert all(row["statute"] for row in report["sends"])


def test_since_leaves_out_what_was_before(tool: Tool) -> None:
    late = tool("dpo", "report", "--since", "2026-03-20", "--json").object
    every = tool("dpo", "report", "--json").object
    assert 0 < sum(row["number"] for row in late["sends"]) < sum(row["number"] for row in every["sends"])
    assert late["since"] == "2026-03-20T00:00:00+01:00"
    assert not tool("dpo", "report", "--since", "2027-01-01", "--json").object["sends"]


def test_a_release_has_name_date_and_reason_and_no_release_says_so(tool: Tool, tmp_path: Path) -> None:
    assert "überall gilt die vorsichtige Voreinstellung" in tool("dpo", "report").out
    config = shipped_config(tmp_path, kind='kind = "none"', post_max_age_months="post_max_age_months = 30")
    signed = (
        '\n[policy.release.post_max_age_months]\nby = "Dr. Lena Brix"\non = 2026-02-01\nreason = "Gutachten 12/25"\n'
    )
    config.write_text(config.read_text(encoding="utf-8") + signed, encoding="utf-8")
    report = Tool(tool.state, config)("dpo", "report", "--json").object
    (release,) = report["releases"]
    assert (release["by"], release["on"], release["value"], release["in_force"]) == (
        "Dr. Lena Brix",
        "2026-02-01",
        "30",
        True,
    )
    assert {row["point"] for row in report["contested"]} == set(LENIENT)
    assert [row["point"] for row in report["contested"] if row["lenient"]] == ["post_max_age_months"]


def test_open_requests_overdue_data_missing_proofs_and_the_chain_are_in_it(tool: Tool) -> None:
    request = tool("requests", "add", "K-1006", "--kind", "access", "--received", "2026-03-02", "--json").object[
        "request"
    ]
    tool("restrict", "K-1001", "--reason", "Richtigkeit bestritten")
    report = tool("dpo", "report", "--json").object
    assert [(row["request"], row["days_left"], row["warned"]) for row in report["requests"]] == [(request, 9, True)]
    assert [row["recipient"] for row in report["recipients_untold"]] == ["kundenkartei"]
    assert report["consents_without_proof"]["number"] >= len(report["consents_without_proof"]["first"]) > 0
    assert re.fullmatch(r"[0-9a-f]{64}", report["audit"]["head"])
    assert report["audit"]["position"] > 0
    due = report["retention_due"]
    assert due["number"] == sum(row["number"] for row in report["retention"]) > 0
    assert due["oldest"] == min(row["oldest"] for row in report["retention"] if row["oldest"])
    assert due["last_run"] is None
    assert "Noch nie aufgeräumt." in tool("dpo", "report").out
    ran = tool("status", "--json").object["now"]
    tool("retention")
    after = tool("dpo", "report", "--json").object["retention_due"]
    assert after["last_run"] == ran
    assert after["number"] < due["number"]
    told = tool("dpo", "report").out
    for heading in ("Offene Anfragen", "Aufbewahrung", "Einwilligungen ohne Nachweis", "Protokoll", "Strittige Punkte"):
        assert heading in told


def test_a_rule_that_nobody_has_read_for_a_year_is_reported(tool: Tool) -> None:
    assert not tool("dpo", "report", "--json").object["rules_not_reviewed"]
    newest = max(rule.reviewed for rule in RULES)
    later = f"{newest + timedelta(days=REVIEW_DAYS + 2)}T08:00:00+01:00"
    tool.play(later)
    assert len(tool("dpo", "report", "--json").object["rules_not_reviewed"]) == len(RULES)


def test_every_section_of_the_configuration_has_its_words_in_the_record(tool: Tool) -> None:
    assert set(RELEVANT) | set(NOT_RELEVANT) == set(Settings.model_fields)
    assert not set(RELEVANT) & set(NOT_RELEVANT)
    record = tool("dpo", "record", "--json").object
    assert {row["section"] for row in record["settings"]} == set(RELEVANT)
    assert all(row["words"] for row in record["settings"])


def test_the_record_has_what_article_30_asks_for(tool: Tool) -> None:
    told = tool("dpo", "record").out
    for heading in (
        "a) Verantwortlicher",
        "b) Zwecke",
        "c) Kategorien",
        "d) Empfänger",
        "e) Übermittlung",
        "f) Lösch",
        "g) Tech",
    ):
        assert heading in told
    record = tool("dpo", "record", "--json").object
    assert record["controller"]["name"] == "Nordlicht Software GmbH"
    assert {one["contract"] for one in record["recipients"]} == {"AVV-2025-07", "AVV-2025-11", "AVV-2024-02"}
    assert {table for one in record["data"] for table in one["tables"]} == set(PERSONAL)


def test_every_table_of_the_schema_stands_in_the_deletion_concept(tool: Tool) -> None:
    concept = tool("dpo", "deletion", "--json").object
    decided = {table for one in concept["categories"] for table in one["tables"]}
    assert decided | set(concept["not_personal"]) == set(metadata.tables)
    assert not decided & set(concept["not_personal"])
    assert set(concept["not_personal"]) == set(NOT_PERSONAL)
    for one in concept["categories"]:
        assert all(one[name] for name in ("period", "statute", "trigger", "how"))


def test_periods_follow_the_configuration(tool: Tool, tmp_path: Path) -> None:
    config = shipped_config(
        tmp_path, kind='kind = "none"', contacts_after_months="contacts_after_months = 7", enabled="enabled = true"
    )
    periods = {
        one["category"]: one["period"]
        for one in Tool(tool.state, config)("dpo", "deletion", "--json").object["categories"]
    }
    assert "danach 7 Monate" in periods["master"]
    assert "nicht eingeschaltet" not in periods["master"]
    assert "6 Jahre" in periods["messages"]
    assert "5 Jahre" in periods["consent"]


@pytest.mark.parametrize("paper", ["report", "record", "deletion"])
def test_each_paper_is_a_page_or_a_text_of_our_own(tool: Tool, tmp_path: Path, paper: str) -> None:
    page, plain = tmp_path / "p.html", tmp_path / "p.txt"
    assert f"Geschrieben: {page}" in tool("dpo", paper, "--out", page).out
    text = page.read_text(encoding="utf-8")
    assert '<html lang="de">' in text
    assert not re.search(r'(?:src|href)\s*=\s*"', text)
    tool("dpo", paper, "--out", plain)
    assert "<" not in plain.read_text(encoding="utf-8").split("\n")[0]
    assert plain.stat().st_mode & 0o777 == 0o600
