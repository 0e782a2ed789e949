"""What a text is framed by, for the law: the advertising frame carries the notice of objection and the way to stop."""

from __future__ import annotations

from functools import lru_cache

from campaigns.rendering import PARTS, Templates, find
from sequences.definition import Channel

ADVERTISING = frozenset({"advertising"})


@lru_cache(maxsize=1024)
def frames(templates: Templates, template: str, channel: Channel) -> frozenset[str | None]:
    """Advertising, contract, None for no frame: what the bodies for `channel` are built on, in both forms of address.

    Looked up once for each set of templates. Empty for tasks, whose words are a person's to say, and for a text that is
    not there: it cannot be rendered, and a person is told.
    """
    bodies = [f"{template}/{part}" for part in PARTS[channel] if part.startswith(("body.", "letter."))]
    return frozenset(
        templates.layout(body, informal=informal)
        for body in bodies
        for informal in (False, True)
        if find(templates.folders, body, informal=informal) is not None
    )
