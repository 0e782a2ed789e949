"""One mail that belongs to a known contact, and the transaction it is dealt with in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from campaigns.effects import Aftermath, pause_advertising, stop_advertising
from campaigns.house import House
from campaigns.inbound.matching import FORWARDED, NOTED
from campaigns.inbound.trust import CONFIRMED, UNCONFIRMED
from contacts.contact import Contact
from replies.reply import Classified, Kind, Parsed, RawMail
from sequences.calendar import add_business_days, local_day, to_utc
from sequences.enrollment import StopReason
from store.replies import Match

Done = tuple[str, Aftermath]
"""The effect's stored word, and what has to be done after the commit."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The mail, what it was taken for, and whose it is. `stranger`: it comes from none of the person's addresses."""

    connection: Connection
    house: House
    mail: RawMail
    parsed: Parsed
    answer: Classified
    match: Match
    trust: str
    contact_pk: int
    contact: Contact
    company_pk: int | None
    stranger: bool
    now: datetime

    @property
    def touch_id(self) -> int | None:
        """The touch that is answered or came back, None when the mail cites none."""
        return self.match.touch_id

    @property
    def handed_on(self) -> bool:
        """True when a colleague of ours has sent it: the words are the person's, the sender's address is not."""
        return self.match.by == FORWARDED

    @property
    def noted(self) -> bool:
        """True when it is a note of ours about what the person said."""
        return self.match.by == NOTED

    @property
    def is_human(self) -> bool:
        """A person wrote it, as far as anybody can tell."""
        return self.answer.kind is Kind.HUMAN_REPLY

    @property
    def may_begin(self) -> bool:
        """True when a machine may begin something on this mail's word: a person wrote, and both proofs are there."""
        return self.is_human and self.trust == CONFIRMED

    @property
    def unconfirmed(self) -> bool:
        """True when nothing speaks for it that the mail is the person's own."""
        return self.stranger and self.trust == UNCONFIRMED

    def pause(self, until: datetime | None) -> None:
        """Advertising waits."""
        reason = self.answer.label.value if self.answer.label else "reply"
        pause_advertising(self.connection, self.house, self.contact_pk, until, reason)

    def stop(self, reason: StopReason) -> Aftermath:
        """Advertising ends."""
        return stop_advertising(self.connection, self.house, self.contact_pk, reason, self.now)

    def named_or_in(self, days: int) -> datetime:
        """The beginning of the working day after the return, else of the next one `days` days from now.

        Both at the person's place: her holidays, her midnight.
        """
        tz, land = self.contact.timezone, self.contact.land
        day = self.answer.resume or self.answer.return_date
        if day is None:
            day = add_business_days(local_day(self.now, tz) + timedelta(days=days - 1), 1, land)
        return to_utc(day, time(0), tz)
