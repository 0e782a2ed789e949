"""Mails over Amazon SES and what its queue tells of them: the effects of mail, also where SES writes its own Message-ID."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from campaigns.courier import Courier
from campaigns.inbound.poll import poll
from channels.email.ses import SesCarrier, SesSettings
from replies.sqs import SqsMailbox, SqsSettings
from store.tables import inbound, people, permission, runs
from tests.campaigns.inbound.mails_of import MAILS, came
from tests.rig.amazon import Amazon

RECIPIENT = {"emailAddress": "k1@kunde1.example", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
DEAD = {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [RECIPIENT]}
COMPLAINT = {"complainedRecipients": [{"emailAddress": "k1@kunde1.example"}], "complaintFeedbackType": "abuse"}


@pytest.fixture(scope="module")
def amazon():
    server = Amazon()
    server.client("sesv2").create_email_identity(EmailIdentity="kundenbetreuung@nordlicht-software.example")
    yield server
    server.stop()


@pytest.fixture
def queue(amazon, request):
    """(mailbox, publish): SNS into SQS as SES is set up."""
    url, publish = amazon.queue(request.node.name[:60])
    box = SqsMailbox(SqsSettings(url, endpoint=amazon.url, access_key="k", secret_key="s"))
    yield box, lambda event: publish(json.dumps(event))
    box.close()


@pytest.fixture
def one(home, amazon):
    """A house whose first mail has left over SES; `given` is the name SES gave it."""
    made = home(texts={"probe": MAILS})
    made.consenting()
    carrier = SesCarrier(SesSettings(endpoint=amazon.url, access_key="k", secret_key="s"))
    made.courier = Courier(made.house, carrier, connections=2)
    made.sleep(days=1, hours=2)
    made.now()
    ((made.given, state),) = made.rows(
        select(runs.attempt.c.carrier_id, runs.touch.c.state).join(
            runs.touch, runs.touch.c.id == runs.attempt.c.touch_id
        )
    )
    assert state == "sent"
    yield made
    made.runner.run(carrier.close())


def told(one, parser, queue, **event):
    box, publish = queue
    publish(event | {"mail": {"messageId": one.given, "destination": ["k1@kunde1.example"]}})
    report = poll(one.house, (box,), parser)
    assert (report.new, report.unreadable) == (1, ())
    return one.rows(select(inbound.reply.c.kind, inbound.reply.c.matched_by, inbound.reply.c.effect))


def test_a_permanent_bounce_ends_the_address(one, parser, queue):
    ((kind, matched, _),) = told(one, parser, queue, eventType="Bounce", bounce=DEAD)
    assert (kind, matched) == ("hard_bounce", "references")
    assert one.rows(select(people.contact_point.c.valid).where(people.contact_point.c.medium == "email")) == [(False,)]


def test_a_complaint_ends_all_advertising(one, parser, queue):
    ((kind, matched, _),) = told(one, parser, queue, eventType="Complaint", complaint=COMPLAINT)
    assert (kind, matched) == ("complaint", "references")
    assert one.rows(select(permission.objection.c.scope)) != []
    assert one.runs("probe")[0][0] != "active"


def test_a_delivery_is_noted_and_stops_nothing(one, parser, queue):
    told(one, parser, queue, eventType="Delivery", delivery={"recipients": ["k1@kunde1.example"]})
    assert one.rows(select(runs.attempt.c.delivered_at))[0][0] is not None
    assert one.runs("probe")[0][0] == "active"


def test_the_same_event_twice_acts_once(one, parser, queue):
    box, publish = queue
    event = {"eventType": "Bounce", "bounce": DEAD, "mail": {"messageId": one.given}}
    for _ in range(2):
        publish(event)
    poll(one.house, (box,), parser)
    assert len(one.rows(select(inbound.reply.c.id))) in (1, 2)  # SNS gives each copy its own envelope
    assert one.rows(select(people.contact_point.c.valid).where(people.contact_point.c.medium == "email")) == [(False,)]


def test_an_answer_that_cites_the_message_id_of_ses_is_matched(one, parser):
    mail = (
        f"From: fremd@woanders.example\nTo: team@firma.example\nSubject: Re: x\nMessage-ID: <antwort@woanders.example>\n"
        f"References: <{one.given}@eu-central-1.amazonses.com>\nDate: Tue, 03 Mar 2026 12:00:00 +0100\n\n"
        "Bitte schicken Sie mir keine Werbung mehr.\n"
    )
    came(one, parser, mail.encode())
    assert one.rows(select(inbound.reply.c.matched_by)) == [("references",)]
    assert one.rows(select(permission.objection.c.scope)) != []
