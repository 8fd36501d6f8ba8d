"""Several things asked about one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.nlu.entities import find
from chatbot.nlu.text import normalise
from chatbot.nlu.wishes import listed

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "wishes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_each_thing_that_is_asked_is_a_question(case: dict[str, Any], content: Content) -> None:
    text = normalise(case["text"])
    (thing,) = (e for e in find(text, content.entities) if e.kind == "product")
    assert list(listed(text, thing)) == case["wishes"]
