"""A lived-in house with its public pages, and a browser of Starlette's in front of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Column, select
from starlette.testclient import TestClient

from campaigns.rendering.case import Company
from campaigns.tokens import PREFERENCES, UNSUBSCRIBE
from store.tables import metadata, permission
from tests.campaigns.house_of import HouseOf, house_of
from tests.mail.looks import browser
from web.public.app import public_app

FIRM = Company(
    name="Muster & Söhne <GmbH>",
    legal_form="GmbH",
    street="Hauptstraße 1",
    postcode="70173",
    city="Stuttgart",
    register_court="Amtsgericht Stuttgart",
    register_number="HRB 7",
    directors=("Ute Muster",),
    email="team@firma.test",
    phone="+49 711 123",
    privacy_url="https://firma.test/datenschutz",
    data_protection_email="daten@firma.test",
)
URLENCODED = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Counter:
    """Somebody who got advertising, in front of the public pages: `lived` is the house behind them."""

    lived: HouseOf
    send_id: str
    client: TestClient

    @property
    def stop(self) -> str:
        """The path of the unsubscribe link of her mail."""
        return f"/abmelden/{self.lived.house.tokens.sign(UNSUBSCRIBE, self.send_id)}"

    @property
    def wishes(self) -> str:
        """The path of the preference link of her mail."""
        return f"/einstellungen/{self.lived.house.tokens.sign(PREFERENCES, self.send_id)}"

    def objections(self) -> list[tuple[object, ...]]:
        """(scope, via) of every declaration."""
        columns = permission.objection.c
        return sorted(set(self.lived.rows(select(columns.scope, columns.via))))

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of the database: what must be the same when nothing may change."""
        return {table.name: self.lived.rows(select(table)) for table in metadata.sorted_tables}

    def column(self, column: Column[object]) -> list[object]:
        """The values of one column, by row."""
        return [value for (value,) in self.lived.rows(select(column).order_by(column.table.c.id))]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """Wiebke, who has a proven e-mail consent, has cancelled; her first advertising is planned."""
    lived = house_of(tmp_path, company=FIRM)
    lived.consenting(phone="+49 431 1234567")
    (send_id,) = lived.touches("send_id", step="value")[0]
    with TestClient(public_app(lived.house), raise_server_exceptions=False, follow_redirects=False) as client:
        yield Counter(lived, str(send_id), client)
    lived.close()


@pytest.fixture(scope="module")
def running(pages: dict[str, str]) -> Iterator[Browser]:
    """Chromium, begun after a module's `pages`: its own event loop suffers no other in its thread."""
    assert pages
    with browser() as found:
        yield found
