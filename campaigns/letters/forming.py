"""Which letters go out together: a batch is frozen in one transaction, with its contract, its postage and its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from campaigns.house import House
from campaigns.letters.recheck import Looked, look_again
from store import letter_batches, letters, operation
from store.letters import Waiting

log = structlog.get_logger()


def form(
    house: House, connection: Connection, now: datetime, *, at_once: bool = False, only_contract: bool = False
) -> None:
    """Freeze the batches that are due. `at_once`: a person asks for them, no hour and no minimum counts.

    Without a processor contract nobody gets addresses (Art. 28 Abs. 3 DSGVO): everything waits, `doctor` says so.
    """
    if not house.letters.contract:
        return
    sample = "" if operation.switch(connection, operation.ACTIVATED) else letter_batches.SAMPLE
    contract = letters.waiting(connection, advertising=False)
    hurried: list[Waiting] = []
    rest: list[Waiting] = []
    for one in contract:
        (hurried if _at_once(house, connection, one) else rest).append(one)
    if hurried:
        # With the first letter's own id: two daemons, or two seconds, never mean the same file.
        moment = now.astimezone(ZoneInfo(house.timezone))
        _freeze(house, connection, f"{sample}sofort-{moment:%Y%m%d-%H%M%S}-{hurried[0].send_id[:8]}", hurried, now)
    due = due_at(house, letters.waiting_since(connection))
    if due is None or (due > now and not at_once):
        return
    batch_id = f"{sample}{now.astimezone(ZoneInfo(house.timezone)):%Y%m%d-%H%M}"
    advertising = [] if only_contract else _advertising(house, connection, now, at_once=at_once)
    if house.letters.postage == "standard":
        _freeze(house, connection, batch_id, [*rest, *advertising], now)
        return
    _freeze(house, connection, f"{batch_id}-vertrag", rest, now)  # an invoice may not travel as DIALOGPOST
    if len(advertising) >= house.letters.min_batch:
        _freeze(house, connection, batch_id, advertising, now, postage="dialogpost")
    else:
        _freeze(house, connection, batch_id, advertising, now)


def due_at(house: House, waiting_since: datetime | None) -> datetime | None:
    """When waiting letters are handed over: the first export hour after the oldest was frozen, None without letters."""
    return house.letters.posting.handing_over(waiting_since) if waiting_since is not None else None


def _advertising(house: House, connection: Connection, now: datetime, *, at_once: bool) -> list[Waiting]:
    """Advertising letters that go now: lawful at this very moment, and enough of them for their postage."""
    if not house.list_readable:
        return []  # objections cannot be read: what passed the gate before waits
    found = letters.waiting(connection, advertising=True)
    if not (found and (at_once or now >= _worth_posting(house, found))):
        return []
    looked: Looked = look_again(house, connection, [(one.touch_id, one.contact_pk) for one in found], now)
    return [one for one in found if one.touch_id in looked.lawful]


def _worth_posting(house: House, found: Sequence[Waiting]) -> datetime:
    """The hour behind the letter that makes up the minimum, or behind the last day that the oldest one waits."""
    terms = house.letters
    if terms.postage == "standard":
        return terms.posting.handing_over(found[0].made_at)
    patience = found[0].made_at + timedelta(days=terms.max_wait_days)
    complete = found[terms.min_batch - 1].made_at if len(found) >= terms.min_batch else patience
    return terms.posting.handing_over(min(complete, patience))


def _at_once(house: House, connection: Connection, letter: Waiting) -> bool:
    """A receipt by post waits for no other letter (§ 312k Abs. 4 BGB)."""
    return house.definitions.pinned(connection, letter.definition_hash).step(letter.step).at_once


def _freeze(
    house: House,
    connection: Connection,
    wanted: str,
    rows: Sequence[Waiting],
    now: datetime,
    postage: str = "standard",
) -> None:
    posting = house.letters.posting
    posted = posting.posted_on(now)
    terms = letters.Terms(
        processor=house.letters.contract,
        postage=postage,
        posted_on=posted,
        arrives_on=posting.arrives_on(posted),
        cost=house.letters.cost if postage == house.letters.postage else house.letters.standard_cost,
    )
    batch_id = _free(connection, wanted)
    number = letters.assign(connection, batch_id, now, [one.row_id for one in rows], terms) if rows else 0
    if number:
        told = {"batch": batch_id, "letters": number, "processor": terms.processor, "postage": postage}
        operation.audit(connection, "letters_frozen", now, None, told)
        log.info("letters_frozen", batch=batch_id, letters=number, postage=postage)


def _free(connection: Connection, wanted: str) -> str:
    """A second batch of the same minute gets a number of its own."""
    taken = letter_batches.taken(connection, wanted)
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
