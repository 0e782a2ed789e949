"""Days people name in German mails: back from absence, contact again later. A day is never invented.

All functions take `sent`, the local day of the mail's Date field; years and weekdays are counted from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from replies.meaning.day_grammar import FIRST_YEAR, LAST_YEAR, NUMBER, NUMBERS, WEEKDAY, future, plus, weekday_number
from replies.meaning.day_mentions import Lead, Mention, mentions
from replies.meaning.words import fold

_ONE_DAY = timedelta(days=1)
_MARCH = 3
_BACK = re.compile(
    r"\b(?:wieder|retour|zurueck\w*|erreichbar|verfuegbar|anwesend|back|return\w*|rueckkehr|ansprechbar|"
    r"geht es weiter|available|reachable|geoeffnet|"
    r"besetzt|fuer (?:sie|euch|dich) da|wie gewohnt|am (?:platz|schreibtisch|rechner)|melde ich|kuemmere|"
    r"beantwort\w*|bearbeit\w*|antworte\w*|"
    r"widmen?|lese ich|les ich|lese (?:es|das|ihre)|gelesen|liest|einsatzbereit|wiederaufnahme|heim|daheim|zu hause|"
    r"geht s? ?(?:fuer \w+ )?(?:hier )?weiter|geht's (?:fuer \w+ )?(?:hier )?weiter|oeffne\w*|"
    r"(?:schau\w*|seh\w*) (?:ich|wir|es|mir)|sehe sie|im dienst|im einsatz|erster arbeitstag)\b"
)
_NOBODY = re.compile(r"\b(?:niemand\w*|keiner|kein\w*|nicht\w*)\b")
_MIDDLE = re.compile(r"\bmitte\b")
_NOT = re.compile(r"\b(?:nicht|kein\w*|nur eingeschraenkt|not|no)\b")
_AWAY = re.compile(
    r"\b(?:abwesen\w*|urlaub\w*|\w*urlaub|ferien|betriebsferien|betriebsurlaub|ausser haus|nicht im|nicht da|"
    r"nicht erreichbar|krank\w*|reise|dienstreise|"
    r"verreist|fortbildung|weiterbildung|schulung|seminar|elternzeit|mutterschutz|reha|kur|klinik|op|"
    r"geschlossen|zu|feiertag\w*|frei|unterwegs|raus|weg|"
    r"ausland|montage|baustelle\w*|auszeit|sabbatical|out of|away|leave|vacation|holiday|absent|closed|"
    r"auf (?:der |einer )?(?:konferenz|messe|tagung)|lehrgang|einsatz|off|pause|"
    r"homeoffice|hochzeitsreise|flitterwochen|trainingslager|wehruebung|auf see)\b"
)
_OTHER = re.compile(
    r"\b(?:vertr\w*|vertritt|bestell\w*|rechnung\w*|oeffnungszeit\w*|angebot gilt|gueltig|lieferung\w*|"
    r"versand\w*|termin\w*|frist\w*|erreichen sie (?:meine|unsere|frau|herrn)|"
    r"notdienst|bereitschaft|deputy|instead|halle|stand|besuchen sie|notfall\w*|dringend\w*|eingegangen|abgabe|"
    r"ticket)\b"
)
_CONTACT = re.compile(
    r"\b(?:meld\w*|schreib\w*|schreibt|ruf\w*|anruf\w*|kontakt\w*|ping\w*|zukommen|vorlegen|vorleg\w*|"
    r"sprech\w*|reden|red ma|nachfrag\w*|anfrag\w*|frag\w*|hoer\w*|"
    r"angebot\w*|wieder|nochmal\w*|erinner\w*|treffen|zurueck|reaktivier\w*|einsteig\w*|anfang\w*|loslegen|"
    r"kopf|zeit|luft|passt|dran|contact|reach|call|write)\b"
)
_RUNS = re.compile(
    r"\b(?:vertrag\w*|vertraege|laufen|laeuft|laufzeit|police\w*|abgabe|sitzung\w*|launch\w*|gebunden|bindung|"
    r"rechnung\w*|kuendig\w*|umzug|gekuendigt|seit|endet|enden)\b"
)
_BEGINNING = re.compile(
    r"(?<!\w)(?:(?P<spring>(?:im|zum|ab|naechste[ns]|kommende[ns]) (?:fruehjahr|fruehling))"
    r"|(?P<quarter>(?:naechste[ns]?|kommende[ns]?) quartal)"
    r"|im neuen jahr|neues jahr|(?:zum |nach dem |ab )?(?:jahresbeginn|jahresanfang|jahreswechsel))(?!\w)"
)
"""Times whose first day is meant. Other seasons name none: the spring of business begins on 1 March."""
_GRANTED = re.compile(
    r"(?<!\w)(?:goenn\w*|gebt|geben|gib|lasst|lassen|lass) (?:sie |bitte |doch ){0,2}(?:uns|mir) "
    rf"(?:bitte |noch |etwa |mal |so |erst |wenigstens |mindestens ){{0,3}}(?P<n>\d{{1,3}}|{NUMBER}) "
    r"(?P<u>tag|woche|monat|jahr)\w*"
)
"""„Geben Sie uns noch drei Wochen“: asked for quiet that long."""
_OFFICE_DAYS = re.compile(rf"(?:{WEEKDAY}|\b(?:mo|di|mi|do|fr))s?\.?\s?(?:bis|-|–|und)\s?(?:{WEEKDAY}|mo|di|mi|do|fr)")
_THIS_WEEK = re.compile(r"(?<!\w)(?:in )?(?:diese[rn]? woche|den rest der woche|die ganze woche)\b")
_NEXT_WEEK = re.compile(r"(?<!\w)(?:in der )?(?:naechste[rn]?|kommende[rn]?) woche\b")
_TODAY = re.compile(r"(?<!\w)heute\b[^.!?]{0,40}\bnicht\b")


def return_day(text: str, sent: date) -> date | None:
    """First day the person is back according to an absence notice, or None when no day can be read."""
    if not FIRST_YEAR <= sent.year < LAST_YEAR:
        return None
    named = mentions(text, sent)
    days = [day for one in named if (day := _back(one)) is not None and day >= sent]
    if days:
        return max(days)
    return _loose(fold(text[:8_000]), sent)


def _back(one: Mention) -> date | None:
    """The first day back that a mention means; None when it is about a beginning or about something else."""
    back = _BACK.search(one.clause) is not None and not _NOT.search(one.clause)
    away = _AWAY.search(one.clause) is not None
    if _is_no_day(one, back=back, away=away):
        return None
    if _is_first_day(one, back=back, away=away):
        return one.first
    if one.lead is Lead.UNTIL or one.span or (one.first != one.last and one.lead is not Lead.FROM):
        if not back and _OTHER.search(one.clause):
            return None
        return one.last + _ONE_DAY
    if one.lead is Lead.AFTER:
        return one.last + _ONE_DAY
    if back:
        return one.first
    if _OTHER.search(one.clause):
        return None
    if away:
        # „in KW 34 im Urlaub“: away on these days; „ab dem 13.10. in Urlaub“ is a beginning.
        return one.last + _ONE_DAY if not re.search(r"(?<!\w)(?:ab|seit|from|vom)\s", one.clause) else None
    if one.first == one.last and _BACK.search(one.sentence) and not _NOT.search(one.sentence):
        return one.first
    return None


def _is_no_day(one: Mention, *, back: bool, away: bool) -> bool:
    """Opening hours; „bis Mitte August“, though „ab Mitte November wieder“ promises the 15th."""
    if _MIDDLE.search(one.clause) and not (back and one.lead is Lead.FROM):
        return True
    return one.span and not away and _OFFICE_DAYS.search(one.clause) is not None


def _is_first_day(one: Mention, *, back: bool, away: bool) -> bool:
    """„Rückkehr KW 48“, „kommende Woche wieder da“, „vor dem 11. August ist niemand hier“."""
    if one.lead is Lead.NOT_BEFORE:
        return _NOBODY.search(one.clause) is not None and not _OTHER.search(one.clause)
    return back and not away and one.lead is Lead.NONE and not one.span


def _loose(text: str, sent: date) -> date | None:
    """Absences without a named day: this week, next week, today."""
    monday = sent - timedelta(days=sent.weekday())
    if _NEXT_WEEK.search(text):
        return monday + timedelta(weeks=2)
    if _THIS_WEEK.search(text):
        return monday + timedelta(weeks=1)
    return sent + _ONE_DAY if _TODAY.search(text) else None


def later_day(text: str, sent: date) -> date | None:
    """First day somebody wants to hear from us again („im März“, „in drei Monaten“, „nach dem 1.9.“), or None."""
    if not FIRST_YEAR <= sent.year < LAST_YEAR:
        return None
    folded = fold(text[:8_000])
    wishes = (found for found in _wishes(text, folded, sent) if found[1] > sent)
    ranked = sorted(wishes, key=lambda found: found[0], reverse=True)
    return ranked[0][1] if ranked else None


def _wishes(text: str, folded: str, sent: date) -> Iterator[tuple[int, date]]:
    """(weight, day) of everything that could be the wished day; of equal weights the first named one counts."""
    for one in mentions(text, sent):
        if one.bare and one.lead is Lead.NONE:
            continue
        day = _wished(one)
        if day >= sent:
            yield _weight(one), day
    for found in re.finditer(
        rf"(?<!\w)in (?:etwa |ca\.? |rund |fruehestens )?(?P<n>\d{{1,3}}|{NUMBER}) (?P<u>tag|woche|monat|jahr)\w*",
        folded,
    ):
        count = int(found["n"]) if found["n"].isdigit() else NUMBERS[found["n"]]
        weekday = re.search(rf"(?P<wd>{WEEKDAY}) $", folded[: found.start()])
        around = folded[max(found.start() - 60, 0) : found.end() + 60]
        day = plus(sent, count, found["u"])
        if weekday:  # „am Montag in drei Wochen“
            day += timedelta(days=weekday_number(weekday["wd"]) - day.weekday())
        yield 2 * bool(_CONTACT.search(around)) + 5 * bool(weekday) - 3 * bool(_RUNS.search(around)), day
    for found in _GRANTED.finditer(folded):
        count = int(found["n"]) if found["n"].isdigit() else NUMBERS[found["n"]]
        yield 2, plus(sent, count, found["u"])
    yield from _beginnings(folded, sent)
    if re.search(r"\bhalbe[ns]? jahr", folded):
        yield 1, plus(sent, 6, "monat")
    quarter = re.search(
        r"(?<!\w)(?:q\s?(?P<q>[1-4])|(?P<w>erste|zweite|dritte|vierte)[nsrm]? quartal)(?:[ /]*(?P<y>20\d\d))?", folded
    )
    if quarter:
        number = int(quarter["q"]) if quarter["q"] else ("erste", "zweite", "dritte", "vierte").index(quarter["w"]) + 1
        yield 1, future(sent, 3 * number - 2, 1, quarter["y"])


def _beginnings(folded: str, sent: date) -> Iterator[tuple[int, date]]:
    for clause in re.split(r"[,.;:!?]", folded):
        found = _BEGINNING.search(clause)
        if found and not _NOT.search(clause):
            yield 3 * bool(_CONTACT.search(clause)) - 3 * bool(_RUNS.search(clause)), _begins(found, sent)


def _begins(found: re.Match[str], sent: date) -> date:
    if found["spring"]:
        return date(sent.year + (sent.month >= _MARCH), _MARCH, 1)
    if found["quarter"]:
        return plus(date(sent.year, sent.month - (sent.month - 1) % 3, 1), 3, "monat")
    return date(sent.year + 1, 1, 1)


def _wished(one: Mention) -> date:
    return one.last + _ONE_DAY if one.lead in (Lead.UNTIL, Lead.AFTER) else one.first


def _weight(one: Mention) -> int:
    """How clearly a mention is the day to be contacted again."""
    weight = 3 * bool(_CONTACT.search(one.clause)) + bool(_CONTACT.search(one.sentence))
    weight += 1 if one.lead in (Lead.FROM, Lead.NOT_BEFORE, Lead.AFTER) else 0
    weight += 1 if one.first == one.last else 0
    return weight - 4 * bool(_RUNS.search(one.clause))
