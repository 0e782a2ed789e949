"""From what happens in the house to the receiver: written in its transaction, tried for three days, never in its way."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.handover import webhooks
from campaigns.handover.outbox import WORDS, link_of
from campaigns.handover.webhooks import DELAYS, Webhooks
from campaigns.retention.job import retain
from daemon import Daemon
from handover.webhook import Postman, Receipt, Target, Verdict
from store import deliveries, outbox, task_changes, tasks
from store.engine import Store
from store.migrate import upgrade
from store.tables import handover, people
from tests.campaigns.house_of import house_of
from tests.handover.receiver import answer, cut, receiver
from tests.store.databases import emptied

SECRET = "whsec_" + "bmV1" * 10
EVERYTHING = frozenset(outbox.EVENTS)


class Scripted(Postman):
    """A postman whose receivers answer by script (verdict, or a whole receipt); the last word is for all that follow."""

    def __init__(self, *script):
        super().__init__()
        self.script, self.sent = list(script), []

    async def deliver(self, target, message, now):
        self.sent.append((target.id, message, now))
        said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return said if isinstance(said, Receipt) else Receipt(said, 200 if said is Verdict.TAKEN else 500, said.value)


def target(name="crm", events=EVERYTHING, url="https://crm.example/", kind="standard", link=""):
    return Target(name, kind, events, url, (SECRET,), link)


@pytest.fixture(scope="session")
def delivering_postgres(request):
    opened = Store(request.getfixturevalue("postgres").database("delivering"))
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def lived(request, tmp_path):
    on_postgres = request.param == "postgres"
    url = emptied(request.getfixturevalue("delivering_postgres")).url if on_postgres else None
    one = house_of(tmp_path, url=url)
    one.customer(phone="+49 431 1234567")
    yield one
    one.close()


def begun(lived, postman, *targets):
    one = Webhooks(targets or (target(),), postman)
    one.begin(lived.house)
    return one


def run(lived, one, **how):
    async def once():
        await one.run(lived.house, **how)

    lived.runner.run(once())


def open_task(lived, name="T-1"):
    now = lived.clock.now()
    pk = lived.rows(select(people.contact.c.id))[0][0]
    row = tasks.TaskRow(name, pk, "call", "Anrufen", "Geheimes Briefing", "Leitfaden", now + timedelta(hours=4))
    lived.write(lambda connection: tasks.add(connection, row, now))


def kinds(postman):
    return [message.type for _, message, _ in postman.sent]


def waiting(lived):
    return lived.rows(select(func.count()).where(handover.delivery.c.next_at.is_not(None)))[0][0]


def test_nothing_is_written_while_nobody_wants_to_hear(lived):
    lived.cancel()
    lived.objection()
    assert lived.rows(select(handover.outbox)) == []
    begun(lived, Scripted(Verdict.TAKEN), target(events=frozenset({outbox.RETURNED})))
    open_task(lived)
    lived.returned()
    assert lived.rows(select(handover.outbox.c.kind)) == [(outbox.RETURNED,)]
    Webhooks(()).begin(lived.house)
    lived.returned()
    assert lived.rows(select(func.count()).select_from(handover.outbox)) == [(1,)]


def test_everything_that_happens_is_told_once_in_ids(lived):
    postman = Scripted(Verdict.TAKEN)
    one = begun(lived, postman)
    lived.cancel()
    open_task(lived)
    task_id = lived.rows(select(tasks._task.c.id))[0][0]
    now = lived.clock.now()
    lived.write(lambda connection: task_changes.claim(connection, task_id, "amira@firma.example", now))
    lived.write(lambda connection: tasks.close(connection, task_id, "done", now))
    lived.write(lambda connection: tasks.close(connection, task_id, "done", now))  # it was closed already
    lived.objection()
    lived.returned()
    run(lived, one)
    run(lived, one)
    assert kinds(postman) == [
        outbox.CANCELLATION_RECEIVED,
        outbox.TASK_CREATED,
        outbox.TASK_CHANGED,
        outbox.TASK_DONE,
        outbox.OBJECTION_RECORDED,
        outbox.RETURNED,
    ]
    told = [message.data for _, message, _ in postman.sent]
    assert told[0] == {"cancellation": "KUE-K-1", "contact": "K-1"}
    assert told[1] == {"task": "T-1", "contact": "K-1"}
    assert len({message.id for _, message, _ in postman.sent}) == 6
    text = str([(message.data, message.notice) for _, message, _ in postman.sent])
    for words in ("Geheim", "Anrufen", "Petersen", "k1@kunde1"):
        assert words not in text
    assert waiting(lived) == 0


def test_what_is_undone_was_never_told(lived):
    one = begun(lived, postman := Scripted(Verdict.TAKEN))

    def undone(connection):
        outbox.put(connection, outbox.RETURNED, None, {}, lived.clock.now())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lived.write(undone)
    run(lived, one)
    assert postman.sent == []


def test_each_target_hears_what_it_asked_for(lived):
    postman = Scripted(Verdict.TAKEN)
    one = begun(
        lived,
        postman,
        target("crm", frozenset({outbox.TASK_CREATED, outbox.RETURNED})),
        target("teams", frozenset({outbox.TASK_CREATED}), kind="teams"),
    )
    open_task(lived)
    lived.returned()
    run(lived, one)
    assert sorted((name, message.type) for name, message, _ in postman.sent) == [
        ("crm", outbox.RETURNED),
        ("crm", outbox.TASK_CREATED),
        ("teams", outbox.TASK_CREATED),
    ]


def test_a_target_that_is_down_is_tried_ever_more_rarely_for_three_days(lived):
    postman = Scripted(Verdict.DOWN)
    one = begun(lived, postman)
    open_task(lived)
    began = lived.clock.now()
    with capture_logs() as told:
        for _ in range(3_000):
            run(lived, one)
            if not waiting(lived):
                break
            (due,) = lived.rows(select(func.min(handover.delivery.c.next_at)))[0:1]
            lived.clock.jump(max(due[0], lived.clock.now()))
    tried = [now - began for _, _, now in postman.sent]
    assert tried == [sum(DELAYS[:place], timedelta()) for place in range(len(DELAYS) + 1)]
    assert timedelta(days=2, hours=20) < tried[-1] <= timedelta(days=3)
    assert [one["event"] for one in told if one["log_level"] != "info"] == ["webhook_failing", "webhook_gave_up"]
    assert lived.rows(select(handover.delivery.c.gave_up_at.is_not(None), handover.delivery.c.attempts)) == [(True, 10)]


def test_what_waits_keeps_its_order_and_nobody_knocks_for_each(lived):
    postman = Scripted(Verdict.DOWN, Verdict.DOWN, Verdict.TAKEN)
    one = begun(lived, postman)
    for number in range(5):
        open_task(lived, f"T-{number}")
    for _ in range(2):
        run(lived, one)
        run(lived, one)  # at once again: the target rests
        lived.sleep(minutes=5)
    assert len(postman.sent) == 2
    with capture_logs() as told:
        run(lived, one)
    assert [message.data["task"] for _, message, _ in postman.sent] == ["T-0", "T-0", "T-0", "T-1", "T-2", "T-3", "T-4"]
    assert [one["event"] for one in told] == ["webhook_back"]
    assert waiting(lived) == 0


def test_one_message_that_is_refused_does_not_hold_up_the_others(lived):
    one = begun(lived, postman := Scripted(Verdict.REFUSED, Verdict.TAKEN))
    open_task(lived, "T-0")
    open_task(lived, "T-1")
    run(lived, one)
    assert [message.data["task"] for _, message, _ in postman.sent] == ["T-0", "T-1"]
    lived.sleep(seconds=6)
    run(lived, one)
    assert [message.data["task"] for _, message, _ in postman.sent][2:] == ["T-0"]
    assert waiting(lived) == 0


def test_a_target_may_ask_for_patience(lived):
    one = begun(lived, postman := Scripted(Receipt(Verdict.DOWN, 429, "http_429", 3_600), Verdict.TAKEN))
    open_task(lived)
    for minutes in (0, 30, 29):
        lived.sleep(minutes=minutes)
        run(lived, one)
    assert len(postman.sent) == 1
    lived.sleep(minutes=2)
    run(lived, one)
    assert len(postman.sent) == 2


def test_a_target_that_says_410_hears_nothing_more_until_the_next_start(lived):
    one = begun(lived, postman := Scripted(Verdict.GONE), target("crm"), target("other"))
    with capture_logs() as told:
        open_task(lived, "T-0")
        run(lived, one)
        open_task(lived, "T-1")
        lived.sleep(days=1)
        run(lived, one)
    assert sorted(name for name, _, _ in postman.sent) == ["crm", "other"]
    assert sorted(one["target"] for one in told if one["event"] == "webhook_switched_off") == ["crm", "other"]
    again = begun(lived, postman := Scripted(Verdict.TAKEN), target("crm"))
    open_task(lived, "T-2")
    run(lived, again)
    assert [message.data["task"] for _, message, _ in postman.sent] == ["T-2"]


def test_what_waits_for_a_target_that_is_no_longer_configured_is_given_up(lived):
    one = begun(lived, Scripted(Verdict.DOWN), target("crm"))
    open_task(lived)
    run(lived, one)
    with capture_logs() as told:
        begun(lived, Scripted(Verdict.TAKEN), target("other"))
    assert [(one["event"], one["target"], one["events"]) for one in told] == [("webhook_gave_up", "crm", 1)]
    assert waiting(lived) == 0


def test_a_process_that_died_with_a_claim_loses_nothing(lived):
    one = begun(lived, postman := Scripted(Verdict.TAKEN))
    open_task(lived)
    now = lived.clock.now()
    with lived.house.store.write() as connection:
        deliveries.share_out(connection, {"crm": EVERYTHING}, now, 10)
        assert len(deliveries.claim(connection, "crm", now, webhooks.LEASE, 10)) == 1
        assert deliveries.claim(connection, "crm", now, webhooks.LEASE, 10) == []
    run(lived, one)
    assert postman.sent == []
    lived.sleep(minutes=6)
    run(lived, one)
    assert len(postman.sent) == 1


def test_who_is_asked_to_end_stops_between_two_tries(lived):
    postman = Scripted(Verdict.TAKEN)
    one = begun(lived, postman)
    for number in range(5):
        open_task(lived, f"T-{number}")
    run(lived, one, goes_on=lambda: len(postman.sent) < 2)
    assert len(postman.sent) == 2
    run(lived, one)
    assert [message.data["task"] for _, message, _ in postman.sent] == [f"T-{number}" for number in range(5)]


def test_a_slow_target_holds_up_no_other(lived):
    """The slow one answers nothing before the quick one has got everything."""
    all_told, in_time = threading.Event(), []

    def slowly(peer):
        in_time.append(all_told.wait(20))
        cut(peer)

    def quickly(peer):
        answer(200)(peer)
        if len(quick.got) == 3:
            all_told.set()

    with receiver(slowly) as slow, receiver(quickly) as quick:
        one = begun(lived, None, target("slow", url=slow.url), target("quick", url=quick.url))
        for number in range(3):
            open_task(lived, f"T-{number}")

        async def once():
            try:
                await one.run(lived.house)
            finally:
                await one.close()

        lived.runner.run(once())
        assert len(slow.got) == 1
        assert in_time == [True]
        assert [json.loads(body)["data"]["task"] for _, _, body in quick.got] == ["T-0", "T-1", "T-2"]


def test_many_events_go_in_one_round_and_the_round_ends(lived, monkeypatch):
    class Slow(Scripted):
        async def deliver(self, target, message, now):
            await asyncio.sleep(0.02)
            return await super().deliver(target, message, now)

    one = begun(lived, postman := Scripted(Verdict.TAKEN))
    for number in range(webhooks.AT_ONCE + 5):
        open_task(lived, f"T-{number}")
    run(lived, one)
    assert len(postman.sent) == webhooks.AT_ONCE + 5
    monkeypatch.setattr(webhooks, "ROUND_S", 0.1)
    one = begun(lived, postman := Slow(Verdict.TAKEN))
    for number in range(10):
        open_task(lived, f"U-{number}")
    run(lived, one)
    assert 1 <= len(postman.sent) < 10
    while len(postman.sent) < 10:
        run(lived, one)
    assert [message.data["task"] for _, message, _ in postman.sent] == [f"U-{number}" for number in range(10)]


def test_a_card_names_kind_deadline_and_id_and_links_to_the_task(lived):
    postman = Scripted(Verdict.TAKEN)
    one = begun(lived, postman, target(kind="teams", link="https://crm.example/aufgabe/{task}?von=wds"))
    open_task(lived, "T/1 ä")
    run(lived, one)
    ((_, message, _),) = postman.sent
    assert message.notice.title == "Neue Aufgabe"
    assert message.notice.facts == (("Art", "Anruf"), ("Fällig", "2. März 2026, 12:00 Uhr"), ("Aufgabe", "T/1 ä"))
    assert message.notice.link == "https://crm.example/aufgabe/T%2F1%20%C3%A4?von=wds"


def test_a_link_without_its_id_is_none():
    assert not link_of("https://crm.example/{task}", {"contact": "K-1"})
    assert not link_of("", {"task": "T-1"})
    assert link_of("https://crm.example/", {}) == "https://crm.example/"


def test_every_event_has_a_word():
    assert set(WORDS) == EVERYTHING


def test_an_erasure_takes_what_waits_and_what_was_told(lived):
    one = begun(lived, Scripted(Verdict.TAKEN, Verdict.DOWN))
    open_task(lived, "T-0")
    run(lived, one)
    lived.returned()
    run(lived, one)
    pk = lived.rows(select(people.contact.c.id))[0][0]
    assert isinstance(erase(lived.house, pk, Wish("dsb")), Erased)
    for table in (handover.outbox, handover.delivery):
        assert lived.rows(select(table)) == []


def test_what_everybody_has_heard_goes_after_a_week(lived):
    one = begun(lived, Scripted(Verdict.TAKEN))
    open_task(lived)
    run(lived, one)
    lived.sleep(days=6)
    retain(lived.house)
    assert len(lived.rows(select(handover.outbox))) == 1
    lived.sleep(days=2)
    retain(lived.house)
    assert lived.rows(select(handover.outbox)) == []
    assert lived.rows(select(handover.delivery)) == []


def test_the_daemon_tells_in_its_pass_and_closes_what_it_opened(lived):
    with receiver(answer(200)) as there:
        one = begun(lived, None, target(url=there.url))
        daemon = Daemon(lived.house, lived.courier, (), seconds=(1, 60), webhooks=one)
        daemon.register()
        lived.cancel()

        async def once():
            await daemon.once()
            await daemon.close()

        lived.runner.run(once())
        assert [json.loads(body)["type"] for _, _, body in there.got][:1] == [outbox.CANCELLATION_RECEIVED]
    assert waiting(lived) == 0


def test_a_new_target_hears_only_what_happens_after_it_was_seen(lived):
    """Events that waited while the daemon stood still are for those who wanted them when they happened."""
    begun(lived, Scripted(Verdict.TAKEN), target("crm"))
    open_task(lived, "T-1")
    one = begun(lived, postman := Scripted(Verdict.TAKEN), target("crm"), target("chat"))
    open_task(lived, "T-2")
    run(lived, one)
    assert [(name, message.data["task"]) for name, message, _ in postman.sent if name == "chat"] == [("chat", "T-2")]
    assert [message.data["task"] for name, message, _ in postman.sent if name == "crm"] == ["T-1", "T-2"]
    with lived.house.store.read() as connection:
        assert deliveries.heard_since(connection, "chat") == lived.clock.now()


def test_a_new_target_alone_hears_nothing_old(lived):
    begun(lived, Scripted(Verdict.TAKEN), target("crm"))
    open_task(lived, "T-1")
    one = begun(lived, postman := Scripted(Verdict.TAKEN), target("chat"))
    run(lived, one)
    assert postman.sent == []


def test_a_target_that_was_gone_and_is_back_is_a_new_one(lived):
    begun(lived, Scripted(Verdict.TAKEN), target("crm"), target("chat"))
    lived.sleep(days=1)
    begun(lived, Scripted(Verdict.TAKEN), target("chat"))
    open_task(lived, "T-1")
    lived.sleep(days=1)
    one = begun(lived, postman := Scripted(Verdict.TAKEN), target("crm"), target("chat"))
    open_task(lived, "T-2")
    run(lived, one)
    assert [message.data["task"] for name, message, _ in postman.sent if name == "crm"] == ["T-2"]
    assert [message.data["task"] for name, message, _ in postman.sent if name == "chat"] == ["T-1", "T-2"]
    with lived.house.store.read() as connection:
        assert deliveries.heard_since(connection, "crm") == lived.clock.now()
        assert deliveries.heard_since(connection, "chat") == lived.clock.now() - timedelta(days=2)


def test_a_kind_that_a_target_wants_from_now_on_is_told_from_now_on(lived):
    begun(lived, Scripted(Verdict.TAKEN), target("crm", frozenset({outbox.RETURNED})), target("chat"))
    open_task(lived, "T-1")
    lived.returned()
    one = begun(lived, postman := Scripted(Verdict.TAKEN), target("crm"), target("chat"))
    run(lived, one)
    assert [message.type for name, message, _ in postman.sent if name == "crm"] == [outbox.RETURNED]


def test_a_person_lets_a_target_hear_again(lived):
    one = begun(lived, postman := Scripted(Verdict.GONE, Verdict.TAKEN), target("crm"))
    open_task(lived, "T-1")
    run(lived, one)
    open_task(lived, "T-2")  # while it is off
    with pytest.raises(webhooks.NoTarget, match=r"eingerichtet sind unter .* crm"):
        webhooks.enable(lived.house, "crn")
    assert webhooks.enable(lived.house, "crm")
    assert not webhooks.enable(lived.house, "crm")
    open_task(lived, "T-3")
    run(lived, one)
    assert [message.data["task"] for _, message, _ in postman.sent] == ["T-1", "T-3"]


def test_while_a_target_is_off_the_others_hear_what_it_does_not(lived):
    one = begun(lived, postman := Scripted(Verdict.GONE, Verdict.TAKEN), target("crm"), target("chat"))
    open_task(lived, "T-1")
    run(lived, one)
    open_task(lived, "T-2")
    with lived.house.store.read() as connection:
        (off,) = deliveries.off(connection)
    assert webhooks.enable(lived.house, off)
    run(lived, one)
    (other,) = {"crm", "chat"} - {off}
    assert [message.data["task"] for name, message, _ in postman.sent if name == other] == ["T-1", "T-2"]
    assert [message.data["task"] for name, message, _ in postman.sent if name == off] == ["T-1"]
