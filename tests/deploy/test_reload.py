"""SIGHUP with the real process: what is right comes in force at once, what is wrong changes nothing and is told."""

from __future__ import annotations

import random
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.deploy.firm import Firm
from tests.rig.machine import free_port
from tests.scenarios.firm import parsed


def text_of(mail: Path) -> str:
    body = parsed(mail.read_bytes()).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def rename(firm: Firm) -> None:
    """Another name of the firm, also in the visible senders and the wordings of consents: they have to name it."""
    text = firm.config.read_text(encoding="utf-8")
    firm.config.write_text(text.replace("Nordlicht Software", "Südlicht Software"), encoding="utf-8")


def definitions(firm: Firm, sequence: str) -> dict[str, str]:
    """Contact -> the definition that its run of `sequence` is pinned to."""
    query = (
        "SELECT contact.external_id, enrollment.definition_hash FROM enrollment"
        " JOIN contact ON contact.id = enrollment.contact_id WHERE enrollment.sequence = ?"
    )
    return dict(firm.rows(query, sequence))


def test_a_good_edit_counts_for_those_who_come_after(firm: Firm) -> None:
    with firm.service() as service:
        (early,) = firm.cancels()
        service.wait(lambda: firm.receipts() == {early}, "the first receipt")
        firm.edit(firm.folder / "sequences" / "offboarding.toml", "priority = 100", "priority = 90")
        rename(firm)
        service.reload()
        (late,) = firm.cancels()
        service.wait(lambda: firm.receipts() == {early, late}, "the second receipt")
        assert service.named("reloaded")[0]["sequences"] == ["offboarding"]
        assert not service.named("restart_needed")
        (reloading,) = service.notified.of("MONOTONIC_USEC")
        assert 0 <= service.notified.moments("RELOADING")[0] - int(reloading) / 1e6 < 30
        assert service.notified.moments("READY")[1] > service.notified.moments("RELOADING")[0]
        pinned = definitions(firm, "offboarding")
        assert pinned[early] != pinned[late]
    texts = [text_of(mail) for mail in firm.mails()]
    assert sorted("Südlicht" in text for text in texts) == [False, True]


def test_a_broken_file_changes_nothing_and_is_told_with_its_line(firm: Firm) -> None:
    with firm.service() as service:
        (early,) = firm.cancels()
        service.wait(lambda: firm.receipts() == {early}, "the first receipt")
        before = definitions(firm, "offboarding")[early]
        file = firm.folder / "sequences" / "offboarding.toml"
        good = file.read_text(encoding="utf-8")
        file.write_text(good.replace("priority = 100", "priority = 100\nfalsch = 1", 1), encoding="utf-8")
        line = good[: good.index("priority = 100")].count("\n") + 2
        firm.edit_config("tick_seconds", 'tick_seconds = "eins"')
        service.reload()
        assert "Konfiguration fehlerhaft, alte gilt weiter: config.toml:" in service.notified.status
        (refused,) = service.named("reload_refused")
        assert refused["number"] == len(service.named("configuration_problem")) == 1  # config.toml first
        firm.edit_config("tick_seconds", "tick_seconds = 1")
        service.reload()
        service.wait_status(f"Konfiguration fehlerhaft, alte gilt weiter: {file}:{line}")
        assert service.named("configuration_problem")[1]["place"] == f"{file}:{line}:1"
        (late,) = firm.cancels()
        service.wait(lambda: firm.receipts() == {early, late}, "a receipt by the old definitions")
        assert definitions(firm, "offboarding")[late] == before
        file.write_text(good, encoding="utf-8")
        service.reload()
        assert "fehlerhaft" not in service.notified.status
        assert service.named("reloaded")[0]["sequences"] == []


def test_a_text_that_does_not_compile_is_refused(firm: Firm) -> None:
    with firm.service() as service:
        text = firm.folder / "templates" / "offboarding" / "receipt" / "subject.txt"
        text.write_text("{% if %}\n", encoding="utf-8")
        service.reload()
        (problem,) = service.named("configuration_problem")
        assert problem["place"].endswith("/subject.txt:1:1")
        firm.cancels()
        service.wait(lambda: len(firm.receipts()) == 1, "a receipt by the old text")
    with firm.service() as service:  # a start is more lenient: everything else can leave
        service.wait_status("Texte fehlerhaft, was sie braucht, wartet: templates/offboarding/receipt/subject.txt:1")
        firm.cancels()
        service.wait_event("touch_held")


def test_what_needs_a_restart_is_named_and_keeps_its_value(firm: Firm) -> None:
    with firm.service() as service:
        firm.edit_config("port", "port = 2525")
        firm.edit_config("carrier", 'carrier = "recording"')
        service.reload()
        needed = service.wait_event("restart_needed")
        assert set(needed["keys"]) == {"email.carrier", "email.smtp"}
        assert service.wait_status("Neustart nötig, geändert: email.carrier, email.smtp").startswith("läuft")
        firm.cancels()
        service.wait(lambda: len(firm.mails()) == 1, "a mail by the old carrier")


def test_the_public_pages_follow(firm: Firm) -> None:
    port = free_port()
    text = firm.config.read_text(encoding="utf-8").replace("port = 8025", f"port = {port}")
    firm.config.write_text(text, encoding="utf-8")

    def page() -> str:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/abmelden/nichts", timeout=30)
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()
        return ""

    with firm.service("--with-web") as service:
        assert "Nordlicht Software GmbH" in page()
        rename(firm)
        service.reload()
        assert "Südlicht Software GmbH" in page()


def test_killed_amid_reloads_nothing_is_lost_or_sent_twice(firm: Firm) -> None:
    dice = random.Random(7)
    wanted: set[str] = set()
    for life in range(4):
        with firm.service() as service:
            wanted |= set(firm.cancels(3))
            firm.edit_config("directors", f'directors = ["Wiebke Petersen {life}"]')
            service.process.send_signal(signal.SIGHUP)
            time.sleep(dice.uniform(0.0, 1.5))
            service.kill()
    with firm.service() as service:
        service.wait(lambda: firm.receipts() | firm.receipts("planned") >= wanted, "everybody's receipt")
        service.wait(
            lambda: firm.receipts() == wanted or firm.rows("SELECT 1 FROM touch WHERE maybe_delivered"), "sent"
        )
    copies = len(firm.mails())
    doubtful = len(firm.rows("SELECT 1 FROM touch WHERE maybe_delivered"))
    assert len(wanted) <= copies + doubtful
    assert copies <= len(wanted) + doubtful


def test_a_stop_amid_a_reload_ends_properly(firm: Firm) -> None:
    service = firm.service()
    with service:
        for pause in (0.0, 0.05, 0.4):
            service.process.send_signal(signal.SIGHUP)
            time.sleep(pause)
        assert service.end() == 0
        assert service.named("daemon_stopped")


def test_many_signals_at_once_end_with_the_newest_files(firm: Firm) -> None:
    with firm.service() as service:
        for number in range(8):
            firm.edit_config("directors", f'directors = ["Wiebke Petersen {number}"]')
            service.process.send_signal(signal.SIGHUP)
        service.wait(lambda: service.named("reloaded"), "a reload")
        firm.edit_config("directors", 'directors = ["Wiebke Petersen zuletzt"]')
        service.reload()
        firm.cancels()
        service.wait(lambda: len(firm.mails()) == 1, "a mail")
    assert "Petersen zuletzt" in text_of(firm.mails()[0])
