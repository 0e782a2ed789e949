"""`tasks done TASK --contract`: a declaration that nothing could assign gets its contract, and its end is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from campaigns.pages.assigning import assign
from campaigns.pages.declaring import declare
from campaigns.pages.typed import Typed
from contacts.cancellation import DeclarationKind
from store import operation, permissions
from store.tables import desk, people, permission
from store.tables import operation as log
from tests.campaigns.erased_person import pk_of
from tests.campaigns.house_of import HouseOf, house_of
from tests.web.conftest import FIRM


@pytest.fixture
def one(tmp_path: Path) -> HouseOf:
    lived = house_of(tmp_path, company=FIRM)
    lived.switch(operation.ACTIVATED, "1")
    lived.customer("K-1")
    typed = Typed(
        kind=DeclarationKind.CANCELLATION,
        name="Wiebke Petersen",
        contract="",
        email_typed="privat@anders.example",
        email="privat@anders.example",
        ground="Bitte keine Werbung mehr.",
        nonce="n-1",
    )
    declare(lived.house, typed)
    lived.play(hours=2)
    return lived


def _task(one: HouseOf) -> tuple[str, int]:
    table = desk.task
    (found,) = one.rows(select(table.c.external_id, table.c.contact_id).where(table.c.kind == "review_cancellation"))
    return found


def test_the_end_is_told_and_the_no_reaches_the_customer(one: HouseOf) -> None:
    task, stranger = _task(one)
    assert pk_of(one, "K-1") != stranger
    before = len(one.carrier.mails)
    assert assign(one.house, task, stranger, "V-K-1", "jana") is None
    assert assign(one.house, task, stranger, "V-K-1", "jana") is None, "twice is once"
    (named, end) = one.rows(select(people.cancellation.c.contract_id, people.cancellation.c.confirmed_end))[0]
    assert named is not None
    assert end is not None
    one.play(days=2)
    assert [mail.envelope_to for mail in list(one.carrier.mails)[before:]].count("privat@anders.example") >= 1
    with one.house.store.read() as connection:
        assert [row.contact for row in permissions.objections(connection, pk_of(one, "K-1"))] == ["K-1"]
    assert len(one.rows(select(log.audit_event.c.id).where(log.audit_event.c.event == "cancellation_assigned"))) == 1


def test_what_does_not_fit_changes_nothing(one: HouseOf) -> None:
    task, stranger = _task(one)
    assert "gibt es nicht" in str(assign(one.house, task, stranger, "V-404", "jana"))
    assert "keine Erklärung" in str(assign(one.house, "review-form-404", stranger, "V-K-1", "jana"))
    assert one.rows(select(people.cancellation.c.contract_id)) == [(None,)]
    assert (
        one.rows(select(permission.objection.c.id).where(permission.objection.c.contact_id == pk_of(one, "K-1"))) == []
    )
