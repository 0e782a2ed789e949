"""The description of the interface (OpenAPI 3.1), made from the bodies and the table of calls."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel

from web.api.bodies import BODIES
from web.api.reading import MAX_ROWS

PREFIX = "/api/v1"

SUMMARIES = {
    "cancellations": "A cancellation was received",
    "returned": "A former customer is back",
    "outcomes": "A task was done",
    "activities": "Somebody was contacted elsewhere",
    "objections": "Somebody wants no advertising",
    "consents-withdrawn": "Somebody has withdrawn a consent",
}


class Note(BaseModel):
    """One field: what is wrong with it or what became of it (German), and what it may hold."""

    field: str
    problem: str
    allowed: list[str]


class Done(BaseModel):
    """What the call did. `unchanged`: it was known already."""

    effect: str
    notes: list[Note]


class Row(BaseModel):
    """What became of one report of a list; `row` counts from 1, `status` is what it would have got alone."""

    row: int
    status: int
    effect: str | None = None
    notes: list[Note] = []
    error: str | None = None
    message: str | None = None
    problems: list[Note] = []


class Batch(BaseModel):
    """What became of a list of reports. `effect`: new when one of them did something new."""

    effect: str
    notes: list[Note]
    rejected: int
    rows: list[Row]


class Problem(BaseModel):
    """Nothing was done. `error` is for programs, `message` a German sentence."""

    error: str
    message: str
    problems: list[Note]


class Task(BaseModel):
    """A task without its words: those are for people."""

    task: str
    contact: str
    kind: str
    state: str
    assignee: str | None
    sample: bool
    outcomes: list[str]
    created_at: str
    due_at: str
    expires_at: str | None
    ended_at: str | None


_REFUSALS = {
    400: "The body is no JSON object in UTF-8, a key stands twice, or the key of the call is none",
    401: "Nobody known has signed this, or too long ago",
    403: "The caller may not do this",
    404: "There is no such thing",
    408: "The body came too slowly",
    409: "The key was used for another body (key_reused), or the task is over (not_open)",
    413: "The body is larger than 262144 bytes",
    415: "The body is no application/json",
    422: "A field is missing or wrong; nothing was done",
    429: "Too many calls in a minute; never for an objection or a withdrawal",
    500: "Our fault; nothing was done",
    503: "Not possible now; send it again later",
}
SECURITY: list[dict[str, list[str]]] = [{"standard": []}, {"bearer": []}, {"hubspot": []}]


def document(base_url: str, reasons: Collection[str]) -> dict[str, Any]:
    """The whole description; `reasons` are the words for why somebody leaves."""
    schemas = _schemas()
    schemas["Cancellation"]["properties"]["reason"]["enum"] = sorted(reasons)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wiedersehen",
            "version": "1",
            "description": "Reports of other systems. Sentences for people are German.",
        },
        "servers": [{"url": base_url}],
        "security": SECURITY,
        "paths": {f"{PREFIX}/{kind}": {"post": _call(kind, model)} for kind, model in BODIES.items()}
        | {f"{PREFIX}/tasks/{{task}}": {"get": _task()}, f"{PREFIX}/openapi.json": {"get": _self()}},
        "components": {"schemas": schemas, "securitySchemes": _schemes()},
    }


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    models: list[type[BaseModel]] = [*BODIES.values(), Done, Batch, Problem, Note, Task]
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {})
        found[model.__name__] = schema
    return found


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _either(name: str, other: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": {"anyOf": [_ref(name), other]}}}


def _rows(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name), "minItems": 1, "maxItems": MAX_ROWS}


def _refusals(*codes: int) -> dict[str, Any]:
    return {str(code): {"description": _REFUSALS[code], "content": _json("Problem")} for code in codes}


def _call(kind: str, model: type[BaseModel]) -> dict[str, Any]:
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Your own name for this call; with Standard Webhooks it is the webhook-id",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    }
    return {
        "operationId": kind,
        "summary": SUMMARIES[kind],
        "description": (model.__doc__ or "").strip(),
        "parameters": [key],
        "requestBody": {"required": True, "content": _either(model.__name__, _rows(model.__name__))},
        "responses": {
            "200": {"description": "Done, or known already", "content": _either("Done", _ref("Batch"))},
            "207": {"description": "Of a list some were refused, the rest is done", "content": _json("Batch")},
        }
        | _refusals(*_REFUSALS),
    }


def _task() -> dict[str, Any]:
    return {
        "operationId": "task",
        "summary": "One task",
        "parameters": [{"name": "task", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 36}}],
        "responses": {"200": {"description": "The task", "content": _json("Task")}}
        | _refusals(401, 403, 404, 429, 500, 503),
    }


def _self() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "openapi",
        "summary": "This description",
        "security": [],
        "responses": {"200": {"description": "OpenAPI 3.1", "content": content}},
    }


def _schemes() -> dict[str, Any]:
    return {
        "standard": {
            "type": "apiKey",
            "in": "header",
            "name": "webhook-signature",
            "description": "Standard Webhooks: with webhook-id and webhook-timestamp (standardwebhooks.com)",
        },
        "bearer": {"type": "http", "scheme": "bearer"},
        "hubspot": {
            "type": "apiKey",
            "in": "header",
            "name": "X-HubSpot-Signature-v3",
            "description": "HubSpot's signature v3, with X-HubSpot-Request-Timestamp",
        },
    }
