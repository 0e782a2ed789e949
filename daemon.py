"""The process: APScheduler as alarm clock, one asyncio loop, signals, systemd. What is due stands in the database.

The scheduler holds a handful of recurring in-memory jobs and nothing else; a missed tick is made up by the next one.
"""

from __future__ import annotations

import asyncio
import runpy
import signal
import sys
import uuid
from contextlib import AsyncExitStack
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from campaigns.arrivals import arrivals
from campaigns.clock import SystemClock
from campaigns.courier import Courier
from campaigns.desk.tending import tend_tasks
from campaigns.dispatch import dispatch
from campaigns.export import export_letters
from campaigns.handover.webhooks import Webhooks
from campaigns.house import House
from campaigns.housekeeping import expire_tasks, seal_log
from campaigns.inbound.poll import poll
from campaigns.play import run_pass
from campaigns.record import hurry
from campaigns.retention.job import retain
from campaigns.rights.requests import warn
from campaigns.service import notify
from campaigns.service.carrier_list import CarrierList
from campaigns.service.face import Face
from campaigns.service.hangup import Hangup, Reader
from campaigns.service.heart import Heart
from campaigns.service.jobs import Job
from campaigns.service.list_watch import ListWatch
from campaigns.service.memory import keep_for_good
from campaigns.service.progress import STALLED_AFTER_SECONDS, Progress
from campaigns.service.reading import Reading
from campaigns.service.staff import StaffJobs
from campaigns.service.troubles import RELAY, Troubles
from campaigns.service.waking import Waking
from replies.child import Parser
from replies.reply import Mailbox
from store.faults import Fault, fault_of

log = structlog.get_logger()

EXPORT_SECONDS = 30
HEARTBEAT_SECONDS = 10
SEAL_SECONDS = 60
STATUS_SECONDS = 5
WEBHOOK_SECONDS = 2
RETENTION_SECONDS = 86_400


