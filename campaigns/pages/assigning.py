"""A person finds the contract of a declaration that nothing here could assign: from then on it is as if it named it."""

from __future__ import annotations

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.owed_word import assigned
from store import cancellations, locks, operation, people, permissions

_OF_REVIEW = "review-"


def assign(house: House, task: str, contact_pk: int, contract: str, by: str) -> str | None:
    """Give the declaration behind a task to a contract; what stands against it in German, or None.

    Its end is told as after an import. An objection in it is one of the person to whom the contract belongs.
    """
    recalled: dict[str, list[str]] = {}
    with house.store.write() as connection:
        found = people.contract(connection, contract)
        if found is None:
            return f"Den Vertrag {contract} gibt es nicht. Erst einlesen: wiedersehen import contracts DATEI"
        holder = found[1]
        locks.lock_contacts(connection, {contact_pk, holder})
        declared = cancellations.of_contact(connection, contact_pk, task.removeprefix(_OF_REVIEW))
        if declared is None or not task.startswith(_OF_REVIEW):
            return f"Zur Aufgabe {task} gehört keine Erklärung, die ein Vertrag ergänzt."
        named = declared.cancellation.contract_id
        if named is not None:
            return None if named == contract else f"Die Erklärung gehört schon zum Vertrag {named}."
        cancellations.assign(connection, declared.pk, contract)
        data = {"id": declared.cancellation.external_id, "contract": contract, "by": by}
        operation.audit(connection, "cancellation_assigned", house.clock.now(), declared.cancellation.contact_id, data)
        if holder != contact_pk:
            recalled = _object(connection, house, contact_pk, holder, declared.cancellation.external_id).recalled
        assigned(connection, house, declared.pk, contract, house.clock.now())
    write_recalls(house, recalled)
    return None


def _object(connection: Connection, house: House, contact_pk: int, holder: int, cancellation: str) -> Aftermath:
    aftermath = Aftermath()
    name, source = people.contact(connection, contact_pk)[0].external_id, f"cancellation {cancellation}"
    for one in permissions.objections(connection, contact_pk):
        if one.contact == name and one.source == source:
            told = {"source": source, "verbatim": one.verbatim}
            done = object_to(connection, house, holder, one.fact.scope, one.fact.via, one.fact.received_at, **told)
            aftermath.recalled.update(done.recalled)
    return aftermath
