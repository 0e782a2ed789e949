"""[retention]: how long the house keeps what no statute has a term for, and whether it erases persons by itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from campaigns.house import RetentionTerms
from sequences.grammar.values import Table

_Days = Annotated[int, Field(ge=1, le=3650)]


class Retention(Table):
    enabled: bool = Field(
        default=False, description="darf der Dienst Personen von selbst löschen, deren Zweck sich erledigt hat?"
    )
    contacts_after_months: Annotated[int, Field(ge=1, le=120)] = Field(
        default=24, description="so viele Monate nach Vertragsende und letztem Kontakt"
    )
    raw_reply_days: _Days = Field(default=90, description="Antworten im Ganzen (Rohfassung), Tage")
    unknown_reply_days: _Days = Field(default=90, description="Antworten, die zu niemandem gehören, Tage")
    doi_days: _Days = Field(default=30, description="unbestätigte Anmeldungen (Double-Opt-in), Tage")
    copy_days: _Days = Field(default=30, description="die alte Datenbank nach einer Rücksicherung, Tage")

    @property
    def terms(self) -> RetentionTerms:
        """The terms as the house knows them."""
        return RetentionTerms(
            contacts=self.enabled,
            contacts_after_months=self.contacts_after_months,
            raw_reply_days=self.raw_reply_days,
            unknown_reply_days=self.unknown_reply_days,
            doi_days=self.doi_days,
            copy_days=self.copy_days,
        )
