"""A demand in the note of a reported outcome: the caller is told what to do, and no word of the note is kept with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from store.tables import handover
from tests.web.api.test_agreed import reached, told

__all__ = ["told"]


@pytest.mark.parametrize("over", [False, True])
def test_the_answer_is_kept_without_the_words_of_the_note(told, over):
    """What is kept of a call names nobody, so no erasure comes by (Art. 17 DSGVO)."""
    if over:
        reached(told)
    notes = told.signed(
        "outcomes",
        {"task_id": "T-1", "outcome": "reached", "by": "Ben", "note": "Sie will keine Werbung mehr, so Geheim."},
        key="m-1",
    ).json()["notes"]
    assert "wiedersehen replies relabel" in str(notes)
    kept = told.lived.rows(select(handover.api_call.c.answer))
    assert "wiedersehen replies relabel" in str(kept)
    assert "Geheim" not in str(kept)
