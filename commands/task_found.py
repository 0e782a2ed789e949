"""The task a person means: its id, or a beginning of it that only one has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import FINDINGS, fail

if TYPE_CHECKING:
    from campaigns.house import House

Task = Annotated[str, typer.Argument(help="Kennung der Aufgabe; ihr Anfang genügt, solange er eindeutig ist")]

_SUGGESTED = 5


def find(house: House, task: str) -> dict[str, Any]:
    """The task with this id, or with the only id that begins like this."""
    from store import tasks as stored

    with house.store.read() as connection:
        row = stored.show(connection, task)
        near = [] if row is not None or not task else stored.beginning_with(connection, task, _SUGGESTED + 1)
        if len(near) == 1:
            row = stored.show(connection, near[0])
    if row is None and near:
        more = " …" if len(near) > _SUGGESTED else ""
        fail(f"„{task}“ ist nicht eindeutig: {', '.join(near[:_SUGGESTED])}{more}", FINDINGS)
    if row is None:
        fail(f"Die Aufgabe {task} gibt es nicht. Alle zeigt: wiedersehen tasks list --all", FINDINGS)
    return row
