"""Two applications on one PostgreSQL: what one takes the other shows, and turns are taken over, once."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from chatbot.domain.events import BotSaid
from tests.server.harness import LOOSE, PASSWORD, Server, in_thread, say


@pytest.fixture
async def url(cluster):
    return cluster.database()


@pytest.fixture
async def pair(url):
    async with Server(url) as left, Server(url) as right:
        yield left, right


async def test_the_visitor_is_at_one_process_and_the_agent_at_the_other(pair):
    left, right = pair
    agent = await right.agent("anna")
    socket, welcome = await left.visitor()
    id = welcome["conversation"]
    socket.send(say("m1", "a human please"))
    await socket.event("escalated")
    while not (await agent.until("queue"))["conversations"]:
        pass
    agent.send({"type": "watch", "conversation": id, "after": 0})
    agent.send({"type": "claim", "conversation": id})
    await agent.until("ack")
    assert (await socket.event("agent_joined"))["event"]["type"] == "agent_joined"
    socket.send(say("m2", "are you there?"))
    assert (await agent.event("customer_said"))["event"]["id"] == "m2"
    agent.send({"type": "say", "conversation": id, "id": "a1", "text": "I am"})
    assert (await socket.event("agent_said"))["event"]["text"] == "I am"
    socket.send({"type": "typing", "who": "visitor"})
    assert (await agent.until("typing", who="visitor"))["conversation"] == id
    agent.send({"type": "resolve", "conversation": id})
    assert (await socket.event("conversation_closed"))["event"]["by"] == "agent"
    while (await agent.until("queue"))["mine"]:
        pass


async def test_a_reply_is_written_by_the_process_that_took_the_message_alone(pair):
    left, right = pair
    one, welcome = await left.visitor()
    two, _ = await right.visitor(welcome["token"], 1)
    for n in range(5):
        one.send(say(f"m{n}", f"text {n}"))
        assert (await one.event("bot_said"))["event"]["text"] == f"You said: text {n}"
        assert (await two.event("bot_said"))["event"]["text"] == f"You said: text {n}"
    assert len(left.pipeline.asked) == 5
    assert right.pipeline.asked == []


async def test_two_agents_at_two_processes_have_one_winner(pair):
    left, right = pair
    anna, ben = await left.agent("anna"), await right.agent("ben")
    for n in range(8):
        socket, welcome = await left.visitor()
        socket.send(say(f"m{n}", "a human please"))
        await socket.event("escalated")
        claim = {"type": "claim", "conversation": welcome["conversation"]}
        anna.send(claim)
        ben.send(claim)
        answers = [await _answer(agent, welcome["conversation"]) for agent in (anna, ben)]
        assert sorted(a["type"] for a in answers) == ["ack", "error"], answers
        assert next(a for a in answers if a["type"] == "error")["code"] == "taken"


async def test_a_turn_of_a_process_that_died_is_taken_over_by_the_other_once(url):
    async with Server(url) as right:
        dead = Server(url)
        dead.pipeline.gate.clear()
        socket, welcome = await dead.visitor()
        socket.send(say("m1", "hi"))
        await socket.until("ack")
        await in_thread(dead.pipeline.entered)
        await asyncio.sleep(2.5)
        assert right.pipeline.asked == [], "it is being taken, whatever it lasts"
        await dead.services.peers.close()  # as the end of a process closes its connections
        again, _ = await right.visitor(welcome["token"], 1)
        assert (await again.event("bot_said"))["event"]["text"] == "You said: hi"
        dead.pipeline.gate.set()
        await dead.app.state.running.turns.close()
        await asyncio.sleep(2.5)
        events = await right.store.load(welcome["conversation"])
        assert sum(isinstance(e, BotSaid) for e in events) == 1
        assert len(right.pipeline.asked) == 1
        await dead.store.close()


async def test_a_process_that_ends_hands_its_unfinished_turn_over(url):
    async with Server(url) as right:
        async with Server(url) as left:
            left.pipeline.gate.clear()
            socket, welcome = await left.visitor()
            socket.send(say("m1", "hi"))
            await socket.until("ack")
            await in_thread(left.pipeline.entered)
            task = asyncio.create_task(left.app.state.running.turns.close())
            await asyncio.sleep(0)
            for turn in left.app.state.running.turns._tasks.values():
                turn.cancel()  # as after `closing_timeout`
            await task
        again, _ = await right.visitor(welcome["token"], 1)
        assert (await again.event("bot_said"))["event"]["text"] == "You said: hi"


async def test_what_was_said_while_nobody_listened_is_read_from_the_table(pair, cluster, url, monkeypatch):
    monkeypatch.setattr("chatbot.transcripts.peers.RETRY_SECONDS", 0.5)
    left, right = pair
    one, welcome = await left.visitor()
    two, _ = await right.visitor(welcome["token"], 1)
    agent = await right.agent("anna")
    cluster.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
        f" AND datname = '{psycopg.conninfo.conninfo_to_dict(url)['dbname']}'"
    )
    one.send(say("m1", "hi"))
    await one.event("bot_said")
    one.send(say("m2", "a human please"))
    await one.event("escalated")
    for kind in ("customer_said", "bot_said", "customer_said", "bot_said", "escalated"):
        assert (await two.until("event"))["event"]["type"] == kind
    while not (await agent.until("queue"))["conversations"]:
        pass


async def test_a_tab_at_another_process_sees_its_own_messages_once_and_in_order(pair):
    left, right = pair
    one, welcome = await left.visitor()
    two, _ = await right.visitor(welcome["token"], 1)
    for n in range(20):
        (one if n % 2 else two).send(say(f"m{n}", f"text {n}"))
    seen = {id(socket): [] for socket in (one, two)}
    for socket in (one, two):
        while len(seen[id(socket)]) < 40:
            frame = await socket.until("event")
            seen[id(socket)].append(frame["seq"])
    assert seen[id(one)] == seen[id(two)] == list(range(2, 42))
    events = await left.store.load(welcome["conversation"])
    turns = [e.turn for e in events if isinstance(e, BotSaid)]
    assert len(turns) == len(set(turns)) == 20


async def test_what_another_process_appends_while_a_tab_joins_is_told_once(pair, monkeypatch):
    left, right = pair
    one, welcome = await left.visitor()
    await (await right.visitor(welcome["token"], 1))[0].silence()
    load, loads = right.store.load, []

    async def appended_meanwhile(id):
        loads.append(id)
        one.send(say(f"m{len(loads)}", "hi"))
        await one.event("bot_said")
        return await load(id)

    monkeypatch.setattr(right.store, "load", appended_meanwhile)
    two, _ = await right.visitor(welcome["token"], 1)
    monkeypatch.setattr(right.store, "load", load)
    seen = [(await two.until("event"))["seq"] for _ in range(2 * len(loads))]
    assert seen == list(range(2, 2 * len(loads) + 2))
    assert [f for f in await two.silence() if f["type"] == "event"] == []


async def test_an_agent_disabled_at_one_process_is_out_at_the_other(pair):
    left, right = pair
    agent = await right.agent("anna")
    await left.accounts.enable("anna", active=False)
    assert await agent.close_code() == 1008


async def _answer(agent, conversation):
    while True:
        frame = await agent.next()
        if frame["type"] in ("ack", "error") and frame.get("conversation") == conversation:
            return frame


async def test_attempts_to_sign_in_count_at_all_processes_together(url):
    settings = replace(LOOSE, sign_in_failures="3/hour")
    async with Server(url, settings=settings) as left, Server(url, settings=settings) as right:
        await left.accounts.add("anna", PASSWORD)

        async def sign_in(server, password, name="Anna"):
            async with server.http(address=f"10.0.0.{len(name)}") as http:
                return await http.post("/api/v1/session", json={"name": name, "password": password})

        for server in (left, right):
            assert (await sign_in(server, "wrong")).status_code == 401
        assert (await sign_in(left, PASSWORD)).status_code == 200  # what failed before is forgiven, everywhere
        for server in (right, left, right):
            assert (await sign_in(server, "wrong")).status_code == 401
        for server in (left, right):
            refused = await sign_in(server, PASSWORD)
            assert refused.status_code == 429
            assert 3000 < int(refused.headers["Retry-After"]) <= 3600
        assert (await sign_in(left, "wrong", "nobody")).status_code == 401


async def test_new_conversations_of_an_address_count_at_all_processes_together(url):
    settings = replace(LOOSE, conversation_rate="3/hour")
    async with Server(url, settings=settings) as left, Server(url, settings=settings) as right:
        _, welcome = await left.visitor()
        await right.visitor()
        await left.visitor()
        for server in (left, right):
            socket = await server.socket("/ws/chat")
            socket.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
            refused = await socket.next()
            assert (refused["code"], refused["retry_after"] > 3000) == ("too_fast", True)
            await server.visitor(welcome["token"], 1)
        other = await right.socket("/ws/chat", address="5.6.7.8")
        other.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
        assert (await other.next())["type"] == "welcome"
