"""Every route and every frame is tried as everybody. Both lists are the application's own: a new one is tried too."""

import json
import re
import typing
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import WebSocketRoute

from chatbot.server import frames
from chatbot.server.frames import DESK_FRAMES, VISITOR_FRAMES, Frame
from chatbot.server.pages import START
from chatbot.server.roles import KEY, SOCKETS, Access, needs
from tests.server.harness import Server, say

ROLES = ("anonymous", "visitor", "agent", "admin")
MAY: dict[str, frozenset[str]] = {
    "anyone": frozenset(ROLES),
    "visitor": frozenset({"visitor"}),
    "agent": frozenset({"agent", "admin"}),
    "admin": frozenset({"admin"}),
}
OPENAPI = "/openapi.json"


def routes(of) -> Iterator[typing.Any]:
    """All routes below an application or router, with those of the routers in it."""
    for route in of.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner)
        else:
            yield route


def undeclared(app) -> list[str]:
    """Routes that name no role."""
    found = []
    for route in routes(app):
        if isinstance(route, APIRoute):
            declared = (route.openapi_extra or {}).get(KEY)
        elif isinstance(route, WebSocketRoute):
            declared = SOCKETS.get(route.path)
        else:
            declared = "anyone" if route.path == OPENAPI else None
        if declared not in typing.get_args(Access):
            found.append(route.path)
    return found


async def test_every_route_names_a_role(server):
    paths = [r.path for r in routes(server.app)]
    assert {"/ws/chat", "/ws/desk", "/metrics", "/api/v1/session", "/api/v1/conversations/{id}", *START} <= set(paths)
    assert undeclared(server.app) == []


async def test_a_route_without_a_role_is_noticed(server):
    router = APIRouter()
    router.add_api_route("/new", lambda: None)
    router.add_api_route("/other", lambda: None, openapi_extra=needs("agent"))
    server.app.include_router(router)
    assert undeclared(server.app) == ["/new"]


def headers(role, tokens):
    return {"authorization": f"Bearer {tokens[role]}"} if role in tokens else {}


async def tokens_of(server) -> dict[str, str]:
    """What each role has to show; a visitor's token is no session."""
    _, welcome = await server.visitor()
    agent = await server.agent_token("anna")
    await server.agent_token("root")
    await server.accounts.set_role("root", "admin")
    return {"visitor": welcome["token"], "agent": agent, "admin": await server.agent_token("root")}


def calls(app) -> list[tuple[str, str, str]]:
    """Method, path and declared role of everything that speaks HTTP, the pages too."""
    found = [("GET", OPENAPI, "anyone")]
    for route in routes(app):
        if isinstance(route, APIRoute):
            path = re.sub(r"\{\w+\}", "x", route.path)
            found += [(method, path, route.openapi_extra[KEY]) for method in sorted(route.methods)]
    return found


@pytest.mark.parametrize("role", ROLES)
async def test_every_endpoint_lets_in_whom_it_names_and_nobody_else(server, role):
    tokens = await tokens_of(server)
    for method, path, needed in calls(server.app):
        # Each call with a session of its own: signing out is one of them.
        fresh = tokens | {r: await server.agent_token(n) for r, n in (("agent", "anna"), ("admin", "root"))}
        async with server.http(headers=headers(role, fresh)) as http:
            status = (await http.request(method, path)).status_code
        refused = status in (401, 403)
        assert refused is (role not in MAY[needed]), (role, method, path, status)


async def test_the_description_names_the_role_of_every_operation(server):
    async with server.http() as http:
        document = (await http.get(OPENAPI)).json()
    operations = [(p, m, o) for p, methods in document["paths"].items() for m, o in methods.items()]
    assert len(operations) > 7
    assert [(p, m) for p, m, o in operations if o.get(KEY) not in typing.get_args(Access)] == []


