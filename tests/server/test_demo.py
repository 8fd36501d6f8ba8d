"""The demo shop's page: it says what the shop's data and articles say, in the language of the browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.server.conftest import ROOT
from tests.server.test_xss import WAIT

pytestmark = pytest.mark.browser

SHOP = ROOT / "examples" / "shop"
WORDS: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("shop_words.yaml").read_text(encoding="utf-8")
)
DENIED = {
    "en": re.compile(r"\b(no|not|without|neither|nor|un)\b(?! only)[^.,;:]{0,30}$|\bun$", re.IGNORECASE),
    "zh": re.compile("[\u4e0d\u6ca1\u65e0\u672a][^\u3002\uff0c\uff1b\uff1a]{0,6}$"),
}
"""What stands before a word that is denied."""

LOCALES = {"en": "en-GB", "zh": "zh-CN"}


def data(name: str) -> Any:
    return yaml.safe_load((SHOP / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


def shop(browser: Browser, url: str, locale: str) -> Page:
    page = browser.new_context(locale=locale).new_page()
    page.goto(url)
    expect(page.locator(".product h3")).to_have_count(page.locator("[data-product]").count(), timeout=WAIT)
    return page


def claims(text: str, language: str, about: str) -> tuple[set[str], set[str]]:
    """The words of one kind that a text affirms, and those that it denies."""
    said: set[str] = set()
    denied: set[str] = set()
    for word, forms in WORDS[language][about].items():
        for form in forms:
            pattern = rf"(?<![a-z])(?:un)?{form}" if language == "en" else form
            for found in re.finditer(pattern, text.lower()):
                before = text.lower()[: found.start()] + (" un" if found.group().startswith("un") else "")
                (denied if DENIED[language].search(before) else said).add(word)
    return said, denied


def passages(name: str, language: str) -> str:
    """What the articles say of a product: every section that names it, without its heading, which claims nothing."""
    sections: list[str] = []
    for path in sorted((SHOP / "articles").glob(f"*.{language}.md")):
        sections += re.split(r"(?m)^#+ .*", path.read_text(encoding="utf-8"))
    return "\n".join(s for s in sections if name.lower() in s.lower())


def contradictions(name: str, about: str, language: str) -> list[str]:
    """What a description claims although the articles say something else of the same kind."""
    told = passages(name, language)
    found = []
    for kind in WORDS[language]:
        said, denied = claims(about, language, kind)
        known, unknown = claims(told, language, kind)
        if (known or unknown) and (wrong := said - known):
            found.append(f"{name}: {kind} is {sorted(wrong)} on the page, {sorted(known)} in the articles")
        if wrong := denied & known:
            found.append(f"{name}: {sorted(wrong)} is denied on the page and not in the articles")
    return found


@pytest.mark.parametrize(
    ("name", "about", "language", "wrong"),
    [
        ("Ember candle", "Soy wax, cedar and smoke", "en", ["wax", "scent"]),
        ("Cloud pillow", "Linen, filled with kapok", "en", ["filling"]),
        ("Cloud pillow", "Filled with down", "en", ["filling"]),
        ("River vase", "Thrown and glazed by hand", "en", ["body"]),
        ("Fjord sofa", "Two or three seats, washable wool", "en", ["covers"]),
        ("Oak table", "Solid oak, varnished", "en", ["finish"]),
        ("Ember candle", "Rapeseed wax, unscented", "en", []),
        ("\u4f59\u70ec\u8721\u70db", "\u5927\u8c46\u8721\uff0c\u96ea\u677e\u4e0e\u70df\u718f", "zh", ["wax", "scent"]),
        ("\u4e91\u6735\u6795\u5934", "\u4e9a\u9ebb\u9762\u6599\uff0c\u6728\u68c9\u586b\u5145", "zh", ["filling"]),
        ("\u5ce1\u6e7e\u6c99\u53d1", "\u53ef\u6c34\u6d17\u7f8a\u6bdb", "zh", ["covers"]),
        ("\u4f59\u70ec\u8721\u70db", "\u83dc\u7c7d\u8721\uff0c\u65e0\u9999\u5473", "zh", []),
    ],
)
def test_a_description_that_contradicts_an_article_is_noticed(
    name: str, about: str, language: str, wrong: list[str]
) -> None:
    found = contradictions(name, about, language)
    assert [kind for kind in WORDS[language] if any(f": {kind} is" in f for f in found)] == wrong, found


@pytest.mark.parametrize("language", LOCALES)
def test_the_page_says_of_products_what_the_shop_knows_and_its_articles_say(
    browser: Browser, hostile: str, language: str
) -> None:
    products = {p["id"]: p for p in data("products")}
    page = shop(browser, f"{hostile}/", LOCALES[language])
    for card in page.locator("[data-product]").all():
        product = products[card.get_attribute("data-product") or ""]
        assert card.locator("h3").inner_text() == product["name"][language]
        assert re.sub(r"[^\d.]", "", card.locator(".price").inner_text()) == f"{product['price']:.2f}"
        assert contradictions(product["name"][language], card.locator(".about").inner_text(), language) == []
    orders = {o["id"] for o in data("orders")}
    assert {b.get_attribute("data-order") for b in page.locator("[data-order]").all()} <= orders
    assert data("policies")["delivery_cost"]["free_delivery_from"][language] in page.locator(".notice").inner_text()


@pytest.mark.parametrize(
    ("locale", "query", "shown"),
    [
        ("zh-CN", "", "zh-CN"), ("zh-TW", "", "zh-CN"), ("en-US", "", "en"), ("de-DE", "", "en"),
        ("zh-CN", "?lang=en", "en"), ("en-US", "?lang=zh", "zh-CN"), ("zh-CN", "?lang=xx", "zh-CN"),
    ],
)  # fmt: skip
def test_the_page_speaks_the_browsers_language_unless_asked_for_another(
    browser: Browser, hostile: str, locale: str, query: str, shown: str
) -> None:
    page = shop(browser, f"{hostile}/{query}", locale)
    expect(page.locator("html")).to_have_attribute("lang", shown)
    expect(page.locator("[data-lang][aria-current]")).to_have_attribute("lang", shown)
    page.locator("[data-part=launcher]").click()
    words = "\u8bf7\u8f93\u5165" if shown == "zh-CN" else "Write a message"
    expect(page.locator("[data-part=input]")).to_have_attribute("placeholder", re.compile(words), timeout=WAIT)


def test_the_language_that_was_chosen_stays(browser: Browser, hostile: str) -> None:
    page = shop(browser, f"{hostile}/", "zh-CN")
    page.locator("[data-lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=WAIT)
    page.goto(f"{hostile}/")
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=WAIT)
