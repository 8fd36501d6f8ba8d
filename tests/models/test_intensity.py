"""How strongly something is said: orders of messages, weakest first."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chatbot.models.intensity import PLAIN, intensity


@pytest.mark.parametrize(
    "messages",
    [
        ("I am a bit annoyed", "I am annoyed", "I am extremely annoyed", "I am EXTREMELY annoyed!!!"),
        ("not very helpful", "helpful", "very helpful"),
        ("it's not ideal", "it broke", "this is outrageous"),
        ("where is my order", "where is my order!", "where is my order???"),
        ("where is my order", "WHERE IS MY ORDER"),
        ("ich warte", "ich warte!!!"),
        ("so slow", "sooo slow, worst ever"),
        ("nice lamp", "nice lamp 😍", "nice lamp 😍😍😍"),
        ("有点失望", "失望", "非常失望", "非常失望！！！气死我了"),
        ("不太好用", "好用", "太好用了"),
        ("服务稍微差了点", "服务差", "服务太太太差了"),
        ("地毯好看", "地毯好看😍😍"),
    ],
)
def test_more_is_said_more_strongly(messages: tuple[str, ...]) -> None:
    found = [intensity(text) for text in messages]
    assert all(more > less for less, more in pairwise(found)), found


@pytest.mark.parametrize("text", ["", "10234", "where is it", "帮我查一下订单", "Wo ist mein Paket?", "ok, DHL"])
def test_what_is_merely_said_has_the_middle(text: str) -> None:
    assert abs(intensity(text) - PLAIN) <= 0.2


@pytest.mark.parametrize("text", ["!" * 5000, "VERY " * 300, "有点" * 300, "\ufdfa" * 50, "a" * 4000])
def test_it_stays_within_bounds(text: str) -> None:
    assert 0 < intensity(text) <= 1
