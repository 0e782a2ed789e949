"""JSON Schema (draft 2020-12) of our TOML files for editors: German descriptions, the words of the installation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from campaigns.lexicon import meanings
from campaigns.reason_words import CANCELLATION_REASONS
from sequences.grammar.crosscheck import FIXED_LABEL
from sequences.grammar.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$"
_EURO = r"^[0-9]{1,9}(\.[0-9]{1,4})?$"
_FOR_PROGRAMMERS = frozenset({"$defs", "title", "description", "properties"})

_WORDS: Mapping[str, Mapping[str, str]] = {
    "AddressForm": meanings.ADDRESS_FORMS,
    "Anchor": meanings.ANCHORS,
    "Channel": meanings.CHANNELS,
    "ContactKind": meanings.CONTACT_KINDS,
    "DeclarationKind": meanings.DECLARATIONS,
    "EventKind": meanings.EVENTS,
    "Platform": meanings.PLATFORMS,
    "Segment": meanings.SEGMENTS,
    "Status": meanings.STATUS,
    "Tier": meanings.TIERS,
}
"""What editors show beside the words of an enum, by the name of its class."""


def sequence_schema(raw: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """The schema of a sequence file; `raw` is the model's own, `words` those of the installation."""
    schema = _cleaned(raw, "Eine Sequenz von Wiedersehen")
    conditions = schema["$defs"]["ConditionsTable"]["properties"]
    reasons = {word: CANCELLATION_REASONS.get(word, "eigener Grund aus config.toml") for word in sorted(words.reasons)}
    for key in ("reasons", "not_reasons"):
        conditions[key]["items"] = _enum(reasons)
    if words.brands:
        conditions["brands"]["items"] = {"type": "string", "enum": sorted(words.brands)}
    conditions["doors"]["items"] = _enum({door: meanings.DOORS.get(door, door) for door in sorted(words.doors)})
    for table in schema["$defs"].values():
        if "purpose" in table.get("properties", {}):
            table["properties"]["purpose"] |= _enum({word: meanings.PURPOSES[word] for word in _listed(table)})
    allowed = sorted((words.labels | words.outcomes) - {FIXED_LABEL})
    reply = {"$ref": "#/$defs/ReplyTable"}
    schema["properties"]["on_reply"] |= {
        "properties": {label: reply | {"description": meanings.LABELS.get(label, label)} for label in allowed},
        "additionalProperties": False,
    }
    return schema


def config_schema(raw: Mapping[str, Any], media: Iterable[str]) -> dict[str, Any]:
    """The schema of config.toml; `media` are the words of `[[cap]] media`."""
    schema = _cleaned(raw, "Die Einstellungen von Wiedersehen")
    listed = {"type": "array", "items": {"type": "string", "enum": [*media]}, "minItems": 1}
    schema["$defs"]["Cap"]["properties"]["media"]["anyOf"] = [listed, {"const": "any"}]
    return schema


def _listed(table: Mapping[str, Any]) -> list[str]:
    found: list[str] = table["properties"]["purpose"]["enum"]
    return found


def _enum(words: Mapping[str, str]) -> dict[str, Any]:
    return {"type": "string", "enum": [*words], "x-taplo": {"docs": {"enumValues": [*words.values()]}}}


def _cleaned(raw: Mapping[str, Any], title: str) -> dict[str, Any]:
    """Without what the models say to programmers: class names, English docstrings, null, which TOML does not have."""
    models = {name: _table(name, model) for name, model in raw["$defs"].items()}
    return {"$schema": DIALECT, "title": title, **_body(raw), "$defs": models}


def _table(name: str, model: Mapping[str, Any]) -> dict[str, Any]:
    plain = _body(model)
    return plain | _enum({word: _WORDS[name][word] for word in model["enum"]}) if "enum" in model else plain


def _body(model: Mapping[str, Any]) -> dict[str, Any]:
    """A table: `title` may be one of its keys, so properties are gone through by name."""
    named = {name: _field(field) for name, field in model.get("properties", {}).items()}
    rest = {key: _value(value) for key, value in model.items() if key not in _FOR_PROGRAMMERS}
    return {**rest, "properties": named} if named else rest


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    return _field(value) if isinstance(value, dict) else value


def _field(field: Mapping[str, Any]) -> dict[str, Any]:
    clean = {key: _value(part) for key, part in field.items() if key != "title"}
    if clean.get("default", 0) in (None, [], {}):
        del clean["default"]
    if isinstance(clean.get("default"), dict):
        del clean["default"]  # a whole table: its keys name their own
    choices = [choice for choice in clean.get("anyOf", ()) if choice.get("type") != "null"]
    if choices and len(choices) == 1:
        del clean["anyOf"]
        clean = {**choices[0], **clean}
    elif choices:
        clean["anyOf"] = _euro(choices)
    # `time` would ask for an offset (RFC 3339 full-time); OpenAPI's word for a time of day is known to TOML editors.
    return clean | {"format": "time-local", "pattern": _TIME} if clean.get("format") == "time" else clean


def _euro(choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An amount is a number or its exact text."""
    if {choice.get("type") for choice in choices} != {"number", "string"}:
        return choices
    return [{"type": "number", "minimum": 0, "maximum": 10**9}, {"type": "string", "pattern": _EURO}]


def norms(text: str) -> str:
    """The norms that a German description cites, "" when it cites none."""
    found = re.findall(r"(?:§+|Art\.) ?[0-9][^();,:]*?(?:UWG|DSGVO|BGB|TDDDG|GmbHG|DDG|ArbZG)", text)
    return "; ".join(dict.fromkeys(found))
