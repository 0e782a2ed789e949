"""Record by record: cells to values to a row, or to a reject that names every fault of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from campaigns.imports import cells as hygiene
from campaigns.imports.crm.complete import TELLS, complete
from campaigns.imports.crm.general import doubts_noted
from campaigns.imports.header import Field, Header
from campaigns.imports.rows import ContractRow, CustomerRow, Row, Sign, Signal, StrayOptOut
from campaigns.imports.schema import Breaks, Problem, Schema, Values
from campaigns.imports.shifted import Misfit
from campaigns.imports.table import Broken, Record
from campaigns.imports.values import EXTRA_CELLS, ImportVocabulary, Reject

Faults = list[tuple[str, Problem]]
"""(our column, what is wrong); the problem's own column is how the user knows it."""

_MISSING = "Der Wert fehlt."


class Reading:
    """Collects rows and rejects of one file."""

    def __init__(self, schema: Schema, header: Header, vocabulary: ImportVocabulary, delimiter: str) -> None:
        self.rows: list[Row] = []
        self.origins: list[tuple[int, tuple[str, ...]]] = []
        self.rejects: list[Reject] = []
        self.misfits: list[Misfit] = []
        self.stray: list[StrayOptOut] = []
        self.count = 0
        self._schema = schema
        self._header = header
        self._width = len(header.labels)
        self._vocabulary = vocabulary
        self._delimiter = delimiter
        names = [field.column.name for field in header.fields]
        self._columns = frozenset(told for name in names for told in TELLS.get(name, (name,)))
        self._told: dict[frozenset[str], frozenset[str]] = {}
        self._seen: dict[Hashable, tuple[int, Row]] = {}
        self._left_out: Counter[int] = Counter()
        self._example: dict[int, Problem] = {}
        self._doubted: dict[int, list[tuple[int, str]]] = {}

    def take_all(self, found: Iterator[Record | Broken]) -> Broken | None:
        """Take every record; a Broken ends it and is handed back."""
        for record in found:
            if isinstance(record, Broken):
                return record
            self.count += 1
            self._take(record)
        return None

    def notes(self) -> tuple[str, ...]:
        """A sentence for each column of which cells were left out, or taken for a no in doubt."""
        return (
            *(
                f"„{self._header.called_at(place)}“: {number} × nicht übernommen, die Zeilen schon. "
                f"Beispiel: {self._example[place].message}"
                for place, number in sorted(self._left_out.items())
            ),
            *(doubts_noted(self._header.labels[place], found) for place, found in sorted(self._doubted.items())),
        )

    def _take(self, record: Record) -> None:
        split = record.problem is None
        cells = self._trimmed(record.cells) if split else (*[""] * self._width, *record.cells)
        if fault := self._fault(record, cells):
            self._reject(record.line, cells, [fault])
            if split:
                self.misfits.append(Misfit(record.line, cells))
            return
        values, faults, failed = self._parse(cells)
        signals = self._signals(record.line, cells)
        problems = [problem for _, problem in faults]
        if problems:
            self.misfits.append(Misfit(record.line, cells, failed))
        row = Problem("") if problems else self._schema.build(Values(values, self._header.called))
        if isinstance(row, Problem):
            self._reject(record.line, cells, problems or [self._named(row)])
            self._keep_opt_outs(record.line, values, signals)
            return
        if isinstance(row, CustomerRow):
            row = replace(row, signals=signals, told=self._told_by(values, cells))
        elif isinstance(row, ContractRow):
            row = replace(row, told=self._told_by(values, cells))
        if not self._keep(record.line, cells, row, self._identity(values, row)):
            self._keep_opt_outs(record.line, values, signals)

    def _trimmed(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Without empty cells beyond the header: spreadsheets write them where a column was once used."""
        end = len(cells)
        while end > self._width and not cells[end - 1].strip():
            end -= 1
        return cells[:end]

    def _fault(self, record: Record, cells: tuple[str, ...]) -> Problem | None:
        if record.problem is not None:
            return Problem(record.problem)
        if len(cells) != self._width:
            return Problem(f"Die Zeile hat {len(cells)} Werte, der Kopf {self._width} Spalten.")
        return hygiene.fault(cells, self._header, self._is_row)

    def _is_row(self, line: str) -> bool:
        """True when one line of a quoted text would be a row by itself: then a quote was not closed before it."""
        cells = tuple(line.split(self._delimiter))
        if len(cells) != self._width:
            return False
        required = [field for field in self._header.fields if field.column.required]
        return all(cells[field.places[0]].strip() for field in required) and not self._parse(cells)[1]

    def _parse(self, cells: tuple[str, ...]) -> tuple[dict[str, object], Faults, tuple[int, ...]]:
        values: dict[str, object] = {}
        faults: Faults = []
        failed: list[int] = []
        for field in self._header.fields:
            name, place = field.column.name, _filled(field, cells)
            if place is None:
                if field.column.required:
                    faults.append((name, Problem(_MISSING, self._header.called(name))))
                continue
            value = field.column.parse(hygiene.clean(cells[place], field.column.breaks), self._vocabulary)
            if not isinstance(value, Problem):
                values[name] = value
            elif place in field.soft:
                self._left_out[place] += 1
                self._example.setdefault(place, value)
            else:
                faults.append((name, Problem(value.message, self._header.called_at(place))))
                failed.append(place)
        if self._header.shape is not None:
            if problem := complete(values, self._header.shape.name):
                faults.append((problem.column or "", self._named(problem)))
            faults = [(name, problem) for name, problem in faults if name not in values]
        return values, faults, tuple(failed)

    def _told_by(self, values: Mapping[str, object], cells: tuple[str, ...]) -> frozenset[str]:
        """The columns by which this row says something; the rows of a file share the few sets there are."""
        empty = (field for field in self._header.fields if field.column.name not in values)
        silent = {
            field.column.name
            for field in empty
            if field.column.lasting or (field.soft and _filled(field, cells) is not None)
        }
        told = frozenset((self._columns - silent) | values.keys())
        return self._told.setdefault(told, told)

    def _signals(self, line: int, cells: tuple[str, ...]) -> tuple[Signal, ...]:
        signals = []
        for place, system, mark in self._header.marks:
            cell, label = hygiene.clean(cells[place], Breaks.KEPT), self._header.labels[place]
            sign = mark.read(cell)
            if mark.doubts(cell):
                self._doubted.setdefault(place, []).append((line, cell))
            if sign is not Sign.SILENT or mark.opt_outs:
                signals.append(Signal(system, mark.called(label), label, cell, mark.scope, sign))
        # Where two headers are one column, an empty one beside a yes is no mark that is gone.
        out = {(signal.system, signal.mark) for signal in signals if signal.sign is Sign.OPT_OUT}
        return tuple(one for one in signals if one.sign is not Sign.SILENT or (one.system, one.mark) not in out)

    def _keep_opt_outs(self, line: int, values: dict[str, object], signals: tuple[Signal, ...]) -> None:
        contact = values.get("contact_id")
        told = tuple(signal for signal in signals if signal.sign is Sign.OPT_OUT)
        if isinstance(contact, str) and told:
            self.stray.append(StrayOptOut(line, contact, told))

    def _identity(self, values: dict[str, object], row: Row) -> Hashable:
        return row if self._schema.identity is None else self._schema.identity(Values(values))

    def _keep(self, line: int, cells: tuple[str, ...], row: Row, identity: Hashable) -> bool:
        earlier = self._seen.get(identity)
        if earlier is None:
            self._seen[identity] = (line, row)
            self.rows.append(row)
            self.origins.append((line, cells))
        elif earlier[1] != row:
            message = f"Dieselbe Kennung steht schon in Zeile {earlier[0]}, aber mit anderen Angaben."
            self._reject(line, cells, [Problem(message, self._header.called(self._schema.columns[0].name))])
            return False
        return True

    def _named(self, problem: Problem) -> Problem:
        return Problem(problem.message, self._header.called(problem.column)) if problem.column else problem

    def _reject(self, line: int, cells: tuple[str, ...], problems: list[Problem]) -> None:
        first, *others = problems
        reason = " ".join([first.message, *(f"Außerdem {other.column}: {other.message}" for other in others)])
        values = dict(zip(self._header.labels, cells, strict=False))
        if len(cells) > self._width:
            values[EXTRA_CELLS] = " | ".join(cells[self._width :])
        self.rejects.append(Reject(line, first.column, reason, values))


def _filled(field: Field, cells: tuple[str, ...]) -> int | None:
    """The first of the column's cells that holds something."""
    return next((place for place in field.places if cells[place].strip()), None)
