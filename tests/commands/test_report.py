"""`report week` and `report funnel`: figures that add up to what happened, in four shapes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from reports.funnel import Rate, funnel, rates, total
from reports.weeks import weeks
from store.reports.funnel import Ran
from tests.campaigns.house_of import BERLIN, MONDAY, house_of
from tests.rig.tool import Tool


def test_a_week_holds_what_was_decided_in_it(demo: Tool) -> None:
    found = demo("report", "week", "--json").objects
    touches = demo.touches()
    by_week = Counter(
        (datetime.fromisoformat(item["at"]).strftime("%G-W%V"), item["decision"], item["channel"]) for item in touches
    )
    for week in found:
        sent = {channel: by_week[week["week"], "send", channel] for channel in ("email", "letter", "phone", "linkedin")}
        assert week["contract_mails"] + week["advertising_mails"] == sent["email"]
        assert (week["letters"], week["calls"], week["linkedin"]) == (sent["letter"], sent["phone"], sent["linkedin"])
        assert week["skipped"] == by_week[week["week"], "skip", None]
        assert week["holdout"] == by_week[week["week"], "holdout", None]
        assert date.fromisoformat(week["monday"]).weekday() == 0
    names = {name for name, _, _ in by_week}
    assert names <= {week["week"] for week in found}


def test_a_person_with_three_addresses_objects_once(tmp_path) -> None:
    home = house_of(tmp_path / "house")
    home.consenting(phone="+49 431 5551234", profile="linkedin.com/in/wiebke-petersen")
    home.objection()
    (week,) = weeks(home.house.store, BERLIN)
    assert week.objections == 1
    home.close()


def test_the_funnel_narrows(demo: Tool) -> None:
    lines = demo("report", "funnel", "--json").objects
    arrived = [line for line in lines if line["type"] == "arrived"]
    runs = [line for line in lines if line["type"] == "run"]
    assert sum(line["confirmed"] for line in arrived) <= sum(line["cancellations"] for line in arrived)
    assert "offboarding" not in {line["sequence"] for line in runs}
    for line in runs:
        assert line["enrolled"] >= line["reached"] >= 0
        assert line["replied"] >= line["interested"]
        assert line["holdout"] >= line["holdout_returned"]
    held = {item["contact"] for item in demo.touches(decision="holdout")}
    assert sum(line["holdout"] for line in runs) == len(held)


def test_who_comes_back_counts_where_he_belongs(tmp_path) -> None:
    home = house_of(tmp_path / "house", start=MONDAY)
    for number in range(30):
        home.consenting(f"K-{number}")
    home.play(days=2)
    for number in range(5):
        home.returned(f"K-{number}")
    home.play(days=1)
    found = funnel(home.house.store, frozenset({"offboarding", "handover", "save_call"}))
    (winback,) = [one for one in found.sequences if one.sequence == "winback"]
    assert (winback.enrolled, winback.returned, winback.holdout) == (30, 5, 0)
    assert winback.reached >= 20
    home.close()


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 19, None), (1, 20, 5.0), (0, 0, None), (1, 30, 3.3)])
def test_no_percentage_of_a_handful(part: int, whole: int, percent: float | None) -> None:
    assert Rate(part, whole).percent == percent


def test_the_sum_is_over_all_reasons() -> None:
    rows = [Ran("w", "price", 20, 3, 18, 2, 1, 4, 0), Ran("w", "service", 10, 30, 9, 1, 1, 1, 2)]
    both = total("w", rows)
    assert rates(both) == (Rate(5, 30), Rate(2, 33))


def test_the_text_says_when_there_are_too_few(demo: Tool) -> None:
    told = demo("report", "funnel").out
    assert "Prozente erst ab 20 Personen in einer Gruppe" in told
    assert re.search(r"Zurückgekommen: \d+ von \d+.* mit der Sequenz, \d+ von \d+ in der Vergleichsgruppe\.", told)


@pytest.mark.parametrize("what", ["week", "funnel"])
def test_the_other_shapes_hold_the_same_rows(demo: Tool, what: str) -> None:
    text = demo("report", what).out
    sheet = demo("report", what, "--csv").out
    assert sheet.startswith("\ufeff")
    rows = [row for row in csv.reader(io.StringIO(sheet[1:]), delimiter=";") if row]
    html = demo("report", what, "--html").out
    assert html.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in html
    sums = [row for row in rows if "zusammen" in row]
    assert len(sums) == text.count("\nzusammen") == html.count(">zusammen<")
    assert len(rows) == html.count("<tr>")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["wek"], "Den Bericht „wek“ gibt es nicht; erlaubt ist touches, week oder funnel; meinten Sie „week“?"),
        (["week", "--csv", "--json"], "Nur eines von --csv, --html und --json."),
        (["touches", "--csv"], "--csv und --html haben week und funnel"),
    ],
)
def test_what_it_does_not_understand(demo: Tool, arguments: list[str], sentence: str) -> None:
    assert sentence in demo("report", *arguments, code=2).err


def test_an_empty_house(empty: Tool) -> None:
    assert "Noch ist nichts geschehen." in empty("report", "week").out
    assert "0" in empty("report", "funnel").out
    assert empty("report", "week", "--json").out == ""


def test_a_week_begins_on_monday_at_home(tmp_path) -> None:
    """Sunday 23:30 in Berlin is Sunday, whatever UTC says."""
    home = house_of(tmp_path / "house", start=MONDAY - timedelta(hours=8, minutes=30))
    home.customer()
    home.objection()
    (week,) = weeks(home.house.store, BERLIN)
    assert week.monday == date(2026, 2, 23)
    home.close()
