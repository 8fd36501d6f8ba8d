"""What the protocol promises to visitors: kept, once, in order, finished."""

import asyncio

import pytest

from chatbot.domain.events import BotSaid, CustomerSaid
from tests.fakes.pipeline import FakePipeline
from tests.server.harness import Server, in_thread, say


@pytest.fixture
async def server(place):
    """Over a file and over a PostgreSQL: the promises are the same."""
    async with Server(place) as running:
        yield running


async def test_hello_starts_a_conversation_and_stores_nothing_else(server):
    socket = await server.socket("/ws/chat")
    socket.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
    welcome = await socket.next()
    assert welcome["type"] == "welcome"
    assert welcome["last"] == 1
    first = await socket.next()
    assert first == {
        "type": "event",
        "seq": 1,
        "event": {"type": "conversation_started", "at": server.clock.now(), "locale": "en"},
    }
    assert len(await server.store.load(welcome["conversation"])) == 1


async def test_ack_comes_after_commit_and_before_the_event(server):
    socket, welcome = await server.visitor()
    socket.send(say("m1", "hi", metadata={"page": "/x"}))
    assert await socket.next() == {"type": "ack", "id": "m1", "seq": 2}
    stored = await server.store.load(welcome["conversation"])
    assert isinstance(stored[1], CustomerSaid)
    assert stored[1].metadata == {"page": "/x"}
    own = await socket.next()
    assert own["seq"] == 2
    assert own["event"] == {"type": "customer_said", "at": server.clock.now(), "id": "m1", "text": "hi"}
    reply = await socket.event("bot_said")
    assert reply["seq"] == 3
    assert reply["event"]["turn"] == 2
    assert reply["event"]["quick_replies"] == ["Yes", "No"]
    assert set(reply["event"]) == {"type", "at", "turn", "text", "quick_replies"}


async def test_the_same_id_again_is_acknowledged_alike_and_answered_once(server):
    socket, welcome = await server.visitor()
    for _ in range(3):
        socket.send(say("m1", "hi"))
    assert (await socket.until("ack"))["seq"] == 2
    assert (await socket.until("ack"))["seq"] == 2
    assert (await socket.until("ack"))["seq"] == 2
    socket.send(say("m2", "more"))
    await socket.until("ack", id="m2")
    await _stored(server, welcome["conversation"], 2)
    assert [text for _, _, text in server.pipeline.asked] == ["hi", "more"]


async def test_a_stored_message_is_acknowledged_again_after_the_conversation_is_closed(server):
    socket, _ = await server.visitor()
    socket.send(say("m1", "bye"))
    await socket.event("conversation_closed")
    socket.send(say("m1", "bye"))
    assert await socket.next() == {"type": "ack", "id": "m1", "seq": 2}
    socket.send(say("m2", "hello?"))
    refused = await socket.next()
    assert (refused["code"], refused["id"]) == ("closed", "m2")


async def test_resuming_gives_exactly_what_was_missed(server):
    socket, welcome = await server.visitor()
    for n in range(5):
        socket.send(say(f"m{n}", f"text {n}"))
        await socket.event("bot_said")
    await socket.leave()
    for after in range(12):
        again, second = await server.visitor(welcome["token"], after)
        assert second["last"] == 11
        assert second["token"] != welcome["token"]
        assert [f["seq"] for f in await again.silence()] == list(range(after + 1, 12))
        await again.leave()


async def test_resuming_while_events_come_has_no_gap_and_no_double(server):
    socket, welcome = await server.visitor()
    tabs = []
    for n in range(20):
        socket.send(say(f"m{n}", f"text {n}"))
        tab = await server.socket("/ws/chat")
        tab.send({"type": "hello", "token": welcome["token"], "after": 0})
        tabs.append(tab)
    await _stored(server, welcome["conversation"], 20)
    for tab in tabs:
        seqs = []
        while not seqs or seqs[-1] < 41:
            frame = await tab.next()
            if frame["type"] == "event":
                seqs.append(frame["seq"])
        assert seqs == list(range(1, 42))


