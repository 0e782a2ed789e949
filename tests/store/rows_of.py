"""Builders for the store's tests: a person, a run, a touch, each one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from contacts.cancellation import Cancellation
from contacts.contact import Company, Contact, ContactKind, ContactPoint
from contacts.medium import Medium, Purpose
from contacts.normalize import keyed_hash
from sequences.enrollment import Anchors, EnrollmentState
from sequences.touch import TouchState
from store import cancellations, claims, enrollments, people, points, touches
from store.cases import Horizon
from store.claims import Claimed
from store.engine import Store
from store.enrollments import NewEnrollment
from store.tables import runs
from store.touches import NewTouch

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = Horizon(3650, 3650)
DAEMON, OTHER = "daemon-1", "daemon-2"


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)


def digest(medium: Medium, normalised: str) -> str:
    return keyed_hash(b"k" * 32, medium, normalised)


@dataclass
class Rows:
    """Writes rows; every method is one transaction and returns row ids."""

    store: Store
    touches_made: int = 0

    def contact(self, name: str = "K-1", *, email: str | None = None, company: str | None = None) -> int:
        point = ContactPoint(Medium.EMAIL, email or f"{name}@x.example", email or f"{name}@x.example".lower())
        person = Contact(
            name,
            f"Name {name}",
            kind=ContactKind.BUSINESS,
            company=Company(company, company) if company else None,
        )
        with self.store.write() as connection:
            pk = people.put_contact(connection, person)
            points.put(connection, pk, [point], digest)
        return pk

    def enrollment(self, contact: str = "K-1", sequence: str = "winback", **changes: Any) -> int:
        """A new cancellation of a contact (made when unknown) and its run."""
        with self.store.read() as connection:
            contact_pk = people.contact_pk(connection, contact)
        contact_pk = contact_pk or self.contact(contact)
        with self.store.write() as connection:
            company_pk = people.contact(connection, contact_pk)[2]
            enrollments.store_definition(connection, "0" * 64, sequence, "[sequence]", NOW)
            known = cancellations.newest(connection, contact_pk)
            cancellation = (
                known.pk
                if known
                else people.add_cancellation(
                    connection, Cancellation(f"KUE-{contact}", contact, NOW, "price"), contact_pk, None, NOW
                )
            )
            new = {
                "cancellation_pk": cancellation,
                "contact_pk": contact_pk,
                "company_pk": company_pk,
                "sequence": sequence,
                "definition_hash": "0" * 64,
                "group": None,
                "state": EnrollmentState.ACTIVE,
                "anchors": Anchors(NOW),
                **changes,
            }
            created = enrollments.enroll(connection, NewEnrollment(**new), NOW)
        assert created is not None
        return created

    def touch(self, enrollment: int | None = None, *, step: str = "value", **changes: Any) -> int:
        """A planned touch, by default in a run (and of a person) of its own."""
        self.touches_made += 1
        enrollment = enrollment or self.enrollment(f"K-{self.touches_made}")
        columns = runs.enrollment.c
        with self.store.write() as connection:
            query = select(columns.contact_id, columns.company_id, columns.sequence).where(columns.id == enrollment)
            contact, company, sequence = connection.execute(query).one()
            new = {
                "enrollment_id": enrollment,
                "contact_pk": contact,
                "company_pk": company,
                "sequence": sequence,
                "step": step,
                "purpose": Purpose.ADVERTISING,
                "due_at": NOW,
                "planned_on": date(2026, 3, 2),
                **changes,
            }
            created = touches.plan(connection, NewTouch(**new), f"{enrollment}|{step}", NOW)
        assert created is not None
        return created

    def claimed(self, touch_id: int | None = None, owner: str = DAEMON) -> Claimed:
        """A claimed touch (a new one when none is given)."""
        touch_id = touch_id or self.touch()
        with self.store.write() as connection:
            found = claims.claim(connection, NOW, owner, 1000)
        return next(claim for claim in found if claim.id == touch_id)

    def in_state(self, state: TouchState, touch_id: int | None = None, owner: str = DAEMON, **values: Any) -> Claimed:
        """A touch that has been claimed and moved on to `state`."""
        claim = self.claimed(touch_id, owner)
        steps = {TouchState.EXPORTED: [TouchState.BATCHED], TouchState.UNCERTAIN: [TouchState.SENDING]}
        path = [TouchState.CLAIMED, *steps.get(state, []), state]
        with self.store.write() as connection:
            for old, new in pairwise(path):
                assert touches.move(connection, claim.id, claim.fence, old, new, made_at=NOW, **values)
        return claim

    def column(self, touch_id: int, name: str) -> Any:
        with self.store.read() as connection:
            return connection.execute(select(runs.touch.c[name]).where(runs.touch.c.id == touch_id)).scalar_one()

    def state(self, touch_id: int) -> TouchState:
        return TouchState(self.column(touch_id, "state"))
