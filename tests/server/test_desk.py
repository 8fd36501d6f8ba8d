"""Who owns a conversation, and what agents see."""

import asyncio

import pytest

from chatbot.domain.events import AgentJoined, AgentLeft, BotSaid
from chatbot.server.rows import card
from tests.server.harness import Server, in_thread, say


@pytest.fixture
async def server(place):
    """Over a file and over a PostgreSQL: the promises are the same."""
    async with Server(place) as running:
        yield running


async def test_the_queue_shows_a_conversation_as_soon_as_it_waits(server):
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    socket.send(say("m1", "a human please"))
    await socket.event("escalated")
    frame = await agent.until("queue")
    (row,) = frame["conversations"]
    assert frame["mine"] == []
    assert row | {"waiting_seconds": 0, "last_at": ""} == {
        "conversation": welcome["conversation"], "owner": "queue", "agent": None,
        "reasons": [{"code": "asked_for_human", "detail": "asked for a human"}], "priority": "high",
        "summary": "wants a human", "waiting_since": "2026-01-02T03:04:05.678Z", "waiting_seconds": 0,
        "language": "en", "mood": -0.25, "last_text": "a human please", "last_at": "", "score": None,
        "satisfaction": None, "customer": None,
    }  # fmt: skip


async def test_waiting_seconds_are_counted_when_the_row_is_shown(server):
    socket, _ = await server.visitor()
    socket.send(say("m1", "human"))
    await socket.event("escalated")
    server.clock.time = "2026-01-02T03:05:05.678Z"
    token = await server.agent_token("anna")
    agent = await server.socket("/ws/desk", {"cookie": f"chatbot_session={token}"})
    assert (await agent.next())["conversations"][0]["waiting_seconds"] == 60.0


async def test_the_bot_is_silent_when_an_agent_claims_in_the_middle_of_its_turn(server):
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    server.pipeline.gate.clear()
    socket.send(say("m1", "hi"))
    await in_thread(server.pipeline.entered)
    agent.send({"type": "claim", "conversation": welcome["conversation"]})
    ack = await agent.until("ack")
    assert (ack["for"], ack["seq"]) == ("claim", 3)
    server.pipeline.gate.set()
    await _turns_done(server)
    events = await server.store.load(welcome["conversation"])
    assert [e.type for e in events] == [
        "conversation_started", "customer_said", "agent_joined", "understood", "decided",
    ]  # fmt: skip
    assert events[-1].decision.kind == "silent"
    assert [owner for owner, _, _ in server.pipeline.asked] == ["bot", "agent"]


async def test_what_the_bot_began_is_dropped_also_when_the_agent_gave_the_conversation_back_meanwhile(server):
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    id = welcome["conversation"]
    server.pipeline.drafts = ("You said",)
    server.pipeline.gate.clear()
    socket.send(say("m1", "hi"))
    await in_thread(server.pipeline.entered)
    agent.send({"type": "claim", "conversation": id})
    agent.send({"type": "release", "conversation": id, "to": "bot"})
    await agent.until("ack", **{"for": "release"})
    server.pipeline.gate.set()
    await _turns_done(server)
    events = await server.store.load(id)
    assert [e.text for e in events if isinstance(e, BotSaid)] == ["I am back.", "You said: hi"]
    assert len(server.pipeline.asked) == 2
    # No draft either: the first is dropped with its turn, and the second attempt shows only what is finished.
    assert "delta" not in [frame["type"] for frame in await socket.silence()]


async def test_exactly_one_of_two_claims_wins(server):
    agents = {name: await server.agent(name) for name in ("anna", "ben")}
    for _ in range(10):
        _, welcome = await server.visitor()
        for agent in agents.values():
            agent.send({"type": "claim", "conversation": welcome["conversation"]})
        answers = {}
        for name, agent in agents.items():
            while (frame := await agent.next())["type"] == "queue":
                pass
            answers[name] = frame
        (winner,) = [n for n, f in answers.items() if f["type"] == "ack"]
        (loser,) = [f for f in answers.values() if f["type"] == "error"]
        assert (loser["code"], loser["by"], loser["for"]) == ("taken", winner, "claim")
        assert loser["conversation"] == welcome["conversation"]


