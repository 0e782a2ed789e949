"""Sentences of our own that object and that only sound like it, by the hundred; media, hearsay and claims beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from replies.intents import cancellation_withdrawn, data_export_request, dsgvo_access, dsgvo_erasure
from replies.meaning import hearsay, objection
from replies.meaning.words import sentences
from replies.reply import Label

_SENTENCES = Path(__file__).parent / "corpus" / "sentences"
CLAIMS = (dsgvo_erasure, data_export_request, dsgvo_access, cancellation_withdrawn)


def _lines(name: str) -> list[str]:
    return (_SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", _lines("objections"))
def test_it_objects(text):
    assert objection.objection_in(text) is not None


@pytest.mark.parametrize("text", _lines("others"))
def test_it_only_sounds_like_an_objection(text):
    assert objection.objection_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Im März habe ich der Werbung widersprochen. Ist mein Widerspruch bei Ihnen vermerkt?",
        "Unsere Assistentin sollte uns vom Newsletter abmelden. Könnten Sie nachsehen, ob das geschehen ist?",
        "Ich hatte Ihnen Anrufe untersagt, das hebe ich hiermit auf.",
        "Wir haben uns aus Versehen vom Newsletter abgemeldet. Nehmen Sie uns bitte wieder auf.",
        "Wenn Sie unseren Newsletter nicht mehr erhalten möchten, klicken Sie hier.",
        "Eigentlich wollte ich mich abmelden, aber das neue Angebot klingt gut.",
        "Bitte schreiben Sie nicht mehr an Herrn Wolf, sondern an Frau Lenz.",
        "Danke, dass Sie mich so schnell ausgetragen haben.",
    ],
)
def test_what_is_told_offered_or_taken_back_is_no_objection(text):
    assert objection.objection_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Im März habe ich der Werbung widersprochen. Trotzdem kommt wieder ein Heft.",
        "Ich hatte mich schon abgemeldet, aber es kommt trotzdem Werbung.",
        "Sie dürfen mir nicht mehr schreiben.",
        "Das möchte ich nicht, hören Sie auf, mir Mails zu schicken.",
        "Die Anmeldung zum Newsletter war ein Versehen, bitte abmelden.",
        "Danke, dass Sie mich aus dem Verteiler nehmen.",
    ],
)
def test_what_sounds_told_and_is_meant_objects(text):
    assert objection.objection_in(text) is not None


def test_only_what_is_wanted_now_is_the_writers_own():
    said = sentences("Hätten Sie mir nicht geschrieben, hätten wir nicht gekündigt. Bitte keine Mails mehr.")
    assert [one.text for one in hearsay.own(said)] == ["Bitte keine Mails mehr."]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Könnten Sie die Postsendungen weglassen? Den Newsletter lese ich gern, der darf bleiben.", "post"),
        ("Keine gedruckten Mailings mehr an mich, digital könnt ihr mich meinetwegen weiter informieren.", "post"),
        ("Bitte verzichten Sie auf Briefpost. Gegen eine gelegentliche E-Mail haben wir nichts.", "post"),
        ("Anrufe auf mein Handy möchte ich nicht. Schreiben ist ok.", "phone"),
        ("Lassen wir das Telefon künftig bitte ganz weg. Ihr schriftliches Angebot darf ruhig kommen.", "phone"),
        ('Keine "Wie geht es Ihnen"-Anrufe mehr bitte! Das Magazin im Briefkasten lese ich weiterhin gern.', "phone"),
        ("STOP für die Kurznachrichten. Mails sind okay.", "sms"),
        ("Diese Werbe-SMS nerven, bitte abstellen. Mail ist ok.", "sms"),
        ("Verkaufsnachrichten auf LinkedIn bitte nicht mehr, dafür gibt's meine Mailadresse.", "linkedin_dm"),
        ("Bitte weder anrufen noch schreiben.", "global"),
        ("schreibt mir nicht mehr, ruft nicht an, keine sms. einfach nix mehr", "global"),
        ("Keine Erinnerungen mehr, keine Gutscheine mehr, keine Anrufe mehr.", "global"),
        ("Bitte beenden Sie sämtliche Zusendungen und Anrufe.", "global"),
        ("Gar nichts mehr, auf keinem Weg, auch keine Briefe.", "global"),
    ],
)
def test_one_medium_is_meant_only_when_nothing_else_is_refused(text, scope):
    assert objection.objection_in(text) is not None
    assert objection.objection_scope(text) == scope


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Name, Foto, Kontonummer, Trainingspläne, alles weg.", Label.DSGVO_ERASURE),
        ("Vergessen Sie mich bitte ganz, als hätte es mich in Ihrer Kartei nie gegeben.", Label.DSGVO_ERASURE),
        ("Mein Trainingsprofil hat bei euch nichts mehr verloren.", Label.DSGVO_ERASURE),
        ("Ich möchte, dass alles, was Sie zu meiner Person gespeichert haben, gelöscht wird.", Label.DSGVO_ERASURE),
        ("Sorgen Sie dafür, dass bei Ihnen keine Spur von mir bleibt.", Label.DSGVO_ERASURE),
        ("Bitte sämtliche Daten unserer Praxis und der Ansprechpartnerinnen löschen.", Label.DSGVO_ERASURE),
        ("Bevor ihr mein Konto löscht, wartet bitte meine Antwort ab.", None),
        ("Die Altdaten löschen wir selbst.", None),
        ("Alles gelöscht, danke!", None),
        ("Frau Stein ist nicht mehr bei uns, ihre Adresse können Sie löschen.", None),
        ("Bitte löschen Sie meine Kündigung aus dem System.", Label.CANCELLATION_WITHDRAWN),
        ("Bitte teilen Sie mir mit, aus welcher Quelle meine Nummer stammt.", Label.DSGVO_ACCESS),
        ("Wie kommt mein Name in Ihren Verteiler?", Label.DSGVO_ACCESS),
        ("Ich bitte um Aufklärung über die Quelle, aus der Sie meinen Namen haben.", Label.DSGVO_ACCESS),
        ("Wie kommt das, und was ist bei Ihnen noch gespeichert?", Label.DSGVO_ACCESS),
        ("Was Sie über mich führen, ist mir egal.", None),
        ("Eine Auskunft brauche ich nicht.", None),
        ("Wie kommen wir an unsere ganzen Kundenadressen?", Label.DATA_EXPORT_REQUEST),
        ("Wir bestehen auf Rückgabe der Mandantendaten.", Label.DATA_EXPORT_REQUEST),
        ("Wie vereinbart erwarten wir die Messprotokolle als Excel-Dateien.", Label.DATA_EXPORT_REQUEST),
        ("Für die Übergabe schlage ich eine Videokonferenz vor.", None),
        ("Betrachten Sie meinen Brief als nicht geschrieben.", Label.CANCELLATION_WITHDRAWN),
        ("Können wir so tun, als wäre mein Schreiben nie bei Ihnen angekommen?", Label.CANCELLATION_WITHDRAWN),
        ("Wir behalten das Haus und damit auch die Versicherung.", Label.CANCELLATION_WITHDRAWN),
        ("Die Kündigung bitte ausbuchen, wir machen weiter.", Label.CANCELLATION_WITHDRAWN),
        ('Ich habe mir Ihren Knopf "Kündigung zurückziehen" lange angesehen.', None),
        ("Ich bleibe aber nicht, auch nicht mit Rabatt.", None),
        ("Wir bereuen die Kündigung nicht.", None),
        ("Dass sich der Vertrag um ein Jahr verlängert, halte ich für eine Lüge.", None),
    ],
)
def test_a_claim_and_its_neighbour(text, label):
    said = sentences(text)
    assert next((claim.INTENT.label for claim in CLAIMS if claim.INTENT.find(said)), None) is label
