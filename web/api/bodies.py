"""The bodies of the calls. What a value may be is decided by the parser of the same column in a file.

Here stands which fields there are, which of them are needed, and of which type of JSON they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from campaigns.api.answer import Fault, Refused, allowed
from campaigns.api.objecting import is_no
from campaigns.imports import ImportVocabulary
from campaigns.imports.words import did_you_mean
from cases.authority import Concession
from contacts.consent import OBJECTION_SCOPES
from contacts.medium import Medium
from tasks.kinds import Outcome

MOMENT = "2026-11-21T14:30:00+01:00"


def _numbered(value: object) -> object:
    """A CRM writes its ids as numbers or as text: the digits are the same."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _amount(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _said(value: object) -> object:
    """Of an objection every plain value is read, whatever its type; what is none says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    return str(value)


_ID = {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 100}, {"type": "integer"}]}
_AMOUNT = {"anyOf": [{"type": "string", "maxLength": 40}, {"type": "number"}]}
Id = Annotated[str, BeforeValidator(_numbered), Field(min_length=1, max_length=100), WithJsonSchema(_ID)]
Amount = Annotated[str, BeforeValidator(_amount), Field(max_length=40), WithJsonSchema(_AMOUNT)]
Moment = Annotated[
    str,
    Field(max_length=64, description="ISO 8601; without an offset wall time in Europe/Berlin", examples=[MOMENT]),
]
Day = Annotated[str, Field(max_length=32, description="a calendar day", examples=["2026-11-21"])]
Word = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=20_000)]
Media = Annotated[Word, Field(json_schema_extra={"enum": [medium.value for medium in Medium]})]


def _lenient(schema: dict[str, Any]) -> Any:
    return BeforeValidator(_said), WithJsonSchema({"anyOf": [schema, {"type": "null"}]})


def _cut_to(most: int) -> Callable[[str | None], str | None]:
    return lambda value: value[:most] if value is not None else None


class Body(BaseModel):
    """A JSON object without unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Cancellation(Body):
    """Somebody has cancelled. The same `cancellation_id` twice changes nothing."""

    cancellation_id: Id
    contact_id: Id = Field(description="the customer's id, as in the import of customers")
    contract_id: Id | None = None
    received_at: Moment
    wished_end: Day | None = None
    reason: Word = Field(description="one of the installation's reasons")
    feature: Line | None = Field(default=None, description="what was missing, for reason missing_feature")
    text: Text | None = Field(default=None, description="the customer's words; an objection in them counts")
    door: Word | None = None
    receipt_confirmed_at: Moment | None = Field(default=None, description="when somebody else has confirmed it")
    competitor: Line | None = None
    competitor_source: Line | None = None


class Returned(Body):
    """A former customer buys again: every run that is to win her back ends."""

    contact_id: Id
    contract_id: Id | None = None
    returned_at: Moment
    annual_value: Amount | None = Field(default=None, description="euros", examples=["1234.50"])


class Activity(Body):
    """Somebody was contacted elsewhere, by hand or by a newsletter: it counts for the caps."""

    contact_id: Id
    at: Moment
    medium: Media
    by: Line | None = None
    note: Text | None = None


class TaskOutcome(Body):
    """What came of a task. An objection counts also when the task is over."""

    task_id: Id
    outcome: Annotated[Word, Field(json_schema_extra={"enum": [outcome.value for outcome in Outcome]})]
    at: Moment | None = Field(
        default=None, description="when it was; with it the same report counts once, whenever it comes again"
    )
    by: Line | None = Field(default=None, description="who did it; needed for everything but an objection")
    note: Text | None = None
    number: Line | None = Field(default=None, description="the outgoing number that was shown")
    minutes: Annotated[int, Field(ge=0, le=1_440)] | None = None
    call_back_at: Moment | None = Field(default=None, description="with call_back: when to call again")
    promise: Line | None = Field(default=None, description="what was promised; opens a task with this deadline")
    promise_due: Day | None = Field(default=None, description="until which day; needed with a promise")
    promise_owner: Line | None = Field(default=None, description="e-mail address; left out: who has the task")
    offer: Word | None = Field(
        default=None, description="what was offered: one of these or an offer's id", examples=list(Concession)
    )
    offer_amount: Annotated[int, Field(ge=1, le=1_000)] | None = Field(
        default=None, description="percent, months or days, where the offer has a number"
    )
    offer_words: Line | None = Field(default=None, description="with custom: what was offered; else on which condition")
    offer_accepted: bool | None = Field(default=None, description="whether the person took it; left out: not yet")
    offer_approved_by: Line | None = Field(
        default=None, description="e-mail address of who had approved it; left out: a task asks where it is needed"
    )


