"""Cutting the new words out of a reply, measured on four sets of mails; the held-back one is only counted."""

from __future__ import annotations

from functools import cache

import pytest

from replies.parse import from_fields
from replies.trimming.quoting import new_words
from tests.replies.measure import AT_LEAST, AT_MOST, measure, read_set

FIGURES = ("trimmed_none", "trimmed_top", "trimmed_bottom", "trimmed_inline")


@cache
def _figures(name):
    return measure(read_set(name)).figures


@pytest.mark.parametrize("name", ["tuning", "layouts", "held_back"])
@pytest.mark.parametrize("figure", FIGURES)
def test_new_words_are_cut_out_cleanly(name, figure):
    assert _figures(name)[figure] >= AT_LEAST[figure]


@pytest.mark.parametrize("name", ["tuning", "layouts", "held_back"])
def test_hardly_a_line_of_a_quote_or_signature_gets_through(name):
    assert _figures(name)["leak"] <= AT_MOST["leak"]


def test_no_objection_of_the_corpus_is_cut_away():
    """A line too much is looked at, a lost objection is a fine: nothing of the right words may be missing."""
    lost = [
        mail.id
        for name in ("tuning", "layouts", "held_back")
        for mail in read_set(name)
        if mail.expect["stop"] == "all_advertising"
        and not set(_words(mail.expect["reply_text"])) <= set(_words(from_fields(mail.fields).new_text))
    ]
    assert lost == []


def _words(text):
    return [word.strip("->=») ") for word in text.split() if word.strip("->=») ")]


@pytest.mark.parametrize("set_name", ["a", "b"])
def test_the_layouts_are_many_and_name_no_mail_twice(set_name):
    mails = [mail for mail in read_set("layouts") if mail.id.startswith(f"l{set_name}-")]
    assert len(mails) == len({mail.id for mail in mails}) == {"a": 70, "b": 60}[set_name]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000,
        "> " * 30_000,
        ("Von: x@y.example " * 4_000)[:60_000],
        ("Am 11 11:11 " * 5_000)[:60_000] + "schrieb",
        "\n".join(["Am 9. Nov. 2026 um 10:12 schrieb"] * 2_000),
        "\n".join(["Mit freundlichen Grüßen und Dank und"] * 2_000),
        "\n".join(["Von: a", "An: b"] * 1_000),
        "\n".join(["> " + "x " * 30, "rest"] * 1_000),
        "[cid:" * 10_000,
        "\n".join("Am 11 11:11 " * 300 + "schrieb" for _ in range(15)),
    ],
    ids=["letters", "marks", "fields", "dates", "intros", "greetings", "headers", "wrapped", "images", "paragraphs"],
)
@pytest.mark.timeout(5)
def test_hostile_text_takes_no_more_than_linear_time(text):
    new_words(text, "Jana Köhler")
