"""The README shows the demo's own words: the same run, compared word for word."""

from __future__ import annotations

import pytest

from tests.docs.blocks import REWRITE, standing
from tests.docs.readme import demo


@pytest.mark.slow
def test_the_readme_shows_what_the_demo_says_today():
    wanted = demo()
    assert standing("README.md", "demo") == wanted, f"out of date, {REWRITE} writes it:\n{wanted}"
