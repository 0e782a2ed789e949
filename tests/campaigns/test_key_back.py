"""An objection taken in while the key was away reaches the letter at the letter shop and the open task of its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from campaigns import bootstrap
from campaigns.list_back import mend
from campaigns.pages.refused import keep_objection
from contacts.cancellation import DeclarationKind
from contacts.contact import PostalAddress
from contacts.medium import Medium
from store import operation
from store.tables import desk
from tests.campaigns.house_of import HouseOf, minimal, shipped, step
from tests.campaigns.house_parts import measured_nobody

TEXTS = {
    "offboarding": measured_nobody()["offboarding"],
    "probe": minimal(
        step("letter", "day = 1", '"letter"', "winback/day_14_story", "too_late_after_days = 9"),
        step("call", "day = 1", '"phone"', "winback/day_21_offer", "too_late_after_days = 9"),
    ),
}


@pytest.mark.parametrize("email", ["k1@kunde1.example", "niemand@kunde.example"])
def test_the_key_comes_back(home: Callable[..., HouseOf], email: str) -> None:
    one = home(texts=TEXTS)
    one.switch(operation.ACTIVATED, "1")
    one.customer("K-1", letters=True, phone="+49 431 7654321", address=PostalAddress("Möwenstieg 9", "24143", "Kiel"))
    one.consent("K-1", Medium.POST)
    one.consent("K-1", Medium.PHONE)
    one.cancel("K-1")
    one.play(days=9)
    before = dict(one.touches("step", "state"))
    assert before["letter"] == "exported"
    tasks = one.rows(select(desk.task.c.id).where(desk.task.c.channel == "phone", desk.task.c.state == "open"))
    path = one.house.state / "hash.key"
    key = path.read_bytes()
    path.unlink()
    house = bootstrap.build(shipped(), one.house.state, one.house.store, one.clock, without_list=True)
    away = replace(house, definitions=one.house.definitions, templates=one.house.templates)
    ground = {"ground": "Ich widerspreche jeder Werbung.", "email": email, "name": "Wiebke Petersen"}
    assert keep_objection(away, DeclarationKind.CANCELLATION, ground) is not None
    assert dict(one.touches("step", "state"))["letter"] == "exported"
    assert mend(away) == 0
    path.write_bytes(key)
    assert mend(away) == 1
    hers = email.startswith("k1")
    assert dict(one.touches("step", "state"))["letter"] == ("recalled" if hers else "exported")
    assert bool([*one.house.letters.folder.glob("*rueckruf*.csv")]) is hers
    withdrawn = one.rows(select(desk.task.c.id).where(desk.task.c.channel == "phone", desk.task.c.state == "withdrawn"))
    assert withdrawn == (tasks if hers else [])
