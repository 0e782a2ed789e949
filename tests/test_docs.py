"""The pages say what the code says: no key, command, option, rule, label, event or dependency is undocumented."""

from __future__ import annotations

import re

import pytest

from compliance.rulebook import DEFAULT_DENY, RULES
from sequences.definition import EventKind
from store.tables import metadata
from tests.docs import events, licences
from tests.docs.blocks import BLOCKS, REWRITE, SLOW, page, standing

TABLE_ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \|", re.MULTILINE)
FROM_CODE = [block for block in BLOCKS if block not in SLOW]


def part(name: str, heading: str) -> str:
    """The text below `## heading` up to the next one."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", page(name), re.MULTILINE | re.DOTALL)
    assert found, f"{name} has no part {heading}"
    return found[1]


def rows(text: str) -> dict[str, str]:
    """First column -> second column of the tables in `text`."""
    return {name: value.strip() for name, value in TABLE_ROW.findall(text)}


@pytest.mark.parametrize(("name", "block"), FROM_CODE, ids=lambda word: word.replace("/", "-"))
def test_a_generated_block_is_as_the_code_says(name, block):
    wanted = BLOCKS[name, block]()
    assert standing(name, block) == wanted, f"{name} is out of date: {REWRITE}"


def test_every_audit_event_is_described_and_no_other():
    found = {name for _, text in events.sources() for name in events.audit_events(text)}
    assert found == set(rows(part("docs/events.md", "Audit events")))


def test_the_events_that_happen_to_contacts_are_named():
    text = part("docs/events.md", "Audit events")
    assert [kind for kind in EventKind if f"`event_{kind}`" not in text] == []


def test_every_log_event_is_described_with_its_level_and_no_other():
    found = {pair for _, text in events.sources() for pair in events.log_events(text)}
    assert found == set(rows(part("docs/events.md", "Log events")).items())


def test_nothing_reaches_the_journal_but_by_a_log_whose_events_are_described():
    assert [f"{name}: {way}" for name, text in events.sources() for way in events.strange_loggers(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "logger = structlog.get_logger()",
        'structlog.get_logger().info("secret")',
        'logging.getLogger(__name__).error("x")',
        'logging.warning("x")',
        'warnings.warn("x")',
        'print("x")',
    ],
)
def test_a_way_around_the_events_is_found(text):
    assert list(events.strange_loggers(text))


@pytest.mark.parametrize(
    ("text", "audit", "log"),
    [
        ('operation.audit(connection, "erased", now, None, {})', ["erased"], []),
        ('audit(connection, f"seen_{kind}", now, None, {})', ["seen_{kind}"], []),
        ("audit(connection, name, now, None, {})", ["a name that no page can list: name"], []),
        ('log.exception("broken", job=name)', [], [("broken", "error")]),
        ('log.info("ready"); logging.basicConfig("x"); log.bind("y")', [], [("ready", "info")]),
    ],
)
def test_names_of_events_are_found_however_they_are_written(text, audit, log):
    assert list(events.audit_events(text)) == audit
    assert list(events.log_events(text)) == log


@pytest.mark.parametrize("heading", ["To run", "To build and to test"])
def test_every_dependency_is_named_with_its_licence_and_a_reason(heading):
    text = part("docs/dependencies.md", heading)
    stated = rows(text)
    assert set(stated) == licences.declared()[heading]
    here = {name: licence for name, licence in stated.items() if name not in licences.elsewhere()}
    assert here == {name: licences.licence_of(name) for name in here}
    assert all(len(reason) > 5 for reason in re.findall(r"^\| `[^`]+` \| [^|]+ \| (.*) \|$", text, re.MULTILINE))


def test_every_rule_stands_on_the_page_of_the_law_and_the_readme_counts_them():
    stated = rows(page("docs/law.md"))
    assert {rule.name for rule in (*RULES,)} | {DEFAULT_DENY.rule} <= set(stated)
    assert f"{len(RULES)} rules" in page("README.md")


def test_every_table_of_the_database_is_on_the_design_page():
    named = set(re.findall(r"`(\w+)`", part("docs/design.md", "Tables")))
    assert set(metadata.tables) <= named
