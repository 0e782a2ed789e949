"""The catalog: every sequence file of an installation, checked against templates, each other and the caps."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from campaigns.cap_forecast import swallowed
from campaigns.catalog import Catalog, load_catalog
from campaigns.rendering import PARTS
from campaigns.settings import Settings, load_settings
from campaigns.settings.sections import Cap
from sequences.grammar.load import parse_sequence
from tests.sequences.grammar_words import WORDS
from tests.sequences.test_grammar_shipped import shipped

ROOT = Path(__file__).parent.parent.parent
HEAD = '[sequence]\ntitle = "Probe"\nstatus = "live"\nday_zero = "cancellation_received"\n'


def settings(**paths: list[str]) -> Settings:
    loaded = load_settings(ROOT / "config.toml")
    assert isinstance(loaded, Settings)
    return loaded.model_copy(update={"paths": loaded.paths.model_copy(update=paths)})


def step(name: str, when: str, channels: str = '["email"]', more: str = "") -> str:
    return f'[[step]]\nid = "{name}"\n{when}\nchannels = {channels}\ntemplate = "a/b"\n{more}\n'


@pytest.fixture
def house(tmp_path):
    """A folder with one complete template `a/b` and an empty folder `sequences`."""
    template = tmp_path / "templates_de" / "a" / "b"
    template.mkdir(parents=True)
    for files in PARTS.values():
        for name in files:
            (template / name).write_text("Text")
    (tmp_path / "sequences").mkdir()
    return tmp_path


def write(house: Path, name: str, text: str, folder: str = "sequences") -> None:
    (house / folder).mkdir(exist_ok=True)
    (house / folder / f"{name}.toml").write_text(text, encoding="utf-8")


def problems(house: Path, **paths: list[str]) -> list[str]:
    found = load_catalog(settings(**paths), house)
    assert isinstance(found, tuple), found
    return [str(problem) for problem in found]


def catalog(house: Path, **paths: list[str]) -> Catalog:
    found = load_catalog(settings(**paths), house)
    assert isinstance(found, Catalog), found
    return found


def test_the_shipped_installation_has_neither_problem_nor_warning():
    found = catalog(ROOT)
    assert {"winback", "offboarding", "handover"} <= set(found.sequences)
    assert found.warnings == ()
    assert found.texts["winback"] == (ROOT / "sequences" / "winback.toml").read_text(encoding="utf-8")


def test_a_later_folder_overrides_by_file_name(house):
    write(house, "one", HEAD + step("x", "day = 1"))
    write(house, "two", HEAD + step("x", "day = 1"))
    write(house, "one", HEAD.replace("Probe", "Eigene") + step("x", "day = 2"), "own")
    found = catalog(house, sequences=["sequences", "own"])
    assert {name: sequence.title for name, sequence in found.sequences.items()} == {"one": "Eigene", "two": "Probe"}
    assert "Eigene" in found.texts["one"]


def test_drafts_are_checked_but_do_not_send(house):
    write(house, "live", HEAD + step("x", "day = 1"))
    write(house, "paused", HEAD.replace("live", "paused") + step("x", "day = 1"))
    write(house, "draft", HEAD.replace("live", "draft") + step("x", "day = 1") + step("y", "day = 2"))
    assert set(catalog(house).sending) == {"live", "paused"}
    assert catalog(house).warnings == ()
    write(house, "draft", HEAD.replace("live", "draft") + step("x", "day = 01"))
    assert problems(house)[0].startswith("sequences/draft.toml:7:7: day: Zahl 01 mit führender Null")


def test_all_files_are_reported_at_once(house):
    write(house, "one", HEAD + step("x", "day = 1").replace("a/b", "a/c"))
    write(house, "two", HEAD + step("X", "day = 1"))
    (house / "sequences" / "three.toml").write_bytes(b"\xff")
    assert problems(house, sequences=["sequences", "nirgends"]) == [
        "config.toml:1:1: paths.sequences[2]: den Ordner „nirgends“ gibt es nicht; erlaubt ist ein Ordner mit Sequenzen",
        "sequences/one.toml:9:12: step[1].template: einen Ordner „a/c“ mit Texten gibt es nicht; meinten Sie „a/b“?",
        "sequences/three.toml:1:1: die Datei ist nicht in UTF-8 gespeichert; speichern Sie sie im Editor als „UTF-8“ (nicht „ANSI“)",
        "sequences/two.toml:6:6: step[1].id: „X“ ist kein Name; erlaubt sind a-z, 0-9 und _, am Anfang ein Buchstabe",
    ]


@pytest.mark.parametrize("channel", list(PARTS))
def test_each_channel_needs_its_own_files(house, channel):
    for name in PARTS[channel]:
        (house / "templates_de" / "a" / "b" / name).unlink()
    write(house, "one", HEAD + step("x", "day = 1", f'["{channel}"]', 'variants = { a = "a/b" }'))
    lacking = " und ".join(PARTS[channel])
    sentence = f"für den Kanal „{channel}“ fehlt im Ordner „a/b“ {lacking}"
    assert problems(house) == [
        f"sequences/one.toml:9:12: step[1].template: {sentence}",
        f"sequences/one.toml:10:18: step[1].variants.a: {sentence}",
    ]


def test_a_later_folder_of_templates_completes_the_first(house):
    (house / "templates_de" / "a" / "b" / "letter.txt").unlink()
    (house / "own" / "a" / "b").mkdir(parents=True)
    (house / "own" / "a" / "b" / "letter.txt").write_text("Brief")
    write(house, "one", HEAD + step("x", "day = 1", '["letter"]'))
    assert problems(house)
    assert catalog(house, templates=["templates_de", "own"]).sequences


def test_a_reply_starts_only_a_sequence_that_exists(house):
    write(house, "handover", HEAD + step("x", "day = 1"))
    write(house, "one", HEAD + step("x", "day = 1") + '[on_reply]\ninterested = { start_sequence = "handovr" }\n')
    (problem,) = problems(house)
    assert problem == (
        "sequences/one.toml:12:33: on_reply.interested.start_sequence: eine Sequenz „handovr“ gibt es nicht; "
        "erlaubt ist „handover“; meinten Sie „handover“?"
    )


def test_a_step_that_a_cap_swallows_is_a_warning(house):
    write(house, "one", HEAD + step("x", "day = 1") + step("y", "day = 2", more="too_late_after_days = 2"))
    (warning,) = catalog(house).warnings
    assert warning.warning
    assert str(warning) == (
        "sequences/one.toml:12:6: step[2].id: Hinweis: die Obergrenze 1 in 5 Tagen (alle Kanäle, person) lässt diesen "
        "Schritt an Tag 2 und 2 Tage danach nicht zu; er wird entfallen"
    )


def forecast(steps: str, *caps: Cap, letters: int = 99, head: str = HEAD) -> list[int]:
    sequence = parse_sequence(head + steps, "one.toml", WORDS)
    assert not isinstance(sequence, tuple), sequence
    return [number for number, _ in swallowed(sequence, caps, letters)]


def cap(**values: object) -> Cap:
    return Cap.model_validate({"per": "person", "media": "any", "max": 1, "window_days": 5, **values})


def test_forecast_waits_as_long_as_the_step_does():
    steps = step("x", "day = 1") + step("y", 'after = { step = "x", days = 1 }', more="too_late_after_days = 4")
    assert forecast(steps, cap()) == []
    assert forecast(steps.replace("= 4", "= 3"), cap()) == [1]
    assert forecast(steps, cap(outcome="skip")) == [1]
    assert forecast(steps, cap(window_days=1)) == []
    assert forecast(steps, cap(max=2, min_gap_days=6)) == [1]
    assert forecast(steps, cap(per="sender")) == []


def test_forecast_tells_people_apart_by_tier_kind_and_segment():
    for one, other in (
        ('tiers = ["high"]', 'tiers = ["low"]'),
        ('kinds = ["business"]', 'kinds = ["consumer"]'),
        ('segments = ["high_value"]', 'segments = ["situational"]'),
    ):
        first = step("x", "day = 1", more=f"only_if = {{ {one} }}")
        assert forecast(first + step("y", "day = 1", more=f"only_if = {{ {other} }}"), cap()) == []
        assert forecast(first + step("y", "day = 1", more=f"only_if = {{ {one} }}"), cap()) == [1]


def test_forecast_leaves_out_what_it_cannot_know_or_caps_do_not_touch():
    elsewhere = step("y", 'day = 1\nanchor = "contract_end"') + step("z", 'after = { step = "y", days = 0 }')
    event = step("e", 'event = "feature_released"')
    contract = step("c", "day = 1", more='purpose = "contract"')
    assert forecast(step("x", "day = 1") + contract + elsewhere + event, cap()) == []


def test_forecast_counts_letters_of_somebody_reached_by_letter_alone():
    steps = "".join(step(f"s{day}", f"day = {day}", '["email", "letter"]') for day in (1, 30, 90, 180))
    assert forecast(steps, cap(media=["post"], max=3, window_days=365)) == [3]
    assert forecast(steps, letters=2) == [2, 3]
    assert forecast(steps, letters=3, head=HEAD + "[limits]\nmax_letters_per_person = 1\n") == [1, 2, 3]
    assert forecast(steps, cap(media=["phone"], max=1, window_days=365)) == []


def test_the_shipped_row_just_passes_the_shipped_caps():
    loaded = settings()
    assert list(swallowed(shipped("winback"), loaded.cap, 3)) == []
    tighter = [one.model_copy(update={"max": 4}) if one.max == 6 else one for one in loaded.cap]
    assert [number for number, _ in swallowed(shipped("winback"), tighter, 3)] == [6]


def test_templates_may_stand_in_several_places(house):
    shutil.copytree(house / "templates_de", house / "own")
    write(house, "one", HEAD + step("x", "day = 1"))
    assert catalog(house, templates=["own", "missing"]).sequences


def test_a_contract_step_takes_no_text_that_is_advertising(tmp_path):
    """The purpose alone must not carry an advertising text past consent and objection."""
    folder = tmp_path / "folgen"
    folder.mkdir()
    text = (ROOT / "sequences" / "offboarding.toml").read_text(encoding="utf-8")
    (folder / "offboarding.toml").write_text(text.replace('"offboarding/plan"', '"winback/day_21_offer"'), "utf-8")
    problems = load_catalog(settings(sequences=[str(folder)]), ROOT)
    assert isinstance(problems, tuple)
    assert any("winback/day_21_offer“ ist keine Vertragspost" in problem.message for problem in problems)
