"""A store that fails: an error instead of an ack, nothing lost, nothing double."""

import asyncio
import sqlite3
from dataclasses import replace

import pytest

from chatbot.domain import events as ev
from tests.faults.people import GARBAGE
from tests.faults.server import Bot
from tests.server.harness import LOOSE, Server, say


def failing(when):
    """A connection class whose COMMITs can be made to fail, before or after they are done."""

    class Failing(sqlite3.Connection):
        broken = False
        count = 0

        def execute(self, sql, *args):
            if sql == "COMMIT" and Failing.broken:
                Failing.count += 1
                if when == "after":
                    super().execute(sql)
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(sql, *args)

    return Failing


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_error_is_never_an_ack_and_the_same_id_makes_it_once(tmp_path, when):
    disk = failing(when)
    async with Server(tmp_path / "db", factory=disk) as server:
        socket, welcome = await server.visitor()
        tab, _ = await server.visitor(welcome["token"], 1)
        disk.broken = True
        socket.send(say("m1", "hi"))
        refused = await socket.next()
        assert (refused["type"], refused["code"], refused["id"]) == ("error", "internal", "m1")
        disk.broken = False
        socket.send(say("m1", "hi"))
        await socket.until("ack", id="m1")
        # The other tab has no gap, although nobody saw the first append succeed.
        seqs = []
        while len(seqs) < 2:
            frame = await tab.next()
            if frame["type"] == "event":
                seqs.append(frame["seq"])
        assert seqs == [2, 3]
        events = await server.store.load(welcome["conversation"])
        assert [e.type for e in events if e.type in ("customer_said", "bot_said")] == ["customer_said", "bot_said"]


async def test_a_turn_that_can_not_be_stored_is_stored_when_the_store_is_back(tmp_path, monkeypatch):
    monkeypatch.setattr("chatbot.server.turns.RETRY_SECONDS", (0.0,))
    disk = failing("before")
    async with Server(tmp_path / "db", factory=disk) as server:
        server.pipeline.gate.clear()
        socket, _ = await server.visitor()
        socket.send(say("m1", "hi"))
        await socket.until("ack")
        disk.broken = True
        server.pipeline.gate.set()
        while disk.count < 3:
            await socket.silence()
        disk.broken = False
        assert (await socket.event("bot_said"))["seq"] == 3


async def test_hello_without_a_store_is_an_error_and_come_back_later(tmp_path):
    disk = failing("before")
    async with Server(tmp_path / "db", factory=disk) as server:
        disk.broken = True
        socket = await server.socket("/ws/chat")
        socket.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
        assert (await socket.next())["code"] == "internal"
        assert await socket.close_code() == 1013
        disk.broken = False


async def test_readyz_tells_the_truth_about_store_and_pipeline(tmp_path, monkeypatch):
    monkeypatch.setattr("chatbot.server.health.KEPT_SECONDS", 0.0)
    disk = failing("before")
    async with Server(tmp_path / "db", factory=disk) as server, server.http() as http:
        assert (await http.get("/readyz")).json() == {"status": "ok", "problems": {}}
        disk.broken = True
        answer = await _changed(http, 503)
        assert set(answer["problems"]) == {"store"}
        assert (await http.get("/healthz")).status_code == 200
        disk.broken = False
        await _changed(http, 200)
        server.pipeline.answer = None
        answer = await _changed(http, 503)
        assert set(answer["problems"]) == {"pipeline"}


async def test_readyz_is_not_ready_while_the_pipeline_hangs(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, turn_timeout=0.02)) as server, server.http() as http:
        server.pipeline.gate.clear()
        answer = await http.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["problems"] == {"pipeline": "OutOfTimeError: see the log"}


async def test_rest_without_a_store_is_503(tmp_path):
    async with Server(tmp_path / "db") as server:
        token = await server.agent_token("anna")
        server.store.database.close()
        async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
            for path in ("/api/v1/conversations", "/api/v1/conversations/c", "/api/v1/session"):
                assert (await http.get(path)).status_code == 503
            body = {"name": "anna", "password": "x"}
            assert (await http.post("/api/v1/session", json=body)).status_code == 503


@pytest.mark.parametrize("what", sorted(set(GARBAGE) - {"over", "generator"}))
async def test_a_pipeline_that_returns_nonsense_is_answered_with_an_apology_once(tmp_path, what):
    async with Server(tmp_path / "db", Bot()) as server:
        socket, welcome = await server.visitor()
        socket.send(say("m1", f"garbage:{what}#"))
        assert (await socket.event("bot_said"))["event"]["text"] == "Sorry, something went wrong."
        await socket.event("escalated")
        socket.send(say("m2", "hello"))
        await socket.until("ack", id="m2")
        events = await server.store.load(welcome["conversation"])
        assert [e.turn for e in events if e.type == "bot_said"] == [2]


async def test_a_pipeline_that_talks_over_an_agent_is_not_heard(tmp_path):
    async with Server(tmp_path / "db", Bot()) as server:
        socket, welcome = await server.visitor()
        agent = await server.agent("anna")
        agent.send({"type": "claim", "conversation": welcome["conversation"]})
        await socket.event("agent_joined")
        socket.send(say("m1", "garbage:over#"))
        await socket.until("ack")
        events = ()
        while not any(isinstance(e, ev.Decided) for e in events):
            await asyncio.sleep(0.01)
            events = await server.store.load(welcome["conversation"])
        assert [e.decision.kind for e in events if isinstance(e, ev.Decided)] == ["silent"]
        assert not any(isinstance(e, ev.BotSaid) for e in events)


async def test_events_that_come_one_by_one_are_an_answer_too(tmp_path):
    async with Server(tmp_path / "db", Bot()) as server:
        socket, _ = await server.visitor()
        socket.send(say("m1", "garbage:generator#"))
        assert (await socket.event("bot_said"))["event"]["text"] == "You said: garbage:generator#"


async def _changed(http, status):
    while True:
        answer = await http.get("/readyz")
        if answer.status_code == status:
            return answer.json()
        await asyncio.sleep(0)  # a kept finding is answered without giving way to the timer that forgets it
