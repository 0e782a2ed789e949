"""`explain` knows every key, rule, label, reason, state and event, each with what somebody who asks needs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pytest

from campaigns import reason_words, task_words
from campaigns.catalog import DOORS
from campaigns.lexicon import meanings
from campaigns.lexicon.entry import Entry
from campaigns.lexicon.glossary import GLOSSARY
from campaigns.lexicon.law import POLICY
from campaigns.lexicon.law import RULES as RULE_WORDS
from campaigns.lexicon.variables import VARIABLES
from campaigns.lexicon.words import look_up
from campaigns.rendering.context import CONTEXT_KEYS
from campaigns.settings import Settings
from campaigns.settings.policy import PolicyTable
from commands.explain import _book
from compliance.releases import LENIENT
from compliance.rulebook import DEFAULT_DENY, RULES
from compliance.rules.frequency_cap import OUTCOMES as CAP_OUTCOMES
from compliance.verdict import Verdict
from contacts.cancellation import REASONS
from contacts.contact import AddressForm, ContactKind, Tier
from contacts.medium import Medium, Platform, Purpose
from contacts.segment import Segment
from replies.intents import ORDER
from replies.reply import Kind, Label
from sequences.definition import Anchor, Channel, Conditions, EventKind, Status
from sequences.due import SkipReason
from sequences.enrollment import EnrollmentState, StopReason
from sequences.grammar.load import json_schema
from sequences.touch import DECISION_WORDS, TouchState
from tasks.kinds import OUTCOMES, Outcome
from tests.docs.blocks import page
from tests.rig.tool import ROOT, Tool

BOOK = _book(ROOT / "config.toml")

VOCABULARIES = {
    "Status einer Sequenz": (meanings.STATUS, Status),
    "Tag 0": (meanings.ANCHORS, Anchor),
    "Ereignis": (meanings.EVENTS, EventKind),
    "Kanal": (meanings.CHANNELS, Channel),
    "Medium": (meanings.MEDIA, Medium),
    "Werbenetz": (meanings.PLATFORMS, Platform),
    "Zweck": (meanings.PURPOSES, Purpose),
    "Segment": (meanings.SEGMENTS, Segment),
    "Kundenstufe": (meanings.TIERS, Tier),
    "Kundenart": (meanings.CONTACT_KINDS, ContactKind),
    "Anrede": (meanings.ADDRESS_FORMS, AddressForm),
    "Weg einer Kündigung": (meanings.DOORS, DOORS),
    "Folge einer vollen Obergrenze": (meanings.CAP_OUTCOMES, CAP_OUTCOMES),
    "Entscheidung": (meanings.DECISIONS, (*DECISION_WORDS.values(), "holdout")),
    "Urteil des Regelwerks": (reason_words.VERDICTS, Verdict.__members__),
    "Stand einer Berührung": (reason_words.STATES, TouchState),
    "Stand eines Durchlaufs": (meanings.ENROLLMENT_STATES, EnrollmentState),
    "Ende eines Durchlaufs": (meanings.STOP_REASONS, StopReason),
    "Art einer Antwortmail": (meanings.REPLY_KINDS, Kind),
    "Einordnung einer Antwort": (meanings.LABELS, Label),
    "Ergebnis einer Aufgabe": (task_words.OUTCOMES, Outcome),
    "Regel": (RULE_WORDS, [*(rule.name for rule in RULES), DEFAULT_DENY.rule]),
    "Kündigungsgrund": (reason_words.CANCELLATION_REASONS, REASONS),
    "Variable": (VARIABLES, CONTEXT_KEYS),
}
"""Kind -> the words that explain it, and the words that the code knows."""


def meaning(word: str, kind: str) -> Entry:
    found = [entry for entry in look_up(word, BOOK) if entry.kind.startswith(kind)]
    assert found, f"explain does not know {word} as {kind}"
    return found[0]


def keys(schema: dict[str, Any]) -> Iterable[str]:
    """Every key of every table, straight from the models."""
    for table in (schema, *schema["$defs"].values()):
        yield from table.get("properties", ())


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_word_of_a_vocabulary_is_known_and_no_other(kind):
    explained, known = VOCABULARIES[kind]
    assert set(explained) == {str(word) for word in known}
    for word in explained:
        entry = meaning(word, kind)
        assert len(entry.meaning) > 3
        assert entry.place


@pytest.mark.parametrize(
    ("schema", "file"),
    [(Settings.model_json_schema(by_alias=True), "config.toml"), (json_schema(), "Sequenzdateien")],
    ids=["config", "sequence"],
)
def test_every_key_is_known_with_place_example_and_what_is_allowed(schema, file):
    for key in keys(schema):
        found = [
            entry for entry in look_up(key, BOOK) if entry.kind in (f"Schlüssel in {file}", f"Abschnitt in {file}")
        ]
        assert found, key
        for entry in found:
            assert entry.meaning
            assert entry.place
            assert key in entry.example, entry
            assert entry.allowed or entry.kind.startswith("Abschnitt"), entry


def test_an_example_of_a_key_is_right_where_it_stands():
    """The shipped file is the example: a key that is commented out there is shown without its #."""
    assert meaning("mailbox.host", "Schlüssel").example == 'host = "imap.nordlicht-software.example"'
    assert meaning("window.from", "Schlüssel in config.toml").example == "from = 09:00:00"
    assert meaning("step.wait_days", "Schlüssel").example.startswith("wait_days = ")


