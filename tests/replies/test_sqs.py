"""Events of Amazon SES over a queue: the effects of mail, exactly once, deleted only after they are committed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from replies.classify import classify
from replies.parse import parse_mail
from replies.reply import Cursor, Kind, MailboxError, NotDeleted
from replies.sqs import SqsMailbox, SqsSettings
from tests.rig import machine
from tests.rig.amazon import Amazon, Guard

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOUNCE = {
    "eventType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [
            {"emailAddress": "jana@kunde.test", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
        ],
    },
    "mail": {"messageId": "0107-1", "destination": ["jana@kunde.test"]},
}


@pytest.fixture(scope="module")
def amazon():
    server = Amazon()
    yield server
    server.stop()


@pytest.fixture
def queue(amazon, request):
    """SNS into SQS, as SES is set up: (url of the queue, publish)."""
    url, publish = amazon.queue(request.node.name[:60], VisibilityTimeout="0")
    return url, lambda event: publish(json.dumps(event))


@pytest.fixture
def box():
    """Makes mailboxes on a queue, and closes them."""
    made = []

    def on(endpoint: str, url: str) -> SqsMailbox:
        made.append(SqsMailbox(SqsSettings(url, endpoint=endpoint, access_key="k", secret_key="s")))
        return made[-1]

    yield on
    for one in made:
        one.close()


def test_an_event_in_its_envelope_has_the_effect_of_the_same_mail(amazon, queue, box):
    url, publish = queue
    publish(BOUNCE)
    mailbox = box(amazon.url, url)
    (mail,) = mailbox.fetch_new(Cursor(mailbox.account, "queue"), NOW)
    parsed = parse_mail(mail.raw)
    answer = classify(parsed)
    assert (answer.kind, answer.stop, answer.failed_recipient) == (Kind.HARD_BOUNCE, "address", "jana@kunde.test")
    assert "0107-1" in parsed.cited_ids
    assert mailbox.look().waiting == 0


def test_what_was_not_taken_in_comes_again_with_the_same_fingerprint(amazon, queue, box):
    url, publish = queue
    publish(BOUNCE)
    mailbox = box(amazon.url, url)
    first = next(mailbox.fetch_new(Cursor(mailbox.account, "queue"), NOW))  # the process dies here
    again = list(mailbox.fetch_new(Cursor(mailbox.account, "queue"), NOW))
    assert [mail.raw for mail in again] == [first.raw]
    assert list(mailbox.fetch_new(Cursor(mailbox.account, "queue"), NOW)) == []


def test_hundreds_of_events_come_in_passes(amazon, queue, box):
    url, publish = queue
    for number in range(230):
        publish(BOUNCE | {"mail": {"messageId": f"0107-{number}"}})
    mailbox = box(amazon.url, url)
    seen = [mail.raw for _ in range(4) for mail in mailbox.fetch_new(Cursor(mailbox.account, "queue"), NOW)]
    assert len(set(seen)) == 230


def test_a_queue_that_is_not_there_says_what_to_look_at(amazon, box):
    wrong = box(amazon.url, f"{amazon.url}/123456789012/gibt-es-nicht")
    with pytest.raises(MailboxError, match="gibt-es-nicht"):
        list(wrong.fetch_new(Cursor(wrong.account, "queue"), NOW))
    away = box(f"http://127.0.0.1:{machine.free_port()}", "http://127.0.0.1:1/1/q")
    with pytest.raises(MailboxError, match="nicht erreichbar"):
        away.look()


def everything(mailbox: SqsMailbox) -> tuple[list[bytes], str]:
    """What a pass yields, and its complaint behind the last one."""
    seen: list[bytes] = []
    mails = mailbox.fetch_new(Cursor(mailbox.account, "queue"), NOW)
    try:
        seen.extend(mail.raw for mail in mails)
    except NotDeleted as error:
        return seen, str(error)
    return seen, ""


@pytest.mark.parametrize(
    ("refused", "hides"), [(["DeleteMessage"], "0"), (["DeleteMessage", "ChangeMessageVisibility"], "30")]
)
def test_a_refusal_to_delete_holds_up_nobody_and_hands_nothing_over_twice(amazon, box, refused, hides):
    """What cannot be deleted stands in front again: hidden by us, or where that is refused too by the queue itself."""
    url, publish = amazon.queue(f"stuck-{hides}", VisibilityTimeout=hides)
    for number in range(25):
        publish(json.dumps(BOUNCE | {"mail": {"messageId": f"0107-{number}"}}))
    with Guard(amazon.url, refused) as guard:
        mailbox = box(guard.url, url)
        first, complaint = everything(mailbox)
        seen = [*first, *(raw for _ in range(3) for raw in everything(mailbox)[0])]
    assert len(set(seen)) == len(seen) == 25
    assert guard.asked.count("DeleteMessage") >= 25
    assert "sqs:DeleteMessage" in complaint
    assert "Verloren ist nichts" in complaint
    assert "arn:" not in complaint


def test_when_the_right_is_back_the_queue_gets_empty_and_the_complaint_ends(amazon, queue, box):
    url, publish = queue
    publish(BOUNCE)
    with Guard(amazon.url, ["DeleteMessage", "ChangeMessageVisibility"]) as guard:
        mailbox = box(guard.url, url)
        assert len(everything(mailbox)[0]) == 1
        guard.refuses.clear()
        assert everything(mailbox) == ([], "")
        assert mailbox.look().waiting == 0


def test_the_look_says_whether_we_may_delete_and_takes_nothing(amazon, queue, box):
    url, publish = queue
    publish(BOUNCE)
    with Guard(amazon.url) as guard:
        mailbox = box(guard.url, url)
        assert (mailbox.look().may_delete, mailbox.look().waiting) == (True, 1)
        guard.refuses.add("DeleteMessage")
        assert not mailbox.look().may_delete
    assert "ReceiveMessage" not in guard.asked
    assert box(amazon.url, url).look().waiting == 1


def test_published_twice_an_event_is_one_mail(amazon, queue, box):
    url, publish = queue
    publish(BOUNCE)
    publish(BOUNCE)
    assert len(set(everything(box(amazon.url, url))[0])) == 1
