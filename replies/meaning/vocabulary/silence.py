"""Silence, ends, uselessness and being left out: unwillingness that asks for nothing but quiet."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "MANY": (
        "*anrufe, *mails, *briefe, *briefen, sms, *nachrichten, *karten, *zuschriften, *sendungen, *zusendungen, "
        "*prospekte, *kataloge, *newsletter, *mailings, *botschaften, *umfragen, *befragungen, *einladungen, "
        "*gutscheine, *angebote, *angeboten, *erinnerungen, *grüße, *tipps, *flyer, *broschüren, *werbung, *infos, "
        "*besuche, *rückrufe, *anschreiben, *mailserie*, *mailflut*, *mailkette*, *briefserie*, aktionen, *saktionen, "
        "rabattaktionen, gutscheinaktionen, *preisaktionen, werbeschreiben, *sschreiben, *anfragen, *aufforderungen, "
        "*hinweise, *versuche, *kontakte, *avancen, *fragebögen, *erinnerungsmails, *gespräche, *wünsche, "
        "mitteilungen, *mitteilungen, wurfsendungen, anpreisungen, bettelbriefe, bettelmails, werbesprüche"
    ),
    "WANT": (
        "möcht*, mecht*, will, wollen, wünsch*, brauch*, mag, mögen, benötig*, bräucht*, lege wert, legen wert, "
        "wü, wui, wüll, mog, wott, wett"
    ),
    "SERIES": (
        "serie*, *serie, kette, *strom, *flut, reihe, automatik, beschuss, dauerfeuer, dauerbeschuss, bombardement*"
    ),
    "END_V": (
        "enden, endet, abbrech*, abbrich*, versieg*, verebb*, verstumm*, loswerd*, los sein, los werden, "
        "auslaufen, deaktivier*, abschalt*, ausschalt*, abklemm*, ausmach*, ausknips*, zudreh*, ein ende"
    ),
    "FUTILE": (
        "zwecklos*, sinnlos, vergebens, vergeblich*, vergebene, nutzlos, überflüssig*, unnötig*, aussichtslos, "
        "entbehrlich, nicht nötig, nicht notwendig, nicht erforderlich, nicht vonnöten, verlorene, verschwendet, "
        "verschwendung, erübrig*, bringt nichts, bringen nichts"
    ),
    "EFFORT": (
        "mühe*, bemühung*, *versuch, *versuche, *versuchen, kontakt*, *werbung, *mails, *mail, *briefe, *anrufe, "
        "*schreiben, *angebote, *angeboten, *post, nachrichten, nachricht, erinnerung*, zusendung*, zuschrift*, "
        "kontaktversuch*, rückgewinn*, zweck"
    ),
    "TO_COME": "weitere*, künftige*, zukünftige*, erneute*, jede*, jegliche*, solche*, neuerliche*",
    "GOOD_ENOUGH": "gut sein, bewenden, genug sein, gut ist's, mal gut",
    "WITHOUT_ME": (
        "^ ohne mich, ^ ohne uns, bitte ohne mich, bitte ohne uns, künftig ohne mich, künftig ohne uns, ohne mich "
        "$, ohne uns $"
    ),
    "NOTE_V": "vermerk*, eintrag*, eingetragen, hinterleg*, notier*, kennzeichn*, markier*, vormerk*, eingeb*",
    "CHECKBOX": "häkchen, haken, kreuz, kreuzchen, kästchen, weggeklickt, weggeklickte",
    "ELSE_NOT": (
        "sonst nichts, sonst bitte nichts, sonst gar nichts, ansonsten nichts, ansonsten bitte nichts, sonst nix, "
        "sonst bitte nix, alles andere bitte nicht, alles andere nicht, alles andere weglassen, alles andere "
        "brauch*, alles andere bitte weglassen, alles übrige nicht, alles weitere nicht, alles andere lassen, "
        "alles andere bitte lassen, allem anderen bitte nicht"
    ),
    "ONLY_STILL": "nur noch, ausschließlich, nur, außer, bis auf, lediglich, abgesehen",
    "PLEASE_NOT_END": (
        "bitte nicht $, bitte nicht mehr $, bitte keine mehr $, nicht mehr bitte $, lieber nicht $, bitte nichts "
        "mehr $, bitte ab sofort nicht mehr $, bitte künftig nicht mehr $, bitte auch nicht $, bitte auch nicht "
        "mehr $, bitte nichts davon $, bitte gar nicht $, bitte weglassen $, bitte alles weglassen $, künftig "
        "nicht $, künftig nicht mehr $, lieber nicht mehr $, alles nicht mehr $, bitte nie wieder $, bitte ab "
        "jetzt nicht mehr $, in zukunft nicht mehr $, bitte in zukunft nicht mehr $, bitte nimmer $, bitte nix "
        "mehr $, bitte nicht weiter $"
    ),
    "TO_HERE": (
        "an diese adresse, an mich, an uns, hierher, an meine, an unsere, auf diese adresse, an dieses postfach, "
        "auf meine, auf mein, in meinen, in mein, ins haus, mehr hin $, mehr da hin, dahin"
    ),
    "BLOCK_V": "blockier*, blocke, geblockt, als spam, spamfilter",
    "NO_PLACE": (
        "nichts verloren, nichts mehr verloren, nix verloren, nix mehr verloren, nichts zu suchen, "
        "nichts mehr zu suchen, nix zu suchen, nix mehr zu suchen, gehört nicht mehr in, gehören nicht mehr in, "
        "gehört nicht länger in, gehören nicht länger in"
    ),
    "ALTOGETHER": "ganz, komplett, vollständig, restlos, gänzlich, für immer, rückstandslos",
    "FORGET_ME": (
        "vergessen sie mich, vergesst mich, vergiss mich, vergessen sie uns, vergesst uns, vergessen sie bitte "
        "mich, mich vergessen, mich zu vergessen"
    ),
    "NEVER_WAS": "nie gegeben, nie existiert, nie dagewesen, nie kunde gewesen",
    "OUR_LETTER": (
        "mein schreiben, meinen brief, mein brief, meine mail, meine e-mail, unser schreiben, das schreiben vom, "
        "mein fax, unsere mail, meine nachricht, unser brief, unseren brief, das schreiben von, mein schrieb, "
        "meine zeilen, einschreiben, das schreiben, die mail vom, meine erklärung, unsere erklärung"
    ),
    "NOT_WRITTEN": (
        "nicht geschrieben, nie geschrieben, gegenstandslos*, nichtig*, nicht abgeschickt, nie abgeschickt, nie "
        "angekommen, nicht erhalten, nie bei, nicht gesendet, hinfällig*, als nie, ungeschehen*, als nicht, "
        "erledigt, gilt nicht, gilt also nicht"
    ),
    "PROLONG": "verlänger*",
    "YOUR_LAST": (
        "ihre letzte, ihr letzter, ihr letztes, eure letzte, euer letztes, euer letzter, deine letzte, die letzte, "
        "der letzte, das letzte, unser letzter, unseren letzten, unsere letzte, unser letztes"
    ),
    "BE_LAST": (
        "hoffentlich, hoffe*, hoff, soll, sollte, möge, dass, betracht*, bitte, wünsch*, wäre, lassen sie, lasst"
    ),
    "NUMBER": "nummer, rufnummer, handynummer, telefonnummer, mobilnummer",
    "RECORDS": (
        "*profil, *notizen, *notiz, *fotos, *einträge, *aufnahmen, *unterlagen, alles, sowas, gewicht, körperfett, "
        "*scan, *historie, *akte, *kartei"
    ),
    "KEEP": "behalten, behalte",
    "BOX": "*postfach, *posteingang, *briefkasten, *mailbox, *postkasten, postkastl, *inbox",
    "COME": (
        "käme, kämen, kommt, kommen, komme, einträfe, eintrifft, eintrudelt, eintreffen, bekäme, bekämen, "
        "erhielte, erhielten, kriegte, hörte, hörten, läse, ankommt, ankäme, hereinkommt, reinkommt, reinflattert, "
        "flattert"
    ),
    "STILLE": "stille, *stille, schweigen, ruhe, sendepause, sense, ruah",
    "QUIT": "aussteig*, aussteige, steige aus, steigen aus",
    "ALL_STOP": "^ stop $, ^ stopp $, ^ stop bitte $, ^ bitte stop $, ^ bitte stopp $",
    "THERE": (
        "da sonst noch, sonst noch, da noch, noch bei ihnen, noch bei euch, bei ihnen noch, bei euch noch, "
        "überhaupt da, überhaupt noch, überhaupt alles, überhaupt gibt, ist noch gespeichert, noch gespeichert, "
        "noch vorhanden"
    ),
    "NO_AUSKUNFT": (
        "keine auskunft, auskunft brauche ich nicht, auskunft brauchen wir nicht, wissen brauche ich nicht, nicht "
        "um auskunft, auskunft habe ich, auskunft ist"
    ),
    "ALL_AS_BEFORE": (
        "alles beim alten, beim alten bleib*, weiter wie vorher, weiter wie bisher, als wäre nichts gewesen, als "
        "wäre nichts geschehen, alles wie gehabt, alles wie es war, so weiter wie"
    ),
    "INACTIVE": "auf inaktiv, stumm schalt*, stummschalt*, inaktiv setz*",
    "NO_TRACE": (
        "keine spur, keinerlei spur, nirgends mehr, nirgendwo mehr, kein datensatz mehr, keine daten mehr, keine "
        "angaben mehr, nichts mehr von mir, nichts von mir, nichts davon, davon nichts, nichts über mich, nichts "
        "mehr über mich, nichts übrig, kein eintrag mehr"
    ),
    "STAY_V": (
        "bleib*, übrig*, aufbewahr*, herumlieg*, rumlieg*, rumliegt, herumliegt, liegt, liegen, finden, gespeichert, "
        "speichern, behalten, aufgeht, vorhanden, existier*, steht, stehen, findet, verbleib*, zurückbleib*, "
        "erhalten bleib*"
    ),
    "ANPREIS": "anpreis*, anzupreis*, vorschläge, ködern, locken, umgarn*",
    "NOT_NEEDED_BY_US": (
        "das will ich nicht mehr, das möchte ich nicht mehr, die braucht hier keiner, das braucht hier keiner, "
        "brauch ma nimmer, brauchen wir nimmer, braucht hier niemand, braucht niemand mehr, braucht keiner mehr"
    ),
    "FUTURE": "künftig, zukünftig, fortan, in zukunft, ab sofort, ab jetzt, hinkünftig",
    "THEM": "die, diese, sie, selbige, das, damit, davon, es",
    "NO_WAY": (
        "auf keinem weg, auf keinem wege, auf keinem kanal, über keinen kanal, auf gar keinem weg, in keiner form"
    ),
    "SHOULD_YOU": "solltet ihr, sollten sie, falls, wenn, sollte",
    "OBJECT_BARE": (
        "widerspreche ich $, ich widerspreche $, widerspreche hiermit $, ich widerspruch $, widerspruch ein $, ^ "
        "widerspruch $, widerspreche dem $, widerspreche dem ausdrücklich, dem widerspreche ich, widerspreche ich "
        "ausdrücklich $, i object $, widerspreche ausdrücklich $, widerspreche ich dem, erhebe widerspruch $, "
        "erhebe ich widerspruch $, erheben widerspruch $, erheben wir widerspruch $, lege ich widerspruch $, "
        "widerspruch eingelegt $"
    ),
    "ADDRESS": "*adresse, *adressen, *nummer, *nummern, kontaktdaten, telefonnr*",
    "DO_WITHOUT": "verzicht*, weglass*, weggelass*, auslass*, ausspar*, einspar*",
    "ELLIPTIC": (
        "keine weiteren $, keine weiteren bekomm*, keine weiteren erhalt*, keine weiteren krieg*, keine weiteren "
        "schick*, keine weiteren mehr, keine mehr bekomm*, keine mehr erhalt*, keine mehr krieg*, keine mehr "
        "schick*, keine mehr haben, keine mehr von, keine neuen mehr"
    ),
    "NEXT_ONE": (
        "keine zweite $, keine dritte $, keine vierte $, keine fünfte $, keine sechste $, keine siebte $, keine "
        "achte $, keine zehnte $, keine nächste $, kein zweites $, kein drittes $, kein viertes $, ein zweites "
        "brauche, ein drittes brauche, ein viertes brauche, ein fünftes brauche, eine weitere brauche ich nicht"
    ),
    "BEST_NONE": (
        "am besten gar nicht mehr, am liebsten gar nicht mehr, am besten gar nichts mehr, am liebsten gar nichts "
        "mehr, am besten nichts mehr, am liebsten nichts mehr, am besten gar keine mehr, am liebsten gar keine "
        "mehr, am besten überhaupt nicht mehr, am liebsten nicht mehr"
    ),
    "UNBOTHERED": "unbehelligt, verschont, ungestört, unbelästigt",
    "INFINITIVE": (
        "^ austragen $, ^ bitte austragen $, ^ abmelden $, ^ bitte abmelden $, ^ abbestellen $, ^ bitte "
        "abbestellen $, ^ bitte streichen $, ^ bitte rausnehmen $, ^ bitte herausnehmen $, ^ bitte entfernen $, ^ "
        "also bitte abmelden $, ^ also bitte austragen $, ^ bitte endlich austragen $, ^ bitte endlich entfernen $"
    ),
    "ENOUGH_OF": (
        "reicht mir mit, reicht es mit, reicht uns mit, reicht's mit, genug von, genug mit, satt mit, gut mit, "
        "schluss sein mit, schluss ist mit"
    ),
    "RIGHT_USED": (
        "widerspruchsrecht gebrauch, widerspruchsrecht geltend, recht auf widerspruch, recht zum widerspruch, "
        "widerspruchsrecht ausüben, widerspruchsrecht aus"
    ),
    "SAID_NO": (
        "gesagt dass ich das nicht, dass ich das nicht will, dass wir das nicht wollen, dass ich das nicht möchte, "
        "dass wir das nicht möchten, dass ich nichts will, nein heißt nein, ein nein ist ein nein, nein bleibt nein, "
        "dreimal nein, zweimal nein, mehrfach nein, schon nein gesagt, bereits nein gesagt"
    ),
    "TAKE_CARE": "sorgen sie, sorgt, sorge bitte, kümmern sie, kümmert, bitte um",
    "SOURCE_ASKED": (
        "aus welcher quelle, nennen sie mir die quelle, nennt mir die quelle, über die quelle, wie sind sie an "
        "den, wie sind sie an die, wie sind sie an meine*, wie seid ihr an, wie kommt die zu ihnen, wie kommt das "
        "zu ihnen, wie kommt die zu euch, woher sie wissen, woher ihr wisst, woher wissen sie dass, wer ihnen "
        "verraten, wer euch verraten, wer hat ihnen verraten"
    ),
    "EXPORT_WEAK": "rückgabe*, übergabe*, überlass*, sichern, umzug, archiv, zurückgeb*, ziehen",
    "GET_OUT": (
        "bekommen wir, bekomme ich, kriegen wir, krieg ich, kriege ich, kommen wir, komme ich, erhalten wir, kommt "
        "das zu mir, kriegt ihr"
    ),
    "DATA_N": "*daten, *datenbestände, *datenbestand, *datenbestands, *dateien, *dokumente, *belege, *akten",
    "REGRET_V": "bereu*",
    "REPLACED": "neue steht, die neue, neue lautet, sich geändert, neue ist, neuen, doppelt*",
    "BUT": "sondern, lieber, statt, stattdessen, morgens, vormittags, abends",
    "NEXT_OF": (
        "einen zweiten brauch*, eine zweite brauch*, ein zweites brauch*, eines zweiten bedarf, einer zweiten bedarf, "
        "einen dritten brauch*, eine dritte brauch*, ein drittes brauch*, eines dritten bedarf, einer dritten bedarf, "
        "einen vierten brauch*, eine vierte brauch*, ein viertes brauch*, eines vierten bedarf, einer vierten bedarf, "
        "einen fünften brauch*, eine fünfte brauch*, ein fünftes brauch*, eines fünften bedarf, einer fünften bedarf, "
        "einen sechsten brauch*, eine sechste brauch*, ein sechstes brauch*, eines sechsten bedarf, "
        "einer sechsten bedarf, einen siebten brauch*, eine siebte brauch*, ein siebtes brauch*, "
        "eines siebten bedarf, einer siebten bedarf, einen nächsten brauch*, eine nächste brauch*, "
        "ein nächstes brauch*, eines nächsten bedarf, einer nächsten bedarf, einen weiteren brauch*, "
        "eine weitere brauch*, ein weiteres brauch*, eines weiteren bedarf, einer weiteren bedarf"
    ),
}
