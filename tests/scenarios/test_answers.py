"""Answers come in over IMAP and act on what is planned, queued, open or exported."""

from __future__ import annotations

import csv

import pytest

from tests.scenarios.firm import MONDAY, Firm, Person, answer, at

pytestmark = pytest.mark.real


def test_an_answer_stops_the_sequence_and_gets_a_person(firm: Firm) -> None:
    person = Person("S-1")
    firm.take_on(person)
    firm.until(1)
    assert firm.sent(person.id) == [("value", "email")]
    value = firm.mail(person, "value")
    firm.deliver(answer(value, "Danke, aber wir haben uns endgültig entschieden.", at(2, 10)), person.address)
    firm.until(2)
    (reply,) = firm("replies", "list", "--json").objects
    assert (reply["contact"], reply["step"], reply["label"]) == (person.id, "winback/value", "final_decision")
    firm.until(40)
    assert firm.sent(person.id) == [("value", "email")]
    assert len(firm.sent(person.id, "offboarding")) >= 2  # contract mail does not hang on the answer


def test_out_of_office_pauses_to_the_date_and_goes_on(firm: Firm) -> None:
    person = Person("S-2")
    firm.take_on(person)
    firm.until(1)
    text = "Ich bin bis zum 10.03.2026 nicht im Haus. Ihre Nachricht wird nicht weitergeleitet."
    away = answer(firm.mail(person, "value"), text, at(1, 12), Auto_Submitted="auto-replied")
    firm.deliver(away, person.address)
    firm.until(8)
    assert firm.sent(person.id) == [("value", "email")]  # day 7 has come, nobody is there
    firm.until(10)
    (news,) = firm.touches(contact=person.id, step="news", decision="send")
    assert news["at"].startswith("2026-03-12")  # back on the 11th, to a full inbox; the next working day
    assert [task["kind"] for task in firm("tasks", "list", "--json").objects] == []


def test_no_more_advertising_empties_every_channel(firm: Firm) -> None:
    person = Person("S-3", tier="high", media=("phone", "linkedin_dm"), told=False)
    firm.take_on(person)
    firm.until(22)
    assert firm.sent(person.id) == [("value", "letter"), ("story_personal", "linkedin"), ("offer_personal", "phone")]
    assert {task["channel"] for task in firm("tasks", "list", "--json").objects} == {"linkedin", "phone"}
    (batch,) = (firm.state / "letters").glob("*.csv")
    text = "bitte keine weitere Werbung. Die Abwicklung der Kündigung passt so."
    firm.deliver(answer(firm.mail(person, "plan"), text, at(22, 13)), person.address)
    firm.until(22, 14)
    assert firm("tasks", "list", "--json").objects == []
    states = {task["channel"]: task["state"] for task in firm("tasks", "list", "--all", "--json").objects}
    assert states == {"linkedin": "withdrawn", "phone": "withdrawn"}
    (recall,) = (path for path in (firm.state / "letters").glob("*.csv") if path != batch)
    (value,) = firm.touches(contact=person.id, step="value")
    assert value["state"] == "recalled"
    with batch.open(encoding="utf-8-sig", newline="") as letters:
        (row,) = csv.DictReader(letters, delimiter=";")
    assert row["Sendungs-ID"] in recall.read_text(encoding="utf-8-sig")
    before = firm.sent(person.id)
    firm.until(100)
    assert firm.sent(person.id) == before
    assert not [row for row in firm.touches(contact=person.id, purpose="survey") if row["decision"] == "send"]
    assert len(firm.sent(person.id, "offboarding")) >= 3


def test_a_colleague_is_matched_by_references(firm: Firm) -> None:
    person = Person("S-4")
    firm.take_on(person)
    firm.until(1)
    colleague = "vertretung@kunde.test"
    raw = answer(firm.mail(person, "value"), "Frau Muster fragt: Was kostet die Rückkehr?", at(2), sender=colleague)
    firm.deliver(raw, colleague)
    firm.until(2, 13)
    (reply,) = firm("replies", "list", "--json").objects
    assert (reply["contact"], reply["step"], reply["label"]) == (person.id, "winback/value", "question")
    (task,) = firm("tasks", "list", "--json").objects
    assert (task["contact"], task["assigned_to"]) == (person.id, "jana.petersen@firma.test")


def test_the_teams_mail_keeps_its_flags(firm: Firm) -> None:
    person = Person("S-5")
    firm.take_on(person)
    firm.until(1)
    firm.deliver(answer(firm.mail(person, "value"), "Vielen Dank für alles!", at(2)), person.address)
    before = firm.mailbox_flags()
    firm.until(2, 13)
    assert len(firm("replies", "list", "--json").objects) == 1
    after = firm.mailbox_flags()
    assert set(after) == set(before)
    assert not any("\\Seen" in flags or "\\Deleted" in flags for flags in after.values())


def test_the_same_mail_twice_acts_once(firm: Firm) -> None:
    person = Person("S-6")
    firm.take_on(person)
    firm.until(1)
    raw = answer(firm.mail(person, "value"), "Was kostet die Rückkehr?", at(2))
    firm.deliver(raw, person.address)
    firm.deliver(raw, person.address)
    firm.until(2, 13)
    firm.deliver(raw, person.address)
    firm.until(3, 13)
    assert len(firm.mailbox_flags()) == 3
    assert len(firm("replies", "list", "--json").objects) == 1
    assert len(firm("tasks", "list", "--all", "--json").objects) == 1


def test_a_restored_mailbox_repeats_nothing(firm: Firm) -> None:
    person = Person("S-7")
    firm.take_on(person)
    firm.until(1)
    firm.deliver(answer(firm.mail(person, "value"), "Melden Sie sich im Mai wieder.", at(2)), person.address)
    firm.until(2, 13)
    before = firm("replies", "list", "--json").out, firm("tasks", "list", "--all", "--json").out
    validity = firm.uidvalidity()
    for file in firm.dovecot.maildir.glob("dovecot*"):
        file.unlink()
    firm.dovecot.restart()
    assert firm.uidvalidity() != validity
    firm.until(3, 13)
    assert (firm("replies", "list", "--json").out, firm("tasks", "list", "--all", "--json").out) == before


def test_an_unreadable_mailbox_stops_nothing_else(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    (firm.folder / "credentials" / "imap").write_text("falsch")
    person = Person("S-8")
    firm.take_on(person)
    firm.until(1)
    assert firm.sent(person.id) == [("value", "email")]
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    done = firm("run", "--virtual", MONDAY.isoformat(), "--until", at(2).isoformat(), code=78)
    assert "Das Geheimnis „imap“ fehlt" in done.err
