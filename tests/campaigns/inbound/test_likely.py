"""What the model alone takes for an objection: nothing more leaves, no objection is recorded, a person decides."""

from __future__ import annotations

from sqlalchemy import select

from campaigns.inbound.relabel import relabel
from replies.reply import Label
from store import replies
from store.tables import inbound, permission
from tests.campaigns.inbound.mails_of import MAILS, came, last, mailed, tasks_of, words
from tests.replies.test_likely import HINT


def hinted(home, parser):
    one = home(texts={"probe": MAILS})
    came(one, parser, words(HINT, cites=mailed(one)))
    return one


def test_everything_waits_and_nobody_is_on_the_list(home, parser):
    one = hinted(home, parser)
    assert last(one, "label", "stop", "review", "effect") == ("objection_unsubscribe", "hold", True, "hold")
    assert one.rows(select(permission.objection.c.id)) == []
    assert [state for _, state in tasks_of(one, "kind", "state")] == ["open"]
    one.play(days=40)
    assert [step for step, _, _ in one.sent()] == ["mail"]


def test_a_person_who_reads_it_so_records_the_objection(home, parser):
    one = hinted(home, parser)
    relabel(one.house, last(one, "fingerprint"), Label.OBJECTION_UNSUBSCRIBE, "Amira")
    assert one.rows(select(permission.objection.c.scope)) != []


def test_a_person_who_reads_it_otherwise_lets_it_go_on(home, parser):
    one = hinted(home, parser)
    one.write(lambda connection: replies.release(connection, last(one, "fingerprint")))
    assert one.rows(select(inbound.reply.c.review)) == [(False,)]
    one.play(days=25)
    assert [step for step, _, _ in one.sent()] == ["mail", "later"]
