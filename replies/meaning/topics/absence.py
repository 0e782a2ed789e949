"""Away, back, gone for good, not the right one: words of absences and of people who are not there."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "AWAY": """abwesend abwesenheit* verreist unterwegs *unterwegs weg fort verwaist kloster stillarbeit
        ausgeflogen niemanden ruht | außer haus | ausser haus | nicht da | nicht im büro | nicht im haus* |
        nicht im dienst | nicht erreichbar | nicht zu erreichen | nicht am platz | nicht an meinem | nicht
        anwesend | nicht vor ort | nicht im amt | nicht im laden | nicht am schreibtisch | nicht verfügbar |
        out of office | out of the office | schwer erreichbar | kaum erreichbar | niemand da | keiner da |
        komme nicht an | komm* nicht ran | am handy | nicht greifbar | nicht anzutreffen | ist leer | hat
        frei | habe frei | haben frei | hab frei | komme nicht dazu | im ausland | auf see | am baggersee |
        rührt sich | im homeoffice nicht | nicht abrufbar""",
    "VACATION": """*urlaub *urlaub* urlaub* ferien *ferien *ferien* kreuzfahrt* strand wohnmobil camping* skifahren
        skiurlaub* flitterwochen hochzeitsreise pilger* wandern wanderung segeln segeltörn vacation holiday*
        überwinter* meer berge insel malediven mallorca kroatien italien algarve teneriffa ostsee nordsee
        südtirol rundreise weltreise reise reisen bus schiff winterschlaf wandere segle radtour radreise
        alpenüberquerung kreuzfahrtschiff flug flieger thailand spanien portugal griechenland türkei
        österreich gardasee nordkap jakobsweg bergen schweiz hütte skipiste zelt bali hotel ferienhaus
        ferienwohnung wohnwagen""",
    "SICK": """krank krank* erkrankt *krank krankenhaus* klinik* *klinik operier* operation* op grippe corona
        fieber arzt ärzt* doktor doc unfall gebrochen gips spital bandscheib* reha* kur knie hüfte schulter
        bett gesund genes* rehaklinik krankenstand* ausfall* genesung kreißsaal kreissaal liegt hüft*
        herzinfarkt schlaganfall verletz* rücken kreuzband blinddarm zahn* kurklinik therapie flach | außer
        gefecht""",
    "PARENTAL": """elternzeit mutterschutz karenz* babypause pflegezeit* sabbatical* sabbatjahr auszeit bildungsurlaub
        geburt familienzeit papamonat vaterschaft* elternurlaub""",
    "TRIP": """messe* kongress* tagung* dienstreise* geschäftsreise* fortbildung* weiterbildung* schulung* seminar*
        lehrgang* montage* baustelle* betriebsausflug inventur* workshop* konferenz* klassenfahrt
        außendienst* exkursion klausurtagung prüfungswoche betriebsversammlung auswärts ausland* lesereise
        tournee manöver wehrübung einsatz""",
    "CLOSED": """geschlossen zugesperrt betriebsferien betriebsruhe betriebsurlaub werksferien sommerpause
        winterpause pause weihnachtspause schließzeit* feiertag* brückentag* schließtag* winterschlaf ruht
        gekappt umzugsbedingt streikt streik sommerschließung jahresurlaub unbesetzt | bleibt zu | haben zu
        | hat zu | ist zu | macht zu | sind zu | zu bis | nicht besetzt | sperren wir wieder | sperrt wieder
        | öffnen wieder | öffnet wieder | machen wieder auf | geschlossen bis""",
    "BACK": """rückkehr* zurück zurückkehr* heimkomm* heimkehr* wiederkomm* retour zruck zrück wiederkehr rückkehr
        heim heimkehr daheim heimgekommen zurückerwartet | wieder da | wieder im | wieder in | wieder am |
        wieder an | wieder erreichbar | wieder zu erreichen | wieder ab | wieder für | wieder zurück |
        wieder hier | wieder persönlich | wieder verfügbar | wieder besetzt | wieder geöffnet | wieder offen
        | wieder einsatz* | wieder auf | wieder regulär | wieder normal* | back in | back on | bis dahin |
        bis dann | zu hause | nach hause | zurück erwartet | am platz | vor ort zurück | wieder vor ort |
        danach wieder | dann wieder""",
    "DEPUTY": """vertretung* vertritt vertreten stellvertret* dringend* notfall* notfälle* eilig* eilfälle
        unaufschiebbar* aushilfe vertrete einspring* zwischenzeit wendet stellvertretung* rückfragen hütet |
        springt ein | hilft ihnen | hilft gern* | ist * für sie da | steht ihnen | meine kollegin | mein
        kollege | meinen kollegen | das sekretariat | in der zwischenzeit | ist * da | wenden sie sich | an
        meine | steht * bereit | hält die stellung""",
    "UNREAD": """weitergeleitet ungelesen mitgelesen postfach posteingang sporadisch unregelmäßig eingeschränkt*
        liegenbleib* netz internet empfang wlan laptop ladegerät offline abgerufen stapeln posteingangs
        unbeantwortet liegen verzögert* klappe beantwortet nachgelesen | nicht gelesen | keinen zugriff |
        kein zugriff | keine mails | nicht abgerufen | bleibt * liegen | bleibt alles | nicht beantwort* |
        nicht öffnen | keine post | liest das | lese ich | lese das | lesen kann | schaue ich mir | schau
        ich mir | sehe ich | sehe es | zum lesen | komme ich erst | antworte ich | antworten wir |
        beantworte ich | wieder beantwortet | bearbeiten wir | kümmert sich dann | dann um | kann ich nicht
        lesen""",
    "AUTOMATIC": """automatisch* autoreply abwesenheitsnotiz abwesenheitsassistent *automat autoantwort
        abwesenheitsmeldung | automatische antwort | automatic reply | auto reply""",
    "LEFT": """ausgeschieden ausgetreten ruhestand rente rentner* pension* *ruhestand verstorben gestorben
        verlassen weggezogen ausgezogen abgang altersteilzeit altersruhe* ehemalig* früher* exkolleg* witwe
        verabschiedet i.r entpflichtet abgegeben arbeitsverhältnis weitergezogen berufen versetzt abteilung
        kündigte austritt nachruf trauer seniorenheim altersheim altersresidenz demenz einst damals | nicht
        mehr bei | nicht mehr für | nicht mehr im | nicht mehr in | nicht mehr tätig | nicht mehr
        beschäftigt | nicht mehr hier | nicht mehr da | nicht mehr unter | arbeite* nicht mehr | arbeitet
        nicht | ist nicht mehr | bin nicht mehr | letzter arbeitstag | ganz woanders | no longer | neuer job
        | neue stelle | neue aufgabe | neue herausforderung | habe gewechselt | letzter tag | mein letzter |
        firma gewechselt | nicht mehr befasst | nicht mehr zuständig | nicht mehr meine | seit jahren nicht
        | hat den betrieb | in den ruhestand | war ich""",
    "SUCCESSOR": """nachfolg* zuständig* ansprechpartner* ansprechperson* ansprechstelle übernommen verantwortlich*
        übergeben betreut* kümmert dauerhaft fortan nachfolgerin neuen ansprechpartner ansprechpartnerin
        übernimmt | wenden sie | wendet euch | wende dich | an meiner stelle | richtige adresse | an ihre*
        stelle | schreiben sie * an | neue chefin | neuer chef | neue leitung | die leitung | macht jetzt |
        macht das jetzt | hat jetzt | jetzt bei | auf dauer | nicht mir sondern | fragen sie im | fragen sie
        bei | wer das heute | ist * der neue | ist * die neue | der neue | die neue""",
    "WRONG_ONE": """verwechsl* verwechselt vertan irrläufer fehlgeleitet vormieter* vorbesitzer* vorgänger* namensvetter
        namensgleich* falsch falsche* privatperson unbekannt angeblich* phantom schnittmenge meinten
        nummernnachbar | nie kunde | nie kundin | kein kunde | keine kundin | niemals kunde | nie
        abgeschlossen | kenne ich nicht | kenne sie nicht | kennt hier | kennen wir nicht | nichts zu tun |
        heiße ich nicht | bin ich nicht | falsch verbunden | gibt es hier | gibt es bei uns | gibts hier |
        sitzt hier | wohnt hier | hier nicht | nicht gemeint | nie etwas | nie was | nicht zuständig |
        andere firma | gleichen namen | gleicher name | welche kündigung | welcher vertrag | den sie meinen
        | die sie meinen | sie meinen | war ich nie | hatte ich nie | habe ich nie | haben wir nie | noch
        nie | gar kein | gar keine | gar keinen | nie bei ihnen | nie gewesen | jemand anderen | jemand
        anders | einen anderen | kein mitglied | nicht der | nicht die richtige""",
}