async def test_claiming_again_gives_the_same_answer(server):
    agent = await server.agent("anna")
    _, welcome = await server.visitor()
    for _ in range(2):
        agent.send({"type": "claim", "conversation": welcome["conversation"]})
        assert (await agent.until("ack"))["seq"] == 2


async def test_only_the_owner_speaks_releases_and_resolves(server):
    anna, ben = await server.agent("anna"), await server.agent("ben")
    _, welcome = await server.visitor()
    id = welcome["conversation"]
    anna.send({"type": "claim", "conversation": id})
    await anna.until("ack")
    for frame in (
        {"type": "say", "id": "x", "text": "hello"},
        {"type": "release", "to": "bot"},
        {"type": "resolve"},
        {"type": "typing"},
    ):
        ben.send(frame | {"conversation": id})
        refused = await ben.until("error")
        assert (refused["code"], refused["for"]) == ("not_owner", frame["type"])
        assert refused.get("id") == frame.get("id")
    assert len(await server.store.load(id)) == 2
    ben.send({"type": "note", "id": "n1", "text": "I know her", "conversation": id})
    assert (await ben.until("ack")) == {"type": "ack", "for": "note", "conversation": id, "id": "n1", "seq": 3}


async def test_agent_and_visitor_talk(server):
    agent = await server.agent("anna")
    await server.accounts.set_display_name("anna", "Anna of Lumen & Oak")
    socket, welcome = await server.visitor()
    id = welcome["conversation"]
    agent.send({"type": "watch", "conversation": id, "after": 0})
    assert (await agent.until("event"))["seq"] == 1
    agent.send({"type": "claim", "conversation": id})
    assert (await socket.event("agent_joined"))["event"]["agent"] == "Anna of Lumen & Oak"
    agent.send({"type": "typing", "conversation": id})
    assert await socket.next() == {"type": "typing", "who": "agent"}
    for _ in range(2):
        agent.send({"type": "say", "conversation": id, "id": "a1", "text": "How can I help?"})
        assert (await agent.until("ack", id="a1"))["seq"] == 3
    said = await socket.event("agent_said")
    assert said["event"] == {
        "type": "agent_said", "at": server.clock.now(), "agent": "Anna of Lumen & Oak", "text": "How can I help?",
    }  # fmt: skip
    agent.send({"type": "note", "conversation": id, "id": "n1", "text": "secret"})
    agent.send({"type": "judge", "conversation": id, "verdict": "right"})
    await agent.until("ack", **{"for": "judge"})
    socket.send({"type": "typing", "who": "visitor"})
    assert await agent.until("typing") == {"type": "typing", "conversation": id, "who": "visitor"}
    assert await socket.silence() == []
    agent.send({"type": "resolve", "conversation": id})
    assert (await socket.next())["event"]["type"] == "survey_asked"
    assert (await socket.next())["event"] == {
        "type": "conversation_closed", "at": server.clock.now(), "by": "agent",
    }  # fmt: skip
    agent.send({"type": "say", "conversation": id, "id": "a2", "text": "one more thing"})
    assert (await agent.until("error"))["code"] == "closed"
    agent.send({"type": "claim", "conversation": id})
    assert (await agent.until("error"))["code"] == "closed"


async def test_a_released_conversation_waits_again(server):
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    id = welcome["conversation"]
    agent.send({"type": "claim", "conversation": id})
    await agent.until("ack")
    agent.send({"type": "release", "conversation": id, "to": "queue"})
    await agent.until("ack")
    while [r["conversation"] for r in (await agent.until("queue"))["conversations"]] != [id]:
        pass
    assert (await socket.event("agent_left"))["event"]["to"] == "queue"


