"""Where other people's mails have made us write down somebody: she goes from there as well, and the others stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from replies.child import Parser
from store import audit, operation
from store.tables import desk, inbound
from store.tables.operation import audit_event
from tests.campaigns.erased_person import erased
from tests.campaigns.inbound.mails_of import MAILS, came, mailed, words

GONE = "Guten Tag, ich bin nicht mehr zuständig. Neue Ansprechpartnerin ist {}."
ELSE = "K-9"


@pytest.fixture(scope="module")
def parser():
    opened = Parser()
    yield opened
    opened.close()


def firm(home):
    one = home(texts={"probe": MAILS})
    one.house = replace(one.house, replies=replace(one.house.replies, colleagues="pause"))
    one.__post_init__()
    message_id = mailed(one, "K-1", company="F-1")
    one.consenting("K-2", company="F-1", first_name="Sabine", last_name="Ährensang", email="sabine@kunde1.example")
    one.now()
    return one, message_id


def proposals(one):
    return [row[0] for row in one.rows(select(inbound.reply.c.new_contact))]


def briefs(one):
    return "\n".join(row[0] for row in one.rows(select(desk.task.c.brief)))


@pytest.mark.parametrize("who", ["Sabine Ährensang, sabine@kunde1.example", "Frau Ährensang, einkauf@kunde1.example"])
def test_a_proposal_goes_with_the_person_it_names(home, parser, who):
    one, message_id = firm(home)
    came(one, parser, words(GONE.format(who), cites=message_id))
    assert "hrensang" in str(proposals(one)) or "sabine@" in str(proposals(one))
    assert "Genannt wird: " in briefs(one)
    erased(one, "K-2")
    assert proposals(one) == [None]
    line = next(text for text in briefs(one).splitlines() if text.startswith("Genannt wird"))
    assert line == "Genannt wird: jemand, dessen Angaben gelöscht sind (Art. 17 DSGVO)"
    resting = next(text for text in briefs(one).splitlines() if text.startswith("Kolleginnen"))
    assert resting.endswith(": [gelöscht]")


def test_a_proposal_of_somebody_else_stays(home, parser):
    one, message_id = firm(home)
    one.consenting(ELSE, last_name="Petersen")  # of the same name at another firm
    came(one, parser, words(GONE.format("Frau Petersen, petersen@kunde1.example"), cites=message_id))
    before = proposals(one), briefs(one)
    assert "petersen@kunde1.example" in str(before)
    erased(one, ELSE)
    assert (proposals(one), briefs(one)) == before


def test_no_entry_of_a_colleague_names_who_was_erased(home, parser):
    one, message_id = firm(home)
    came(one, parser, words("Wie lange gilt das Angebot noch?", cites=message_id))
    assert one.rows(select(audit_event.c.contact).where(audit_event.c.event == "colleague_rests")) == [("K-2",)]
    old = {"how": "pause", "of": "K-1", "reply": "0" * 16}  # as it was written before
    one.write(lambda connection: operation.audit(connection, "colleague_rests", one.clock.now(), "K-2", old))
    erased(one, "K-1")
    assert not [row for row in one.rows(select(audit_event.c.contact, audit_event.c.data)) if "K-1" in str(row)]
    assert ("K-2",) in one.rows(select(audit_event.c.contact).where(audit_event.c.event == "colleague_rests"))
    assert one.write(audit.verify).broken is None
