"""Frames that are wrong are refused with a code, and harm nothing."""

import json
from dataclasses import replace

import pytest

from chatbot.errors import FrameError
from chatbot.server.frames import DESK_FRAMES, VISITOR_FRAMES, check_metadata, parse
from chatbot.server.texts import clean, clean_message
from tests.server.harness import LOOSE, Server, say

WRONG = {
    "not JSON": "hello",
    "empty": "",
    "half JSON": '{"type":"say"',
    "null": "null",
    "a list": '[{"type":"say"}]',
    "a number": "17",
    "no type": '{"id":"x"}',
    "type is no text": '{"type":17}',
    "type is a list": '{"type":["say"]}',
    "unknown type": '{"type":"shout"}',
    "a field is missing": '{"type":"say","id":"x"}',
    "text is no text": '{"type":"say","id":"x","text":17}',
    "text is null": '{"type":"say","id":"x","text":null}',
    "id is a number": '{"type":"say","id":17,"text":"x"}',
    "id is empty": '{"type":"say","id":"","text":"x"}',
    "id is long": json.dumps({"type": "say", "id": "x" * 101, "text": "x"}),
    "metadata is a list": '{"type":"say","id":"x","text":"x","metadata":[]}',
    "score is a text": '{"type":"rate","id":"x","score":"5"}',
    "score is true": '{"type":"rate","id":"x","score":true}',
    "score is a fraction": '{"type":"rate","id":"x","score":4.5}',
    "score is 0": '{"type":"rate","id":"x","score":0}',
    "score is 6": '{"type":"rate","id":"x","score":6}',
    "after is negative": '{"type":"hello","after":-1}',
    "after is huge": '{"type":"hello","after":' + "9" * 5000 + "}",
    "half a surrogate pair": '{"type":"say","id":"x","text":"\\ud800"}',
    "half a surrogate pair as key": '{"type":"say","id":"x","text":"x","metadata":{"\\uDfff":1}}',
    "half a surrogate pair as id": '{"type":"say","id":"\\ud800","text":"x"}',
    "many brackets": "[" * 60_000,
    "many brackets in metadata": '{"type":"say","id":"x","text":"x","metadata":'
    + '{"a":' * 20_000
    + "1"
    + "}" * 20_001,
    "NaN": '{"type":"say","id":"x","text":"x","metadata":{"a":NaN}}',
    "infinity": '{"type":"say","id":"x","text":"x","metadata":{"a":-Infinity}}',
    "a number too large": '{"type":"say","id":"x","text":"x","metadata":{"a":1e999}}',
}


@pytest.mark.parametrize("raw", WRONG.values(), ids=WRONG)
def test_a_wrong_frame_is_refused(raw):
    with pytest.raises(FrameError) as refused:
        parse(raw, VISITOR_FRAMES)
    assert refused.value.code == "bad_frame"
    assert str(refused.value)
    str(refused.value).encode()


def test_the_refusal_carries_the_id_of_the_frame():
    with pytest.raises(FrameError) as refused:
        parse('{"type":"say","id":"m1"}', VISITOR_FRAMES)
    assert refused.value.id == "m1"
    assert "text" in str(refused.value)


def test_a_whole_pair_of_surrogates_is_a_character():
    assert parse('{"type":"say","id":"x","text":"\\ud83d\\ude00"}', VISITOR_FRAMES).text == "😀"


def test_unknown_fields_are_ignored():
    assert parse('{"type":"close","id":"x","later":1}', VISITOR_FRAMES).id == "x"
    assert parse('{"type":"claim","conversation":"c","later":1}', DESK_FRAMES).conversation == "c"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\nb\tc", "a\nb\tc"),
        ("a\x00b\x1b[31mc\x7f\x85", "ab[31mc"),
        ("invoice\u202efdp.exe\u202c", "invoicefdp.exe"),
        ("\u2066x\u2069\u200e\u200f", "x"),
        ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
        ("你好", "你好"),
    ],
)
def test_what_can_not_be_seen_is_taken_out(text, kept):
    assert clean(text) == kept


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u3000", "\x00\x01", "\u202e\u200f", "\u200b\u200d\ufeff"])
def test_a_message_of_nothing_is_refused(text):
    with pytest.raises(FrameError, match="nothing to send") as refused:
        clean_message(text, 4000)
    assert refused.value.code == "bad_frame"


