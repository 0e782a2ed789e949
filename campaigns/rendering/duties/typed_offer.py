"""An offer typed into a text has no conditions, no end and no memory of whom it was made to (§ 6 Abs. 1 Nr. 3 DDG)."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import ADVERTISING, Phrase, phrase

TYPED_OFFER: tuple[Phrase, ...] = (
    phrase(
        "offer",
        r"\b\d+(?:,\d+)? ?(?:%|prozent|€|euro) (?:\w+ ){0,2}(?:rabatt|nachlass|guenstiger|weniger|gespart"
        r"|sparen|reduziert|gutschrift)"
        r"|\b(?:rabatt|nachlass|gutschein\w*|ersparnis) (?:von|ueber|in hoehe von) \d"
        r"|\b(?:statt|anstelle von) \d+(?:,\d+)? ?(?:€|euro)",
        ADVERTISING,
        reason="nennt einen Preisvorteil ohne Bedingungen, Enddatum und Link (§ 6 Abs. 1 Nr. 3 DDG, § 5b UWG)",
        instead="Legen Sie das Angebot in config.toml unter [[offer]] an und nennen Sie „offer_title“",
        bad="Sie bekommen 20 % Rabatt.",
        honest="Der Plan kostet 29 Euro im Monat.",
    ),
    phrase(
        "offer",
        r"\b(?:gratis|umsonst|geschenkt|kostenfrei)\b|\bkostenlos(?:e[nrs]?)? (?:\w+ )?(?:monat\w*|woche\w*"
        r"|jahr\w*|test\w*|upgrade\w*)"
        r"|\b(?:erste[rn]?|zwei|drei|\d+) (?:monat|monate|wochen) (?:frei|geschenkt|gratis|kostenlos)\b",
        ADVERTISING,
        reason="verspricht etwas ohne Preis, ohne Bedingungen und Enddatum (§ 6 Abs. 1 Nr. 3 DDG)",
        instead="Legen Sie das Angebot in config.toml unter [[offer]] an und nennen Sie „offer_title“",
        bad="Drei Monate gratis!",
        honest="Den Export bekommen Sie ohne Aufpreis, wie im Vertrag vereinbart.",
    ),
)
