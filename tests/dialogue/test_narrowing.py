"""Questions that name a country, a place, a day, an order … get a yes, a no or what holds for it, by the demo shop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain import events as ev
from chatbot.domain.content import Content
from chatbot.domain.understanding import IntentScore
from chatbot.nlu import entities
from tests.fakes.models import FakeIntents
from tests.fakes.talk import Talk


class Unsure(FakeIntents):
    """The same for every message."""

    def __init__(self, *scores: tuple[str, float]) -> None:
        self.scores = tuple(IntentScore(*score) for score in scores)

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        return self.scores


@pytest.mark.parametrize(("text", "point"), [
    ("do you deliver to the UK? [delivery_abroad]", "not_delivered"),
    ("do you ship to Denmark as well [delivery_abroad]", "delivered"),
    ("Belgium? [delivery_abroad]", "delivered"),
    ("which countries do you deliver to [delivery_abroad]", "answer"),
    ("do you deliver outside Germany? [delivery_abroad]", "answer"),
    ("anywhere other than the Netherlands? [delivery_abroad]", "answer"),
    ("Spain or Norway? [delivery_abroad]", "answer"),
    ("can I get delivery anywhere but in Germany [delivery_abroad]", "answer"),
    ("payment methods other than the PayPal [payment_methods]", "answer"),
    ("can I pay cash on delivery? [payment_methods]", "not_accepted"),
    ("do you take paypal [payment_methods]", "accepted"),
    ("paypal or credit card? [payment_methods]", "answer"),
    ("how much is express [delivery_cost]", "express"),
    ("what does delivery cost [delivery_cost]", "answer"),
    ("你们能寄到英国吗 [delivery_abroad]", "not_delivered"),
    ("丹麦你们送不送 [delivery_abroad]", "delivered"),
    ("德国以外送吗 [delivery_abroad]", "answer"),
    ("除了德国还送哪里 [delivery_abroad]", "answer"),
    ("能货到付款吗 [payment_methods]", "not_accepted"),
    ("可以用支付宝吗 [payment_methods]", "accepted"),
    ("加急多少钱 [delivery_cost]", "express"),
    ("I'm in Belgium, is it free over 50? [delivery_cost]", "abroad"),
    ("how much is delivery to the UK [delivery_cost]", "not_delivered"),
    ("送到丹麦运费多少 [delivery_cost]", "abroad"),
    ("how much is shipping to Beijing [delivery_cost]", "not_delivered"),
    ("postage to Vienna? [delivery_cost]", "abroad"),
    ("postage to Munich? [delivery_cost]", "answer"),
    ("do you deliver to London [delivery_abroad]", "not_delivered"),
    ("how long does it take to New York [delivery_time]", "not_delivered"),
    ("how long does it take to Brussels [delivery_time]", "answer"),
    ("寄到新疆多少钱 [delivery_cost]", "not_delivered"),
    ("北京包邮吗 [delivery_cost]", "not_delivered"),
    ("能发内蒙古吗 [delivery_abroad]", "not_delivered"),
    ("澳门送吗 [delivery_abroad]", "not_delivered"),
    ("能寄到维也纳吗 [delivery_abroad]", "delivered"),
    ("送到上海要几天 [delivery_time]", "not_delivered"),
    # the message is of Monday, 2 March 2026, 11 am in Berlin
    ("are you open saturday at 8pm? [opening_hours]", "closed_then"),
    ("open on saturday at 11? [opening_hours]", "open_then"),
    ("do you close at 7 on saturday [opening_hours]", "open_day"),  # the very time that it closes
    ("are you open on friday [opening_hours]", "open_day"),
    ("are you open on sunday at 3 [opening_hours]", "closed_day"),
    ("open on christmas? [opening_hours]", "closed_day"),
    ("are you open now? [opening_hours]", "open_now"),
    ("are you open at 8pm [opening_hours]", "usually_closed"),
    ("are you open at 6? [opening_hours]", "usually_open"),
    ("were you closed last friday [opening_hours]", "answer"),
    ("when do you open [opening_hours]", "answer"),
    ("周六晚上8点开门吗 [opening_hours]", "closed_then"),
    ("周五下午三点可以来吗 [opening_hours]", "open_then"),
    ("现在上班吗 [opening_hours]", "open_now"),
    ("周日开门吗 [opening_hours]", "closed_day"),
    ("周六开门吗 [opening_hours]", "open_day"),
    ("晚上九点还开着吗 [opening_hours]", "usually_closed"),
    ("几点开门 [opening_hours]", "answer"),
    ("shop in Munich? [store_location]", "elsewhere"),
    ("have you got a shop in Austria [store_location]", "elsewhere"),
    ("is there a shop in Berlin [store_location]", "answer"),
    ("do you have a store in Germany [store_location]", "answer"),
    ("where is your shop [store_location]", "answer"),
    ("上海有店吗 [store_location]", "elsewhere"),
    ("柏林有店吗 [store_location]", "answer"),
    ("西安有店吗 [store_location]", "elsewhere"),
    ("is there a shop in Vienna [store_location]", "elsewhere"),
    ("can I pick up 10234 at the shop [delivery_pickup]", "on_its_way"),
    ("can I collect 10235 instead [delivery_pickup]", "changeable"),
    ("pick up 10237 [delivery_pickup]", "delivered"),
    ("pick up 10238 [delivery_pickup]", "cancelled"),
    ("do you have a student discount [price_match]", "offers"),
    ("I saw it cheaper elsewhere [price_match]", "answer"),
    ("双十一有优惠活动吗 [price_match]", "offers"),
    ("别家更便宜 [price_match]", "answer"),
    ("can I pick up at the shop [delivery_pickup]", "answer"),
    ("10234可以改自提吗 [delivery_pickup]", "on_its_way"),
    ("10235能自提吗 [delivery_pickup]", "changeable"),
    ("leave it with a neighbour please [delivery_place]", "chosen"),
    ("put it on the porch [delivery_place]", "chosen"),
    ("do you deliver to PO boxes? [delivery_place]", "not_possible"),
    ("can I use a parcel locker [delivery_place]", "as_address"),
    ("to my office please [delivery_place]", "as_address"),
    ("locker or neighbour? [delivery_place]", "answer"),
    ("where will it be left [delivery_place]", "answer"),
    ("can the sofa be left at the front door [delivery_place]", "furniture"),
    ("能放驿站吗 [delivery_place]", "chosen"),
    ("放快递柜 [delivery_place]", "as_address"),
    ("送到公司可以吗 [delivery_place]", "as_address"),
    ("能寄邮政信箱吗 [delivery_place]", "not_possible"),
    ("can it come on friday [delivery_day]", "on_day"),
    ("can it come on sunday [delivery_day]", "never_then"),
    ("can I choose a day [delivery_day]", "answer"),
    ("周日能送吗 [delivery_day]", "never_then"),
    ("why didn't it come last friday [delivery_day]", "answer"),
    ("a time slot for the table on friday [delivery_day]", "furniture"),
    ("周五前能到吗 [delivery_day]", "on_day"),
    ("周末送货吗 [delivery_day]", "answer"),
    ("can you wrap the lamp [gift_wrap]", "answer"),
    ("can you gift wrap the rug [gift_wrap]", "too_large"),
    ("沙发能包装吗 [gift_wrap]", "too_large"),
    ("where is the vase made [product_origin]", "known"),
    ("is the table solid oak [product_origin]", "known"),  # a quality, but the intent is sure and says it
    ("is it fair trade [product_origin]", "answer"),
    ("地毯是什么材质 [product_origin]", "known"),
    ("产地是哪里 [product_origin]", "answer"),
    ("payment failed but the money is gone [payment_failed]", "debited"),
    ("my card is declined [payment_failed]", "answer"),
    ("付款失败但钱扣了 [payment_failed]", "debited"),
    ("付款失败 [payment_failed]", "answer"),
    ("is there parking [store_location]", "detail"),
    ("坐地铁怎么去 [store_location]", "detail"),
    ("can I pay later [payment_methods]", "not_accepted"),
    ("能先发货后付款吗 [payment_methods]", "not_accepted"),
])  # fmt: skip
def test_what_is_named_narrows_the_answer(talk: Talk, text: str, point: str) -> None:
    (act,) = talk.say(text).acts
    assert act.point == point


def test_of_what_is_sold_out_it_is_told_where_to_be_notified(talk: Talk) -> None:
    (act,) = talk.say("is the sofa in stock [product_availability]").acts
    assert act.facts["notify_link"].endswith("/notify/fjord-sofa")


@pytest.mark.parametrize(("text", "kinds"), [
    ("which courier company is it", ()), ("哪家快递公司", ()), ("我的公司要发票", ()), ("is it outside the EU", ()),
    ("why was I charged", ()), ("为什么扣款", ()), ("do you sell park benches", ()),
    ("is there room to park", ("visit_detail",)), ("放我公司", ("delivery_place",)), ("钱都扣了", ("debited",)),
])  # fmt: skip
def test_places_and_details_are_not_found_in_other_words(content: Content, text: str, kinds: tuple[str, ...]) -> None:
    new = {k: v for k, v in content.entities.items() if k in ("delivery_place", "visit_detail", "debited")}
    assert tuple(e.kind for e in entities.find(text, new)) == kinds


def test_a_country_stands_with_its_article(talk: Talk) -> None:
    (act,) = talk.say("do you deliver to Holland [delivery_abroad]").acts
    assert act.facts["country"] == "the Netherlands"


def test_a_day_in_a_question_about_something_else_is_not_noted(talk: Talk) -> None:
    assert talk.say("who won the match last night [out_of_scope]").intent == "out_of_scope"


@pytest.mark.parametrize(("at", "point"), [("18:59", "open_now"), ("19:00", "closed_now"), ("09:59", "closed_now")])
def test_now_is_when_the_message_was_sent(talk: Talk, at: str, point: str) -> None:
    hour, minute = at.split(":")
    winter = f"2026-03-02T{int(hour) - 1:02}:{minute}:30.000Z"  # Berlin is an hour ahead
    talk.add(ev.CustomerSaid(at=winter, id="m", text="open now? [opening_hours]"))
    events = talk.pipeline.answer(talk.conversation, talk.conversation.pending[0], None)
    (act,) = next(e.decision for e in events if isinstance(e, ev.Decided)).acts
    assert act.point == point


@pytest.mark.parametrize("text", ["can I pick it up at the shop [delivery_pickup]", "可以自提吗 [delivery_pickup]"])
def test_the_order_talked_about_is_the_one_to_pick_up(talk: Talk, text: str) -> None:
    talk.say("where is 10234 [order_status]")
    (act,) = talk.say(text).acts
    assert act.point == "on_its_way"


def test_a_country_asked_about_before_is_not_the_one_meant_now(talk: Talk) -> None:
    talk.say("do you deliver to Austria [delivery_abroad]")
    (act,) = talk.say("where do you deliver to [delivery_abroad]").acts
    assert act.point == "answer"


def test_a_country_alone_is_about_whether_it_is_delivered_there(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("delivery_time", 0.44), ("order_status", 0.35)))
    assert talk.say("发货到香港吗").acts[0].topic == "delivery_abroad"


@pytest.mark.parametrize(("text", "point"), [
    ("how long is the warranty [warranty]", "answer"),
    ("is 10239 still under warranty [warranty]", "covered"),
    ("my lamp of 10234 stopped working [warranty]", "not_delivered"),
    ("warranty for 99999? [warranty]", "not_found"),
    ("10239还在保修期吗 [warranty]", "covered"),
    ("10235保修多久 [warranty]", "not_delivered"),
])  # fmt: skip
def test_the_warranty_of_an_order_is_looked_up(talk: Talk, text: str, point: str) -> None:
    assert talk.say(text).acts[0].point == point


@pytest.mark.parametrize(("text", "until"), [
    ("my lamp stopped working [warranty]", "27 February 2028"), ("台灯不亮了 [warranty]", "2028年2月27日")
])  # fmt: skip
def test_an_order_named_behind_the_warranty_is_about_that(content: Content, text: str, until: str) -> None:
    talk = Talk(content, locale="en" if text.isascii() else "zh")
    talk.say(text)
    (act,) = talk.say("10237").acts
    assert (act.topic, act.point, act.facts["warranty_until"]) == ("warranty", "covered", until)


@pytest.mark.parametrize(("before", "text", "topic", "point"), [
    ("how much is shipping [delivery_cost]", "by express? how much is that then", "delivery_cost", "express"),
    ("how much is shipping [delivery_cost]", "and express?", "delivery_cost", "express"),
    ("how much is shipping [delivery_cost]", "and to Austria?", "delivery_cost", "abroad"),
    ("how long does it take [delivery_time]", "to Norway, how much?", "delivery_cost", "not_delivered"),
    ("how long does it take [delivery_time]", "and to Norway?", "delivery_time", "not_delivered"),
    ("do you deliver to Belgium [delivery_abroad]", "and how much is that?", "delivery_cost", "abroad"),
    ("is express possible [delivery_time]", "how much is that", "delivery_cost", "express"),
    ("运费多少 [delivery_cost]", "加急呢", "delivery_cost", "express"),
    ("运费多少 [delivery_cost]", "寄比利时呢", "delivery_cost", "abroad"),
    ("要几天能到 [delivery_time]", "加急呢，多少钱", "delivery_cost", "express"),
    ("加急要几天 [delivery_time]", "那运费多少", "delivery_cost", "express"),
    ("能寄奥地利吗 [delivery_abroad]", "运费多少", "delivery_cost", "abroad"),
    ("do you take paypal [payment_methods]", "and klarna?", "payment_methods", "not_accepted"),
])  # fmt: skip
def test_what_narrows_the_answer_before_does_so_behind_it(
    talk: Talk, before: str, text: str, topic: str, point: str
) -> None:
    talk.say(before)
    (act,) = talk.say(text).acts
    assert (act.topic, act.point) == (topic, point)


@pytest.mark.parametrize("text", ["and the Luna lamp?", "please express yourself more clearly"])
def test_what_narrows_nothing_is_no_question_about_the_answer_before(talk: Talk, text: str) -> None:
    talk.say("how much is shipping [delivery_cost]")
    assert all(act.topic != "delivery_cost" for act in talk.say(text).acts)


@pytest.mark.parametrize("text", [
    "no need to register it, I just wanted to know how long the warranty is [warranty]",
    "never mind the report, how long is the warranty? [warranty]",
    "不用登记了，我就问问保修 [warranty]",
    "不登记了，保修多久 [warranty]",
])  # fmt: skip
def test_what_is_dropped_for_something_else_does_not_come_back(talk: Talk, text: str) -> None:
    talk.say("10237 arrived broken [order_damaged]")
    decision = talk.say(text)
    assert [act.topic for act in decision.acts] == ["not_confirmed", "warranty"]
    assert decision.form is None
    assert decision.suspended is None


def test_a_number_is_not_asked_for_again_by_what_was_dropped(talk: Talk) -> None:
    assert talk.say("where is my parcel [order_status]").form is not None
    decision = talk.say("forget it, when do you open [opening_hours]")
    assert [act.topic for act in decision.acts] == ["opening_hours"]
    assert decision.form is None


@pytest.mark.parametrize("when", ["at 8 in the evening", "on friday"])
def test_when_something_happened_does_not_say_what_is_wanted(talk: Talk, when: str) -> None:
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("opening_hours", 0.52), ("warranty", 0.44)))
    assert talk.say(f"it stopped working {when}").kind == "clarify"
