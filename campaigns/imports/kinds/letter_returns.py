"""letter-returns: send_id* as printed, status, reason in the words of the post, new_address, returned_at."""

from __future__ import annotations

from campaigns.imports.rows import LetterReturnRow, ReturnStatus
from campaigns.imports.schema import Column, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import identifier, one_of, text

_WORDS = {
    "unzustellbar": ReturnStatus.UNDELIVERABLE,
    "unbekannt": ReturnStatus.UNDELIVERABLE,
    "unbekannt verzogen": ReturnStatus.UNDELIVERABLE,
    "empfänger unbekannt": ReturnStatus.UNDELIVERABLE,
    "anschrift ungenügend": ReturnStatus.UNDELIVERABLE,
    "nicht abgeholt": ReturnStatus.UNDELIVERABLE,
    "verzogen": ReturnStatus.MOVED,
    "umgezogen": ReturnStatus.MOVED,
    "empfänger verzogen": ReturnStatus.MOVED,
    "verstorben": ReturnStatus.DECEASED,
    "empfänger verstorben": ReturnStatus.DECEASED,
    "annahme verweigert": ReturnStatus.REFUSED,
    "verweigert": ReturnStatus.REFUSED,
}

SEND_ID = Column("send_id", identifier, required=True, typed=False)
STATUS = Column("status", one_of(ReturnStatus, german=_WORDS))
REASON = Column("reason", text(500), typed=False)
NEW_ADDRESS = Column("new_address", text(300), typed=False)
RETURNED_AT = Column("returned_at", moment)


def _row(values: Values) -> LetterReturnRow:
    """Files from before the column `status` say it in the words of the post, or not at all."""
    reason = values.get(REASON, "")
    told = _WORDS.get(" ".join(reason.casefold().split()), ReturnStatus.UNDELIVERABLE)
    return LetterReturnRow(
        send_id=values.need(SEND_ID),
        reason=reason,
        returned_at=values.get(RETURNED_AT),
        status=values.get(STATUS, told),
        new_address=values.get(NEW_ADDRESS, ""),
    )


SCHEMA = Schema(
    kind="letter-returns",
    columns=(SEND_ID, STATUS, REASON, NEW_ADDRESS, RETURNED_AT),
    build=_row,
    identity=lambda values: values.need(SEND_ID),
)
