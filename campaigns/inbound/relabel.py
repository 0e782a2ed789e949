"""A person puts a label right: what the right label does is carried out now, as if the mail had been understood.

What the wrong one did stays done: a run that ended is over, and an objection stays one until the person herself takes
it back. So a label can be put right without anybody being written to who was promised silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.inbound import colleagues
from campaigns.inbound.answered import let_go
from campaigns.inbound.effects import carry_out, incoming
from campaigns.inbound.matching import is_of_house
from campaigns.inbound.objecting import from_a_stranger
from campaigns.inbound.tasks import PRIVACY, task_id, wants_person
from campaigns.inbound.unheard import makes_claim
from campaigns.rights.requests import received_by_mail
from replies.intents import BY_LABEL
from replies.reply import Classified, Evidence, Kind, Label, NewContact, Parsed, RawMail
from sequences.touch import TouchState
from store import operation, outbox, replies, tasks
from store.replies import Match

_EVIDENCE_CHARS = 1_000
_MACHINE = frozenset({Kind.AUTO_REPLY.value})


class OurOwn(ValueError):
    """The mail came from an address of ours and belongs to nobody on file: whose demand it is, it does not say."""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """The labels (`unclear` for none) and the effect. `objection_stays`: an earlier one is not lifted by this."""

    before: str
    after: str
    effect: str
    objection_stays: bool


def relabel(house: House, fingerprint: str, label: Label, by: str) -> Relabelled | None:
    """Carry out `label` for a reply in one transaction; None for an unknown reply.

    Raises OurOwn where the label would make a demand of a colleague's address her own (Art. 15-21 DSGVO).
    """
    now = house.clock.now()
    with house.store.write() as connection:
        row = replies.one(connection, fingerprint)
        if row is None:
            return None
        mail, parsed, answer = _mail(row), _parsed(row), _answer(row, label)
        match = Match(row["touch_id"], row["contact_id"], row["matched_by"])
        if match.contact_pk is None and makes_claim(answer) and is_of_house(connection, house, parsed):
            raise OurOwn(parsed.from_address)
        task = tasks.show(connection, task_id(fingerprint))
        if match.contact_pk is None:
            received_by_mail(connection, house, mail, parsed, answer, None)
            effect, aftermath = from_a_stranger(connection, house, mail, parsed, answer)
        else:
            # The label is the person's word now; who sent the mail is no clearer than before.
            came = incoming(connection, house, mail, parsed, answer, match, row["trust"] or "unconfirmed")
            effect, aftermath = carry_out(came)
        replies.relabel(connection, fingerprint, answer, effect, by, now)
        # Another kind of task was rewritten by its effect; where nobody is needed any more, it goes. What was put into
        # it besides may be another demand of hers, whose month runs (Art. 12 Abs. 3 DSGVO): for that it stays.
        if task is not None and not wants_person(answer) and not replies.waiting_with(connection, fingerprint):
            tasks.close(connection, task["id"], TouchState.WITHDRAWN.value, now)
        if match.contact_pk is not None:
            let_go(connection, match.contact_pk)
            colleagues.release(connection, house, match.contact_pk)
        before = row["label"] or "unclear"
        data = {"reply": fingerprint[:16], "from": before, "to": label.value, "effect": effect, "by": by}
        operation.audit(connection, "reply_relabelled", now, row["contact"], data)
        if match.contact_pk is not None and label.value != before:
            outbox.put(connection, f"reply.{label.value}", match.contact_pk, {"reply": fingerprint[:16]}, now)
    write_recalls(house, aftermath.recalled)
    return Relabelled(before, label.value, effect, row["effect"] == "objection" and effect != "objection")


def _mail(row: Mapping[str, Any]) -> RawMail:
    return RawMail(row["account"], row["folder"], 0, 0, row["raw"] or b"", row["received_at"])


def _parsed(row: Mapping[str, Any]) -> Parsed:
    return Parsed(
        fingerprint=row["fingerprint"],
        message_id=row["message_id"],
        subject=row["subject"],
        from_address=row["from_address"],
        date=row["mail_date"],
        text=row["new_text"],
        new_text=row["new_text"],
    )


def _answer(row: Mapping[str, Any], label: Label) -> Classified:
    """As if classified so: the label's own stop; a pause needs the day that was read, or is a plain stop."""
    stop = BY_LABEL[label].stop
    if label is Label.NOT_NOW_LATER and row["resume"] is None and row["return_date"] is None:
        stop = "sequence"
    return Classified(
        # What a person has read and labelled was written by one, unless a machine said that it was it. A web form
        # says so too, and nobody's machine asks for data: the month runs all the same (Art. 12 Abs. 3 DSGVO).
        kind=Kind.AUTO_REPLY if row["kind"] in _MACHINE and label not in PRIVACY else Kind.HUMAN_REPLY,
        label=label,
        stop=stop,
        review=False,
        evidence=Evidence("relabelled", row["evidence_text"] or row["new_text"][:_EVIDENCE_CHARS]),
        reply_text=row["new_text"],
        return_date=row["return_date"],
        resume=row["resume"],
        new_contact=NewContact(**row["new_contact"]) if row["new_contact"] else None,
    )
