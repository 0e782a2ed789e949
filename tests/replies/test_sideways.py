"""Families of sideways wordings, each said by many people, and harmless neighbours that share their words."""

from __future__ import annotations

import pytest

from replies.classify import classify
from replies.intents import cancellation_withdrawn, data_export_request, dsgvo_access, dsgvo_erasure
from replies.meaning import objection
from replies.meaning.dates import later_day, return_day
from replies.meaning.words import sentences
from replies.parse import from_fields
from replies.reply import Label
from tests.replies.mails import reply
from tests.replies.test_dates import SENT

OBJECTIONS = [
    "Ausgemacht war, dass Sie sich bei uns nicht mehr rühren.",
    "Rühren Sie sich bitte nicht weiter bei mir.",
    "Es wäre mir recht, wenn Sie sich nie wieder rühren.",
    "Absatzfördernde Mitteilungen an unser Haus haben zu unterbleiben.",
    "Verkaufsfördernde Schreiben sind künftig zu unterlassen.",
    "Weitere Mitteilungen dieser Art bitte nicht mehr an mich.",
    "Eure Listen wandern hier ungesehen in die Tonne.",
    "Was von Ihnen kommt, geht ungeöffnet in den Reißwolf.",
    "Alles von euch landet ungelesen im Rundordner.",
    "Euer Newsletter landet bei mir ungelesen im Müll, den könnt ihr euch sparen.",
    "Sparen wir uns beide die Mühe.",
    "Ersparen Sie sich und mir das Porto.",
    "Sparen Sie sich und uns die Arbeit.",
    "Sparen wir uns die Mails.",
    "Nein heißt nein, bitte.",
    "Schluss mit dem Gebimmel!",
    "Ich brauche keine Bettelmails mehr.",
    "Auch nach dem vierten Brief bleibe ich beim Nein. Einen fünften braucht es nicht.",
    "Eine dritte brauche ich wirklich nicht.",
    "Ich soll Ihnen sagen, dass für diese Adresse keine Einwilligung vorliegt.",
    "Eine Werbeerlaubnis gab es von uns nie.",
    "Ich habe Ihren Absender blockiert, nur damit Sie Bescheid wissen.",
    "hab dich als spam markiert sorry",
]
NO_OBJECTIONS = [
    "Seit Tagen rührt sich bei Ihnen niemand mehr.",
    "Der Motor rührt sich nicht mehr, schicken Sie bitte einen Techniker.",
    "Einen zweiten brauche ich dringend.",
    "Das letzte Wort ist hoffentlich noch nicht gesprochen.",
    "Wir haben keinen Platz mehr in der Halle, rufen Sie mich bitte an.",
    "Die Zustimmung des Vermieters liegt noch nicht vor.",
    "Ihre Mail hat unser Filter als Spam markiert, darum erst heute.",
    "Sie haben mein Konto blockiert, was soll das?",
    "Bitte lassen Sie mich mit der Abrechnung in Frieden, die ist längst bezahlt.",
    "Bitte nicht mehr an die alte Adresse schicken, wir wohnen jetzt in der Gartenstraße 4.",
    "Die App soll aufhören, mich nachts auszuloggen.",
    "Ohne weitere Mitteilung gehe ich davon aus, dass alles erledigt ist.",
    "Das Ersatzteil von Ihnen liegt in der Tonne, es war nach zwei Tagen kaputt.",
    "Sparen wir uns den Papierkram und telefonieren wir kurz.",
    "Wir sparen mit dem neuen System viel Zeit und Papier.",
    "Bitte nicht mehr vormittags anrufen, sondern nach 16 Uhr.",
    "Herr Kunz wohnt hier nicht mehr, die E-Mail vom Hausbüro habe jetzt ich.",
    "Das neue System frisst kein Papier, haben Sie eine Datei?",
    "Ich sitze auf Montage und hab hier keine Unterlagen.",
    "Ich melde mich hiermit ab, und zwar in die Semesterferien.",
    "Eigentlich wollte ich schreiben, dass Sie uns in Ruhe lassen sollen. Meine Frau hat mich umgestimmt.",
    "Eigentlich wollte ich mich heute abmelden. Dann habe ich aus Versehen zu Ende gelesen.",
    "Hallo Team, ich war kurz davor, mich ganz abzumelden, und dann lese ich von der neuen Schnittstelle.",
    "Wir waren kurz davor, uns ganz abzumelden, und dann lese ich von der neuen Schnittstelle.",
]
CLAIMS = [
    (dsgvo_erasure, "macht mal alles platt was ihr von mir gespeichert habt"),
    (dsgvo_erasure, "Bitte alles verschwinden lassen, was Sie noch über mich haben."),
    (dsgvo_erasure, "Lassen Sie alles untergehen, was an Angaben über mich bei Ihnen liegt."),
    (dsgvo_erasure, "Stampfen Sie bitte alles ein, was Sie von mir aufgehoben haben."),
    (dsgvo_erasure, "Bei Ihnen dürfen weder meine alte noch meine neue Anschrift verbleiben."),
    (dsgvo_erasure, "Von unseren Leuten sollen bei Ihnen keinerlei Angaben zurückbleiben."),
    (dsgvo_erasure, "Es soll kein Foto von meinem Sohn bei euch stehen bleiben."),
    (dsgvo_erasure, "Meldet mich vom Newsletter ab und löscht mein Konto samt allen Daten."),
    (dsgvo_erasure, "Nehmt mich aus der Liste und löscht bitte mein Profil."),
    (dsgvo_erasure, "Mein Name und meine Anschrift gehören nicht mehr in Ihr System."),
    (dsgvo_access, "Ich möchte das Blatt, das zu mir gehört, einmal lesen dürfen."),
    (dsgvo_access, "Zeigen Sie mir bitte die Vermerke, die es über mich gibt."),
    (dsgvo_access, "Bevor mein Profil verschwindet, möchte ich wissen, was drinsteht."),
    (dsgvo_access, "I'd like to know what you store on me."),
    (dsgvo_access, "Please send me everything you hold about me."),
    (dsgvo_access, "Nach welchen Kriterien haben Sie mich eingestuft?"),
    (data_export_request, "Ich hätte gern meine Zählerstände so, dass ich sie beim neuen Versorger einlesen kann."),
    (data_export_request, "Schickt mir meine Playlists, damit ich sie woanders hochladen kann."),
    (data_export_request, "Gebt uns die Stundenlisten bitte so, dass wir sie importieren können."),
    (data_export_request, "Bei Ihnen habe ich alles eingegeben, also hätte ich es gern auch wieder raus."),
    (data_export_request, "Seit Wochen warten wir auf die Übergabedatei."),
    (data_export_request, "Bitte die Schlagdaten als Shape oder ISOXML schicken."),
    (data_export_request, "Der ganze Bestand muss in lesbarer Form auf unserem Server liegen."),
    (cancellation_withdrawn, "Wir halten am Liefervertrag fest."),
    (cancellation_withdrawn, "Ich halte an meinem Abo fest, die Beendigungsanzeige ist erledigt."),
    (cancellation_withdrawn, "Da hab ich mich verklickt! Bitte alles wieder so herstellen, wie es war."),
    (cancellation_withdrawn, "Die Kündigung könnt ihr wegschmeißen."),
]
NO_CLAIMS = [
    (dsgvo_erasure, "Alle meine Fotos sind verschwunden, das ganze Profil ist weg! Bitte helfen Sie mir."),
    (dsgvo_erasure, "Sie können den Eintrag vom 15. aus dem Kalender löschen, da streikt die Bahn."),
    (dsgvo_erasure, "Löschen Sie bitte die Reservierung und buchen Sie mich auf den 12. um."),
    (dsgvo_erasure, "Dass Sie mein Konto wie angekündigt löschen, ist in Ordnung."),
    (dsgvo_erasure, "Bitte die Löschung vorerst aussetzen."),
    (dsgvo_erasure, "Lassen Sie meine Punkte bitte nicht verfallen."),
    (
        dsgvo_access,
        "Unser Beauftragter bat mich, Ihnen mitzuteilen, dass für meine Adresse keine Einwilligung vorliegt.",
    ),
    (dsgvo_access, "Ich lese Ihr Blatt seit dreißig Jahren."),
    (dsgvo_access, "Warum ist der Preis so hoch, wie kommt der zustande?"),
    (dsgvo_access, "Was steht in meinem Vertrag zur Frist?"),
    (data_export_request, "Ich kann meine Belege in Ihrer App nicht hochladen, woran liegt das?"),
    (data_export_request, "Schicken Sie uns ruhig die Unterlagen, die Wochenendausgabe wäre etwas für uns."),
    (data_export_request, "Ich habe mich beim Newsletter eingetragen und will wieder raus."),
    (data_export_request, "Wir warten noch auf die Schlussrechnung."),
    (data_export_request, "Mir fehlte immer der Excel-Export, darum habe ich gekündigt."),
    (cancellation_withdrawn, "Wir halten an der Kündigung fest."),
    (cancellation_withdrawn, "Den Newsletter will ich behalten, nur das Abo ist weg."),
    (cancellation_withdrawn, "Ich halte an meiner Entscheidung fest."),
    (cancellation_withdrawn, "Zwei Monate umsonst, dann zerreiße ich die Kündigung."),
    (
        cancellation_withdrawn,
        "Im Betreff steht Widerruf, im Text Kündigung, ich wollte ordentlich zum Quartal kündigen.",
    ),
]


