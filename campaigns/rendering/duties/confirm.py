"""A termination is effective on receipt (§ 130 BGB): no call, no click and no answer is made its condition.

LG Koblenz 11 O 12/23 (no call to confirm), OLG Schleswig 6 U 25/23 (no „offene Fragen“ without naming them).
"""

from __future__ import annotations

from campaigns.rendering.duties.phrase import BARE, EVERYWHERE, Phrase, phrase

_CONDITION = "macht die Kündigung von einem weiteren Schritt abhängig (LG Koblenz 11 O 12/23, § 4a Abs. 2 Nr. 4 UWG)"
_VALID = "Schreiben Sie: „Damit die Kündigung wirksam ist, müssen Sie nichts weiter tun.“"
_DECLARED = r"(?:kuendigung|widerruf|vertragsende)"

CONFIRM: tuple[Phrase, ...] = (
    phrase(
        "confirm",
        r"\b(?:erst|nur)(?: dann)? (?:wirksam|gueltig|rechtskraeftig|abgeschlossen|bearbeitet|bestaetigt),? "
        r"(?:wenn|nach|sobald|durch|mit)\b",
        EVERYWHERE,
        reason=_CONDITION,
        instead=_VALID,
        bad="Ihre Kündigung wird erst wirksam, wenn Sie anrufen.",
        honest="Den Vertragstext bekommen Sie zum Lesen; gültig wird er erst, wenn Sie ihm zustimmen.",
        unless=rf"^(?!.*\b{_DECLARED}\b).*\b(?:zustimm|anmeldung|vertragstext)\w*",
    ),
    phrase(
        "confirm",
        r"\b(?:telefonisch|per anruf|am telefon|muendlich|persoenlich)\b[^.!?\n]{0,30}\bbestaetig\w*"
        r"|\bbestaetig\w*[^.!?\n]{0,30}\b(?:telefonisch|per anruf|am telefon)\b",
        EVERYWHERE,
        reason=_CONDITION,
        instead=_VALID,
        bad="Bitte bestätigen Sie Ihre Kündigung telefonisch.",
        honest="Telefonisch erreichen Sie uns unter {{ contact_phone }}.",
        unless=r"\bnicht\b|\bkein\w*\b",
    ),
    phrase(
        "confirm",
        r"\b(?:bitte )?(?:bestaetigen sie|bestaetige|verifizieren sie|verifizier\w*)\b[^.!?\n]{0,40}\b"
        + _DECLARED
        + r"\b"
        rf"|\b{_DECLARED}\b[^.!?\n]{{0,60}}\b(?:muessen sie|musst du|bitten wir sie|bitte)\b[^.!?\n]{{0,40}}"
        r"\b(?:bestaetigen|verifizieren|anrufen|begruenden|zurueckrufen)\b"
        rf"|\b(?:verifizier|gegenpruef)\w*[^.!?\n]{{0,40}}\b{_DECLARED}\b"
        rf"|\b{_DECLARED}\b[^.!?\n]{{0,40}}\b(?:verifizier|gegenpruef)"
        rf"|\bum (?:ihre|deine|die) {_DECLARED} (?:abzuschliessen|zu bearbeiten|zu bestaetigen|gueltig zu machen)\b",
        EVERYWHERE,
        reason=_CONDITION,
        instead=_VALID,
        bad="Bitte bestätigen Sie Ihre Kündigung über diesen Link.",
        honest="Wir bestätigen den Eingang Ihrer Kündigung.",
        unless=r"\bnicht(?:s)?\b[^.!?\n]*\b(?:bestaetig|anruf|begruend|tun)",
    ),
    phrase(
        "confirm",
        r"\b(?:rufen sie|ruf|melden sie sich|melde dich)\b[^.!?\n]{0,60}\b(?:um|damit)\b[^.!?\n]{0,60}"
        rf"\b{_DECLARED}\b[^.!?\n]{{0,40}}\b(?:wirksam|gueltig|bestaetig|abschliess|bearbeit|wird|werden|zu)\w*",
        EVERYWHERE,
        reason=_CONDITION,
        instead=_VALID,
        bad="Rufen Sie uns an, damit wir die Kündigung bearbeiten können.",
        honest="Rufen Sie uns an, wenn der Export unvollständig ist.",
    ),
    phrase(
        "confirm",
        r"\b(?:ohne (?:ihren|deinen|ihre|deine|einen) (?:anruf|rueckruf|rueckmeldung|bestaetigung|antwort)"
        r"|sonst|andernfalls)\b"
        rf"[^.!?\n]{{0,40}}\b(?:{_DECLARED}|vertrag)\b[^.!?\n]{{0,40}}\b(?:nicht|ungueltig|unwirksam|weiter"
        rf"|verlaenger\w*|bestehen)\b"
        rf"|\b{_DECLARED}\b[^.!?\n]{{0,30}}\b(?:ist|wird|bleibt) (?:noch |leider )?(?:nicht (?:wirksam"
        rf"|gueltig|vollstaendig|abgeschlossen|bearbeitet)|unwirksam|unvollstaendig)\b",
        EVERYWHERE,
        reason=_CONDITION,
        instead=_VALID,
        bad="Ohne Ihren Anruf läuft der Vertrag weiter.",
        honest="Ohne Ihre Bestätigung gilt die Anmeldung nicht.",
    ),
    phrase(
        "confirm",
        r"\b(?:noch )?(?:offene|ausstehende|ungeklaerte|ein paar|einige)[nr]? (?:fragen|punkte|themen|dinge)\b"
        r"[^\n]{0,80}\b(?:ruf|anruf|melden|rueckruf|telefon|kontaktier|antwort)\w*"
        r"|\b(?:ruf|melden sie|kontaktier)\w*[^.!?\n]{0,60}\b(?:offene|ausstehende"
        r"|ungeklaerte)[nr]? (?:fragen|punkte)\b",
        BARE,
        reason="bittet um einen Anruf, ohne zu sagen, worum es geht (OLG Schleswig 6 U 25/23)",
        instead="Nennen Sie, was genau fehlt: „Für die Erstattung fehlt uns die IBAN.“",
        bad="Zu Ihrer Kündigung gibt es noch offene Fragen, bitte rufen Sie uns an.",
        honest="Offen ist noch die IBAN für die Erstattung.",
    ),
    phrase(
        "confirm",
        r"\b(?:kuendigungsgrund|grund (?:ihrer|deiner|fuer die) kuendigung)\b[^.!?\n]{0,40}\b(?:muessen|musst"
        r"|benoetigen|brauchen|pflicht|erforderlich)\b"
        r"|\b(?:benoetigen|brauchen) wir (?:noch )?(?:den|einen|ihren|deinen) (?:kuendigungs)?grund\b",
        EVERYWHERE,
        reason=_CONDITION,
        instead="Ein Grund ist freiwillig; fragen Sie höchstens danach",
        bad="Für die Bearbeitung benötigen wir noch Ihren Kündigungsgrund.",
        honest="Einen Grund müssen Sie nicht nennen.",
        unless=r"\bnicht\b|\bkein\w*\b|\bfreiwillig\b",
    ),
)