async def test_watching_gives_every_event_once_and_the_cards_of_its_decisions(server):
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    id = welcome["conversation"]
    for n in range(3):
        socket.send(say(f"m{n}", f"text {n}"))
        await socket.event("bot_said")
    agent.send({"type": "watch", "conversation": id, "after": 2})
    socket.send(say("m3", "text 3"))
    await socket.event("bot_said")
    seqs, cards = [], {}
    while len(cards) < 4:
        frame = await agent.next()
        if frame["type"] == "event":
            seqs.append(frame["seq"])
        elif frame["type"] == "decision":
            cards[frame["turn"]] = frame["card"]
    events = await server.store.load(id)
    assert seqs == list(range(3, len(events) + 1))
    assert cards == {turn: card(events, turn, server.services.title) for turn in (2, 4, 6, 8)}
    assert cards[8] == {
        "intent": "echo", "intents": [{"intent": "echo_text", "title": "echo text", "probability": 0.9}],
        "language": "en", "mood": {"label": "neutral", "strength": -0.25, "confidence": 0.9},
        "entities": [{"kind": "word", "value": "tex", "text": "tex", "start": 0, "end": 3, "left_out": False}],
        "kind": "reply",
        "reasons": [{"code": "fake", "detail": ""}], "slots": {}, "action": None,
        "reply": {"text": "You said: text 3", "by": "fallback", "refused": ["number"]},
    }  # fmt: skip
    agent.send({"type": "unwatch", "conversation": id})
    await agent.silence()
    socket.send(say("m4", "text 4"))
    await socket.event("bot_said")
    assert await agent.silence() == []


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "claim"},
        {"type": "watch", "after": 0},
        {"type": "say", "id": "x", "text": "x"},
        {"type": "note", "id": "x", "text": "x"},
        {"type": "release", "to": "bot"},
        {"type": "resolve"},
        {"type": "judge", "verdict": "right"},
        {"type": "typing"},
    ],
)
async def test_an_unknown_conversation_is_not_found_and_not_made(server, frame):
    agent = await server.agent("anna")
    agent.send(frame | {"conversation": "nobody's"})
    refused = await agent.next()
    assert (refused["code"], refused["for"], refused["conversation"]) == ("not_found", frame["type"], "nobody's")
    assert await server.store.list() == []


async def test_bad_frames_of_agents_are_refused(server):
    agent = await server.agent("anna")
    for raw in ("{", '{"type":"claim"}', '{"type":"release","conversation":"c","to":"me"}', '{"type":"hello"}'):
        agent.send(raw)
        assert (await agent.next())["code"] == "bad_frame"


async def test_a_broken_estimate_does_not_hide_the_queue(place):

    def broken(events):
        raise ValueError("no model")

    async with Server(place, estimator=broken) as server:
        agent = await server.agent("anna")
        socket, _ = await server.visitor()
        socket.send(say("m1", "human"))
        assert (await agent.until("queue"))["conversations"][0]["satisfaction"] is None


async def _turns_done(server):
    while tasks := set(server.app.state.running.turns._tasks.values()):
        await asyncio.wait(tasks, timeout=10)


async def test_a_claim_sent_again_is_answered_with_ones_own_although_another_agent_has_it_by_then(server, monkeypatch):
    _, welcome = await server.visitor()
    id = welcome["conversation"]
    anna = await server.agent("anna")
    anna.send({"type": "claim", "conversation": id})
    first = await anna.until("ack")
    load = server.store.load

    async def later(id):
        left = AgentLeft(at="2026", agent="anna", to="queue")
        return (*await load(id), left, AgentJoined(at="2026", agent="ben"))

    monkeypatch.setattr(server.store, "load", later)
    anna.send({"type": "claim", "conversation": id})
    assert (await anna.until("ack"))["seq"] == first["seq"]


async def test_a_customer_never_reads_the_name_that_an_agent_signs_in_with(server):
    token = await server.agent_token("anna")
    agent = await server.agent("anna")
    socket, welcome = await server.visitor()
    id = welcome["conversation"]
    agent.send({"type": "claim", "conversation": id})
    assert (await socket.event("agent_joined"))["event"]["agent"] == ""
    agent.send({"type": "say", "conversation": id, "id": "a1", "text": "hello"})
    assert (await socket.event("agent_said"))["event"]["agent"] == ""
    async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
        chosen = await http.put("/api/v1/session/display-name", json={"display_name": "  Anna\u202e  B. "})
        assert (chosen.status_code, chosen.json()["display_name"], chosen.json()["agent"]) == (200, "Anna B.", "anna")
        assert (await http.get("/api/v1/session")).json()["display_name"] == "Anna B."
        for wrong in ("x" * 61, "A\u00ad\ue000"):
            assert (await http.put("/api/v1/session/display-name", json={"display_name": wrong})).status_code == 422
    # The console need not sign in again.
    agent.send({"type": "say", "conversation": id, "id": "a2", "text": "it is me"})
    assert (await socket.event("agent_said"))["event"]["agent"] == "Anna B."
    assert (await server.store.load(id))[-1].agent == "anna"
