"""What agents see and do in the console, in a real browser."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chatbot.domain.content import Content
from chatbot.server.pages import FOLDER
from tests.server.conftest import ROOT
from tests.server.harness import PASSWORD
from tests.server.test_xss import WAIT, Wire, desk_of, open_page

pytestmark = pytest.mark.browser


def talking(hostile: str, *texts: str) -> tuple[Wire, str]:
    """A visitor who has said something and was answered, and the conversation."""
    visitor = Wire(hostile, "/ws/chat")
    visitor.send(type="hello", token=None, after=0, locale="en")
    conversation = visitor.until("welcome")["conversation"]
    for n, text in enumerate(texts):
        say(visitor, f"m{n}", text)
    return visitor, conversation


def say(visitor: Wire, id: str, text: str) -> None:
    visitor.send(type="say", id=id, text=text)
    visitor.until("ack", id=id)


def claimed(agent: Wire, conversation: str) -> None:
    agent.send(type="claim", conversation=conversation)
    agent.until("ack", conversation=conversation)


def console(browser: Browser, hostile: str, language: str = "en", **size: int) -> Page:
    page = open_page(browser, f"{hostile}/desk")
    page.evaluate("(language) => localStorage.setItem('desk:language', language)", language)
    if size:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.reload()
    page.locator("#sign-in input[name=name]").fill("anna")
    page.locator("#sign-in input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#console")).to_be_visible(timeout=WAIT)
    return page


def row(page: Page, conversation: str) -> Locator:
    return page.locator(f"[data-part=queue] [data-conversation='{conversation}']")


@pytest.mark.parametrize("height", [850, 600])
def test_a_long_queue_leaves_mine_and_recent_on_the_screen(browser: Browser, hostile: str, height: int) -> None:
    agent, _ = desk_of(hostile)
    for n in range(12):
        _, waiting = talking(hostile, f"number {n} human")
    _, mine = talking(hostile, "mine human")
    claimed(agent, mine)
    _, recent = talking(hostile, "recent")
    page = console(browser, hostile, width=1200, height=height)
    expect(row(page, waiting)).to_be_attached(timeout=WAIT)
    for conversation in (mine, recent):
        expect(row(page, conversation)).to_be_in_viewport(ratio=0.7, timeout=20_000)
    lists = page.locator("[data-group=waiting] ul")
    assert lists.evaluate("(list) => list.scrollHeight > list.clientHeight")
    lists.evaluate("(list) => { list.scrollTop = 120; }")
    _, later = talking(hostile, "one more human")
    expect(row(page, later)).to_be_attached(timeout=WAIT)
    assert lists.evaluate("(list) => list.scrollTop") == 120
    agent.send(type="resolve", conversation=mine)
    agent.until("ack", conversation=mine, **{"for": "resolve"})
    agent.socket.close()


def test_recent_shows_the_last_message_of_conversations_that_nobody_watches_too(browser: Browser, hostile: str) -> None:
    first, one = talking(hostile, "first words")
    second, other = talking(hostile, "other words")
    page = console(browser, hostile)
    row(page, one).click()
    expect(page.locator("[data-part=log]")).to_contain_text("first words", timeout=WAIT)
    say(first, "n1", "what was said later")
    expect(row(page, one).locator(".row-text")).to_have_text("what was said later", timeout=WAIT)
    say(second, "n1", "said where nobody looks")
    expect(row(page, other).locator(".row-text")).to_have_text("said where nobody looks", timeout=WAIT)
    order = page.locator("[data-group=recent] [data-conversation]")
    expect(order.first).to_have_attribute("data-conversation", other)
    expect(order.nth(1)).to_have_attribute("data-conversation", one)


def test_a_click_is_not_lost_to_a_list_that_is_drawn_anew_meanwhile(browser: Browser, hostile: str) -> None:
    visitor, conversation = talking(hostile, "press me")
    page = console(browser, hostile)
    row(page, conversation).hover(timeout=WAIT)
    page.mouse.down()
    say(visitor, "n1", "meanwhile")
    page.wait_for_timeout(6_500)  # longer than the list is looked at again
    page.mouse.up()
    expect(page.locator("[data-part=log]")).to_contain_text("press me", timeout=WAIT)
    expect(row(page, conversation).locator(".row-text")).to_have_text("meanwhile", timeout=WAIT)


INTERNAL = re.compile(r"\b[a-z]+(_[a-z]+)+\b|not_asked|order_id")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Where is my order", "Talk to a person", "Order number", "Return cost", "Not found", "3 times"]),
        (
            "zh",
            [
                "\u67e5\u8be2\u8ba2\u5355",
                "\u8f6c\u4eba\u5de5",
                "\u8ba2\u5355\u53f7",
                "\u9000\u8d27\u8fd0\u8d39",
                "\u672a\u627e\u5230",
                "3 \u6b21",
            ],
        ),
    ],
)
def test_agents_read_titles_and_no_internal_names(
    browser: Browser, hostile: str, language: str, words: list[str]
) -> None:
    _, conversation = talking(hostile, "plainly help me human")
    page = console(browser, hostile, language)
    row(page, conversation).click()
    details = page.locator("[data-part=details]")
    expect(details.locator(".card")).to_have_count(1, timeout=WAIT)
    for word in words:
        expect(details).to_contain_text(word, timeout=WAIT)
    assert INTERNAL.findall(details.inner_text()) == []
    expect(details.locator(".refused")).to_have_count(0)
    page.locator("[data-part=claim]").click()
    page.locator("[data-part=release-bot]").click(timeout=WAIT)
    title = details.locator(".card-title").first
    expect(title).to_have_text(
        "\u5df2\u4ea4\u8fd8\u7ed9\u673a\u5668\u4eba" if language == "zh" else "Handed back to the bot", timeout=WAIT
    )


def test_every_reason_slot_fact_and_outcome_of_the_starter_has_a_chinese_name(content: Content) -> None:
    pages = {name: (FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in ("desk_strings", "desk_names")}
    chinese = {name: set(re.findall(r"\b(\w+): \"", text.split("  zh: {")[1])) for name, text in pages.items()}
    codes = {
        code
        for path in (ROOT / "chatbot").glob("dialogue/*.py")
        for code in re.findall(r"Reason\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 30
    assert codes - chinese["desk_strings"] == set()
    intents = content.intents.values()
    outcomes = {name: outcome for intent in intents for name, outcome in intent.outcomes.items()}
    wanted = {*outcomes, *(fact for outcome in outcomes.values() for fact in outcome.facts), *content.entities}
    wanted |= {slot.name for intent in intents for slot in intent.slots}
    assert wanted - chinese["desk_names"] == set()


@pytest.mark.parametrize(("language", "neutral"), [("en", "Our team"), ("zh", "\u5ba2\u670d\u540c\u4e8b")])
def test_an_agent_chooses_what_customers_read(browser: Browser, hostile: str, language: str, neutral: str) -> None:
    httpx.put(f"{hostile}/api/v1/session/display-name", json={"display_name": ""}, headers=bearer(hostile))
    visitor = open_page(browser, f"{hostile}/?lang={language}")
    visitor.locator("[data-part=launcher]").click()
    visitor.locator("[data-part=input]").fill("plainly somebody human")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("[data-role=bot]")).to_have_count(1, timeout=WAIT)
    page = console(browser, hostile, language)
    page.locator("[data-group=waiting] [data-conversation]").filter(has_text="plainly somebody").first.click()
    page.locator("[data-part=claim]").click()
    page.locator("[data-part=answer]").fill("first")
    page.keyboard.press("Enter")
    expect(visitor.locator("[data-role=agent] .who").last).to_have_text(neutral, timeout=WAIT)
    assert "anna" not in visitor.locator("[data-part=panel]").inner_text()
    expect(page.locator("#name-hint")).to_contain_text(neutral)
    page.locator("#name-choose").click()
    page.keyboard.type("Anna B.")
    page.keyboard.press("Enter")
    expect(page.locator("#agent")).to_have_text("Anna B.", timeout=WAIT)
    expect(page.locator("#name-hint")).to_be_hidden()
    page.locator("[data-part=answer]").fill("second")
    page.locator("[data-part=send]").click()
    expect(visitor.locator("[data-role=agent] .who").last).to_have_text("Anna B.", timeout=WAIT)
    page.locator("[data-part=resolve]").click()


def bearer(hostile: str) -> dict[str, str]:
    agent, token = desk_of(hostile)
    agent.socket.close()
    return {"authorization": f"Bearer {token}"}


def test_no_word_of_the_console_is_written_twice_and_none_lacks_in_a_language() -> None:
    text = (FOLDER / "desk_strings.js").read_text(encoding="utf-8")
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text.split("const STRINGS = {")[1].split("\n};")[0])
    keys: dict[str, list[str]] = {"en": [], "zh": []}
    path: list[str] = []
    for word, mark in re.findall(r"(\w*)\s*(:\s*[{\[]?|[{}\[\],])", text):
        if mark.startswith(":"):
            if path and len(path) == 1:
                keys[path[0]].append(word)
            if mark[-1] in "{[":
                path.append(word)
        elif mark in "{[":
            path.append("")
        elif mark in "}]":
            path.pop()
    assert len(keys["en"]) > 100
    assert [key for found in keys.values() for key in set(found) if found.count(key) > 1] == []
    assert set(keys["en"]) == set(keys["zh"])


def test_an_agent_who_loses_the_network_sees_it_at_once(browser: Browser, hostile: str) -> None:
    page = console(browser, hostile)
    line = page.locator("#connection")
    expect(line).to_have_class("connection online", timeout=WAIT)
    page.context.set_offline(True)
    expect(line).to_have_class("connection offline", timeout=3_000)
    page.context.set_offline(False)
    expect(line).to_have_class("connection online", timeout=WAIT)


def test_what_is_told_at_the_top_covers_no_button(browser: Browser, hostile: str) -> None:
    page = console(browser, hostile, width=900, height=700)
    for n in range(2):
        _, conversation = talking(hostile, f"toast {n} human")
        row(page, conversation).click(timeout=WAIT)
        page.locator("[data-part=claim]").click()
        expect(page.locator("[data-part=release-queue]")).to_be_visible(timeout=WAIT)
    assert page.locator("#toasts .toast").count() <= 1
    shown = page.locator(".talk-actions button:not([hidden])")
    hit = shown.evaluate_all("""(buttons) => buttons.every((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === button;
    })""")
    assert hit


def test_a_reload_goes_on_with_the_conversation_and_what_was_written(browser: Browser, hostile: str) -> None:
    page = console(browser, hostile)
    _, conversation = talking(hostile, "reload human")
    row(page, conversation).click(timeout=WAIT)
    page.locator("[data-part=claim]").click()
    answer = page.locator("[data-part=answer]")
    expect(page.locator("[data-part=answer-mode]")).to_be_visible(timeout=WAIT)
    answer.fill("half an ans")
    page.reload()
    expect(page.locator("[data-part=log] [data-role=customer]")).to_have_count(1, timeout=WAIT)
    expect(answer).to_have_value("half an ans")
    # From here on the server hears nothing, until the page is loaded again.
    cut = [True]
    page.route_web_socket("**/ws/desk", lambda line: None if cut[0] else line.connect_to_server() and None)
    page.context.set_offline(True)
    page.context.set_offline(False)
    answer.fill("said to nobody")
    page.keyboard.press("Enter")
    page.locator("[data-part=note]").click()
    answer.fill("noted by nobody")
    page.keyboard.press("Enter")
    expect(page.locator("[data-unsent]")).to_have_count(2)
    cut[0] = False
    page.reload()
    expect(page.locator("[data-role=agent]", has_text="said to nobody")).to_have_count(1, timeout=WAIT)
    expect(page.locator("[data-role=note]", has_text="noted by nobody")).to_have_count(1, timeout=WAIT)
    expect(answer).to_have_value("")


def test_anybody_leaves_a_note_and_it_never_turns_into_an_answer(browser: Browser, hostile: str) -> None:
    page = console(browser, hostile)
    visitor, conversation = talking(hostile, "note human")
    row(page, conversation).click(timeout=WAIT)
    answer = page.locator("[data-part=answer]")
    expect(page.locator("[data-part=answer-mode]")).to_be_hidden()
    answer.fill("called back by telephone")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=log]")).to_contain_text("called back by telephone", timeout=WAIT)
    answer.fill("not for the custom")
    page.locator("[data-part=claim]").click()
    expect(page.locator("[data-part=answer-mode]")).to_be_visible(timeout=WAIT)
    answer.fill("not for the customer")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=log]")).to_contain_text("not for the customer", timeout=WAIT)
    answer.fill("for the customer")
    page.keyboard.press("Enter")
    texts: list[str] = []
    while not texts or texts[-1] != "for the customer":
        texts.append(visitor.until("event")["event"].get("text", ""))
    assert not [text for text in texts if "not for" in text or "telephone" in text]
