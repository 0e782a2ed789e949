"""A name server on a loopback port: TXT records by name, or one that refuses, or says nothing."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset


class NameServer:
    """`records` maps names with their last dot to texts; longer ones are split into strings of 255 octets.

    `rcode` is answered to everything when set; a `silent` one does not answer.
    """

    def __init__(self, records: Mapping[str, str] | None = None) -> None:
        self.records = dict(records or {})
        self.rcode: dns.rcode.Rcode | None = None
        self.silent = False
        place = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, sock = self.request
                if not place.silent:
                    sock.sendto(place.answer(data), self.client_address)

        self._server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    def answer(self, asked: bytes) -> bytes:
        question = dns.message.from_wire(asked)
        told = dns.message.make_response(question)
        told.flags |= dns.flags.RA
        name = question.question[0].name
        text = self.records.get(str(name))
        if self.rcode is not None:
            told.set_rcode(self.rcode)
        elif text is None:
            told.set_rcode(dns.rcode.NXDOMAIN)
        else:
            parts = " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))
            told.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", parts))
        return told.to_wire()

    @property
    def resolver(self) -> dns.resolver.Resolver:
        """One that asks here and nowhere else; what is silent by now is not waited for."""
        made = dns.resolver.Resolver(configure=False)
        made.nameservers, made.port = ["127.0.0.1"], self._server.server_address[1]
        made.lifetime = made.timeout = 0.5 if self.silent else 30.0
        return made

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
