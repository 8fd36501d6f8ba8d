"""What visitors see in the widget, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.server.test_identity import signed
from tests.server.test_xss import WAIT, desk_of, open_page

pytestmark = pytest.mark.browser

RECEIVED = {"en": "Received.", "zh": "\u5df2\u6536\u5230"}


def widget(browser: Browser, hostile: str, language: str = "en") -> Page:
    page = open_page(browser, f"{hostile}/?lang={language}")
    page.locator("[data-part=launcher]").click()
    return page


def say(page: Page, text: str) -> None:
    page.locator("[data-part=input]").fill(text)
    page.locator("[data-part=send]").click()
    expect(page.locator("[data-role=customer]").last).to_have_attribute("data-state", "kept", timeout=WAIT)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_written_in_the_queue_and_gets_no_answer_is_said_to_be_there(
    browser: Browser, hostile: str, language: str
) -> None:
    page = widget(browser, hostile, language)
    line = page.locator("[data-part=received]")
    say(page, "please human")
    expect(page.locator("[data-role=system]").last).to_be_visible(timeout=WAIT)
    page.wait_for_timeout(3_000)
    expect(line).to_be_empty()  # the bot has just said so
    say(page, "my number is 5 silent")
    expect(line).to_contain_text(RECEIVED[language], timeout=WAIT)
    say(page, "and it is urgent silent")
    expect(line).to_contain_text(RECEIVED[language], timeout=WAIT)
    assert page.locator("[data-role=bot]").count() == 1
    page.reload()
    expect(line).to_contain_text(RECEIVED[language], timeout=WAIT)
    say(page, "still there")
    expect(page.locator("[data-role=bot]")).to_have_count(2, timeout=WAIT)
    expect(line).to_be_empty()


def test_what_the_bot_leaves_without_an_answer_beside_the_queue_is_not_said_to_be_for_a_colleague(
    browser: Browser, hostile: str
) -> None:
    page = widget(browser, hostile)
    line = page.locator("[data-part=received]")
    say(page, "nothing to say silent")
    page.wait_for_timeout(3_500)
    expect(line).to_be_empty()
    say(page, "please human")
    say(page, "I wait silent")
    expect(line).to_contain_text("Received.", timeout=WAIT)
    agent, token = desk_of(hostile)
    agent.send(type="claim", conversation=latest(hostile, token))
    agent.until("ack")
    expect(line).to_be_empty(timeout=WAIT)
    agent.socket.close()


def latest(hostile: str, token: str) -> str:
    answer = httpx.get(f"{hostile}/api/v1/conversations", headers={"authorization": f"Bearer {token}"})
    return str(answer.json()["conversations"][0]["conversation"])


WELCOMES = """
window.welcomes = 0;
const made = window.WebSocket;
window.WebSocket = class extends made {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", (m) => { window.welcomes += JSON.parse(m.data).type === "welcome" ? 1 : 0; });
  }
};
"""


def test_two_tabs_of_a_conversation_that_ended_leave_each_other_alone(browser: Browser, hostile: str) -> None:
    first = widget(browser, hostile)
    say(first, "hello")
    second = first.context.new_page()
    for page in (first, second):
        page.add_init_script(WELCOMES)
        page.goto(f"{hostile}/?lang=en")
        if page is second:  # in the first it is open still
            page.locator("[data-part=launcher]").click()
        expect(page.locator("[data-role=bot]")).to_have_count(1, timeout=WAIT)
    say(second, "from the other tab")
    expect(first.locator("[data-role=bot]")).to_have_count(2, timeout=WAIT)
    first.locator("[data-part=menu]").click()
    first.locator("[data-part=end]").click()
    for page in (first, second):
        expect(page.locator("[data-part=new]")).to_be_visible(timeout=WAIT)
    second.evaluate("localStorage.setItem('anything', 'else')")
    second.wait_for_timeout(1_500)
    assert [page.evaluate("window.welcomes") for page in (first, second)] == [1, 1]
    # A new conversation in one tab is the other's too.
    second.locator("[data-part=new]").click()
    say(second, "a new one")
    expect(first.locator("[data-role=customer]")).to_have_count(1, timeout=WAIT)
    expect(first.locator("[data-role=customer]")).to_contain_text("a new one")


def test_who_loses_the_network_sees_it_at_once_and_nothing_is_lost(browser: Browser, hostile: str) -> None:
    page = widget(browser, hostile)
    say(page, "before")
    page.context.set_offline(True)
    status = page.locator("[data-part=status]")
    expect(status).to_have_attribute("data-state", "offline", timeout=3_000)
    page.locator("[data-part=input]").fill("meanwhile")
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=customer]").last).to_have_attribute("data-state", "sending")
    page.context.set_offline(False)
    expect(status).to_have_attribute("data-state", "online", timeout=WAIT)
    expect(page.locator("[data-role=bot]")).to_have_count(2, timeout=WAIT)
    expect(page.locator("[data-role=customer]").last).to_have_attribute("data-state", "kept")
    assert page.locator("[data-role=customer]").count() == 2


def test_a_chat_stays_as_it_is_from_page_to_page(browser: Browser, hostile: str) -> None:
    page = widget(browser, hostile)
    say(page, "where is my parcel")
    page.locator("[data-part=input]").fill("and one more thing, which I am still")
    page.goto(f"{hostile}/desk")
    page.goto(f"{hostile}/?lang=en")
    panel, field = page.locator("[data-part=panel]"), page.locator("[data-part=input]")
    expect(panel).to_be_visible(timeout=WAIT)
    expect(field).to_have_value("and one more thing, which I am still")
    expect(page.locator("[data-role=customer]")).to_have_count(1, timeout=WAIT)
    # The page is the visitor's: nothing takes the keyboard away from it.
    assert page.evaluate("document.activeElement === document.body")
    page.locator("[data-part=send]").click()
    page.locator("[data-part=close]").click()
    page.reload()
    expect(page.locator("[data-part=launcher]")).to_be_visible(timeout=WAIT)
    expect(panel).to_be_hidden()
    expect(field).to_have_value("")


def test_on_a_phone_a_new_page_is_not_covered_and_what_was_written_is_there(browser: Browser, hostile: str) -> None:
    page = open_page(browser, f"{hostile}/?lang=en")
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("[data-part=launcher]").click()
    page.locator("[data-part=input]").fill("half a thou")
    page.reload()
    expect(page.locator("[data-part=launcher]")).to_be_visible(timeout=WAIT)
    expect(page.locator("[data-part=panel]")).to_be_hidden()
    page.locator("[data-part=launcher]").click()
    expect(page.locator("[data-part=input]")).to_have_value("half a thou")


def test_what_one_customer_wrote_is_not_shown_to_the_next_on_the_same_computer(browser: Browser, hostile: str) -> None:
    page = widget(browser, hostile)
    page.locator("[data-part=input]").fill("my own business")
    page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((name) => name.endsWith(":token"));
            localStorage.setItem(key.replace(/token$/, "who"), "somebody else");
        }"""
    )
    page.reload()
    expect(page.locator("[data-part=launcher]")).to_be_visible(timeout=WAIT)
    expect(page.locator("[data-part=input]")).to_have_value("")


