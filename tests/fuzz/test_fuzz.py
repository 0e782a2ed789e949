"""What the fuzzer has found stays found, a short run with a plain mutator finds nothing new, and a run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fuzz import progress, targets
from tests.fuzz.checks import Broken, check_answer, check_own_words
from tests.fuzz.mutate import mutated
from tests.fuzz.progress import Progress, guarded
from tests.fuzz.run import main
from tests.fuzz.targets import TARGETS

REGRESSION = Path(__file__).parent / "regression"
KEPT = sorted(REGRESSION.glob("*/*"))
SMOKE = 2_000


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_stays_mended(path):
    assert guarded(TARGETS[path.parent.name].run, path.read_bytes()) is None


def test_each_target_keeps_what_it_found():
    assert {path.parent.name for path in KEPT} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name):
    target = TARGETS[name]
    seeds = list(target.seeds())
    found: dict[str, bytes] = {}
    for number in range(SMOKE):
        data = mutated(seeds, 20_260_803, number, target.longest)
        fault = guarded(target.run, data)
        if fault:
            found.setdefault(fault, data)
    assert found == {}


def test_an_input_of_the_plain_mutator_can_be_made_again_and_is_bounded():
    seeds = list(TARGETS["quoting"].seeds())
    first = [mutated(seeds, 3, number, 500) for number in range(200)]
    assert first == [mutated(seeds, 3, number, 500) for number in range(200)]
    assert len(set(first)) > 190
    assert max(map(len, first)) <= 500


@pytest.mark.parametrize("name", TARGETS)
def test_a_long_run_cuts_most_long_inputs_always_alike_and_keeps_a_share(name):
    target = TARGETS[name]
    long = [bytes([number]) * target.longest for number in range(256)]
    cut = [target.cut(data) for data in long]
    kept = sum(map(len, cut)) - 256 * target.usual
    assert cut == [target.cut(data) for data in long]
    assert {len(data) for data in cut} == {target.usual, target.longest}
    assert 256 / 16 < kept / (target.longest - target.usual) < 256 / 4
    assert target.cut(b"short") == b"short"


def test_a_long_run_sets_a_share_of_the_mails_aside_and_a_test_each(monkeypatch):
    aside = []
    monkeypatch.setattr(targets, "_set_aside", aside.append)
    mails = [b"Subject: %d\n\nHallo" % number for number in range(160)]
    for data in mails:
        TARGETS["mime"].quick(data)
    assert 160 / 16 < len(aside) < 160 / 4
    for data in mails:
        TARGETS["mime"].run(data)
    assert len(aside) > 160


def test_a_stopped_run_goes_on(tmp_path, capfd):
    state = ["--state", str(tmp_path), "--engine", "plain"]
    assert main(["dates", "--inputs", "150", *state]) == 0
    assert main(["dates", "--inputs", "400", *state]) == 0
    first, second = map(json.loads, capfd.readouterr().out.splitlines())
    assert (first["inputs"], second["inputs"], second["starts"], second["done"]) == (150, 400, 2, True)
    assert second["exceptions"] == {}
    assert second["slowest_ms"] >= first["slowest_ms"] > 0
    assert second["max_rss_mib"] > 10


def test_a_fault_is_counted_by_kind_and_place_and_its_input_kept(tmp_path):
    run = Progress(tmp_path)
    assert run.attempt(json.loads, b"{}")
    assert not run.attempt(json.loads, b"first")
    assert not run.attempt(json.loads, b"second")
    assert list(run.figures.exceptions.values()) == [2]
    assert next(iter(run.figures.exceptions)) == "JSONDecodeError decoder.py:raw_decode"
    assert {path.read_bytes() for path in (tmp_path / "found").iterdir()} == {b"first", b"second"}
    assert Progress(tmp_path).figures == run.figures


def test_an_input_that_never_ends_is_a_finding(monkeypatch):
    monkeypatch.setattr(progress, "LIMIT_SECONDS", 0.05)

    def endless(_data: bytes) -> None:
        while True:
            try:
                sum(range(1_000))
            except Exception:  # noqa: BLE001 - the limit must get past a product that catches everything
                continue

    assert guarded(endless, b"").startswith("TooSlow")


def test_the_checks_can_fail():
    with pytest.raises(Broken, match="own words"):
        check_own_words("Nie gesagt.", "Guten Tag,\nbitte anrufen.")
    check_own_words("bitte anrufen.", "Guten Tag,\n--> bitte anrufen.")
    with pytest.raises(AttributeError):
        check_answer(None)
