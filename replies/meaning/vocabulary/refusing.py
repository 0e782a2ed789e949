"""Advertising, contact, and the words people refuse them with."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "AD": (
        "versandstopp*, akquise*, *akquise, verkaufsanruf*, verkaufsgespräch*, werberei*, werbebanner, kaltakquise*, "
        "vertriebsanruf*, vertriebsmail*, remind*, haustürwerbung, werbung*, werben, werbe, werbst, werbt, geworben, "
        "werbemail*, werbe-*, werbebrief*, werbeanruf*, werbepost*, werbematerial*, werbesend*, werbezweck*, "
        "werbezusend*, werbeversand*, werbebotschaft*, werbesachen, werbekram*, werbeschreiben*, werbenachricht*, "
        "werbekontakt*, werbeaktion*, werbemaßnahm*, werblich*, werbemüll*, werbeflut*, werbeprospekt*, "
        "werbeangebot*, werbeliste*, werbedatei*, werbekampagne*, werbeflyer*, werbeinfo*, werbeheft*, werbepapier*, "
        "werbeadresse*, werbeformat*, werbekommunikation, werbeansprache*, werbeeinwilligung*, werbezettel*, "
        "werbeblatt*, werbepaket*, werbetelefon*, rückwerb*, direktwerb*, *briefwerbung, telefonwerbung, "
        "postwerbung*, mailwerbung, emailwerbung, e-mail-werbung, *newsletter*, rundmail*, rundbrief*, "
        "rundschreiben*, *mailing*, *prospekt, *prospekte*, *katalog, *kataloge*, *katalogs, *broschüre*, spam*, "
        "marketing*, rückgewinn*, *rückgewinnung*, rückhol*, nachfass*, infopost, aussendung*, kampagne*, "
        "*verteiler*, lockangebot*, umwerb*, ads, advertis*, offers, gutscheine*, gutschein, rabattcode*, flyer*, "
        "*nwerbung, *twerbung, *swerbung, *lwerbung, rückkehrangebot*, infomail*, treueaktion*, geburtstagsgruß*, "
        "geburtstagsgrüße*, weihnachtsgrüße*, weihnachtskarte*, erinnerungsmail*, werbig, kundenbindungsmail*, "
        "erinnerungsschreiben*, werbesms*, werbe-sms, gewinnspiel*, treuepost, treuemail*, aktionsmail*, "
        "rückholmail*, rückholangebot*, serienmail*, lockvogel*, werbesprüch*, reklame*, werbekartei*, prospeckt*, "
        "verkaufsfördernd*, verkaufsförderung*, absatzförder*, werbemitteilung*, anpreisung*, lobpreisung*, "
        "wurfsendung*, postwurf*, hochglanz*, werbezeug*, werbegeschenk*, kundenzeitschrift*, kundenmagazin*, "
        "gebimmel, geklingel, generve, gebettel, werbegedöns, geschreibsel, werbegedudel, bettelbrief*, bettelei*, "
        "bettelmail*, anbiederei*, anbiederung*, werbesprüche*, sprüche"
    ),
    "AD_WEAK": (
        "zurückwerb*, befragung*, *umfragen, briaf, grußkarte*, rückhol*, gratulation*, tipps zum, versand, tipps, "
        "neuigkeiten, news, korrespondenz*, briefwechsel, anfragen, nachfragen, sachen, zeug, kram, angebote, "
        "angeboten, offerten, aktionen, umfrage*, info, infos, information*, mail, *mails, e-mail*, email*, *post, "
        "brief, briefe*, *briefe, schreiben, nachricht, nachrichten, message*, sms, whatsapp*, anruf, anrufe*, "
        "*anrufe, telefonat*, zuschrift*, zusendung*, zuschicken, erinnerung*, kontakt*, kommunikation, postkarte*, "
        "karten, vorschläge*, vermissen, einladung*, botschaft*, ansprache, direktansprache, rundruf*, zettel, "
        "besuch*, vertreterbesuch*, sendung*, belästigung*, calls, call, contact*, magazin*, briefchen, mailchen, "
        "abschiedsmail*, telefonanruf*, unterlagen, *angebote, *angeboten, *sendung, *sendungen, *anrufen, *briefen, "
        "*nachrichten, *karten, *zuschriften, austausch, schriftverkehr, schriftwechsel, mailverkehr, briefverkehr, "
        "*mailserie*, *mailflut*, *mailkette*, glückwünsch*, gewinnspiel*, guthaben, aufmerksamkeiten, aktion, "
        "*saktion, rabattaktion*, gutscheinaktion*, sparaktion*, *anfragen, *aufforderungen, *fragebögen, "
        "kontaktaufnahme*, mitteilungen, *mitteilungen, lebenszeichen, grüße, hinweise"
    ),
    "CONTACT_V": (
        "zurückgewinn*, zurückhol*, überred*, umstimm*, anklopf*, klopf*, anpingen, hinterherschreib*, informier*, "
        "benachrichtig*, einlad*, unterricht*, auf dem laufenden, anschrieben, anschreib*, anruf*, anmail*, "
        "behellig*, belästig*, bewerb*, beworb*, umworb*, umwerb*, zuspam*, bombardier*, zumüll*, vollmüll*, "
        "vollspam*, vollzuhau*, anspreche*, ansprich*, angesprochen, umfrag*, befrag*, melden, meldet, meld, "
        "melde dich, schreib, schreiben, schreibt, zuschreib*, angeschrieben, mailen, mailt, bedräng*, kontakt*, "
        "nachtelefonier*, nerv*, bespaß*, löcher*, anklingel*, nachhak*, nachfass*, hinterhertelefonier*, "
        "hinterherlauf*, anbagger*, nachlauf*, erinner*, stör*, gestört, zutexten, vollquatschen, call, write, "
        "contact*, bemüh*, besuch*, nachfrag*, anfrag*, schreibn, meldn, überhäuf*, überschütt*, zuschütt*, zudeck*, "
        "eindeck*, versorg*, bedenk*, beglück*, überflut*, beschick*, einzudeck*, umzustimm*, antanz*, vollzutext*, "
        "zuballer*, zutext*, zuquatsch*, beschall*, antext*, nachzufass*, nachzuhak*, anzuschreib*, kontaktier*, "
        "gratulier*, telefonier*, mail me, email me, e-mail me, nicht mehr rühren, nicht weiter rühren, "
        "nicht mehr zu rühren, nie wieder rühren, nie mehr rühren, rührt euch, rühren sie sich, rühr dich, anfunk*, "
        "anmorsen, anpieks*, anstups*, hinterherwink*, zuwink*, nachstell*"
    ),
    "SEND": (
        "send*, schick*, zusend*, zuschick*, zugesandt, gesendet, geschickt, übersend*, zukommen, zustell*, "
        "übermittel*, zumail*, rüberschick*, einwerf*, einwirf*, liefert, verschick*, reinwerf*, in den "
        "briefkasten, im postfach, im briefkasten, schickn"
    ),
    "RECEIVE": (
        "kriagn, bekommen, erhalten, kriegen, empfangen, hören, lesen, sehen, kriegn, wissen, haben, finden, zu "
        "hören, empfang, erleben, vorfinden, erhält, bekommt, kriegt, receive, get, hear"
    ),
    "LIST": (
        "postversand*, *anrufliste*, lischte, kampagne*, posteingang, empfängern, *verteiler*, liste, listen, "
        "*werbeliste*, *mailingliste*, *adressliste*, *empfängerliste*, *empfängerkreis*, *newsletter*, "
        "*werbedatei*, mailing*, *mailliste*, *werbeversand*, aussendung*, euren mails, ihren mails, euren "
        "werbemails, werbeadress*, list, versand, werbekartei*, rundbrief*, adressat*, werbekreis, "
        "abonnentenliste*, eure mails, rundschreiben*, *werbelisten, *mailings, mailserie*, aussendungen, "
        "*adresskartei, werbeverteiler*, einladungsliste*, versandliste*, versandverzeichnis*, adressdatei*, "
        "serienbrief*, mailprogramm*, *kartenliste*, *werbeprogramm*, motivationsmail*"
    ),
    "STORE": (
        "*computer*, *server*, *rechner*, *datenbank*, *kartei*, *datei, *dateien, *system, *systeme*, "
        "datenbestand*, adressbestand*, bestand, beständen, crm*, unterlagen, akten, adressbuch, kontakte, "
        "kontakten, kontaktliste*, database, adressdatei*, kundenliste*, kundenstamm*"
    ),
    "REMOVE": (
        "delete, nämed, nämet, hol, hole, holt, holen, streich*, gestrichen, austrag*, austrägt, entfern*, "
        "rausnehm*, rausnimm*, rausgenommen, herausnehm*, herausnimm*, herausgenommen, raus, heraus, nehm*, nimm, "
        "nimmst, genommen, lösch*, rauslösch*, tilg*, rausstreich*, rausschmeiß*, schmeiß*, werft, werfen, wirf, "
        "rauswerf*, runternehm*, runter, ausschließ*, remove, take, drop, entnehm*, aussortier*, rauskick*, kickt, "
        "trag, tragt, abmeld*, gelöscht, getilgt, entfernt, weggeklickt, streicht, streichn, entfernts, "
        "rausschmeiss*, aussteig*, nähm*, striche*, strichen, würf*, trüg*, verschwind*, verschwänd*, schmiss*, "
        "schmeiss*, ausgeschloss*, ausblend*"
    ),
    "OUT_ONLY": "raus, heraus, rausnehm*, rausnimm*, herausnehm*, rausgenommen, austrag*, rauslass*",
    "THIS": (
        "das hier, dies hier, das nicht mehr, sowas, so was, so etwas, dergleichen, solche*, dieser art, derlei, davon"
    ),
    "IT": "das, davon, damit, es, dies, hiermit, that, this",
    "STOP_IT": (
        "absehe*, abseht, absieht, das bitte lassen, das lassen, es lassen, seinlass*, bleibenlass*, lasst ihr "
        "bleiben, lassen sie bleiben, bleiben lassen, sein lassen, funkstille, versandstopp*, aufhör*, ein ende, "
        "lasst es, lass es, lassen sie es, lasst das, lass das, lassen sie das, schluss, unterlass*, stopp*, stop, "
        "lasst gut sein, lassen sie gut sein, unterbind*, einstellen, einstellt, einstelle, eingestellt, "
        "einstellung"
    ),
    "SPARE_ME": "verschon*, in ruhe lass*, in ruhe gelassen",
    "FROM_YOU": (
        "von ihnen, von euch, von dir, von ihrem, von ihrer, von eurer, von eurem, aus ihrem hause, from you, vo "
        "eich, vo eu, vo ihne, von eich, vo euch, von deinem, vom verlag, ihrerseits, eurerseits, von ihrem haus, "
        "aus ihrem haus"
    ),
    "HEAR": "hören, lesen, wissen, höre, hear, hean, ghöre",
    "CANCEL_ANY": "abbestellung*, meine abmeldung, unsere abmeldung",
    "DENIAL": (
        "nichts, nix, keine weise, keinen fall, kein fall, nimmer, nicht, net, ned, nich, nie, niemals, "
        "keineswegs, keinesfalls, not, don't, ohne"
    ),
    "WEDER": "weder, neither",
    "ANY_LIST": "*liste, *listen",
    "MY_BOX": (
        "aus meinem posteingang, aus meinem postfach, aus meinem briefkasten, aus unserem posteingang, aus unserem "
        "postfach, aus unserem briefkasten, aus meinem leben"
    ),
    "SKIP": (
        "übergeh*, auslass*, weglass*, ausspar*, ausnehm*, vergess*, vergiss, verzicht*, ausklammer*, ausschließ*, "
        "lassts, stillleg*, weggelass*, ausgespart, bleiben lass*"
    ),
    "ALREADY": (
        "obwohl, noch, schon, bereits, mehrfach, mehrmals, zweimal, dreimal, trotzdem, längst, immer noch, wieder, "
        "erneut, viermal"
    ),
    "REFUSAL": (
        "vergessen sie mich, vergesst mich, vergiss mich, vergessen sie uns, vergesst uns, sie dürfen nicht, bitte "
        "nicht mehr an, dort bitte nicht, da bitte nicht, hier bitte nicht, bitte nicht mehr, bitte nie wieder, "
        "bitte nichts mehr, nein zu werb*, no more, kein spam, keine weiteren bitte, bitte keine mehr, keine mehr "
        "bitte, bitte keine weiteren $"
    ),
    "GOODBYE": (
        "gut gehen, gutgehen, euch gut, sich gut, weiterlauf*, laufen, weiter laufen, ihnen gut, bestehen, "
        "krachen, stehen, so stehen, aktiv"
    ),
    "ENOUGH": (
        "genug, reicht, nerv*, genervt, lästig*, aufdringlich*, penetrant*, belästig*, zu viele, zu viel, stör*, "
        "überflüssig*, vollgemüllt, übertrieb*, schnauze voll, nase voll, faxen dicke"
    ),
    "COMMAND": (
        "schaltet, schalten, dreht, hört, hör, stellt, stell, lasst, lass, stoppt, stoppen, spart, beendet, "
        "unterlasst, schluss, stop für, stopp für, stop mit, stopp mit, schluss mit, stopp den, stop den, stopp der, "
        "stopp die, zu unterbleiben, zu unterlassen, haben aufzuhören, hat aufzuhören, haben zu enden"
    ),
    "REJECT": "ablehn*, verwehr*, verwahr*, dulde*, duld*, zurückweis*, weise zurück, abblock*",
    "WITHOUT": "ohne, without, außer vor",
    "PLEASE_NOT": "zu allem nein, nein zu allem, keine lust, bitte nicht, lieber nicht, lieber keine",
    "LASS": "lass*, gelassen, will, wollen, möcht*, endlich, gebt, lossts, losst",
    "FROM": "aus, von, vom, us, from",
    "STRUCK": "gestrichen, nein, niemals, tabu, abgelehnt",
    "ABMAHNUNG": "abmahn*",
    "STOP_ALL": (
        "aufhör*, abstell*, abschalt*, unterlass*, unterbind*, sein lassen, bleiben lassen, seinlass*, "
        "bleibenlass*, lasst das, lassen sie das, ein ende, stopp*, das ausmachen, das ausmacht, einstellen, "
        "einstellt, einstelle, eingestellt, einstellung"
    ),
    "OUT": (
        "use, herausgenommen, raus, heraus, rausnehm*, rausnimm*, herausnehm*, austrag*, rauswerf*, rausschmeiß*, "
        "rausgenommen, gestrichen, streich*, rauslösch*, raushaben, rauskommen, runternehm*, rauslass*, "
        "rausstreich*, verschwind*"
    ),
    "UNSUBSCRIBE": (
        "unsub*, abmel*, abbestell*, austrag*, unsubscribe*, opt-out*, optout*, opt out, kündige den newsletter, "
        "deabonnier*, entabonnier*, abo beenden, newsletter kündig*"
    ),
    "STOPPED": "aufgehört",
    "STOP": (
        "hört auf, hör auf, hören sie auf, hört bitte auf, hören sie bitte auf, seinlass*, bleibenlass*, "
        "versandstopp*, mailstopp*, tabu, stopp*, stop, abstell*, unterlass*, unterlässt, unterbleib*, "
        "unterblieb*, aufhör*, schluss, absehe*, abseht, absieht, absieh, verschon*, abstand, beend*, bleiben "
        "lassen, sein lassen, sein zu lassen, sein lasst, ersparen, erspart, spart euch, sparen, spart, abdreh*, "
        "lasst das, lassen sie das, lass das, lasst es, lassen sie es, lass es, absehn, auslassen, lassts, "
        "fernhalt*, cease, unterbind*, einstellen, einstellt, einstelle, eingestellt, einstellung, abbrech*, "
        "abbrich*, versieg*, verebb*, verstumm*, ein ende, loswerd*, los werden, los sein, zu unterbleiben, "
        "zudreh*, zuzudreh*"
    ),
    "SAVE": (
        "schenkt euch, schenken sie sich, schenk dir, spart euch, sparst, einspar*, klemmt euch, sparen, spart, "
        "spar, erspart, erspare*, euch schenken, sich schenken, dir schenken, schenkts euch"
    ),
    "FORBID": (
        "tabu, untersag*, verbiet*, verboten, verbitt*, verbeten, unerwünscht*, ungebeten*, missbillig*, "
        "unzulässig*, verbat, unangenehm, untersagt, nicht gestattet"
    ),
    "WANTED": (
        "erwünscht, gewünscht, gewollt, willkommen, gefragt, wert, interesse, bedarf, erbeten, gestatt*, erlaub*, "
        "einverstanden, zustimm*, einwillig*, angefordert, abonniert, bestellt, consent*, interessiert"
    ),
    "CONSENT": (
        "*einwilligung*, *einverständnis*, *zustimmung*, *erlaubnis*, *opt-in*, einwillig*, consent, freigabe, "
        "okay zu, ok zu, genehmigung, ja zu, einwilligungen, zusage zu, werbeerlaubnis"
    ),
    "REVOKE": (
        "widerruf*, zurückzieh*, zurückgezogen, entzieh*, zurücknehm*, zurückgenommen, entzogen, erlosch*, "
        "erlisch*, aufheb*, withdraw*"
    ),
    "OBJECT": (
        "widersprech*, widerspruch*, widersprich*, widersprochen, widersprach*, werbewiderspruch*, wiederspruch*, "
        "i object, we object"
    ),
    "USE": (
        "nutzung, nutzen, genutzt, verwend*, weiterverwendung, verarbeit*, weitergabe, weitergeben, weitergegeben, "
        "daten, adresse, anschrift, zweck*, werbezweck*, profiling"
    ),
    "OTHER_OBJECT": (
        "etwas von einem, was bedeutet, betrifft das, preiserhöhung*, erhöhung*, rechnung*, mahnung*, forderung*, "
        "lastschrift*, abbuchung*, agb*, änderung*, preisanpassung*, vertragsverlängerung*, verlängerung*, "
        "darstellung*, behauptung*, gebühr*, kündigungsfrist*, buchung*, *rechnung, *rechnungen, *abrechnung*, "
        "*gebühr, *gebühren, *bescheid*, *mahnung*, *erhöhung*, beitragsanpassung*, *anpassung*, inkasso*, "
        "kostenvoranschlag*, ratenzahlung*, antrag*, umlage*, *umlage, kürzung*, *kosten, *zahlung, *beleg, "
        "einstufung*, verordnung*, festsetzung*, bewertung*"
    ),
    "SPERRE": (
        "versandstopp*, werbestop, mailstopp*, werbesperr*, robinson*, sperrliste*, sperrvermerk*, kontaktsperr*, "
        "werbestopp*, blacklist*, sperrdatei*, werbeverbot*, kontaktverbot*, werbewiderspruch*"
    ),
    "BLOCK": "sperr*, gesperrt",
    "CEASE": "abmahne, abmahnen, unterlassungs*, strafbewehrt*, abgemahnt, cease",
    "PEACE": (
        "mei ruah, mei ruh, mei rua, in ruhe lassen, in ruhe zu lassen, in ruhe gelassen, in ruhe, in frieden, "
        "zufrieden lassen, meine ruhe, unsere ruhe, ruhe haben, seine ruhe, ihre ruhe, leave me alone, ruhe im "
        "karton, ruhe vor, jetzt ruhe, bitte ruhe, endlich ruhe, funkstille, in ruah, in rua, um stille, mit "
        "stille, sendepause, ruhe geben, gebt ruhe, gib ruhe, geben sie ruhe, ruhe geben, bitte stille, "
        "radiostille, ruhe einkehr*"
    ),
    "LEAVE": (
        "bleiben, lass*, gelassen, will, möcht*, wollen, wünsch*, bitte, haben, hätt*, brauch*, gebt, geben, "
        "endlich, jetzt, gönn*, leave, lossts, losst"
    ),
    "LAST": "letzte, letzter, letztes, letzten, last, schlussstrich",
    "PIECE": (
        "mail, mails, e-mail, email, schreiben, nachricht, brief, post, kontakt, anruf, zuschrift, botschaft, "
        "lebenszeichen, mal, versuch, schriftwechsel, anschreiben, newsletter, *mail, *brief, *schreiben, *nachricht, "
        "*anruf, austausch, werbung, kontaktaufnahme, kontaktversuch, gruß"
    ),
    "BE": "hoffentlich, hoffe*, hoff, sein, bleiben, gewesen, bleibt, wäre, sei, bitte",
    "PASSEND": (
        "passend*, bessere*, gute, vergleichbar*, interessant*, günstiger*, attraktiv*, konkurrenzfähig*, "
        "brauchbar*, vernünftig*"
    ),
    "AUTO_ADDRESS": (
        "e-mail-adresse wird, mailadresse wird, emailadresse wird, adresse existiert, nicht mehr verwendet, nicht "
        "mehr genutzt, nicht mehr gültig, nicht mehr aktiv, nicht mehr aktuell, nicht mehr abgerufen, nicht mehr "
        "gelesen, nicht mehr besetzt, adresse wird, postfach wird, this mailbox, wird nicht gelesen, nicht "
        "abgerufen, nicht gelesen, liest niemand, antworten sie nicht, nicht auf diese, weitergeleitet, mailbox is"
    ),
    "RECHNUNG": "rechnung*, mahnung*, beleg*, lastschrift*, abrechnung*, zahlungserinnerung*",
    "ASK": "bitte, bitten, veranlass*, sorgen, sorge, sorgt, sicherstell*, möcht*, will, wollen, wünsch*, dafür sorgen",
    "ARRIVE": "ankommt, ankommen, kommt, reinkommt, eintrudelt, landet, eingeht",
    "WHY": "warum, wieso, weshalb, woran, ob, prüfen",
    "NEEDED": "erforderlich, notwendig, nötig, sinnvoll, zwecklos, vonnöten",
    "WERDEN": "werden, wird, werde, würde, würden, werd",
    "THAT_WITH": "das mit den, das mit dem, das mit der, das mit euren, das mit ihren",
    "LET": "lassen, lasst, lass, lassts",
    "NEWSLETTER": "*newsletter*, rundbrief*, infobrief*, rundmail*",
    "NEED": "brauch*, benötig*",
    "USE_V": "nutz*, verwend*, gebrauch*, benutz*, weitergeb*, weitergegeben",
    "REMOVE_HARD": "entfern*, streich*, lösch*, gestrichen, austrag*, abmeld*",
    "INQUIRY": "nachfrage*, rückfrage*",
    "NO_THANKS": "nein danke, nein",
}
