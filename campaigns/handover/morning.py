"""Sends the morning mails: each once a person and day, over crashes and several daemons."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from campaigns.courier import Courier
from campaigns.handover.digest import Digest, due_digests, mail_of
from campaigns.house import House
from campaigns.rendering import RenderError
from channels.channel import Mail, Outcome, Receipt, Refused
from store import digests, operation

log = structlog.get_logger()

_GONE = {Outcome.ACCEPTED: digests.SENT, Outcome.REFUSED: digests.FAILED}


async def send_digests(house: House, courier: Courier) -> int:
    """Send what is due this morning; how many left. One that a server refuses for now is tried with the next call."""
    sent = 0
    for digest in await asyncio.to_thread(_waiting, house):
        mail = await asyncio.to_thread(_built, house, digest)
        if mail is None:
            continue
        receipt = await courier.hand_over(mail, partial(_go, house, digest))
        await asyncio.to_thread(_told, house, digest, receipt)
        sent += receipt.outcome is Outcome.ACCEPTED
    if sent:
        log.info("digests_sent", number=sent)
    return sent


def _waiting(house: House) -> list[Digest]:
    with house.store.read() as connection:
        if operation.switch(connection, operation.PAUSED) == "all":
            return []
    return due_digests(house)


def _built(house: House, digest: Digest) -> Mail | None:
    """The mail, None for one that is not to be sent: nothing waits, or it cannot be built. Both are decided for today.

    Nothing that turns up during the day becomes a second morning.
    """
    state = digests.NOTHING
    if not digest.is_empty:
        try:
            return mail_of(house, digest)
        except (RenderError, Refused) as error:
            log.warning("digest_not_built", day=digest.day.isoformat(), reason=str(error))
            state = digests.FAILED
    _begin(house, digest, state)
    return None


async def _go(house: House, digest: Digest) -> bool:
    return await asyncio.to_thread(_begin, house, digest, digests.LEAVING)


def _begin(house: House, digest: Digest, state: str) -> bool:
    now = house.clock.now()
    with house.store.write() as connection:
        return digests.begin(connection, digest.person, digest.day, state, len(digest.due), now)


def _told(house: House, digest: Digest, receipt: Receipt) -> None:
    """Behind the go only a clear word of the server changes what is noted; without one the mail counts as sent."""
    if receipt.outcome is Outcome.NOT_GONE:
        return
    with house.store.write() as connection:
        if receipt.outcome is Outcome.TRANSIENT:
            digests.give_back(connection, digest.person, digest.day)
        elif receipt.outcome is Outcome.REFUSED:
            # Before the go there is no row yet: without one it would be tried again all day.
            now = house.clock.now()
            digests.begin(connection, digest.person, digest.day, digests.FAILED, len(digest.due), now)
        if (state := _GONE.get(receipt.outcome)) is not None:
            digests.end(connection, digest.person, digest.day, state)
    if receipt.outcome is not Outcome.ACCEPTED:
        log.warning("digest_not_sent", day=digest.day.isoformat(), outcome=receipt.outcome.value, code=receipt.code)
