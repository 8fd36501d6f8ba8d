"""Messages into clauses, and what the words of a clause say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain.understanding import Entity
from chatbot.nlu.clauses import (
    deed,
    denied,
    joins,
    lead,
    may_harm,
    of_the_weather,
    plain,
    prefers_bot,
    replaces,
    split,
)  # fmt: skip

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "clauses.yaml").read_text(encoding="utf-8"))

PIECES = st.sampled_from([
    "and", "also", "another thing", "?", "!", ".", ",", " ", "10234", "where is my order", "a@b.com", "1,234.50",
    "\uff0c", "\u3002", "还有", "另外", "然后", "顺便问\u4e00下",
    "订单到哪了", "don't", "\U0001f621", "\n", "https://x.example/a?b=c,d",
])  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map("".join)))
def test_no_character_is_lost_and_nothing_raises(text: str) -> None:
    parts = split(text)
    assert "".join(p.text for p in parts) == text
    at = 0
    for part in parts:
        assert (part.start, part.end) == (at, at + len(part.text))
        assert 0 <= part.lead <= len(part.text)
        at = part.end
        denied(part.bare)
        assert isinstance(part.asks and part.strong and part.refers and part.only_story and part.shares, bool)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("cancel 10234 and where is 10240", ["cancel 10234", "where is 10240"]),
        ("Where is it? Also, when do you open?", ["Where is it?", "when do you open?"]),
        ("track 10234, cancel 10235", ["track 10234,", "cancel 10235"]),
        ("ok and when will it arrive?", ["when will it arrive?"]),
        ("my mail is a.b@example.com", ["my mail is a.b@example.com"]),
        ("it cost 1,200.50 euros", ["it cost 1,200.50 euros"]),
        ("see https://shop.example/a,b?c=d please", ["see https://shop.example/a,b?c=d please"]),
        ("brandy sandwich", ["brandy sandwich"]),
        ("取消10234\uff0c另外几点开门", ["取消10234\uff0c", "几点开门"]),
        ("10234到哪了还有几点开门", ["10234到哪了", "几点开门"]),
        ("橡木餐桌还有吗", ["橡木餐桌还有吗"]),
        ("好的\uff0c那什么时候能到", ["什么时候能到"]),
    ],
)  # fmt: skip
def test_where_a_message_is_parted_and_what_its_parts_say(text: str, bare: list[str]) -> None:
    found = [p.bare for p in split(text)]
    assert found == bare


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("where is my order", True), ("I want to return it", True), ("please cancel it", True),
        ("delivery costs?", True),
        ("I ordered a lamp", False), ("it is broken", False), ("when I cancel", False), ("my parcel never came", False),
        ("怎么退货", True), ("我要取消", True), ("上周买了地毯", False), ("我不想退", False),
    ],
)  # fmt: skip
def test_questions_wishes_and_orders_are_told_from_statements(text: str, asks: bool) -> None:
    assert split(text)[0].asks is asks


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I do not need a human", "a human"),
        ("please don't cancel my order", "cancel my order"),
        ("no need for a human", "a human"),
        ("I'm not going to sue you", "sue you"),
        ("不用转人工", "转人工"),
        ("别取消我的订单", "取消我的订单"),
        ("I don't want to talk to a bot", None),
        ("I don't need an invoice", "an invoice"),
        ("我不需要发票", "发票"),
        ("别的订单", None),
        ("why don't you get me a human", None),
        ("can't I talk to a human", None),
        ("I don't want to wait", "wait"),
        ("never signed up", None),
        ("为什么不转人工", None),
        ("我不要机器人", None),
        ("别废话转人工", "废话转人工"),
        ("订单我不想要了", None),
        ("不用转人工吗", None),
    ],
)
def test_what_is_denied(text: str, what: str | None) -> None:
    assert denied(text) == what


@pytest.mark.parametrize(
    ("rest", "is_deed"),
    [
        ("cancel my order", True), ("a human", True), ("转人工", True), ("my order", False), ("an invoice", False),
        ("发票", False), ("我的订单", False),
    ],
)  # fmt: skip
def test_a_deed_is_told_from_a_thing(rest: str, is_deed: bool) -> None:
    assert deed(rest) is is_deed


def test_lists_and_leads() -> None:
    assert joins(" and also for order ")
    assert not joins(" not ")
    assert lead("and also where") == len("and also ")
    assert lead("ok") == 0


@pytest.mark.parametrize("case", CASES["denied"], ids=lambda case: case["text"])
def test_what_a_clause_says_not_to_be_wanted(case: dict[str, Any]) -> None:
    assert denied(case["text"]) == case["rest"]


@pytest.mark.parametrize("case", CASES["prefers_bot"], ids=lambda case: case["text"])
def test_who_would_rather_have_the_bot(case: dict[str, Any]) -> None:
    assert prefers_bot(case["text"]) is case["is"]


@pytest.mark.parametrize("case", CASES["may_harm"], ids=lambda case: case["text"])
def test_a_question_whether_something_could_do_harm_is_no_report_of_it(case: dict[str, Any]) -> None:
    assert may_harm(case["text"]) is case["is"]


@pytest.mark.parametrize("case", CASES["of_the_weather"], ids=lambda case: case["text"])
def test_the_weather_is_nobodys_fault(case: dict[str, Any]) -> None:
    assert of_the_weather(case["text"]) is case["is"]


@pytest.mark.parametrize("case", CASES["plain"], ids=lambda case: case["text"])
def test_what_only_excuses_the_question_is_left_out(case: dict[str, Any]) -> None:
    assert plain(case["text"]) == case["rest"]


@pytest.mark.parametrize("case", CASES["replaces"], ids=lambda case: case["text"])
def test_one_thing_is_named_in_place_of_another(case: dict[str, Any]) -> None:
    text, at = case["text"], 0
    things = []
    for word in (case["one"], case["other"]):
        at = text.index(word, at)
        things.append(Entity("thing", word, word, at, at + len(word)))
        at += len(word)
    assert replaces(text, things) is case["is"]
