"""Signing in, REST, pages, and who may open what."""

from dataclasses import replace
from datetime import datetime

import pyotp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chatbot.domain.events import EVENT_TYPES
from chatbot.server.guard import CSP
from chatbot.server.pages import pages_router
from chatbot.transcripts.accounts import Accounts
from tests.server.harness import CHEAP, LOOSE, PASSWORD, Server, say

GOOD = {"name": "anna", "password": PASSWORD}


async def test_sign_in_sets_a_cookie_that_scripts_can_not_read(server):
    await server.accounts.add("anna", PASSWORD)
    async with server.http() as http:
        assert (await http.get("/api/v1/session")).status_code == 401
        answer = await http.post("/api/v1/session", json=GOOD)
        assert answer.status_code == 200
        assert answer.json()["agent"] == "anna"
        assert answer.json()["expires_at"] == "2026-01-02T15:04:05.678Z"
        cookie = answer.headers["set-cookie"].lower()
        assert cookie.startswith("chatbot_session=")
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        me = await http.get("/api/v1/session")
        assert me.json() == {
            "agent": "anna", "expires_at": "2026-01-02T15:04:05.678Z", "role": "agent", "display_name": "",
        }  # fmt: skip
        assert (await http.delete("/api/v1/session")).status_code == 204
        assert (await http.get("/api/v1/session")).status_code == 401
    bearer = {"authorization": f"Bearer {answer.json()['token']}"}
    async with server.http(headers=bearer) as http:
        assert (await http.get("/api/v1/session")).status_code == 401


async def test_the_token_works_as_bearer(server):
    token = await server.agent_token("anna")
    async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
        assert (await http.get("/api/v1/conversations")).json() == {"conversations": [], "next": None}
    for header in ("Bearer", "Bearer x", "Basic eDp5", token):
        async with server.http(headers={"authorization": header}) as http:
            assert (await http.get("/api/v1/conversations")).status_code == 401


async def test_wrong_credentials_are_refused_alike(server):
    await server.accounts.add("anna", PASSWORD)
    async with server.http() as http:
        one = await http.post("/api/v1/session", json=GOOD | {"password": "wrong horse"})
        two = await http.post("/api/v1/session", json=GOOD | {"name": "nobody"})
        assert one.status_code == two.status_code == 401
        assert one.json() == two.json()
        assert "set-cookie" not in one.headers
        for body in ("{", "[]", "{}", '{"name":1,"password":[]}', '{"name":"\\ud800","password":"\\ud800"}'):
            answer = await http.post("/api/v1/session", content=body, headers={"content-type": "application/json"})
            assert answer.status_code in (401, 422)


async def test_sign_in_attempts_are_limited_per_address(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, sign_in_rate="3/hour")) as server:
        await server.accounts.add("anna", PASSWORD)
        async with server.http() as http:
            for _ in range(3):
                assert (await http.post("/api/v1/session", json=GOOD | {"password": "x"})).status_code == 401
            refused = await http.post("/api/v1/session", json=GOOD)
            assert refused.status_code == 429
            assert int(refused.headers["retry-after"]) > 0


async def test_pages_of_other_sites_may_not_speak_for_an_agent(server):
    await server.accounts.add("anna", PASSWORD)
    for origin, status in (("http://evil.example", 403), ("null", 403), ("http://testserver", 200)):
        async with server.http(headers={"origin": origin}) as http:
            assert (await http.post("/api/v1/session", json=GOOD)).status_code == status


async def test_a_desk_without_session_is_closed_with_1008(server):
    for headers in ({}, {"authorization": "Bearer x"}, {"cookie": "chatbot_session=x"}):
        socket = await server.socket("/ws/desk", headers)
        assert await socket.close_code() == 1008


async def test_signing_out_closes_the_desk_of_that_session_alone(server):
    one = await server.agent_token("anna")
    first = await server.socket("/ws/desk", {"authorization": f"Bearer {one}"})
    second = await server.agent("anna")
    async with server.http(headers={"authorization": f"Bearer {one}"}) as http:
        assert (await http.delete("/api/v1/session")).status_code == 204
    assert await first.close_code() == 1008
    await second.silence()


async def test_a_disabled_agent_is_out_within_a_second_without_sending_anything(server):
    agent = await server.agent("anna")
    other = await server.agent("ben")
    commands = Accounts(server.store.database, server.clock, CHEAP)  # as the command line has its own
    await commands.enable("anna", active=False)
    assert await agent.close_code() == 1008
    await other.silence()
    async with server.http() as http:
        assert (await http.post("/api/v1/session", json=GOOD)).status_code == 401


async def test_a_disabled_agents_next_frame_does_nothing(server, monkeypatch):
    agent = await server.agent("anna")
    _, welcome = await server.visitor()
    await server.accounts.enable("anna", active=False)
    agent.send({"type": "claim", "conversation": welcome["conversation"]})
    assert await agent.close_code() == 1008
    assert len(await server.store.load(welcome["conversation"])) == 1


