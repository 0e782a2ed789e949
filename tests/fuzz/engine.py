"""One life of a fuzzing run: `python -m tests.fuzz.engine TARGET STATE GOAL SEED ENGINE`, started by tests.fuzz.run."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from tests.fuzz.progress import Progress

_ROOT = Path(__file__).resolve().parents[2]
_TEXTS = 8_192
_READING = ("replies.parse", "replies.body", "replies.headers", "replies.codec", "replies.notices")
_ROOMS = {
    "mime": _READING,
    "report": (*_READING, "replies.classify"),
    "quoting": ("replies.trimming",),
    "dates": ("replies.meaning.dates", "replies.meaning.day_mentions", "replies.meaning.day_grammar"),
}
"""Modules whose branches guide the mutation, by target. Counting those of all of replies/ halves the speed."""


def main(arguments: list[str]) -> None:
    """Fuzz until the goal is reached or somebody ends the process."""
    name, folder, goal, seed, engine = arguments
    logging.disable(logging.CRITICAL)  # as the child that reads mail does
    progress = Progress(Path(folder))
    progress.figures.starts += 1
    if engine == "plain":
        _plain(name, progress, int(goal), int(seed))
    else:
        _atheris(name, progress, int(goal), int(seed))


def _plain(name: str, progress: Progress, goal: int, seed: int) -> None:
    mutate, target = importlib.import_module("tests.fuzz.mutate"), _target(name)
    seeds = list(target.seeds())
    while progress.figures.inputs < goal:
        data = mutate.mutated(seeds, seed, progress.figures.inputs, target.longest)
        progress.attempt(target.quick, target.cut(data))
    progress.save()


def _target(name: str) -> Any:
    return importlib.import_module("tests.fuzz.targets").TARGETS[name]


def _atheris(name: str, progress: Progress, goal: int, seed: int) -> NoReturn:
    atheris = importlib.import_module("atheris")
    target = _instrumented(atheris, name)
    corpus, given = progress.folder / "corpus", progress.folder / "seeds"
    _lay_out(target, corpus, given)
    # A life begins with its whole corpus once more; what has been counted before is not counted again.
    repeated = len(list(corpus.iterdir())) + len(list(given.iterdir())) if progress.figures.inputs else 0
    seen = 0

    def one(data: bytes) -> None:
        nonlocal seen
        seen += 1
        progress.attempt(target.quick, target.cut(data))
        if seen <= repeated:
            progress.figures.inputs -= 1
        elif progress.figures.inputs >= goal:
            progress.save()
            os._exit(0)  # libFuzzer would report and leave the files as they are anyway

    flags = {
        "seed": seed + progress.figures.starts,
        "max_len": target.longest,
        "entropic_scale_per_exec_time": 1,  # a quick input is mutated more often than a slow one
        "dict": progress.folder / "words.dict",
        "timeout": 60,
        "rss_limit_mb": 2048,
        "artifact_prefix": f"{progress.folder}/death-",
        "print_final_stats": 0,
        "verbosity": 0,
        "reload": 0,
    }
    progress.save()
    atheris.Setup([name, *(f"-{key}={value}" for key, value in flags.items()), str(corpus), str(given)], one)
    atheris.Fuzz()
    sys.exit(0)


def _instrumented(atheris: Any, name: str) -> Any:
    """The target, imported so that the branches of its rooms are counted, and no others."""
    paths = (path.relative_to(_ROOT).with_suffix("") for path in _ROOT.glob("replies/**/*.py"))
    modules = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    others = [one for one in modules if not f"{one}.".startswith(tuple(f"{room}." for room in _ROOMS[name]))]
    with atheris.instrument_imports(include=["replies"], exclude=others, enable_loader_override=False):
        target = _target(name)
    parse: Any = importlib.import_module("replies.parse")
    parse.new_words = lru_cache(_TEXTS)(parse.new_words)  # most changes of a mail leave its text as it was
    return target


def _lay_out(target: Any, corpus: Path, given: Path) -> None:
    """Folders, seeds and the dictionary that libFuzzer reads."""
    corpus.mkdir(exist_ok=True)
    given.mkdir(exist_ok=True)
    for number, data in enumerate(target.seeds()):
        (given / f"{number:05}").write_bytes(data[: target.longest])
    words = importlib.import_module("tests.fuzz.seeds").WORDS
    lines = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in words)
    (given.parent / "words.dict").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
