"""What a CRM says about permissions: its flags become hints that allow nothing, its opt-outs objections at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to
from campaigns.house import House
from campaigns.importing.results import Tally
from campaigns.imports import CustomerRow, ImportFile, Sign, Signal, stable_id
from compliance.facts import Via
from contacts.consent import GLOBAL, Consent, ConsentMethod
from contacts.contact import ContactPoint
from contacts.medium import Medium
from store import consents, operation, permissions


def source_of(signal: Signal) -> str:
    """The CRM and its own name of the column: the same whether the file has labels or internal names."""
    return f"{signal.system}: {signal.mark}"


class Signals:
    """Takes in the signals of one file and counts them."""

    def __init__(self, connection: Connection, house: House, file: ImportFile, now: datetime) -> None:
        self._connection, self._house, self._now = connection, house, now
        self._file_known = operation.file_known(connection, file.kind, file.sha256)
        self._objected = {source: permissions.objected_by(connection, source) for source in sorted({*_sources(file)})}
        self._counted: Counter[tuple[Signal, str]] = Counter()
        self._values: dict[Signal, str] = {}

    def take(self, contact_pk: int, contact_id: str, signals: Iterable[Signal]) -> Aftermath:
        """Store what is new of these signals; `changed` tells whether anything was."""
        done = Aftermath(changed=False)
        for signal in signals:
            if signal.sign is Sign.HINT:
                new = self._hint(contact_pk, contact_id, signal)
            elif signal.sign is Sign.OPT_OUT:
                new = self._objection(contact_pk, signal, done)
            else:
                self._count(signal, "kept", int(contact_pk in self._objected[source_of(signal)]))
                continue
            self._count(signal, "people")
            self._count(signal, "new", int(new))
            done.changed |= new
        return done

    def block(self, points: Iterable[ContactPoint], signals: Iterable[Signal]) -> Aftermath:
        """Opt-outs of somebody who is not on file: her addresses are blocked, whoever uses them."""
        done = Aftermath(changed=False)
        for signal in signals:
            for point in points:
                if signal.scope not in (GLOBAL, point.medium.value):
                    continue
                effect = object_address(
                    self._connection,
                    self._house,
                    point.medium,
                    point.normalised,
                    signal.scope,
                    Via.OPERATOR,
                    self._now,
                    source=source_of(signal),
                    verbatim=f"{signal.label} = {signal.value}",
                )
                done.recalled.update(effect.recalled)
                done.changed |= effect.changed
        return done

    def tallies(self) -> tuple[Tally, ...]:
        """A tally per column that had something to say."""
        return tuple(
            Tally(
                key.system,
                key.label,
                key.scope,
                key.sign,
                self._values.get(key, ""),
                **{word: self._counted[key, word] for word in _WORDS},
            )
            for key in dict.fromkeys(key for key, _ in self._counted)
        )

    def _hint(self, contact_pk: int, contact_id: str, signal: Signal) -> bool:
        said = f"Merkmal in {signal.system}: {signal.label} = {signal.value}"
        hint = Consent(
            external_id=f"flag-{stable_id(contact_id, source_of(signal), signal.value.casefold())}",
            contact_id=contact_id,
            medium=Medium(signal.scope),
            granted_at=self._now,
            method=ConsentMethod.FLAG,
            text=said,
        )
        return consents.put_consent(self._connection, hint, contact_pk, self._now)

    def _objection(self, contact_pk: int, signal: Signal, done: Aftermath) -> bool:
        objected = self._objected[source_of(signal)]
        since = objected.get(contact_pk)
        if since is not None and self._consented_after(contact_pk, signal, since):
            # The CRM cannot tell an old no from a new one. The no counts, but the same file says nothing twice.
            self._count(signal, "again")
            since = None
        received = since or self._now
        effect = object_to(
            self._connection,
            self._house,
            contact_pk,
            signal.scope,
            Via.OPERATOR,
            received,
            source=source_of(signal),
            verbatim=f"{signal.label} = {signal.value}",
        )
        objected[contact_pk] = received
        done.recalled.update(effect.recalled)
        return effect.changed

    def _consented_after(self, contact_pk: int, signal: Signal, since: datetime) -> bool:
        if self._file_known:
            return False
        return any(
            row.consent.medium == signal.scope
            and row.consent.method is not ConsentMethod.FLAG
            and row.consent.withdrawn_at is None
            and row.consent.granted_at > since
            for row in consents.consents(self._connection, contact_pk=contact_pk)
        )

    def _count(self, signal: Signal, word: str, number: int = 1) -> None:
        """One column is counted as one, whatever words its cells use; a mark that is gone belongs to the opt-outs."""
        sign = Sign.HINT if signal.sign is Sign.HINT else Sign.OPT_OUT
        key = replace(signal, value="", sign=sign)
        if signal.sign is not Sign.SILENT:
            self._values.setdefault(key, signal.value)
        self._counted[key, word] += number


_WORDS = ("people", "new", "kept", "again")


def _sources(file: ImportFile) -> Iterator[str]:
    found = [signal for row in file.rows if isinstance(row, CustomerRow) for signal in row.signals]
    found += [signal for stray in file.stray for signal in stray.signals]
    return (source_of(signal) for signal in found if signal.sign is not Sign.HINT)
