"""Slow clients cost bounded memory and are let go; all are told when the server goes away."""

import asyncio
from dataclasses import replace

import pytest
from starlette.websockets import WebSocketDisconnect

from chatbot.server.settings import ServerSettings
from chatbot.server.sockets import Pace, Socket
from chatbot.server.wire import WIRE
from tests.server.harness import LOOSE, Reading, Server, say


class Wire:
    """A WebSocket whose client reads only when told to; the network takes `room` writes before."""

    def __init__(self, room=0):
        self.reading = Reading()
        self.room = room
        self.sent = []
        self.writes = 0
        self.closed = None
        self.aborted = asyncio.Event()
        self.scope = {"extensions": {WIRE: self}}
        self.incoming = asyncio.Queue()

    @property
    def writable(self):
        return self.reading.is_set() or self.writes < self.room

    @property
    def more(self):
        return not self.incoming.empty()

    def write(self, texts):
        self.writes += 1
        self.sent += texts

    def notify(self, resumed):
        self.reading.resumed = resumed

    async def receive_text(self):
        return await self.incoming.get()

    def abort(self):
        self.aborted.set()

    async def close(self, code, reason=""):
        await self.reading.wait()
        self.closed = code


def made(room=0, **settings):
    wire = Wire(room)
    return wire, Socket(wire, replace(ServerSettings(), **({"send_timeout": 0.05} | settings)))


async def sent(wire, count):
    async with asyncio.timeout(10):
        while len(wire.sent) < count:  # noqa: ASYNC110  the sender runs in between
            await asyncio.sleep(0)


async def test_frames_go_out_in_order():
    wire, socket = made()
    wire.reading.set()
    for n in range(100):
        socket.put({"n": n})
    socket.put_all({"n": n} for n in range(100, 1000))
    socket.put({"n": 1000})
    await sent(wire, 1001)
    assert wire.sent == [f'{{"n":{n}}}' for n in range(1001)]


async def test_many_frames_as_one_item_are_made_only_when_they_are_sent():
    _, socket = made(send_timeout=60)
    produced = []
    socket.put_all(produced.append(n) or {"n": n} for n in range(1000))
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(produced) <= 1
    socket.drop()


async def test_a_client_with_too_many_unread_frames_is_let_go():
    wire, socket = made(send_queue=10)
    for n in range(12):
        socket.put({"n": n})
    assert socket.gone
    await asyncio.wait_for(wire.aborted.wait(), 10)
    assert wire.sent == []


async def test_a_client_with_too_much_unread_text_is_let_go():
    wire, socket = made(send_queue_chars=1000)
    socket.put({"text": "x" * 900})
    assert not socket.gone
    socket.put({"text": "x" * 900})
    assert socket.gone
    await asyncio.wait_for(wire.aborted.wait(), 10)


async def test_a_client_that_takes_a_frame_too_slowly_is_let_go():
    wire, socket = made()
    socket.put({"n": 1})
    await asyncio.wait_for(wire.aborted.wait(), 10)
    assert socket.gone


async def test_a_client_that_was_merely_late_gets_the_close_code():
    wire, socket = made(send_queue=1, send_timeout=30)
    for n in range(3):
        socket.put({"n": n})
    wire.reading.set()
    await socket.finish()
    assert wire.closed == 1013


async def test_closing_sends_what_waits_first():
    wire, socket = made(send_timeout=30)
    wire.reading.set()
    for n in range(10):
        socket.put({"n": n})
    await socket.close(1008)
    assert len(wire.sent) == 10
    assert wire.closed == 1008
    socket.put({"n": 11})
    assert len(wire.sent) == 10


async def test_a_visitor_who_does_not_read_is_let_go_and_others_are_served(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, send_queue=8, send_timeout=30)) as server:
        slow, welcome = await server.visitor()
        slow.reading.clear()
        quick, _ = await server.visitor(welcome["token"], 1)
        for n in range(20):
            quick.send(say(f"m{n}", "hi"))
            await quick.event("bot_said")
        slow.reading.set()
        assert await slow.close_code() == 1013
        again, second = await server.visitor(welcome["token"], 1)
        assert second["last"] == 41
        assert len(await again.silence()) == 40


