"""After a restore: what is read in again, a whole state directory put back, keys that are gone, new installations."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.test_backup import made, message_ids
from tests.rig.once import once
from tests.rig.tool import START, Tool

BACKUP, LOST_UNTIL, LATER = "2026-03-24T17:30:00+01:00", "2026-03-25T10:00:00+01:00", "2026-04-30T12:00:00+02:00"
CUSTOMER = (
    "contact_id,kind,salutation,first_name,last_name,email,company_id,company_name,contract_id,product_family,"
    "contract_kind,contract_start,contract_end,objection_notice,street,postcode,city\n"
    "R-1,business,Frau,Rita,Rest,rita@rest-gmbh.de,RG,Rest GmbH,RC-1,suite,paid,2024-01-01,2026-12-31,ja,Weg 1,20095,"
    "Hamburg\n"
)
CONSENT = (
    "consent_id,contact_id,medium,purposes,granted_at,method,text,text_version,proof_ref,confirmed_at\n"
    "RE-1,R-1,email,advertising,2025-06-01,doi,Ja ich möchte Werbung per E-Mail zu allen Produkten der Firma erhalten,"
    "v1,log:1,2025-06-01T10:00:00+02:00\n"
)
CANCELLATION = (
    "cancellation_id,contact_id,contract_id,received_at,reason\nRK-1,R-1,RC-1,2026-03-24T17:00:00+01:00,price\n"
)


def imports(tool: Tool, kind: str, text: str) -> None:
    path = tool.state.parent / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    tool("import", kind, path)


@pytest.fixture(scope="module")
def first_weeks(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """One customer with a consent who has not cancelled yet."""

    def build(folder: Path) -> None:
        tool = Tool(folder / "state", config)
        tool.play(START)
        tool("activate")
        imports(tool, "customers", CUSTOMER)
        imports(tool, "consents", CONSENT)
        tool.play(START, BACKUP)

    return Tool(once(tmp_path_factory, "rita", build) / "state", config)


@pytest.fixture
def rita(first_weeks: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    """The same, to be changed."""
    return copy_of(first_weeks)


def advertising(tool: Tool) -> set[str]:
    return {f"<{item['message_id']}>" for item in tool.touches(purpose="advertising") if item["message_id"]}


@pytest.mark.parametrize("when", ["before resume", "before resume, begun", "after resume"])
def test_a_cancellation_of_the_lost_time_that_is_read_in_again_sends_nothing_twice(
    rita: Tool, tmp_path: Path, when: str
) -> None:
    backup = made(rita, "--to", tmp_path / "kept")
    imports(rita, "cancellations", CANCELLATION)
    rita.play(BACKUP, LOST_UNTIL)
    before, before_advertising = message_ids(rita), advertising(rita)
    assert len(before) == 3
    assert len(before_advertising) == 1
    rita("backup", "restore", backup)
    rita.play(LOST_UNTIL)
    if when != "after resume":
        imports(rita, "cancellations", CANCELLATION)
    if when == "before resume, begun":
        rita.play(LOST_UNTIL, "2026-03-25T10:30:00+01:00")  # a paused daemon takes in what has arrived
    rita("resume")
    if when == "after resume":
        imports(rita, "cancellations", CANCELLATION)
    rita.play(LOST_UNTIL, LATER)
    after = message_ids(rita)
    assert max(after.values()) == 1
    assert rita.touches(purpose="advertising", reason="restored", decision="skip")
    assert rita("status", "--json").object["held"] == 1
    # What the contract demands waits, mail by mail: a person decides on each that may have left.
    rita("resume", "--held")
    rita.play(LATER, "2026-05-01T12:00:00+02:00")
    again = {name for name, number in message_ids(rita).items() if number > 1}
    assert len(again) == 1
    assert again < set(before) - before_advertising
    assert rita("status", "--json").object["held"] == 1
    rita("resume", "--held")
    rita.play("2026-05-01T12:00:00+02:00", "2026-05-08T12:00:00+02:00")
    assert {name for name, number in message_ids(rita).items() if number > 1} == set(before) - before_advertising
    assert max(message_ids(rita).values()) == 2
    assert rita("status", "--json").object["held"] == 0


def test_what_comes_in_after_the_recognition_is_answered_as_ever(rita: Tool, tmp_path: Path) -> None:
    backup = made(rita, "--to", tmp_path / "kept")
    rita("backup", "restore", backup)
    rita.play(LOST_UNTIL)
    rita("resume")
    imports(rita, "cancellations", CANCELLATION.replace("2026-03-24T17:00", "2026-03-25T11:00"))
    rita.play(LOST_UNTIL, "2026-03-27T12:00:00+01:00")
    assert len(message_ids(rita)) >= 2
    assert rita("status", "--json").object["held"] == 0


def test_nothing_sent_means_no_lost_time(rita: Tool, tmp_path: Path) -> None:
    backup = made(rita, "--to", tmp_path / "kept")
    rita("backup", "restore", backup)
    rita.play(LOST_UNTIL)
    imports(rita, "cancellations", CANCELLATION)
    rita("resume", "--nothing-sent")
    rita.play(LOST_UNTIL, "2026-03-27T12:00:00+01:00")
    assert len(message_ids(rita)) >= 2
    assert rita("status", "--json").object["held"] == 0


def test_a_simulation_from_the_beginning_knows_no_lost_time(rita: Tool, tmp_path: Path) -> None:
    imports(rita, "cancellations", CANCELLATION)
    backup = made(rita, "--to", tmp_path / "kept")
    replay = ("simulate", "--replay", "--until", LATER, "--json")
    expected = rita(*replay).objects
    rita("backup", "restore", backup)
    rita.play(BACKUP)
    assert rita(*replay).objects == expected


def put_back(state: Path, copy: Path) -> None:
    """What `rsync --delete` from the nightly backup does."""
    shutil.rmtree(state)
    shutil.copytree(copy, state)


def test_a_whole_state_directory_put_back_is_noticed(
    imported: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setenv("CACHE_DIRECTORY", str(cache))
    tool = copy_of(imported)
    tool.play(START, "2026-03-06T12:00:00+01:00")
    shutil.copytree(tool.state, tmp_path / "nightly")
    tool.play("2026-03-06T12:00:00+01:00", "2026-03-12T12:00:00+01:00")
    mails = tmp_path / "mails"
    shutil.copytree(tool.state / "mail", mails)
    put_back(tool.state, tmp_path / "nightly")
    shutil.rmtree(tool.state / "mail")
    shutil.copytree(mails, tool.state / "mail")  # what has been sent is at its recipients
    before = message_ids(tool)
    assert "kam aus einer Sicherung" in tool.play("2026-03-12T12:00:00+01:00").err
    tool("resume")
    tool.play("2026-03-12T12:00:00+01:00", "2026-03-31T12:00:00+02:00")
    assert max(message_ids(tool).values()) == 1
    assert len(message_ids(tool)) > len(before)


def test_the_second_mark_never_stands_in_the_way(
    imported: Tool, copy_of: Callable[[Tool], Tool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standing still, a swept cache, a cache that is gone, and moving to a machine without one."""
    cache = tmp_path / "cache"
    monkeypatch.setenv("CACHE_DIRECTORY", str(cache))
    tool = copy_of(imported)
    assert tool.play(START, "2026-03-03T12:00:00+01:00").err.count("Sicherung") == 0
    cache.mkdir()
    assert tool.play("2026-03-03T12:00:00+01:00", "2026-03-06T12:00:00+01:00").err.count("Sicherung") == 0
    assert (cache / "generation").read_text() == (tool.state / "generation").read_text()
    assert tool.play("2026-05-06T12:00:00+02:00").err.count("Sicherung") == 0
    (cache / "generation").unlink()
    assert tool.play("2026-05-07T12:00:00+02:00").err.count("Sicherung") == 0
    monkeypatch.delenv("CACHE_DIRECTORY")
    assert tool.play("2026-05-08T12:00:00+02:00").err.count("Sicherung") == 0
    assert tool("status", "--json").object["paused"] is None


