"""Small words: negation, persons, wishes, and what limits or reports instead of asking."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "NOT": (
        "keinesfalls, keineswegs, koa, koane, koan, keen, keene, nichtmehr, nicht, net, ned, nich, nie, niemals, "
        "nimmer, kein, keine*, keins, nichts, nix, weder, niemand*, not, no, never, don't, nada, null, ka, kei, "
        "nid, nöd, nüt, nimma, keien, kiene, kaine, koi, koine, kaa, kane, kan, nüm, nümm, nümme, nümmi, kene, "
        "garnicht, garnichts, garkeine, nichs, nüsch, nischt, nüscht, garnix, keenen, keener, keeneen, koaner, "
        "nirgends"
    ),
    "NONE": (
        "keine, keinen, keiner, keinem, keines, keen, koa, koane, keene, kein, keins, keinerlei, no, null, ka, "
        "kei, koan, keien, kiene, kaine, koi, koine, kaa, kane, kan, kene, garkeine, garkein, keener, keenen, "
        "koaner"
    ),
    "NOTHING": "nichts, nix, nothing, gar nichts, garnichts, garnix, nischt, nüscht, nüt, nüd, nichs",
    "MORE": (
        "nichtmehr, nicht weiter, nicht wieder, nicht noch, noch weiter, weitere*, weiterhin, weiters, mehr, "
        "länger*, künftig*, zukünftig*, nochmal*, noch einmal, nimmer, fortan, jemals, je, zukunft, ab sofort, ab "
        "jetzt, von nun an, von jetzt an, sofort, further, anymore, more, nie, niemals, überhaupt, danach, "
        "solche*, derartige*, dieser art, neue, neuen, endgültig, umgehend, nimma, meh, mer, mea, nimmermehr, "
        "nümm, nümme, nüme, ab heute, ab nun, hinkünftig, weitehin, noch weitere, in hinkunft, niemehr, nie mehr"
    ),
    "WISH": (
        "gehört gelöscht, gehören gelöscht, mecht, gärn, erbeten, bräucht*, begehr*, wunsch, müssen, bitte, bitt, "
        "bitten, bittet, bat, gebeten, möcht*, mag, will, wollen, wollt, wollte, wünsch*, gewünscht, gewollt, "
        "erwünscht, verlang*, forder*, ersuch*, erbitt*, hiermit, wäre, wär, gern, gerne, hätt*, soll, sollen, "
        "sollt, sollten, sollte, dürf*, darf, brauch*, benötig*, könnt, könnten, könntest, können, kannst, würd*, "
        "erwart*, auffordern, auffordere, please, want, legen wert, lege wert, interessier*, lieber, untersag*, "
        "verzicht*, leg* wert, seid so, seien sie so, möhcte, bittte, wü, wui, wüll, wott, wett, mog, mechat, "
        "tätn, tät, mögen, möge, mögt, mögest, bidde, bite"
    ),
    "ME": "ich, mich, mir, mi, wir, uns, meine*, mein, unser*, unsre*, me, my, us, our",
    "ME_OBJ": "mich, mir, mi, uns, me, us",
    "WE_DO": "ich, wir",
    "MY": "mein, meine*, unser*, unsre*, my, our, eigen*",
    "YOU": "sie, ihr, euch, ihnen, ihre*, euer*, eure*, dir, dich, deine*, you, your",
    "ALL": (
        "alle, alles, allem, allen, aller, sämtliche*, gesamt*, komplett*, vollständig*, restlos, ganz*, jede*, "
        "everything, sonstige*, übrige*"
    ),
    "REPORT": (
        "liest, streichen lassen, abmelden lassen, austragen lassen, gibt, gab, gibt es, bekomme, erhalte, kriege, "
        "bekam*, erhielt*, kam, kamen, angekommen, eingegangen, gefunden, gesehen, hatte, hatten, wir bekommen, "
        "wir erhalten, bekommen wir, erhalten wir, ich habe kein*, habe ich kein*, haben wir kein*, wir haben kein*, "
        "hab kein*, hab ich kein*, liegt, vorliegt, vermisse*, warte*, ankommt, ankommen, kommt bei, hab hier kein*, "
        "habe hier kein*, habe da kein*, hab da kein*, haben hier kein*, habe dort kein*, habe unterwegs kein*, "
        "habe gerade kein*, hab gerade kein*"
    ),
    "THEY": (
        "monteure*, techniker*, fahrer, die app, die software, das system, das programm, der server, wirft, "
        "teilnehmer*, jederzeit abmeld*, account*, mitarbeiter*, nutzer*, benutzer*, user*, gerät*, zähler*, "
        "fahrzeug*, lizenz*, seminar*, kurs, termin*, webinar*, workshop*, auto, wagen, pkw, azubi, "
        "auszubildende*, gewerbe, kind, kinder, sohn, tochter, schüler*, anhänger, motorrad, zähler, "
        "telefonanschluss, techniker, sportgruppe, prüfung, klausur, kurs*, training, stunde, probe, treffen, "
        "sitzung, tagung, messe, veranstaltung, turnier, reise, firmenfahrzeug*, betrieb, abteilung, dezernat, "
        "waage, traktor, hänger, *zähler, *wagen, *auto, kassenwart, er sich, sie sich, monteur*, mitarbeiterin, "
        "bruder, schwester"
    ),
    "OPINION": (
        "finde ich, finde, ich melde, wir melden, melde ich, melden wir, ich schreibe, ich rufe, wir schreiben, "
        "ich schreib, schreibe ich, rufe ich, muss, kann, konnte*, könnte, werde, wurde*, weiß, nimmt, nehmen wir "
        "keine"
    ),
}
