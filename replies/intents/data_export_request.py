"""Give us our data: a firm's own (Data Act), a person's under Art. 20 DSGVO or § 327p BGB. Owed by contract."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

_EXPORT = (
    r"(?:export\w*|exportier\w*|datenexport\w*|\w*abzug|herunterlad\w*|download\w*|herausgabe|herausgeben|auszug|"
    r"backup|dump|datenübertragung|portier\w*|mitnehmen|csv|excel|maschinenlesbar\w*|rüberzieh\w*|"
    r"migrier\w*|migration)"
)
INTENT = Intent(
    Label.DATA_EXPORT_REQUEST,
    "sequence",
    (
        Rule("article", says(r"(?:art\.? ?20\b|artikel 20\b|datenübertragbarkeit|datenportabilität|data act|§ ?327p)")),
        Rule(
            "export_of_data",
            says(
                rf"(?:unsere\w*|meine\w*|alle\w*|sämtliche\w*|die|der|den|einen?|kunden-?|projekt-?|"
                rf"stamm-?)\b… ?(?:\w*daten\w*|dateien|dokumente|unterlagen|kontakte|kundenliste|belege|rechnungen|"
                rf"historie|datenbestand|inhalte|projekte|einträge)\b… {_EXPORT}"
            ),
            says(r"(?:hat|haben|habe) … (?:exportiert|heruntergeladen)"),
        ),
        Rule(
            "export_first",
            says(
                rf"{_EXPORT}\b… (?:unsere\w*|meine\w*|aller|alle|sämtliche\w*|der|von|den|dem) … ?(?:\w*daten\w*|"
                rf"dateien|dokumente|kontakte|belege|datenbestand|inhalte|einträge|projekte)"
            ),
            says(r"(?:hat|haben|habe) … (?:exportiert|heruntergeladen)"),
        ),
        Rule(
            "how_to_export",
            says(
                r"(?:wie|wo|wann|kann|können|könnten|bitte|brauch\w*|benötig\w*)\b… (?:datenexport|export|"
                r"datensicherung|datenauszug|komplettexport)\b"
            ),
        ),
        Rule(
            "hand_over",
            says(
                r"(?:bitte|brauch\w*|benötig\w*|hätten? gern\w*|möcht\w*|können sie|könnten sie)\b… (?:unsere|"
                r"meine) (?:\w+ ){0,3}?(?:daten|dateien|dokumente|unterlagen) … ?(?:zur verfügung|bereit\w*|zukommen|"
                r"zuschicken|zusenden|schicken|senden|übergeben|übermitteln|zurück|als (?:csv|excel|datei|zip))"
            ),
        ),
    ),
)
