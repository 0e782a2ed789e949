"""A proxy in front of a Radicale that behaves as other servers do: it changes what is asked or what is answered."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.rig.radicale import Radicale

Change = Callable[[str, bytes], bytes]
"""Method and body to body."""
Refusal = Callable[[str, bytes], tuple[int, dict[str, str], bytes] | None]
"""Method and body to status, headers and body; None passes it on."""
_PASSED_ON = ("Authorization", "Content-Type", "Depth", "If-Match", "If-None-Match")


def as_it_is(_method: str, body: bytes) -> bytes:
    return body


class Crooked(ThreadingHTTPServer):
    """`asked` changes bodies on their way in, `answered` those on their way out; `weak` makes every etag a weak one.

    `refusing` answers in the place of the server behind.
    """

    def __init__(
        self,
        behind: Radicale,
        asked: Change = as_it_is,
        answered: Change = as_it_is,
        *,
        weak: bool = False,
        refusing: Refusal = lambda _method, _body: None,
    ) -> None:
        self.methods: list[str] = []
        proxy = self
        root = behind.url().split("/amira/")[0]

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                proxy.methods.append(self.command)
                body = asked(self.command, self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                weak_match = self.headers.get("If-Match", "").startswith("W/")  # RFC 9110 13.1.1: never matches
                instead = (412, {}, b"") if weak_match else refusing(self.command, body)
                if instead is not None:
                    self.say(*instead)
                    return
                headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
                request = urllib.request.Request(root + self.path, body or None, headers, method=self.command)
                try:
                    with urllib.request.urlopen(request, timeout=10) as found:
                        self.say(found.status, dict(found.headers), answered(self.command, found.read()))
                except urllib.error.HTTPError as error:
                    self.say(error.code, {}, error.read())

            def say(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                etag = headers.get("ETag", "")
                if weak:
                    etag = f"W/{etag}" if etag else ""
                    body = body.replace(b"<getetag>", b"<getetag>W/")
                if etag:
                    self.send_header("ETag", etag)
                for name in {"Location", "Content-Type"} & headers.keys():
                    self.send_header(name, headers[name])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_PROPFIND = do_REPORT = do_PUT = do_GET = do_DELETE = answer  # noqa: N815 (the names http.server asks for)

            def log_message(self, *_: object) -> None:
                return

        super().__init__(("127.0.0.1", 0), Handler)
        self._path = behind.url().removeprefix(root)

    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{self._path}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
