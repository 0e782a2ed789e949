"""German words for what is stored about replies: how sure we are who wrote, and why advertising stopped by itself."""

from __future__ import annotations

TRUST = {
    "confirmed": "bestätigt (kennt die Sendung, und unser Mailserver bürgt für die Domain)",
    "token": "kennt die Sendung",
    "authenticated": "echt laut unserem Mailserver",
    "unconfirmed": "unbestätigt",
}
"""How sure we are who wrote (campaigns.inbound.trust)."""

_HALTS = {
    "blocks": "{number} Abweisungen in {hours} Stunden galten uns als Absender",
    "dead_addresses": "{number} von {of} Werbemails gingen in {days} Tagen an tote Adressen ({share} %)",
    "complaints": "{number} Beschwerden auf {of} Werbemails in {days} Tagen ({share} %)",
}


def halt_words(word: str | None) -> str | None:
    """Why advertising stopped by itself, from what `campaigns.inbound.rates` has stored; None when a person paused."""
    if not word:
        return None
    what, *figures = word.split(":")
    number, of, hours = (int(figure) for figure in figures)
    share = f"{100 * number / of:.1f}".replace(".", ",") if of else ""
    return _HALTS[what].format(number=number, of=of, hours=hours, days=hours // 24, share=share)
