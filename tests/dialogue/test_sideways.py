"""Answers that are given sideways: refused, unsure which, mocking, with something else in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain.content import Content
from tests.dialogue.test_hints import sure, topics
from tests.fakes.models import KeywordIntents
from tests.fakes.talk import Talk


@pytest.mark.parametrize(
    ("locale", "first", "text"),
    [
        ("en", "how many points do I have? [loyalty_points]", "I don't remember which email I used [contact]"),
        ("zh", "我攒了多少积分[loyalty_points]", "忘了是哪个邮箱[contact]"),
    ],
)
def test_who_does_not_know_which_address_is_asked_for_the_usual_one(
    content: Content, locale: str, first: str, text: str
) -> None:
    talk = Talk(content, locale=locale)
    talk.say(first)
    decision = sure(talk, text)
    assert (decision.kind, topics(decision)[0], decision.form.asking) == ("ask", "try_usual", "email")
    again = sure(talk, text)
    assert (topics(again), again.offer) == (["lacking"], "human")


def test_who_does_not_know_which_address_and_was_asked_nothing_is_asked_what_it_is_about(content: Content) -> None:
    talk = Talk(content, locale="zh")
    assert topics(talk.say("忘了是哪个邮箱[contact]")) == ["what_is_it"]


@pytest.mark.parametrize(
    ("locale", "first", "text"),
    [
        ("en", "how many points do I have? [loyalty_points]", "I'd rather not give you my email [contact]"),
        ("zh", "我攒了多少积分[loyalty_points]", "邮箱不想给你[contact]"),
    ],
)
def test_who_does_not_want_to_give_it_is_not_told_to_look_for_it(
    content: Content, locale: str, first: str, text: str
) -> None:
    talk = Talk(content, locale=locale)
    talk.say(first)
    decision = sure(talk, text)
    assert (decision.kind, topics(decision), decision.offer) == ("reply", ["refused"], "human")


def test_who_asks_if_it_goes_without_is_told_why(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我攒了多少积分[loyalty_points]")
    assert topics(sure(talk, "不给就不能查吗[order_cancel]"))[0] == "why_asked"


def test_mocking_praise_amid_a_request_is_not_thanked_for(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("花瓶是碎的[order_damaged]")
    decision = sure(talk, "呵呵 服务真好[compliment]")
    assert (decision.kind, topics(decision)) == ("ask", ["order_damaged"])


def test_mocking_praise_is_answered_as_displeasure(content: Content) -> None:
    decision = Talk(content, locale="zh").say("呵呵，真不错[compliment]")
    assert (topics(decision), decision.offer) == (["displeased"], "human")


@pytest.mark.parametrize("text", ["超过30天了呢", "那怎么弄", "都过了两个月"])
def test_what_is_no_try_at_a_number_is_not_told_how_numbers_look(text: str, content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我要退货[return_start]")
    assert "slot_invalid" not in topics(talk.say(text))


def test_a_number_in_words_is_asked_back_whatever_it_sounds_like(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我要退货[return_start]")
    assert "did_you_mean" in topics(talk.say("订单一零二三七[order_change|order_cancel]"))


def test_what_is_said_of_a_product_leaves_the_request_open(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我要退货[return_start]")
    decision = talk.say("枕头太软了")
    assert (decision.kind, topics(decision)[0], decision.form.intent) == ("ask", "which_one", "return_start")


def test_an_address_alone_opens_nothing_that_is_done_with_an_order(content: Content) -> None:
    talk = Talk(content, locale="zh")
    assert "order_cancel" in talk.say("10235").options
    decision = talk.say("tom@example.org")
    assert (decision.kind, decision.form) == ("clarify", None)


def test_a_question_with_a_product_in_it_is_no_bare_product(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("苔藓地毯多少钱[product_price]")
    talk.say("双人沙发配多大的合适[product_size|exchange]")
    assert "same_request" not in talk.codes()


@pytest.mark.parametrize(("locale", "text"), [("zh", "等等 我再想想"), ("en", "wait, let me think")])
def test_who_wants_to_think_it_over_threatens_nobody(content: Content, locale: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    talk.say(
        "cancel 10235 tom@example.org [order_cancel]" if locale == "en" else "取消10235 tom@example.org[order_cancel]"
    )
    assert sure(talk, f"{text} [legal_threat]").kind != "escalate"


@pytest.mark.parametrize(("locale", "text"), [("zh", "哦等下"), ("en", "one moment")])
def test_who_asks_for_a_moment_unasked_is_understood(content: Content, locale: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    talk.say(text)
    assert "nothing_open" in talk.codes()


def test_who_has_heard_nothing_is_asked_on_and_told_of_nothing_else(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("退款呢[refund_status]")
    decision = sure(talk, "到现在没消息[job_application]")
    assert (decision.kind, topics(decision), decision.form.intent) == ("ask", ["refund_status"], "refund_status")


@pytest.mark.parametrize(("locale", "text"), [("zh", "在哪"), ("en", "where is it")])
def test_where_behind_a_number_is_where_that_order_is(content: Content, locale: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    talk.say("10234")
    assert sure(talk, f"{text} [store_location]").intent == "order_status"


def test_a_reason_to_send_it_back_begins_nothing_else(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我想把那个枕头退了[return_start]")
    decision = sure(talk, "不想要了[order_cancel]")
    assert (decision.kind, decision.form.intent) == ("ask", "return_start")


def test_an_address_where_a_number_is_asked_for_is_understood(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我要退货[return_start]")
    assert topics(talk.say("li@example.org")) == ["which_one", "return_start"]


def test_ok_where_a_number_is_asked_for_is_no_farewell(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我要退货[return_start]")
    assert talk.say("好的[goodbye|thanks]").kind == "ask"


def test_whether_a_piece_can_be_taken_out_asks_nothing_of_the_product(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("枕头")
    talk.say("能删掉椅子不[order_change]")
    assert "option_by_entity" not in talk.codes()


def test_who_keeps_an_address_to_oneself_is_in_no_danger(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(不想="self_harm"))
    assert talk.say("我不想说邮箱").kind != "escalate"
    assert talk.say("我不想活了").kind == "escalate"


@pytest.mark.parametrize(("text", "code"), [
    ("47 11", "not_understood"), ("1/2", "not_understood"), ("4711 0815", "number_wrong"), ("😐", "empty_message"),
])  # fmt: skip
def test_a_number_that_nothing_is_made_of_was_read_all_the_same(talk: Talk, text: str, code: str) -> None:
    talk.say(text)
    assert talk.codes()[0] == code
