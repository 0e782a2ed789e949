"""A step's task, stored in the transaction of its go: whose it is, by when, and what may take it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.desk import assigning
from campaigns.house import House
from campaigns.inside import is_inside
from channels.channel import NewTask
from sequences.definition import Channel, Sequence
from store import operation, tasks
from store.case import Case
from store.tasks import TaskRow
from tasks.kinds import OF_A_MESSAGE


def open_task(
    house: House, connection: Connection, case: Case, sequence: Sequence, channel: Channel, task: NewTask, now: datetime
) -> None:
    """Store the task that a step asks for.

    Work in the house rides no channel, so an objection to one leaves it; an approval goes with all advertising.
    """
    step = sequence.step(case.touch.step)
    placed = assigning.place(house, connection, case, step, task, now)
    inside = is_inside(step, channel)
    row = TaskRow(
        external_id=task.send_id,
        contact_pk=case.enrollment.contact_pk,
        kind=task.kind,
        title=task.title,
        brief=task.brief,
        guide=task.guide,
        due_at=placed.due_at,
        touch_id=case.touch.id,
        channel="" if inside else channel.value,
        assignee=placed.assignee,
        expires_at=placed.expires_at,
        sample=operation.switch(connection, operation.ACTIVATED) is None,
        advertising=case.touch.purpose.is_advertising and (not inside or task.kind in OF_A_MESSAGE),
        priority=placed.priority,
        snoozed_until=placed.begins_at,
        snooze_reason=assigning.COOLING if placed.begins_at is not None else "",
        stands_in_for=placed.stands_in_for,
    )
    tasks.add(connection, row, now)
