"""The presumed consent of a business call (§ 7 Abs. 2 Nr. 1 UWG): a concrete reason, written down and released by name.

Refused here, not only at the call: reasons that courts did not accept would otherwise stand in the file as if they were
some (BGH I ZR 191/03, OLG Hamm 4 U 190/08, BVerwG 6 C 3.23).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.evidence.standing import Standing, forbids, standing
from campaigns.house import House
from contacts.contact import ContactKind
from contacts.medium import Medium
from store import cancellations, locks, operation, traces, wishes

CONCRETE = "concrete"

REFUSED = {
    "was_customer": "„War unser Kunde“ ist kein Grund: Eine Geschäftsbeziehung allein ist keine mutmaßliche "
    "Einwilligung (OLG Hamm 4 U 190/08).",
    "directory": "Eine Nummer aus einem öffentlichen Verzeichnis ist kein Grund (BVerwG 6 C 3.23).",
}
"""Words for reasons that carry no call, and why."""

REASONS = (CONCRETE, *REFUSED)

_ONLY = {
    "was_customer": re.compile(
        r"(bestands|alt|ex|stamm)?kund\w*|geschäftsbeziehung|vertrag|ehemalig\w*|früher\w*|bisherig\w*|langjährig\w*"
    ),
    "directory": re.compile(
        r"telefonbuch|branchenbuch|verzeichnis|impressum|internet|webs(ei|i)te|homepage|handelsregister|gelben?|seiten|"
        r"öffentlich\w*|bekannt\w*|google"
    ),
}
_FILLER = re.compile(
    r"er|sie|es|d(ie|er|as|en|em)|firma|betrieb|ist|war|waren|wurde|hatte|hat|sind|ein\w{0,2}|unser\w{0,2}|mit|bei|vom?|uns|"
    r"von|wir|seit|jahren?|jahrelang|lange|im|in|aus|auf|und|steht|stand|(telefon|ruf)?nummer|kontakt|gefunden|schon|immer"
)
"""Words of their own say nothing: what is left of the sentence is the reason."""

_LEAST_WORDS = 4


class NotPresumed(ValueError):
    """This reason is not recorded; the text is German and says what would be one."""


@dataclass(frozen=True, slots=True)
class Presumption:
    """A recorded reason; `flaw` is the German reason why no call rests on it today, empty when one may."""

    external_id: str
    facts: str
    offer: str
    released_by: str
    released_at: datetime
    flaw: str


def presume(
    house: House, contact_pk: int, *, reason: str, facts: str, offer: str, by: str, account: str
) -> Presumption:
    """Record and release the reason of a business call. NotPresumed with a German sentence."""
    facts, offer, by = (" ".join(words.split()) for words in (facts, offer, by))
    _check(reason, facts, offer, by)
    now = house.clock.now()
    with house.store.write() as connection:
        locks.lock_contact(connection, contact_pk)
        person = standing(connection, house, contact_pk, now)
        _check_person(house, person)
        identity = f"{person.contact.external_id}|{facts}|{offer}|{by}|{now.isoformat()}"
        external_id = "mutm-" + hashlib.sha256(identity.encode()).hexdigest()[:16]
        wishes.put_presumption(connection, contact_pk, external_id, reason, facts, offer, by, now, now)
        data = {"presumption": external_id, "by": account}
        operation.audit(connection, "presumption_released", now, person.contact.external_id, data)
    return Presumption(external_id, facts, offer, by, now, "")


def presumptions(connection: Connection, house: House, contact_pk: int, person: Standing) -> Iterator[Presumption]:
    """All recorded reasons of a contact, the oldest first, each with what keeps it from carrying a call."""
    rows = traces.presumptions(connection, contact_pk)
    newest = cancellations.newest(connection, contact_pk) if rows else None
    for row in rows:
        yield Presumption(
            row["external_id"],
            row["facts"],
            row["offer"],
            row["released_by"],
            row["released_at"],
            _flaw(house, person, row["released_at"], newest.cancellation.received_at if newest else None),
        )


def _check(reason: str, facts: str, offer: str, by: str) -> None:
    if reason in REFUSED:
        raise NotPresumed(f"{REFUSED[reason]} {_WANTED}")
    said = [word for word in re.findall(r"\w+", facts.casefold()) if not _FILLER.fullmatch(word)]
    for word, known in _ONLY.items():
        if said and all(map(known.fullmatch, said)):
            raise NotPresumed(f"{REFUSED[word]} {_WANTED}")
    if len(facts.split()) < _LEAST_WORDS:
        raise NotPresumed(f"--facts: „{facts}“ sagt zu wenig. {_WANTED}")
    if not offer:
        raise NotPresumed("--offer: Was wird angeboten? Art und Inhalt gehören zum Grund (BGH I ZR 191/03).")
    if not by:
        raise NotPresumed("--by: Wer gibt den Anruf frei? Ein Mensch mit Namen, vor dem Anruf.")


_WANTED = (
    "Nötig sind konkrete Umstände vor dem Anruf, aus denen diese Firma gerade dieses Angebot am Telefon erwartet, mit "
    "Datum und Quelle, zum Beispiel: --facts „Am 04.03.2026 auf unserem Messestand nach der Schnittstelle gefragt und "
    "um Preise gebeten“."
)


def _check_person(house: House, person: Standing) -> None:
    if person.contact.kind is not ContactKind.BUSINESS:
        raise NotPresumed(
            f"{person.contact.external_id} ist nicht als Firma gespeichert. Verbraucher, und wer unbekannt ist, dürfen "
            "nur mit ausdrücklicher Einwilligung angerufen werden (§ 7 Abs. 2 Nr. 1 UWG)."
        )
    if house.policy.b2b_presumed_consent != "manual":
        raise NotPresumed(
            "Die mutmaßliche Einwilligung ist abgeschaltet ([policy] b2b_presumed_consent); darüber entscheidet der "
            "Datenschutz."
        )
    if Medium.PHONE in forbids(person.objections):
        raise NotPresumed(
            f"{person.contact.external_id} hat Werbung am Telefon widersprochen: Wer Nein gesagt hat, von dem ist "
            "nichts zu vermuten. Nur eine spätere, ausdrückliche Einwilligung hebt das auf."
        )


def _flaw(house: House, person: Standing, released_at: datetime, cancelled_at: datetime | None) -> str:
    try:
        _check_person(house, person)
    except NotPresumed as refused:
        return str(refused)
    if cancelled_at is not None and released_at < cancelled_at:
        return "Seitdem ist eine Kündigung eingegangen; was vorher zu vermuten war, gilt nicht mehr."
    return ""
