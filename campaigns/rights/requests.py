"""Requests under Art. 15-20 DSGVO: received, extended, refused, answered, and the task when time runs out.

An objection is none of them: it waits for no month, it acts at once (Art. 21 Abs. 3 DSGVO; LG Paderborn 2 O 325/23).
"""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.evidence.who import medium_of
from campaigns.house import House
from campaigns.reason_words import REQUEST_KINDS
from campaigns.rights.deadline import due_at, due_day, warn_from
from contacts import normalize
from contacts.medium import Medium
from replies.reply import Classified, Kind, Label, Parsed, RawMail
from sequences.calendar import local_day, to_utc
from store import locks, operation, people, requests, tasks
from store.requests import Request
from store.tasks import TaskRow

ACCESS, ERASURE, RESTRICTION = "access", "erasure", "restriction"
RECTIFICATION, PORTABILITY, OBJECTION = "rectification", "portability", "objection"
KINDS = (ACCESS, ERASURE, RESTRICTION, RECTIFICATION, PORTABILITY)
"""What the month of Art. 12 Abs. 3 DSGVO runs for."""
DONE, REFUSED = "done", "refused"

_OTHERWISE = (
    "Ablehnen, mit Gründen: wiedersehen requests refuse {request} --reason GRUND. "
    "Anders erledigt: wiedersehen requests close {request} --note WIE"
)
_DEEDS = {
    ERASURE: "Zu {request} ist nichts geschehen: {contact} ist nicht gelöscht. Löschen schließt den Vorgang: "
    "wiedersehen erase {contact} --request {request} --by WER. " + _OTHERWISE,
    RESTRICTION: "Zu {request} ist nichts geschehen: die Daten von {contact} sind nicht eingeschränkt. Einschränken "
    "schließt den Vorgang: wiedersehen restrict {contact} --reason GRUND. " + _OTHERWISE,
}
"""What has to have happened before a request of the kind is closed as done, or a note says how else."""

_CONTACT_CHARS = 128
_HASH = re.compile(r"[0-9a-f]{64}")
_OF_LABEL = {
    Label.DSGVO_ACCESS: ACCESS,
    Label.DSGVO_ERASURE: ERASURE,
    Label.DATA_EXPORT_REQUEST: PORTABILITY,
}


