"""Scores, segments and groups of a person, and the logic behind them in words (Art. 15 Abs. 1 lit. h DSGVO)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from campaigns.evidence.standing import MEDIA, forbids, standing
from campaigns.house import House
from campaigns.reason_words import CANCELLATION_REASONS, SEGMENTS, TIERS
from contacts.segment import LONG_TENURE_MONTHS, segment_of
from store import cancellations, enrollments, people
from store.dossier import Subject

_TIER = (
    "Die Kundengruppe kommt aus unserer Kundenkartei. Sie bestimmt, welche Sequenz passt und wie oft ein Anruf "
    "versucht werden darf, sonst nichts."
)
_SHORT_MONTHS = LONG_TENURE_MONTHS // 4
_SEGMENT = (
    "Das Segment folgt aus festen Fragen in dieser Reihenfolge: Kundengruppe hoch oder strategisch; sonst der Grund "
    "der Kündigung (fehlende Funktion; Wettbewerber, nur wenn die Person ihn selbst genannt hat; Umzug, Geld, "
    "Lebensphase, Projektende; selten genutzt); sonst niedrige Kundengruppe oder weniger als "
    f"{_SHORT_MONTHS} Monate Kunde; sonst „aktiver Nutzer“. Es wählt Texte aus; niemand bekommt dadurch andere "
    "Rechte oder Preise."
)
_GROUP = (
    "Ob jemand zur Vergleichsgruppe gehört (keine Werbung, um deren Wirkung zu messen) und welche Fassung eines "
    "Textes er bekommt, folgt aus einer Prüfsumme der Kundenkennung: ein Zufall, der sich wiederholen lässt, ohne "
    "Ansehen der Person."
)
_RULES = (
    "Vor jeder Nachricht werden alle Rechtsregeln, Widersprüche, Einwilligungen und Obergrenzen geprüft; jede "
    "Entscheidung steht mit ihrem Grund in dieser Auskunft. Gewichte, Wahrscheinlichkeiten oder lernende Verfahren "
    "gibt es nicht."
)
_NO_SEGMENT = "Wird nicht mehr gebildet: die Person hat der Werbung widersprochen (Art. 21 Abs. 2 DSGVO)."


def logic(connection: Connection, house: House, who: Subject) -> list[dict[str, Any]]:
    """Name, value (None: none) and the German words for how it comes about."""
    return list(_logic(connection, house, who)) if who.contact_pk is not None else []


def _logic(connection: Connection, house: House, who: Subject) -> Iterator[dict[str, Any]]:
    if who.contact_pk is None:
        return
    contact, _, _ = people.contact(connection, who.contact_pk)
    newest = cancellations.newest(connection, who.contact_pk)
    yield {"name": "Kundengruppe", "value": TIERS[contact.tier.value], "logic": _TIER}
    if newest is not None:
        reason = newest.cancellation.reason
        segment = SEGMENTS[segment_of(contact, newest.cancellation).value]
        if _objected(connection, house, who.contact_pk):
            yield {"name": "Segment", "value": None, "logic": _NO_SEGMENT}
        else:
            yield {"name": "Segment", "value": segment, "logic": _SEGMENT}
        words = CANCELLATION_REASONS.get(reason, reason)
        yield {"name": "Grund der Kündigung", "value": words, "logic": "von der Person genannt oder so verstanden"}
    for run in enrollments.of_contact(connection, who.contact_pk):
        value = "Vergleichsgruppe" if run["state"] == "holdout" else "keine Vergleichsgruppe"
        yield {"name": f"Gruppe in der Sequenz {run['sequence']}", "value": value, "logic": _GROUP}
    yield {"name": "Entscheidungen", "value": None, "logic": _RULES}


def _objected(connection: Connection, house: House, contact_pk: int) -> bool:
    """Against all advertising: then nobody is put into a segment any more (Art. 21 Abs. 2 DSGVO)."""
    person = standing(connection, house, contact_pk, house.clock.now())
    return forbids(person.objections) >= set(MEDIA)
