"""May I now, and on what ground? The law's answer about any task that contacts somebody, in words for the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.counts import dial_limits
from campaigns.desk.halting import HALTED, OUTCOMES_COUNT, halted, held_back
from campaigns.desk.may_contact import may_call_back, may_contact
from campaigns.desk.subject import Occasion, Subject
from campaigns.facts import consent_fact
from campaigns.house import House
from campaigns.reason_words import VERDICTS, cap_words
from campaigns.rendering.german import german_date
from compliance.facts import Facts, OwnPause, PresumedConsent, Request
from compliance.rulebook import rule_on
from compliance.rules.call_hours import CALL_HOURS
from compliance.verdict import Ruling, Verdict
from contacts.medium import Medium, Purpose
from sequences.calendar import is_holiday, local_day
from sequences.definition import Channel
from store import cancellations, cases, people
from store.case import Wishes
from tasks.kinds import DIALLED, INSIDE, Outcome, shows_number
from tasks.tries import next_try

May = Literal["yes", "later", "no"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, later or no, and why: one German sentence."""

    may: May
    words: str


def ruling_now(house: House, task: Mapping[str, Any]) -> Ruling | None:
    """The ruling as of now for an open task that calls or writes to somebody; None where nothing is to be ruled."""
    if task["state"] != "open" or task["kind"] in INSIDE:
        return None
    if task["kind"] == "callback":
        return may_call_back(house, task["contact_id"], task["external_id"])
    with house.store.read() as connection:
        halt = halted(house, connection, [task]).get(task["id"], "")
        free = ruling_without_a_step(house, connection, task) if task["touch_id"] is None else None
    if task["touch_id"] is not None and task["channel"]:
        free = may_contact(house, task["touch_id"], Channel(task["channel"]))
    return held_back(free, halt) if free is not None and halt else free


def answer_of(ruling: Ruling, zone: ZoneInfo) -> Answer:
    """One sentence for whoever has the phone in her hand."""
    reason = cap_words(ruling.reason).removesuffix(".")
    if ruling.rule == HALTED:
        return Answer("later", f"Nein: {reason}. {OUTCOMES_COUNT}")
    if ruling.verdict.allows:
        return Answer("yes", f"Ja: {reason}.")
    if ruling.verdict is Verdict.DEFER and ruling.until is not None:
        return Answer("later", f"Nein, erst ab {ruling.until.astimezone(zone):%d.%m.%Y, %H:%M} Uhr: {reason}.")
    return Answer("no", f"Nein, {VERDICTS[ruling.verdict.name]}: {reason}.")


def basis_lines(house: House, subject: Subject, ruling: Ruling) -> Iterator[str]:
    """What the contact rests on, each with its date and the id of its evidence; a refusal where it rests on nothing."""
    zone = ZoneInfo(house.timezone)
    carrying = [gate for gate in ruling.gates if gate.finding.verdict.allows and gate.finding.evidence]
    for gate in carrying:
        for one in gate.finding.evidence:
            yield f"{_named(subject, one, zone)} [{gate.statute}]"
    if not carrying and ruling.verdict not in (Verdict.ALLOW, Verdict.ALLOW_DUTY, Verdict.DEFER):
        yield f"Keine: {ruling.reason}"
    elif not carrying:
        yield _BY_OCCASION[subject.occasion]


_BY_OCCASION = {
    Occasion.ADVERTISING: "Im Vorgang ist kein Beleg genannt. Vor dem Anruf nachsehen: wiedersehen why KONTAKT",
    Occasion.SURVEY: "Im Vorgang ist kein Beleg genannt. Vor dem Anruf nachsehen: wiedersehen why KONTAKT",
    Occasion.REQUEST: "Die Bitte der Person (Art. 6 Abs. 1 Buchst. b DSGVO)",
    Occasion.COMPLAINT: "Die Meldung der Person (Art. 6 Abs. 1 Buchst. b DSGVO)",
    Occasion.CONTRACT: "Der Vertrag (Art. 6 Abs. 1 Buchst. b DSGVO)",
}


