"""Whom a task is about and what it is for: read once, as of now. What its purpose does not need is not even shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from campaigns.house import House
from cases.authority import PERIOD
from contacts.cancellation import Cancellation
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from store import agreed, briefs, cancellations, cases, ledger, observations, people
from store.case import ConsentRow, Wishes
from tasks.kinds import INSIDE, OF_A_MESSAGE

ANSWER_DAYS = 540
"""So far back answers, scores and tickets are read; older ones say nothing about today."""
_LATEST = 5
_NOTES = 3


class Occasion(StrEnum):
    """Why somebody is spoken with: it decides what may be on the desk (Art. 5 Abs. 1 Buchst. b, c DSGVO)."""

    ADVERTISING = "advertising"
    SURVEY = "survey"
    REQUEST = "request"
    COMPLAINT = "complaint"
    CONTRACT = "contract"


_ASKED = frozenset({"callback", "answer_reply", "read_reply", "taken_back"})
_ADVERTISES = frozenset({"call", "meeting", "linkedin"})
_COMPLAINT = "service/complaint"


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything on file that a brief may draw on. Times aware UTC; lists newest first unless they say otherwise.

    `step` is `sequence/step` of a task that a sequence asked for, else empty. `offered`: (mark of the offer,
    day), oldest first. `conceded`: what was conceded in conversations; `lately`: how often whoever has the task did so
    alone within cases.authority.PERIOD.
    """

    task: Mapping[str, Any]
    occasion: Occasion
    step: str
    contact: Contact
    points: tuple[ContactPoint, ...]
    cancellation: Cancellation | None
    contract: Contract | None
    consents: tuple[ConsentRow, ...]
    wishes: Wishes
    seen: Sequence[Mapping[str, Any]]
    touches: Sequence[Mapping[str, Any]]
    notes: Sequence[Mapping[str, Any]]
    answers: Sequence[Mapping[str, Any]]
    promises: Sequence[Mapping[str, Any]]
    offered: Sequence[tuple[str, date]]
    conceded: Sequence[Mapping[str, Any]]
    lately: int
    restricted: bool

    @property
    def phone(self) -> str:
        """The numbers on file, as they were written."""
        return ", ".join(one.raw for one in self.points if one.medium is Medium.PHONE and one.valid)

    @property
    def email(self) -> str:
        """The mail addresses on file, as they were written."""
        return ", ".join(one.raw for one in self.points if one.medium is Medium.EMAIL and one.valid)

    @property
    def profile(self) -> str:
        """The address of the LinkedIn profile, empty without one."""
        found = (one.normalised for one in self.points if one.medium is Medium.LINKEDIN_DM and one.valid)
        return next((f"https://www.{one}" for one in found), "")

    @property
    def reason(self) -> str:
        """The stated reason; a competitor counts only with the customer's own word (OLG Köln 6 U 73/10)."""
        found = self.cancellation
        if found is None or found.reason == "unknown":
            return ""
        return "" if found.reason == "competitor_offer" and not self.competitor_told else found.reason

    @property
    def competitor_told(self) -> bool:
        """True when the customer herself spoke of another provider."""
        return self.cancellation is not None and self.cancellation.competitor_source == "customer"

    def of(self, kind: str, since: datetime | None = None) -> list[Mapping[str, Any]]:
        """What was observed of one kind (tickets, nps, usage, exit_survey)."""
        return [one for one in self.seen if one["kind"] == kind and (since is None or one["at"] >= since)]


def subject_of(house: House, task: Mapping[str, Any]) -> Subject:
    """Read everything about the person of `task` (store.tasks.show), in one transaction."""
    now = house.clock.now()
    pk = task["contact_id"]
    with house.store.read() as connection:
        contact, points, company_pk = people.contact(connection, pk)
        firms = {company_pk} if company_pk is not None else set()
        around = cases.surroundings(connection, {pk}, firms, now, house.horizon)
        surrounding = around(pk, company_pk, contact.external_id)
        occasion, step, cancellation, contract = _about(house, connection, task, now)
        since = now - timedelta(days=ANSWER_DAYS)
        return Subject(
            task=task,
            occasion=occasion,
            step=step,
            contact=contact,
            points=points,
            cancellation=cancellation,
            contract=contract,
            consents=surrounding["consents"],
            wishes=surrounding["wishes"],
            seen=observations.of_contact(connection, pk, since),
            touches=ledger.latest(connection, pk, _LATEST),
            notes=briefs.notes(connection, pk, _NOTES),
            answers=briefs.answers(connection, pk, since, _NOTES),
            promises=briefs.promises(connection, pk),
            offered=briefs.offers_made(connection, pk),
            conceded=agreed.uses(connection, pk),
            lately=agreed.alone_since(connection, task["assignee"] or contact.owner_email or "", now - PERIOD),
            restricted=task["restricted_at"] is not None,
        )


def _about(
    house: House, connection: Connection, task: Mapping[str, Any], now: datetime
) -> tuple[Occasion, str, Cancellation | None, Contract | None]:
    loaded = cases.load(connection, [task["touch_id"]], now, house.horizon) if task["touch_id"] is not None else []
    if not loaded:
        found = cancellations.newest(connection, task["contact_id"])
        return _of_kind(task["kind"]), "", found.cancellation if found else None, found.contract if found else None
    case = loaded[0]
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    step = sequence.step(case.touch.step)
    name = f"{case.enrollment.sequence}/{case.touch.step}"
    return _of_step(step.template, step.purpose, task["kind"]), name, case.cancellation, case.contract


def _of_kind(kind: str) -> Occasion:
    if kind == "exit_interview":
        return Occasion.SURVEY
    if kind in _ASKED:
        return Occasion.REQUEST
    return Occasion.ADVERTISING if kind in _ADVERTISES else Occasion.CONTRACT


def _of_step(template: str, purpose: Purpose, kind: str) -> Occasion:
    if kind in INSIDE - OF_A_MESSAGE:
        return Occasion.CONTRACT  # a colleague's own work needs no reasons, values and scores
    if template.startswith(_COMPLAINT):
        return Occasion.COMPLAINT
    if purpose is Purpose.SURVEY or kind == "exit_interview":
        return Occasion.SURVEY
    if purpose.is_advertising:
        return Occasion.ADVERTISING
    return Occasion.REQUEST if purpose is Purpose.SERVICE else Occasion.CONTRACT
