"""What the pages do about who the visitor is, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.server.conftest import ROOT
from tests.server.harness import PASSWORD
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
    expect(page.locator("[data-role=bot]")).to_have_count(1)
    page.evaluate(IDENTIFY, None)
    expect(page.locator("[data-role=bot]")).to_have_count(0)
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
    expect(page.locator("[data-role=customer]")).to_have_count(0)


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
