"""Widget and console in a real Chromium, against the real server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.system.conftest import Server

pytestmark = [pytest.mark.bundle, pytest.mark.browser]

SHOTS = os.environ.get("CHATBOT_SCREENSHOTS")
WAIT = 20_000


@pytest.fixture
def errors() -> list[str]:
    return []


def open_page(browser: Browser, url: str, errors: list[str], **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(url)
    return page


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def open_widget(page: Page) -> None:
    page.locator("[data-part=launcher]").click()
    expect(page.locator("[data-part=input]")).to_be_visible()


def say(page: Page, text: str) -> None:
    page.locator("[data-part=input]").fill(text)
    page.locator("[data-part=send]").click()
    expect(page.locator("[data-role=customer]").last).to_contain_text(text[:40])


def bot(page: Page, text: str) -> None:
    expect(page.locator("[data-role=bot]").filter(has_text=text).last).to_be_visible(timeout=WAIT)


def sign_in(page: Page, server: Server) -> None:
    page.locator("#sign-in input[name=name]").fill("agent")
    page.locator("#sign-in input[name=password]").fill(server.password)
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=queue]")).to_be_visible()


def test_a_chat_in_english_to_an_agent_and_a_rating(server: Server, browser: Browser, errors: list[str]) -> None:
    page = open_page(browser, server.url, errors, viewport={"width": 1100, "height": 800})
    open_widget(page)
    say(page, "Where is my order 10234?")
    bot(page, "10234")
    shot(page, "widget-en")
    say(page, "where is order 10236 <img src=x onerror=alert(1)>")
    bot(page, "10236")
    assert page.locator("chat-widget img").count() == 0
    say(page, "I want to talk to a human")
    expect(page.locator("[data-role=system]").last).to_be_visible(timeout=WAIT)

    desk = open_page(browser, f"{server.url}/desk", errors, viewport={"width": 1400, "height": 850})
    sign_in(desk, server)
    desk.locator("[data-part=queue] [data-conversation]").first.click()
    # Twice, as people do: Resolve, which comes to where Claim was, must not take the second click.
    desk.locator("[data-part=claim]").dblclick()
    desk.locator("[data-part=answer]").fill("Hello, this is Anna. Let me look into it.")
    desk.locator("[data-part=send]").click()
    expect(page.locator("[data-role=agent]").last).to_contain_text("this is Anna", timeout=WAIT)
    expect(desk.locator("[data-part=details]")).to_contain_text("10236")
    shot(desk, "desk")
    bots = page.locator("[data-role=bot]").count()
    say(page, "Where is my order 10235?")
    expect(desk.locator("[data-part=log]")).to_contain_text("10235", timeout=WAIT)
    assert page.locator("[data-role=bot]").count() == bots
    desk.wait_for_timeout(600)  # as long as a click beside Claim counts as its second half
    desk.locator("[data-part=resolve]").click()
    page.locator("[data-part=survey] [data-score='4']").click(timeout=WAIT)
    page.locator("[data-part=survey-comment]").fill("Anna was kind")
    page.locator("[data-part=survey-send]").click()
    shot(page, "widget-survey")
    (row,) = server.desk().get("/api/v1/conversations").json()["conversations"]
    assert (row["owner"], row["score"]) == ("closed", 4)
    assert not [e for e in errors if "401" not in e], errors


def test_a_chat_in_chinese_on_a_small_screen_survives_a_killed_server(
    server: Server, browser: Browser, errors: list[str]
) -> None:
    page = open_page(browser, f"{server.url}/?lang=zh", errors, viewport={"width": 390, "height": 780})
    open_widget(page)
    say(page, "我的订单10236到哪了")
    bot(page, "10236")
    server.kill()
    page.locator("[data-part=input]").fill("那10234呢")
    page.locator("[data-part=send]").click()
    server.restart()
    bot(page, "10234")
    page.reload()
    if not page.locator("[data-part=input]").is_visible():
        open_widget(page)
    bot(page, "10234")
    assert page.locator("[data-role=customer]").filter(has_text="那10234呢").count() == 1
    shot(page, "widget-zh")
