"""The exit survey: six questions, all free to leave out. What is answered is stored; the page asks only once."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.pages.goodbye import id_of
from campaigns.pages.words_of import Refused, objection_of, refused
from campaigns.reason_words import CANCELLATION_REASONS
from contacts.cancellation import EXCLUDING_REASONS
from store import declared, events, locks, operation
from store.declared import Declared

KIND = "exit_survey"
REASONS = tuple(
    (word, CANCELLATION_REASONS[word])
    for word in (
        "price",
        "missing_feature",
        "quality",
        "service",
        "low_use",
        "competitor_offer",
        "project_ended",
        "financial_squeeze",
        "life_phase",
        "relocation",
        "contact_changed",
        "wants_change",
        "other",
    )
)
"""The answers to the first question. What excludes from advertising is no answer to tick: it is read by a person."""
SCORES = tuple(str(number) for number in range(11))
FIELDS = ("reason", "score", "nonce")
TEXTS = ("reason_words", "since", "noticed", "worked", "easier")
MAX_ANSWER = 2_000


def answer(house: House, case: Declared, fields: Mapping[str, str]) -> bool | Refused:
    """Store what was answered; False when nothing was. Refused with a German sentence for each that is too long."""
    errors = {
        name: f"Bitte kürzen Sie diese Antwort auf höchstens {MAX_ANSWER} Zeichen."
        for name in TEXTS
        if len(fields[name]) > MAX_ANSWER
    }
    if errors:
        return _refused(house, case, errors, fields)
    told: dict[str, object] = {name: fields[name] for name in TEXTS if fields[name]}
    if fields["reason"] in dict(REASONS):
        told["reason"] = fields["reason"]
    if fields["score"] in SCORES:
        told["score"] = int(fields["score"])
    if not told:
        return False
    _store(house, case, fields, told)
    return True


def only_no(house: House, case: Declared, fields: Mapping[str, str]) -> bool:
    """Carry out the objection in answers that are not taken in; True when there was one."""
    return _refused(house, case, {}, fields).objected


def _refused(house: House, case: Declared, errors: Mapping[str, str], fields: Mapping[str, str]) -> Refused:
    words = "\n".join(fields[name] for name in TEXTS)
    return refused(house, case, errors, words, _id_of(case, fields))


def _id_of(case: Declared, fields: Mapping[str, str]) -> str:
    words = (fields[name] for name in (*FIELDS, *TEXTS))
    return id_of("survey", case.found.cancellation.external_id, *words)


def _store(house: House, case: Declared, fields: Mapping[str, str], told: dict[str, object]) -> None:
    now = house.clock.now()
    cancellation = case.found.cancellation
    external_id = _id_of(case, fields)
    with house.store.write() as connection:
        locks.lock_contact(connection, case.contact_pk)
        if not events.observe(connection, KIND, external_id, case.contact_pk, now, told):
            return
        if "reason" in told:
            declared.confirm_reason(connection, case.found.pk, str(told["reason"]), EXCLUDING_REASONS)
        words = "\n".join(str(told[name]) for name in TEXTS if name in told)
        aftermath = objection_of(connection, house, case, words, external_id, now)
        operation.audit(connection, "survey_answered", now, cancellation.contact_id, {"id": external_id})
    write_recalls(house, aftermath.recalled)
