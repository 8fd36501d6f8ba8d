"""What one server process carries: `python -m benchmarks.load --json out.json` (`--idle 10000`, `--quick`).

The server is the real one with its store on this machine's disk (`--disk DIR`), the bot a constant. Beside it, in the
same run, stands an echo server of the `websockets` library: ratios to it hold on busy machines, times don't. Parts:

idle        N visitors who say nothing: memory a socket, heartbeats, and the ack of one who talks, with them and without
messages    acknowledged (synced) messages a second and their latency for 1, 8, 64, 256 visitors who wait for each ack,
            against echoes, and against SQLite committing one after the other
slow        200 clients who ask and never read: memory, who is let go, and the ack of others
stored      append, resume, queue and open turns with few and with many stored events
capacity    over its limits the server refuses: sockets with 1013, messages with `overloaded`, sign-ins with 429

Clients and servers share the machine's cores. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import random
import resource
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib import error, request

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, Pending
from chatbot.domain.decision import Decision, Reason
from chatbot.server.app import create_app
from chatbot.server.run import serve
from chatbot.server.services import Services
from chatbot.server.settings import ServerSettings
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sqlite import SqliteStore, connect
from chatbot.transcripts.store import event_rows

ROOT = Path(__file__).resolve().parent.parent
LIMITLESS = ServerSettings(
    frame_rate="1000000/second", kilobyte_rate="1000000/second", message_rate="1000000/second",
    address_message_rate="1000000/second", conversation_rate="1000000/second", sockets_per_address=100_000,
    max_sockets=100_000, max_open_turns=100_000, hello_timeout=120.0,
)  # fmt: skip
SMALL = replace(LIMITLESS, max_sockets=50, max_open_turns=4, sign_in_rate="5/minute")
WORDS = "Where is my order? I have been waiting for it since Monday."
HEARTBEATS = 25.0
"""Seconds in which each socket gets one ping at least: uvicorn's interval is 20."""
SILENT = 200
VISITORS = (1, 8, 64, 256)


class _Clock:
    def now(self) -> str:
        return datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Constant:
    """A bot with one answer, after `seconds`."""

    seconds: float = 0.0

    def answer(
        self, conversation: Conversation, pending: Pending, on_draft: Callable[[str], None] | None = None
    ) -> tuple[ev.Event, ...]:
        time.sleep(self.seconds)
        decision = Decision("reply", (Reason("constant"),), intent="constant")
        return (
            ev.Decided(at=pending.at, turn=pending.seq, decision=decision),
            ev.BotSaid(at=pending.at, turn=pending.seq, text="It is on its way."),
        )

    def failed(self, conversation: Conversation, pending: Pending, error: Exception) -> tuple[ev.Event, ...]:
        return self.answer(conversation, pending)

    def returned(self, conversation: Conversation) -> tuple[ev.Event, ...]:
        return ()


def serve_chat(path: str, small: bool) -> None:
    store, clock = SqliteStore.open(path), _Clock()
    services = Services(
        pipeline=Constant(1.0 if small else 0.0), store=store, accounts=Accounts(store.database, clock),
        secret=store.secret, clock=clock, settings=SMALL if small else LIMITLESS,
    )  # fmt: skip
    serve(create_app(services), "127.0.0.1", 0)


