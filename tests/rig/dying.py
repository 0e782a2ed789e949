"""Forks that die by SIGKILL in the very line they are told: no `finally`, no rollback, as when the power goes.

The parent has imported everything, holds no connection and no thread, so a life costs a fork. What counts is what a
killed child leaves on the disk and in the database.
"""

from __future__ import annotations

import builtins
import gc
import hashlib
import inspect
import os
import pickle
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple, NoReturn, TypeVar

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = (f"{ROOT}/.venv/", f"{ROOT}/tests/")

_GOES_ON = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_FUNCTIONS: dict[tuple[str, str, int], list[FunctionType]] = {}

Answer = TypeVar("Answer")
Around = Callable[[Callable[[], object]], object]
Live = Callable[[Around], object]
"""A life: it gets ready, and calls what it is given around the part that is watched or dies."""


class Spot(NamedTuple):
    """One line of one function: a comprehension in it is a place of its own to die in."""

    file: str
    line: int
    name: str
    begins: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.name}"


@cache
def program() -> str:
    """A checksum of our own code, tests left out."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.rglob("*.py")):
        if not str(path).startswith(_NOT_OURS):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def apart(act: Callable[[], Answer]) -> Answer:
    """What `act` returns, done in a child: the compiler of PDFs starts threads, which no later fork would survive."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(act, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as handle:
        answer = handle.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"an undisturbed child ended with {os.waitstatus_to_exitcode(status)}")
    found: Answer = pickle.loads(answer)
    return found


def killed(live: Live, spot: Spot, hit: int) -> bool:
    """`live` in a child that dies at the `hit`-th execution of `spot`; False when it came to its end instead."""
    function = _function_of(spot)
    child = os.fork()
    if child == 0:
        tracer = _tracer_to(spot, hit)
        _child(
            lambda: live(lambda act: _traced(act, tracer) if function is None else _led(act, function, tracer)), None
        )
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the child broke by itself at {spot}")
    return code != 0


def spots_of(live: Live) -> dict[Spot, int]:
    """Every line of our own code that is executed under watch, in the order of its first execution, and how often."""
    found: Counter[tuple[int, int]] = Counter()
    codes: dict[int, CodeType] = {}  # by identity: to hash a code object takes longer than to run most lines

    def inside(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            found[id(frame.f_code), frame.f_lineno] += 1
        return inside

    known: dict[str, bool] = {}

    def entered(frame: FrameType, _event: str, _argument: object) -> Any:
        name = frame.f_code.co_filename
        ours = known.get(name)
        if ours is None:
            ours = known[name] = name.startswith(f"{ROOT}/") and not name.startswith(_NOT_OURS)
        if not ours:
            return None
        codes[id(frame.f_code)] = frame.f_code
        return inside

    live(lambda act: _traced(act, entered))
    spots: dict[Spot, int] = {}
    for (key, line), often in found.items():
        code = codes[key]
        spot = Spot(code.co_filename.removeprefix(f"{ROOT}/"), line, code.co_qualname, code.co_firstlineno)
        spots[spot] = spots.get(spot, 0) + often
    return spots


def looks(live: Live, cases: Iterable[tuple[Spot, int]], look: Callable[[], Answer]) -> dict[tuple[Spot, int], Answer]:
    """What `look` sees at each of these executions, in one life that is stopped for it and goes on: a death there
    would leave the same, for SIGKILL writes nothing.
    """
    wanted: dict[tuple[str, int, str, int], dict[int, Spot]] = {}
    for spot, hit in cases:
        wanted.setdefault((f"{ROOT}/{spot.file}", spot.line, spot.name, spot.begins), {})[hit] = spot
    files = {file for file, *_ in wanted}
    counted: Counter[tuple[str, int, str, int]] = Counter()
    seen: dict[tuple[Spot, int], Answer] = {}

    def inside(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            code = frame.f_code
            here = (code.co_filename, frame.f_lineno, code.co_qualname, code.co_firstlineno)
            counted[here] += 1
            spot = wanted.get(here, {}).get(counted[here])
            if spot is not None:
                seen[spot, counted[here]] = look()
        return inside

    def entered(frame: FrameType, _event: str, _argument: object) -> Any:
        return inside if frame.f_code.co_filename in files else None

    live(lambda act: _traced(act, entered))
    return seen


def _tracer_to(spot: Spot, hit: int) -> Callable[[FrameType, str, object], Any]:
    """Follows the one function of `spot` alone, so that everything else runs nearly as fast as ever."""
    file, line, name, begins = f"{ROOT}/{spot.file}", spot.line, spot.name, spot.begins
    left = hit

    def inside(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if event == "line" and frame.f_lineno == line:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return inside

    def entered(frame: FrameType, _event: str, _argument: object) -> Any:
        code = frame.f_code
        ours = code.co_firstlineno == begins and code.co_qualname == name and code.co_filename == file
        return inside if ours else None

    return entered


def _function_of(spot: Spot) -> FunctionType | None:
    """The one function whose calls are all that has to be followed; None where the whole life has to be.

    A generator goes on behind the call that made it, and a closure cannot be led.
    """
    if "<" in spot.name:
        return None
    if not _FUNCTIONS:
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(f"{ROOT}/"):
                code = one.__code__
                _FUNCTIONS.setdefault((code.co_filename, code.co_qualname, code.co_firstlineno), []).append(one)
    found = _FUNCTIONS.get((f"{ROOT}/{spot.file}", spot.name, spot.begins), [])
    plain = [one for one in found if not one.__closure__ and not one.__code__.co_flags & _GOES_ON]
    return plain[0] if len(plain) == len(found) == 1 else None


def _led(act: Callable[[], object], function: FunctionType, tracer: Callable[[FrameType, str, object], Any]) -> None:
    """Do `act`, and follow nothing but the calls of `function`: all the rest runs as fast as ever."""
    real = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    real.__kwdefaults__ = function.__kwdefaults__
    depth = 0

    def led(given: tuple[object, ...], named: dict[str, object]) -> object:
        nonlocal depth
        depth += 1
        sys.settrace(tracer)
        try:
            return real(*given, **named)
        finally:
            depth -= 1
            if not depth:
                sys.settrace(None)

    vars(builtins)[_LED] = led
    function.__code__ = _stub.__code__
    act()


def _stub(*given: object, **named: object) -> object:
    return __led_by_the_torture__(given, named)  # type: ignore[name-defined]  # noqa: F821 - put there by _led


_LED = "__led_by_the_torture__"


def _traced(act: Callable[[], object], tracer: Callable[[FrameType, str, object], Any]) -> None:
    sys.settrace(tracer)
    try:
        act()
    finally:
        sys.settrace(None)


def _child(act: Callable[[], object], writing: int | None) -> NoReturn:
    code = 70
    try:
        gc.freeze()  # a collection would copy every page of the parent's that it looks at, and a life is short
        gc.disable()
        answer = act()
        if writing is not None:
            with os.fdopen(writing, "wb") as handle:
                pickle.dump(answer, handle)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, it must end this fork and be read
        traceback.print_exc()
    finally:
        os._exit(code)
