"""sd_notify with the real process: when it is ready, what it says, how it feeds the watchdog, how it ends."""

from __future__ import annotations

import signal
import socket
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from itertools import pairwise

import pytest

from tests.deploy.firm import Firm
from tests.rig.machine import free_port
from tests.rig.sink import Sink


def test_ready_status_stopping_in_this_order(firm: Firm) -> None:
    with firm.service() as service:
        assert service.wait_status("läuft", "0 fällig", "nichts geplant").startswith("läuft; ")
        firm.cancels()
        service.wait_status("läuft", "nächste Sendung ")
        firm("pause")
        service.wait_status("angehalten: Werbung")
        firm("pause", "--all")
        firm.cancels()
        service.wait_status("angehalten: alles", "1 fällig")
        assert service.end() == 0
        names = [next(iter(fields)) for _, fields in service.notified.came]
        assert names[0] == "READY"
        stopping = service.notified.moments("STOPPING")
        assert len(stopping) == 1
        assert service.notified.status == "wird beendet; was unterwegs ist, geht noch hinaus"


def test_an_installation_that_is_not_activated_says_so(firm: Firm) -> None:
    with closing(sqlite3.connect(firm.state / "wiedersehen.sqlite3")) as database, database:
        database.execute("DELETE FROM switch WHERE name = 'activated'")
    with firm.service() as service:
        service.wait_status("läuft zur Probe (nicht freigeschaltet)")


def test_the_watchdog_is_fed_twice_as_often_as_asked(firm: Firm) -> None:
    with firm.service(env={"WATCHDOG_USEC": "1000000"}) as service:
        service.wait(lambda: len(service.notified.moments("WATCHDOG")) > 8, "signs of life")
        moments = service.notified.moments("WATCHDOG")
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert sorted(gaps)[2] < 0.75, gaps  # a machine that stands still now and then makes some longer, never all


def test_somebody_elses_watchdog_is_not_ours(firm: Firm) -> None:
    with firm.service(env={"WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1"}) as service:
        service.wait(lambda: service.notified.moments("WATCHDOG"), "a sign of life")
        service.wait_status("fällig")
        assert len(service.notified.moments("WATCHDOG")) < 3


def test_not_ready_before_configuration_and_schema_are_checked(firm: Firm) -> None:
    with closing(sqlite3.connect(firm.state / "wiedersehen.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    service = firm.service(sentences=["Das Schema der Datenbank"])
    assert service.ended() == 78
    assert not service.notified.came
    firm.edit_config("tick_seconds", 'tick_seconds = "eins"')
    service = firm.service(sentences=["config.toml:"])
    assert service.ended() == 78
    assert not service.notified.came


def test_a_manager_that_is_gone_stops_nothing(firm: Firm) -> None:
    with firm.service() as service:
        service.notified.path.unlink()
        firm.cancels()
        service.wait(lambda: len(firm.mails()) == 1, "a mail")
        assert service.end() == 0


def test_what_is_in_flight_at_the_end_is_finished_and_systemd_waits(firm: Firm) -> None:
    """A relay that takes its time with the final dot: SIGTERM must not turn its mails into uncertain ones."""
    done = firm.folder / "done"
    with Sink(firm.folder / "sink.log", ["--until", str(done)]) as sink:
        text = firm.config.read_text(encoding="utf-8")
        text = text.replace('carrier = "folder"', 'carrier = "smtp"').replace("port = 587", f"port = {sink.port}")
        firm.config.write_text(text.replace('tls = "required"', 'tls = "off"', 1), encoding="utf-8")
        with firm.service() as service:
            firm.cancels(3)
            service.wait(lambda: len(firm.receipts("sending")) == 3, "mails behind the go")
            service.process.send_signal(signal.SIGTERM)
            service.wait(lambda: service.notified.moments("EXTEND_TIMEOUT_USEC"), "a request for patience")
            done.touch()
            assert service.ended() == 0
        assert len(sink.accepted()) == 3
    assert len(firm.receipts()) == 3
    assert not firm.rows("SELECT 1 FROM touch WHERE maybe_delivered")


def test_a_port_that_is_taken_is_a_sentence(firm: Firm) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        text = firm.config.read_text(encoding="utf-8").replace("port = 8025", f"port = {port}")
        firm.config.write_text(text, encoding="utf-8")
        service = firm.service("--with-web", sentences=["kann nicht gelauscht werden"])
        assert service.ended() == 78
        assert f"An 127.0.0.1:{port} kann nicht gelauscht werden" in service.lines[-1]
        assert "[web]" in service.lines[-1]
        assert not service.notified.of("READY")


def test_the_pages_as_a_process_of_their_own(firm: Firm) -> None:
    port = free_port()
    text = firm.config.read_text(encoding="utf-8").replace("port = 8025", f"port = {port}")
    firm.config.write_text(text, encoding="utf-8")
    with firm.service(program="web") as service:
        assert service.notified.status == f"Abmeldeseiten an 127.0.0.1:{port}"
        with pytest.raises(urllib.error.HTTPError, match="404") as answer:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/abmelden/nichts", timeout=30)
        answer.value.close()
        assert service.end() == 0
        assert service.notified.of("STOPPING") == ["1"]
