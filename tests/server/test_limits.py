"""Nobody can take more than a share: per address, visitor and account; and counting takes bounded memory."""

import asyncio
import tracemalloc
from dataclasses import replace

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from chatbot.server.rates import Rate, address_key
from tests.server.harness import LOOSE, PASSWORD, Server, say


def strict(tmp_path, **settings):
    return Server(tmp_path / "db", settings=replace(LOOSE, **settings))


def test_a_rate_counts_each_key_for_itself_and_starts_anew(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("chatbot.server.rates.time.monotonic", lambda: now[0])
    rate = Rate("2/second;3/minute")
    assert [rate.hit("a") for _ in range(3)] == [True, True, False]
    assert rate.hit("b")
    now[0] += 1.5
    assert [rate.hit("a") for _ in range(2)] == [True, False]
    assert 50 < rate.seconds_left("a") <= 60
    now[0] += 60
    assert rate.hit("a")
    rate.forgive("a")
    assert [rate.hit("a") for _ in range(3)] == [True, True, False]


def test_a_wall_clock_that_is_set_back_keeps_nobody_out(monkeypatch):
    steady, wall = [1000.0], [1_000_000.0]
    monkeypatch.setattr("chatbot.server.rates.time.monotonic", lambda: steady[0])
    monkeypatch.setattr("chatbot.server.rates.time.time", lambda: wall[0])
    rate = Rate("2/second")
    assert [rate.hit("a") for _ in range(3)] == [True, True, False]
    wall[0] -= 3600
    steady[0] += 1.5
    assert rate.seconds_left("a") == 1
    assert rate.hit("a")


def test_a_cost_counts_as_many():
    rate = Rate("10/minute")
    assert rate.hit("a", 7)
    assert not rate.hit("a", 4)
    assert rate.hit("a", 3)


def test_a_flood_of_keys_takes_bounded_memory():
    rate = Rate("5/second;60/minute", keys=1000)
    tracemalloc.start()
    for n in range(20_000):
        rate.hit(f"2001:db8:{n:x}::/64")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rate._of) == 1000
    assert size < 1_000_000
    assert rate.hit("2001:db8:4e1f::/64")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("1.2.3.4", "1.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"), ("unix:", "unix:"), ("", ""),
    ],
)  # fmt: skip
def test_one_address_is_one_key(address, key):
    assert address_key(address) == key


async def test_connections_of_one_address_are_limited_and_others_come_in(tmp_path):
    async with strict(tmp_path, sockets_per_address=2) as server:
        first, _ = await server.visitor()
        await server.visitor()
        third = await server.socket("/ws/chat")
        assert await third.close_code() == 1013
        other = await server.socket("/ws/chat", address="5.6.7.8")
        other.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
        assert (await other.next())["type"] == "welcome"
        await first.leave()
        await server.visitor()
        assert sum(server.app.state.running.doors._of.values()) == 3


async def test_tabs_of_one_visitor_are_limited(tmp_path):
    async with strict(tmp_path, sockets_per_visitor=2) as server:
        first, welcome = await server.visitor()
        await server.visitor(welcome["token"], 1)
        third = await server.socket("/ws/chat")
        third.send({"type": "hello", "token": welcome["token"], "after": 0, "locale": "en"})
        assert (await third.next())["code"] == "overloaded"
        assert await third.close_code() == 1013
        await first.leave()
        await server.visitor(welcome["token"], 1)


async def test_consoles_of_one_agent_are_limited_wherever_they_are(tmp_path):
    async with strict(tmp_path, sockets_per_agent=1) as server:
        await server.agent("anna")
        token = await server.agent_token("anna")
        second = await server.socket("/ws/desk", {"authorization": f"Bearer {token}"}, address="5.6.7.8")
        assert await second.close_code() == 1013
        await server.agent("ben")


async def test_new_conversations_of_one_address_are_limited_and_nothing_is_stored(tmp_path):
    async with strict(tmp_path, conversation_rate="2/hour") as server:
        _, welcome = await server.visitor()
        await server.visitor()
        third = await server.socket("/ws/chat")
        third.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
        assert (await third.next())["code"] == "too_fast"
        assert await third.close_code() == 1013
        assert len(await server.store.list()) == 2
        await server.visitor(welcome["token"], 1)
        other = await server.socket("/ws/chat", address="5.6.7.8")
        other.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
        assert (await other.next())["type"] == "welcome"


async def test_messages_of_one_address_are_limited_over_all_its_visitors(tmp_path):
    async with strict(tmp_path, address_message_rate="2/hour") as server:
        one, _ = await server.visitor()
        two, _ = await server.visitor()
        one.send(say("m1", "hi"))
        await one.until("ack")
        two.send(say("m1", "hi"))
        await two.until("ack")
        two.send(say("m2", "hi"))
        refused = await two.until("error")
        assert (refused["code"], 0 < refused["retry_after"] <= 3601) == ("too_fast", True)


