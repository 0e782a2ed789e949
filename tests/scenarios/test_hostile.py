"""Mail nobody would send on purpose: it is kept, holds up nothing, and never stops the next objection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig.dovecot import Dovecot
from tests.rig.postfix import Postfix
from tests.rig.postgres import Postgres
from tests.scenarios.firm import Firm, Person, answer, at

pytestmark = pytest.mark.real


@pytest.fixture(params=["sqlite", "postgres"])
def any_firm(request: pytest.FixtureRequest, firm: Firm, postfix: Postfix, dovecot: Dovecot, tmp_path: Path) -> Firm:
    if request.param == "sqlite":
        return firm
    server: Postgres = request.getfixturevalue("postgres")
    folder = tmp_path / "with_postgres"
    folder.mkdir()
    return Firm(folder, postfix, dovecot, **{"# url": f'url = "{server.database("scenario")}"'})


def test_broken_mail_does_not_hold_up_an_objection(any_firm: Firm) -> None:
    firm, person = any_firm, Person("S-20")
    firm.take_on(person)
    firm.until(1)
    broken = (
        b"From: \xff\xfe <kunde@kunde.test>\r\nTo: team@firma.test\r\nMessage-ID: <a\x00b@kunde.test>\r\n"
        b"References: <c\x00d@kunde.test>\r\nSubject: =?utf-8?q?a=00b?= \xe4\r\n"
        b"Content-Type: text/plain; charset=x-unknown\r\n\r\nHallo \x00 \xed\xa0\x80 Welt\r\n"
    )
    # Straight into the Maildir: Postfix would refuse or mend what other servers let through.
    firm.dovecot.put(broken, "1.broken.test")
    firm.dovecot.put(b"\x00" * 400, "2.nothing.test")
    nested = (
        b"From: a@kunde.test\r\nSubject: tief\r\n"
        + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n' * 3000
    )
    firm.dovecot.put(nested, "3.nested.test")
    firm.deliver(answer(firm.mail(person, "value"), "Keine Werbung mehr, bitte!", at(2)), person.address)
    firm.until(2, 13)
    replies = firm("replies", "list", "--json").objects
    assert len(replies) == 4
    assert [reply["effect"] for reply in replies if reply["contact"] == person.id] == ["objection"]
    firm.until(40)
    assert firm.sent(person.id) == [("value", "email")]


def test_our_own_mail_in_the_mailbox_is_nobodys_answer(firm: Firm) -> None:
    person = Person("S-26")
    firm.take_on(person)
    firm.until(1)
    firm.deliver(firm.raw_mail(person, "value"), "archiv@firma.test")
    firm.until(9)
    (reply,) = firm("replies", "list", "--json").objects
    assert (reply["contact"], reply["effect"]) == (None, "own_mail")
    assert firm.sent(person.id) == [("value", "email"), ("news", "email")]


def test_an_objection_of_a_stranger_blocks_the_address_for_later(firm: Firm) -> None:
    person = Person("S-22", media=("email",))
    raw = (
        f"From: {person.address}\r\nTo: team@firma.test\r\nSubject: Werbung\r\nMessage-ID: <s22@kunde.test>\r\n\r\n"
        "Bitte keine weitere Werbung.\r\n"
    ).encode()
    firm.deliver(raw, person.address)
    firm.until(0, 9)
    firm.take_on(person)
    firm.until(40)
    assert firm.sent(person.id) == []
    (value,) = firm.touches(contact=person.id, step="value")
    assert (value["decision"], value["verdict"], value["rule"]) == ("stop", "DENY", "objection")


def test_an_objection_covers_everybody_on_the_address(firm: Firm) -> None:
    one, other = Person("S-23", local="haus"), Person("S-24")
    firm.take_on(one, other)
    firm.until(1)
    # The answer to one person's mail is sent from the other's address.
    raw = answer(firm.mail(one, "value"), "Bitte keine Werbung mehr.", at(2), sender=other.address)
    firm.deliver(raw, other.address)
    firm.until(40)
    assert firm.sent(one.id) == firm.sent(other.id) == [("value", "email")]
