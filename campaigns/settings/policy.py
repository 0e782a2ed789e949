"""[policy]: the contested points of law, and who signed where the house leaves the conservative default."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from compliance.policy import Policy, Release
from contacts import normalize
from sequences.grammar.values import Line, Months, Table


class ReleaseTable(Table):
    by: Line = Field(description="wer freigegeben hat (Datenschutzbeauftragte)")
    on: date = Field(description="wann")
    reason: Line = Field(description="warum")


class PolicyTable(Table):
    existing_customer_after_end_days: int = Field(
        default=0, ge=0, le=730, description="Bestandskundenwerbung nach Vertragsende (§ 7 Abs. 3 UWG), Tage"
    )
    consent_max_idle_months: Months = Field(
        default=24, gt=0, description="danach gilt eine Einwilligung als verbraucht"
    )
    free_trial_is_sale: bool = Field(default=False, description="zählt der kostenlose Test als Verkauf?")
    b2b_presumed_consent: Literal["manual", "off"] = Field(default="manual", description="Anruf bei Firmen")
    linkedin_invites: bool = Field(default=False, description="Kontaktanfragen ohne Text")
    sms_existing_customer: bool = Field(default=False, description="SMS an Bestandskunden")
    post_max_age_months: Months = Field(default=24, gt=0, description="Briefe bis so lange nach Vertragsende")
    robinson: Literal["deny", "allow"] = Field(default="deny", description="Treffer in der Robinsonliste")
    tracking_clicks: bool = Field(default=False, description="Klicks messen")
    unsubscribe_scope: Literal["email", "global"] = Field(default="email", description="was ein Abmeldeklick sperrt")
    ambiguous_objection_scope: Literal["global", "channel"] = Field(
        default="global", description="unklarer Widerspruch"
    )
    similarity: dict[Line, list[Line]] = Field(
        default={},
        description="Produkt des Vertrags: ähnliche eigene Produkte (§ 7 Abs. 3 Nr. 2 UWG); leer = nur dasselbe",
    )
    release: dict[str, ReleaseTable] = Field(default={}, description="Freigaben, je Feld eine")

    def value(self) -> Policy:
        """The policy as the rulebook knows it."""
        plain = {name: getattr(self, name) for name in type(self).model_fields if name not in ("release", "similarity")}
        similar = {
            normalize.product(one): sorted(map(normalize.product, more)) for one, more in self.similarity.items()
        }
        releases = tuple((name, Release(r.by, r.on, r.reason)) for name, r in sorted(self.release.items()))
        similarity = tuple((one, tuple(more)) for one, more in sorted(similar.items()))
        return Policy(**plain, similarity=similarity, releases=releases)
