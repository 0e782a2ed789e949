from __future__ import annotations

import json

import pytest

from replies.classify import classify
from replies.notices.ses import MAX_EVENT, read_event
from replies.notices.transport import judge
from replies.parse import parse_mail
from replies.reply import Kind, Label

OURS = {
    "timestamp": "2026-07-14T07:12:04.000Z",
    "messageId": "0107018f-ses-000000",
    "source": "bounce+abc@wiederda.example",
    "destination": ["jana@kunde.example"],
    "headersTruncated": False,
    "headers": [
        {"name": "Message-ID", "value": "<tag1@wiederda.example>"},
        {"name": "To", "value": "jana@kunde.example"},
    ],
    "commonHeaders": {"messageId": "<tag1@wiederda.example>", "subject": "Ein Vorschlag"},
}


def event(kind: str, key: str, value: object, mail: object = OURS, name: str = "eventType") -> str:
    return json.dumps({name: kind, key: value, "mail": mail, "unknownField": [1, {"a": None}]})


def bounce(kind: str, sub: str, diagnostic: str | None = None, status: str | None = None) -> str:
    person = {
        "emailAddress": "Jana <jana@kunde.example>",
        "action": "failed",
        "status": status,
        "diagnosticCode": diagnostic,
    }
    return event("Bounce", "bounce", {"bounceType": kind, "bounceSubType": sub, "bouncedRecipients": [person]})


def as_mail(body: str) -> bytes:
    return (
        "From: AWS Notifications <no-reply@sns.example>\nTo: ses@wiederda.example\nSubject: AWS Notification Message\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    ).encode()


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        (bounce("Permanent", "General", "smtp; 550 5.1.1 user unknown", "5.1.1"), Kind.HARD_BOUNCE, "user_unknown"),
        (bounce("Permanent", "NoEmail"), Kind.HARD_BOUNCE, "user_unknown"),
        (bounce("Permanent", "Suppressed", "Amazon SES did not send the message"), Kind.HARD_BOUNCE, "user_unknown"),
        (bounce("Permanent", "General"), Kind.HARD_BOUNCE, "user_unknown"),
        (bounce("Permanent", "General", "smtp; 552 5.2.2 mailbox full", "5.2.2"), Kind.SOFT_BOUNCE, "mailbox_full"),
        (bounce("Permanent", "General", "smtp; 550 5.7.1 blocked using zen", "5.7.1"), Kind.SOFT_BOUNCE, "blocked"),
        (bounce("Permanent", "OnAccountSuppressionList"), Kind.SOFT_BOUNCE, "suppressed"),
        (bounce("Transient", "MailboxFull"), Kind.SOFT_BOUNCE, "mailbox_full"),
        (bounce("Transient", "MessageTooLarge"), Kind.SOFT_BOUNCE, "too_big"),
        (bounce("Transient", "General", "smtp; 450 user unknown for now"), Kind.SOFT_BOUNCE, "unavailable"),
        (bounce("Undetermined", "Undetermined"), Kind.SOFT_BOUNCE, "unavailable"),
    ],
)
def test_a_bounce_event_is_judged_by_its_words_first(text, kind, reason):
    found = read_event(text)
    assert (found.answer.kind, found.answer.outcomes[0].reason) == (kind, reason)
    assert found.answer.failed_recipient == "jana@kunde.example"
    assert found.answer.stop == ("address" if kind is Kind.HARD_BOUNCE else "none")
    assert found.returned["message-id"] == "<tag1@wiederda.example>"


