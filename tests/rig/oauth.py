"""A provider of access tokens on a loopback port: gives them for a form, and tells a mail server whom they belong to."""

from __future__ import annotations

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


class TokenServer:
    """`forms` are the forms that came in; `refusal` (status, JSON) is answered instead of a token.

    `valid` are the tokens a mail server may accept, `given` how many were handed out. A `slow` server answers so many
    seconds late.
    """

    def __init__(self, user: str = "team@firma.test") -> None:
        self.user = user
        self.forms: list[dict[str, str]] = []
        self.refusal: tuple[int, Any] | None = None
        self.extra: dict[str, Any] = {"expires_in": 3600}
        self.valid: set[str] = set()
        self.given = 0
        self.slow = 0.0
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/token"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, form: dict[str, str]) -> tuple[int, Any]:
        self.forms.append(form)
        self._over.wait(self.slow)
        if self.refusal is not None:
            return self.refusal
        self.given += 1
        token = f"token-{self.given}"
        self.valid.add(token)
        return 200, {"token_type": "Bearer", "access_token": token, **self.extra}

    def info(self, token: str) -> tuple[int, Any]:
        return (200, {"email": self.user}) if token in self.valid else (401, {"error": "invalid_token"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._say(*provider.answer({key: values[0] for key, values in parse_qs(body).items()}))

            def do_GET(self) -> None:
                self._say(*provider.info(parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]))

            def _say(self, status: int, answer: Any) -> None:
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", f"http://127.0.0.1:{provider.port}/elsewhere")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # whoever asked has waited long enough
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                return

        return Handler
