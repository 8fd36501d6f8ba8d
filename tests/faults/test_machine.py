"""The channels, hub and turns without sockets, threads and disks: any order of steps, with crashes between any two."""

from __future__ import annotations

import asyncio
import json
import random
from collections import defaultdict, deque
from dataclasses import replace
from types import SimpleNamespace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from starlette.websockets import WebSocketDisconnect

from chatbot.domain.conversation import fold
from chatbot.errors import ConflictError, StoreError
from chatbot.ports import AgentSession, ConversationSummary
from chatbot.server.app import _wire
from chatbot.server.desk import DeskChannel
from chatbot.server.services import Services
from chatbot.server.visitor import VisitorChannel
from chatbot.server.workers import OutOfTimeError
from chatbot.transcripts.store import event_rows
from tests.faults.agents import Agent
from tests.faults.ledger import Ledger, judge
from tests.faults.people import Tab, Visitor
from tests.faults.server import Bot
from tests.server.harness import LOOSE, TestClock

AGENTS = ("anna", "ben")
DEEDS = ("claim", "claim", "watch", "say", "note", "release", "resolve")
TEXTS = ("hello", "human", "break", "bye", *(f"garbage:{g}#" for g in ("nothing", "number", "over", "twice")))


class FakeStore:
    """Lists in memory, which outlive every server. `fail` makes appends fail before or after they are done."""

    def __init__(self):
        self.events = defaultdict(tuple)
        self.fail = None

    async def append(self, conversation, events):
        await asyncio.sleep(0)
        known = self.events[conversation.id]
        ids = [e.id for e in (*known, *events) if getattr(e, "id", None)]
        if self.fail == "before":
            raise StoreError("not done")
        if len(known) != conversation.number or len(ids) != len(set(ids)):
            raise ConflictError("outrun")
        event_rows(conversation, events)
        self.events[conversation.id] = (*known, *events)
        await asyncio.sleep(0)
        if self.fail == "after":
            raise StoreError("done, and nobody knows")
        return conversation.apply_all(events)

    async def load(self, id):
        await asyncio.sleep(0)
        return self.events.get(id, ())

    async def erased(self, after):
        return ()

    async def pending(self):
        return tuple(id for id, events in self.events.items() if fold(id, events).pending)

    async def queue(self, *, limit=100):
        return [s for s in self._summaries() if s.owner == "queue"]

    async def list(self, *, owner=None, agent=None, limit=100, before=None):
        return [s for s in self._summaries() if s.owner == owner and s.agent == agent]

    def _summaries(self):
        for id, events in self.events.items():
            c = fold(id, events)
            yield ConversationSummary(
                id, c.owner, c.agent, None, "normal", c.waiting_since, c.last_at, c.number, bool(c.pending)
            )

    def rows(self):
        return {id: [(r[1], r[2], r[5], r[6]) for r in event_rows(fold(id, ()), e)] for id, e in self.events.items()}

    def summaries(self):
        return {s.id: (s.owner, s.agent, s.number, int(s.pending)) for s in self._summaries()}


class InlineWorkers:
    """Runs work in the loop, while the gate is open; what waits longer is out of time on demand."""

    def __init__(self):
        self.gate = asyncio.Event()
        self.late = False

    async def run(self, work, limit):
        await self.gate.wait()
        if self.late:
            self.late = False
            raise OutOfTimeError("too late")
        try:
            return work()
        except SystemExit as error:
            raise RuntimeError("exit") from error

    def close(self):
        pass


class FakeSocket:
    """What a channel sees of a connection; frames come from `send` and go to `take`."""

    def __init__(self, take):
        self.take = take
        self.gone = False
        self.waiting = deque()
        self.came = asyncio.Event()

    def put(self, frame):
        if not self.gone:
            self.take(json.loads(json.dumps(frame)))

    def put_all(self, frames):
        for frame in frames:
            self.put(frame)

    async def receive(self):
        while not self.waiting:
            self.came.clear()
            await self.came.wait()
        if self.gone:
            raise WebSocketDisconnect
        return self.waiting.popleft()

    def send(self, frame):
        self.waiting.append(json.dumps(frame))
        self.came.set()

    async def close(self, code, reason=""):
        self.gone = True


