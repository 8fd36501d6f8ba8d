"""The servers that are measured, each in a process of its own: `python -m benchmarks.load.servers chat|small|echo`."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, Pending
from chatbot.domain.decision import Decision, Reason
from chatbot.server.app import create_app
from chatbot.server.run import serve
from chatbot.server.services import Services
from chatbot.server.settings import ServerSettings
from chatbot.transcripts import database
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sqlite import SqliteStore

ROOT = Path(__file__).resolve().parents[2]
LIMITLESS = ServerSettings(
    frame_rate="1000000/second", kilobyte_rate="1000000/second", message_rate="1000000/second",
    address_message_rate="1000000/second", conversation_rate="1000000/second", sockets_per_address=100_000,
    max_sockets=100_000, max_open_turns=100_000, hello_timeout=120.0,
)  # fmt: skip
PLAIN = ServerSettings(
    sockets_per_address=100_000, conversation_rate="1000000/second", message_rate="1000000/second",
    address_message_rate="1000000/second",
)  # fmt: skip
"""What bounds a socket is as in production; that all clients have one address is not held against them."""
SMALL = replace(LIMITLESS, max_sockets=50, max_open_turns=4, sign_in_rate="5/minute")


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


def serve_chat(path: str, kind: str) -> None:
    """`chat`: as few limits as possible; `small`: hardly any room; `plain`: the limits of production; `single`: as
    `chat`, with a commit for each write."""
    if kind == "single":
        database.GROUP = 1
    settings = {"small": SMALL, "plain": PLAIN}.get(kind, LIMITLESS)
    store, clock = SqliteStore.open(path), _Clock()
    services = Services(
        pipeline=Constant(1.0 if kind == "small" else 0.0), store=store, secret=store.secret, clock=clock,
        accounts=Accounts(store.database, clock), settings=settings,
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
    command = [sys.executable, "-m", "benchmarks.load.servers", *arguments]
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


if __name__ == "__main__":
    if sys.argv[1] == "echo":
        asyncio.run(serve_echo())
    else:
        serve_chat(sys.argv[2], sys.argv[1])
