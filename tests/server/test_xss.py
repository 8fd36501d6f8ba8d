"""Nothing that a visitor, an agent or a model writes becomes part of a page, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.sync.client import connect

from chatbot.server.frames import Identity
from chatbot.server.guard import CSP
from chatbot.server.identity import sign
from chatbot.server.pages import FOLDER, START
from chatbot.server.texts import clean
from tests.server.harness import PASSWORD
from tests.server.run_hostile import SECRET

WAIT = 120_000
"""Milliseconds for everything: what waits for less fails where others have the processor."""
SECONDS = WAIT / 1000

VECTORS: list[str] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
"""Texts that run a script where they reach a page as markup; each calls `alert(1)` in its own way."""

WATCH = """
window.hits = [];
window.alert = (what) => window.hits.push(`alert ${what}`);
addEventListener("securitypolicyviolation", (e) => window.hits.push(`csp ${e.violatedDirective} ${e.sample}`));
"""

FOREIGN = """() => {
  const all = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) { all.push(node); if (node.shadowRoot) walk(node.shadowRoot); }
  };
  walk(document);
  const bad = [];
  const never = new Set(NEVER.split(" "));
  for (const node of all) {
    const tag = node.localName;
    if (never.has(tag)) bad.push(tag);
    if (tag === "script" && !node.src.startsWith(location.origin)) bad.push("script");
    if (tag === "chat-widget" && node.dataset.server) bad.push("chat-widget");
    for (const { name, value } of node.attributes) {
      if (name.startsWith("on")) bad.push(`${tag} ${name}`);
      const fine = /^(https?:|\\/|#|data:image\\/svg\\+xml,%3Csvg)/.test(value);
      if (/^(href|src|action|formaction|xlink:href|data)$/.test(name) && !fine) bad.push(`${tag} ${name}=${value}`);
    }
  }
  return bad;
}""".replace("NEVER", '"img iframe object embed base video audio style math template marquee x xss"')


TRIES = """() => [
  () => { document.body.innerHTML = "<img src=x>"; },
  () => document.createElement("button").setAttribute("onclick", "alert(1)"),
  () => { document.createElement("script").text = "alert(1)"; },
  () => trustedTypes.createPolicy("x", {}),
].map((attempt) => { try { attempt(); return "done"; } catch (error) { return error.name; } })"""

SHOWN = "([text, times]) => document.querySelector('[data-part=details]').textContent.split(text).length > times"


def open_page(browser: Browser, url: str) -> Page:
    context = browser.new_context(viewport={"width": 1400, "height": 850})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.hits = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.hits.append(str(error)))  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: (page.hits.append(dialog.message), dialog.dismiss()))  # type: ignore[attr-defined]
    page.add_init_script(WATCH)
    page.goto(url)
    return page


def assert_nothing_ran(page: Page) -> None:
    assert page.evaluate("window.hits") == []
    assert page.hits == []  # type: ignore[attr-defined]
    assert page.evaluate(FOREIGN) == []


class Wire:
    """A channel without a browser: sends what a page would not."""

    def __init__(self, hostile: str, path: str, **headers: str) -> None:
        # No pings: who is late to answer one is no dead client here.
        self.socket = connect(
            hostile.replace("http", "ws") + path, additional_headers=headers, max_size=None, open_timeout=SECONDS,
            ping_interval=None,
        )  # fmt: skip

    def send(self, **frame: Any) -> None:
        self.socket.send(json.dumps(frame))

    def until(self, type: str, **fields: Any) -> dict[str, Any]:
        while True:
            frame = json.loads(self.socket.recv(SECONDS))
            assert frame["type"] != "error" or type == "error", frame
            if frame["type"] == type and all(frame.get(k) == v for k, v in fields.items()):
                return frame


def identity_of(vector: str) -> dict[str, object] | None:
    if any(c in vector for c in "\n\t\u000c\u2028"):
        return None  # refused: an identity is of single lines
    made = Identity(id=vector[:200], name=vector[:200], email=vector[:200], hmac="")
    return made.model_dump(exclude_none=True) | {"hmac": sign(SECRET.encode(), made)}


def desk_of(hostile: str) -> tuple[Wire, str]:
    answer = httpx.post(f"{hostile}/api/v1/session", json={"name": "anna", "password": PASSWORD}, timeout=SECONDS)
    token = answer.json()["token"]
    return Wire(hostile, "/ws/desk", Authorization=f"Bearer {token}"), token


def test_there_are_enough_vectors_and_all_differ() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 150


@pytest.mark.browser
def test_the_watch_notices_what_would_run(browser: Browser, hostile: str) -> None:
    """Were a text put into the page as markup, this test's means would see it."""
    page = open_page(browser, f"{hostile}/")
    page.evaluate("document.body.append(Object.assign(document.createElement('a'), {href: 'javascript:alert(1)'}))")
    assert page.evaluate(FOREIGN) == ["a href=javascript:alert(1)"]
    assert page.evaluate(TRIES) == ["TypeError"] * 4
    page.wait_for_function("window.hits.length >= 3")
    hits = " ".join(page.evaluate("window.hits"))
    assert "require-trusted-types-for" in hits
    assert not [hit for hit in page.evaluate("window.hits") if hit.startswith("alert")]


