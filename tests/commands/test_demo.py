"""The five stories of the demo: that they happen, that they are told from what happened, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from campaigns.bootstrap import Read, build, open_store, read
from campaigns.clock import VirtualClock
from commands.demo import DEMO_START
from commands.demo_report import NEXT
from commands.demo_stories import stories
from tests.docs.commands import leaves
from tests.rig.tool import Tool


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_objection_in_a_sunday_night_cancellation(demo: Tool) -> None:
    touches = demo.touches(contact="K-1076")
    (receipt,) = (row for row in touches if row["step"] == "receipt")
    assert timedelta() <= _at(receipt["at"]) - _at("2026-03-08T23:40:12+01:00") < timedelta(minutes=1)
    advertising = [row for row in touches if row["purpose"] != "contract" and row["sequence"] == "winback"]
    assert [(row["step"], row["decision"], row["rule"]) for row in advertising] == [("value", "stop", "objection")]
    later = [row["step"] for row in touches if row["decision"] == "send" and row["at"] > receipt["at"]]
    assert later == ["plan", "export"]


def test_a_person_is_asked_to_call_before_the_renewal_deadline(demo: Tool) -> None:
    (task,) = [row for row in demo("tasks", "list", "--all", "--json").objects if row["contact"] == "K-2001"]
    assert (task["kind"], task["channel"]) == ("call", "phone")
    assert _at(task["due_at"]) < _at("2026-03-14T00:00:00+01:00")  # 11 June minus 90 days, the end of that day
    (call,) = demo.touches(contact="K-2001", sequence="save_call")
    assert (call["at"], call["verdict"]) == ("2026-03-12T17:45:27+01:00", "ALLOW_DUTY")
    assert [row["contact"] for row in demo.touches(sequence="save_call", decision="send")] == ["K-2001"]


def test_a_household_is_covered_by_one_objection(demo: Tool) -> None:
    (story,) = demo.touches(contact="K-1035", sequence="winback_ruhig", decision="send")
    assert story["at"] == "2026-03-16T09:00:00+01:00"
    assert demo.touches(contact="K-1036", sequence="winback_ruhig", decision="send") == []  # it was due a day later
    (reply,) = [row for row in demo("replies", "list", "--json").objects if row["contact"] == "K-1035"]
    assert (reply["label"], reply["effect"], reply["step"]) == (
        "objection_unsubscribe",
        "objection",
        "winback_ruhig/story",
    )
    mails = [path.read_text(encoding="utf-8") for path in (demo.state / "mail" / "new").iterdir()]
    assert any(mail.count("Hallo S") and "seeluft-studios.example" in mail for mail in mails)


def test_a_colleague_ends_one_winback_and_the_insolvency_the_firms(demo: Tool) -> None:
    (reply,) = [row for row in demo("replies", "list", "--json").objects if row["contact"] == "K-1081"]
    assert (reply["label"], reply["effect"]) == ("final_decision", "stop")
    assert demo.sent("K-1081") == [("value", "email")]
    assert demo.sent("K-1082") == []
    assert demo.sent("K-1083") == [("value", "email")]  # day 14 came after the insolvency, but K-1081's answer waits


def test_every_mail_of_the_samples_arrived_and_found_its_person(demo: Tool) -> None:
    replies = demo("replies", "list", "--json").objects
    assert len(replies) == 7
    assert all(reply["contact"] for reply in replies)
    assert {reply["effect"] for reply in replies} == {
        "address_invalid", "pause", "stop", "hold", "start:handover", "objection",
    }  # fmt: skip
    assert ("call", "phone") in demo.sent("K-1006", "handover")


def test_the_stories_are_told_from_what_is_stored(demo: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    printed = copy_of(demo)("run", "--demo", "--once").out
    told = " ".join(printed.split())
    for words in (
        "kündigt: So 08.03., 23:40 Uhr, Formular auf einer Webseite. Bestätigt: 23:40 Uhr.",
        "„Und bitte keine Werbung mehr, auf keinem Weg.“",
        "Werbung seither: 0 gesendet",
        "Verlängerungsfrist: bis 13.03., 24 Uhr, noch 30 Stunden.",
        "Aufgabe „anrufen“ für amira.haddad",
        "Brief an K-1062. Nicht K-1063: Widerspruch gegen Werbung",
        "„Hallo Sören, ",
        "„Bitte schickt uns keine Werbung mehr.“",
        "K-1083 Silke Raabe: winback beendet Mo 16.03., 15:02 Uhr",
    ):
        assert words in told
    assert len(printed.splitlines()) < 65


def test_a_story_that_has_not_happened_says_so(imported: Tool) -> None:
    found = read(imported.config)
    assert isinstance(found, Read)
    store = open_store(found.settings, imported.state)
    try:
        told = stories(build(found, imported.state, store, VirtualClock(DEMO_START)))
    finally:
        store.close()
    night, deadline, feature, household, firm = (story.lines for story in told)
    assert night == deadline == ("Die Kündigung ist noch nicht eingegangen.",)
    assert feature == ("„DATEV-Export“ ist noch nicht da; 9 Menschen gingen, weil es fehlte.",)
    assert household == ("An dieses Postfach ging noch kein Schreiben.",)
    assert firm == ("Von dieser Firma kam noch keine Antwort und keine Kündigung.",)


def test_a_demo_in_two_halves_is_the_same_demo(demo: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped at the very moment at which a mail arrives, it meets that mail again and takes it once."""
    tool = Tool(tmp_path / "state", demo.config)
    with monkeypatch.context() as patch:
        patch.setattr("commands.demo.FIRST_WEEKS", _at("2026-03-16T19:32:17+01:00") - DEMO_START)
        assert "Gespielt bis Montag, 16.03.2026, 19:32 Uhr" in tool("run", "--demo", "--once").out
    tool("run", "--demo", "--once")
    assert _bare(tool.touches()) == _bare(demo.touches())
    assert len(tool("replies", "list", "--json").objects) == 7


def _bare(touches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the Message-IDs, which every installation makes with its own key."""
    return [{**row, "message_id": None} for row in touches]


@pytest.mark.parametrize("commands", [commands for _, commands, _ in NEXT])
def test_what_is_offered_next_can_be_called(commands: str) -> None:
    known = {words for words, _ in leaves()}
    offered = [part.strip() for part in commands.replace("dann", ";").split(";") if "ändern" not in part]
    assert all(any(each.startswith(words) for words in known) for each in offered), offered


def test_the_demo_never_becomes_a_real_service(demo: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(demo)
    before = len(tool.touches())
    for command in (("run", "--once"), ("run",), ("activate", "--yes")):
        assert "wird nie ein echter Dienst" in tool(*command, code=78).err
    assert len(tool.touches()) == before
