"""The proof of a consent as a page. Told from its JSON, so that what is kept of an erased person reads alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from campaigns.evidence.words import METHODS, PURPOSES, value_words, when
from campaigns.reason_words import CHANNELS, MEDIA, PLATFORMS, STATES
from campaigns.task_words import OUTCOMES

if TYPE_CHECKING:
    from campaigns.evidence.proof import ExistingCustomer
    from campaigns.evidence.uses import Use
    from store.retained import Item
    from store.uses import Made

_NOTICES = (
    *("address_source", "address_given_on", "objection_notice", "notice_version", "notice_place"),
    *("notice_in_message", "state", "kind"),
)

_MATCHED = {"email": "E-Mail-Adresse", "phone": "Rufnummer"}

_EVENTS = {
    "requested": "erbeten",
    "mail_sent": "Bestätigungsmail übergeben",
    "clicked": "Bestätigungslink geklickt",
    "confirmed": "bestätigt",
    "changed": "ergänzt",
    "withdrawn": "widerrufen",
}
"""What became of a consent (contacts.consent.ConsentEvent); uses stand in a list of their own."""

_DATA = {
    "form": "Formular",
    "submitted_at": "abgeschickt",
    "box_default": "Kästchen vorbelegt",
    "ip": "IP-Adresse (gekürzt)",
    "message_id": "Message-ID",
    "sha256": "Prüfsumme",
    "smtp": "Mailserver",
    "text_sha256": "Prüfsumme des Wortlauts",
    "token_sha256": "Prüfsumme des Links",
    "filled": "ergänzt",
    "recorded_at": "hier eingetragen",
    "send_id": "Sendung",
    "door": "Weg",
    "by": "von",
}


def lines(proof: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """The page, as an authority may read it; `proof` is campaigns.evidence.proof.proof_json."""
    yield f"NACHWEIS DER EINWILLIGUNG {proof['consent']}"
    yield f"Stand: {_at(proof['as_of'], zone)}"
    yield from _fields(
        ("Person", ", ".join(part for part in (_person(proof["person"]), proof["contact"]) if part)),
        ("Name laut Erklärung", proof["declared_name"]),
        ("Anschrift laut Erklärung", proof["declared_address"]),
        ("Unternehmen", f"{proof['sender']}, {proof['sender_address']}"),
        ("Entgegengenommen", proof["receiver"]),
        ("Weg", MEDIA[proof["medium"]]),
        ("Zwecke", ", ".join(PURPOSES[one] for one in proof["purposes"]) or "nur Werbung (keine genannt)"),
        ("Werbenetze", ", ".join(PLATFORMS[one] for one in proof.get("platforms", ()))),
        ("Abgeglichen wird", ", ".join(_MATCHED[one] for one in proof.get("matched_by", ()))),
        ("Produkte", ", ".join(proof["products"]) or "keine einzeln genannt; es gilt der Wortlaut"),
        ("Erteilt", _at(proof["granted_at"], zone)),
        ("Auf welche Art", METHODS[proof["method"]]),
        ("Bestätigt", _at(proof["confirmed_at"], zone)),
        ("Befristet bis", _at(proof["valid_until"], zone)),
        ("Fassung", proof["text_version"] or "fehlt"),
        ("Sprache", proof["language"]),
        ("Datenschutzhinweise", proof["privacy_version"]),
        ("Wortlaut", f"„{proof['text']}“" if proof["text"] else "fehlt"),
        ("Beleg", proof["proof_ref"] or "fehlt"),
        ("Hier gespeichert", f"{_at(proof['recorded_at'], zone)}; Erklärung und Verlauf sind seither unveränderlich"),
        ("Widerruf", _at(proof["withdrawn_at"], zone) or "keiner bekannt"),
        ("Trägt heute", f"{'ja' if proof['carries'] else 'NEIN'}. {proof['reason']}"),
        ("Aufbewahren bis", _kept(proof)),
    )
    yield from _trail(proof, zone)
    yield f"Verwendungen: {len(proof['uses']) or 'keine'}"
    yield from (f"  {_used(used, zone)}" for used in proof["uses"])
    gaps = proof["missing"]
    yield "Was an diesem Nachweis fehlt:" if gaps else "Was an diesem Nachweis fehlt: nichts, was hier steht."
    yield from (f"  - {gap}" for gap in gaps)
    if proof["elsewhere"]:
        yield f"Steht nicht in dieser Datenbank und muss am Beleg ({proof['proof_ref'] or 'fehlt'}) zu finden sein:"
        yield from (f"  - {words}" for words in proof["elsewhere"])
    yield ""


def kept_json(item: Item) -> dict[str, Any]:
    """What is kept of the consent of an erased person: it carries nothing, and its term is fixed."""
    reason = "Die Person ist gelöscht; der Nachweis ist eingeschränkt (Art. 17 Abs. 3, Art. 18 DSGVO)."
    fixed = {"keep_until": item.keep_until.isoformat(), "keep_rule": item.statute, "carries": False, "reason": reason}
    return {**item.data, **fixed, "retained": True}


def existing_lines(existing: ExistingCustomer, zone: ZoneInfo) -> Iterator[str]:
    """Mail without a consent: what § 7 Abs. 3 UWG rests on."""
    from campaigns.evidence.proof import use_json

    contract = existing.contract
    yield f"OHNE EINWILLIGUNG: WERBUNG AN BESTANDSKUNDEN (§ 7 Abs. 3 UWG), {existing.contact.external_id}"
    yield f"  Vertrag: {contract.external_id if contract else 'nicht im Bestand'}"
    for use, became in existing.uses:
        yield f"  {_used(use_json(use, became, zone), zone)}"
        yield "    " + "; ".join(value_words(name, use.values[name], zone) for name in _NOTICES if name in use.values)
    if not all(use.values.get("notice_version") and use.values.get("notice_place") for use, _ in existing.uses):
        yield "  Wo und in welcher Fassung der Hinweis bei der Erhebung stand, muss der Vertrag selbst belegen."


def existing_json(existing: ExistingCustomer, zone: ZoneInfo) -> dict[str, Any]:
    """What was sent under § 7 Abs. 3 UWG."""
    return {
        "type": "existing_customer",
        "contact": existing.contact.external_id,
        "contract": existing.contract.external_id if existing.contract else None,
        "uses": [_with_values(use, became, zone) for use, became in existing.uses],
    }


def _with_values(use: Use, became: Made, zone: ZoneInfo) -> dict[str, Any]:
    from campaigns.evidence.proof import use_json

    return use_json(use, became, zone) | {"values": dict(use.values)}


def _fields(*pairs: tuple[str, str]) -> Iterator[str]:
    width = max(len(name) for name, _ in pairs) + 1
    return (f"  {name + ':':<{width}} {words}" for name, words in pairs if words)


def _person(person: str | Mapping[str, str]) -> str:
    """Of an erased person only those parts are kept that the proof needs."""
    if isinstance(person, str):
        return person
    return ", ".join(part for name in ("name", "address", "reached_at") if (part := person.get(name)))


def _at(moment: str | None, zone: ZoneInfo) -> str:
    return when(datetime.fromisoformat(moment), zone) if moment else ""


def _kept(proof: Mapping[str, Any]) -> str:
    until = f"{date.fromisoformat(proof['keep_until']):%d.%m.%Y}" if proof["keep_until"] else "offen"
    longer = "" if proof.get("retained") else ", und länger mit jeder Verwendung"
    return f"{until}{longer}. {proof['keep_rule']}"


def _trail(proof: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    if not proof["trail"]:
        return
    yield "Verlauf:"
    for entry in proof["trail"]:
        data = "; ".join(f"{_DATA.get(name, name)}: {_value(value, zone)}" for name, value in entry["data"].items())
        yield f"  {_at(entry['at'], zone)}  {_EVENTS[entry['event']]}" + (f" ({data})" if data else "")


def _value(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    try:
        return when(datetime.fromisoformat(value), zone) if isinstance(value, str) and "T" in value else str(value)
    except ValueError:
        return str(value)


def _used(used: Mapping[str, Any], zone: ZoneInfo) -> str:
    """`24.03.2026, 09:00 Uhr  Anruf, winback/call: erledigt, erreicht (Amira Haddad), Nummer +49 …, Sendung 7f…`."""
    channel = CHANNELS.get(used.get("channel", "")) or MEDIA.get(used.get("medium", ""), "")
    step = f", {used['sequence']}/{used['step']}: {STATES[used['state']]}" if "sequence" in used else ""
    parts = [f"{_at(used['at'], zone)}  {channel}{step}"]
    spoken = used.get("outcomes") or ([{"outcome": used["outcome"], "by": used["agent"]}] if "outcome" in used else [])
    parts += [f"{OUTCOMES.get(one['outcome'], one['outcome'])} ({one['by'] or 'ohne Namen'})" for one in spoken]
    parts += [f"angezeigte Nummer {used['number']}"] if used.get("number") else []
    sha256 = next((one["sha256"] for one in reversed(used.get("attempts", ())) if one["sha256"]), used.get("sha256"))
    parts += [f"Prüfsumme {sha256[:16]}"] if sha256 else []
    parts += [f"Lieferung {used['batch']}"] if used.get("batch") else []
    if "export" in used:
        return ", ".join([*parts, f"{PLATFORMS[used['platform']]}, Liste {used['export']}"])
    return ", ".join([*parts, f"Sendung {used.get('send_id', 'unbekannt')}"])
