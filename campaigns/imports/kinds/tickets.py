"""tickets: ticket_id*, contact_id*, opened_at*, closed_at, priority low|normal|high|critical, subject."""

from __future__ import annotations

from campaigns.imports.rows import TicketPriority, TicketRow
from campaigns.imports.schema import Column, Problem, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import identifier, one_of, text

TICKET_ID = Column("ticket_id", identifier, required=True, typed=False)
CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
OPENED_AT = Column("opened_at", moment, required=True)
CLOSED_AT = Column("closed_at", moment)
PRIORITY = Column("priority", one_of(TicketPriority))
SUBJECT = Column("subject", text(500), typed=False)


def _build(values: Values) -> TicketRow | Problem:
    opened, closed = values.need(OPENED_AT), values.get(CLOSED_AT)
    if closed is not None and closed < opened:
        return Problem("Das Ticket wurde geschlossen, bevor es geöffnet wurde.", CLOSED_AT.name)
    return TicketRow(
        external_id=values.need(TICKET_ID),
        contact_id=values.need(CONTACT_ID),
        opened_at=opened,
        subject=values.get(SUBJECT, ""),
        priority=values.get(PRIORITY, TicketPriority.NORMAL),
        closed_at=closed,
    )


SCHEMA = Schema(
    kind="tickets",
    columns=(TICKET_ID, CONTACT_ID, OPENED_AT, CLOSED_AT, PRIORITY, SUBJECT),
    build=_build,
    identity=lambda values: values.need(TICKET_ID),
)
