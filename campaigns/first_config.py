"""A first config.toml: the shipped one with its comments, and a real company in the place of the invented one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaigns.rendering.german import REGISTERED, family_of

_HEADER = re.compile(r"\[\[?([a-z_.]+)\]\]?\s*$")
_KEY = re.compile(r"(?:# )?([a-z_]+) = ")
_SETTABLE = re.compile(r"([a-z_]+) = ")

Answer = str | list[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One value of config.toml: its place, the option that answers it, and how a person is asked.

    `forms`: words of legal forms that have it (campaigns.rendering.german.family_of); empty for all.
    """

    section: str
    key: str
    words: str
    needed: bool = True
    forms: frozenset[str] = frozenset()

    def asked_of(self, legal_form: str) -> bool:
        """False for what a firm of this form has not (a supervisory board, a register, a general partner)."""
        return not self.forms or bool(self.forms & family_of(legal_form))

    @property
    def derived(self) -> bool:
        return (self.section, self.key) in DERIVED

    @property
    def option(self) -> str:
        return OPTIONS.get((self.section, self.key), self.key).replace("_", "-")


OPTIONS = {
    ("brand", "name"): "brand_name",
    ("brand", "id"): "brand_id",
    ("sender", "directors"): "director",
    ("sender", "supervisory_authority"): "authority",
}
"""Options that are not called like their key."""

_STOCK, _PARTNERED = frozenset({"ag", "se", "kgaa"}), frozenset({"&co"})

QUESTIONS = (
    Question("sender", "name", "Firma, wie sie im Register steht"),
    Question("sender", "legal_form", "Rechtsform"),
    Question("sender", "street", "Straße und Hausnummer"),
    Question("sender", "postcode", "Postleitzahl"),
    Question("sender", "city", "Ort"),
    Question("sender", "register_court", "Registergericht", forms=REGISTERED),
    Question("sender", "register_number", "Registernummer", forms=REGISTERED),
    Question("sender", "directors", "Geschäftsführung (mehrere mit Komma)"),
    Question("sender", "supervisory_chair", "Vorsitz des Aufsichtsrats", forms=_STOCK),
    Question("sender", "partner_name", "Komplementärin: Firma", forms=_PARTNERED),
    Question("sender", "partner_city", "Komplementärin: Sitz", forms=_PARTNERED),
    Question("sender", "partner_register_court", "Komplementärin: Registergericht", forms=_PARTNERED),
    Question("sender", "partner_register_number", "Komplementärin: Registernummer", forms=_PARTNERED),
    Question("sender", "vat_id", "Umsatzsteuer-ID (leer, wenn keine)", needed=False),
    Question("sender", "email", "E-Mail-Adresse im Impressum"),
    Question("sender", "phone", "Telefon im Impressum"),
    Question("brand", "website", "Webseite"),
    Question("sender", "privacy_url", "Adresse der Datenschutzhinweise"),
    Question("sender", "data_protection_email", "Datenschutzbeauftragte, E-Mail"),
    Question("sender", "supervisory_authority", "Datenschutz-Aufsichtsbehörde (leer, wenn noch unklar)", needed=False),
    Question("brand", "name", "Name der Marke"),
    Question("brand", "from_name", "sichtbarer Absender der Mails"),
    Question("brand", "from_address", "Absenderadresse der Mails"),
    Question("activation", "redirect_to", "Probeadresse: bis zur Freischaltung gehen alle Mails nur dorthin"),
    Question("web", "base_url", "öffentliche Adresse der Abmeldeseiten"),
)


DERIVED = frozenset(
    {
        ("sender", "legal_form"),
        ("brand", "website"),
        ("sender", "privacy_url"),
        ("sender", "data_protection_email"),
        ("brand", "name"),
        ("brand", "from_name"),
        ("brand", "from_address"),
        ("activation", "redirect_to"),
        ("web", "base_url"),
    }
)
"""What `proposed` knows once name and e-mail address are there."""

_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_INVENTED = " Die Firma ist erfunden; ersetzen Sie [sender], [[brand]], [activation] und [web]."


