"""Who a visitor is, is said by the website's signature alone."""

import asyncio
import re
from pathlib import Path

import pytest

from chatbot.domain.events import CustomerIdentified
from chatbot.server.frames import Identity
from chatbot.server.hub import _Use
from chatbot.server.identity import sign
from tests.server.harness import Server, say

SECRET = "0123456789abcdef0123456789abcdef"
NOW = 1767323045  # the harness's clock
ROOT = Path(__file__).parents[2]


def signed(secret=SECRET, **fields):
    made = Identity(**{"id": "C-17", "name": "Ada", "email": "ada@example.org", "hmac": ""} | fields)
    data = made.model_dump(exclude_none=True)
    return data | {"hmac": sign(secret.encode(), made)}


@pytest.fixture
async def site(tmp_path):
    """A server that knows the website's secret."""
    async with Server(tmp_path / "site", identity_secret=SECRET) as running:
        yield running


async def hello(server, identity=None, token=None, after=0):
    socket = await server.socket("/ws/chat")
    frame = {"type": "hello", "token": token, "after": after, "locale": "en"}
    socket.send(frame if identity is None else frame | {"identity": identity})
    return socket, await socket.next()


async def stored(server):
    return [s.id for s in await server.store.list()]


async def test_a_signed_identity_is_stored_and_reaches_the_pipeline_and_the_desk(site):
    socket, welcome = await hello(site, signed())
    assert welcome["type"] == "welcome"
    events = await site.store.load(welcome["conversation"])
    assert [e.type for e in events] == ["conversation_started", "customer_identified"]
    assert (events[1].customer, events[1].name, events[1].email) == ("C-17", "Ada", "ada@example.org")
    socket.send(say("m1", "human"))
    await socket.event("escalated")
    assert site.pipeline.customers == ["C-17"]
    agent = await site.socket("/ws/desk", {"authorization": f"Bearer {await site.agent_token('anna')}"})
    (row,) = (await agent.until("queue"))["conversations"]
    assert row["customer"] == {"id": "C-17", "name": "Ada", "email": "ada@example.org"}


async def test_the_visitor_sees_no_event_of_it_and_numbers_stay_gapless(site):
    socket, welcome = await hello(site, signed())
    assert welcome["last"] == 1
    frames = await socket.silence()
    assert [f["event"]["type"] for f in frames] == ["conversation_started"]


WRONG = {
    "another secret": signed("another secret of the same length"),
    "another id": signed() | {"id": "C-18"},
    "another name": signed() | {"name": "Eve"},
    "another email": signed() | {"email": "eve@example.org"},
    "no name": signed() | {"name": ""},
    "an expiry of the client's": signed() | {"expires": NOW + 10_000},
    "expired": signed(expires=NOW - 1),
    "expired now": signed(expires=NOW),
    "empty hmac": signed() | {"hmac": ""},
    "half an hmac": signed() | {"hmac": signed()["hmac"][:32]},
    "not ASCII": signed() | {"hmac": "\u00e9" * 64},
    "lines moved between fields": signed(id="C-17\nAda", name="") | {"id": "C-17", "name": "Ada"},
    "a line break in the id": signed(id="C-17\nAda", name=""),
}


@pytest.mark.parametrize("identity", WRONG.values(), ids=WRONG)
async def test_a_wrong_identity_is_a_clear_error_and_nothing_is_stored(site, identity):
    socket, refused = await hello(site, identity)
    assert (refused["type"], refused["code"]) == ("error", "bad_identity"), refused
    assert len(refused["message"]) > 10
    assert await socket.close_code() == 1008
    assert await stored(site) == []


@pytest.mark.parametrize("identity", [{}, {"id": "x"}, {"id": 17, "hmac": "x"}, [], "C-17", {"id": "", "hmac": "x"}])
async def test_a_malformed_identity_is_a_bad_frame(site, identity):
    _, refused = await hello(site, identity)
    assert refused["code"] == "bad_frame"
    assert await stored(site) == []


async def test_without_a_secret_no_identity_is_taken(tmp_path):
    async with Server(tmp_path / "db") as server:
        for secret in (SECRET, ""):
            _, refused = await hello(server, signed(secret))
            assert refused["code"] == "bad_identity"
        assert await stored(server) == []


async def test_the_conversation_of_one_identity_is_resumed_by_it_alone(site):
    socket, welcome = await hello(site, signed())
    socket.send(say("m1", "my secret"))
    await socket.event("bot_said")
    for other in (signed(id="C-18"), None):
        thief, refused = await hello(site, other, welcome["token"])
        assert refused["code"] == "bad_token"
        assert await thief.close_code() == 1008
    _, again = await hello(site, signed(), welcome["token"], 1)
    assert again["type"] == "welcome"
    assert len(await site.store.load(welcome["conversation"])) == 6


async def test_who_goes_on_may_do_so_after_the_signature_expired(site):
    identity = signed(expires=NOW + 60)
    _, welcome = await hello(site, identity)
    site.clock.time = "2026-01-02T04:04:05.678Z"
    _, again = await hello(site, identity, welcome["token"])
    assert again["type"] == "welcome"
    _, refused = await hello(site, identity)
    assert refused["code"] == "bad_identity"


async def test_a_visitor_who_signs_in_later_becomes_known_and_tabs_without_proof_must_come_again(site):
    tab, welcome = await hello(site)
    tab.send(say("m1", "hi"))
    await tab.event("bot_said")
    known, again = await hello(site, signed(), welcome["token"], 3)
    assert again["type"] == "welcome"
    assert await tab.close_code() == 1001
    known.send(say("m2", "it is me"))
    await known.event("bot_said")
    assert site.pipeline.customers == [None, "C-17"]
    _, refused = await hello(site, None, welcome["token"])
    assert refused["code"] == "bad_token"
    events = await site.store.load(welcome["conversation"])
    assert [e.customer for e in events if isinstance(e, CustomerIdentified)] == ["C-17"]


async def test_what_a_tab_without_proof_sends_at_that_moment_is_not_the_customers(site):
    tab, welcome = await hello(site)
    await tab.until("event")
    chat = site.app.state.running.chat
    async with _Use(chat.hub, welcome["conversation"]) as live:
        known = await site.socket("/ws/chat")
        frame = {"type": "hello", "token": welcome["token"], "after": 1, "locale": "en"}
        known.send(frame | {"identity": signed()})
        while len(live.lock._waiters or ()) < 1:  # noqa: ASYNC110
            await asyncio.sleep(0)
        tab.send(say("m1", "I am nobody"))
        while len(live.lock._waiters or ()) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert (await known.next())["type"] == "welcome"
    assert await tab.close_code() in (1001, 1008)
    events = await site.store.load(welcome["conversation"])
    assert [e.type for e in events] == ["conversation_started", "customer_identified"]


@pytest.mark.parametrize("document", ["docs/protocol.md", "README.md"])
async def test_the_examples_in_the_documents_make_identities_that_are_taken(site, monkeypatch, document):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [b for b in blocks if "chatbot-identity-1" in b]
    monkeypatch.setenv("CHATBOT_IDENTITY_SECRET", SECRET)
    space = {}
    exec(example, space)
    site.clock.time = "2026-01-02T03:04:05.678Z"
    _, welcome = await hello(site, space["chat_identity"]("C-17", "Ada", "ada@example.org"))
    assert welcome["type"] == "welcome", welcome
