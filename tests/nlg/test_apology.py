"""A message apologises once, however many parts it has."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.decision import Act
from chatbot.nlg import apology, placeholders
from chatbot.nlg.write import join, write
from tests.fakes.models import FakeResponder


@pytest.mark.parametrize(("text", "rest"), [
    ("I'm sorry for the trouble. A colleague takes over now.", "A colleague takes over now."),
    ("I can see how frustrating this is, and I'm sorry. A colleague takes over.", "A colleague takes over."),
    ("I'm sorry, I can't find that.", "I can't find that."),
    ("I'm very sorry about that, a colleague takes over.", "A colleague takes over."),
    ("Order {order_id} is late, sorry about that. It comes on {eta}.",
     "Order {order_id} is late, sorry about that. It comes on {eta}."),
    ("I'm truly sorry.", "I'm truly sorry."),
    ("\u975e\u5e38\u62b1\u6b49\u8ba9\u60a8\u8fd9\u4e48\u4e0d\u6109\u5feb\u3002\u73b0\u5728\u7531\u540c\u4e8b\u63a5\u624b\u3002",
     "\u73b0\u5728\u7531\u540c\u4e8b\u63a5\u624b\u3002"),
    ("\u5f88\u62b1\u6b49\u6ca1\u80fd\u5e2e\u60a8\u89e3\u51b3\uff0c\u9700\u8981\u8f6c\u63a5\u540c\u4e8b\u5417\uff1f",
     "\u9700\u8981\u8f6c\u63a5\u540c\u4e8b\u5417\uff1f"),
    ("A colleague takes over.", "A colleague takes over."),
])  # fmt: skip
def test_what_only_apologises_is_left_out(text: str, rest: str) -> None:
    assert apology.without(text) == rest


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_situation_behind_an_apology_apologises_again(content: Content, language: str) -> None:
    first = Act("reply", "complaint", "answer", mood="unhappy")
    twice: list[str] = []
    for name, situation in content.situations.items():
        for variant in range(2):
            act = Act("say", name, facts=dict.fromkeys(situation.facts, "x"), mood="unhappy", variant=variant)
            parts = write(
                (first, act), content=content, responder=FakeResponder(), language=language, message="you are useless"
            )
            assert apology.apologises(parts[0].text)
            assert parts[1].text
            assert set(placeholders.names(parts[1].template)) >= set(situation.must_tell)
            if apology.apologises(parts[1].template) and not placeholders.names(parts[1].template):
                twice.append(join(parts, language))
    assert twice == []


def test_nothing_is_lost_where_nobody_apologised_before(content: Content) -> None:
    act = Act("say", "handover_mood", mood="unhappy")
    parts = write((act,), content=content, responder=FakeResponder(), language="en", message="you are useless")
    assert apology.apologises(parts[0].text)
