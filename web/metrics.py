"""`/metrics` for Prometheus on a listener of its own: what runs, waits and goes wrong. Numbers only, no person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.service.figures import Figures
from campaigns.service.troubles import NAMES


@dataclass(frozen=True, slots=True)
class Gauges:
    """One scrape. `figures` is None when the database does not answer. Ages are seconds, None for never.

    `sent` is (channel, purpose) -> number; `troubles` the names of what is wrong now; `reloaded_at` seconds since 1970.
    """

    figures: Figures | None
    sent: Mapping[tuple[str, ...], int]
    decisions: Mapping[str, int]
    replies: Mapping[str, int]
    troubles: frozenset[str]
    tick_age: float | None
    inbox_age: float | None
    reloaded_at: float
    reload_good: bool


def metrics_app(look: Callable[[], Gauges]) -> Starlette:
    """The listener; `look` is synchronous and runs in a thread. Every process has a registry of its own."""
    registry = CollectorRegistry()
    registry.register(_Collector(look))

    async def show(request: Request) -> Response:
        encode, kind = choose_encoder(request.headers.get("accept", ""))
        return Response(await run_in_threadpool(encode, registry), headers={"Content-Type": kind})

    return Starlette(routes=[Route("/metrics", show)])


class _Collector(Collector):
    def __init__(self, look: Callable[[], Gauges]) -> None:
        self._look = look

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Everything from one look, so that the numbers fit each other."""
        gauges = self._look()
        yield _gauge("up", "1 when the database answered this scrape.", float(gauges.figures is not None))
        yield _labelled("sent", "Touches that left the house.", ("channel", "purpose"), gauges.sent)
        yield _labelled("decisions", "Decisions about touches.", ("decision",), _singles(gauges.decisions))
        yield _labelled("replies", "Mails read from the mailbox.", ("kind",), _singles(gauges.replies))
        bounces = CounterMetricFamily("wiedersehen_bounces", "Bounces read from the mailbox.")
        bounces.add_metric([], gauges.replies.get("bounce", 0))
        yield bounces
        trouble = GaugeMetricFamily("wiedersehen_trouble", "1 while something is wrong.", labels=["name"])
        for name in NAMES:  # each always has a value, so that an alert sees it end
            trouble.add_metric([name], float(any(one.partition("/")[0] == name for one in gauges.troubles)))
        yield trouble
        yield _gauge("reload_success_timestamp_seconds", "When the definitions in force were read.", gauges.reloaded_at)
        yield _gauge("reload_last_successful", "0 after a reload that was refused.", float(gauges.reload_good))
        yield from _ages(gauges)
        if gauges.figures is not None:
            yield from _standing(gauges.figures)


def _ages(gauges: Gauges) -> Iterator[Metric]:
    if gauges.tick_age is not None:
        yield _gauge("last_tick_age_seconds", "Since the last pass over what is due.", gauges.tick_age)
    if gauges.inbox_age is not None:
        yield _gauge("last_inbox_read_age_seconds", "Since the mailbox was last read.", gauges.inbox_age)


def _standing(figures: Figures) -> Iterator[Metric]:
    oldest = (figures.at - figures.oldest_due).total_seconds() if figures.oldest_due else 0.0
    yield _gauge("due_touches", "Touches whose moment has come.", figures.due)
    yield _gauge("oldest_due_age_seconds", "How long the oldest of them has been due.", oldest)
    yield _gauge("under_way_touches", "Touches claimed or being sent.", figures.under_way)
    yield _gauge("uncertain_touches", "Touches nobody knows the fate of.", figures.uncertain)
    yield _gauge("held_touches", "Touches that wait for a person.", figures.held)
    yield _gauge("open_tasks", "Calls and messages that wait for a person.", figures.open_tasks)
    yield _gauge("replies_to_review", "Replies that a person should read.", figures.replies_to_review)
    yield _gauge("activated", "1 when mails go to their recipients.", float(figures.activated))
    paused = GaugeMetricFamily("wiedersehen_paused", "1 for what an operator has stopped.", labels=["scope"])
    paused.add_metric(["advertising"], float(figures.paused is not None))
    paused.add_metric(["contract"], float(figures.paused == "all"))
    yield paused


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"wiedersehen_{name}", text, value=value)


def _singles(numbers: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    return {(word,): number for word, number in numbers.items()}


def _labelled(name: str, text: str, labels: tuple[str, ...], numbers: Mapping[tuple[str, ...], int]) -> Metric:
    family = CounterMetricFamily(f"wiedersehen_{name}", text, labels=labels)
    for words, number in sorted(numbers.items()):
        family.add_metric(list(words), number)
    return family
