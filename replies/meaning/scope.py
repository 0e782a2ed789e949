"""The medium an objection is about: the one that is refused while another is welcome, or everything.

E-mail refused alone in a mail to us is read widely, as no more advertising at all, unless another medium is welcome:
stopping too much is mended by a word, stopping too little is a breach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.meaning.concepts import where_in
from replies.meaning.words import Sentence, says

_MEDIA = {
    "PHONE": Medium.PHONE,
    "LETTER": Medium.POST,
    "MAIL": Medium.EMAIL,
    "SMS": Medium.SMS,
    "LINKEDIN": Medium.LINKEDIN_DM,
}
_OTHER = ("WRITING", "VISIT")
_WRITTEN = frozenset({"MAIL", "LETTER", "WRITING"})
_ONLY_BY = re.compile(
    r"\b(?:nur|ausschliesslich|allein) (?:noch )?(?:per |via |ueber |auf )?(?:e-?mail|mail|schriftlich|post|brief)"
)
_CLAUSE = re.compile(
    r"[;:()!?]|\bund (?=(?:schreib|ruf|schick|mail|meld))|\.{2,}| - (?!(?:das|die|den|der) )"
    r"|\b(?:aber|sondern|waehrend|stattdessen)\b"
    r"|,(?! (?:die|den|das|der) (?:lass|koenn|brauch|bitte|spar|will|moecht|soll))"
)
"""„Nur die SMS um sieben, die lasst ihr bleiben“ is one clause."""
_FORM = re.compile(r"((?:^|[,;.] )[\w-]{1,30}(?: [\w-]{1,30})?):")
"""„Briefe: gerne“ is one clause."""
_STORY = re.compile(
    r"\b(?:am telefon|telefonisch) (?=mit|hat|habe|wurde|sagte|zugesichert|vereinbart|versprochen|gesagt|abgemacht|"
    r"ausgemacht|besprochen)|\b(?:abgemacht|ausgemacht|vereinbart|besprochen)(?: \w{1,10}){0,2} (?:am telefon|"
    r"telefonisch)\b|\bnach (?:dem|der|ihrem|ihrer|eurem|eurer) \w{4,12}n? (?:brief|mail|e-mail|anruf|sms)\b"
)
"""„Ausgemacht war am Telefon, dass …“, „auch nach dem vierten Brief“: how it came, not what is refused."""
_ELECTRONIC = re.compile(r"\belektronisch\w{0,2} (?:briefe?n?|post|sendungen|zusendungen)\b")
_HERE = re.compile(r"\bdiese[rs]? (?:mail)?adresse\b")
_NOT_THAT = re.compile(r"^\s*(?:aber )?(?:das|die|den|der) [\w-]{1,40} nicht\s*[.]?$")
"""„Das Magazin bestelle ich ab, das digitale nicht“: what is not refused is welcome."""
_ANY_MEDIUM = r"(?:telefon\w*|anruf\w*|e-?mails?|mails?|briefe?|post|postweg|sms|linkedin|xing)"
_EVERYTHING = says(
    rf"(?:jeglich\w*|jedwede\w*|jede\w* (?:form|art|kontakt\w*|weitere)|kontakt\w*|kontaktaufnahme\w*|"
    rf"in ruhe|in frieden|kanäle\w*|kommunikationsweg\w*|egal (?:auf|über|wie)|gleich welche\w*|direktwerbung|"
    rf"(?<!telefonische )werbung(?! (?:per|via|am|über|übers|durch|mit) (?:\w+ )?{_ANY_MEDIUM})|"
    r"widerspreche der|datenverarbeitung|rückwerb\w*|rückgewinn\w*|angebot\w*|nichts|nix|"
    r"zusendungen|erinnerungen|gutscheine|aktionen|einladungen|umfragen|auf keinem weg|allen listen|"
    r"alle\w* (?:werbe|zusend)\w*)"
)
_WIDE = says(
    r"(?:jeglich\w*|jedwede\w*|jede\w* (?:form|art|kontakt\w*)|egal (?:auf|über|wie)|alle\w* kanäle\w*|in ruhe|"
    r"auf keinem weg|gar nichts|(?:einfach|überhaupt) (?:nichts|nix) mehr|allen listen)"
)
_NOTHING_BY = re.compile(
    r"\b((?:per|via|als) (?:e-?mail|mail|post|brief|sms|telefon)\b(?: \w{1,20}){0,2}) gar nichts\b"
)
"""„Per E-Mail also gar nichts mehr“ is about e-mail."""
_AT_LARGE = re.compile(r"(?<!per )(?<!der )\bpost (?:mehr )?von (?:ihnen|euch|ihrer|eurer)\b")
"""„Keiner möchte weiter Post von Ihnen“ answers a mail: it means whatever comes."""
_NOT_MINDED = says(
    r"(?:stör\w*… (?:nicht|kein\w*|niemand\w*)|"
    r"nichts (?:dagegen|einzuwenden)|(?:kein\w*|null) (?:problem|thema|einwände?)|gegen … nichts|"
    r"nicht(?:s)? gegen)"
)


def of(objecting: Sequence[Sentence], all_said: Sequence[Sentence]) -> str:
    """GLOBAL or the value of the one Medium that the `objecting` sentences of a text are about."""
    refused = [clause for clause in _clauses(objecting) if not _welcomes(clause)]
    welcome = frozenset[str]().union(*(_named(clause) for clause in _clauses(all_said) if _welcomes(clause)))
    named = _named(" , ".join(refused)) & set(_MEDIA)
    named, welcome = (named - welcome or named), welcome - named
    if not named and welcome <= _WRITTEN and any(_ONLY_BY.search(one.folded) for one in objecting):
        return Medium.PHONE.value
    said_ads = any(where_in(one.folded).of("AD") for one in objecting)
    if not named and welcome and not said_ads:
        # „Ihre Kollegin rief dreimal an. Das soll aufhören, schreiben Sie mir.“
        named = _named(" , ".join(clause for clause in _clauses(all_said) if not _welcomes(clause))) & set(_MEDIA)
        named -= welcome
    if not welcome and any(_names_none(one) for one in objecting) and len(objecting) > 1:
        return GLOBAL
    if "PHONE" in named and not welcome and "WRITING" in _named(" , ".join(refused)):
        return GLOBAL  # „weder anrufen noch schreiben“
    if "SMS" in named:
        named -= {"PHONE"}  # „keine Kurznachrichten aufs Handy“
    if (
        len(named) != 1
        or (not welcome and "VISIT" in _named(" , ".join(refused)))
        or (_WIDE if welcome else _EVERYTHING).search(" , ".join(refused))
    ):
        return GLOBAL
    (only,) = named
    if only == "LETTER" and not welcome and _AT_LARGE.search(" , ".join(refused)):
        return GLOBAL
    return GLOBAL if only == "MAIL" and welcome <= {"WRITING"} else _MEDIA[only].value


def _names_none(sentence: Sentence) -> bool:
    """True for „schreiben Sie ihm nicht mehr“ beside „er versteht Ihre Briefe nicht“, not for „das soll aufhören“."""
    where = where_in(sentence.folded)
    return bool(where.of("CONTACT_V|SEND")) and not where.of("|".join((*_MEDIA, "IT", "THIS")))


def is_open(objecting: Sequence[Sentence]) -> bool:
    """True when the refusal names neither everything nor a medium, or e-mail alone."""
    refused = " , ".join(clause for clause in _clauses(objecting) if not _welcomes(clause))
    return bool(refused) and _EVERYTHING.search(refused) is None and _named(refused) & set(_MEDIA) <= {"MAIL"}


def _clauses(said: Sequence[Sentence]) -> list[str]:
    plain = [_STORY.sub(" ", _ELECTRONIC.sub("e-mail", one.folded)) for one in said]
    texts = [_NOTHING_BY.sub(r"\1 nicht", _HERE.sub("e-mail", _FORM.sub(r"\1 ", one))) for one in plain]
    return [part for text in texts for clause in _CLAUSE.split(text) for part in _parts(clause) if part.strip()]


def _parts(clause: str) -> list[str]:
    """The clause, or its halves at commas where one welcomes: „keine Briefe mehr, digital könnt ihr gern schreiben“."""
    parts = clause.split(",")
    return parts if sum(bool(_named(part)) for part in parts) > 1 and any(map(_welcomes, parts)) else [clause]


def _named(folded: str) -> frozenset[str]:
    places = where_in(folded).places
    return frozenset(concept for concept in (*_MEDIA, *_OTHER) if concept in places)


def _welcomes(clause: str) -> bool:
    """True for „Mails sind in Ordnung“, „gern per Post“, „Briefe stören mich nicht“."""
    where = where_in(clause)
    medium = where.of("|".join((*_MEDIA, *_OTHER)))
    if not medium:
        return False
    if _NOT_MINDED.search(clause) or _NOT_THAT.match(clause):
        return True
    return (
        bool(where.of("FINE"))
        and not where.of("NOT")
        and not where.of("STOP|STOP_IT|UNSUBSCRIBE|FORBID|REMOVE_HARD|OBJECT|SAVE|DO_WITHOUT")
    )
