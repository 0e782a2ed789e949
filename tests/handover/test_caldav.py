"""The client against a real Radicale, and against servers that answer what they should not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self

import pytest

from handover.caldav import Account, CalDav, CalDavError, Fault
from tests.rig import machine, radicale

ENTRY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:%b\r\nDTSTAMP:20260302T080000Z\r\nSUMMARY:a\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
MULTISTATUS = (
    '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">{}</d:multistatus>'
)
RESPONSE = (
    "<d:response><d:href>{}</d:href><d:propstat><d:prop><d:getetag>{}</d:getetag><c:calendar-data>{}</c:calendar-data>"
    "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
)


@pytest.fixture(scope="module")
def server() -> Iterator[radicale.Radicale]:
    machine.need(radicale.PROGRAM)
    found = radicale.Radicale("amira", "ümit")
    try:
        found.start()
        found.make_calendar()
        yield found
    finally:
        found.remove()


def account(server: radicale.Radicale, password: str = radicale.PASSWORD) -> Account:
    return Account(server.url(), "amira", password)


@pytest.mark.real
def test_an_entry_comes_and_goes(server):
    with CalDav(account(server)) as dav:
        href = dav.href("a b/ü@x.example".replace("/", "-"))
        assert dav.fetch([href]) == {}
        etag = dav.put(href, ENTRY % b"1", None)
        assert dav.fetch([href, dav.href("other")])[href].etag == etag
        newer = dav.put(href, ENTRY % b"1" + b"", etag)
        assert dav.put(href, ENTRY.replace(b"SUMMARY:a", b"SUMMARY:b") % b"1", newer) != etag
        for _ in range(2):
            dav.delete(href)
        assert dav.fetch([href]) == {}


@pytest.mark.real
def test_nobody_is_overwritten(server):
    with CalDav(account(server)) as dav:
        href = dav.href("2@x.example")
        dav.put(href, ENTRY % b"2", None)
        for etag in (None, '"older"'):
            with pytest.raises(CalDavError) as refused:
                dav.put(href, ENTRY % b"2", etag)
            assert refused.value.fault is Fault.CONFLICT
        with pytest.raises(CalDavError) as refused:
            dav.delete(href, '"older"')
        assert refused.value.fault is Fault.CONFLICT
        alone = dav.get(href)
        assert alone is not None
        assert alone.etag == dav.fetch([href])[href].etag
        dav.delete(href)
        assert dav.get(href) is None


@pytest.mark.real
def test_more_entries_than_one_request_asks_for(server):
    with CalDav(account(server)) as dav:
        hrefs = [dav.href(f"many-{number}@x.example") for number in range(60)]
        for number, href in enumerate(hrefs):
            dav.put(href, ENTRY % b"many-%d" % number, None)
        assert set(dav.fetch(hrefs)) == set(hrefs)


@pytest.mark.real
def test_what_a_calendar_is(server):
    with CalDav(account(server)) as dav:
        found = dav.look()
    assert (found.calendar, found.tasks, found.writable) == (True, True, True)


@pytest.mark.real
def test_a_wrong_password_and_a_wrong_address(server):
    with CalDav(account(server, "falsch")) as dav, pytest.raises(CalDavError) as refused:
        dav.look()
    assert refused.value.fault is Fault.LOGIN
    with (
        CalDav(Account(server.url() + "nichts", "amira", radicale.PASSWORD)) as dav,
        pytest.raises(CalDavError) as gone,
    ):
        dav.fetch([dav.href("1")])
    assert gone.value.fault is Fault.NOT_FOUND


class Scripted(HTTPServer):
    """Answers everything with one status, header and body; `seen` are the Authorization headers."""

    def __init__(self, status: int, body: bytes, **head: str) -> None:
        self.seen: list[str | None] = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                script.seen.append(self.headers.get("Authorization"))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(status)
                for name, value in head.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_PROPFIND = do_REPORT = do_PUT = do_GET = answer  # noqa: N815 (the names http.server asks for)

            def log_message(self, *_: object) -> None:
                return

        super().__init__(("127.0.0.1", 0), Handler)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def account(self) -> Account:
        return Account(f"http://127.0.0.1:{self.server_address[1]}/a/", "amira", "geheim")


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (207, b"<html><body>Login</body>", Fault.BROKEN),
        (207, b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', Fault.BROKEN),
        (207, '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode("utf-16"), Fault.BROKEN),
        (207, b"", Fault.BROKEN),
        (207, b"<html><body>Login</body></html>", Fault.BROKEN),
        (200, b"<html><body>Login</body></html>", Fault.BROKEN),
        (200, MULTISTATUS.format("").encode(), Fault.BROKEN),
        (204, b"", Fault.BROKEN),
        (401, b"", Fault.LOGIN),
        (403, b"", Fault.FORBIDDEN),
        (405, b"", Fault.BROKEN),
        (410, b"", Fault.NOT_FOUND),
        (429, b"", Fault.UNREACHABLE),
        (502, b"", Fault.UNREACHABLE),
        (507, b"", Fault.REFUSED),
        (418, b"", Fault.REFUSED),
    ],
)
def test_an_answer_that_is_none(status, body, fault):
    with Scripted(status, body) as server, CalDav(server.account) as dav, pytest.raises(CalDavError) as error:
        dav.fetch([dav.href("1@x")])
    assert error.value.fault is fault
    assert "<" not in str(error.value)


def test_the_password_follows_no_redirect():
    with Scripted(200, b"") as other:
        place = other.account.url
        with Scripted(301, b"", Location=place) as server, CalDav(server.account) as dav:
            with pytest.raises(CalDavError, match=r"verweist nach 127\.0\.0\.1:\d+/a/\. Bitte diese Adresse") as moved:
                dav.look()
            assert moved.value.fault is Fault.MOVED
        assert other.seen == []


def test_only_our_entries_are_looked_at():
    mine = RESPONSE.format("/a/1%40x.ics", "&quot;1&quot;", "BEGIN:VCALENDAR")
    theirs = RESPONSE.format("/a/private.ics", "&quot;2&quot;", "BEGIN:VCALENDAR")
    body = MULTISTATUS.format(mine + theirs + "<d:response><d:href>/a/2%40x.ics</d:href></d:response>").encode()
    with Scripted(207, body) as server, CalDav(server.account) as dav:
        found = dav.fetch([dav.href("1@x"), dav.href("2@x")])
        assert found == {dav.href("1@x"): found[dav.href("1@x")]}
        assert found[dav.href("1@x")].etag == '"1"'


def test_nobody_there():
    port = machine.free_port()
    with CalDav(Account(f"http://127.0.0.1:{port}/a", "a", "b")) as dav, pytest.raises(CalDavError) as away:
        dav.look()
    assert away.value.fault is Fault.UNREACHABLE
