"""SIGHUP: config.toml, sequences and texts are read anew. What is right comes in force as one value, or nothing does.

Runs keep the definition they began with (`Definitions.pinned`); texts are not pinned, a new text is for everybody.

What cannot change while a process lives keeps the value it was started with and is named, so that the house and the
process never disagree: connections (database, mail server, mailbox), listeners, and folders that files already lie in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from campaigns.bootstrap import Read, build, read
from campaigns.clock import Clock
from campaigns.house import House
from campaigns.rendering import RenderError
from campaigns.secrets import MissingCredential
from contacts.contact import AddressForm
from sequences.definition import Channel, Sequence
from sequences.grammar.problem import Problem, in_order
from sequences.grammar.values import Table
from store.engine import Store

Model = TypeVar("Model", bound=Table)

NEEDS_RESTART: tuple[tuple[str, ...], ...] = (
    ("database",),
    ("secrets",),
    ("activation",),
    ("email", "carrier"),
    ("email", "folder"),
    ("email", "connections"),
    ("email", "smtp"),
    ("email", "ses"),
    ("email", "dkim"),
    ("email", "rate"),
    ("email", "per_second"),
    ("email", "domain_per_minute"),
    ("mailbox",),
    ("letter", "folder"),
    ("web", "host"),
    ("web", "port"),
    ("metrics",),
    ("api",),
    ("webhook",),
    ("daemon", "tick_seconds"),
    ("daemon", "inbox_seconds"),
)
"""Keys that a running process keeps. The state directory is no key: it belongs to the command line."""


@dataclass(frozen=True, slots=True)
class Reloaded:
    """A house by the new files, and the keys that changed but only count after a restart (`email.smtp`)."""

    house: House
    restart: tuple[str, ...]


class Reloader:
    """Reads the files of one running process anew. Synchronous, for a thread; changes nothing by itself."""

    def __init__(self, config: Path, started: Read, state: Path, store: Store, clock: Clock) -> None:
        self._config, self._started = config, started.settings
        self._state, self._store, self._clock = state, store, clock

    def __call__(self) -> Reloaded | tuple[Problem, ...]:
        """The new house, every text compiled, or every problem of the files. Never raises for what is in a file."""
        found = read(self._config)
        if isinstance(found, tuple):
            return found
        changed = tuple(path for path in NEEDS_RESTART if _value(found.settings, path) != _value(self._started, path))
        settings = found.settings
        for path in changed:
            settings = _kept(settings, self._started, path)
        try:
            house = build(Read(settings, found.catalog), self._state, self._store, self._clock, new_keys=False)
        except (MissingCredential, OSError) as error:
            return (Problem(self._config.name, 1, 1, "secrets", str(error)),)
        problems = compile_texts(house)
        return problems or Reloaded(house, tuple(".".join(path) for path in changed))


def changed_sequences(before: House, after: House) -> tuple[str, ...]:
    """Names whose definition is new, gone or another one; they count for everybody who begins from now on."""
    names = sorted(before.sequences.keys() | after.sequences.keys())
    return tuple(name for name in names if _hash(before, name) != _hash(after, name))


def _hash(house: House, name: str) -> str | None:
    return house.sequences[name].hash if name in house.sequences else None


def compile_texts(house: House) -> tuple[Problem, ...]:
    """Compile every text that a sequence names, now: one that is edited later counts with the next reload, not before.

    A text that does not compile stays as it is on disk; what needs it is held for a person.
    """
    return in_order(_broken_texts(house))


def _broken_texts(house: House) -> Iterator[Problem]:
    places = sorted({place for sequence in house.sequences.values() for place in _places(sequence)})
    for informal in sorted({brand.address_form is AddressForm.DU for brand in house.brands.values()}):
        for template, channel in places:
            try:
                house.templates.prepare(template, channel, informal=informal)
            except RenderError as error:
                yield Problem(error.file, max(error.line, 1), 1, "", error.message)


def _places(sequence: Sequence) -> Iterator[tuple[str, Channel]]:
    for step in sequence.steps:
        for template in (step.template, *step.variants.values()):
            yield from ((template, channel) for channel in step.channels)


def _value(settings: Table, path: tuple[str, ...]) -> object:
    value: object = settings
    for name in path:
        value = getattr(value, name)
    return value


def _kept(new: Model, started: Table, path: tuple[str, ...]) -> Model:
    """`new` with the value that `started` has at `path`."""
    name, *rest = path
    value = getattr(started, name)
    return new.model_copy(update={name: _kept(getattr(new, name), value, tuple(rest)) if rest else value})
