"""The application in the test's own loop: sockets without a network, one store that outlives an application."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from argon2 import PasswordHasher
from starlette.types import Message

from chatbot.ports import NO_TRACER
from chatbot.server.app import create_app
from chatbot.server.services import Services
from chatbot.server.settings import ServerSettings
from chatbot.server.wire import WIRE
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.postgres import PostgresStore
from chatbot.transcripts.sqlite import SqliteStore
from chatbot.transcripts.store import Store
from tests.fakes.pipeline import FakePipeline

GUARD = 10.0
"""Seconds after which a test that waits for something that never comes fails instead of hanging."""

LOOSE = ServerSettings(
    frame_rate="100000/second", kilobyte_rate="100000/second", message_rate="1000/second", typing_rate="1000/second",
    address_message_rate="100000/second", conversation_rate="100000/second", agent_message_rate="1000/second",
    sign_in_rate="1000/second", sign_in_failures="1000/second", sockets_per_visitor=1000,
)  # fmt: skip
PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def open_store(place: str, factory: Any = None, *, sole: bool = False) -> Store:
    """The store of either kind; `factory` makes SQLite's connections, `sole` is a server's."""
    if place.startswith("postgresql://"):
        return PostgresStore.open(place)
    return SqliteStore.open(place, sole=sole, **({"factory": factory} if factory else {}))


@dataclass
class TestClock:
    """Stands still until it is moved."""

    __test__ = False
    time: str = "2026-01-02T03:04:05.678Z"

    def now(self) -> str:
        return self.time


class Reading(asyncio.Event):
    """Whether a client reads; tells when it reads again."""

    def __init__(self) -> None:
        super().__init__()
        self.resumed: Callable[[], None] = lambda: None

    def set(self) -> None:
        super().set()
        self.resumed()


class Socket:
    """A client of one of the channels, and the server's `Wire` to it."""

    def __init__(self, app: Any, path: str, headers: dict[str, str] | None = None, address: str = "1.2.3.4") -> None:
        raw = [(k.lower().encode(), v.encode()) for k, v in ({"host": "testserver"} | (headers or {})).items()]
        self._scope = {
            "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws", "path": path,
            "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": raw, "subprotocols": [],
            "client": (address, 5), "server": ("testserver", 80), "state": {},
            "extensions": {WIRE: self},
        }  # fmt: skip
        self._app = app
        self._in: asyncio.Queue[Message] = asyncio.Queue()
        self._out: asyncio.Queue[Message] = asyncio.Queue()
        self.reading = Reading()
        self.reading.set()
        self.aborted = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def open(self) -> Socket:
        """Connect; `code` of a refused one is in `refused`."""
        self._in.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(self._app(self._scope, self._in.get, self._send))
        first = await asyncio.wait_for(self._out.get(), GUARD)
        self.refused = first if first["type"] != "websocket.accept" else None
        return self

    async def _send(self, message: Message) -> None:
        await self.reading.wait()
        self._out.put_nowait(message)
        if message["type"] == "websocket.close":
            self._in.put_nowait({"type": "websocket.disconnect", "code": message.get("code", 1000)})

    @property
    def writable(self) -> bool:
        return self.reading.is_set()

    @property
    def more(self) -> bool:
        return not self._in.empty()

    def write(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._out.put_nowait({"type": "websocket.send", "text": text})

    def notify(self, resumed: Callable[[], None]) -> None:
        self.reading.resumed = resumed

    async def receive_text(self) -> str | None:
        message = await self._in.get()
        if message["type"] != "websocket.receive":
            raise EOFError
        return message.get("text")

    def abort(self) -> None:
        self.aborted.set()
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1006})

    def send(self, frame: Any) -> None:
        """Send a frame; a str goes as it is."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    def send_raw(self, message: Message) -> None:
        """Send an ASGI message."""
        self._in.put_nowait(message)

    async def message(self) -> Message:
        """The next message from the server."""
        return await asyncio.wait_for(self._out.get(), GUARD)

    async def next(self) -> dict[str, Any]:
        """The next frame; fails where the server closes instead."""
        message = await self.message()
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def until(self, type: str, **fields: Any) -> dict[str, Any]:
        """The next frame of that type with these fields; others are skipped."""
        while True:
            frame = await self.next()
            if frame["type"] == type and all(frame.get(k) == v for k, v in fields.items()):
                return frame

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event frame of a kind; others are skipped."""
        while True:
            frame = await self.until("event")
            if frame["event"]["type"] == kind:
                return frame

    async def close_code(self) -> int:
        """The code the server closes with; frames before are skipped."""
        while True:
            message = await self.message()
            if message["type"] == "websocket.close":
                return message["code"]

    async def silence(self) -> list[dict[str, Any]]:
        """What has come by the time a ping is answered."""
        self.send({"type": "ping"})
        seen = []
        while (frame := await self.next())["type"] != "pong":
            seen.append(frame)
        return seen

    async def leave(self) -> None:
        """Close from the client's side."""
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1000})
        if self.task is not None:
            await asyncio.wait({self.task}, timeout=GUARD)