@pytest.mark.parametrize(
    "footer", ["", "\n\n--\nIf you wish to stop receiving notifications, click here: https://sns.example/"]
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_an_event_in_a_mail_finds_the_touch_by_our_message_id(wrapped, footer):
    body = bounce("Permanent", "General", "smtp; 550 5.1.1 user unknown", "5.1.1")
    if wrapped:
        body = json.dumps({"Type": "Notification", "TopicArn": "arn:aws:sns:x", "Message": body})
    parsed = parse_mail(as_mail(body + footer))
    assert parsed.cited_ids == ("tag1@wiederda.example",)
    assert parsed.report.returned["return-path"] == "bounce+abc@wiederda.example"
    assert (classify(parsed).kind, judge(parsed).subtype) == (Kind.HARD_BOUNCE, "ndr_hard")


@pytest.mark.parametrize(
    ("feedback", "stop"),
    [("abuse", "all_advertising"), (None, "all_advertising"), ("auth-failure", "none"), ("not-spam", "none")],
)
def test_a_complaint_event(feedback, stop):
    people = {"complainedRecipients": [{"emailAddress": "jana@kunde.example"}], "complaintFeedbackType": feedback}
    answer = read_event(event("Complaint", "complaint", people, name="notificationType")).answer
    assert (answer.kind, answer.stop, answer.review) == (Kind.COMPLAINT, stop, False)


def test_of_several_who_may_have_complained_only_the_message_id_tells_the_person():
    several = [{"emailAddress": "jana@kunde.example"}, {"emailAddress": "nachbar@kunde.example"}]
    answer = read_event(event("Complaint", "complaint", {"complainedRecipients": several})).answer
    assert answer.failed_recipient is None
    assert len(answer.recipients) == 2


def test_delivery_and_delay():
    arrived = read_event(event("Delivery", "delivery", {"recipients": ["jana@kunde.example"]})).answer
    assert (arrived.kind, arrived.subtype, arrived.recipients) == (Kind.UNKNOWN, "delivered", ("jana@kunde.example",))
    waiting = {
        "delayType": "MailboxFull",
        "delayedRecipients": [{"emailAddress": "jana@kunde.example", "status": "4.2.2"}],
    }
    delayed = read_event(event("DeliveryDelay", "deliveryDelay", waiting)).answer
    assert (delayed.kind, delayed.subtype, delayed.stop) == (Kind.SOFT_BOUNCE, "delay", "none")


def test_what_has_not_left_goes_to_a_person():
    assert read_event(event("Reject", "reject", {"reason": "Bad content"})).answer.review
    assert read_event(event("Rendering Failure", "failure", {"errorMessage": "x"})).answer.review
    assert read_event(
        json.dumps({"Type": "SubscriptionConfirmation", "SubscribeURL": "https://sns.example/"})
    ).answer.review


@pytest.mark.parametrize(
    ("wishes", "stop"),
    [
        ({"unsubscribeAll": True, "topicSubscriptionStatus": []}, "all_advertising"),
        ({"unsubscribeAll": False, "topicSubscriptionStatus": [{"subscriptionStatus": "OptOut"}]}, "all_advertising"),
        ({"unsubscribeAll": False, "topicSubscriptionStatus": [{"subscriptionStatus": "OptIn"}]}, "none"),
    ],
)
def test_leaving_a_list_is_an_objection(wishes, stop):
    answer = read_event(event("Subscription", "subscription", {"newTopicPreferences": wishes})).answer
    assert answer.stop == stop
    assert (answer.label is Label.OBJECTION_UNSUBSCRIBE) == (stop == "all_advertising")


@pytest.mark.parametrize("kind", ["Open", "Click", "Send", "SomethingNew"])
def test_other_events_do_nothing(kind):
    answer = read_event(event(kind, kind.lower(), {})).answer
    assert (answer.kind, answer.stop, answer.review) == (Kind.UNKNOWN, "none", False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"eventType": 7}',
        '{"eventType": "Bounce"',
        '{"Type": "Notification", "Message": "kein JSON"}',
        '{"name": "Jana", "Type": "Privat"}',
        '{"Type":' + "[" * 100_000,
        '{"Message": ' + json.dumps('{"a":' * 50_000) + ', "Type": 1}',
        "Guten Tag, {eventType} ist ein Wort.",
    ],
)
def test_other_text_is_no_event(text):
    assert read_event(text) is None


@pytest.mark.parametrize("broken", [None, 7, "x", [], [7, None, "x"], {"bouncedRecipients": {"a": 1}}])
@pytest.mark.parametrize("kind", ["Bounce", "Complaint", "Delivery", "DeliveryDelay", "Subscription", "Reject"])
def test_wrong_types_cost_the_field_and_nothing_else(kind, broken):
    key = kind[0].lower() + kind[1:]
    found = read_event(event(kind, key, broken, mail=broken))
    assert found.answer.failed_recipient is None
    assert found.returned == {}


def test_too_much_is_cut():
    many = [{"emailAddress": f"k{number}@kunde.example"} for number in range(1_000)]
    answer = read_event(event("Bounce", "bounce", {"bounceType": "Permanent", "bouncedRecipients": many})).answer
    assert len(answer.outcomes) == 200
    assert read_event(event("Bounce", "bounce", {"x": "a" * MAX_EVENT})) is None


def test_without_headers_the_id_of_ses_is_cited():
    parsed = parse_mail(as_mail(event("Bounce", "bounce", {}, mail={"messageId": "0107018f-ses-000000"})))
    assert parsed.cited_ids == ("0107018f-ses-000000",)