async def test_the_one_time_code_is_asked_for_after_the_right_password_alone(server):
    await server.accounts.add("anna", PASSWORD)
    code = pyotp.parse_uri(await server.accounts.enrol("anna")).at(datetime.fromisoformat(server.clock.now()))
    async with server.http() as http:
        wrong = await http.post("/api/v1/session", json=GOOD | {"password": "x", "code": code})
        asked = await http.post("/api/v1/session", json=GOOD)
        assert (wrong.status_code, asked.status_code) == (401, 401)
        assert wrong.json()["detail"] != "code needed"
        assert asked.json()["detail"] == "code needed"
        assert "set-cookie" not in asked.headers
        bad = await http.post("/api/v1/session", json=GOOD | {"code": "000000" if code != "000000" else "000001"})
        assert bad.json() == wrong.json()
        assert (await http.post("/api/v1/session", json=GOOD | {"code": code})).status_code == 200
        assert (await http.post("/api/v1/session", json=GOOD | {"code": code})).status_code == 401


async def test_a_desk_whose_session_expired_is_closed(server):
    agent = await server.agent("anna")
    server.clock.time = "2026-01-03T03:04:05.678Z"
    agent.send({"type": "claim", "conversation": "c"})
    assert await agent.close_code() == 1008


@pytest.mark.parametrize(
    ("path", "origin", "host", "allowed"),
    [
        ("/ws/chat", None, "shop.example", True),
        ("/ws/chat", "https://shop.example", "shop.example", True),
        ("/ws/chat", "http://shop.example:8000", "shop.example:8000", True),
        ("/ws/chat", "http://shop.example:8001", "shop.example:8000", False),
        ("/ws/chat", "https://evil.example", "shop.example", False),
        ("/ws/chat", "https://shop.example.evil.example", "shop.example", False),
        ("/ws/chat", "null", "shop.example", False),
        ("/ws/chat", "", "shop.example", False),
        ("/ws/chat", "http://[", "shop.example", False),
        ("/ws/chat", "http://x:99999", "shop.example", False),
        ("/ws/chat", "http://localhost:3000", "shop.example", True),
        ("/ws/chat", "http://127.0.0.1:3000", "shop.example", True),
        ("/ws/chat", "http://localhost.evil.example", "shop.example", False),
        ("/ws/chat", "https://partner.example", "shop.example", True),
        ("/ws/desk", "https://partner.example", "shop.example", False),
        ("/ws/desk", "http://localhost:3000", "shop.example", False),
        ("/ws/desk", "https://shop.example", "shop.example", True),
        ("/ws/desk", "https://desk.example", "inner:8000", True),
    ],
)
async def test_a_page_of_another_site_is_refused_before_accept(tmp_path, path, origin, host, allowed):
    settings = replace(LOOSE, allowed_origins=("https://partner.example",), desk_origins=("https://desk.example",))
    async with Server(tmp_path / "db", settings=settings) as server:
        headers = {"host": host} | ({} if origin is None else {"origin": origin})
        socket = await server.socket(path, headers)
        assert (socket.refused is None) is allowed


async def test_the_operator_is_told_once_of_each_page_that_was_refused(tmp_path, caplog):
    async with Server(tmp_path / "db", settings=LOOSE) as server:
        pages = ["https://www.shop.example", "https://www.shop.example", "null", "nonsense"]
        pages += [f"https://evil{n}.example" for n in range(40)]
        for origin in pages:
            await server.socket("/ws/chat", {"host": "chat.shop.example", "origin": origin})
        await server.socket("/ws/desk", {"host": "chat.shop.example", "origin": "https://desk.shop.example"})
    told = [r.getMessage() for r in caplog.records if r.name == "chatbot.server.origins"]
    assert told[0] == (
        "refused a page at /ws/chat: if https://www.shop.example is yours, add it to the setting origins"
    )
    assert "sandboxed frame have no origin" in told[1]
    assert told[2].startswith("refused a page at /ws/chat: if https://evil0.example is yours")
    assert told[-1].endswith("if https://desk.shop.example is yours, add it to the setting desk_origins")
    assert len(told) <= 21


