"""The state of the house: a dozen figures for machines, and the same in words with what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.audiences.standing import waiting as audience_waiting
from campaigns.audiences.unknown import unknown as audiences_unknown
from campaigns.backups.restored import restored_at
from campaigns.drafts.release import release_words, releases
from campaigns.house import House
from campaigns.inbound.words import halt_words
from campaigns.letters.state import shop_trouble
from campaigns.reason_words import CHANNELS, removal_words, unknown_words
from campaigns.rights.deadline import days_left
from campaigns.rights.requests import urgent
from campaigns.touch_json import iso
from sequences.calendar import local_day, to_utc
from store import (
    calendars,
    deliveries,
    drafts,
    enrollments,
    health,
    migrate,
    operation,
    replies,
    requests,
    tasks,
    touches,
)
from store.engine import running_daemon


def status_of(house: House) -> dict[str, Any]:
    """What a sysadmin asks first; times ISO 8601 in the house's zone."""
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    midnight = to_utc(local_day(now, house.timezone), time.min, house.timezone)
    schema = migrate.current(house.store)
    with house.store.read() as connection:
        advertising, rest = health.due(connection, now)
        daemons = health.daemons(connection)
        unmatched, oldest = health.unmatched_waiting(connection)
        counts = touches.counts(connection)
        to_approve = drafts.held(connection)
        return {
            "now": iso(now, zone),
            "activated": operation.switch(connection, operation.ACTIVATED) is not None,
            "paused": operation.switch(connection, operation.PAUSED),
            "enrollments": enrollments.counts(connection),
            "touches": counts,
            "next_due": iso(touches.next_due(connection, house.definitions.paused), zone),
            "open_tasks": len(tasks.listing(connection)),
            "uncertain": len(touches.uncertain(connection)),
            "held_replies": len(replies.listing(connection, review=True)),
            "replies_read_at": iso(replies.last_read(connection), zone),
            "halted": halt_words(operation.switch(connection, operation.PAUSE_REASON)),
            "restored": iso(restored_at(connection), zone),
            "redirect_to": house.redirect_to,
            "suppression": house.list_trouble(),
            "running": _running(house, daemons),
            "running_since": iso(daemons[0].started_at, zone) if daemons else None,
            "heartbeat_at": iso(operation.switched_at(connection, operation.GENERATION), zone),
            "due_now": {"advertising": advertising, "other": rest},
            "sent_today": health.made_since(connection, midnight),
            "held": counts.get("held", 0) - to_approve,
            "to_approve": to_approve,
            "releasing": releases(connection, house),
            "letters_waiting": health.letters_waiting(connection),
            "letter_shop": shop_trouble(connection),
            "audiences": {name.value: number for name, number in audience_waiting(house, connection, now).items()},
            "audiences_unknown": sorted(audiences_unknown(connection)),
            "requests": _requests(connection, house),
            "last_backup": iso(operation.switched_at(connection, operation.LAST_BACKUP), zone),
            "unmatched_replies": {"count": unmatched, "oldest_at": iso(oldest, zone)},
            "calendars": [
                {"person": one.person, "seen_at": iso(one.seen_at, zone), "trouble": one.trouble or None}
                for one in calendars.health(connection)
            ],
            "webhooks_failing": deliveries.failing(connection),
            "webhooks_off": list(deliveries.off(connection)),
            "queue_stuck": operation.switch(connection, operation.QUEUE_STUCK) or None,
            "carrier_list": operation.switch(connection, operation.CARRIER_LIST_TROUBLE) or None,
            "schema": schema,
            "played": operation.switch(connection, operation.PLAYED_UNTIL) is not None,
        }


def _requests(connection: Connection, house: House) -> dict[str, Any]:
    """Requests of Art. 15-20 DSGVO: how many are open, of how many the time runs out, days left of the next one."""
    waiting = requests.listing(connection)
    left = days_left(waiting[0], house.clock.now(), house.timezone) if waiting else None
    untold = len(requests.untold(connection))
    return {"open": len(waiting), "urgent": len(urgent(connection, house)), "days_left": left, "untold": untold}


