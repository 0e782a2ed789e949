"""All sequence files of an installation, read and checked against each other, the templates and the caps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from campaigns.cap_forecast import swallowed
from campaigns.rendering import PARTS, Templates
from campaigns.settings import Settings
from replies.reply import Label
from sequences.definition import Channel, Sequence, StartSequence, Status
from sequences.due import in_house
from sequences.grammar.load import parse_sequence
from sequences.grammar.positions import Path as KeyPath
from sequences.grammar.problem import Problem, did_you_mean, in_order, listed
from sequences.grammar.toml_source import Source, parse, read_text
from sequences.grammar.vocabulary import Vocabulary
from tasks.kinds import BRANCHING, IN_SEQUENCES

DOORS = frozenset({"csv", "webhook", "rest", "mailbox", "form", "csm"})
"""Where a cancellation can come in (mission A1)."""


_WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER})
"""Channels whose message reaches the person as it stands; a call guide is read by our own people."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every sequence by name, its text, and what `check` should mention although it is allowed."""

    sequences: Mapping[str, Sequence]
    texts: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def sending(self) -> Mapping[str, Sequence]:
        """The sequences that people are enrolled in or held in: live and paused ones."""
        return {name: one for name, one in self.sequences.items() if one.status in {Status.LIVE, Status.PAUSED}}


@dataclass(frozen=True, slots=True)
class _File:
    """One file: its name as shown, its text, its sequence, and where its keys stand."""

    text: str
    sequence: Sequence
    source: Source


def vocabulary_of(settings: Settings) -> Vocabulary:
    """The words that this installation allows in sequence files."""
    return Vocabulary(
        reasons=settings.all_reasons,
        labels=frozenset(label.value for label in Label),
        doors=DOORS,
        brands=frozenset(brand.id for brand in settings.brand),
        task_kinds=IN_SEQUENCES,
        outcomes=frozenset(outcome.value for outcome in BRANCHING),
    )


def load_catalog(settings: Settings, root: Path) -> Catalog | tuple[Problem, ...]:
    """All sequences on the search path (a later folder's file wins), or every problem of all of them.

    Relative folders of `[paths]` start at `root`. Warnings (caps that will swallow a step) are in `Catalog.warnings`.
    """
    problems: list[Problem] = []
    files: dict[str, _File] = {}
    words = vocabulary_of(settings)
    for path, name in _search(settings, root, problems):
        read = _read(path, name, words)
        if isinstance(read, tuple):
            problems += read
        else:
            files[path.stem] = read
    names = {path.stem for path, _ in _search(settings, root, [])}
    templates = [root / folder for folder in settings.paths.templates]
    texts = Templates(templates[::-1])
    for file in files.values():
        problems += _starts(file, names)
        problems += _templates(file, templates)
        problems += _layouts(file, texts)
    problems += _offers(settings, files)
    if problems:
        return in_order(problems)
    warnings = [warning for file in files.values() for warning in (*_caps(file, settings), *_no_effect(file))]
    warnings += _copies(files)
    warnings += [warning for file in files.values() for warning in _asleep(file, files)]
    return Catalog(
        MappingProxyType({name: file.sequence for name, file in files.items()}),
        MappingProxyType({name: file.text for name, file in files.items()}),
        in_order(warnings),
    )


def _search(settings: Settings, root: Path, problems: list[Problem]) -> list[tuple[Path, str]]:
    """(path, name as shown) of each sequence file that counts, by file name."""
    found: dict[str, tuple[Path, str]] = {}
    for number, folder in enumerate(settings.paths.sequences):
        if not (root / folder).is_dir():
            message = f"den Ordner „{folder}“ gibt es nicht; erlaubt ist ein Ordner mit Sequenzen"
            problems.append(Problem("config.toml", 1, 1, f"paths.sequences[{number + 1}]", message))
            continue
        for path in sorted((root / folder).glob("*.toml")):
            found[path.name] = (path, f"{folder}/{path.name}")
    return [found[name] for name in sorted(found)]


def _read(path: Path, name: str, words: Vocabulary) -> _File | tuple[Problem, ...]:
    text = read_text(path, name)
    if isinstance(text, Problem):
        return (text,)
    sequence = parse_sequence(text, name, words)
    return sequence if isinstance(sequence, tuple) else _File(text, sequence, parse(text, name))


def _starts(file: _File, names: set[str]) -> Iterator[Problem]:
    for label, effect in file.sequence.on_reply.items():
        if isinstance(effect, StartSequence) and effect.name not in names:
            message = (
                f"eine Sequenz „{effect.name}“ gibt es nicht; erlaubt ist {listed(names - {file.sequence.name})}"
                f"{did_you_mean(effect.name, names)}"
            )
            yield file.source.problem(("on_reply", label, "start_sequence"), message, at_value=True)


