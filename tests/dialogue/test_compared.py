"""Which of several things costs least: from the prices that were told, never from another answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.dialogue import compared
from chatbot.domain.content import Content
from tests.dialogue.test_quotes import Unsure
from tests.fakes.models import FakeDetector
from tests.fakes.talk import Talk

EN = ("how much is the luna lamp [product_price]", "how much is the oak table [product_price]",
      "is the ember candle in stock [product_availability]")  # fmt: skip
ZH = (
    "\u6708\u5149\u53f0\u706f\u591a\u5c11\u94b1 [product_price]",
    "\u4f59\u70ec\u8721\u70db\u591a\u5c11\u94b1 [product_price]",
)


def after(content: Content, *texts: str) -> Talk:
    talk = Talk(content, locale="en" if texts[0].isascii() else "zh")
    talk.pipeline = replace(talk.pipeline, detector=FakeDetector("en" if texts[0].isascii() else "zh"))
    for text in texts:
        talk.say(text)
    return talk


@pytest.mark.parametrize(("said", "text", "told"), [
    (EN, "which is cheapest?", ("Ember candle", "14.90")),
    (EN, "and the most expensive one?", ("Oak table", "449.00")),
    (EN[:2], "which one costs less", ("Luna lamp", "49.90")),
    (ZH, "\u54ea\u4e2a\u6700\u4fbf\u5b9c", ("\u4f59\u70ec\u8721\u70db", "14.90")),
    (ZH, "\u6700\u8d35\u7684\u5462", ("\u6708\u5149\u53f0\u706f", "49.90")),
])  # fmt: skip
def test_the_told_prices_are_compared(
    content: Content, said: tuple[str, ...], text: str, told: tuple[str, str]
) -> None:
    talk = after(content, *said)
    talk.say(text)
    assert talk.codes() == ["compared"]
    assert all(part in talk.reply for part in told)


@pytest.mark.parametrize(("scores", "codes"), [
    ((("product_price", 0.9), ("product_range", 0.06)), ["nothing_to_compare", "outcome"]),
    ((("product_price", 0.94), ("out_of_scope", 0.03)), ["nothing_to_compare", "slot_missing"]),
])  # fmt: skip
def test_one_price_is_no_answer(content: Content, scores: tuple[tuple[str, float], ...], codes: list[str]) -> None:
    talk = after(content, EN[0])
    talk.pipeline = replace(talk.pipeline, intents=Unsure(*scores))
    talk.say("which is cheapest?")
    assert talk.codes() == codes


@pytest.mark.parametrize("said", [EN[:1], (EN[0], EN[0]), ("how much is delivery [delivery_cost]", EN[0])])
def test_one_price_is_compared_with_nothing(content: Content, said: tuple[str, ...]) -> None:
    talk = after(content, *said)
    talk.say("which is cheapest?")
    assert "compared" not in talk.codes()


@pytest.mark.parametrize(("price", "number"), [
    ("\u20ac49.90", "49.90"), ("\u20ac1,299.00", "1299.00"), ("1.299,00 \u20ac", "1299.00"), ("449\u6b27\u5143", "449"),
    ("\u20ac1,299", "1299"), ("9.9", "9.9"),
])  # fmt: skip
def test_a_price_is_read_however_it_is_written(price: str, number: str) -> None:
    assert compared._number(price) == compared.Decimal(number)