class Machine(RuleBasedStateMachine):
    """One conversation, tabs of its visitor, two agents, a server that may die."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.ledger = Ledger()
        self.store = FakeStore()
        self.visitor = Visitor("v", None, self.ledger, random.Random(0))
        self.agents = {name: Agent(name, None, self.ledger, random.Random(0), (), []) for name in AGENTS}
        self.tabs, self.desks, self.tasks = [], {}, []
        self.run(self._start())

    def run(self, work, steps=None):
        """Run `work`, then as many steps of the loop; None: until nothing moves any more."""
        result = self.loop.run_until_complete(work)
        self.steps(60 if steps is None else steps)
        return result

    def steps(self, count):
        async def wait():
            for _ in range(count):
                await asyncio.sleep(0)

        self.loop.run_until_complete(wait())

    async def _start(self):
        accounts = SimpleNamespace(lookup=self._lookup)
        services = Services(
            pipeline=Bot(), store=self.store, accounts=accounts, secret=b"s" * 32, clock=TestClock(),
            settings=replace(LOOSE, workers=1, hello_timeout=1e6),
        )  # fmt: skip
        self.server = _wire(services)
        self.server.turns._workers.close()
        self.workers = self.server.turns._workers = InlineWorkers()
        await self.server.turns.take_up(self.store)

    async def _lookup(self, token):
        return AgentSession(token, token, "z")

    def _crash(self):
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.steps(5)
        self.tabs.clear()
        self.desks.clear()
        self.store.fail = None

    def _serve(self, serve):
        async def begin():
            self.tasks.append(asyncio.create_task(serve()))

        self.run(begin(), 0)

    # ---- people

    @rule(back=st.integers(0, 6), steps=st.integers(0, 30))
    def arrive(self, back, steps):
        """Open a tab: start, or resume after any number."""
        after = max(0, self.visitor.seen - back) if self.visitor.token else 0
        tab = Tab(None, self.visitor, after)

        def take(frame):
            if frame["type"] == "welcome":
                known = self.visitor.conversation
                assert known in ("", frame["conversation"])
                self.visitor.token, self.visitor.conversation = frame["token"], frame["conversation"]
                self.tabs.append((tab, socket))
            else:
                tab.take(frame)

        socket = FakeSocket(take)
        self._serve(VisitorChannel(socket, self.server.chat).serve)
        socket.send({"type": "hello", "token": self.visitor.token, "after": after, "locale": "en"})
        # A first conversation whose welcome is still under way must not be started twice.
        self.steps(steps if self.visitor.token else 60)

    @precondition(lambda self: self.tabs)
    @rule(text=st.sampled_from(TEXTS), data=st.data(), steps=st.integers(0, 30))
    def say(self, text, data, steps):
        """A new message on any tab."""
        tab, socket = data.draw(st.sampled_from(self.tabs))
        id = self.visitor._new_id()
        self.visitor._send(id, {"type": "say", "id": id, "text": f"{id} {text}"})
        tab.fresh.append(id)
        socket.send(self.visitor.open[id])
        self.steps(steps)

    @precondition(lambda self: self.tabs and self.visitor.acked_ids)
    @rule(data=st.data(), steps=st.integers(0, 30))
    def resend(self, data, steps):
        """Any message again on any tab."""
        _, socket = data.draw(st.sampled_from(self.tabs))
        frame = data.draw(st.sampled_from(self.visitor.acked_ids))
        for tab, _ in self.tabs:
            tab.fresh = [id for id in tab.fresh if id != frame["id"]]
        socket.send(frame)
        self.steps(steps)

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def leave(self, data):
        """A tab is gone."""
        place = data.draw(st.integers(0, len(self.tabs) - 1))
        _, socket = self.tabs.pop(place)
        socket.gone = True
        socket.send({})
        self.steps(5)

    @precondition(lambda self: self.visitor.conversation)
    @rule(
        name=st.sampled_from(AGENTS), kind=st.sampled_from(DEEDS),
        to=st.sampled_from(("bot", "queue")), steps=st.integers(0, 30),
    )  # fmt: skip
    def act(self, name, kind, to, steps):
        """An agent does something, whether or not it may."""
        agent = self.agents[name]
        if name not in self.desks:
            socket = self.desks[name] = FakeSocket(agent._take)
            agent.watched.clear()
            # Not `serve`: the queue that it shows is made in a thread.
            self._serve(DeskChannel(socket, self.server.desk, AgentSession(name, name, "z")).read_all)
        conversation = self.visitor.conversation
        frame = {"type": kind, "conversation": conversation, "to": to}
        if kind == "watch":
            if conversation in agent.watched:
                return
            agent.watched[conversation] = 0
        if kind in ("say", "note"):
            id = f"{name}-{next(agent.numbers)}"
            frame |= {"id": id, "text": f"{id} from a human"}
            agent.open[id] = frame
            self.ledger.sent[conversation, id] = frame["text"]
        self.desks[name].send(frame)
        self.steps(steps)

    # ---- the server

    @rule(steps=st.integers(0, 30), late=st.booleans())
    def let_the_bot_work(self, steps, late):
        """Turns that wait may go on for some steps; the first may be too late."""
        self.workers.late = late
        self.workers.gate.set()
        self.steps(steps)
        self.workers.gate.clear()

    @rule(fail=st.sampled_from((None, None, "before", "after")))
    def disk(self, fail):
        """The store breaks, or works again."""
        self.store.fail = fail

    @rule()
    def crash(self):
        """The process is gone in the middle of whatever it did; another one starts."""
        self._crash()
        self.run(self._start())

    @invariant()
    def nothing_is_wrong(self):
        self._judge(finished=False)

    def _judge(self, finished):
        died = [t.exception() for t in self.tasks if t.done() and not t.cancelled() and t.exception()]
        assert died == []
        wrong = judge(self.ledger, self.store.rows(), self.store.summaries(), finished=finished)
        assert wrong == [], wrong

    def teardown(self):
        """Everything heals: every message is acknowledged or refused, every turn is answered."""
        try:
            self._crash()
            self.run(self._start())
            self.workers.gate.set()
            if self.visitor.conversation:
                self.arrive(100, 60)
                _, socket = self.tabs[-1]
                for frame in list(self.visitor.open.values()):
                    socket.send(frame)
                for _ in range(20 + 10 * len(self.visitor.acked_ids)):
                    self.steps(20)
                assert not self.visitor.open, self.visitor.open
                assert self.tabs[-1][0].last == max(self.ledger.seen[self.visitor.conversation])
            self._judge(finished=True)
        finally:
            self._crash()
            self.loop.close()


Machine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestMachine = Machine.TestCase
