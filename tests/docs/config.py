"""The keys of config.toml and of a sequence file, from the pydantic models that read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from campaigns.settings import Settings
from sequences.grammar.schema import SequenceFile

_FORMATS = {"time": "time", "date": "date"}


def settings() -> str:
    """config.toml: a section per table."""
    return _page(Settings.model_json_schema(by_alias=True))


def sequence() -> str:
    """A sequence file: a section per table."""
    return _page(SequenceFile.model_json_schema(by_alias=True))


def _page(schema: dict[str, Any]) -> str:
    return "\n".join(line for line in _tables(schema, schema["properties"], schema["$defs"], ""))


def _tables(table: dict[str, Any], fields: dict[str, Any], models: dict[str, Any], inside: str) -> Iterator[str]:
    for name, field in fields.items():
        path = f"{inside}.{name}" if inside else name
        model = _model(field, models)
        if model is not None:
            yield from _section(_header(path, field), field, model, models, required=name in table.get("required", []))
            yield from _deeper(model, models, path)
        elif not inside:
            yield from (f"### `[{path}]`", "", f"{field['description']}. {_allowed(field, models)}.", "")


def _deeper(model: dict[str, Any], models: dict[str, Any], path: str) -> Iterator[str]:
    nested = {name: field for name, field in model["properties"].items() if _model(field, models)}
    nested = {name: field for name, field in nested.items() if not _is_inline(field, models)}
    yield from _tables(model, nested, models, path)


def _header(path: str, field: dict[str, Any]) -> str:
    if field.get("type") == "array":
        return f"[[{path}]]"
    return f"[{path}.NAME]" if "additionalProperties" in field else f"[{path}]"


def _section(
    header: str, field: dict[str, Any], model: dict[str, Any], models: dict[str, Any], *, required: bool
) -> Iterator[str]:
    yield f"### `{header}`"
    yield ""
    yield f"{field['description']}{' (Pflicht)' if required else ''}"
    yield ""
    yield "| key | allowed | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for name, value in model["properties"].items():
        if _model(value, models) and not _is_inline(value, models):
            continue
        default = "required" if name in model.get("required", []) else _default(value)
        yield f"| `{name}` | {_allowed(value, models)} | {default} | {value['description']} |"
    yield ""


def _model(field: dict[str, Any], models: dict[str, Any]) -> dict[str, Any] | None:
    """The table a field holds: itself, as a list, or by names; None for a plain value."""
    extra = field.get("additionalProperties")
    inner = field.get("items") or (extra if isinstance(extra, dict) else None) or field
    for choice in (inner, *inner.get("anyOf", ())):
        found = models.get(choice.get("$ref", "").rsplit("/", 1)[-1])
        if found is not None and "properties" in found:
            return found  # type: ignore[no-any-return] # a JSON schema is untyped
    return None


def _is_inline(field: dict[str, Any], models: dict[str, Any]) -> bool:
    """Credentials are written in one line beside the key that needs them."""
    model = _model(field, models)
    return model is not None and set(model["properties"]) == {"credential"}


def _allowed(field: dict[str, Any], models: dict[str, Any]) -> str:
    if _is_euro(field):
        return 'euros, `0.95` or `"0.95"`'
    if "anyOf" in field:
        words = [_allowed(choice, models) for choice in field["anyOf"] if choice.get("type") != "null"]
        return " or ".join(dict.fromkeys(words))
    if "$ref" in field:
        model = models[field["$ref"].rsplit("/", 1)[-1]]
        return _allowed(model, models) if "enum" in model else '`{ credential = "NAME" }`'
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"])
    if "const" in field:
        return f"`{_toml(field['const'])}`"
    return _plain(field, models)


def _plain(field: dict[str, Any], models: dict[str, Any]) -> str:
    kind = field.get("type")
    if kind == "array":
        return f"list of {_allowed(field['items'], models)}"
    if kind == "object":
        return f"name = {_allowed(field['additionalProperties'], models)}"
    if kind == "string":
        return _FORMATS.get(field.get("format", ""), "text")
    if kind in {"integer", "number"}:
        return f"{'whole number' if kind == 'integer' else 'number'}{_bounds(field)}"
    return {"boolean": "`true`, `false`"}.get(kind or "", "text")


def _bounds(field: dict[str, Any]) -> str:
    least = field.get("minimum", field["exclusiveMinimum"] + 1 if "exclusiveMinimum" in field else None)
    most = field.get("maximum")
    if least is None and most is None:
        return ""
    return f" {'' if least is None else least} to {'' if most is None else most}".rstrip()


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    if value in (None, [], {}):
        return "–"
    bare = field.get("format") in _FORMATS or _is_euro(field)
    return f"`{value if bare else _toml(value)}`"


def _is_euro(field: dict[str, Any]) -> bool:
    return {"number", "string"} <= {choice.get("type") for choice in field.get("anyOf", ())}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
