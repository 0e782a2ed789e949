"""Own data, and words for taking it along: formats, handing over, loading it into something else."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "EXPORT_N": (
        "datenübergabe*, datenrückgabe*, exportformat*, exportmöglichkeit*, rausspiel*, runterzieh*, exportier*, "
        "*export, *exports, *datenexport*, *abzug, *abzugs, datensicherung*, *dump, *dumps, backup*, *ausleitung*, "
        "datenherausgabe*, datenmigration*, *datenübernahme*, datenpaket*, data package, *sicherungskopie*, "
        "exportfunktion*, exportdatei*, komplettexport*, *auslieferung*, übergabedatei*, übergabedateien, "
        "datenlieferung*, übergabepaket*, abzugsdatei*, datenexporte"
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
    "FORMAT_DATA": (
        "csv*, *csv, excel*, xlsx, xls, json*, xml*, datev*, gpx*, gedcom*, maschinenlesbar*, sql*, ical*, vcf, "
        "vcard*, gobd*, datenträger*, sftp*, bucket*, mbox*, markdown*, epub*, weiterverwendbar*, rohdaten, zip*, "
        "tar, nas, bdt*, *xml, gdt, shape, shapefile*, geojson*, kml, importierbar*, einlesbar*"
    ),
    "OWN_DATA": (
        "*eingaben*, *fahrtenbücher*, *aufträge*, instanz*, *bücher, *kartei*, *datei, *artikel, *aufmaße*, "
        "*bewertungen, artikeldaten*, artikelstamm*, artikelliste*, artikelbilder*, *daten, *dateien, *datensätze*, "
        "*dokumente*, unterlagen, kontakte, *belege*, beleg, *rechnungen, *historie*, datenbestand*, *inhalte*, "
        "projekte*, einträge*, *listen, *liste, *akten, *konten, *buchhaltung*, *berichte*, *protokolle*, *bilder, "
        "*fotos, *archiv*, *datenbank*, postfächer*, *tickets*, *bestellungen*, *messreihen*, *lieferscheine*, "
        "*rezepte*, *verläufe*, *verlauf, stammbaum*, *bestand, *bestände*, kunden, adressen, auswertung*, *journal*, "
        "*buchungen*, vorlagen*, notizen, *kalender*, texte, videos, aufnahmen, *statistik*, *stunden, *zeiten, "
        "trainings*, *pläne*, lektionen*, punkte*, zählerstände*, lastgänge*, *werte, patienten*, mandanten*, "
        "*anmeldungen*, zahlen, transaktion*, umsätze*, playlist*, logs, *wikis, wiki, seiten, website*, homepage*, "
        "*formulare*, *vorgänge*, wartelisten*, *policen*, verträge*, tabellen*, arbeitszeit*, chats, mails, "
        "*muster*, *zeichnungen*, *noten, mitgliederliste*, data, materialien, *ordner*, *karten, adressbuch*, "
        "hausaufgaben*, kurse, warenwirtschaft*, vokabel*, *adressen, *kontakte, *termine, zertifikate, *ergebnisse, "
        "*partien, *aufzeichnungen, ahnentafel, *bibliothek, *beschreibungen, *erfassung, *dokumentation, *planung, "
        "*positionen, *messungen, komplettkopie, *scans, *nachrichten, *buchungssätze, *stammsätze, schlagkartei*, "
        "spritztagebuch*, *tagebuch, *tagebücher, *karteien, *kurven, *rezepturen, *entwürfe, *manuskripte, "
        "*spielstände, *aufträge, fahrtenbuch, kassenbuch, haushaltsbuch, logbuch, logbücher, spritztagebuch"
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
        "maschinenlesbar*, sql*, *dump, ical*, vcf, vcard*, gobd*, datenträger*, stick, usb*, sftp*, ftp*, bucket*, "
        "tabelle*, strukturiert*, lesbar*, elektronischer form, digitaler form, als datei, xrechnung*, festplatte*, "
        "tar, dxf*, mbox*, markdown*, html, epub*, open-standard*, weiterverwendbar*, rohdaten, txt, api, bdt*, *xml, "
        "gdt, shape, shapefile*, geojson*, kml, midi, lesbarer form, offenem format, importierbar*, einlesbar*"
    ),
    "GIVE": (
        "bestehen auf, bestehe auf, erzeug*, überspiel*, zuaschick*, bräucht*, send*, schick*, zusend*, zuschick*, "
        "zukommen, zur verfügung, bereitstell*, bereit, überlass*, übergeb*, übermitt*, übersend*, geben, gebt, gib, "
        "liefer*, ablegen, legt, aushändig*, rausrück*, stell*, erstell*, herausgeb*, rausgeb*, brauch*, benötig*, "
        "bekomm*, haben, hätt*, erhalt*, krieg*, möcht*, bitte, holen, rankomm*, herankomm*, übertrag*, will, wollen, "
        "exportier*, verlang*, forder*, ersuch*, erbitt*, provide, need, zurück, wiederhaben, mailt, mailen, sichern, "
        "fehlt, fehlen, erwart*, zieht den, ziehen sie den, zieht die, ziehen sie die, auf unserem server, "
        "auf unseren server, bei uns ankomm*, bei uns liegen, zu uns rüber, bei uns vorlieg*, auf unserer platte, "
        "auf unsere platte, in unsere hände, in unseren händen, hinleg*"
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
    "LOAD_IN": (
        "reinlad*, hineinlad*, einles*, importier*, *import, hochlad*, hochgeladen, einspiel*, weiterverarbeit*, "
        "reinzieh*, einpfleg*, weiterverwend*, auswertung*, umzieh*, weiternutz*"
    ),
    "HAND_ME": (
        "schick*, schickt, schickn, send*, gebt, geben, gib, überlass*, hätt*, brauch*, bräucht*, bekomm*, krieg*, "
        "zukommen, übergeb*, rausgeb*, herausgeb*, rausrück*, mitgeb*, nehm*"
    ),
    "OUT_AGAIN": (
        "wieder raus, wieder heraus, wieder rausbekomm*, wieder rauskrieg*, gern auch wieder, wieder haben, "
        "wiederhaben, wieder mitnehm*, wieder zurück"
    ),
    "ENTERED": (
        "eingegeben*, eingetippt*, eingepflegt*, erfasst, hochgeladen*, reingeschrieben*, eingetragen*, reingetippt*, "
        "gesammelt, angelegt"
    ),
    "AWAITING": "warte, warten, wartet, aussteh*, steht aus, steht noch aus, lässt auf sich warten",
    "GET_AT": (
        "komme ich, kommen wir, komm ich, kommt man, bekommen wir, bekomme ich, kriegen wir, krieg ich, kriege "
        "ich, erhalten wir, erhalte ich, können wir, wir herankommen, nicht herankommen"
    ),
    "FAIL": (
        "funktioniert, bricht, abbricht, abgebrochen, abbrech*, fehler, fehlgeschlagen, hängt, klappt nicht, geht nicht"
    ),
    "DONE": (
        "daten exportiert, alles exportiert, exportiert und, exportiert haben, selbst exportiert, erfolgreich "
        "exportiert, export hat, export war, dank für, danke für, danke dir, danke fürs, dank fürs, habe ich "
        "exportiert, bereits übermittelt, sind übermittelt, gezogen, habe exportiert, exportiert habe, haben wir "
        "exportiert, schon exportiert, bereits exportiert, heruntergeladen habe*, schon heruntergeladen, brauche "
        "ich nicht, brauchen wir nicht"
    ),
}
