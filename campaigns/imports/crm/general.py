"""Opt-outs of no CRM in particular: labels that mean one in every customers file, and headers that only look like one.

A column that is left out because nobody knows it could hold an objection (Art. 21 Abs. 3 DSGVO), so an unknown header
that looks like one is a question to a person and never silently ignored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaigns.imports.crm.shape import named_apart
from campaigns.imports.table import fold
from campaigns.imports.words import shown

TITLE = "Eigene Datei"
"""Stands as the system of an opt-out that no CRM's export brought."""

MARKS = (
    named_apart(
        "global",
        *("Werbewiderspruch", "Widerspruch gegen Werbung", "Werbung widersprochen", "Widersprochen", "Widerspruch"),
        *("Keine Werbung", "Werbesperre", "Werbung gesperrt", "Kontaktsperre", "Nicht kontaktieren"),
        *("Do not contact", "Opt-out", "Opted out", "Marketing opt-out", "Abgemeldet", "Abbestellt"),
    ),
    named_apart(
        "email",
        *("Opt-out E-Mail", "Unsubscribed", "Newsletter abgemeldet"),
        *("Newsletter abbestellt", "Vom Newsletter abgemeldet", "Keine E-Mails", "Keine E-Mail", "Keine Mails"),
        *("Keine Werbung per E-Mail", "Kein Newsletter", "Keine Newsletter", "Werbewiderspruch E-Mail"),
        *("E-Mail gesperrt", "E-Mails abbestellt", "E-Mail abbestellt", "Do not email"),
    ),
    named_apart(
        "phone",
        *("Nicht anrufen", "Keine Anrufe", "Kein Anruf", "Anrufsperre", "Telefonsperre", "Telefon-Opt-out"),
        *("Opt-out Telefon", "Phone opt-out", "Keine Werbung per Telefon", "Werbewiderspruch Telefon", "Do not phone"),
    ),
    named_apart(
        "post",
        *("Keine Briefe", "Keine Post", "Keine Werbung per Post", "Keine Werbung per Brief", "Opt-out Post"),
        *("Post-Opt-out", "Werbewiderspruch Post", "Werbewiderspruch Brief", "Do not mail"),
    ),
    named_apart("fax", "Kein Fax", "Keine Faxe", "Fax gesperrt", "Do not fax"),
)

_LINES = 5
"""So many lines with a word in doubt are named."""

_LOOKS_LIKE = re.compile(
    r"opt(?:ed|ing)?out|unsubscri|unsubbed|abgemeldet|abmeld|abbestell|ausgetragen|widerspr|widerruf|objection|objected"
    r"|sperr|blacklist|blocklist|suppress|robinson|newsletter|do(?:es)?not|dont|nicht(?:anruf|kontakt|anschreib|mail|werb)"
    r"|keine?(?:werb|newsl|e?mail|anruf|telefon|post|brief|kontakt|fax|sms|marketing|ansprache)"
    r"|no(?:e?mail|call|contact|phone|marketing|fax|sms)s?$|werbeverbot|werbestop"
)
_BUT_IS_NONE = re.compile(
    r"objectionnotice|widerspruchs(?:hinweis|belehrung)|widerrufs(?:frist|belehrung|recht|formular)|zahlungssperre"
)


def looks_like_opt_out(header: str) -> bool:
    """True when a header that nobody knows could say who does not want advertising."""
    word = fold(header)
    return bool(_LOOKS_LIKE.search(word)) and not _BUT_IS_NONE.search(word)


def question(label: str) -> str:
    """What a person has to decide about an unknown header that looks like an opt-out."""
    return (
        "Diese Spalte ist unbekannt und sieht nach einer Abmeldung aus. Angehalten, nichts wurde gespeichert: ein "
        "übersehener Widerspruch wäre Werbung gegen den Willen der Person. Sagt die Spalte, wer keine Werbung will, "
        "benennen Sie sie in der Datei um, zum Beispiel in „Keine Werbung“ (alle Wege), „Keine E-Mails“, "
        "„Nicht anrufen“ oder „Keine Briefe“, mit ja oder nein als Wert. Sagt sie etwas anderes: noch einmal mit "
        f'--ignore-column "{label}".'
    )


def doubts_noted(label: str, found: Sequence[tuple[int, str]]) -> str:
    """That words nobody understands (line, cell) counted as a no, and where they stand."""
    lines = ", ".join(str(line) for line, _ in found[:_LINES]) + (" …" if len(found) > _LINES else "")
    where = f"Zeile {lines}" if len(found) == 1 else f"Zeilen {lines}"
    return (
        f"„{label}“: {len(found)} × ein Wort, das wir nicht verstehen ({shown(found[0][1])}; {where}). Im Zweifel "
        "zählt es als Widerspruch. Verstanden werden zum Beispiel ja und nein, true und false, 1 und 0."
    )
