"""A firm of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.firm import Firm


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = Firm(tmp_path)
    made("activate")
    return made
