"""`consent presume`: a concrete reason of a business call is recorded by name, everything else is refused (law.md 52)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rig.tool import Tool

FACTS = "Am 04.03.2026 auf dem Messestand nach der Schnittstelle gefragt"
OFFER = "Schnittstelle zur Lohnbuchhaltung, 49 Euro im Monat"


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def _presume(tool: Tool, contact: str = "K-1001", *, code: int = 0, **changes: str):
    given = {"reason": "concrete", "facts": FACTS, "offer": OFFER, "by": "Amira Haddad", **changes}
    flags = [word for name, value in given.items() for word in (f"--{name}", value)]
    return tool("consent", "presume", contact, *flags, *(["--json"] if code == 0 else []), code=code)


def _listed(tool: Tool, contact: str = "K-1001") -> list[dict]:
    found = tool("consent", "list", contact, "--json").objects
    return [item for item in found if item["type"] == "presumption"]


def test_a_reason_is_recorded_listed_and_audited(tool: Tool) -> None:
    done = _presume(tool).object
    assert _listed(tool) == [done]
    assert (done["facts"], done["offer"], done["released_by"]) == (FACTS, OFFER, "Amira Haddad")
    assert (done["carries"], done["released_at"]) == (True, "2026-03-24T18:00:00+01:00")
    events = tool("audit", "list", "--contact", "K-1001", "--json").objects
    (event,) = [item for item in events if item["event"] == "presumption_released"]
    assert event["data"]["presumption"] == done["presumption"]
    assert FACTS not in str(event)
    assert f"Umstände: {FACTS}" in tool("consent", "list", "K-1001").out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "was_customer"}, "OLG Hamm 4 U 190/08"),
        ({"reason": "directory"}, "BVerwG 6 C 3.23"),
        ({"facts": "Die Firma war lange unser Kunde."}, "OLG Hamm 4 U 190/08"),
        ({"facts": "Ehemaliger, langjähriger Bestandskunde von uns"}, "OLG Hamm 4 U 190/08"),
        ({"facts": "Die Nummer steht im Impressum der Website"}, "BVerwG 6 C 3.23"),
        ({"facts": "weiß nicht"}, "sagt zu wenig"),
        ({"offer": " "}, "--offer"),
        ({"by": " "}, "--by"),
    ],
)
def test_what_courts_did_not_accept_is_not_recorded(tool: Tool, changes: dict[str, str], words: str) -> None:
    assert words in _presume(tool, code=1, **changes).err
    assert _listed(tool) == []


def test_an_unknown_word_is_a_question_of_usage(tool: Tool) -> None:
    assert "concrete, was_customer, directory" in _presume(tool, code=2, reason="gefühl").err


def test_a_consumer_is_never_presumed_to_agree(tool: Tool) -> None:
    assert "nicht als Firma gespeichert" in _presume(tool, "K-1031", code=1).err


def test_an_objection_ends_it(tool: Tool) -> None:
    _presume(tool)
    tool("suppress", "K-1001", "--scope", "phone")
    (one,) = _listed(tool)
    assert one["carries"] is False
    assert "widersprochen" in one["reason"]
    assert "widersprochen" in _presume(tool, code=1).err
