"""`init`: a configuration that passes `check`, from options or from questions, and never over something."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from campaigns.settings import Settings, load_settings
from tests.rig.tool import ROOT, Tool

ANSWERS = (
    *("--name", "Söhne & Werft GmbH", "--street", "Am Kai 3", "--postcode", "18055", "--city", "Rostock"),
    *("--register-court", "Amtsgericht Rostock", "--register-number", "HRB 4711", "--director", "Ada Kron"),
    *("--director", "Bo Lind", "--email", "info@werft-soehne.de", "--phone", "+49 381 1234567"),
)


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    return Tool(tmp_path / "state", tmp_path / "etc" / "config.toml")


def init(tool: Tool, *arguments: str, code: int = 0):
    done = tool.raw("init", tool.config.parent, "--state", tool.state, *arguments)
    assert done.code == code, done
    return done


def test_options_make_a_configuration_that_passes_check(tool: Tool) -> None:
    said = init(tool, *ANSWERS).out
    settings = load_settings(tool.config)
    assert isinstance(settings, Settings), settings
    assert settings.sender.directors == ["Ada Kron", "Bo Lind"]
    assert (settings.sender.legal_form, settings.sender.vat_id) == ("GmbH", None)
    (brand,) = settings.brand
    assert (brand.id, brand.name, brand.from_address) == ("soehne_werft", "Söhne & Werft", "info@werft-soehne.de")
    assert settings.activation.redirect_to == "info@werft-soehne.de"
    assert settings.web.base_url == "https://antwort.werft-soehne.de"
    assert settings.email.carrier == "folder"
    assert not settings.letter.processor_contract
    assert "Alles in Ordnung" in tool("check").out
    assert tool("status", "--json").object["activated"] is False
    assert "wiedersehen activate" in said
    assert tool.state.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in tool.state.glob("*.key")} == {
        "hash.key": 0o600,
        "token.key": 0o600,
    }


def test_nothing_of_the_invented_company_is_left(tool: Tool) -> None:
    init(tool, *ANSWERS)
    text = tool.config.read_text(encoding="utf-8")
    set_values = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not re.search(r"nordlicht|seeluft|\.example", set_values, re.IGNORECASE)
    assert "erfunden" not in text
    assert "# so oft wird nach Fälligem gesehen, Sekunden" in text  # the comments stay


def test_nothing_is_ever_overwritten(tool: Tool) -> None:
    init(tool, *ANSWERS)
    before, key = tool.config.read_text(encoding="utf-8"), (tool.state / "hash.key").read_bytes()
    assert "gibt es schon" in init(tool, *ANSWERS, code=2).err
    tool.config.unlink()
    init(tool, *ANSWERS)
    assert (tool.config.read_text(encoding="utf-8"), (tool.state / "hash.key").read_bytes()) == (before, key)


def test_a_script_is_told_what_is_missing(tool: Tool) -> None:
    done = init(tool, *ANSWERS[2:], code=2)
    assert done.err.startswith("Es fehlen: --name")
    assert "--phone" not in done.err
    assert not tool.config.exists()
    assert not tool.state.exists()


def test_a_wrong_answer_writes_nothing(tool: Tool) -> None:
    done = init(tool, *ANSWERS, "--base-url", "antwort.werft-soehne.de", "--postcode", "1805", code=2)
    assert "keine Webadresse" in done.err
    assert "keine Postleitzahl" in done.err
    assert not tool.config.exists()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_is_asked_and_may_take_what_is_proposed(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["Werft AG", "", "Am Kai 3", "18055", "Rostock", "Amtsgericht Rostock", "HRB 4711", "Ada Kron, Bo Lind"]
    typed += ["Cai Brandt", "", "info@werft.de", "+49 381 1234567", *[""] * 20]
    monkeypatch.setattr("sys.stdin", _Terminal("\n".join(typed)))
    said = init(tool).out
    assert "Registergericht" in said
    settings = load_settings(tool.config)
    assert isinstance(settings, Settings), settings
    assert (settings.sender.legal_form, settings.sender.directors) == ("AG", ["Ada Kron", "Bo Lind"])
    assert settings.brand[0].website == "https://www.werft.de"


def test_own_copies_of_sequences_and_texts_win(tool: Tool) -> None:
    assert init(tool, *ANSWERS, "--copy-sequences", "--json").object["copied"] > 20
    own = tool.config.parent / "sequences" / "winback.toml"
    assert own.read_bytes() == (ROOT / "sequences" / "winback.toml").read_bytes()
    own.write_text(own.read_text(encoding="utf-8").replace("[sequence]", "[sequence]\nfarbe = 1"), encoding="utf-8")
    done = tool("check", code=78)
    assert "farbe" in done.err
