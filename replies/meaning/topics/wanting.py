"""Talking, haggling, coming back, waiting: words of people who want something, now or later."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "CALL": """anruf* anrufen anruf telefonier* telefonisch* telefonat* durchklingel* klingel* zurückruf* rückruf*
        durchruf* handy mobil festnetz durchwahl rufnummer telefon videocall teams zoom call hotline
        erreichbar apparat läuten telefonieren nebenstelle durchgeben rührt klingel anläuten | rufen sie |
        ruf mich | ruft mich | ruft an | rufen * an | unter der nummer | erreichen sie mich | erreichst mich
        | zu sprechen | kurz sprechen | meine nummer | am telefon | läuten sie | ruf* an | klingeln sie | an
        die strippe | ans telefon | hören wir uns | in der leitung""",
    "MEET": """treffen termin* *termin gespräch* *gespräch besprech* durchsprech* vorbeikomm* vorbeischau*
        vorbeifahr* kaffee besuch* zusammensetz* zusammenkomm* persönlich plausch plauder* ratsch* kalender
        terminvorschlag* präsentation* vorführ* viertelstunde halbe zusammenhocken herkommen präsenz
        werkstatt clubheim gesprächstermin probetermin | kommen sie vorbei | komm* vorbei | schau* vorbei |
        vor ort | unter vier augen | an einen tisch | hätten sie zeit | hast du zeit | haben sie zeit | habt
        ihr zeit | passt es | passt ihnen | passt dir | passt euch | auf den hof | setzen wir uns | in ruhe
        | kommt doch | komm doch | kommen sie doch | kommen sie mal | zeig ich ihnen | zeigen wir ihnen |
        reden wir | reden wir drüber | sprechen wir | höre ich zu | ein gespräch | an einem tisch | erklären
        lassen | von mensch zu mensch | passt mir | passt uns | ginge es | hätte zeit | habe zeit | hätten
        zeit | bin da | bin ich da | im büro | wann passt | wann können | wann kommen | treffen wir""",
    "CLOCK": """uhr vormittag* nachmittag* abends mittag* mittags morgens früh halb viertel stunde* minuten zwischen""",
    "WEEKDAY": """montag* dienstag* mittwoch* donnerstag* freitag* samstag* sonnabend* sonntag* übermorgen | morgen
        früh""",
    "PRICE": """preis* *preis *preise *preisen kosten *kosten kostet euro cent teuer* beitrag* *beitrag gebühr*
        *gebühr *gebühren prozent betrag summe tarif* *tarif rate raten monatlich jährlich konditionen *rate
        eur zahle zahlen bezahl* franken fränkli geld fünfer zehner fuffzig zahl franke stutz aufpreis
        jahresbeitrag grundpreis monatspreis nettopreis listenpreis rechnung prozente % | im monat | pro
        monat | im jahr | pro jahr""",
    "DISCOUNT": """rabatt* *rabatt nachlass* nachlass nachlasst nachlässt entgegenkomm* günstiger* billiger*
        vergünstig* skonto sonderpreis* treue* *bonus spielraum handeln verhandel* gratis umsonst erlassen
        erlasst mitzieh* mitgehen mithalten unterbieten senken reduzier* halbier* dauerhaft neukunden*
        bestandskund* preislich* wegfall* streichen weglassen staffel* mengenrabatt nachlaß prozente
        gratismonat* freimonat* hälfte herunter runter ermäßig* preisnachlass abziehen schwerbehindert*
        studentenrabatt seniorenrabatt familienrabatt vereinsrabatt frühbucher lockangebot weniger
        runtergeh* schmerzgrenze drauflegen höchstens maximal einig | entgegen kommen | nach unten | am
        preis | wäre* drin | was drin | alten preis | alter preis | zum alten | was machen | etwas machen |
        machen lässt | machen kann | runter gehen | lücke schließen | letztes wort | im gschäft | ins
        geschäft | im geschäft | mehr kommen | haben sie uns zurück | bin ich wieder da | bin ich dabei | da
        wird doch | noch was gehen | was gehen | geht da noch | da noch was | lasst * nach | lassen sie *
        nach | legen sie | wenn sie * runter | nicht mehr als | gibts nicht von mir | schlag ich ein |
        schlage ich ein | kommen wir ins | es sei denn""",
    "BUDGET": """budget* kämmer* haushaltsmittel haushaltsplan ansatz gekürzt leisten sparen einsparung* knapp rente
        gehalt sparzwang limit obergrenze freigabe genehmig* investition* | zu viel | zu teuer | zu hoch |
        drüber""",
    "COMPETITOR": """konkurrenz* wettbewerb* mitbewerb* anbieter* *anbieter versorger* dienstleister* lieferant*
        *lieferant check24 verivox vergleichsportal* stadtwerke discounter vergleichsangebot* gegenangebot*
        genossenschaft* direktversicherer mitbewerbern stadtwerken | andere firma | anderer hersteller | bei
        der bank""",
    "LATER": """später momentan derzeit zurzeit gegenwärtig vorerst erstmal einstweilen irgendwann vielleicht
        mittelfristig vorläufig demnächst frühestens augenblicklich verschieben vertagen zukunft bisschen
        weile soweit heuer luft | nicht jetzt | jetzt nicht | zu früh | derzeit nicht | zur zeit | im moment
        | im augenblick | erst mal | fürs erste | nächstes jahr | nächsten jahr | kommenden jahr | kommendes
        jahr | neues jahr | neuen jahr | noch nicht | so weit | erst im | erst ab | erst nach | erst wenn |
        erst wieder | wenn es ruhiger | wenns ruhiger | dieses jahr | in ein paar | in einem halben | in
        zwei | in drei | vor ostern | nach ostern | nach den | nach dem | vor dem | nicht vor | auf später |
        bis dahin | bis märz | bis april | bis mai | bis herbst | nicht mal | grad nicht | grade nicht |
        gerade nicht | passt's nicht | passt nicht | passt grad | wieder luft | dann sehen wir | sehen wir
        weiter | sehen wir dann | schauen wir | danach gern | danach gerne | im mai gern | bis ostern""",
    "SEASON": """frühjahr* frühling* sommer herbst* winter* quartal* jahresende jahreswechsel jahresanfang
        jahresmitte halbjahr* januar jänner februar feber märz april mai juni juli august september oktober
        november dezember kw kalenderwoche* ostern pfingsten weihnachten schuljahr* semester* geschäftsjahr*
        | q1 | q2 | q3 | q4""",
    "BUSY": """stress* umbau* umbauen umzug* umziehen hochsaison* saison* ernte* jahresabschluss* prüfung* examen
        klausur* inventur ausgelastet eingespannt trauerfall pflegefall hektik hektisch chaos audit
        personalmangel kurzarbeit renovier* hausbau staatsexamen masterarbeit bachelorarbeit hochzeit* taufe
        konfirmation fastenzeit wahlkampf glatteis prüfungen abgabe stau wirtschaftsprüfer einarbeitung
        eingewöhnung trennung scheidung insolvenz kita vollauf | land unter | um die ohren | keine zeit |
        keinen kopf | kein* kopf | andere sorgen | anderes im kopf | mitten im | mitten in | viel los | alle
        hände | stecken in | steck * in | andere baustellen | keine kapazität* | bis zum hals | dreht sich
        alles | voll mit | hat vorrang | haben vorrang""",
    "REMIND": """meld* melden erinner* nachfrag* nachhak* nochmal* wiedervorlage anklopf* schreib* frag* fragt
        bescheid nochmal rühr* | noch einmal | auf mich zu | auf uns zu | in verbindung | fragen sie | frag*
        mich | fragt * nach | kommen sie * wieder | wieder drüber | wieder darüber | drüber reden | darüber
        sprechen | wieder sprechen | von mir hören | wieder fragen | noch mal | dann wieder | darauf zurück
        | drauf zurück | denken sie an mich | klopfen sie | komm ich drauf | höre ich mir | hör ich mir""",
    "INTEREST": """interess* spannend* verlockend* reizvoll* reizt neugierig gefällt infos info infomaterial* prospekt*
        katalog broschüre neugier hellhörig ansprechend attraktiv neidisch schwärm* schnuppern
        reinschnuppern schnupper* verführ* lust mitgehört leuchtend* nähere* abgeneigt anschauen durchlesen
        | klingt gut | klingt interessant | klingt nach | klingt * gut | hört sich | mehr erfahren | mehr
        wissen | mehr gelesen | gern mehr | gerne mehr | könnte mir vorstellen | kann mir vorstellen | warum
        nicht | nicht abgeneigt | gern wieder | gerne wieder | bin gespannt | lassen sie hören | erzähl* mir
        | tät mich | erzählen sie | erzählt mal | zeigen sie | zeigt mal | zeigt her | lasst hören | wäre
        das was | wär was | wäre etwas | wie sähe | wie funktioniert das | haben sie im programm | im
        programm | gern sehen | schau ich mir | schau mir * an | sehen wir uns | passt uns gut | kommt
        gerade recht | kommt wie gerufen | spitzt die ohren | ist der punkt | vielleicht doch | kein nein |
        reizt mich | wieder lust | bin neugierig | das wär""",
    "TAKES": """annehmen einlösen bestell* buche buchen reaktivier* freischalt* freischalten probier* testen test
        probe* testzugang probemonat anmelden registrier* gutschein* code zusage zugesagt startklar
        unterschriftsreif einschlag* reservier* vormerk* auftrag buchung bestellung anmeldung mindestens
        zusenden zuschlagen abonnieren überredet überzeugt | nehme ich an | nehmen wir an | nehme das |
        nehme ihr | nehmen das | bin dabei | sind dabei | wieder dabei | ich nehm* | her damit | machen wir
        | mach ich | mache ich | gerne zu | wie geht das | wie komme ich | was muss ich | was braucht ihr |
        was brauchen sie | schicken sie mir | schick* mir | schick mal | senden sie mir | angebot machen |
        angebot schicken | ein angebot | das angebot | leg* los | los geht* | kann losgehen | dann gerne |
        ja gern* | ja bitte | noch frei | würde ich nehmen | würd ich | würde ich | würden wir | nehme ich |
        nehmen wir | melden sie uns | melden sie mich * an | meld* mich an | trag* mich ein | tragen sie
        mich | dürften es | dürfen es | hätte ich gern | hätten wir gern | dann her | her mit | zwei neue |
        gleich mit | sind wir dabei | bin ich dabei""",
    "RETURNS": """zurückkomm* wiederkomm* einsteigen wiedereinstieg wiederaufnehm* zurückkehr* neuanmeld* neustart
        zurückzukommen heimkehr* | zurück kommen | komme zurück | kommen zurück | wieder kommen | wieder
        einsteigen | doch wieder | wieder kunde | wieder zu ihnen | wieder zu euch | wieder bei ihnen |
        wieder bei euch | wieder mitglied | wieder anfangen | neu abschließen | wieder abschließen | wieder
        aufnehmen | weg zurück | zurück zu ihnen | zurück zu euch | zurück in | wieder da | wieder her |
        wieder ein | neu starten | nochmal anfangen | neuer versuch | neuen versuch | neue chance | zweite
        chance""",
    "MISSES": """bereu* vermiss* fehlt reumütig zerknirscht leid fehlentscheidung reue reumütige voreilig wehmut
        entzug maulen stürzt ruckelt | ein fehler | nicht zufrieden | nicht glücklich | war besser | waren
        besser | hätte ich mal | bei ihnen besser | bei euch besser | ging schief | enttäuscht vom | so
        nicht gut | taugt nichts | taugt nix | nicht das wahre | kann keine | stellt sich heraus | hat sich
        herausgestellt | seit die weg | seit der weg | erst jetzt merk*""",
    "UNDO": """zurückzieh* zurückzog* zurücknehm* zurückgezogen zurückgenommen rückgängig rückabwickel* widerruf*
        gegenstandslos hinfällig nichtig storn* weiterläuft weiterlaufen fortsetz* fortführ* fortbesteh*
        weiterführ* weitermach* weiterbesteh* weiterhin beibehalten behalten versehen* versehentlich irrtum
        irrtümlich geplatzt zerschlagen umentschieden aufheben wiederherstell* ungeschehen einstampf*
        weiterrennen weiterliefern verbleib aufrecht bestehenbleib* reinigen überstürzt kurzschluss*
        einstellen fortan dableib* zurückrudern zerreißen treu überlegt anders voreilig | ziehe * zurück |
        nehme * zurück | doch nicht | doch bleiben | bleiben doch | bleibe doch | läuft weiter | laufen
        lassen | weiter laufen | weiter beliefer* | beim alten | bleiben kunde | bleibe kunde | so tun als |
        als ob | nie geschrieben | nicht geschrieben | aus versehen | anders überlegt | meinung geändert |
        bleibt alles | wie bisher | wie gehabt | ohne lücke | nie angekommen | nie bekommen | in den
        papierkorb | in die tonne | vergessen sie | vergesst die | nicht kündigen | keine kündigung | weiter
        wie | weiter im text | bleibe ihnen | bleiben ihnen | ihnen treu | mir überlegt | es mir anders |
        s'ma überlegt | gehe ich nicht | nicht abschalt* | keine abschaltung | gleiche menge | in kraft |
        bleibt bestehen | bestehen bleiben | bleiben soll | soll bleiben | soll weiter* | bleibt doch |
        behalten wir | behalten das | lasst * laufen | lassen sie * laufen | lassen sie * bestehen | weiter
        beziehen | nur ein versehen | war ein versehen | nicht ernst gemeint""",
}
