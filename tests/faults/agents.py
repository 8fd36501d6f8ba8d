"""Agents who misbehave on the network and note everything they were promised and shown."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import Sequence
from typing import Any

import httpx

from tests.server.harness import PASSWORD

from .ledger import Ledger
from .people import FINAL, LOST, PATIENCE, Line, Visitor, dial, told
from .site import Site

LISTENING = 0.5
"""Seconds that an agent reads before doing something, however much comes."""
OWNED = 2
"""Conversations that an agent has at most: who has them all leaves nothing to claim, and nothing to the bot."""


class Agent:
    """Claims what waits or what the bot is about to answer, mostly at one moment with a colleague; answers, gives back.

    `crowd` are the visitors that the bot talks with, `desk` all agents.
    """

    def __init__(
        self, name: str, site: Site, ledger: Ledger, rng: random.Random, crowd: Sequence[Visitor], desk: list[Agent]
    ) -> None:
        self.name = name
        self.site = site
        self.ledger = ledger
        self.rng = rng
        self.crowd = crowd
        self.desk = desk
        self.numbers = itertools.count(1)
        self.token: str | None = None
        self.waiting: list[str] = []
        self.mine: list[str] = []
        self.watched: dict[str, int] = {}
        self.open: dict[str, dict[str, Any]] = {}
        self.line: Line | None = None
        self.shown = False
        self.claiming: str | None = None
        self.over: set[str] = set()

    async def live(self) -> None:
        """Until cancelled."""
        while True:
            await self.site.ready.wait()
            try:
                await self._session()
            except (*LOST, httpx.HTTPError) as error:
                self.ledger.counts[f"agents' connections lost: {told(error)}"] += 1
            finally:
                if self.line is not None:
                    self.line.cut()
                    self.line = None
            await asyncio.sleep(self.rng.uniform(0, 0.3))

    async def _session(self) -> None:
        url = self.site.url(self.rng)
        if self.token is None:
            async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
                answer = await http.post("/api/v1/session", json={"name": self.name, "password": PASSWORD})
                if answer.status_code != 200:
                    raise TimeoutError
                self.token = answer.json()["token"]
        self.watched.clear()
        self.line = line = await dial(url + "/ws/desk", self.rng, {"authorization": f"Bearer {self.token}"})
        # On a busy machine queue and answers come late: who does not wait for them is gone before anything happens.
        self.shown, self.claiming = False, None
        while not self.shown:
            await self._hear(line)
        for frame in list(self.open.values()):
            await line.send(frame)
        for _ in range(self.rng.randint(5, 40)):
            ends = time.monotonic() + LISTENING
            while time.monotonic() < ends and (came := await line.next(self.rng.choice((0.01, 0.05, 0.1)))) is not None:
                self._take(came)
            if self.rng.random() < 0.04:
                return
            await self._act(line)
            while self.claiming is not None:
                await self._hear(line)

    async def _hear(self, line: Line) -> None:
        if (came := await line.next(PATIENCE)) is None:
            raise TimeoutError
        self._take(came)

    async def _act(self, line: Line) -> None:
        rng, dice = self.rng, self.rng.random()
        if dice < 0.4 or not self.mine:
            if len(self.mine) < OWNED:
                await self._claim(line)
            return
        id = rng.choice(self.mine)
        if id not in self.watched:
            self.watched[id] = 0
            await line.send({"type": "watch", "conversation": id, "after": 0})
        if dice < 0.75:
            await self._write(line, "say" if dice < 0.65 else "note", id)
        elif dice < 0.96:
            await line.send({"type": "release", "conversation": id, "to": "bot" if dice < 0.9 else "queue"})
        else:
            await line.send({"type": "resolve", "conversation": id})

    async def _claim(self, line: Line) -> None:
        """The most urgent one, which everybody wants, or one that the bot has, best while it writes."""
        talking = [v.conversation for v in self.crowd if v.conversation and v.conversation not in self.over]
        talking = [id for id in talking if id not in self.mine]
        answered = [v.conversation for v in self.crowd if v.open and v.conversation in talking]
        if self.waiting and self.rng.random() < 0.6:
            id = self.waiting[0]
        elif talking:
            id = self.rng.choice(answered or talking)
        else:
            return
        claim = {"type": "claim", "conversation": id}
        self.claiming = id
        await line.send(claim)
        others = [agent.line for agent in self.desk if agent is not self and agent.line is not None and agent.shown]
        if others and self.rng.random() < 0.7:
            self.ledger.counts["claims of two at once"] += 1
            # The colleague's connection may just be breaking: that is for the colleague to find out.
            with contextlib.suppress(*LOST):
                await self.rng.choice(others).send(claim)

    def _answered(self, frame: dict[str, Any]) -> None:
        """What a claim came to is known before the queue says it."""
        id = frame["conversation"]
        if self.claiming == id:
            self.claiming = None
        if id in self.waiting:
            self.waiting.remove(id)
        if frame["type"] == "ack" and id not in self.mine:
            self.mine.append(id)
        elif frame["type"] == "error" and frame["code"] == "closed":
            self.over.add(id)

    async def _write(self, line: Line, kind: str, conversation: str) -> None:
        id = f"{self.name}-{next(self.numbers)}"
        frame = self.open[id] = {"type": kind, "conversation": conversation, "id": id, "text": f"{id} from a human"}
        self.ledger.sent[conversation, id] = frame["text"]
        for _ in range(self.rng.choice((1, 1, 2))):
            await line.send(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        if frame.get("for") == "claim":
            self._answered(frame)
        if kind == "queue":
            self.shown = True
            self.waiting = [row["conversation"] for row in frame["conversations"]]
            self.mine = [row["conversation"] for row in frame["mine"]]
        elif kind == "ack":
            self.ledger.counts[f"agents' {frame['for']}"] += 1
            id = frame.get("id")
            self.ledger.desk_acked.append((self.name, frame["conversation"], frame["for"], id, frame["seq"]))
            self.open.pop(id or "", None)
        elif kind == "error":
            self.ledger.counts[f"agents' error {frame['code']}"] += 1
            id = frame.get("id")
            if id in self.open and frame["code"] in FINAL:
                self.open.pop(id)
                if frame["code"] == "closed":  # who is no owner now may be one when a frame that was held up arrives
                    self.ledger.refuse((frame["conversation"], id), "closed")
        elif kind == "event":
            id = frame["conversation"]
            if frame["seq"] != self.watched.get(id, 0) + 1:
                self.ledger.wrong.append(
                    f"{self.name} watching {id}: event {frame['seq']} came after {self.watched.get(id)}"
                )
            self.watched[id] = frame["seq"]
            self.ledger.show(id, frame["seq"], frame["event"], desk=True)
