"""From a decided touch to what leaves: context, rendering, message, then mail, row or task."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaigns.desk.assigning import office_of
from campaigns.drafts.words import Words, words_of
from campaigns.evidence.leaving import Prints, prints
from campaigns.house import House
from campaigns.inbound.codes import filled
from campaigns.inside import is_inside
from campaigns.rendering.german import full_name
from campaigns.rendering.own_words import wrapped
from campaigns.senders import sender_of
from campaigns.writing import written
from channels.channel import BatchRow, Content, EmailContent, LetterContent, Mail, Message, NewTask, Recipient
from channels.email.message_id import message_id
from channels.tasks import task
from compliance.verdict import Ruling
from contacts.medium import Medium, Purpose
from sequences.calendar import local_day, to_utc
from sequences.definition import Channel, Sequence, Step
from store.attempts import Content as Kept
from store.case import Case
from tasks.due import Deadline, due_at

_TASK_LIFE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A touch ready to leave by `channel`, bound to the claim it was made under."""

    touch_id: int
    fence: int
    channel: Channel
    leaving: Mail | BatchRow | NewTask
    kept: Kept
    purpose: Purpose
    prints: Prints
    offer: str = ""


def outgoing(
    house: House,
    case: Case,
    sequence: Sequence,
    ruling: Ruling,
    channel: Channel,
    now: datetime,
    *,
    approved: Words | None = None,
    thread: List[str] = (),
) -> Outgoing:
    """Render and prepare. Raises RenderError or Refused with a German sentence: then the touch is held.

    `approved`: the words a person let pass; they leave, whatever the template says by now. `thread`: Message-IDs of the
    mails that this one stands below, oldest first.
    """
    step = sequence.step(case.touch.step)
    said = written(house, case, sequence, ruling, channel, now)
    template, context, content = said.template, said.context, said.content
    if approved is not None and words_of(house.templates, said.template, content, context) != approved:
        content = wrapped(house.templates, approved.subject, approved.paragraphs, context)
    message = _message(house, case, sequence, step, channel, content, now, said.unsubscribe_url)
    if thread:
        below = {"In-Reply-To": f"<{thread[-1]}>", "References": " ".join(f"<{one}>" for one in thread)}
        message = replace(message, headers=below)
    inside = is_inside(step, channel)
    leaving = task(message, message.task_kind) if inside else house.channels[channel.value].prepare(message)
    if isinstance(leaving, Mail):
        leaving = replace(leaving, at_once=step.at_once)
    kept = replace(_kept(step, content, leaving), address_hash=_address_hash(house, case, leaving))
    printed = Prints()
    if step.purpose.is_advertising:
        printed = prints(house.templates, template, channel, context, content, leaving)
    return Outgoing(case.touch.id, case.touch.fence, channel, leaving, kept, step.purpose, printed, said.offer)


def message_id_of(house: House, case: Case) -> str:
    """The Message-ID of a touch: the same on every attempt, unguessable without the installation's key."""
    return case.touch.message_id or message_id(house.message_key, case.touch.send_id, house.addresses.message_id_domain)


def _address_hash(house: House, case: Case, leaving: Mail | BatchRow | NewTask) -> str | None:
    point = case.point(Medium.EMAIL) if isinstance(leaving, Mail) and house.list_readable else None
    return house.address_hash(Medium.EMAIL, point.normalised) if point else None


def _kept(step: Step, content: Content, leaving: Mail | BatchRow | NewTask) -> Kept:
    match content, leaving:
        case EmailContent(), Mail():
            raw = None if step.purpose.is_advertising else leaving.raw
            return Kept(content.subject, content.text, leaving.sha256, raw)
        case LetterContent(), _:
            return Kept(content.subject, "\n\n".join((content.salutation, *content.paragraphs)))
        case _:
            return Kept()


def _message(
    house: House,
    case: Case,
    sequence: Sequence,
    step: Step,
    channel: Channel,
    content: Content,
    now: datetime,
    unsubscribe_url: str | None,
) -> Message:
    brand = house.brand_of(case.contact.brand)
    is_task = channel in (Channel.PHONE, Channel.LINKEDIN)
    kind = step.task.kind if channel is Channel.PHONE else "linkedin"
    own_id = message_id_of(house, case)
    return Message(
        send_id=case.touch.send_id,
        message_id=own_id,
        created_at=now,
        purpose=step.purpose,
        sender=sender_of(house, case.contact, own_id),
        recipient=_recipient(case),
        content=content,
        sequence=sequence.name,
        step=step.id,
        envelope_from=filled(house.addresses.envelope_from, own_id) or brand.from_address,
        unsubscribe_url=unsubscribe_url,
        unsubscribe_mailto=filled(house.addresses.stop_mailto, own_id) if unsubscribe_url else None,
        due_at=_task_due(house, case, step, kind, now) if is_task else None,
        expires_at=_task_expiry(case, step, now) if is_task else None,
        assignee=case.contact.owner_email,
        task_kind=kind,
    )


def _recipient(case: Case) -> Recipient:
    contact = case.contact

    def raw(medium: Medium) -> str | None:
        point = case.point(medium)
        return point.normalised if point else None

    return Recipient(
        contact_id=contact.external_id,
        name=full_name(contact),
        company=contact.company.name if contact.company else "",
        email=raw(Medium.EMAIL),
        phone=raw(Medium.PHONE),
        profile=raw(Medium.LINKEDIN_DM),
        address=contact.address,
        salutation=contact.salutation,
        title=contact.title,
        first_name=contact.first_name,
        last_name=contact.last_name,
    )


def _task_due(house: House, case: Case, step: Step, kind: str, now: datetime) -> datetime:
    """By when, as far as the person and the step tell; the desk looks at who is there and who has room."""
    office = office_of(house, house.team.of(case.contact.owner_email), case.contact.land, kind)
    return due_at(now, Deadline(step.task.due_business_hours, step.task.due_business_days), office)


def _task_expiry(case: Case, step: Step, now: datetime) -> datetime:
    days = step.wait_for_outcome.days if step.wait_for_outcome else _TASK_LIFE_DAYS
    return to_utc(local_day(now, case.contact.timezone) + timedelta(days=days), _END_OF_DAY, case.contact.timezone)


_END_OF_DAY = datetime(2000, 1, 1, 18, 0).time()  # noqa: DTZ001 (a time of day, not a moment)