def subclasses(kind: type[Frame]) -> Iterator[type[Frame]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_frame_is_in_a_list_and_names_a_role():
    listed = {*VISITOR_FRAMES.values(), *DESK_FRAMES.values()}
    assert set(subclasses(Frame)) - {frames.DeskFrame} == listed
    assert [f.type for f in listed if f.role not in typing.get_args(Access)] == []


def sample(kind: type[Frame], conversation: str, number: int) -> dict[str, object]:
    """A well-formed frame of a kind, whatever fields it has."""
    data: dict[str, object] = {"type": kind.type}
    for name, field in kind.model_fields.items():
        if not field.is_required():
            continue
        literal = typing.get_args(field.annotation) if typing.get_origin(field.annotation) is typing.Literal else ()
        data[name] = literal[0] if literal else {int: 3}.get(field.annotation, f"{name}-{number}")
    if "conversation" in data:
        data["conversation"] = conversation
    return data


async def connect(server, role, path, tokens):
    socket = await server.socket(path, headers(role, tokens))
    if path == "/ws/chat" and role == "visitor":
        socket.send({"type": "hello", "token": tokens["visitor"], "after": 0, "locale": "en"})
        assert (await socket.next())["type"] == "welcome"
    return socket


@pytest.mark.parametrize("role", ROLES)
async def test_every_frame_is_taken_from_whom_it_names_and_nobody_else(server, role):
    tokens = await tokens_of(server)
    victim, welcome = await server.visitor()
    victim.send(say("m0", "human"))
    await victim.event("escalated")
    before = await server.store.load(welcome["conversation"])
    changed = False
    for path, kinds in (("/ws/chat", VISITOR_FRAMES), ("/ws/desk", DESK_FRAMES)):
        every = {f.type: f for f in (*VISITOR_FRAMES.values(), *DESK_FRAMES.values()) if f.type not in kinds} | kinds
        for number, (type, kind) in enumerate(every.items()):
            socket = await connect(server, role, path, tokens)
            allowed = type in kinds and role in MAY[kind.role] and (path == "/ws/chat" or role in MAY[SOCKETS[path]])
            if path == "/ws/desk" and role not in MAY[SOCKETS[path]]:
                assert await socket.close_code() == 1008
                continue
            socket.send(sample(kind, welcome["conversation"], number))
            socket.send({"type": "ping"})
            answers = []
            while (message := await socket.message())["type"] == "websocket.send":
                answers.append(json.loads(message["text"]))
                if answers[-1]["type"] == "pong":
                    break
            refused = any(a["type"] == "error" and a["code"] == "bad_frame" for a in answers)
            # A second hello is refused to who said it already; that is no matter of roles.
            assert refused is not allowed or (type, role) == ("hello", "visitor"), (role, path, type, answers)
            changed |= allowed and path == "/ws/desk"
            await socket.leave()
    after = await server.store.load(welcome["conversation"])
    assert (after != before) is changed


async def test_a_visitor_speaks_for_no_other_conversation(server):
    """Fields that name a conversation are ignored on the visitor's channel."""
    _, welcome = await server.visitor()
    thief, own = await server.visitor()
    thief.send(say("m1", "hi", conversation=welcome["conversation"]))
    await thief.until("ack")
    assert len(await server.store.load(welcome["conversation"])) == 1
    assert len(await server.store.load(own["conversation"])) > 1


async def test_a_visitors_token_is_no_session_and_a_session_no_visitors_token(server):
    tokens = await tokens_of(server)
    for token in (tokens["agent"], tokens["admin"]):
        socket = await server.socket("/ws/chat")
        socket.send({"type": "hello", "token": token, "after": 0, "locale": "en"})
        assert (await socket.next())["code"] == "bad_token"
    desk = await server.socket("/ws/desk", {"cookie": f"chatbot_session={tokens['visitor']}"})
    assert await desk.close_code() == 1008


async def test_a_token_opens_its_own_conversation_alone(server):
    """Whatever part of it is exchanged."""
    from itsdangerous.encoding import base64_decode, base64_encode

    _, one = await server.visitor()
    _, two = await server.visitor()
    payload, signature = one["token"].rsplit(".", 1)
    other, other_signature = two["token"].rsplit(".", 1)
    inner = json.loads(base64_decode(payload))
    forged = base64_encode(json.dumps([two["conversation"], *inner[1:]]).encode()).decode()
    for token in (f"{payload}.{other_signature}", f"{other}.{signature}", f"{forged}.{signature}", forged, payload):
        socket = await server.socket("/ws/chat")
        socket.send({"type": "hello", "token": token, "after": 0, "locale": "en"})
        assert (await socket.next())["code"] == "bad_token"


async def test_a_token_of_another_server_opens_nothing(server, tmp_path):
    async with Server(tmp_path / "other.sqlite") as other:
        _, foreign = await other.visitor()
    socket = await server.socket("/ws/chat")
    socket.send({"type": "hello", "token": foreign["token"], "after": 0, "locale": "en"})
    assert (await socket.next())["code"] == "bad_token"
