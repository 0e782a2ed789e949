"""[replies]: what an answer and a mail that comes back do beyond the person herself."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from campaigns.house import ReplyTerms
from sequences.grammar.values import Count, Table, german

_Percent = Annotated[float, Field(gt=0, le=100)]


def _authserv(value: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,250}[A-Za-z0-9])?", value):
        return value
    raise german(f"„{value}“ ist kein Name eines Mailservers; erlaubt ist zum Beispiel mx.firma.de")


class Replies(Table):
    colleagues: Literal["pause", "stop", "none"] = Field(
        default="pause",
        description="antwortet jemand aus der Firma, gilt für ihre übrigen Leute: pause, stop oder none",
    )
    authserv_id: Annotated[str, AfterValidator(_authserv)] | None = Field(
        default=None, description="Name des eigenen Mailservers in Authentication-Results (RFC 8601)"
    )
    soft_bounces_in_a_row: Count = Field(
        default=3, description="so oft hintereinander vorübergehend unzustellbar, dann ruht Werbung an die Adresse"
    )
    blocks_until_pause: Count = Field(
        default=3, description="so viele Abweisungen des Absenders in 24 Stunden halten die Werbung an"
    )
    max_bounce_rate: _Percent = Field(default=2.0, description="Prozent Werbemails an tote Adressen, dann hält sie an")
    max_complaint_rate: _Percent = Field(default=0.3, description="Prozent Beschwerden über Werbemails, ebenso")
    min_sample: Count = Field(default=200, description="ab so vielen Werbemails wird gerechnet")
    rate_days: Annotated[int, Field(ge=1, le=90)] = Field(default=7, description="in so vielen Tagen")

    max_blind_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=24, description="so lange ungelesen, dann wartet Werbung: niemand weiß, wer widersprochen hat"
    )

    @property
    def terms(self) -> ReplyTerms:
        """The terms as the house knows them; rates as parts of one."""
        return ReplyTerms(
            colleagues=self.colleagues,
            authserv_id=(self.authserv_id or "").casefold(),
            soft_bounces_in_a_row=self.soft_bounces_in_a_row,
            blocks_until_pause=self.blocks_until_pause,
            max_bounce_rate=self.max_bounce_rate / 100,
            max_complaint_rate=self.max_complaint_rate / 100,
            min_sample=self.min_sample,
            rate_days=self.rate_days,
        )
