"""The bytes of a mail: read back by an independent parser, and no header anybody's data could have written."""

from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.channel import EmailContent, From, LetterContent, Message, Refused
from channels.email import lint
from channels.email.compose import EmailChannel
from channels.email.message_id import message_id
from contacts.medium import Medium, Purpose
from tests.channels.mails import MESSAGE

CHANNEL = EmailChannel()
ANY_TEXT = st.text(max_size=120) | st.text('äöüß „“–=?utf-8qbc.<>@"\\,;:()[] \t\r\n\0\x85\u2028\ud800🎉', max_size=120)


def parsed(message: Message) -> EmailMessage:
    read = email.message_from_bytes(CHANNEL.prepare(message).raw, policy=email.policy.SMTP)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def changed(**content: str) -> Message:
    assert isinstance(MESSAGE.content, EmailContent)
    return replace(MESSAGE, content=replace(MESSAGE.content, **content))


def head_of(message: Message) -> list[str]:
    return CHANNEL.prepare(message).raw.split(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def test_another_parser_reads_what_was_meant() -> None:
    mail = parsed(MESSAGE)
    assert isinstance(MESSAGE.content, EmailContent)
    assert mail["Subject"] == MESSAGE.content.subject
    assert mail["From"].addresses[0].display_name == "Müller & Söhne GmbH"
    assert mail["From"].addresses[0].addr_spec == "team@firma.test"
    assert mail["To"].addresses[0].display_name == "Änne Köhler"
    assert mail["To"].addresses[0].addr_spec == "koehler@kunde.test"
    assert mail["Reply-To"].addresses[0].addr_spec == "antwort@firma.test"
    assert mail["Date"].datetime == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert mail["Message-ID"] == f"<{MESSAGE.message_id}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == MESSAGE.content.text
    assert html.get_content().replace("\r\n", "\n") == MESSAGE.content.html


def test_the_one_click_headers_stand_on_one_line_each() -> None:
    lines = head_of(MESSAGE)
    assert f"List-Unsubscribe: <{MESSAGE.unsubscribe_url}>, <mailto:{MESSAGE.unsubscribe_mailto}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_contract_mail_has_no_list_headers() -> None:
    message = replace(MESSAGE, purpose=Purpose.CONTRACT, unsubscribe_url=None, unsubscribe_mailto=None)
    assert not [line for line in head_of(message) if line.startswith("List-")]


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose.is_advertising])
def test_advertising_without_a_way_out_is_refused(purpose: Purpose) -> None:
    with pytest.raises(Refused, match="Abmeldelink"):
        CHANNEL.prepare(replace(MESSAGE, purpose=purpose, unsubscribe_url=None))


def test_same_message_same_bytes_and_a_fitting_checksum() -> None:
    first, second = CHANNEL.prepare(MESSAGE), EmailChannel().prepare(MESSAGE)
    assert first == second
    assert hashlib.sha256(first.raw).hexdigest() == first.sha256
    assert CHANNEL.medium is Medium.EMAIL


@settings(max_examples=1500, deadline=None)
@given(subject=ANY_TEXT, sender=ANY_TEXT, name=ANY_TEXT)
def test_no_value_can_write_a_header(subject: str, sender: str, name: str) -> None:
    """V2: whatever a CSV or a CRM holds, the mail has exactly our headers, or it is refused."""
    recipient = replace(MESSAGE.recipient, name=name)
    message = replace(changed(subject=subject), sender=replace(MESSAGE.sender, name=sender), recipient=recipient)
    try:
        mail = CHANNEL.prepare(message)
    except Refused:
        return
    assert mail.raw.isascii()
    read = email.message_from_bytes(mail.raw, policy=email.policy.SMTP)
    assert read.keys() == email.message_from_bytes(CHANNEL.prepare(MESSAGE).raw).keys()
    assert max(map(len, mail.raw.split(b"\r\n\r\n")[0].replace(b"List-Unsubscribe:", b"").split(b"\r\n"))) < 998
    assert str(read["From"].addresses[0].addr_spec) == "team@firma.test"
    assert [str(address.addr_spec) for address in read["To"].addresses] == ["koehler@kunde.test"]


