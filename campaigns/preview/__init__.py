"""`preview`: one person's way through one sequence as files and one page, through the house's own rendering."""

from __future__ import annotations

from campaigns.preview.journey import Journey, Stop, journey
from campaigns.preview.parts import Part, parts_of

__all__ = ["Journey", "Part", "Stop", "journey", "parts_of"]
