"""One writer thread: all go-commits and results of a process share its transactions (group commit).

Whoever waits at the same moment is committed together: one fsync for many mails. Each item is still judged on its
own by its handler. A failing batch is repeated item by item, so one poisoned row never takes others down.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from store.engine import Store

Item = TypeVar("Item")
Result = TypeVar("Result")

_GROUP = 256


@dataclass(frozen=True, slots=True)
class _Job:
    handler: Callable[[Connection, Sequence[Any]], Sequence[Any]]
    item: Any
    future: Future[Any]


class Handler(Generic[Item, Result]):
    """`handle(connection, items) -> results`, same order and length."""

    def __init__(self, writer: Writer, handle: Callable[[Connection, Sequence[Item]], Sequence[Result]]) -> None:
        self._writer = writer
        self._handle = handle

    def submit(self, item: Item) -> Future[Result]:
        """Queue `item`; the future is set after the commit that holds its result."""
        future: Future[Result] = Future()
        self._writer.put(_Job(self._handle, item, future))
        return future


class Writer:
    """Owns the thread; `close` finishes what is queued."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def put(self, job: _Job) -> None:
        """Queue one job."""
        self._queue.put(job)

    def close(self) -> None:
        """Commit what is queued and end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            collected, ended = self._collect()
            # From here on nobody can give up waiting; who has done so already is not served.
            jobs = [job for job in collected if job.future.set_running_or_notify_cancel()]
            if jobs:
                self._commit(jobs)
            if ended:
                return

    def _collect(self) -> tuple[list[_Job], bool]:
        first = self._queue.get()
        if first is None:
            return [], True
        jobs = [first]
        while len(jobs) < _GROUP:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return jobs, False
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _commit(self, jobs: list[_Job]) -> None:
        try:
            results = self._together(jobs)
        except Exception as error:  # noqa: BLE001 (whatever the database says: the waiting sender must learn it)
            if len(jobs) == 1:
                jobs[0].future.set_exception(error)
                return
            for job in jobs:
                self._commit([job])
            return
        for job, result in zip(jobs, results, strict=True):
            job.future.set_result(result)

    def _together(self, jobs: list[_Job]) -> list[Any]:
        results: dict[int, Any] = {}
        with self._store.write() as connection:
            for handler in dict.fromkeys(job.handler for job in jobs):
                places = [place for place, job in enumerate(jobs) if job.handler == handler]
                answers = handler(connection, [jobs[place].item for place in places])
                results.update(zip(places, answers, strict=True))
        return [results[place] for place in range(len(jobs))]
