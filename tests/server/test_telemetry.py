"""What took how long is told to a collector, and nothing of what anybody wrote or who they are."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chatbot.domain.decision import ActionResult
from chatbot.errors import ActionError
from chatbot.pipeline import Pipeline
from chatbot.server.frames import Identity
from chatbot.server.identity import sign
from chatbot.telemetry import KEYS, OpenTelemetry, to_collector
from tests.fakes.actions import FakeActions
from tests.fakes.talk import Talk
from tests.server.harness import PASSWORD, Server, say

SECRET = "0123456789abcdef"
CUSTOMER = Identity(id="C-4711", name="Rosalind Quincy", email="rosalind@quincy.example", hmac="x")
PRIVATE = (
    "Rosalind", "Quincy", "C-4711", "quincy.example", "10234", "parcel", "zebra", "velvet", "Wilhelmina", "kingfisher",
    "otter", PASSWORD, "1.2.3.4", "magpie", "heron",
)  # fmt: skip


@dataclass
class Gated:
    """A real pipeline where the harness expects a fake one; breaks where a message says so."""

    inner: Pipeline
    gate: threading.Event = field(default_factory=threading.Event)

    def answer(self, conversation: Any, pending: Any, on_draft: Any = None) -> Any:
        if "zebra" in pending.text:
            raise RuntimeError(f"can't read {pending.text!r}")
        return self.inner.answer(conversation, pending, on_draft)

    def failed(self, conversation: Any, pending: Any, error: Exception) -> Any:
        return self.inner.failed(conversation, pending, error)

    def returned(self, conversation: Any) -> Any:
        return self.inner.returned(conversation)


class Seen:
    """A tracer that keeps its spans."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracer = OpenTelemetry("test", SimpleSpanProcessor(self.exporter))

    def spans(self, name: str) -> list[Any]:
        return [s for s in self.exporter.get_finished_spans() if s.name == name]

    def text(self) -> str:
        """Everything that would leave the machine."""
        return "\n".join(span.to_json() for span in self.exporter.get_finished_spans())


@pytest.fixture
def seen() -> Seen:
    return Seen()


def bot(talk: Talk, seen: Seen, **fields: Any) -> Gated:
    return Gated(replace(talk.pipeline, tracer=seen.tracer, **fields))


async def test_a_turn_and_its_steps_are_told(talk: Talk, seen: Seen, tmp_path: Any) -> None:
    async with Server(tmp_path / "chat.sqlite", pipeline=bot(talk, seen), tracer=seen.tracer) as server:
        visitor, welcome = await server.visitor()
        visitor.send(say("1", "where is my parcel 10234 [order_status]"))
        await visitor.event("bot_said")
    (turn,) = seen.spans("turn")
    assert turn.parent is None
    conversation = welcome["conversation"]
    assert turn.attributes == {
        "chatbot.conversation": conversation, "chatbot.turn": 2, "chatbot.chars": 39, "chatbot.stored": True,
    }  # fmt: skip
    steps = {
        s.name: s for s in seen.exporter.get_finished_spans() if s.parent and s.parent.span_id == turn.context.span_id
    }
    assert set(steps) == {"understand", "decide", "act", "write", "store"}
    assert steps["understand"].attributes["chatbot.intent"] == "order_status"
    assert steps["decide"].attributes["chatbot.kind"] == "reply"
    assert steps["act"].attributes["chatbot.outcome"] == "shipped"
    assert steps["write"].attributes["chatbot.chars"] > 20
    assert steps["store"].attributes == {"chatbot.conversation": conversation, "chatbot.events": 4}
    starts = [steps[name].start_time for name in ("understand", "decide", "act", "write", "store")]
    assert starts == sorted(starts)
    assert turn.start_time <= starts[0]
    assert steps["store"].end_time <= turn.end_time
    (frame,) = seen.spans("chat say")
    assert frame.attributes == {
        "chatbot.channel": "chat", "chatbot.type": "say", "chatbot.conversation": conversation,
    }  # fmt: skip
    assert frame.context.trace_id != turn.context.trace_id
    assert frame.context.span_id in {s.parent.span_id for s in seen.spans("store") if s.parent}


