"""What the console shows of conversations, and what it must not, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.server.test_console import console, row, talking
from tests.server.test_xss import WAIT, open_page

pytestmark = pytest.mark.browser


def test_a_queue_that_has_room_shows_all_who_wait(browser: Browser, hostile: str) -> None:
    for n in range(3):
        _, conversation = talking(hostile, f"room for {n} human")
    page = console(browser, hostile, width=1200, height=800)
    expect(row(page, conversation)).to_be_attached(timeout=WAIT)
    waiting = page.locator("section[data-group=waiting] ul")
    needed = page.locator("section:is([data-group=mine], [data-group=waiting])").evaluate_all(
        "(groups) => groups.reduce((sum, group) => sum + 42 + (group.querySelector('ul')?.scrollHeight ?? 40), 0)"
    )
    page.set_viewport_size({"width": 1200, "height": int(140 + needed / 0.64)})
    assert waiting.evaluate("(list) => list.scrollHeight <= list.clientHeight")


def test_at_twice_the_size_one_who_waits_is_seen(browser: Browser, hostile: str) -> None:
    _, conversation = talking(hostile, "small screen human")
    page = console(browser, hostile, width=640, height=400)
    expect(row(page, conversation)).to_be_attached(timeout=WAIT)
    assert page.locator("[data-group=waiting] ul").evaluate("(list) => list.clientHeight >= 90")


def test_of_a_conversation_that_has_not_come_yet_nothing_is_said(browser: Browser, hostile: str) -> None:
    _, conversation = talking(hostile, "far away human")
    page = console(browser, hostile)
    expect(row(page, conversation)).to_be_attached(timeout=WAIT)
    cut = [True]
    page.route_web_socket("**/ws/desk", lambda line: None if cut[0] else line.connect_to_server() and None)
    page.context.set_offline(True)
    page.context.set_offline(False)
    row(page, conversation).click()
    state = page.locator(".talk-state")
    expect(state).to_have_text("Loading \u2026")
    assert page.locator("[data-part=details] section.escalation, [data-part=details] section.moods").count() == 0
    cut[0] = False
    page.reload()
    expect(state).to_have_text("Waits for a person", timeout=WAIT)


@pytest.mark.parametrize(("language", "words"), [("en", "Say hello 0.98"), ("zh", "\u6253\u62db\u547c 0.98")])
def test_reasons_are_told_with_titles_and_moods_without_a_sign_of_nothing(
    browser: Browser, hostile: str, language: str, words: str
) -> None:
    _, conversation = talking(hostile, "plainly scored human")
    page = console(browser, hostile, language)
    row(page, conversation).click()
    details = page.locator("[data-part=details]")
    expect(details.locator(".card .reasons")).to_contain_text(words, timeout=WAIT)
    assert re.findall(r"[+\u2212-]0\.00", details.inner_text()) == []


LINKS = {
    "See https://shop.example/a_(b).": "https://shop.example/a_(b)",
    "(see https://shop.example/a)": "https://shop.example/a",
    "(https://shop.example/a_(b)),": "https://shop.example/a_(b)",
    "https://shop.example/?x=[1]!": "https://shop.example/?x=[1]",
}


def test_an_address_keeps_its_own_brackets(browser: Browser, hostile: str) -> None:
    visitor = open_page(browser, f"{hostile}/?lang=en")
    visitor.locator("[data-part=launcher]").click()
    for text in LINKS:
        visitor.locator("[data-part=input]").fill(text)
        visitor.keyboard.press("Enter")
    expect(visitor.locator("[data-role=bot]")).to_have_count(len(LINKS), timeout=WAIT)
    assert visitor.locator("[data-role=customer] a").all_inner_texts() == list(LINKS.values())
    page = console(browser, hostile)
    page.locator("[data-group=recent] [data-conversation]").filter(has_text="x=[1]").first.click()
    expect(page.locator("[data-role=customer]")).to_have_count(len(LINKS), timeout=WAIT)
    assert page.locator("[data-role=customer] a").all_inner_texts() == list(LINKS.values())


def test_a_text_that_was_kept_is_shown_as_high_as_it_is(browser: Browser, hostile: str) -> None:
    _, conversation = talking(hostile, "lines human")
    page = console(browser, hostile)
    row(page, conversation).click(timeout=WAIT)
    answer = page.locator("[data-part=answer]")
    answer.fill("one\ntwo\nthree\nfour\nfive")
    high = answer.evaluate("(field) => field.clientHeight")
    page.reload()
    expect(page.locator("[data-part=log] [data-role=customer]")).to_have_count(1, timeout=WAIT)
    assert answer.evaluate("(field) => field.clientHeight") == high


@pytest.mark.parametrize(
    ("language", "owned"), [("en", "a colleague has taken over"), ("zh", "\u540c\u4e8b\u5df2\u63a5\u5165")]
)
def test_what_the_bot_was_writing_goes_when_a_colleague_takes_over(
    browser: Browser, hostile: str, language: str, owned: str
) -> None:
    visitor = open_page(browser, f"{hostile}/?lang=en")
    visitor.locator("[data-part=launcher]").click()
    visitor.locator("[data-part=input]").fill("plainly somebody")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("[data-role=bot]")).to_have_count(1, timeout=WAIT)
    page = console(browser, hostile, language)
    page.locator("[data-group=recent] [data-conversation]").filter(has_text="plainly somebody").first.click()
    expect(page.locator("[data-part=claim]")).to_be_visible(timeout=WAIT)
    visitor.locator("[data-part=input]").fill("write slowly")
    visitor.keyboard.press("Enter")
    drafts = [visitor.locator("[data-part=draft]"), page.locator(".draft")]
    for draft in drafts:
        expect(draft).to_have_count(1, timeout=WAIT)
    page.locator("[data-part=claim]").click()
    for draft in drafts:
        expect(draft).to_have_count(0, timeout=WAIT)
    expect(page.locator(".card .reasons").first).to_contain_text(owned, timeout=WAIT)
    for draft in drafts:
        expect(draft).to_have_count(0)
    page.locator("[data-part=resolve]").click()


def test_a_reload_keeps_what_is_written_in_other_conversations_too(browser: Browser, hostile: str) -> None:
    page = console(browser, hostile)
    answer, chats = page.locator("[data-part=answer]"), [talking(hostile, f"draft {n} human")[1] for n in range(3)]
    for conversation in chats:
        row(page, conversation).click(timeout=WAIT)
        expect(page.locator("[data-part=log]")).to_contain_text(f"draft {chats.index(conversation)}", timeout=WAIT)
        answer.fill(f"for {conversation}")
    for _ in range(2):
        page.reload()
        expect(answer).to_have_value(f"for {chats[-1]}", timeout=WAIT)
    for conversation in chats:
        row(page, conversation).click(timeout=WAIT)
        expect(answer).to_have_value(f"for {conversation}")


@pytest.mark.parametrize(("language", "name"), [("en", "Conversations"), ("zh", "\u5bf9\u8bdd")])
def test_who_has_said_nothing_yet_has_no_language(browser: Browser, hostile: str, language: str, name: str) -> None:
    _, conversation = talking(hostile)
    page = console(browser, hostile, language)
    expect(row(page, conversation)).to_be_attached(timeout=WAIT)
    expect(row(page, conversation).locator(".lang")).to_have_count(0)
    expect(page.locator("[data-part=queue]")).to_have_attribute("aria-label", name)


def test_a_curve_of_moods_is_drawn_of_two_and_more(browser: Browser, hostile: str) -> None:
    visitor, conversation = talking(hostile, "plainly one")
    page = console(browser, hostile)
    row(page, conversation).click(timeout=WAIT)
    moods = page.locator("[data-part=details] section.moods")
    expect(moods).to_contain_text("Neutral", timeout=WAIT)
    expect(moods.locator(".curve")).to_have_count(0)
    visitor.send(type="say", id="m9", text="plainly two")
    expect(moods.locator(".curve")).to_have_attribute("aria-label", re.compile("over 2 messages"), timeout=WAIT)
