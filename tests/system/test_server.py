"""The real server with the real bundle over a real socket: both languages, hand-over, crash, replay."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.fakes.talk import ROOT
from tests.system.conftest import Server, Visitor, maps

pytestmark = pytest.mark.bundle


def run(*args: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "chatbot", *args, "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def test_ready_stands_alone_on_a_line_and_sigterm_ends_in_order(server: Server) -> None:
    assert server.lines[-1] == f"ready {server.url}\n"
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    assert httpx.get(f"{server.url}/readyz").status_code == 200
    assert server.stop() == 0


def test_serving_imports_no_torch(shared: Server, guest: Callable[..., Visitor]) -> None:
    guest().ask("where is order 10234")
    mapped = maps(shared.process.pid)
    assert "onnxruntime" in mapped
    assert "libtorch" not in mapped
    assert "/torch/" not in mapped


def test_facts_in_english_and_chinese(guest: Callable[..., Visitor]) -> None:
    english = guest()
    assert "10234" in english.ask("where is order 10234?")
    assert "DHL" in english.seen[-1][1]["text"] or "order" in english.seen[-1][1]["text"].lower()
    assert "99999" in english.ask("and where is order 99999?")
    chinese = guest(locale="zh")
    asked = chinese.ask("我的订单到哪了")
    assert "订单号" in asked
    assert "10236" in chinese.ask("10236")
    assert [seq for seq, _ in chinese.seen] == list(range(1, len(chinese.seen) + 1))


def test_the_reply_is_streamed_before_it_is_said(guest: Callable[..., Visitor]) -> None:
    one = guest()
    reply = one.ask("what are your opening hours?")
    assert one.deltas
    assert reply.startswith("".join(one.deltas)[:10])


def test_a_resent_message_makes_no_second_turn(guest: Callable[..., Visitor]) -> None:
    one = guest()
    first = one.say("where is order 10234", "same-id")
    one.wait("bot_said", first)
    one.send({"type": "say", "id": "same-id", "text": "where is order 10234"})
    assert one.receive("ack")["seq"] == first
    assert "10235" in one.ask("where is order 10235")
    said = [e for _, e in one.seen if e["type"] == "customer_said"]
    assert [e["id"] for e in said].count("same-id") == 1


def test_an_acknowledged_message_survives_kill_9_and_is_answered_once(
    server: Server, visitor: Callable[..., Visitor]
) -> None:
    one = visitor()
    seq = one.say("where is order 10236")
    server.kill()
    server.restart()
    one.open()
    assert "10236" in one.wait("bot_said", seq)["text"]
    one.ask("thanks")
    numbers = [seq for seq, _ in one.seen]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len([e for _, e in one.seen if e["type"] == "bot_said" and e["turn"] == seq]) == 1


def test_an_angry_customer_reaches_an_agent_and_the_bot_is_silent(
    server: Server, visitor: Callable[..., Visitor]
) -> None:
    one = visitor()
    one.ask("this is unacceptable!!! my sofa arrived broken and nobody answers, you are useless")
    if not any(e["type"] == "escalated" for _, e in one.seen):
        one.ask("I am absolutely furious, this is the worst shop I have ever seen!!!")
    if not any(e["type"] == "escalated" for _, e in one.seen):
        one.ask("get me a human agent now!!!")
    one.wait("escalated")
    desk_client = server.desk()
    cookie = "; ".join(f"{k}={v}" for k, v in desk_client.cookies.items())
    with connect(server.ws("/ws/desk"), additional_headers={"Cookie": cookie}) as desk:
        queue = json.loads(desk.recv(10))
        (row,) = queue["conversations"]
        assert row["conversation"] == one.conversation
        assert row["reasons"]
        desk.send(json.dumps({"type": "claim", "conversation": one.conversation}))
        _next(desk, "ack")
        desk.send(
            json.dumps({"type": "say", "conversation": one.conversation, "id": "a1", "text": "Hello, Anna here."})
        )
        _next(desk, "ack")
        assert one.wait("agent_said")["text"] == "Hello, Anna here."
        seq = one.say("where is order 10234?")
        desk.send(json.dumps({"type": "resolve", "conversation": one.conversation}))
        _next(desk, "ack")
    one.wait("conversation_closed")
    assert not [e for s, e in one.seen if s > seq and e["type"] == "bot_said"]
    one.send({"type": "rate", "id": "r1", "score": 2, "comment": "too slow"})
    one.receive("ack")
    row = desk_client.get(f"/api/v1/conversations/{one.conversation}").json()["conversation"]
    assert row["score"] == 2


def _next(socket: object, kind: str) -> dict[str, object]:
    while True:
        frame = json.loads(socket.recv(20))
        assert frame["type"] != "error", frame
        if frame["type"] == kind:
            return frame


BAD = [
    "not json", "[]", "null", "5", '"text"', "[" * 60_000, '{"type":"moon"}', '{"type":5}', "{}",
    '{"type":"say","id":5,"text":"x"}', '{"type":"say","id":"a"}', '{"type":"say","id":"b","text":["x"]}',
    '{"type":"say","id":"c","text":"\\ud800"}', '{"type":"say","id":"d","text":""}',
    '{"type":"say","id":"e","text":"' + "x" * 5000 + '"}', '{"type":"rate","id":"f","score":9}',
    '{"type":"say","id":"g","text":"x","metadata":[]}', '{"type":"hello","token":1}',
]  # fmt: skip


def test_bad_frames_get_clear_errors_and_the_conversation_goes_on(guest: Callable[..., Visitor]) -> None:
    one = guest()
    for frame in BAD:
        one.socket.send(frame)
        error = one.receive("error")
        assert error["code"] in ("bad_frame", "too_long"), frame[:80]
        assert len(error["message"]) > 5
    assert one.seen[-1][1]["type"] == "conversation_started"
    assert "10234" in one.ask("where is order 10234")


@pytest.mark.parametrize(
    "text",
    ["😡😡😡", "<script>alert(1)</script>", "\u202eesrever", "x" * 4000, "{order_id} {refund_amount}", "?" * 300],
)
def test_strange_messages_get_a_sensible_reply(text: str, guest: Callable[..., Visitor]) -> None:
    one = guest()
    reply = one.ask(text)
    assert len(reply) > 10
    assert "{" not in reply
    assert "script" not in reply


def test_a_million_brackets_close_nothing_else(shared: Server, guest: Callable[..., Visitor]) -> None:
    one, other = guest(), guest()
    with pytest.raises(ConnectionClosed):
        one.socket.send("[" * 1_000_000)
        one.receive("never")
    assert "10234" in other.ask("where is order 10234")
    one.open()
    assert "10234" in one.ask("where is order 10234")


def test_forged_and_foreign_tokens_open_nothing(shared: Server, guest: Callable[..., Visitor]) -> None:
    one = guest()
    one.say("my secret is 10234")
    for token in ("forged", one.token[:-2] + "xx", one.token[::-1], "", "null"):
        with connect(shared.ws("/ws/chat")) as socket:
            socket.send(json.dumps({"type": "hello", "token": token, "after": 0, "locale": "en"}))
            frame = json.loads(socket.recv(10))
            assert frame["type"] == "error", token
            assert frame["code"] in ("bad_token", "expired", "bad_frame")


def test_strangers_get_no_conversations(shared: Server, guest: Callable[..., Visitor]) -> None:
    one = guest()
    for path in ("/api/v1/conversations", f"/api/v1/conversations/{one.conversation}", "/api/v1/session"):
        assert httpx.get(shared.url + path).status_code == 401
    wrong = httpx.post(f"{shared.url}/api/v1/session", json={"name": "agent", "password": "wrong"})
    assert wrong.status_code == 401
    with pytest.raises(Exception, match="1008|401|403"), connect(shared.ws("/ws/desk")) as desk:
        desk.recv(10)


def test_replay_of_its_own_recording_differs_in_nothing(
    server: Server, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    for locale, texts in (
        (
            "en",
            ["hi", "where is my order", "10236", "no, I meant 10234", "is the luna lamp in stock?", "asdf", "thanks"],
        ),
        ("zh", ["你好", "我要退货", "10237", "谢谢", "转人工"]),
    ):
        one = visitor(locale=locale)
        for text in texts:
            one.ask(text)
    server.stop()
    report = run("replay", "--data", str(server.data), "--bundle", str(server.bundle))
    assert (report["turns"], report["differing"]) == (12, 0), report["diffs"]
    out = tmp_path / "all.jsonl"
    subprocess.run(
        [sys.executable, "-m", "chatbot", "export", "--data", str(server.data), str(out)], cwd=ROOT, check=True
    )
    again = run("replay", str(out), "--bundle", str(server.bundle))
    assert (again["turns"], again["differing"]) == (12, 0)


def test_the_model_itself_writes_nine_of_ten_replies_on_held_out_paraphrases(bundle: Path) -> None:
    report = run("evaluate", "responder", "--bundle", str(bundle))
    assert report["by_model"] >= 0.9
    assert report["wrong_placeholders_sent"] == 0
    assert report["replies"] > 500


def test_understanding_is_far_above_chance_on_held_out_messages(bundle: Path) -> None:
    assert run("evaluate", "intents", "--bundle", str(bundle))["accuracy"] > 0.75
    assert run("evaluate", "sentiment", "--bundle", str(bundle))["accuracy"] > 0.7
