"""What the pages do about who the visitor is, in a real browser."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.server.conftest import ROOT
from tests.server.harness import PASSWORD
from tests.server.idp import Idp, running
from tests.server.test_xss import WAIT, desk_of, identity_of, open_page

pytestmark = pytest.mark.browser

IDENTIFY = "(identity) => document.querySelector('chat-widget').identify(identity)"


def command(store: Path, *argv: str, stdin: str = "") -> dict[str, Any]:
    """`chatbot agent`, beside the server that runs."""
    line = [sys.executable, "-m", "chatbot", "agent", *argv, "--data", str(store.parent), "--json"]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True, input=stdin + "\n")
    return json.loads(done.stdout)


def customers(hostile: str) -> dict[str, str | None]:
    _, token = desk_of(hostile)
    answer = httpx.get(f"{hostile}/api/v1/conversations?limit=200", headers={"authorization": f"Bearer {token}"})
    return {r["conversation"]: r["customer"] and r["customer"]["id"] for r in answer.json()["conversations"]}


def test_a_page_says_who_its_visitor_is_and_nobody_else_sees_that_conversation(browser: Browser, hostile: str) -> None:
    before = set(customers(hostile))
    page = open_page(browser, f"{hostile}/")
    page.evaluate(IDENTIFY, identity_of("C-17"))
    page.locator("[data-part=launcher]").click()
    page.locator("[data-part=input]").fill("I am known")
    page.locator("[data-part=send]").click()
    expect(page.locator("[data-role=bot]")).to_have_count(1, timeout=WAIT)
    made = {c: id for c, id in customers(hostile).items() if c not in before}
    assert list(made.values()) == ["C-17"]
    page.evaluate(IDENTIFY, identity_of("C-17"))
    expect(page.locator("[data-role=bot]")).to_have_count(1, timeout=WAIT)
    page.locator("[data-part=input]").fill("what only I shall know")
    page.evaluate(IDENTIFY, None)
    expect(page.locator("[data-role=bot]")).to_have_count(0, timeout=WAIT)
    expect(page.locator("[data-part=input]")).to_have_value("")
    expect(page.locator("[data-part=status][data-state=online]")).to_be_attached(timeout=WAIT)
    made = [id for c, id in customers(hostile).items() if c not in before]
    assert sorted(made, key=str) == ["C-17", None]
    assert page.hits == []


def test_who_signed_out_elsewhere_leaves_nothing_for_the_next_visitor_of_the_computer(
    browser: Browser, hostile: str
) -> None:
    page = open_page(browser, f"{hostile}/")
    page.evaluate(IDENTIFY, identity_of("C-18"))
    page.locator("[data-part=launcher]").click()
    page.locator("[data-part=input]").fill("my secret")
    page.locator("[data-part=send]").click()
    expect(page.locator("[data-role=bot]")).to_have_count(1, timeout=WAIT)
    page.reload()
    page.locator("[data-part=launcher]").click()
    expect(page.locator("[data-part=status][data-state=online]")).to_be_attached(timeout=WAIT)
    expect(page.locator("[data-role=customer]")).to_have_count(0, timeout=WAIT)


def test_a_wrong_identity_shows_that_the_chat_is_not_available(browser: Browser, hostile: str) -> None:
    page = open_page(browser, f"{hostile}/")
    page.evaluate(IDENTIFY, (identity_of("C-19") or {}) | {"id": "C-20"})
    page.locator("[data-part=launcher]").click()
    expect(page.locator("[data-part=status][data-state=refused]")).to_be_attached(timeout=WAIT)


def test_a_card_number_is_shown_as_it_was_stored(browser: Browser, hostile: str) -> None:
    page = open_page(browser, f"{hostile}/")
    page.locator("[data-part=launcher]").click()
    page.locator("[data-part=input]").fill("my card is 4111 1111 1111 1111")
    page.locator("[data-part=send]").click()
    expect(page.locator("[data-role=customer] [data-part=text]")).to_have_text(
        "my card is \u2022\u2022\u2022\u2022 1111", timeout=WAIT
    )


def test_the_console_asks_for_the_code_and_shows_who_the_customer_is(
    browser: Browser, hostile: str, hostile_store: Path
) -> None:
    command(hostile_store, "add", "otto", "--password-stdin", stdin=PASSWORD)
    address = command(hostile_store, "totp", "otto")["otpauth"]
    page = open_page(browser, f"{hostile}/desk")
    page.locator("#sign-in input[name=name]").fill("otto")
    page.locator("#sign-in input[name=password]").fill(PASSWORD)
    expect(page.locator("#sign-in input[name=code]")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in input[name=code]")).to_be_visible(timeout=WAIT)
    page.locator("#sign-in input[name=code]").fill(pyotp.parse_uri(address).at(datetime.now(UTC)))
    page.keyboard.press("Enter")
    expect(page.locator("#console")).to_be_visible(timeout=WAIT)
    row = page.locator("[data-part=queue] [data-conversation]").filter(has_text="C-17").first
    row.click()
    expect(page.locator("[data-part=details] .customer")).to_contain_text("C-17", timeout=WAIT)
    expect(page.locator(".talk-name")).to_have_text("C-17")


@contextlib.contextmanager
def signing_on(folder: Path, passwords: str, label: str) -> Iterator[tuple[str, Idp]]:
    """A server and its provider, on different hosts for a browser: cookies are as strict as between strangers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(f"http://127.0.0.1:{port}/api/v1/session/oidc/callback") as idp:
        idp.issuer = idp.issuer.replace("127.0.0.1", "localhost")
        line = [sys.executable, "-m", "tests.server.run_sign_on", str(folder / "chat.sqlite3"), str(port), idp.issuer]
        with subprocess.Popen([*line, passwords, label], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                assert server.stdout.readline().startswith("ready ")
                yield f"http://127.0.0.1:{port}", idp
            finally:
                server.kill()


def test_the_console_signs_in_at_the_provider_and_says_when_it_may_not(browser: Browser, tmp_path: Path) -> None:
    with signing_on(tmp_path, "yes", "Shop ID") as (url, idp):
        idp.claims["groups"] = ["customers"]
        page = open_page(browser, f"{url}/desk")
        button = page.locator("#sign-on")
        expect(button).to_have_text("Sign in with Shop ID", timeout=WAIT)
        expect(page.locator("#sign-in input[name=password]")).to_be_visible()
        button.click()
        expect(page.locator("#sign-in-error")).to_contain_text("not let in", timeout=WAIT)
        assert page.url == f"{url}/desk"
        page.locator("#sign-in-view [data-switch-language]").click()
        expect(button).to_have_text("\u4f7f\u7528Shop ID\u767b\u5f55")
        idp.claims["groups"] = ["support"]
        button.click()
        expect(page.locator("#console")).to_be_visible(timeout=WAIT)
        expect(page.locator("#agent")).to_have_text("anna")
        expect(page.locator("#connection")).to_have_class("connection online", timeout=WAIT)
        cookies = {c["name"]: c for c in page.context.cookies()}
        assert set(cookies) == {"chatbot_session"}
        assert (cookies["chatbot_session"]["sameSite"], cookies["chatbot_session"]["httpOnly"]) == ("Strict", True)
        assert page.hits == []


def test_a_console_without_passwords_shows_the_provider_alone(browser: Browser, tmp_path: Path) -> None:
    with signing_on(tmp_path, "no", "") as (url, _):
        page = open_page(browser, f"{url}/desk")
        expect(page.locator("#sign-on")).to_have_text("Sign in with your company account", timeout=WAIT)
        for part in ("input[name=name]", "input[name=password]", "input[name=code]", "button[type=submit]"):
            expect(page.locator(f"#sign-in {part}")).to_be_hidden()
        page.locator("#sign-on").click()
        expect(page.locator("#agent")).to_have_text("anna", timeout=WAIT)