def test_the_doctor_says_where_the_second_mark_is(rita: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> list[tuple[str, str]]:
        lines = rita.raw("doctor", "--offline", "--json", "--config", rita.config, "--state", rita.state).objects
        return [(line["level"], line["text"]) for line in lines if "zweites Zeichen" in line["text"]]

    ((level, text),) = said()
    assert level == "note"
    assert "wiedersehen restored" in str(rita.raw("doctor", "--config", rita.config, "--state", rita.state).out)
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setenv("CACHE_DIRECTORY", str(cache))
    rita.play(LOST_UNTIL)
    monkeypatch.delenv("CACHE_DIRECTORY")
    ((level, text),) = said()
    assert (level, str(cache) in text) == ("ok", True)


def test_a_missing_token_key_is_never_replaced_silently(rita: Tool) -> None:
    key = rita.state / "token.key"
    kept = key.read_bytes()
    key.unlink()
    for command in (("status",), ("run", "--once"), ("web",)):
        done = rita(*command, code=78)
        assert "token.key" in done.err
        assert "zurücklegen" in done.err
    assert not key.exists()
    key.write_bytes(kept[::-1])
    assert "Der Schlüssel der Abmeldelinks passt nicht zur Datenbank" in rita("status", code=78).err
    key.write_bytes(kept)
    assert rita("rekey", "--yes", "--json").object == {"replaced": False}


def test_a_lost_token_key_is_given_up_by_a_person_only(rita: Tool) -> None:
    key = rita.state / "token.key"
    kept = key.read_bytes()
    key.unlink()
    assert "--yes" in rita("rekey", "--json", code=2).err
    assert not key.exists()
    assert rita("rekey", "--yes", "--json").object == {"replaced": True}
    assert key.read_bytes() != kept
    assert key.stat().st_mode & 0o077 == 0
    rita("status")


def test_people_without_a_daemon_keep_their_keys_as_well(empty: Tool) -> None:
    """Hashes are made when people are imported, before a daemon ever ran."""
    empty("migrate")
    imports(empty, "customers", CUSTOMER)
    (empty.state / "hash.key").unlink()
    assert "hash.key" in empty("status").out
    assert not (empty.state / "hash.key").exists()


def test_an_empty_database_is_a_new_installation(empty: Tool) -> None:
    empty("migrate")
    empty("run", "--once")
    for path in empty.state.glob("wiedersehen.sqlite3*"):
        path.unlink()
    empty("migrate")
    assert "Sicherung" not in empty("run", "--once").err
    assert empty("status", "--json").object["paused"] is None
