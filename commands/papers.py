"""German documents on the screen or into a file: a page where its name ends in .html, plain text otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.options import say

if TYPE_CHECKING:
    from campaigns.house import House
    from campaigns.rendering.documents import Document


def give(
    house: House, document: Document, out: Path | None, kind: str, *, contact_pk: int | None = None, quiet: bool = False
) -> None:
    """Print, or write for our account alone and note the file so that an erasure finds it (store.written, `kind`)."""
    from campaigns.bootstrap import ROOT
    from campaigns.rendering.documents import html, plain
    from campaigns.rights.handing_out import write_private
    from store import written

    if out is None:
        for line in () if quiet else plain(document).splitlines():
            say(line)
        return
    page = out.suffix.lower() in (".html", ".htm")
    with house.store.write() as connection:
        written.record(connection, out, kind, house.clock.now(), contact_pk=contact_pk)
    write_private(out, (html(document, ROOT / "templates_de") if page else plain(document)).encode())
    if not quiet:
        say(f"Geschrieben: {out}")