async def test_nothing_is_committed_between_the_catch_up_and_the_first_live_event(server, monkeypatch):
    one, welcome = await server.visitor()
    load, loading, gate = server.store.load, asyncio.Event(), asyncio.Event()

    async def slow_load(id):
        events = await load(id)
        loading.set()
        await gate.wait()
        return events

    monkeypatch.setattr(server.store, "load", slow_load)
    two = await server.socket("/ws/chat")
    two.send({"type": "hello", "token": welcome["token"], "after": 0})
    await asyncio.wait_for(loading.wait(), 10)
    one.send(say("m1", "hi"))
    acked = asyncio.ensure_future(one.until("ack"))
    await asyncio.wait({acked}, timeout=0.3)  # long enough for a commit, if nothing held it back
    gate.set()
    await acked
    seqs = []
    while len(seqs) < 3:
        frame = await two.next()
        if frame["type"] == "event":
            seqs.append(frame["seq"])
    assert seqs == [1, 2, 3]


async def test_both_tabs_see_what_one_says(server):
    one, welcome = await server.visitor()
    two, _ = await server.visitor(welcome["token"], 1)
    one.send(say("m1", "hi"))
    for tab in (one, two):
        assert (await tab.event("customer_said"))["event"]["id"] == "m1"
        assert (await tab.event("bot_said"))["event"]["text"] == "You said: hi"


async def test_the_same_message_from_both_tabs_at_once_is_stored_once(server):
    one, welcome = await server.visitor()
    two, _ = await server.visitor(welcome["token"], 1)
    one.send(say("m1", "hi"))
    two.send(say("m1", "hi"))
    assert (await one.until("ack"))["seq"] == (await two.until("ack"))["seq"] == 2
    await _stored(server, welcome["conversation"], 1)
    events = await server.store.load(welcome["conversation"])
    assert sum(isinstance(e, CustomerSaid) for e in events) == 1


async def test_drafts_come_before_the_reply_that_replaces_them(place):
    async with Server(place, FakePipeline(drafts=("You ", "said"))) as server:
        socket, _ = await server.visitor()
        socket.send(say("m1", "hi"))
        frames = []
        while not frames or frames[-1].get("event", {}).get("type") != "bot_said":
            frames.append(await socket.next())
        kinds = [f.get("event", f)["type"] for f in frames]
        assert kinds == ["ack", "customer_said", "typing", "delta", "delta", "bot_said"]
        assert frames[3] == {"type": "delta", "turn": 2, "text": "You "}


async def test_messages_that_come_during_a_turn_are_answered_in_order(server):
    server.pipeline.gate.clear()
    socket, _ = await server.visitor()
    for n in range(4):
        socket.send(say(f"m{n}", f"text {n}"))
        await socket.until("ack", id=f"m{n}")
    server.pipeline.gate.set()
    turns = [(await socket.event("bot_said"))["event"]["turn"] for _ in range(4)]
    assert turns == [2, 3, 4, 5]
    assert [seq for _, seq, _ in server.pipeline.asked] == [2, 3, 4, 5]


async def test_a_turn_cut_off_by_a_crash_is_answered_once_by_the_next_start(place):
    crashed = Server(place)
    crashed.pipeline.gate.clear()
    socket, welcome = await crashed.visitor()
    socket.send(say("m1", "hi"))
    await socket.until("ack")
    await in_thread(crashed.pipeline.entered)  # the turn is under way; this application is left as it lies
    if crashed.services.peers is not None:
        await crashed.services.peers.close()  # as the end of a process closes its connections

    async with Server(place) as server:
        await _stored(server, welcome["conversation"], 1)
        assert [a[2] for a in server.pipeline.asked] == ["hi"]
        again, second = await server.visitor(welcome["token"], 2)
        assert second["last"] == 3
        assert (await again.next())["event"]["text"] == "You said: hi"
        again.send(say("m1", "hi"))
        assert (await again.next()) == {"type": "ack", "id": "m1", "seq": 2}

        # The crashed one comes back to life: what it has is outrun and dropped.
        crashed.pipeline.gate.set()
        await crashed.app.state.running.turns.close()
        events = await server.store.load(welcome["conversation"])
        assert sum(isinstance(e, BotSaid) for e in events) == 1
    await crashed.store.close()

    async with Server(place) as third:
        assert third.pipeline.asked == []


