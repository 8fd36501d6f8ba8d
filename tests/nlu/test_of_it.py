"""What "it" is like, asked of what was named before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.nlu import of_it, properties
from chatbot.nlu.text import normalise

CASES = Path(__file__).parent / "cases" / "of_it.yaml"


def cases() -> Iterator[Any]:
    for kind, languages in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        for text in (text for texts in languages.values() for text in texts):
            yield pytest.param(text, kind == "quality", id=f"{kind}-{text}")


@pytest.mark.parametrize(("text", "is_quality"), cases())
def test_a_quality_of_it_is_asked(text: str, is_quality: bool) -> None:
    assert (of_it.asked(normalise(text)) is not None) is is_quality


@pytest.mark.parametrize(
    ("text", "passage", "told"),
    [
        ("is it dimmable", "LED bulbs fit too and can be dimmed.", True),
        ("is it dimmable", "Let it cool for ten minutes.", False),
        ("is it washable", "The cover can be washed at 40 degrees.", True),
        ("how heavy is it", "It carries 20 kg.", False),
        ("is it loud", "Dust the blades with a cloud of air.", False),
        ("\u80fd\u8c03\u5149\u5417", "LED\u706f\u6ce1\u53ef\u4ee5\u8c03\u5149\u3002", True),
        ("\u58f0\u97f3\u5927\u5417", "\u98ce\u6247\u53ef\u4ee5\u64e6\u6d17\u3002", False),
    ],
)
def test_a_passage_must_speak_of_it(text: str, passage: str, told: bool) -> None:
    what = of_it.asked(text) or "washable"
    assert properties.told(what, passage) is told
