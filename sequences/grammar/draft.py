"""What of a sequence file can be understood, although other parts of it are wrong: so all is reported at once."""

from __future__ import annotations

import copy
import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from contacts.medium import Purpose
from sequences.grammar.positions import Path
from sequences.grammar.schema import (
    ConditionsTable,
    LimitsTable,
    ReplyTable,
    SequenceTable,
    StepTable,
    WindowTable,
)
from sequences.grammar.toml_source import Source

_TIMES = frozenset({"day", "event", "after"})
_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Draft:
    """The valid tables of a file. `steps` maps a step's index to its table; `ids` all ids in file order, as written."""

    name: str
    source: Source
    head: SequenceTable | None
    who: ConditionsTable
    limits: LimitsTable
    window: WindowTable | None
    steps: Mapping[int, StepTable]
    ids: tuple[object, ...]
    replies: Mapping[str, ReplyTable]
    reply_keys: tuple[str, ...]
    torn: frozenset[int]

    def is_torn(self, number: object) -> bool:
        """True when a step has lost a key to a slip or a misspelling: what it lacks is known already."""
        return number in self.torn or bool(self.source.lost & _TIMES)

    def purpose(self, step: StepTable) -> Purpose | None:
        """The purpose of a step, None when it depends on a header that cannot be read."""
        word = step.purpose or (self.head.purpose if self.head else None)
        return Purpose(word) if word else None


def read(model: type[_M], raw: object) -> _M | None:
    """The table, or None when it is wrong (which has been reported already)."""
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None


def _readable(model: type[_M], raw: object) -> object:
    """The table without keys that are unknown and conditions that are wrong, so that the rest can be checked."""
    try:
        model.model_validate(raw)
    except ValidationError as error:
        raw = copy.deepcopy(raw)
        for *parents, name in {cut for detail in error.errors(include_url=False) if (cut := _cut(model, detail))}:
            table = functools.reduce(operator.getitem, parents, cast("Any", raw))
            del table[name]
    return raw


def _cut(model: type[BaseModel], detail: ErrorDetails) -> Path:
    """The path to leave out because of an error, () when the table cannot do without it."""
    path = detail["loc"]
    if detail["type"] == "extra_forbidden":
        return path
    depth = 1 if model is ConditionsTable else 2 if path[:1] == ("only_if",) else len(path) + 1
    return path[:depth] if len(path) >= depth else ()


def draft_of(source: Source, data: Mapping[str, Any], name: str) -> Draft:
    """Read each table of a file for itself."""
    raw_steps = data.get("step")
    listed = raw_steps if isinstance(raw_steps, list) else []
    known = [_readable(StepTable, raw) for raw in listed]
    steps = {number: step for number, raw in enumerate(known) if (step := read(StepTable, raw))}
    raw_replies = data.get("on_reply")
    replies = raw_replies if isinstance(raw_replies, dict) else {}
    return Draft(
        name=name,
        source=source,
        head=read(SequenceTable, _readable(SequenceTable, data.get("sequence"))),
        who=read(ConditionsTable, _readable(ConditionsTable, data.get("who", {}))) or ConditionsTable(),
        limits=read(LimitsTable, data.get("limits", {})) or LimitsTable(),
        window=read(WindowTable, data.get("window")),
        steps=steps,
        ids=tuple(raw.get("id") if isinstance(raw, dict) else None for raw in listed),
        replies={label: table for label, raw in replies.items() if (table := read(ReplyTable, raw))},
        reply_keys=tuple(replies),
        torn=frozenset(number for number, raw in enumerate(listed) if raw != known[number]),
    )
