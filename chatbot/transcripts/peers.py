"""Other server processes on the same PostgreSQL: what they tell by NOTIFY, and who takes which turn."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any, cast

import psycopg

from ..errors import StoreError
from ..ports import Appended, Heard, Missed, Typed
from .postgres import CHANNEL, CONNECTING, SETUP

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
SILENT_SECONDS = 10.0
"""After so long without a word the connection is tried: one that is gone looks like one where nothing happens."""

KEY = "hashtextextended(%s, 0)"
ORPHANS = """
SELECT id FROM conversations WHERE pending AND hashtextextended(id, 0) NOT IN (
    SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) ORDER BY last_at LIMIT 200"""

SWEEP_SECONDS = 60.0
"""How often counts that ended are thrown away."""

NOW = "extract(epoch FROM clock_timestamp())::float8"
_OVER = f"(l.ends <= {NOW} OR l.ends > {NOW} + %s)"
COUNT = f"""
INSERT INTO limits AS l (key, used, ends) VALUES (%s, 1, {NOW} + %s)
ON CONFLICT (key) DO UPDATE SET
    used = CASE WHEN {_OVER} THEN 1 ELSE l.used + 1 END,
    ends = CASE WHEN {_OVER} THEN excluded.ends ELSE l.ends END
WHERE {_OVER} OR l.used < %s RETURNING 1"""  # noqa: S608  constants
LEFT = f"SELECT ends - {NOW} FROM limits WHERE key = %s"  # noqa: S608
SWEEP = f"DELETE FROM limits WHERE ends <= {NOW} RETURNING 1"  # noqa: S608


def _row(name: str, key: str, seconds: object) -> str:
    # Hashed: an address is personal, and a name may be as long as a stranger likes.
    return f"{name} {hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()} {seconds}"


class PostgresPeers:
    """`ports.Peers`. A turn's lease is an advisory lock of this process's session, so it ends with the process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._swept = time.monotonic()
        self._me = secrets.token_hex(4)
        self._one_at_a_time = asyncio.Lock()
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def listen(self) -> AsyncIterator[Heard]:
        """What others tell, for ever; `Missed` whenever the connection is new."""
        told = ""
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    if told:
                        log.info("peers: listening again")
                    told = ""
                    yield Missed()
                    while True:
                        async for notice in connection.notifies(timeout=SILENT_SECONDS):
                            heard = self._read(notice.payload)
                            if heard is not None:
                                yield heard
                        await connection.execute("SELECT 1")
            except psycopg.Error as error:
                if str(error) != told:
                    told = str(error)
                    log.warning("peers: not listening: %s", error)
            await asyncio.sleep(RETRY_SECONDS)

    async def numbers(self, ids: Collection[str]) -> Mapping[str, int]:
        """The last event's number of each of these conversations."""
        return dict(await self._ask("SELECT id, number FROM conversations WHERE id = ANY(%s)", list(ids)))

    async def lease(self, id: str) -> bool:
        """Whether the conversation's turns are this process's to take, until `release`."""
        return bool((await self._ask(f"SELECT pg_try_advisory_lock({KEY})", id))[0][0])

    async def release(self, id: str) -> None:
        """Let others take its turns; where that can't be said the lock is gone with the connection."""
        with contextlib.suppress(StoreError):
            await self._ask(f"SELECT pg_advisory_unlock({KEY})", id)

    async def orphans(self) -> frozenset[str]:
        """Conversations with an open turn that no process takes."""
        return frozenset(id for (id,) in await self._ask(ORPHANS))

    async def tell_typing(self, id: str, who: str) -> None:
        """Let the others know that somebody types here."""
        await self._ask("SELECT pg_notify(%s, %s)", CHANNEL, f"t {self._me}:{who} {id}")

    async def count(self, name: str, key: str, bounds: Collection[tuple[int, int]]) -> float:
        """Count one more of what `name` limits for `key`; seconds to wait where that is over one of the bounds, else 0.

        The clock is the database's, so that all processes have one; a window that a clock set back has left in a far
        future is over.
        """
        if time.monotonic() > self._swept + SWEEP_SECONDS:
            self._swept = time.monotonic()
            await self._ask(SWEEP)
        for amount, seconds in sorted(bounds, key=lambda bound: bound[1]):
            row = _row(name, key, seconds)
            if not await self._ask(COUNT, row, seconds, seconds, seconds, seconds, amount):
                left = await self._ask(LEFT, row)
                return max(0.001, left[0][0]) if left else 0.001
        return 0.0

    async def forgive(self, name: str, key: str) -> None:
        """Count from nothing again."""
        await self._ask("DELETE FROM limits WHERE starts_with(key, %s) RETURNING 1", _row(name, key, ""))

    async def close(self) -> None:
        """Give all leases back."""
        async with self._one_at_a_time:
            await self._drop()

    def _read(self, payload: str) -> Heard | None:
        kind, _, rest = payload.partition(" ")
        what, _, id = rest.partition(" ")
        if kind == "t":
            me, _, who = what.partition(":")
            return Typed(id, who) if me != self._me else None
        return Appended(id, int(what), kind == "q") if what.isdecimal() else None

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, **cast(Any, CONNECTING))
        try:
            await connection.execute(SETUP)
            await connection.execute("SET synchronous_commit = off")  # nothing is stored here, and typing needs no disk
        except psycopg.Error:
            await connection.close()
            raise
        return connection

    async def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        async with self._one_at_a_time:
            try:
                if self._connection is not None:
                    try:
                        return await (await self._connection.execute(sql.encode(), values or None)).fetchall()
                    except psycopg.Error:
                        if not self._connection.closed:
                            raise
                        await self._drop()
                self._connection = await self._connect()
                return await (await self._connection.execute(sql.encode(), values or None)).fetchall()
            except psycopg.Error as error:
                raise StoreError(f"the database does not answer: {error}") from error

    async def _drop(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