def receive(
    connection: Connection,
    house: House,
    kind: str,
    received_at: datetime,
    *,
    contact_pk: int | None = None,
    address: str = "",
    door: str = "",
    by: str = "",
) -> Request:
    """Open a request in the caller's transaction; the known one when it is open or was entered before.

    `address` is what an unknown person wrote from; it goes when the request is closed. ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"the month of Art. 12 does not run for {kind}")
    now = house.clock.now()
    if contact_pk is not None:
        locks.lock_contact(connection, contact_pk)  # before the row that refers to her: else two of them deadlock
    contact = people.contact(connection, contact_pk)[0].external_id if contact_pk is not None else address
    known = requests.same(connection, contact_pk, contact[:_CONTACT_CHARS], kind, received_at)
    if known is not None:
        return known  # asked again while it is open: one matter, one month, the one that began first
    external_id = requests.new_id()
    values = {
        "external_id": external_id,
        "contact_id": contact_pk,
        "contact": contact[:_CONTACT_CHARS],
        "kind": kind,
        "received_at": received_at,
        "due_at": due_at(received_at, house.timezone),
        "door": door,
        "recorded_by": by,
    }
    if requests.add(connection, values):
        data = {"request": external_id, "kind": kind, "by": by}
        operation.audit(connection, "request_received", now, contact if contact_pk is not None else None, data)
    found = requests.one(connection, external_id)
    if found is None:
        raise LookupError(external_id)
    return found


def received_by_mail(
    connection: Connection, house: House, mail: RawMail, parsed: Parsed, answer: Classified, contact_pk: int | None
) -> Request | None:
    """The request in a mail, None when it is none. The clock starts when it reached us, whether anybody has read it.

    It is the writer's: a colleague who answers a mail to `contact_pk` asks about herself.
    """
    kind = _OF_LABEL.get(answer.label) if answer.label else None
    if kind is None or answer.kind is not Kind.HUMAN_REPLY:
        return None
    address = normalize.email(parsed.from_address or "") or ""
    if contact_pk is None and not address:
        return None
    door = f"reply {parsed.fingerprint[:16]}"
    writer = _writer(connection, house, address, contact_pk)
    return receive(connection, house, kind, mail.received_at, contact_pk=writer, address=address, door=door)


def _writer(connection: Connection, house: House, address: str, contact_pk: int | None) -> int | None:
    """Who uses the address it came from; `contact_pk` for an address of hers or of nobody, None for that of several."""
    if contact_pk is None or not address:
        return contact_pk
    users = people.by_address(connection, house.address_hash(Medium.EMAIL, address))
    if not users or contact_pk in users:
        return contact_pk
    return users[0] if len(users) == 1 else None


def extend(house: House, request: Request, reason: str, by: str) -> str | None:
    """Two further months, once, told within the first (Art. 12 Abs. 3 Satz 2, 3). What stands against it, or None."""
    now = house.clock.now()
    problem = _open_problem(request)
    if problem is None and request.extended_at is not None:
        problem = "Die Frist ist schon verlängert; ein zweites Mal erlaubt das Gesetz nicht (Art. 12 Abs. 3 DSGVO)."
    if problem is None and not reason.strip():
        problem = "Eine Verlängerung braucht einen Grund, und die Person erfährt ihn (Art. 12 Abs. 3 Satz 3 DSGVO)."
    if problem is None and now > request.due_at:
        last = f"{due_day(local_day(request.received_at, house.timezone)):%d.%m.%Y}"
        problem = (
            f"Der erste Monat endete am {last}; verlängern ging nur bis dahin (Art. 12 Abs. 3 Satz 3 DSGVO). "
            "Bitte gleich antworten."
        )
    if problem is None:
        until = due_at(request.received_at, house.timezone, extended=True)
        with house.store.write() as connection:
            requests.extend(connection, request.pk, until, reason.strip(), now)
            data = {"request": request.external_id, "until": until.isoformat(), "by": by}
            operation.audit(connection, "request_extended", now, _name(request), data)
            _end_task(connection, request, now)
    return problem


def doubt(house: House, request: Request, reason: str, by: str) -> str | None:
    """Record why the identity is in doubt: only then may more be asked (Art. 12 Abs. 6). The clock runs on."""
    problem = _open_problem(request)
    if problem is None and not reason.strip():
        problem = "Ohne begründeten Zweifel wird kein Ausweis und nichts Weiteres verlangt (Art. 12 Abs. 6 DSGVO)."
    if problem is None:
        with house.store.write() as connection:
            requests.doubt(connection, request.pk, reason.strip())
            data = {"request": request.external_id, "by": by}
            operation.audit(connection, "request_identity_doubted", house.clock.now(), _name(request), data)
    return problem


def refuse(house: House, request: Request, reason: str, by: str) -> str | None:
    """Close as refused. What stands against it, or None."""
    if not reason.strip():
        return "Eine Ablehnung braucht Gründe, und die Person erfährt sie (Art. 12 Abs. 4 DSGVO)."
    return _close(house, request, REFUSED, reason.strip(), by)


def close(house: House, request: Request, note: str, by: str) -> str | None:
    """Close as done. What stands against it, or None: without a note the deed itself must be there."""
    problem = _open_problem(request) or (None if note.strip() else _undone(house, request))
    return problem or _close(house, request, DONE, note.strip(), by)


def _undone(house: House, request: Request) -> str | None:
    """An erasure that left the person on file, a restriction that is none: „erledigt“ would not be true."""
    if request.contact_pk is None or request.kind not in _DEEDS:
        return None
    with house.store.read() as connection:
        on_file = people.exists(connection, request.contact_pk)
        restricted = on_file and people.restricted_at(connection, request.contact_pk) is not None
    if not on_file or (request.kind == RESTRICTION and restricted):
        return None
    return _DEEDS[request.kind].format(request=request.external_id, contact=request.contact)


def _close(house: House, request: Request, outcome: str, reason: str, by: str) -> str | None:
    problem = _open_problem(request)
    if problem is None:
        with house.store.write() as connection:
            closed(connection, house, request, outcome, reason, by)
    return problem


def closed(connection: Connection, house: House, request: Request, outcome: str, reason: str, by: str) -> None:
    """Close inside the caller's transaction. The address of somebody we do not know becomes its keyed hash."""
    now = house.clock.now()
    hashed = ""
    if request.contact_pk is None and not _HASH.fullmatch(request.contact):
        hashed = house.address_hash(medium_of(request.contact) or Medium.POST, request.contact)
    if requests.close(connection, request.pk, outcome, reason, now, contact=hashed):
        data = {"request": request.external_id, "outcome": outcome, "by": by}
        operation.audit(connection, "request_closed", now, _name(request), data)
        _end_task(connection, request, now)


