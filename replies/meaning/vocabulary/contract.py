"""Cancellations and what takes them back."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "CANCEL_N": (
        "kündigungsprozess*, kündigungsvorgang*, cancel, *kündigung, *kündigungen, *kündigungsschreiben*, "
        "kuendingung, *beendigung, austritt*, auflösung, kündigungswille*, kündigungsmail*, vormerkung*, "
        "cancellation*, kündigungsantrag*, vertragsauflösung*, kündigungsbrief*, kündigungserklärung*, "
        "kündigungswunsch*, abo-kündigung, beendigungsanzeige*, beendigungserklärung*, austrittserklärung*, "
        "austrittsschreiben*, vertragskündigung*"
    ),
    "UNDO": (
        "zreiß*, undo, zurückzieh*, zurückzog*, zurücknehm*, zurückgenommen, zurücknimm*, rücknahme*, rückgängig*, "
        "widerruf*, stornier*, storno, annullier*, gegenstandslos*, hinfällig*, ungültig*, unwirksam*, ignorier*, "
        "vergess*, vergiss, aufheb*, aufgehoben, revidier*, rückzug*, tonne, papierkorb*, schredder*, zerreiß*, "
        "nichtig*, einsammel*, cancel*, einkassier*, kassier*, verwerf*, verwirf*, wegwerf*, wegwirf*, ungeschehen*, "
        "abstand, withdraw*, revoke*, rauslösch*, rausnehm*, überholt, gestrichen, zurückdreh*, rückabwick*, "
        "aus der welt, versehen, irrtum, fehler, aus versehen, verwechsel*, versehentlich, irrtümlich, zurücktret*, "
        "außer kraft, vom tisch, zurücksetz*, wegschmeiß*, wegschmeiss*, in den müll, ins altpapier, zerknüll*, "
        "verbrenn*"
    ),
    "UNDO_HARD": (
        "zurückzieh*, zurückgezogen, zurückzunehm*, zurücknehm*, zurückgenommen, rücknahme*, rückgängig*, "
        "widerruf*, stornier*, annullier*, gegenstandslos*, hinfällig*, ignorier*, aufheb*, vergess*, vergiss, "
        "zurücksetz*, wegwerf*, wegwirf*, aus versehen, versehentlich"
    ),
    "STAY": "bleiben, bleib, bleibe, bleibt, dableib*, dabeibleib*, dranbleib*, bleim",
    "STAY_AS": (
        "doch dabei, dabei und, weiter dabei, weiterhin dabei, kunde, kundin, kunden, mitglied, mitglieder, bei "
        "ihnen, bei euch, bei dir, abonnent*, treu, doch, leser*, nun doch, jetzt doch, an bord, versichert, "
        "mieter*"
    ),
    "CONTINUE": (
        "weiterlauf*, weiterläuft, weiterführ*, fortführ*, fortsetz*, fortbesteh*, weiterbesteh*, bestehen lassen, "
        "aufrechterhalt*, weiter laufen, läuft weiter, weiter bestehen, normal weiter, aktiv lassen, in kraft, "
        "aktiv bleiben, läuft bitte weiter, weiter wie, wie bisher, wie gehabt, unverändert, weiternutz*, bestehen "
        "bleiben, bestehen, weiterbezieh*, weitermach*, aktiv, weiterhin, behalten, weiter, weiterrenn*, "
        "weitergeh*, fortleb*, weiterles*, weiterbetreib*, aufrecht*, weiterhin brauch*"
    ),
    "CONTRACT": (
        "*vertrag, *vertrags, *vertrages, vertragsverhältnis*, *abo, abonnement*, *mitgliedschaft, *lizenz*, "
        "anschluss, konto, *zugang, bestellung, schutzbrief*, versicherung*, zusammenarbeit, liefer*, tarif, "
        "police, account, abos, kurs, wartung*, hosting, zugänge, schutz, *schutz, absicherung, zeitung, "
        "lieferung, belieferung, abonnements, mitgliedschaften, *lieferung, *paket, *stunde, wohnung, stellplatz, "
        "versicherungsschutz, *pass, den strom, das gas, das internet"
    ),
    "ALL_OF_IT": "alles",
    "REGRET": (
        "vertan, vertippt, verklickt, anders überlegt, umentschieden, versehen, aus versehen, versehentlich, "
        "irrtümlich, irrtum, voreilig*, vorschnell*, schnellschuss*, kommando zurück, nun doch, meinung geändert, "
        "geplatzt, zurückgerudert, überstürzt, rückzieher*"
    ),
    "DOCH": "doch, nun doch, jetzt doch, mehr",
    "BACK": "zurück, retour",
    "DOCH_NOT": "keinesfalls, keineswegs, doch nicht, nun doch, jetzt doch, doch weiter*, nicht mehr",
    "NOT_CANCEL": (
        "bitte nicht beenden, bitte nicht kündigen, nicht beenden bitte, nicht abschalten bitte, gekündigt wird "
        "nicht, nicht gekündigt werden, kündigen nicht, kündigt doch nicht, doch nicht kündigen, doch nicht "
        "gekündigt, kündigt nicht, nicht mehr kündigen, kündigen doch nicht, nicht länger festgehalten, nicht mehr "
        "festgehalten, nicht weiter festgehalten, hält am vertrag fest, halten am vertrag fest, halte am vertrag "
        "fest, wird nicht erklärt, kommando zurück, cancel the cancellation, keine kündigung mehr"
    ),
    "DECISION": (
        "entscheidung*, entschluss*, dabei, da, dort, kündigung, nein, weg, wechsel, bisherigen, neuen, anbieter, "
        "konkurrenz, ergebnis"
    ),
    "STRIKE": (
        "streich*, gestrichen, lösch*, gelöscht, anhalt*, stopp*, herausnehm*, rausnehm*, vergessen, raus, heraus, "
        "zerreiß*, ungelesen, entsorg*, beiseite, vernicht*, ausbuch*, auszubuch*"
    ),
    "VOID": (
        "nicht aufrechterhalten, hinfällig*, gegenstandslos*, ungültig*, unwirksam*, nichtig*, erledigt, überholt, "
        "nicht aufrecht, nicht wirksam, nie bei, nie gekommen, nie abgeschickt, nie passiert, nie geschickt, nie "
        "eingetroffen, nicht bearbeit*, nicht ausführ*, aus der welt, vom tisch, versehen, irrtum, fehler, keine "
        "gültigkeit, nicht mehr gültig, nicht gelten, gilt nicht, storno, tonne, papierkorb*, wegwerf*, "
        "schredder*, nicht geschehen, missverständnis, missverständnisses, gilt also nicht, gilt damit nicht, hat "
        "sich erledigt"
    ),
    "AS_IF": "als wäre, als ob, als hätt*, so tun",
    "CANCEL_V": "kündig*, gekündigt, aufgeben, aufzugeben, austreten, beenden, beendet, cancel*, stornier*",
    "MAYBE": (
        "günstiger, billiger, euro, prozent, rabatt*, preis*, wenn, falls, sofern, bei einem, überlegen ob, dafür, "
        "gegen einen, nur noch, womöglich, unter umständen, vielleicht, eventuell, evtl, überlege*, könnte, "
        "wir könnten, könnten wir, würde, wir würden, würden wir, möglich, ginge, nur wenn, erst wenn, "
        "unter der bedingung, vorausgesetzt, kann ich, kann man, lässt sich, dann ziehe, nur dann, könne, "
        "voraussetzung*, voraussetzungen, nicht dass sie denken, dachte kurz, stimmt das, geht das noch, ließe sich, "
        "umsonst, gratis, kostenlos, geschenkt, freimonat*, monate frei, obendrauf, oben drauf"
    ),
    "KEEP_CANCEL": (
        "geschlossen, kein versehen, kein irrtum, kein fehler, nicht zurück, in betracht, in frage, ausgeschlossen, "
        "kein zurück, ewigkeit, nicht rückgängig, festhalten, halte fest, halten fest, bleibt bestehen, "
        "bleibt es bei, bleibt bei, dabei bleibt, bestätig* die kündigung, bestätig* meine, bestätig* mir, "
        "zur kenntnis, steht fest, bei der kündigung, bei meiner kündigung, trotzdem, bleibt dabei, "
        "nach der kündigung, trotz kündigung, trotz der kündigung, bleibt also alles, bleibt alles dabei, "
        "nicht widerruf*, widerrufe ich nicht, nicht zurückzieh*, ziehe ich nicht, nehme ich nicht, "
        "ändert sich nichts, ändert nichts, ändert das nichts, bereuen sie auch nicht, bereuen nicht, bereue nicht, "
        "bereue ich nicht, nicht bereut, bereuen es nicht, bereue es nicht, betreff steht, im text, ordentlich zum, "
        "regulär zum, lediglich ordentlich, fristgerecht beenden, ordentlich kündigen, regulär kündigen, abo ist weg, "
        "nur das abo, nur den newsletter, newsletter behalten, newsletter will ich behalten, "
        "newsletter möchte ich behalten, newsletter würde ich"
    ),
    "KEEP_US": "behalten uns als, behaltet uns als, behalten mich als, behaltet mich als, als kunden behalten",
    "STAY_ON": "weiterhin dabei, weiter dabei, doch dabei, gehe gar nicht, gehen gar nicht",
    "CARRY_ON": (
        "weitermachen, weitermache, machen weiter, mache weiter, machen doch weiter, machen doch mit * weiter, "
        "mach weiter"
    ),
    "AGAIN": "wieder, neu, neuen",
    "HOLD_ON": (
        "halten am * fest, halte am * fest, hält am * fest, halten an dem * fest, halten an unserem * fest, "
        "halte an meinem * fest, halten an ihrem * fest, halten an der * fest, halte an der * fest, "
        "halten an unserer * fest, halte an meiner * fest, festhalten an unserem, festhalten am, "
        "halten weiterhin am * fest"
    ),
    "RESTORE": (
        "wieder herstell*, wiederherstell*, so herstell*, zurückstell*, wieder aktivier*, reaktivier*, "
        "wieder einricht*, wieder freischalt*, wie es war, wie vorher, wie zuvor"
    ),
}
