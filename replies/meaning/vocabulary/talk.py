"""What only sounds like unwillingness: other objects, other people, other times, and what is told of the past."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "TALK": (
        "darüber, sprechen, reden, überleg*, besprech*, anschau*, anseh*, nachdenk*, prüfen, klären, bereden, "
        "durchgehen, durchseh*, entscheid*, durchles*, vergleich*"
    ),
    "AWAY_SELF": (
        "muss mich, muss ich mich, mussten uns, für morgen, für heute, bin krank, krankgemeldet, krankheitsbedingt, "
        "bis montag, bis dienstag, bis mittwoch, bis donnerstag, bis freitag, danach bin ich, wieder da, "
        "bin ich wieder, bin wieder, in die ferien, in den urlaub, in die semesterferien, in die sommerferien, "
        "in die weihnachtsferien, in die winterferien, in die osterferien, in die herbstferien, "
        "in den wohlverdienten, in die sommerpause, in die elternzeit, in den mutterschutz, in die flitterwochen, "
        "in den feierabend, ins wochenende"
    ),
    "SELF_DOES": (
        "löschen wir, wir löschen, lösche ich, ich lösche, wir haben gelöscht, habe ich gelöscht, haben wir "
        "gelöscht, vernichten wir, wir vernichten, entsorgen wir, wir entsorgen, entferne ich, entfernen wir, "
        "selbst oder, selber oder, ich schon gelöscht, ich gelöscht, wir gelöscht, ich bereits gelöscht, lösche "
        "meine, lösche unsere, habe ich schon"
    ),
    "HELPS": "hilft, helfen, bringt mir, bringt uns, nützt, überzeugt, lockt, locken",
    "NEVER_DID": (
        "haben mich nie, habt mich nie, hat mich nie, mich nicht gestört, mich nie gestört, im gegenteil, nie "
        "gestört, uns nie, nicht belästigt gefühlt, nie belästigt, nie geschrieben, nicht geschrieben, nie "
        "abgeschickt"
    ),
    "NOT_BUT": "nicht um, nicht nur, nicht wegen, nicht nötig dass, nicht an ihrer, nicht an eurer, nicht die",
    "WAITED": (
        "seit * wochen, seit * tagen, seit * monaten, seit wochen, seit tagen, seit monaten, bisher, bis heute, "
        "bis jetzt"
    ),
    "DOES_ITSELF": (
        "unsere kunden, unsere kundinnen, unsere mitglieder, die kunden, unser newsletter, unsere gäste, "
        "unsere patienten, ^ das programm, ^ das system, ^ die software, ^ die app, ^ der server, ^ die anlage, "
        "^ das gerät, ^ das tool, ^ ihr programm, ^ ihr system, ^ euer programm, das neue system, das neue programm, "
        "die neue software, die neue app, die neue anlage, der neue rechner, neuen system, neuen programm, "
        "neuen software"
    ),
    "OWN_USE": "arbeite*, nutz*, benutz*, gearbeitet, genutzt",
    "BEFORE": "bevor, ehe",
    "BUTTON": "knopf, button, link, *link, klick*, geklickt, schaltfläche, fensterchen, vordruck*, formular*, muster",
    "UNTIL": "noch bis, bis zum, bis ende, bis dezember, bis zur, bis ablauf, bis märz, bis juni",
    "MY_LAST": "meine letzte, mein letzter, mein letztes, meine letzten, zum letzten mal",
    "BAD_MONEY": (
        "geld, abzubuchen, einzuziehen, mahnungen, rechnungen, zu berechnen, bank, abgebucht, lastschrift, "
        "abbuchung*, abbucht"
    ),
    "WE_TALK": "lassen sie uns, lasst uns, lass uns, schauen wir, wir schauen",
    "BUTTON_SAID": "klick auf, der klick, auf abmelden",
    "HAVE_DONE": "hatte ich, hatte mich, hatten uns, hatten wir",
    "ALTERED": "neue, neuen, zugang, passwort",
    "FOREIGN": (
        "für sich, ihr angebot, euer angebot, im auge, recht, daten, unterlagen, bedenk*, hinterkopf, erinnerung"
    ),
    "RECEIVED": "haben sie, habt ihr, ist mein, bestätig* nicht, wiederhol*",
    "OFF_LIST": (
        "von eurer liste, von ihrer liste, von der liste, aus der kartei, aus eurer kartei, aus ihrer kartei, "
        "runter von"
    ),
    "PLANNED": (
        "eigentlich wollte, wollte ich ihnen schreiben, wollte ich euch schreiben, hatte ich vor, wollte ich erst, "
        "wollte erst, wollte ich bei, deshalb wollte, wollte ich raus, darum wollte, fast hätte, beinahe hätte"
    ),
    "AWAITED": "kündigungsbestätigung, antwort",
    "OFFERED_RIGHT": "jederzeit, sie können der, können sie jederzeit",
    "IN_PEACE": "in ruhe, in aller ruhe, zur ruhe, aus der ruhe, in aller stille, in stiller",
    "I_STOP": (
        "ich hör* auf, ich höre, höre ich auf, hör ich auf, wir hören auf, hören wir auf, hören damit auf, "
        "höre damit auf, wir sparen mit, wir sparen viel, wir sparen jetzt, wir sparen dadurch, wir sparen damit, "
        "sparen wir viel, sparen wir zeit, sparen wir geld, ich spare mit, ich spare viel"
    ),
    "NOT_AGAINST": "^ gegen, nichts gegen, nichts dagegen, nicht dagegen",
    "INDIFFERENT": (
        "einerlei, egal, wurscht, wurst, schnuppe, will ich gar nicht wissen, will ich nicht wissen, interessiert "
        "mich nicht, brauche ich nicht, brauchen wir nicht, weiß ich"
    ),
    "LEFT_FIRM": (
        "nicht mehr bei uns, ausgeschieden, im ruhestand, nicht mehr im haus, verlassen, nicht mehr beschäftigt, "
        "nicht mehr tätig, arbeitet nicht mehr, nicht mehr im unternehmen, in rente"
    ),
    "INSTEAD": "persönlich, gespräch, treffen, hin und her, treff*, gesprächstermin",
    "PLURAL_NOUN": "abmeldungen, abbestellungen, austragungen",
    "NOT_NOW": (
        "noch nicht, müssen mir nichts, müssen uns nichts, müssen mir nicht, braucht mir nichts, nicht an meine, "
        "nicht an die, nicht an den, nicht an unsere"
    ),
    "ORDERED": "bestellung, position, rechnung, anfrage, frage, mail, termin, buchung, reservierung",
    "MY_SILENCE": "mein schweigen, unser schweigen, mein stillschweigen, meine ruhe, unsere ruhe",
    "CHANGE": (
        "ändert, ändern, geändert, zu machen, zu besprechen, zu danken, zu reinigen, besser, fehlt, abgeschlossen, "
        "entscheide, zu tun, zu sagen, kaputt"
    ),
    "EXCUSE": "ausrede*, floskel*, entschuldig*, textbaustein*, frage, geld",
    "DURING": "in dieser zeit, im urlaub, bis dahin, vertretung, mailbox, überwacht, anrufbeantworter",
    "TEAMS": (
        "turnier, lieferliste*, teilnehmerliste*, warteliste*, gästeliste*, anwesenheitsliste*, meldeliste*, "
        "einkaufsliste*, packliste*, urlaubsliste*, dienstplan*"
    ),
    "ELSEWHERE_NOW": (
        "sitzen jetzt, wohnt jetzt, neue adresse, neuen adresse, neue anschrift, nicht mehr hier, umgezogen, "
        "verzogen, in rente, im ruhestand, wohnen jetzt, wohne jetzt, an die alte adresse, an meine alte adresse, "
        "an unsere alte adresse, an die alte anschrift, an unsere alte anschrift, an meine alte anschrift"
    ),
    "LOVES": "missen, nicht verzichten, ungern verzichten, nicht entbehren",
    "ENTRY_OF": "von herrn, von frau, des kollegen, der kollegin, des mitarbeiters, der mitarbeiterin",
    "I_LET": "ich lasse es, wir lassen es, ich belasse es",
    "FAREWELL": "erfolg, alles gute, danken, bedanken, dank für die, viel glück",
    "TIME_INSTEAD": (
        "sondern zwischen, sondern ab, sondern nach, sondern erst, sondern gegen, sondern nachmittags, "
        "sondern abends, sondern vormittags, sondern morgens, sondern mittags, sondern montags, sondern dienstags, "
        "sondern mittwochs, sondern donnerstags, sondern freitags, sondern bitte nach, sondern bitte ab, "
        "sondern bitte zwischen, sondern lieber nach, sondern lieber ab, sondern lieber zwischen, "
        "sondern lieber abends, sondern lieber nachmittags"
    ),
    "MOVED": (
        "wohnt hier nicht mehr, wohnt nicht mehr, lebt nicht mehr hier, lebt hier nicht mehr, ist ausgezogen, "
        "ist verzogen, ist weggezogen, wohnt da nicht mehr, wohnt dort nicht mehr"
    ),
    "WITH_THAT": (
        "mit der abrechnung, mit der rechnung, mit den rechnungen, mit der mahnung, mit den mahnungen, "
        "mit dem inkasso, mit der forderung, mit den forderungen, wegen der rechnung, wegen der mahnung, "
        "mit dem zähler, mit den formularen, mit dem formular, mit den passwörtern, mit der hotline"
    ),
    "TELLS": (
        "ihnen mitzuteilen, euch mitzuteilen, teile ihnen mit, teilen ihnen mit, teile ich ihnen, teilen wir ihnen, "
        "möchte ihnen mitteilen, möchten ihnen mitteilen, muss ihnen mitteilen, darf ihnen mitteilen, "
        "dürfen ihnen mitteilen, wollte euch mitteilen, wollte ihnen mitteilen, will ihnen mitteilen, "
        "kann ihnen mitteilen"
    ),
}
