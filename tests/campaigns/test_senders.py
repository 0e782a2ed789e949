"""Who a person hears from: the brand or her account owner, and the same through all steps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from campaigns.senders import sender_of
from store.people import contact
from store.tables import people
from tasks.person import Person, Team
from tests.campaigns.house_of import minimal, step

MAIL = {"probe": minimal(step("a", "day = 1"), step("b", "day = 9"))}


@pytest.fixture
def one(home):
    """A house with one reachable person whose owner may sign."""
    made = home(texts=MAIL)
    made.consenting("K-1")
    brand = made.house.brand_of(None)
    domain = brand.from_address.rpartition("@")[2]
    names = {"Jana Petersen": f"jana@{domain}", "Ole Brandt": f"ole@{domain}", "Eva Fern": "eva@andere.test"}
    team = Team(tuple(Person(address, name) for name, address in names.items()))
    made.house = replace(made.house, personal_sender=True, team=team)
    made.at = domain
    return made


def owned_by(one, address):
    with one.house.store.write() as connection:
        connection.execute(update(people.contact).values(owner_email=address))


def sender(one):
    with one.house.store.read() as connection:
        pk = connection.execute(select(people.contact.c.id)).scalar_one()
        return sender_of(one.house, contact(connection, pk)[0], "abc@x")


def test_the_owner_writes_and_answers_come_to_the_mailbox_we_read(one):
    owned_by(one, f"Jana@{one.at}")
    brand = one.house.brand_of(None)
    found = sender(one)
    assert (found.name, found.address) == (f"Jana Petersen, {brand.from_name}", f"Jana@{one.at}")
    assert found.reply_to in {brand.reply_to, brand.from_address}


@pytest.mark.parametrize("owner", [None, "eva@andere.test", "niemand@{domain}"])
def test_without_a_known_owner_of_the_brands_domain_the_brand_writes(one, owner):
    owned_by(one, owner.format(domain=one.at) if owner else None)
    assert sender(one).address == one.house.brand_of(None).from_address


def test_whoever_wrote_first_writes_on_until_she_leaves(one):
    owned_by(one, f"jana@{one.at}")
    one.sleep(days=1, hours=2)
    one.courier.move_to(one.house)
    one.now()
    owned_by(one, f"ole@{one.at}")
    assert sender(one).address == f"jana@{one.at}"
    one.house = replace(one.house, team=Team(one.house.team.people[1:]))
    assert sender(one).address == f"ole@{one.at}"


def test_by_default_the_brand_writes_and_nothing_is_fixed(one):
    one.house = replace(one.house, personal_sender=False)
    owned_by(one, f"jana@{one.at}")
    one.sleep(days=1, hours=2)
    one.courier.move_to(one.house)
    one.now()
    assert sender(one).address == one.house.brand_of(None).from_address
    assert one.rows(select(people.contact.c.sender)) == [(None,)]
