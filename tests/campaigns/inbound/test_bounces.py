"""Soft bounces in a row, refusals of the sender, and rates that stop advertising."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from campaigns.inbound.bounces import forgive
from campaigns.inbound.poll import poll
from campaigns.inbound.rates import BLOCKS, COMPLAINTS, DEAD, watch
from campaigns.inbound.words import halt_words
from contacts.medium import Medium
from replies.folder import FolderMailbox
from replies.reply import Cursor, MailboxError, RawMail
from store import bounces, operation
from store.tables import people, runs
from tests.campaigns.house_of import minimal, step
from tests.campaigns.inbound.mails_of import MAILS, came, last, mailed, returned, tasks_of, words
from tests.replies.mails import complaint

FULL = ("4.2.2", "452 4.2.2 Mailbox full")
BLOCKED = ("5.7.1", "550 5.7.1 Service unavailable, client host blocked using Spamhaus")
WEEKLY = minimal(*(step(f"s{week}", f"day = {7 * week}") for week in range(1, 7)))


def counted(one):
    return one.rows(select(people.contact_point.c.soft_bounces).where(people.contact_point.c.medium == "email"))


def full_every_week(one, parser, weeks):
    """Each weekly mail comes back because the mailbox is full."""
    for _ in range(weeks):
        one.play(days=7)
        newest = one.rows(
            select(runs.touch.c.message_id).where(runs.touch.c.message_id.is_not(None)).order_by(runs.touch.c.id.desc())
        )[0][0]
        came(one, parser, returned("k1@kunde1.example", newest, *FULL))


def test_a_full_mailbox_three_times_in_a_row_rests_and_a_person_asks(home, parser):
    one = home(texts={"probe": WEEKLY})
    one.consenting()
    one.play(hours=2)
    full_every_week(one, parser, 3)
    assert counted(one) == [(3,)]
    assert tasks_of(one, "kind", "state") == [("better_address", "open")]
    one.play(days=21)
    assert [name for name, _, _ in one.sent()] == ["s1", "s2", "s3"]
    assert one.reasons()["s4"] == ("skip", "reachable")


def test_contract_mail_is_still_tried_and_once_it_stays_away_the_address_begins_anew(home, parser):
    contract = minimal(step("a", "day = 30", '"email"', "offboarding/plan"), purpose='"contract"')
    one = home(texts={"probe": WEEKLY, "plan": contract})
    one.consenting()
    one.play(hours=2)
    full_every_week(one, parser, 3)
    one.play(days=10)
    assert "a" in [name for name, _, _ in one.sent()]
    assert forgive(one.house) == 0
    one.sleep(days=3)
    assert forgive(one.house) == 1
    assert counted(one) == [(0,)]


def test_a_mail_from_the_address_and_a_delivery_notice_reset_the_count(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, returned("k1@kunde1.example", message_id, *FULL))
    assert counted(one) == [(1,)]
    came(one, parser, words("Kommt an.", "K1@kunde1.example"))
    assert counted(one) == [(0,)]
    one.write(lambda connection: bounces.count(connection, 1, None))
    came(one, parser, returned("k1@kunde1.example", message_id, "2.0.0", "250 ok", "delivered", n=1))
    assert (last(one, "effect"), counted(one)) == ("delivered", [(0,)])
    assert one.rows(select(runs.attempt.c.delivered_at)) == [(one.clock.now(),)]


def test_several_notices_about_one_mail_count_once_and_a_delay_not_at_all(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    came(one, parser, returned("k1@kunde1.example", message_id, "4.4.1", "not yet delivered", "delayed", n=0))
    assert counted(one) == [(0,)]
    for number in (1, 2):
        came(one, parser, returned("k1@kunde1.example", message_id, *FULL, n=number))
    assert counted(one) == [(1,)]


def test_refusals_of_the_sender_never_count_for_the_person_and_stop_all_advertising(home, parser):
    one = home(texts={"probe": minimal(step("mail", "day = 0"), step("later", "day = 20"))})
    for number in range(1, 4):
        one.consenting(f"K-{number}")
    one.play(hours=6)
    ids = [row[0] for row in one.rows(select(runs.touch.c.message_id).where(runs.touch.c.step == "mail"))]
    for number, message_id in enumerate(ids[:2]):
        came(one, parser, returned(f"k{number + 1}@kunde{number + 1}.example", message_id, *BLOCKED, n=number))
    came(one, parser, returned("k1@kunde1.example", ids[0], *BLOCKED, n=7))  # the same mail again is one refusal
    assert watch(one.house) is None
    came(one, parser, returned("k3@kunde3.example", ids[2], *BLOCKED, n=3))
    alarm = watch(one.house)
    assert alarm is not None
    assert (alarm.what, alarm.number) == (BLOCKS, 3)
    assert counted(one) == [(0,), (0,), (0,)]
    with one.house.store.read() as connection:
        assert operation.switch(connection, operation.PAUSED) == "advertising"
        assert "3 Abweisungen" in str(halt_words(operation.switch(connection, operation.PAUSE_REASON)))
        events = [row["event"] for row in operation.audit_events(connection)]
    assert events.count("advertising_halted") == 1
    one.sleep(hours=1)
    one.switch(operation.PAUSED, None)
    one.switch(operation.COUNTED_FROM, "resumed")
    assert watch(one.house) is None  # what came before the person went on says nothing any more


def many(home, number, **terms):
    one = home(texts={"probe": minimal(step("mail", "day = 0"))})
    one.house = replace(one.house, replies=replace(one.house.replies, **terms))
    one.__post_init__()
    for place in range(1, number + 1):
        one.consenting(f"K-{place}")
    one.play(hours=6)
    return one, [row[0] for row in one.rows(select(runs.touch.c.message_id).where(runs.touch.c.step == "mail"))]


def cited(raw, message_id):
    return raw.replace(b"tag1@firma.test", message_id.strip("<>").encode())


class BreaksOff(FolderMailbox):
    """Reads like any other, and loses its server behind the last mail."""

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        yield from super().fetch_new(cursor, now)
        raise MailboxError("weg")


def test_a_mailbox_that_broke_off_has_told_of_bounces_all_the_same(home, parser, tmp_path):
    one, ids = many(home, 10, min_sample=10, max_bounce_rate=0.15, max_complaint_rate=0.15)
    for number in (1, 2):
        address = f"k{number}@kunde{number}.example"
        mail = returned(address, ids[number - 1], "5.1.1", "550 5.1.1 User unknown")
        (tmp_path / f"{number}.eml").write_bytes(mail)
    report = poll(one.house, (BreaksOff(tmp_path),), parser)
    assert [found.reason for found in report.unreadable] == ["weg"]
    assert one.write(lambda connection: operation.switch(connection, operation.PAUSED)) == "advertising"


def test_dead_addresses_and_complaints_stop_advertising_above_their_rate_and_sample(home, parser):
    one, ids = many(home, 10, min_sample=10, max_bounce_rate=0.15, max_complaint_rate=0.15)
    came(one, parser, returned("k1@kunde1.example", ids[0], "5.1.1", "550 5.1.1 User unknown"))
    assert watch(one.house) is None  # one alone is no rate
    came(one, parser, returned("k2@kunde2.example", ids[1], "5.1.1", "550 5.1.1 User unknown"))
    few = replace(one.house, replies=replace(one.house.replies, min_sample=11))
    assert watch(few) is None
    found = watch(one.house)
    assert found is not None
    assert (found.what, found.number, found.of) == (DEAD, 2, 10)
    one.switch(operation.PAUSED, None)
    for number in (3, 4):
        came(one, parser, complaint("abuse", f"k{number}@kunde{number}.example"))
    found = watch(one.house)
    assert found is not None
    assert found.what == DEAD  # these complaints cite no mail of ours
    one.switch(operation.PAUSED, None)
    for number in (3, 4):
        came(one, parser, cited(complaint("abuse", f"k{number}@kunde{number}.example"), ids[number - 1]))
    found = watch(one.house)
    assert found is not None
    assert found.what == COMPLAINTS
    assert one.house.address_hash(Medium.EMAIL, "k1@kunde1.example")


def test_old_bounces_are_outside_the_window(home, parser):
    one, ids = many(home, 10, min_sample=1, max_bounce_rate=0.15, rate_days=7)
    for number in (1, 2):
        came(
            one,
            parser,
            returned(f"k{number}@kunde{number}.example", ids[number - 1], "5.1.1", "550 5.1.1 User unknown"),
        )
    one.sleep(days=8)
    assert watch(one.house) is None