PAGE = """<!doctype html><html lang="de-AT"><body><script src="{server}/widget.js" {data}></script></body></html>"""


@contextmanager
def page_of(server: str, data: str) -> Iterator[str]:
    """The address of a site of its own with the widget on it."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.format(server=server, data=data).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


def opened(browser: Browser, url: str) -> tuple[Page, list[str]]:
    """The widget on a page of another site, and what it sends."""
    page, sent = browser.new_context(locale="en-US").new_page(), list[str]()
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    page.goto(url)
    page.locator("[data-part=launcher]").click()
    expect(page.locator("[data-part=status][data-state=online]")).to_be_attached(timeout=WAIT)
    return page, sent


def test_a_page_in_another_language_brings_its_texts_and_the_server_is_told_its_locale(
    browser: Browser, hostile: str
) -> None:
    texts = '{"welcomeTitle": "Gr\u00fc\u00df Gott!", "title": 5, "x": "y"}'
    with page_of(hostile, f"data-texts='{texts}' data-suggestions='Wann haben Sie offen?'") as url:
        page, sent = opened(browser, url)
        expect(page.locator("[data-part=welcome] h2")).to_have_text("Gr\u00fc\u00df Gott!")
        expect(page.locator("[data-part=quick-replies] button")).to_have_text("Wann haben Sie offen?")
        assert '"locale":"de-AT"' in sent[0]


def test_the_widget_itself_knows_no_shop(browser: Browser, hostile: str) -> None:
    with page_of(hostile, "") as url:
        page, _ = opened(browser, url)
        assert "order" not in page.locator("[data-part=welcome]").inner_text()
        expect(page.locator("[data-part=quick-replies] button")).to_have_count(0)


class Shop:
    """One visitor's browser and the pages of a shop that names its customers by a call alone."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.page, self.url = browser.new_context(locale="en-US").new_page(), url

    def load(self) -> None:
        self.page.goto(self.url)
        expect(self.page.locator("[data-part=launcher]")).to_be_visible(timeout=WAIT)

    def identify(self, customer: str | None) -> None:
        identity = None if customer is None else signed(id=customer)
        self.page.evaluate("(who) => document.querySelector('chat-widget').identify(who)", identity)

    def open(self) -> None:
        self.page.locator("[data-part=launcher]").click()
        expect(self.page.locator("[data-part=status][data-state=online]")).to_be_attached(timeout=WAIT)

    @property
    def said(self) -> Locator:
        return self.page.locator("[data-role=customer]")

    @property
    def field(self) -> Locator:
        return self.page.locator("[data-part=input]")