async def serve_echo() -> None:
    from websockets.asyncio.server import ServerConnection
    from websockets.asyncio.server import serve as serve_sockets

    async def echo(socket: ServerConnection) -> None:
        async for message in socket:
            await socket.send(message)

    async with serve_sockets(echo, "127.0.0.1", 0, compression=None, max_size=65536) as server:
        print(f"ready http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


@dataclass
class Running:
    """A server's process."""

    pid: int
    port: int

    def memory(self) -> int:
        """Bytes of its own that it holds in memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize()

    def cpu(self) -> float:
        """CPU seconds it took so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    """One of this module's servers in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.load", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield Running(process.pid, int(line.rpartition(":")[2]))
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


class Client(asyncio.Protocol):
    """As little of a WebSocket client as will do, so that thousands fit beside the server. Answers pings."""

    def __init__(self) -> None:
        self.opened: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.buffer = b""
        self.pings = 0
        self.code: int | None = None
        self.closed = asyncio.Event()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.opened.done():
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self.buffer = rest
            self.opened.set_result(head)
        while (frame := self._cut()) is not None:
            self._take(*frame)

    def _cut(self) -> tuple[int, bytes] | None:
        data = self.buffer
        if len(data) < 2:
            return None
        size, at = data[1] & 0x7F, 2
        if size == 126:
            if len(data) < 4:
                return None
            size, at = struct.unpack_from("!H", data, 2)[0], 4
        elif size == 127:
            if len(data) < 10:
                return None
            size, at = struct.unpack_from("!Q", data, 2)[0], 10
        if len(data) < at + size:
            return None
        self.buffer = data[at + size :]
        return data[0] & 0x0F, data[at : at + size]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 1:
            self.frames.put_nowait(json.loads(payload))
        elif opcode == 9:
            self.pings += 1
            self.transport.write(masked(payload, 0x8A))
        elif opcode == 8:
            self.code = struct.unpack("!H", payload[:2])[0] if payload else 1005
            self.transport.write(masked(payload, 0x88))

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()
        if not self.opened.done():
            self.opened.cancel()

    def send(self, frame: Any) -> None:
        """A text frame."""
        self.transport.write(masked(json.dumps(frame).encode()))

    async def until(self, type: str) -> dict[str, Any]:
        """The next frame of a type; others are skipped."""
        while True:
            frame = await asyncio.wait_for(self.frames.get(), 120)
            if frame["type"] == type:
                return frame


def masked(payload: bytes, first: int = 0x81) -> bytes:
    """A client's frame; the mask is zero, which the protocol forbids nobody."""
    head = struct.pack("!BB", first, 0x80 | len(payload)) if len(payload) < 126 else (
        struct.pack("!BBH", first, 0xFE, len(payload))
    )  # fmt: skip
    return head + b"\0\0\0\0" + payload


async def dial(port: int) -> Client:
    """A connected client, after the handshake."""
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    await asyncio.wait_for(client.opened, 120)
    return client


async def visit(port: int) -> Client:
    """A visitor with a conversation."""
    client = await dial(port)
    client.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
    await client.until("welcome")
    return client


async def crowd(make: Callable[[int], Awaitable[Client]], port: int, count: int) -> list[Client]:
    """Many clients, some at a time."""
    clients: list[Client] = []
    for begin in range(0, count, 100):
        clients += await asyncio.gather(*(make(port) for _ in range(min(100, count - begin))))
    return clients


def leave(clients: Sequence[Client]) -> None:
    for client in clients:
        client.transport.abort()


async def ack(client: Client, number: int) -> float:
    """Seconds until a message is acknowledged."""
    began = time.perf_counter()
    client.send({"type": "say", "id": f"m{number}", "text": WORDS})
    while (await client.until("ack"))["id"] != f"m{number}":
        pass
    return time.perf_counter() - began


async def echoed(client: Client, number: int) -> float:
    """Seconds until the same comes back."""
    began = time.perf_counter()
    client.send({"type": "say", "id": f"m{number}", "text": WORDS})
    await client.until("say")
    return time.perf_counter() - began


Ask = Callable[[Client, int], Awaitable[float]]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and the 99th of a hundred, in milliseconds."""
    return {
        "p50_ms": round(median(seconds) * 1000, 3),
        "p99_ms": round(quantiles(seconds, n=100, method="inclusive")[98] * 1000, 3),
    }


async def latency(client: Client, ask: Ask, count: int) -> list[float]:
    """One after the other, with pauses, as a person would."""
    found = []
    for _ in range(count):
        found.append(await ask(client, random.getrandbits(60)))
        await asyncio.sleep(0.005)
    return found


async def flow(clients: Sequence[Client], ask: Ask, seconds: float) -> dict[str, float]:
    """All clients ask without a pause, each waits for its answer."""
    found: list[float] = []
    ends = time.perf_counter() + seconds

    async def go_on(client: Client) -> None:
        while time.perf_counter() < ends:
            found.append(await ask(client, random.getrandbits(60)))

    began = time.perf_counter()
    await asyncio.gather(*(go_on(client) for client in clients))
    return {"per_second": round(len(found) / (time.perf_counter() - began), 1), **spread(found)}


@dataclass
class Options:
    """The command line."""

    idle: int
    quick: bool
    disk: Path
    stored: tuple[int, int]
    parts: tuple[str, ...]
    results: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def chat(self, small: bool = False) -> AsyncIterator[Running]:
        """The chat server over a new store."""
        with tempfile.TemporaryDirectory(dir=self.disk) as folder:
            arguments = ["serve", str(Path(folder) / "chat.sqlite3"), *(["small"] if small else [])]
            with running(*arguments) as server:
                yield server


async def idle(o: Options) -> dict[str, Any]:
    """Memory a socket, heartbeats, and what idle ones cost a talker."""
    result: dict[str, Any] = {"visitors": o.idle}
    count = 100 if o.quick else 300
    async with o.chat() as server:
        await _idle(server, visit, ack, o, count, result)
    echo: dict[str, Any] = {}
    with running("echo") as server:
        await _idle(server, dial, echoed, o, count, echo)
    result["echo"] = echo
    result["memory_ratio"] = round(result["bytes_a_socket"] / echo["bytes_a_socket"], 2)
    return result


async def _idle(
    server: Running, make: Callable[[int], Awaitable[Client]], ask: Ask, o: Options, count: int, out: dict[str, Any]
) -> None:
    talker = await make(server.port)
    await latency(talker, ask, 20)
    alone = await latency(talker, ask, count)
    before = server.memory()
    clients = await crowd(make, server.port, o.idle)
    await asyncio.sleep(1)
    out["bytes_a_socket"] = round((server.memory() - before) / o.idle)
    cpu, began = server.cpu(), time.perf_counter()
    among = await latency(talker, ask, count)
    await asyncio.sleep(max(0.0, HEARTBEATS - (time.perf_counter() - began)))
    out["cpu_percent_of_a_core_while_idle"] = round(100 * (server.cpu() - cpu) / (time.perf_counter() - began), 1)
    out["sockets_kept"] = sum(not client.closed.is_set() for client in clients)
    out["sockets_pinged"] = sum(client.pings > 0 for client in clients)
    out["alone"], out["among_idle"] = spread(alone), spread(among)
    out["p50_among_to_alone"] = round(median(among) / median(alone), 2)
    leave([*clients, talker])


async def messages(o: Options) -> dict[str, Any]:
    """The curve over the number of visitors."""
    seconds = 1.5 if o.quick else 4.0
    curve: dict[str, Any] = {}
    async with o.chat() as server:
        with running("echo") as echo:
            for count in VISITORS:
                clients = await crowd(visit, server.port, count)
                kept = await flow(clients, ack, seconds)
                leave(clients)
                clients = await crowd(dial, echo.port, count)
                bare = await flow(clients, echoed, seconds)
                leave(clients)
                curve[str(count)] = {
                    "acknowledged": kept, "echoed": bare,
                    "of_echo": round(kept["per_second"] / bare["per_second"], 3),
                }  # fmt: skip
    alone = commits(o.disk, seconds)
    for found in curve.values():
        found["of_sqlite_alone"] = round(found["acknowledged"]["per_second"] / alone, 2)
    return {"visitors": curve, "sqlite_alone_per_second": alone}


def commits(disk: Path, seconds: float) -> float:
    """Rows a second that SQLite syncs, one transaction after the other."""
    with tempfile.TemporaryDirectory(dir=disk) as folder:
        connection = connect(Path(folder) / "alone.sqlite3")
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)")
        count, began = 0, time.perf_counter()
        while time.perf_counter() < began + seconds:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO t (text) VALUES (?)", (WORDS,))
            connection.execute("COMMIT")
            count += 1
        connection.close()
        return round(count / (time.perf_counter() - began), 1)


async def slow(o: Options) -> dict[str, Any]:
    """Clients who ask for much and read nothing."""
    count = 100 if o.quick else 300
    nonsense = masked(json.dumps({"type": "nonsense", "id": "x" * 80}).encode()) * 50
    async with o.chat() as server:
        talker = await visit(server.port)
        await latency(talker, ack, 20)
        alone = await latency(talker, ack, count)
        before = server.memory()
        clients = await crowd(visit, server.port, SILENT)
        open_sockets = server.memory()
        for client in clients:
            client.transport.pause_reading()
        peak, among = open_sockets, []
        began = time.perf_counter()

        async def flood(client: Client) -> None:
            # As much as the network takes.
            while time.perf_counter() < began + 12 and not client.transport.is_closing():
                if client.transport.get_write_buffer_size() < 65536:
                    client.transport.write(nonsense)
                await asyncio.sleep(0.05)

        floods = asyncio.gather(*(flood(client) for client in clients))
        while not floods.done():
            among.append(await ack(talker, random.getrandbits(60)))
            peak = max(peak, server.memory())
            await asyncio.sleep(0.02)
        await floods
        result = {
            "clients": SILENT,
            "peak_bytes_a_client": round((peak - before) / SILENT),
            "let_go": sum(client.transport.is_closing() for client in clients),
            "alone": spread(alone),
            "among_slow": spread(among),
            "p50_among_to_alone": round(median(among) / median(alone), 2),
        }
        leave([*clients, talker])
        return result


async def stored(o: Options) -> dict[str, Any]:
    """What the number of stored events does to the cost of each step; few and many are asked in turns."""
    few, many = o.stored
    with tempfile.TemporaryDirectory(dir=o.disk) as folder:
        stores = {}
        for count in (few, many):
            path = Path(folder) / f"{count}.sqlite3"
            fill(path, count)
            stores[count] = SqliteStore.open(path)
        found: dict[str, dict[int, list[float]]] = {}
        for turn in range(60 if o.quick else 300):
            for count, store in random.sample(list(stores.items()), len(stores)):
                for name, seconds in (await _steps(store, turn, count // 20)).items():
                    found.setdefault(name, {}).setdefault(count, []).append(seconds)
        for store in stores.values():
            await store.close()
        steps = {
            name: {
                f"{few}_events": spread(times[few]),
                f"{many}_events": spread(times[many]),
                "ratio": round(median(times[many]) / median(times[few]), 2),
            }
            for name, times in found.items()
        }
    return {"steps": steps, "bound": 1.3}


async def _steps(store: SqliteStore, turn: int, conversations: int) -> dict[str, float]:
    id = f"c{random.randrange(conversations)}"
    new = Conversation(f"new-{turn}")
    started = ev.ConversationStarted(at=AT, locale="en")
    times: dict[str, float] = {}

    async def timed(name: str, work: Awaitable[Any]) -> None:
        began = time.perf_counter()
        await work
        times[name] = time.perf_counter() - began

    await timed("append", store.append(new, [started, ev.CustomerSaid(at=AT, id="m", text=WORDS)]))
    await timed("resume", store.load(id))
    await timed("queue", store.queue(limit=200))
    await timed("list", store.list(limit=100))
    await timed("open turns", store.pending())
    return times


AT = "2026-01-02T03:04:05.678Z"


def fill(path: Path, count: int) -> None:
    """Conversations of twenty events; one hundred wait for a human, whatever the size."""
    SqliteStore.open(path).database.close()
    conversation = Conversation("x")
    decided = ev.Decided(at=AT, turn=2, decision=Decision("reply", (Reason("constant"),), intent="constant"))
    events: list[ev.Event] = [ev.ConversationStarted(at=AT, locale="en")]
    while len(events) < 20:
        events += [ev.CustomerSaid(at=AT, id=f"m{len(events)}", text=WORDS), decided]
        events.append(ev.BotSaid(at=AT, turn=2, text="It is on its way."))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    conversations = count // 20
    connection.execute(
        "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < :count) "
        "INSERT INTO conversations SELECT 'c' || n, iif(n % :step, 'bot', 'queue'), NULL, 'en', 'normal', "
        "iif(n % :step, NULL, :at), :at, 20, 0 FROM n",
        {"count": conversations, "step": max(1, conversations // 100), "at": AT},
    )
    connection.execute("CREATE TEMP TABLE template (number, seq, type, at, client_id, data)")
    rows = [row[1:] for row in event_rows(conversation, events[:20])]
    connection.executemany("INSERT INTO template VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute(
        "INSERT INTO events SELECT c.id, t.number, t.seq, t.type, t.at, t.client_id, t.data "
        "FROM (SELECT id FROM conversations ORDER BY id) c, template t"
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


async def capacity(o: Options) -> dict[str, Any]:
    """Beyond its limits the server says no, early and in words, and goes on serving who is in."""
    async with o.chat(small=True) as server:
        inside = await crowd(visit, server.port, SMALL.max_sockets)
        began = time.perf_counter()
        outside = await crowd(dial, server.port, 20)
        await asyncio.gather(*(asyncio.wait_for(client.closed.wait(), 60) for client in outside))
        refused = time.perf_counter() - began
        for client in inside:
            client.send({"type": "say", "id": "m", "text": WORDS})
        answers = [(await _answer(client)) for client in inside]
        statuses = [await asyncio.to_thread(_sign_in, server.port) for _ in range(7)]
        result = {
            "sockets_beyond": len(outside),
            "refused_with_1013": sum(client.code == 1013 for client in outside),
            "seconds_until_all_were_refused": round(refused, 3),
            "inside_still_open": sum(not client.closed.is_set() for client in inside),
            "messages": len(inside),
            "acknowledged": answers.count("ack"),
            "overloaded": answers.count("overloaded"),
            "sign_ins_refused_with_retry_after": sum(status == 429 and wait > 0 for status, wait in statuses),
        }
        leave(inside)
        return result


async def _answer(client: Client) -> str:
    while True:
        frame = await asyncio.wait_for(client.frames.get(), 60)
        if frame["type"] in ("ack", "error"):
            return str(frame.get("code", "ack"))


def _sign_in(port: int) -> tuple[int, int]:
    body = json.dumps({"name": "nobody", "password": "wrong"}).encode()
    asked = request.Request(f"http://127.0.0.1:{port}/api/v1/session", body, {"content-type": "application/json"})
    try:
        with request.urlopen(asked) as answer:
            return answer.status, 0
    except error.HTTPError as refused:
        return refused.code, int(refused.headers.get("Retry-After") or 0)


PARTS = {"idle": idle, "messages": messages, "slow": slow, "stored": stored, "capacity": capacity}


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        serve_chat(sys.argv[2], "small" in sys.argv)
        return
    if sys.argv[1:2] == ["echo"]:
        asyncio.run(serve_echo())
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--idle", type=int, default=2000)
    parser.add_argument("--stored", type=int, nargs=2, default=(10_000, 1_000_000), metavar=("FEW", "MANY"))
    parser.add_argument("--disk", type=Path, default=Path(tempfile.gettempdir()), help="where the stores are written")
    parser.add_argument("--parts", default=",".join(PARTS), help="names, separated by commas")
    parser.add_argument("--quick", action="store_true", help="fewer samples")
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(given.idle + 1000, most) if most != resource.RLIM_INFINITY else given.idle + 1000
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[0]), most))
    o = Options(given.idle, given.quick, given.disk, tuple(given.stored), tuple(given.parts.split(",")))
    report: dict[str, Any] = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
    for name in o.parts:
        report[name] = asyncio.run(PARTS[name](o))
        print(name, json.dumps(report[name], indent=1), flush=True)
    report["load_after"] = os.getloadavg()[0]
    if given.json:
        given.json.write_text(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
