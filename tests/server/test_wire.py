"""A connection is read piece by piece, whatever the network's pieces are, and nobody can keep the loop for himself."""

import asyncio
import json
import struct
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from chatbot.server.wire import PIECE, WIRE, WireProtocol

HELLO = (
    b"GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Transport(asyncio.Transport):
    """What the server wrote, and whether it reads."""

    def __init__(self):
        super().__init__()
        self.out = b""
        self.reading = True
        self.closing = False

    def write(self, data):
        self.out += data

    def pause_reading(self):
        assert self.reading
        self.reading = False

    def resume_reading(self):
        assert not self.reading
        self.reading = True

    def is_closing(self):
        return self.closing

    def close(self):
        self.closing = True

    abort = close


class Connection:
    """A client of a protocol whose application hands over its wire."""

    def __init__(self):
        self.opened = asyncio.get_running_loop().create_future()
        self.over = asyncio.Event()
        self.transport = Transport()
        config = Config(
            self.app,
            ws_max_size=65536,
            ws_per_message_deflate=False,
            log_config=None,
            lifespan="off",
            interface="asgi3",
        )
        config.load()
        self.protocol = WireProtocol(config, ServerState(), {}, asyncio.get_running_loop())
        self.protocol.connection_made(self.transport)

    async def app(self, scope, receive, send):
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        self.send = send
        self.opened.set_result(scope["extensions"][WIRE])
        await self.over.wait()

    async def arrive(self, data):
        """Bytes from the network, which waits while nobody reads."""
        while not self.transport.reading:  # noqa: ASYNC110  the protocol goes on in between
            await asyncio.sleep(0)
        self.protocol.data_received(data)


@asynccontextmanager
async def connected():
    connection = Connection()
    await connection.arrive(HELLO)
    wire = await asyncio.wait_for(connection.opened, 10)
    connection.transport.out = b""
    yield connection, wire
    connection.over.set()
    connection.protocol.connection_lost(None)
    await asyncio.sleep(0)


def frame(data, opcode=Opcode.TEXT, fin=True):
    return Frame(opcode, data, fin=fin).serialize(mask=True)


def sent(out):
    """The texts that a server wrote, and codes of what is no text."""
    found = []
    while out:
        opcode, size, at = out[0] & 15, out[1], 2
        if size == 126:
            size, at = struct.unpack_from("!H", out, 2)[0], 4
        elif size == 127:
            size, at = struct.unpack_from("!Q", out, 2)[0], 10
        found.append(out[at : at + size].decode() if opcode == 1 else opcode)
        out = out[at + size :]
    return found


MESSAGES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), max_size=30)


@settings(max_examples=40, deadline=None)
@given(MESSAGES, st.lists(st.integers(1, 5000), min_size=1, max_size=20), st.integers(1, 7))
def test_messages_come_whole_and_in_order_however_the_network_cuts_them(messages, cuts, parts):
    async def run():
        async with connected() as (connection, wire):
            raw = b""
            for n, message in enumerate(messages):
                data = message.encode()
                step = max(1, -(-len(data) // parts))
                pieces = [data[at : at + step] for at in range(0, len(data), step)] or [b""]
                for at, piece in enumerate(pieces):
                    opcode = Opcode.CONT if at else Opcode.TEXT
                    raw += frame(piece, opcode, fin=at == len(pieces) - 1)
                    if (n + at) % 3 == 0:
                        raw += frame(b"", Opcode.PING)

            async def arrive():
                rest, n = raw, 0
                while rest:
                    cut = cuts[n % len(cuts)]
                    await connection.arrive(rest[:cut])
                    rest, n = rest[cut:], n + 1

            arriving = asyncio.create_task(arrive())
            received = [await asyncio.wait_for(wire.receive_text(), 10) for _ in messages]
            await asyncio.wait_for(arriving, 10)
            assert received == messages

    asyncio.run(run())


async def test_a_flood_in_one_read_is_parsed_only_as_far_as_it_is_received():
    async with connected() as (connection, wire):
        await connection.arrive(frame(b'{"type":"ping"}') * 10_000)
        assert not connection.transport.reading
        assert len(connection.protocol.queue._messages) <= PIECE // 8
        for _ in range(10_000):
            assert wire.more
            assert await wire.receive_text() == '{"type":"ping"}'
        assert not wire.more
        assert connection.transport.reading


async def test_a_flood_of_pings_leaves_others_their_turn():
    async with connected() as (connection, wire):
        await connection.arrive(frame(b"", Opcode.PING) * 20_000)
        turns = 0
        while wire.more:
            turns += 1
            await asyncio.sleep(0)
        assert turns >= 20_000 * 6 // PIECE - 1
        assert sent(connection.transport.out) == [10] * 20_000
        assert connection.transport.reading


async def test_texts_go_out_in_one_write_with_heads_of_every_size():
    async with connected() as (connection, wire):
        texts = [json.dumps("你" * n, ensure_ascii=False) for n in (0, 40, 41, 100, 21_843, 21_845, 30_000)]
        wire.write(texts)
        assert sent(connection.transport.out) == texts


async def test_nothing_is_written_after_the_close_frame_and_the_answer_to_it_is_found_behind_unread_frames():
    async with connected() as (connection, wire):
        await connection.arrive(frame(b"{}") * 5000 + frame(struct.pack("!H", 1000), Opcode.CLOSE))
        await connection.send({"type": "websocket.close", "code": 1013, "reason": ""})
        wire.write(["late"])
        assert sent(connection.transport.out) == [8]
        async with asyncio.timeout(10):
            while not connection.transport.closing:  # noqa: ASYNC110  the protocol parses on in between
                await asyncio.sleep(0)


async def test_the_end_is_told_after_what_came_before_it():
    async with connected() as (connection, wire):
        await connection.arrive(frame(b"last words") + frame(struct.pack("!H", 1000), Opcode.CLOSE))
        assert await wire.receive_text() == "last words"
        with pytest.raises(EOFError):
            await wire.receive_text()


@pytest.mark.parametrize(
    ("raw", "code"),
    [(frame(b"\xff"), 1007), (b"\x81\x05hello", 1002), (frame(b"x" * 65_537), 1009), (b"\xc1\x80\0\0\0\0", 1002)],
    ids=["no UTF-8", "no mask", "too big", "reserved bit"],
)
async def test_what_breaks_the_protocol_ends_the_connection(raw, code):
    async with connected() as (connection, wire):
        await connection.arrive(raw)
        with pytest.raises(EOFError):
            await wire.receive_text()
        assert struct.unpack("!H", connection.transport.out[2:4])[0] == code
        assert connection.transport.closing


async def test_who_left_before_being_let_in_is_gone(caplog):
    connection = Connection()
    connection.protocol.data_received(HELLO)
    connection.transport.closing = True
    async with asyncio.timeout(10):
        while connection.protocol.tasks:  # noqa: ASYNC110  the application runs in between
            await asyncio.sleep(0)
    assert not connection.opened.done()
    assert caplog.records == []


async def test_a_binary_frame_is_none():
    async with connected() as (connection, wire):
        await connection.arrive(frame(b"{}", Opcode.BINARY))
        assert await wire.receive_text() is None


async def test_who_waits_is_told_when_the_network_takes_more():
    async with connected() as (connection, wire):
        told = []
        wire.notify(lambda: told.append(wire.writable))
        connection.protocol.pause_writing()
        assert not wire.writable
        connection.protocol.resume_writing()
        assert told == [True]
