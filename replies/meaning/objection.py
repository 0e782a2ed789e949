"""An objection in any text, also in the free text of a cancellation, and the medium it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from contacts.consent import GLOBAL
from replies.intents import dsgvo_erasure, objection_unsubscribe
from replies.meaning import scope
from replies.meaning.concepts import Meaning, where_in
from replies.meaning.words import Sentence, sentences
from replies.reply import Evidence


def objection_in(text: str) -> Evidence | None:
    """The sentence that objects to advertising, None when there is none or it is only for a time.

    Erasure counts too: who wants his data gone cannot be advertised to (Art. 17 Abs. 1 lit. c DSGVO).
    """
    said = sentences(text)
    return find(said) or dsgvo_erasure.INTENT.find(said)


def find(all_sentences: Sequence[Sentence]) -> Evidence | None:
    """First sentence that objects without a limit in time."""
    lasting = [sentence for sentence in all_sentences if not is_temporary(sentence)]
    return objection_unsubscribe.INTENT.find(lasting)


def find_temporary(all_sentences: Sequence[Sentence]) -> Evidence | None:
    """First sentence that would be an objection, were it not for a limited time."""
    return objection_unsubscribe.INTENT.find([sentence for sentence in all_sentences if is_temporary(sentence)])


@lru_cache(maxsize=1024)
def is_temporary(sentence: Sentence) -> bool:
    """True for „bis März keine Anrufe“: a wish that pauses."""
    if objection_unsubscribe.LASTING.search(sentence.folded):
        return False
    if objection_unsubscribe.TEMPORARY.search(sentence.folded) is None:
        return False
    clauses = re.split(r"[,;:]| und ", sentence.folded)
    limits = [clause.strip() for clause in clauses if objection_unsubscribe.TEMPORARY.search(clause)]
    rest = ",".join(clause for clause in clauses if clause.strip() not in limits)
    if not rest or any(_UNTIL.match(clause) for clause in limits):
        return True  # a day of another clause is a story: „nichts mehr schicken, es kommt erst nach der Aktion an“
    return objection_unsubscribe.INTENT.find([replace(sentence, folded=rest)]) is None


def objection_scope(text: str) -> str:
    """GLOBAL or the value of the one Medium the objection in `text` is about."""
    return scope_of(sentences(text))


def is_unclear(text: str) -> bool:
    """True when `text` objects and leaves open to what: it names neither everything nor a medium, or e-mail alone."""
    said = sentences(text)
    objecting = _objecting(said)
    return bool(objecting) and scope.of(objecting, said) == GLOBAL and scope.is_open(objecting)


def scope_of(all_sentences: Sequence[Sentence]) -> str:
    """As objection_scope, for sentences."""
    return scope.of(_objecting(all_sentences), all_sentences)


def _objecting(all_sentences: Sequence[Sentence]) -> list[Sentence]:
    return list(islice((sentence for sentence in dict.fromkeys(all_sentences) if find((sentence,))), _ENOUGH))


def maybe(all_sentences: Sequence[Sentence]) -> Evidence | None:
    """A sentence with words of unwillingness that no rule decides: a person has to read it, advertising waits."""
    found = next(_unwilling(all_sentences), None)
    return Evidence(f"objection_unsubscribe:maybe_{found[1].name}", found[0].text) if found else None


def wants_to_stay(all_sentences: Sequence[Sentence]) -> bool:
    """True for „ich möchte nicht abgemeldet werden“: words of unwillingness, denied."""
    return any(where_in(sentence.folded).of("KEEP_LIST") for sentence in all_sentences)


def likely_scope(all_sentences: Sequence[Sentence]) -> str:
    """As objection_scope, for an objection that no rule reads: the medium its words of unwillingness are about."""
    return scope.of([sentence for sentence, _meaning in islice(_unwilling(all_sentences), _ENOUGH)], all_sentences)


def _unwilling(all_sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Meaning]]:
    for sentence in all_sentences:
        if find_temporary((sentence,)):
            continue
        meaning = next((one for one in _NEAR if one.matches(sentence)), None)
        if meaning is not None:
            yield sentence, meaning


_ENOUGH = 30
"""Objecting sentences that tell the medium: who objects more often has said it, or is attacking."""
_UNTIL = re.compile(r"(?:bis|vor|vorher|erst|ab|solange|in den naechsten)\b")
_ABSENT = ("NOBODY", "LATER")
_NEAR = tuple(
    replace(meaning, question=None, conditional=True)
    for meaning in (
        Meaning("words", ("yes:OBJECT|UNSUBSCRIBE|SPARE_ME|FORBID|MY_BOX|CEASE|SPERRE",)),
        Meaning("list", ("LIST|ANY_LIST", "REMOVE|OUT|NOT|STOP"), near=6),
        Meaning("peace", ("PEACE", "LASS")),
        Meaning("ads", ("AD", "NOT|STOP|ENOUGH|ME|OUT|REMOVE")),
        Meaning(
            "refused", ("not:AD_WEAK|CONTACT_V|SEND|HEAR|PHONE|MAIL|LETTER|SMS|LINKEDIN", "MORE|WISH|NONE"), near=9
        ),
        Meaning("stop", ("STOP|SAVE|SKIP", "AD|AD_WEAK|CONTACT_V|IT|THIS|LIST"), near=9),
        Meaning("last", ("LAST", "PIECE"), near=4),
        Meaning("out", ("OUT", "ME_OBJ|WISH|MY"), near=8),
        Meaning("nothing", ("NOTHING", "FROM_YOU|SEND|RECEIVE|CONTACT_V"), 6, ("CHANGE",)),
        Meaning("erase", ("yes:ERASE|ERASED", "WISH|ME_OBJ|MY"), near=6),
        Meaning("weary", ("TRASH|AWAY|ELSEWHERE|SWITCH|POSTAGE", "YOU|ME|WISH|AD"), near=9),
        Meaning("declined", ("NOPE|NO_ANSWER", "YOU|CONTACT_V|AD|ASK_TOPIC"), 6, _ABSENT, apart=20),
        Meaning(
            "no_more",
            ("not:GET|MEMBER|ASKING|CONSENT|SPEAK|WELCOME", "MORE|YOU|WISH"),
            7,
            _ABSENT,
            apart=20,
        ),
        Meaning("forget", ("FORGET", "ME_OBJ|MY|CONTACT_DATA"), near=4),
        Meaning("nothing_please", ("NOTHING", "PLEASE|MORE|WISH|ALL"), 5, (*_ABSENT, "CHANGE"), apart=20),
        Meaning("by_hand", ("UNSUBSCRIBE|LIST|AD", "FOR_ME"), near=14),
        Meaning("door", ("FIGURE",)),
        Meaning("please_not", ("PLEASE_NOT|REFUSAL",)),
        Meaning("too_much", ("ENOUGH", "AD_WEAK|MAIL|PHONE|LETTER|CONTACT_V")),
    )
)
