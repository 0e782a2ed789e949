"""Decided: no way back, said without asking for silence. The sequence ends; the objection stays unsaid."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.FINAL_DECISION,
    "sequence",
    (
        Rule(
            "final",
            says(
                r"(?:halte\w* … aufrecht|endgültig|definitiv|unwiderruflich|steht (?:fest|unsere entscheidung|"
                r"meine entscheidung)|"
                r"entscheidung (?:ist |steht |bleibt )(?:gefallen|fest|getroffen|bestehen|endgültig)|entschieden\b|"
                r"(?:bleib\w*|belass\w*) (?:es |ich |wir )*(?:bei|dabei)|bleibt (?:es )?(?:bei|dabei)|"
                r"kommt (?:für (?:mich|uns) )?(?:ein\w* rückkehr |das )?(?:nicht (?:mehr )?in frage|nicht infrage)|"
                r"nicht (?:mehr )?(?:umstimmen|umzustimmen)|halte\w* (?:ich |wir )?(?:an (?:meiner|unserer|"
                r"der) )?(?:kündigung )?fest)"
            ),
            says(r"noch nicht (?:endgültig )?entschieden|nicht endgültig|überzeugen sie"),
        ),
        Rule(
            "no_interest",
            says(
                r"(?:kein(?:e|en|erlei)? (?:\w+ ){0,2}?(?:interesse|bedarf|verwendung)|nicht (?:mehr |weiter |"
                r"länger )?interessiert|interessiert (?:mich|uns) nicht|(?:aber|leider) nein\b|nein(?:,)? (?:danke|"
                r"vielen dank|kein)|"
                r"^\W{0,3}nein\b|brauch\w* (?:ich |wir )?(?:das |es |sie |ihr\w* )?(?:\w+ )?nicht mehr|"
                r"lehne\w* … ab\b|verzicht\w* (?:ich |wir )?(?:auf|dankend))"
            ),
            says(r"(?:im moment|momentan|derzeit|zur ?zeit|aktuell|vorerst|zunächst|dieses jahr)"),
        ),
        Rule(
            "elsewhere",
            says(
                r"(?:gewechselt|anderen anbieter|neue[nr] anbieter|andere lösung|alternative (?:gefunden|entschieden)|"
                r"wettbewerber|umgestiegen|neuen partner|vertrag (?:mit|bei) (?:einem )?ander\w*|eigene lösung|"
                r"nicht (?:mehr )?zurück\w*|kein zurück|werde\w* nicht zurück\w*|zu spät)"
            ),
            says(r"(?:noch nicht gewechselt|wenn|falls|zurückwechseln wollen)"),
        ),
        Rule(
            "closed",
            says(
                r"(?:geschäft|betrieb|firma|unternehmen|praxis|laden|projekt|verein)\b… (?:aufgegeben|geschlossen|"
                r"eingestellt|aufgelöst|beendet|insolvent|abgemeldet|liquidiert)|geschäftsaufgabe|betriebsaufgabe|"
                r"insolvenz"
            ),
            None,
        ),
    ),
)
