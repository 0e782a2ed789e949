"""What a person wrote to us: rules decide objections and data-protection claims, the model helps with the rest.

Whoever is unsure asks: a mail that no rule understands and of which the model is not sure holds advertising and goes to
a person, with the likeliest label as a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from replies.intents import BY_LABEL
from replies.meaning import model, objection
from replies.meaning.dates import later_day
from replies.meaning.verdict import answer, away, scope_stop, sent_day
from replies.meaning.words import Sentence, sentences
from replies.reply import Classified, Evidence, Kind, Label, Parsed

REPLY_PREFIX = re.compile(r"^\s*(?:re|aw|antw|antwort|wg|fwd?|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
SURE = 0.7
"""Probability from which the model's label counts without a person; below it is a proposal."""
PROPOSED = 0.35
"""Below it not even a proposal: the mail has no label until a person has read it."""
RISK = 0.3
"""Share of objection and erasure from which a person looks although another label is likelier."""
_SENTENCES = 12
"""Sentences that are looked at for the clearest one."""
RULES_ALONE = (
    Label.DSGVO_ERASURE,
    Label.DATA_EXPORT_REQUEST,
    Label.DSGVO_ACCESS,
    Label.OBJECTION_UNSUBSCRIBE,
)
"""Claims with legal weight, in the order in which they are asked."""
_TOWARDS = frozenset({Label.INTERESTED, Label.MEETING_REQUEST, Label.PRICE_NEGOTIATION, Label.CANCELLATION_WITHDRAWN})
_AWAY_FROM = frozenset({Label.FINAL_DECISION, Label.COMPLAINT_ANGRY})
_CAREFUL = frozenset({Label.CANCELLATION_WITHDRAWN, Label.OUT_OF_OFFICE})
_NOBODYS = frozenset({Label.SPAM_OTHER, Label.DELIVERY_NOTICE})
"""What nobody answers: never believed of a mail that answers ours."""
_SUBJECT_READ = 200

Said = tuple[Sentence, ...]


def human(parsed: Parsed, said: Said) -> Classified:
    """Label, stop and evidence of a person's mail."""
    own_subject = _own_subject(parsed)
    everything = said or own_subject
    if not everything:
        return _unclear(parsed, None, Evidence("no_own_words", ""))
    found = _claims(said, own_subject)
    if found:
        return _claimed(parsed, everything, found)
    return _judged(parsed, everything)


def claims(parsed: Parsed, said: Said) -> bool:
    """True when words or own subject make a claim that no header and no look of a bounce may swallow."""
    found = _claims(said, _own_subject(parsed))
    return any(label in found for label in RULES_ALONE)


def _own_subject(parsed: Parsed) -> Said:
    return () if REPLY_PREFIX.match(parsed.subject) else sentences(parsed.subject[:_SUBJECT_READ])


def _claims(said: Said, own_subject: Said) -> dict[Label, Evidence]:
    """Legal claims that some sentence makes; a subject of his own counts after the text."""
    found: dict[Label, Evidence] = {}
    for label in (*RULES_ALONE, Label.CANCELLATION_WITHDRAWN):
        if label is Label.OBJECTION_UNSUBSCRIBE:
            evidence = objection.find(said) or objection.find(own_subject)
        else:
            evidence = BY_LABEL[label].find(said) or BY_LABEL[label].find(own_subject)
        if evidence:
            found[label] = evidence
    return found


def _claimed(parsed: Parsed, said: Said, claims: dict[Label, Evidence]) -> Classified:
    """The first claim names the mail; an objection beside it still stops all advertising."""
    label, evidence = next(iter(claims.items()))
    intent = BY_LABEL[label]
    stop, review = intent.stop, intent.review
    if label is Label.OBJECTION_UNSUBSCRIBE:
        stop = scope_stop(said)
    elif Label.OBJECTION_UNSUBSCRIBE in claims:
        stop = "all_advertising"
    elif stop != "all_advertising":
        review = review or objection.maybe(said) is not None
    return answer(parsed, Kind.HUMAN_REPLY, label, stop, evidence, review=review)


