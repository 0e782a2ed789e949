"""What a message must hold, by what it is: looked for in the flattened template, where includes cannot hide a gap.

A duty is a pattern over the folded text, in which a variable stands as ‹name›; links are read without their label where
the law wants the words in the reader's view (§ 7 Abs. 3 Nr. 4 UWG).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from campaigns.rendering.duties.readable import readable

_LINK_LABEL = re.compile(r"<a\b[^>]*>(?:(?!</a>).)*</a\s*>", re.DOTALL | re.IGNORECASE)
_OWN_LINK = re.compile(
    r"<a\b[^>]*\bhref\s*=\s*[\"'](?:mailto:)?\{\{\s*(\w+)\s*\}\}[^>]*>(?:(?!</a>).)*</a\s*>", re.DOTALL | re.IGNORECASE
)

NOTICE_73 = re.compile(
    r"\b(?:jederzeit|formlos)\b[^\n]{0,120}\bwidersprechen\b[^\n]{0,40}\bohne dass (?:hierfuer|dafuer|ihnen|dir)"
    r"[^\n]{0,30}\bandere als (?:die )?uebermittlungskosten nach den basistarifen\b"
)
"""§ 7 Abs. 3 Nr. 4 UWG in the statute's own words; no other wording is safe."""

ART_21 = re.compile(
    r"(?:^|\n) ?widerspruchsrecht: [^\n]*\bjederzeit widersprechen\b[^\n]*|"
    r"(?:^|\n) ?[^\n]{0,80}\bwiderspr\w+[^\n]*\bdirektwerbung\b[^\n]*\bart\. ?21\b[^\n]*"
)
"""Art. 21 Abs. 4 DSGVO: in a paragraph of its own, set apart from everything else."""


@dataclass(frozen=True, slots=True)
class Required:
    """`pattern` must be found; `says` is what is missing, with its norm, `instead` how to supply it. Both German."""

    pattern: re.Pattern[str]
    says: str
    instead: str


def _must(pattern: str | re.Pattern[str], says: str, instead: str) -> Required:
    return Required(re.compile(pattern) if isinstance(pattern, str) else pattern, says, instead)


def _all(*names: str) -> str:
    return "(?s)^" + "".join(rf"(?=.*‹{name}›)" for name in names)


_FRAME_AD = "Der Rahmen _base/advertising bringt das mit; lassen Sie seinen Block „notices“ stehen"
_FRAME = "Der Rahmen bringt das mit; lassen Sie das Einbinden von „company“ stehen"
_MESSAGE_BASE = "Binden Sie am Ende _base/linkedin_information.txt ein"
_LETTER_AD = "Binden Sie am Ende _base/letter_advertising.txt ein"

COMPANY = _must(
    _all(
        "sender_name",
        "sender_street",
        "sender_postcode",
        "sender_city",
        "sender_register",
        "sender_directors",
        "sender_email",
        "sender_phone",
    ),
    "Die Firmenangaben sind nicht vollständig (§ 35a GmbHG, § 37a HGB, § 5 DDG)",
    _FRAME,
)
_FIRST = (
    (r"‹sender_name›, ‹sender_street›", "den Verantwortlichen mit Anschrift"),
    (r"datenschutzbeauftragt\w*[^\n]*‹data_protection_email›", "die oder den Datenschutzbeauftragten"),
    (r"\bum (?:ihnen|dir) werbung\b|\bzweck\w*[^\n]*werbung", "den Zweck"),
    (r"\bart\. 6 abs\. 1 (?:buchst|lit)\. (?:a|f) dsgvo\b", "die Rechtsgrundlage"),
    (r"\bunser (?:berechtigtes )?interesse ist\b", "das berechtigte Interesse"),
    (r"\bempfaenger\b", "die Empfänger"),
    (r"\bspeichern wir\b[^\n]*‹advertising_until›", "die Speicherdauer"),
    (r"\bauskunft\b[^\n]*\bberichtigung\b[^\n]*\bloeschung\b[^\n]*\beinschraenkung\b", "die Rechte"),
    (r"\bbeschwerde bei einer aufsichtsbehoerde\b", "das Beschwerderecht"),
    (r"‹address_source›", "die Herkunft der Adresse, wenn sie nicht von der Person stammt"),
)


def _first(norm: str, instead: str) -> tuple[Required, ...]:
    return tuple(_must(pattern, f"Es fehlt: {what} ({norm})", instead) for pattern, what in _FIRST)


OFFER = tuple(
    _must(
        rf"(?s)^(?!.*‹offer_title›)|‹{name}›",
        f"Dem Angebot fehlt: {what} (§ 6 Abs. 1 Nr. 3 DDG, § 5b UWG)",
        f"Nennen Sie {{{{ {name} }}}}",
    )
    for name, what in (
        ("offer_price", "der Preis"),
        ("offer_conditions", "die Bedingungen"),
        ("offer_until", "das Enddatum"),
        ("offer_terms_url", "der Link zum vollständigen Text"),
    )
)
"""Whoever names an offer names all of it; a call says it and sends the rest in writing."""

