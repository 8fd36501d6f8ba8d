"""The metrics tell counts and times and nothing that anybody wrote; the log names conversations and no content."""

import io
import json
import logging

import pytest
from prometheus_client.parser import text_string_to_metric_families

from chatbot.domain import events as ev
from chatbot.domain.decision import Act, Decision
from chatbot.ports import Writing
from chatbot.server.logs import JsonLines, redact
from chatbot.server.metrics import Metrics
from tests.server.harness import PASSWORD, Server, say

ID = "0b0e7c1a-1234-4567-8901-123456789012"
TOKEN = "metrics-token-of-the-settings"


@pytest.fixture
async def server(tmp_path):
    async with Server(tmp_path / "db", metrics_token=TOKEN) as running:
        yield running


async def read(server, token=TOKEN):
    async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
        answer = await http.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    samples = [s for family in text_string_to_metric_families(answer.text) for s in family.samples]
    return {(s.name, *sorted(s.labels.values())): s.value for s in samples}, answer.text


async def test_what_happens_is_counted(server):
    socket, _ = await server.visitor()
    socket.send(say("m1", "hi"))
    await socket.event("bot_said")
    socket.send(say("m2", "a human please"))
    await socket.event("escalated")
    socket.send("{")
    await socket.until("error")
    async with server.http() as http:
        for name in ("nobody", "anna"):
            if name == "anna":
                await server.accounts.add("anna", PASSWORD)
            await http.post("/api/v1/session", json={"name": name, "password": PASSWORD})
    found, _ = await read(server)
    assert found["chatbot_frames_total", "chat", "say"] == 2
    assert found["chatbot_refused_total", "bad_frame", "chat"] == 1
    assert found["chatbot_events_total", "customer_said"] == 2
    assert found["chatbot_decisions_total", "escalate"] == 1
    assert found["chatbot_replies_total", "fallback"] == 2
    assert found["chatbot_guard_refusals_total", "number"] == 2
    assert found["chatbot_guard_verdicts_total", "number"] == 2
    assert found["chatbot_reply_parts_total", "author"] == 2
    assert found["chatbot_escalations_total", "asked_for_human"] == 1
    assert found["chatbot_sign_ins_total", "refused"] == found["chatbot_sign_ins_total", "signed_in"] == 1
    assert found["chatbot_sockets",] == 1
    assert found["chatbot_open_turns",] == 0
    assert found["chatbot_turn_seconds_count",] == 2
    assert found["chatbot_append_seconds_count",] >= 5
    assert 0 < found["chatbot_append_seconds_sum",] < 60


def parsed(metrics):
    families = text_string_to_metric_families(metrics.text().decode())
    return {(s.name, *sorted(s.labels.values())): s.value for family in families for s in family.samples}


def part(by, *refused):
    return ev.Written(prompt="p", candidate="secret", refused=refused, template="t", text="t", by=by)


def test_parts_of_replies_are_counted_by_origin_and_verdict():
    """Of an article's quote the model wrote the frame at most; what no model was asked for has no verdict."""
    acts = (Act("reply", "order_status", "shipped"), Act("say", "quote"), Act("ask", "order_status", "order_id"))
    said = (part("model"), part("model"), part("fallback", "name:secret", "digit"))
    metrics = Metrics()
    metrics.appended(
        [
            ev.Decided(at="", turn=1, decision=Decision("reply", (), acts)),
            ev.BotSaid(at="", turn=1, text="t", written=said),
            ev.BotSaid(at="", turn=2, text="t", written=(part("fallback", "not_asked"),)),
            ev.BotSaid(at="", turn=3, text="t", written=(part("fallback", "model_error:secret"),)),
        ],
        0.1,
    )
    found = parsed(metrics)
    assert {k: v for k, v in found.items() if k[0] == "chatbot_reply_parts_total"} == {
        ("chatbot_reply_parts_total", "model"): 1,
        ("chatbot_reply_parts_total", "article"): 1,
        ("chatbot_reply_parts_total", "author"): 3,
    }
    assert {k[1]: v for k, v in found.items() if k[0] == "chatbot_guard_verdicts_total"} == {
        "passed": 2, "name": 1, "model_error": 1,
    }  # fmt: skip
    assert b"secret" not in metrics.text()


