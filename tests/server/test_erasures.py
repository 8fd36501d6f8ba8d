"""A conversation that is erased while the server runs leaves its memory, its lists and whoever listens."""

import asyncio

import pytest

from chatbot.transcripts.erase import erase
from tests.server.harness import GUARD, Server, in_thread, say

AT = "2026-01-02T03:04:05.678Z"


@pytest.fixture
async def server(place, monkeypatch):
    """One that looks often; its store is another connection's as well."""
    monkeypatch.setattr("chatbot.server.erasures.LOOK_SECONDS", 0.02)
    async with Server(place) as running:
        yield running


async def erased(server, id):
    """As the command does it; returns once the server let go."""
    await asyncio.to_thread(erase, server.store.database, [id], AT)
    await until(lambda: id not in server.app.state.running.hub.ids())


async def until(true):
    async with asyncio.timeout(GUARD):
        while not true():  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.01)


async def test_a_visitor_who_is_there_is_sent_away_and_the_token_is_worth_nothing(server):
    socket, welcome = await server.visitor()
    socket.send(say("m1", "my secret"))
    await socket.event("bot_said")
    await erased(server, welcome["conversation"])
    error = await socket.until("error")
    assert error["code"] == "bad_token"
    assert await socket.close_code() == 1008
    again = await server.socket("/ws/chat")
    again.send({"type": "hello", "token": welcome["token"], "after": 0, "locale": "en"})
    assert (await again.until("error"))["code"] == "bad_token"
    assert await server.store.load(welcome["conversation"]) == ()
    fresh, other = await server.visitor()
    fresh.send(say("m1", "hi"))
    await fresh.event("bot_said")
    assert other["conversation"] != welcome["conversation"]


async def test_agents_see_it_no_more(server):
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    id = welcome["conversation"]
    socket.send(say("m1", "a human please"))
    while not (await agent.until("queue"))["conversations"]:
        pass
    agent.send({"type": "watch", "conversation": id, "after": 0})
    await agent.event("escalated")
    await agent.silence()
    await erased(server, id)
    assert (await agent.until("error"))["conversation"] == id
    assert (await agent.until("queue"))["conversations"] == []
    agent.send({"type": "claim", "conversation": id})
    assert (await agent.until("error", **{"for": "claim"}))["code"] == "not_found"
    token = await server.agent_token("anna")
    async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
        assert (await http.get("/api/v1/conversations")).json()["conversations"] == []
        assert (await http.get(f"/api/v1/conversations/{id}")).status_code == 404


async def test_a_turn_that_is_under_way_stores_nothing(server):
    socket, welcome = await server.visitor()
    server.pipeline.gate.clear()
    socket.send(say("m1", "hi"))
    await in_thread(server.pipeline.entered)
    await asyncio.to_thread(erase, server.store.database, [welcome["conversation"]], AT)
    assert await socket.close_code() == 1008
    server.pipeline.gate.set()
    await until(lambda: not server.app.state.running.turns.open)
    assert await server.store.load(welcome["conversation"]) == ()
    assert await server.store.list() == []


async def test_a_message_that_comes_before_the_server_took_notice_is_refused(place, monkeypatch):
    monkeypatch.setattr("chatbot.server.erasures.LOOK_SECONDS", 600)
    async with Server(place) as server:
        socket, welcome = await server.visitor()
        socket.send(say("m1", "hi"))
        await socket.event("bot_said")
        await asyncio.to_thread(erase, server.store.database, [welcome["conversation"]], AT)
        socket.send(say("m2", "still there?"))
        assert (await socket.until("error"))["code"] == "bad_token"
        assert await socket.close_code() == 1008
        assert await server.store.load(welcome["conversation"]) == ()