_WERBUNG = "Beginnen Sie mit „Werbung von {{ brand_name }}“"
AD_SUBJECT = (
    _must(
        r"\bwerbung\b|\banzeige\b|\bin eigener sache\b",
        "Der Betreff zeigt nicht, dass Werbung folgt: „Werbung“ oder „in eigener Sache“ fehlt (§ 6 Abs. 2 DDG)",
        _WERBUNG,
    ),
)
AD_LETTER_SUBJECT = (
    _must(r"\bwerbung\b", "Der Betreff zeigt nicht, dass der Brief Werbung ist (§ 5a Abs. 4 UWG)", _WERBUNG),
)
AD_MAIL = (
    COMPANY,
    _must(r"‹unsubscribe_url›", "Die Abmeldung fehlt (§ 7 Abs. 2 Nr. 3 UWG)", _FRAME_AD),
    _must(r"‹reply_address›", "Die Adresse für einen formlosen Widerspruch fehlt (§ 7 Abs. 2 Nr. 3 UWG)", _FRAME_AD),
    _must(r"\bwerbung in eigener sache\b", "Die Mail sagt nicht, dass sie Werbung ist (§ 6 Abs. 1 DDG)", _FRAME_AD),
    _must(r"\bwarum (?:sie|du) [^\n]*‹consent_date›", "Der Grund des Erhalts fehlt (Art. 7 Abs. 3 DSGVO)", _FRAME_AD),
    _must(NOTICE_73, "Der Hinweis auf das Widerspruchsrecht fehlt (§ 7 Abs. 3 Nr. 4 UWG)", _FRAME_AD),
    _must(ART_21, "Das Widerspruchsrecht steht nicht in einem eigenen Absatz (Art. 21 Abs. 4 DSGVO)", _FRAME_AD),
    *_first("Art. 13, 14 DSGVO", _FRAME_AD),
    *OFFER,
)
AD_LETTER = (
    COMPANY,
    _must(ART_21, "Das Widerspruchsrecht steht nicht in einem eigenen Absatz (Art. 21 Abs. 4 DSGVO)", _LETTER_AD),
    _must(
        r"‹reply_address›[^\n]*\banschrift\b",
        "Der Widerspruch braucht Post und E-Mail als Weg (Art. 21 DSGVO)",
        _LETTER_AD,
    ),
    *_first("Art. 13, 14 DSGVO", _LETTER_AD),
    *OFFER,
)
CONTRACT = (COMPANY,)


def _own_words(pattern: str) -> str:
    """Said by the message itself, before the information that is appended to it."""
    return rf"(?s)\A(?:(?!informationen zum datenschutz).)*(?:{pattern})"


