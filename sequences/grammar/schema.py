"""The tables of a sequence file as pydantic models. Descriptions are German: `explain` and editors show them."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from contacts.cancellation import DeclarationKind
from contacts.contact import AddressForm, ContactKind, Tier
from contacts.segment import Segment
from sequences.definition import Anchor, Channel, EventKind, Status
from sequences.grammar.values import (
    Count,
    Days,
    Euro,
    Line,
    Months,
    PositiveDays,
    Table,
    TemplateName,
    Weekday,
    Word,
)

# Words of a closed vocabulary stand in files as text; strict mode would ask for the enum's member.
AnchorWord = Annotated[Anchor, Field(strict=False)]
DeclarationWord = Annotated[DeclarationKind, Field(strict=False)]
ChannelWord = Annotated[Channel, Field(strict=False)]
EventWord = Annotated[EventKind, Field(strict=False)]
KindWord = Annotated[ContactKind, Field(strict=False)]
SegmentWord = Annotated[Segment, Field(strict=False)]
StatusWord = Annotated[Status, Field(strict=False)]
TierWord = Annotated[Tier, Field(strict=False)]
PurposeWord = Literal["advertising", "survey", "repermission", "mixed", "contract", "service", "double_opt_in"]


class EntryTable(Table):
    max_days_late: Days = Field(default=3, description="so viele Tage nach Tag 0 beginnt die Sequenz noch von vorn")


class SequenceTable(Table):
    title: Line = Field(description="Name der Sequenz, wie ihn Menschen lesen")
    status: StatusWord = Field(description="draft sendet nie, live sendet, paused hält an")
    day_zero: AnchorWord = Field(description="der Moment, von dem an Tage gezählt werden")
    group: Word | None = Field(default=None, description="eine Person läuft nur in einer Sequenz der Gruppe")
    priority: int = Field(default=0, ge=-1000, le=1000, description="entscheidet innerhalb der Gruppe, höher gewinnt")
    purpose: PurposeWord = Field(default="advertising", description="Zweck aller Schritte, die keinen eigenen nennen")
    goal: EventWord | None = Field(default=None, description="tritt es ein, endet die Sequenz sofort")
    products: list[Line] = Field(
        default=[], description="Produktfamilien, für die sie wirbt; leer = das Produkt des Vertrags"
    )
    entry: EntryTable = Field(default=EntryTable(), description="wer zu spät kommt")
    release_first: int = Field(
        default=0, ge=0, le=100, description="so viele Werbemails gibt zuerst ein Mensch einzeln frei; 0 = keine"
    )


class ConditionsTable(Table):
    reasons: list[str] = Field(default=[], min_length=1, description="Kündigungsgründe, von denen einer zutrifft")
    not_reasons: list[str] = Field(default=[], min_length=1, description="Kündigungsgründe, die ausschließen")
    segments: list[SegmentWord] = Field(default=[], min_length=1, description="Segmente")
    tiers: list[TierWord] = Field(default=[], min_length=1, description="Kundenstufen")
    kinds: list[KindWord] = Field(default=[], min_length=1, description="Unternehmen, Verbraucher oder unbekannt")
    doors: list[str] = Field(default=[], min_length=1, description="Wege, auf denen die Kündigung kam")
    min_tenure_months: Months | None = Field(default=None, description="mindestens so viele Monate Kunde")
    max_tenure_months: Months | None = Field(default=None, description="höchstens so viele Monate Kunde")
    min_annual_value: Euro | None = Field(default=None, description="Jahreswert in Euro, mindestens")
    max_annual_value: Euro | None = Field(default=None, description="Jahreswert in Euro, höchstens")
    receipt_confirmed: bool | None = Field(default=None, description="ist der Eingang der Kündigung schon bestätigt?")
    brands: list[str] = Field(default=[], min_length=1, description="Marken aus config.toml")
    address_form: Annotated[AddressForm, Field(strict=False)] | None = Field(default=None, description="sie oder du")
    declarations: list[DeclarationWord] = Field(
        default=[],
        min_length=1,
        description="Kündigung oder Widerruf (§ 356a BGB); steht in [who] nichts, gilt die Sequenz nur für Kündigungen",
    )
    assigned: bool | None = Field(
        default=None, description="false: im Formular erklärt und noch keinem Vertrag zugeordnet; sonst true"
    )


class LimitsTable(Table):
    max_touches_in_90_days: Count | None = Field(default=None, description="Kontakte je Person in 90 Tagen")
    max_letters_per_person: Count | None = Field(default=None, description="Briefe je Person")
    max_letter_euro_month: Euro | None = Field(default=None, gt=0, description="Briefgeld im Monat, Euro")
    too_late_after_days: PositiveDays | None = Field(default=None, description="danach entfällt ein Schritt")
    holdout_percent: int = Field(default=0, ge=0, le=50, description="Anteil ohne jede Ansprache, zum Vergleich")


class WindowTable(Table):
    weekdays: list[Weekday] = Field(min_length=1, description="Wochentage, an denen gesendet wird")
    start: time = Field(alias="from", description="Beginn, Ortszeit des Empfängers")
    end: time = Field(alias="to", description="Ende, Ortszeit des Empfängers")
    holidays: bool = Field(default=False, description="auch an Feiertagen")


class AfterTable(Table):
    step: str = Field(description="Kennung des Schritts davor")
    days: Days | None = Field(default=None, description="Kalendertage danach")
    business_days: Days | None = Field(default=None, description="Werktage danach")


class WaitTable(Table):
    days: PositiveDays = Field(description="so lange wird auf das Ergebnis gewartet")
    then: Literal["continue", "stop"] = Field(default="continue", description="was danach geschieht")


class TaskTable(Table):
    kind: Word = Field(default="call", description="Art der Aufgabe")
    due_business_hours: Count | None = Field(default=None, description="Frist in Geschäftsstunden")
    due_business_days: Count | None = Field(default=None, description="Frist in Werktagen")


class StepTable(Table):
    id: Word = Field(description="Kennung des Schritts, für immer")
    day: int | None = Field(default=None, ge=-3650, le=3650, description="Tage nach Tag 0")
    anchor: AnchorWord | None = Field(default=None, description="von hier an zählt day, statt von day_zero")
    at: time | None = Field(default=None, description="Uhrzeit am Tag day")
    event: EventWord | None = Field(default=None, description="Ereignis, auf das der Schritt wartet")
    wait_days: PositiveDays | None = Field(default=None, le=540, description="so lange wartet event")
    after: AfterTable | None = Field(default=None, description="nach einem anderen Schritt")
    channels: list[ChannelWord] = Field(min_length=1, description="Kanäle der Reihe nach, der erste erlaubte zählt")
    template: TemplateName = Field(description="Ordner der Texte unter templates_de")
    purpose: PurposeWord | None = Field(default=None, description="Zweck, wenn er von dem der Sequenz abweicht")
    variants: dict[Word, TemplateName] = Field(default={}, min_length=1, description="Fassungen für den Vergleich")
    only_if: ConditionsTable = Field(default=ConditionsTable(), description="Bedingungen dieses Schritts")
    wait_for_outcome: WaitTable | None = Field(default=None, description="auf das Ergebnis der Aufgabe warten")
    task: TaskTable = Field(default=TaskTable(), description="was der Mensch tun soll und bis wann")
    at_once: bool = Field(default=False, description="sofort, auch nachts; nur Vertrags- und Servicepost")
    stands_alone: bool = Field(default=False, description="auch für den, der zu spät kommt")
    too_late_after_days: PositiveDays | None = Field(default=None, description="danach entfällt der Schritt")
    draft: bool = Field(
        default=False, description="jede Werbemail liest und gibt ein Mensch frei, bevor sie hinausgeht"
    )
    thread: bool = Field(default=False, description="steht im Mailprogramm unter der letzten Werbemail dieser Sequenz")


class ReplyTable(Table):
    stop: Literal[True] | None = Field(default=None, description="Sequenz endet")
    pause_days: PositiveDays | None = Field(default=None, description="Pause in Tagen")
    pause: Literal["named"] | None = Field(default=None, description="Pause bis zum genannten Tag")
    start_sequence: Word | None = Field(default=None, description="andere Sequenz beginnt")
    task: Word | None = Field(default=None, description="ein Mensch bekommt eine Aufgabe")
    default: Literal[True] | None = Field(default=None, description="sichere Voreinstellung")


class SequenceFile(Table):
    sequence: SequenceTable = Field(description="der Abschnitt [sequence]")
    who: ConditionsTable = Field(default=ConditionsTable(), description="für wen")
    limits: LimitsTable = Field(default=LimitsTable(), description="Grenzen, nie lockerer als config.toml")
    window: WindowTable | None = Field(default=None, description="Sendezeiten")
    step: list[StepTable] = Field(min_length=1, description="die Schritte, je ein Abschnitt [[step]]")
    on_reply: dict[str, ReplyTable] = Field(default={}, description="was eine Antwort bewirkt")
