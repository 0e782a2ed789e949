"""Amazon SES tells by SNS and SQS what became of mails: a queue read as a mailbox whose mails are events.

A message is deleted when the one behind it is asked for: then its effect is committed. What was cut off in between
comes again after the queue's visibility timeout and is recognised by its fingerprint. One that cannot be deleted is
hidden for a while, so that it stands before nobody, and told. The queue is ours alone, so unlike in a mailbox of people
something may be deleted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from replies.folder import MAX_PER_POLL
from replies.notices.ses import unwrapped
from replies.reply import Cursor, LoginRefused, MailboxError, NotDeleted, RawMail

QUEUE = "queue"
_AT_ONCE = 10
"""Messages an answer holds at most (SQS)."""
_TIMEOUT_S = 20.0
_HIDDEN_S = 900
"""How long what cannot be deleted stays out of sight, where we may hide it; else as long as the queue itself says."""
_FORGOTTEN = timedelta(hours=13)
"""Longer than any message can be hidden (12 hours, SQS): what has not come back by then is gone."""
_NO_MESSAGE = "AQEB-wiedersehen-doctor"
_HEAD = b"Content-Type: text/plain; charset=utf-8\n\n"
_REFUSED = ("InvalidClientTokenId", "SignatureDoesNotMatch", "AccessDenied", "ExpiredToken", "UnrecognizedClient")


@dataclass(frozen=True, slots=True)
class SqsSettings:
    """Without keys the machine's own role or profile counts; `endpoint`: a private one (VPC)."""

    queue_url: str
    region: str = "eu-central-1"
    endpoint: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class QueueLook:
    """Messages that wait, and that somebody has taken and not deleted; times in seconds."""

    waiting: int
    hidden: int
    hidden_for: int
    kept_for: int
    may_delete: bool


class Unreachable(MailboxError):
    """No answer at all: asking on is of no use now."""


class SqsMailbox:
    """A `Mailbox` over one queue."""

    def __init__(self, settings: SqsSettings, account: str | None = None, timeout_s: float = _TIMEOUT_S) -> None:
        self.settings = settings
        self._timeout_s = timeout_s
        self._stuck: dict[str, datetime] = {}
        self._why = ""
        self.account = account or f"sqs:{settings.queue_url.rpartition('/')[2]}"
        self._client: Any = None

    def cursors(self) -> tuple[str, ...]:
        """One queue."""
        return (QUEUE,)

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        """What waits in the queue, at most MAX_PER_POLL events; each is deleted after it has been taken in.

        Raises NotDeleted behind the last one when some could not be deleted.
        """
        self._stuck = {name: at for name, at in self._stuck.items() if now - at < _FORGOTTEN}
        seen: set[str] = set()
        while len(seen) < MAX_PER_POLL:
            messages = self._asked("receive_message", MaxNumberOfMessages=_AT_ONCE).get("Messages", ())
            fresh = [message for message in messages if message["MessageId"] not in seen]
            for message in fresh:
                name = message["MessageId"]
                seen.add(name)
                if name not in self._stuck:
                    raw = _HEAD + unwrapped(str(message.get("Body", ""))).encode("utf-8", "replace")
                    yield RawMail(self.account, cursor.folder, 0, 0, raw, now, events=True)
                self._take_away(message, now)
            if not fresh:
                break
        if self._stuck:
            raise NotDeleted(
                f"Die Warteschlange {self.settings.queue_url} lässt gelesene Meldungen nicht löschen "
                f"({len(self._stuck)}; {self._why}). Verloren ist nichts. "
                "Bitte dem Zugang das Recht sqs:DeleteMessage geben."
            )

    def _take_away(self, message: dict[str, Any], now: datetime) -> None:
        """Delete a message whose effect is committed, or remember that the queue refuses. Raises Unreachable."""
        name, handle = message["MessageId"], message["ReceiptHandle"]
        try:
            self._asked("delete_message", ReceiptHandle=handle)
        except Unreachable:
            raise
        except MailboxError as error:
            self._stuck[name], self._why = now, _code(error.__cause__)
            with contextlib.suppress(MailboxError):
                self._asked("change_message_visibility", ReceiptHandle=handle, VisibilityTimeout=_HIDDEN_S)
        else:
            self._stuck.pop(name, None)

    def look(self) -> QueueLook:
        """What the queue is like, without taking anything out of it; raises MailboxError.

        Whether we may delete is asked with a handle that belongs to no message.
        """
        told = self._asked("get_queue_attributes", AttributeNames=["All"]).get("Attributes", {})
        may_delete = True
        try:
            self._asked("delete_message", ReceiptHandle=_NO_MESSAGE)
        except LoginRefused:
            may_delete = False
        except Unreachable:
            raise
        except MailboxError:
            pass  # „there is no such handle“: we were let in
        return QueueLook(
            waiting=int(told.get("ApproximateNumberOfMessages", 0)),
            hidden=int(told.get("ApproximateNumberOfMessagesNotVisible", 0)),
            hidden_for=int(told.get("VisibilityTimeout", 0)),
            kept_for=int(told.get("MessageRetentionPeriod", 0)),
            may_delete=may_delete,
        )

    def reached(self, cursor: Cursor) -> Cursor:
        """A queue has no places."""
        return cursor

    def watch(self, wake: Callable[[], None]) -> None:
        """Nobody tells: the interval is enough for events about mails that left long ago."""

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _asked(self, what: str, **about: Any) -> dict[str, Any]:
        from botocore.exceptions import ClientError

        try:
            told: dict[str, Any] = getattr(self._connected(), what)(QueueUrl=self.settings.queue_url, **about)
        except ClientError as error:
            code = _code(error)
            sentence = f"Die Warteschlange {self.settings.queue_url} antwortet mit „{code}“"
            if any(one in code for one in _REFUSED):  # its words quote what was signed
                cure = " Bitte die Zugriffsschlüssel unter [[mailbox]] oder die Rolle dieses Rechners prüfen."
                raise LoginRefused(f"{sentence}.{cure}") from error
            raise MailboxError(f"{sentence}: {error}.") from error
        except Exception as error:  # botocore's own, and whatever it stumbles over in a strange answer
            raise Unreachable(f"Die Warteschlange {self.settings.queue_url} ist nicht erreichbar: {error}.") from error
        return told

    def _connected(self) -> Any:
        if self._client is None:
            import boto3
            from botocore.config import Config

            ours = self.settings
            self._client = boto3.session.Session().client(
                "sqs",
                region_name=ours.region,
                endpoint_url=ours.endpoint,
                aws_access_key_id=ours.access_key,
                aws_secret_access_key=ours.secret_key,
                config=Config(
                    connect_timeout=self._timeout_s, read_timeout=self._timeout_s, retries={"total_max_attempts": 2}
                ),
            )
        return self._client


def _code(error: Any) -> str:
    """Amazon's own name for a refusal. Its words name the key's owner and are other ones each time."""
    return str(error.response.get("Error", {}).get("Code", ""))
