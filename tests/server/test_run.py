"""A real process on a real port: how it starts, ends, dies and comes back."""

import asyncio
import json
import signal
import socket
import sqlite3
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from chatbot.errors import ConfigError
from chatbot.server.run import EndsInOrder, bind, config_of
from tests.server.harness import Server

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def process(path, host="127.0.0.1"):
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.server.run_fake", host, str(path), cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        line = (await asyncio.wait_for(running.stdout.readline(), 30)).decode()
        if not line.startswith("ready "):
            raise AssertionError((line, (await running.stderr.read()).decode()))
        running.url = line.removeprefix("ready ").strip()
        running.chat = running.url.replace("http://", "ws://") + "/ws/chat"
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def hello(socket, token=None, after=0):
    await socket.send(json.dumps({"type": "hello", "token": token, "after": after, "locale": "en"}))
    return json.loads(await socket.recv())


async def until(socket, kind):
    async with asyncio.timeout(20):
        while True:
            frame = json.loads(await socket.recv())
            if kind in (frame["type"], frame.get("event", {}).get("type")):
                return frame


async def test_it_serves_and_ends_in_order(tmp_path):
    async with process(tmp_path / "db") as running, connect(running.chat) as socket:
        welcome = await hello(socket)
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "answer slowly"}))
        await until(socket, "ack")
        running.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await asyncio.wait_for(socket.recv(), 20)
        assert closed.value.rcvd.code == 1001
        assert await asyncio.wait_for(running.wait(), 20) == 0
        log = (await running.stderr.read()).decode()
        assert (await running.stdout.read()) == b""
    lines = [json.loads(line) for line in log.splitlines()]
    assert lines[-1]["message"] == "closed in order"
    assert "slowly" not in log
    # The turn that was under way is finished and stored.
    with sqlite3.connect(tmp_path / "db") as store:
        rows = store.execute("SELECT type FROM events WHERE conversation = ?", (welcome["conversation"],)).fetchall()
    assert rows[-1] == ("bot_said",)


async def test_a_turn_that_never_ends_does_not_keep_the_process(tmp_path):
    async with process(tmp_path / "db") as running, connect(running.chat) as socket:
        await hello(socket)
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "never"}))
        await until(socket, "ack")
        running.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(running.wait(), 30) == 0


async def test_what_is_late_at_the_end_is_cut_off_without_a_traceback(tmp_path, monkeypatch, caplog):
    server = Server(tmp_path / "db")
    config = config_of(server.app)
    config.timeout_graceful_shutdown = 0.3
    ready = asyncio.get_running_loop().create_future()
    ending = EndsInOrder(config, server.app.state.running.doors, lambda: ready.set_result(None))
    bound = bind("127.0.0.1", 0)
    serving = asyncio.create_task(ending.serve([bound]))
    await asyncio.wait_for(ready, 20)
    address = f"127.0.0.1:{bound.getsockname()[1]}"
    hung = asyncio.Queue()

    async def hang(*args):
        hung.put_nowait(args)
        await asyncio.Event().wait()

    async with connect(f"ws://{address}/ws/chat") as socket, httpx.AsyncClient() as http:
        await hello(socket)
        monkeypatch.setattr(server.store, "append", hang)
        monkeypatch.setattr(server.accounts, "lookup", hang)
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "hi"}))
        asked = asyncio.create_task(
            http.get(f"http://{address}/api/v1/session", headers={"authorization": "Bearer x"}, timeout=20)
        )
        for _ in range(2):
            await asyncio.wait_for(hung.get(), 20)
        ending.should_exit = True
        await asyncio.wait_for(serving, 20)
        assert (await asked).status_code == 500
    assert [r.getMessage() for r in caplog.records if r.exc_info] == []
    assert sorted(r.args[0] for r in caplog.records if r.msg.startswith("cut off")) == ["/api/v1/session", "/ws/chat"]


async def test_what_was_acknowledged_survives_a_kill_and_is_answered_once(tmp_path):
    async with process(tmp_path / "db") as running, connect(running.chat) as socket:
        welcome = await hello(socket)
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "answer slowly"}))
        await until(socket, "ack")
        running.kill()
        await running.wait()
    async with process(tmp_path / "db") as running, connect(running.chat) as socket:
        await hello(socket, welcome["token"], 1)
        assert (await until(socket, "customer_said"))["seq"] == 2
        assert (await until(socket, "bot_said"))["event"]["text"] == "You said: answer slowly"
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "answer slowly"}))
        assert (await until(socket, "ack"))["seq"] == 2
    with sqlite3.connect(tmp_path / "db") as store:
        assert store.execute("SELECT count(*) FROM events WHERE type = 'bot_said'").fetchone() == (1,)


async def test_an_address_of_ipv6_is_announced_in_brackets(tmp_path):
    async with process(tmp_path / "db", "::1") as running:
        assert running.url.startswith("http://[::1]:")
        async with connect(running.chat) as socket:
            assert (await hello(socket))["type"] == "welcome"


async def test_a_frame_that_is_too_big_is_closed_with_1009(tmp_path):
    async with process(tmp_path / "db") as running, connect(running.chat) as socket:
        await hello(socket)
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "x" * 70_000}))
        with pytest.raises(ConnectionClosed) as closed:
            await until(socket, "never")
        assert closed.value.rcvd.code == 1009


async def test_a_client_that_floods_and_never_reads_is_dropped(tmp_path):
    async with process(tmp_path / "db") as running:
        port = int(running.url.rsplit(":", 1)[1])
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
        handshake = (
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        writer.write(handshake.encode())
        await reader.readuntil(b"\r\n\r\n")
        reader._transport.pause_reading()
        raw = b'{"type":"shout"}'
        frame = bytes([0x81, 0x80 | len(raw), 0, 0, 0, 0]) + raw
        with pytest.raises(ConnectionError):
            async with asyncio.timeout(60):
                while True:
                    writer.write(frame * 1000)
                    await writer.drain()
        async with connect(running.chat) as socket:
            assert (await hello(socket))["type"] == "welcome"
        writer.transport.abort()


async def test_what_is_sent_does_not_wait_for_more():
    bound = bind("127.0.0.1", 0)
    delay = asyncio.get_running_loop().create_future()

    class Connected(asyncio.Protocol):
        def connection_made(self, transport):
            delay.set_result(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    server = await asyncio.get_running_loop().create_server(Connected, sock=bound)
    _, writer = await asyncio.open_connection(*bound.getsockname())
    assert await asyncio.wait_for(delay, 10) != 0
    writer.close()
    server.close()


async def test_a_port_that_is_taken_is_told(tmp_path):
    taken = bind("127.0.0.1", 0)
    taken.listen()
    with pytest.raises(ConfigError, match="can't listen"):
        bind("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(ConfigError, match="can't listen"):
        bind("no.such.host.invalid", 0)
    taken.close()
