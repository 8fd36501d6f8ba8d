"""Words in which models hear another request than the one they make."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.conversation import Conversation
from chatbot.domain.decision import Form
from chatbot.domain.understanding import OUT_OF_SCOPE, IntentScore
from chatbot.nlu import context, entities, guesses, mending, mistaken


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("包装箱怎么扔", True), ("箱子可以还给你们吗", True), ("纸箱是什么垃圾", True),
        ("怎么回收泡沫", True),
        ("how do I dispose of the packaging", True), ("where do I put the box", True),
        ("is the packaging recyclable", True),
        ("把箱子扔地上就跑了", False), ("快递把箱子扔在门口", False), ("包装成礼物", False), ("箱子坏了", False),
        ("快递把我的箱子扔楼下了", False), ("快递小哥把包装扔掉了", False),
        ("the box was damaged", False), ("throw in a gift", False),
    ],
)  # fmt: skip
def test_what_becomes_of_the_packaging_is_no_gift(text: str, says: bool) -> None:
    assert mistaken.of_waste(text) == says


@pytest.mark.parametrize(
    ("heard", "text", "meant"),
    [
        ("gift_wrap", "包装箱怎么扔", OUT_OF_SCOPE),
        ("order_cancel", "订单取消了钱还没退", "refund_status"),
        ("order_cancel", "I cancelled my order but still haven't got my money back", "refund_status"),
        ("order_cancel", "取消了还能退钱吗", "order_cancel"),
        ("opening_hours", "明天几点送啊", "delivery_day"),
        ("opening_hours", "明天几点开门", "opening_hours"),
        ("greeting", "颈椎不好", OUT_OF_SCOPE),
        ("greeting", "不好意思，在吗", "greeting"),
        ("self_harm", "我不想说邮箱", OUT_OF_SCOPE),
        ("self_harm", "我不想说话了", "self_harm"),
        ("delivery_day", "快递几点送啊", "delivery_day"),
        ("contact", "快递员电话多少", OUT_OF_SCOPE),
        ("contact", "你们电话多少", "contact"),
        ("contact", "what's the driver's phone number", OUT_OF_SCOPE),
        ("privacy_data", "丢了算谁的", OUT_OF_SCOPE),
        ("order_damaged", "碎了谁负责", OUT_OF_SCOPE),
        ("order_damaged", "花瓶碎了", "order_damaged"),
        ("privacy_data", "who is liable if it gets lost", OUT_OF_SCOPE),
        ("compliment", "好评返现吗", "price_match"),
        ("voucher_not_working", "还有别的优惠码没", "price_match"),
        ("voucher_not_working", "我的优惠码用不了", "voucher_not_working"),
        ("voucher_use", "any other voucher codes?", "price_match"),
        ("voucher_not_working", "这两个码能一起用吗", "voucher_combine"),
    ],
)
def test_words_speak_against_what_was_heard(heard: str, text: str, meant: str, content: Content) -> None:
    scores = (IntentScore(heard, 0.9), IntentScore(OUT_OF_SCOPE, 0.1))
    assert mending.mend(scores, text, content)[0].intent == meant


@pytest.mark.parametrize(
    ("topic", "text", "meant"),
    [
        ("order_status", "能删了吗", "order_cancel"), ("order_status", "can you delete it", "order_cancel"),
        ("order_status", "删除账号", "privacy_delete"), ("order_status", "delete everything", "privacy_delete"),
        ("", "能删了吗", "privacy_delete"), ("opening_hours", "能删了吗", "privacy_delete"),
    ],
)  # fmt: skip
def test_who_wants_it_deleted_behind_an_order_means_the_order(
    topic: str, text: str, meant: str, content: Content
) -> None:
    scores = (IntentScore("privacy_delete", 0.95), IntentScore(OUT_OF_SCOPE, 0.05))
    behind = Form(topic, {"order_id": "10234"}) if topic == "order_status" else None
    conversation = Conversation("c", topic=topic, completed=behind)
    assert context.of_the_order(text, scores, (), conversation, content)[0].intent == meant


def test_a_number_in_words_behind_words_is_asked_back(content: Content) -> None:
    (guess,) = guesses.find("订单一零二三七", content.entities, ())
    assert (guess.kind, guess.value) == ("order_id", "10237")


@pytest.mark.parametrize("text", ["嗯", "嗯。", "恩", "是"])
def test_a_yes_of_one_character_is_one_where_it_stands_alone(text: str, content: Content) -> None:
    assert [e.value for e in entities.find(text, content.entities)] == ["yes"]


def test_not_to_send_something_yet_answers_nothing(content: Content) -> None:
    assert entities.find("先别发货", content.entities) == ()
