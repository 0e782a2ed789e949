"""Logging: JSON lines on stderr, ids only. Events have names (docs/events.md), not sentences."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

log = structlog.get_logger()

_PRIORITY = {"debug": 7, "info": 6, "warning": 4, "error": 3, "exception": 3, "critical": 2}
"""sd-daemon(3): what journald reads from `<3>` before a line; `journalctl -p err` then finds it."""


def set_up(*, quiet: bool = False) -> None:
    """Log from INFO on, in quiet mode from WARNING on. Under systemd each line says its priority."""
    level = logging.WARNING if quiet else logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.ExceptionRenderer(_frames),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
            *((_with_priority,) if _to_journal() else ()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    root = logging.root
    if not any(isinstance(handler, _Library) for handler in root.handlers):
        root.addHandler(_Library(logging.ERROR))


def _to_journal() -> bool:
    """True when stderr is the journal itself (systemd.exec(5), $JOURNAL_STREAM), not a pipe somebody put there."""
    try:
        status = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):  # closed, or a stream without a descriptor
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"


def _with_priority(_logger: object, method: str, line: Any) -> str:
    # Behind the renderer `line` is text.
    return f"<{_PRIORITY.get(method, 6)}>{line}"


def _frames(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> list[str]:
    """Where it broke and by what type of error. Not its words: they quote values, and values are people's data."""
    error = exc_info[1]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    chain, before = [type(error).__name__], error.__cause__ or error.__context__
    while before is not None:
        chain.append(type(before).__name__)
        before = before.__cause__ or before.__context__
    return [*places, " from ".join(chain)]


class _Library(logging.Handler):
    """What a library complains about, as an event of ours: its fixed words, never the values it would fill in."""

    def emit(self, record: logging.LogRecord) -> None:
        """See logging.Handler."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.error("library_error", library=record.name, words=str(record.msg)[:200], error=error)