def test_emoji_alone_are_a_message():
    assert clean_message("👍🏽", 4000) == "👍🏽"


def test_the_longest_message_fits_and_one_more_does_not():
    assert len(clean_message("ä" * 4000, 4000)) == 4000
    with pytest.raises(FrameError) as refused:
        clean_message("ä" * 4001, 4000)
    assert refused.value.code == "too_long"


def test_metadata_is_bounded_in_size_and_depth():
    assert check_metadata(None, 2048) == {}
    assert check_metadata({"a": {"b": [1, "x", None, 2.5]}}, 2048)
    with pytest.raises(FrameError, match="2048 bytes"):
        check_metadata({"a": "x" * 2048}, 2048)
    deep = json.loads('{"a":' * 9 + "1" + "}" * 9)
    with pytest.raises(FrameError, match="deep"):
        check_metadata(deep, 2048)


async def test_wrong_frames_are_answered_and_the_connection_goes_on(server):
    socket, welcome = await server.visitor()
    for raw in WRONG.values():
        socket.send(raw)
        assert (await socket.next())["code"] == "bad_frame"
    socket.send_raw({"type": "websocket.receive", "bytes": b"\x00"})
    assert (await socket.next())["code"] == "bad_frame"
    socket.send(say("m1", " "))
    assert await socket.next() == {
        "type": "error", "code": "bad_frame", "message": "there is nothing to send", "id": "m1",
    }  # fmt: skip
    socket.send(say("m1", "x" * 4001))
    assert (await socket.next())["code"] == "too_long"
    socket.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
    assert (await socket.next())["code"] == "bad_frame"
    assert len(await server.store.load(welcome["conversation"])) == 1
    socket.send(say("m1", "good"))
    assert (await socket.next())["type"] == "ack"


async def test_frames_before_hello_are_refused(server):
    socket = await server.socket("/ws/chat")
    socket.send(say("m1", "hi"))
    assert (await socket.next())["code"] == "bad_frame"
    socket.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
    assert (await socket.next())["type"] == "welcome"


async def test_who_says_no_hello_is_closed(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, hello_timeout=0.01)) as server:
        socket = await server.socket("/ws/chat")
        assert await socket.close_code() == 1008


async def test_forged_and_foreign_tokens_are_refused(server):
    _, welcome = await server.visitor()
    running = server.app.state.running
    for token in ("", "x", "é", welcome["token"][:-1], welcome["token"] + "x", running.chat.tokens.make("nobody's")):
        socket = await server.socket("/ws/chat")
        socket.send({"type": "hello", "token": token, "after": 0, "locale": "en"})
        assert (await socket.next())["code"] == "bad_token"
        assert await socket.close_code() == 1008


async def test_a_token_lasts_thirty_days_and_who_comes_back_gets_a_new_one(server):
    _, welcome = await server.visitor()
    server.clock.time = "2026-01-03T00:00:00.000Z"
    _, second = await server.visitor(welcome["token"], 1)
    assert second["token"] != welcome["token"]
    server.clock.time = "2026-02-02T00:00:00.000Z"
    socket = await server.socket("/ws/chat")
    socket.send({"type": "hello", "token": welcome["token"], "after": 0, "locale": "en"})
    assert (await socket.next())["code"] == "expired"
    assert await socket.close_code() == 1008
    await server.visitor(second["token"], 1)


async def test_too_many_messages_in_a_short_time_are_refused_and_not_stored(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, message_rate="2/hour")) as server:
        socket, welcome = await server.visitor()
        for n in range(3):
            socket.send(say(f"m{n}", "hi"))
        assert (await socket.until("error"))["code"] == "too_fast"
        socket.send(say("m0", "hi"))
        await socket.until("ack", id="m0")
        events = await server.store.load(welcome["conversation"])
        assert [e.id for e in events if e.type == "customer_said"] == ["m0", "m1"]


async def test_no_more_messages_are_taken_than_can_be_answered(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, max_open_turns=1)) as server:
        server.pipeline.gate.clear()
        one, _ = await server.visitor()
        two, _ = await server.visitor()
        one.send(say("m1", "hi"))
        await one.until("ack")
        two.send(say("m1", "hi"))
        assert (await two.next())["code"] == "overloaded"
