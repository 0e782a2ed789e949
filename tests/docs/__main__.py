"""Rewrite every generated block that has changed."""

from __future__ import annotations

import sys

from tests.docs.blocks import BLOCKS, rewrite

for (name, block), make in BLOCKS.items():
    if rewrite(name, block, make()):
        sys.stdout.write(f"{name}: {block}\n")