@pytest.mark.browser
def test_what_visitor_agent_and_model_write_is_text_in_the_widget(browser: Browser, hostile: str) -> None:
    page = open_page(browser, f"{hostile}/")
    page.locator("[data-part=launcher]").click()
    expect(page.locator("[data-part=status][data-state=online]")).to_be_attached(timeout=WAIT)
    token = page.evaluate(f"localStorage.getItem('chat-widget:{hostile}:token')")
    visitor = Wire(hostile, "/ws/chat")
    visitor.send(type="hello", token=token, after=0, locale="en")
    conversation = visitor.until("welcome")["conversation"]
    for n, vector in enumerate(VECTORS):
        visitor.send(type="say", id=f"m{n}", text=vector, metadata={"x": vector})
        visitor.until("ack", id=f"m{n}")
    page.locator("[data-part=input]").fill(VECTORS[0])
    page.locator("[data-part=send]").click()
    bots = page.locator("[data-role=bot]")
    expect(bots).to_have_count(len(VECTORS) + 1, timeout=WAIT)
    assert_nothing_ran(page)
    for reply in page.locator("[data-part=quick-reply]").all():
        reply.hover()
    agent, _ = desk_of(hostile)
    agent.send(type="claim", conversation=conversation)
    agent.until("ack")
    for n, vector in enumerate(VECTORS):
        agent.send(type="say", conversation=conversation, id=f"a{n}", text=vector)
        agent.until("ack", id=f"a{n}")
    expect(page.locator("[data-role=agent]")).to_have_count(len(VECTORS), timeout=WAIT)
    for role in ("bot", "agent", "customer"):
        shown = page.locator(f"[data-role={role}] [data-part=text]").all_text_contents()
        assert shown[: len(VECTORS)] == [clean(v) for v in VECTORS], role
    assert_nothing_ran(page)
    for link in page.locator("[data-part=log] a").all():
        assert re.match(r"https?://", link.get_attribute("href") or "")
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    page.reload()
    expect(page.locator("[data-role=agent]")).to_have_count(len(VECTORS), timeout=WAIT)
    assert_nothing_ran(page)


@pytest.mark.browser
def test_what_visitor_agent_and_model_write_is_text_on_the_desk(browser: Browser, hostile: str) -> None:
    agent, _ = desk_of(hostile)
    ids = []
    for n, vector in enumerate(VECTORS):
        visitor = Wire(hostile, "/ws/chat")
        hello = {"token": None, "after": 0, "locale": vector[:35]}
        identity = identity_of(vector)
        visitor.send(type="hello", **hello, **({"identity": identity} if identity else {}))
        ids.append(visitor.until("welcome")["conversation"])
        visitor.send(type="say", id="m1", text=f"{vector} human", metadata={vector[:50]: vector})
        visitor.until("ack", id="m1")
        visitor.send(type="rate", id="r1", score=1 + n % 5, comment=vector)
        visitor.until("ack", id="r1")
        agent.send(type="note", conversation=ids[-1], id="n1", text=vector)
        agent.until("ack", id="n1")
        visitor.socket.close()
    page = open_page(browser, f"{hostile}/desk")
    page.locator("#sign-in input[name=name]").fill("anna")
    page.locator("#sign-in input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    rows = page.locator("[data-part=queue] [data-group=waiting] [data-conversation]")
    expect(rows).to_have_count(len(VECTORS), timeout=WAIT)
    for id, vector in zip(ids, VECTORS, strict=True):
        page.evaluate("(id) => document.querySelector(`[data-conversation='${id}']`).click()", id)
        text = page.locator("[data-part=log] [data-role=customer] [data-part=text]")
        expect(text).to_have_text(f"{clean(vector)} human", timeout=WAIT, use_inner_text=False)
        expect(page.locator("[data-part=log] [data-role=note]")).to_have_count(1, timeout=WAIT)
        expect(page.locator("[data-part=details] .card")).to_have_count(1, timeout=WAIT)
        # That card may still be the one of the conversation before.
        page.wait_for_function(SHOWN, arg=[clean(vector), 1])
        assert page.evaluate(FOREIGN) == [], vector
    assert_nothing_ran(page)
    page.wait_for_function(SHOWN, arg=[clean(VECTORS[-1]), 8])


def test_pages_have_no_inline_code() -> None:
    """So the policy needs no nonce and no hash: scripts and styles are files of this server."""
    for name in START.values():
        page = (FOLDER / name).read_text(encoding="utf-8")
        scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
        assert scripts, name
        assert [s for s in scripts if 'src="/' not in s[0] or s[1]] == []
        assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page), name
    for part in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*", "blob:"):
        assert part not in CSP


def test_scripts_use_nothing_that_makes_markup_or_code_of_text() -> None:
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|DOMParser|setHTML"
        r"|setAttribute\(\"on|createContextualFragment|setTimeout\(\""
    )
    for path in FOLDER.rglob("*.js"):
        assert re.findall(sinks, path.read_text(encoding="utf-8")) == [], path.name
