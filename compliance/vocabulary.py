"""The closed vocabulary of a lawyer's table: keys and values of `given`, bases, recipients, duties.

A row states only what deviates from the baseline: a contact who terminated a month ago and about whom everything is
in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "contract": ("ended", "active", "notice"),
        "proof": ("full", "signed", "none", "preticked", "email_doi", "number_doi"),
        "text": ("stored", "missing"),
        "scope": ("ok", "product", "channel", "other_person", "survey", "offers_only", "no_automat"),
        "consent_until": ("open", "past"),
        "sale": ("effective", "void", "free", "none"),
        "own": ("yes", "no"),
        "similar": ("yes", "no"),
        "nc": ("yes", "no", "policy_only"),
        "nm": ("yes", "no"),
        "told": ("yes", "no"),
        "addr": ("self_given", "third_party", "order_form", "public", "bought"),
        "ad_part": ("no", "yes"),
        "item": ("none", "named", "vague"),
        "script": (
            "ok",
            "call_to_confirm",
            "no_purpose",
            "satisfaction",
            "fix_only",
            "offer",
            "verify_termination",
        ),
        "rec7a": ("full", "partial"),
        "when": ("weekday_10:00", "weekday_20:30", "sunday_03:00"),
        "holiday": ("no", "yes"),
        "callerid": ("own", "hidden"),
        "reason": ("none", "concrete", "was_customer", "directory"),
        "release": ("no", "yes"),
        "auto": ("no", "yes"),
        "avv": ("yes", "no"),
        "stage": ("before_export", "exported", "printed"),
        "cover": ("neutral", "reveals"),
        "via": ("text", "one_click"),
        "store": ("ok", "down"),
        "inbox": ("clean", "unclassified"),
        "inbound": ("no", "yes"),
        "termination_booked": ("yes", "no"),
        "erased": ("no", "yes"),
        "shared": ("no", "yes"),
        "consent_after_objection": ("no", "yes"),
        "repurchase": ("no", "yes"),
        "pixel": ("none", "per_person"),
        "links": ("none", "campaign", "per_person", "unsubscribe_only"),
    }
)
"""Key -> allowed words, the baseline first."""

NUMBERS: Mapping[str, str] = MappingProxyType({"since_end_m": "1", "gap_m": "1", "nth": "1"})
"""Keys whose value is a whole number (months; which mail in a row), with their baseline."""

BASELINE: Mapping[str, str] = MappingProxyType({key: words[0] for key, words in WORDS.items()} | dict(NUMBERS))

BASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "C_DOI": {},
        "C_PHONE": {},
        "C_SMS": {},
        "C_FAX": {},
        "C_DM": {},
        "C_TRACK": {},
        "C_SIGNED": {"proof": "signed"},
        "C_NOPROOF": {"proof": "none"},
        "C_SCOPE": {"scope": "product"},
        "C_PRETICK": {"proof": "preticked"},
        "C_STALE": {"gap_m": "30"},
        "C_WITHDRAWN": {},
        "E73_OK": {},
        "E73_N1": {"sale": "void"},
        "E73_N2": {"similar": "no"},
        "E73_N3": {},
        "E73_N4A": {"nc": "no"},
        "E73_N4B": {"nm": "no"},
        "E73_EX": {"contract": "ended"},
        "PRES": {},
        "LI": {},
        "REQ": {},
        "CONTRACT": {},
        "LEGAL": {},
        "NONE": {"sale": "none"},
    }
)
"""Basis -> what its name alone says; a row's own `given` goes before it."""

OWN_CHANNEL: Mapping[str, Medium] = MappingProxyType(
    {
        "C_DOI": Medium.EMAIL,
        "C_TRACK": Medium.EMAIL,
        "C_PHONE": Medium.PHONE,
        "C_SMS": Medium.SMS,
        "C_FAX": Medium.FAX,
        "C_DM": Medium.LINKEDIN_DM,
    }
)
"""Consents whose name says the channel; the others (C_SIGNED, C_SCOPE ...) are about the row's channel."""

RECIPIENTS: Mapping[str, ContactKind] = MappingProxyType(
    {"B2C": ContactKind.CONSUMER, "B2B": ContactKind.BUSINESS, "UNK": ContactKind.UNKNOWN}
)

PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        "AD": Purpose.ADVERTISING,
        "SURVEY": Purpose.SURVEY,
        "REPERM": Purpose.REPERMISSION,
        "MIX": Purpose.MIXED,
        "TX": Purpose.CONTRACT,
        "SVC": Purpose.SERVICE,
        "DOI": Purpose.DOUBLE_OPT_IN,
        "PROFILE": Purpose.PROFILING,
        "TRACK": Purpose.TRACKING,
    }
)

OBJECTIONS = ("none", "global", "at_cancel", "robinson", "unknown", *(medium.value for medium in Medium))
VERDICTS: Mapping[str, Verdict] = MappingProxyType({verdict.name: verdict for verdict in Verdict})
DUTIES = frozenset(f"D{number}" for number in range(1, 22))


_NUMBER = re.compile(r"[0-9]{1,3}")


class RowError(ValueError):
    """A row of the table cannot be read; the German message names the key or value and what is allowed."""


def parse_given(text: str) -> dict[str, str]:
    """`key=value key=value` -> the deviations; RowError for unknown keys, unknown values and repetitions."""
    given = dict(pairs("given", text))
    for key, value in given.items():
        _check_value(key, value)
    return given


def pairs(column: str, text: str) -> Iterator[tuple[str, str]]:
    """The `key=value` parts of a cell in their order; RowError for anything else and for repetitions."""
    seen: set[str] = set()
    for part in text.split():
        key, equals, value = part.partition("=")
        if not equals:
            raise RowError(f"{column}: „{part}“ ist kein schluessel=wert")
        if key in seen:
            raise RowError(f"{column}: {key} steht zweimal da")
        seen.add(key)
        yield key, value


def choice(column: str, value: str, allowed: Mapping[str, object] | tuple[str, ...]) -> str:
    """`value` when it is allowed in `column`; RowError otherwise."""
    if value not in allowed:
        raise RowError(f"{column}: „{value}“ ist unbekannt, erlaubt: {', '.join(allowed)}")
    return value


def _check_value(key: str, value: str) -> None:
    if key in NUMBERS:
        if not _NUMBER.fullmatch(value) or (key == "nth" and int(value) == 0):
            least = 1 if key == "nth" else 0
            raise RowError(f"given: {key} braucht eine ganze Zahl von {least} bis 999, nicht „{value}“")
        return
    if key not in WORDS:
        raise RowError(f"given: „{key}“ ist unbekannt, erlaubt: {', '.join(sorted(BASELINE))}")
    choice(f"given: {key}", value, WORDS[key])
