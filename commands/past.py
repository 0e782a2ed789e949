"""What goes out of the house waits where the database came from a backup and no daemon has recognised that yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.options import FINDINGS, fail

if TYPE_CHECKING:
    from campaigns.house import House


def refuse_unnoticed(house: House) -> None:
    """End the command: whoever has objected since the backup is not known here (Art. 21 Abs. 3 DSGVO)."""
    from campaigns.backups.restored import is_unnoticed

    if is_unnoticed(house):
        fail(
            "Die Datenbank kam aus einer Sicherung, und kein Dienst hat das bemerkt: Wer seither widersprochen hat, "
            "fehlt in ihr. Erst den Dienst starten (wiedersehen run), dann wiedersehen resume. Nichts geschrieben.",
            FINDINGS,
        )
