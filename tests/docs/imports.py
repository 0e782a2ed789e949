"""What `import` recognises, from the code that recognises it; and what it says about the three sample exports."""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from campaigns.imports.crm import SHAPES
from campaigns.imports.crm.general import MARKS
from campaigns.imports.crm.shape import Mark, Shape
from campaigns.imports.german import LABELS
from campaigns.imports.kinds import SCHEMAS
from campaigns.imports.schema import Breaks
from campaigns.imports.words import NO, YES
from tests.rig.tool import ROOT, Tool

PAGE = "docs/handbuch/import.md"
SAMPLES = ("hubspot_contacts", "salesforce_contacts", "pipedrive_people")
_WIDTH = 118
_HELPERS = {
    "full_name": "`first_name`, `last_name` (wo sie fehlen)",
    "postal_address": "`street`, `postcode`, `city`, `country` (wo `street` fehlt)",
}


def blocks() -> dict[tuple[str, str], Callable[[], str]]:
    """(page, block) -> its text, for tests.docs.blocks."""
    return {
        **{(PAGE, shape.name): partial(headers, shape) for shape in SHAPES},
        (PAGE, "opt_outs"): opt_outs,
        (PAGE, "german"): german,
        (PAGE, "breaks"): breaks,
        (PAGE, "samples"): samples,
    }


def headers(shape: Shape) -> str:
    """The columns of one CRM: what becomes of each."""
    rows = [
        f"Erkannt wird die Datei an zwei dieser Spalten: {_listed(shape.signature)}.",
        "",
        "| Spalte im Export | wird zu |",
        "| --- | --- |",
        *(f"| {_listed(found)} | {_HELPERS.get(name, f'`{name}`')} |" for name, found in shape.fields.items()),
        *(f"| {_listed(mark.headers)} | {_meaning(mark)} |" for mark in shape.marks),
        *(f"| `{header}` | nicht übernommen: {reason} |" for header, reason in shape.ignored.items()),
    ]
    return "\n".join([*rows, ""])


def german() -> str:
    """The labels that apply in every file."""
    kinds = {
        name: [kind for kind, schema in SCHEMAS.items() if any(column.name == name for column in schema.columns)]
        for name in LABELS
    }
    rows = [
        f"| {_listed(labels)} | `{name}` | {', '.join(kinds[name]) if len(kinds[name]) < 4 else 'viele'} |"
        for name, labels in LABELS.items()
    ]
    return "\n".join(["| Überschrift | unsere Spalte | in |", "| --- | --- | --- |", *rows, ""])


def opt_outs() -> str:
    """The labels that are an opt-out in every customers file."""
    rows = [f"| {_listed(mark.headers)} | `{mark.scope}` |" for mark in MARKS]
    words = f"Ja heißt {_words(YES)}. Nein heißt {_words(NO)}, und eine leere Zelle. Groß oder klein ist gleich."
    return "\n".join(["| Überschrift | Widerspruch gegen Werbung |", "| --- | --- |", *rows, "", words, ""])


def breaks() -> str:
    """Where a quoted cell may have several lines."""
    found = {
        policy: [
            f"`{column.name}` ({kind})"
            for kind, schema in SCHEMAS.items()
            for column in schema.columns
            if column.breaks is policy
        ]
        for policy in (Breaks.KEPT, Breaks.JOINED)
    }
    text = (
        f"Zeilenumbrüche bleiben stehen in {', '.join(found[Breaks.KEPT])}. "
        f"Sie werden zu einem Komma in {', '.join(found[Breaks.JOINED])}. In allen anderen Spalten wird die Zeile "
        "abgelehnt; in Spalten, die wir nicht übernehmen, schaden sie nicht."
    )
    return textwrap.fill(text, 120) + "\n"


def samples() -> str:
    """A dry run of each sample export."""
    with tempfile.TemporaryDirectory() as folder:
        tool = Tool(Path(folder) / "state", ROOT / "config.toml")
        return "```console\n" + "\n".join(line for name in SAMPLES for line in _dry_run(tool, name)) + "\n```\n"


def _dry_run(tool: Tool, name: str) -> Iterator[str]:
    file = f"samples/{name}.csv"
    done = tool.raw("import", "customers", ROOT / file, "--dry-run", "--config", tool.config, "--state", tool.state)
    yield f"$ wiedersehen import customers {file} --dry-run"
    for line in done.out.splitlines():
        yield from textwrap.wrap(line, _WIDTH, subsequent_indent="    ", break_long_words=False, drop_whitespace=True)


def _meaning(mark: Mark) -> str:
    parts = []
    if mark.hints:
        parts.append(f"Hinweis, keine Einwilligung, bei {_words(mark.hints)}")
    if mark.opt_outs:
        parts.append(f"Widerspruch gegen Werbung (`{mark.scope}`) bei {_words(mark.opt_outs)}")
    return "; ".join(parts)


def _words(words: frozenset[str]) -> str:
    return ", ".join(f"„{word}“" for word in sorted(words))


def _listed(headers: tuple[str, ...]) -> str:
    return ", ".join(f"`{header}`" for header in headers)
