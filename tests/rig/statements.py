"""SQL compiled once a test process: SQLAlchemy keeps it per engine, and here each test has an engine of its own."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Engine, event

MOST = 2_000


class Compiled(dict[Any, Any]):
    """A `compiled_cache` (SQLAlchemy's execution option) for all engines of one dialect: its keys begin with theirs."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(key[1:], value)


_OF_DIALECT: dict[str, Compiled] = defaultdict(Compiled)


def share() -> None:
    """From now on, in this process; a process that a test starts compiles as it ships."""
    event.listen(Engine, "engine_connect", _shared)


def _shared(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_OF_DIALECT[connection.dialect.driver])
