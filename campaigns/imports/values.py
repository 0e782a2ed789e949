"""What reading a file gives: rows, rejects, or one refusal of the file as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.imports.rows import Row, StrayOptOut
from contacts.cancellation import REASONS

EXTRA_CELLS = "überzählig"
"""Key in `Reject.values` for what stands beyond the last column of the header."""


@dataclass(frozen=True, slots=True)
class ImportVocabulary:
    """The words an installation adds: churn reasons from `[reasons]`, brands from config.toml (None = any brand)."""

    reasons: tuple[str, ...] = REASONS
    brands: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken. `line` is the physical line its first cell stands on, counted from 1.

    `column` names the first column at fault, None when it is the whole row. `reason` is a German sentence that
    holds every fault of the row. `values` holds the original cells under the header's own words.
    """

    line: int
    column: str | None
    reason: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportRefused:
    """The file as a whole was not taken; `message` is a German sentence, `line` physical, counted from 1.

    `asks` is True when it can be read and waits for what a person decides.
    """

    file: str
    line: int | None
    column: str | None
    message: str
    asks: bool = False

    def __str__(self) -> str:
        """`file:line: column: message`, without the parts that are not known."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.column, self.message) if part)


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that was read. `sha256` is the hex digest of its bytes, `header` the first line as it stands there.

    `rows` are in file order; a row that repeats an earlier one exactly is left out and is no reject. `system` is the
    CRM whose export it is, empty for a file in our own columns. `ignored` are (header, German reason) of columns that
    are known and not taken, `notes` German sentences about cells that were left out without harm to their row.
    """

    kind: str
    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    unknown_columns: tuple[str, ...]
    header: tuple[str, ...]
    sha256: str
    origins: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(physical line, original cells) of each row: for a row that is refused later, when the store knows better."""
    system: str = ""
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    stray: tuple[StrayOptOut, ...] = ()

    def refused(self, later: Sequence[tuple[int, str]]) -> ImportFile:
        """The same file with the rows at these places (place in `rows`, German reason) as further rejects."""
        more = []
        for place, reason in later:
            line, cells = self.origins[place]
            more.append(Reject(line, None, reason, dict(zip(self.header, cells, strict=False))))
        return replace(self, rejects=tuple(sorted((*self.rejects, *more), key=lambda reject: reject.line)))
