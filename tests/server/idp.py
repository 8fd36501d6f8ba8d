"""An OpenID Connect provider of the tests' own: it signs with its own key, and misbehaves where it is told to."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from chatbot.server.run import bind

CLIENT, SECRET = "chatbot-desk", "s3cret of the/client"
REDIRECT = "http://testserver/api/v1/session/oidc/callback"
ANNA = {
    "sub": "0a1b", "preferred_username": "anna", "email": "anna@shop.example", "email_verified": True,
    "groups": ["support"],
}  # fmt: skip

Claims = dict[str, Any]


@cache
def key(number: int = 1) -> RSAKey:
    """A key of the provider, or with another number somebody else's."""
    return RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig"})


def signed(claims: Claims, by: RSAKey | None = None, alg: str = "RS256", kid: str | None = "key-1") -> str:
    header = {"alg": alg} | ({"kid": kid} if kid else {})
    return jwt.encode(header, claims, by or key())


def unsigned(claims: Claims) -> str:
    parts = ({"alg": "none", "kid": "key-1"}, claims)
    return ".".join(_b64(json.dumps(part).encode()) for part in parts) + "."


def signed_with_the_public_key(claims: Claims) -> str:
    """HS256 with what everybody knows as the shared secret."""
    head = ".".join(_b64(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "key-1"}, claims))
    return f"{head}.{_b64(hmac.digest(key().as_pem(private=False), head.encode(), 'sha256'))}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Idp:
    """`claims` are the person's who is signed in there; `change` and `sign` make the ID token of the right claims."""

    def __init__(self, now: Callable[[], str] | None = None, issuer: str = "https://login.example") -> None:
        self.issuer = issuer
        self.now = now
        self.claims: Claims = dict(ANNA)
        self.change: Callable[[Claims], Claims] = lambda claims: claims
        self.sign: Callable[[Claims], str] = signed
        self.published = [key()]
        self.checks_pkce = True
        self.secret: str | None = SECRET
        self.redirect = REDIRECT
        self.document: Claims = {}
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        get = {"/.well-known/openid-configuration": self._document, "/keys": self._keys, "/authorize": self._authorize}
        self.app = Starlette(
            routes=[*(Route(p, f) for p, f in get.items()), Route("/token", self._token, methods=["POST"])]
        )
        self.transport = httpx.ASGITransport(self.app)

    async def _document(self, request: Request) -> Response:
        self.asked.append("document")
        named = {"authorization": "authorize", "token": "token"}
        return JSONResponse(
            {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", "code_challenge_methods_supported": ["S256"]}
            | {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in named.items()}
            | self.document
        )

    async def _keys(self, request: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse({"keys": [k.as_dict(private=False) for k in self.published]})

    async def _authorize(self, request: Request) -> Response:
        query = dict(request.query_params)
        if (query["client_id"], query["redirect_uri"]) != (CLIENT, self.redirect):
            return Response("unknown client or redirect", 400)
        back = {"state": query["state"], "iss": self.issuer}
        if query.get("prompt") == "none":
            return RedirectResponse(f"{self.redirect}?{urlencode(back | {'error': 'login_required'})}", 303)
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        return RedirectResponse(f"{self.redirect}?{urlencode(back | {'code': code})}", 303)

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        query = self._codes.pop(form["code"], None)
        given = request.headers.get("authorization", "")
        wanted = base64.b64encode(f"{CLIENT}:{'s3cret%20of%20the%2Fclient'}".encode()).decode()
        if self.secret is not None and given != f"Basic {wanted}":
            return JSONResponse({"error": "invalid_client"}, 401)
        if query is None or form["redirect_uri"] != query["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if (
            self.checks_pkce
            and _b64(hashlib.sha256(form["code_verifier"].encode()).digest()) != query["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(datetime.fromisoformat(self.now()).timestamp() if self.now else time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
            **self.claims,
        }
        return JSONResponse({"id_token": self.sign(self.change(claims)), "access_token": "x", "token_type": "Bearer"})

    async def answer(self, location: str) -> str:
        """What somebody who is signed in comes back to: path and query of the callback."""
        async with httpx.AsyncClient(transport=self.transport, base_url=self.issuer) as http:
            response = await http.get(location)
        assert response.status_code == 303, response.text
        parts = urlsplit(response.headers["location"])
        return f"{parts.path}?{parts.query}"


@contextlib.contextmanager
def running(redirect: str = REDIRECT) -> Iterator[Idp]:
    """One on a port of this machine, whose time is the real one."""
    bound = bind("127.0.0.1", 0)
    idp = Idp(issuer=f"http://127.0.0.1:{bound.getsockname()[1]}")
    idp.redirect = redirect
    server = uvicorn.Server(uvicorn.Config(idp.app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: server.run(sockets=[bound]), daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.should_exit = True
        thread.join(5)
