"""`wiedersehen` as a user calls it: arguments in; exit code, stdout and stderr out. One state directory, one config."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands.demo_events import FILES, SAMPLES
from commands.main import main

ROOT = Path(__file__).resolve().parents[2]
START = "2026-03-02T08:00:00+01:00"
"""The Monday morning that the samples are fixed to."""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON lines of stdout; anything else on stdout is an error."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, Any]:
        (found,) = self.objects
        return found


class Tool:
    """The command line with `--config` and `--state` filled in."""

    def __init__(self, state: Path, config: Path) -> None:
        self.state, self.config = state, config

    def raw(self, *arguments: str | Path) -> Done:
        """A call with nothing filled in."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
        return Done(code, out.getvalue(), err.getvalue())

    def __call__(self, *arguments: str | Path, code: int = 0) -> Done:
        """A call that must end with `code`."""
        done = self.raw(*arguments, "--config", self.config, "--state", self.state)
        assert done.code == code, f"{arguments} ended with {done.code}\n{done.out}\n{done.err}"
        return done

    def play(self, start: str, until: str | None = None) -> Done:
        """The virtual clock from `start` to `until` (one pass at `start` without it)."""
        return self("run", "--virtual", start, "--until", until or start)

    def touches(self, **wanted: str | None) -> list[dict[str, Any]]:
        """The objects of `report touches` whose fields have the wanted values."""
        rows = [item for item in self("report", "touches", "--json").objects if item["type"] == "touch"]
        return [row for row in rows if all(row[key] == value for key, value in wanted.items())]

    def sent(self, contact: str, sequence: str = "winback") -> list[tuple[str, str]]:
        """(step, channel) of what has left for a contact."""
        found = self.touches(contact=contact, sequence=sequence, decision="send")
        return [(row["step"], row["channel"]) for row in found]

    def import_samples(self, *kinds: str) -> None:
        """The files of these kinds, the customers from all three CRMs; their rejected rows are part of the samples."""
        for kind, name in FILES:
            if kind in (kinds or ("customers", "consents", "objections", "activities", "cancellations")):
                rejects = self.state / f"{name}.rejects"
                self("import", kind, SAMPLES / name, "--rejects", rejects, code=int(kind == "customers"))


def shipped_config(folder: Path, **replaced: str) -> Path:
    """A copy of the shipped config.toml with some lines replaced: `kind='kind = "none"'` by the key at line start."""
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    for key, line in replaced.items():
        place = next(n for n, text in enumerate(lines) if text.split("=")[0].strip() == key)
        lines[place] = line
    path = folder / "config.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
