"""All entries of an installation, and how a word is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from campaigns import reason_words, task_words
from campaigns.lexicon import meanings
from campaigns.lexicon.entry import Entry
from campaigns.lexicon.glossary import GLOSSARY
from campaigns.lexicon.keys import Schema, example_lines, key_entries, value_entries
from campaigns.lexicon.law import RULES as RULE_WORDS
from campaigns.lexicon.schema import norms
from campaigns.lexicon.variables import VARIABLES
from compliance.rulebook import DEFAULT_DENY, RULES
from replies.intents import ORDER
from sequences.grammar.problem import closest
from tasks.kinds import OUTCOMES

_VOCABULARIES: tuple[tuple[str, str, Mapping[str, str], Mapping[str, str]], ...] = (
    ("Status einer Sequenz", "[sequence] status", meanings.STATUS, {}),
    ("Tag 0", "[sequence] day_zero, [[step]] anchor", meanings.ANCHORS, {}),
    ("Ereignis", "[[step]] event, [sequence] goal", meanings.EVENTS, {}),
    ("Kanal", "[[step]] channels", meanings.CHANNELS, reason_words.CHANNELS),
    ("Medium", "[[cap]] media, Einwilligungen, Widersprüche", meanings.MEDIA, reason_words.MEDIA),
    ("Werbenetz", "[[audience]] platform, Einwilligungen, audience", meanings.PLATFORMS, reason_words.PLATFORMS),
    ("Zweck", "[sequence] purpose, [[step]] purpose", meanings.PURPOSES, reason_words.PURPOSES),
    ("Segment", "[who] segments, only_if", meanings.SEGMENTS, reason_words.SEGMENTS),
    ("Kundenstufe", "[who] tiers, only_if", meanings.TIERS, reason_words.TIERS),
    ("Kundenart", "[who] kinds, only_if", meanings.CONTACT_KINDS, {}),
    ("Anrede", "[[brand]] address_form, [who] address_form", meanings.ADDRESS_FORMS, {}),
    ("Art einer Erklärung", "[who] declarations", meanings.DECLARATIONS, {}),
    ("Weg einer Kündigung", "[who] doors", meanings.DOORS, {}),
    ("Folge einer vollen Obergrenze", "[[cap]] outcome", meanings.CAP_OUTCOMES, reason_words.CAP_OUTCOMES),
    ("Entscheidung", "why, report touches, simulate", meanings.DECISIONS, reason_words.DECISIONS),
    ("Urteil des Regelwerks", "why", reason_words.VERDICTS, {}),
    ("Stand einer Berührung", "why, report touches", reason_words.STATES, {}),
    ("Stand eines Durchlaufs", "why, report", meanings.ENROLLMENT_STATES, {}),
    ("Stand einer Aufgabe", "tasks list", meanings.TASK_STATES, {}),
    ("Art einer Aufgabe", "[[step]] task.kind, tasks list", task_words.TASK_KINDS, {}),
    ("Ende eines Durchlaufs", "why", meanings.STOP_REASONS, {}),
    ("Art einer Antwortmail", "classify, replies list", meanings.REPLY_KINDS, {}),
    ("Wirkung einer Antwort", "classify, replies list", meanings.EFFECTS, {}),
)
"""(kind, where it is met, meanings, short German names)."""


def entries(
    config: Schema, sequence: Schema, texts: tuple[str, Iterable[str]], own_reasons: Mapping[str, str]
) -> tuple[Entry, ...]:
    """Everything there is to explain. `texts` are those of config.toml and of sequence files, for examples."""
    statutes = {rule.name: rule.statute for rule in RULES} | {DEFAULT_DENY.rule: DEFAULT_DENY.statute}
    shown: dict[str, str] = {}
    for text in texts[1]:
        shown = example_lines(text) | shown
    known = [*_known(own_reasons, statutes)]
    words = frozenset(entry.word for entry in known)
    return (
        *key_entries(config, "config.toml", example_lines(texts[0]), statutes),
        *key_entries(sequence, "Sequenzdateien", shown, statutes),
        *known,
        *_values(config, sequence, words),
        *(Entry(word, "Fachwort", meaning, name=name) for word, (name, meaning) in GLOSSARY.items()),
        *_variables(),
    )


def _variables() -> Iterator[Entry]:
    """What texts may say of a person, and one entry that names them all."""
    place = "Texte unter templates_de"
    meaning = "steht in einem Text in doppelten Klammern und wird für jede Person gefüllt"
    every = ", ".join(VARIABLES)
    yield Entry("variable", "Fachwort", meaning, place, every, name="Variable, Variablen, Platzhalter")
    for word, told in VARIABLES.items():
        yield Entry(word, "Variable", told, place, example=f"{{{{ {word} }}}}" if "nur für" not in told else "")


def _values(config: Schema, sequence: Schema, known: frozenset[str]) -> Iterator[Entry]:
    """Words of single keys; `[window]` stands in both kinds of files and is told once."""
    seen: set[str] = set()
    for schema, file in ((config, "config.toml"), (sequence, "Sequenzdateien")):
        for entry in value_entries(schema, file, known):
            if entry.path not in seen:
                seen.add(entry.path)
                yield entry


def _known(own_reasons: Mapping[str, str], statutes: Mapping[str, str]) -> Iterator[Entry]:
    for kind, place, words, names in _VOCABULARIES:
        for word, meaning in words.items():
            yield Entry(word, kind, meaning, place, norm=norms(meaning), name=names.get(word, ""))
    for name, statute in statutes.items():
        yield Entry(name, "Regel", f"{RULE_WORDS[name]} ({_role(name)})", "why, report touches", norm=statute)
    for intent in ORDER:
        label, meaning = intent.label.value, meanings.LABELS[intent.label.value]
        stop = f"Voreinstellung {intent.stop}"
        example = "" if label == "objection_unsubscribe" else f"{label} = {{ stop = true }}"
        yield Entry(
            label, "Einordnung einer Antwort", meaning, "[on_reply]", default=stop, example=example, norm=norms(meaning)
        )
    for word in {outcome.value: None for allowed in OUTCOMES.values() for outcome in allowed}:
        kinds = ", ".join(kind for kind, allowed in OUTCOMES.items() if word in allowed)
        meaning = task_words.OUTCOMES[word]
        yield Entry(word, "Ergebnis einer Aufgabe", meaning, "tasks done", f"bei {kinds}", name=meaning)
    yield from _reasons(own_reasons)


def _role(name: str) -> str:
    """Why a rule stands in the book."""
    rule = next((rule for rule in RULES if rule.name == name), None)
    if rule is None:
        return "gilt, wenn nichts erlaubt"
    return "Grundlage: eine, die trägt, genügt" if rule.basis else "Schranke: muss immer eingehalten sein"


def _reasons(own_reasons: Mapping[str, str]) -> Iterator[Entry]:
    place = "Spalte reason im Import, [who] reasons"
    for word, name in (reason_words.CANCELLATION_REASONS | dict(own_reasons)).items():
        ends = "; danach wird niemand zurückgewonnen" if word in reason_words.EXCLUDED else ""
        yield Entry(word, "Kündigungsgrund", f"{name}{ends}", place, example=f'reasons = ["{word}"]', name=name)
    codes = [
        *reason_words.REASONS,
        *(f"excluded:{word}" for word in reason_words.EXCLUDED),
        *(f"who:{key}" for key in reason_words.CONDITIONS),
    ]
    for code in codes:
        yield Entry(code, "Grund einer Entscheidung", reason_words.reason_words(code), "why, report touches", name=code)
    for state in meanings.ENROLLMENT_STATES:
        meaning = f"der Durchlauf ist nicht mehr aktiv ({state}), der Schritt fällt weg"
        yield Entry(f"enrollment_{state}", "Grund einer Entscheidung", meaning, "why, report touches")


def look_up(word: str, book: Iterable[Entry]) -> tuple[Entry, ...]:
    """Every meaning of a word, a path (`window.from`, `[window] from`) or a German name; () when nothing fits.

    What is of one kind stands together.
    """
    asked = _folded(word)
    found = [entry for entry in book if asked in _names(entry)]
    kinds = list(dict.fromkeys(entry.kind for entry in found))
    return tuple(sorted(found, key=lambda entry: kinds.index(entry.kind)))


def mentions(word: str, book: Iterable[Entry]) -> tuple[str, ...]:
    """Words whose meaning mentions `word`, for somebody who asks in other words than ours."""
    asked = re.compile(rf"\b{re.escape(word.casefold())}", re.IGNORECASE)
    return tuple(dict.fromkeys(entry.path or entry.word for entry in book if asked.search(entry.meaning)))


def nearest(word: str, book: Iterable[Entry]) -> str | None:
    """The word that was most probably meant."""
    known = {name for entry in book for name in (entry.word, entry.path, entry.name) if name}
    return closest(_folded(word), known)


def _names(entry: Entry) -> set[str]:
    """What an entry is asked for by: its word, its place, its German names."""
    return {_folded(name) for name in (entry.word, entry.path, *entry.name.split(", "))} - {""}


def _folded(word: str) -> str:
    """`[[step]]  day` and `step.day` are the same."""
    return re.sub(r"[\s.]+", ".", re.sub(r"[\[\]=„“\"]+", " ", word).strip()).casefold()
