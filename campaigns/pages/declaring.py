"""Cancellation (§ 312k BGB) and withdrawal (§ 356a BGB) declared on our own pages. One transaction each.

The page must not tell a stranger whether a contract exists: what comes back is the same for every declaration.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.intake import find_contact, receive
from campaigns.pages.newcomer import newcomer
from campaigns.pages.review import Confirmed, open_review
from campaigns.pages.typed import Typed, own_words
from campaigns.pages.whose import whose
from campaigns.rendering.german import german_date, german_time
from campaigns.tokens import GOODBYE
from contacts.cancellation import FORM, Cancellation, DeclarationKind
from sequences.calendar import local_day, to_utc
from store import cancellations, declared, locks

MAX_RECEIPTS = 3
"""So many receipts a day go to one address for declarations that fit no contract: the form fills no letterbox.

What comes above is kept, its receipt stands on the page to be saved, and a person gets it (campaigns.pages.review).
What fits a contract is confirmed whatever strangers have typed before (§ 312k Abs. 4, § 356a Abs. 4 BGB), once for a
contract, kind and day.
"""
SAME_WITHIN = timedelta(hours=1)
"""The same words with address and contract again within this time are one declaration, with the one receipt of it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page shows after the button: never more than was typed.

    `lines` are (what, value) of the declaration; `day`, `time`, `zone` when it was received; `end` in words;
    `email` where the confirmation goes, "" when none was given; `token` of the goodbye page. Whether a brake holds the
    mail back is not told: above the brake it would say whether number and address belong together.
    """

    lines: tuple[tuple[str, str], ...]
    day: str
    time: str
    zone: str
    end: str
    email: str
    token: str


def declare(house: House, typed: Typed) -> Receipt:
    """Take a declaration in, once: the same form sent again (double click, reload) is the same declaration.

    So are the same words within SAME_WITHIN, with address and contract: somebody pressed the button on two pages.
    """
    now = house.clock.now()
    external_id = _id_of(typed, local_day(now, house.timezone))
    recalled: dict[str, list[str]] = {}
    with house.store.write() as connection:
        locks.lock_word(connection, external_id)
        if typed.email:
            locks.lock_word(connection, typed.email)  # declarations of the same moment are looked at one by one
        known = declared.by_external_id(connection, external_id) or _same(connection, typed, now)
        if known is None:
            recalled = _take(connection, house, typed, external_id, now)
            known = declared.by_external_id(connection, external_id)
        received_at = known.found.cancellation.received_at if known else now
    write_recalls(house, recalled)
    day, time, zone = german_time(received_at, ZoneInfo(house.timezone))
    return Receipt(
        lines=lines_of(typed),
        day=day,
        time=time,
        zone=zone,
        end=_end(typed),
        email=typed.email_typed,
        token=house.tokens.sign(GOODBYE, known.found.cancellation.external_id if known else external_id),
    )


def _same(connection: Connection, typed: Typed, now: datetime) -> declared.Declared | None:
    """The declaration of the last hour with the very same words.

    Only where they name address and contract: two people share a name, two contracts of one person a mailbox.
    """
    if not (typed.email and typed.contract):
        return None
    return declared.same_words(connection, typed.kind, _text(typed), now - SAME_WITHIN)


def _text(typed: Typed) -> str:
    return "\n".join(f"{what}: {value}" for what, value in lines_of(typed))


def lines_of(typed: Typed) -> tuple[tuple[str, str], ...]:
    """The content of a declaration as it was typed: what § 312k Abs. 4 and § 356a Abs. 4 BGB have us confirm."""
    withdrawal = typed.kind is DeclarationKind.WITHDRAWAL
    kind = "außerordentliche Kündigung" if typed.extraordinary else "ordentliche Kündigung"
    all_lines = (
        ("Erklärung", "Widerruf des Vertrags" if withdrawal else kind),
        ("Name", typed.name),
        ("Vertrag", typed.contract),
        ("Ende", "" if withdrawal else _end(typed)),
        ("E-Mail für die Bestätigung", typed.email_typed),
        ("Grund" if typed.extraordinary else "Mitteilung", typed.ground),
    )
    return tuple((what, value) for what, value in all_lines if value)


def _end(typed: Typed) -> str:
    if typed.wished_end is not None:
        return f"zum {german_date(typed.wished_end)}"
    asked = f" (angegeben war {typed.end_typed}, dieser Tag ist vorbei)" if typed.end_typed else ""
    return f"zum nächstmöglichen Zeitpunkt{asked}"


def _id_of(typed: Typed, today: date) -> str:
    """By the form's nonce and its content: a form that was changed and sent again is a new declaration.

    Without a nonce the day tells a reload from somebody who declares the same again weeks later.
    """
    once = typed.nonce or today.isoformat()
    content = "\x1f".join((once, typed.kind.value, *(value for line in lines_of(typed) for value in line)))
    return f"form-{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def _take(connection: Connection, house: House, typed: Typed, external_id: str, now: datetime) -> dict[str, list[str]]:
    reason = "special_termination" if typed.extraordinary else "unknown"
    known = whose(connection, typed.contract, typed.email)
    if known is not None:
        contact_id, contract_id = known
        locks.lock_contact(connection, find_contact(connection, contact_id))
        confirmed = _of_a_contract(connection, house, contract_id, typed.kind, reason, now)
    else:
        confirmed, contract_id = _of_nobody(connection, typed, now), None
        address = (typed.email_typed, typed.email) if typed.email else None
        mailed = confirmed is not Confirmed.BRAKED
        contact_id, contact_pk = newcomer(connection, house, typed.name, address, external_id, mailed=mailed)
        locks.lock_contact(connection, contact_pk)
    cancellation = Cancellation(
        external_id=external_id,
        contact_id=contact_id,
        received_at=now,
        reason=reason,
        contract_id=contract_id,
        wished_end=typed.wished_end,
        text=_text(typed),
        door=FORM,
        kind=typed.kind,
    )
    # An objection counts in whatever field it is written.
    said = own_words(asdict(typed) | {"email": typed.email_typed, "end": typed.end_typed})
    _, aftermath = receive(connection, house, cancellation, now, said=said)
    if confirmed is Confirmed.REPEATED:
        _begin_nothing(connection, external_id, now)
    if contract_id is None or typed.kind is DeclarationKind.WITHDRAWAL or confirmed is Confirmed.REPEATED:
        open_review(connection, house, cancellation, typed.name, confirmed, now)
    return aftermath.recalled


def _of_a_contract(
    connection: Connection, house: House, contract_id: str, kind: DeclarationKind, reason: str, now: datetime
) -> Confirmed:
    """Once for a contract, kind and day: who knows somebody's number and address cannot fill her letterbox either."""
    today = to_utc(local_day(now, house.timezone), time(), house.timezone)
    again = declared.declared_for(connection, contract_id, kind, reason, today)
    return Confirmed.REPEATED if again else Confirmed.BY_ITSELF


def _of_nobody(connection: Connection, typed: Typed, now: datetime) -> Confirmed:
    """The brake: an address that anybody may have typed gets MAX_RECEIPTS a day, and a person looks at the rest."""
    if not typed.email:
        return Confirmed.WITHOUT_ADDRESS
    braked = declared.declared_from(connection, typed.email, now - _DAY) >= MAX_RECEIPTS
    return Confirmed.BRAKED if braked else Confirmed.BY_ITSELF


def _begin_nothing(connection: Connection, external_id: str, now: datetime) -> None:
    """The sequences of the first declaration run already; a second receipt and a second plan would be the same mail."""
    found = declared.by_external_id(connection, external_id)
    if found is not None:
        cancellations.mark_handled(connection, found.found.pk, now)
