"""The sink's own promises: it logs before it answers, and its faults are the ones asked for."""

from __future__ import annotations

import smtplib
from pathlib import Path

import pytest

from tests.rig.sink import Sink

MAIL = b"From: a@b.test\r\nMessage-ID: <one@firma.test>\r\n\r\nHallo\r\n"


def test_accepted_is_logged_before_the_answer(tmp_path: Path) -> None:
    with Sink(tmp_path / "log") as sink, smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.sendmail("a@b.test", ["x@y.test"], MAIL)
        assert sink.accepted() == ["one@firma.test"]  # read right after 250, the sink still running


def test_a_lost_answer_was_accepted(tmp_path: Path) -> None:
    with Sink(tmp_path / "log", ["--drop-after-dot", "1"]) as sink:
        client = smtplib.SMTP("127.0.0.1", sink.port)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.sendmail("a@b.test", ["x@y.test"], MAIL)
        client.close()
        assert sink.accepted() == ["one@firma.test"]


@pytest.mark.parametrize(
    ("flags", "code"),
    [(["--after-dot", "451 4.3.0 later"], 451), (["--refuse-rcpt", "550 5.1.1 unknown"], 550)],
)
def test_a_refusal_is_not_logged(tmp_path: Path, flags: list[str], code: int) -> None:
    with Sink(tmp_path / "log", flags) as sink, smtplib.SMTP("127.0.0.1", sink.port) as client:
        with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused)) as caught:
            client.sendmail("a@b.test", ["x@y.test"], MAIL)
        assert str(code) in str(caught.value)
        assert sink.accepted() == []


def test_a_cut_in_the_body_is_not_accepted(tmp_path: Path) -> None:
    with Sink(tmp_path / "log", ["--drop-in-body", "1"]) as sink:
        client = smtplib.SMTP("127.0.0.1", sink.port)
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            client.sendmail("a@b.test", ["x@y.test"], MAIL)
        client.close()
        assert sink.accepted() == []
