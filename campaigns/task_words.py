"""What kinds of task and their outcomes are called in German."""

from __future__ import annotations

TASK_KINDS = {
    "call": "Anruf",
    "meeting": "Treffen",
    "exit_interview": "Abschlussgespräch",
    "approval": "Freigabe",
    "duty": "Arbeit im Haus",
    "promise": "Zusage",
    "linkedin": "LinkedIn",
    "answer_reply": "Antworten",
    "read_reply": "Antwort lesen",
    "by_hand": "Post von Hand",
    "confirm_end": "Vertragsende",
    "answer_ground": "Außerordentliche Kündigung",
    "new_contact": "Ansprechpartner",
    "data_request": "Datenanfrage",
    "taken_back": "Kündigung zurückgenommen?",
    "better_address": "Adresse erfragen",
    "callback": "Rückruf",
    "review_cancellation": "Kündigung prüfen",
    "review_withdrawal": "Widerruf prüfen",
}

OUTCOMES = {
    "reached": "erreicht und gesprochen",
    "not_reached": "nicht erreicht",
    "interested": "will weitersprechen",
    "no_interest": "kein Interesse; die Werbung endet",
    "call_back": "Rückruf vereinbart",
    "held": "getroffen und gesprochen",
    "declined": "möchte das Gespräch nicht",
    "objection": "will keine Werbung mehr; gilt sofort auf allen Wegen",
    "wrong_address": "Nummer, Adresse oder Profil stimmt nicht",
    "sent": "abgeschickt",
    "answered": "beantwortet",
    "settled": "erledigt",
    "not_needed": "nicht nötig",
    "approved": "freigegeben",
    "refused": "abgelehnt",
    "kept": "eingehalten",
    "not_kept": "nicht eingehalten",
    "wrong_person": "nicht zuständig; die Werbung endet, eine Aufgabe fragt, wer es ist",
    "left_company": "nicht mehr in der Firma; die Werbung endet, eine Aufgabe fragt, wer folgt",
    "not_done": "nicht gemacht, niemand wurde angesprochen; die Sequenz geht weiter",
}
