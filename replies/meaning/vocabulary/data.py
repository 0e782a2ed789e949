"""Personal data: erasing it, asking about it."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "HOW": "wie lange, wann, löschfrist*, was passiert, was geschieht, automatisch",
    "MY_OWN": "meine, meins, unsere",
    "PERSONAL_DATA": (
        "*daten, *datensatz*, *datensätze*, *konto, *account, *profil, *angaben, *karteikarte*, *einträge*, "
        "eintrag, personenbezogen*, data"
    ),
    "REMAIN": (
        "übrig*, bleibt, zurückbleib*, mehr haben, mehr vorhanden, mehr gespeichert, finden, auftauch*, existier*, "
        "behalten, speichern, mehr liegt, mehr steht, mehr liegen, mehr existiert, verbleib*, verbleiben, "
        "zurückzubleiben, liegen bleib*, hängen bleib*, stehen bleib*, drinbleib*"
    ),
    "EXIST": "gibt, existier*, vorkomm*",
    "AT_YOURS": "bei ihnen, bei euch, in ihrem, in eurem, in ihren, in euren, bei dir",
    "OWN_FILES": "*liste, *listen, artikel*, projekte*",
    "KNOWN": "wisst, wissen, weiß, habt, haben, hast, kennt, steht, stehen, führ*, geführt",
    "OVERVIEW": (
        "aufschluss, abschrift, mitschnitt*, übersicht*, aufstellung*, kopie*, einsicht*, offenleg*, auflist*, "
        "auszug, datenblatt, einblick*, karteikarte, akte, auskunft"
    ),
    "HIS": "seine*, ihrer, deren",
    "WE_GOT": "ich habe, wir haben, habe ich",
    "ABOUT_PERSON": (
        "seiner person, ihrer person, aufzeichnungen, über mich, zu mir, zu meiner person, über meine person, "
        "meiner person, personenbezogen*, von mir gespeichert*"
    ),
    "COMPLAINS": "frechheit*, unverschämt*, beschwer*, ärger*, hat mich, vorgängers",
    "NOT_YET": (
        "zu früh, bevor ihr lösch*, bevor sie * lösch*, bevor sie lösch*, vor der löschung, zuwarten, erst löschen, "
        "nichts gelöscht, noch nichts, nicht ums löschen, löschen können sie später, löschen könnt ihr später, "
        "nicht verbunden, danach könnt ihr, löschung erst, keine löschung, danach löschen, anschließend löschen, "
        "löschen wenn, später löschen, nicht um löschung, nicht um die löschung, bitte nicht löschen, "
        "noch nicht löschen, nicht löschen bitte, keinen fall löschen, nichts löschen, erst nachdem, aber erst, "
        "erst danach, erst wenn wir, löschen ja aber, vorher bitte, noch nichts ganz, noch nicht zuerst, erst zeigen, "
        "danach können, danach dürfen, danach könnt, danach kann, hinterher löschen, anschließend können, "
        "löschung * aussetzen, löschung vorerst, löschung vorläufig, löschung zunächst, löschung aufschieben, "
        "löschung zurückstellen, löschung verschieben, mit der löschung warten, mit dem löschen warten, "
        "warten mit der löschung, warten mit dem löschen, wartet mit dem löschen, löschung anhalten"
    ),
    "ERASE_N": "*löschung, vernichtung, tilgung, löshung",
    "AT_LAST": "endlich, immer noch, noch immer",
    "RECIPIENT": "an wen, wem, an welche, welche firmen, welchen firmen",
    "FILE": "akte, *kundenakte, *personalakte, *patientenakte, *mitgliedsakte, *karteikarte, dossier*, *profil",
    "HOW_LONG": "wie lange, welchem zweck, wozu, wofür, speicherdauer, aufbewahrungsdauer",
    "PRICE": "preis*, tarif*, *angebot*, kosten*, konditionen",
    "GONE_WISH": (
        "weg mit, mit weg, kann weg, können weg, müssen weg, muss weg, soll weg, sollen weg, alles weg $, alles "
        "weg bitte, alles bitte weg"
    ),
    "ERASED": (
        "gelöscht, getilgt, vernichtet, geschreddert, beseitigt, entfernt, weggelöscht, rausgelöscht, ausradiert, "
        "anonymisiert, glöscht, glöschd, ausgelöscht"
    ),
    "GONE": "weg, verschwind*, verschwunden, platt, plattmach*, entfern*, wegmach*, weghaben",
    "ERASE": (
        "lösh*, löch*ung, anonymisieren, anonymisierung, *deletion, wipe, platt machen, lösch*, rauslösch*, "
        "*löschung, *löschungs*, vernicht*, tilg*, beseitig*, ausradier*, schredder*, auslösch*, delete*, erase*, "
        "radier*, schwärz*, eliminier*, weglösch*, wegmach*, bereinig*, wegschmeiß*, weghaben, unkenntlich, "
        "zerstör*, entsorg*, aus der welt, zu leeren, leeren sie, leert"
    ),
    "REMOVE_DATA": (
        "entfern*, streich*, gestrichen, rausnehm*, weg, raus, herausnehm*, remove*, verschwind*, entnehm*, "
        "rausschmeiß*, rauswerf*, rauslösch*"
    ),
    "PERSONAL": (
        "*kopie, ausweis*, bild, *daten, *datensatz*, *datensätze*, konto, *kundenkonto*, *nutzerkonto*, "
        "*account*, *profil, *profils, *profile, *angaben, adresse, *mailadresse*, *adressen, *telefonnummer*, "
        "*handynummer*, nummer, *nummern, anschrift, zugang, *karteikarte*, *einträge*, eintrag, foto, fotos, "
        "bilder, notizen, *notiz, *akte, name, namen, geburtsdatum, iban, bankverbindung*, kontos, login*, "
        "informationen, personalien, data, information, details, mitgliedschaft*, profil*, registrierung*, "
        "verlauf, unterlagen, spuren, spur, kreditkarte*, e-mail-adresse*, akten, *scan, *scans, *kartei, "
        "stammdaten, selfie, gesundheitsdaten, *fragebogen, ausweisscan, bankdaten"
    ),
    "ABOUT_ME": (
        "zu unserer familie, über unsere familie, meiner alten kundennummer, meiner kundennummer, über uns, ihn "
        "betreffende*, sie betreffende*, zu seiner person, zu ihrer person, vo mir, meine familie, mich "
        "betreffende*, über meinen, unter dem namen, ich bei ihnen, ich bei euch, von meiner person, über mich, "
        "über mi, zu mir, von mir, zu meiner person, über meine person, meiner person, meine person, auf mich, "
        "mich betreffend*, mich betreffen, unter meinem namen, zu meinem namen, about me, mit mir, auf meinen "
        "namen, zur person, mir bei ihnen, mir bei euch, meinen namen, meine daten, meiner daten, meinen daten, "
        "mich persönlich, von uns beiden, seiner person, ihrer person, mich gespeichert, mich bei, über meine, "
        "über einen, von mir bei, über meinen mann, über meine frau, unserer praxis, unseres vereins, unseres "
        "hauses"
    ),
    "NOT_DONE": (
        "versehentlich*, irrtümlich*, aus versehen, fälschlich*, nachricht gelöscht, mail gelöscht, ungelesen, "
        "löschfrist*, automatisch gelöscht, wiederherstell*"
    ),
    "STORED": (
        "gspeichert*, ham, händ, vorfind*, sammlung*, angelegt*, behalten, da ist, umfang, dossier*, gespeichert*, "
        "speicher*, abspeicher*, hinterleg*, vorlieg*, vorhanden, erfass*, führ*, geführt*, erhob*, erheb*, "
        "verarbeit*, habt, haben, hast, wiss*, weiß, aufschreib*, aufgschrieb*, aufgeschrieben, gesammelt*, "
        "sammel*, steht, stehen, stehn, aufbewahr*, archivier*, hold, store, have, kennt, kennen, liegt, liegen, "
        "notier*, vermerk*, zusammengetragen, bekannt, weiterg*, übermittelt, abgelegt, aufgehoben, vorhaltet, "
        "vorhalten, hortet, eingetragen, verbirgt, existier*, festgehalten, gebildet, einträge"
    ),
    "WHAT": (
        "was, wos, wat, welche, welcher, welchen, welches, wieviel, alles, alle, sämtliche*, woher, wem, wer, "
        "what, which, wofür, ob, wozu, aller, allen, all"
    ),
    "ASK_INFO": (
        "aufschluss, abschrift, wüsse, auskunft*, auskünfte*, übersicht*, aufstellung*, kopie*, einsicht*, "
        "offenleg*, datenauskunft*, selbstauskunft*, zeig*, sehen, aufschreib*, mitteil*, schwarz auf weiß, "
        "wüsste*, wissen, sagen, sagt, auflist*, liste, beauskunft*, schick*, zusend*, send*, nennen, nennt, "
        "verraten, gewusst, gwusst, interessier*, darleg*, informier*, schauen, reinschauen, akteneinsicht*, "
        "protokoll, auszug, datenblatt, tell, show, provide, access, einblick*, bescheid, aufklär*, anseh*, "
        "einseh*, erfahr*, aufdeck*, offen, transparenz"
    ),
    "AUSKUNFT": (
        "auskunft, auskünfte, datenauskunft*, selbstauskunft*, auskunftsersuchen*, auskunftsanspruch*, "
        "auskunftsrecht*, auskunftsbegehren*, auskunftsverlangen*, auskunftsantrag*, beauskunft*, dsgvo-auskunft*, "
        "auskunftspflicht*, akteneinsicht*"
    ),
    "LAW": "dsgvo*, datenschutz*, ds-gvo, gdpr, bdsg",
    "WHERE_FROM": (
        "woher, von wem, aus welcher quelle, welcher quelle, herkunft, quelle, wer hat ihnen, wer hat euch, durch "
        "wen, wie kommen sie an, wie kommt ihr an, wie kommen sie zu, wie sind sie an, wie seid ihr an, wo habt "
        "ihr, wo haben sie, wie kommt mein*, wie kommen mein*, wie gelangt*, wie komme ich in, wie komm ich in, "
        "wie bin ich in, wie landete, wie kommt ihr zu, wer ihnen, woher ihr, woher sie, wie kamen sie an, wie "
        "kamt ihr an"
    ),
    "CONTACT_DATA": (
        "*adresse, *adressen, *mailadresse*, *nummer, *telefonnummer*, *handynummer*, daten, kontaktdaten, "
        "anschrift, *angaben, geburtsdatum, namen, name, informationen, e-mail*, mail, durchwahl"
    ),
    "SOURCES": (
        "empfänger, empfängern, herkunft, quelle, quellen, speicherfrist*, speicherdauer, aufbewahrungsdauer, zwecke"
    ),
    "INSIGHT": "einsicht, einsichtnahme, akteneinsicht*, einsehen, einzusehen",
    "SHOW": "zeig*, sehen, einsehen, kennenlernen, lesen, einsicht, kopie, vorleg*, abschrift",
    "OWN_FILE": (
        "akte, *kundenakte, *personalakte, *patientenakte, *mitgliedsakte, karteikarte*, eigene karte, dossier*"
    ),
    "ABOUT_THAT": "da ist, da steht, da liegt",
    "HELD": (
        "hinterlegt, gespeichert*, gesammelt, erfasst, vermerkt, notiert, aufgezeichnet, verzeichnet, vorhanden, "
        "angekreuzt, eingetragen, abgespeichert, enthalten, festgehalten, verzeichne*, vorliegt, aufgehoben, "
        "zusammengekommen"
    ),
    "THEIR_STORE": (
        "in ihrem crm, in eurem crm, in ihrem system, in eurem system, in ihrer datenbank, in eurer datenbank, in "
        "ihren systemen, in ihren unterlagen, in euren unterlagen, in ihrer kartei, in eurer kartei"
    ),
    "GONE_V": (
        "platt, plattmach*, wegmach*, wegputz*, wegfeg*, wegwisch*, mitverfall*, verfallen, untergeh*, verschwind*, "
        "verschwunden, einstampf*, eindampf*, ausmist*, ausräum*, leerräum*, entrümpel*, abräum*, wegräum*, "
        "wegschaff*, in rauch auf*, verbrenn*, schredder*, zerstör*, vernicht*, ausradier*, in luft auf*, "
        "in den reißwolf, durch den reißwolf, ausmerz*, rückstandsfrei, rückstandslos"
    ),
    "REMAIN_V": (
        "verbleib*, zurückbleib*, übrigbleib*, übrig bleib*, liegen bleib*, stehen bleib*, hängen bleib*, drinbleib*, "
        "erhalten bleib*"
    ),
    "ACCOUNT": (
        "*konto, *kundenkonto*, *nutzerkonto*, *account, *profil, samt allen daten, mit allen daten, "
        "inklusive aller daten, mitsamt allen daten, nebst allen daten, samt aller daten"
    ),
    "CALENDAR": (
        "aus dem kalender, aus ihrem kalender, aus eurem kalender, im kalender, den termin, meinen termin, "
        "unseren termin, die reservierung, meine reservierung, unsere reservierung, den eintrag vom, die buchung, "
        "meine buchung, unsere buchung, terminkalender*"
    ),
    "SHEET": (
        "blatt, karteiblatt, kärtchen, zettel, bogen, *bogen, karte, mappe, vermerk, vermerke, bemerkungen, notizen, "
        "eintrag, einträge, beurteilung*, einstufung*, scoring, score"
    ),
    "WHAT_INSIDE": (
        "was drinsteht, was da drinsteht, was drin steht, was da drin steht, was darin steht, was alles drinsteht, "
        "was drinnen steht, was alles drin steht, was darin alles steht, was dort steht, was in * steht"
    ),
    "CRITERIA": (
        "nach welchen kriterien, welche kriterien, welcher logik, welche logik, auf welcher grundlage, worauf beruht, "
        "worauf das beruht, worauf die, aus welchem grund, wie kommt die, wie kommt der, wie setzt sich, warum ich, "
        "warum wurde ich, warum bin ich, warum werde ich"
    ),
    "SCORED": (
        "eingestuft*, *score, *scoring, *scorings, bonität*, *profiling, risikoklasse*, risikogruppe*, einsortiert, "
        "gescort*, gescored, bonitätsnote*"
    ),
    "LOST": (
        "sind verschwunden, ist verschwunden, war verschwunden, waren verschwunden, sind weg, ist weg, war weg, "
        "waren weg, sind alle weg, ist alles weg, sind plötzlich, ist plötzlich"
    ),
    "CONSENT_GIVEN": (
        "vorliegt, vorlieg*, liegt, besteht, bestand, bestehen, gibt es, gab es, erteilt*, gegeben, existiert"
    ),
    "AD_CONSENT": "*einwilligung*, werbeerlaubnis, opt-in, werbezustimmung",
}
