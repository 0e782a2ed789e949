"""One parser for all: starting its process costs more than a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from replies.child import Parser


@pytest.fixture(scope="session")
def parser() -> Iterator[Parser]:
    opened = Parser()
    yield opened
    opened.close()
