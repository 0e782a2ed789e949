"""A reply as a sample for the classifier: the same words with an invented person in them, or no sample at all.

Nothing clever is trusted: after the replacing, everything on file about the person is searched for once more, and one
hit refuses the sample. Dates stay, they are what many labels are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email.header import Header
from email.utils import format_datetime
from typing import Any

from contacts.contact import Contact, ContactPoint
from replies.reply import Label

_KEPT = re.compile(
    r"\b\d{1,2}\.[ ]?\d{1,2}\.(?:[ ]?\d{4}|[ ]?\d{2})?(?!\d)|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b|\bKW\s?\d{1,2}\b|"
    r"\b\d{1,2}\.\s(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)\w*(?:\s\d{4})?|\b(?:19|20)\d{2}\b(?![\d-])|"
    r"(?<=§ )\d+\w?|(?<=Art\. )\d+",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”)]+", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b")
_PHONE = re.compile(r"(?<![\w.])(?:\+\d{1,3}|00\d{2}|0)[\s/().-]{0,3}\d(?:[\s/().-]{0,3}\d){4,13}(?!\w)")
_NUMBER = re.compile(r"\b(?=[\w/-]*\d{3})[A-Za-z]{0,6}[-/]?\d[\w/-]{2,30}\b|\b[A-Z]{1,4}-\d{1,10}\b")
_FIRM = re.compile(
    r"(?:\b[A-ZÄÖÜ][\wäöüß&.-]*\s(?:&\s|und\s)?){1,4}"
    r"(?:GmbH(?:\s&\sCo\.\sKG)?|AG|SE|KG|OHG|GbR|UG(?:\s\(haftungsbeschränkt\))?|e\.\s?K\.|e\.\s?V\.|eG|mbH)(?!\w)"
)
_STREET = re.compile(
    r"\b[A-ZÄÖÜ][\wäöüß.-]*\s?(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer)\s\d+\s?[a-z]?\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b\d{5}\s[A-ZÄÖÜ][a-zäöüß-]+(?:\s(?:am|an der|im)\s[A-ZÄÖÜ][a-zäöüß]+)?")
_TITLED = re.compile(
    r"\b(Frau|Herrn?|Kollegin|Kollege|Familie)\s(?:(?:Dr|Prof)\.\s)*[A-ZÄÖÜ][\wäöüß-]+(?:\s[A-ZÄÖÜ][\wäöüß-]+)?"
)
_FAREWELL = re.compile(
    r"((?:grüße?n?|gruß|grüssen?|hochachtungsvoll|mfg|lg|vg|regards)\b[^\n]{0,30}\n+)((?:[^\n]{1,60}\n?){1,6})\Z",
    re.IGNORECASE,
)
_PEOPLE = (("Jana", "Köhler"), ("Marten", "Voß"), ("Selma", "Bruhn"), ("Ole", "Hinrichs"))
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SHORTEST = 3
"""Characters: shorter values occur in any text."""


class NotAnonymous(ValueError):
    """Something on file about the person is still in the text; the message is German and names what, not its value."""


def sample_of(
    row: Mapping[str, Any], contact: Contact | None, points: Iterable[ContactPoint], ids: Iterable[str]
) -> str:
    """One sample file (headers and words) of a stored reply; NotAnonymous when it cannot be made so.

    `ids` are the person's external ids: contact, contracts, cancellations. The label is the stored one.
    """
    known = _known(row, contact, points, ids)
    first, last = next((one for one in _PEOPLE if not _in_any(one, known.values())), _PEOPLE[0])
    text = anonymised(row["new_text"], known, first, last)
    subject = anonymised(row["subject"], known, first, last)
    left = sorted(
        {what for what, values in known.items() for value in values if value in f"{subject}\n{text}".casefold()}
    )
    if left:
        raise NotAnonymous(f"In der Antwort steht noch, was zur Person gespeichert ist: {', '.join(left)}.")
    lines = [
        f"From: {Header(f'{first} {last}', 'utf-8').encode()} <{_ascii(first)}.{_ascii(last)}@kunde.test>",
        "To: team@firma.test",
        f"Subject: {Header(' '.join(subject.split()), 'utf-8', maxlinelen=900).encode()}",
        *([f"Date: {format_datetime(row['mail_date'])}"] if row["mail_date"] else []),
        "In-Reply-To: <tag1@firma.test>",
        "Content-Type: text/plain; charset=utf-8",
        f"X-Expected-Stop: {row['stop']}",
        *([f"X-Expected-Resume: {row['resume'].isoformat()}"] if row["resume"] else []),
        *(["Auto-Submitted: auto-replied"] if row["kind"] == "auto_reply" else []),
    ]
    return "\n".join([*lines, "", text.strip(), ""])


def folder_of(row: Mapping[str, Any]) -> str:
    """The folder of a sample: its label. ValueError where the reply has none that samples are sorted by."""
    return Label(row["label"] or "").value


def anonymised(text: str, known: Mapping[str, frozenset[str]], first: str, last: str) -> str:
    """`text` with stand-ins for everybody and everything that could tell who wrote it."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x01"

    text = text.replace("\x00", " ").replace("\x01", " ")
    text = _URL.sub("https://www.beispiel.test/seite", text)
    text = _EMAIL.sub("person@kunde.test", text)
    text = _KEPT.sub(keep, text)
    for pattern, stand_in in (
        (_IBAN, "DE00 0000 0000 0000 0000 00"),
        (_PHONE, "0431 00000"),
        (_FIRM, "Musterfirma GmbH"),
        (_STREET, "Musterweg 1"),
        (_PLACE, "12345 Musterstadt"),
    ):
        text = pattern.sub(stand_in, text)
    text = _named(text, known, first, last)
    text = _TITLED.sub(rf"\1 {last}", text)
    text = _FAREWELL.sub(rf"\g<1>{first} {last}\n", text)
    text = _NUMBER.sub(lambda found: found[0] if found[0] in _OURS else "K-0", text)
    return re.sub("\x00(\\d+)\x01", lambda found: kept[int(found[1])], text)


