"""A job that keeps breaking: told once and each hundredth time, tried ever more rarely, over as soon as it works."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from campaigns.clock import SystemClock
from campaigns.service import jobs
from campaigns.service.jobs import Job
from campaigns.service.troubles import Troubles
from store.engine import Store, sqlite_url
from store.faults import Fault, fault_of


@pytest.fixture(autouse=True)
def every_level() -> None:
    """A command that ran before may have asked for silence."""
    structlog.reset_defaults()


class Flaky:
    """Raises what it is given, one after the other, then works."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.calls = list(errors), 0

    async def act(self) -> None:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)


def test_it_is_told_once_and_each_hundredth_time() -> None:
    flaky = Flaky(*(ValueError("erika@kunde.test") for _ in range(250)))
    job = Job("tick", flaky.act, 0, Troubles(SystemClock()), lambda _: None, longest_rest=0)

    async def run() -> None:
        for _ in range(252):
            await job.run()

    with structlog.testing.capture_logs() as logged:
        asyncio.run(run())
    assert [(entry["event"], entry["times"]) for entry in logged] == [
        ("job_failed", 1), ("job_failed", 100), ("job_failed", 200), ("job_recovered", 250)
    ]  # fmt: skip


def test_another_error_is_another_line() -> None:
    flaky = Flaky(ValueError("a"), KeyError("b"), KeyError("c"))
    job = Job("tick", flaky.act, 0, Troubles(SystemClock()), lambda _: None, longest_rest=0)

    async def run() -> None:
        for _ in range(4):
            await job.run()

    with structlog.testing.capture_logs() as logged:
        asyncio.run(run())
    assert [entry["event"] for entry in logged] == ["job_failed", "job_failed", "job_recovered"]


class Hand:
    """The clock's hand, which a test moves; it stands where the time module stands in `jobs`."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


def worked(job: Job, flaky: Flaky, hand: Hand, seconds: int) -> list[float]:
    """When the job worked in so many seconds, asked ten times in each."""
    begun, moments = hand.now, []

    async def run() -> None:
        for turn in range(seconds * 10):
            hand.now, calls = begun + turn / 10, flaky.calls
            await job.run()
            moments.extend([turn / 10] * (flaky.calls - calls))

    asyncio.run(run())
    return moments


def test_it_rests_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    hand, flaky = Hand(), Flaky(*(ValueError() for _ in range(50)))
    monkeypatch.setattr(jobs, "time", hand)
    job = Job("tick", flaky.act, 0, Troubles(SystemClock()), lambda _: None)
    with structlog.testing.capture_logs():
        assert worked(job, flaky, hand, 20) == [0, 1, 3, 7, 15]


def test_faults_of_a_database_are_told_by_what_they_are(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "x.sqlite3"))
    with store.write() as connection, pytest.raises(Exception, match="no such table") as ours:
        connection.execute(text("SELECT * FROM nichts"))
    assert fault_of(ours.value) is None  # a wrong statement is our own fault, not the weather's
    with store.write() as connection:
        connection.execute(text("CREATE TABLE t (a TEXT UNIQUE)"))
    with pytest.raises(Exception, match="UNIQUE") as double, store.write() as connection:
        connection.execute(text("INSERT INTO t VALUES (:a), (:a)"), {"a": "erika@kunde.test"})
    assert fault_of(double.value) is None
    assert "erika" not in str(double.value)  # parameters are people's data
    store.close()
    with pytest.raises(Exception, match="unable to open") as missing, Store(sqlite_url(tmp_path / "no" / "x")).read():
        pass
    assert fault_of(missing.value) is Fault.NO_ACCESS
    assert fault_of(OSError(28, "No space left on device")) is Fault.DISK_FULL
    assert fault_of(ConnectionRefusedError(111, "refused")) is None
    wrapped = RuntimeError("while writing")
    wrapped.__cause__ = OSError(30, "Read-only file system")
    assert fault_of(wrapped) is Fault.READ_ONLY


def test_a_slow_job_that_failed_is_tried_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    hand, flaky = Hand(), Flaky(ValueError())
    monkeypatch.setattr(jobs, "time", hand)
    job = Job("seal", flaky.act, 60, Troubles(SystemClock()), lambda _: None, longest_rest=0.2)
    assert job.pace == 5
    with structlog.testing.capture_logs() as logged:
        # At once, after its rest, and then not before its minute is over: half a pace early.
        assert worked(job, flaky, hand, 60) == [0, 0.2, 57.7]
    assert [entry["event"] for entry in logged] == ["job_failed", "job_recovered"]