_MANY = frozenset({"brand", "recipient", "consent_text", "person"})
"""Sections of which the first alone is taken over: the others show that there may be several."""


_THEIRS = frozenset({"recipient", "consent_text", "collection", "person"})
"""Whom a company gives data to and what its customers agree to is for its own people to say: a pattern, no value."""


def proposed(question: Question, given: Mapping[Question, Answer]) -> str | None:
    """What an answer most likely is, from those given before; None when nobody could know."""
    known = {(asked.section, asked.key): value for asked, value in given.items()}
    domain = str(known.get(("sender", "email"), "")).rpartition("@")[2]
    name = str(known.get(("sender", "name"), ""))
    forms = re.search(r"(GmbH & Co\. KG|UG \(haftungsbeschränkt\)|GmbH|AG|SE|KG|OHG|eG|e\. ?K\.)$", name)
    website = str(known.get(("brand", "website"), f"https://www.{domain}" if domain else ""))
    firm = name.removesuffix(forms[0]).strip() if forms else name
    brand = str(known.get(("brand", "name"), firm))
    guesses = {
        ("sender", "legal_form"): forms[0] if forms else "",
        ("brand", "website"): website,
        ("sender", "privacy_url"): f"{website}/datenschutz" if website else "",
        ("sender", "data_protection_email"): f"datenschutz@{domain}" if domain else "",
        ("brand", "name"): brand,
        ("brand", "from_name"): f"{firm} Kundenbetreuung" if firm else "",
        ("brand", "from_address"): str(known.get(("sender", "email"), "")),
        ("activation", "redirect_to"): str(known.get(("sender", "email"), "")),
        ("web", "base_url"): f"https://antwort.{domain}" if domain else "",
    }
    return guesses.get((question.section, question.key)) or None


def composed(shipped: str, answers: Mapping[Question, Answer], extra: Mapping[tuple[str, str], Answer]) -> str:
    """The shipped text with these values; further brands, own reasons and what is not known of the company go out.

    Nobody has signed anything yet, so letters stay off; the carrier stays a folder, and nothing is activated.
    """
    values = {(question.section, question.key): value for question, value in answers.items() if value}
    brand = str(values[("brand", "name")])
    values[("brand", "id")] = re.sub(r"[^a-z0-9]+", "_", brand.lower().translate(_PLAIN)).strip("_") or "marke"
    values[("brand", "phone")] = values[("sender", "phone")]
    return "\n".join(_lines(shipped.splitlines(), {**values, **extra})) + "\n"


def _lines(shipped: list[str], values: Mapping[tuple[str, str], Answer]) -> Iterator[str]:
    section, seen, comments = "", Counter[str](), list[str]()
    for line in shipped:
        header = _HEADER.match(line)
        if header is not None:
            section = header[1]
            seen[section] += 1
        if line.startswith("#") and not _KEY.match(line):
            comments.append(line.replace(_INVENTED, ""))  # belongs to what comes below it, which may go out
            continue
        if section in _MANY and seen[section] > 1:
            comments.clear()
            continue
        yield from comments
        comments.clear()
        yield _line(line, section, values)
    yield from comments


def _line(line: str, section: str, values: Mapping[tuple[str, str], Answer]) -> str:
    if section in _THEIRS and line and not line.startswith("#"):
        return f"# {line}"
    found = _KEY.match(line)
    if found is None:
        return line
    value = values.get((section, found[1]))
    if value is not None:
        return f"{found[1]} = {_toml(value)}"
    if (section, found[1]) == ("letter", "processor_contract"):
        return "processor_contract = false"
    if (section, found[1]) == ("letter", "processor"):
        return f"# {line}"  # names a letter shop of [[recipient]], where theirs is not entered yet
    if (section, found[1]) == ("replies", "authserv_id"):
        return f"# {line}"  # the name of a mail server of theirs, which nobody can guess
    ours = section in ("sender", "brand") and _SETTABLE.match(line) is not None and found[1] != "address_form"
    return f"# {line}" if ours else line


def _toml(value: Answer) -> str:
    """A basic string or a list of them; JSON writes both in a way that TOML reads."""
    return json.dumps(value, ensure_ascii=False)
