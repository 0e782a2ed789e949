"""`schema`: what editors get is valid draft 2020-12, German, and accepts every shipped file."""

from __future__ import annotations

import json
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from replies.reply import Label
from sequences.definition import Channel, Segment
from sequences.grammar.crosscheck import FIXED_LABEL
from tasks.kinds import BRANCHING
from tests.rig.tool import ROOT, Tool

SEQUENCES = sorted((ROOT / "sequences").glob("*.toml"))


@pytest.fixture(params=["sequence", "config"])
def schema(request, empty: Tool) -> dict[str, Any]:
    return json.loads(empty("schema", request.param).out)


def parts(node: Any) -> list[dict[str, Any]]:
    """Every table inside a schema, the schema included."""
    if isinstance(node, list):
        return [part for item in node for part in parts(item)]
    return [node, *(part for value in node.values() for part in parts(value))] if isinstance(node, dict) else []


def plain(value: Any) -> Any:
    """TOML as editors hand it to a validator: times and dates are text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, time | date) else value


def test_the_dialect_is_named_and_every_reference_leads_somewhere(schema):
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    references = [part["$ref"] for part in parts(schema) if isinstance(part.get("$ref"), str)]
    assert references
    assert {word.removeprefix("#/$defs/") for word in references} <= set(schema["$defs"])


def test_every_key_has_a_german_description_and_nothing_else_is_allowed(schema):
    for name, table in {"": schema, **schema["$defs"]}.items():
        if "properties" not in table:
            continue
        assert table["additionalProperties"] is False, name
        for key, field in table["properties"].items():
            assert field.get("description"), f"{name}.{key}"
    assert "null" not in {part.get("type") for part in parts(schema) if isinstance(part.get("type"), str)}


def test_no_word_for_programmers_is_left(schema):
    text = json.dumps(schema, ensure_ascii=False)
    assert [word for word in ("Table", "The default", "vocabulary") if f'"description": "{word}' in text] == []
    assert {part.get("format") for part in parts(schema)} <= {None, "time-local", "date"}


def test_words_stand_with_their_meaning(empty: Tool) -> None:
    made = json.loads(empty("schema").out)
    for name, words in (("Channel", Channel), ("Segment", Segment)):
        assert made["$defs"][name]["enum"] == [word.value for word in words]
        assert len(made["$defs"][name]["x-taplo"]["docs"]["enumValues"]) == len(words)
    assert set(made["properties"]["on_reply"]["properties"]) == (set(Label) - {FIXED_LABEL}) | set(BRANCHING)
    conditions = made["$defs"]["ConditionsTable"]["properties"]
    assert "price" in conditions["reasons"]["items"]["enum"]
    assert "nordlicht" in conditions["brands"]["items"]["enum"]


def test_reasons_of_the_installation_are_offered(empty: Tool, tmp_path: Path) -> None:
    own = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    own.write_text(text.replace("[reasons]\n", '[reasons]\nmesse = "Messe"\n'), encoding="utf-8")
    made = Tool(empty.state, own)("schema", "sequence", "--json").object
    assert "messe" in made["$defs"]["ConditionsTable"]["properties"]["reasons"]["items"]["enum"]


def test_a_file_is_written_and_named_as_the_first_line_wants_it(empty: Tool, tmp_path: Path) -> None:
    path = tmp_path / "sequence.schema.json"
    done = empty("schema", "sequence", "--out", path)
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(empty("schema", "sequence").out)
    assert "#:schema ./sequence.schema.json" in done.out
    assert empty("schema", "config", "--out", path, "--json").object == {"schema": "config", "file": str(path)}
    assert "das ist ein Ordner" in empty("schema", "--out", tmp_path, code=2).err


@pytest.mark.parametrize("path", [ROOT / "config.toml", *SEQUENCES], ids=lambda path: path.stem)
def test_every_shipped_file_is_valid(path: Path, empty: Tool) -> None:
    """Whoever has the package jsonschema asks it; the tests above hold without it."""
    jsonschema = pytest.importorskip("jsonschema")
    made = json.loads(empty("schema", "config" if path.name == "config.toml" else "sequence").out)
    validator = jsonschema.Draft202012Validator
    validator.check_schema(made)
    text = path.read_text(encoding="utf-8")
    assert [error.message for error in validator(made).iter_errors(plain(tomllib.loads(text)))] == []
    broken = text.replace("channels = ", "kanal = ", 1).replace("weekdays = ", "tage = ", 1)
    assert [*validator(made).iter_errors(plain(tomllib.loads(broken)))] != []
