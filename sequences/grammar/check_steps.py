"""Steps: one kind of time each, an order that can be walked, keys that fit together."""

from __future__ import annotations

from collections.abc import Iterator

from contacts.medium import Purpose
from sequences.definition import Anchor, Channel
from sequences.grammar.draft import Draft
from sequences.grammar.positions import Path
from sequences.grammar.problem import Problem, did_you_mean, listed
from sequences.grammar.schema import StepTable
from sequences.grammar.translate import unknown_word
from sequences.grammar.vocabulary import Vocabulary

_TASK_CHANNELS = frozenset({Channel.PHONE, Channel.LINKEDIN})
_AT_ONCE = frozenset({Purpose.CONTRACT, Purpose.SERVICE, Purpose.DOUBLE_OPT_IN})


def check_step(draft: Draft, number: int, step: StepTable, words: Vocabulary) -> Iterator[Problem]:
    """What is wrong with one step for itself."""
    path = ("step", number)
    yield from _when(draft, path, step)
    yield from _channels(draft, path, step, words)
    if step.at_once and draft.purpose(step) not in {*_AT_ONCE, None}:
        message = (
            "at_once gilt nur für Vertrags- und Servicepost (purpose contract, service oder double_opt_in); "
            "Werbung wartet auf das Fenster"
        )
        yield draft.source.problem((*path, "at_once"), message)
    yield from _mail_keys(draft, path, step)


def _mail_keys(draft: Draft, path: Path, step: StepTable) -> Iterator[Problem]:
    """Contract mail waits for nobody's approval, and advertising does not hang below contract mail (§ 6 Abs. 2 DDG)."""
    purpose = draft.purpose(step)
    for key in (name for name in ("draft", "thread") if getattr(step, name)):
        if Channel.EMAIL not in step.channels:
            yield draft.source.problem((*path, key), f"{key} gilt nur für E-Mail; in channels fehlt „email“")
        elif purpose is not None and not purpose.is_advertising:
            message = f'{key} gilt nur für Werbung; dieser Schritt hat purpose = "{purpose}" und geht ohne hinaus'
            yield draft.source.problem((*path, key), message)


def _when(draft: Draft, path: Path, step: StepTable) -> Iterator[Problem]:
    chosen = [key for key in ("day", "event", "after") if getattr(step, key) is not None]
    if len(chosen) > 1 or (not chosen and not draft.is_torn(path[-1])):
        found = " und ".join(chosen) if chosen else "nichts davon"
        message = f"genau eines von day, event und after ist erlaubt, hier steht {found}"
        yield draft.source.problem((*path, chosen[1]) if chosen else path, message)
    for key, needed in (("anchor", "day"), ("at", "day"), ("wait_days", "event")):
        if getattr(step, key) is not None and getattr(step, needed) is None:
            yield draft.source.problem((*path, key), f"{key} gilt nur zusammen mit {needed}")
    if step.after and (step.after.days is None) == (step.after.business_days is None):
        message = "genau eines von days und business_days ist erlaubt"
        yield draft.source.problem((*path, "after"), message, at_value=True)
    anchor = step.anchor or (draft.head.day_zero if draft.head else None)
    if _is_over(step, anchor):
        message = (
            f"Tag {step.day} liegt vor „{anchor}“ und ist vorbei, wenn es eintritt; "
            'negative Tage gibt es nur mit anchor = "contract_end"'
        )
        yield draft.source.problem((*path, "day"), message, at_value=True)


def _is_over(step: StepTable, anchor: Anchor | None) -> bool:
    """True when the day lies before an anchor that nobody knows in advance; only the end of a contract is known."""
    return step.day is not None and step.day < 0 and anchor not in {Anchor.CONTRACT_END, None}


def _channels(draft: Draft, path: Path, step: StepTable, words: Vocabulary) -> Iterator[Problem]:
    for number, channel in enumerate(step.channels):
        if channel in step.channels[:number]:
            yield draft.source.problem((*path, "channels", number), f"„{channel}“ steht zweimal; einmal genügt")
    by_person = bool(_TASK_CHANNELS & set(step.channels))
    for key in ("task", "wait_for_outcome"):
        if key in step.model_fields_set and not by_person:
            message = f"{key} braucht einen Menschen; in channels fehlt „phone“ oder „linkedin“"
            yield draft.source.problem((*path, key), message)
    if step.task.due_business_hours and step.task.due_business_days:
        message = "höchstens eines von due_business_hours und due_business_days ist erlaubt"
        yield draft.source.problem((*path, "task"), message, at_value=True)
    if words.task_kinds and by_person and step.task.kind not in words.task_kinds:
        message = unknown_word(step.task.kind, "Aufgabenart", words.task_kinds).replace("kein ", "keine ", 1)
        yield draft.source.problem((*path, "task", "kind"), message, at_value=True)


def check_order(draft: Draft, dead: set[str]) -> Iterator[Problem]:
    """Ids that stand twice, `after` a step that is not there, days that run backwards. `dead` = unreachable ids."""
    latest: dict[Anchor, tuple[int, str]] = {}
    for number, step in draft.steps.items():
        path = ("step", number)
        before = draft.ids[:number]
        if step.id in before:
            first = before.index(step.id) + 1
            message = f"„{step.id}“ steht schon bei Schritt {first}; jede Kennung darf einmal vorkommen"
            yield draft.source.problem((*path, "id"), message, at_value=True)
        if step.after:
            yield from _after(draft, number, step.after.step, dead)
        if step.after and step.after.step in dead:
            dead.add(step.id)
        anchor = step.anchor or (draft.head.day_zero if draft.head else None)
        if step.day is None or anchor is None:
            continue
        day, other = latest.get(anchor, (step.day, step.id))
        if _is_over(step, anchor):  # reported by check_step already
            dead.add(step.id)
        elif step.day < day:
            dead.add(step.id)
            message = (
                f"Tag {step.day} ist nie erreichbar, denn davor steht Schritt „{other}“ mit Tag {day}; "
                "erlaubt sind Schritte in zeitlicher Reihenfolge"
            )
            yield draft.source.problem((*path, "day"), message, at_value=True)
        latest[anchor] = max((day, other), (step.day, step.id), key=lambda seen: seen[0])


def _after(draft: Draft, number: int, name: str, dead: set[str]) -> Iterator[Problem]:
    path = ("step", number, "after", "step")
    before = [word for word in draft.ids[:number] if isinstance(word, str)]
    if name in before:
        if name in dead:
            message = f"der Schritt ist nie erreichbar, weil „{name}“ es nicht ist"
            yield draft.source.problem(path, message, at_value=True)
    elif name == draft.ids[number]:
        yield draft.source.problem(path, "der Schritt würde auf sich selbst warten", at_value=True)
    elif name in draft.ids:
        message = f"„{name}“ steht weiter unten; erlaubt ist nur ein Schritt davor"
        yield draft.source.problem(path, message, at_value=True)
    elif "id" not in draft.source.lost:
        allowed = f"erlaubt ist {listed(before)}" if before else "davor steht kein Schritt"
        message = f"einen Schritt „{name}“ gibt es nicht; {allowed}{did_you_mean(name, before)}"
        yield draft.source.problem(path, message, at_value=True)
