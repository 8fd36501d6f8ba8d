"""Which language is answered in."""

from __future__ import annotations

import pytest

from chatbot.nlu.language import choose
from tests.fakes.models import FakeDetector


@pytest.mark.parametrize(
    ("text", "conversation", "locale", "expected"),
    [
        ("where is my order", None, "en", ("en", "script")),
        ("where is my order", "zh", "zh", ("en", "script")),
        ("我的订单在哪里", "en", "en", ("zh", "script")),
        ("ok", "zh", "zh", ("zh", "conversation")),
        ("10234", "zh", "en", ("zh", "conversation")),
        ("10234", None, "zh-CN", ("zh", "locale")),
        ("10234", None, "fr", ("en", "default")),
        ("anna@example.com", "zh", "en", ("zh", "conversation")),
        ("我想买Luna lamp", "en", "en", ("zh", "script")),
        ("https://shop.example/x 订单", "en", "en", ("zh", "script")),
        ("我的订单10234到哪了", "en", "en", ("zh", "script")),
        ("请查一下anna@example.com的积分", "en", "en", ("zh", "script")),
        ("这个链接https://shop.example/x打不开", "en", "en", ("zh", "script")),
        ("😡😡", "zh", "en", ("zh", "conversation")),
    ],
)
def test_choice(text: str, conversation: str | None, locale: str, expected: tuple[str, str]) -> None:
    found = choose(text, ("en", "zh"), FakeDetector("en"), conversation=conversation, locale=locale)
    assert found == expected