def _running(house: House, daemons: list[health.Running]) -> bool:
    """SQLite: the lock tells for sure. PostgreSQL: somebody has registered and not said goodbye."""
    return running_daemon(house.state) is not None if house.store.is_sqlite else bool(daemons)


def status_lines(facts: Mapping[str, Any]) -> list[str]:
    """The same for people: words with their values in a column, then what a person has to do."""
    todo = [(f"→ {command}", words) for command, words in _todo(facts)]
    return [*_columns(_rows(facts)), "", *(_columns(todo) if todo else ["Es ist nichts zu tun."])]


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    pairs = list(rows)
    width = max(len(word) for word, _ in pairs) + 2
    return [f"{word:<{width}}{value}" for word, value in pairs]


def _rows(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    clock = "Uhrzeit (gespielt)" if facts["played"] else "Uhrzeit"
    yield clock, moment(facts["now"])
    yield "Dienst", _service(facts)
    yield "Freigeschaltet", _activated(facts)
    yield "Angehalten", _paused(facts)
    if facts["suppression"]:
        yield "Sperrliste", "nicht lesbar: nur Vertragspost geht hinaus, Antworten bleiben im Postfach"
    yield "Läufe", _counted(facts["enrollments"], _RUNS)
    due = facts["due_now"]
    yield "Jetzt fällig", f"{due['advertising'] + due['other']} (Werbung {due['advertising']}, anderes {due['other']})"
    yield "Nächste Fälligkeit", moment(facts["next_due"])
    yield "Heute hinaus", _counted(facts["sent_today"], CHANNELS)
    yield "Briefe in Warteschlange", str(facts["letters_waiting"])
    yield "Ungewisse Sendungen", str(facts["uncertain"])
    yield "Angehaltene Schritte", str(facts["held"])
    if facts["to_approve"]:
        yield "Mails zur Freigabe", str(facts["to_approve"])
    yield "Offene Aufgaben", str(facts["open_tasks"])
    yield "Antworten zu lesen", _to_read(facts)
    yield "Offene Betroffenenanfragen", _open_requests(facts["requests"])
    yield "Empfänger zu unterrichten", str(facts["requests"]["untold"])
    yield "Postfach gelesen", moment(facts["replies_read_at"])
    if facts["calendars"]:
        away = sum(1 for one in facts["calendars"] if one["trouble"])
        yield "Kalender", f"{len(facts['calendars'])}, davon {away} gestört" if away else str(len(facts["calendars"]))
    yield "Letzte Sicherung", moment(facts["last_backup"])
    yield "Schema", str(facts["schema"])


_RUNS = {
    "active": "laufen",
    "paused": "ruhen",
    "finished": "zu Ende",
    "stopped": "beendet",
    "holdout": "Vergleichsgruppe",
    "excluded": "nicht begonnen",
}


def _service(facts: Mapping[str, Any]) -> str:
    if facts["running"]:
        return f"läuft seit {moment(facts['running_since'])}, letztes Lebenszeichen {moment(facts['heartbeat_at'])}"
    return f"steht (letztes Lebenszeichen {moment(facts['heartbeat_at'])})"


def _activated(facts: Mapping[str, Any]) -> str:
    if facts["activated"]:
        return "ja: Mails gehen an die Empfänger, Briefe und Aufgaben sind echt"
    return f"nein: jede Mail geht nur an {facts['redirect_to']}, Brieflisten und Aufgaben sind Proben"


def _paused(facts: Mapping[str, Any]) -> str:
    if facts["restored"]:
        return f"alles: die Datenbank kam aus einer Sicherung (bemerkt {moment(facts['restored'])})"
    if facts["halted"]:
        return f"Werbung, von selbst: {facts['halted']}; Vertragspost geht hinaus"
    return {None: "nein", "all": "alles", "advertising": "Werbung; Vertragspost geht hinaus"}[facts["paused"]]


def _counted(numbers: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{number} {words.get(name, name)}" for name, number in numbers.items()) or "nichts"


def _to_read(facts: Mapping[str, Any]) -> str:
    found = facts["unmatched_replies"]
    if not found["count"]:
        return str(facts["held_replies"])
    words = f"{found['count']} ohne Kontakt und ohne Aufgabe, die älteste vom {moment(found['oldest_at'])}"
    return f"{facts['held_replies']} (davon {words})"


def _open_requests(facts: Mapping[str, Any]) -> str:
    if not facts["open"]:
        return "0"
    left = facts["days_left"]
    words = f"noch {left} Tage" if left > 1 else {1: "bis morgen", 0: "bis heute"}.get(left, "Frist überschritten")
    return f"{facts['open']} (die nächste: {words})"


def moment(text: str | None) -> str:
    """`02.03.2026, 08:00 Uhr` of an ISO moment in the house's zone, a dash for None."""
    return f"{datetime.fromisoformat(text):%d.%m.%Y, %H:%M Uhr}" if text else "–"


def _todo(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(command, when and what for) of everything that needs a person."""
    now = datetime.fromisoformat(facts["now"])
    if facts["suppression"]:
        yield "hash.key zurücklegen", facts["suppression"]
    if facts["restored"]:
        yield "wiedersehen resume", "nach dem Blick ins Protokoll des Mailservers; Werbung aus der Lücke entfällt"
    elif facts["halted"]:
        yield "wiedersehen resume", "wenn die Ursache behoben ist (wiedersehen replies list); gezählt wird dann neu"
    elif facts["paused"]:
        yield "wiedersehen resume", "wenn es weitergehen soll"
    yield from _waiting(facts)
    yield from (("wiedersehen tasks list", release_words(one)) for one in facts["releasing"])
    yield from (("wiedersehen doctor", f"Meldungen an „{one}“ kommen nicht an") for one in facts["webhooks_failing"])
    for one in facts["webhooks_off"]:
        yield f"wiedersehen webhooks enable {one}", "hat sich abgemeldet (410) und hört nichts mehr"
    if not facts["running"] and not facts["played"]:
        yield "systemctl start wiedersehen", "der Dienst steht, nichts geht hinaus"
    if not facts["activated"]:
        yield "wiedersehen activate", "wenn die Proben gut aussehen"
    backup = facts["last_backup"]
    if not facts["played"] and (backup is None or now - datetime.fromisoformat(backup) > timedelta(days=2)):
        yield "wiedersehen backup", "die letzte Sicherung ist älter als zwei Tage oder fehlt"


def _waiting(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if facts["letter_shop"]:
        yield "wiedersehen letters list", facts["letter_shop"]
    for name in facts["audiences_unknown"]:
        yield f"wiedersehen audience export --platform {name} --out DATEI", unknown_words(name)
    for name, number in facts["audiences"].items():
        yield f"wiedersehen audience export --platform {name} --removed --out DATEI", removal_words(name, number)
    if facts["uncertain"]:
        yield "wiedersehen uncertain list", "nachsehen, was ankam, und klären"
    if facts["held"]:
        yield "wiedersehen resume --held", "Angehaltenes noch einmal versuchen (Gründe: wiedersehen why KONTAKT)"
    if facts["held_replies"]:
        yield "wiedersehen replies list --review", "Antworten, die ein Mensch lesen muss"
    if facts["requests"]["urgent"]:
        yield "wiedersehen requests list", "Anfragen nach Art. 15-20 DSGVO, deren Monat abläuft"
    if facts["requests"]["untold"]:
        yield "wiedersehen requests list --untold", "Empfänger unterrichten (Art. 19 DSGVO)"
    if facts["open_tasks"]:
        yield "wiedersehen tasks list", "offene Aufgaben"
    yield from _troubled(facts)


def _troubled(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What does not answer as it should, outside."""
    for name in ("queue_stuck", "carrier_list"):
        if facts[name]:
            yield "wiedersehen doctor", facts[name]
    for one in facts["calendars"]:
        if one["trouble"]:
            yield "wiedersehen doctor", f"Kalender von {one['person']}: {one['trouble']}"
