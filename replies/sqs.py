"""Amazon SES tells by SNS and SQS what became of mails: a queue read as a mailbox whose mails are events.

A message is deleted when the one behind it is asked for: then its effect is committed. What was cut off in between
comes again after the queue's visibility timeout and is recognised by its fingerprint. The queue is ours alone, so
unlike in a mailbox of people something may be deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from replies.folder import MAX_PER_POLL
from replies.reply import Cursor, LoginRefused, MailboxError, RawMail

QUEUE = "queue"
_AT_ONCE = 10
"""Messages an answer holds at most (SQS)."""
_TIMEOUT_S = 20.0
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


class SqsMailbox:
    """A `Mailbox` over one queue."""

    def __init__(self, settings: SqsSettings, account: str | None = None) -> None:
        self.settings = settings
        self.account = account or f"sqs:{settings.queue_url.rpartition('/')[2]}"
        self._client: Any = None

    def cursors(self) -> tuple[str, ...]:
        """One queue."""
        return (QUEUE,)

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        """What waits in the queue, at most MAX_PER_POLL events; each is deleted after it has been taken in."""
        count = 0
        while count < MAX_PER_POLL and (messages := self._asked("receive_message", MaxNumberOfMessages=_AT_ONCE)):
            for message in messages.get("Messages", ()):
                raw = _HEAD + str(message.get("Body", "")).encode("utf-8", "replace")
                yield RawMail(self.account, cursor.folder, 0, 0, raw, now)
                count += 1
                self._asked("delete_message", ReceiptHandle=message["ReceiptHandle"])
            if not messages.get("Messages"):
                return

    def waiting(self) -> int:
        """About how many events wait; raises MailboxError."""
        wanted = "ApproximateNumberOfMessages"
        told = self._asked("get_queue_attributes", AttributeNames=[wanted])
        return int(told.get("Attributes", {}).get(wanted, 0))

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
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            told: dict[str, Any] = getattr(self._connected(), what)(QueueUrl=self.settings.queue_url, **about)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            sentence = f"Die Warteschlange {self.settings.queue_url} antwortet mit „{code}“: {error}."
            if any(one in code for one in _REFUSED):
                cure = " Bitte die Zugriffsschlüssel unter [[mailbox]] oder die Rolle dieses Rechners prüfen."
                raise LoginRefused(sentence + cure) from error
            raise MailboxError(sentence) from error
        except BotoCoreError as error:
            raise MailboxError(f"Die Warteschlange {self.settings.queue_url} ist nicht erreichbar: {error}.") from error
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
                config=Config(connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"total_max_attempts": 2}),
            )
        return self._client
