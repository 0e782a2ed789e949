"""`letters list|show|export`, and the residual letter that an objector is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig.tool import Tool, shipped_config


def firm(tool: Tool) -> None:
    (tool.state / "k.csv").write_text(
        "contact_id;kind;last_name;email;street;postcode;city;country;contract_id;product_family;contract_kind;"
        "contract_start;contract_end;address_source;letters_notice\n"
        "K-1;consumer;Petersen;;Hafenweg;24103;Kiel;DE;V-1;Auftragsbuch;paid;2024-01-01;2026-02-28;self_given;ja\n",
        encoding="utf-8",
    )
    (tool.state / "n.csv").write_text(
        "cancellation_id;contact_id;contract_id;received_at;reason;receipt_confirmed_at\n"
        "C-1;K-1;V-1;2026-03-02T08:00:00+01:00;price;2026-03-02T08:05:00+01:00\n",
        encoding="utf-8",
    )


@pytest.fixture
def exported(tmp_path: Path) -> Tool:
    """A state in which letters were written."""
    tool = Tool(tmp_path / "state", shipped_config(tmp_path))
    tool.state.mkdir(exist_ok=True)
    firm(tool)
    tool("import", "customers", str(tool.state / "k.csv"))
    tool("import", "cancellations", str(tool.state / "n.csv"))
    tool("run", "--virtual", "2026-03-02T08:30:00+01:00", "--until", "2026-03-06T18:00:00+01:00")
    return tool


def test_batches_and_their_letters_are_listed(exported: Tool) -> None:
    said = exported("letters", "list").out
    assert "Probe, keine Druckerei bekommt sie" in said
    batches = exported("letters", "list", "--json").objects
    assert batches
    assert {batch["processor"] for batch in batches} == {"AVV-2025-07"}
    shown = exported("letters", "show", batches[0]["batch"])
    assert "K-1" in shown.out
    assert "Die Hausnummer fehlt." in shown.out
    rows = exported("letters", "show", batches[0]["batch"], "--json").objects
    assert {(row["contact"], row["state"]) for row in rows} == {("K-1", "exported")}


def test_an_unknown_batch_and_nothing_to_do(exported: Tool) -> None:
    assert "letters list nennt alle" in exported("letters", "show", "B-9", code=2).err
    assert exported("letters", "export", "--now", "--json").object == {"letters": 0, "trouble": None}


def test_without_a_contract_the_export_says_what_is_missing(exported: Tool) -> None:
    text = exported.config.read_text(encoding="utf-8").replace(
        "processor_contract = true", "processor_contract = false"
    )
    exported.config.write_text(text, encoding="utf-8")
    assert "processor = Kennung" in exported("letters", "export", code=1).err