@settings(max_examples=300, deadline=None)
@given(text=st.text("abcäöü .=\t\n\r\U0001f389", min_size=1, max_size=400), html=st.text("<p>ü. =\r\n", max_size=400))
def test_every_body_survives_in_short_ascii_lines(text: str, html: str) -> None:
    try:
        raw = CHANNEL.prepare(changed(text=text, html=html)).raw
    except Refused:
        assert not text.strip()
        return
    body = raw.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    read = email.message_from_bytes(raw, policy=email.policy.SMTP)
    part = next(iter(read.iter_parts())) if read.is_multipart() else read
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n") == wanted


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "a@b>\r\nBcc: x@y.test"},
        {"message_id": "keine"},
        {"envelope_from": "a@b.test\r\nX: y"},
        {"unsubscribe_url": "http://abmelden.firma.test/x"},
        {"unsubscribe_url": "https://abmelden.firma.test/x>, <https://boese.test"},
        {"unsubscribe_url": "https://a.test/ä"},
        {"unsubscribe_mailto": "a@b.test>, <x"},
        {"created_at": datetime(2026, 1, 1)},  # noqa: DTZ001  # the fault under test
        {"headers": {"Bcc": "x@y.test"}},
        {"headers": {"Subject": "zweiter Betreff"}},
        {"headers": {"List-Id": "a", "list-id": "b"}},
        {"headers": {"References": "<a@b>\r\nBcc: x@y.test"}},
        {"headers": {"X-Wiedersehen-\u212a": "Kelvin"}},
        {"headers": {"References": "<a@b> " * 200}},
        {"sender": From("Firma", "team@firma.test\nBcc: x@y.test")},
        {"sender": From("Firma", "team@firma.test", "Team <a@b.test>")},
        {"recipient": replace(MESSAGE.recipient, email=None)},
        {"recipient": replace(MESSAGE.recipient, email="änne@kunde.test")},
        {"recipient": replace(MESSAGE.recipient, email="a@b.test, c@d.test")},
        {"recipient": replace(MESSAGE.recipient, email='"a b"@c.test')},
        {"content": LetterContent("a", "b", ("c",))},
        {"content": EmailContent("", "Text", "")},
        {"content": EmailContent("Betreff", " ", "<p>")},
        {"content": EmailContent("Betreff", "\ud800", "<p>")},
        {"content": EmailContent("ü=?UTF-8?Q?=0ABcc:?=\n", "Text", "")},
    ],
)
def test_what_is_never_built(change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"[A-ZÄÖÜ].*\."):
        CHANNEL.prepare(replace(MESSAGE, **change))


def test_an_encoded_word_in_the_data_stays_text() -> None:
    trick = "Hallo =?utf-8?q?=0ABcc=3A_x=40y=2Etest?="
    assert parsed(changed(subject=trick))["Subject"] == trick


def test_extra_headers_and_feedback_id() -> None:
    message = replace(MESSAGE, headers={"References": "<a@b.test>", "X-Wiedersehen-Kampagne": "winback"})
    raw = EmailChannel("firma1").prepare(message).raw
    assert b"\r\nReferences: <a@b.test>\r\n" in raw
    assert b"\r\nFeedback-ID: value:winback:advertising:firma1\r\n" in raw


def test_a_mail_without_html_is_plain_text() -> None:
    mail = parsed(changed(html=""))
    assert mail.get_content_type() == "text/plain"
    assert mail["Content-Transfer-Encoding"] == "quoted-printable"


HEAD = b"".join(b"%b: x\r\n" % name.title().encode() for name in lint.REQUIRED)


@pytest.mark.parametrize(
    "block",
    [
        HEAD + b"Bcc: x@y.test\r\n",
        HEAD + b"To: noch@jemand.test\r\n",
        HEAD.replace(b"Date: x\r\n", b""),
        HEAD + b"List-Id: a\r\n b\r\n",
        HEAD + b"List-Id: a\nBcc: b\r\n",
        HEAD + b"List-Id: a\rb\r\n",
        HEAD + b"List-Id: a\x00b\r\n",
        HEAD + b"List-Id: \xc3\xa4\r\n",
        HEAD + b"List-Id: \x85\r\n",
        HEAD + b"List-Id: " + b"a" * 990 + b"\r\n",
        HEAD + b"\r\n",
        HEAD + b"List-Id:\r\n",
        HEAD + b" \r\n",
        b" " + HEAD,
        HEAD[:-2],
        b"",
    ],
)
def test_the_lint_does_not_trust_its_builder(block: bytes) -> None:
    assert [name for name, _ in lint.check(HEAD)] == list(lint.REQUIRED)
    with pytest.raises(Refused):
        lint.check(block)


def test_message_ids_repeat_for_the_same_touch_and_differ_between_installations() -> None:
    made = message_id(b"key", "send-1", "firma.test")
    assert made == message_id(b"key", "send-1", "firma.test")
    assert made == "3l7vt7bsb6khvzecrol6y3ozcso5qeun@firma.test"  # a change would break every open reply
    others = {message_id(b"key", f"send-{n}", "firma.test") for n in range(1000)}
    assert len(others) == 1000
    assert message_id(b"other", "send-1", "firma.test") != made
