"""What the letters of a firm must name by its legal form (§ 35a GmbHG, § 80 AktG, § 25a GenG, §§ 37a, 125 HGB)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.rendering.german import family_of, must_register
from campaigns.settings.sections import Brand, Sender
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import Source

_NO_REPLY = re.compile(
    r"(?:do[._-]?|bitte[._-]?)?(?:no|not|nicht|kein|keine)[._-]?(?:reply|response|antwort(?:en)?)|nicht[._-]?antworten"
)
_FORM = re.compile(
    r"[,\s]+(?:(?:g?GmbH|UG(?: \(haftungsbeschränkt\))?|AG|SE)(?: (?:&|und|\+) Co\.? ?KG(?:aA)?)?|KGaA|KG|OHG|eG"
    r"|e\. ?K(?:fr|fm)?\.|e?GbR|PartG(?: ?mbB)?|e\. ?V\.)(?: i\. ?L\.)?$",
    re.IGNORECASE,
)
_POST_BOX = re.compile(r"\bpost(?:fach|box)\b|\bp\.? ?o\.? ?box\b", re.IGNORECASE)
_TAX = re.compile(r"DE[0-9]{9}(?:-[0-9]{5})?|(?!DE)[A-Z]{2}[0-9A-Z+*.]{2,13}")
_TITLE = re.compile(r"(?:Prof|Dr|Dipl|Ing|jur|med|rer|nat|h|c|Mag|MBA|LL|M|B|Sc)\.?(?:-[A-Za-z]+\.?)?")
_NAMED = frozenset({"gmbh", "ug", "ag", "se", "eg", "kgaa"})
"""Forms whose managers are named one by one, family name and one first name in full."""

Fault = tuple[str, str]


def sender_problems(sender: Sender, source: Source) -> Iterator[Problem]:
    """Every duty of a business letter that [sender] does not meet, at its key or at the legal form that asks for it."""
    for key, message in (*_register(sender), *_people(sender), *_partner(sender), *_place(sender)):
        there = getattr(sender, key) not in (None, [])
        yield source.problem(("sender", key if there else "legal_form"), message, at_value=True)


def brand_problems(brand: Brand, number: int, sender: Sender, source: Source) -> Iterator[Problem]:
    """The visible sender shows the company, and whoever answers is read (§ 6 Abs. 2 DDG, § 7 Abs. 2 Nr. 3 UWG)."""
    short = called(sender)
    if short.casefold() not in " ".join(brand.from_name.split()).casefold():
        message = (
            f"der sichtbare Absender zeigt nicht, welche Firma schreibt (§ 6 Abs. 2 DDG); er muss „{short}“ enthalten, "
            f"zum Beispiel „{brand.name} ({short})“"
        )
        yield source.problem(("brand", number, "from_name"), message, at_value=True)
    key, address = ("reply_to", brand.reply_to) if brand.reply_to else ("from_address", brand.from_address)
    if is_no_reply(address):
        message = (
            f"„{address}“ sagt, dass niemand antworten soll; ein Widerspruch muss ankommen (§ 7 Abs. 2 Nr. 3 "
            "Buchst. c UWG): erlaubt ist eine Adresse, die jemand liest"
        )
        yield source.problem(("brand", number, key), message, at_value=True)


def called(sender: Sender) -> str:
    """The firm's name without its legal form: „Nordlicht Software“."""
    name = " ".join(sender.name.split())
    return _FORM.sub("", name).strip(" ,") or name


def is_no_reply(address: str) -> bool:
    """True for addresses like noreply@, no-reply@, donotreply@, keine-antwort@."""
    return bool(_NO_REPLY.fullmatch(address.partition("@")[0].partition("+")[0].casefold()))


def _register(sender: Sender) -> Iterator[Fault]:
    if not must_register(sender.legal_form):
        return
    for key, what in (("register_court", "das Registergericht"), ("register_number", "die Registernummer")):
        if not getattr(sender, key):
            yield key, f"bei „{sender.legal_form}“ fehlt {what}: {key} (§ 35a GmbHG, §§ 37a, 125 HGB, § 80 AktG)"


def _people(sender: Sender) -> Iterator[Fault]:
    families = family_of(sender.legal_form)
    if families & _NAMED:
        for name in sender.directors:
            if not _in_full(name):
                yield (
                    "directors",
                    f"„{name}“ braucht Familiennamen und ausgeschriebenen Vornamen (§ 35a Abs. 1 GmbHG, § 80 AktG)",
                )
    if families & {"ag", "se", "kgaa"} and not sender.supervisory_chair:
        yield (
            "supervisory_chair",
            f"bei „{sender.legal_form}“ fehlt der Vorsitz des Aufsichtsrats: supervisory_chair (§ 80 Abs. 1 AktG)",
        )
    if sender.supervisory_chair and not _in_full(sender.supervisory_chair):
        yield (
            "supervisory_chair",
            f"„{sender.supervisory_chair}“ braucht einen ausgeschriebenen Vornamen (§ 35a Abs. 1 GmbHG, § 80 AktG)",
        )
    if sender.board_chair and sender.board_chair not in sender.directors:
        yield "board_chair", f"„{sender.board_chair}“ steht nicht in directors; erlaubt ist ein Name von dort"


def _in_full(name: str) -> bool:
    """A first name written out before the family name; titles aside, „W. Petersen“ is none."""
    words = [word for word in name.split() if not _TITLE.fullmatch(word)]
    first = words[0] if words else ""
    return len(words) > 1 and len(first.rstrip(".")) > 1 and not first.endswith(".")


_PARTNER = {
    "partner_name": "die Firma",
    "partner_city": "der Sitz",
    "partner_register_court": "das Registergericht",
    "partner_register_number": "die Registernummer",
}


def _partner(sender: Sender) -> Iterator[Fault]:
    """A KG whose general partner is a company names that company too (§ 125 Abs. 1 Satz 2, § 177a HGB)."""
    if "&co" in family_of(sender.legal_form):
        for key, what in _PARTNER.items():
            if not getattr(sender, key):
                yield (
                    key,
                    f"bei „{sender.legal_form}“ fehlt {what} der Komplementärin: {key} (§§ 125, 177a HGB)",
                )


def _place(sender: Sender) -> Iterator[Fault]:
    if _POST_BOX.search(sender.street):
        yield "street", "ein Postfach ist keine ladungsfähige Anschrift; erlaubt sind Straße und Hausnummer (§ 5 DDG)"
    if sender.vat_id and not _TAX.fullmatch(sender.vat_id.replace(" ", "")):
        yield (
            "vat_id",
            f"„{sender.vat_id}“ ist keine Steuernummer fürs Impressum; erlaubt ist DE123456789 oder DE123456789-00001",
        )
    if is_no_reply(sender.email):
        yield (
            "email",
            f"„{sender.email}“ nimmt keine Antwort an; im Impressum steht eine Adresse, die gelesen wird (§ 5 DDG)",
        )