def _judged(parsed: Parsed, said: Said) -> Classified:
    """What the model takes it for, with the sentence that speaks for it."""
    shares = model.shipped().judge(said)
    label = next(one for one in sorted(shares, key=lambda one: -shares[one]) if _believed(one, shares))
    paused = objection.find_temporary(said)
    if paused:
        label = Label.NOT_NOW_LATER
    evidence = _evidence(label, said, paused)
    sure = shares[label] >= SURE or paused is not None
    answers_us = bool(REPLY_PREFIX.match(parsed.subject) or parsed.references)
    if label in RULES_ALONE or not sure or (answers_us and label in _NOBODYS):
        return _unclear(parsed, label if shares[label] >= PROPOSED else None, evidence)
    doubt = None if paused else objection.maybe(said) or _risk(said, shares)
    if doubt:
        return _unclear(parsed, label, doubt)
    kind = _kind(label, answers_us=answers_us)
    if label is Label.OUT_OF_OFFICE:
        return away(parsed, evidence, kind)
    torn = label in _TOWARDS and any(shares[other] > 1 - SURE for other in _AWAY_FROM)
    intent = BY_LABEL[label]
    day = later_day(parsed.new_text, sent_day(parsed)) if label is Label.NOT_NOW_LATER and parsed.date else None
    stop = ("pause_until" if day else "sequence") if label is Label.NOT_NOW_LATER else intent.stop
    return answer(parsed, kind, label, "hold" if torn else stop, evidence, day=day, review=intent.review or torn)


def _risk(said: Said, shares: Mapping[Label, float]) -> Evidence | None:
    """The model decides no objection, but where it smells one a person reads the mail before anything goes on."""
    if shares[Label.OBJECTION_UNSUBSCRIBE] + shares[Label.DSGVO_ERASURE] < RISK:
        return None
    return Evidence("objection_unsubscribe:possible", _clearest(Label.OBJECTION_UNSUBSCRIBE, said).text)


def _believed(label: Label, shares: Mapping[Label, float]) -> bool:
    """A contract that comes to life again, or nobody there: not even a proposal without being sure."""
    return label not in _CAREFUL or shares[label] >= SURE


def _kind(label: Label, *, answers_us: bool) -> Kind:
    """Advertising is no reply, a receipt no person's; an absence is one where somebody pressed „reply“."""
    if label is Label.SPAM_OTHER:
        return Kind.UNKNOWN
    machine = label is Label.DELIVERY_NOTICE or (label is Label.OUT_OF_OFFICE and not answers_us)
    return Kind.AUTO_REPLY if machine else Kind.HUMAN_REPLY


def _evidence(label: Label, said: Said, paused: Evidence | None) -> Evidence:
    """The sentence that speaks for the label: a rule's where one fires, else the one the model finds clearest."""
    if paused:
        return Evidence("not_now_later:paused", paused.text)
    found = BY_LABEL[label].find(said)
    if found:
        return found
    return Evidence(f"{label.value}:model", _clearest(label, said).text)


def _clearest(label: Label, said: Said) -> Sentence:
    return max(said[:_SENTENCES], key=lambda one: model.shipped().judge((one,)).get(label, 0.0))


def _unclear(parsed: Parsed, label: Label | None, evidence: Evidence) -> Classified:
    """Advertising is held and a person asked; the label is a proposal."""
    return answer(parsed, Kind.HUMAN_REPLY, label, "hold", evidence, review=True)


def likeliest(said: Sequence[Sentence], among: Sequence[Label]) -> Label:
    """The likeliest of a few labels: what kind of automatic mail this is."""
    shares = model.shipped().judge(said)
    return max(among, key=lambda one: shares.get(one, 0.0))
