"""Patterns that would stop the bot are told from those that only look like it."""

from __future__ import annotations

import re

import pytest

from chatbot.content.backtracking import endless_text


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"(a+)+$", "aaa"),
        (r"\bGC-(\d+)+\b(?!\S)", "GC-1234"),
        (r"^(?:[a-z]*\d?)*$", "ab1"),
        (r"(?:\w+\s?)+:$", "name:"),
        (r"(?:(?:ab)+)+$", "abab"),
    ],
)
def test_what_never_ends_is_found(pattern: str, example: str) -> None:
    text = endless_text(re.compile(pattern), [example])
    assert text is not None
    assert text.startswith(example[:1])


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"\d{5}", "10234"),
        (r"(?:\d+-)+\d+", "12-34-56"),
        (r"[a-z]+\d*[a-z]*", "ab1c"),
        (r"(?i)(?<![a-z0-9])gc[\s_\-]*\d{4}[\s_\-]*\d{4}(?!\d)", "GC 1234 5678"),
    ],
)
def test_what_ends_is_left_alone(pattern: str, example: str) -> None:
    assert endless_text(re.compile(pattern), [example]) is None
