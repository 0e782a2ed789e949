"""What a person sees in the console of Amazon SES: the account's suppression list, and whether it may send.

Sending goes its own way (channels.email.ses): here a request that failed may simply be asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from channels.email.ses import SesSettings

_PAGE = 1_000
"""Addresses an answer holds at most (ListSuppressedDestinations)."""
_PAGES = 10_000
_TRIES = 4
"""The list may be asked once a second for the whole account; botocore waits longer before each new try."""
_NOT_FOUND = frozenset({"NotFoundException"})
_NOT_LISTED = _NOT_FOUND | {"BadRequestException"}
"""A spelling that SES takes for no address (an umlaut in the domain) stands on no list of its either."""
_REFUSED = frozenset({401, 403})


class AccountFault(Exception):
    """SES did not tell. German; `cure` says what to do, `refused`: it is our rights or keys, waiting will not help."""

    def __init__(self, sentence: str, cure: str = "", *, refused: bool = False) -> None:
        super().__init__(sentence)
        self.cure, self.refused = cure, refused


@dataclass(frozen=True, slots=True)
class Listed:
    """An address to which SES sends nothing more. `reason` as SES says it (BOUNCE, COMPLAINT), `at` aware UTC."""

    address: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """`sandbox`: mails go to confirmed addresses only. `enforcement`: what SES thinks of us (HEALTHY …)."""

    sandbox: bool
    sending: bool
    enforcement: str
    max_24_hours: float
    per_second: float


class SesAccount:
    """One account in one region. Synchronous, for a thread."""

    def __init__(self, settings: SesSettings, timeout_s: float = 20.0, tries: int = _TRIES) -> None:
        self.settings, self._timeout_s, self._tries = settings, timeout_s, tries
        self._guard = threading.Lock()
        self._client: Any = None

    @property
    def name(self) -> str:
        """As in the receipts of its carrier."""
        return f"ses:{self.settings.region}"

    def listed(self, since: datetime | None) -> Iterator[tuple[Listed, ...]]:
        """The suppression list page by page, what came to it since a moment or all of it. Raises AccountFault."""
        about: dict[str, Any] = {"PageSize": _PAGE} | ({"StartDate": since} if since is not None else {})
        known: set[str] = set()
        for _ in range(_PAGES):
            told = self._asked("list_suppressed_destinations", **about)
            yield tuple(_listed(told.get("SuppressedDestinationSummaries")))
            token = told.get("NextToken")
            if not token:
                return
            if token in known:
                break
            known.add(token)
            about["NextToken"] = token
        raise AccountFault("Die Sperrliste von Amazon SES nimmt kein Ende: dieselbe Seite kam zweimal.")

    def take_off(self, address: str) -> bool:
        """Take an address off the list; False when it did not stand there. Raises AccountFault."""
        return self._asked("delete_suppressed_destination", none=_NOT_LISTED, EmailAddress=address) is not None

    def account(self) -> Account:
        """Whether the account may send; raises AccountFault."""
        told = self._asked("get_account")
        quota = told.get("SendQuota") or {}
        return Account(
            sandbox=not told.get("ProductionAccessEnabled", False),
            sending=bool(told.get("SendingEnabled", False)),
            enforcement=str(told.get("EnforcementStatus") or ""),
            max_24_hours=float(quota.get("Max24HourSend") or 0),
            per_second=float(quota.get("MaxSendRate") or 0),
        )

    def is_verified(self, identity: str) -> bool | None:
        """May mails come from this address or domain? None when SES does not know it. Raises AccountFault."""
        told = self._asked("get_email_identity", none=_NOT_FOUND, EmailIdentity=identity)
        return None if told is None else bool(told.get("VerifiedForSendingStatus", False))

    def events_of(self, configuration_set: str) -> frozenset[str] | None:
        """What a configuration set tells to SNS (BOUNCE, COMPLAINT …); None when there is no such set.

        Raises AccountFault.
        """
        told = self._asked(
            "get_configuration_set_event_destinations", none=_NOT_FOUND, ConfigurationSetName=configuration_set
        )
        if told is None:
            return None
        found = (one for one in told.get("EventDestinations") or () if one.get("Enabled") and one.get("SnsDestination"))
        return frozenset(str(kind) for one in found for kind in one.get("MatchingEventTypes") or ())

    def close(self) -> None:
        """Give the connections back."""
        with self._guard:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _asked(self, what: str, *, none: frozenset[str] = frozenset(), **about: Any) -> Any:
        """The answer; None for the refusals that say „no such thing“."""
        from botocore.exceptions import ClientError

        try:
            return getattr(self._connected(), what)(**about)
        except ClientError as error:
            told = error.response.get("Error", {})
            code, words = str(told.get("Code", "")), str(told.get("Message", ""))
            if code in none:
                return None
            status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
            raise self._refusal(what, code, words, refused=status in _REFUSED) from error
        except Exception as error:  # botocore's own, and whatever it stumbles over in a strange answer
            raise AccountFault(
                f"Amazon SES ({self.settings.region}) antwortet nicht: {type(error).__name__}.",
                "Zugangsdaten, Region und Netz prüfen; es wird von selbst wieder versucht.",
            ) from error

    def _refusal(self, what: str, code: str, words: str, *, refused: bool) -> AccountFault:
        right = "ses:" + "".join(part.capitalize() for part in what.split("_"))
        sentence = f"Amazon SES ({self.settings.region}) verweigert {right}: {code}"
        sentence += "." if refused else f", {words[:200]}."  # a refusal's words name the key's owner
        cure = f"Dem Zugang das Recht {right} geben oder die Schlüssel unter [email.ses] prüfen." if refused else ""
        return AccountFault(sentence, cure or "Es wird von selbst wieder versucht.", refused=refused)

    def _connected(self) -> Any:
        with self._guard:
            if self._client is None:
                self._client = self.settings.client(
                    retries={"total_max_attempts": self._tries, "mode": "standard"},
                    connect_timeout=min(self._timeout_s, self.settings.connect_timeout),
                    read_timeout=self._timeout_s,
                )
            return self._client


def _listed(found: Any) -> Iterator[Listed]:
    """What has an address and a moment; somebody else's JSON."""
    for one in found if isinstance(found, list) else ():
        address, at = one.get("EmailAddress"), one.get("LastUpdateTime")
        if isinstance(address, str) and isinstance(at, datetime):
            yield Listed(address.strip(), str(one.get("Reason") or ""), at.astimezone(UTC))
