"""What a note of ours says that somebody demanded: „sie will nicht mehr angerufen werden“, „Kunde bittet um Löschung“.

A note tells of her in the third person and of us in the first. Retold as if she wrote it herself it is read by the
rules and the model that read her mails, so one reader knows every wording. It is read as written, too: „nicht mehr
anrufen“ needs no retelling. A claim found here is never recorded by itself: everything waits until a person has looked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from replies.intents import BY_LABEL
from replies.meaning import model, objection
from replies.meaning.human import RULES_ALONE, human
from replies.meaning.verdict import LIKELY_RULE
from replies.meaning.words import MAX_TEXT, Sentence, sentences
from replies.reply import Classified, Evidence, Kind, Label, Parsed

_PERSON = re.compile(
    r"\b(?:Herrn?|Frau|Hr\.?|Fr\.?)(?: (?:Dr\.|Prof\.))? [A-ZÄÖÜ][\w-]+"
    r"|\b(?:(?:[Dd]er|[Dd]ie|[Uu]nsere?|[Dd]en|[Dd]em) )?(?:Kund(?:e|en|in)|Ansprechpartner(?:in)?|"
    r"Geschäftsführer(?:in)?|Inhaber(?:in)?|Chef(?:in)?|Interessent(?:in)?|Person|Kd\.?|AP|GF)(?!\w)"
)
_BEHIND = re.compile(r"\b(über|an|für|gegen|ohne|um) (?:sie|ihn)\b", re.IGNORECASE)
_OWN = re.compile(r"\b([Ss]ein|[Ii]hr|[Uu]nser)(e[mnrs]?)?\b")
_WORD = re.compile(r"\w+")
_VERBS: Mapping[str, str] = {
    "hat": "habe", "ist": "bin", "bittet": "bitte", "wünscht": "wünsche", "verlangt": "verlange",
    "fordert": "fordere", "nimmt": "nehme", "widerspricht": "widerspreche", "untersagt": "untersage",
    "verbietet": "verbiete", "verbittet": "verbitte", "lehnt": "lehne", "sagt": "sage", "braucht": "brauche",
    "nutzt": "nutze", "kündigt": "kündige", "fragt": "frage", "findet": "finde", "bekommt": "bekomme",
    "erhält": "erhalte", "wartet": "warte", "löscht": "lösche", "bleibt": "bleibe", "kommt": "komme",
    "fühlt": "fühle", "wird": "werde", "will": "will", "möchte": "möchte", "mag": "mag", "wollte": "wollte",
    "bat": "bat", "soll": "soll",
}  # fmt: skip
_PRONOUNS = {"er": "ich", "sie": "ich", "ihn": "mich", "ihm": "mir", "sich": "mich", "wir": "Sie", "uns": "Ihnen"}
_WORDS = {**_PRONOUNS, **_VERBS}
_WITHOUT_SUBJECT = re.compile(rf"(?m)(^|[.!?:] +)(?=(?:{'|'.join(_VERBS.values())})\b)", re.IGNORECASE)
_CLAIMS = tuple(label for label in RULES_ALONE if label is not Label.DATA_EXPORT_REQUEST)
"""An export is talk of every second conversation about an end, and no month hangs on a note of it."""
_LIKELY = 0.4
"""Share from which the model alone is believed: a note is shorter than a mail and tells mostly of other things."""
_CLAUSE = re.compile(
    r"(?<=[.,;!?:])\s+|\n+|\s(?=(?:und|aber|doch|sondern|obwohl|trotz|weil|wenn|dass|sonst)\b)", re.IGNORECASE
)
_LONG = 300
"""Characters: a longer clause tells of several things, so it is never passed over (and reading it costs its square)."""
_NOT_THAT = re.compile(
    r"nachricht\w* (?:\w+ ){0,2}?hinterlassen"
    r"|\b(?:hat|habe|haben|hatte)\b(?!.*\b(?:möchte|will|wünsch|soll)).*\b(?:bekommen|erhalten|angekommen|gefunden)\b"
    r"|\bkeine? (?:\w+ )?(?:frage|rückfrage)n?\b"
    r"|\b(?:rechnung\w*|bezahlen|zahlen)\b"
    r"|\bkein(?:en)? (?:widerspruch|kontakt (?:bekommen|gehabt|zustande|möglich))\b"
    r"|\b(?:newsletter|sms|mail|e-mail|post)-?(?:versand|funktion|modul|editor|schnittstelle|tool|programm)\w*"
    r"(?!.*(?:\ban (?:sie|ihn|ihr)\b|bestell|einstell|stopp|abmeld))",
    re.IGNORECASE,
)
"""Clauses about a call that reached nobody, a mail that did not arrive, money, the product, or that no one objected.

