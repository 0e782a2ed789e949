"""What `reach` tells people: a table, then the reasons behind each "no" with what helps against them."""

from __future__ import annotations

from collections import defaultdict
from textwrap import wrap
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.reach import Answer, Person
from campaigns.reach.cures import FLAG, cure
from campaigns.reach.figures import Because, Reach, by_weight
from campaigns.reason_words import CHANNELS, PURPOSES, cap_words, group_words, reason_words
from commands.figures import counted, number, table, when
from commands.options import say
from contacts.medium import Purpose
from sequences.definition import Channel

_NEVER = "excluded:"
_HEADS = {"tier": "Kundenwert", "brand": "Marke", "reason": "Kündigungsgrund", "segment": "Segment"}
_ANSWERS = {
    Answer.ALLOWED: "erlaubt",
    Answer.DUTY: "erlaubt mit Auflage",
    Answer.LATER: "später",
    Answer.NOT: "nicht",
}
_WIDTH = 110


def tell(house: House, found: Reach, purpose: Purpose, by: str | None, others: int) -> None:
    """The whole answer; `others` are contacts on file who have not cancelled."""
    if not found.total.people:
        say("Noch hat niemand gekündigt. Eingelesen wird mit: wiedersehen import cancellations DATEI")
        return
    zone = ZoneInfo(house.timezone)
    say(f"Wer ist erreichbar? Zweck: {PURPOSES[purpose.value]}. Stand: {when(house.clock.now(), zone)}")
    people = counted(found.total.people, "Person hat", "Personen haben")
    say(f"{people} gekündigt; {counted(others, 'weiterer Kontakt zählt', 'weitere Kontakte zählen')} nicht mit.\n")
    rows = [(CHANNELS[channel.value], *(found.answers[channel, answer] for answer in Answer)) for channel in Channel]
    for line in table(("Weg", "erlaubt", "mit Auflage", "später", "nicht"), rows):
        say(line)
    say(f"\nAuf keinem Weg erreichbar: {number(found.total.unreachable)}")
    _tell_never(found)
    say("„mit Auflage“: erlaubt mit Hinweisen und Nachweisen, die Texte und Programm mitbringen (etwa Abmeldelink).")
    if purpose.is_advertising:
        say("Vergleichsgruppen und [who] der Sequenzen sind hier nicht abgezogen: das zeigt wiedersehen simulate.")
    if by is not None:
        _tell_groups(found, by)
    for channel in Channel:
        for answer in (Answer.NOT, Answer.LATER):
            _tell_reasons(found, channel, answer, zone)


def tell_person(house: House, person: Person, purpose: Purpose) -> None:
    """One person, channel by channel."""
    zone = ZoneInfo(house.timezone)
    contact = person.run.contact.external_id
    say(f"{contact}, Zweck: {PURPOSES[purpose.value]}. Stand: {when(house.clock.now(), zone)}")
    for way in person.ways:
        until = f", frühestens {when(way.until, zone)}" if way.until else ""
        say(f"\n{CHANNELS[way.channel.value]}: {_ANSWERS[way.answer]}{until}")
        say(f"  {cap_words(way.sentence)}" + (f" [{way.statute}]" if way.statute else ""))
        if way.evidence:
            say(f"  Beleg: {', '.join(way.evidence)}")
        if way.flagged:
            say(f"  {FLAG}")
        if way.answer is Answer.NOT:
            _wrapped(f"Abhilfe: {cure(way.reason, way.sentence)}", "  ")


def _tell_never(found: Reach) -> None:
    """Told once: after these reasons no channel is open, so that every channel would say the same."""
    never = [
        (kind[2], because.count)
        for kind, because in by_weight(found)
        if kind[0] is Channel.EMAIL and kind[2].startswith(_NEVER)
    ]
    if never:
        grounds = ", ".join(f"{group_words('reason', code.removeprefix(_NEVER))} {number(n)}" for code, n in never)
        say(f"  davon werden nie angeschrieben: {number(sum(n for _, n in never))} ({grounds})")


def _tell_groups(found: Reach, by: str) -> None:
    rows = [
        (group_words(by, name), group.people, *(group.open[channel] for channel in Channel), group.unreachable)
        for name, group in sorted(found.groups.items(), key=lambda item: (-item[1].people, item[0]))
    ]
    say("\nErreichbar, jetzt oder später:")
    for line in table((_HEADS[by], "Personen", *(CHANNELS[channel.value] for channel in Channel), "gar nicht"), rows):
        say(line)
    if found.hidden:
        who = counted(found.hidden, "Person steht", "Personen stehen")
        say(f"{who} in keiner Gruppe: Widerspruch gegen alle Werbung (Art. 21 Abs. 2 DSGVO).")


def _tell_reasons(found: Reach, channel: Channel, answer: Answer, zone: ZoneInfo) -> None:
    rules: defaultdict[str, list[tuple[str, Because]]] = defaultdict(list)
    for (by, of, reason, sentence), because in by_weight(found):
        if (by, of) == (channel, answer) and not reason.startswith(_NEVER):
            rules[reason].append((sentence, because))
    total = sum(because.count for items in rules.values() for _, because in items)
    if not total:
        return
    more = ", dazu die nie Angeschriebenen" if total != found.answers[channel, answer] else ""
    say(f"\n{CHANNELS[channel.value]}, {_ANSWERS[answer]}: {number(total)}{more}")
    for reason, items in sorted(rules.items(), key=lambda one: (-sum(b.count for _, b in one[1]), one[0])):
        _tell_rule(reason, items, zone)


def _tell_rule(reason: str, items: list[tuple[str, Because]], zone: ZoneInfo) -> None:
    flagged = sum(because.flagged for _, because in items)
    ticks = f", davon {number(flagged)} mit {FLAG}" if flagged else ""
    say(f"  {number(sum(because.count for _, because in items)):>6}  {reason_words(reason)}{ticks}")
    for sentence, because in items:
        until = f", frühestens {when(because.earliest, zone)}" if because.earliest else ""
        say(f"          {number(because.count)} × {cap_words(sentence).rstrip('.')}{until}")
    for help_ in dict.fromkeys(cure(reason, sentence) for sentence, _ in items):
        _wrapped(f"Abhilfe: {help_}", "          ")


def _wrapped(text: str, indent: str) -> None:
    for line in wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False):
        say(line)