class Daemon:
    """One running process. `run` never returns before a signal; `once` makes one full pass.

    `seconds` are the intervals of tick and inbox; `reader` reads the files anew on SIGHUP, without one nothing
    reloads; `max_blind` is how long mailboxes may be unreadable before advertising waits. `fatal` is what ended `run`
    although nobody asked for it.
    """

    def __init__(
        self,
        house: House,
        courier: Courier,
        mailboxes: tuple[Mailbox, ...],
        *,
        seconds: tuple[int, int],
        reader: Reader | None = None,
        max_blind: timedelta | None = None,
        stalled_after: float = STALLED_AFTER_SECONDS,
        webhooks: Webhooks | None = None,
        carrier_list: CarrierList | None = None,
    ) -> None:
        self.name = str(uuid.uuid4())
        self.house = house
        self.courier = courier
        self.mailboxes = mailboxes
        self.parser = Parser()
        self.stopping = asyncio.Event()
        self.fatal: Fault | None = None
        self.troubles = Troubles(house.clock)
        self.progress = Progress(stalled_after)
        self.reading = Reading(self.troubles, seconds[1], max_blind if mailboxes else None)
        self.list_watch = ListWatch(self.troubles)
        self.face = Face(self.troubles)
        self.hangup = Hangup(reader, self._swap, lambda: self.face.line(self.house), self.troubles, house.clock)
        self._stalled_after = stalled_after
        self._webhooks = webhooks or Webhooks(())
        self._carrier_list = carrier_list or CarrierList(None, timedelta())
        self._heart = Heart(self.name)
        self._swapping = False
        self.staff = StaffJobs(lambda: self.house, courier, self.troubles)
        acts = (
            ("tick", self._tick, seconds[0]),
            ("inbox", self._inbox, seconds[1]),
            ("export", self._export, EXPORT_SECONDS),
            ("heartbeat", self._heartbeat, HEARTBEAT_SECONDS),
            ("seal", self._seal, SEAL_SECONDS),
            ("status", self._look, STATUS_SECONDS),
            ("retention", self._retain, RETENTION_SECONDS),
            *self.staff.acts,
            ("webhooks", self._tell, WEBHOOK_SECONDS),
            *self._carrier_list.acts(lambda: self.house, self.troubles, lambda: not self._ending),
        )
        self._jobs = tuple(Job(name, act, every, self.troubles, self._end) for name, act, every in acts)
        self._inbox_job = next(job for job in self._jobs if job.name == "inbox")
        self._waking = Waking(self._hinted)

    def register(self) -> None:
        """Make ourselves known and take over what dead daemons left. On SQLite the lock says that all others are."""
        keep_for_good()
        self._heart.register(self.house)
        self.reading.begin(self.house, self.mailboxes)

    async def once(self) -> None:
        """One full pass: replies first, then everything that is due."""
        await asyncio.to_thread(self.list_watch.look, self.house)
        await self._inbox()
        while self._waking.take():  # more mail than one pass takes in: an objection may be the last of it
            await self._inbox()
        await asyncio.to_thread(tend_tasks, self.house)  # all of it: there may be no second pass in this process
        await run_pass(self.house, self.courier, self.name)
        await self._tell()

    async def run(self) -> None:
        """Tick until a signal; then finish what is in flight and give claims back."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        loop.add_signal_handler(signal.SIGHUP, self.hangup.ask)
        await self.hangup.begin(self.house)
        aside = [loop.create_task(self.hangup.serve()), loop.create_task(self._waking.serve())]
        self._waking.begin(self.mailboxes)
        scheduler = self._scheduler()
        scheduler.start()
        notify.ready(self.face.line(self.house))
        log.info("daemon_started", daemon=self.name)
        await self.stopping.wait()
        loop.remove_signal_handler(signal.SIGINT)  # whoever presses Ctrl-C again does not want to wait
        self.face.stop()
        for task in aside:
            task.cancel()
        # Not shut down yet: that would cancel what is in flight, and a mail behind the go would be in doubt.
        scheduler.pause()
        await self._waking.end()
        await self._drain()
        scheduler.shutdown(wait=False)
        log.info("daemon_stopped", daemon=self.name)

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone="UTC")
        # The machine's clock, not the house's: it is the one APScheduler lives by. First run now, not in an interval.
        start = SystemClock().now()
        always = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None, "next_run_time": start}
        for job in self._jobs:
            scheduler.add_job(job.run, "interval", seconds=job.pace, id=job.name, **always)
        scheduler.add_job(self.progress.pulse, "interval", seconds=notify.pulse_seconds(), id="pulse", **always)
        return scheduler

    def _end(self, fault: Fault) -> None:
        """Nothing may be sent by a broken database, and time does not mend it: end, so that a person looks."""
        self.fatal = fault
        self.stopping.set()

    async def _tick(self) -> None:
        try:
            await self._pass()
        except Exception as error:
            if fault_of(error) is None:
                await asyncio.to_thread(self._give_back)
            else:
                self.progress.made()  # no standstill: a database that is away is not mended by restarting us
            raise
        # Nothing of ours is in flight now: what is still claimed was left behind by a fault.
        await asyncio.to_thread(self._give_back)
        self.progress.ticked()
        self.face.tell(self.house)

    async def _pass(self) -> None:
        house = self.house
        await asyncio.to_thread(self.list_watch.look, house)
        await asyncio.to_thread(arrivals, house)
        await asyncio.to_thread(expire_tasks, house)
        await asyncio.to_thread(warn, house)
        await self.courier.catch_up()
        blind = self.reading.is_blind(house.clock.now())
        await dispatch(
            house, self.courier, self.name, self._goes_on, only_contract=blind, still=lambda: not self._ending
        )
        fault = self.courier.relay_fault
        if fault is not None:
            self.troubles.begin(RELAY, f"Mails gehen nicht hinaus ({fault[:120]}); es wird von selbst weiter versucht")
        elif self.troubles.end(RELAY):
            await asyncio.to_thread(hurry, house)

    def _goes_on(self) -> bool:
        self.progress.made()
        return not self._ending

    @property
    def _ending(self) -> bool:
        return self.stopping.is_set() or self._swapping

    def _give_back(self) -> None:
        left = self._heart.give_back(self.house)
        if left:
            log.warning("claims_given_back", number=left)

    async def _inbox(self) -> None:
        # Without the key nobody is found by an address: what is read now would find no one, so it stays in the mailbox.
        if self.reading.due and self.house.list_readable:
            report = await asyncio.to_thread(poll, self.house, self.mailboxes, self.parser)
            self.reading.note(report, self.house.clock.now())
            if report.more:
                self._waking.ask()
            self.face.tell(self.house)

    async def _hinted(self) -> None:
        self.reading.hinted()
        await self._inbox_job.at_once()

    async def _export(self) -> None:
        await asyncio.to_thread(export_letters, self.house)

    async def _seal(self) -> None:
        await asyncio.to_thread(seal_log, self.house)

    async def _retain(self) -> None:
        if self.house.list_readable:
            await asyncio.to_thread(retain, self.house)

    async def _tell(self) -> None:
        await self._webhooks.run(self.house, lambda: not self._ending)

    async def _look(self) -> None:
        await self.face.refresh(self.house)

    async def _heartbeat(self) -> None:
        """Only a loop that makes progress beats: a hung sender must lose its claims."""
        if not self.progress.stalled:
            await asyncio.to_thread(self._heart.beat, self.house)

    async def _swap(self, house: House) -> House:
        """Between two passes, when nothing is in flight: from now on everything goes by `house`. The one before."""
        self._swapping = True
        try:
            async with notify.busy(self._stalled_after), AsyncExitStack() as stack:
                for job in self._jobs:
                    await stack.enter_async_context(job.lock)
                before, self.house = self.house, house
                self.courier.move_to(house)
                return before
        finally:
            self._swapping = False

    async def _drain(self) -> None:
        async with notify.busy(self._stalled_after):
            for job in self._jobs:
                await job.lock.acquire()
            try:
                await self.close()
            except Exception as error:
                fault = fault_of(error)
                if fault is None:
                    raise
                # The next start takes the claims over.
                log.error("database_fault", fault=fault.value, job="stop")  # noqa: TRY400 (a known fault needs no trace)

    async def close(self) -> None:
        """Give back connections and claims, in that order; the audit log is left sealed."""
        await self.courier.close()
        await self._webhooks.close()
        for close in (*(box.close for box in self.mailboxes), self.parser.close, self._carrier_list.close):
            close()
        self._heart.forget(self.house)
        await self._seal()


if __name__ == "__main__":
    # `python daemon.py` is `wiedersehen run`: the command line is started as its own program, not imported from below.
    sys.argv[1:1] = ["run"]
    runpy.run_module("commands.main", run_name="__main__")
