"""What a person wrote to us: rules decide objections and data-protection claims, the model helps with the rest.

Whoever is unsure asks: a mail that no rule understands and of which the model is not sure holds advertising and goes to
a person, with the likeliest label as a proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from replies.intents import BY_LABEL
from replies.meaning import model, objection
from replies.meaning.dates import later_day
from replies.meaning.verdict import LIKELY_RULE, REPLY_PREFIX, answer, away, day_back, likely_stop, scope_stop, sent_day
from replies.meaning.words import Sentence, sentences
from replies.reply import Classified, Evidence, Kind, Label, Parsed

SURE = 0.65
"""Probability from which the model's label counts without a person; below it is a proposal."""
PROPOSED = 0.2
"""Below it not even a proposal: the mail has no label until a person has read it."""
RISK = 0.1
"""Share of objection and erasure from which a person looks although another label is likelier."""
SUSPECTED = 0.03
"""The same where the mail has words of unwillingness that no rule decides."""
LIKELY = 0.2
"""Share of objection and erasure from which all advertising stops at once, until a person has recorded or lifted it.

Where the mail has words of unwillingness that no rule decides, RISK is enough. Both lie where on mail by strangers one
stop in ten is lifted again: a stop too many costs a look, one too few a breach (§ 7 Abs. 2 UWG).
"""
DOUBTED = 0.4
"""A claim that a rule has read and the model thinks less likely than this is shown to a person."""
INSTEAD = 0.5
"""Share from which another claim is proposed in the place of one that the model doubts."""
_UNLIKELY = 0.1
"""The same for a cancellation taken back, which a person sees in any case."""
_PAUSED = "not_now_later:paused"
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
_CAREFUL = {Label.CANCELLATION_WITHDRAWN: 0.7, Label.OUT_OF_OFFICE: 0.4}
"""Least share of labels that are not proposed lightly."""
_NOTHING = 1e-9
_NOBODYS = frozenset({Label.SPAM_OTHER, Label.DELIVERY_NOTICE})
"""What nobody answers: never believed of a mail that answers ours."""
_DISPUTED = frozenset({Label.OBJECTION_UNSUBSCRIBE, Label.DATA_EXPORT_REQUEST})
"""Claims for which the model may propose another label: no month begins with them, and advertising waits either way."""
_SUBJECT_READ = 200

Said = tuple[Sentence, ...]


def human(parsed: Parsed, said: Said, *, cited: bool = False) -> Classified:
    """Label, stop and evidence of a person's mail; `cited` as for `classify`."""
    own_subject = _own_subject(parsed)
    everything = said or own_subject
    if not everything:
        return _unclear(parsed, None, Evidence("no_own_words", ""))
    found = _claims(said, own_subject)
    if found.keys() - _claims(said, ()).keys():
        everything = (*said, *own_subject)  # the model may doubt only what it has read
    shares = _shares(parsed, everything, cited=cited)
    if any(label in found for label in RULES_ALONE) or _back_to_life(found, shares):
        return _claimed(parsed, everything, found, shares)
    judged = _judged(parsed, everything, shares)
    return _stopped(replace(judged, stop="hold", review=True) if found else judged, everything, shares)


def _shares(parsed: Parsed, said: Said, *, cited: bool) -> dict[Label, float]:
    """What the model takes the mail for, without labels that an answer to one of our mails cannot have."""
    shares = dict(model.shipped().judge(said))
    if cited or REPLY_PREFIX.match(parsed.subject) or parsed.references:
        left = max(1 - sum(shares.pop(label, 0.0) for label in _NOBODYS), _NOTHING)
        shares = {label: share / left for label, share in shares.items()}
    return shares


def _stopped(judged: Classified, said: Said, shares: Mapping[Label, float]) -> Classified:
    """Held, and it may well be an objection: everything stops now.

    No objection is recorded: that a rule does, or the person who reads the mail (campaigns.inbound keeps it as a hold).
    """
    if judged.stop != "hold" or judged.evidence.rule == _PAUSED or objection.wants_to_stay(said):
        return judged
    if _risk(shares) < (LIKELY if objection.maybe(said) is None else RISK):
        return judged
    label = judged.label if judged.label in RULES_ALONE else Label.OBJECTION_UNSUBSCRIBE
    evidence = Evidence(LIKELY_RULE, _clearest(Label.OBJECTION_UNSUBSCRIBE, said).text)
    return replace(judged, label=label, stop=likely_stop(said), evidence=evidence)


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


def _back_to_life(claims: Mapping[Label, Evidence], shares: Mapping[Label, float]) -> bool:
    """A cancellation taken back, and the model does not doubt it."""
    return Label.CANCELLATION_WITHDRAWN in claims and shares[Label.CANCELLATION_WITHDRAWN] >= _UNLIKELY


