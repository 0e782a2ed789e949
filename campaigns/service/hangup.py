"""What SIGHUP sets off in a running process: read anew in a thread, tell every problem, swap between two passes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from campaigns.clock import Clock
from campaigns.house import House
from campaigns.service import notify
from campaigns.service.reload import Reloaded, changed_sequences, compile_texts
from campaigns.service.sentence import RELOADING
from campaigns.service.troubles import CONFIGURATION, RESTART, Troubles
from sequences.grammar.problem import Problem

log = structlog.get_logger()

Reader = Callable[[], Reloaded | tuple[Problem, ...]]


class Hangup:
    """One per process. `swap` brings a house in force and returns when it is; `tell` is the status line."""

    def __init__(
        self,
        reader: Reader | None,
        swap: Callable[[House], Awaitable[House]],
        tell: Callable[[], str],
        troubles: Troubles,
        clock: Clock,
    ) -> None:
        self.good = True
        self.read_at: datetime = clock.now()
        self._reader, self._swap, self._tell, self._troubles, self._clock = reader, swap, tell, troubles, clock
        self._asked = asyncio.Event()

    async def begin(self, house: House) -> None:
        """Compile the texts in force before anything is sent: a later edit must not come in by the back door."""
        if self._reader is None:
            return
        problems = await asyncio.to_thread(compile_texts, house)
        if problems:
            self._tell_each(problems)
            self._troubles.begin(CONFIGURATION, f"Texte fehlerhaft, was sie braucht, wartet: {_first(problems)}")

    def ask(self) -> None:
        """The signal. Several before the work begins count as one."""
        self._asked.set()

    async def serve(self) -> None:
        """Reload whenever asked, one after the other, until cancelled. Without a reader the signal means nothing."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            if self._reader is None:
                continue
            notify.reloading(RELOADING)
            await self._reload(self._reader)
            notify.ready(self._tell())

    async def _reload(self, reader: Reader) -> None:
        asked_at = self._clock.now()
        try:
            found = await asyncio.to_thread(reader)
            if isinstance(found, Reloaded):
                await self._accept(found, asked_at)
            else:
                self._refuse(found)
        except Exception:
            # Whatever it was, the definitions in force stay, and the process goes on with them.
            log.exception("reload_failed")
            self._keep("Einzelheiten im Protokoll")

    async def _accept(self, found: Reloaded, asked_at: datetime) -> None:
        before = await self._swap(found.house)
        self.good, self.read_at = True, asked_at
        self._troubles.end(CONFIGURATION)
        log.info("reloaded", sequences=list(changed_sequences(before, found.house)))
        self._troubles.end(RESTART)
        if found.restart:
            log.warning("restart_needed", keys=list(found.restart))
            self._troubles.begin(RESTART, f"Neustart nötig, geändert: {', '.join(found.restart)}")

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._tell_each(problems)
        log.error("reload_refused", number=len(problems))
        self._keep(_first(problems))

    def _tell_each(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            place = f"{problem.file}:{problem.line}:{problem.column}"
            log.error("configuration_problem", place=place, key=problem.key, problem=problem.message)

    def _keep(self, where: str) -> None:
        self.good = False
        self._troubles.begin(CONFIGURATION, f"Konfiguration fehlerhaft, alte gilt weiter: {where}")


def _first(problems: tuple[Problem, ...]) -> str:
    more = f" und {len(problems) - 1} weitere" if len(problems) > 1 else ""
    return f"{problems[0].file}:{problems[0].line}{more}"