def test_what_the_responder_wrote_is_shown():
    writing, metrics = Writing(), Metrics()
    metrics.watch_writing(lambda: writing)
    for rows, pieces, seconds in ((1, 9, 0.25), (2, 2, 0.25), (3, 3, 0.5), (100, 100, 1.0)):
        writing.add(rows, pieces, seconds)
    writing.texts, writing.late = 4, 1
    found = parsed(metrics)
    assert found["chatbot_responder_pieces_total",] == 114
    assert found["chatbot_responder_seconds_total",] == 2.0
    assert found["chatbot_responder_texts_total",] == 4
    assert found["chatbot_responder_late_total",] == 1
    bucket = "chatbot_responder_batch_texts_bucket"
    assert [found[bucket, le] for le in ("1.0", "2.0", "4.0", "64.0", "+Inf")] == [1, 2, 3, 3, 4]
    assert found["chatbot_responder_batch_texts_sum",] == 106


async def test_nothing_of_a_conversation_is_in_the_metrics(server):
    socket, welcome = await server.visitor()
    socket.send(say("m1", "my name is Zaphod, break"))
    await socket.event("escalated")
    _, text = await read(server)
    assert "Zaphod" not in text
    assert welcome["conversation"] not in text
    assert "m1" not in text


async def test_only_who_may_reads_them(server, tmp_path):
    async with server.http() as http:
        assert (await http.get("/metrics")).status_code == 401
    for token, status in ((TOKEN + "x", 401), (TOKEN[:-1], 401), ("\u00e9".encode().decode("latin1"), 401)):
        async with server.http(headers={"authorization": f"Bearer {token}".encode("latin1")}) as http:
            assert (await http.get("/metrics")).status_code == status
    agent = await server.agent_token("anna")
    async with server.http(headers={"authorization": f"Bearer {agent}"}) as http:
        assert (await http.get("/metrics")).status_code == 403
    await server.accounts.set_role("anna", "admin")
    await read(server, agent)
    async with Server(tmp_path / "without") as other, other.http(headers={"authorization": "Bearer None"}) as http:
        assert (await http.get("/metrics")).status_code == 401


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no ada.lovelace+x@mail.example.org here", "no [email] here"),
        ("call +49 170 123 45 67 now", "call [number] now"),
        ("card 4111-1111-1111-1111", "card [number]"),
        ("token WyJjLTE0MDI1NzM0NDYzNTI5Ni0xIiwiMjAyNi0wMS0wMlQwMyJd.M1A1alhnw2Ru30", "token [token]"),
        (f"conversation {ID} stays", f"conversation {ID} stays"),
        ("port 8080, 120 ms, HTTP 404", "port 8080, 120 ms, HTTP 404"),
    ],
)  # fmt: skip
def test_the_log_is_redacted(text, left):
    assert redact(text) == left


async def test_a_turn_that_fails_is_logged_with_its_conversation_and_without_its_text(server):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    try:
        socket, welcome = await server.visitor()
        socket.send(say("m1", "break it, I am ada@example.org"))
        await socket.event("escalated")
    finally:
        logging.getLogger().removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    (failed,) = [line for line in lines if line["level"] == "error"]
    assert failed["conversation"] == welcome["conversation"]
    assert "RuntimeError" in failed["error"]
    assert "ada@" not in stream.getvalue()
    assert "break it" not in stream.getvalue()


def test_an_exception_that_repeats_what_was_written_is_redacted():
    try:
        raise ValueError("bad value 'ada@example.org' of card 4111 1111 1111 1111")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    line = JsonLines().format(record)
    assert "ada@" not in line
    assert "4111" not in line
