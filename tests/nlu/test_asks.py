"""Short questions that only make sense behind an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.domain.understanding import AskKind
from chatbot.nlu import asks, entities
from chatbot.nlu.text import normalise

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "asks.yaml").read_text(encoding="utf-8"))


def cases() -> Iterator[Any]:
    for texts in CASES.values():
        yield from (pytest.param(text, asked, id=text) for text, asked in texts)


@pytest.mark.parametrize(("text", "asked"), cases())
def test_what_a_short_question_asks(text: str, asked: list[str], content: Content) -> None:
    kinds = content.entities
    found = entities.find(normalise(text), kinds)
    named = [e for e in found if not kinds[e.kind].is_yes_no and kinds[e.kind].kind != "quantity"]
    money = [e for e in named if e.kind == "amount"]
    assert [f"{a.kind} {a.about}".strip() for a in asks.find(normalise(text), named, money)] == asked


def test_every_kind_of_question_has_cases_in_both_languages() -> None:
    for texts in CASES.values():
        assert {a.split()[0] for _, asked in texts for a in asked} >= set(get_args(AskKind)) - {
            "number",
            "years",
            "thing",
        }
