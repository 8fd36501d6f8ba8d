"""What the demo shop says it sells: its own products with their prices, never others."""

from __future__ import annotations

import pytest
import yaml

from chatbot.domain.content import Content
from tests.fakes.talk import ROOT, Talk

PRODUCTS = yaml.safe_load((ROOT / "examples" / "shop" / "data" / "products.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "language"), [
    ("what do you sell [product_range]", "en"), ("\u4f60\u4eec\u5356\u4ec0\u4e48 [product_range]", "zh"),
])  # fmt: skip
def test_all_products_are_told_with_their_prices(content: Content, text: str, language: str) -> None:
    talk = Talk(content, locale=language)
    talk.say(text)
    for product in PRODUCTS:
        assert product["name"][language] in talk.reply
        assert f"{product['price']:.2f}" in talk.reply


@pytest.mark.parametrize(("text", "told", "others"), [
    ("can you recommend a lamp [product_range]", ["Luna lamp", "49.90"], "Oak table"),
    ("which sofa do you suggest [product_range]", ["Fjord sofa"], "Luna lamp"),
    ("\u63a8\u8350\u4e00\u6b3e\u53f0\u706f [product_range]",
     ["\u6708\u5149\u53f0\u706f", "49.90"], "\u5ce1\u6e7e\u6c99\u53d1"),
])  # fmt: skip
def test_of_a_kind_only_what_there_is(content: Content, text: str, told: list[str], others: str) -> None:
    talk = Talk(content, locale="en" if text.isascii() else "zh")
    talk.say(text)
    assert all(part in talk.reply for part in told)
    assert others not in talk.reply
