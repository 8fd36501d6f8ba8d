"""Who asks to be given a code, an exception or something for the trouble."""

from __future__ import annotations

import pytest

from chatbot.nlu import pleading


@pytest.mark.parametrize(
    "text",
    ["any other discount codes?", "do you have a promo code for me", "got any codes", "还有别的优惠码没", "给张券呗"],
)
def test_who_wants_a_code_asks_for_one(text: str) -> None:
    assert pleading.asks_for_codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "where do I type in a promo code",
        "how do I redeem a discount code",
        "my promo code doesn't work",
        "can I add another voucher code",
        "优惠码在哪里输",
        "优惠码用不了",
    ],
)
def test_who_has_a_code_asks_for_none(text: str) -> None:
    assert not pleading.asks_for_codes(text)
