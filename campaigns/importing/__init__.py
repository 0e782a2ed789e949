"""Import files into the database: `apply(house, file)` in one transaction, everything of a file or nothing."""

from __future__ import annotations

from campaigns.importing.apply import apply, bring_in
from campaigns.importing.results import Effect, Guard, Imported, Limit, Tally

__all__ = ["Effect", "Guard", "Imported", "Limit", "Tally", "apply", "bring_in"]
