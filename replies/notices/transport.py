"""Mail about mail: bounces, complaints, receipts, events. Decided before any word is read as a person's."""

from __future__ import annotations

import re

from replies.meaning.human import claims
from replies.meaning.words import sentences
from replies.notices import automatic, complaints, reasons, ses
from replies.notices.machine import is_personal, sign_of, tells_of_delivery
from replies.notices.notice import Section, notice_text, original_of, sections
from replies.reply import Classified, Evidence, Kind, Label, Parsed, RecipientOutcome, RecipientReport

_STRONG = re.compile(
    r"^[ \t*]{0,8}(?:.{0,40}this is the mail system at host|hi\. this is the .{0,80}|"
    r"this message was created automatically by mail delivery software|"
    r"(?:your|the following|the|a) (?:message|mail|e-?mail).{0,120}(?:could(?:n't| not) be delivered|was undeliverable|"
    r"did not reach|wasn't delivered|cannot be delivered|was not delivered|undeliverable)|"
    r"an error occurred while trying to deliver the (?:mail|message)|"
    r"delivery (?:to the following recipient\w*|has) failed|"
    r"\W{0,8}the following addresses had (?:permanent|transient|delivery)|"
    r"unable to deliver (?:your )?(?:message|mail)|i'm (?:afraid|sorry).{0,60}(?:deliver|unable)|"
    r"the mail (?:system|server).{0,60}(?:could not|unable)|(?:the )?message could(?:n't| not) be delivered|"
    r"message not delivered|(?:could not be|was not) delivered to\b|did not reach the following|"
    r"konnte nicht zugestellt werden|"
    r"(?:diese|ihre|ihr|die(?: folgende)?|leider konnte ihre) (?:nachricht|mail|e-?mail|dokument).{0,120}"
    r"(?:konnte\w* .{0,60}nicht (?:zugestellt|übermittelt)|nicht zugestellt werden|nicht erreicht|abgewiesen)|"
    r"leider konnte ihre (?:e-?mail|nachricht|mail) nicht zugestellt|"
    r"(?:die )?zustellung (?:ihrer nachricht )?an (?:den|die|folgende).{0,80}(?:fehlgeschlagen|nicht möglich)|"
    r"übermittlung an folgende empfänger fehlgeschlagen|"
    r"fehler bei der nachrichtenzustellung|der folgende empfänger|folgende empfänger|folgende\(r\) empfänger|"
    r"(?:could not|couldn't|cannot) (?:send|deliver) (?:message|mail)|the (?:user|recipient|"
    r"e-?mail address)\b.{0,80}(?:unknown|does not exist|not found)|failed to deliver|"
    r"user (?:unknown|not found)|mailbox (?:full|unavailable)|recipient'?s? mailbox|no such user)",
    re.IGNORECASE | re.MULTILINE,
)
_MACHINE = re.compile(
    r"^[ \t]{0,8}(?:did not reach the following recipient|your message did not reach some or all|"
    r"ihre nachricht hat einige oder alle empfänger nicht erreicht|"
    r"your mail (?:sent|attempted to be delivered) on:|error message below:|technical report:|reporting-mta:|"
    r"this message was created automatically by (?:mail delivery|facebook)|\d{1,3} ?error\(s\):|"
    r"an error occurred while trying to deliver the mail to the following recipient|"
    r"the following recipient\(s\) could not be reached|this is an automatically generated delivery status|"
    r"delivery to the following recipients? failed)",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines no person types: with them a mail needs no header sign."""
_DELAY = re.compile(
    r"\bdelayed\b|\(delay\)|still being retried|still undelivered|not yet (?:been )?delivered|has been postponed|"
    r"will (?:continue|keep) (?:to )?try|continue to attempt|delivery attempts will continue|for past \d+ hours|"
    r"warning message only|warning only|verzögert|noch nicht (?:an .{1,80})?zugestellt|weiterhin versucht|"
    r"weitere zustellversuche",
    re.IGNORECASE,
)
_ARRIVED_SUBJECT = re.compile(
    r"^(?:successful mail delivery|relayed:|expanded:|delivered:|zugestellt:|übermittelt:|weitergeleitet:|"
    r"delivery status notification \(success\))",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    r"successfully (?:delivered|relayed)|was delivered to|delivery to these recipients .{0,40}(?:is )?complete|"
    r"erfolgreich\b.{0,60}(?:zugestellt|übergeben|übermittelt)|zustellung an .{1,120} ist abgeschlossen|"
    r"wurde\b.{0,60}\bzugestellt",
    re.IGNORECASE | re.DOTALL,
)
_POSITIVE = frozenset({"delivered", "relayed", "expanded"})
_REJECTED = re.compile(r"rejected|deleted|denied|failed", re.IGNORECASE)
_TO_ADDRESS_ALONE = re.compile(
    r"(?:delivered to|zugestellt werden(?: an)?|"
    r"following recipients?)[:\s*]{1,10}<?[^\s@<>]{1,64}@[^\s@<>]{1,255}>?\s{0,5}$",
    re.IGNORECASE | re.MULTILINE,
)
_CODES = re.compile(r"(?<![\d.])[245]\.\d{1,2}\.\d{1,3}(?![\d.])|\b[45]\d\d[ -]")
_READ = 6_000
_DELAY_READ = 700
_BOUNCE_LABEL = Label.DELIVERY_NOTICE
"""ndr_hard and ndr_soft are subtypes of a delivery notice."""


def judge(parsed: Parsed) -> Classified | None:
    """Classification of a machine's report, None when the mail is not one."""
    event = ses.read_event(parsed.text)
    if event:
        return event.answer
    complaint = complaints.judge(parsed)
    if complaint:
        return complaint
    if parsed.report.disposition:
        return _disposition(parsed)
    if parsed.report.recipients and not _told_by_a_person(parsed):
        return _from_blocks(parsed)
    demand = automatic.challenge(parsed)
    if demand:
        return _notice(Kind.CHALLENGE, "challenge", demand, review=True)
    notices = ((automatic.read_receipt(parsed), "read_receipt"), (automatic.held_back(parsed), "quarantine"))
    for evidence, subtype in notices:
        if evidence:
            return _notice(Kind.AUTO_REPLY, subtype, evidence)
    if _ARRIVED_SUBJECT.search(parsed.subject) and _ARRIVED.search(parsed.text[:_READ]) and not is_personal(parsed):
        return _notice(Kind.UNKNOWN, "delivered", Evidence("delivered_words", parsed.subject))
    return _from_text(parsed)


def wants_guess(parsed: Parsed) -> bool:
    """Whether an answer can depend on flufl.bounce, which takes longer than all the rest: not for a person's mail."""
    report = parsed.report
    if report.disposition or any(not (one.original or one.recipient) for one in report.recipients):
        return True
    rule, sure = sign_of(parsed)
    return not report.recipients and (sure or _sounds_evident(parsed, rule, notice_text(parsed)))


def _told_by_a_person(parsed: Parsed) -> bool:
    """A bounce somebody hands on or tells of is hers, not a mail system's."""
    rule, sure = sign_of(parsed)
    return not sure and is_personal(parsed, sign_off=not rule)


def _disposition(parsed: Parsed) -> Classified:
    """A receipt; what a filter of the recipient rejected says so in its words (RFC 8098 3.2.6, Sieve reject)."""
    disposition = parsed.report.disposition
    notice = notice_text(parsed)
    rejected = "reject" in f"{parsed.subject} {notice[:500]} {parsed.headers.get('auto-submitted', '')}".casefold()
    if rejected and _REJECTED.search(disposition):
        return _bounce(_outcomes(parsed, notice, "failed", ""), "mdn_rejected")
    return _notice(Kind.AUTO_REPLY, "read_receipt", Evidence("mdn_disposition", disposition))


def _from_blocks(parsed: Parsed) -> Classified:
    notice = notice_text(parsed)
    failed = [report for report in parsed.report.recipients if not _is_positive(report)]
    if not failed:
        first = parsed.report.recipients[0]
        return _notice(Kind.UNKNOWN, "delivered", Evidence("dsn_positive", f"Action: {first.action}"))
    outcomes = tuple(_outcome(report, parsed, notice, alone=len(failed) == 1) for report in failed)
    return _bounce(outcomes, "dsn")


def _is_positive(report: RecipientReport) -> bool:
    return report.action in _POSITIVE or (report.status.startswith("2.") and report.action not in {"failed", "delayed"})


def _outcome(report: RecipientReport, parsed: Parsed, notice: str, *, alone: bool) -> RecipientOutcome:
    reason = reasons.judge(report.diagnostic, report.status, report.action)
    vague = not report.diagnostic or reasons.from_text(reasons.folded(report.diagnostic)) is None
    if alone and vague and report.action != "delayed":
        # Many systems give the reason only in the words above the machine block.
        told = reasons.judge(notice, report.status, report.action)
        reason = told if reason.name in {"undefined", "unavailable"} else reason
    address = report.original or report.recipient
    if not report.original and address:
        address = original_of(address, notice) or address
    text = report.diagnostic or f"Action: {report.action}; Status: {report.status}"
    return RecipientOutcome(
        address or sections(parsed, notice)[0].address, reason.hard, reason.name, report.status, text[:500]
    )


def _from_text(parsed: Parsed) -> Classified | None:
    rule, sure = sign_of(parsed)
    notice = notice_text(parsed)
    strong = _STRONG.search(notice[:_READ])
    if not sure and (not _sounds_evident(parsed, rule, notice) or sections(parsed, notice)[0].address is None):
        return None
    if not sure and claims(parsed, sentences(parsed.new_text)):
        return None  # somebody tells of a dead address and objects: a person's mail
    told = bool(strong or _MACHINE.search(notice[:_READ]))
    named = bool(parsed.report.guessed) or rule == "x_failed_recipients" or (sure and tells_of_delivery(parsed))
    if not told and not named and reasons.from_text(reasons.folded(notice)) is None:
        return None
    beginning = f"{parsed.subject}\n{notice[:_DELAY_READ]}"
    text = strong.group().strip() if strong else parsed.subject
    outcomes = _outcomes(parsed, notice, "delayed" if _DELAY.search(beginning) else "failed", text)
    return _bounce(outcomes, rule or "bounce_words")


def _sounds_evident(parsed: Parsed, rule: str, notice: str) -> bool:
    """Without a sure header: the new words say it as a machine does, and nobody speaks of himself."""
    own = parsed.new_text[:_READ] if parsed.references else notice[:_READ]
    if is_personal(parsed, sign_off=not rule):
        return False
    if _MACHINE.search(own):
        return True
    coded = bool(_CODES.search(own) or parsed.report.returned or _TO_ADDRESS_ALONE.search(own))
    if rule and coded and not parsed.references and reasons.from_text(reasons.folded(own)):
        return True
    return bool(_STRONG.search(own)) and (rule != "" or (coded and not parsed.references))


def _outcomes(parsed: Parsed, notice: str, action: str, text: str) -> tuple[RecipientOutcome, ...]:
    return tuple(_of_section(section, notice, action, text) for section in sections(parsed, notice))


def _of_section(section: Section, notice: str, action: str, text: str) -> RecipientOutcome:
    status = reasons.status_in(section.text) or reasons.status_in(notice)
    reason = reasons.judge(section.text, status, action)
    if reason.name == "undefined":
        reason = reasons.judge(notice, status, action)
    return RecipientOutcome(section.address, reason.hard, reason.name, status, text[:500])


def _bounce(outcomes: tuple[RecipientOutcome, ...], rule: str) -> Classified:
    """One answer for the mail; `outcomes` keeps each recipient's own, because DSNs mix classes."""
    hard = any(outcome.hard for outcome in outcomes)
    final = [outcome for outcome in outcomes if outcome.reason != "delayed"] or outcomes
    decisive = next((outcome for outcome in final if outcome.hard == hard), outcomes[0])
    subtype = "ndr_hard" if hard else "delay" if decisive.reason == "delayed" else "ndr_soft"
    return Classified(
        kind=Kind.HARD_BOUNCE if hard else Kind.SOFT_BOUNCE,
        label=_BOUNCE_LABEL,
        stop="address" if hard else "none",
        review=decisive.address is None,
        evidence=Evidence(f"{rule}:{decisive.reason}", decisive.text),
        subtype=subtype,
        failed_recipient=decisive.address,
        recipients=tuple(dict.fromkeys(outcome.address for outcome in outcomes if outcome.address)),
        outcomes=outcomes,
    )


def _notice(kind: Kind, subtype: str, evidence: Evidence, *, review: bool = False) -> Classified:
    return Classified(kind, Label.DELIVERY_NOTICE, "none", review=review, evidence=evidence, subtype=subtype)