@pytest.mark.parametrize("text", OBJECTIONS)
def test_a_family_of_unwillingness_is_heard(text):
    assert objection.find(sentences(text)) is not None


@pytest.mark.parametrize("text", NO_OBJECTIONS)
def test_its_neighbour_is_no_objection(text):
    assert objection.find(sentences(text)) is None


@pytest.mark.parametrize(("intent", "text"), CLAIMS)
def test_a_family_of_claims_is_heard(intent, text):
    assert intent.INTENT.find(sentences(text)) is not None


@pytest.mark.parametrize(("intent", "text"), NO_CLAIMS)
def test_its_neighbour_makes_no_claim(intent, text):
    assert intent.INTENT.find(sentences(text)) is None


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ("post", "Auf diesem Weg möchte ich nichts mehr: Umschläge sieht mein Vermieter. Mails stören dagegen keinen."),
        ("email", "Das Heft mit der Post gern weiterhin, die elektronischen Briefe lassen Sie bitte bleiben."),
        ("sms", "Könnt ihr bitte die SMS weglassen? E-Mail ist ok."),
        ("global", "Abgemacht war am Telefon, dass Sie sich nicht mehr rühren."),
        ("global", "Auch nach dem vierten Brief bleibe ich beim Nein, einen fünften braucht es nicht."),
        ("phone", "Am Telefon bitte nicht mehr, Mails sind in Ordnung."),
        ("global", "Meine Mutter hat ihr Telefon gekündigt. Ich lese ihre Post. Bitte stellen Sie die Werbung ein."),
    ],
)
def test_the_medium_that_is_welcome_or_only_told_of_is_not_the_refused_one(scope, text):
    assert objection.objection_scope(text) == scope


