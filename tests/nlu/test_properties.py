"""What is asked of a product, and whether a passage tells it."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.nlu import entities, properties


@pytest.mark.parametrize(
    ("text", "passage", "told"),
    [
        ("is the oak table solid oak", "Hot air makes solid wood crack.", False),
        ("is the oak table solid oak", "The table is made of solid oak.", True),
        ("is the pillow ok for allergies", "It suits people with allergies to dust.", True),
        ("what bulb goes into the luna lamp", "It takes a bulb with an E14 socket.", True),
        ("what is the candle made of", "The candle is made of rapeseed wax.", True),
        ("what is the candle made of", "Trim the wick before lighting.", False),
        ("\u6a61\u6728\u9910\u684c\u662f\u5b9e\u6728\u7684\u5417",
         "\u9910\u684c\u56db\u8fb9\u5404\u52a060\u5398\u7c73\u3002", False),
        ("\u6795\u5934\u5bb9\u6613\u8fc7\u654f\u5417",
         "\u5bf9\u7070\u5c18\u8fc7\u654f\u7684\u4eba\u4e5f\u53ef\u4ee5\u7528\u3002", True),
        ("\u8721\u70db\u662f\u4ec0\u4e48\u505a\u7684", "\u8721\u70db\u7531\u83dc\u7c7d\u8721\u5236\u6210\u3002", True),
    ],
)  # fmt: skip
def test_a_passage_tells_only_what_it_speaks_of(text: str, passage: str, told: bool, content: Content) -> None:
    product = next(e for e in entities.find(text, content.entities) if e.kind == "product")
    what = properties.asked(text, product)
    assert what is not None
    assert properties.told(what, passage) == told
