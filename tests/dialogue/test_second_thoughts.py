"""Changed minds, things told instead of an answer, and wishes that only look like another one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain import events as ev
from chatbot.domain.content import Content
from tests.dialogue.test_hints import topics
from tests.fakes.models import KeywordIntents
from tests.fakes.talk import Talk

CANCEL = ("cancel 10241 [order_cancel]", "marta@example.org")


def said(talk: Talk, *texts: str) -> Talk:
    for text in texts:
        talk.say(text)
    return talk


@pytest.mark.parametrize("text", ["wait yes", "no wait, yes do it", "actually yes please"])
def test_who_says_yes_after_a_no_is_asked_once_more(talk: Talk, text: str) -> None:
    decision = said(talk, *CANCEL, "no").say(text)
    assert (decision.kind, decision.form.asking, decision.form.slots["order_id"]) == ("ask", "confirmed", "10241")
    assert talk.say("yes").acts[0].point == "cancelled"


def test_a_no_and_a_yes_in_one_are_asked_back(talk: Talk) -> None:
    decision = said(talk, *CANCEL).say("no wait yes")
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")


@pytest.mark.parametrize("text", ["that's a pity", "too bad", "shame", "bummer", "可惜"])
def test_mild_regret_is_no_complaint(talk: Talk, text: str) -> None:
    said(talk, "where is 10236 [order_status]")
    assert topics(talk.say(text)) == ["anything_else"]


def test_ok_then_another_wish_is_no_yes_to_a_human(talk: Talk) -> None:
    said(talk, "about 10241", "gibberish", "more gibberish")
    assert talk.conversation.offer == "human"
    decision = talk.say("ok then cancel it [order_cancel]")
    assert (decision.kind, decision.form.slots) == ("ask", {"order_id": "10241"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [("ok how much", "reply"), ("yes why not", "escalate"), ("yes, how long", "escalate")],
)
def test_ok_and_a_question_of_something_else_is_no_yes_to_a_human(talk: Talk, text: str, kind: str) -> None:
    said(talk, "where is 10236 [order_status]", "why is it late")
    assert talk.conversation.offer == "human"
    assert talk.say(text).kind == kind


def test_an_address_told_to_a_guess_leaves_the_guess(talk: Talk) -> None:
    said(talk, "where is 1o235 [order_status]", "tom@example.org")
    assert talk.conversation.form.guess == "10235"
    assert talk.say("yes").acts[0].facts["order_id"] == "10235"


def test_an_address_told_to_an_offer_leaves_the_offer(talk: Talk) -> None:
    decision = said(talk, "return 20521, but not the candles [return_start]").say("tom@example.org")
    assert (topics(decision), decision.offer) == (["offer_human"], "human")
    assert talk.say("yes").kind == "escalate"


def test_another_address_for_what_was_not_found_is_tried_whatever_is_said_about_it(talk: Talk) -> None:
    said(talk, "cancel 10235 [order_cancel]", "anna@example.com")
    assert talk.conversation.outcome == "not_found"
    decision = talk.say("oh it's my boyfriend's account. tom@example.org [account_login|privacy_delete]")
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")


def test_who_tells_the_number_of_an_order_is_not_told_where_it_stands(talk: Talk) -> None:
    assert topics(talk.say("my order number is 10235, tom@example.org [order_number]")) == ["what_about"]


@pytest.mark.parametrize(
    "text", ["42 Park Lane London", "Lindenstrasse 5, 10115 Berlin", "it's 7 rue de la Paix, Paris"]
)
def test_an_address_is_where_the_order_is_to_go(talk: Talk, text: str) -> None:
    said(talk, "change the address of 10241 [order_address]")
    decision = talk.say(text)
    assert (decision.intent, decision.acts[0].facts["order_id"]) == ("order_address", "10241")


def test_what_it_costs_amid_a_return_is_what_the_return_costs(talk: Talk) -> None:
    said(talk, "can I return the rug from 20521? [return_start]")
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(cost="product_price"))
    decision = talk.say("how much does that cost me")
    assert decision.acts[0].topic == "return_cost"
    assert decision.form.intent == "return_start"


def test_a_number_of_pieces_behind_a_price_is_about_that(talk: Talk) -> None:
    said(talk, "what does gift wrapping cost [gift_wrap]")
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(two="payment_double_charge"))
    assert topics(talk.say("for two then")) == ["gift_wrap"]


def test_one_of_those_served_together_is_meant_by_its_place(talk: Talk) -> None:
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(0.6, check="order_status", cancel="order_cancel"))
    decision = talk.say("can you check two orders for me 10241 and 20521")
    assert [a.facts["order_id"] for a in decision.acts] == ["10241", "20521"]
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(cancel="order_cancel"))
    assert talk.say("cancel the second one").acts[0].facts["order_id"] == "20521"
    assert talk.say("no the first").form.slots["order_id"] == "10241"


def test_the_first_of_several_is_no_part_of_one(content: Content) -> None:
    talk = Talk(content, locale="zh")
    words = {"取消": "order_cancel", "查": "order_status"}
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(**words))
    talk.say("查一下10241和20521")
    assert talk.say("取消第一个").form.slots == {"order_id": "10241"}


@pytest.mark.parametrize("text", ["is it in the same parcel", "will they come together?", "是同一个包裹吗"])
def test_whether_it_is_one_parcel_is_not_known(talk: Talk, text: str) -> None:
    said(talk, "where is 10234 [order_status]")
    decision = talk.say(text)
    assert (topics(decision), decision.offer) == (["not_known"], "human")
    said(talk, "there is no candle in 10234 [order_missing_item]")
    # In the place of a yes it is said in front of the question, which waits.
    assert topics(talk.say(text)) == ["not_known_yet", "order_missing_item"]


@pytest.mark.parametrize("text", ["no no wait, don't transfer me", "don't put me through", "please don't connect me"])
def test_who_does_not_want_to_be_transferred_is_with_the_bot_again(talk: Talk, text: str) -> None:
    said(talk, "agent [talk_to_human]")
    assert topics(talk.say(text)) == ["bot_returns"]
    assert talk.conversation.owner == "bot"


def test_who_asks_while_waiting_is_told_once_how_to_go_on(talk: Talk) -> None:
    said(talk, "agent [talk_to_human]", "sorry, bad day")
    assert topics(talk.say("where is 20522 [order_status]")) == ["still_waiting", "queue_way_out"]
    assert talk.say("and 10234 [order_status]").kind == "silent"
    said(talk, "back to the assistant")
    assert talk.conversation.owner == "bot"


def test_nobody_who_must_be_seen_is_told_how_to_leave(talk: Talk) -> None:
    said(talk, "I will sue you [legal_threat]", "well")
    assert talk.say("where is 20522 [order_status]").kind == "silent"


def test_a_complaint_with_a_question_is_answered(content: Content) -> None:
    talk = Talk(content)
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(excuses="complaint", where="order_status"))
    decision = talk.say("I've had enough of your excuses. Where is 10236?")
    assert (topics(decision), decision.acts[0].facts["order_id"]) == (["order_status"], "10236")


@pytest.mark.parametrize("close", ["goodbye", "greeting", "thanks"])
def test_no_greeting_is_offered_as_what_may_be_meant(talk: Talk, close: str) -> None:
    decision = talk.say(f"do you do next day [{close}|delivery_time]")
    assert close not in decision.options


def test_an_order_named_in_words_that_say_nothing_is_asked_about(talk: Talk) -> None:
    assert topics(talk.say("my neighbour saw something odd about the thing with 20521 yesterday")) == ["what_about"]


def test_what_is_sold_out_again_is_regretted(talk: Talk) -> None:
    decision = talk.say("The sofa sold out AGAIN? When is it back? [product_availability]")
    assert decision.acts[0].mood == "unhappy"
    assert any(isinstance(e, ev.BotSaid) and "sorry" in e.text.lower() for e in talk.events)


@pytest.mark.parametrize(
    "text", ["i don't want a refund, i want a new one", "no, just exchange it [exchange]", "我不要退款\uff0c要换新"]
)
def test_how_it_shall_be_put_right_is_no_no_to_a_report(talk: Talk, text: str) -> None:
    decision = said(talk, "my lamp in 10234 is broken [order_damaged]").say(text)
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")
    assert topics(decision) == ["remedy", "order_damaged"]
    assert talk.say("yes").acts[0].point == "reported"


def test_a_refund_instead_of_a_cancellation_is_a_no_to_that(talk: Talk) -> None:
    assert said(talk, *CANCEL).say("no, i want a new one").form is None


def test_never_mind_where_nothing_is_open_is_heard(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(改地址="order_address", 不改="never_mind"))
    talk.say("10235能改地址吗")
    assert topics(talk.say("算了不改了")) == ["never_mind"]