MESSAGE = (
    _must(
        _own_words(r"‹sender_name›"),
        "Die Firma fehlt (§ 6 Abs. 1 DDG)",
        "Nennen Sie sie zuerst: {{ sender_name }}",
    ),
    _must(
        _own_words(r"\bwerbung\b"),
        "Die Nachricht sagt nicht, dass sie Werbung ist (§ 6 Abs. 1 DDG)",
        "Schreiben Sie: „Das ist Werbung in eigener Sache.“",
    ),
    _must(
        _own_words(r"„?nein“? genuegt|\babbestell\w*|\bwiderspr\w+"),
        "Es fehlt, wie man die Nachrichten beendet (§ 7 Abs. 2 Nr. 3 UWG)",
        "Schreiben Sie: „Ein ‚Nein‘ genügt.“",
    ),
    _must(
        r"‹privacy_url›", "Impressum und Datenschutz fehlen (§ 5 DDG, Art. 13 DSGVO)", "Nennen Sie {{ privacy_url }}"
    ),
    _must(ART_21, "Das Widerspruchsrecht steht nicht in einem eigenen Absatz (Art. 21 Abs. 4 DSGVO)", _MESSAGE_BASE),
    *(one for one in _first("Art. 13, 14 DSGVO", _MESSAGE_BASE) if "Interesse" not in one.says),
    *OFFER,
)
AD_CALL_OPENING = (
    _must(
        r"‹sender_name›",
        "Die Firma fehlt im ersten Satz (§ 312a Abs. 1 BGB)",
        "Der erste Satz nennt Name, {{ sender_name }} und den Zweck",
    ),
    _must(
        r"\bwerbeanruf\b|\bwerbung\b",
        "Der Zweck fehlt im ersten Satz (§ 312a Abs. 1 BGB)",
        "Schreiben Sie: „und das ist ein Werbeanruf“",
    ),
    _must(
        r"‹consent_date›",
        "Der Tag der Einwilligung fehlt (§ 7 Abs. 2 Nr. 1, § 7a UWG)",
        "Schreiben Sie: „Sie haben am {{ consent_date }} eingewilligt“",
    ),
    _must(
        r"\bpasst es\b|\bgelegen\b|\bstoere ich\b|\bzeit fuer\b|\beinen moment zeit\b",
        "Die Frage fehlt, ob es gerade passt",
        "Fragen Sie im ersten Absatz: „Passt es gerade?“",
    ),
    _must(
        r"bei „?nein“?[^\n]*\b(?:auf(?:legen|gelegt)?|ende|beend\w*)\b",
        "Es fehlt, was auf ein Nein geschieht",
        "Schreiben Sie: Bei „Nein“ danken, auflegen, eintragen",
    ),
    _must(
        r"\b(?:ein(?:ge)?trag\w*|vermerk\w*|sperr\w*)\b",
        "Ein Nein wird nicht eingetragen (Art. 21 Abs. 3 DSGVO)",
        "Schreiben Sie hinter das Nein: Eintragen.",
    ),
)
SERVICE_CALL_OPENING = (
    _must(
        r"‹(?:sender_name|brand_name)›",
        "Firma und Zweck gehören an den Anfang (§ 312a Abs. 1 BGB)",
        "Der erste Satz nennt Name, Firma und Anlass: „sender_name“ oder „brand_name“",
    ),
)
BY_TEMPLATE = {
    "offboarding/receipt": (
        _must(
            _all("cancellation_date", "cancellation_time", "cancellation_zone"),
            "Tag, Uhrzeit und Zeitzone des Eingangs fehlen (§ 312k Abs. 4 BGB)",
            "Nennen Sie cancellation_date, cancellation_time und cancellation_zone",
        ),
        _must(
            r"‹cancellation_text›|‹cancellation_lines›|‹line›",
            "Der Inhalt der Erklärung fehlt (§ 312k Abs. 4 BGB)",
            "Nennen Sie cancellation_text",
        ),
        _must(r"‹contract_end›", "Das Vertragsende fehlt (§ 312k Abs. 4 BGB)", "Nennen Sie contract_end"),
    ),
    "offboarding/withdrawal": (
        _must(
            r"‹declared_at›",
            "Tag, Uhrzeit und Zeitzone des Eingangs fehlen (§ 356a Abs. 4 BGB)",
            "Nennen Sie declared_at",
        ),
        _must(
            r"‹declared_text›|‹declared_lines›|‹line›",
            "Der Inhalt des Widerrufs fehlt (§ 356a Abs. 4 BGB)",
            "Nennen Sie declared_text",
        ),
    ),
    "offboarding/export": (
        _must(r"\bcsv\b", "Das Format des Exports fehlt (§ 327p Abs. 3 BGB)", "Nennen Sie die Formate: CSV, JSON, PDF"),
        _must(r"‹export_ready_day›", "Der Tag des Exports fehlt", "Nennen Sie export_ready_day"),
    ),
    "offboarding/deleted": (
        _must(
            r"‹(?:deletion_day|deleted_on)›",
            "Der Tag der Löschung fehlt (Art. 13 Abs. 2 DSGVO)",
            "Nennen Sie deletion_day",
        ),
        _must(
            r"§ 257 hgb|§ 147 ao",
            "Es fehlt, was das Gesetz aufzubewahren verlangt (Art. 13 Abs. 2 DSGVO)",
            "Nennen Sie § 257 HGB und § 147 AO mit ihren Fristen",
        ),
    ),
    "service/double_opt_in": (
        _must(
            r"‹consent_text›|‹consent_lines›|‹line›",
            "Der Wortlaut der Einwilligung fehlt (Art. 7 Abs. 1 DSGVO)",
            "Nennen Sie consent_text",
        ),
        _must(
            _all("confirm_url", "confirm_until"),
            "Der Link oder sein Ende fehlt",
            "Nennen Sie confirm_url und confirm_until",
        ),
        _must(
            r"\bnichts tu\w*\b",
            "Es fehlt, dass Nichtstun keine Anmeldung ist",
            "Schreiben Sie: „Wenn Sie nichts tun, sind Sie nicht angemeldet.“",
        ),
    ),
}
"""What single templates must hold beyond their kind; an own text under the same name is measured by it too."""


def missing(source: str, duties: tuple[Required, ...]) -> Iterator[Required]:
    """The duties that the flattened `source` does not meet."""
    text = _in_view(source)
    yield from (duty for duty in duties if not duty.pattern.search(text))


def missing_pattern(source: str, pattern: re.Pattern[str]) -> bool:
    """True when the reader of the flattened `source` does not see `pattern`."""
    return pattern.search(_in_view(source)) is None


@lru_cache(maxsize=512)
def _in_view(source: str) -> str:
    """The folded text, on one line per paragraph, without what is only the label of a link; its address stays."""
    plain = _OWN_LINK.sub(lambda found: f"{{{{ {found[1]} }}}}", source)
    return readable(_LINK_LABEL.sub(" ", plain)).text
