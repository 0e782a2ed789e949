"""What docs/config.md promises by hand about the search paths of `[paths]`."""

from __future__ import annotations

from pathlib import Path

from campaigns.bootstrap import ROOT, read, templates_of
from sequences.definition import Channel
from tests.docs.config import settings as documented


def installation(folder: Path) -> Path:
    """A config.toml with a folder of our own behind the shipped one."""
    shipped = (ROOT / "config.toml").read_text(encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(
        shipped.replace('templates = ["templates_de"]', f'templates = ["templates_de", "{folder / "own"}"]'),
        encoding="utf-8",
    )
    return config


def test_a_later_folder_of_texts_wins(tmp_path):
    assert "Ordner der Texte, spätere gewinnen" in documented()
    own = tmp_path / "own" / "winback" / "day_14_story"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text("Werbung: unser eigener Betreff", encoding="utf-8")
    found = read(installation(tmp_path))
    assert not isinstance(found, tuple), found
    templates = templates_of(found.settings)
    assert templates.shown("winback/day_14_story/subject.txt") == "own/winback/day_14_story/subject.txt"
    assert templates.channels("winback/day_14_story") >= {Channel.EMAIL}
