"""`webhooks list|enable`, and where the switch-off is said: status and doctor."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.handover.webhooks import Webhooks
from handover.webhook import Target
from store import deliveries, outbox
from tests.rig.tool import Tool, shipped_config

SECRET = "whsec_" + "bmV1" * 10


@pytest.fixture
def off(tmp_path: Path) -> Tool:
    """A daemon has begun with two targets; „chat“ has answered 410 since."""
    from commands.options import open_house  # noqa: PLC0415 (heavy)

    config = shipped_config(tmp_path)
    tool = Tool(tmp_path / "state", config)
    tool("migrate")
    house = open_house(config, tool.state, existing=True, without_list=True)
    kinds = frozenset({outbox.TASK_CREATED})
    targets = tuple(Target(name, "standard", kinds, "https://x.example/", (SECRET,)) for name in ("chat", "crm"))
    Webhooks(targets).begin(house)
    with house.store.write() as connection:
        deliveries.switch_off(connection, "chat", house.clock.now())
    house.store.close()
    return tool


def test_a_target_is_named_off_and_let_in_again(off: Tool) -> None:
    said = off("webhooks", "list").out
    assert "chat  abgemeldet seit" in said
    assert "crm  0 Meldungen warten" in said
    rows = {row["target"]: row for row in off("webhooks", "list", "--json").objects}
    assert rows["chat"]["off_since"]
    assert (rows["crm"]["off_since"], rows["crm"]["events"]) == (None, ["task.created"])
    assert "wiedersehen webhooks enable chat" in off("status").out
    assert off("status", "--json").object["webhooks_off"] == ["chat"]
    assert "chat“ ist wieder eingeschaltet" in off("webhooks", "enable", "chat").out
    assert off("status", "--json").object["webhooks_off"] == []
    again = off("webhooks", "enable", "chat", "--json").object
    assert again == {"target": "chat", "enabled": False}


def test_a_target_that_is_none(off: Tool) -> None:
    refused = off("webhooks", "enable", "tchat", code=2)
    assert "eingerichtet sind unter [[webhook]]: chat, crm" in refused.err


def test_nobody_is_told_anything(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "state", shipped_config(tmp_path))
    tool("migrate")
    assert "Niemandem wird etwas gemeldet" in tool("webhooks", "list").out
