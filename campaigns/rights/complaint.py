"""The answer to a complaint: what was sent when, on what basis and evidence, or why nothing was. No keys, no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.evidence.standing import Standing, standing
from campaigns.evidence.words import METHODS, RULES, VIA
from campaigns.house import House
from campaigns.reason_words import CHANNELS, MEDIA, STATES, cap_words, reason_words
from campaigns.rendering.documents import Block, Document, Pairs, Section, Text
from campaigns.rendering.german import full_name, german_date, german_time
from campaigns.rights.authors import OTHERS_WORD, own_words
from campaigns.rights.copying import subject_of
from campaigns.rights.value_words import TO_THE_PERSON
from campaigns.why import explain
from contacts.medium import Purpose
from replies.reply import Kind
from store import dossier

Touch = Mapping[str, Any]

SOURCES = {
    "self_given": "Sie haben sie uns selbst gegeben.",
    "order_form": "Sie stand auf Ihrer Bestellung.",
    "third_party": "Wir haben sie von Dritten bekommen.",
    "public": "Sie war öffentlich zugänglich.",
    "bought": "Wir haben sie gekauft.",
    "unknown": "Woher sie stammt, ist bei uns nicht vermerkt.",
}
_MEDIUM_OF = {"email": "email", "letter": "post", "phone": "phone", "linkedin": "linkedin_dm"}
_LEFT = frozenset({"sent", "sending", "uncertain", "exported", "done", "recalled"})
_PURPOSES = {
    Purpose.ADVERTISING.value: "Werbung",
    Purpose.SURVEY.value: "Befragung (rechtlich Werbung)",
    Purpose.CONTRACT.value: "Vertragspost, keine Werbung",
    Purpose.SERVICE.value: "Antwort auf Ihren Wunsch, keine Werbung",
    Purpose.DOUBLE_OPT_IN.value: "Bestätigung einer Anmeldung, keine Werbung",
}


def complaint(house: House, contact_pk: int, *, step: str | None = None) -> Document | None:
    """The page for one person, about `step` (SEQUENCE/STEP) or everything; None when there is no such step."""
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    with house.store.read() as connection:
        person = standing(connection, house, contact_pk, now)
        who = subject_of(connection, house, contact_pk)
        rows, _ = own_words(connection, who, dossier.read(connection, who))
    answer = explain(house, person.contact.external_id, step=step)
    touches = [] if answer is None else answer["touches"]
    if step is not None and not touches:
        return None
    told = _Told(house, person, rows, zone)
    left = [one for one in touches if one["state"] in _LEFT and one["decision"] == "send"]
    sections = [
        Section("", [Text(f"Guten Tag {full_name(person.contact)},"), Text(told.opening(left, step))]),
        *(Section(told.title(one), list(told.sent(one)), own_page=len(left) > 1) for one in _by_time(left)),
        Section("Was wir nicht gesendet haben, und warum", list(told.not_sent(touches, left)), own_page=len(left) > 1),
        Section("Einschränkung", list(told.restricted())),
        Section("Ihr Widerspruch", list(told.objections())),
        Section("Ihre Rechte", list(told.rights())),
    ]
    subtitle = f"{house.company.name}; Stand {german_date(now.astimezone(zone).date())}"
    kept = [section for section in sections if section.blocks]
    return Document("Ihre Anfrage: was wir Ihnen gesendet haben, und warum", kept, subtitle, letterhead=True)


def _by_time(touches: Iterable[Touch]) -> list[Touch]:
    return sorted(touches, key=lambda one: str(one["at"] or one["due"]))


class _Told:
    """The words for one person; rows by table as `store.dossier` reads them."""

    def __init__(self, house: House, person: Standing, rows: dossier.Rows, zone: ZoneInfo) -> None:
        self._house, self._person, self._rows, self._zone = house, person, rows, zone
        self._touches = {(row["sequence"], row["step"]): row for row in rows["touch"]}
        self._attempts = {row["send_id"]: row for row in rows["attempt"]}

    def opening(self, left: list[Touch], step: str | None) -> str:
        """What this answer is about."""
        if not left:
            return "wir haben Ihnen nichts gesendet." if step is None else "diese Nachricht haben wir nicht gesendet."
        if step is not None:
            return "hier steht, was wir Ihnen gesendet haben und worauf wir uns dabei gestützt haben."
        many = "eine Nachricht" if len(left) == 1 else f"{len(left)} Nachrichten"
        return f"wir haben {many} an Sie gerichtet. Zu jeder steht hier, worauf wir uns gestützt haben."

    def title(self, touch: Touch) -> str:
        """Day and way."""
        return f"{self._day(touch['at'])}: {CHANNELS.get(touch['channel'] or '', '')}"

    def sent(self, touch: Touch) -> Iterator[Block]:
        """What, when, why, on what evidence, and where the address is from."""
        row = self._touches.get((touch["sequence"], touch["step"]), {})
        attempt = self._attempts.get(row.get("send_id"), {})
        gate = _decisive(touch)
        pairs = [("Wann", self._moment(touch["at"]))]
        if attempt.get("subject"):
            pairs.append(("Betreff", attempt["subject"]))
        pairs.append(("Was es war", _PURPOSES.get(row.get("purpose") or "", "Nachricht")))
        if touch["state"] in ("uncertain", "recalled"):
            words = {"uncertain": "Ob sie ankam, ist ungewiss.", "recalled": "Zurückgerufen, bevor gedruckt wurde."}
            pairs.append(("Zustellung", words[touch["state"]]))
        if gate is not None:
            pairs.append(("Grundlage", f"{RULES.get(gate['rule'], 'Vertrag')} ({gate['statute']})"))
            pairs.append(("Warum sie trug", cap_words(gate["reason"])))
        pairs.append(("Woher die Adresse stammt", self._source(touch["channel"])))
        yield Pairs(pairs)
        for name in gate["evidence"] if gate is not None else ():
            yield from self._evidence(name)

    def not_sent(self, touches: list[Touch], left: list[Touch]) -> Iterator[Block]:
        """Each message that stayed here, with its reason."""
        for touch in _by_time(touches):
            if touch in left:
                continue
            channel = CHANNELS.get(touch["channel"] or "", "") or "Nachricht"
            yield Text(f"{self._day(touch['due'] or touch['at'])}, {channel}: {self._why_not(touch)}")

    def restricted(self) -> Iterator[Block]:
        """That her data only rests with us (Art. 18 DSGVO)."""
        if self._person.restricted is not None:
            since = self._moment(self._person.restricted[0])
            yield Text(
                f"Seit dem {since} ist die Verarbeitung Ihrer Daten eingeschränkt (Art. 18 DSGVO): wir speichern sie "
                "nur noch und senden keine Werbung. Bevor wir das aufheben, erfahren Sie es."
            )

    def objections(self) -> Iterator[Block]:
        """What was declared when, and what ended by it."""
        # An entry that an erasure left on an address is nothing this person has declared.
        own = [
            one.stored
            for one in self._person.objections
            if not one.stored.fact.shared_address and not one.stored.fact.erased_person
        ]
        foreign = {row["external_id"] for row in self._rows["objection"] if row["verbatim"] == OTHERS_WORD}
        declared: dict[tuple[datetime, str, str], str] = {}
        for one in own:  # one declaration stands on the person and on each address: told once, with its words
            name = (one.fact.received_at, one.fact.scope, one.fact.via.value)
            declared[name] = declared.get(name) or ("" if one.fact.id in foreign else one.verbatim)
        for (at, scope, via), verbatim in declared.items():
            yield Text(f"Widerspruch vom {self._moment(at)}, {VIA[via]}, Umfang: {MEDIA.get(scope, 'alle Wege')}.")
            if verbatim:
                yield Text(verbatim, quoted=True)
        if self._person.objections and not own:
            yield Text("Eine Ihrer Adressen ist gesperrt. Werbung geht nicht dorthin.")
        ended = [row for row in self._rows["enrollment"] if row["reason"] == "objection" and row["ended_at"]]
        for at in sorted({row["ended_at"] for row in ended}):
            yield Text(f"Eingestellt am {self._moment(at)}: alle Werbung, auch was schon geplant war.")
        if not self._person.objections:
            yield Text("Ein Widerspruch von Ihnen liegt uns nicht vor.")

    def rights(self) -> Iterator[Block]:
        """How to object, and where to complain."""
        company = self._house.company
        brand = self._house.brand_of(self._person.contact.brand)
        yield Text(
            f"Widerspruchsrecht: Sie können der Werbung jederzeit widersprechen (Art. 21 Abs. 2 DSGVO), ohne Form und "
            f"ohne Grund, zum Beispiel an {brand.reply_to or brand.from_address} oder per Brief an {company.name}, "
            f"{company.street}, {company.postcode} {company.city}. Das wirkt sofort und kostet nichts."
        )
        where = company.supervisory_authority or "jeder Datenschutz-Aufsichtsbehörde"
        yield Text(
            "Auskunft über alles, was wir gespeichert haben, bekommen Sie auf Wunsch (Art. 15 DSGVO). Fragen zum "
            f"Datenschutz: {company.data_protection_email}. Beschweren können Sie sich bei: {where}."
        )

    def _evidence(self, name: str) -> Iterator[Block]:
        for one in self._person.consents:
            consent = one.stored.consent
            if consent.external_id != name:
                continue
            pairs = [
                ("Einwilligung vom", self._moment(consent.granted_at)),
                ("auf welche Art", METHODS[consent.method.value]),
            ]
            if consent.confirmed_at is not None:
                pairs.append(("bestätigt am", self._moment(consent.confirmed_at)))
            if consent.withdrawn_at is not None:
                pairs.append(("widerrufen am", self._moment(consent.withdrawn_at)))
            yield Pairs(pairs)
            if consent.text:
                yield Text(consent.text, quoted=True)
        for row in self._rows["contract"]:
            if row["external_id"] == name:
                since = f" seit {german_date(row['start'])}" if row["start"] else ""
                yield Text(f"Vertrag {name} ({row['product_family']}){since}.")

    def _why_not(self, touch: Touch) -> str:
        stored = touch["reason"] or ""
        if stored.startswith("who:"):
            return "diese Nachrichten waren für andere Kunden gedacht."
        reason = self._replied(touch) if stored == "replied" else TO_THE_PERSON.get(stored) or reason_words(stored)
        if touch["state"] == "stopped":
            return f"eingestellt: {reason}".rstrip(": ") + "."
        if touch["decision"] is None and touch["state"] in ("planned", "claimed"):
            return "geplant; unmittelbar vorher wird alles noch einmal geprüft."
        if touch["decision"] == "send":
            return f"{STATES.get(touch['state'], 'nicht gesendet')}."  # a task that nobody did, a letter in the queue
        gate = _decisive(touch)
        return cap_words(gate["reason"]) if gate is not None else f"{reason or 'ausgelassen'}."

    def _replied(self, touch: Touch) -> str:
        """Who has answered: a mail by a colleague is filed at her case as well, and she did not write it."""
        ends = [row["ended_at"] for row in self._rows["enrollment"] if row["sequence"] == touch["sequence"]]
        until = max((end for end in ends if end is not None), default=None)
        came = [
            row
            for row in self._rows["reply"]
            if row["kind"] == Kind.HUMAN_REPLY.value and (until is None or row["received_at"] <= until)
        ]
        newest = max(came, key=lambda row: row["received_at"], default=None)
        if newest is None:
            return "es kam eine Antwort"
        hers = newest["new_text"] != OTHERS_WORD
        return "Sie haben geantwortet" if hers else "auf unsere Nachricht antwortete jemand anderes"

    def _source(self, channel: str | None) -> str:
        medium = _MEDIUM_OF.get(channel or "", "")
        found = [row["source"] for row in self._rows["contact_point"] if row["medium"] == medium and row["valid"]]
        named = next((source for source in found if source), None)
        if named is None and self._person.contract is not None:
            named = self._person.contract.address_source.value
        return SOURCES.get(named or "unknown", SOURCES["unknown"])

    def _day(self, moment: str) -> str:
        return german_date(datetime.fromisoformat(moment).astimezone(self._zone).date())

    def _moment(self, moment: str | datetime) -> str:
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        day, clock, _ = german_time(at, self._zone)
        return f"{day}, {clock} Uhr"


def _decisive(touch: Touch) -> Mapping[str, Any] | None:
    """The gate that decided, of the channel that was used or refused last."""
    tried = touch["channels_tried"]
    used = [one for one in tried if one["channel"] == touch["channel"]] or tried
    for one in used:
        for gate in touch["gates"]:
            if gate["rule"] == one["rule"]:
                return dict(gate)
    return None