class _Open(Body):
    """An objection needs no form: what is unknown here is left out and noted."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


_SHORT, _LONG = {"type": "string", "maxLength": 300}, {"type": "string", "maxLength": 20_000}


class Objection(_Open):
    """Somebody wants no advertising. `contact_id` or `address` is enough; what else cannot be read is noted."""

    contact_id: Annotated[str | None, *_lenient(_ID)] = None
    address: Annotated[str | None, *_lenient(_SHORT)] = Field(
        default=None, description="e-mail address, number, profile, or „Anna Nachname, Straße 1, 20095 Ort“"
    )
    scope: Annotated[str | None, *_lenient({"type": "string", "enum": list(OBJECTION_SCOPES)})] = Field(
        default=None, description="left out: global"
    )
    received_at: Annotated[str | None, *_lenient({"type": "string", "examples": [MOMENT]})] = Field(
        default=None, description="left out: now"
    )
    source: Annotated[str | None, *_lenient(_SHORT)] = None
    verbatim: Annotated[str | None, *_lenient(_LONG)] = None


class ObjectionOutcome(_Open):
    """The outcome `objection` counts, whatever else of a report cannot be read."""

    task_id: Id
    outcome: Word
    at: Annotated[str | None, *_lenient(_SHORT)] = None
    by: Annotated[str | None, *_lenient(_SHORT), AfterValidator(_cut_to(500))] = None
    note: Annotated[str | None, *_lenient(_LONG), AfterValidator(_cut_to(20_000))] = None
    number: Annotated[str | None, *_lenient(_SHORT), AfterValidator(_cut_to(500))] = None
    promise: Annotated[str | None, *_lenient(_SHORT), AfterValidator(_cut_to(500))] = None
    promise_due: Annotated[str | None, *_lenient(_SHORT)] = None
    promise_owner: Annotated[str | None, *_lenient(_SHORT)] = None


class Withdrawal(_Open):
    """Somebody takes a consent back: the named one, else every one for `medium`, else it is an objection."""

    contact_id: Id
    consent_id: Annotated[str | None, *_lenient(_ID)] = None
    medium: Annotated[str | None, *_lenient({"type": "string", "enum": [medium.value for medium in Medium]})] = None
    withdrawn_at: Annotated[str | None, *_lenient({"type": "string", "examples": [MOMENT]})] = Field(
        default=None, description="left out: now"
    )


BODIES: Mapping[str, type[Body]] = {
    "cancellations": Cancellation,
    "returned": Returned,
    "outcomes": TaskOutcome,
    "activities": Activity,
    "objections": Objection,
    "consents-withdrawn": Withdrawal,
}


def fields_of(kind: str, value: Mapping[str, Any], vocabulary: ImportVocabulary) -> dict[str, str]:
    """The fields of a body as text, without those that say nothing. Refused with every fault of it."""
    objects = kind == "outcomes" and is_no(kind, value)
    model = ObjectionOutcome if objects else BODIES[kind]
    try:
        body = model.model_validate(value)
    except ValidationError as error:
        raise Refused(*_faults(error, model, vocabulary)) from None
    return {name: str(one) for name, one in body.model_dump().items() if one is not None}


_WORDS = {
    "missing": "Der Wert fehlt.",
    **dict.fromkeys(("string_too_short", "too_short"), "Der Wert fehlt."),
    **dict.fromkeys(("string_too_long", "too_long"), "Der Wert ist zu lang; erlaubt sind {max_length} Zeichen."),
    "string_type": "Hier steht kein Text.",
    "int_type": "Hier steht keine ganze Zahl.",
    "greater_than_equal": "Erlaubt ist mindestens {ge}.",
    "less_than_equal": "Erlaubt ist höchstens {le}.",
}


def _faults(error: ValidationError, model: type[Body], vocabulary: ImportVocabulary) -> Iterator[Fault]:
    for one in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in one["loc"][:1])
        if one["type"] == "extra_forbidden":
            names = tuple(model.model_fields)
            yield Fault(field[:100], f"Dieses Feld gibt es hier nicht.{did_you_mean(field, names)}", names)
        else:
            words = _WORDS.get(one["type"], "Der Wert ist nicht lesbar.")
            yield Fault(field, words.format(**one.get("ctx", {})), allowed(field, vocabulary))
