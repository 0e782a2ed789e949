"""What one table of a sequence file says about another: the checks that a schema cannot make."""

from __future__ import annotations

from collections.abc import Iterator

from sequences.definition import Channel
from sequences.grammar.check_conditions import check_conditions, impossible, impossible_with
from sequences.grammar.check_steps import check_order, check_step
from sequences.grammar.draft import Draft
from sequences.grammar.problem import Problem
from sequences.grammar.schema import ReplyTable, SequenceFile
from sequences.grammar.translate import homes_of, unknown_word
from sequences.grammar.vocabulary import Vocabulary

FIXED_LABEL = "objection_unsubscribe"
"""Art. 21 Abs. 3 DSGVO: what an objection does is not for a file to decide."""

_ACTIONS = ("stop", "pause_days", "pause", "start_sequence", "task", "default")


def cross_check(draft: Draft, vocabulary: Vocabulary) -> list[Problem]:
    """All problems between tables, and words that the installation does not know."""
    return [*_problems(draft, vocabulary)]


def _problems(draft: Draft, vocabulary: Vocabulary) -> Iterator[Problem]:
    yield from check_conditions(draft.source, ("who",), draft.who, vocabulary)
    reason = impossible(draft.who)
    if reason:
        yield draft.source.problem(("who",), f"die Bedingungen können nie zutreffen: {reason}")
    yield from _window(draft)
    dead = set()
    for number, step in draft.steps.items():
        path = ("step", number)
        yield from check_step(draft, number, step, vocabulary)
        yield from check_conditions(draft.source, (*path, "only_if"), step.only_if, vocabulary)
        reason = impossible(step.only_if) or impossible_with(draft.who, step.only_if)
        if reason:
            dead.add(step.id)
            message = f"der Schritt ist nie erreichbar, seine Bedingungen können nie zutreffen: {reason}"
            yield draft.source.problem((*path, "only_if"), message)
    yield from check_order(draft, dead)
    yield from _release(draft)
    yield from _replies(draft, vocabulary)


def _release(draft: Draft) -> Iterator[Problem]:
    if draft.head is None or not draft.head.release_first or len(draft.steps) < len(draft.ids):
        return  # without all of its steps nobody knows whether one of them is an advertising mail
    mails = (draft.purpose(step) for step in draft.steps.values() if Channel.EMAIL in step.channels)
    if not any(purpose is not None and purpose.is_advertising for purpose in mails):
        message = "release_first gilt nur für Werbung per E-Mail, und hier gibt es keinen solchen Schritt"
        yield draft.source.problem(("sequence", "release_first"), message)


def _window(draft: Draft) -> Iterator[Problem]:
    window = draft.window
    if window is None:
        return
    if window.start >= window.end:
        message = f"das Fenster ist leer: {window.start} liegt nicht vor {window.end}; erlaubt ist from vor to"
        yield draft.source.problem(("window", "from"), message, at_value=True)
    for number, day in enumerate(window.weekdays):
        if day in window.weekdays[:number]:
            yield draft.source.problem(("window", "weekdays", number), f"„{day}“ steht zweimal; einmal genügt")


def _replies(draft: Draft, vocabulary: Vocabulary) -> Iterator[Problem]:
    elsewhere = homes_of(SequenceFile)
    for label in draft.reply_keys:
        path = ("on_reply", label)
        if label == FIXED_LABEL:
            message = "ein Widerspruch wirkt immer sofort und überall (Art. 21 Abs. 3 DSGVO); streichen Sie die Zeile"
            yield draft.source.problem(path, message)
        elif label not in vocabulary.labels | vocabulary.outcomes and label not in elsewhere:
            allowed = vocabulary.labels | vocabulary.outcomes
            yield draft.source.problem(path, unknown_word(label, "Label einer Antwort", allowed - {FIXED_LABEL}))
    for label, reply in draft.replies.items():
        yield from _reply(draft, label, reply, vocabulary)


def _reply(draft: Draft, label: str, reply: ReplyTable, vocabulary: Vocabulary) -> Iterator[Problem]:
    path = ("on_reply", label)
    chosen = [name for name in _ACTIONS if getattr(reply, name) is not None]
    if len(chosen) != 1:
        found = f"hier stehen {' und '.join(chosen)}" if chosen else "hier steht keine"
        yield draft.source.problem(path, f"genau eine Wirkung ist erlaubt, {found}; möglich sind {', '.join(_ACTIONS)}")
    if reply.start_sequence == draft.name:
        message = "die Sequenz würde sich selbst starten; erlaubt ist der Name einer anderen"
        yield draft.source.problem((*path, "start_sequence"), message, at_value=True)
    if reply.task and vocabulary.task_kinds and reply.task not in vocabulary.task_kinds:
        message = unknown_word(reply.task, "Aufgabenart", vocabulary.task_kinds).replace("kein ", "keine ", 1)
        yield draft.source.problem((*path, "task"), message, at_value=True)
