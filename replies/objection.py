"""An objection in any text, also in the free text of a cancellation, and the medium it is about.

A wish about one medium stops that medium. E-mail named alone in a mail to us is read widely, as no more advertising
at all, unless another medium is welcome: stopping too much is mended by a word, stopping too little is a breach.
"""

from __future__ import annotations

import re

from contacts.consent import GLOBAL
from contacts.medium import Medium
from replies.intents import dsgvo_erasure, objection_unsubscribe
from replies.reply import Evidence
from replies.words import Sentence, says, sentences

_MEDIA: tuple[tuple[Medium, re.Pattern[str]], ...] = (
    (Medium.PHONE, re.compile(r"anruf|angerufen|telefon|rufen sie|ruft (?:mich|uns)|\bcalls?\b|telefonat")),
    (Medium.POST, re.compile(r"brief|postalisch|\bpost\b|postweg|werbepost|\bletters?\b")),
    (Medium.EMAIL, re.compile(r"e-?mail|\bmails?\b|newsletter|mailing|verteiler|mailverteiler")),
    (Medium.SMS, re.compile(r"\bsms\b|whatsapp")),
    (Medium.LINKEDIN_DM, re.compile(r"linkedin|xing")),
)
_ANY_MEDIUM = r"(?:telefon\w*|anruf\w*|e-?mails?|mails?|briefe?|post|postweg|sms|linkedin)"
_EVERYTHING = says(
    rf"(?:jeglich\w*|jedwede\w*|jede\w* (?:form|art|kontakt\w*|weitere)|kontakt\w*|kontaktaufnahme\w*|"
    rf"in ruhe|in frieden|kanäle\w*|kommunikationsweg\w*|direktwerbung|werbung(?! (?:per|via|am|über|durch|"
    rf"mit) (?:\w+ )?{_ANY_MEDIUM})|"
    r"werbezweck\w*|widerspreche der|datenverarbeitung|rückwerb\w*|rückgewinn\w*|angebot\w*|"
    r"alle\w* (?:werbe|zusend)\w*)"
)
_WELCOME = says(
    rf"(?:{_ANY_MEDIUM}|schriftlich|telefonisch|postalisch) (?:ist|sind|wäre|wären|geht|gehen|reicht|genügt|"
    rf"gern\w*|lieber|bin ich)\b(?!… nicht)|(?:gern\w*|lieber|nur|nur noch|"
    rf"ausschließlich|stattdessen|höchstens) "
    rf"(?:noch |aber |bitte |auch )?(?:per |via |über |mit |am )?(?:{_ANY_MEDIUM}|schriftlich|telefonisch|postalisch)"
)
_ONLY_BY = says(
    r"(?:kontakt\w*|meld\w*|schreib\w*|kommunikation|erreich\w*|bitte)\b… (?:nur|ausschließlich|"
    r"bitte nur) (?:noch )?(?:per |via |über )?(?:e-?mail|mail|schriftlich|post|brief)"
)


def objection_in(text: str) -> Evidence | None:
    """The sentence that objects to advertising, None when there is none or it is only for a time.

    Erasure counts too: who wants his data gone cannot be advertised to (Art. 17 Abs. 1 lit. c DSGVO).
    """
    said = sentences(text)
    return find(said) or dsgvo_erasure.INTENT.find(said)


def find(all_sentences: tuple[Sentence, ...]) -> Evidence | None:
    """First sentence that objects without a limit in time."""
    lasting = [sentence for sentence in all_sentences if not is_temporary(sentence)]
    return objection_unsubscribe.INTENT.find(lasting) or _only_by(lasting)


def find_temporary(all_sentences: tuple[Sentence, ...]) -> Evidence | None:
    """First sentence that would be an objection, were it not for a limited time."""
    return objection_unsubscribe.INTENT.find([sentence for sentence in all_sentences if is_temporary(sentence)])


def is_temporary(sentence: Sentence) -> bool:
    """True for „bis März keine Anrufe“: a wish that pauses."""
    if objection_unsubscribe.LASTING.search(sentence.folded):
        return False
    return objection_unsubscribe.TEMPORARY.search(sentence.folded) is not None


def objection_scope(text: str) -> str:
    """GLOBAL or the value of the one Medium the objection in `text` is about."""
    return scope_of(sentences(text))


def is_unclear(text: str) -> bool:
    """True when `text` objects and leaves open to what: it names neither everything nor a medium, or e-mail alone."""
    all_sentences = sentences(text)
    words = " ".join(sentence.folded for sentence in all_sentences if find((sentence,)))
    if not words or scope_of(all_sentences) != GLOBAL or _EVERYTHING.search(_WELCOME.sub(" ", words)):
        return False
    return all(medium is Medium.EMAIL for medium, pattern in _MEDIA if pattern.search(words))


def scope_of(all_sentences: tuple[Sentence, ...]) -> str:
    """As objection_scope, for sentences."""
    objecting = [sentence for sentence in all_sentences if find((sentence,))]
    if any(_ONLY_BY.search(sentence.folded) for sentence in objecting):
        return Medium.PHONE.value
    words = " ".join(sentence.folded for sentence in objecting)
    welcome = _WELCOME.search(" ".join(sentence.folded for sentence in all_sentences))
    words = _WELCOME.sub(" ", words)
    if _EVERYTHING.search(words):
        return GLOBAL
    named = [medium for medium, pattern in _MEDIA if pattern.search(words)]
    if len(named) != 1 or (named[0] is Medium.EMAIL and welcome is None):
        return GLOBAL
    return named[0].value


def _only_by(lasting: list[Sentence]) -> Evidence | None:
    for sentence in lasting:
        if _ONLY_BY.search(sentence.folded) and not sentence.question:
            return Evidence("objection_unsubscribe:only_by", sentence.text)
    return None
