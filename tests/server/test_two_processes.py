"""Two real processes on one PostgreSQL, as a deployment has them."""

import asyncio
import json
import signal

import psycopg
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from .test_run import hello, process, until


@pytest.fixture
async def url(cluster):
    return cluster.database()


async def test_a_process_killed_in_the_middle_of_a_turn_is_followed_by_the_other(url):
    async with process(url) as one, process(url) as two, connect(one.chat) as socket, connect(two.chat) as other:
        welcome = await hello(socket)
        await hello(other, welcome["token"], 1)
        await socket.send(json.dumps({"type": "say", "id": "m1", "text": "answer slowly"}))
        await until(socket, "ack")
        one.kill()
        await one.wait()
        assert (await until(other, "bot_said"))["event"]["text"] == "You said: answer slowly"
        await other.send(json.dumps({"type": "say", "id": "m1", "text": "answer slowly"}))
        assert (await until(other, "ack"))["seq"] == 2
    with psycopg.connect(url) as database:
        assert database.execute("SELECT count(*) FROM events WHERE type = 'bot_said'").fetchone() == (1,)


async def test_a_rolling_restart_says_come_back_and_answers_everything_once(url):
    async with process(url) as one, process(url) as two:
        async with connect(one.chat) as socket:
            welcome = await hello(socket)
            for n in range(3):
                await socket.send(json.dumps({"type": "say", "id": f"m{n}", "text": f"answer {n} slowly"}))
                await until(socket, "ack")
            one.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await asyncio.wait_for(socket.recv(), 20)
            assert closed.value.rcvd.code == 1001
        async with connect(two.chat) as socket:
            await hello(socket, welcome["token"], 0)
            said = [(await until(socket, "bot_said"))["event"]["text"] for _ in range(3)]
            assert said == [f"You said: answer {n} slowly" for n in range(3)]
        assert await asyncio.wait_for(one.wait(), 20) == 0
        async with process(url) as three, connect(three.chat) as socket:
            two.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(two.wait(), 20) == 0
            assert (await hello(socket, welcome["token"], 0))["last"] == 7