@dataclass
class Server:
    """An application over a store: a file's path, or a database's URL."""

    path: Any
    pipeline: FakePipeline = field(default_factory=FakePipeline)
    settings: ServerSettings = LOOSE
    clock: TestClock = field(default_factory=TestClock)
    factory: Any = None
    estimator: Any = None
    identity_secret: str | None = None
    metrics_token: str | None = None
    provider: Any = None
    passwords: bool = True
    tracer: Any = NO_TRACER
    sockets: list[Socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = open_store(str(self.path), self.factory)
        self.accounts = Accounts(self.store.database, self.clock, CHEAP)
        extra = {"estimator": self.estimator} if self.estimator else {}
        numbers = itertools.count(1)
        prefix = id(self)
        self.services = Services(
            pipeline=self.pipeline, store=self.store, accounts=self.accounts, secret=self.store.secret,
            peers=self.store.peers(), provider=self.provider, passwords=self.passwords, tracer=self.tracer,
            identity_secret=self.identity_secret, metrics_token=self.metrics_token,
            clock=self.clock, settings=self.settings, new_id=lambda: f"c-{prefix}-{next(numbers)}", **extra,
        )  # fmt: skip
        self.app = create_app(self.services)
        self._life: Any = None

    async def __aenter__(self) -> Server:
        self._life = self.app.router.lifespan_context(self.app)
        await self._life.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.pipeline.gate.set()
        for socket in self.sockets:
            socket.reading.set()
            await socket.leave()
        await self._life.__aexit__(None, None, None)

    def http(self, address: str = "1.2.3.4", **kwargs: Any) -> httpx.AsyncClient:
        """A client for REST."""
        transport = httpx.ASGITransport(self.app, client=(address, 5), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://testserver", **kwargs)

    async def socket(self, path: str, headers: dict[str, str] | None = None, address: str = "1.2.3.4") -> Socket:
        """An open socket."""
        socket = Socket(self.app, path, headers, address)
        self.sockets.append(socket)
        return await socket.open()

    async def visitor(self, token: str | None = None, after: int = 0) -> tuple[Socket, dict[str, Any]]:
        """A visitor's socket after `welcome` (and, for a new conversation, after event 1)."""
        socket = await self.socket("/ws/chat")
        socket.send({"type": "hello", "token": token, "after": after, "locale": "en"})
        welcome = await socket.next()
        assert welcome["type"] == "welcome", welcome
        if token is None:
            assert (await socket.next())["seq"] == 1
        return socket, welcome

    async def agent_token(self, name: str) -> str:
        """A session of an agent, who is added where there is none."""
        if name not in [a.name for a in await self.accounts.agents()]:
            await self.accounts.add(name, PASSWORD)
        session = await self.accounts.sign_in(name, PASSWORD)
        assert session is not None
        return session.token

    async def agent(self, name: str) -> Socket:
        """An agent's socket after its first queue."""
        token = await self.agent_token(name)
        socket = await self.socket("/ws/desk", {"authorization": f"Bearer {token}"})
        assert (await socket.next())["type"] == "queue"
        return socket


async def in_thread(wait: Any) -> None:
    """Wait for a threading.Event without stopping the loop."""
    assert await asyncio.to_thread(wait.wait, GUARD), "the event never came"


def say(id: str, text: str, **fields: Any) -> dict[str, Any]:
    """A `say` frame."""
    return {"type": "say", "id": id, "text": text, **fields}
