"""Decided, angry, grateful, asking, machine-made: words that judge, and words of mail that is nobody's reply."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "DECIDED": """entschieden entscheidung* entschluss* beschlossen beschluss* beschließ* endgültig definitiv
        unwiderruflich umstimmen umentscheid* erledigt abgeschlossen kapitel vorbei reiflich feststeh*
        unumstößlich gefallen gültig müßig final beendet begraben schlussstrich ausgeschlossen unverrückbar
        tatsache gegessen nimmer niemals fertig | steht fest | es bleibt dabei | bleibt dabei | bleibe dabei
        | bleiben dabei | bleibt * dabei | kein zurück | kein weg zurück | daran ändert | ändert nichts |
        nichts ändern | ändert sich | nichts mehr ändern | nichts zu ändern | ändert daran | nicht in frage
        | nicht mehr zurück | ist geschichte | ist schluss | zug ist | zug abgefahren | die würfel | dank*
        für alles | kommt für mich | kommt für uns | lang* überlegt | gut überlegt | wahl ist | wahl fiel |
        gegen eine | gegen ihr | rückkehr ausgeschlossen | zu spät | nicht zurückkomm* | nicht wiederkomm* |
        kein interesse | haben uns für | hat sich für | uns anders | passt nicht mehr | ein für alle | ein
        für allemal | hat sich erledigt | bleibt bestehen | bleibt gekündigt | gekündigt bleibt | steht die
        kündigung | kündigung steht | kündigung bleibt | bleibe ich bei | gehe ich nicht | gehe nicht |
        nicht vorgesehen | nie wieder | kein thema mehr | ist das thema | durch damit | damit ist | akte zu
        | bin weg | ist vorbei | ist gelaufen | keine option | nicht zur debatte | nicht verhandelbar | froh
        * zu sein | besser so | nicht mehr nötig | zurück will | mehrheit beschlossen""",
    "SWITCHED": """gewechselt wechsel* umgestellt umgestiegen umstellung* umstieg unterschrieben unterzeichnet woanders
        vergeben zuschlag abgelöst konzern* zentral* eingezogen portierung rechenzentrum angeschlossen
        ausschreibung* eigenlösung eigenentwicklung selber selbst genossenschaft eigene* ersetzt installiert
        aufgestellt nachfolgesystem schwiegersohn | anderen vertrag | neuer vertrag | neuen vertrag | schon
        bei | jetzt bei | inzwischen bei | längst bei | neue software | neues system | neuen system | neue
        lösung | läuft schon | läuft seit | liefert seit | steht schon | bereits bei | auftrag vergeben |
        hab jetzt | habe jetzt | haben jetzt | machen wir jetzt | selbst gebaut | steht seit | bei uns im |
        um die ecke | wechsel der""",
    "NO_NEED": """bedarf verkauft aufgegeben auflös* aufgelöst geschäftsaufgabe insolven* wegzug verschrottet
        überflüssig schließen stillgelegt abgemeldet abgebaut vermietet verpachtet übergabe seniorenheim
        pflegeheim heim nimmer abgeschafft altersresidenz | brauche* nicht mehr | brauchen wir nicht |
        brauche ich nicht | kein bedarf | keinen bedarf | nicht mehr gebraucht | nicht mehr nötig | zu alt |
        nicht mehr genutzt | nutze ich nicht | nutzen wir nicht | geben * auf | gibt es nicht mehr | nichts
        mehr | macht keinen sinn | lohnt sich nicht | lohnt nicht | brauch* nimmer | brauch euch | reicht
        mir | reicht uns | mir reicht | keine verwendung | nicht mehr zeitgemäß | ohne mich | laufe wieder""",
    "ANGER": """frech* unverschämt* dreist* katastroph* peinlich* hohn schäm* beschämend* unmöglich* unhaltbar*
        lächerlich* verarsch* skandal* unerhört* lüge* gelogen betrug* betrüg* abzock* sauer stinksauer
        wütend wut ärger* verärgert zumutung armutszeugnis saftladen unfassbar* scheiß* schrott versag*
        schlamper* schlampig miserabel* unverfroren* respektlos* frust* entsetzt fassungslos schikan* nerv*
        genervt kindergarten zirkus witz farce unseriös* nepp kundenunfreundlich* empör* enttäusch*
        belästig* penetrant* arrogan* unterirdisch* sauerei pfui sauhaufen anstand anstandslos müll
        kriminell druckreif* vorwurf entschuldig* überrumpel* widerlich* ekelhaft schweinerei
        fantasierechnung trauerspiel pflanzen deppert veräppel* verschaukel* geschmacklos* pietätlos*
        unmensch* witzlos bodenlos* hochgekommen schnauze kragen hals blödsinn quatsch unsinn hanebüchen |
        auf den arm | für dumm | zum narren | es reicht | mir reicht | die nase | nie wieder | was fällt |
        gehts noch | geht's noch | ernst gemeint | ihr ernst | euer ernst | was soll | so nicht | zum
        letzten mal | für blöd | an der nase | das letzte | wie kommen sie dazu | latten am zaun | danke für
        nichts | im leben nicht | was glauben sie | was denken sie | für voll | sieben uhr | platzt der |
        zum heulen | zum davonlaufen | kein wunder | ich glaub | noch ganz | bei trost | von der seele""",
    "THREAT": """anwalt* anwält* rechtsanwalt* rechtsanwält* verbraucherzentrale* verbraucherschutz gericht* klage*
        anzeige bewertung* google presse bundesnetzagentur beschwer* aufsicht* datenschutzbehörde
        datenschützer abmahn* mahnung* schlichtung* ombuds* verbraucherschützer rechtsschutz* konsequenzen
        schadenersatz schadensersatz haftet haftung polizei facebook trustpilot lokalzeitung
        schlichtungsstelle verbraucherportal öffentlich staatsanwalt* inkasso vor gericht | rechtliche
        schritte | rechtlich vorgehen | nächste mal | noch eine | noch so | noch einmal so""",
    "FAILED": """warteschleife wartemusik ausfall* ausgefallen störung* kaputt defekt* vergeblich fehler* falsch
        pünktlich verspät* reklam* mahnung doppelt abgebucht mehrfach unerreichbar ignorier* verloren
        dreimal viermal zweimal fünfmal warteten gewartet neunmal strichliste wochenlang monatelang
        bandansage weiterberechnet mahnt weiterhin trotzdem abermals ausstehend* trotz obwohl keiner niemand
        statt | keine antwort | nie geantwortet | niemand gemeldet | niemand geantwortet | seit wochen |
        seit monaten | zum dritten | zum vierten | zum zweiten | zum x-ten | warte ich | warten wir | immer
        noch | noch immer | schon wieder | bis heute | zum wiederholten | noch kein | nicht ein einziges |
        niemand war | war niemand | nicht mal | nicht einmal | keinen rückruf | nie zurück*""",
    "IRONY": """bravo glückwunsch gratuliere gratulation respekt grandios herrlich fantastisch begeistert wunderbar
        toll großartig kompliment | vielen dank auch | na toll | ganz toll | ganz wunderbar | ganz großes
        kino | hut ab | schön zu hören | wie schön | oh ja""",
    "THANKS": """dank danke dankeschön dankend merci bedank* dankbar* thx thanks | vergelt's gott""",
    "PRAISE": """zusammenarbeit nett nette* freundlich* gefreut freut zufrieden gelingen reibungslos* unkompliziert*
        angenehm* fair* prima super klasse wunderschön* erinnerung* lob loben weiterempfehl* empfehl* schön
        schöne* gute* tolle* chapeau schatz tadellos blitzblank wohl treffend erfreut dienste hervorragend
        einwandfrei vorbildlich freundlichkeit großartig herz ausfall | alles gute | viel erfolg | weiter so
        | macht's gut | machts gut | bleibt so | bleiben sie | gute zeit | schöne zeit | schöne jahre |
        alles liebe | hat geklappt | alles geklappt | gut aufgehoben | immer gut | immer zufrieden | leben
        sie wohl | grüßen sie | gute dienste | nichts gegen sie | immer verlass | dreißig jahre | viele
        jahre | hut ab | alles bestens | weiterhin viel | viel glück | war mir | eine freude | keinen
        einzigen""",
    "NOTED": """kenntnis angekommen notiert bestätigung bestätigt eingegangen abgelegt abgeheftet okay ok passt
        vermerkt verstanden gelesen erhalten bekommen vorgelegt bestens gesehen nachvollziehbar prima | zur
        kenntnis | alles klar | in ordnung | ist da | geht klar | alles erledigt | damit erledigt | für ihre
        mühe | für die mühe | für die schnelle | für die rasche | für die info* | hat alles | lief alles |
        hat geklappt | geklappt hat | liegt vor | bin informiert | sind informiert | weiß bescheid | dann
        weiß ich""",
    "ASKS": """frage fragen unklar erklär* erläuter* verstehe wissen wüsste auskunft klären klärung nachvollzieh*
        richtig stimmt bedeutet heißt nachsehen nachschauen prüfen verraten wann ob wohin woher wieso warum
        welche* wieviel bräuchte | können sie mir | könnten sie mir | kannst du | könnt ihr | muss ich |
        müssen wir | müsste ich | darf ich | kann ich | können wir | wie lange | bis wann | ab wann | was
        passiert | was ist mit | was bedeutet | wie ist das | könnten sie nachsehen | können sie nachsehen |
        wo darf | wo finde | wo bekomme | wie hoch | wie passt | wie viel | reicht das | reicht es | gilt
        das | geht das | muss man | was kostet | noch gültig | ich brauche die | können sie bestätigen | hat
        das geklappt | wurde * eingetragen | schon erledigt""",
    "BILL": """rechnung* *rechnung schlussrechnung guthaben kaution abbuchung* abgebucht lastschrift* erstattung*
        überweis* position mehrwertsteuer ust gutschrift* sepa nachzahlung zählerstand* zählerstände
        restbetrag konto iban betrag bereitstellungsentgelt verrechnet schlussabrechnung endabrechnung
        jahresabrechnung doppelt gebühr quittung beleg""",
    "DEVICE": """router gerät* geräte zurückschick* zurücksend* retoure* rücksend* abholen abholung receiver karte
        chip schlüssel spind modem zähler maschine paket ersatzteil* zubehör leihgerät* werkzeugkoffer abbau
        monteur techniker karton rücksendeetikett etikett mietgerät box fahrrad""",
    "TERM": """frist* kündigungsfrist* vertragsende* laufzeit* restlaufzeit enddatum ablauf stichtag endet ende
        zugang zugänge passwort login zugriff sicherung vertragspartner vertragsnummer kundennummer""",
    "CONTRACT": """kündigung* gekündigt kündig* vertrag* verträge* mitgliedschaft* abo *abo abonnement* police*
        versicherung* lizenz* kündige kundennummer""",
    "SALES": """kostenlos* unverbindlich* geschäftsinhaber kredit* bonität* kapital seo ranking backlink*
        entwickler* agentur outsourcing photovoltaik* solar* leads casino bitcoin krypto* gewinn* webinar*
        klicken preisliste referenzen umsatz* experten deutschlandweit bundesweit marktführer* exklusiv*
        website webseite webdesign homepage branchenbuch firmendaten auszahlung finanzier* netto
        großabnehmer vorrat texter* firmenlogo seminar guru artikel platzierung blog sonderkondition*
        probetext rabattaktion investieren investment lagerräumung erbschaft dollar kennenlernen steigern |
        steigern sie | wir bieten | wir sind eine | wir sind ein | unsere experten | unser angebot | jetzt
        anfordern | jetzt sichern | hier klicken | hier abmelden | nur heute | nur noch diese | ohne
        vertragsbindung | stellen sie sich vor | sehr geehrte geschäftsführ* | haben sie interesse |
        brauchen sie | suchen sie | möchten sie mehr | solange der vorrat | bestellen sie | sparen sie | wir
        haben einen | ich bin freie* | bis sonntag | perfekt in ihren | mehr kunden | sichern sie |
        profitieren sie | gratis test | jetzt buchen | buchen sie | melden sie sich jetzt | jetzt testen""",
    "RECEIPT": """ticket* vorgang* vorgangsnummer fallnummer aktenzeichen bearbeitungsnummer schnellstmöglich*
        umgehend bearbeitungszeit* lesebestätigung empfangsbestätigung eingangsbestätigung quarantäne
        zugestellt serviceportal helpdesk werktag* werktagen anliegen angelegt maschinell roboter bot nummer
        | ist bei uns | so schnell | wie möglich | nicht auf diese | automatisch erzeugt* | automatisch
        generiert* | wurde gelesen | haben * erhalten | ihre anfrage | ihre nachricht | ihr anliegen |
        melden uns | wird bearbeitet | wir bitten um | um geduld | etwas geduld | beep boop | schaut *
        drüber | ein mitarbeiter | in kürze | innerhalb von | wurde angelegt | nicht antworten | nicht
        verfügbar | eingang ihrer | eingang deiner""",
    "FAMILY": """sohn tochter mutter vater enkel* schwager schwester bruder familie eltern opa oma nachbar* freundin
        | mein mann | meine frau | meines mannes | meiner frau | meinem mann""",
    "BOSS": """chef* chefin vorstand geschäftsführ* gemeinderat stadtrat gremium leitung einkauf sekretariat
        assistenz assistentin azubi praktikant* auftrag | im auftrag""",
}
