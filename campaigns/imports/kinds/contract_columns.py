"""The columns of a contract, which stand in customers files and in contracts files."""

from __future__ import annotations

from campaigns.imports.numbers import whole
from campaigns.imports.schema import Column, Problem, Values
from campaigns.imports.times import day
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import boolean, identifier, name, one_of
from contacts.contract import AddressSource, Contract, ContractKind, ObjectionNotice

_LONGEST_NOTICE_DAYS = 3650
_KINDS = {
    "bezahlt": ContractKind.PAID,
    "kostenpflichtig": ContractKind.PAID,
    "entgeltlich": ContractKind.PAID,
    "kostenlos": ContractKind.FREE,
    "unentgeltlich": ContractKind.FREE,
    "gratis": ContractKind.FREE,
    "test": ContractKind.TRIAL,
    "testphase": ContractKind.TRIAL,
    "probe": ContractKind.TRIAL,
}
_SOURCES = {
    "selbst angegeben": AddressSource.SELF_GIVEN,
    "von der person selbst": AddressSource.SELF_GIVEN,
    "bestellung": AddressSource.ORDER_FORM,
    "bestellformular": AddressSource.ORDER_FORM,
    "vertrag": AddressSource.ORDER_FORM,
    "dritte": AddressSource.THIRD_PARTY,
    "partner": AddressSource.THIRD_PARTY,
    "empfehlung": AddressSource.THIRD_PARTY,
    "öffentlich": AddressSource.PUBLIC,
    "öffentliche quelle": AddressSource.PUBLIC,
    "impressum": AddressSource.PUBLIC,
    "gekauft": AddressSource.BOUGHT,
    "adresshandel": AddressSource.BOUGHT,
    "unbekannt": AddressSource.UNKNOWN,
}
_POLICY_ONLY = dict.fromkeys(
    ("nur datenschutzerklärung", "nur in der datenschutzerklärung", "nur datenschutzhinweise", "datenschutzerklärung"),
    ObjectionNotice.POLICY_ONLY,
)
_notice_word = one_of(ObjectionNotice, german=_POLICY_ONLY)


def _objection_notice(cell: str, vocabulary: ImportVocabulary) -> ObjectionNotice | Problem:
    answer = boolean(cell, vocabulary)
    if isinstance(answer, Problem):
        return _notice_word(cell, vocabulary)
    return ObjectionNotice.YES if answer else ObjectionNotice.NO


PRODUCT_FAMILY = Column("product_family", name(), typed=False)
CONTRACT_KIND = Column("contract_kind", one_of(ContractKind, german=_KINDS), lasting=True)
START = Column("contract_start", day)
END = Column("contract_end", day)
NOTICE_DAYS = Column("notice_days", whole(0, _LONGEST_NOTICE_DAYS))
ONLINE = Column("concluded_online", boolean)
ADDRESS_SOURCE = Column("address_source", one_of(AddressSource, german=_SOURCES), lasting=True)
OBJECTION_NOTICE = Column("objection_notice", _objection_notice)
LETTERS_NOTICE = Column("letters_notice", boolean)
ADDRESS_GIVEN_ON = Column("address_given_on", day, lasting=True)
NOTICE_VERSION = Column("notice_version", name(), typed=False, lasting=True)
NOTICE_PLACE = Column("notice_place", name(200), typed=False, lasting=True)
EFFECTIVE = Column("effective", boolean, lasting=True)

CONTRACT_ID = Column("contract_id", identifier, typed=False)
REQUIRED_CONTRACT_ID = Column("contract_id", identifier, required=True, typed=False)

DETAILS = (
    PRODUCT_FAMILY,
    CONTRACT_KIND,
    START,
    END,
    NOTICE_DAYS,
    ONLINE,
    ADDRESS_SOURCE,
    OBJECTION_NOTICE,
    LETTERS_NOTICE,
    ADDRESS_GIVEN_ON,
    NOTICE_VERSION,
    NOTICE_PLACE,
)


_OF_THE_ADDRESS = (ADDRESS_SOURCE, ADDRESS_GIVEN_ON)


def told_without_contract(values: Values) -> tuple[str, ...]:
    """Filled columns that need a contract. A plain no says nothing: some CRMs write one into every empty checkbox."""
    said = [
        column
        for column in DETAILS
        if column not in _OF_THE_ADDRESS and values.get(column) not in (None, False, ObjectionNotice.NO)
    ]
    return values.filled(*said)


def contract_of(values: Values, external_id: str) -> Contract | Problem:
    """The contract of a row. What nobody wrote down never helps the sender (§ 7 Abs. 3 UWG): no notice, no source."""
    start, end = values.get(START), values.get(END)
    if start is not None and end is not None and end < start:
        return Problem(f"Das Vertragsende {end:%d.%m.%Y} liegt vor dem Beginn {start:%d.%m.%Y}.", END.name)
    return Contract(
        external_id=external_id,
        product_family=values.get(PRODUCT_FAMILY, ""),
        kind=values.get(CONTRACT_KIND, ContractKind.PAID),
        effective=values.get(EFFECTIVE, default=True),
        start=start,
        end=end,
        notice_days=values.get(NOTICE_DAYS),
        concluded_online=values.get(ONLINE, default=False),
        address_source=values.get(ADDRESS_SOURCE, AddressSource.UNKNOWN),
        objection_notice=values.get(OBJECTION_NOTICE, ObjectionNotice.NO),
        letters_notice=values.get(LETTERS_NOTICE, default=False),
        address_given_on=values.get(ADDRESS_GIVEN_ON),
        notice_version=values.get(NOTICE_VERSION, ""),
        notice_place=values.get(NOTICE_PLACE, ""),
    )