@pytest.fixture
def shop(browser: Browser, hostile: str) -> Iterator[Shop]:
    """A page on which the customer Ada has said something and is writing more."""
    with page_of(hostile, "") as url:
        shop = Shop(browser, url)
        shop.load()
        shop.identify("ada")
        shop.open()
        say(shop.page, "it is me, Ada")
        shop.field.fill("and what is more")
        yield shop


def test_who_is_named_by_a_call_goes_on_with_the_conversation_on_the_next_page(shop: Shop) -> None:
    for _ in range(2):
        shop.load()
        expect(shop.said).to_have_count(0)
        expect(shop.field).to_have_value("")
        shop.identify("ada")
        expect(shop.said).to_have_text(re.compile("it is me, Ada"), timeout=WAIT)
        expect(shop.page.locator("[data-part=panel]")).to_be_visible()
        expect(shop.field).to_have_value("and what is more")
    shop.load()  # left before it is known who is there
    shop.load()
    shop.identify("ada")
    expect(shop.field).to_have_value("and what is more", timeout=WAIT)


def test_who_opens_the_chat_before_the_page_names_them_loses_nothing(shop: Shop) -> None:
    shop.load()
    shop.open()
    expect(shop.said).to_have_count(0)
    shop.identify("ada")
    expect(shop.said).to_have_text(re.compile("it is me, Ada"), timeout=WAIT)
    expect(shop.field).to_have_value("and what is more")
    say(shop.page, "here I am")
    shop.load()
    shop.identify("ada")
    expect(shop.said).to_have_count(2, timeout=WAIT)


@pytest.mark.parametrize("other", ["eve", None])
@pytest.mark.parametrize("opens_before", [False, True])
def test_another_customer_and_nobody_see_nothing_of_a_customers(
    shop: Shop, other: str | None, opens_before: bool
) -> None:
    shop.load()
    if opens_before:
        shop.open()
    shop.identify(other)
    if not opens_before:
        shop.open()
    shop.page.wait_for_timeout(1_000)
    expect(shop.said).to_have_count(0)
    expect(shop.field).to_have_value("")
    say(shop.page, "this is somebody else")
    shop.load()
    shop.identify("ada")
    shop.page.wait_for_timeout(1_000)
    assert "it is me" not in shop.page.locator("[data-part=panel]").inner_text()
    expect(shop.field).to_have_value("")


def test_what_a_customer_could_not_send_is_not_sent_by_the_next_one(shop: Shop) -> None:
    shop.load()
    shop.page.evaluate("localStorage.clear()")
    cut = [True]
    shop.page.route_web_socket("**/ws/chat", lambda line: None if cut[0] else line.connect_to_server() and None)
    shop.load()
    shop.identify("ada")
    shop.field.fill("for Ada alone")
    shop.field.press("Enter")
    expect(shop.said).to_have_count(1)
    shop.field.fill("half a word of Ada's")
    cut[0] = False
    shop.load()
    shop.open()
    expect(shop.said).to_have_count(0)
    expect(shop.field).to_have_value("")
    shop.identify("eve")
    shop.page.wait_for_timeout(500)
    expect(shop.said).to_have_count(0)
    expect(shop.field).to_have_value("")


def test_a_tab_from_before_the_sign_in_leaves_the_customers_conversation_alone(browser: Browser, hostile: str) -> None:
    with page_of(hostile, "") as url:
        shop = Shop(browser, url)
        shop.load()
        shop.open()
        say(shop.page, "who I am you will hear")
        old = Shop(browser, url)
        old.page = shop.page.context.new_page()
        old.load()
        old.open()
        expect(old.said).to_have_count(1, timeout=WAIT)
        shop.identify("ada")
        expect(old.said).to_have_count(0, timeout=WAIT)
        expect(old.page.locator("[data-part=status][data-state=online]")).to_be_attached(timeout=WAIT)
        say(old.page, "nobody speaks")
        say(shop.page, "it is me, Ada")
        shop.load()
        shop.identify("ada")
        expect(shop.said).to_have_count(2, timeout=WAIT)
        expect(shop.said.last).to_contain_text("it is me, Ada")


def test_the_keyboard_leaves_the_menu_and_the_survey_where_it_is_of_use(browser: Browser, hostile: str) -> None:
    page = widget(browser, hostile)
    say(page, "hello")
    focused = "document.querySelector('chat-widget').shadowRoot.activeElement?.dataset.part"
    menu = page.locator("[role=menu]")
    page.locator("[data-part=menu]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "end"
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()
    assert page.evaluate(focused) == "quick-reply"
    page.locator("[data-part=menu]").click()
    expect(menu).to_be_visible()
    page.locator("[data-part=menu]").click()
    expect(menu).to_be_hidden()
    page.locator("[data-part=menu]").click()
    page.locator("[data-part=end]").click()
    page.locator("[data-score='4']").click(timeout=WAIT)
    page.locator("[data-part=survey-send]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=thanks]")).to_be_visible(timeout=WAIT)
    assert page.evaluate(focused) == "new"
    page.keyboard.press("Escape")
    expect(page.locator("[data-part=panel]")).to_be_hidden()
