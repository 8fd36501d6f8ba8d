"""What the server counts and measures, for Prometheus. Names of kinds and codes alone: nothing anybody wrote."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from ..domain import events as ev
from ..ports import BATCH_SIZES, Writing
from .auth import signed_in, signed_in_as_admin, token_of
from .roles import needs
from .services import Services

QUOTED = frozenset(("quote", "quote_beside"))
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """One registry per application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._frames = self._counter("frames", "frames that clients sent", "channel", "type")
        self._refused = self._counter("refused", "frames that were refused", "channel", "code")
        self._events = self._counter("events", "events that were stored", "type")
        self._decisions = self._counter("decisions", "what the bot decided", "kind")
        self._helped = self._counter("helped", "what customers said to whether the answer helped", "answer")
        self._replies = self._counter("replies", "who wrote the bot's replies", "by")
        self._guard = self._counter("guard_refusals", "why the guard refused what the model wrote", "code")
        self._verdicts = self._counter("guard_verdicts", "what became of texts the model was asked for", "verdict")
        self._parts = self._counter("reply_parts", "where the parts of replies come from", "origin")
        self._escalations = self._counter("escalations", "why conversations went to the queue", "reason")
        self._sign_ins = self._counter("sign_ins", "attempts to sign in", "result")
        self._append = self._histogram("append_seconds", "until events were committed")
        self._turn = self._histogram("turn_seconds", "until the answer to a message was stored")
        for type in ev.EVENT_TYPES:
            self._events.of(type)

    def frame(self, channel: str, type: str) -> None:
        """A frame was understood."""
        self._frames.add(channel, type)

    def refused(self, channel: str, code: str) -> None:
        """A frame was refused."""
        self._refused.add(channel, code)

    def signed_in(self, result: str) -> None:
        """Somebody tried to sign in."""
        self._sign_ins.add(result)

    def appended(self, events: Sequence[ev.Event], seconds: float) -> None:
        """Events were committed."""
        self._append.observe(seconds)
        for event in events:
            self._events.add(event.type)
            if isinstance(event, ev.Decided):
                self._decisions.add(event.decision.kind)
                for code in (r.code for r in event.decision.reasons if r.code in ("helped", "not_helped")):
                    self._helped.add("yes" if code == "helped" else "no")
            elif isinstance(event, ev.BotSaid):
                self._replies.add(event.written_by)
                self._written(event, events)
                for code in (code for part in event.written for code in part.refused):
                    self._guard.add(_name(code))
            elif isinstance(event, ev.Escalated):
                for reason in event.reasons:
                    self._escalations.add(_name(reason.code))

    def _written(self, said: ev.BotSaid, events: Sequence[ev.Event]) -> None:
        """Each part of a reply: the model's words, the author's, or an article's, which the decision knows."""
        acts = next((e.decision.acts for e in events if isinstance(e, ev.Decided) and e.turn == said.turn), ())
        for i, part in enumerate(said.written):
            article = i < len(acts) and acts[i].kind == "say" and acts[i].topic in QUOTED
            self._parts.add("article" if article else "model" if part.by == "model" else "author")
            if part.refused != ("not_asked",):
                self._verdicts.add(_name(part.refused[0]) if part.refused else "passed")

    def turn(self, seconds: float) -> None:
        """A message was answered."""
        self._turn.observe(seconds)

    def watch(self, name: str, help: str, value: Callable[[], float]) -> None:
        """Show a value that is asked for when the metrics are read."""
        Gauge(f"chatbot_{name}", help, registry=self.registry).set_function(value)

    def watch_writing(self, writing: Callable[[], Writing]) -> None:
        """Show what the responder did, asked for when the metrics are read."""
        self.registry.register(_WritingCollector(writing))

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _counter(self, name: str, help: str, *labels: str) -> _Labelled:
        return _Labelled(Counter(f"chatbot_{name}", help, labels, registry=self.registry))

    def _histogram(self, name: str, help: str) -> Histogram:
        return Histogram(f"chatbot_{name}", help, registry=self.registry, buckets=SECONDS)


class _Labelled:
    """A counter whose labels were looked up once: finding one takes longer than counting."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._of: dict[tuple[str, ...], Counter] = {}

    def of(self, *labels: str) -> Counter:
        """The counter of these labels, shown from now on."""
        found = self._of.get(labels)
        if found is None:
            found = self._of[labels] = self._counter.labels(*labels)
        return found

    def add(self, *labels: str) -> None:
        """Count one."""
        self.of(*labels).inc()


class _WritingCollector(Collector):
    """The responder counts in its own thread; here its numbers are only read."""

    def __init__(self, writing: Callable[[], Writing]) -> None:
        self._writing = writing

    def collect(self) -> Iterator[Metric]:
        """The counters and the sizes of batches."""
        done = self._writing()
        for name, help, value in (
            ("texts", "texts that were written", done.texts),
            ("pieces", "pieces (tokens) that were written", done.pieces),
            ("seconds", "seconds of decoding", done.seconds),
            ("overloaded", "texts refused because too many were waiting", done.overloaded),
            ("late", "texts that took too long", done.late),
        ):
            yield CounterMetricFamily(f"chatbot_responder_{name}", help, value=value)
        sizes = HistogramMetricFamily("chatbot_responder_batch_texts", "texts in one pass of the decoder")
        bounds = [*(str(float(size)) for size in BATCH_SIZES), "+Inf"]
        sizes.add_metric([], list(zip(bounds, accumulate(done.sizes), strict=True)), done.rows)
        yield sizes


def _name(code: str) -> str:
    # Some codes say after a colon what they are about; that is a part of what was written.
    return code.partition(":")[0][:40]


def metrics_router(services: Services, metrics: Metrics) -> APIRouter:
    """`/metrics`, for who has the token of the settings and for admins."""
    router = APIRouter(tags=["health"])

    @router.get(
        "/metrics", summary="Metrics", responses={401: {}, 403: {}}, response_class=PlainTextResponse,
        openapi_extra=needs("admin"),
    )  # fmt: skip
    async def read(request: Request) -> Response:
        """Counters, latencies and queues in Prometheus' text format."""
        given, token = token_of(request) or "", services.metrics_token
        if token is None or not hmac.compare_digest(given.encode(errors="replace"), token.encode()):
            signed_in_as_admin(await signed_in(request))
        return Response(metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router
