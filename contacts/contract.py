"""The contract a customer cancels, with the facts § 7 Abs. 3 UWG and § 312k BGB ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ContractKind(StrEnum):
    """PAID is a sale in the sense of § 7 Abs. 3 Nr. 1 UWG; FREE and TRIAL are contested (EuGH C-654/23)."""

    PAID = "paid"
    FREE = "free"
    TRIAL = "trial"


class AddressSource(StrEnum):
    """Where the address of the customer came from (§ 7 Abs. 3 Nr. 1 UWG, Art. 14 Abs. 2 lit. f DSGVO).

    UNKNOWN is what nobody wrote down: the sender has to prove the exception, so it proves nothing.
    """

    SELF_GIVEN = "self_given"
    ORDER_FORM = "order_form"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"
    BOUGHT = "bought"
    UNKNOWN = "unknown"


class ObjectionNotice(StrEnum):
    """How the right to object was told at collection (§ 7 Abs. 3 Nr. 4 UWG); POLICY_ONLY does not suffice."""

    YES = "yes"
    NO = "no"
    POLICY_ONLY = "policy_only"


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract of a contact; local calendar days, `end` is the last day of service or None while open.

    Evidence for § 7 Abs. 3 UWG: `address_given_on`, and which version of the notice stood where at that time.
    """

    external_id: str
    product_family: str = ""
    kind: ContractKind = ContractKind.PAID
    effective: bool = True
    start: date | None = None
    end: date | None = None
    notice_days: int | None = None
    concluded_online: bool = False
    address_source: AddressSource = AddressSource.UNKNOWN
    objection_notice: ObjectionNotice = ObjectionNotice.NO
    letters_notice: bool = False
    address_given_on: date | None = None
    notice_version: str = ""
    notice_place: str = ""
