"""Personal and business data: erasing it, asking about it, taking it along."""

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
        "behalten, speichern, mehr liegt, mehr steht, mehr liegen, mehr existiert"
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
    "DONE": (
        "daten exportiert, alles exportiert, exportiert und, exportiert haben, selbst exportiert, erfolgreich "
        "exportiert, export hat, export war, dank für, danke für, danke dir, danke fürs, dank fürs, habe ich "
        "exportiert, bereits übermittelt, sind übermittelt, gezogen, habe exportiert, exportiert habe, haben wir "
        "exportiert, schon exportiert, bereits exportiert, heruntergeladen habe*, schon heruntergeladen, brauche "
        "ich nicht, brauchen wir nicht"
    ),
    "FORMAT_DATA": (
        "csv*, *csv, excel*, xlsx, xls, json*, xml*, datev*, gpx*, gedcom*, maschinenlesbar*, sql*, ical*, vcf, "
        "vcard*, gobd*, datenträger*, sftp*, bucket*, mbox*, markdown*, epub*, weiterverwendbar*, rohdaten, zip*, "
        "tar, nas, bdt*"
    ),
    "COMPLAINS": "frechheit*, unverschämt*, beschwer*, ärger*, hat mich, vorgängers",
    "EXPORT_N": (
        "datenübergabe*, datenrückgabe*, exportformat*, exportmöglichkeit*, rausspiel*, runterzieh*, exportier*, "
        "*export, *exports, *datenexport*, *abzug, *abzugs, datensicherung*, *dump, *dumps, backup*, *ausleitung*, "
        "datenherausgabe*, datenmigration*, *datenübernahme*, datenpaket*, data package, *sicherungskopie*, "
        "exportfunktion*, exportdatei*, komplettexport*, *auslieferung*"
    ),
    "GIVE_OUT": (
        "zurück, zusammenstell*, fehlen, fehlt, senden, schicken, schickt, sendet, sende, schick, übermitteln, "
        "übermittlung, ausliefern, bereit, brauchen, brauche, benötig*, bräucht*, her damit, mitnehm*, mitnimm*, "
        "zur verfügung, bereitstell*, überlass*, übergeb*, aushändig*, herausgeb*, rausgeb*, herausrück*, "
        "rausrück*, zukommen, zuschick*, zusend*, übersend*, sichern, gesichert, holen, herunterlad*, runterlad*, "
        "rankomm*, herankomm*, rauszieh*, rausbekomm*, herausbekomm*, rüber*, übertrag*, umzieh*, übernehm*, "
        "wiederhaben, zurückbekomm*, zurückhaben, abzieh*, abhol*, exportier*, retten, hinüber, überspiel*, "
        "erstell*"
    ),
    "NOT_YET": (
        "zu früh, bevor ihr lösch*, bevor sie * lösch*, bevor sie lösch*, vor der löschung, zuwarten, erst "
        "löschen, nichts gelöscht, noch nichts, nicht ums löschen, löschen können sie später, löschen könnt ihr "
        "später, nicht verbunden, danach könnt ihr, löschung erst, keine löschung, danach löschen, anschließend "
        "löschen, löschen wenn, später löschen, nicht um löschung, nicht um die löschung, bitte nicht löschen, "
        "noch nicht löschen, nicht löschen bitte, keinen fall löschen, nichts löschen, erst nachdem, aber erst, "
        "erst danach, erst wenn wir, löschen ja aber, vorher bitte, noch nichts ganz, noch nicht zuerst, erst "
        "zeigen, danach können, danach dürfen, danach könnt, danach kann, hinterher löschen, anschließend können"
    ),
    "ERASE_N": "*löschung, vernichtung, tilgung, löshung",
    "AT_LAST": "endlich, immer noch, noch immer",
    "RECIPIENT": "an wen, wem, an welche, welche firmen, welchen firmen",
    "FILE": "akte, *kundenakte, *personalakte, *patientenakte, *mitgliedsakte, *karteikarte, dossier*, *profil",
    "HOW_LONG": "wie lange, welchem zweck, wozu, wofür, speicherdauer, aufbewahrungsdauer",
    "GET_AT": (
        "komme ich, kommen wir, komm ich, kommt man, bekommen wir, bekomme ich, kriegen wir, krieg ich, kriege "
        "ich, erhalten wir, erhalte ich, können wir, wir herankommen, nicht herankommen"
    ),
    "FAIL": (
        "funktioniert, bricht, abbricht, abgebrochen, abbrech*, fehler, fehlgeschlagen, hängt, klappt nicht, geht nicht"
    ),
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
    "OWN_DATA": (
        "*eingaben*, *fahrtenbücher*, *aufträge*, instanz*, *bücher, *kartei*, *datei, *artikel, *aufmaße*, "
        "*bewertungen, artikeldaten*, artikelstamm*, artikelliste*, artikelbilder*, *daten, *dateien, "
        "*datensätze*, *dokumente*, unterlagen, kontakte, *belege*, beleg, *rechnungen, *historie*, datenbestand*, "
        "*inhalte*, projekte*, einträge*, *listen, *liste, *akten, *konten, *buchhaltung*, *berichte*, "
        "*protokolle*, *bilder, *fotos, *archiv*, *datenbank*, postfächer*, *tickets*, *bestellungen*, "
        "*messreihen*, *lieferscheine*, *rezepte*, *verläufe*, *verlauf, stammbaum*, *bestand, *bestände*, kunden, "
        "adressen, auswertung*, *journal*, *buchungen*, vorlagen*, notizen, *kalender*, texte, videos, aufnahmen, "
        "*statistik*, *stunden, *zeiten, trainings*, *pläne*, lektionen*, punkte*, zählerstände*, lastgänge*, "
        "*werte, patienten*, mandanten*, *anmeldungen*, zahlen, transaktion*, umsätze*, playlist*, logs, *wikis, "
        "wiki, seiten, website*, homepage*, *formulare*, *vorgänge*, wartelisten*, *policen*, verträge*, "
        "tabellen*, arbeitszeit*, chats, mails, *muster*, *zeichnungen*, *noten, mitgliederliste*, data, "
        "materialien, *ordner*, *karten, adressbuch*, hausaufgaben*, kurse, warenwirtschaft*, vokabel*, *adressen, "
        "*kontakte, *termine, zertifikate, *ergebnisse, *partien, *aufzeichnungen, ahnentafel, *bibliothek, "
        "*beschreibungen, *erfassung, *dokumentation, *planung, *positionen, *messungen, komplettkopie, *scans, "
        "*nachrichten"
    ),
    "EXPORT": (
        "ausfolg*, her damit, export*, *export, *exports, *abzug, *abzugs, *datenabzug*, komplettabzug*, "
        "herunterlad*, runterlad*, download*, herausgabe*, herausgeb*, rausgeb*, rückt raus, rausrück*, *auszug, "
        "backup*, *dump, *dumps, *datenübertrag*, portier*, mitnehm*, mitnimm*, rüberzieh*, migrier*, *migration*, "
        "ausleit*, überspiel*, rausspiel*, rauszieh*, abzieh*, absaug*, rauslad*, herunterzieh*, heruntergezogen, "
        "rausbekomm*, rauskrieg*, herausbekomm*, sicherung, *sicherungskopie*, *datensicherung*, *datenexport*, "
        "datenübernahme*, aushändig*, auslieferung*, umzieh*, *exportdatei*, datenpaket*, data package, "
        "herausholen, rausholen, rausholt, übergeb*, übertrag*, zip-archiv*, komplettexport*, datenherausgabe*, "
        "umzugskarton*, extrahier*, extrakt*, ausspiel*, ausgelesen, auslesen, transfer*, gesichert, rausschreib*, "
        "mitgeb*, *überspielung, rückspiel*"
    ),
    "FORMAT": (
        "csv*, *csv, excel*, xlsx, xls, json*, xml*, datev*, pdf*, gpx*, gedcom*, zip*, *format, *formats, "
        "maschinenlesbar*, sql*, *dump, ical*, vcf, vcard*, gobd*, datenträger*, stick, usb*, sftp*, ftp*, "
        "bucket*, tabelle*, strukturiert*, lesbar*, elektronischer form, digitaler form, als datei, xrechnung*, "
        "festplatte*, tar, dxf*, mbox*, markdown*, html, epub*, open-standard*, weiterverwendbar*, rohdaten, txt, "
        "api, bdt*"
    ),
    "GIVE": (
        "bestehen auf, bestehe auf, erzeug*, überspiel*, zuaschick*, bräucht*, send*, schick*, zusend*, zuschick*, "
        "zukommen, zur verfügung, bereitstell*, bereit, überlass*, übergeb*, übermitt*, übersend*, geben, gebt, "
        "gib, liefer*, ablegen, legt, aushändig*, rausrück*, stell*, erstell*, herausgeb*, rausgeb*, brauch*, "
        "benötig*, bekomm*, haben, hätt*, erhalt*, krieg*, möcht*, bitte, holen, rankomm*, herankomm*, übertrag*, "
        "will, wollen, exportier*, verlang*, forder*, ersuch*, erbitt*, provide, need, zurück, wiederhaben, mailt, "
        "mailen, sichern, fehlt, fehlen, erwart*"
    ),
    "INVOICE_ONLY": (
        "schlussrechnung*, endabrechnung*, kündigungsbestätigung*, bestätigung*, abschlussrechnung*, kaution*, "
        "auskunft*, über mich, zu meiner person, über meine person, datenauskunft*, personenbezogen*, unterlagen "
        "zum, prospekt*, informationen, zugangsdaten*, bankdaten*, anmeldedaten*, logindaten*, vertragsdaten*, "
        "kontodaten*, kontaktdaten*, produktdaten*, vertragsunterlagen"
    ),
    "PORTABILITY": (
        "portabel*, portabl*, *datenübertragbarkeit*, *datenportabilität*, *datenmitnahme*, data act, "
        "eu-data-act*, portability, übertragbarkeit*"
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
    "BACK_V": (
        "zurückbekomm*, wiederbekomm*, rausbekomm*, rauskrieg*, rauskriag*, zurückhaben, wiederhaben, zu uns "
        "rüber, hinüber, zurückholen, zurückerhalten, rausgeb*, usegäh, ausfolg*, ausgefolgt, rausrück*, "
        "überspiel*, rüberspiel*, brauchen wir zurück, brauche ich zurück, unbedingt zurück"
    ),
    "LIES_THERE": (
        "liegen bei, liegt bei, liegen alle bei, liegen noch bei, gehören uns, gehört uns, verbleiben, stecken, "
        "steckt, auf dem server, in eurer cloud, in der cloud, bei euch in, in ihrem leitsystem, auf ihrem server, "
        "nur bei ihnen, nur bei euch"
    ),
    "HAND_OVER": (
        "zur verfügung, bereitstell*, aushändig*, herausgeb*, rausgeb*, auslieferung*, ausliefer*, zukommen, "
        "schicken sie uns, senden sie uns, liefern sie, schickt uns, sendet uns"
    ),
}
