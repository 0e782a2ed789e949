"""The hand-written pages: every file, folder, command, option and link they name is there, and what is not is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import BLOCKS, page
from tests.docs.commands import COMMON, leaves
from tests.docs.licences import ROOT

PAGES = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("docs/**/*.md"))),
]
MADE_BY_USE = {"var/"}
MAKE = re.compile(r"^([a-z-]+):", re.MULTILINE)
FORBIDDEN = re.compile(r"/wor[k]/|/roo[t]/|sessio[n]|sandbo[x]_|localhos[t]:\d|pyp[i]\.org|#\d+\b", re.IGNORECASE)

FENCE = re.compile(r"```.*?```", re.DOTALL)
COMMAND = re.compile(r"\b(?:wiedersehen|wds) ([a-z]+)(?: ([a-z]+))?")
TYPED = re.compile(r"^(?:\$ )?(?:sudo )?(?:wiedersehen|wds)(?: --[a-z]+ \S+)* ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)

# Words of the design that a reader may look up; the code uses them and no synonyms.
WORDS = """sender, brand, company, contact, contact point, contract, cancellation, churn reason, segment, worth, sequence,
step, definition, enrollment, touch, attempt, receipt, variant, holdout, offer, promise, approval, task, outcome, ruling,
verdict, duty, consent, objection, suppression, medium, channel, purpose, frequency cap, quiet hours, claim, go,
uncertain, reply, label, effect, bounce, complaint, tick, housekeeping, audit event, save attempt, dial try"""


def by_hand(name: str) -> str:
    """The page without its generated blocks."""
    text = page(name)
    for at, block in BLOCKS:
        if at == name:
            text = re.sub(rf"<!-- generated: {block} -->.*?<!-- end: {block} -->", "", text, flags=re.DOTALL)
    return text


def missing_files(text: str) -> list[str]:
    """Files and folders in backticks that are not there; a NAME in capitals is the reader's own."""
    words = re.findall(r"`([\w./-]+(?:\.(?:py|toml|md|csv|txt|html)|/))`", text)
    return [word for word in words if not re.search(r"[A-Z]{4}", Path(word).as_posix()) and not _is_there(word)]


def _is_there(word: str) -> bool:
    if word.startswith("/") or word in MADE_BY_USE:
        return True
    if "/" in word:
        return (ROOT / word).exists()
    return any(".venv" not in path.parts for path in ROOT.rglob(word))


def unknown_commands(text: str) -> list[str]:
    """What stands behind `wiedersehen` (in the handbook `wds`) in these pages and is no command.

    In prose a line may break between the two; in a block of shell the name may end a line that is about something else
    (a user, a service), so there it counts only where a command begins.
    """
    known = {words for words, _ in leaves()} | {words.split()[0] for words, _ in leaves()}
    named = COMMAND.findall(" ".join(FENCE.sub("", text).split()))
    named += [found for block in FENCE.findall(text) for found in TYPED.findall(block)]
    return [first for first, second in named if first not in known and f"{first} {second}" not in known]


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_is_named_is_there(name):
    assert missing_files(by_hand(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_command_that_is_named_exists(name):
    assert unknown_commands(by_hand(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name):
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", page(name))
    assert [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_places_and_people_of_its_making(name):
    assert FORBIDDEN.findall(by_hand(name)) == []


def test_planted_faults_are_caught():
    assert missing_files("see `store/gone.py`, `store/touches.py`, `sequences/NAME.toml`, `gone/`") == [
        "store/gone.py",
        "gone/",
    ]
    assert unknown_commands("`wiedersehen tasks list`, `wiedersehen vanish`,\nwiedersehen\nvanish") == [
        "vanish",
        "vanish",
    ]
    assert unknown_commands(
        "```sh\nsystemctl stop wiedersehen\nwds backup\nwds vanish\n$ wiedersehen --state x gone\n```"
    ) == [
        "vanish",
        "gone",
    ]


def test_every_room_and_folder_is_in_the_readme():
    listing = re.search(r"## The folders are the architecture.*?```\n(.*?)```", page("README.md"), re.DOTALL)
    assert listing
    named = set(re.findall(r"(?<![\w.])([a-z_]+)/", listing[1]))
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert rooms <= named
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_what_is_called_missing_is_missing():
    block = re.search(r"- Commands: (.*?)\.\n", page("README.md"), re.DOTALL)
    assert block
    absent = re.findall(r"`([a-z]+)`", block[1])
    assert absent
    assert set(absent) & {words.split()[0] for words, _ in leaves()} == set()


def test_the_make_targets_that_are_named_exist():
    targets = set(MAKE.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {word for name in PAGES for word in re.findall(r"make ([a-z]+)\b(?=`|    )", page(name))}
    assert named
    assert named <= targets


def test_every_common_option_is_explained_and_no_other():
    assert re.findall(r"^\| `(--[a-z]+)` \|", by_hand("docs/commands.md"), re.MULTILINE) == list(COMMON)


def test_every_word_of_the_design_has_its_sentence():
    rows = re.findall(r"^\| ([a-z ]+?) \| [^|]+ \| [A-Z][^|]+\. \|$", page("docs/glossary.md"), re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert {" ".join(word.split()) for word in WORDS.split(",")} - set(rows) == set()
