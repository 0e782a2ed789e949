"""An objection that came by mail: of the person, of everybody on the address it came from, of somebody unknown."""

from __future__ import annotations

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to
from campaigns.house import House
from campaigns.inbound.incoming import Done, Incoming
from campaigns.inbound.matching import is_ours
from compliance.facts import Via
from compliance.releases import effective
from contacts import normalize
from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.classify import medium_of_stop
from replies.meaning.objection import is_unclear
from replies.reply import Classified, Kind, Label, Parsed, RawMail


def from_a_stranger(connection: Connection, house: House, mail: RawMail, parsed: Parsed, answer: Classified) -> Done:
    """Nobody we know: only an objection has an effect, on the address, for whoever is imported with it later."""
    scope = objection_scope(house, answer)
    complaint = answer.kind is Kind.COMPLAINT
    # A complaint comes from the provider; whose it is stands in the report.
    address = normalize.email((answer.failed_recipient if complaint else parsed.from_address) or "")
    if scope is None or address is None:
        return ("hold" if answer.stop == "hold" else "none"), Aftermath()
    if not complaint and is_ours(connection, house, address):
        return "hold", Aftermath()  # one of us has handed it on: whose word it is, a person finds out
    via = Via.COMPLAINT if complaint else Via.TEXT
    told = {"source": parsed.fingerprint, "verbatim": answer.evidence.text}
    done = object_address(connection, house, Medium.EMAIL, address, scope, via, mail.received_at, **told)
    return "objection", done


def objection_scope(house: House, answer: Classified) -> str | None:
    """How far an objection in the mail goes, None when it is none."""
    if answer.stop == "all_advertising":
        wide = effective(house.policy).ambiguous_objection_scope == GLOBAL
        by_mail = answer.kind is Kind.HUMAN_REPLY and answer.label is Label.OBJECTION_UNSUBSCRIBE
        # Only with a named release does an unclear objection stop no more than the channel it came by.
        return GLOBAL if wide or not by_mail or not is_unclear(answer.reply_text) else Medium.EMAIL.value
    medium = medium_of_stop(answer.stop)
    return medium.value if medium is not None else None


def object_from(came: Incoming, scope: str) -> Done:
    """An objection of the person and of everybody who uses the address it was sent from (OLG Celle 13 U 15/14).

    It acts at any trust: a false one costs a letter, a real one that is passed over breaks Art. 21 Abs. 3 DSGVO.
    """
    complaint = came.answer.kind is Kind.COMPLAINT
    said = Via.CALL if came.noted else Via.TEXT
    via, at = (Via.COMPLAINT, came.now) if complaint else (said, came.mail.received_at)
    told = {"source": came.parsed.fingerprint, "verbatim": came.answer.evidence.text}
    aftermath = object_to(came.connection, came.house, came.contact_pk, scope, via, at, **told)
    sender = normalize.email(came.parsed.from_address or "") if not (complaint or came.handed_on) else None
    if sender is not None and not (came.stranger and is_ours(came.connection, came.house, sender)):
        others = object_address(came.connection, came.house, Medium.EMAIL, sender, scope, via, at, **told)
        aftermath.recalled.update(others.recalled)
    return "objection", aftermath
