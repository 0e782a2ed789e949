"""What has changed between two definitions of a sequence, as German sentences in the order of the file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from campaigns.editing import words
from sequences.definition import Conditions, Sequence, Step


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `key` as in a problem line (`step.news.day`, by the step's id); None: it is not there."""

    key: str
    text: str
    before: str | None = None
    after: str | None = None


Words = Callable[[Any], str]

_HEAD: tuple[tuple[str, str, Words], ...] = (
    ("title", "title", words.plain),
    ("day_zero", "day_zero", words.plain),
    ("group", "group", words.optional("ohne Gruppe")),
    ("priority", "priority", words.plain),
    ("products", "products", words.names("alles, worum es im Vertrag ging")),
    ("purpose", "purpose", words.plain),
    ("goal", "goal", words.optional("ohne Ziel")),
    ("release_first", "release_first", words.released),
)
_LIMITS: tuple[tuple[str, Words], ...] = (
    ("max_touches_in_90_days", words.optional("ohne eigene Grenze")),
    ("max_letters_per_person", words.optional("ohne eigene Grenze")),
    ("max_letter_euro_month", words.optional("ohne eigene Grenze")),
    ("too_late_after_days", words.optional("ohne eigene Angabe")),
    ("holdout_percent", words.plain),
)
_STEP: tuple[tuple[str, Words], ...] = (
    ("when", words.when),
    ("template", words.plain),
    ("wait_for_outcome", words.wait),
    ("task", words.task),
    ("at_once", words.plain),
    ("stands_alone", words.plain),
    ("too_late_after_days", words.optional("ohne eigene Angabe")),
    ("draft", words.plain),
    ("thread", words.plain),
)


def changes(old: Sequence, new: Sequence) -> tuple[Change, ...]:
    """Every difference that has an effect, the status left out (`status_change`); () when only the wording differs."""
    return tuple(_changes(old, new))


def status_change(old: Sequence, new: Sequence) -> Change | None:
    """The change of the status, the one thing that does not wait for people who enrol afterwards."""
    if old.status is new.status:
        return None
    return _arrow("sequence.status", "[sequence] status", words.plain(old.status), words.plain(new.status))


def gone(old: Sequence, new: Sequence) -> tuple[str, ...]:
    """Ids of steps that the new definition no longer has, in the order of the old one."""
    kept = {step.id for step in new.steps}
    return tuple(step.id for step in old.steps if step.id not in kept)


def _changes(old: Sequence, new: Sequence) -> Iterator[Change]:
    for key, name, in_words in _HEAD:
        yield from _value(f"sequence.{key}", f"[sequence] {key}", getattr(old, name), getattr(new, name), in_words)
    late = (old.entry.max_days_late, new.entry.max_days_late)
    yield from _value("sequence.entry.max_days_late", "[sequence] entry.max_days_late", *late, words.plain)
    yield from _conditions("who", "[who]", old.who, new.who)
    for key, in_words in _LIMITS:
        before, after = getattr(old.limits, key), getattr(new.limits, key)
        yield from _value(f"limits.{key}", f"[limits] {key}", before, after, in_words)
    yield from _value("window", "[window]", old.window, new.window, words.window)
    yield from _steps(old, new)
    yield from _mapping("on_reply", "[on_reply]", old.on_reply, new.on_reply, words.effect)


def _steps(old: Sequence, new: Sequence) -> Iterator[Change]:
    before = {step.id: step for step in old.steps}
    after = {step.id: step for step in new.steps}
    for step in new.steps:
        known = before.get(step.id)
        if known is None:
            text = f"Schritt „{step.id}“ ist neu: {words.when(step.when)}, {_channels(step)}"
            yield Change(f"step.{step.id}", text, None, words.when(step.when))
        else:
            yield from _step(known, step)
            if (known.purpose, step.purpose) != (old.purpose, new.purpose):  # else the header has said it for all
                place = f"Schritt „{step.id}“ purpose"
                yield from _value(f"step.{step.id}.purpose", place, known.purpose, step.purpose, words.plain)
    for step_id in gone(old, new):
        renamed = next((step.id for step in new.steps if step.id not in before and _alike(before[step_id], step)), None)
        text = f"Schritt „{step_id}“ entfällt"
        if renamed:
            text += f"; „{renamed}“ sieht aus wie derselbe Schritt unter neuer Kennung, zählt aber als neuer"
        yield Change(f"step.{step_id}", text, words.when(before[step_id].when), None)
    common = [[name for name in ids if name in before and name in after] for ids in (before, after)]
    if common[0] != common[1]:
        yield _arrow("step", "Reihenfolge der Schritte", *(", ".join(ids) for ids in common))


def _alike(one: Step, other: Step) -> bool:
    return (one.template, one.channels) == (other.template, other.channels)


def _channels(step: Step) -> str:
    return ", ".join(words.channel(channel) for channel in step.channels)


def _step(old: Step, new: Step) -> Iterator[Change]:
    key, place = f"step.{new.id}", f"Schritt „{new.id}“"
    for name, in_words in _STEP:
        before, after = getattr(old, name), getattr(new, name)
        label = place if name == "when" else f"{place} {name}"
        yield from _value(f"{key}.{name}", label, before, after, in_words)
    for channel in new.channels:
        if channel not in old.channels:
            yield Change(f"{key}.channels", f"{place}: Kanal {words.channel(channel)} kommt hinzu", None, channel.value)
    for channel in old.channels:
        if channel not in new.channels:
            yield Change(f"{key}.channels", f"{place}: Kanal {words.channel(channel)} fällt weg", channel.value, None)
    if set(old.channels) == set(new.channels):
        yield from _value(f"{key}.channels", f"{place} Reihenfolge der Kanäle", _channels(old), _channels(new), str)
    yield from _conditions(f"{key}.only_if", f"{place} only_if", old.only_if, new.only_if)
    yield from _mapping(f"{key}.variants", f"{place} variants", old.variants, new.variants, words.plain)


def _conditions(key: str, place: str, old: Conditions, new: Conditions) -> Iterator[Change]:
    for name in (each.name for each in fields(Conditions)):
        before, after = getattr(old, name), getattr(new, name)
        if not isinstance(before, frozenset):
            yield from _value(f"{key}.{name}", f"{place} {name}", before, after, words.optional("ohne Bedingung"))
            continue
        if before and after:
            for word in sorted(after - before):
                yield Change(f"{key}.{name}", f"{place} {name}: „{word}“ kommt hinzu", None, str(word))
            for word in sorted(before - after):
                yield Change(f"{key}.{name}", f"{place} {name}: „{word}“ fällt weg", str(word), None)
        elif before != after:
            yield _arrow(f"{key}.{name}", f"{place} {name}", _set(before), _set(after))


def _set(values: Iterable[str]) -> str:
    return ", ".join(f"„{word}“" for word in sorted(values)) or "ohne Bedingung"


def _mapping(key: str, place: str, old: Mapping[str, Any], new: Mapping[str, Any], in_words: Words) -> Iterator[Change]:
    for name in [*new, *(name for name in old if name not in new)]:
        absent = "nicht genannt"
        before, after = (in_words(side[name]) if name in side else absent for side in (old, new))
        if old.get(name) != new.get(name):
            yield _arrow(f"{key}.{name}", f"{place} {name}", before, after)


def _value(key: str, place: str, before: Any, after: Any, in_words: Words) -> Iterator[Change]:
    if before != after:
        yield _arrow(key, place, in_words(before), in_words(after))


def _arrow(key: str, place: str, before: str, after: str) -> Change:
    return Change(key, f"{place}: {before} → {after}", before, after)
