"""What proves nothing does nothing, and what nobody is known for reaches a person all the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from campaigns.inbound.rates import COMPLAINTS, watch
from store import bounces, operation
from store.tables import inbound, people, permission, rights, runs
from tests.campaigns.house_of import minimal, step
from tests.campaigns.inbound.mails_of import MAILS, came, last, mailed, returned, tasks_of, words
from tests.replies.mails import complaint

OBJECTION = "Ich widerspreche der Nutzung meiner Daten für Werbung."


def points(one):
    point = people.contact_point.c
    query = select(point.normalised, point.valid, point.soft_bounces).where(point.medium == "email")
    return one.rows(query.order_by(point.normalised))


@pytest.mark.parametrize(
    "raw",
    [
        returned("k1@kunde1.example", "unknown@evil.example", "5.1.1", "550 5.1.1 user unknown"),
        returned("k1@kunde1.example", "unknown@evil.example", "4.2.2", "452 4.2.2 Mailbox full"),
        words("k1@kunde1.example\nuser unknown 550 5.1.1\n", "mallory@evil.example", Subject="Mail"),
    ],
)
def test_a_bounce_that_cites_no_mail_of_ours_does_nothing(home, parser, raw):
    one = home(texts={"probe": MAILS})
    mailed(one)
    came(one, parser, raw)
    assert last(one, "effect", "touch_id") == ("none", None)
    assert points(one) == [("k1@kunde1.example", True, 0)]


def test_a_bounce_is_never_its_writers_and_a_person_reads_it(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one)
    passed_on = "The following message could not be delivered:\nmax@anders.example 550 5.1.1 user unknown\n"
    came(one, parser, words(passed_on, Subject="Undelivered Mail"))
    assert last(one, "kind", "matched_by", "effect", "review") == ("hard_bounce", None, "none", True)
    assert points(one) == [("k1@kunde1.example", True, 0)]


def test_an_address_that_is_gone_takes_no_other_with_it(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    one.customer(email="neu@kunde1.example")
    point = people.contact_point
    one.write(lambda c: c.execute(point.delete().where(point.c.normalised == "k1@kunde1.example")))
    came(one, parser, returned("k1@kunde1.example", message_id, "5.1.1", "550 5.1.1 user unknown"))
    assert points(one) == [("neu@kunde1.example", True, 0)]


def test_complaints_count_for_people_whose_mail_they_return(home, parser):
    one = home(texts={"probe": minimal(step("mail", "day = 0"))})
    one.house = replace(one.house, replies=replace(one.house.replies, min_sample=2))
    one.__post_init__()
    for number in (1, 2):
        one.consenting(f"K-{number}")
    one.play(hours=6)
    ids = [row[0].strip("<>").encode() for row in one.rows(select(runs.touch.c.message_id))]
    came(one, parser, complaint("abuse", "k1@kunde1.example"))
    assert last(one, "effect") == "objection"
    came(one, parser, complaint("abuse", "k2@kunde2.example"))
    assert watch(one.house) is None  # both are objections, neither says anything of our mails
    for kind in ("abuse", "fraud"):
        came(one, parser, complaint(kind, "k1@kunde1.example").replace(b"tag1@firma.test", ids[0]))
    assert watch(one.house) is None  # one person, however often
    came(one, parser, complaint("abuse", "k2@kunde2.example").replace(b"tag1@firma.test", ids[1]))
    alarm = watch(one.house)
    assert alarm is not None
    assert (alarm.what, alarm.number) == (COMPLAINTS, 2)


def test_an_event_of_a_carrier_that_anybody_can_type_is_read_by_a_person(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one)
    who = {"complainedRecipients": [{"emailAddress": "k1@kunde1.example"}], "complaintFeedbackType": "abuse"}
    event = {"notificationType": "Complaint", "complaint": who, "mail": {"messageId": "x"}}
    came(one, parser, words(json.dumps(event), "mallory@evil.example", Subject="x"))
    assert last(one, "kind", "effect", "review") == ("complaint", "none", True)
    assert one.runs("probe") == [("active", None)]
    assert one.rows(select(permission.objection.c.id)) == []


def test_a_notice_about_a_mail_from_before_the_resumption_counts_no_more(home, parser):
    one = home(texts={"probe": minimal(step("mail", "day = 0"))})
    one.consenting()
    one.play(hours=6)
    ((message_id,),) = one.rows(select(runs.touch.c.message_id))
    resumed = one.clock.now()
    one.switch(operation.COUNTED_FROM, "resumed")
    one.sleep(hours=1)
    came(one, parser, returned("k1@kunde1.example", message_id, "5.7.1", "550 5.7.1 blocked using Spamhaus"))
    came(
        one,
        parser,
        complaint("abuse", "k1@kunde1.example").replace(b"tag1@firma.test", message_id.strip("<>").encode()),
    )
    came(one, parser, returned("k1@kunde1.example", message_id, "5.1.1", "550 5.1.1 user unknown", n=1))
    with one.house.store.read() as connection:
        assert bounces.blocks(connection, resumed) == 1
        assert bounces.blocks(connection, resumed, resumed) == 0
        before, after = bounces.lately(connection, resumed), bounces.lately(connection, resumed, resumed)
    assert (before.dead, before.complaints) == (1, 1)
    assert (after.dead, after.complaints) == (0, 0)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        (OBJECTION, "objection"),
        ("Bitte löschen Sie alle meine Daten nach Art. 17 DSGVO.", "objection"),
        ("Ich ziehe meine Kündigung zurück und bleibe Kunde.", "none"),
    ],
)
def test_a_customer_who_writes_from_a_private_address_reaches_a_person(home, parser, text, effect):
    one = home(texts={"probe": MAILS})
    mailed(one)
    came(one, parser, words(text, "privat@anderswo.example"))
    assert last(one, "contact_id", "review") == (None, True)
    assert last(one, "effect") == effect


@pytest.mark.parametrize("brand", [True, False])
def test_what_one_of_us_hands_on_is_no_objection_of_our_own(home, parser, brand):
    one = home(texts={"probe": MAILS})
    mailed(one, owner_email="Jana@nordlicht.example")
    ours = one.house.brands[one.house.default_brand].from_address if brand else "jana@nordlicht.example"
    came(one, parser, words(f"{OBJECTION}\n\n> Bitte austragen.", ours))
    assert last(one, "contact_id", "effect", "review") == (None, "hold", True)
    assert one.rows(select(permission.objection.c.id)) == []
    came(one, parser, words("Bitte löschen Sie alle meine Daten nach Art. 17 DSGVO.", ours))
    assert last(one, "effect", "review") == ("hold", True)
    assert one.rows(select(rights.data_request.c.id)) == []


def test_what_one_of_us_hands_on_with_its_thread_is_the_customers_and_only_hers(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one, owner_email="jana@nordlicht.example")
    came(one, parser, words(OBJECTION, "jana@nordlicht.example", cites=message_id))
    assert one.runs("probe") == [("stopped", "objection")]
    assert {row[0] for row in one.rows(select(permission.objection.c.contact_id))} == {1}
    assert [state for (state,) in tasks_of(one, "state")] == ["open"]


@pytest.mark.parametrize(
    ("text", "to", "effect"),
    [
        ("Gern, bis morgen!", "k1@kunde1.example", "own_mail"),
        ("Gern, bis morgen!", "k1@kunde1.example, {ours}", "hold"),
        (OBJECTION, "k1@kunde1.example", "hold"),
    ],
)
def test_a_sent_copy_that_came_to_us_or_makes_a_claim_is_read(home, parser, text, to, effect):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    ours = one.house.brands[one.house.default_brand].from_address
    came(one, parser, words(text, ours, cites=message_id, to=to.format(ours=ours)))
    assert last(one, "effect", "review") == (effect, effect == "hold")
    assert one.rows(select(inbound.reply.c.contact_id)) == [(None,)]
    assert one.runs("probe") == [("active", None)]
