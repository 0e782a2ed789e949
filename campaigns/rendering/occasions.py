"""What a message may be about: the offboarding plan, news, an offer, a double opt-in, a declaration received. Pure."""

from __future__ import annotations

from datetime import timedelta

from campaigns.rendering.case import Declaration, RenderCase
from campaigns.rendering.german import german_date
from campaigns.rendering.values import clean, day_words, lines_of, moment_words
from contacts.cancellation import DeclarationKind

_REFUND_DAYS = 14
"""§ 357 Abs. 1 BGB, from the day the withdrawal is received."""


def plan(case: RenderCase) -> dict[str, object]:
    dates = case.plan
    today = case.now.astimezone(case.tz).date()
    return {
        # Only while it is true may a text say that data can still be had.
        "data_kept": dates.deletion_day is not None and dates.deleted_on is None and today < dates.deletion_day,
        "closing_day": day_words(dates.closing_day),
        "export_ready_day": day_words(dates.export_ready_day),
        "deletion_day": day_words(dates.deletion_day),
        "backups_day": day_words(dates.backups_day),
        "deleted_on": day_words(dates.deleted_on),
        "retention_days": str(dates.retention_days),
        "backup_months": str(dates.backup_months),
    }


def extras(case: RenderCase) -> dict[str, object]:
    event, offer, story = case.event, case.offer, case.story
    return {
        "event_name": event.name if event else None,
        "event_day": day_words(event.day if event else None),
        "event_text": event.text if event else None,
        "offer_title": offer.title if offer else None,
        "offer_price": offer.price if offer else None,
        "offer_conditions": offer.conditions if offer else None,
        "offer_terms_url": offer.terms_url if offer else None,
        "offer_until": day_words(offer.valid_until if offer else None),
        "offer_limit_reason": offer.limit_reason if offer else None,
        "story_title": story.title if story else None,
        "story_text": story.text if story else None,
    }


def agreed(case: RenderCase) -> dict[str, object]:
    found = case.agreed
    return {
        "stays": found.stays,
        "back_day": day_words(found.since),
        "summary_late": found.is_late,
        "conceded_lines": _lines(found.conceded),
        "promised_lines": _lines(found.promised),
        "kept_lines": _lines(found.kept),
    }


def _lines(said: tuple[str, ...]) -> tuple[object, ...]:
    """Each on one line: what somebody typed opens neither a paragraph nor a section of a task."""
    return tuple(clean("", one.lstrip("= ")) for one in said if one.strip("= "))


def opt_in(case: RenderCase) -> dict[str, object]:
    asked = case.opt_in
    return {
        "consent_text": asked.text if asked else None,
        "consent_lines": lines_of(asked.text if asked else ""),
        "confirm_url": asked.confirm_url if asked else None,
        "confirm_until": moment_words(asked.until, case.tz) if asked else None,
    }


def declaration(case: RenderCase) -> dict[str, object]:
    declared = case.declaration or _withdrawal(case)
    if declared is None:
        return dict.fromkeys(("declared_at", "declared_text", "refund_until")) | {"declared_lines": ()}
    last = declared.received_at.astimezone(case.tz).date() + timedelta(days=_REFUND_DAYS)
    return {
        "declared_at": moment_words(declared.received_at, case.tz),
        "declared_text": declared.text,
        "declared_lines": lines_of(declared.text),
        "refund_until": german_date(last),
    }


def _withdrawal(case: RenderCase) -> Declaration | None:
    """A withdrawal that came in as a case of its own; without words the fact itself is what was declared."""
    received = case.cancellation
    if received is None or received.kind is not DeclarationKind.WITHDRAWAL:
        return None
    return Declaration(
        received.received_at, received.text or f"Widerruf des Vertrags {received.contract_id or ''}".strip() + "."
    )
