"""Unwillingness without a word of the law: burden, indifference, switching off, and talk that only sounds like it."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "SWITCH": (
        "abschalten, abschaltet, ausschalten, ausschaltet, das ausmachen, ausmacht, deaktivieren, abklemmen, "
        "abwürgen, abstellen, abstellt, abdrehen, abdreht, abdrehn, auf null, auf inaktiv"
    ),
    "MEMBER": (
        "empfänger, empfängerin, empfängern, empfängerkreis*, draufsteh*, draufstehn, adressat*, abonnent*, "
        "newsletter-empfänger*"
    ),
    "AWAY": (
        "finger von, vom leib, vom hals, bleibt mir weg, bleibt mir bloß, bleibt mir mit, bleiben sie mir mit, "
        "bleiben sie weg, bleib mir mit, bleibt weg, lasst die finger, fernbleib*, fernhalt*"
    ),
    "TRASH": (
        "papierkorb*, müll, mülleimer*, mülltonne*, altpapier*, tonne, ungelesen im, ungelesen in, ungelesen weg*, "
        "ungeöffnet*, papiertonne*, papiermüll*, schredder*, kamin, ofen, rundablage*, ungesehen in, ungesehen im, "
        "unbesehen in, unbesehen im, ungelesen zum, ungesehen zum, rundordner*, rundarchiv*, aktenvernichter*, "
        "reißwolf*, biotonne, kompost*, kaminholz, anzünd*"
    ),
    "BURDEN": (
        "nervt, nervte, nervig*, nervend*, nerven nur, nerven mich, nerven uns, nerven langsam, zu nerven, "
        "genervt, genug von, lästig*, satt, es leid, überdrüssig, überflüssig*, reicht jetzt mit, reicht es mit, "
        "reicht's mit, reicht langsam, belästigung*, aufdringlich*, zuviel, unnötig*, zwecklos*, penetrant*, mal "
        "gut mit, übertreibt, unwillkommen*, ungebeten*"
    ),
    "ELSEWHERE": (
        "für sich behalten, für euch behalten, selbst behalten, selber behalten, wem anders, sonstwohin, gestohlen "
        "bleiben, belästigen sie andere, nerven sie andere"
    ),
    "NOW": "jetzt, nur noch, langsam, allmählich, diese, dieser, diesen, diesem, dauernd, ständig, immer",
    "WINBACK": "zurückgewinn*, zurückhol*",
    "TEMPTED": "reizt, angetan, klingt gut, gefällt mir, gefällt uns",
    "THREAT": "zwar, diesmal, bundesnetzagentur, anwalt*, anzeige*, verbraucherzentrale*, aufsichtsbehörde*, und ich",
    "ROBINSON": "robinson*",
    "HOW_OFTEN": "wie oft, was an, noch sagen, wie deutlich, wie viele male, wie lange noch, schwer zu verstehen",
    "MASS": (
        "mails, e-mails, emails, werbemails, infomails, tipps, neuigkeiten, erinnerungen, umfragen, befragungen, "
        "einladungen, aktionen, nachrichten, newsletter, grüße, karten, zusendungen, zuschriften, prospekte, "
        "kataloge, mitteilungen, wurfsendungen"
    ),
    "HABIT": (
        "immer, direkt, sowieso, alle, jede*, eh, sofort, gleich, ungelesen, regelmäßig, landen, ungesehen, "
        "unbesehen, ungeöffnet, schnurstracks, geradewegs, postwendend"
    ),
    "IF": "wenn, falls",
    "PLEASE": "bitte, bitt, bitschön, please",
    "FURTHER": "weitere*",
    "PHONE_NUMBER": "tel nr, tel-nr*, telefonnr*, *telefonnummer*, *handynummer*, *mobilnummer*, *rufnummer*",
    "CONSIDER": "berücksichtig*, bedenken, einbezieh*, aufführ*, vorkommen, auftauchen, aufscheinen, geführt",
    "WRONG_ONE": "richtige*, zuständig*, falsche*, ansprechpartner*",
    "WE_REFRAIN": "wir sehen, ich sehe, sehen wir, sehe ich",
    "POSTAGE": "porto, briefmarke*, druckkosten, papier, versandkosten",
    "LAPSED": (
        "gilt nicht, gelten nicht, endet, enden, erlosch*, erlisch*, hinfällig*, abgelaufen, besteht nicht, nicht "
        "mehr gültig, gibt es nicht, ist weg, gegenstandslos*, verfall*, war einmal"
    ),
    "TRY": "versuchen sie, versucht es, versucht nicht, versucht bitte, versuch",
    "NOPE": (
        "lieber keine, keine lust, kein bock, null bock, danke nein, auf keinen fall, auch nein, nein zu, nein "
        "auch, keinen wert, keinerlei wert, schließe ich aus, schließen wir aus, außen vor, draußen bleib*, nichts "
        "zu suchen, nichts verloren"
    ),
    "ASKING": "fragen, fragt, frag, nachfragen, nachhaken, anfragen, zu fragen, aufzufragen",
    "CAN": "kann, könnt, können, soll, sollen, sollte, muss, müssen, darf, dürfen, bitte, möge",
    "STILL": (
        "immer noch, noch immer, weiterhin, ständig, dauernd, andauernd, schon wieder, trotzdem, nach wie vor, zum "
        "dritten, zum zweiten, zum vierten, zum wiederholten, zweites mal, drittes mal, obwohl, mehrfach, "
        "mehrmals, hatte ich nicht, habe ich nicht schon, schon mal"
    ),
    "HAPPY": (
        "quitt, froh, dankbar, zufrieden, nett, schön, freu*, lieb, glücklich, erleichtert*, verbunden, begrüß*, "
        "perfekt, angenehm, recht, super, toll, prima, gut, geholfen, reichen, lieber, gelegen, anliegen, wert"
    ),
    "DANKE_FOR": "danke für, dank für, danke fürs",
    "AGREED": "zugestimmt, eingewilligt, werbeeinwilligung*",
    "MUST": "müssen, müsst, musst",
    "IN_TOUCH": (
        "in kontakt bleiben, auf dem laufenden, in verbindung bleiben, schreiben dürf*, kontaktieren dürf*, weiter "
        "schreiben, informieren dürf*, anrufen dürf*, melden dürf*"
    ),
    "NO_ANSWER": "bitte nicht, nein, lieber nicht, auf keinen fall, nicht nötig, verneint*, niemals, danke nein",
    "FOR_ME": "für mich, von hand, manuell, händisch, für uns",
    "ALSO_FROM": "auch aus dem, auch aus der, auch aus eurem, auch aus ihrem, auch vom, auch von der",
    "SPEAK": "zu sprechen, zu haben, ansprechbar",
    "WELCOME": "erbeten, erwünscht, gewünscht, willkommen, gewollt, gefragt",
    "GET": "bekommen, erhalten, kriegen, empfangen, lesen, sehen, hören, vorfinden, kriagn",
    "LATER": (
        "nächsten, nächstes, nächster, anfang, im herbst, im frühjahr, quartal, zurück am, ab dem, ab montag, "
        "wieder da, rückkehr, bis zum, bis einschließlich, vertritt, vertreten, sobald"
    ),
    "ASK_TOPIC": "frage*, gefragt, informieren, halten",
    "FORGET": "vergessen, vergesst, vergiss",
    "FIGURE": (
        "tür zu, anklopf*, klopfen, schlussstrich, schlußstrich, kein nächstes, keine nächste, keine zwölfte, "
        "auf inaktiv, verneint*, kästchen, haken bei, verteilerausschluss*, mühe, meine ruh, mei ruah, außen vor, "
        "über gar nichts, weniger ist mehr, zum letzten mal, nicht erleben, für immer, quelle ab, satt, "
        "ein für alle mal, ein für allemal, ein für alle male"
    ),
    "AVAILABLE": "zur verfügung, teilnehm*, mitmach*, bereit",
    "OFFERS": (
        "angebote, angeboten, offerten, aktionen, gutscheine*, vorschläge*, einladung*, umfrage*, befragung*, "
        "*umfragen, *befragungen"
    ),
    "PRODUCT": (
        "hotline, warteschleife*, die app, der app, app, software, programm, das system, im system, wirft, videos, "
        "tool, version, plattform, bildschirm, login, browser, server, konsole, push-*, benachrichtigungen, "
        "monteure*, funktion, modul*, die maschine, das gerät, display, rechner, tablet, drucker, schnittstelle, "
        "plugin, update, das offboarding, offboarding"
    ),
    "OWN_ADS": (
        "wir verschicken, wir machen, wir schalten, unsere kunden, unser marketing, unser newsletter, verschicken "
        "wir, machen wir, schalten wir, unseren kunden, unsere mitglieder, unseren mitgliedern, wir versenden, "
        "versenden wir, ich verschicke, verschicke ich, unsere empfänger, unsere abonnenten, wir werben, werben "
        "wir, klick, click"
    ),
    "KEEP_LIST": (
        "nicht aus dem, nicht aus eurem, nicht aus ihrem, nicht aus der, nicht von der liste, nicht abbestell*, "
        "nicht aus ihrer, nicht aus eurer, nicht streichen, nicht austragen, nicht abmelden, newsletter nicht $, "
        "nicht vom newsletter, nicht rausnehmen, nicht herausnehmen, nicht abbestellen, nicht abgemeldet, nicht "
        "ausgetragen, nicht gestrichen, nicht von ihren, nicht von euren, nicht von ihrem, nicht von eurem"
    ),
    "OTHER_ACTION": (
        "liefern, liefert, liefer*, ändern, ändert, abbuch*, abbuchung*, bestell*, berechn*, buchen, umbuch*, "
        "paket*, verlänger*, wartung*, reparier*, überweis*, einzieh*, einzug, montier*, weiterleit*, kündig*, "
        "offboarding*, abgebucht, kündigungsprozess*, techniker*, monteur*, handwerker*, ersatz, ware, waren, "
        "vertreter"
    ),
    "NOBODY": (
        "rufen nie zurück, auf mails kommt, ich will euch, ich will sie nicht, ich möchte sie nicht, ich möchte "
        "euch, elternzeit, vertretung, erreichbar, nicht im haus, außer haus, wieder im büro, antwortet, erreicht "
        "man, erreicht niemand*, niemand gemeldet, jemand gemeldet, nicht gemeldet, nie gemeldet, gehört habe, "
        "gehört haben, mehr gehört, zurückgerufen, meldet sich, urlaub, abwesen*, niemand antwort*, keiner meldet, "
        "geantwortet, besetzt, verfügbar"
    ),
    "UNSEEN": "ungesehen, unbesehen, ungelesen, ungeöffnet, blind",
    "SAVE_BOTH": (
        "sparen wir uns, ersparen wir uns, sparen wir beide, ersparen wir einander, sparen wir einander, "
        "ersparen sie sich und mir, ersparen sie sich und uns, ersparen sie uns beiden, spart euch und mir, "
        "spart euch und uns, sparen sie sich und mir, sparen sie sich und uns, sparen sie uns beiden, "
        "ersparen sie uns beide*, erspart uns beiden"
    ),
    "TROUBLE": "arbeit, mühe, aufwand, zeit, porto, papier, nerven, energie, tinte, strom, atem, kosten, umstände",
    "CURIOUS": (
        "etwas für uns, was für uns, etwas für mich, was für mich, schicken sie uns ruhig, schickt uns ruhig, "
        "schick uns ruhig, schicken sie mir ruhig, schickt mir ruhig, schick mir ruhig, neugierig, klingt gut, "
        "klingt interessant, klingt verlockend, klingt spannend"
    ),
    "BLOCK_DONE": (
        "als spam markier*, als spam gemeldet, als spam eingestuft, als spam eingetragen, blockiert, geblockt, "
        "auf die blacklist, auf meine blacklist, auf die sperrliste, in den spamfilter, in meinen spamfilter, "
        "als unerwünscht markiert, auf ignorieren, stummgeschaltet, stumm geschaltet"
    ),
    "I_HAVE": "habe, hab, hob",
    "SENDER": "absender*, domain, nummer, mailadresse",
}
