"""What of a person's data has been handed to others: letter files and mails. Ids only."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sequences.definition import Channel
from store.tables import runs

_touch = runs.touch


def letter_rows(connection: Connection, contact_pk: int) -> list[tuple[str, str]]:
    """(letter file, send id) of each letter of the person that was written into a file for the letter shop."""
    query = (
        select(runs.batch.c.external_id, _touch.c.send_id)
        .join(runs.batch_row, runs.batch_row.c.batch_id == runs.batch.c.id)
        .join(_touch, _touch.c.id == runs.batch_row.c.touch_id)
        .where(_touch.c.contact_id == contact_pk, runs.batch.c.exported_at.is_not(None))
        .order_by(runs.batch.c.external_id, _touch.c.send_id)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def mails(connection: Connection, contact_pk: int) -> list[str]:
    """Message-IDs of the mails to the person that were begun to be handed over, the oldest first."""
    query = (
        select(_touch.c.message_id)
        .join(runs.attempt, runs.attempt.c.touch_id == _touch.c.id)
        .where(_touch.c.contact_id == contact_pk, _touch.c.channel == Channel.EMAIL.value)
        .where(_touch.c.message_id.is_not(None))
        .order_by(_touch.c.id)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))
