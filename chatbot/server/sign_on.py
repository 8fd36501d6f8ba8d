"""Signing in at an identity provider (OpenID Connect): two routes, between which the browser is away there.

What the two have to agree on is made of a random key in the browser's cookie and the server's secret, so that any
process can go on where another began and an answer is good in the browser that asked, once.
"""

from __future__ import annotations

import base64
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadData, URLSafeSerializer
from pydantic import BaseModel, Field

from ..errors import SignOnError
from ..ports import AgentSession, IdentityProvider, Ticket
from .doors import address_of
from .rates import SharedRate
from .roles import needs
from .services import Services

log = logging.getLogger(__name__)

PATH = "/api/v1/session/oidc"
COOKIE = "chatbot_sign_on"
MINUTES = 10
"""How long somebody may take to sign in at the provider."""

Begin = Callable[[Request, Response, AgentSession], None]
"""Gives the browser a session that was made."""


class OidcWay(BaseModel):
    """The identity provider; `label` may be empty."""

    label: str


class Ways(BaseModel):
    """How agents may sign in."""

    password: bool
    oidc: OidcWay | None = Field(description="null where there is no identity provider")


class _Answer(BaseModel):
    """What comes back from the provider; more is ignored, as the standard wants it."""

    state: Annotated[str, Field(max_length=200)] = ""
    code: Annotated[str, Field(max_length=4096)] = ""
    error: Annotated[str, Field(max_length=1000)] = ""
    iss: Annotated[str, Field(max_length=1000)] | None = None


class Tickets:
    """Makes tickets, and finds the one that an answer belongs to."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._signer = URLSafeSerializer(
            services.secret, salt="chatbot.sign-on", signer_kwargs={"key_derivation": "hmac", "digest_method": "sha256"}
        )

    def make(self) -> tuple[str, Ticket]:
        """A cookie's value and the ticket that it stands for."""
        key = secrets.token_urlsafe(32)
        return str(self._signer.dumps([key, self._services.clock.now()])), self._ticket(key)

    async def take(self, cookie: str, state: str) -> Ticket:
        """The ticket of a cookie and the state that came back; each counts once. Raises SignOnError."""
        try:
            key, made = self._signer.loads(cookie)
            until = datetime.fromisoformat(made) + timedelta(minutes=MINUTES)
        except (BadData, ValueError, TypeError):
            raise SignOnError("this browser began no sign-in") from None
        ticket = self._ticket(key)
        if not hmac.compare_digest(ticket.state.encode(), state.encode(errors="replace")):
            raise SignOnError("the answer belongs to another sign-in")
        if until <= datetime.fromisoformat(self._services.clock.now()):
            raise SignOnError("it took too long")
        if not await self._services.accounts.spend(key, until.isoformat(timespec="milliseconds")[:-6] + "Z"):
            raise SignOnError("the answer came before")
        return ticket

    def _ticket(self, key: str) -> Ticket:
        return Ticket(*(self._derived(f"{name}\n{key}") for name in ("state", "nonce", "verifier")))

    def _derived(self, text: str) -> str:
        digest = hmac.digest(self._services.secret, f"chatbot.sign-on\n{text}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def sign_on_router(
    services: Services, attempts: SharedRate, failures: SharedRate, begin: Begin, count: Callable[[str], None]
) -> APIRouter:
    """`/api/v1/session/ways` and `/oidc`; `attempts` are limited per address, `failures` per person."""
    router = APIRouter(prefix="/api/v1/session", tags=["session"])
    tickets = Tickets(services)
    role = needs("anyone")

    @router.get("/ways", summary="Ways to sign in", openapi_extra=role)
    async def ways() -> Ways:
        """What a sign-in page has to show."""
        provider = services.provider
        return Ways(password=services.passwords, oidc=OidcWay(label=provider.label) if provider else None)

    @router.get(
        "/oidc", summary="Sign in at the identity provider", status_code=303, responses={404: {}},
        response_class=RedirectResponse, openapi_extra=role,
    )  # fmt: skip
    async def start(request: Request) -> Response:
        """For browsers: sends them to the provider."""
        provider = _provider(services)
        if not attempts.open(address_of(request)):
            count("limited")
            return _back("limited")
        cookie, ticket = tickets.make()
        try:
            response = RedirectResponse(await provider.address(ticket), 303)
        except SignOnError as error:
            log.error("the identity provider can't be asked: %s", error)
            return _back("unreachable")
        secure = request.url.scheme == "https"
        # Not Strict: the browser comes back from another site. The session's own cookie is.
        response.set_cookie(
            COOKIE, cookie, max_age=MINUTES * 60, path=PATH, httponly=True, samesite="lax", secure=secure
        )
        return response

    @router.get(
        "/oidc/callback", summary="Back from the identity provider", status_code=303, responses={404: {}},
        response_class=RedirectResponse, openapi_extra=role,
    )  # fmt: skip
    async def callback(request: Request, answer: Annotated[_Answer, Query()]) -> Response:
        """Where the provider sends the browser: starts a session and shows the console, which says what went wrong."""
        provider = _provider(services)
        if await attempts.hit(address_of(request)):
            count("limited")
            return _back("limited")
        try:
            session = await _session(request, answer, provider)
        except SignOnError as error:
            count("refused")
            log.warning("sign-in at the identity provider refused: %s", error)
            response = _back("unreachable" if error.unreachable else "refused")
        else:
            count("signed_in")
            log.info("agent=%s signed in at the identity provider", session.agent)
            response = RedirectResponse("/desk", 303)
            begin(request, response, session)
        response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="lax")
        return response

    async def _session(request: Request, answer: _Answer, provider: IdentityProvider) -> AgentSession:
        query = request.query_params
        if len(query.multi_items()) != len(query):
            raise SignOnError("the answer says something twice")
        ticket = await tickets.take(request.cookies.get(COOKIE, ""), answer.state)
        if answer.error or not answer.code:
            raise SignOnError("the provider lets them not in")
        person = await provider.person(ticket, answer.code, answer.iss)
        if await failures.hit(person.subject):
            raise SignOnError("too many attempts of one person")
        session = await services.accounts.sign_on(person, create=provider.creates)
        if session is None:
            raise SignOnError("no role" if person.role is None else "no account, or a disabled one")
        await failures.forgive(person.subject)
        return session

    return router


def _provider(services: Services) -> IdentityProvider:
    if services.provider is None:
        raise HTTPException(404, "there is no identity provider")
    return services.provider


def _back(why: str) -> Response:
    return RedirectResponse(f"/desk?sign-in={why}", 303)
