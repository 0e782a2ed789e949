"""An account of Amazon SES on a loopback port, as far as moto has none: suppression list, account, identities, events.

Also one that misbehaves: too fast, refused, silent, a list without an end.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

_ADDRESSES = "/v2/email/suppression/addresses"
_SETS = "/v2/email/configuration-sets/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever has hung up meanwhile did so on purpose."""


class SesPeer:
    """`listed` maps addresses to (reason, moment); `asked` are (method, path); `sent` counts the mails it took.

    `refusals` are (status, code) answered one after the other before anything else; `endless` gives each page the same
    token; a `slow` one answers so many seconds late.
    """

    def __init__(self, listed: Iterable[tuple[str, str, datetime]] = (), page: int = 1_000) -> None:
        self.listed = {address: (reason, at) for address, reason, at in listed}
        self.page = page
        self.asked: list[tuple[str, str]] = []
        self.refusals: list[tuple[int, str]] = []
        self.endless = False
        self.slow = 0.0
        self.sent = 0
        self._over = threading.Event()
        self.account: dict[str, Any] = {
            "ProductionAccessEnabled": True,
            "SendingEnabled": True,
            "EnforcementStatus": "HEALTHY",
            "SendQuota": {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 3.0},
        }
        self.identities: dict[str, bool] = {}
        self.events: dict[str, list[str]] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str) -> tuple[int, str, Any]:
        """(status, error code, JSON)."""
        place = urlsplit(path)
        self.asked.append((method, unquote(place.path)))
        self._over.wait(self.slow)
        if self.refusals:
            return *self.refusals.pop(0), {"message": "scripted"}
        where, about = unquote(place.path), {key: values[0] for key, values in parse_qs(place.query).items()}
        if method == "POST":
            self.sent += 1
            return 200, "", {"MessageId": f"0107-{self.sent}"}
        if where == _ADDRESSES:
            return 200, "", self._page(about)
        if where == "/v2/email/account":
            return 200, "", self.account
        return self._named(method, where)

    def _named(self, method: str, where: str) -> tuple[int, str, Any]:
        name = where.rpartition("/")[2]
        if where.startswith(_ADDRESSES) and method == "DELETE" and self.listed.pop(name, None):
            return 200, "", {}
        if where.startswith("/v2/email/identities/") and name in self.identities:
            return 200, "", {"IdentityType": "DOMAIN", "VerifiedForSendingStatus": self.identities[name]}
        if where.startswith(_SETS) and (of := where.removeprefix(_SETS).partition("/")[0]) in self.events:
            sns = {"TopicArn": "arn:aws:sns:eu-central-1:123456789012:ses"}
            one = {"Name": "sns", "Enabled": True, "MatchingEventTypes": self.events[of], "SnsDestination": sns}
            return 200, "", {"EventDestinations": [one]}
        return 404, "NotFoundException", {"message": f"{name} does not exist"}

    def _page(self, about: dict[str, str]) -> dict[str, Any]:
        since = datetime.fromisoformat(about["StartDate"]) if "StartDate" in about else None
        rows = [
            {"EmailAddress": address, "Reason": reason, "LastUpdateTime": at.timestamp()}
            for address, (reason, at) in sorted(self.listed.items())
            if since is None or at >= since
        ]
        begin = int(about.get("NextToken", "0"))
        size = min(self.page, int(about.get("PageSize", "1000")))
        told: dict[str, Any] = {"SuppressedDestinationSummaries": rows[begin : begin + size]}
        if self.endless:
            return told | {"NextToken": "0"}
        return told | ({"NextToken": str(begin + size)} if begin + size < len(rows) else {})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, code, told = peer.answer(self.command, self.path)
                data = json.dumps(told).encode()
                self.send_response(status)
                if code:
                    self.send_header("x-amzn-ErrorType", code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = _do  # noqa: N815 - the names http.server looks for

            def log_message(self, *_: object) -> None:
                """Silent."""

        return Handler
