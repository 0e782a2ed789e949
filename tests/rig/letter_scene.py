"""An installation with many letters waiting for the letter shop, killed at any line of the export and started again.

A child is a fork that dies with os._exit in the very line it is told: no `finally`, no rollback, like a power cut. What
counts is what stands on disk and in the database after the next, undisturbed export.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from sqlalchemy import insert, select, update

from campaigns.arrivals import arrivals
from campaigns.counts import Spending
from campaigns.export import export_letters
from campaigns.facts import facts_of
from campaigns.outgoing import outgoing
from channels.channel import BatchRow
from channels.letter.batch import send_ids_in
from channels.letter.shop import DropFolder
from compliance.rulebook import rule_on
from contacts.cancellation import Cancellation
from contacts.contact import PostalAddress
from sequences.calendar import is_holiday
from sequences.definition import Channel
from sequences.touch import TouchState
from store import cases, operation
from store.engine import sqlite_url
from store.tables import people, runs
from tests.campaigns.house_of import MONDAY, HouseOf, house_of
from tests.campaigns.house_parts import customer_row, definitions, minimal, step, templates

ROOT = Path(__file__).resolve().parents[2]
WATCHED = tuple(
    str(ROOT / part)
    for part in ("campaigns/export.py", "campaigns/letters/", "channels/letter/", "store/letters.py", "store/letter_b")
)
LETTER = {"probe": minimal(step("letter", "day = 1", '"letter"', "winback/day_01_value"))}
KILLED = 137
_EXPORT = MONDAY + timedelta(days=1, hours=7)
"""Tuesday, 15:00: the hour of the list."""

Line = tuple[str, int]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands after an export: our files, the shop's files, touches by state."""

    ours: dict[str, bytes]
    shop: dict[str, bytes]
    states: dict[str, int]


def warm() -> None:
    """What every life reads, read once: a fork has it already."""
    definitions(LETTER)
    templates()
    is_holiday(MONDAY.date(), "BE")  # imports the calendars of the whole world


def prepare(folder: Path, letters: int) -> None:
    """Write a state into `folder` with so many letters past the gate: real people, runs and rows, one real text."""
    one = house_of(folder, texts=LETTER)
    one.switch(operation.ACTIVATED, "Wiebke")
    rows = [customer_row(f"K-{n}", address=PostalAddress(f"Weg {n}", "01067", "Dresden")) for n in range(letters)]
    one.take("customers", *rows)
    now = one.clock.now()
    notices = [
        Cancellation(
            external_id=f"KUE-{n}", contact_id=f"K-{n}", received_at=now, reason="price", receipt_confirmed_at=now
        )
        for n in range(letters)
    ]
    one.take("cancellations", *notices)
    while arrivals(one.house):
        pass
    _past_the_gate(one)
    one.close()


def _past_the_gate(one: HouseOf) -> None:
    """What the gate writes for a letter, for all at once: it judges them one by one, and that is tested elsewhere."""
    one.sleep(days=1, hours=2)
    now, touch = one.clock.now(), runs.touch
    with one.house.store.write() as connection:
        named = select(touch.c.id, touch.c.send_id, people.contact.c.last_name, people.contact.c.street)
        named = named.join(people.contact, people.contact.c.id == touch.c.contact_id).where(touch.c.step == "letter")
        rows = connection.execute(named.order_by(touch.c.id)).all()
        case = cases.load(connection, [rows[0][0]], now, one.house.horizon)[0]
        sequence = one.house.definitions.pinned(connection, case.enrollment.definition_hash)
        ruling = rule_on(facts_of(one.house, case, sequence, Channel.LETTER, now, Spending()), one.house.policy)
        written: Any = outgoing(one.house, case, sequence, ruling, Channel.LETTER, now).leaving
        assert isinstance(written, BatchRow)
        frozen = [
            {
                "touch_id": pk,
                "columns": {**written.columns, "Sendungs-ID": send_id, "Nachname": name, "Straße": street},
                "cost": one.house.letters.cost,
            }
            for pk, send_id, name, street in rows
        ]
        connection.execute(insert(runs.batch_row), frozen)
        values = {"state": TouchState.BATCHED.value, "channel": "letter", "made_at": now}
        connection.execute(update(touch).where(touch.c.step == "letter").values(**values))


