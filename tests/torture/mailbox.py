"""`python tests/torture/mailbox.py --mails 10000 --cuts 1000 --resets 100 --json`: a team's mailbox on its worst day.

Three writers append mails to a Dovecot while pollers read it into one database: one on SQLite, three on PostgreSQL
(--postgres starts a private server). Between pollers and Dovecot connections are reset, ended and kicked; UIDVALIDITY is
lost again and again; a person reads, flags and moves mail between the two configured folders.

In the end each mail must have acted exactly once: one row, one event in the audit log, one objection or one task, and no
flag may be there that the person has not set. A dead server must cost next to no CPU.

Resumable: with --folder everything stays there (with --url on PostgreSQL), and the same call again goes on.
Exit 0 when all holds, 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import shutil
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import func, select

from bench.common import configured
from bench.population import WINBACK, populate
from campaigns.bootstrap import Read, build, open_store
from campaigns.clock import SystemClock
from campaigns.house import House
from campaigns.inbound.poll import poll
from commands.log import set_up
from replies.child import Parser
from replies.connection import ImapSettings
from replies.mailbox import ImapMailbox
from store.engine import Store
from store.migrate import upgrade
from store.tables import desk, inbound, operation, permission
from tests.rig import machine, postgres
from tests.rig.cutter import Cutter
from tests.rig.dovecot import Dovecot
from tests.rig.storm import FOLDERS, WRITERS, Storm, fingerprint
from tests.torture.dead import cpu_share

PATIENCE = 3600.0
"""Seconds without one more mail, cut or reset until it is given up."""
MOST_CPU = 0.05
PROGRESS = "progress.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """How bad the day is. `seconds` is about how long the writers need, and the cuts and resets with them."""

    mails: int
    cuts: int
    resets: int
    seed: int = 1
    seconds: float = 300.0
    pollers: int = 1


def torture(plan: Plan, folder: Path, url: str | None, dead_seconds: float = 4.0) -> dict[str, Any]:
    """Figures of one day in `folder`; `url` is PostgreSQL's, None for a SQLite file there."""
    started = time.monotonic()
    read = configured(folder, kind="none")
    house = _house(read, folder, url)
    if not _rows(house):
        populate(house, plan.mails, (WINBACK,))
    with ExitStack() as stack:
        server = Dovecot(folder / "mail")
        stack.callback(server.stop)
        server.start()
        cutter = stack.enter_context(Cutter(server.port))
        storm = Storm(server, cutter, random.Random(plan.seed))
        storm.prepare()
        storm.resume(folder / PROGRESS)
        house.store.close()
        stop = multiprocessing.get_context("fork").Event()
        pollers = [_poller(read, folder, url, cutter.port, server, stop) for _ in range(plan.pollers)]
        complete = _weather(storm, plan, house, pollers, folder / PROGRESS)
        stop.set()
        for poller in pollers:
            poller.join(60)
        figures = judged(house, plan, storm)
        house.store.close()
        said = (folder / "pollers.log").read_text(encoding="utf-8").splitlines()
    dead = cpu_share(dead_seconds)
    figures |= {
        "complete": complete,
        "database": "postgresql" if url else "sqlite",
        "pollers": plan.pollers,
        "poller_exit_codes": [poller.exitcode for poller in pollers],
        "connections": cutter.taken,
        "unreadable": sum(line.startswith("unreadable") for line in said),
        "set_aside": sum("reply_set_aside" in line for line in said),
        "cpu_on_dead_servers": dead,
        "seconds": round(time.monotonic() - started, 1),
        "seed": plan.seed,
    }
    good = figures["wrong"] == [] and complete and not figures["set_aside"] and not any(figures["poller_exit_codes"])
    return {"holds": good and max(dead.values()) < MOST_CPU, **figures}


def _house(read: Read, folder: Path, url: str | None) -> House:
    state = folder / "state"
    store = Store(url) if url else open_store(read.settings, state)
    upgrade(store)
    return build(read, state, store, SystemClock())


def _poller(read: Read, folder: Path, url: str | None, port: int, server: Dovecot, stop: Any) -> Any:
    """A process that does nothing but poll, as eagerly as a broken connection allows."""
    settings = ImapSettings("127.0.0.1", server.user, server.password, port, "off", FOLDERS, timeout_s=20.0)

    def life() -> None:
        sys.stderr = (folder / "pollers.log").open("a", encoding="utf-8", buffering=1)
        set_up()
        house = _house(read, folder, url)
        box = ImapMailbox(settings)
        with Parser() as parser:
            while not stop.is_set():
                report = poll(house, (box,), parser)
                for one in report.unreadable:
                    sys.stderr.write(f"unreadable {one.reason}\n")
                stop.wait(0.01 if report.more else 0.1)
        box.close()

    process = multiprocessing.get_context("fork").Process(target=life, daemon=True)
    process.start()
    return process


