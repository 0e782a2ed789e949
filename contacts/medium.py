"""The media of § 7 Abs. 2 UWG and the purposes a message may have: the words the law speaks."""

from __future__ import annotations

from enum import StrEnum


class Medium(StrEnum):
    """How a person is reached. A channel declares one of these; rules are written for these."""

    EMAIL = "email"
    PHONE = "phone"
    PHONE_IN = "phone_in"
    PHONE_AUTO = "phone_auto"
    POST = "post"
    LINKEDIN_DM = "linkedin_dm"
    LINKEDIN_INVITE = "linkedin_invite"
    SMS = "sms"
    FAX = "fax"
    AUDIENCE_UPLOAD = "audience_upload"


class Platform(StrEnum):
    """Advertising networks that match a list of hashed addresses. A consent to AUDIENCE_UPLOAD names each by name."""

    LINKEDIN = "linkedin"
    GOOGLE = "google"
    META = "meta"


class Purpose(StrEnum):
    """Why a message is sent. A step declares one; only CONTRACT, SERVICE and DOUBLE_OPT_IN pass an objection."""

    ADVERTISING = "advertising"
    SURVEY = "survey"
    REPERMISSION = "repermission"
    MIXED = "mixed"
    CONTRACT = "contract"
    SERVICE = "service"
    DOUBLE_OPT_IN = "double_opt_in"
    PROFILING = "profiling"
    TRACKING = "tracking"

    @property
    def is_advertising(self) -> bool:
        """True where § 7 UWG and Art. 21 Abs. 2 DSGVO bite: everything that also serves sales (BGH VI ZR 225/17)."""
        return self not in _EXEMPT


_EXEMPT = frozenset({Purpose.CONTRACT, Purpose.SERVICE, Purpose.DOUBLE_OPT_IN})
