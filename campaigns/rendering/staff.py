"""Texts for our own people, from `_staff/` of the texts: no frames of law, the same small language and sandbox."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from campaigns.rendering.faults import explained
from campaigns.rendering.files import Files, environment

STAFF = "_staff"
"""The folder below the texts; an operator's own folder may hold one as well, and wins."""

_MANY_BREAKS = re.compile(r"\n{3,}")


def staff_text(folders: Sequence[Path], name: str, values: Mapping[str, Any]) -> str:
    """The text `name` (digest/body.txt) filled with `values`; raises RenderError with a German sentence."""
    file = f"{STAFF}/{name}"
    try:
        text = environment(Files(folders, informal=False), html=False).get_template(file).render(values)
    except Exception as error:
        raise explained(file, error, values, folders) from error
    return _MANY_BREAKS.sub("\n\n", text).strip() + "\n"
