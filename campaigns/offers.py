"""Which authorised offer a message may make: one that still holds, and never one again that has ended for this person.

An offer with an untrue limit is unlawful whatever happens (Anhang Nr. 7 zu § 3 Abs. 3 UWG): the end that was told to
somebody is written down with the contact, and a later date in config.toml does not bring the offer back for them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LETTER_DAYS = 7
"""So long before its end at least a letter must be made: a limit that is over when the letter arrives is untrue."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of config.toml with all its conditions (§ 6 Abs. 1 Nr. 3 DDG); `ends_on` is the last day it holds.

    `steps`: the steps that make it, as `sequence/step`.
    """

    id: str
    title: str
    price: str
    conditions: str
    terms_url: str
    ends_on: date
    steps: frozenset[str]
    limit_reason: str = ""

    @property
    def mark(self) -> str:
        """What is written down when the offer has been made: which, and the end that was told."""
        return f"{self.id}@{self.ends_on.isoformat()}"


def offer_for(
    offers: Iterable[Offer], step: str, today: date, made: Iterable[str], *, by_letter: bool = False
) -> Offer | None:
    """The offer that `step` (sequence/step) makes on the local day `today`; `made`: marks this person got before."""
    last = today + timedelta(days=LETTER_DAYS) if by_letter else today
    over = {mark.rpartition("@")[0] for mark in made if _ended(mark, today)}
    return next(
        (one for one in offers if step in one.steps and last <= one.ends_on and one.id not in over),
        None,
    )


def _ended(mark: str, today: date) -> bool:
    end = mark.rpartition("@")[2]
    return bool(end) and date.fromisoformat(end) < today