async def test_a_flood_of_frames_by_a_client_who_reads_is_served(server):
    socket, _ = await server.visitor()
    for _ in range(2000):
        socket.send({"type": "ping"})
    assert [(await socket.next())["type"] for _ in range(2000)] == ["pong"] * 2000


async def test_all_sockets_are_told_when_the_server_goes_away(tmp_path):
    async with Server(tmp_path / "db") as server:
        socket, _ = await server.visitor()
        agent = await server.agent("anna")
        doors = server.app.state.running.doors
        await doors.close()
        assert await socket.close_code() == 1001
        assert await agent.close_code() == 1001
        late = await server.socket("/ws/chat")
        assert await late.close_code() == 1001


async def test_more_sockets_than_allowed_are_told_to_come_back(tmp_path):
    async with Server(tmp_path / "db", settings=replace(LOOSE, max_sockets=1)) as server:
        first, _ = await server.visitor()
        second = await server.socket("/ws/chat")
        assert await second.close_code() == 1013
        await first.leave()
        await server.visitor()


async def test_who_reads_no_answers_is_not_asked_for_more():
    wire, socket = made(send_timeout=60)
    wire.incoming.put_nowait("{}")
    reading = asyncio.create_task(socket.receive())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not reading.done()
    wire.reading.set()
    assert await asyncio.wait_for(reading, 10) == "{}"


async def test_a_socket_whose_network_takes_nothing_more_is_let_go_also_when_its_queue_is_empty():
    wire, socket = made(room=1)
    socket.put({"n": 1})
    await asyncio.wait_for(wire.aborted.wait(), 10)
    assert socket.gone
    assert wire.sent == ['{"n":1}']


async def test_who_sent_one_frame_does_not_wait_behind_a_crowd_that_sent_many():
    settings = replace(ServerSettings(), frame_rate="100000/second", kilobyte_rate="100000/second")
    pace, read = Pace(settings), []

    async def read_all(socket):
        while True:
            read.append(await socket.receive())

    wires = [Wire() for _ in range(21)]
    sockets = [Socket(wire, settings, pace) for wire in wires]
    for wire in wires:
        wire.reading.set()
    for wire in wires[1:]:
        for n in range(100):
            wire.incoming.put_nowait(f"{n}")
    greedy = [asyncio.create_task(read_all(socket)) for socket in sockets[1:]]
    for _ in range(5):
        await asyncio.sleep(0)
    before = len(read)
    wires[0].incoming.put_nowait("mine")
    assert await asyncio.wait_for(sockets[0].receive(), 10) == "mine"
    assert len(read) - before <= 2
    async with asyncio.timeout(30):
        while len(read) < 2000:  # noqa: ASYNC110  they read on in between
            await asyncio.sleep(0.01)
    for task in greedy:
        task.cancel()


async def test_at_the_end_nobody_waits_for_his_turn_however_many_there_are():
    pace = Pace(ServerSettings())
    turns = [asyncio.create_task(pace.turn()) for _ in range(10_000)]  # five seconds of turns
    await asyncio.sleep(0)
    pace.end()
    done, _ = await asyncio.wait(turns, timeout=1)
    assert len(done) == 10_000
    await pace.turn()


async def test_who_is_read_more_slowly_is_not_waited_for_at_the_end():
    wire, socket = made(room=5, frame_rate="1/minute")
    for _ in range(2):
        wire.incoming.put_nowait("{}")
    assert await socket.receive() == "{}"
    waiting = asyncio.create_task(socket.receive())
    done, _ = await asyncio.wait({waiting}, timeout=0.1)
    assert not done
    socket.drop()
    with pytest.raises(WebSocketDisconnect):
        await asyncio.wait_for(waiting, 5)


async def test_one_socket_that_fails_leaves_the_others_their_writes(caplog):
    pace, written = Pace(ServerSettings()), []
    pace.flush(lambda: 1 / 0)
    pace.flush(lambda: written.append("the other's"))
    await asyncio.sleep(0.01)
    assert written == ["the other's"]
    assert "a socket could not be written" in caplog.text
