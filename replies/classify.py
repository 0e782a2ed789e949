"""From a parsed mail to its meaning and the least stop that follows. Pure; unclear always holds and asks a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from replies.intents import delivery_notice, out_of_office, wrong_person_left_company
from replies.meaning import objection
from replies.meaning.human import claims, human, likeliest
from replies.meaning.verdict import REPLY_PREFIX, answer, away, medium_of_stop
from replies.meaning.words import Sentence, sentences
from replies.notices import automatic, transport
from replies.reply import Classified, Evidence, Kind, Label, Parsed
from sequences.calendar import add_business_days, is_business_day

BULK = "bulk_mail"
"""Rule of mail with list headers that cites nothing."""
_END_OF_TIME = date(date.max.year - 1, 1, 1)
_LEFT_RULES = ("left", "mailbox_closed", "english")
_MACHINE_LABELS = (Label.OUT_OF_OFFICE, Label.DELIVERY_NOTICE, Label.WRONG_PERSON_LEFT_COMPANY)


def classify(parsed: Parsed, land: str | None = None, *, cited: bool = False) -> Classified:
    """Kind, label, stop and evidence of one mail. Never raises for any `Parsed`.

    `cited`: it names a message of ours otherwise than by a Message-ID (a code, a link), so it is an answer to us.

    `land` is the sender's: its holidays decide on which working day contact may go on. School holidays („nach den
    Ferien“) are never turned into a day.
    """
    found = _meaning(parsed, cited=cited)
    return replace(found, resume=resume_day(found, land)) if found.return_date else found


def resume_day(found: Classified, land: str | None) -> date | None:
    """The first day contact may go on, by the holidays of `land` (None: unknown, all that exist in Germany).

    Who comes back from an absence has that day for the full inbox; who asks for a later contact gets it on the day.
    """
    day = found.return_date
    if day is None or day >= _END_OF_TIME:
        return day
    if found.label is Label.OUT_OF_OFFICE:
        return add_business_days(day, 1, land)
    return day if is_business_day(day, land) else add_business_days(day, 1, land)


def _meaning(parsed: Parsed, *, cited: bool) -> Classified:
    if parsed.quarantined:
        return _quarantined(parsed)
    machine = transport.judge(parsed)
    if machine:
        told = machine.kind in {Kind.AUTO_REPLY, Kind.CHALLENGE, Kind.UNKNOWN}
        return replace(machine, reply_text=machine.reply_text or parsed.new_text) if told else machine
    said = sentences(parsed.new_text)
    demand = automatic.challenge(parsed)
    if demand and not claims(parsed, said):
        notice = Label.DELIVERY_NOTICE
        return answer(parsed, Kind.CHALLENGE, notice, "none", demand, review=True, subtype="challenge")
    auto = automatic.sign(parsed)
    if auto and not claims(parsed, said):
        return _automatic(parsed, said, auto)
    if not cited and _is_bulk(parsed):
        # A mailbox behind a mailing list gets people's mail with list headers: a claim in it is somebody's to read.
        stop = "hold" if claims(parsed, said) else "none"
        evidence = Evidence(BULK, "List-Unsubscribe")
        return answer(parsed, Kind.UNKNOWN, Label.SPAM_OTHER, stop, evidence, review=stop == "hold")
    return human(parsed, said, cited=cited)


def _quarantined(parsed: Parsed) -> Classified:
    """A mail that broke the parser: a person looks, and an objection in its raw words still counts."""
    found = objection.objection_in(parsed.new_text)
    evidence = found or Evidence("quarantined", parsed.quarantined or "")
    stop = "all_advertising" if found else "hold"
    label = Label.OBJECTION_UNSUBSCRIBE if found else None
    return Classified(Kind.UNKNOWN, label, stop, review=True, evidence=evidence)


def _automatic(parsed: Parsed, said: tuple[Sentence, ...], auto: Evidence) -> Classified:
    """A machine wrote: absence, receipt, „has left“. What carries a claim does not come here (BGH VI ZR 134/15)."""
    everything = (*said, *sentences(parsed.subject))
    left = wrong_person_left_company.INTENT.find(said)
    gone = out_of_office.INTENT.find(everything)
    received = delivery_notice.INTENT.find(everything)
    guess = likeliest(everything, _MACHINE_LABELS)
    if left and (left.rule.endswith(_LEFT_RULES) or guess is Label.WRONG_PERSON_LEFT_COMPANY):
        return answer(parsed, Kind.AUTO_REPLY, Label.WRONG_PERSON_LEFT_COMPANY, "sequence", left)
    if gone or (guess is Label.OUT_OF_OFFICE and not received):
        return away(parsed, gone or auto)
    subtype = "quarantine" if automatic.quarantine(parsed) else "ticket_ack"
    return answer(parsed, Kind.AUTO_REPLY, Label.DELIVERY_NOTICE, "none", received or auto, subtype=subtype)


def _is_bulk(parsed: Parsed) -> bool:
    """A newsletter to us: list headers, and it answers nothing of ours."""
    headers = parsed.headers
    listed = "list-unsubscribe" in headers or "list-id" in headers or "feedback-id" in headers
    return listed and not parsed.references and not REPLY_PREFIX.match(parsed.subject)


__all__ = ["BULK", "classify", "medium_of_stop", "resume_day"]
