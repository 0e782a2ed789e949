"""Mails that come back late: a bounce is about the address it was sent to, a complaint about whose mail it returns."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaigns.inbound.poll import take_in
from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.child import Parser
from replies.reply import RawMail
from store import people
from store.tables import permission, runs
from tests.campaigns.house_of import MONDAY, minimal, step
from tests.replies.mails import complaint

MAILS = minimal(step("mail", "day = 1"), step("later", "day = 20"))


@pytest.fixture(scope="module")
def parser():
    opened = Parser()
    yield opened
    opened.close()


def came(one, parser, raw, uid=1):
    assert take_in(one.house, RawMail("folder:inbox", "INBOX", 1, uid, raw, one.clock.now()), parser)


def bounce(recipient, message_id):
    return (
        "From: MAILER-DAEMON@mx.kunde.test\r\nTo: team@nordlicht.example\r\nSubject: Undelivered Mail\r\n"
        f"Message-ID: <b-{recipient}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="G"\r\n\r\n'
        "--G\r\nContent-Type: text/plain\r\n\r\nUser unknown\r\n"
        "--G\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kunde.test\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"--G\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\n--G--\r\n"
    ).encode()


def mails(one):
    with one.house.store.read() as connection:
        points = people.contact(connection, 1)[1]
    return {point.normalised: point.valid for point in points if point.medium is Medium.EMAIL}


def sent_to(one):
    """A mail went to the first address; the Message-ID a bounce returns."""
    one.consenting(email="alt@x.example")
    one.play(days=1, hours=4)
    ((message_id,),) = one.rows(select(runs.touch.c.message_id).where(runs.touch.c.step == "mail"))
    return message_id.strip("<>")


@pytest.mark.parametrize("named", ["alt@x.example", "weitergeleitet@anderswo.example"])
def test_a_late_bounce_leaves_the_new_address_alone(home, parser, named):
    one = home(texts={"probe": MAILS})
    message_id = sent_to(one)
    one.customer(email="neu@x.example")
    came(one, parser, bounce(named, message_id))
    assert mails(one) == {"alt@x.example": False, "neu@x.example": True}
    one.customer(email="alt@x.example")  # dead is dead, whatever a later file says
    assert mails(one)["alt@x.example"] is False


def test_a_bounce_in_time_ends_the_mails(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = sent_to(one)
    came(one, parser, bounce("alt@x.example", message_id))
    assert mails(one) == {"alt@x.example": False}
    one.play(days=25)
    assert one.reasons()["later"] == ("skip", "reachable")


def test_a_mail_of_an_older_version_is_told_by_the_bounce_itself(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = sent_to(one)
    one.customer(email="neu@x.example")
    one.write(lambda connection: connection.execute(runs.attempt.update().values(address_hash=None)))
    came(one, parser, bounce("alt@x.example", message_id))
    assert mails(one) == {"alt@x.example": False, "neu@x.example": True}
    came(one, parser, bounce("niemand@anderswo.example", message_id), uid=2)
    assert mails(one) == {"alt@x.example": False, "neu@x.example": False}  # nobody can tell: what is in use rests


def test_a_bounce_of_the_box_that_stands_in_before_the_activation_is_nobodys(home, parser):
    one = home(texts={"probe": MAILS}, redirect_to="probe@nordlicht.example")
    message_id = sent_to(one)
    came(one, parser, bounce("probe@nordlicht.example", message_id))
    assert mails(one) == {"alt@x.example": True}


def test_a_complaint_about_somebody_unknown_blocks_the_address_it_names(home, parser):
    """The provider reports; the person may have been erased, or be imported tomorrow (RFC 5965)."""
    one = home(texts={"probe": MAILS})
    came(one, parser, complaint("abuse", "fremd@x.example"))
    one.consenting(email="fremd@x.example")
    one.play(days=3)
    assert one.runs("probe") == [("excluded", "objection")]
    columns = permission.objection.c
    assert one.rows(select(columns.scope, columns.via, columns.contact_id)) == [(GLOBAL, "complaint", None)]


def test_a_complaint_stops_all_advertising_mail_of_the_person(home, parser):
    one = home(texts={"probe": MAILS})
    sent_to(one)
    came(one, parser, complaint("abuse", "alt@x.example"))
    one.play(days=25)
    assert [name for name, _, _ in one.sent()] == ["mail"]
    assert one.runs("probe") == [("stopped", "objection")]


def test_a_reply_from_another_address_keeps_its_words_on_both(home, parser):
    one = home(texts={"probe": MAILS})
    one.customer("K-2", email="privat@x.example")
    message_id = sent_to(one)
    raw = (
        "From: privat@x.example\r\nTo: team@nordlicht.example\r\nSubject: Re: Neues\r\n"
        f"In-Reply-To: <{message_id}>\r\nMessage-ID: <r1@x.example>\r\n\r\nBitte keine Werbung mehr.\r\n"
    ).encode()
    came(one, parser, raw)
    columns = permission.objection.c
    found = one.rows(select(columns.contact_id, columns.verbatim, columns.source, columns.received_at).distinct())
    assert {who for who, *_ in found} >= {1, None}
    assert all(verbatim and source for _, verbatim, source, _ in found)
    assert min(at for *_, at in found) > MONDAY