async def test_nothing_that_was_written_and_nobody_is_in_any_span(talk: Talk, seen: Seen, tmp_path: Any) -> None:
    odd = ActionResult("kingfisher of Wilhelmina", {"name": "otter"})
    names = dict.fromkeys(talk.pipeline.actions.names(), odd)
    actions = FakeActions({**names, "order_status": ActionError("no order 10234 of Wilhelmina")})
    server = Server(
        tmp_path / "chat.sqlite", pipeline=bot(talk, seen, actions=actions), tracer=seen.tracer, identity_secret=SECRET
    )
    async with server, server.http() as http:
        visitor = await server.socket("/ws/chat")
        identity = {**CUSTOMER.model_dump(exclude_none=True), "hmac": sign(SECRET.encode(), CUSTOMER)}
        visitor.send({"type": "hello", "token": None, "after": 0, "locale": "en", "identity": identity})
        welcome = await visitor.until("welcome")
        id = welcome["conversation"]
        for number, text in enumerate(
            (
                "where is my parcel 10234 [order_status]",
                "is velvet there [product_availability] otter",
                "heron zebra",
                "x",
            )
        ):
            visitor.send(say(str(number), text, metadata={"page": "/otter"}))
            await visitor.event("customer_said")
        await visitor.until("event")
        visitor.send("heron is no frame")
        visitor.send(say("x" * 300, "heron"))
        await visitor.until("error")
        agent = await server.agent("magpie")
        for frame in ({"type": "claim"}, {"type": "say", "id": "1", "text": "kingfisher"}, {"type": "resolve"}):
            agent.send({**frame, "conversation": id})
            await agent.until("ack")
        agent.send({"type": "watch", "conversation": "heron", "after": 0})
        await agent.until("error")
        visitor.send({"type": "rate", "id": "r", "score": 1, "comment": "otter"})
        await visitor.until("ack", id="r")
        await http.post("/api/v1/session", json={"name": "magpie", "password": PASSWORD})
        await http.post("/api/v1/session", json={"name": "heron", "password": "otter"})
        cookie = f"chatbot_session={await server.agent_token('magpie')}"
        for path in (f"conversations/{id}", "conversations/heron", "heron?q=otter", "conversations?before=heron"):
            await http.get(f"/api/v1/{path}", headers={"user-agent": "otter", "cookie": cookie})
        await http.request("HERON", "/desk")
    text = seen.text()
    names = {span.name for span in seen.exporter.get_finished_spans()}
    assert {"turn", "act", "http GET", "http POST", "http _OTHER", "desk claim", "desk say", "chat rate"} <= names
    assert [word for word in PRIVATE if word.lower() in text.lower()] == []
    assert id in text
    routes = {s.attributes.get("http.route") for s in seen.spans("http GET")}
    assert "/api/v1/conversations/{id}" in routes
    assert {s.attributes["error.type"] for s in seen.spans("act")} == {"ActionError"}
    assert len(seen.spans("turn")) >= 3


def test_a_note_that_is_not_on_the_list_and_an_error_in_words_are_dropped(seen: Seen) -> None:
    with pytest.raises(ValueError, match="velvet"), seen.tracer.span("x", text="velvet", kind="k" * 500) as span:
        span.note(customer="velvet", chars=3)
        raise ValueError("velvet")
    (span,) = seen.spans("x")
    assert span.attributes == {"chatbot.kind": "k" * 100, "chatbot.chars": 3, "error.type": "ValueError"}
    assert "velvet" not in seen.text()
    assert not {"text", "name", "email", "customer", "agent", "address"} & set(KEYS)


def test_the_standard_variables_name_the_service_and_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    def resource(tracer: OpenTelemetry) -> Any:
        return tracer._provider.resource.attributes

    monkeypatch.delenv("OTEL_SERVICE_NAME", raising=False)
    assert resource(OpenTelemetry("1"))["service.name"] == "chatbot"
    assert resource(OpenTelemetry("1"))["service.version"] == "1"
    monkeypatch.setenv("OTEL_SERVICE_NAME", "helpdesk")
    assert resource(OpenTelemetry("1"))["service.name"] == "helpdesk"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318")
    for given, expected in (
        ("otlp", "http://collector.example:4318/v1/traces"), ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
        ("https://one.example/otel/v1/traces", "https://one.example/otel/v1/traces"),
    ):  # fmt: skip
        tracer = to_collector(given, "1")
        (processor,) = tracer._provider._active_span_processor._span_processors
        assert processor.span_exporter._endpoint == expected
        tracer.close()


async def test_fastapi_sends_nothing_of_its_own(seen: Seen, tmp_path: Any) -> None:
    """Not even where some library made our provider the global one."""
    from fastapi import FastAPI

    from chatbot.server.app import QUIET

    app = FastAPI(telemetry={**QUIET, "tracer_provider": seen.tracer._provider})
    assert not app._native_telemetry.enabled()
    async with Server(tmp_path / "chat.sqlite") as server:
        assert not server.app._native_telemetry.enabled()
        assert {k: server.app._telemetry[k] for k in QUIET} == QUIET
    assert json.dumps(QUIET).count("true") == 0
