"""Judges an installation after torture: its database against the log of the sink, which no crash could forge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from sequences.touch import PENDING, TouchState
from store.engine import Store
from store.tables import operation, runs
from store.touches import ADVERTISING_PURPOSES

_ROOT = Path(__file__).resolve().parents[2]
_DEFINITE = frozenset({"accepted", "refused", "transient"})
_MAX_COPIES = 2


@dataclass(slots=True)
class Verdict:
    """Figures, and under `violations` what must be empty: rule -> send ids."""

    mails: int = 0
    advertising: int = 0
    contract: int = 0
    in_sink: int = 0
    second_copies: int = 0
    uncertain: int = 0
    uncertain_delivered: int = 0
    uncertain_contract_undelivered: int = 0
    kills_in_doubt: int = 0
    most_in_doubt: int = 0
    violations: dict[str, list[str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not any(self.violations.values())

    def figures(self) -> dict[str, Any]:
        """For JSON: counts, and the violations as numbers with a few examples."""
        values = asdict(self)
        values["violations"] = {rule: len(found) for rule, found in self.violations.items()}
        values["examples"] = {rule: found[:5] for rule, found in self.violations.items() if found}
        return values


def judge(store: Store, accepted: Sequence[str], listed: set[str], connections: int) -> Verdict:
    """`accepted`: Message-IDs in the sink's log; `listed`: send ids that `wiedersehen uncertain list` shows."""
    with store.read() as connection:
        rows = connection.execute(select(runs.touch)).mappings().all()
        outcomes = _outcomes(connection)
        counted = Counter(connection.execute(select(runs.ledger.c.touch_id)).scalars())
        doubts = _doubts(connection)
        stalled = _stalled(connection)
    copies = Counter(accepted)
    made = [row for row in rows if row["id"] in outcomes or copies[row["message_id"]]]
    verdict = Verdict(
        mails=len(made),
        advertising=sum(map(_is_advertising, made)),
        in_sink=len(accepted),
        kills_in_doubt=len(doubts),
        most_in_doubt=max(doubts.values(), default=0),
    )
    verdict.contract = verdict.mails - verdict.advertising
    _count(verdict, made, copies)
    known = {row["message_id"] for row in made}
    verdict.violations = {
        "advertising_twice": [row["send_id"] for row in made if _is_advertising(row) and copies[row["message_id"]] > 1],
        "contract_lost": [row["send_id"] for row in made if not _is_advertising(row) and _lost(row, copies, listed)],
        "contract_more_than_two": [row["send_id"] for row in made if copies[row["message_id"]] > _MAX_COPIES],
        "falsely_sent": [row["send_id"] for row in made if row["state"] == "sent" and not copies[row["message_id"]]],
        "delivered_but_not_shown": [
            row["send_id"] for row in made if copies[row["message_id"]] and row["state"] not in ("sent", "uncertain")
        ],
        "no_receipt_and_not_listed": [
            row["send_id"] for row in made if not _DEFINITE & set(outcomes[row["id"]]) and row["send_id"] not in listed
        ],
        "listed_though_known": [
            row["send_id"] for row in made if row["send_id"] in listed and "accepted" in outcomes[row["id"]]
        ],
        "receipts_invented": [
            row["send_id"] for row in made if outcomes[row["id"]].count("accepted") > copies[row["message_id"]]
        ],
        "still_open": [row["send_id"] for row in rows if row["state"] in ("claimed", "sending")],
        "in_sink_but_unknown": sorted(set(copies) - known),
        "more_in_doubt_than_connections": [at for at, number in doubts.items() if number > connections],
        "miscounted_for_caps": [row["send_id"] for row in made if counted[row["id"]] != int(_is_advertising(row))],
        "stalled_runs": stalled,
    }
    return verdict


def _count(verdict: Verdict, made: Sequence[RowMapping], copies: Counter[str]) -> None:
    doubtful = [row for row in made if row["state"] == TouchState.UNCERTAIN.value]
    verdict.second_copies = sum(copies[row["message_id"]] > 1 for row in made)
    verdict.uncertain = len(doubtful)
    verdict.uncertain_delivered = sum(copies[row["message_id"]] > 0 for row in doubtful)
    verdict.uncertain_contract_undelivered = sum(
        not _is_advertising(row) and not copies[row["message_id"]] for row in doubtful
    )


def _is_advertising(row: RowMapping) -> bool:
    return row["purpose"] in ADVERTISING_PURPOSES


def _lost(row: RowMapping, copies: Counter[str], listed: set[str]) -> bool:
    """Neither arrived nor shown to a person. With two crashes, one in each copy, being shown is all that is left."""
    return not copies[row["message_id"]] and row["send_id"] not in listed


def _outcomes(connection: Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for touch_id, outcome in connection.execute(select(runs.attempt.c.touch_id, runs.attempt.c.outcome)):
        found.setdefault(touch_id, []).append(outcome or "")
    return found


def _doubts(connection: Connection) -> Counter[str]:
    """Per rescue that found mails between go and result: how many. One rescue is one kill inside that span."""
    table = operation.audit_event
    query = select(table.c.at).where(table.c.event == "touch_uncertain")
    return Counter(at.isoformat() for at in connection.execute(query).scalars())


def _stalled(connection: Connection) -> list[str]:
    """Live enrollments that nothing will ever move again."""
    pending = select(runs.touch.c.id).where(
        runs.touch.c.enrollment_id == runs.enrollment.c.id,
        runs.touch.c.state.in_([state.value for state in PENDING]),
    )
    query = select(runs.enrollment.c.id).where(runs.enrollment.c.state == "active", ~pending.exists())
    return [str(number) for number in connection.execute(query).scalars()]


def listed_as_uncertain(config: Path, state: Path) -> set[str]:
    """The send ids that `wiedersehen uncertain list --json` prints."""
    program = "import sys; from commands.main import main; main(sys.argv[1:])"
    flags = ["uncertain", "list", "--json", "--config", str(config), "--state", str(state)]
    done = subprocess.run(
        [sys.executable, "-c", program, *flags],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"uncertain list ended with {done.returncode}: {done.stderr}")
    return {str(json.loads(line)["send_id"]) for line in done.stdout.splitlines()}