_OURS = frozenset({"12345", "00000", "0431", "0000"})
"""Parts of the stand-ins above."""


def _named(text: str, known: Mapping[str, frozenset[str]], first: str, last: str) -> str:
    stand_ins = {
        "Vorname": first, "Nachname": last, "Firma": "Musterfirma", "Straße": "Musterweg 1", "Ort": "Musterstadt",
        "Adresse": "person@kunde.test", "Nummer": "K-0", "Ansprechpartner": "Team",
    }  # fmt: skip
    for what, values in known.items():
        for value in sorted(values, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(value)}\w{{0,2}}(?!\w)", stand_ins[what], text, flags=re.IGNORECASE)
    return text


def _known(
    row: Mapping[str, Any], contact: Contact | None, points: Iterable[ContactPoint], ids: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Everything on file that names the person, by what it is, casefolded."""
    values: dict[str, list[str | None]] = {"Nummer": [*ids], "Adresse": [row["from_address"]]}
    for point in points:
        values["Adresse"] += [point.raw, point.normalised, "".join(char for char in point.raw if char.isdigit())]
    if contact is not None:
        address = contact.address
        values["Firma"] = [contact.company.name, *_first_word(contact.company.name)] if contact.company else []
        values["Vorname"] = [contact.first_name]
        values["Nachname"] = [contact.last_name]
        values["Straße"] = [address.street] if address else []
        values["Ort"] = [address.city, address.postcode] if address else []
        owner = (contact.owner_email or "").partition("@")[0]
        values["Ansprechpartner"] = [contact.owner_email, *owner.split(".")]
        values["Nummer"] += [contact.external_id, contact.company.external_id if contact.company else None]
    named = row["new_contact"] or {}
    values["Adresse"] += [named.get("email"), named.get("phone")]
    values.setdefault("Nachname", []).extend((named.get("name") or "").split())
    return {
        what: frozenset(value.casefold() for value in found if value and len(value) >= _SHORTEST)
        for what, found in values.items()
    }


def _first_word(name: str) -> list[str]:
    """What people call a firm: the first word of its name."""
    word = name.strip().partition(" ")[0]
    return [word] if len(word) > _SHORTEST else []


def _in_any(words: tuple[str, ...], groups: Iterable[frozenset[str]]) -> bool:
    return any(word.casefold() in value for word in words for group in groups for value in group)


def _ascii(name: str) -> str:
    return name.lower().translate(_PLAIN)
