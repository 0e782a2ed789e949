"""What `check` mentions although it is allowed: settings without effect, forgotten copies, replies that start a draft."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns.test_catalog import HEAD, catalog, house, step, write

__all__ = ["house"]


def warnings(house: Path) -> list[str]:
    return [str(warning) for warning in catalog(house).warnings]


def test_patience_that_contract_post_does_not_need_is_told(house):
    for name in ("body.txt", "body.html", "letter.txt"):
        base = f"{'letter_' if name == 'letter.txt' else ''}contract{Path(name).suffix}"
        (house / "templates_de" / "a" / "b" / name).write_text(f'{{% extends "_base/{base}" %}}')
    write(house, "one", HEAD + step("x", "day = 1", more='purpose = "contract"\ntoo_late_after_days = 5'))
    write(house, "two", HEAD + "[limits]\ntoo_late_after_days = 5\n" + step("x", "day = 1", more='purpose = "service"'))
    write(house, "three", HEAD + "[limits]\ntoo_late_after_days = 5\n" + step("x", "day = 1"))
    assert warnings(house) == [
        (
            "sequences/one.toml:11:1: step[1].too_late_after_days: Hinweis: wirkt hier nicht: „contract“ geht auch spät noch "
            "hinaus, nur Werbung und Arbeit im Haus verfallen; streichen Sie die Zeile"
        ),
        (
            "sequences/two.toml:6:1: limits.too_late_after_days: Hinweis: wirkt auf keinen Schritt: sie gilt nur für Werbung "
            "ohne eigene Angabe, und die gibt es hier nicht; streichen Sie die Zeile"
        ),
    ]


def test_a_forgotten_copy_is_told(house):
    write(house, "alt", HEAD + step("x", "day = 1"))
    write(house, "neu", HEAD + step("x", "day = 1"))
    assert warnings(house) == [
        (
            "sequences/neu.toml:1:1: Hinweis: ist Zeichen für Zeichen dieselbe Datei wie „alt“; ändern oder löschen Sie eine "
            "von beiden"
        )
    ]


def test_a_reply_that_starts_a_draft_is_told(house):
    branch = '[on_reply]\ninterested = { start_sequence = "later" }\n'
    write(house, "one", HEAD + step("x", "day = 1") + branch)
    write(house, "later", HEAD.replace("live", "draft") + step("y", "day = 1"))
    assert warnings(house) == [
        (
            "sequences/one.toml:12:33: on_reply.interested.start_sequence: Hinweis: „later“ ist ein Entwurf und beginnt nie; "
            "stattdessen bekommt ein Mensch eine Aufgabe"
        )
    ]
    write(house, "later", HEAD.replace("live", "paused") + step("y", "day = 1"))
    assert warnings(house) == []