def warn(house: House) -> int:
    """Open a task for every request whose time runs out (day 21, or ten days before an extended end); how many."""
    now = house.clock.now()
    today = local_day(now, house.timezone)
    with house.store.read() as connection:
        late = [one for one in requests.listing(connection) if today >= warn_from(one, house.timezone)]
        late = [one for one in late if one.contact_pk and tasks.show(connection, _task_id(one)) is None]
    if not late:
        return 0
    with house.store.write() as connection:
        locks.lock_contacts(connection, {one.contact_pk for one in late if one.contact_pk is not None})
        rows = [_task(house, connection, one, now) for one in late if one.contact_pk is not None]
        return sum(tasks.add(connection, row, now) for row in rows)


def urgent(connection: Connection, house: House) -> list[Request]:
    """Open requests of which people have to be warned now, the next due first."""
    today = local_day(house.clock.now(), house.timezone)
    return [one for one in requests.listing(connection) if today >= warn_from(one, house.timezone)]


def _task(house: House, connection: Connection, request: Request, now: datetime) -> TaskRow:
    last = request.due_at.astimezone(ZoneInfo(house.timezone))
    what = REQUEST_KINDS[request.kind]
    noon = to_utc(last.date(), time(12), house.timezone)
    given = give(house, connection, house.company.data_protection_email or None, "data_request", noon, now)
    return TaskRow(
        external_id=_task_id(request),
        contact_pk=request.contact_pk or 0,
        kind="data_request",
        title=f"Frist läuft ab: {what} bis {last:%d.%m.%Y}",
        brief=f"Vorgang: {request.external_id}\nEingegangen: {request.received_at.astimezone(last.tzinfo):%d.%m.%Y}\n"
        f"Antwort spätestens: {last:%d.%m.%Y}\n",
        guide=f"Bitte an die Datenschutzstelle geben: wiedersehen requests show {request.external_id}. "
        "Verlängern geht nur mit Grund und nur im ersten Monat (Art. 12 Abs. 3 DSGVO).",
        due_at=given.due_at,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )


def _task_id(request: Request) -> str:
    return f"frist-{request.external_id}{'-2' if request.extended_at else ''}"


def _end_task(connection: Connection, request: Request, now: datetime) -> None:
    for name in (f"frist-{request.external_id}", f"frist-{request.external_id}-2"):
        task = tasks.show(connection, name)
        if task is not None:
            tasks.close(connection, task["id"], "done", now)


def _open_problem(request: Request) -> str | None:
    return None if request.closed_at is None else f"Der Vorgang {request.external_id} ist schon abgeschlossen."


def _name(request: Request) -> str | None:
    return request.contact if request.contact_pk is not None else None