def _templates(file: _File, folders: list[Path]) -> Iterator[Problem]:
    """A template is the first of the later folders that holds it; each channel needs its own files."""
    for number, step in enumerate(file.sequence.steps):
        places: list[tuple[KeyPath, str]] = [(("step", number, "template"), step.template)]
        places += [(("step", number, "variants", name), template) for name, template in step.variants.items()]
        for path, template in places:
            holding = [folder / template for folder in folders if (folder / template).is_dir()]
            if not holding:
                near = did_you_mean(template, _all_templates(folders))
                message = f"einen Ordner „{template}“ mit Texten gibt es nicht{near}"
                yield file.source.problem(path, message, at_value=True)
                continue
            for channel in step.channels:
                lacking = [name for name in PARTS[channel] if not any((at / name).is_file() for at in holding)]
                if lacking:
                    message = f"für den Kanal „{channel}“ fehlt im Ordner „{template}“ {' und '.join(lacking)}"
                    yield file.source.problem(path, message, at_value=True)


def _layouts(file: _File, templates: Templates) -> Iterator[Problem]:
    """What passes every objection must be contract post in its text too: a purpose is a claim, the layout holds it."""
    for number, step in enumerate(file.sequence.steps):
        if step.purpose.is_advertising:
            continue
        places: list[tuple[KeyPath, str]] = [(("step", number, "template"), step.template)]
        places += [(("step", number, "variants", name), template) for name, template in step.variants.items()]
        for path, template in places:
            if templates.channels(template) & _WRITTEN and not templates.is_contract(template):
                message = (
                    f"die Vorlage „{template}“ ist keine Vertragspost, der Schritt aber „{step.purpose}“; erlaubt sind "
                    "hier nur Vorlagen mit dem Rahmen _base/contract (Mail) und _base/letter_contract (Brief)"
                )
                yield file.source.problem(path, message, at_value=True)


def _offers(settings: Settings, files: Mapping[str, _File]) -> Iterator[Problem]:
    """An offer is made by advertising alone, and by steps that there are."""
    steps = {
        f"{name}/{step.id}": step.purpose.is_advertising for name, file in files.items() for step in file.sequence.steps
    }
    for number, offer in enumerate(settings.offer):
        for step in offer.steps:
            if step not in steps:
                near = did_you_mean(step, steps)
                message = f"einen Schritt „{step}“ gibt es nicht; erlaubt ist sequenz/schritt{near}"
            elif not steps[step]:
                message = f"„{step}“ ist keine Werbung; ein Angebot nennen darf nur Werbung (BGH VI ZR 134/15)"
            else:
                continue
            yield Problem("config.toml", 1, 1, f"offer[{number + 1}].steps", message)


def _all_templates(folders: list[Path]) -> set[str]:
    return {f"{at.parent.name}/{at.name}" for folder in folders for at in folder.glob("*/*") if at.is_dir()}


def _asleep(file: _File, files: Mapping[str, _File]) -> Iterator[Problem]:
    """A reply that starts a draft starts nothing: then a person gets a task (`campaigns/inbound/effects.py`)."""
    for label, effect in file.sequence.on_reply.items():
        if isinstance(effect, StartSequence) and files[effect.name].sequence.status is Status.DRAFT:
            message = f"„{effect.name}“ ist ein Entwurf und beginnt nie; stattdessen bekommt ein Mensch eine Aufgabe"
            place = ("on_reply", label, "start_sequence")
            yield file.source.problem(place, message, at_value=True, warning=True)


def _no_effect(file: _File) -> Iterator[Problem]:
    """A patience that nobody needs: what contract and law demand is sent late rather than not (`grace_days`)."""
    sequence = file.sequence
    for number, step in enumerate(sequence.steps):
        if step.too_late_after_days is not None and not (step.purpose.is_advertising or in_house(step)):
            message = (
                f"wirkt hier nicht: „{step.purpose}“ geht auch spät noch hinaus, nur Werbung und Arbeit im Haus "
                "verfallen; streichen Sie die Zeile"
            )
            yield file.source.problem(("step", number, "too_late_after_days"), message, warning=True)
    waiting = [step for step in sequence.steps if step.purpose.is_advertising and step.too_late_after_days is None]
    if sequence.limits.too_late_after_days is not None and not waiting:
        message = (
            "wirkt auf keinen Schritt: sie gilt nur für Werbung ohne eigene Angabe, und die gibt es hier nicht; "
            "streichen Sie die Zeile"
        )
        yield file.source.problem(("limits", "too_late_after_days"), message, warning=True)


def _copies(files: Mapping[str, _File]) -> Iterator[Problem]:
    """A file copied to be changed and then forgotten: both would send."""
    first: dict[str, str] = {}
    for name, file in files.items():
        original = first.setdefault(file.sequence.hash, name)
        if original != name:
            message = (
                f"ist Zeichen für Zeichen dieselbe Datei wie „{original}“; ändern oder löschen Sie eine von beiden"
            )
            yield Problem(file.source.file, 1, 1, "", message, warning=True)


def _caps(file: _File, settings: Settings) -> Iterator[Problem]:
    """Steps that the frequency caps will swallow, said at the step that goes under."""
    if file.sequence.status is Status.DRAFT:
        return
    for number, why in swallowed(file.sequence, settings.cap, settings.letter.max_letters_per_person):
        yield file.source.problem(("step", number, "id"), why, at_value=True, warning=True)
