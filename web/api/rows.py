"""Several reports of one kind in one call: each has its own effect, its own answer and its number."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from campaigns.api.answer import Answer, Refused

Take = Callable[[Any, str | None, bytes], Awaitable[Answer]]
"""Takes one report: its value, the name of its call (None for none) and its bytes."""

_OK: Final = 200
_SOME: Final = 207
_LATER: Final = 503
_ORDER: Final = ("new", "changed", "unchanged")


async def take_rows(take: Take, rows: Sequence[Any], key: str | None) -> Answer:
    """Every row for itself, in their order: one that is refused stands in nobody's way.

    200 when all were taken, 207 when not, 503 as soon as none can be taken now. A row is known again by the key of the
    call and its place, so that the same list, mended where it was refused, may come again.
    """
    told: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        said = json.dumps(row, sort_keys=True, default=str).encode()
        try:
            answer = await take(row, f"{key} {number}" if key is not None else None, said)
        except Refused as refused:
            answer = refused.answer
        if answer.status == _LATER:
            return answer
        told.append({"row": number, "status": answer.status, **answer.body})
    taken = [one["effect"] for one in told if one["status"] == _OK]
    effect = next((one for one in _ORDER if one in taken), "unchanged")
    done = {"effect": effect, "notes": [], "rejected": len(told) - len(taken), "rows": told}
    return Answer(_OK if len(taken) == len(told) else _SOME, done)
