"""Contract post carries no advertising (BGH VI ZR 134/15; § 312k Abs. 4 BGB): the words that advertise, in context."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import BARE, Phrase, phrase

_ADVERTISES = "wirbt, wo nicht geworben werden darf (BGH VI ZR 134/15)"
_RETURN = "wirbt um die Rückkehr, wo nicht geworben werden darf (BGH VI ZR 134/15)"
_BARE = "Nur was der Vertrag verlangt: was gilt, bis wann, wer Auskunft gibt. Werbung ist ein eigener Schritt"

CONTRACT: tuple[Phrase, ...] = (
    phrase(
        "contract",
        r"(?<!leistungs)(?<!liefer)(?<!arbeits)angebote?[ns]?\b(?!s?nummer)",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="Unser Angebot für Sie: drei Monate gratis.",
        honest="Bitte nennen Sie die Angebotsnummer A-17 im Betreff Ihrer Akte.",
        unless=(
            r"\bwird nach einem angebot gefragt\b|\b(?:ihr|ihrem|ihres|dein|deinem) angebot(?:s|es)? vom\b"
            r"|\bkein(?:e|en|es)? \w*angebot|\bohne \w*angebot|\bangebot\w* (?:machen|geben"
            r"|nennen) wir (?:hier )?nicht\b"
        ),
    ),
    phrase(
        "contract",
        r"\b\w*(?:rabatt|nachlass|gutschein|coupon|voucher|sonderpreis|vorteilspreis|preisvorteil"
        r"|sonderkondition|bonus|praemie)\w*"
        r"|\b(?:willkommens|treue|rueckkehr|wechsel)(?:geschenk|bonus|praemie|preis)\w*|\b\d+ ?(?:%"
        r"|prozent) (?:guenstiger|weniger|sparen|auf)\b",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="20 % Rabatt auf das nächste Jahr.",
        honest="Der vereinbarte Rabatt ist in der Schlussrechnung berücksichtigt.",
        unless=(
            r"\b(?:vereinbarte|gewaehrte|bisherige|eingeraeumte)[nrs]? \w*(?:rabatt|nachlass|bonus)"
            r"|\bgutschein\w*[^.!?\n]*\b(?:auszahl|ausgezahlt|erstatt|zahlen wir|ueberweis)\w*|\bnachlass(?:es"
            r"|gericht|pfleger\w*|verwalt\w*|sache)\b"
        ),
    ),
    phrase(
        "contract",
        r"\bnewsletters?\b|\brundbrief\w*",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="Abonnieren Sie unseren Newsletter.",
        honest="Vom Newsletter haben wir Sie abgemeldet.",
        unless=(
            r"\b(?:abbestellt|abgemeldet|abgestellt|gesperrt|beendet|endet|eingestellt|ausgetragen"
            r"|keinen? newsletter|nicht mehr)\b"
        ),
    ),
    phrase(
        "contract",
        r"\b(?:laden|lade|holen|hole?|installieren|installiere|testen|teste|probieren|entdecken) (?:sie |dir "
        r"|sich |du |jetzt |einfach |doch )*"
        r"(?:unsere|die|deine|ihre)[nr]? (?:[\w-]+ ){0,2}app\b|\bapp (?:[\w-]+ ){0,2}(?:laden|herunterladen"
        r"|installieren|holen|testen)\b|\bim app ?store\b|\bgoogle play\b",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="Laden Sie unsere App.",
        honest="Den Export laden Sie bis zum 31. März in der App herunter.",
    ),
    phrase(
        "contract",
        r"\b(?:empfehlen sie|empfiehl) (?:uns|[^.!?\n]{0,30}weiter)|\bweiterempfehl\w*|\bfreunde? werben\b"
        r"|\b(?:folgen sie|folg) uns\b|\bfolge uns\b"
        r"|\b(?:besuchen sie|besuch) (?:unseren|unsere) (?:shop|blog|kanal|messestand|veranstaltung)\w*",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="Empfehlen Sie uns weiter!",
        honest="Wir empfehlen, den Export vor dem 31. März zu laden.",
    ),
    phrase(
        "contract",
        r"\b(?:entdecken|testen|probieren|nutzen|sichern|buchen|bestellen|kaufen|upgraden"
        r"|wechseln) sie (?:jetzt|doch|auch|unser|unsere[nrs]?|gleich|noch heute|zu|in)\b"
        r"|\b(?:entdecke|teste|probiere?|buche?|bestelle?|kaufe?|upgrade|wechsle) (?:jetzt|doch|auch|unser"
        r"|unsere[nrs]?|gleich|noch heute|zu|in)\b"
        r"|\bjetzt (?:\w+ )?(?:buchen|bestellen|kaufen|upgraden|wechseln|testen|starten|entdecken|verlaengern"
        r"|aktivieren)\b"
        r"|\bneu bei uns\b|\bunsere (?:neue[nr]?|weiteren|anderen) (?:produkte|leistungen|funktionen|tarife"
        r"|kurse|plaene)\b"
        r"|\b(?:guenstiger|besser|kleiner|passender)e[nrs]? (?:tarif|plan|paket|abo)\w*|\b(?:exklusiv|gratis"
        r"|kostenlos testen|unschlagbar)\w*",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="Entdecken Sie jetzt unseren günstigeren Tarif.",
        honest="Bestellen Sie die Schlüssel bitte bis zum 31. März zurück in die Box.",
        unless=r"\bbestellen sie (?:die|den|das) [^.!?\n]*\bzurueck",
    ),
    phrase(
        "contract",
        r"\b(?:komm\w*|kehr\w*|finde\w*|hol\w*|gewinn\w*|willkommen)\b[^.!?\n]{0,40}\bzurueck(?:\b(?!haltung)"
        r"|kommen\b|kehren\b)"
        r"|\bzurueck(?:kommen|kehren|gewinnen|holen|finden|gewonnen)\b|\bzurueck (?:zu uns|bei uns|an bord)\b"
        r"|\bwillkommen zurueck\b"
        r"|\b(?:ihre|deine|eine|fuer die) rueckkehr\b|\bwieder(?:kommen|zukommen|zusehen|einsteigen)\b"
        r"|\bauf (?:ein )?wiedersehen bei\b"
        r"|\bwieder (?:bei uns|kund\w+|mitglied|an bord|begruessen|dabei)\b",
        BARE,
        reason=_RETURN,
        instead=_BARE,
        bad="Kommen Sie zurück!",
        honest="Wir zahlen 48,20 € zurück.",
    ),
    phrase(
        "contract",
        r"\b(?:reaktivier|wiederaufnehm|wieder ?aufleben|fortsetz|weiter ?nutz|weiter ?fuehr"
        r"|weiterlaufen)\w*[^.!?\n]{0,40}"
        r"\b(?:moecht|koenn|kann|klick|jederzeit|genuegt|gern|einfach|link|knopf)\w*"
        r"|\b(?:moecht|koenn|kann|klick|jederzeit|gern|einfach)\w*[^.!?\n]{0,60}\b(?:reaktivier|verlaenger"
        r"|wiederaufnehm"
        r"|weiter ?nutzen|fortsetzen|fortfuehren|weiterlaufen)\w*"
        r"|\b(?:kuendigung|widerruf)\b[^.!?\n]{0,40}\b(?:zurueck(?:nehm|zieh|zunehm|zuzieh|genommen|gezogen)"
        r"|rueckgaengig|stornier|widerruf)\w*",
        BARE,
        reason=_RETURN,
        instead=_BARE,
        bad="Sie können Ihre Kündigung jederzeit zurücknehmen.",
        honest="Die Kündigung gilt; der Zugang lässt sich bis zum 31. März nutzen.",
    ),
    phrase(
        "contract",
        r"\b(?:bleiben sie|bleib|bleibe|bleibt|bleiben wir|zu bleiben|doch bleiben|dableiben)\b[^.!?\n]{0,25}"
        r"\b(?:bei uns|uns|dabei|treu|kund\w+|mitglied|in kontakt|in verbindung|an bord|doch|verbunden|gewogen)\b"
        r"|\b(?:bei uns|dabei|uns treu|in kontakt|in verbindung|an bord|verbunden) (?:zu )?bleiben\b"
        r"|\b(?:ihnen|dir) (?:\w+ )?(?:eng )?verbunden\b|\b(?:halten|lassen) (?:sie "
        r"|wir )?(?:uns )?(?:doch )?in (?:kontakt|verbindung)\b",
        BARE,
        reason=_RETURN,
        instead=_BARE,
        bad="Bleiben Sie doch bei uns.",
        honest="Bis 31.3. bleibt Ihr Zugang offen.",
        unless=(
            r"\b(?:daten|angaben|kopie|belege|rechnungen|unterlagen|zugang|konto"
            r"|dateien)\b[^.!?\n]*\b(?:bleib\w*)\b[^.!?\n]*\b(?:bei uns )?(?:gespeichert|erhalten|abrufbar|offen"
            r"|gesperrt|liegen)\b"
        ),
    ),
    phrase(
        "contract",
        r"\b(?:wuerden uns|freuen uns|freut uns|freuten uns|freue mich)\b[^.!?\n]{0,60}\b(?:wieder\w*"
        r"|rueckkehr|zurueck\w*|zukunft|spaeter|irgendwann|begruessen)\b"
        r"|\bsehen wir uns (?:ja |bald |doch )*(?:mal )?wieder\b|\btuer(?:en)? (?:steht|stehen|bleibt"
        r"|bleiben)\b[^.!?\n]{0,20}\boffen\b|\bjederzeit (?:gern "
        r"|herzlich )?(?:wieder )?willkommen\b"
        r"|\bhoffen[^.!?\n]{0,50}\b(?:wieder\w*|zurueck\w*|bald)\b|\b(?:bis bald|man sieht sich|auf bald)\b",
        BARE,
        reason=_RETURN,
        instead=_BARE,
        bad="Wir würden uns freuen, Sie wieder zu begrüßen.",
        honest="Der Zugang steht bis zum 31. März offen.",
    ),
    phrase(
        "contract",
        r"\b(?:pausier|paus)\w*[^.!?\n]{0,30}\b(?:statt|anstelle|anstatt)\b|\b(?:statt|anstatt"
        r"|anstelle)\b[^.!?\n]{0,30}\b(?:kuendig|pausier|pause)\w*"
        r"|\b(?:wussten sie schon|wusstest du schon|schon gewusst|unser tipp|noch ein tipp)\b",
        BARE,
        reason=_ADVERTISES,
        instead=_BARE,
        bad="Wussten Sie schon? Eine Pause gibt es jetzt auch.",
        honest="Die Pause vom 1. bis 15. März ist in der Rechnung abgezogen.",
    ),
)
