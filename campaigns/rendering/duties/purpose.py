"""Who advertises says so (§ 5a Abs. 4 UWG, § 6 Abs. 1 DDG, for calls § 312a Abs. 1 BGB): no „nur mal hören“."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import ADVERTISING, EVERYWHERE, Phrase, phrase

_HIDES = "verschleiert den Zweck: Werbung muss als solche benannt sein (§ 5a Abs. 4 UWG, § 312a Abs. 1 BGB)"
_NAME_IT = "Schreiben Sie, worum es geht: „Das ist Werbung in eigener Sache“, am Telefon „Das ist ein Werbeanruf“"

PURPOSE: tuple[Phrase, ...] = (
    phrase(
        "purpose",
        r"\bnichts? (?:zu )?(?:ver)?kaufen\b|\bnichts? (?:aufschwatzen|andrehen|aufdraengen|verticken)\b"
        r"|\bnicht(?:s)?(?: \w+){0,3},? (?:um|etwas|was)(?: \w+){0,3} (?:zu )?verkaufen\b"
        r"|\b(?:will|wollen|moechten?|werde|werden) (?:\w+ ){0,2}nicht(?:s)? (?:\w+ ){0,2}verkaufen\b",
        EVERYWHERE,
        reason=_HIDES,
        instead=_NAME_IT,
        bad="Ich möchte Ihnen nichts verkaufen.",
        honest="Ihre Daten verkaufen wir nicht.",
        unless=(
            r"\b(?:daten|adresse|angaben|anschrift)\b[^.!?\n]*verkauf|verkauf[^.!?\n]*\b(?:daten|adressen?"
            r"|angaben)\b"
        ),
    ),
    phrase(
        "purpose",
        r"\b(?:das|dies|es|diese[rs]? (?:mail|nachricht|brief|anruf|schreiben|einladung)) (?:hier )?(?:ist"
        r"|sei) (?:\w+ ){0,2}kein(?:e|er|en)?"
        r" (?:werbung|werbe\w+|verkaufs\w+|reklame|spam|newsletter)"
        r"|\bkeine (?:werbung|reklame),? (?:sondern|nur|bloss|versprochen)\b"
        r"|\bkein(?:e|en)? (?:werbeanruf|werbemail|werbebrief|werbenachricht|verkaufsgespraech"
        r"|verkaufsabsicht\w*|verkaufsanruf|verkaufsmasche|verkaufstrick)\b",
        ADVERTISING,
        reason=_HIDES,
        instead=_NAME_IT,
        bad="Das ist keine Werbung, sondern ein Gruß.",
        honest="Danach bekommen Sie von uns keine Werbung mehr.",
        unless=r"\bnicht sagen\b|\bkeine werbung mehr\b",
    ),
    phrase(
        "purpose",
        r"\bohne (?:jede |jegliche )?(?:verkaufs\w+|hintergedanken|kaufdruck)\b"
        r"|\bgeht (?:es )?(?:mir |uns )?nicht (?:um(?:s|s? den)?|darum,?)(?: \w+){0,3} (?:verkauf\w*"
        r"|verkaufen|werbung|geld|vertrag|geschaeft)\b",
        ADVERTISING,
        reason=_HIDES,
        instead=_NAME_IT,
        bad="Ganz ohne Verkaufsabsicht.",
        honest="Ohne Antwort geschieht nichts.",
    ),
    phrase(
        "purpose",
        r"\b(?:unverbindlich|ganz zwanglos|einfach|nur|bloss) (?:\w+ ){0,2}(?:mal|kurz) (?:\w+ ){0,3}"
        r"(?:hoeren|nachfragen|nachhaken|erkundigen|melden|plaudern|reden|schauen|hallo sagen|fragen)\b"
        r"|\b(?:unverbindlich|zwanglos) (?:hoeren|nachfragen|erkundigen|plaudern)\b"
        r"|\bnur mal (?:so )?(?:hoeren|fragen|nachfragen)\b",
        ADVERTISING,
        reason=_HIDES,
        instead=_NAME_IT,
        bad="Ich wollte nur mal hören, wie es Ihnen geht.",
        honest="Ich rufe an, weil Sie am 3. Mai darum gebeten haben.",
    ),
    phrase(
        "purpose",
        r"\b(?:rein|nur|lediglich|ausschliesslich) (?:informativ|zu informationszwecken|zur (?:kenntnis"
        r"|information)|aus (?:interesse|neugier))\b"
        r"|\bnur (?:eine )?(?:kurze )?(?:freundliche )?(?:info|auskunft|erinnerung|aufmerksamkeit)\b",
        ADVERTISING,
        reason=_HIDES,
        instead=_NAME_IT,
        bad="Nur eine kurze Info für Sie.",
        honest="Die Auskunft steht auf einer Seite, mit Preis und Laufzeit.",
    ),
    phrase(
        "purpose",
        r"\b(?:markt|meinungs)forschung\w*|\bqualitaetssicherung\b|\bservice-?anruf\b|\bpflichtmitteilung\b"
        r"|\bdatenabgleich\b",
        ADVERTISING,
        reason="gibt Werbung als etwas anderes aus (§ 5a Abs. 4 UWG; BGH VI ZR 225/17: auch eine Umfrage ist Werbung)",
        instead=_NAME_IT,
        bad="Wir rufen zur Qualitätssicherung an.",
        honest="Das ist ein Werbeanruf von Nordlicht.",
        unless=r"\bwiderspr\w+|\bnicht sagen\b",
    ),
    phrase(
        "purpose",
        r"\b(?:von ihrem|von deinem) (?:freund|kollegen|bekannten)\b|\bwie (?:besprochen|vereinbart"
        r"|telefonisch angekuendigt)\b"
        r"|\banknuepfend an (?:ihre|deine) (?:anfrage|nachricht)\b|\bauf (?:ihre|deine) anfrage hin\b",
        ADVERTISING,
        reason="täuscht eine Absprache oder Bitte vor (§ 5 Abs. 1 UWG, § 6 Abs. 2 DDG)",
        instead="Schreiben Sie, von wem die Nachricht kommt und warum jemand sie bekommt",
        bad="Wie besprochen melde ich mich noch einmal.",
        honest="Sie haben am {{ consent_date }} eingewilligt, dass wir Ihnen schreiben.",
    ),
)