async def test_conversations_are_listed_and_shown(server):
    token = await server.agent_token("anna")
    ids = []
    for n in range(3):
        server.clock.time = f"2026-01-0{n + 2}T00:00:00.000Z"
        socket, welcome = await server.visitor()
        ids.append(welcome["conversation"])
    socket.send(say("m1", "human"))
    await socket.event("escalated")
    async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
        server.clock.time = "2026-01-02T03:04:05.678Z"
        page = (await http.get("/api/v1/conversations", params={"limit": 2})).json()
        rest = (await http.get("/api/v1/conversations", params={"limit": 2, "before": page["next"]})).json()
        listed = [r["conversation"] for r in page["conversations"] + rest["conversations"]]
        assert sorted(listed) == sorted(ids)
        assert rest["next"] is None
        waiting = (await http.get("/api/v1/conversations", params={"owner": "queue"})).json()["conversations"]
        assert [(r["conversation"], r["owner"], r["priority"]) for r in waiting] == [(ids[2], "queue", "high")]
        whole = (await http.get(f"/api/v1/conversations/{ids[2]}")).json()
        assert whole["conversation"]["conversation"] == ids[2]
        assert [e["seq"] for e in whole["events"]] == [1, 2, 3, 4, 5, 6]
        assert [e["visitor_seq"] for e in whole["events"]] == [1, 2, None, None, 3, 4]
        assert whole["events"][3]["event"]["decision"]["kind"] == "escalate"
        some = await http.get(f"/api/v1/conversations/{ids[2]}/events", params={"after": 2, "limit": 2})
        assert [e["seq"] for e in some.json()["events"]] == [3, 4]
        for path in ("/api/v1/conversations/x", "/api/v1/conversations/x/events"):
            assert (await http.get(path)).status_code == 404
        for params in ({"limit": 0}, {"limit": 10**9}, {"limit": "x"}, {"owner": "me"}):
            assert (await http.get("/api/v1/conversations", params=params)).status_code == 422


async def test_rest_is_for_agents(server):
    async with server.http() as http:
        for path in ("/api/v1/conversations", "/api/v1/conversations/x", "/api/v1/conversations/x/events"):
            assert (await http.get(path)).status_code == 401


async def test_every_answer_carries_the_strict_headers(server):
    async with server.http() as http:
        for path in ("/", "/desk", "/docs", "/docs.js", "/openapi.json", "/healthz", "/nothing", "/api/v1/session"):
            answer = await http.get(path)
            assert answer.headers["content-security-policy"] == CSP
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["x-frame-options"] == "DENY"
            assert "frame-ancestors 'none'" in CSP
        assert "no-store" in (await http.get("/api/v1/session")).headers["cache-control"]


async def test_the_widget_may_be_embedded_and_is_revalidated(server):
    async with server.http() as http:
        first = await http.get("/widget.js")
        assert first.headers["content-type"].startswith("text/javascript")
        assert first.headers["cross-origin-resource-policy"] == "cross-origin"
        assert first.headers["cache-control"] == "no-cache"
        assert "// include" not in first.text
        assert first.text.index("class Session") < first.text.index("customElements.define(")
        again = await http.get("/widget.js", headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.headers["cross-origin-resource-policy"] == "cross-origin"
        assert (await http.get("/desk.js")).headers["cross-origin-resource-policy"] == "same-origin"


async def test_only_pages_are_served(server):
    paths = (
        "/app.py",
        "/..%2fapp.py",
        "/%2e%2e/app.py",
        "/docs.html.js",
        "/.js",
        "/pages/docs.js",
        "/a%00.js",
        "/x.js",
    )
    async with server.http() as http:
        for path in paths:
            assert (await http.get(path)).status_code == 404, path


async def test_the_documentation_needs_no_other_host_and_describes_every_event(server):
    async with server.http() as http:
        page = (await http.get("/docs")).text
        script = (await http.get("/docs.js")).text
        document = (await http.get("/openapi.json")).json()
    assert "://" not in page
    assert "://" not in script.replace("http://www.w3.org", "")
    assert {c.__name__ for c in EVENT_TYPES.values()} <= set(document["components"]["schemas"])
    said = document["components"]["schemas"]["CustomerSaid"]
    assert said["properties"]["type"] == {"const": "customer_said"}
    assert "RowModel" in document["components"]["schemas"]
    for path in ("/api/v1/session", "/api/v1/conversations", "/api/v1/conversations/{id}/events", "/readyz"):
        assert path in document["paths"]


async def test_a_body_over_the_limit_is_refused(server):
    async with server.http() as http:
        answer = await http.post("/api/v1/session", json=GOOD | {"name": "x" * 70_000})
        assert answer.status_code == 413


@pytest.mark.parametrize("before", ["zzz", "", "\x00", "9999"])
async def test_a_damaged_cursor_is_refused_instead_of_showing_the_first_page_again(server, before):
    token = await server.agent_token("anna")
    async with server.http(headers={"authorization": f"Bearer {token}"}) as http:
        assert (await http.get("/api/v1/conversations", params={"before": before})).status_code == 422


@pytest.mark.parametrize(("demo", "shop"), [(True, True), (False, False)])
def test_the_demo_shop_is_nobody_elses_first_page(demo: bool, shop: bool) -> None:
    app = FastAPI()
    app.include_router(pages_router(demo=demo))
    page = TestClient(app).get("/")
    assert (page.status_code, "Lumen" in page.text, "Orders" in page.text) == (200, shop, shop)
    assert "/widget.js" in page.text
