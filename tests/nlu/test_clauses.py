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
    asks_for_attention,
    came_short,
    deed,
    denied,
    joins,
    lead,
    may_harm,
    of_old_things,
    of_the_weather,
    overcharged,
    plain,
    prefers_bot,
    replaces,
    split,
    takes_out,
    tells_of_cancelling,
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


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("my order got cancelled why", True), ("why was my order canceled", True), ("you cancelled my order!", True),
        ("\u8ba2\u5355\u600e\u4e48\u88ab\u53d6\u6d88\u4e86", True),
        ("\u4e3a\u4ec0\u4e48\u53d6\u6d88\u4e86\u6211\u7684\u5355", True),
        ("cancel my order", False), ("can my order be cancelled", False), ("I want it cancelled", False),
        ("\u5e2e\u6211\u53d6\u6d88\u8ba2\u5355", False), ("\u600e\u4e48\u53d6\u6d88\u8ba2\u5355", False),
    ],
)  # fmt: skip
def test_what_others_cancelled_is_no_wish_to_cancel(text: str, tells: bool) -> None:
    assert tells_of_cancelling(text) == tells


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("hello, do you have time?", True), ("got a minute", True), ("u there", True), ("are you busy?", True),
        ("\u6709\u7a7a\u5417", True), ("\u4f60\u597d,\u73b0\u5728\u5fd9\u5417", True),
        ("do you have time on saturday", False),
        ("is anyone there at eight", False), ("how much time do I have", False),
        ("\u5468\u516d\u6709\u7a7a\u5417", False),
    ],
)  # fmt: skip
def test_who_only_asks_for_attention_asks_for_nothing_else(text: str, asks: bool) -> None:
    assert asks_for_attention(text) == asks


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("im in belgium.", True), ("I live in the Netherlands,", True), ("\u6211\u5728\u6bd4\u5229\u65f6\u3002", True),
        ("I'm in a hurry and need it by friday so where is it", False), ("my order is in belgium", False),
        ("\u6211\u5728\u7b49\u5feb\u9012\u5df2\u7ecf\u7b49\u4e86\u4e24\u5468\u4e86", False),
    ],
)  # fmt: skip
def test_where_somebody_is_asks_for_nothing(text: str, says: bool) -> None:
    assert split(text)[0].says_where == says


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("can i remove something?", True), ("can I delete one?", True), ("please take one chair off my order", True),
        ("drop two lamps", True), ("can you delete an item", True), ("how do I remove the stain", False),
        ("能删掉一个吗", True), ("帮我删一件", True), ("能去掉一把椅子吗", True), ("可以减两个吗", True),
        ("delete my account", False), ("can you delete one of my addresses", False), ("remove my data", False),
        ("delete something from my profile", False), ("can you delete it", False), ("take one day", False),
        ("删除账户", False), ("删掉一个地址", False), ("把我的资料删掉", False), ("能删一条评价吗", False),
        ("去一个地方", False),
        ("I ordered twice by mistake delete one of them", False), ("get rid of one order", False),
        ("下重了\uff0c删掉一个", False),
    ],
)  # fmt: skip
def test_a_piece_of_an_order_is_told_from_ones_own_data(text: str, takes: bool) -> None:
    assert takes_out(text) is takes


@pytest.mark.parametrize("text", ["都多少天了", "这都等了好几天了", "已经好几周了"])
def test_days_complained_of_are_no_question(text: str) -> None:
    assert not split(text)[0].asks


@pytest.mark.parametrize("text", ["要多少天", "多少天能到", "都要等几天啊"])
def test_days_asked_for_are_one(text: str) -> None:
    assert split(text)[0].asks


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("only 3 of the chairs came", True), ("i got only two of the four pillows", True),
        ("I only received one", True),
        ("just 3 pillows arrived", True), ("only one chair was in the box", True), ("只到了3把", True),
        ("10238只收到两把", True), ("订了四个只给了三个", True), ("就来了一件", True),
        ("i only want 3 chairs", False), ("only one question", False), ("I just got one", False),
        ("only 3 days left, it has not arrived", False), ("我只要3把", False),
        ("只等了两个月", False), ("到了3把", False),
    ],
)  # fmt: skip
def test_less_came_than_was_ordered(text: str, short: bool) -> None:
    assert came_short(text) is short


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("you charged me more than the price shown", True), ("I was billed a higher amount than listed", True),
        ("i paid more than what the website said", True), ("you took the wrong amount", True),
        ("the price I paid is not the price shown on the page", True),
        ("charged a different price than advertised", True),
        ("你们多收了我钱\uff0c比页面上的贵", True), ("付的钱跟标价不一样", True), ("扣款金额不对", True),
        ("收的比页面显示的高", True),
        ("you charged me twice", False), ("shipping costs more than the lamp", False), ("多扣了一次款", False),
        ("you charge more than wayfair", False), ("别家比你们便宜", False), ("为什么多收4.9", False), ("买贵了", False),
        ("how much more do I need to pay to get free shipping", False), ("can I pay at the checkout", False),
        ("i want to pay more than one order", False),
    ],
)  # fmt: skip
def test_who_paid_more_than_was_shown_is_told_from_who_paid_twice(text: str, over: bool) -> None:
    assert overcharged(text) is over


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("do you take old sofas", True), ("can you pick up my old table", True),
        ("will you recycle my used lamp", True),
        ("do you offer trade-ins", True), ("do you buy second-hand furniture", True),
        ("旧沙发你们收不收", True), ("可以以旧换新吗", True), ("能把我家旧家具拉走吗", True), ("回收旧桌子吗", True),
        ("do you take paypal", False), ("do you take back used pillows", False),
        ("trade in my beige one for the grey", False), ("can you take back the sofa", False),
        ("can I use my old address", False),
        ("do you take old vouchers", False), ("旧地址能改吗", False), ("旧订单能查吗", False), ("沙发收到了", False),
    ],
)  # fmt: skip
def test_old_things_to_get_rid_of_are_told_from_purchases(text: str, old: bool) -> None:
    assert of_old_things(text) is old
