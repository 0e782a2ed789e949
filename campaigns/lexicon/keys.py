"""The keys of config.toml and of sequence files as entries, read from the schema that editors get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.lexicon.entry import Entry
from campaigns.lexicon.law import POLICY
from campaigns.lexicon.schema import norms

_HEADER = re.compile(r"^\[+\s*([A-Za-z0-9_.]+)\s*\]+")
_LINE = re.compile(r"^(?:# )?([a-z][a-z0-9_]*)\s*=\s*(.+?)\s*$")
REQUIRED = "Pflicht"
"""Stands in place of a default where a key must be given."""

_MANY = 40
"""So many allowed words are shown; a longer list says how many more."""

Schema = Mapping[str, Any]


def key_entries(schema: Schema, file: str, examples: Mapping[str, str], statutes: Mapping[str, str]) -> Iterator[Entry]:
    """A section or key each; `examples` as `example_lines`, `statutes` by rule id."""
    for path, place, field, required in _walk(schema, schema, "", ""):
        word = path.rsplit(".", 1)[-1]
        text = str(field.get("description", word))
        rule = POLICY.get(word, "") if path.startswith("policy.") else ""
        is_table = place.startswith("[") and place.endswith("]")
        yield Entry(
            word=word,
            kind=f"{'Abschnitt' if is_table else 'Schlüssel'} in {file}",
            meaning=text,
            place=place,
            allowed="" if is_table else allowed(schema, field),
            default=REQUIRED if required else _default(field),
            example=place if is_table else _example(schema, field, word, path, examples),
            norm=norms(text) or statutes.get(rule, ""),
            path=path,
        )


def value_entries(schema: Schema, file: str, known: frozenset[str]) -> Iterator[Entry]:
    """Allowed words of single keys (`recording`, `mon`, `off`) that no vocabulary explains."""
    for path, place, field, _ in _walk(schema, schema, "", ""):
        for word in _words(schema, field):
            if word not in known:
                text = f"möglicher Wert von „{place}“: {field.get('description', '')}"
                quoted = f'["{word}"]' if field.get("type") == "array" else f'"{word}"'
                example = f"{path.rsplit('.', 1)[-1]} = {quoted}"
                yield Entry(word, f"Wert in {file}", text, place, example=example, path=f"{path}.{word}")


def example_lines(text: str) -> dict[str, str]:
    """Path -> line of a TOML text, keys that are commented out included."""
    lines: dict[str, str] = {}
    section = ""
    for line in text.splitlines():
        header, pair = _HEADER.match(line), _LINE.match(line)
        if header:
            section = header[1]
        elif pair:
            key = re.sub(r"\s+=\s*", " = ", line.removeprefix("# ").strip(), count=1)
            lines.setdefault(f"{section}.{pair[1]}" if section else pair[1], key)
    return lines


def allowed(schema: Schema, field: Schema) -> str:
    """What may stand behind a key, in German."""
    field = _resolved(schema, field)
    if "anyOf" in field:
        if {choice.get("type") for choice in field["anyOf"]} == {"number", "string"}:
            return "Betrag in Euro, 0.95 oder 1500"
        return " oder ".join(allowed(schema, choice) for choice in field["anyOf"])
    if "enum" in field:
        words = field["enum"]
        more = f" und {len(words) - _MANY} weitere" if len(words) > _MANY else ""
        return ", ".join(words[:_MANY]) + more
    if "const" in field:
        return _toml(field["const"])
    return _plain(schema, field)


def _plain(schema: Schema, field: Schema) -> str:
    match field.get("type"):
        case "array":
            return f"Liste aus: {allowed(schema, field['items'])}"
        case "object":
            names = [*field.get("properties", ())]
            return f"{{ {', '.join(names)} }}" if names else "{ name = wert }"
        case "integer":
            return f"ganze Zahl{_bounds(field)}"
        case "boolean":
            return "true, false"
        case _:
            return {"time-local": "Uhrzeit", "date": "Datum"}.get(str(field.get("format")), "Text")


def _bounds(field: Schema) -> str:
    least = field.get("minimum")
    if "exclusiveMinimum" in field:
        least = max(field["exclusiveMinimum"] + 1, least if least is not None else field["exclusiveMinimum"] + 1)
    most = field.get("maximum")
    return (f" ab {least}" if least is not None else "") + (f" bis {most}" if most is not None else "")


def _walk(schema: Schema, table: Schema, path: str, header: str) -> Iterator[tuple[str, str, Schema, bool]]:
    """(path, place, field, required) of every key below a table."""
    for name, field in table.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        required = name in table.get("required", ())
        inner, brackets = _inner(schema, field)
        if inner is None or (not header and name == "on_reply"):
            yield here, f"{header} {name}" if header else f"[{name}]", field, required
        elif brackets is None or not _is_section(here, header):
            yield here, f"{header} {name}", field, required
            yield from _walk(schema, inner, here, f"{header} {name}.")
        else:
            place = brackets.format(here)
            yield here, place, field, required
            yield from _walk(schema, inner, here, place)
    if path == "" and "on_reply" in table.get("properties", {}):
        yield from _walk(schema, schema["$defs"]["ReplyTable"], "on_reply", "[on_reply] …")


def _is_section(path: str, header: str) -> bool:
    """Deeper tables are written in one line, but for two sections of config.toml."""
    return not header or path in ("email.smtp", "policy.release")


def _inner(schema: Schema, field: Schema) -> tuple[Schema | None, str | None]:
    """The table a field holds and how its header is written; None for a plain value."""
    items, extra = field.get("items"), field.get("additionalProperties")
    for inner, brackets in (
        (items, "[[{}]]"),
        (extra if isinstance(extra, dict) else None, "[{}.NAME]"),
        (field, "[{}]"),
    ):
        found = _resolved(schema, inner) if inner else {}
        if found.get("properties"):
            return found, brackets
    return None, None


def _resolved(schema: Schema, field: Schema) -> Schema:
    reference = field.get("$ref")
    if not isinstance(reference, str):
        return field
    found: Schema = schema["$defs"][reference.rsplit("/", 1)[-1]]
    return found


def _words(schema: Schema, field: Schema) -> list[str]:
    field = _resolved(schema, field)
    choices = [field, *field.get("anyOf", ()), *([field["items"]] if isinstance(field.get("items"), dict) else [])]
    return [word for choice in choices for word in _resolved(schema, choice).get("enum", ()) if isinstance(word, str)]


def _default(field: Schema) -> str:
    value = field.get("default")
    if value is None or (isinstance(value, list) and value and isinstance(value[0], dict)):
        return ""
    bare = field.get("format") == "time-local" or "number" in {c.get("type") for c in field.get("anyOf", ())}
    return str(value) if bare else _toml(value)


def _example(schema: Schema, field: Schema, word: str, path: str, examples: Mapping[str, str]) -> str:
    line = examples.get(path) or examples.get(".".join(path.split(".")[:2]), "")
    if line and word in line:
        return line
    return f"{word} = {_sample(schema, field)}"


def _sample(schema: Schema, field: Schema) -> str:
    """A value that the schema allows."""
    default = _default(field)
    if default:
        return default
    field = _resolved(schema, field)
    words = _words(schema, field)
    match field.get("type", field.get("anyOf", [{}])[0].get("type")):
        case "array":
            return f'["{words[0]}"]' if words else '["…"]'
        case "object":
            inner = [f"{name} = {_sample(schema, each)}" for name, each in field.get("properties", {}).items()][:1]
            return f"{{ {', '.join(inner) or 'name = …'} }}"
        case "integer":
            return str(max(field.get("minimum", 0), 7))
        case "number":
            return "0.95"
        case "boolean":
            return "true"
        case _:
            special = {"time-local": "09:00:00", "date": "2026-10-01"}.get(str(field.get("format")))
            return special or _toml(words[0] if words else field.get("const", "…"))


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