@pytest.mark.parametrize("reason", [*SkipReason, *reason_words.REASONS, *StopReason, *(rule.name for rule in RULES)])
def test_every_reason_that_why_can_name_is_known(reason):
    assert look_up(str(reason), BOOK)


def test_reasons_made_of_two_words_are_known():
    fields = Conditions.__dataclass_fields__
    made = [*(f"who:{name}" for name in fields), "excluded:deceased", "enrollment_stopped"]
    assert [word for word in made if not look_up(word, BOOK)] == []


def test_rules_and_contested_points_name_their_norm():
    assert {rule.name: meaning(rule.name, "Regel").norm for rule in RULES} == {
        rule.name: rule.statute for rule in RULES
    }
    assert set(POLICY) == set(PolicyTable.model_fields) - {"release"} >= set(LENIENT)
    assert meaning("policy.robinson", "Schlüssel").norm == "§ 7 Abs. 1 Satz 2 UWG (Robinsonliste)"
    assert meaning("processor_contract", "Schlüssel").norm == "Art. 28 DSGVO"


def test_stops_of_replies_are_known():
    assert [intent.stop for intent in ORDER if not look_up(intent.stop, BOOK)] == []
    assert [kind for kind in OUTCOMES if not look_up(kind, BOOK)] == []


def test_the_glossary_says_the_same_words_as_the_page():
    rows = [line.split(" | ") for line in page("docs/glossary.md").splitlines() if line.startswith("| ")][2:]
    assert {row[0][2:]: row[1] for row in rows} == {word: name for word, (name, _) in GLOSSARY.items()}


def test_a_word_with_several_meanings_is_told_with_all_of_them(empty: Tool) -> None:
    out = empty("explain", "email").out
    assert out.startswith("„email“ hat ")
    for place in ("[sender] email", "[[step]] channels", "[[cap]] media"):
        assert place in out
    kinds = [item["kind"] for item in empty("explain", "email", "--json").objects]
    assert [kind for kind, _ in groupby(kinds)] == sorted(set(kinds), key=kinds.index)


@pytest.mark.parametrize("asked", ["window.from", "[window] from", "[window]  from =", "Window.From"])
def test_a_place_narrows_it_down(empty: Tool, asked: str) -> None:
    found = empty("explain", asked, "--json").objects
    assert {item["place"] for item in found} == {"[window] from"}


def test_words_may_stand_apart_and_be_german(empty: Tool) -> None:
    assert empty("explain", "[[step]]", "day", "--json").object["path"] == "step.day"
    assert "holdout" in empty("explain", "Vergleichsgruppe").out


def test_an_unknown_word_ends_with_1_and_a_guess(empty: Tool) -> None:
    done = empty("explain", "too_late_after_day", code=1)
    assert "Meinten Sie „too_late_after_days“?" in done.err
    assert done.out == ""
    assert "Meinten Sie „goal“?" in empty("explain", "ziel", code=1).err
    assert "kommt in Wiedersehen nicht vor." in empty("explain", "qqqq", code=1).err


def test_the_words_of_an_installation_are_known_even_while_its_config_is_broken(empty: Tool, tmp_path) -> None:
    own = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    own.write_text(text.replace("[reasons]\n", '[reasons]\nmesse = "Kontakt von einer Messe"\n'), encoding="utf-8")
    tool = Tool(empty.state, own)
    assert tool("explain", "messe", "--json").object["meaning"] == "Kontakt von einer Messe"
    own.write_text(own.read_text(encoding="utf-8").replace("port = 8025", "port = 0"), encoding="utf-8")
    assert tool("explain", "messe").out
    own.write_text("kaputt [", encoding="utf-8")
    assert "Kanal" in tool("explain", "letter").out
