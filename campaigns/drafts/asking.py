"""Which mail waits for a person first, and the task that asks her for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

from sqlalchemy import Connection

from campaigns.decision import Judged, later
from campaigns.desk import assigning
from campaigns.drafts.words import Words, words_of
from campaigns.house import House
from campaigns.rendering.german import full_name
from campaigns.settle import settle
from campaigns.writing import offer_of, written
from channels.channel import NewTask
from sequences.calendar import local_day, to_utc
from sequences.definition import Channel, Sequence, Step, TaskSpec
from sequences.due import grace_days
from sequences.touch import Hold, Send
from store import drafts, operation, tasks
from store.case import Case
from store.drafts import HELD_FOR, WAITS_FOR_RELEASE, Draft, DraftState, Standing
from store.tasks import TaskRow

KIND = "approval"
OUTDATED = "draft_outdated"
"""The offer that a person approved has ended or changed meanwhile: what she read is not true any more."""
_LOOK_AGAIN = timedelta(hours=1)
_LIFE_DAYS = 14
_END_OF_DAY = time(18)
_GUIDE = (
    "Lesen Sie Betreff und Text. Anrede, Gruß, Abmeldung und Pflichtangaben kommen von selbst dazu.\n"
    "Passt alles: freigeben. Die Mail geht dann in der nächsten Sendezeit hinaus, wenn sie noch erlaubt ist.\n"
    "Soll sie anders lauten: den Text als Datei holen, ändern und mit der Freigabe zurückgeben:\n"
    "  wiedersehen tasks draft {task} --out mail.txt\n"
    "  wiedersehen tasks done {task} --outcome approved --text mail.txt\n"
    "Soll sie gar nicht hinaus: ablehnen. Die Sequenz geht dann mit dem nächsten Schritt weiter."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is with people already: drafts by touch id, and by hash how far definitions with release_first have come."""

    drafts: Mapping[int, Draft] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A lawful mail that a person reads first."""

    judged: Judged
    words: Words
    offer: str


class Way(Enum):
    """What becomes of a mail that may leave."""

    FREE = auto()
    APPROVED = auto()
    ASK = auto()
    WITH_SOMEBODY = auto()
    WAIT = auto()


def desk_of(
    connection: Connection, house: House, touch_ids: Collection[int], sequences: Mapping[str, Sequence]
) -> Desk:
    """Read once for all touches of a pass."""
    if not house.approvals:
        return Desk()
    hashes = [one.hash for one in sequences.values() if one.release_first]
    if not hashes and not any(step.draft for one in sequences.values() for step in one.steps):
        return Desk()
    return Desk(drafts.of_touches(connection, touch_ids), drafts.standings(connection, hashes))


def way_of(house: House, case: Case, sequence: Sequence, channel: Channel, desk: Desk) -> Way:
    """Whether a mail that may leave does so by itself, and if not, whom it waits for."""
    step = sequence.step(case.touch.step)
    if not house.approvals or channel is not Channel.EMAIL or not step.purpose.is_advertising or step.at_once:
        return Way.FREE
    known, standing = desk.drafts.get(case.touch.id), desk.standings.get(sequence.hash, Standing(0, 0))
    if known is not None and known.state is DraftState.APPROVED:
        return Way.APPROVED
    releasing = standing.left < sequence.release_first
    if not (step.draft or releasing):
        return Way.FREE
    if known is not None and known.state is DraftState.WAITING:
        return Way.WITH_SOMEBODY
    return Way.WAIT if releasing and standing.left + standing.open >= sequence.release_first else Way.ASK


def asked(house: House, case: Case, sequence: Sequence, judged: Judged, now: datetime) -> Asked | Judged:
    """The words to ask about. Raises RenderError, as the mail itself would."""
    ruling = judged.ruling
    if ruling is None or not isinstance(judged.decision, Send):
        raise TypeError("only a mail that may leave is asked about")
    said = written(house, case, sequence, ruling, judged.decision.channel, now)
    words = words_of(house.templates, said.template, said.content, said.context)
    return Asked(judged, words, said.offer) if words is not None else judged


def still_true(house: House, case: Case, sequence: Sequence, draft: Draft, now: datetime) -> bool:
    """False when the offer that an approved mail names has ended or changed since (§ 5 Abs. 1 UWG)."""
    offer = offer_of(house, case, sequence, sequence.step(case.touch.step), Channel.EMAIL, now)
    return (offer.mark if offer is not None else "") == draft.offer


def waits(house: House, case: Case, sequence: Sequence, judged: Judged, now: datetime) -> Judged:
    """Postponed until the first ones are released, or left out where that would be too late."""
    decision = later(house, case, sequence, Channel.EMAIL, now + _LOOK_AGAIN, WAITS_FOR_RELEASE)
    return Judged(decision, judged.tried)


def hold(connection: Connection, house: House, case: Case, sequence: Sequence, one: Asked, now: datetime) -> None:
    """Hold the mail and open the task, in the caller's transaction, under its locks; a lost claim changes nothing."""
    if sequence.release_first:
        standing = drafts.standing(connection, sequence.hash)
        if standing.left < sequence.release_first <= standing.left + standing.open:
            settle(connection, house, case, sequence, waits(house, case, sequence, one.judged, now), now)
            return
    if not settle(connection, house, case, sequence, Judged(Hold(HELD_FOR), one.judged.tried), now):
        return
    # The fence grows with every claim: asked for a second time, after a pause, it is another task.
    task = f"draft-{case.touch.send_id[:22]}-{case.touch.fence}"[:36]
    row = _task(connection, house, case, sequence, one.words, task, now)
    tasks.add(connection, row, now)
    drafts.put(connection, case.touch.id, task, (one.words.subject, one.words.paragraphs), one.offer, now)


def _task(
    connection: Connection, house: House, case: Case, sequence: Sequence, words: Words, task: str, now: datetime
) -> TaskRow:
    step = sequence.step(case.touch.step)
    contact = case.contact
    guide = _GUIDE.format(task=task)
    title = f"Mail freigeben: {full_name(contact)}, {sequence.title} ({step.id})"
    brief = f"Betreff: {words.subject}\n\n{words.text}"
    end = to_utc(_last_day(case, sequence, step, now), _END_OF_DAY, contact.timezone)
    new = NewTask(case.touch.send_id, KIND, title, brief, guide, contact.owner_email, now, end)
    placed = assigning.place(house, connection, case, replace(step, task=TaskSpec(KIND)), new, now)
    return TaskRow(
        external_id=task,
        contact_pk=case.enrollment.contact_pk,
        kind=KIND,
        title=title,
        brief=brief,
        guide=guide,
        due_at=placed.due_at,
        channel=Channel.EMAIL.value,
        assignee=placed.assignee,
        expires_at=placed.expires_at,
        sample=operation.switch(connection, operation.ACTIVATED) is None,
        advertising=True,
        stands_in_for=placed.stands_in_for,
    )


def _last_day(case: Case, sequence: Sequence, step: Step, now: datetime) -> date:
    """After it nobody need approve: the step would be too late."""
    today = local_day(now, case.contact.timezone)
    days = grace_days(sequence, step)
    last = today + timedelta(days=_LIFE_DAYS)
    return last if days is None else min(last, max(today, case.touch.planned_on + timedelta(days=days)))
