"""Whoever says nothing whole is hung up on, and in the meantime everybody else is served (slow loris)."""

from __future__ import annotations

import asyncio

from commands import serve
from tests.rig import machine


async def app(_scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def says(port, *parts, pause=0.0):
    """What comes back before the other side hangs up, or None while it waits."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionError:
        return b""
    except TimeoutError:
        return None
    finally:
        writer.close()


def test_who_never_says_a_whole_head_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(serve, "HEAD_SECONDS", 1.0)
    port = machine.free_port()
    whole = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    async def talk():
        async with serve.listening(app, "127.0.0.1", port, "web"):
            return await asyncio.gather(
                says(port),
                says(port, b"POST / HTTP/1.1\r\nHost: x\r\n"),
                says(port, b"GET / HTTP/1.1\r\n", *[b"X: a\r\n"] * 8, pause=0.2),
                says(port, whole, b"GET / HTTP/1.1\r\nHost:", pause=0.05),
                says(
                    port,
                    b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 6\r\n\r\n",
                    *[b"a"] * 6,
                    pause=0.2,
                ),
                says(port, whole.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")),
            )

    nothing, half, drip, second, slow_body, whole_one = asyncio.run(talk())
    assert (nothing, half, drip) == (b"", b"", b"")
    assert second is not None
    assert second.count(b"200 OK") == 1
    assert slow_body is not None
    assert b"200 OK" in slow_body  # a body that comes slowly is for the application to judge
    assert whole_one is not None
    assert whole_one.endswith(b"ok")
