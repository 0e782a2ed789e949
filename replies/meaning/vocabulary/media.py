"""The media a wish can be about, and words that welcome one."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "MAIL": (
        "digital*, online, mailweg*, mailpostfach*, mail-*, e-mail*,  *mail, *mails, email*, *mailadresse*, "
        "elektronisch*, *newsletter*, *mailing*, *verteiler*, rundmail*, mailt, mailen, anmail*, postfach, "
        "mailbox*, posteingang, mailfach*, *mailfach, mailprogramm, rundschreiben, serienmail*, gemaile, "
        "infobrief*, postfächer"
    ),
    "PHONE": (
        "*handynummer*, *telefonnummer*, *mobilnummer*, mobiltelefon*, anruf*, *anrufe, *anrufen, telefon*, "
        "handy*, *rufnummer*, anklingel*, durchklingel*, durchruf*, tel nr, tel-nr*, telefonnr*, anrufliste*, "
        "klingel*, geklingelt, klingelt, call, calls, calling, anläut*, anrief*, hotline*, nachtelefonier*, rufst, "
        "fernmündlich*, callcenter*, ruft mich, ruft uns, rufen sie mich, rufen sie uns, ruf mich, ruf uns, "
        "festnetz*, mobilfunk*, telephon*, geläutet, läutet, läuten, anrufer*, telefonwerbung, rückruf*, anzuruf*, "
        "bimmel*, hörer, durchwahl*, telefonat*, werbeanruf*, am apparat, telefonzentrale"
    ),
    "LETTER": (
        "kuvert*, umschlag*, papierwerbung*, papiersend*, gedruckte*, postversand*, papierform, gedruckt*, briefe*, "
        "*brief, *briefe, *briefen, briefpost*, briefwerbung*, briefkasten*, post, postalisch*, postweg*, postwurf*, "
        "postsendung*, werbepost, papierpost, postkarte*, *prospekt, *prospekte*, *katalog, *katalogs, *kataloge*, "
        "*broschüre*, papier, postwerbung*, karte, letter, letters, flyer*, infopost, hausbriefkasten, briefkastens, "
        "*werbebrief, kärtchen, poststück*, papierkatalog*, couvert*, werbebrieferl*, zettel, infobrief*, postwerbe*, "
        "printmagazin*, hefte, heftchen, umschläge*"
    ),
    "SMS": "sms, smsen, sms-*, whats-app*, kurznachricht*, whatsapp*, textnachricht*, *sms, *whatsapp, pling",
    "LINKEDIN": "linkedin*, xing*",
    "VISIT": "besuch*, vorbeikomm*, vertreterbesuch*, hausbesuch*, außendienst*",
    "WRITING": "schriftlich*, schreib*, anzuschreib*, anschreib*, angeschrieb*",
    "FINE": (
        "jederzeit, tut's, tuts, tut es, entgegen, durchrufen, legen sie, legt, schon noch, schicken sie's, "
        "schickts, schickt's, weiter, gibt es, ruhig, freut, freuen, lesen, ja, mag, seid ihr, genehm, lieber als, "
        "erreicht ihr, erreichen sie mich, erreichen sie uns, rufen sie, schicken sie, schreiben sie, ruft, "
        "schickt, schreibt, senden sie, schick mir, ruf mich, schreib mir, auf papier, wie bisher, erreichbar, "
        "bestens, schicken sie mir bitte, schicken sie bitte, meinetwegen, beibehalten, erlaubt, nehmen wir, "
        "nehme, bleiben, bleibt, völlig, gern, gerne, okay, ok, in ordnung, reicht, reichen, genügt, genügen, "
        "willkommen, recht, kein problem, kein thema, weiterhin, lieber, stört mich nicht, stören uns nicht, "
        "stören mich nicht, stört uns nicht, stört nicht, stören nicht, stört keinen, dürfen, darf, dürft, könnt, "
        "können, passt, passen, lese ich, lese, lesen wir, schön, stattdessen, ausschließlich, allenfalls, "
        "höchstens, behalten, nehme ich, erwünscht, prima, bitte per, dann per, bevorzug*, bin ich, ist gut, sind "
        "gut, kommen, einfach, nur, freue, gibt's, gibts, von mir aus, gerne auch, bleibt gern, tut's auch, steht "
        "ihnen offen, stets willkommen, das geht, geht auch, geht gern, geht gerne, geht schon, geht klar, geht in "
        "ordnung, gehen klar, gehen in ordnung, mail geht, mails gehen, brief geht, briefe gehen, post geht, sms "
        "geht, anrufe gehen, telefon geht, e-mail geht, geht immer, gehen immer"
    ),
}
