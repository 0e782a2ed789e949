"""One screen and one sheet of paper for one conversation: brief in front, guide behind, and whether it may be now."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.desk.briefing import Brief, brief_of
from campaigns.desk.guides import Block, blocks, guide_of
from campaigns.desk.halting import OUTCOMES_COUNT, halted
from campaigns.desk.standing import Answer, answer_of, ruling_now
from campaigns.desk.subject import subject_of
from campaigns.desk.terms import Terms, terms_of
from campaigns.house import House
from campaigns.reason_words import STATES
from campaigns.rendering.german import full_name
from campaigns.rendering.pages import Pages
from campaigns.task_words import TASK_KINDS
from compliance.verdict import Ruling
from contacts import normalize

_PAGE, _TOLD, _STYLE = "task.html", "task_told.html", "task.css"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A task as it stands now. `may` is None where nothing is to be ruled, `notes` are German sentences to heed.

    `frozen` says where the guide is not that of now; `letter` is a text to be sent by hand beside the guide, and
    `unsaid` what it leaves out and why. `terms`: what may be promised and offered in it.
    """

    task: Mapping[str, Any]
    kind: str
    whom: str
    due: str
    whose: str
    made: str
    may: Answer | None
    ruling: Ruling | None
    notes: tuple[str, ...]
    brief: Brief
    guide: str
    frozen: str = ""
    letter: str = ""
    unsaid: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)

    @property
    def title(self) -> str:
        """What the task is called."""
        return str(self.task["title"])

    @property
    def to_copy(self) -> bool:
        """True when the guide is the message itself, to be sent word for word."""
        return str(self.task["kind"]) == "linkedin"

    @property
    def guide_title(self) -> str:
        """What stands above the guide."""
        return "Text zum Kopieren" if self.to_copy else "Leitfaden"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The guide, cut for a page."""
        return blocks(self.guide)


def sheet_of(house: House, task: Mapping[str, Any]) -> Sheet:
    """The sheet of `task` (store.tasks.show). Who calls this owes the audit log a line (`brief_read`)."""
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    subject, ruling = subject_of(house, task), ruling_now(house, task)
    guide = guide_of(house, subject, ruling)
    firm = subject.contact.company.name if subject.contact.company else ""
    return Sheet(
        task=task,
        kind=TASK_KINDS.get(task["kind"], task["kind"]),
        whom=", ".join(part for part in (full_name(subject.contact), firm) if part) or subject.contact.external_id,
        due=f"{task['due_at'].astimezone(zone):%d.%m.%Y, %H:%M} Uhr",
        whose=_whose(house, task),
        made=f"{now.astimezone(zone):%d.%m.%Y, %H:%M} Uhr",
        may=answer_of(ruling, zone) if ruling is not None else None,
        ruling=ruling,
        notes=tuple(_notes(house, task, now, zone)),
        brief=brief_of(house, subject, ruling),
        guide=guide.words,
        frozen=guide.frozen,
        letter=guide.to_copy,
        unsaid=guide.unsaid,
        terms=terms_of(house, subject),
    )


def _whose(house: House, task: Mapping[str, Any]) -> str:
    if not task["assignee"]:
        return "noch bei niemandem"
    name = house.team.of(task["assignee"]).name or task["assignee"]
    owner = house.team.of(task["stands_in_for"]).name or task["stands_in_for"]
    return f"bei {name} in Vertretung für {owner}" if owner else f"bei {name}"


def _notes(house: House, task: Mapping[str, Any], now: Any, zone: ZoneInfo) -> list[str]:
    with house.store.read() as connection:
        found = [f"{why}. {OUTCOMES_COUNT}" for why in halted(house, connection, [task]).values()]
    if task["sample"]:
        found.append("Muster vor der Freischaltung: nicht ausführen.")
    if task["state"] != "open":
        found.append(f"{STATES[task['state']]}: nicht mehr ausführen.")
    elif task["snoozed_until"] is not None and task["snoozed_until"] > now:
        reason = f": {task['snooze_reason']}" if task["snooze_reason"] else ""
        found.append(f"Ruht bis {task['snoozed_until'].astimezone(zone):%d.%m.%Y, %H:%M} Uhr{reason}.")
    elif task["due_at"] < now:
        found.append("Überfällig.")
    return found


class Paper:
    """The one page that every sheet is printed on; compiled once. `texts` is the folder of the shipped texts."""

    def __init__(self, texts: Path) -> None:
        self._pages = Pages(texts)
        style = self._pages.page(_STYLE, {})
        self.style_hash = f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        """For a Content-Security-Policy that lets nothing in but this page's own style."""

    def html(self, sheet: Sheet, form: Mapping[str, Any] | None = None) -> str:
        """The self-contained page; with `form` (fields, errors, choices) also what is entered afterwards."""
        return self._pages.page(_PAGE, _values(sheet) | {"style_hash": self.style_hash, "form": form or {}})

    def told(self, title: str, texts: Sequence[str]) -> str:
        """A page in the same style that only says something."""
        return self._pages.page(_TOLD, {"title": title, "texts": list(texts), "style_hash": self.style_hash})


def _values(sheet: Sheet) -> dict[str, Any]:
    may = sheet.may
    return {
        "title": sheet.title,
        "task_id": sheet.task["external_id"],
        "contact": sheet.task["contact"],
        "kind": sheet.kind,
        "whom": sheet.whom,
        "due": sheet.due,
        "whose": sheet.whose,
        "made": sheet.made,
        "may": {"tone": may.may, "words": may.words} if may is not None else {},
        "reach": _reach(sheet) if may is not None and may.may == "yes" else [],
        "notes": [*sheet.notes, *([sheet.frozen] if sheet.frozen else [])],
        "parts": [
            {"title": part.title, "facts": [_shown(fact.name, fact.words) for fact in part.facts]}
            for part in sheet.brief.parts
        ],
        "heed": sheet.brief.heed,
        "guide_title": sheet.guide_title,
        "to_copy": sheet.guide if sheet.to_copy else "",
        "guide": [[asdict(line) for line in block] for block in sheet.blocks],
        "letter": sheet.letter,
        "unsaid": list(sheet.unsaid),
    }


def _reach(sheet: Sheet) -> list[dict[str, str]]:
    """What to touch on a phone as soon as it is allowed, above everything that is to be read."""
    lines = (line for fact in sheet.brief.facts for line in _shown(fact.name, fact.words)["lines"])
    return [line for line in lines if line["href"]]


def _shown(name: str, words: str) -> dict[str, Any]:
    lines = words.split(", ") if name == "Nummer" else words.splitlines()
    return {"name": name, "lines": [_line(name, line.strip()) for line in lines if line.strip()]}


def _line(name: str, words: str) -> dict[str, str]:
    """A number is rung and a profile opened with one touch: nobody types eleven digits between two calls."""
    number = normalize.phone(words) if name == "Nummer" else None
    href = f"tel:{number}" if number else words if name == "Profil" else ""
    return {"words": words, "href": href}
