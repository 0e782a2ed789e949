"""Mail about mail: bounces, complaints, receipts. Decided before any word is read as a person's."""

from __future__ import annotations

import re

from replies import complaints, reasons
from replies.headers import clean_address
from replies.reply import Classified, Evidence, Kind, Label, Parsed, RecipientOutcome, RecipientReport

_ROBOT = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mailerdaemon|mdaemon|majordomo|daemon|mmdf|uucp|root|"
    r"mailadm|maildelivery|"
    r"mail-delivery|microsoftexchange[0-9a-f]*|mailsystem|mail_?system|bounce[\w+=.-]*|.*mailer-daemon|"
    r"no-?reply-?bounce.*)@",
    re.IGNORECASE,
)
_ROBOT_NAME = re.compile(
    (
        r"mail (?:delivery|system|administrator|daemon)|mailer[- ]daemon|postmaster|delivery (?:sub)?system|"
        r"systemadministrator"
    ),
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:undeliver|non-?deliver|not deliver|delivery (?:status|failure|fail|report|problem|error|has fail|"
    r"unsuccessful|notification|incomplete)|returned (?:mail|to sender)|"
    r"failure (?:notice|delivery)|mail (?:delivery|error|could not|system error|not delivered|failure)|"
    r"message (?:delivery|delayed|status|undeliver|could not)|"
    r"(?:could|can)(?:n't| ?not) be deliver|delivery (?:delayed|delay)|delayed (?:mail|delivery)|"
    r"warning: (?:could not|message)|failed (?:mail|delivery)|delivery to .{1,80} failed|"
    r"unzustellbar|nicht zugestellt|nicht zustellbar|zustellung\w* (?:fehl|nicht|verzögert|problem)|"
    r"fehlgeschlagene zustellung|fehler bei der (?:zustellung|übermittlung)|"
    r"unbekannter empfänger|zustellbenachrichtigung|user unknown|nondeliverable|rejected mail|error sending|bounce)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"^[ \t]{0,8}(?:.{0,40}this is the mail system at host|hi\. this is the .{0,80}|"
    r"this message was created automatically by mail delivery software|"
    r"(?:your|the following) (?:message|mail|e-?mail).{0,80}(?:could not be delivered|was undeliverable|"
    r"did not reach|wasn't delivered|couldn't be delivered|cannot be delivered|was not delivered|"
    r"undeliverable)|"
    r"an error occurred while trying to deliver the (?:mail|message)|"
    r"delivery (?:to the following recipient\w*|has) failed|"
    r"\W{0,8}the following addresses had (?:permanent|transient|delivery)|"
    r"unable to deliver (?:your )?(?:message|mail)|i'm (?:afraid|sorry).{0,60}(?:deliver|unable)|"
    r"the mail (?:system|server).{0,60}(?:could not|unable)|message (?:could not be|not) delivered|"
    r"(?:diese|ihre|die(?: folgende)?) (?:nachricht|mail|"
    r"e-?mail).{0,120}(?:konnte\w* .{0,60}nicht (?:zugestellt|übermittelt)|nicht zugestellt werden)|"
    r"die zustellung an (?:den|die|folgende).{0,80}(?:fehlgeschlagen|nicht möglich)|"
    r"fehler bei der nachrichtenzustellung|der folgende empfänger|folgende empfänger|"
    r"(?:could not|couldn't|cannot) (?:send|deliver) (?:message|mail)|the (?:user|recipient|"
    r"e-?mail address)\b.{0,80}(?:unknown|does not exist|not found)|failed to deliver|"
    r"user (?:unknown|not found)|mailbox (?:full|unavailable)|recipient'?s? mailbox|no such user)",
    re.IGNORECASE | re.MULTILINE,
)
_CUT = re.compile(
    r"^(?:[-=*_ ]{2,}.{0,20}(?:original|returned|undelivered|unsent|returning|this is a copy|body of|"
    r"message (?:header|text)|begin|below|included|ursprüngliche)\b.{0,80}"
    r"|received: .{0,200}|return-path: .{0,200}|message-id: <.{0,200}|.{0,60}original message (?:follows|"
    r"headers|was received).{0,60}|.{0,40}(?:message|headers) follow.{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_POSITIVE = frozenset({"delivered", "relayed", "expanded"})
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,2}\.\d{1,3})(?![\d.])")


def judge(parsed: Parsed) -> Classified | None:
    """Classification of a machine's report, None when the mail is not one."""
    complaint = complaints.judge(parsed)
    if complaint:
        return complaint
    if parsed.report.disposition:
        return _notice(Kind.AUTO_REPLY, "read_receipt", Evidence("mdn_disposition", parsed.report.disposition), ())
    if parsed.report.recipients:
        return _from_blocks(parsed)
    return _from_text(parsed)


def _from_blocks(parsed: Parsed) -> Classified | None:
    notice = notice_text(parsed)
    failed = [report for report in parsed.report.recipients if not _is_positive(report)]
    if not failed:
        first = parsed.report.recipients[0]
        return _notice(Kind.UNKNOWN, "delivered", Evidence("dsn_positive", f"Action: {first.action}"), ())
    outcomes = tuple(_outcome(report, parsed, notice, alone=len(failed) == 1) for report in failed)
    return _bounce(outcomes, "dsn")


def _is_positive(report: RecipientReport) -> bool:
    return report.action in _POSITIVE or (report.status.startswith("2.") and report.action not in {"failed", "delayed"})


def _outcome(report: RecipientReport, parsed: Parsed, notice: str, *, alone: bool) -> RecipientOutcome:
    reason, hard = reasons.judge(report.diagnostic, report.status, report.action)
    if reason == "undefined" and alone:
        # Many systems give the reason only in the words above the machine block.
        reason, hard = reasons.judge(notice, report.status, report.action)
    address = report.original or report.recipient or _other_address(parsed)
    text = report.diagnostic or f"Action: {report.action}; Status: {report.status}"
    return RecipientOutcome(address, hard, reason, report.status, text[:500])


def _from_text(parsed: Parsed) -> Classified | None:
    sign = _header_sign(parsed)
    notice = notice_text(parsed)
    strong = _STRONG.search(notice[:6_000])
    if not sign and (parsed.references or not strong or not _evident(parsed, notice)):
        return None
    if (
        not strong
        and not parsed.report.guessed
        and "x-failed-recipients" not in parsed.headers
        and not reasons.from_text(notice)[0]
    ):
        return None
    if sign is None and strong is None:
        return None
    status = _CODE.search(notice)
    subtype_delay = re.search(
        r"\bdelay|warning:|not yet|verzögert|still being", f"{parsed.subject} {notice[:300]}", re.IGNORECASE
    )
    reason, hard = reasons.judge(notice, status.group(1) if status else "", "delayed" if subtype_delay else "failed")
    text = (strong.group().strip() if strong else "") or parsed.subject
    addresses = _text_addresses(parsed, notice) or (_other_address(parsed),)
    outcomes = tuple(
        RecipientOutcome(address, hard, reason, status.group(1) if status else "", text[:500]) for address in addresses
    )
    return _bounce(outcomes, sign or "bounce_words")


def _header_sign(parsed: Parsed) -> str | None:
    """The header that shows a mail system at work; a human From needs stronger words in the body."""
    headers = parsed.headers
    if "x-failed-recipients" in headers:
        return "x_failed_recipients"
    if parsed.from_address and _ROBOT.match(parsed.from_address):
        return "from_robot"
    if _ROBOT_NAME.search(parsed.from_name or headers.get("from", "")):
        return "from_robot_name"
    if headers.get("return-path", "x").strip() in {"<>", "<MAILER-DAEMON>", ""} and _SUBJECT.search(parsed.subject):
        return "null_sender"
    if parsed.content_type.startswith("multipart/report") and not parsed.report.feedback:
        return "multipart_report"
    return (
        "subject"
        if _SUBJECT.search(parsed.subject) and not re.match(r"\s*(?:re|aw|wg|fwd?)\s*:", parsed.subject, re.IGNORECASE)
        else None
    )


def _evident(parsed: Parsed, notice: str) -> bool:
    """Without a header sign: the words must name an address and a code or return a mail, as people do not write."""
    return bool(_ADDRESS.search(notice)) and bool(
        _CODE.search(notice) or parsed.report.returned or re.search(r"\b[45]\d\d[ -]", notice)
    )


def notice_text(parsed: Parsed) -> str:
    """The words of the notice, cut at the returned mail."""
    found = _CUT.search(parsed.text, 1)
    cut = parsed.text[: found.start()] if found and found.start() > 40 else parsed.text  # noqa: PLR2004 - not a heading
    return cut[:20_000]


def _text_addresses(parsed: Parsed, notice: str) -> tuple[str, ...]:
    named = [clean_address(item) for item in parsed.headers.get("x-failed-recipients", "").split(",")]
    exact = tuple(dict.fromkeys(item for item in named if item))
    return exact or parsed.report.guessed or _addresses_in(notice, parsed)


def _addresses_in(notice: str, parsed: Parsed) -> tuple[str, ...]:
    own = {parsed.from_address, *parsed.to}
    for found in _ADDRESS.finditer(notice):
        address = clean_address(found.group().strip("'."))
        if address and address not in own and not _ROBOT.match(address):
            return (address,)
    return ()


def _other_address(parsed: Parsed) -> str | None:
    if parsed.report.guessed:
        return parsed.report.guessed[0]
    returned = clean_address(parsed.report.returned.get("to", "").split(",")[0].split("<")[-1])
    return returned or next(iter(_addresses_in(notice_text(parsed), parsed)), None)


def _bounce(outcomes: tuple[RecipientOutcome, ...], rule: str) -> Classified:
    """One answer for the mail; `outcomes` keeps each recipient's own, because DSNs mix classes."""
    hard = any(outcome.hard for outcome in outcomes)
    decisive = next((outcome for outcome in outcomes if outcome.hard == hard), outcomes[0])
    subtype = "ndr_hard" if hard else "delay" if decisive.reason == "delayed" else "ndr_soft"
    return Classified(
        kind=Kind.HARD_BOUNCE if hard else Kind.SOFT_BOUNCE,
        label=Label.DELIVERY_NOTICE,
        stop="address" if hard else "none",
        review=decisive.address is None,
        evidence=Evidence(f"{rule}:{decisive.reason}", decisive.text),
        subtype=subtype,
        failed_recipient=decisive.address,
        recipients=tuple(dict.fromkeys(outcome.address for outcome in outcomes if outcome.address)),
        outcomes=outcomes,
    )


def _notice(kind: Kind, subtype: str, evidence: Evidence, recipients: tuple[str, ...]) -> Classified:
    return Classified(
        kind, Label.DELIVERY_NOTICE, "none", review=False, evidence=evidence, subtype=subtype, recipients=recipients
    )
