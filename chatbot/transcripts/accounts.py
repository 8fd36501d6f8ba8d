"""Agents and their sessions, in the same SQLite file as the conversations."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from ..errors import ChatbotError, ConflictError
from ..ports import AgentSession, Clock
from .database import Database

SESSION_HOURS = 12
PASSWORD_MIN, PASSWORD_MAX = 8, 1000
NAME = re.compile(r"[A-Za-z0-9._-]{1,40}")
HASHERS = 2
"""Argon2 takes 64 MiB a hash: more at once would let strangers spend the machine's memory."""


class AccountError(ChatbotError):
    """An account can't be made like that; the message says why."""


@dataclass(frozen=True, slots=True)
class Agent:
    """An account."""

    name: str
    created_at: str
    active: bool


class SqliteAccounts:
    """`ports.AgentAccounts` over the store's database, and what the command line needs beside it."""

    def __init__(self, database: Database, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._hashing = asyncio.Semaphore(HASHERS)
        # Checked for unknown names, so that a wrong name takes as long as a wrong password.
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    async def add(self, name: str, password: str) -> None:
        """A new agent; raises AccountError where the name is taken or malformed or the password too short."""
        if not NAME.fullmatch(name):
            raise AccountError("a name has 1 to 40 letters (a-z), digits or . _ -")
        if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
            raise AccountError(f"a password has {PASSWORD_MIN} to {PASSWORD_MAX} characters")
        hashed = await self._hash(password)
        values = (name, hashed, self._clock.now())
        sql = "INSERT INTO agents (name, password_hash, created_at) VALUES (?, ?, ?)"
        try:
            await asyncio.wrap_future(self._database.write(lambda c: c.execute(sql, values).rowcount))
        except ConflictError:
            raise AccountError(f"an agent named {name} is there already (case does not count)") from None

    async def agents(self) -> tuple[Agent, ...]:
        """All accounts by name."""
        sql = "SELECT name, created_at, active FROM agents ORDER BY name"
        rows = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql).fetchall()))
        return tuple(Agent(name, created_at, bool(active)) for name, created_at, active in rows)

    async def verify(self, name: str, password: str) -> str | None:
        """The agent's name as it was registered, None where name or password is wrong."""
        sql = "SELECT name, password_hash FROM agents WHERE name = ? AND active"
        row = None
        if NAME.fullmatch(name):
            row = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql, (name,)).fetchone()))
        right = await self._check(row[1] if row else self._nobody, password)
        return str(row[0]) if row and right else None

    async def sign_in(self, name: str, password: str) -> AgentSession | None:
        """A session of 12 hours, None where name or password is wrong."""
        agent = await self.verify(name, password)
        if agent is None:
            return None
        now = self._clock.now()
        session = AgentSession(agent, secrets.token_urlsafe(32), _later(now, SESSION_HOURS))

        def work(connection: sqlite3.Connection) -> int:
            connection.execute("DELETE FROM sessions WHERE expires_at <= ?", (now,))
            row = (_digest(session.token), agent, session.expires_at)
            return connection.execute(
                "INSERT INTO sessions (token_hash, agent, expires_at) VALUES (?, ?, ?)", row
            ).rowcount

        await asyncio.wrap_future(self._database.write(work))
        return session

    async def lookup(self, token: str) -> AgentSession | None:
        """The session of a token while it lasts and its agent is active."""
        sql = """SELECT agents.name, expires_at FROM sessions JOIN agents ON agents.name = sessions.agent
                 WHERE token_hash = ? AND expires_at > ? AND active"""
        values = (_digest(token), self._clock.now())
        row = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql, values).fetchone()))
        return AgentSession(row[0], token, row[1]) if row else None

    async def revoke(self, token: str) -> None:
        """End a session."""
        sql = "DELETE FROM sessions WHERE token_hash = ?"
        await asyncio.wrap_future(self._database.write(lambda c: c.execute(sql, (_digest(token),)).rowcount))

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password.encode(errors="surrogatepass"))

    async def _check(self, hashed: str, password: str) -> bool:
        def work() -> bool:
            try:
                return self._hasher.verify(hashed, password.encode(errors="surrogatepass"))
            except (Argon2Error, InvalidHashError):
                return False

        async with self._hashing:
            return await asyncio.to_thread(work)


def _digest(token: str) -> str:
    # Tokens have 256 random bits, so one plain hash is enough: there is nothing to guess.
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _later(now: str, hours: int) -> str:
    later = datetime.fromisoformat(now) + timedelta(hours=hours)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")
