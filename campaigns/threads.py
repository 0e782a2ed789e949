"""Below which mails a new one stands in the recipient's program (RFC 5322 3.6.4). Pure; the subject stays its own.

A subject with „Re:“ would feign an answer (§ 6 Abs. 2 DDG): only In-Reply-To and References tell. Contract mail is no
part of a thread, so that no advertising hangs below a confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable

from sequences.definition import Sequence
from store.attempts import Handed

_MOST = 9
"""A header line has 998 octets (RFC 5322 2.1.1); an id of ours has about 100."""
_SES, _FIRST_REGION = "ses:", "us-east-1"


def thread_of(mails: Iterable[Handed], sequence: Sequence, step_id: str) -> tuple[str, ...]:
    """Message-IDs for References, oldest first, the last one for In-Reply-To; () for a step that begins by itself."""
    if not sequence.step(step_id).thread:
        return ()
    chain: tuple[str, ...] = ()
    for mail in mails:
        step, seen = sequence.step(mail.step), _seen(mail)
        if seen is not None and step.purpose.is_advertising:
            chain = (*chain, seen) if step.thread else (seen,)
    return chain[-_MOST:]


def _seen(mail: Handed) -> str | None:
    """The Message-ID that arrived: Amazon SES writes its own over ours. None where nobody knows it."""
    if not mail.transport.startswith(_SES):
        return mail.message_id
    region = mail.transport.removeprefix(_SES)
    host = "email.amazonses.com" if region == _FIRST_REGION else f"{region}.amazonses.com"
    return f"{mail.carrier_id}@{host}" if mail.carrier_id else None
