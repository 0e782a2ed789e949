"""Definitions: the sequences in force, and the stored ones that running enrollments are pinned to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence
from sequences.grammar.vocabulary import Vocabulary
from store import enrollments


class BrokenDefinition(RuntimeError):
    """A stored definition cannot be read by this version: an upgrade without its migration."""


class Definitions:
    """Sequences by name (in force) and by hash (pinned)."""

    def __init__(self, current: Mapping[str, Sequence], texts: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self.current = dict(current)
        self._texts = {current[name].hash: text for name, text in texts.items()}
        self._by_hash = {sequence.hash: sequence for sequence in current.values()}
        self._vocabulary = vocabulary

    def keep(self, connection: Connection, sequence: Sequence, now: datetime) -> None:
        """Store the text of a sequence, so that enrollments can be pinned to it for ever."""
        enrollments.store_definition(connection, sequence.hash, sequence.name, self._texts[sequence.hash], now)

    def pinned(self, connection: Connection, sha256: str) -> Sequence:
        """The definition an enrollment runs on, whatever the files say today."""
        sequence = self._by_hash.get(sha256)
        if sequence is None:
            name, text = enrollments.definition(connection, sha256)
            parsed = parse_sequence(text, f"{name}.toml", self._words_of(text))
            if isinstance(parsed, tuple):
                raise BrokenDefinition(f"{name} ({sha256[:12]}): {parsed[0]}")
            self._by_hash[sha256] = sequence = parsed
        return sequence

    def _words_of(self, text: str) -> Vocabulary:
        """A stored definition was checked when it came in force: words taken out of config.toml since stay valid."""
        used = frozenset(re.findall(r"[a-z0-9_]+", text))
        known = self._vocabulary
        return replace(known, reasons=known.reasons | used, brands=known.brands | used, doors=known.doors | used)

    @property
    def reasons(self) -> frozenset[str]:
        """The reasons for leaving that this installation knows, its own included."""
        return self._vocabulary.reasons

    @property
    def paused(self) -> tuple[str, ...]:
        """Sequences whose status is paused: what is due stays where it is."""
        return tuple(name for name, sequence in self.current.items() if sequence.status == "paused")
