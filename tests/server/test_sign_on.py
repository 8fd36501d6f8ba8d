"""Agents sign in at an OpenID Connect provider; what is forged, old, foreign or said twice lets nobody in."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from chatbot.server.oidc import OidcOptions, Provider, claim_of, role_of
from chatbot.server.sign_on import COOKIE, MINUTES, PATH
from tests.server.harness import LOOSE, PASSWORD, Server, TestClock
from tests.server.idp import CLIENT, REDIRECT, SECRET, Idp, key, signed, signed_with_the_public_key, unsigned

OPTIONS = OidcOptions(
    issuer="https://login.example", client_id=CLIENT, redirect=REDIRECT, client_secret=SECRET, agents=("support",),
    admins=("leads",), creates=True,
)  # fmt: skip


class Site(Server):
    """A server with a provider beside it."""

    idp: Idp


def site(path: Path, options: OidcOptions = OPTIONS, **kwargs: Any) -> Site:
    clock = TestClock()
    idp = Idp(clock.now)
    made = Site(path, clock=clock, provider=Provider(options, clock, idp.transport), **kwargs)
    made.idp = idp
    return made


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path / "chat.sqlite") as running:
        yield running  # type: ignore[misc]


async def start(http: httpx.AsyncClient) -> str:
    """Where the browser is sent."""
    answer = await http.get(PATH)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def sign_on(server: Site, http: httpx.AsyncClient) -> str:
    """Through the provider and back; where that ends."""
    answer = await http.get(await server.idp.answer(await start(http)))
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def nobody(http: httpx.AsyncClient) -> bool:
    return (await http.get("/api/v1/session")).status_code == 401


async def test_who_has_a_role_there_is_signed_in_here(server: Site) -> None:
    async with server.http() as http:
        location = await start(http)
        cookie = http.cookies.jar
        assert [(c.name, c.path) for c in cookie] == [(COOKIE, PATH)]
        query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert location.startswith("https://login.example/authorize?")
        assert query["code_challenge_method"] == "S256"
        assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) == 43
        assert query["scope"] == "openid profile email"
        answer = await http.get(await server.idp.answer(location))
        assert answer.headers["location"] == "/desk"
        cookies = answer.headers.get_list("set-cookie")
        assert any(c.startswith(f'{COOKIE}=""') and "Max-Age=0" in c for c in cookies)
        own = next(c.lower() for c in cookies if c.startswith("chatbot_session="))
        assert "httponly" in own
        assert "samesite=strict" in own
        me = (await http.get("/api/v1/session")).json()
        assert me == {
            "agent": "anna", "expires_at": "2026-01-02T15:04:05.678Z", "role": "agent", "display_name": "",
        }  # fmt: skip
        socket = await server.socket("/ws/desk", {"authorization": f"Bearer {http.cookies['chatbot_session']}"})
        assert (await socket.next())["type"] == "queue"
        assert (await http.get("/metrics")).status_code == 403
        server.idp.claims["groups"] = ["support", "leads"]
        assert await sign_on(server, http) == "/desk"
        assert (await http.get("/metrics")).status_code == 200
    assert [(a.name, a.role) for a in await server.accounts.agents()] == [("anna", "admin")]


FORGED: dict[str, dict[str, Any]] = {
    "wrong nonce": {"change": lambda c: c | {"nonce": "x" * 43}},
    "no nonce": {"change": lambda c: {k: v for k, v in c.items() if k != "nonce"}},
    "wrong audience": {"change": lambda c: c | {"aud": "another-client"}},
    "no audience": {"change": lambda c: {k: v for k, v in c.items() if k != "aud"}},
    "for others too, made for one of them": {"change": lambda c: c | {"aud": [CLIENT, "other"], "azp": "other"}},
    "for others too, made for nobody": {"change": lambda c: c | {"aud": [CLIENT, "other"]}},
    "wrong issuer": {"change": lambda c: c | {"iss": "https://evil.example"}},
    "expired": {"change": lambda c: c | {"exp": c["iat"] - 60}},
    "no expiry": {"change": lambda c: {k: v for k, v in c.items() if k != "exp"}},
    "of the future": {"change": lambda c: c | {"iat": c["iat"] + 3600, "exp": c["exp"] + 3600}},
    "not yet": {"change": lambda c: c | {"nbf": c["iat"] + 3600}},
    "nobody": {"change": lambda c: c | {"sub": ""}},
    "a number for a person": {"change": lambda c: c | {"sub": 17}},
    "another key of the same name": {"sign": lambda c: signed(c, key(2))},
    "another key": {"sign": lambda c: signed(c, key(2), kid="key-2")},
    "another key, unnamed": {"sign": lambda c: signed(c, key(2), kid=None)},
    "alg none": {"sign": unsigned},
    "the public key as a shared secret": {"sign": signed_with_the_public_key},
    "changed after it was signed": {"sign": lambda c: signed(c).replace(".", ".e", 1)},
    "no token": {"sign": lambda c: None},
    "not a token": {"sign": lambda c: "a.b"},
}


@pytest.mark.parametrize("how", FORGED)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(server: Site, how: str) -> None:
    for name, value in FORGED[how].items():
        setattr(server.idp, name, value)
    async with server.http() as http:
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        assert await nobody(http)
        # The same person with a right token gets in: it was refused for this alone.
        server.idp.change, server.idp.sign = lambda c: c, signed
        assert await sign_on(server, http) == "/desk"
    assert server.app.state.running.metrics.text().count(b'chatbot_sign_ins_total{result="refused"} 1.0') == 1


async def test_an_answer_counts_once(server: Site) -> None:
    async with server.http() as http:
        location = await start(http)
        cookie = http.cookies[COOKIE]
        callback = await server.idp.answer(location)
        assert (await http.get(callback)).headers["location"] == "/desk"
        for cookies in ({}, {COOKIE: cookie}):
            async with server.http(cookies=cookies) as again:
                # The provider would give another code for the same state.
                fresh = await server.idp.answer(location)
                assert (await again.get(fresh)).headers["location"] == "/desk?sign-in=refused"
                assert await nobody(again)


async def test_an_answer_is_good_in_the_browser_that_asked_alone(server: Site) -> None:
    async with server.http() as mine, server.http() as theirs, server.http() as fresh:
        callback = await server.idp.answer(await start(theirs))
        await start(mine)
        for other in (mine, fresh):
            assert (await other.get(callback)).headers["location"] == "/desk?sign-in=refused"
            assert await nobody(other)
        assert (await theirs.get(callback)).headers["location"] == "/desk"


@pytest.mark.parametrize("pkce", [True, False])
async def test_a_code_of_another_sign_in_is_refused(server: Site, pkce: bool) -> None:
    """By the provider, which asks for the verifier; where it does not, by the nonce."""
    server.idp.checks_pkce = pkce
    async with server.http() as mine, server.http() as theirs:
        stolen = parse_qs(urlsplit(await server.idp.answer(await start(theirs))).query)["code"][0]
        own = parse_qs(urlsplit(await start(mine)).query)["state"][0]
        answer = await mine.get(f"{PATH}/callback", params={"state": own, "code": stolen})
        assert answer.headers["location"] == "/desk?sign-in=refused"
        assert await nobody(mine)


async def test_an_answer_that_comes_late_or_says_too_much_is_refused(server: Site) -> None:
    async with server.http() as http:
        callback = await server.idp.answer(await start(http))
        for more in ("&code=x", "&state=x"):
            assert (await http.get(callback + more)).headers["location"] == "/desk?sign-in=refused"
    async with server.http() as http:
        callback = await server.idp.answer(await start(http))
        server.clock.time = f"2026-01-02T03:{4 + MINUTES:02}:05.678Z"
        assert (await http.get(callback)).headers["location"] == "/desk?sign-in=refused"
    async with server.http() as http:
        query = parse_qs(urlsplit(await start(http)).query)
        for answer in ({"error": "access_denied"}, {}, {"code": "x", "iss": "https://evil.example"}):
            answer = {"state": query["state"][0], **answer}
            assert (await http.get(f"{PATH}/callback", params=answer)).headers["location"] == "/desk?sign-in=refused"
        assert await nobody(http)


async def test_a_provider_that_names_itself_in_its_answers_must(server: Site) -> None:
    server.idp.document = {"authorization_response_iss_parameter_supported": True}
    async with server.http() as http:
        callback = await server.idp.answer(await start(http))
        nameless = callback.replace("&iss=https%3A%2F%2Flogin.example", "")
        assert nameless != callback
        assert (await http.get(nameless)).headers["location"] == "/desk?sign-in=refused"


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"issuer": "https://login.example/"},
        {"token_endpoint": "http://login.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
async def test_a_document_of_another_issuer_or_without_tls_is_not_believed(server: Site, document: Any) -> None:
    server.idp.document = document
    async with server.http() as http:
        answer = await http.get(PATH)
        assert answer.headers["location"] == "/desk?sign-in=unreachable"
        assert COOKIE not in http.cookies


async def test_a_provider_that_is_away_does_no_harm(tmp_path: Path) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody is there")

    for transport in (
        httpx.MockTransport(broken),
        httpx.MockTransport(lambda request: httpx.Response(500)),
        httpx.MockTransport(lambda request: httpx.Response(302, headers={"location": "https://evil.example"})),
        httpx.MockTransport(lambda request: httpx.Response(200, text="[" * 100_000)),
        httpx.MockTransport(lambda request: httpx.Response(200, content=b"x" * 2**20)),
        httpx.MockTransport(lambda request: httpx.Response(200, json=[])),
    ):
        provider = Provider(OPTIONS, TestClock(), transport)
        async with Server(tmp_path / "chat.sqlite", provider=provider) as server, server.http() as http:
            assert (await http.get(PATH)).headers["location"] == "/desk?sign-in=unreachable"
            await server.agent_token("ben")
            given = {"name": "ben", "password": PASSWORD}
            assert (await http.post("/api/v1/session", json=given)).status_code == 200


async def test_a_provider_that_is_away_is_asked_once_by_all_who_want_to_sign_in(tmp_path: Path) -> None:
    asked = []

    async def slow(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        await asyncio.sleep(0.05)
        return httpx.Response(503)

    provider = Provider(OPTIONS, TestClock(), httpx.MockTransport(slow))
    async with Server(tmp_path / "chat.sqlite", provider=provider) as server, server.http() as http:
        answers = await asyncio.gather(*(http.get(PATH) for _ in range(20)))
        assert {a.headers["location"] for a in answers} == {"/desk?sign-in=unreachable"}
        assert len(asked) == 1
        provider._document._failed_at -= 6
        await http.get(PATH)
        assert len(asked) == 2


async def test_a_key_that_was_changed_is_fetched_once(server: Site) -> None:
    async with server.http() as http:
        assert await sign_on(server, http) == "/desk"
        server.idp.published, server.idp.sign = [key(3)], lambda c: signed(c, key(3), kid="key-3")
        assert await sign_on(server, http) == "/desk?sign-in=refused"  # asked for a moment ago
        server.provider._keys._at -= 61
        assert await sign_on(server, http) == "/desk"
        server.provider._keys._at -= 61
        server.idp.sign = lambda c: signed(c, key(2), kid="key-2")
        for _ in range(3):
            assert await sign_on(server, http) == "/desk?sign-in=refused"
    assert server.idp.asked.count("keys") == 3


async def test_no_role_no_account_and_a_disabled_account_let_nobody_in(tmp_path: Path) -> None:
    async with site(tmp_path / "chat.sqlite", replace(OPTIONS, creates=False)) as server, server.http() as http:
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        assert await server.accounts.agents() == ()
        await server.accounts.add("anna", PASSWORD)
        # The name is whatever they chose there: it makes nobody the owner of an account.
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        await server.accounts.link("anna", "Anna@shop.example")
        server.idp.claims["email_verified"] = "true"
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        server.idp.claims["email_verified"] = True
        server.idp.claims["groups"] = ["customers"]
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        server.idp.claims["groups"] = ["support"]
        assert await sign_on(server, http) == "/desk"
        # From now on the account is that person's, whoever gets the address next.
        server.idp.claims |= {"sub": "another"}
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        server.idp.claims |= {"sub": "0a1b", "email": "anna.new@shop.example", "preferred_username": "x"}
        assert await sign_on(server, http) == "/desk"
        assert (await http.get("/api/v1/session")).json()["agent"] == "anna"
        await server.accounts.enable("anna", active=False)
        assert await nobody(http)
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        await server.accounts.enable("anna", active=True)
        await server.accounts.unlink("anna")
        assert await sign_on(server, http) == "/desk?sign-in=refused"


async def test_a_new_account_takes_nobodys_name_and_has_no_password(server: Site) -> None:
    await server.accounts.add("Anna", PASSWORD)
    async with server.http() as http:
        for sub, name, expected in (
            ("1", "anna", "anna-2"), ("2", "anna@shop.example", "anna-3"), ("3", "安娜", "agent"),
            ("4", "<b>x y", "b-x-y"), ("5", ["list"], "agent-2"), ("6", "a" * 99, "a" * 36), ("1", "anna", "anna-2"),
        ):  # fmt: skip
            server.idp.claims |= {"sub": sub, "preferred_username": name}
            assert await sign_on(server, http) == "/desk"
            assert (await http.get("/api/v1/session")).json()["agent"] == expected
        assert [await server.accounts.verify(name, p) for name in ("anna-2", "agent") for p in ("", PASSWORD)] == [
            None
        ] * 4


async def test_refusals_are_limited_per_person_and_answers_per_address(tmp_path: Path) -> None:
    settings = replace(LOOSE, sign_in_failures="3/minute", sign_in_rate="8/minute")
    options = replace(OPTIONS, creates=False)
    async with site(tmp_path / "a.sqlite", options, settings=settings) as server, server.http() as http:
        for _ in range(4):
            assert await sign_on(server, http) == "/desk?sign-in=refused"
        await server.accounts.add("anna", PASSWORD)
        await server.accounts.link("anna", "anna@shop.example")
        assert await sign_on(server, http) == "/desk?sign-in=refused"
        for _ in range(3):
            assert (await http.get(f"{PATH}/callback")).headers["location"] == "/desk?sign-in=refused"
        for path in (PATH, f"{PATH}/callback"):
            assert (await http.get(path)).headers["location"] == "/desk?sign-in=limited"


async def test_passwords_can_be_turned_off(tmp_path: Path) -> None:
    async with site(tmp_path / "a.sqlite", replace(OPTIONS, label="Shop ID"), passwords=False) as server:
        await server.accounts.add("ben", PASSWORD)
        async with server.http() as http:
            ways = (await http.get("/api/v1/session/ways")).json()
            assert ways == {"password": False, "oidc": {"label": "Shop ID"}}
            answer = await http.post("/api/v1/session", json={"name": "ben", "password": PASSWORD})
            assert answer.status_code == 403
            assert await nobody(http)
            assert await sign_on(server, http) == "/desk"


async def test_without_a_provider_there_is_no_such_way(tmp_path: Path) -> None:
    async with Server(tmp_path / "a.sqlite") as server, server.http() as http:
        assert (await http.get("/api/v1/session/ways")).json() == {"password": True, "oidc": None}
        for path in (PATH, f"{PATH}/callback?state=x&code=y"):
            assert (await http.get(path)).status_code == 404


async def test_two_processes_take_one_answer_once(tmp_path: Path) -> None:
    async with site(tmp_path / "a.sqlite") as one, site(tmp_path / "a.sqlite") as two, one.http() as http:
        two.idp = one.idp
        two.provider._transport = one.idp.transport
        callback = await one.idp.answer(await start(http))
        cookie = {COOKIE: http.cookies[COOKIE]}
        async with two.http(cookies=cookie) as there:
            assert (await there.get(callback)).headers["location"] == "/desk"
        fresh = callback.replace("code=", "code=x")
        assert (await http.get(fresh)).headers["location"] == "/desk?sign-in=refused"


CLAIMS = {
    "realm_access": {"roles": ["support"]}, "https://shop.example/roles": ["leads"], "role": "support",
    "email": "Anna@Shop.example", "email_verified": True, "groups": ["x", 3, None],
}  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "role"),
    [
        ("realm_access.roles", "agent"), ("https://shop.example/roles", "admin"), ("role", "agent"), ("groups", None),
        ("nothing", None), ("realm_access", None), ("realm_access.roles.x", None), ("email", "admin"),
    ],
)  # fmt: skip
def test_roles_come_from_a_claim(claim: str, role: str | None) -> None:
    options = replace(OPTIONS, claim=claim, admins=("leads", "anna@shop.example"))
    assert role_of(CLAIMS, options) == role
    assert claim_of(CLAIMS, "realm_access.roles") == ["support"]


def test_an_address_that_nobody_checked_and_no_claim_at_all_give_no_role() -> None:
    options = replace(OPTIONS, claim="email", agents=("anna@shop.example",))
    assert role_of(CLAIMS, options) == "agent"
    assert role_of(CLAIMS | {"email_verified": False}, options) is None
    assert role_of({}, options) is None
    assert role_of({}, replace(options, agents=("*",))) == "agent"
    assert role_of({"groups": ["*"]}, OPTIONS) is None


def test_serving_without_the_extras_imports_none_of_them() -> None:
    code = (
        "import sys\n"
        "for name in ('joserfc', 'cryptography', 'opentelemetry.sdk', 'opentelemetry.exporter'):\n"
        "    sys.modules[name] = None\n"
        "from chatbot import bootstrap, config\n"
        "from chatbot.cli import doctor, serve\n"
        "from chatbot.server.app import create_app\n"
        "assert bootstrap.identity_provider(config.load({}, {})) is None\n"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CHATBOT_")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environ)
