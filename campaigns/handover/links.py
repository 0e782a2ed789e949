"""Links to the page of one task: signed, for this task in the hands of this person, and without a name in them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from campaigns.house import House
from campaigns.tokens import TASK

PAGE = "aufgabe"
_MARK_CHARS = 16


@dataclass(frozen=True, slots=True)
class TaskLink:
    """What a link says: the task, and a mark of whom it was made for (`belongs_to` tells who that is)."""

    task: str
    mark: str


def task_url(house: House, task: str, person: str) -> str:
    """The page of a task for `person`, an e-mail address; for anybody else the link is worth nothing."""
    token = house.tokens.sign(TASK, f"{task} {_mark(house, person)}")
    return f"{house.addresses.base_url.rstrip('/')}/{PAGE}/{token}"


def opened(house: House, token: str) -> TaskLink | None:
    """What a token of `task_url` says; None for anything forged, cut or made for something else."""
    subject = house.tokens.read(TASK, token)
    if subject is None:
        return None
    task, blank, mark = subject.rpartition(" ")
    return TaskLink(task, mark) if blank and task else None


def belongs_to(house: House, link: TaskLink, person: str | None) -> bool:
    """True when the link was made for `person`: it ends when the task goes to somebody else."""
    return person is not None and hmac.compare_digest(link.mark, _mark(house, person))


def _mark(house: House, person: str) -> str:
    """A keyed hash: an address in a link would stand in every log on its way."""
    digest = hmac.new(house.message_key, f"task {person.casefold()}".encode(), hashlib.sha256)
    return digest.hexdigest()[:_MARK_CHARS]
