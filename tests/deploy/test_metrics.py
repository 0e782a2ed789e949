"""`/metrics` of the real process: the figures, their names, and nobody's name."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from campaigns.service.troubles import NAMES
from tests.deploy.firm import Firm
from tests.rig.machine import free_port
from tests.rig.service import Service


def scrape(port: int) -> tuple[str, dict[str, float]]:
    """The exposition text and its samples, `name{label="value"}` -> value."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    samples = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f'{key}="{value}"' for key, value in sorted(sample.labels.items()))
            samples[sample.name + (f"{{{labels}}}" if labels else "")] = sample.value
    return text, samples


@pytest.fixture
def port(firm: Firm) -> int:
    number = free_port()
    text = firm.config.read_text(encoding="utf-8").replace("# port = 9464", f"port = {number}")
    firm.config.write_text(text, encoding="utf-8")
    return number


def shows(service: Service, port: int, name: str, value: float) -> None:
    service.wait(lambda: scrape(port)[1].get(name) == value, f"{name} = {value}")


def test_the_figures(firm: Firm, port: int) -> None:
    with firm.service() as service:
        shows(service, port, "wiedersehen_up", 1)
        firm.cancels(2)
        shows(service, port, 'wiedersehen_sent_total{channel="email",purpose="contract"}', 2)
        shows(service, port, 'wiedersehen_decisions_total{decision="send"}', 2)
        firm("pause", "--all")
        firm.cancels(3)
        shows(service, port, "wiedersehen_due_touches", 3)
        text, samples = scrape(port)
        assert samples["wiedersehen_oldest_due_age_seconds"] > 0
        assert (
            samples['wiedersehen_paused{scope="advertising"}'] == samples['wiedersehen_paused{scope="contract"}'] == 1
        )
        assert samples["wiedersehen_activated"] == 1
        assert samples["wiedersehen_uncertain_touches"] == samples["wiedersehen_held_touches"] == 0
        assert samples["wiedersehen_open_tasks"] == samples["wiedersehen_replies_to_review"] == 0
        assert 0 <= samples["wiedersehen_last_tick_age_seconds"] < 25
        assert samples["wiedersehen_reload_last_successful"] == 1
        assert sum(name.startswith("wiedersehen_trouble{") for name in samples) == len(NAMES)
        before = samples["wiedersehen_reload_success_timestamp_seconds"]
        firm.edit_config("tick_seconds", "tick_seconds = 0")
        service.reload()
        _, samples = scrape(port)
        assert samples["wiedersehen_reload_last_successful"] == 0
        assert samples['wiedersehen_trouble{name="configuration"}'] == 1
        assert samples["wiedersehen_reload_success_timestamp_seconds"] == before
        firm.edit_config("tick_seconds", "tick_seconds = 1")
        service.reload()
        assert scrape(port)[1]["wiedersehen_reload_success_timestamp_seconds"] > before
    assert not re.search(r"@|K-\d|Muster|example", text)
    assert all(line.startswith(("#", "wiedersehen_")) for line in text.splitlines())


def test_off_unless_asked_for_and_only_on_this_machine(firm: Firm) -> None:
    with firm.service(), pytest.raises(urllib.error.URLError):
        urllib.request.urlopen("http://127.0.0.1:9464/metrics", timeout=1)


def test_a_port_that_is_taken_is_named_with_its_section(firm: Firm, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        service = firm.service(sentences=["kann nicht gelauscht werden"])
        assert service.ended() == 78
        assert "[metrics]" in service.lines[-1]
