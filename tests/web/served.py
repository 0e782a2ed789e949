"""The public pages behind a real uvicorn on a free port, as `run --with-web` serves them, and tokens thrown at it."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from campaigns.house import House
from campaigns.tokens import CONFIRM, GOODBYE, PREFERENCES, STATUS, TASK, UNSUBSCRIBE
from commands.serve import listening
from tests.campaigns.house_of import house_of
from tests.rig.machine import free_port
from tests.web.mutated_tokens import mutations
from web.public.current import Current

PATHS = {
    UNSUBSCRIBE: "/abmelden/",
    PREFERENCES: "/einstellungen/",
    CONFIRM: "/bestaetigen/",
    GOODBYE: "/abschied/",
    STATUS: "/mein-stand/",
    TASK: "/aufgabe/",
}


@contextmanager
def served(house: House) -> Iterator[int]:
    """Serve the pages of `house` while the block runs; the port."""
    port = free_port()
    ready, done, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        async with listening(Current(lambda: house), "127.0.0.1", port, "web"):
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        if not ready.wait(30):
            raise TimeoutError(port)
        yield port
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(30)
        loop.close()


def knocked(folder: Path, count: int) -> Counter[int]:
    """GET and POST of `count` mutated tokens, each with the words that would act; status -> how often."""
    lived = house_of(folder)
    seen: Counter[int] = Counter()
    with served(lived.house) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        for number, (purpose, token) in enumerate(mutations(lived.house.tokens, count)):
            path = PATHS[purpose] + quote(token, safe="")
            if number % 2:
                body = "List-Unsubscribe=One-Click&what=confirm"
                connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            else:
                connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            seen[answer.status] += 1
        connection.close()
    lived.close()
    return seen
