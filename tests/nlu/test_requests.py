"""One request or several."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.domain.conversation import Conversation
from chatbot.domain.understanding import IntentScore, Understanding
from chatbot.nlu.understand import Understander
from tests.fakes.models import FakeDetector, FakeIntents, FakeSentiment, KeywordIntents

CASES = Path(__file__).parent / "cases"


class CountingIntents(FakeIntents):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        self.asked.append(text)
        return super().score(text, language)


def understand(content: Content, text: str) -> Understanding:
    return Understander(content, FakeDetector(), FakeSentiment(), FakeIntents()).understand(Conversation("c"), text)


def requests(content: Content, text: str) -> list[str]:
    found = understand(content, text).requests
    return [" ".join([r.intents[0].intent, *(e.value for e in r.entities)]) for r in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cancel 10234 [order_cancel] and where is 10240 [order_status]", ["order_cancel 10234", "order_status 10240"]),
        ("where is 10234 [order_status], where is 10240 [order_status]", ["order_status 10234", "order_status 10240"]),
        ("cancel 10234 [order_cancel]. And 10240?", ["order_cancel 10234", "order_cancel 10240"]),
        ("which is cheaper, the oak table or the moss rug [product_price]?",
         ["product_price oak_table", "product_price moss_rug"]),
        ("橡木餐桌和苔藓地毯有货吗[product_availability]",
         ["product_availability oak_table", "product_availability moss_rug"]),
        ("my lamp is broken [order_damaged]. Also, when do you open [opening_hours]?",
         ["order_damaged luna_lamp", "opening_hours"]),
        ("取消10234[order_cancel]\uff0c再查一下10240[order_status]", ["order_cancel 10234", "order_status 10240"]),
    ],
)  # fmt: skip
def test_several(content: Content, text: str, wanted: list[str]) -> None:
    assert requests(content, text) == wanted


@pytest.mark.parametrize("text", [
    "I ordered a lamp [order_wrong_item] and it is broken [order_damaged]",
    "hi [greeting], where is my order [order_status]",
    "where is my order [order_status]? thanks [thanks]",
    "I bought a rug last week [product_price]. How do I return it [return_start]?",
    "my parcel never came [order_not_received]. where is it [order_status]?",
    "can I buy a gift card [gift_card_buy] and use it abroad [delivery_abroad]?",
    "when I cancel [order_cancel], how long does a refund take [refund_policy]?",
    "where is my order [order_status|order_not_received] and when do you open [opening_hours]?",
    "where is 10234 [order_status] and not 10240",
    "which goes better with it, the oak table or the moss rug [product_care|product_size]?",
    "where is 10234 [order_status]? where is order 10234 [order_status]?",
])  # fmt: skip
def test_one(content: Content, text: str) -> None:
    assert requests(content, text) == []


def test_the_first_request_is_what_the_message_is_about(content: Content) -> None:
    u = understand(content, "when do you open [opening_hours]? and where is 10234 [order_status]?")
    assert (u.verdict, u.best) == ("answer", "opening_hours")
    assert u.about(u.requests[1]).best == "order_status"
    assert [e.value for e in u.entities] == ["10234"]


def test_a_request_beside_thanks_is_a_request(content: Content) -> None:
    assert understand(content, "thanks a lot [thanks]! can I cancel it [order_cancel]?").best == "order_cancel"
    assert understand(content, "thanks a lot [thanks]! this is all").best == "thanks"


def test_an_entity_stands_where_it_is_in_its_own_request(content: Content) -> None:
    u = understand(content, "when do you open [opening_hours]? and where is 10234 [order_status]?")
    second = u.requests[1]
    (entity,) = second.entities
    assert second.text[entity.start : entity.end] == "10234"


def test_a_short_message_is_scored_once(content: Content) -> None:
    scorer = CountingIntents()
    for text in (
        "where is my parcel now",
        "where is 10234",
        "please cancel it",
        "我的订单到哪了",
    ):
        Understander(content, FakeDetector(), FakeSentiment(), scorer).understand(Conversation("c"), text)
    assert len(scorer.asked) == 4


@pytest.mark.parametrize(
    ("text", "best", "denied"),
    [
        ("I don't need a human [talk_to_human]", "never_mind", ("talk_to_human",)),
        ("don't cancel it [order_cancel], where is 10234 [order_status]", "order_status", ("order_cancel",)),
        ("don't cancel it [order_cancel], flurb glub", "out_of_scope", ("order_cancel",)),
        ("don't cancel it [order_cancel], my parcel [legal_threat|order_status]", "order_status", ("order_cancel",)),
        ("don't return it [return_start]", "never_mind", ("return_start",)),
        ("I don't need an invoice [invoice], where is 10234 [order_status]", "order_status", ("invoice",)),
        ("I don't need an invoice [invoice]", "never_mind", ("invoice",)),
        ("I don't need the invoice any more [invoice]", "invoice", ()),
        ("I don't want the newsletter [newsletter]", "newsletter", ()),
        ("I don't want a refund [refund_policy], exchange it please [exchange]", "exchange", ("refund_policy",)),
        (
            "\u6211\u4e0d\u8981\u53d1\u7968[invoice]\uff0c\u8bf7\u67e5\u4e00\u4e0b10234\u5230\u54ea\u4e86[order_status]",
            "order_status",
            ("invoice",),
        ),
        ("\u6211\u4e0d\u9700\u8981\u53d1\u7968[invoice]", "never_mind", ("invoice",)),
        ("I don't want a bot, a human [talk_to_human]", "talk_to_human", ()),
        ("I'd rather have the bot again [talk_to_human]", "never_mind", ("talk_to_human",)),
    ],
)
def test_what_is_said_not_to_be_wanted(content: Content, text: str, best: str, denied: tuple[str, ...]) -> None:
    u = understand(content, text)
    assert (u.best, u.denied) == (best, denied)


def test_the_cases_to_measure_on_name_intents_of_the_content(content: Content) -> None:
    for path in CASES.glob("requests.*.yaml"):
        for cases in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            for case in cases:
                assert {w.split()[0] for w in case["wanted"]} <= set(content.intents), case


WORDS = KeywordIntents(human="talk_to_human", call="talk_to_human", cancel="order_cancel", where="order_status",
                       sue="legal_threat", 人工="talk_to_human", 查="order_status", 发票="invoice")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "best", "denied"),
    [
        ("no human, where is 10234", "order_status", ("talk_to_human",)),
        ("cancel nothing, where is 10234", "order_status", ("order_cancel",)),
        ("I will not sue you", "never_mind", ("legal_threat",)),
        ("I will sue you", "legal_threat", ()),
        ("just call me Tom, where is 10234", "order_status", ()),
        ("不用转人工，查10234", "order_status", ("talk_to_human",)),
        ("我不找人工", "never_mind", ("talk_to_human",)),
        ("我说了不要发票，给我查10234", "order_status", ("invoice",)),
    ],
)
def test_what_is_denied_in_plain_words(content: Content, text: str, best: str, denied: tuple[str, ...]) -> None:
    u = Understander(content, FakeDetector(), FakeSentiment(), WORDS).understand(Conversation("c"), text)
    assert (u.best, u.denied, u.correction) == (best, denied, False)


def test_a_please_is_no_yes_to_which_something_is_added(content: Content) -> None:
    text = "Please cancel 10235 [order_cancel]. Please also send the invoice of 10238 [invoice]."
    assert requests(content, text) == ["order_cancel 10235", "invoice 10238"]


@pytest.mark.parametrize(
    "text",
    [
        "and 10237, 10238 and 10241? where are they [order_status]",
        "10237, 10238, 10241, where are they [order_status]?",
        "10237\u300110238\u300110241\uff0c\u90fd\u5230\u54ea\u4e86[order_status]",
    ],
)
def test_a_list_in_front_of_a_question_is_what_it_is_about(content: Content, text: str) -> None:
    asked = understand(content, text).requests
    assert [(r.intents[0].intent, *(e.value for e in r.entities)) for r in asked] == [
        ("order_status", number) for number in ("10237", "10238", "10241")
    ]


class HalfSure(FakeIntents):
    """Half sure of what is to be done with an order, and nearly as much that it is about nothing."""

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        if "10241" in text:
            return (IntentScore("order_cancel", 0.95),)
        return (IntentScore("order_status", 0.44), IntentScore("out_of_scope", 0.4), IntentScore("warranty", 0.03))


def test_what_names_an_order_is_not_about_nothing(content: Content) -> None:
    understander = Understander(content, FakeDetector(), FakeSentiment(), HalfSure())
    found = understander.understand(Conversation("c"), "帮我查下10234和10236\uff0c再取消10241").requests
    said = [(r.intents[0].intent, *(e.value for e in r.entities)) for r in found]
    assert said == [("order_status", "10234"), ("order_status", "10236"), ("order_cancel", "10241")]
    alone = understander.understand(Conversation("c"), "帮我查下10234")
    assert alone.intents[0].probability == pytest.approx(0.44 / 0.6)
    assert understander.understand(Conversation("c"), "tell me a story").intents[0].probability == 0.44
