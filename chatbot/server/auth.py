"""Signing in as an agent: a session in a cookie for browsers, or as a bearer token for programs."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Body, Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from ..ports import AgentAccounts, AgentSession
from .doors import Doors
from .origins import origin_allowed
from .rates import Rate, address_key
from .services import Services

COOKIE = "chatbot_session"


class Credentials(BaseModel):
    """Who wants to sign in."""

    name: Annotated[str, Field(max_length=100)]
    password: Annotated[str, Field(max_length=1000)]


class WhoAmI(BaseModel):
    """Who is signed in."""

    agent: str
    expires_at: str


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


def auth_router(services: Services, doors: Doors, attempts: Rate) -> APIRouter:
    """`/api/v1/session`."""
    router = APIRouter(prefix="/api/v1/session", tags=["session"])

    @router.post("", summary="Sign in", responses={401: {}, 429: {}})
    async def sign_in(request: Request, response: Response, credentials: Annotated[Credentials, Body()]) -> NewSession:
        """Starts a session of 12 hours and sets its cookie."""
        _own_page(request, services)
        key = address_key(request.client.host if request.client else "")
        if not attempts.hit(key):
            wait = str(attempts.seconds_left(key))
            raise HTTPException(429, "too many attempts; wait a little", {"Retry-After": wait})
        made = await services.accounts.sign_in(credentials.name, credentials.password)
        if made is None:
            raise HTTPException(401, "name or password is wrong", {"WWW-Authenticate": "Bearer"})
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, made.token, httponly=True, samesite="strict", secure=secure)
        return NewSession(agent=made.agent, token=made.token, expires_at=made.expires_at)

    @router.get("", summary="Who is signed in", responses={401: {}})
    async def who(session: SignedIn) -> WhoAmI:
        """The agent of this session."""
        return WhoAmI(agent=session.agent, expires_at=session.expires_at)

    @router.delete("", summary="Sign out", status_code=204, responses={401: {}})
    async def sign_out(response: Response, session: SignedIn) -> None:
        """Ends the session, closes its sockets and takes the cookie back."""
        await services.accounts.revoke(session.token)
        await doors.expel(session_key(session.token))
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")

    return router


def _own_page(request: Request, services: Services) -> None:
    # SameSite=Strict lets pages of another port of the same host through; they are another origin.
    if not origin_allowed(request, services.settings.desk_origins, local=False):
        raise HTTPException(403, "this page may not speak for an agent")
