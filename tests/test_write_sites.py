"""Every place of the product that writes a file is known, and with it how an erasure finds what it writes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.test_architecture import MODULES, Module, planted

WRITES = {
    "write_text",
    "write_bytes",
    "copyfile",
    "copy2",
    "copytree",
    "link",
    "symlink",
    "mkstemp",
    "NamedTemporaryFile",
    "write_whole",
    "write_unfinished",
}
NO_FILES = ("store/tables/",)
"""Where `link` is a foreign key."""

BELOW = "lies below the state directory or in a folder of the configuration: an erasure walks them"
SHOP = "the letter shop's own copy: a recipient is told of an erasure (Art. 19 DSGVO)"
NOBODY = "names nobody"
CALLERS = "every caller stands here itself"
COPY = "a backup or a database: not changed, its cycle ends it, a restore erases again"

SITES: dict[tuple[str, str], str] = {
    # (file, function): how an erasure finds what is written there; else the file of code that registers the path
    ("campaigns/imports/rejects.py", "write_rejects"): "commands/importing.py",
    ("campaigns/preview/writing.py", "_put"): "commands/preview.py",
    ("campaigns/rights/handing_out.py", "write_private"): "campaigns/rights/handing_out.py",
    ("campaigns/evidence/kept.py", "keep"): "campaigns/evidence/kept.py",
    ("commands/erase.py", "erase"): NOBODY,
    ("commands/task_drafts.py", "draft"): "commands/task_drafts.py",
    ("channels/letter/shop.py", "hand_over"): SHOP,
    ("campaigns/handover/lists.py", "write_list"): "campaigns/handover/lists.py",
    ("campaigns/erasing/files.py", "_rewritten"): BELOW,
    ("campaigns/erasing/journal.py", "held"): BELOW,
    ("channels/email/folder.py", "_deliver"): BELOW,
    ("channels/email/folder.py", "_write"): BELOW,
    ("channels/letter/batch.py", "_write"): BELOW,
    ("commands/demo_events.py", "arrive"): BELOW,
    ("campaigns/backups/archive.py", "_copied"): COPY,
    ("campaigns/backups/archive.py", "_written"): COPY,
    ("campaigns/backups/making.py", "_standing_still"): COPY,
    ("campaigns/backups/generation.py", "_write"): NOBODY,
    ("campaigns/erasing/listed.py", "_append"): NOBODY,
    ("campaigns/secrets.py", "key"): NOBODY,
    ("campaigns/whole.py", "write_unfinished"): CALLERS,
    ("campaigns/whole.py", "write_whole"): CALLERS,
    ("campaigns/audiences/files.py", "prepare"): "campaigns/audiences/exporting.py",
    ("commands/init.py", "_copy"): NOBODY,
    ("commands/init.py", "_write"): NOBODY,
    ("commands/schema.py", "schema"): NOBODY,
    ("replies/worker.py", "main"): NOBODY,
    ("store/alone.py", "alone"): NOBODY,
    ("store/engine.py", "sole_daemon"): NOBODY,
}


def write_sites(found: list[Module]) -> set[tuple[str, str]]:
    """(file, function) of every call that makes or opens a file to write."""
    return {
        (path, function)
        for path, tree, _ in found
        if not path.startswith(NO_FILES)
        for function, call in _calls(tree, "")
        if _writes(call)
    }


def _calls(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        here = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(child, ast.Call):
            yield here, child
        yield from _calls(child, here)


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in WRITES:
        return True
    if name not in ("open", "fdopen"):
        return False
    given = [*call.args, *(word.value for word in call.keywords)]
    modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return any(len(mode) < 4 and set(mode) & set("wax+") for mode in modes) or "O_CREAT" in ast.unparse(call)


def test_every_write_site_is_known():
    assert write_sites(MODULES) == set(SITES)


def test_what_is_registered_is_registered_where_it_says():
    texts = {path: text for path, _, text in MODULES}
    for where in set(SITES.values()) - {BELOW, CALLERS, COPY, NOBODY, SHOP}:
        assert "written.record(" in texts[where], where


@pytest.mark.parametrize(
    "line",
    [
        'open("x.csv", "w")', 'path.open(mode="a")', 'path.write_text("x")', "shutil.copyfile(a, b)", 'os.fdopen(1, "wb")',
        "os.open(path, os.O_WRONLY | os.O_CREAT)", 'Path("x").open("x", encoding="utf-8")', "tempfile.mkstemp()",
    ],
)  # fmt: skip
def test_a_new_writer_is_noticed(line):
    assert write_sites(planted("commands/x.py", f"def f():\n    {line}\n")) == {("commands/x.py", "f")}


@pytest.mark.parametrize("line", ['path.open("r")', 'path.open("rb")', 'open("x.csv", encoding="utf-8")'])
def test_a_reader_is_none(line):
    assert write_sites(planted("commands/x.py", f"def f():\n    {line}\n")) == set()