async def test_messages_and_notes_of_one_account_are_limited(tmp_path):
    async with strict(tmp_path, agent_message_rate="2/hour") as server:
        _, welcome = await server.visitor()
        about = {"conversation": welcome["conversation"]}
        agent, again = await server.agent("anna"), await server.agent("anna")
        agent.send({"type": "note", "id": "n1", "text": "x"} | about)
        again.send({"type": "note", "id": "n2", "text": "x"} | about)
        await agent.until("ack")
        await again.until("ack")
        agent.send({"type": "note", "id": "n3", "text": "x"} | about)
        assert (await agent.until("error"))["code"] == "too_fast"
        agent.send({"type": "note", "id": "n1", "text": "x"} | about)
        await agent.until("ack", id="n1")


@pytest.mark.parametrize(
    "limit", [{"frame_rate": "10/second"}, {"kilobyte_rate": "10/second"}], ids=["frames", "bytes"]
)
async def test_who_sends_too_much_is_read_more_slowly_and_loses_nothing(tmp_path, limit):
    async with strict(tmp_path, **limit) as server:
        socket, _ = await server.visitor()
        other, _ = await server.visitor()
        loop = asyncio.get_running_loop()
        began = loop.time()
        for _ in range(25):
            socket.send({"type": "ping"})
        other.send({"type": "ping"})
        assert (await other.next())["type"] == "pong"
        assert loop.time() - began < 1.0
        assert [(await socket.next())["type"] for _ in range(25)] == ["pong"] * 25
        assert loop.time() - began > 1.0


async def test_an_account_is_locked_after_failures_from_anywhere_and_others_are_not(tmp_path):
    async with strict(tmp_path, sign_in_failures="3/hour") as server:
        for name in ("anna", "ben"):
            await server.accounts.add(name, PASSWORD)
        for n, name in enumerate(("anna", "ANNA", "anna")):
            async with server.http(address=f"9.9.9.{n}") as http:
                wrong = await http.post("/api/v1/session", json={"name": name, "password": "wrong"})
                assert wrong.status_code == 401
        async with server.http(address="9.9.9.9") as http:
            locked = await http.post("/api/v1/session", json={"name": "anna", "password": PASSWORD})
            assert locked.status_code == 429
            assert 0 < int(locked.headers["retry-after"]) <= 3600
            fine = await http.post("/api/v1/session", json={"name": "ben", "password": PASSWORD})
            assert fine.status_code == 200
            # Unknown names are locked alike: the answer tells nobody who exists.
            answers = [
                (await http.post("/api/v1/session", json={"name": "nobody", "password": "x"})).status_code
                for _ in range(4)
            ]
            assert answers == [401, 401, 401, 429]


async def test_signing_in_forgives_the_failures_before(tmp_path):
    async with strict(tmp_path, sign_in_failures="3/hour") as server:
        await server.accounts.add("anna", PASSWORD)
        async with server.http() as http:
            for password in ("x", "y", PASSWORD, "x", "y", PASSWORD):
                answer = await http.post("/api/v1/session", json={"name": "anna", "password": password})
                assert answer.status_code == (200 if password == PASSWORD else 401)


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "seen"),
    [
        ((), "127.0.0.1", "6.6.6.6", "127.0.0.1"),
        (("10.0.0.1",), "10.0.0.1", "6.6.6.6", "6.6.6.6"),
        (("10.0.0.1",), "10.0.0.2", "6.6.6.6", "10.0.0.2"),
        (("10.0.0.0/24",), "10.0.0.7", "6.6.6.6", "6.6.6.6"),
        # What a client writes itself stands left of what the proxy adds.
        (("10.0.0.1",), "10.0.0.1", "1.1.1.1, 6.6.6.6", "6.6.6.6"),
        (("10.0.0.1", "10.0.0.2"), "10.0.0.1", "1.1.1.1, 6.6.6.6, 10.0.0.2", "6.6.6.6"),
    ],
)
async def test_forwarded_addresses_are_believed_from_configured_proxies_alone(tmp_path, trusted, peer, forwarded, seen):
    from chatbot.server.run import config_of

    async with strict(tmp_path, trusted_proxies=trusted) as server:
        config = config_of(server.app)
        config.load()
        found = []

        async def app(scope, receive, send):
            found.append(scope["client"][0])

        served = config.loaded_app
        if isinstance(served, ProxyHeadersMiddleware):
            served.app = app
        else:
            served = app
        headers = [(b"x-forwarded-for", forwarded.encode())]
        await served({"type": "websocket", "client": (peer, 1), "headers": headers, "scheme": "ws"}, None, None)
        assert found == [seen]
        assert isinstance(config.loaded_app, ProxyHeadersMiddleware) is bool(trusted)


async def test_no_more_turns_are_opened_than_may_be_also_when_all_speak_at_once(tmp_path):
    async with strict(tmp_path, max_open_turns=4) as server:
        server.pipeline.gate.clear()
        tabs = [(await server.visitor())[0] for _ in range(12)]
        for tab in tabs:
            tab.send(say("m1", "hi"))
        frames = []
        for tab in tabs:
            while (frame := await tab.next())["type"] not in ("ack", "error"):
                pass
            frames.append(frame.get("code", "ack"))
        assert sorted(frames) == ["ack"] * 4 + ["overloaded"] * 8
        server.pipeline.gate.set()
        refused = tabs[frames.index("overloaded")]
        turns = server.app.state.running.turns
        await asyncio.wait(set(turns._tasks.values()))
        refused.send(say("m1", "hi"))
        await refused.until("ack", id="m1")
