"""Visitors who misbehave on the network and note everything they were promised and shown."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.frames import Frame, Opcode

from .ledger import Ledger
from .site import Site

LOST = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError, EOFError)
GARBAGE = (
    "nothing", "empty", "texts", "generator", "other turn", "twice", "surrogate", "not text", "number", "open",
    "as agent", "over", "exit",
)  # fmt: skip
BAD_FRAMES = ('{"type":"shout"}', "[]", "{", '{"type":"say","id":"","text":"x"}', '{"type":"hello"}', "\x00")
FINAL = {"closed", "too_long", "bad_frame", "not_owner", "not_found"}
"""Refusals after which nothing may be stored; the others say: send it again."""
PATIENCE = 10.0


class Line:
    """One connection, and the ways it can break."""

    def __init__(self, socket: ClientConnection, rng: random.Random) -> None:
        self.socket = socket
        self.rng = rng
        self._coming: asyncio.Task[Any] | None = None

    async def send(self, frame: Any) -> None:
        await self.socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    async def next(self, seconds: float) -> dict[str, Any] | None:
        """The next frame, None where none comes in time."""
        # No timeout around `recv`: on a busy machine it is over before what came was looked at, and who asks again and
        # again in 10 ms never hears anything.
        if self._coming is None:
            self._coming = asyncio.create_task(self.socket.recv())
        await asyncio.wait({self._coming}, timeout=seconds)
        if not self._coming.done():
            return None
        came, self._coming = self._coming, None
        frame: dict[str, Any] = json.loads(await came)
        return frame

    def cut(self) -> None:
        """The network is gone, at the border of two frames."""
        self.socket.transport.abort()
        if self._coming is not None:
            self._coming.cancel()
            # Nobody asks what came of it.
            self._coming.add_done_callback(lambda task: task.cancelled() or task.exception())

    def cut_inside(self, frame: Any) -> None:
        """The network is gone in the middle of a frame."""
        whole = Frame(Opcode.TEXT, json.dumps(frame).encode()).serialize(mask=True)
        with contextlib.suppress(RuntimeError):  # the server has closed it meanwhile: the client's side is at its end
            self.socket.transport.write(whole[: self.rng.randrange(1, len(whole))])
        self.cut()


def told(error: Exception) -> str:
    """The kind of an error, and what the server gave as its reason."""
    closed = error.rcvd if isinstance(error, ConnectionClosed) else None
    return type(error).__name__ + (f" {closed.code} {closed.reason}".rstrip() if closed else "")


async def dial(url: str, rng: random.Random, headers: dict[str, str] | None = None) -> Line:
    """A connection; raises one of `LOST`."""
    address = url.replace("http://", "ws://")
    socket = await connect(
        address, compression=None, ping_interval=None, open_timeout=PATIENCE, close_timeout=0.2, max_queue=None,
        additional_headers=headers,
    )  # fmt: skip
    return Line(socket, rng)


class Tab:
    """A visitor's connection after `welcome`: what comes must go on where it was left."""

    def __init__(self, line: Line, visitor: Visitor, after: int) -> None:
        self.line = line
        self.visitor = visitor
        self.last = after
        self.fresh: list[str] = []
        self.agent = False

    async def say(self, id: str, *, fresh: bool = False) -> None:
        """Send the visitor's frame with this id (again); `fresh`: nobody sent it before."""
        if fresh:
            self.fresh.append(id)
        await self.line.send(self.visitor.open[id])

    async def read(self, seconds: float) -> bool:
        """Take what comes until nothing has come for so long; False where nothing came at all."""
        came = False
        while (frame := await self.line.next(seconds)) is not None:
            came = True
            self.take(frame)
        return came

    def take(self, frame: dict[str, Any]) -> None:
        """Note a frame."""
        v = self.visitor
        if frame["type"] == "event":
            if frame["seq"] != self.last + 1:
                v.wrong(f"event {frame['seq']} came after {self.last}")
            self.last = frame["seq"]
            event = frame["event"]
            v.ledger.show(v.conversation, frame["seq"], event)
            self.agent = {"agent_joined": True, "agent_left": False}.get(event["type"], self.agent)
            if event["type"] == "customer_said" and event["id"] in self.fresh:
                v.wrong(f"the event of {event['id']} came before its ack")
            if frame["seq"] == v.seen + 1:
                v.seen += 1
        elif frame["type"] == "ack":
            v.ledger.ack((v.conversation, frame["id"]), frame["seq"])
            if frame["id"] in self.fresh:
                if self.fresh[0] != frame["id"]:
                    v.wrong(f"{frame['id']} was acknowledged before {self.fresh[0]}, which was sent first")
                self.fresh.remove(frame["id"])
            v.open.pop(frame["id"], None)
        elif frame["type"] == "error":
            v.refused(frame)
            if frame.get("id") in self.fresh:
                self.fresh.remove(frame["id"])
        elif frame["type"] == "delta" and self.agent:
            v.wrong("a draft of the bot came while an agent owned the conversation")