def opened(folder: Path, *, pdf: bool) -> HouseOf:
    """The prepared installation at the hour of the list, with a shop that is a folder."""
    shop = folder / "shop"
    shop.mkdir(exist_ok=True)
    url = sqlite_url(folder / "house.sqlite3")
    one = house_of(folder, texts=LETTER, start=_EXPORT, url=url, shop=DropFolder(shop))
    one.house = replace(one.house, letters=replace(one.house.letters, pdf=pdf))
    return one


def copied(prepared: Path, folder: Path) -> Path:
    """A fresh copy of a prepared installation."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(prepared, folder))


def export(folder: Path, *, pdf: bool) -> Outcome:
    """An undisturbed export, and what stands after it."""
    one = opened(folder, pdf=pdf)
    export_letters(one.house)
    states = Counter(str(state) for (state,) in one.touches("state", step="letter"))
    one.close()
    return Outcome(_files(one.house.letters.folder), _files(folder / "shop"), dict(states))


def lines_of(folder: Path, *, pdf: bool) -> list[Line]:
    """Every line that an export executes, in the order of its first execution."""
    one = opened(folder, pdf=pdf)
    found: dict[Line, None] = {}
    sys.settrace(_tracer(found.setdefault))
    try:
        export_letters(one.house)
    finally:
        sys.settrace(None)
    one.close()
    return list(found)


def killed(folder: Path, line: Line, hit: int, *, pdf: bool) -> bool:
    """Export in a child that dies at the `hit`-th execution of `line`; False when it was never reached so often."""
    child = os.fork()
    if child == 0:
        _life(folder, line, hit, pdf=pdf)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, KILLED):
        raise RuntimeError(f"the child broke by itself at {line}")
    return os.waitstatus_to_exitcode(status) == KILLED


def apart(act: Callable[[], Answer]) -> Answer:
    """What `act` returns, done in a child: the compiler of PDFs starts threads, which no later fork would survive."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            answer = pickle.dumps(act())
            with os.fdopen(writing, "wb") as handle:
                handle.write(answer)
            code = 0
        except BaseException:  # noqa: BLE001 - it must end this fork and be read
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as handle:
        answer = handle.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"an undisturbed child ended with {status}")
    found: Answer = pickle.loads(answer)
    return found


def _life(folder: Path, line: Line, hit: int, *, pdf: bool) -> None:
    code, left = 70, [hit]

    def die_at(here: Line) -> None:
        if here == line:
            left[0] -= 1
            if not left[0]:
                os._exit(KILLED)

    try:
        one = opened(folder, pdf=pdf)
        sys.settrace(_tracer(die_at))
        export_letters(one.house)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, it must end this fork and be read
        traceback.print_exc()
    finally:
        os._exit(code)


def _tracer(act: Callable[[Line], object]) -> Callable[[FrameType, str, object], Any]:
    def inside(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            act((frame.f_code.co_filename, frame.f_lineno))
        return inside

    def entered(frame: FrameType, _event: str, _argument: object) -> Any:
        return inside if frame.f_code.co_filename.startswith(WATCHED) else None

    return entered


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))} if folder.is_dir() else {}


def faults(outcome: Outcome, reference: Outcome, folder: Path, letters: int) -> list[str]:
    """What is wrong after a death and a second export; nothing when all promises were kept."""
    wrong = []
    for name, mine, theirs in (("ours", outcome.ours, reference.ours), ("shop", outcome.shop, reference.shop)):
        if mine.keys() != theirs.keys():
            wrong.append(f"{name}: other files {sorted(mine.keys() ^ theirs.keys())[:4]}")
        wrong += [
            f"{name}: other bytes in {file}" for file in mine.keys() & theirs.keys() if mine[file] != theirs[file]
        ]
    printed = Counter(
        i for path in (folder / "shop").glob("*.csv") for i in send_ids_in(path) or () if "rueckruf" not in path.name
    )
    if len(printed) != letters or set(printed.values()) != {1}:
        wrong.append(
            f"{len(printed)} people in the files of {letters}, at most {max(printed.values(), default=0)} times"
        )
    if outcome.states != reference.states:
        wrong.append(f"states {outcome.states}")
    return wrong