Only the clause goes: who has paid, or has no question left, may want no advertising in the same breath.
"""

_REPORTED = re.compile(
    r"\bsie\b.{0,160}\b(?:gesagt|gebeten|geschrieben|mitgeteilt|erwaehnt|gewuenscht|widersprochen|widerrufen|verlangt)\b"
    r"|\bsie (?:sagten|baten|schrieben|wuenschten|verlangten|widersprachen|widerriefen)\b"
    r"|\b(?:sagten|baten|schrieben|wuenschten|verlangten|widersprachen|widerriefen) sie\b"
)


def claim_in(note: str) -> Classified | None:
    """The demand that a note tells of, as a hold with its proposed label; None when it tells of none.

    An objection or an erasure as rules or model read it; access mostly as the rules do.
    """
    parts = [part for part in _CLAUSE.split(note[:MAX_TEXT]) if part]
    read = [part for part in parts if len(part) > _LONG or not _NOT_THAT.search(part)]
    words = " ".join(read)
    written = sentences(words)
    for text in (words, in_first_person(words)):
        said = sentences(text)
        found = _claim(text, said, whole=len(read) == len(parts)) if said else None
        if found is not None:
            evidence = replace(found.evidence, text=_as_written(found.evidence.text, said, written))
            return replace(found, kind=Kind.NOTE, stop="hold", review=True, evidence=evidence, reply_text=note)
    return None


def _as_written(evidence: str, said: Sequence[Sentence], written: Sequence[Sentence]) -> str:
    """The words of the note for the sentence that decided; all of them where that is in two, or they part elsewhere."""
    told = [before.text for before, after in zip(written, said, strict=False) if after.text == evidence]
    return told[0] if told and len(said) == len(written) else " ".join(one.text for one in written)


def reported_in(mail: str) -> str:
    """Of a text that one of us writes to her the sentences that repeat what she said; what we offer says nothing."""
    return " ".join(one.text for one in sentences(mail) if _REPORTED.search(one.folded))


def _claim(text: str, said: tuple[Sentence, ...], *, whole: bool) -> Classified | None:
    """`whole`: nothing was left out, so the model, which judges a text as one, may say something as well."""
    read = human(Parsed("", new_text=text), said, cited=True)
    if whole and read.evidence.rule == LIKELY_RULE and (_is_access(read) or _is_likely(said)):
        return read
    for label in _CLAIMS:
        found: Evidence | None = BY_LABEL[label].find(said)
        if label is Label.OBJECTION_UNSUBSCRIBE:
            found = objection.find(said)
        if found is not None:
            return replace(read, label=label, evidence=found)
    return None


def _is_access(read: Classified) -> bool:
    return read.label is Label.DSGVO_ACCESS


def _is_likely(said: tuple[Sentence, ...]) -> bool:
    shares = model.shipped().judge(said)
    risk = shares[Label.OBJECTION_UNSUBSCRIBE] + shares[Label.DSGVO_ERASURE]
    return risk >= _LIKELY or objection.maybe(said) is not None


def in_first_person(note: str) -> str:
    """`note` with whom it is about as „ich“ and us as „Sie“; for reading alone, it need not be good German."""
    text = _BEHIND.sub(r"\1 mich", _PERSON.sub("ich", note))
    text = _OWN.sub(lambda found: ("Ihr" if found[1].lower() == "unser" else "mein") + (found[2] or ""), text)
    text = _WORD.sub(lambda found: _WORDS.get(found[0].lower(), found[0]), text)
    return _WITHOUT_SUBJECT.sub(r"\1ich ", text)
