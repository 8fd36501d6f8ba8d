"""Traces for an operator, by OpenTelemetry. Imported only where the setting `telemetry` is given (extra `telemetry`).

What may leave the machine is a list of names: a note that is not on it is dropped, and the messages of errors, which
may hold what a customer wrote, are never sent. The provider is no global one: libraries that look for such a one
(FastAPI does) would add spans of their own, with addresses and errors in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import Span as SdkSpan
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, Status, StatusCode

from .ports import Note

T = TypeVar("T")

PATH = "/v1/traces"
LONGEST = 100
KEYS = {
    "method": "http.request.method", "route": "http.route", "status": "http.response.status_code",
    "error": "error.type",
} | {
    name: f"chatbot.{name}"
    for name in (
        "acts", "action", "channel", "chars", "code", "conversation", "events", "intent", "kind", "language",
        "outcome", "refused", "stored", "turn", "type", "verdict", "written_by",
    )
}  # fmt: skip
"""What may be noted, and what it is called outside."""


class OpenTelemetry:
    """A `ports.Tracer`."""

    def __init__(self, version: str, *processors: SpanProcessor) -> None:
        resource = Resource.create({"service.version": version})
        if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
            resource = resource.merge(Resource({SERVICE_NAME: "chatbot"}))  # nor does OTEL_SERVICE_NAME say another
        self._provider = TracerProvider(resource=resource)
        for processor in processors:
            self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("chatbot", version)

    @contextmanager
    def span(self, name: str, *, root: bool = False, **notes: Note) -> Iterator[_Span]:
        """What is done within."""
        context = Context() if root else None
        with self._tracer.start_as_current_span(
            name, context, attributes=_known(notes), record_exception=False, set_status_on_exception=False
        ) as made:
            try:
                yield _Span(made)
            except BaseException as error:
                made.set_attribute(KEYS["error"], type(error).__name__)
                made.set_status(Status(StatusCode.ERROR))
                raise

    def carry(self, work: Callable[[], T]) -> Callable[[], T]:
        """The work, with the span that is current here."""
        context = copy_context()
        return lambda: context.run(work)

    def close(self) -> None:
        """Send what waits."""
        self._provider.shutdown()


class _Span:
    def __init__(self, span: Span | SdkSpan) -> None:
        self._span = span

    def note(self, **notes: Note) -> None:
        self._span.set_attributes(_known(notes))
        if "error" in notes:
            self._span.set_status(Status(StatusCode.ERROR))


def _known(notes: dict[str, Note]) -> dict[str, Note]:
    return {KEYS[k]: v[:LONGEST] if isinstance(v, str) else v for k, v in notes.items() if k in KEYS}


def to_collector(address: str, version: str) -> OpenTelemetry:
    """Spans go to an OTLP collector over HTTP, in batches; with "otlp" the standard OTEL_ variables say where it is."""
    url = None if address == "otlp" else address.rstrip("/").removesuffix(PATH) + PATH
    return OpenTelemetry(version, BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