class Visitor:
    """Talks, breaks off, comes back; one conversation after the other."""

    def __init__(self, name: str, site: Site | None, ledger: Ledger, rng: random.Random) -> None:
        self.name = name
        self.ledger = ledger
        self.rng = rng
        self.numbers = itertools.count(1)
        self.ended: list[tuple[str, str]] = []
        self.lines: list[Line] = []
        if site is not None:
            self.site = site
            site.lines.append(self.lines)
        self._anew()

    def _anew(self) -> None:
        self.token: str | None = None
        self.conversation = ""
        self.seen = 0
        self.open: dict[str, dict[str, Any]] = {}
        self.acked_ids: list[dict[str, Any]] = []
        self.closing = False

    def wrong(self, what: str) -> None:
        self.ledger.wrong.append(f"{self.name} in {self.conversation}: {what}")

    def refused(self, frame: dict[str, Any]) -> None:
        """Note an error frame."""
        code, id = frame["code"], frame.get("id")
        self.ledger.counts[f"error {code}"] += 1
        if code in ("bad_token", "expired", "bad_identity"):
            self.wrong(f"{code}: {frame['message']}")
        if id is not None and code in FINAL:
            self.ledger.refuse((self.conversation, id), code)
            self.open.pop(id, None)
            self.closing |= code == "closed"

    async def live(self) -> None:
        """Until cancelled."""
        while True:
            await self.site.ready.wait()
            try:
                await self._session()
            except LOST as error:
                self.ledger.counts[f"connections lost: {told(error)}"] += 1
            finally:
                for line in self.lines:
                    line.cut()
                self.lines.clear()
            if self.closing and not self.open:
                if self.token is not None:
                    self.ended.append((self.conversation, self.token))
                self._anew()
            await asyncio.sleep(0 if self.site.storm else self.rng.uniform(0, 0.3))

    async def tab(self, after: int) -> Tab:
        """Connect and say hello; raises one of `LOST`."""
        line = await dial(self.site.url(self.rng) + "/ws/chat", self.rng)
        self.lines.append(line)
        await line.send({"type": "hello", "token": self.token, "after": after, "locale": "en"})
        welcome = await line.next(PATIENCE)
        if welcome is not None and welcome["type"] == "error":
            self.refused(welcome)
        if welcome is None or welcome["type"] != "welcome":
            raise TimeoutError
        self.ledger.counts["welcomes"] += 1
        if self.token is not None and welcome["conversation"] != self.conversation:
            self.wrong(f"the token led to {welcome['conversation']}")
        self.token, self.conversation = welcome["token"], welcome["conversation"]
        acked = max((seq for (c, _), seq in self.ledger.acked.items() if c == self.conversation), default=0)
        if welcome["last"] < max(acked, self.seen):
            self.wrong(f"welcome knows {welcome['last']} events, but {max(acked, self.seen)} were promised")
        return Tab(line, self, after)

    async def _session(self) -> None:
        after = self.seen if self.rng.random() < 0.7 else self.rng.randint(0, self.seen)
        tab = await self.tab(after)
        for id in list(self.open):
            await tab.say(id)
        for _ in range(self.rng.randint(1, 8)):
            await tab.read(self.rng.choice((0.0, 0.01, 0.05, 0.2)))
            if not await self._act(tab):
                return
        await tab.read(0.3)

    async def _act(self, tab: Tab) -> bool:
        """Do something; False where the connection is gone after it."""
        rng, dice = self.rng, self.rng.random()
        if dice < 0.5:
            for _ in range(rng.choice((1, 1, 1, 3))):
                if not self.closing:
                    await tab.say(self._write(), fresh=True)
        elif dice < 0.62 and self.open:
            # The same ids once more, on another connection, perhaps of another process.
            other = await self.tab(rng.randint(0, self.seen))
            tab.fresh.clear()
            for id in list(self.open):
                await tab.say(id)
                await other.say(id)
            await other.read(0.05)
        elif dice < 0.7 and self.acked_ids:
            await tab.line.send(rng.choice(self.acked_ids))
            self.ledger.counts["resent"] += 1
        elif dice < 0.78:
            tab.line.cut()
            self.ledger.counts["cut"] += 1
            return False
        elif dice < 0.86 and not self.closing:
            tab.line.cut_inside(self.open[self._write()])
            self.ledger.counts["cut inside a frame"] += 1
            return False
        elif dice < 0.9:
            await tab.line.send(rng.choice(BAD_FRAMES))
        elif dice < 0.92 and not self.closing:
            id = self._new_id()
            self._send(id, {"type": "say", "id": id, "text": "x" * 5000})
            await tab.say(id)
        elif dice < 0.94 and self.seen > 8:
            id = self._new_id()
            self._send(id, {"type": "close", "id": id})
            self.closing = True
            await tab.say(id)
        elif dice < 0.96:
            await tab.line.send({"type": "typing"})
            await tab.line.send({"type": "ping"})
        elif dice < 0.97 and self.seen > 4 and not self.closing:
            id = self._new_id()
            self._send(id, {"type": "rate", "id": id, "score": rng.randint(1, 5)})
            await tab.say(id)
        return True

    def _new_id(self) -> str:
        return f"{self.name}-{next(self.numbers)}"

    def _write(self) -> str:
        id, dice = self._new_id(), self.rng.random()
        kind = "plain"
        if dice > 0.9:
            kind = self.rng.choice(("human", "human", "break", "hang", "bye"))
        elif dice > 0.84:
            kind = f"garbage:{self.rng.choice(GARBAGE)}#"
        elif dice > 0.7:
            kind = "slow"
        self._send(id, {"type": "say", "id": id, "text": f"{id} {kind}"})
        return id

    def _send(self, id: str, frame: dict[str, Any]) -> None:
        self.open[id] = frame
        self.acked_ids.append(frame)
        self.ledger.sent[self.conversation, id] = frame.get("text", "")

    async def settle(self) -> None:
        """Get everything that is open acknowledged or refused; raises TimeoutError."""
        if self.token is None:
            return
        async with asyncio.timeout(60):
            while self.open:
                try:
                    tab = await self.tab(self.seen)
                    for id in list(self.open):
                        await tab.say(id)
                    while self.open and await tab.read(1.0):
                        pass
                    tab.line.cut()
                except LOST:
                    await asyncio.sleep(0.1)

    async def compare(self) -> None:
        """Resume every conversation from the start and from somewhere: what comes is what was seen."""
        for conversation, token in [*self.ended, (self.conversation, self.token)]:
            if token is None:
                continue
            self.conversation, self.token, self.seen = conversation, token, 0
            last = await self._compare_from(0)
            await self._compare_from(self.rng.randint(0, last))

    async def _compare_from(self, after: int) -> int:
        tab = await self.tab(after)
        await tab.line.send({"type": "ping"})
        while (frame := await tab.line.next(PATIENCE)) is not None and frame["type"] != "pong":
            tab.take(frame)
        known = max(self.ledger.seen[self.conversation], default=0)
        if frame is None or tab.last < known:
            self.wrong(f"resumed after {after}, {tab.last} events came, {known} were seen before")
        tab.line.cut()
        self.ledger.counts["resumed and compared"] += 1
        return tab.last
