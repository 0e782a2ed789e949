"""A database or disk that cannot work, in a sentence: at 3 a.m. nobody wants to read a traceback."""

from __future__ import annotations

import sys

from commands.options import CONFIG, FINDINGS


def explained_fault(error: Exception) -> tuple[str, int] | None:
    """The sentence and the exit code, None when it is another kind of error.

    A damaged database ends with 78, which systemd does not start again (RestartPreventExitStatus=78): only a person
    can mend it. Everything else may be over with the next start.
    """
    if "store.engine" not in sys.modules:
        return None  # no database was opened
    from campaigns.service.troubles import FAULTS
    from store.faults import Fault, fault_of

    fault = fault_of(error)
    return None if fault is None else (f"{FAULTS[fault]}.", CONFIG if fault is Fault.CORRUPT else FINDINGS)
