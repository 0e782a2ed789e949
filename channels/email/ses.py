"""The Amazon SES carrier (API v2, raw): one HTTP request an attempt, go right before it, every answer read for itself.

botocore would repeat a request by itself and send a mail twice; here it never does.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from channels.channel import Go, Mail, Outcome, Receipt
from channels.email import addresses
from channels.email.slots import Slots

_BEFORE_ANYTHING = ("EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError", "NoCredentialsError",
                    "PartialCredentialsError", "CredentialRetrievalError", "TokenRetrievalError")  # fmt: skip
"""botocore's names for: no request has left."""
_LATER = frozenset({429, 503})
"""Too fast, or the front door is closed: not taken, and it says so."""
_OUR_ACCOUNT = frozenset(
    {
        "AccountSuspendedException", "SendingPausedException", "MailFromDomainNotVerifiedException",
        "NotFoundException", "LimitExceededException",
    }
)  # fmt: skip
"""What Amazon has against the account, the sender's domain or the configuration set: never this mail's fault."""
_SERVER = 500
_LOGIN = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class SesSettings:
    """Times in seconds. Without keys the machine's own role or profile counts; `endpoint`: a private one (VPC).

    `configuration_set` is what sends the events of a mail to SNS and SQS.
    """

    region: str = "eu-central-1"
    configuration_set: str | None = None
    endpoint: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    connections: int = 8
    connect_timeout: float = 10.0
    answer_timeout: float = 60.0

    def client(self, **terms: Any) -> Any:
        """A client of SES v2; `terms` as of botocore's Config. Imported here: who sends otherwise saves 20 MB."""
        import boto3
        from botocore.config import Config

        return boto3.session.Session().client(
            "sesv2",
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(**terms),
        )


class SesCarrier:
    """Sends over at most `settings.connections` requests at once; each waits in a thread of its own."""

    def __init__(self, settings: SesSettings) -> None:
        self.name = "ses"
        self.settings = settings
        self._transport = f"ses:{settings.region}"
        self._slots = Slots(settings.connections)
        # Not the loop's own threads: requests that hang would leave none for the heartbeat, and our claims were taken.
        self._threads = ThreadPoolExecutor(settings.connections, "ses")
        self._guard = threading.Lock()
        self._client: Any = None

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. A refusal of Amazon's comes behind go: what it did not take may be tried again."""
        if not addresses.is_plain(mail.envelope_to):
            return self._receipt(Outcome.REFUSED, detail="envelope address outside the strict grammar")
        async with self._slots.one(at_once=mail.at_once):
            loop = asyncio.get_running_loop()
            fault = await loop.run_in_executor(self._threads, self._ready)
            if fault:
                return self._receipt(Outcome.TRANSIENT, detail=fault)
            if not await go():
                return self._receipt(Outcome.NOT_GONE)
            return await loop.run_in_executor(self._threads, self._send, mail)

    async def close(self) -> None:
        """Wait for the mails under way."""
        async with self._slots.all():
            if self._client is not None:
                self._client.close()
                self._client = None

    def _ready(self) -> str:
        """Why Amazon cannot be asked now; empty when a request could leave. Roles are fetched here, before go."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            # botocore offers no other look at them.
            credentials = self._connected()._request_signer._credentials  # noqa: SLF001 - see above
            if credentials is None:
                return "no credentials: neither keys nor a role of this machine"
            credentials.get_frozen_credentials()
        except (BotoCoreError, ClientError, ValueError) as error:  # ClientError: STS refuses the role (AssumeRole)
            return f"{type(error).__name__}: {error}"
        return ""

    def _connected(self) -> Any:
        with self._guard:
            if self._client is None:
                ours = self.settings
                self._client = ours.client(
                    retries={"total_max_attempts": 1},
                    connect_timeout=ours.connect_timeout,
                    read_timeout=ours.answer_timeout,
                    max_pool_connections=ours.connections,
                    tcp_keepalive=True,
                )
            return self._client

    def _send(self, mail: Mail) -> Receipt:
        from botocore.exceptions import BotoCoreError, ClientError

        about = {"ConfigurationSetName": self.settings.configuration_set} if self.settings.configuration_set else {}
        try:
            answer = self._connected().send_email(
                Destination={"ToAddresses": [mail.envelope_to]},
                Content={"Raw": {"Data": mail.raw}},
                EmailTags=[{"Name": "send_id", "Value": mail.send_id}],
                **about,
            )
        except ClientError as error:
            return self._refused(error)
        except BotoCoreError as error:
            return self._lost(error)
        except Exception as error:  # noqa: BLE001 - whatever breaks behind go: nobody knows what became of the mail
            return self._receipt(Outcome.UNCERTAIN, detail=f"{type(error).__name__}: {error}")
        given = answer.get("MessageId")
        if not given:
            return self._receipt(Outcome.UNCERTAIN, detail="an answer without a MessageId")
        return self._receipt(Outcome.ACCEPTED, 250, f"MessageId {given}", carrier_id=str(given))

    def _refused(self, error: Any) -> Receipt:
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        what = error.response.get("Error", {})
        code, words = str(what.get("Code", "")), str(what.get("Message", ""))
        detail = f"{status} {code}: {words}"
        if status in _LATER or code == "TooManyRequestsException":
            return self._receipt(Outcome.TRANSIENT, status, detail)
        if status >= _SERVER or status == 0:
            return self._receipt(Outcome.UNCERTAIN, detail=detail)
        if status in _LOGIN or code in _OUR_ACCOUNT or "not verified" in words:
            return self._receipt(Outcome.TRANSIENT, detail=detail)
        return self._receipt(Outcome.REFUSED, status, detail)

    def _lost(self, error: Exception) -> Receipt:
        """No answer at all. Only what surely happened before the request left may be tried again."""
        detail = f"{type(error).__name__}: {error}"
        before = type(error).__name__ in _BEFORE_ANYTHING or "CERTIFICATE_VERIFY_FAILED" in detail
        return self._receipt(Outcome.TRANSIENT if before else Outcome.UNCERTAIN, detail=detail)

    def _receipt(self, outcome: Outcome, code: int = 0, detail: str = "", *, carrier_id: str = "") -> Receipt:
        return Receipt(outcome, code, detail, self._transport, carrier_id=carrier_id)
