"""Signing in as an agent: a session in a cookie for browsers, or as a bearer token for programs."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from ..errors import ChatbotError, StoreError
from ..ports import AgentAccounts, AgentSession, Role
from .doors import Doors, address_of
from .origins import origin_allowed
from .rates import SharedRate
from .roles import needs
from .services import Services
from .texts import clean

log = logging.getLogger(__name__)

COOKIE = "chatbot_session"

WATCH_SECONDS = 1.0
"""How long a console stays open at most after its agent was disabled."""


class Credentials(BaseModel):
    """Who wants to sign in."""

    name: Annotated[str, Field(max_length=100)]
    password: Annotated[str, Field(max_length=1000)]
    code: Annotated[str, Field(max_length=20)] | None = Field(None, description="the one-time code, where one is asked")


class WhoAmI(BaseModel):
    """Who is signed in."""

    agent: str
    expires_at: str
    role: Role
    display_name: str = Field(description="what customers read, empty where none was chosen")


class DisplayName(BaseModel):
    """What customers read where an agent answers; empty for none."""

    display_name: Annotated[str, Field(max_length=200)]


class NewSession(WhoAmI):
    """A session; the token is for programs, browsers have it as a cookie."""

    token: str


def token_of(connection: HTTPConnection) -> str | None:
    """The session token that came with a request: `Authorization: Bearer` before the cookie."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return connection.cookies.get(COOKIE)


def session_key(token: str) -> str:
    """What a session's sockets are known by, so that its secret is not kept in memory."""
    return hashlib.sha256(token.encode()).hexdigest()


async def session_of(connection: HTTPConnection, accounts: AgentAccounts) -> AgentSession | None:
    """The session of a request, None where nobody is signed in; raises StoreError."""
    token = token_of(connection)
    return await accounts.lookup(token) if token else None


async def signed_in(request: Request) -> AgentSession:
    """A dependency: the session, or 401 (403 where another site's page asks with the agent's cookie)."""
    services: Services = request.app.state.services
    _own_page(request, services)
    session = await session_of(request, services.accounts)
    if session is None:
        raise HTTPException(401, "sign in first", {"WWW-Authenticate": "Bearer"})
    return session


SignedIn = Annotated[AgentSession, Depends(signed_in)]


def signed_in_as_admin(session: SignedIn) -> AgentSession:
    """The session, where it is an admin's; 403 for other agents."""
    if session.role != "admin":
        raise HTTPException(403, "this is for admins")
    return session


def auth_router(
    services: Services, doors: Doors, attempts: SharedRate, failures: SharedRate, count: Callable[[str], None]
) -> APIRouter:
    """`/api/v1/session`; `attempts` are limited per address, `failures` per account; `count` gets every result."""
    router = APIRouter(prefix="/api/v1/session", tags=["session"])

    @router.post(
        "", summary="Sign in", responses={400: {}, 401: {}, 403: {}, 413: {}, 429: {}}, openapi_extra=needs("anyone")
    )
    async def sign_in(request: Request, response: Response, credentials: Annotated[Credentials, Body()]) -> NewSession:
        """Starts a session of 12 hours and sets its cookie; 401 `code needed` asks for the one-time code."""
        _own_page(request, services)
        if not services.passwords:
            raise HTTPException(403, "passwords are turned off; sign in at the identity provider")
        # Counted before the password is looked at, and for unknown names alike: attempts at once don't slip through.
        for rate, key in ((attempts, address_of(request)), (failures, credentials.name.lower())):
            if wait := await rate.hit(key):
                count("limited")
                raise HTTPException(429, "too many attempts; wait a little", {"Retry-After": str(wait)})
        made = await services.accounts.sign_in(credentials.name, credentials.password, credentials.code)
        if made is None:
            count("refused")
            log.warning("sign-in refused")
            raise HTTPException(401, "name, password or code is wrong", {"WWW-Authenticate": "Bearer"})
        if made == "code":
            count("code_needed")
            raise HTTPException(401, "code needed", {"WWW-Authenticate": "Bearer"})
        await failures.forgive(credentials.name.lower())
        count("signed_in")
        log.info("agent=%s signed in", made.agent)
        begin(request, response, made)
        return NewSession(token=made.token, **_who(made))

    @router.get("", summary="Who is signed in", responses={401: {}}, openapi_extra=needs("agent"))
    async def who(session: SignedIn) -> WhoAmI:
        """The agent of this session."""
        return WhoAmI(**_who(session))

    @router.put(
        "/display-name", summary="Choose a name for customers", responses={401: {}, 422: {}},
        openapi_extra=needs("agent"),
    )  # fmt: skip
    async def call_me(session: SignedIn, chosen: Annotated[DisplayName, Body()]) -> WhoAmI:
        """What customers read from the next message on, in the place of the name to sign in with."""
        try:
            await services.accounts.set_display_name(session.agent, clean(chosen.display_name))
        except StoreError:
            raise
        except ChatbotError as error:
            raise HTTPException(422, str(error)) from None
        changed = await services.accounts.lookup(session.token)
        return WhoAmI(**_who(changed or session))

    @router.delete("", summary="Sign out", status_code=204, responses={401: {}}, openapi_extra=needs("agent"))
    async def sign_out(response: Response, session: SignedIn) -> None:
        """Ends the session, closes its sockets and takes the cookie back."""
        await services.accounts.revoke(session.token)
        await doors.expel(session_key(session.token))
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")

    return router


def _who(session: AgentSession) -> dict[str, Any]:
    return {
        "agent": session.agent, "expires_at": session.expires_at, "role": session.role,
        "display_name": session.display_name,
    }  # fmt: skip


def begin(request: Request, response: Response, session: AgentSession) -> None:
    """Give the browser its session."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, session.token, httponly=True, samesite="strict", secure=secure)


def _own_page(request: Request, services: Services) -> None:
    # SameSite=Strict lets pages of another port of the same host through; they are another origin.
    if not origin_allowed(request, services.settings.desk_origins, local=False):
        raise HTTPException(403, "this page may not speak for an agent")


async def expel_ended(doors: Doors, accounts: AgentAccounts, every: float = WATCH_SECONDS) -> None:
    """Close the sockets of sessions that another process ended (`chatbot agent disable`); runs until cancelled."""
    while True:
        await asyncio.sleep(every)
        try:
            if keys := doors.keys:
                for key in keys - await accounts.alive(keys):
                    await doors.expel(key)
        except StoreError as error:
            log.error("sessions can't be checked: %s", error)
