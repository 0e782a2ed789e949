"""One life of a fuzzing run: `python -m tests.fuzz.engine TARGET STATE GOAL SEED ENGINE`, started by tests.fuzz.run."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from tests.fuzz.progress import Progress

_INSTRUMENTED = ["replies"]


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
        progress.attempt(target.run, mutate.mutated(seeds, seed, progress.figures.inputs, target.longest))
    progress.save()


def _target(name: str) -> Any:
    return importlib.import_module("tests.fuzz.targets").TARGETS[name]


def _atheris(name: str, progress: Progress, goal: int, seed: int) -> NoReturn:
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=_INSTRUMENTED, enable_loader_override=False):
        target = _target(name)
    corpus, given = progress.folder / "corpus", progress.folder / "seeds"
    _lay_out(target, corpus, given)
    # A life begins with its whole corpus once more; what has been counted before is not counted again.
    repeated = len(list(corpus.iterdir())) + len(list(given.iterdir())) if progress.figures.inputs else 0
    seen = 0

    def one(data: bytes) -> None:
        nonlocal seen
        seen += 1
        progress.attempt(target.run, data)
        if seen <= repeated:
            progress.figures.inputs -= 1
        elif progress.figures.inputs >= goal:
            progress.save()
            os._exit(0)  # libFuzzer would report and leave the files as they are anyway

    flags = {
        "seed": seed + progress.figures.starts,
        "max_len": target.longest,
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