async def test_two_processes_over_one_store_keep_one_list(place):
    async with Server(place) as left, Server(place) as right:
        one, welcome = await left.visitor()
        two, _ = await right.visitor(welcome["token"], 1)
        for n in range(10):
            (one if n % 2 else two).send(say(f"m{n}", f"text {n}"))
            await (one if n % 2 else two).until("ack")
        await _stored(left, welcome["conversation"], 10)
        one.send(say("end", "end"))
        two.send(say("end", "end"))
        for socket in (one, two):
            await socket.until("ack", id="end")
        events = await left.store.load(welcome["conversation"])
        assert [e.id for e in events if isinstance(e, CustomerSaid)].count("end") == 1
        decided = [e.turn for e in events if e.type == "decided"]
        assert len(decided) == len(set(decided))


async def test_survey_is_accepted_once_also_after_the_end(server):
    socket, _ = await server.visitor()
    socket.send(say("m1", "hi"))
    await socket.event("bot_said")
    socket.send({"type": "close", "id": "c1"})
    assert await socket.next() == {"type": "ack", "id": "c1", "seq": 5}
    assert [(await socket.next())["event"]["type"] for _ in range(2)] == ["survey_asked", "conversation_closed"]
    socket.send({"type": "rate", "id": "r1", "score": 4, "comment": "fine"})
    assert await socket.next() == {"type": "ack", "id": "r1", "seq": 6}
    assert (await socket.next())["event"] == {
        "type": "survey_answered", "at": server.clock.now(), "score": 4, "comment": "fine",
    }  # fmt: skip
    socket.send({"type": "rate", "id": "r1", "score": 4, "comment": "fine"})
    assert await socket.next() == {"type": "ack", "id": "r1", "seq": 6}
    socket.send({"type": "rate", "id": "r2", "score": 1})
    assert (await socket.next())["code"] == "closed"


async def test_closing_without_a_word_asks_for_no_rating(server):
    socket, _ = await server.visitor()
    socket.send({"type": "close", "id": "c1"})
    assert await socket.next() == {"type": "ack", "id": "c1", "seq": 2}
    assert (await socket.next())["event"] == {"type": "conversation_closed", "at": server.clock.now(), "by": "visitor"}


async def test_a_turn_that_fails_apologises_and_gets_a_human(server):
    socket, _ = await server.visitor()
    socket.send(say("m1", "please break"))
    assert "Sorry" in (await socket.event("bot_said"))["event"]["text"]
    await socket.event("escalated")


async def test_a_turn_that_takes_too_long_fails_and_later_ones_are_served(place):
    from dataclasses import replace

    from tests.server.harness import LOOSE

    settings = replace(LOOSE, turn_timeout=0.05, workers=1)
    async with Server(place, settings=settings) as server:
        server.pipeline.gate.clear()
        socket, _ = await server.visitor()
        socket.send(say("m1", "hi"))
        await socket.event("escalated")
        server.pipeline.gate.set()
        other, _ = await server.visitor()
        other.send(say("m1", "still there?"))
        assert (await other.event("bot_said"))["event"]["text"] == "You said: still there?"


async def test_a_turn_that_can_not_even_apologise_stays_open_without_a_busy_loop(place):
    async with Server(place, FakePipeline(failed_fails=True)) as server:
        socket, welcome = await server.visitor()
        socket.send(say("m1", "break"))
        await socket.until("ack")
        turns = server.app.state.running.turns
        await asyncio.wait(set(turns._tasks.values()), timeout=10)
        assert len(server.pipeline.asked) == 1
        assert await server.store.pending() == (welcome["conversation"],)
    async with Server(place) as server:
        await _stored(server, welcome["conversation"], 1)


async def _stored(server, conversation, turns):
    """Wait until so many turns are decided, by asking for what the server itself waits for."""
    running = server.app.state.running
    while True:
        tasks = set(running.turns._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=10)
        events = await server.store.load(conversation)
        if sum(e.type == "decided" for e in events) >= turns:
            return
        await asyncio.sleep(0)
