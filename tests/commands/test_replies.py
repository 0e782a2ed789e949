"""Mails that belong to nobody: counted where people look, and never made a demand of our own address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import Connection, Select, select

from replies.reply import Classified, Evidence, Kind, Parsed, RawMail
from store import replies
from store.engine import Store, sqlite_url
from store.replies import Match
from store.tables import permission, rights
from tests.rig.tool import Tool

OURS = "kim@nordlicht-software.example"
NOW = datetime.now(UTC)


@pytest.fixture
def tool(empty: Tool) -> Tool:
    empty("migrate")
    return empty


def _within(tool: Tool, act: Callable[[Connection], Any]) -> Any:
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    try:
        with store.write() as connection:
            return act(connection)
    finally:
        store.close()


def _rows(tool: Tool, query: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in _within(tool, lambda connection: connection.execute(query).all())]


def held(tool: Tool, sender: str, days: int, number: int = 1, raw: bytes = b"") -> str:
    """A mail that belongs to nobody on file and waits for a person."""
    fingerprint = f"{number:064}"
    text = "Bitte löschen Sie alle meine Daten nach Art. 17 DSGVO."
    parsed = Parsed(fingerprint, from_address=sender, text=text, new_text=text)
    answer = Classified(Kind.HUMAN_REPLY, None, "hold", review=True, evidence=Evidence("held", text))
    mail = RawMail("folder:inbox", "INBOX", 1, number, raw, NOW - timedelta(days=days))
    _within(tool, lambda connection: replies.add(connection, mail, parsed, answer, Match(), "hold"))
    return fingerprint


def finding(tool: Tool) -> tuple[str, str, str] | None:
    found = tool.raw("doctor", "--json", "--state", tool.state, "--config", tool.config).objects
    told = [one for one in found if "ohne Kontakt" in one["text"]]
    return (told[0]["level"], told[0]["text"], told[0]["cure"]) if told else None


def test_status_and_doctor_count_the_mails_that_no_task_shows(tool: Tool) -> None:
    assert finding(tool) is None
    assert tool("status", "--json").object["unmatched_replies"] == {"count": 0, "oldest_at": None}
    held(tool, "fremd@anderswo.example", 0)
    level, text, cure = finding(tool) or ("", "", "")
    assert (level, "1 Mail wartet" in text) == ("warning", True)
    assert "replies list --review" in cure
    held(tool, "fremd@anderswo.example", 3, 2)
    level, text, _ = finding(tool) or ("", "", "")
    assert level == "error"
    assert "2 Mails warten" in text
    assert text.endswith("die älteste seit 3 Tagen.")
    facts = tool("status", "--json").object["unmatched_replies"]
    assert facts["count"] == 2
    assert datetime.fromisoformat(facts["oldest_at"]) == (NOW - timedelta(days=3))
    assert "davon 2 ohne Kontakt und ohne Aufgabe, die älteste vom" in tool("status").out


@pytest.mark.parametrize("label", ["dsgvo_erasure", "dsgvo_access", "objection_unsubscribe"])
def test_a_demand_is_never_made_one_of_our_own_address(tool: Tool, label: str) -> None:
    reply = held(tool, OURS, 0)
    done = tool("replies", "relabel", reply, label, code=1)
    assert f"von {OURS}, einer Adresse von uns" in done.err
    assert "wiedersehen requests add" in done.err
    for table in (rights.data_request, permission.objection):
        assert _rows(tool, select(table.c.id)) == []
    (row,) = tool("replies", "list", "--review", "--json").objects
    assert (row["label"], row["relabelled_from"]) == (None, None)
    assert tool("replies", "relabel", reply, "spam_other", "--json").object["label"] == "spam_other"


def test_a_stranger_asks_for_herself(tool: Tool) -> None:
    reply = held(tool, "fremd@anderswo.example", 0)
    tool("replies", "relabel", reply, "dsgvo_erasure")
    assert _rows(tool, select(rights.data_request.c.contact)) == [("fremd@anderswo.example",)]


def test_show_names_what_hangs_on_a_mail(tool: Tool) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "fremd@anderswo.example", "Unterlagen"
    mail.set_content("Siehe Anhang.")
    mail.add_attachment(b"x" * 4_000, maintype="application", subtype="pdf", filename="Kündi\u202egung.pdf")
    reply = held(tool, "fremd@anderswo.example", 0, raw=bytes(mail))
    (one,) = tool("replies", "show", reply, "--json").object["attachments"]
    assert one == {"name": "Kündi\ufffdgung.pdf", "type": "application/pdf", "size": 4_000}
    assert "„Kündi\ufffdgung.pdf“ (application/pdf, 4000 Bytes)" in tool("replies", "show", reply).out
