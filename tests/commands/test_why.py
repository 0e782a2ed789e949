"""`why` for what was sent, postponed, rerouted, capped and forbidden; also for what did not happen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.rig.tool import Tool

TOUCH = {
    "sequence", "step", "due", "state", "decision", "until", "channel", "channels_tried", "gates", "caps", "calendar",
    "duties",
}  # fmt: skip
GATE = {"n", "rule", "statute", "verdict", "values", "evidence"}
CAP = {"per", "media", "window", "count", "max", "gap", "outcome"}


def _touch(tool: Tool, contact: str, step: str, *more: str) -> dict[str, Any]:
    answer = tool("why", contact, "--step", step, "--json", *more).object
    assert set(answer) == {"contact", "as_of", "touches"}
    (touch,) = answer["touches"]
    assert set(touch) >= TOUCH
    assert all(set(gate) >= GATE for gate in touch["gates"])
    assert all(set(cap) == CAP for cap in touch["caps"])
    return dict(touch)


def _gate(touch: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(gate for gate in touch["gates"] if gate["rule"] == rule)


def _first(tool: Tool, **wanted: str | None) -> dict[str, Any]:
    return tool.touches(**wanted)[0]


def test_a_sent_touch_shows_every_rule_that_let_it_pass(played: Tool) -> None:
    touch = _touch(played, "K-1003", "missing_feature/value")
    assert (touch["decision"], touch["channel"], touch["state"], touch["until"]) == ("send", "email", "sent", None)
    assert {gate["verdict"] for gate in touch["gates"]} <= {"ALLOW", "ALLOW_DUTY"}
    assert len(touch["gates"]) >= 12
    assert [gate["n"] for gate in touch["gates"]] == sorted(gate["n"] for gate in touch["gates"])
    consent = _gate(touch, "email_consent")
    assert consent["evidence"] == ["EW-0004"]
    assert "UWG" in consent["statute"]
    assert "D3" in touch["duties"]
    assert {"per": "person", "media": "any", "window": 5, "max": 1, "gap": 0, "outcome": "postpone"}.items() <= (
        touch["caps"][0].items()
    )
    assert [gate["rule"] for gate in touch["calendar"]] == ["sending_window"]


def test_a_capped_touch_says_which_cap_and_until_when(played: Tool) -> None:
    row = _first(played, decision="postpone", rule="frequency_cap", contact="K-1001")
    touch = _touch(played, "K-1001", f"{row['sequence']}/{row['step']}", "--at", row["at"])
    assert (touch["decision"], touch["until"], touch["channel"]) == ("postpone", row["until"], None)
    full = [cap for cap in touch["caps"] if cap["count"] >= cap["max"]]
    assert [cap["outcome"] for cap in full] == ["postpone"] * len(full)
    assert full
    assert _gate(touch, "frequency_cap")["verdict"] == "DEFER"


def test_a_postponed_touch_was_sent_later(played: Tool) -> None:
    row = _first(played, decision="postpone", contact="K-1015")
    later = _touch(played, "K-1015", f"{row['sequence']}/{row['step']}")
    assert (later["decision"], later["state"]) == ("send", "sent")
    assert later["at"] == row["until"]


def test_a_rerouted_touch_shows_the_forbidden_channel(played: Tool) -> None:
    touch = _touch(played, "K-1046", "winback_ruhig/story")
    assert (touch["decision"], touch["channel"]) == ("send", "letter")
    email, letter = touch["channels_tried"]
    assert (email["channel"], email["verdict"]) == ("email", "DENY")
    assert letter["verdict"] in ("ALLOW", "ALLOW_DUTY")
    assert _gate(touch, "letter_consent")["verdict"].startswith("ALLOW")


def test_a_forbidden_touch_names_the_norm(played: Tool) -> None:
    row = _first(played, contact="K-1034", decision="skip", verdict="DENY")
    touch = _touch(played, "K-1034", f"{row['sequence']}/{row['step']}")
    assert (touch["decision"], touch["channel"]) == ("skip", None)
    objection = _gate(touch, "objection")
    assert objection["verdict"] == "DENY"
    assert objection["evidence"]
    assert "DSGVO" in objection["statute"]


def test_who_was_never_begun_and_who_is_not_known(played: Tool) -> None:
    touches = played("why", "K-1037", "--json").object["touches"]
    stopped = [touch for touch in touches if touch["sequence"].startswith("winback")]
    assert {(touch["decision"], touch["reason"]) for touch in stopped} == {("stop", "excluded:deceased")}
    assert played("why", "K-1060", "--json").object["touches"] == []
    assert "Den Kontakt K-9999 gibt es nicht." in played("why", "K-9999", code=1).err


def test_what_is_planned(imported: Tool, copy_of: Callable[[Tool], Tool]) -> None:
    tool = copy_of(imported)
    tool("run", "--once")
    touch = _touch(tool, "K-1003", "missing_feature/value")
    assert (touch["state"], touch["decision"]) == ("planned", None)
    assert touch["due"].startswith("2026-03-02T09:00")


def test_for_people_the_rule_that_decided_stands_in_a_sentence(played: Tool) -> None:
    told = played("why", "K-1003", "--step", "missing_feature/value").out
    assert re.search(
        r"^\d\d\.\d\d\.2026, \d\d:\d\d Uhr  missing_feature/value: gesendet per E-Mail$", told, re.MULTILINE
    )
    assert "Entscheidend: Einwilligung für E-Mail, § 7 Abs. 2 Nr. 2 UWG: erlaubt mit Auflage." in told
    assert "Beleg: EW-0004." in told
    assert "Obergrenze" not in told  # nothing stood in the way
    everything = played("why", "K-1003", "--step", "missing_feature/value", "--all").out
    assert "Obergrenze je Person, alle Wege: 0 von 1 in 5 Tagen: frei" in everything
    assert "Nachweis: bestätigter Link in einer E-Mail" in everything
    gates = _touch(played, "K-1003", "missing_feature/value")["gates"]
    assert len(gates) > 10
    assert len(everything.splitlines()) - len(told.splitlines()) >= len(gates)  # each rule has its line


def test_for_people_no_english_word_and_no_raw_time_is_left(played: Tool) -> None:
    told = "".join(played("why", f"K-10{number:02}", "--all").out for number in range(1, 61))
    assert re.findall(r"ALLOW|DENY|DEFER|\d{4}-\d\d-\d\dT|\+0[012]:00|None|True|False", told) == []


def test_for_people_a_cap_says_until_when(played: Tool) -> None:
    row = _first(played, decision="postpone", rule="frequency_cap", contact="K-1001")
    told = played("why", "K-1001", "--step", f"{row['sequence']}/{row['step']}", "--at", row["at"]).out
    assert re.search(r"1 von 1 in 5 Tagen: verschoben auf \d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr", told)
    assert ": verschoben auf " in told


def test_for_people_the_objection_comes_first_with_its_wording(played: Tool) -> None:
    told = played("why", "K-1034").out
    before, _, touches = told.partition("offboarding/receipt")
    assert "01.03.2026, 08:05 Uhr  gegen alle Werbung, in Textform" in before
    assert "„Bitte schicken Sie mir keine Werbung mehr, egal auf welchem Weg.“" in before
    assert "Werbung ist damit verboten auf: E-Mail, Anruf, Brief, LinkedIn-Nachricht" in before
    assert "Widerspruch, Art. 21 Abs. 2, 3 DSGVO; § 7 Abs. 1 Satz 2 UWG: verboten." in touches
    assert "Brief: verboten. Der Werbung wurde widersprochen. (Widerspruch)" in touches


def test_for_people_the_header_says_who_it_is_and_what_holds_at_that_time(played: Tool) -> None:
    told = played("why", "K-1001", "--at", "2024-01-01").out
    assert "K-1001  Dr. Friederike Aumann, Hansekontor Logistik GmbH (F-101), geschäftlich, Marke nordlicht" in told
    assert "EW-0001" in told
    assert "EW-0002" not in told  # granted later
    assert "Widersprüche: keine" in told
    assert "nichts geplant und nichts geschehen" in told


def test_an_address_finds_its_person_and_a_slip_finds_the_near_ids(played: Tool) -> None:
    by_mail = played("why", "Friederike.Aumann@hansekontor.example", "--json").object
    assert by_mail == played("why", "K-1001", "--json").object
    assert played("why", "040 66969 114", "--json").object["contact"] == "K-1001"
    assert "Gemeint: K-1034?" in played("why", "Barkhausen", code=1).err
    assert "Gemeint: K-1001" in played("why", "K1001", code=1).err
    assert (
        "Einen Kontakt mit der Adresse fremd@x.example gibt es nicht." in played("why", "fremd@x.example", code=1).err
    )


def test_an_address_that_several_use_asks_for_an_id(
    imported: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path
) -> None:
    tool = copy_of(imported)
    shared = tmp_path / "customers.csv"
    shared.write_text(
        "contact_id;last_name;email\nX-1;Eins;buero@x.example\nX-2;Zwei;buero@x.example\n", encoding="utf-8"
    )
    tool("import", "customers", shared)
    assert "buero@x.example benutzen mehrere: X-1, X-2." in tool("why", "buero@x.example", code=1).err
