"""The child that reads mail never gets past its limits, and what it could not read is still searched."""

from __future__ import annotations

import os
import re
import resource
from pathlib import Path

import pytest

from replies.child import Parser
from replies.classify import classify
from replies.worker import CPU_SECONDS, EXTRA_MEMORY
from tests.fuzz.bombs import FULL, OBJECTION, bombs

BOMBS = bombs(FULL)
_HEAD = b"From: Jana <jana@kunde.test>\nIn-Reply-To: <tag1@firma.test>\n"
_PARTS = b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\n" + OBJECTION + b"\n"
KILLERS = {
    "parts": _HEAD + _PARTS + b"--a\n\nx\n" * 1_500_000 + b"--a--",
    "parts_with_headers": _HEAD + _PARTS + b"--a\nContent-Type: text/plain; a*0=b; a*1=c\n\nx\n" * 400_000 + b"--a--",
    "mails_in_parts": _HEAD + _PARTS + b"--a\nContent-Type: message/rfc822\n\nTo: a@b\n\nx\n" * 400_000 + b"--a--",
    "status_blocks": (
        _HEAD + b"Content-Type: message/delivery-status\n\n" + OBJECTION + b"\n\n" + b"Status: 5.1.1\n\n" * 1_500_000
    ),
    "memory": _HEAD + b"Content-Type: text/plain\n\n" + OBJECTION + b"\n" + b"x" * (300 * 1024 * 1024),
    "memory_in_lines": _HEAD + b"Content-Type: text/plain\n\n" + OBJECTION + b"\n" + b"x\n" * (60 * 1024 * 1024),
}
"""Mails that no limit of the parser itself can tame: only the process's limits do."""
_TICKS = os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def parser():
    with Parser() as opened:
        yield opened


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_within_the_limits_or_set_aside(parser, name):
    assert parser.parse(b"Subject: x\n\nHallo").new_text == "Hallo"
    before = _cpu(parser.pid)
    answer = classify(parser.parse(BOMBS[name]))
    assert answer.stop in {"hold", "sequence", "none", "pause_until", "address"}
    if parser.pid is not None:  # it has not been killed at its limit
        assert _of_status(parser.pid, "VmHWM") < EXTRA_MEMORY
        assert _cpu(parser.pid) - before <= CPU_SECONDS + 0.2
    assert parser.parse(b"Subject: x\n\nHallo Welt").new_text == "Hallo Welt"


@pytest.mark.parametrize("name", KILLERS)
def test_a_killer_ends_the_child_or_its_work_and_its_words_are_searched(name):
    with Parser() as own:
        assert own.parse(b"Subject: x\n\nHallo").new_text == "Hallo"
        first = own.pid
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        parsed = own.parse(KILLERS[name])
        survived = own.pid == first
        assert parsed.quarantined
        assert (parsed.from_address, parsed.references) == ("jana@kunde.test", ("tag1@firma.test",))
        answer = classify(parsed)
        assert (answer.stop, answer.review) == ("all_advertising", True)
        assert own.parse(b"Subject: x\n\nHallo Welt").new_text == "Hallo Welt"
        assert survived or own.pid not in {None, first}
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Two children at most: their start, the killer's two seconds, the mails before and behind it.
    assert ended.ru_utime + ended.ru_stime - spent.ru_utime - spent.ru_stime < CPU_SECONDS + 4


def test_the_child_may_take_256_mib_beside_its_programs_and_writes_no_core(parser):
    assert parser.parse(b"Subject: x\n\nHallo").new_text == "Hallo"
    limits = Path(f"/proc/{parser.pid}/limits").read_text(encoding="ascii")
    address_space = int(re.search(r"^Max address space +(\d+)", limits, re.MULTILINE)[1])
    assert 0 < address_space - _of_status(parser.pid, "VmPeak") <= EXTRA_MEMORY
    assert re.search(r"^Max core file size +0 ", limits, re.MULTILINE)


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far, its system calls included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _of_status(pid: int, name: str) -> int:
    """Octets of a line of a process's status: VmHWM the highest resident size, VmPeak of its address space."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
