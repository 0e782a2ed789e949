"""`parse_sequence`: the text of a sequence file becomes a Sequence, or every problem it has."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

from pydantic import ValidationError

from sequences.definition import Sequence
from sequences.grammar.build import build_sequence
from sequences.grammar.crosscheck import cross_check
from sequences.grammar.draft import draft_of
from sequences.grammar.problem import Problem, in_order
from sequences.grammar.schema import SequenceFile
from sequences.grammar.toml_source import parse
from sequences.grammar.translate import problems_of
from sequences.grammar.vocabulary import Vocabulary

_FILE_NAME = re.compile(r"[a-z0-9_]+\.toml")


def parse_sequence(text: str, file: str, vocabulary: Vocabulary) -> Sequence | tuple[Problem, ...]:
    """The sequence of `text`, or all its problems from top to bottom. `file` is shown and names the sequence.

    Never raises, whatever the text is. `Sequence.hash` is the sha256 hex of the text in UTF-8.
    """
    path = PurePath(file)
    source = parse(text, file)
    problems = list(source.problems)
    if not _FILE_NAME.fullmatch(path.name):
        message = (
            f"der Dateiname „{path.name}“ ist kein Name einer Sequenz; erlaubt sind a-z, 0-9 und _, "
            "zum Beispiel fehlende_funktion.toml"
        )
        problems.append(Problem(file, 1, 1, "", message))
    if source.data is None:
        return in_order(problems)
    table = None
    try:
        table = SequenceFile.model_validate(source.data)
    except ValidationError as error:
        problems += problems_of(error, SequenceFile, source)
    problems += cross_check(draft_of(source, source.data, path.stem), vocabulary)
    if problems or table is None:
        return in_order(problems)
    return build_sequence(table, path.stem, hashlib.sha256(text.encode()).hexdigest())


def json_schema() -> dict[str, object]:
    """The JSON Schema of a sequence file, for editors."""
    return SequenceFile.model_json_schema(by_alias=True)
