"""An OpenID Connect provider: authorization code with PKCE, and every claim checked before it is believed.

Imported only where one is configured: `joserfc` and its `cryptography` come with the extra `oidc`.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ..errors import SignOnError
from ..ports import Clock, Person, Role, Ticket
from .origins import LOCAL_HOSTS

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""What an ID token may be signed with: a key that the provider alone has, never `none` and never a shared secret."""

KEPT_SECONDS = 3600.0
"""How long the provider's document and keys are believed before they are asked for again."""
AGAIN_SECONDS = 60.0
"""An unknown key makes us ask again, at most so often: whoever sends us tokens must not have us flood the provider."""
FAILED_SECONDS = 5.0
"""For so long nobody makes us ask again a provider that did not answer."""
LEEWAY_SECONDS = 30
LARGEST = 512 * 1024
"""Bytes of the provider's answers that are read at most."""


@dataclass(frozen=True, slots=True)
class OidcOptions:
    """Where the provider is, what we are there, and whom of its people it lets in.

    `claim` says by what: its values in `admins` make an admin, those in `agents` (or any, with "*") an agent; nobody
    else is let in. `named` is the claim with a person's name.
    """

    issuer: str
    client_id: str
    redirect: str
    client_secret: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    claim: str = "groups"
    agents: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    named: str = "preferred_username"
    label: str = ""
    creates: bool = False


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a provider says of itself."""

    authorization: str
    token: str
    keys: str
    basic: bool
    names_itself: bool
    pkce: bool
    date: str | None


class Provider:
    """A `sign_on.IdentityProvider`; `transport` is the tests'."""

    def __init__(self, options: OidcOptions, clock: Clock, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._options = options
        self._clock = clock
        self._transport = transport
        self._tls = httpx.create_ssl_context()
        self._document: _Kept[Discovered] = _Kept(self._discover)
        self._keys: _Kept[KeySet] = _Kept(self._fetch_keys)

    @property
    def label(self) -> str:
        """What agents call it."""
        return self._options.label

    @property
    def creates(self) -> bool:
        """Whether who has a role there gets an account here."""
        return self._options.creates

    async def address(self, ticket: Ticket) -> str:
        """Where the browser is sent. Raises SignOnError."""
        o = self._options
        challenge = base64.urlsafe_b64encode(hashlib.sha256(ticket.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code", "client_id": o.client_id, "redirect_uri": o.redirect, "scope": " ".join(o.scopes),
            "state": ticket.state, "nonce": ticket.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        address = (await self.discover()).authorization
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"

    async def person(self, ticket: Ticket, code: str, issuer: str | None) -> Person:
        """Who came back with a code. Raises SignOnError."""
        about = await self.discover()
        if issuer != self._options.issuer and (issuer is not None or about.names_itself):
            raise SignOnError("the answer is another provider's")
        token = (await self._redeem(about, ticket, code)).get("id_token")
        if not isinstance(token, str):
            raise SignOnError("there is no ID token")
        return self._person(await self._claims(token, ticket))

    async def discover(self) -> Discovered:
        """The provider's document; raises SignOnError."""
        return await self._document.get()

    async def keys(self) -> KeySet:
        """The provider's keys; raises SignOnError."""
        return await self._keys.get()

    async def knows_redirect(self) -> bool | None:
        """Whether the provider sends people back to us, asked without a person; None where it does not say so."""
        nobody = Ticket("doctor", "doctor", "doctor")
        url = f"{await self.address(nobody)}&prompt=none"
        try:
            async with self._client() as http:
                answer = await http.get(url)
        except (httpx.HTTPError, OSError) as error:
            raise SignOnError(f"{_shown(url)} does not answer: {error}", unreachable=True) from None
        if answer.status_code >= 400:
            return False
        back = answer.headers.get("location", "").partition("?")[0]
        return True if answer.is_redirect and back == self._options.redirect else None

    async def knows_secret(self) -> bool | None:
        """Whether the provider takes our id and secret, asked with a code that nobody has; None where it does not say.

        A provider looks at who asks before it looks at the code (RFC 6749, 4.1.3 and 5.2). Raises SignOnError.
        """
        about = await self.discover()
        form, headers = self._asking(about, Ticket("doctor", "doctor", secrets.token_urlsafe(32)), "none")
        try:
            async with self._client() as http:
                answer = await http.post(about.token, data=form, headers=headers)
            error = answer.json().get("error")
        except (httpx.HTTPError, OSError) as failed:
            raise SignOnError(f"{_shown(about.token)} does not answer: {failed}", unreachable=True) from None
        except (ValueError, RecursionError, AttributeError):
            return None
        if error in ("invalid_client", "unauthorized_client"):
            return False
        return True if error == "invalid_grant" else None

    async def _discover(self) -> Discovered:
        issuer = self._options.issuer
        data, date = await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if data.get("issuer") != issuer:
            raise SignOnError(f"its document is of {str(data.get('issuer'))[:200]!r}, not of {issuer!r}")
        methods = data.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        challenges = data.get("code_challenge_methods_supported", [])
        return Discovered(
            authorization=_address(data, "authorization_endpoint"), token=_address(data, "token_endpoint"),
            keys=_address(data, "jwks_uri"), basic="client_secret_basic" in methods, date=date,
            pkce="S256" in challenges,
            names_itself=data.get("authorization_response_iss_parameter_supported") is True,
        )  # fmt: skip

    async def _fetch_keys(self) -> KeySet:
        data, _ = await self._ask("GET", (await self.discover()).keys)
        try:
            return KeySet.import_key_set(data)  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SignOnError(f"its keys can't be read: {type(error).__name__}") from None

    async def _redeem(self, about: Discovered, ticket: Ticket, code: str) -> dict[str, Any]:
        form, headers = self._asking(about, ticket, code)
        return (await self._ask("POST", about.token, data=form, headers=headers))[0]

    def _asking(self, about: Discovered, ticket: Ticket, code: str) -> tuple[dict[str, str], dict[str, str]]:
        """The form and the headers that ask for the token of a code."""
        o = self._options
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": o.redirect,
            "code_verifier": ticket.verifier,
        }  # fmt: skip
        headers = {}
        if o.client_secret is not None and about.basic:
            pair = f"{quote(o.client_id, safe='')}:{quote(o.client_secret, safe='')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = o.client_id
            if o.client_secret is not None:
                form["client_secret"] = o.client_secret
        return form, headers

    async def _claims(self, token: str, ticket: Ticket) -> dict[str, Any]:
        o = self._options
        now = int(datetime.fromisoformat(self._clock.now()).timestamp())
        registry = jwt.JWTClaimsRegistry(
            now=now, leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": o.issuer}, aud={"essential": True, "value": o.client_id},
            exp={"essential": True}, iat={"essential": True}, sub={"essential": True},
            nonce={"essential": True, "value": ticket.nonce},
        )  # fmt: skip
        try:
            header = jws.extract_compact(token.encode()).headers()
            keys = await self._keys_for(header.get("kid"))
            read = jwt.decode(token, keys, registry=jws.JWSRegistry(algorithms=list(ALGORITHMS)))
            claims: dict[str, Any] = read.claims
            registry.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SignOnError(f"the ID token is not good: {type(error).__name__}") from None
        audience = claims["aud"]
        # One that is for others too must say that it was made for us.
        if claims.get("azp", o.client_id if isinstance(audience, str) or len(audience) == 1 else None) != o.client_id:
            raise SignOnError("the ID token was made for another program")
        return claims

    async def _keys_for(self, kid: object) -> KeySet:
        keys = await self.keys()
        if kid is None:
            if len(keys.keys) != 1:
                raise SignOnError("the ID token does not name its key")
            return keys
        if kid not in [key.kid for key in keys.keys]:
            keys = await self._keys.get(AGAIN_SECONDS)  # it may have been changed since
        found = [key for key in keys.keys if key.kid == kid]
        if not found:
            raise SignOnError("the ID token's key is not the provider's")
        return KeySet(found)

    def _person(self, claims: dict[str, Any]) -> Person:
        o = self._options
        subject, name, email = claims["sub"], claim_of(claims, o.named), claims.get("email")
        if not (0 < len(subject) <= 255):
            raise SignOnError("the ID token names nobody")
        known = email if isinstance(email, str) and claims.get("email_verified") is True else None
        return Person(f"{o.issuer} {subject}", name if isinstance(name, str) else "", known, role_of(claims, o))

    def _client(self) -> httpx.AsyncClient:
        given: dict[str, Any] = {"transport": self._transport} if self._transport else {"verify": self._tls}
        return httpx.AsyncClient(timeout=5.0, follow_redirects=False, **given)

    async def _ask(self, method: str, url: str, **given: Any) -> tuple[dict[str, Any], str | None]:
        """An answer's JSON object and its date; nothing is followed, and no more is read than there may be."""
        body = b""
        try:
            async with (
                self._client() as http,
                http.stream(method, url, **given) as answer,
            ):
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise SignOnError(f"{_shown(url)} answers without end", unreachable=True)
                status, date = answer.status_code, answer.headers.get("date")
            data = json.loads(body) if status == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            why = str(error) or type(error).__name__
            raise SignOnError(f"{_shown(url)} does not answer: {why}", unreachable=True) from None
        except (ValueError, RecursionError):
            raise SignOnError(f"{_shown(url)} does not answer in JSON", unreachable=True) from None
        if status != 200:
            refused = method == "POST" and 400 <= status < 500
            raise SignOnError(f"{_shown(url)} answers with {status}", unreachable=not refused)
        if not isinstance(data, dict):
            raise SignOnError(f"{_shown(url)} does not answer with an object", unreachable=True)
        return data, date


T = TypeVar("T")


class _Kept(Generic[T]):
    """Something that is fetched once for all who want it, and kept for a while; so is that it could not be had.

    The clock is one that nobody sets.
    """

    def __init__(self, fetch: Callable[[], Awaitable[T]]) -> None:
        self._fetch = fetch
        self._lock = asyncio.Lock()
        self._value: T | None = None
        self._at = -KEPT_SECONDS
        self._error: SignOnError | None = None
        self._failed_at = 0.0

    async def get(self, older_than: float = KEPT_SECONDS) -> T:
        """What is there, fetched again where it is older; raises SignOnError."""
        async with self._lock:
            if self._value is None or time.monotonic() - self._at > older_than:
                if self._error is not None and time.monotonic() - self._failed_at < FAILED_SECONDS:
                    raise SignOnError(str(self._error), unreachable=self._error.unreachable)
                try:
                    self._value, self._at, self._error = await self._fetch(), time.monotonic(), None
                except SignOnError as error:
                    self._error, self._failed_at = error, time.monotonic()
                    raise
            return self._value


def claim_of(claims: Mapping[str, Any], name: str) -> object:
    """A claim by its name, or by names with dots between for one inside of others (`realm_access.roles`)."""
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def role_of(claims: Mapping[str, Any], options: OidcOptions) -> Role | None:
    """The role that the claims give; None lets nobody in."""
    found = claim_of(claims, options.claim)
    given = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    values = {value for value in given if isinstance(value, str)}
    same: Callable[[str], str] = str
    if options.claim == "email":
        # An address that the provider did not check is whatever its owner typed.
        values = values if claims.get("email_verified") is True else set()
        same = str.lower
    held = {same(value) for value in values}
    if held & {same(value) for value in options.admins}:
        return "admin"
    return "agent" if "*" in options.agents or held & {same(value) for value in options.agents} else None


def is_safe(url: str) -> bool:
    """Whether nobody on the way can read it or answer in its place: https, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)


def _address(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not is_safe(value) or not urlsplit(value).hostname:
        raise SignOnError(f"its document names no {name} at an https address")
    return value


def _shown(url: str) -> str:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
