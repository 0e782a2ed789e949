"""To whom work may be given by name: a slip of the keyboard would give it to an address that nobody reads."""

from __future__ import annotations

import difflib

from tasks.person import Team


class Nobody(ValueError):
    """An address that is none of ours; the text is German and names the nearest one that is."""


def check_named(team: Team, address: str, *, has_it: str | None = None) -> None:
    """Raise Nobody for an address that stands in no `[[person]]`, where there are any.

    `has_it`: who has the work already and may be somebody whom only an import named.
    """
    known = [one.email for one in team.people]
    named = address.strip().casefold()
    if not known or named in known or named == (has_it or "").casefold():
        return
    near = difflib.get_close_matches(named, known, n=1, cutoff=0.0)[0]
    raise Nobody(
        f"„{address.strip()}“ steht in keinem Abschnitt [[person]] von config.toml; meinten Sie „{near}“? "
        "Erlaubt ist, wer dort steht."
    )
