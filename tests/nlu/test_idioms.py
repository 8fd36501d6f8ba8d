"""Sayings that do not mean what their words say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from chatbot.nlu import idioms
from chatbot.nlu.text import normalise

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "idioms.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["means"], ids=lambda case: case["text"])
def test_a_saying_is_put_in_plain_words(case: dict[str, str]) -> None:
    assert idioms.plain(normalise(case["text"])) == normalise(case["plain"])


@pytest.mark.parametrize("text", CASES["stays"])
def test_what_may_be_meant_is_read_as_it_stands(text: str) -> None:
    assert idioms.plain(normalise(text)) == normalise(text)


@pytest.mark.parametrize("says", [True, False])
def test_what_is_only_ones_own_state(says: bool) -> None:
    texts = CASES["of_oneself" if says else "not_of_oneself"]
    assert {text: idioms.of_oneself(normalise(text)) for text in texts} == dict.fromkeys(texts, says)


@pytest.mark.parametrize("says", [True, False])
def test_what_is_only_displeasure(says: bool) -> None:
    texts = CASES["complains" if says else "not_complains"]
    assert {text: idioms.complains(normalise(text)) for text in texts} == dict.fromkeys(texts, says)
