"""What a mail only tells: an objection of long ago that it asks after or takes back, and the offers of newsletters.

„Im Mai habe ich widersprochen. Ist das vermerkt?“ is a question; without the question it is an objection once more.
What is left out here decides nothing, and still holds the mail for a person (`objection.maybe`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from replies.meaning.words import Sentence, says

_EARLIER = says(
    r"(?:habe?|hatten?|haben|hat|wurden?|sollten?|wollten?)\b.{0,160}?\b(?:\w{0,20}ge\w{2,20}(?:t|en)|\w{0,9}sprochen|"
    r"untersagt|verboten|widerrufen|entzogen|abmelden|austragen|abbestell\w{0,9})\b"
)
_ASKED_AFTER = says(
    r"(?:ist|sind|wurde|hat|haben|bin|habt|war|können|könnten)\b.{0,100}?\b(?:vermerkt?|widerspruch|abmeldung|angekommen|"
    r"untergegangen|verloren|geklappt|eingegangen|erfasst|hinterlegt|bearbeitet|erhalten|durch|raus|angelegt|"
    r"gespeichert|umgesetzt|wirksam|geschehen|erledigt|passiert|ausgetragen|abgemeldet)\b.{0,100}?\?"
)
_TAKEN_BACK = says(
    r"(?:(?:das|dies|es|meine?n? (?:widerspruch|abmeldung|verbot)|den widerspruch|die abmeldung) "
    r"(?:(?:hebe|heben|nehme|nehmen|ziehe)\b[^,.]{0,60}?\b(?:auf|zurück)|"
    r"(?:mache|machen|möchte|möchten)\b[^,.]{0,60}?\brückgängig)\b"
    r"|wieder (?:anmelden|aufnehmen|eintragen|zusenden|freischalten)"
    r"|bitte nicht (?:austragen|abmelden|streichen|löschen)"
    r"|(?:abmeldung|abbestellung|widerspruch)\b.{0,60}?\b(?:versehen|irrtum|fehler)"
    r"|(?:aus versehen|versehentlich|irrtümlich)\b.{0,60}?\b(?:abgemeldet|abbestellt|ausgetragen)"
    r"|(?:nehmen sie|nehmt|setzen sie|setzt) (?:mich|uns) (?:\w{1,20} )?wieder)"
)
_OFFERED = says(
    r"(?:(?:wenn|falls|sofern|sollten) sie\b.{0,80}?\b(?:kein\w*|nicht mehr|abmelden)\b.{0,80}?"
    r"\b(?:wünschen|möchten|wollen|erhalten|haben)\b"
    r"|(?:möchten|wollen|wünschen) sie\b.{0,60}?\b(?:kein\w*|nicht mehr|abmelden)"
    r"|sie (?:möchten|wollen|wünschen|erhalten)\b.{0,100}?"
    r"\b(?:kein\w* (?:\w{1,20} )?(?:mails?|e-mails?|newsletter|werbung)|nicht mehr|abmelden)"
    r"|sie (?:können|dürfen|haben das recht)\b.{0,100}?\b(?:jederzeit|abmelden|widersprechen|abbestellen)"
    r"|(?:diese[nr]?|den|unsere?n?) [\w-]{3,30} (?:können sie|könnt ihr|kannst du)\b.{0,60}?\b(?:abbestellen|abmelden)"
    r"|(?:um|zum) (?:sich |den newsletter |das )?(?:abzumelden|abmelden|abzubestellen|abbestellen|austragen)"
    r"|hier (?:abmelden|abbestellen|klicken)"
    r"|(?:ein kurzes|antworten sie|klicken sie).{0,40}?\b(?:abmelden|stopp?|hier)\b"
    r"|unser\w{0,3} [\w-]{3,40}(?:dienst|service)\b|newsletter (?:abbestellen|abmelden)\s?: hier"
    r"|(?:abmelden|abbestellen|unsubscribe|austragen)\s?: ?(?:https?:|www|hier)|to unsubscribe\b)"
)
"""What the foot of a newsletter offers its reader, who says „mich“ nowhere."""
_ME = re.compile(r"(?<!von )\b(?:mich|mir|uns|mein\w{0,2})\b")
_REDIRECTED = says(
    r"nicht (?:mehr )?(?:an )?(?:mir|mich|uns|die alte \w{2,30}|diese adresse|(?:herrn?|frau) [\w-]{2,30}), sondern\b"
)
_PLANNED = says(
    r"(?:eigentlich (?:wollte|hatte)|fast hätte|beinahe hätte|ich wollte (?:mich )?schon|"
    r"(?:ich|wir) (?:war|waren|stand|standen) (?:schon |ganz )?(?:kurz|knapp|nahe) (?:davor|dran|daran))\b.{0,200}?"
    r"\b(?:aber|dann|doch)\b"
)
"""„Eigentlich wollte ich mich abmelden, aber das Angebot klingt gut.“"""
_GREETING = re.compile(
    r"^(?:hallo|hi|moin|servus|lieber?|liebes|guten (?:tag|morgen|abend)|sehr geehrter?|gruess gott)\b"
    r"[^,.!?]{0,40}[,!] "
)
_INTENDED = says(
    r"(?:ich|wir) (?:hatten?|waren?|standen?|wollten?) (?:\w{1,20} ){0,3}?"
    r"(?:vor|drauf und dran|davor|kurz davor|eigentlich)\b"
)
_DISCARDED = says(r"eigentlich (?:wollten?|hatten?) (?:ich|wir)\b")
_CHANGED_MIND = re.compile(
    r"\b(?:ueberstimmt|umgestimmt|ueberredet|ueberzeugt|anders ueberlegt|umentschieden|zu ende gelesen|weitergelesen|"
    r"neugierig|haengengeblieben|haengen geblieben|erwischt)\b"
)
"""„Eigentlich wollte ich schreiben, dass Sie uns in Ruhe lassen sollen. Meine Frau hat mich umgestimmt.“"""
_THEN = re.compile(r"(?:dann|da|doch|aber|jedoch|und dann|nur)\b")
"""„Ich hatte vor, mich streichen zu lassen. Dann habe ich Ihr Angebot gelesen.“"""
_DONE = says(
    r"(?:(?:danke?|bedanken?|schön|super|prima|wunderbar)(?: schön| ihnen| euch| dir)?(?: mich| uns)?"
    r"(?: für| fürs|,? dass)\b.{0,80}?"
    r"\b(?:löschung|abmeldung|austragung|abbestellung|gelöscht|genommen|ausgetragen|abgemeldet|gestrichen)"
    r"|(?:abmeldung|löschung|abbestellung|austragung|alles|daten)\b.{0,40}?\b(?:geklappt|durch\b|angekommen|erledigt|"
    r"erfolgt|reibungslos|gelöscht, danke|so einfach))"
)
_ACCEPTED = says(
    r"dass (?:sie|ihr|du)\b[^.?!]{0,80}?\b(?:lösch\w{1,4}|gelöscht (?:wird|werden)|entfern\w{1,3}|abmelde\w{1,2}),? "
    r"(?:ist|sind|geht|war)\b[^.?!,]{0,25}\b(?:ordnung|ok|okay|klar|kein problem)\b"
)
"""„Dass Sie mein Konto löschen, ist in Ordnung“ takes note of what was announced."""
_NOT_OVER = re.compile(
    r"\b(?:voraus|vorab|schon ?mal|nicht|nie|noch|trotz\w{0,3}|bitte|jetzt|heute|obwohl|weiterhin|wieder|link)\b"
)
_IRREAL = says(r"(?:hätten?|wäret?|wären)\b.{0,120}?\b(?:hätten?|wäret?|wären)\b")
"""„Hätten Sie die Erhöhung nicht geschickt, hätten wir nicht gekündigt.“"""


def own(said: Sequence[Sentence]) -> list[Sentence]:
    """The sentences in which the writer himself wants something now."""
    left = [
        one
        for one, after in zip_longest(said, said[1:])
        if not _is_told(one.folded) and not (after and _is_overtaken(one.folded, after.folded))
    ]
    asked = any(one.question and _ASKED_AFTER.search(one.folded) for one in said)
    if asked or any(_is_taken_back(one.folded) for one in said):
        return [one for one in left if not _is_earlier(one.folded)]
    return left


@lru_cache(maxsize=2048)
def _is_told(folded: str) -> bool:
    if _REDIRECTED.search(folded) or _IRREAL.match(folded):
        return True
    if _OFFERED.match(folded):
        return _ME.search(folded) is None
    over = _PLANNED.match(_GREETING.sub("", folded)) or _DONE.search(folded) or _ACCEPTED.search(folded)
    return over is not None and _NOT_OVER.search(folded) is None


def _is_overtaken(folded: str, after: str) -> bool:
    folded = _GREETING.sub("", folded)
    if _DISCARDED.match(folded) and _CHANGED_MIND.search(after):
        return True
    return bool(_INTENDED.match(folded) and _THEN.match(after)) and _NOT_OVER.search(folded) is None


@lru_cache(maxsize=2048)
def _is_taken_back(folded: str) -> bool:
    return _TAKEN_BACK.search(folded) is not None


def _is_earlier(folded: str) -> bool:
    return bool(_EARLIER.search(folded) or _is_taken_back(folded) or _ASKED_AFTER.search(folded))
