"""Agents and their sessions, in the same database as the conversations."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from ..errors import ChatbotError, ConflictError
from ..ports import AgentSession, Clock, Person, Role
from .database import Connection, Database

SESSION_HOURS = 12
PASSWORD_MIN, PASSWORD_MAX = 8, 1000
DISPLAY_NAME_MAX = 60
NAME = re.compile(r"[A-Za-z0-9._-]{1,40}")
TOTP_SECONDS = 30
TOTP_DRIFT = 1
"""How many steps of a one-time code the agent's clock may be off, to both sides."""
HASHERS = 2
"""Argon2 takes 64 MiB a hash: more at once would let strangers spend the machine's memory."""


WEAK = """SELECT name FROM agents WHERE active AND role = 'admin' AND totp_secret IS NULL AND password_hash <> ''
          ORDER BY name"""
"""Admins whose password is all that it takes."""


class AccountError(ChatbotError):
    """An account can't be made like that; the message says why."""


@dataclass(frozen=True, slots=True)
class Agent:
    """An account."""

    name: str
    created_at: str
    active: bool
    role: Role = "agent"
    totp: bool = False
    linked: bool = False
    """Whether an identity provider may sign them in."""
    display_name: str = ""
    """What customers read; empty where none was chosen."""


class Accounts:
    """`ports.AgentAccounts` over the store's database, and what the command line needs beside it."""

    def __init__(self, database: Database, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._hashing = asyncio.Semaphore(HASHERS)
        # Checked for unknown names, so that a wrong name takes as long as a wrong password.
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    async def add(self, name: str, password: str, role: Role = "agent", display_name: str = "") -> None:
        """A new agent, or AccountError and none: a name is taken or malformed, or the password too short."""
        if not NAME.fullmatch(name):
            raise AccountError("a name has 1 to 40 letters (a-z), digits or . _ -")
        shown = _one_line(display_name)
        hashed = await self._hashed(password)
        values = (name, hashed, self._clock.now(), role, shown)
        sql = "INSERT INTO agents (name, password_hash, created_at, role, display_name) VALUES (?, ?, ?, ?, ?)"
        try:
            await asyncio.wrap_future(self._database.write(lambda c: c.execute(sql, values).rowcount))
        except ConflictError:
            raise AccountError(f"an agent named {name} is there already (case does not count)") from None

    async def agents(self) -> tuple[Agent, ...]:
        """All accounts by name."""
        sql = """SELECT name, created_at, active, role, totp_secret IS NOT NULL, subject IS NOT NULL, display_name
                 FROM agents ORDER BY lower(name)"""
        rows = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql).fetchall()))
        return tuple(
            Agent(name, at, bool(on), role, bool(totp), bool(own), shown)
            for name, at, on, role, totp, own, shown in rows
        )

    async def enable(self, name: str, active: bool) -> str:
        """Let an agent sign in or not; turning off ends all sessions. Returns the name; raises AccountError."""

        def work(connection: Connection) -> int:
            sql = "UPDATE agents SET active = ? WHERE lower(name) = lower(?)"
            found = connection.execute(sql, (active, name)).rowcount
            if not active:
                _end_sessions(connection, name)
            return found

        return await self._changed(name, work)

    async def set_password(self, name: str, password: str) -> str:
        """Give an agent another password and end all sessions. Returns the name; raises AccountError."""
        hashed = await self._hashed(password)

        def work(connection: Connection) -> int:
            sql = "UPDATE agents SET password_hash = ? WHERE lower(name) = lower(?)"
            found = connection.execute(sql, (hashed, name)).rowcount
            _end_sessions(connection, name)
            return found

        return await self._changed(name, work)

    async def set_role(self, name: str, role: Role) -> str:
        """Make an agent an admin or no longer one. Returns the name; raises AccountError."""
        sql = "UPDATE agents SET role = ? WHERE lower(name) = lower(?)"
        return await self._changed(name, lambda c: c.execute(sql, (role, name)).rowcount)

    async def set_display_name(self, name: str, display_name: str) -> str:
        """What customers read where the agent answers; empty for none. Returns the name; raises AccountError."""
        shown = _one_line(display_name)
        sql = "UPDATE agents SET display_name = ? WHERE lower(name) = lower(?)"
        return await self._changed(name, lambda c: c.execute(sql, (shown, name)).rowcount)

    async def enrol(self, name: str, issuer: str = "chatbot") -> str:
        """The otpauth address of a new secret, from now on asked for at sign-in. Raises AccountError."""
        secret = pyotp.random_base32()
        sql = "UPDATE agents SET totp_secret = ?, totp_step = 0 WHERE lower(name) = lower(?)"
        known = await self._changed(name, lambda c: c.execute(sql, (secret, name)).rowcount)
        return pyotp.TOTP(secret).provisioning_uri(name=known, issuer_name=issuer)

    async def unenrol(self, name: str) -> str:
        """Ask for no one-time code any more, as when the device is lost. Returns the name; raises AccountError."""
        sql = "UPDATE agents SET totp_secret = NULL WHERE lower(name) = lower(?)"
        return await self._changed(name, lambda c: c.execute(sql, (name,)).rowcount)

    async def link(self, name: str, email: str) -> str:
        """Let the person whom the identity provider knows by this address sign in as the agent: from the first time on
        they are known by the provider's own id. Returns the name; raises AccountError."""
        if not re.fullmatch(r"[^\s@]+@[^\s@]+", email):
            raise AccountError(f"{email!r} is no e-mail address")
        sql = "UPDATE agents SET subject = ? WHERE lower(name) = lower(?)"
        try:
            return await self._changed(name, lambda c: c.execute(sql, (_invited(email), name)).rowcount)
        except ConflictError:
            raise AccountError(f"another agent is waiting for {email} already") from None

    async def unlink(self, name: str) -> str:
        """No identity provider signs the agent in; ends all sessions. Returns the name; raises AccountError."""

        def work(connection: Connection) -> int:
            sql = "UPDATE agents SET subject = NULL WHERE lower(name) = lower(?)"
            found = connection.execute(sql, (name,)).rowcount
            _end_sessions(connection, name)
            return found

        return await self._changed(name, work)

    async def _changed(self, name: str, work: Callable[[Connection], int]) -> str:
        if not await asyncio.wrap_future(self._database.write(work)):
            raise AccountError(f"there is no agent named {name}: `chatbot agent list` shows all")
        return next(a.name for a in await self.agents() if a.name.lower() == name.lower())

    async def verify(self, name: str, password: str) -> str | None:
        """The agent's name as it was registered, None where name or password is wrong."""
        sql = "SELECT name, password_hash FROM agents WHERE lower(name) = lower(?) AND active"
        row = None
        if NAME.fullmatch(name):
            row = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql, (name,)).fetchone()))
        # An account that a provider signs in may have no password: that takes as long, too.
        hashed = row[1] if row and row[1] else None
        right = await self._check(hashed or self._nobody, password)
        return str(row[0]) if row and hashed and right else None

    async def sign_in(self, name: str, password: str, code: str | None = None) -> AgentSession | Literal["code"] | None:
        """A session of 12 hours, None where name, password or one-time code is wrong, "code" where only that lacks."""
        agent = await self.verify(name, password)
        if agent is None:
            return None
        now = self._clock.now()
        sql = "SELECT role, totp_secret, display_name FROM agents WHERE lower(name) = lower(?)"
        role, totp, shown = await asyncio.wrap_future(
            self._database.read(lambda c: c.execute(sql, (agent,)).fetchone())
        )
        if totp is not None and not code:
            return "code"
        step = _step(totp, code or "", now) if totp is not None else None
        if totp is not None and step is None:
            return None
        session = AgentSession(agent, secrets.token_urlsafe(32), _later(now, SESSION_HOURS), role, shown)

        def work(connection: Connection) -> int:
            # Asked again in the transaction that signs in: a code counts once, and who was disabled meanwhile is out.
            values: tuple[object, ...] = (agent,)
            sql = "UPDATE agents SET active = active WHERE name = ? AND active AND totp_secret IS NULL"
            if step is not None:
                sql = "UPDATE agents SET totp_step = ? WHERE name = ? AND active AND totp_secret = ? AND totp_step < ?"
                values = (step, agent, totp, step)
            if not connection.execute(sql, values).rowcount:
                return 0
            return _begin_session(connection, session, now)

        return session if await asyncio.wrap_future(self._database.write(work)) else None

    async def sign_on(self, person: Person, *, create: bool) -> AgentSession | None:
        """A session for whom a provider vouches, with the role that it gives; None where they have no account, and none
        is made, or a disabled one.

        An account is theirs by the provider's own id, or while it was linked to an address that the provider vouches
        for; never by a name, which anybody may choose there.
        """
        role = person.role
        if role is None:
            return None
        now = self._clock.now()

        def work(connection: Connection) -> AgentSession | None:
            name = _known(connection, person) or (_new(connection, person, now) if create else None)
            sql = "UPDATE agents SET role = ? WHERE name = ? AND active"
            if name is None or not connection.execute(sql, (role, name)).rowcount:
                return None
            session = AgentSession(name, secrets.token_urlsafe(32), _later(now, SESSION_HOURS), role)
            _begin_session(connection, session, now)
            return session

        try:
            return await asyncio.wrap_future(self._database.write(work))
        except ConflictError:
            # Their first sign-in at another process, at the same moment: the account is there now.
            return await asyncio.wrap_future(self._database.write(work))

    async def spend(self, ticket: str, until: str) -> bool:
        """Whether a ticket was not used before, in any process; it is remembered until then."""

        def work(connection: Connection) -> int:
            connection.execute("DELETE FROM spent WHERE until <= ?", (self._clock.now(),))
            sql = "INSERT INTO spent (ticket, until) VALUES (?, ?) ON CONFLICT DO NOTHING"
            return connection.execute(sql, (_digest(ticket), until)).rowcount

        return bool(await asyncio.wrap_future(self._database.write(work)))

    async def lookup(self, token: str) -> AgentSession | None:
        """The session of a token while it lasts and its agent is active."""
        sql = """SELECT agents.name, expires_at, role, display_name
                 FROM sessions JOIN agents ON agents.name = sessions.agent
                 WHERE token_hash = ? AND expires_at > ? AND active"""
        values = (_digest(token), self._clock.now())
        row = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql, values).fetchone()))
        return AgentSession(row[0], token, row[1], row[2], row[3]) if row else None

    async def alive(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the sessions that last; a session's key is what is stored of its token."""
        sql = """SELECT token_hash FROM sessions JOIN agents ON agents.name = sessions.agent
                 WHERE expires_at > ? AND active"""
        now = self._clock.now()
        rows = await asyncio.wrap_future(self._database.read(lambda c: c.execute(sql, (now,)).fetchall()))
        return frozenset(keys) & {hash for (hash,) in rows}

    async def revoke(self, token: str) -> None:
        """End a session."""
        sql = "DELETE FROM sessions WHERE token_hash = ?"
        await asyncio.wrap_future(self._database.write(lambda c: c.execute(sql, (_digest(token),)).rowcount))

    async def _hashed(self, password: str) -> str:
        if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
            raise AccountError(f"a password has {PASSWORD_MIN} to {PASSWORD_MAX} characters")
        return await self._hash(password)

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


def _one_line(display_name: str) -> str:
    shown = " ".join(display_name.split())
    if len(shown) > DISPLAY_NAME_MAX or not shown.isprintable():
        raise AccountError(f"a display name is one line of at most {DISPLAY_NAME_MAX} characters")
    return shown


def _begin_session(connection: Connection, session: AgentSession, now: str) -> int:
    connection.execute("DELETE FROM sessions WHERE expires_at <= ?", (now,))
    row = (_digest(session.token), session.agent, session.expires_at)
    return connection.execute("INSERT INTO sessions (token_hash, agent, expires_at) VALUES (?, ?, ?)", row).rowcount


def _known(connection: Connection, person: Person) -> str | None:
    """Whose account it is; one that waited for their address is theirs from now on."""
    sql = "SELECT name FROM agents WHERE subject = ?"
    row = connection.execute(sql, (person.subject,)).fetchone()
    if row is None and person.email is not None:
        claim = "UPDATE agents SET subject = ? WHERE subject = ? AND active"
        connection.execute(claim, (person.subject, _invited(person.email)))
        row = connection.execute(sql, (person.subject,)).fetchone()
    return str(row[0]) if row else None


def _new(connection: Connection, person: Person, now: str) -> str:
    """An account without a password, named as the provider names them, with a number where the name is taken."""
    wanted = re.sub(r"[^A-Za-z0-9._-]+", "-", person.name.partition("@")[0]).strip("-")[:36] or "agent"
    for number in range(1, 1000):
        name = wanted if number == 1 else f"{wanted}-{number}"
        sql = """INSERT INTO agents (name, password_hash, created_at, role, subject) VALUES (?, '', ?, ?, ?)"""
        if connection.execute("SELECT 1 FROM agents WHERE lower(name) = lower(?)", (name,)).fetchone() is None:
            connection.execute(sql, (name, now, person.role, person.subject))
            return name
    raise AccountError(f"there are too many agents named {wanted}")


def _invited(email: str) -> str:
    return f"mailto:{email.lower()}"


def _end_sessions(connection: Connection, name: str) -> None:
    # After the agent's row was changed, and so locked: who signs in at this moment in another process is seen here.
    connection.execute("DELETE FROM sessions WHERE lower(agent) = lower(?)", (name,))


def _digest(token: str) -> str:
    # Tokens have 256 random bits, so one plain hash is enough: there is nothing to guess.
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _step(secret: str, code: str, now: str) -> int | None:
    """The step of time whose code this is, None for none near now."""
    totp = pyotp.TOTP(secret, interval=TOTP_SECONDS)
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdecimal()):
        return None
    at = int(datetime.fromisoformat(now).timestamp()) // TOTP_SECONDS
    steps = range(at - TOTP_DRIFT, at + TOTP_DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), digits)]
    return right[-1] if right else None


def _later(now: str, hours: int) -> str:
    later = datetime.fromisoformat(now) + timedelta(hours=hours)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")
