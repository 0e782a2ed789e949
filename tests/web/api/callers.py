"""Callers of the interface: one for each way to prove who one is, and what they send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from standardwebhooks import Webhook
from starlette.testclient import TestClient

from campaigns.api.source import KINDS, Source
from tests.campaigns.house_of import HouseOf
from web.api.app import api_app
from web.api.openapi import PREFIX

NEW, OLD = "whsec_" + "bmV1" * 10, "whsec_" + "YWx0" * 10
TOKEN = "t" * 20 + "oken" * 5
HUBSPOT = "h" * 40
ALL = frozenset(KINDS)
SOURCES = (
    Source("crm", "standard", ALL, 10_000, (NEW, OLD)),
    Source("shop", "bearer", ALL, 10_000, (TOKEN,)),
    Source("hub", "hubspot", ALL, 10_000, (HUBSPOT,)),
    Source("reader", "bearer", frozenset({"tasks"}), 10_000, ("r" * 40,)),
)
JSON = {"Content-Type": "application/json"}
_IDS = count(1)


@dataclass
class Caller:
    """Calls `lived`'s interface as `crm` (signed) unless told otherwise."""

    lived: HouseOf
    sources: tuple[Source, ...] = SOURCES
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        app = api_app(lambda: self.lived.house, self.sources)
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)

    def signed(
        self,
        kind: str,
        value: Any,
        *,
        key: str | None = None,
        secret: str = NEW,
        at: datetime | None = None,
        **more: Any,
    ) -> Any:
        """POST with a signature of Standard Webhooks; `value` is a body or what becomes one."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.post(
            kind, body, signature(body, key or f"msg_{next(_IDS)}", secret, at or self.lived.clock.now()), **more
        )

    def bearing(self, kind: str, value: Any, *, token: str = TOKEN, key: str | None = None) -> Any:
        """POST with a token."""
        headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key else {})}
        return self.post(kind, json.dumps(value).encode(), headers)

    def post(self, kind: str, body: bytes, headers: dict[str, str], **more: Any) -> Any:
        return self.client.post(f"{PREFIX}/{kind}", content=body, headers={**JSON, **headers}, **more)


def signature(body: bytes, key: str, secret: str, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": Webhook(secret).sign(key, at, body.decode("utf-8", "replace")),
    }


def hubspot(body: bytes, uri: str, at: datetime, secret: str = HUBSPOT) -> dict[str, str]:
    stamp = str(int(at.timestamp() * 1000))
    signed = b"POST" + uri.encode() + body + stamp.encode()
    return {
        "X-HubSpot-Signature-v3": base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode(),
        "X-HubSpot-Request-Timestamp": stamp,
    }


def cancellation(**changes: Any) -> dict[str, Any]:
    values = {
        "cancellation_id": "KUE-1",
        "contact_id": "K-1",
        "received_at": "2026-03-02T07:30:00+01:00",
        "reason": "price",
    }
    return {**values, **changes}