def _named(subject: Subject, evidence: str, zone: ZoneInfo) -> str:
    for row in subject.consents:
        if row.consent.external_id == evidence:
            day = german_date(row.consent.granted_at.astimezone(zone).date())
            return f"Einwilligung vom {day}, Beleg {evidence}"
    presumed = subject.wishes.presumption
    if presumed is not None and presumed.id == evidence:
        day = german_date(presumed.released_at.astimezone(zone).date())
        return f"Mutmaßliche Einwilligung, freigegeben am {day} von {presumed.released_by}, Beleg {evidence}"
    callback = subject.wishes.callback
    if callback is not None and callback.id == evidence:
        return f"Rückrufbitte vom {german_date(callback.received_at.astimezone(zone).date())}, Beleg {evidence}"
    return f"Nachricht der Person, Beleg {evidence[:16]}"


def ruling_without_a_step(house: House, connection: Connection, task: Mapping[str, Any]) -> Ruling | None:
    """A call that no step of a sequence asked for, such as one that follows from an answer or an earlier talk.

    None for what is no call.
    """
    if task["kind"] not in DIALLED:
        return None
    facts = _facts(house, connection, task)
    ruling = rule_on(facts, house.policy)
    free = facts.next_window
    if not ruling.verdict.allows or free is None or free <= facts.now:
        return ruling
    reason = "Außerhalb der Anrufzeiten, oder die Versuche sind für jetzt verbraucht."
    return replace(ruling, verdict=Verdict.DEFER, rule=CALL_HOURS.name, reason=reason, until=free)


def _facts(house: House, connection: Connection, task: Mapping[str, Any]) -> Facts:
    now, pk = house.clock.now(), task["contact_id"]
    contact, points, company = people.contact(connection, pk)
    firms = {company} if company is not None else set()
    around = cases.surroundings(connection, {pk}, firms, now, house.horizon)(pk, company, contact.external_id)
    found, wishes, asked = cancellations.newest(connection, pk), around["wishes"], around["asked"]
    purpose = Purpose.SURVEY if task["kind"] == "exit_interview" else Purpose.ADVERTISING
    lands = (contact.land, house.team.of(task["assignee"] or contact.owner_email).land)
    dials = [one.at for one in around["talks"] if shows_number(one.kind, Outcome(one.outcome))]
    return Facts(
        now=now,
        timezone=contact.timezone,
        recipient=contact.kind,
        medium=Medium.PHONE,
        purpose=Purpose.SERVICE if asked is not None and purpose is Purpose.ADVERTISING else purpose,
        has_address=any(point.medium is Medium.PHONE and point.valid for point in points),
        tier=contact.tier,
        consents=tuple(consent_fact(row, found.contract if found else None, points) for row in around["consents"]),
        objections=around["objections"],
        request=Request(asked.fingerprint, asked.received_at) if asked is not None else None,
        presumed=_presumed(wishes, found.cancellation.received_at if found else None),
        suppression_store_up=around["suppression_up"] and house.list_readable,
        restricted_at=wishes.restricted_at,
        own_pause=_own_pause(wishes),
        window=house.window,
        next_window=next_try(now, dials, dial_limits(house), contact.timezone, lands, house.window),
        is_holiday=is_holiday(local_day(now, contact.timezone), lands),
    )


def _presumed(wishes: Wishes, cancelled_at: datetime | None) -> PresumedConsent:
    """As in campaigns.facts: who has cancelled since is another customer, and what was presumed before is over."""
    found = wishes.presumption
    if found is None or (cancelled_at is not None and found.released_at < cancelled_at):
        return PresumedConsent()
    return PresumedConsent(found.reason, found.released_by, found.released_at, found.id)


def _own_pause(wishes: Wishes) -> OwnPause | None:
    wish = wishes.preference
    return OwnPause(wish.id, wish.paused_until) if wish is not None and wish.paused_until is not None else None
