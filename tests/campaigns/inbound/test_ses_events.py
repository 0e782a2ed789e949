"""Mails over Amazon SES and what its queue tells of them: the effects of mail, also where SES writes its own Message-ID."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from campaigns.courier import Courier
from campaigns.inbound.poll import poll
from campaigns.status import status_of
from channels.email.ses import SesCarrier, SesSettings
from replies.sqs import SqsMailbox, SqsSettings
from store.tables import inbound, people, permission, runs
from tests.campaigns.inbound.mails_of import MAILS, came
from tests.rig.amazon import Amazon, Guard

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
    made.courier = Courier(made.house, carrier)
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


def test_a_mail_that_ses_took_and_sent_to_nobody_is_not_counted_and_the_address_rests(one, parser, queue):
    """OnAccountSuppressionList: SES says so of this mail alone; why the address stands there, its list may tell."""
    gone = DEAD | {"bounceSubType": "OnAccountSuppressionList"}
    ((kind, matched, effect),) = told(one, parser, queue, eventType="Bounce", bounce=gone)
    assert (kind, matched, effect) == ("soft_bounce", "references", "address_blocked")
    assert one.rows(select(runs.attempt.c.bounce)) == [("suppressed",)]
    assert one.rows(select(runs.ledger.c.id)) == []
    point = people.contact_point.c
    assert one.rows(select(point.valid, point.soft_bounces).where(point.medium == "email")) == [(False, 0)]
    block = permission.carrier_block.c
    assert one.rows(select(block.reason, block.carrier)) == [("listed", "ses:eu-central-1")]


def test_the_same_event_twice_acts_once(one, parser, queue):
    box, publish = queue
    event = {"eventType": "Bounce", "bounce": DEAD, "mail": {"messageId": one.given}}
    for _ in range(2):
        publish(event)
    poll(one.house, (box,), parser)
    assert len(one.rows(select(inbound.reply.c.id))) == 1  # SNS gives each copy its own envelope
    assert one.rows(select(people.contact_point.c.valid).where(people.contact_point.c.medium == "email")) == [(False,)]


@pytest.mark.parametrize(
    "text", ["Bitte keine Werbung mehr!", '{"a": 1}', '{"Type": "Notification"', "\0\1", "x" * 100_000]
)
def test_garbage_in_the_queue_is_set_aside_and_kept_and_a_person_is_told(one, parser, queue, text):
    """Nobody is meant by it: it stops nothing, and is never called somebody's answer."""
    box, _ = queue
    sqs = box._connected()
    sqs.send_message(QueueUrl=box.settings.queue_url, MessageBody=text.replace("\0", "?"))
    report = poll(one.house, (box,), parser)
    assert (report.new, report.unreadable, report.not_deleted) == (1, (), ())
    row = inbound.reply.c
    ((kind, label, review, why, raw),) = one.rows(select(row.kind, row.label, row.review, row.quarantined, row.raw))
    assert (kind, review) == ("unknown", True)
    assert label in (None, "objection_unsubscribe")
    assert "keine Meldung von Amazon SES" in why
    assert text.replace("\0", "?").encode() in raw
    assert one.runs("probe")[0][0] == "active"
    assert status_of(one.house)["held_replies"] == 1


def test_a_topic_that_was_just_set_up_says_so_and_nobody_need_look(one, parser, queue):
    box, _ = queue
    sns = {"Type": "Notification", "Message": "Successfully validated SNS topic for Amazon SES event publishing."}
    box._connected().send_message(QueueUrl=box.settings.queue_url, MessageBody=json.dumps(sns))
    poll(one.house, (box,), parser)
    assert one.rows(select(inbound.reply.c.review, inbound.reply.c.quarantined)) == [(False, None)]


def test_a_queue_that_lets_nothing_be_deleted_acts_once_and_is_told(one, parser, queue, amazon):
    """Also to another process, and to one that has just started: what was taken in is known by its words."""
    box, publish = queue
    publish({"eventType": "Bounce", "bounce": DEAD, "mail": {"messageId": one.given}})
    settings = box.settings
    with Guard(amazon.url, ["DeleteMessage"]) as guard:
        for new in (1, 0):
            shut = SqsMailbox(replace(settings, endpoint=guard.url))
            report = poll(one.house, (shut,), parser)
            shut.close()
            assert (report.new, report.unreadable) == (new, ())
            box._connected().set_queue_attributes(QueueUrl=settings.queue_url, Attributes={"VisibilityTimeout": "0"})
            for message in guard.handles:
                box._connected().change_message_visibility(
                    QueueUrl=settings.queue_url, ReceiptHandle=message, VisibilityTimeout=0
                )
            assert len(report.not_deleted) == 1
        assert "sqs:DeleteMessage" in status_of(one.house)["queue_stuck"]
    assert len(one.rows(select(inbound.reply.c.id))) == 1
    assert poll(one.house, (box,), parser).not_deleted == ()
    assert status_of(one.house)["queue_stuck"] is None


def test_an_answer_that_cites_the_message_id_of_ses_is_matched(one, parser):
    mail = (
        f"From: fremd@woanders.example\nTo: team@firma.example\nSubject: Re: x\nMessage-ID: <antwort@woanders.example>\n"
        f"References: <{one.given}@eu-central-1.amazonses.com>\nDate: Tue, 03 Mar 2026 12:00:00 +0100\n\n"
        "Bitte schicken Sie mir keine Werbung mehr.\n"
    )
    came(one, parser, mail.encode())
    assert one.rows(select(inbound.reply.c.matched_by)) == [("references",)]
    assert one.rows(select(permission.objection.c.scope)) != []