def _weather(storm: Storm, plan: Plan, house: House, pollers: list[Any], progress: Path) -> bool:
    """Until all mails are written and known and all cuts and resets are done; True when that came about."""
    share = [list(range(1, plan.mails + 1))[writer::WRITERS] for writer in range(WRITERS)]
    pause = plan.seconds * WRITERS / plan.mails
    people = [threading.Thread(target=storm.write, args=(n, share[n], pause)) for n in range(WRITERS)]
    people.append(threading.Thread(target=storm.read_and_move, args=(max(0.1, plan.seconds / 600),)))
    for thread in people:
        thread.start()
    begun = last_change = time.monotonic()
    seen: tuple[int, ...] = ()
    try:
        while all(poller.is_alive() for poller in pollers):
            part = (time.monotonic() - begun) / plan.seconds
            if storm.cuts + storm.kicks < plan.cuts * min(1.0, part):
                storm.cut()
            if storm.resets < plan.resets * min(1.0, part):
                storm.reset()
            now = (_rows(house), storm.cuts + storm.kicks, storm.resets)
            if now != seen:
                seen, last_change = now, time.monotonic()
                storm.note(progress)
            if now[0] >= plan.mails and now[1] >= plan.cuts and now[2] >= plan.resets:
                return True
            if time.monotonic() - last_change > PATIENCE:
                return False
            time.sleep(0.02)
        return False
    finally:
        storm.ending.set()
        for thread in people:
            thread.join(30)


def _rows(house: House) -> int:
    with house.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(inbound.reply)).scalar_one())


def judged(house: House, plan: Plan, storm: Storm) -> dict[str, Any]:
    """What each mail has done, and each deviation from exactly once."""
    wanted = {fingerprint(number): number for number in range(1, plan.mails + 1)}
    objection, task, event = permission.objection.c, desk.task.c, operation.audit_event.c
    with house.store.read() as connection:
        replies = Counter(connection.execute(select(inbound.reply.c.fingerprint)).scalars())
        heard = connection.execute(select(event.data).where(event.event == "reply_classified")).scalars()
        told = Counter(data["reply"] for data in heard)
        objections = Counter(
            tuple(row) for row in connection.execute(select(objection.contact_id, objection.address_hash))
        )
        tasks = connection.execute(select(task.contact_id, task.brief)).all()
    objected, asked = Counter(contact for contact, _ in objections), Counter(contact for contact, _ in tasks)
    wrong = [f"unknown reply {digest[:16]}" for digest in replies if digest not in wanted]
    wrong += [f"objection {key} {number} times" for key, number in objections.items() if number > 1]
    wrong += [f"task of {contact} has words of a further mail" for contact, brief in tasks if "Weitere Mail" in brief]
    for digest, number in wanted.items():
        did = (replies[digest], told[digest[:16]], objected[number], asked[number])
        if did != (1, 1, 1 - number % 2, number % 2):
            wrong.append(f"mail {number}: rows, events, objections, tasks {did}")
    flags, there = storm.flags_now()
    wrong += storm.strange_flags(flags)
    wrong += [f"{there} mails in the folders"] if there < plan.mails else []
    return {
        "mails": plan.mails,
        "rows": replies.total(),
        "events": told.total(),
        "objections": objections.total(),
        "tasks": len(tasks),
        "cuts": storm.cuts,
        "kicks": storm.kicks,
        "resets": storm.resets,
        "moves": storm.moves,
        "copies": there - plan.mails,
        "flagged": len(storm.flags),
        "wrong": wrong[:10] + storm.complaints[:5],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--cuts", type=int, default=1_000)
    parser.add_argument("--resets", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=300.0, help="about how long the writers need")
    parser.add_argument("--folder", type=Path, help="keep everything here, and go on from what is there")
    parser.add_argument("--url", help="a PostgreSQL database of its own; empty, or that of the same --folder")
    parser.add_argument("--postgres", action="store_true", help="start a private PostgreSQL server")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.folder or machine.fresh_folder("storm")
        folder.mkdir(parents=True, exist_ok=True)
        if options.folder is None:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = options.url
        if options.postgres:
            server = postgres.Postgres()
            stack.callback(server.stop)
            server.start()
            url = server.database("storm")
        plan = Plan(options.mails, options.cuts, options.resets, options.seed, options.seconds, 3 if url else 1)
        with redirect_stdout(sys.stderr):  # where the log of this process goes: the figures stand alone
            figures = torture(plan, folder, url)
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{name:>20}  {value}\n" for name, value in figures.items()))
    return int(not figures["holds"])


if __name__ == "__main__":
    sys.exit(main())