@pytest.mark.parametrize(
    "farewell",
    ["Mit besten Grüßen und ab jetzt bitte Funkstille", "Viele Grüße und bitte keine Werbung mehr"],
)
def test_an_objection_in_the_farewell_is_read(farewell):
    answer = reply(f"Das Haus ist verkauft, alles ist bezahlt.\n{farewell}\nJana Köhler")
    assert farewell in answer.reply_text
    assert answer.stop == "all_advertising"


@pytest.mark.parametrize("farewell", ["Mit besten Grüßen und Wünschen", "Viele Grüße aus Ulm", "Beste Grüße"])
def test_a_plain_farewell_is_left_out(farewell):
    assert farewell not in reply(f"Das Haus ist verkauft.\n{farewell}\nJana Köhler").reply_text


def test_the_model_may_not_doubt_a_subject_that_it_has_not_read():
    answer = classify(
        from_fields(
            {
                "from": "a@kunde.test",
                "subject": "Bin raus, kein Kontakt mehr erwünscht",
                "body": "Anbei das Rücksendeetikett. Die Quittung habe ich.",
            }
        )
    )
    assert (answer.label, answer.stop) == (Label.OBJECTION_UNSUBSCRIBE, "all_advertising")


def test_days_that_are_granted_and_weeks_at_the_end_of_a_sentence():
    assert str(later_day("Geben Sie uns bitte noch drei Wochen, danach gern.", SENT)) == "2026-08-24"
    assert str(later_day("Gönnen Sie mir zwei Monate Ruhe.", SENT)) == "2026-10-03"
    assert str(return_day("Werkferien KW 34–36. In dieser Zeit stehen die Maschinen.", SENT)) == "2026-09-07"
    assert str(return_day("Der Chef ist verreist. Er kommt am 20. August retour.", SENT)) == "2026-08-20"
