"""What is a mail's own between salutation and greeting, and a mail made of words that a person wrote there.

Whatever the words are, frame, salutation, notices and foot are those of all advertising; the addresses of this person
stand in the words as the names of their variables (`{{ survey_url }}`) and are put in last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from campaigns.rendering import RenderError, Templates, tidy
from campaigns.rendering.duties.rendered import lacking
from campaigns.rendering.lint_html import URL_KEYS
from channels.channel import EmailContent

_FRAME = "_base/advertising_own_words"
LINK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
"""How a link stands in the words."""


def own_words(templates: Templates, template: str, context: Mapping[str, object]) -> tuple[str, ...]:
    """The paragraphs of a mail's text part without all that its frame adds. Raises RenderError."""
    text = templates.block(f"{template}/body.txt", "content", context)
    known = [(value, key) for key in URL_KEYS if isinstance(value := context.get(key), str) and value]
    for value, key in sorted(known, key=lambda one: len(one[0]), reverse=True):  # one address may begin another
        text = text.replace(value, f"{{{{ {key} }}}}")
    return tuple(paragraph for paragraph in text.split("\n\n") if paragraph.strip())


def wrapped(
    templates: Templates, subject: str, paragraphs: Sequence[str], context: Mapping[str, object]
) -> EmailContent:
    """A mail of these words in the frame of advertising. Raises RenderError, also for a link that has no address."""
    lines = tuple(_linked(templates, line, context) for line in "\n\n".join(paragraphs).split("\n"))
    values = {**context, "own_words": lines}
    text, html = (templates.part(f"{_FRAME}.{ending}", values) for ending in ("txt", "html"))
    content = EmailContent(subject, tidy(text) + "\n", html)
    fault = lacking(content, context, advertising=True)
    if fault is not None:
        raise RenderError(templates.shown(f"{_FRAME}.txt"), 0, fault)
    return content


def _linked(templates: Templates, line: str, context: Mapping[str, object]) -> str:
    def address(found: re.Match[str]) -> str:
        value = context.get(found[1]) if found[1] in URL_KEYS else None
        if not isinstance(value, str):
            name = templates.shown(f"{_FRAME}.txt")
            raise RenderError(name, 0, f"Der Link „{found[1]}“ hat bei dieser Person keine Adresse.")
        return value

    return LINK.sub(address, line)
