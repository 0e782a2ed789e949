"""Spam complaints: ARF (RFC 5965), Hotmail's own form, opt-out reports."""

from __future__ import annotations

import re

from replies.headers import address_in, clean_address
from replies.notices.machine import is_personal
from replies.reply import Classified, Evidence, Kind, Label, Parsed

_HARMLESS = frozenset({"auth-failure", "not-spam", "dmarc"})
"""Reports about our set-up or taken back: they never suppress anyone."""
_SUBJECT = re.compile(
    r"^(?:\[?fbl\]?\b|complaint (?:about|from|received)|e?-?mail feedback report|feedback report|"
    r"spam (?:complaint|report|feedback)|abuse report|"
    r"(?:jmrp|scomp)\b|spam-?beschwerde|beschwerde über (?:eine )?(?:e-?mail|spam)|junk report|complaint:)",
    re.IGNORECASE,
)
_SENDERS = re.compile(
    (
        r"^(?:staff@hotmail\.com|scomp@|fbl|feedbackloop@|feedback@|abuse-?report|complaints?@|arf@|"
        r"spamreport)"
    ),
    re.IGNORECASE,
)
_WORDS = re.compile(
    (
        r"(?:abuse report for an e-?mail|this is an? (?:e-?mail )?(?:abuse|spam|feedback) (?:report|complaint)|"
        r"marked (?:as|this (?:message|mail) as) (?:spam|junk)|als spam (?:markiert|gemeldet))"
    ),
    re.IGNORECASE,
)


def judge(parsed: Parsed) -> Classified | None:
    """Complaint or opt-out reported by a provider, None when it is neither."""
    fields = parsed.report.feedback
    kind = fields.get("feedback-type", "").strip().casefold().split(" ")[0].split(";")[0]
    inline = fields and not parsed.content_type.startswith("multipart/")
    if inline and is_personal(parsed):
        return None  # somebody shows us a report
    if fields or parsed.content_type.endswith("report-type=feedback-report"):
        return _complaint(parsed, kind or "abuse", Evidence("arf", f"Feedback-Type: {kind or 'abuse'}"))
    own_form = "x-hmxmroriginalrecipient" in parsed.headers or "x-hmxmroriginalrecipient" in parsed.report.returned
    by_sender = bool(parsed.from_address and _SENDERS.match(parsed.from_address) and _SUBJECT.match(parsed.subject))
    if (
        own_form
        or by_sender
        or (_SUBJECT.match(parsed.subject) and parsed.report.returned and _WORDS.search(parsed.text[:3_000]))
    ):
        return _complaint(parsed, "abuse", Evidence("complaint_form", parsed.subject))
    return None


def _complaint(parsed: Parsed, feedback: str, evidence: Evidence) -> Classified:
    recipient = _recipient(parsed)
    if feedback in _HARMLESS:
        return Classified(Kind.COMPLAINT, None, "none", review=False, evidence=evidence, subtype=feedback)
    return Classified(
        kind=Kind.COMPLAINT,
        label=Label.OBJECTION_UNSUBSCRIBE if feedback.startswith("opt-out") else None,
        stop="all_advertising",
        review=recipient is None and not parsed.cited_ids,
        evidence=evidence,
        subtype=feedback,
        failed_recipient=recipient,
        recipients=(recipient,) if recipient else (),
    )


def _recipient(parsed: Parsed) -> str | None:
    """The complaining address; providers redact it, then only our Message-ID in the returned mail tells the person."""
    fields, returned = parsed.report.feedback, parsed.report.returned
    for value in (
        fields.get("original-rcpt-to", ""),
        fields.get("removal-recipient", ""),
        parsed.headers.get("x-hmxmroriginalrecipient", "") or returned.get("x-hmxmroriginalrecipient", ""),
        returned.get("x-original-to", ""),
        returned.get("to", ""),
    ):
        address = clean_address(value) if value and " " not in value.strip() else address_in(value)
        if address and "redacted" not in address:
            return address
    return None
