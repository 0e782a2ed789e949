"""The report of the data-protection officer: what was sent on what basis, what was refused, what is open or overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.evidence.words import PURPOSES, RULES
from campaigns.house import House
from campaigns.lexicon.law import POLICY
from campaigns.retention.due import CATEGORIES, look
from campaigns.rights.deadline import days_left, warn_from
from campaigns.settings.policy import PolicyTable
from campaigns.touch_json import iso
from compliance import inside
from compliance.policy import Policy
from compliance.releases import LENIENT, effective
from compliance.rulebook import RULEBOOK_VERSION
from compliance.rulebook import RULES as RULEBOOK
from sequences.calendar import local_day
from store import audit, operation, requests
from store.reports import dpo

REVIEW_DAYS = 365
"""A norm that nobody has read for a year is reported."""
_STATUTES = {rule.name: rule.statute for rule in RULEBOOK} | {inside.INSIDE: inside.STATUTE}


def report(house: House, since: datetime | None) -> dict[str, Any]:
    """Everything of requirement 83 as plain values; `since` None = all the time. No names of customers, ids only."""
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        position, head = audit.head_of(connection)
        sealed, lacking = audit.waiting(connection), dpo.without_proof(connection)
        overdue = [due for due in look(house, connection) if due.number]
        return {
            "type": "dpo_report",
            "as_of": iso(house.clock.now(), zone),
            "since": iso(since, zone),
            "rulebook": RULEBOOK_VERSION,
            "activated": operation.switch(connection, operation.ACTIVATED) is not None,
            "sends": [_counted(one) for one in dpo.sends(connection, since)],
            "refusals": [_counted(one) for one in dpo.refusals(connection, since)],
            "releases": list(_releases(house, dpo.sends(connection, since))),
            "call_releases": [
                {"id": name, "contact": contact, "by": by, "at": iso(at, zone)}
                for name, contact, by, at in dpo.presumptions(connection, since)
            ],
            "contested": list(_contested(house)),
            "requests": list(_requests(connection, house)),
            "recipients_untold": [
                {"request": name, "recipient": one.recipient, "since": iso(one.created_at, zone)}
                for name, one in requests.untold(connection)
            ],
            "retention": [
                {"category": due.category, "number": due.number, "oldest": iso(due.oldest, zone), "enabled": due.on}
                for due in overdue
            ],
            "retention_due": {
                "number": sum(due.number for due in overdue),
                "oldest": iso(min((due.oldest for due in overdue if due.oldest), default=None), zone),
                "last_run": iso(operation.switched_at(connection, operation.LAST_RETENTION), zone),
            },
            "consents_without_proof": {
                "number": lacking[0],
                "first": [dict(zip(("consent", "contact", "medium"), one, strict=True)) for one in lacking[1]],
            },
            "rules_not_reviewed": list(_not_reviewed(house)),
            "audit": {"position": position, "head": head or None, "unsealed": sealed},
        }


def _counted(one: dpo.Counted) -> dict[str, Any]:
    rule = one.rule or "default_deny"
    return {
        "purpose": one.purpose,
        "rule": rule,
        "title": RULES.get(rule, rule),
        "statute": _STATUTES.get(rule, ""),
        "verdict": one.verdict,
        "number": one.number,
    }


def _releases(house: House, sends: list[dpo.Counted]) -> Iterator[dict[str, Any]]:
    """Each signed lenient reading, and how many sends rested on its rule: the most that it can have carried."""
    for name, release in house.policy.releases:
        rule = POLICY.get(name, "")
        yield {
            "point": name,
            "value": str(getattr(house.policy, name)),
            "by": release.by,
            "on": release.on.isoformat(),
            "reason": release.reason,
            "in_force": LENIENT[name](getattr(effective(house.policy), name)),
            "rule": rule,
            "sends_of_rule": sum(one.number for one in sends if one.rule == rule),
        }


def _contested(house: House) -> Iterator[dict[str, Any]]:
    shipped, here = Policy(), effective(house.policy)
    for name, lenient in LENIENT.items():
        value = getattr(here, name)
        yield {
            "point": name,
            "title": PolicyTable.model_fields[name].description or name,
            "value": str(value),
            "default": str(getattr(shipped, name)),
            "lenient": lenient(value),
            "statute": _STATUTES.get(POLICY.get(name, ""), ""),
        }


def _requests(connection: Connection, house: House) -> Iterator[dict[str, Any]]:
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    for one in requests.listing(connection):
        yield {
            "request": one.external_id,
            "kind": one.kind,
            "received_at": iso(one.received_at, zone),
            "due_at": iso(one.due_at, zone),
            "days_left": days_left(one, now, house.timezone),
            "warned": local_day(now, house.timezone) >= warn_from(one, house.timezone),
            "extended": one.extended_at is not None,
        }


def _not_reviewed(house: House) -> Iterator[dict[str, Any]]:
    today = local_day(house.clock.now(), house.timezone)
    for rule in RULEBOOK:
        if (today - rule.reviewed).days > REVIEW_DAYS:
            yield {"rule": rule.name, "statute": rule.statute, "reviewed": rule.reviewed.isoformat()}


def purpose_words(purpose: str | None) -> str:
    """The German word of a purpose."""
    return PURPOSES.get(purpose or "", purpose or "unbekannt")


def category_words(category: str) -> str:
    """The German words of what is overdue."""
    return CATEGORIES.get(category, category)
