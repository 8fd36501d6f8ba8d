"""A database that is away for an hour fills no log: it is told once, and when it is back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, cast

import pytest

from chatbot.errors import StoreError
from chatbot.server.erasures import Erasures
from chatbot.server.peers import Relay


class Away:
    """Does not answer the first, second, third, fifth and all later times."""

    def __init__(self) -> None:
        self.asked = 0

    async def erased(self, last: int) -> list[tuple[int, str]]:
        return list(await self.orphans())

    async def orphans(self) -> Any:
        self.asked += 1
        if self.asked != 4:
            raise StoreError("the database does not answer")
        return frozenset()


async def asked_often(watch: Any, away: Away) -> None:
    task = asyncio.create_task(watch)
    async with asyncio.timeout(10):
        while away.asked < 9:  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.005)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_erasures_are_told_to_be_away_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("chatbot.server.erasures.LOOK_SECONDS", 0.001)
    away = Away()
    caplog.set_level(logging.INFO)
    nothing = cast(Any, None)
    await asked_often(Erasures(cast(Any, away), nothing, nothing, nothing).watch(), away)
    said = [record.getMessage() for record in caplog.records if "erasures" in record.getMessage()]
    wrong = "erasures can't be read: the database does not answer"
    assert said == [wrong, "erasures are read again", wrong]


async def test_peers_are_told_to_be_away_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("chatbot.server.peers.SWEEP_SECONDS", 0.001)
    away = Away()
    relay = Relay.__new__(Relay)
    relay._peers = cast(Any, away)
    await asked_often(relay._sweep(), away)
    assert [record.getMessage() for record in caplog.records].count("peers: the database does not answer") == 2


async def test_listening_is_told_to_have_ended_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("psycopg")
    from chatbot.transcripts import peers

    monkeypatch.setattr(peers, "RETRY_SECONDS", 0.001)
    listening = peers.PostgresPeers("postgresql://nobody@127.0.0.1:1/nothing").listen()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await anext(listening)
    assert [record.getMessage().startswith("peers: not listening") for record in caplog.records] == [True]