def _claimed(parsed: Parsed, said: Said, claims: Mapping[Label, Evidence], shares: Mapping[Label, float]) -> Classified:
    """The first claim that the model does not doubt names the mail; an objection beside it still stops all advertising.

    A rule reads words, the model the whole mail: where it doubts a claim, a person looks. Advertising waits meanwhile.
    """
    first, other = next(iter(claims)), max(shares, key=lambda one: shares[one])
    if claims.keys() <= _DISPUTED and max(map(shares.__getitem__, claims)) < DOUBTED and shares[other] >= SURE:
        return _unclear(parsed, other, claims[first])
    label = next((one for one in claims if shares[one] >= DOUBTED), first)
    intent = BY_LABEL[label]
    doubted = shares[first] < DOUBTED
    if shares[label] < DOUBTED and other in RULES_ALONE and shares[other] >= INSTEAD:
        label, intent = other, BY_LABEL[other]
    stop, review = intent.stop, intent.review or doubted
    if label is Label.OBJECTION_UNSUBSCRIBE and Label.DSGVO_ERASURE not in claims:
        stop = scope_stop(said)
    elif not claims.keys().isdisjoint((Label.OBJECTION_UNSUBSCRIBE, Label.DSGVO_ERASURE)):
        stop = "all_advertising"
    elif stop != "all_advertising":
        review = review or objection.maybe(said) is not None
    if doubted and _risk(shares) < RISK:
        stop = "hold"
    return answer(parsed, Kind.HUMAN_REPLY, label, stop, claims.get(label, claims[first]), review=review)


def _judged(parsed: Parsed, said: Said, shares: Mapping[Label, float]) -> Classified:
    """What the model takes it for, with the sentence that speaks for it."""
    label = next(one for one in sorted(shares, key=lambda one: -shares[one]) if _believed(one, shares))
    paused = objection.find_temporary(said)
    if paused:
        label = Label.NOT_NOW_LATER
    evidence = _evidence(label, said, paused)
    sure = shares[label] >= (PROPOSED if paused else SURE)
    if label in RULES_ALONE or not sure:
        claim = max(RULES_ALONE, key=lambda one: shares[one])
        if not paused and shares[claim] >= PROPOSED:  # the proposal whose miss costs most: a clock runs (Art. 12 DSGVO)
            label, evidence = claim, _evidence(claim, said, None)
        return _unclear(parsed, label if paused or shares[label] >= PROPOSED else None, evidence)
    doubt = None if paused else _unwilling(said, shares)
    if doubt:
        return _unclear(parsed, label, doubt)
    kind = _kind(label, answers_us=Label.SPAM_OTHER not in shares)
    if label is Label.OUT_OF_OFFICE:
        return away(parsed, evidence, kind)
    torn = label in _TOWARDS and any(shares[other] > 1 - SURE for other in _AWAY_FROM)
    intent = BY_LABEL[label]
    day = _named_day(parsed, label)
    stop = ("pause_until" if day else "sequence") if label is Label.NOT_NOW_LATER else intent.stop
    return answer(parsed, kind, label, "hold" if torn else stop, evidence, day=day, review=intent.review or torn)


def _risk(shares: Mapping[Label, float]) -> float:
    return shares[Label.OBJECTION_UNSUBSCRIBE] + shares[Label.DSGVO_ERASURE]


def _unwilling(said: Said, shares: Mapping[Label, float]) -> Evidence | None:
    """The model decides no objection, but where it smells one a person reads the mail before anything goes on."""
    if _risk(shares) < SUSPECTED:
        return None
    near = objection.maybe(said)
    if near is not None or _risk(shares) < RISK:
        return near
    return Evidence("objection_unsubscribe:possible", _clearest(Label.OBJECTION_UNSUBSCRIBE, said).text)


def _believed(label: Label, shares: Mapping[Label, float]) -> bool:
    """A contract that comes to life again, or nobody there: not even a proposal without some ground."""
    return shares[label] >= _CAREFUL.get(label, 0.0)


def _kind(label: Label, *, answers_us: bool) -> Kind:
    """Advertising is no reply, a receipt no person's; an absence is one where somebody pressed „reply“."""
    if label is Label.SPAM_OTHER:
        return Kind.UNKNOWN
    machine = label is Label.DELIVERY_NOTICE or (label is Label.OUT_OF_OFFICE and not answers_us)
    return Kind.AUTO_REPLY if machine else Kind.HUMAN_REPLY


def _evidence(label: Label, said: Said, paused: Evidence | None) -> Evidence:
    """The sentence that speaks for the label: a rule's where one fires, else the one the model finds clearest."""
    if paused:
        return Evidence(_PAUSED, paused.text)
    found = BY_LABEL[label].find(said)
    if found:
        return found
    return Evidence(f"{label.value}:model", _clearest(label, said).text)


def _clearest(label: Label, said: Said) -> Sentence:
    return max(said[:_SENTENCES], key=lambda one: model.shipped().judge((one,)).get(label, 0.0))


def _unclear(parsed: Parsed, label: Label | None, evidence: Evidence) -> Classified:
    """Advertising is held and a person asked; the label is a proposal, with the day it is about."""
    return answer(parsed, Kind.HUMAN_REPLY, label, "hold", evidence, day=_named_day(parsed, label), review=True)


def _named_day(parsed: Parsed, label: Label | None) -> date | None:
    if label is Label.NOT_NOW_LATER and parsed.date:
        return later_day(parsed.new_text, sent_day(parsed))
    return day_back(parsed) if label is Label.OUT_OF_OFFICE else None


def likeliest(said: Sequence[Sentence], among: Sequence[Label]) -> Label:
    """The likeliest of a few labels: what kind of automatic mail this is."""
    shares = model.shipped().judge(said)
    return max(among, key=lambda one: shares.get(one, 0.0))
