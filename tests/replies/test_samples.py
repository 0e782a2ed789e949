from __future__ import annotations

from pathlib import Path

import pytest

from replies.classify import classify
from replies.intents import ORDER
from replies.parse import parse_mail
from replies.reply import Label

SAMPLES = Path(__file__).parents[2] / "replies" / "intents" / "samples"
FILES = sorted(SAMPLES.glob("*/*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_is_what_its_folder_says(path):
    parsed = parse_mail(path.read_bytes())
    answer = classify(parsed)
    assert (answer.label, answer.stop) == (Label(path.parent.name), parsed.headers["x-expected-stop"])
    assert (answer.resume.isoformat() if answer.resume else None) == parsed.headers.get("x-expected-resume")
    assert answer.evidence.rule
    assert answer.evidence.text


def test_every_label_has_one_place_in_the_order_and_at_least_three_samples():
    assert [intent.label for intent in ORDER] == list(dict.fromkeys(intent.label for intent in ORDER))
    assert {intent.label for intent in ORDER} == set(Label)
    counts = {label: len(list((SAMPLES / label.value).glob("*.txt"))) for label in Label}
    assert {label: count for label, count in counts.items() if count < 3} == {}


def test_the_legal_labels_are_asked_first():
    first = [intent.label for intent in ORDER][:4]
    assert set(first) == {
        Label.DSGVO_ERASURE,
        Label.DSGVO_ACCESS,
        Label.DATA_EXPORT_REQUEST,
        Label.OBJECTION_UNSUBSCRIBE,
    }


def test_the_quoted_mail_of_the_samples_says_unsubscribe_and_erase_but_decides_nothing():
    quoting = [path for path in FILES if "löschen lassen" in path.read_text(encoding="utf-8")]
    assert len(quoting) > 30
    assert all("abmelden" not in parse_mail(path.read_bytes()).new_text for path in quoting)
