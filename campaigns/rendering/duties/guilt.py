"""No guilt, no begging, no feelings put into somebody's mouth: a decision that was made is respected (mission B8)."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import EVERYWHERE, Phrase, phrase

_FEELING = "unterstellt Gefühle oder macht ein schlechtes Gewissen (§ 4a Abs. 1 UWG)"
_DOUBT = "stellt eine getroffene Entscheidung in Frage (§ 4a Abs. 2 Nr. 4 UWG)"
_FACT = "Schreiben Sie stattdessen eine Tatsache: was geschehen ist, was jetzt gilt"

GUILT: tuple[Phrase, ...] = (
    phrase(
        "guilt",
        r"\b(?:jammer)?schade\b",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Schade, dass Sie uns verlassen.",
        honest="Ansprüche auf Schadensersatz bleiben unberührt.",
    ),
    phrase(
        "guilt",
        r"\b(?:traurig|untroestlich|schweren herzens|am boden zerstoert|niedergeschlagen)\b"
        r"|\bbricht (?:uns|mir) das herz\b|\bherz(?:en)? blutet\b|\bfaellt (?:uns|mir) (?:sehr |so )?schwer\b",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Wir sind traurig über Ihren Abschied.",
        honest="Das Eintragen fällt leichter, wenn Sie die Nummer zur Hand haben.",
    ),
    phrase(
        "guilt",
        r"\b(?:wir|ich) (?:sind|bin|waren|war) (?:\w+ ){0,2}(?:enttaeuscht|gekraenkt|verletzt|getroffen|fassungslos)\b"
        r"|\benttaeuscht uns\b",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Wir sind ehrlich gesagt enttäuscht.",
        honest="Wir haben Sie enttäuscht: Der Export lief drei Tage lang nicht.",
    ),
    phrase(
        "guilt",
        r"\b(?:wir|ich|alle|(?:das|unser|unser ganzes) team) (?:werden? |wuerden? )?(?:\w+ ){0,2}vermiss\w+"
        r"|\bvermissen (?:wir )?(?:sie|dich)\b(?! (?:eine|einen|ein|im|in|etwas|noch|dar))"
        r"|\b(?:sie|du) (?:fehlen|fehlst|werden|wirst) uns(?: \w+)?(?: fehlen)?\b",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Wir vermissen Sie.",
        honest="Vermissen Sie eine Datei im Export, genügt eine Zeile an uns.",
    ),
    phrase(
        "guilt",
        r"\b(?:bedauer\w+|leid tut|tut (?:uns|mir) (?:\w+ ){0,2}leid)[^.!?\n]*"
        r"\b(?:(?:ihre?|deine?)[nmrs]? (?:kuendigung|entscheidung|schritt|abschied|weggang|austritt)"
        r"|(?:gehen|gehst|gegangen|verlassen|verlaesst|gekuendigt|kuendigen|kuendigst|nicht (?:mehr|laenger) \w+)\b)",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Wir bedauern Ihre Entscheidung sehr.",
        honest="Wir bedauern den Ausfall am 3. Mai.",
    ),
    phrase(
        "guilt",
        r"\bleider (?:haben sie|hast du|verlassen sie|verlaesst du|wollen sie|willst du|moechten sie|kuendig\w+)\b"
        r"|\b(?:sie|du) (?:haben|hast|verlassen|verlaesst) (?:uns )?leider\b",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Leider haben Sie gekündigt.",
        honest="Leider ist der Export erst am 4. Mai fertig.",
    ),
    phrase(
        "guilt",
        r"\bnach allem,? (?:was|das) (?:wir|uns)\b|\bnach all (?:den|diesen|der"
        r"|unseren)(?: \w+){0,2} (?:jahren|zeit|jahre)\b"
        r"|\btrotz allem,? was\b|\bnach so (?:langer|vielen) (?:gemeinsamen? )?(?:zeit|jahren)\b"
        r"|\b(?:immer|stets) alles (?:fuer (?:sie|dich) )?(?:getan|gegeben)\b|\bist das (?:ihr|dein) dank\b|\bundank",
        EVERYWHERE,
        reason="rechnet vor, was jemand schuldig sei (§ 4a Abs. 1 UWG)",
        instead="Danken Sie für etwas Bestimmtes oder lassen Sie den Satz weg",
        bad="Nach allem, was wir für Sie getan haben.",
        honest="Danke für fünf Jahre und die Hinweise zum Kalender.",
    ),
    phrase(
        "guilt",
        r"\bim stich\b|\b(?:uns|mich) (?:haengen|sitzen)(?:ge)?\s?lass\w*"
        r"|\bden ruecken kehr\w*|\bverrat(?:en)?\b.{0,20}\buns\b",
        EVERYWHERE,
        reason=_FEELING,
        instead=_FACT,
        bad="Sie lassen uns im Stich.",
        honest="Wir haben Sie mit der Störung zwei Tage allein gelassen.",
    ),
    phrase(
        "guilt",
        r"\b(?:geben sie|gib|geb)\b[^.!?\n]{0,30}\b(?:zweite|letzte|neue|noch eine|eine) chance\b"
        r"|\bhaetten (?:wir )?(?:sie|dich) (?:so |sehr )?gern\w* (?:noch )?behalten\b"
        r"|\bfragen (?:schon )?nach (?:ihnen|dir)\b"
        r"|\bbitte (?:bleiben sie|bleib|gehen sie nicht|geh nicht|kommen sie zurueck|komm zurueck)\b"
        r"|\b(?:flehen|betteln|anflehen)\b|\b(?:wir|ich) bitten? (?:sie|dich)[^.!?\n]{0,30}\bzu bleiben\b",
        EVERYWHERE,
        reason="bettelt um die Rückkehr (Auftrag B8: ein Nein wird angenommen)",
        instead="Nennen Sie, was neu ist, und überlassen Sie die Entscheidung dem Menschen",
        bad="Geben Sie uns bitte noch eine Chance.",
        honest="Seit dem 3. Mai gibt es den Export nach DATEV.",
    ),
    phrase(
        "guilt",
        r"\b(?:sind sie|bist du) (?:sich|dir)?\s?(?:wirklich |ganz |auch )*sicher\b"
        r"|\bwollen sie (?:wirklich|tatsaechlich) (?:gehen|kuendigen|uns|alles|darauf|aufgeben)\b"
        r"|\b(?:wollen sie|willst du) (?:das|es|alles) (?:wirklich|tatsaechlich) aufgeben\b"
        r"|\bwillst du (?:wirklich|tatsaechlich) (?:gehen|kuendigen|uns|alles|darauf)\b",
        EVERYWHERE,
        reason=_DOUBT,
        instead="Streichen Sie die Frage; die Kündigung gilt",
        bad="Sind Sie sicher, dass Sie gehen wollen?",
        honest="Sind Sie noch unter dieser Anschrift erreichbar?",
    ),
    phrase(
        "guilt",
        r"\b(?:ueberdenk|ueberleg)\w*[^.!?\n]{0,40}\b(?:kuendigung|entscheidung|nochmals?|noch einmal|anders)\b"
        r"|\b(?:kuendigung|entscheidung)\b[^.!?\n]{0,30}\b(?:ueberdenk|ueberleg|bereu)\w*"
        r"|\b(?:werden sie|sie werden|wirst du|du wirst) (?:es |das )?bereuen\b"
        r"|\b(?:ein|einen) fehler,? (?:den|zu (?:gehen|kuendigen)|uns)\b",
        EVERYWHERE,
        reason=_DOUBT,
        instead="Streichen Sie die Bitte; die Kündigung gilt",
        bad="Bitte überdenken Sie Ihre Entscheidung noch einmal.",
        honest="Über den Zeitpunkt der Löschung entscheiden Sie.",
    ),
    phrase(
        "guilt",
        r"\bwas haben wir (?:denn |nur |bloss )*falsch gemacht\b|\bwie konnten (?:sie|wir)\b"
        r"|\bdas haetten wir (?:von (?:ihnen|dir) )?nicht (?:erwartet|gedacht)\b",
        EVERYWHERE,
        reason=_FEELING,
        instead="Fragen Sie nach der Sache: „Was war für die Kündigung ausschlaggebend?“",
        bad="Was haben wir nur falsch gemacht?",
        honest="Was war für die Kündigung ausschlaggebend?",
    ),
)
