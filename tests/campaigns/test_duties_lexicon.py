"""The lexicon of phrases against sentences a lawyer can read: every honest one passes, every bad one is caught."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from campaigns.rendering import duties
from campaigns.rendering.duties.lexicon import LEXICON
from campaigns.rendering.duties.phrase import Hit, Phrase, Place, hits
from campaigns.rendering.duties.readable import readable

FOLDER = Path(duties.__file__).parent
SENTENCES = 120


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


HONEST, FORBIDDEN = rows("honest.csv"), rows("forbidden.csv")
ZERO_WIDTH, SOFT_HYPHEN, COMBINING = "\u200b", "\u00ad", "\u0308"


def found(sentence: str, place: Place, lexicon: tuple[Phrase, ...] = LEXICON) -> list[Hit]:
    return list(hits(readable(sentence), place, lexicon))


def test_there_are_enough_sentences_and_each_stands_once():
    for table in (HONEST, FORBIDDEN):
        assert len(table) >= SENTENCES
        assert max(Counter((row["Ort"], row["Satz"]) for row in table).values()) == 1
        assert all(all(cell.strip() for cell in row.values()) for row in table)
    assert {row["Ort"] for row in (*HONEST, *FORBIDDEN)} == {place.value for place in Place}


@pytest.mark.parametrize("row", HONEST, ids=lambda row: row["Satz"][:60])
def test_an_honest_sentence_passes(row: dict[str, str]):
    assert [hit.message for hit in found(row["Satz"], Place(row["Ort"]))] == []


@pytest.mark.parametrize("row", FORBIDDEN, ids=lambda row: row["Satz"][:60])
def test_a_forbidden_sentence_is_caught_by_its_theme(row: dict[str, str]):
    assert row["Thema"] in {hit.phrase.theme for hit in found(row["Satz"], Place(row["Ort"]))}


@pytest.mark.parametrize("entry", LEXICON, ids=lambda entry: f"{entry.theme} {entry.bad[:40]}")
def test_every_entry_shows_itself(entry: Phrase):
    """Its bad example is caught and its honest one passes in every place that it counts in."""
    for place in entry.places:
        assert found(entry.bad, place, (entry,))
        assert not found(entry.honest, place, (entry,))


@pytest.mark.parametrize("entry", LEXICON, ids=lambda entry: f"{entry.theme} {entry.bad[:40]}")
def test_every_entry_says_which_norm_and_what_to_write(entry: Phrase):
    assert any(norm in entry.reason for norm in ("§", "Art.", "Auftrag", "BGH", "OLG", "LG ")), entry.reason
    message = found(entry.bad, min(entry.places), (entry,))[0].message
    assert message.startswith("„")
    assert message.endswith(".")
    assert message.count("..") == 0
    assert len(entry.instead) > len("Streichen")


def disguises(words: str) -> dict[str, str]:
    """The same words written so that a plain search would not find them, a reader would."""
    middle = len(words) // 2
    while not (words[middle - 1].isalpha() and words[middle].isalpha()):
        middle -= 1
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    apart = str.maketrans({one: base + COMBINING for one, base in zip("äöü", "aou", strict=True)})
    return {
        "upper": words.upper(),
        "zero width": words[:middle] + ZERO_WIDTH + words[middle:],
        "soft hyphen": words[:middle] + SOFT_HYPHEN + words[middle:],
        "entity": words[:middle] + "&shy;" + words[middle:],
        "tag": f"{words[:middle]}<b>{words[middle:]}</b>",
        "comment": f"{words[:middle]}<!-- -->{words[middle:]}",
        "jinja": f"{words[:middle]}{{# #}}{words[middle:]}",
        "lines": words.replace(" ", "\n"),
        "breaks": words.replace(" ", "<br>"),
        "no break spaces": words.replace(" ", "\u00a0"),
        "ae": words.translate(umlauts),
        "decomposed": words.translate(apart),
        "look alike": words.replace("a", "\u0430"),
    }


@pytest.mark.parametrize("entry", [e for e in LEXICON if e.theme != "subject"], ids=lambda e: e.bad[:40])
def test_no_disguise_hides_a_phrase(entry: Phrase):
    for name, disguised in disguises(entry.bad).items():
        assert found(disguised, min(entry.places), (entry,)), (name, disguised)


def test_the_place_is_exact_and_the_words_are_the_writers():
    source = '{% extends "x" %}\n<p>Wie sch&shy;<b>ad</b>e!</p>\n'
    hit = found(source, Place.AD_TEXT)[0]
    assert source[hit.offset :].startswith("sch&shy;")
    assert hit.words == "schade"


def test_a_hidden_text_for_screens_counts_too():
    assert found('<img src="cid:a" alt="Letzte Chance">', Place.AD_TEXT)


def test_a_paragraph_is_no_sentence_with_the_next():
    """What stands in another paragraph neither accuses nor excuses."""
    assert found("Letzte Chance!\n\nEs gilt bis zum {{ offer_until }}.", Place.AD_TEXT)
    assert not found("Letzte Chance bis zum {{ offer_until }}.", Place.AD_TEXT)
