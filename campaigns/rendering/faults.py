"""Why a text could not be filled in: file, line and variable, in one German sentence."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from campaigns.rendering.compile import split
from campaigns.rendering.files import Missing, RenderError, Unprintable, shown

_UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


def explained(file: str, error: Exception, values: Mapping[str, Any], folders: Sequence[Path]) -> RenderError:
    """The sentence for what rendering the source files raised; `file` where the fault is in none of them."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith((".txt", ".html"))]
    path = Path(frames[-1].filename) if frames else None
    file = shown(path, folders) if path else file
    line = (frames[-1].lineno or 0) if frames else 0
    unknown = _UNKNOWN.search(str(error))
    if unknown:
        variable = unknown.group(1) or unknown.group(2)
        return Missing(file, line, variable, f"Die Variable „{variable}“ gibt es nicht.")
    if isinstance(error, Unprintable) and path is not None:
        variable = _empty_variable(split(path.read_text(encoding="utf-8")), line, values)
        return Missing(file, line, variable, f"Die Variable „{variable}“ hat hier keinen Wert.")
    return RenderError(file, line, f"Die Vorlage lässt sich nicht ausfüllen ({type(error).__name__}).")


def _empty_variable(pieces: Sequence[Any], line: int, values: Mapping[str, Any]) -> str:
    """The printed variable on `line` that has no text; the first tag of the line where none stands out."""
    for piece in pieces:
        if piece.kind == "variable" and piece.line <= line <= piece.line + piece.text.count("\n"):
            for kind, word in piece.words:
                if kind == "name" and not isinstance(values.get(word, ""), (str, Markup)):
                    return str(word)
    return "?"
