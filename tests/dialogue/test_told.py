"""Short questions behind an answer: its facts answer them, what follows it does, or a human is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.dialogue import told
from chatbot.domain import events as ev
from chatbot.domain.content import Content, FactKind
from chatbot.domain.decision import Decision
from chatbot.domain.understanding import AskKind, IntentScore
from tests.dialogue.test_escalation import Scores
from tests.fakes.models import FakeIntents, KeywordIntents
from tests.fakes.talk import AT, Talk

CANCELLED = ("cancel 10235 [order_cancel]", "tom@example.org", "yes")


def after(talk: Talk, *texts: str) -> Talk:
    for text in texts:
        talk.say(text)
    return talk


def topics(decision: Decision) -> list[str]:
    return [a.topic for a in decision.acts]


@pytest.mark.parametrize(("said", "text", "topic", "value"), [
    (CANCELLED, "how much", "told_amount", "238"),
    (CANCELLED, "and when?", "how_long", "7 days"),
    (CANCELLED, "when do I get my money", "how_long", "7 days"),
    (("where is 10234 [order_status]",), "when exactly", "told_date", "4 March"),
    (("where is 10234 [order_status]",), "where is it then", "told_link", "https://"),
    (("where is 10234 [order_status]",), "by whom", "told_carrier", "DHL"),
    (("where is 10236 [order_status]",), "which carrier", "told_carrier", "GLS"),
    (("do you have a warranty [warranty]",), "how long is it", "told_years", "2 years"),
    (("do you have a warranty [warranty]",), "how do I do that", "told_link", "https://"),
    (("pay in parts [installments]",), "is 80 euros enough", "told_minimum", "100"),
    (("pay in parts [installments]",), "minimum?", "told_minimum", "100"),
    (("pay in parts [installments]",), "for how many months", "told_months", "12 months"),
    (("SPRING20 fails [voucher_not_working]",), "until when", "told_date", "March"),
    (("wrap it [gift_wrap]",), "how much", "told_amount", "3.90"),
    (("do gift cards expire [gift_card_use]",), "how many years", "told_years", "3 years"),
    (("gift cards [gift_card_buy]",), "when does it expire", "gift_card_use", "3 years"),
    (("balance of GC-4821-7730 [gift_card_balance]",), "when does it expire", "gift_card_use", "3 years"),
    (("return it [return_policy]",), "how long do I have", "told_deadline", "30 days"),
    (("do you deliver to Italy [delivery_abroad]",), "where else", "told_list", "Denmark"),
    (("my password [password_reset]", "anna@example.com"), "where", "told_place", "anna@example.com"),
])  # fmt: skip
def test_a_fact_that_was_told_is_told_again(
    talk: Talk, said: tuple[str, ...], text: str, topic: str, value: str
) -> None:
    decision = after(talk, *said).say(text)
    assert (topics(decision), decision.kind, decision.form) == ([topic], "reply", None)
    assert value in talk.reply


@pytest.mark.parametrize(("said", "text", "topic", "value"), [
    ("10234\u5230\u54ea\u4e86[order_status]", "\u54ea\u5bb6\u5feb\u9012", "told_carrier", "DHL"),
    ("10234\u5230\u54ea\u4e86[order_status]", "\u90a3\u5728\u54ea", "told_link", "https://"),
    ("10234\u5230\u54ea\u4e86[order_status]", "\u51e0\u53f7", "told_date", "3\u67084\u65e5"),
    ("\u4fdd\u4fee[warranty]", "\u591a\u4e45", "told_years", "2\u5e74"),
    ("\u5206\u671f[installments]", "\u4ece\u591a\u5c11\u8d77", "told_minimum", "100"),
    ("\u793c\u54c1\u5305\u88c5[gift_wrap]", "\u591a\u5c11\u94b1", "told_amount", "3.90"),
    ("\u793c\u54c1\u5361[gift_card_buy]", "\u591a\u4e45\u8fc7\u671f", "gift_card_use", "3\u5e74"),
    ("\u5206\u671f[installments]", "80\u6b27\u591f\u5417", "told_minimum", "100"),
    ("\u79ef\u5206\u600e\u4e48\u7528[loyalty_program]", "\u6211\u6709\u591a\u5c11", "loyalty_points", "\u90ae\u7bb1"),
])  # fmt: skip
def test_a_fact_is_told_again_in_chinese(content: Content, said: str, text: str, topic: str, value: str) -> None:
    talk = Talk(content, locale="zh")
    assert topics(after(talk, said).say(text)) == [topic]
    assert value in talk.reply


@pytest.mark.parametrize(("said", "text", "topic"), [
    ("how do points work [loyalty_program]", "how many do I have", "loyalty_points"),
    ("how do points work [loyalty_program]", "and how much have I got?", "loyalty_points"),
    ("how do I pay with a gift card [gift_card_use]", "how much do I have left", "gift_card_balance"),
])  # fmt: skip
def test_what_one_has_is_looked_up_and_not_what_holds_for_all(talk: Talk, said: str, text: str, topic: str) -> None:
    decision = after(talk, said).say(text)
    assert (topics(decision), decision.kind) == ([topic], "ask")


@pytest.mark.parametrize(
    "text", ["how?", "how do I do that", "and what next?", "\u600e\u4e48\u5f04", "\u7136\u540e\u5462"]
)
def test_how_it_goes_on_tells_label_and_days(content: Content, text: str) -> None:
    said = (
        "return 10237 [return_start]"
        if text.isascii()
        else "\u6211\u8981\u628a\u8fd9\u4e2a\u8ba2\u535510237\u9000\u8d27[return_start]"
    )
    talk = Talk(content, locale="en" if text.isascii() else "zh")
    assert topics(after(talk, said).say(text)) == ["told_link", "told_deadline"]
    assert "https://" in talk.reply
    assert "30" in talk.reply


@pytest.mark.parametrize(("said", "text", "topic"), [
    (("where is 10234 [order_status]",), "how much", "not_known"),
    (("where is 10236 [order_status]",), "why", "why_not_known"),
    (("my password [password_reset]", "anna@example.com"), "how long does it take", "not_known"),
    (("SUMMER15 fails [voucher_not_working]",), "what now", "offer_human"),
])  # fmt: skip
def test_what_the_facts_do_not_say_is_not_known(talk: Talk, said: tuple[str, ...], text: str, topic: str) -> None:
    decision = after(talk, *said).say(text)
    assert (topics(decision), decision.offer, decision.form) == ([topic], "human", None)
    assert talk.say("yes").kind == "escalate"


def test_why_is_said_by_an_answer_that_explains(talk: Talk) -> None:
    (act,) = after(talk, "cancel 10236 [order_cancel]").say("why").acts
    assert (act.topic, act.point) == ("order_cancel", "too_late")


def test_who_is_displeased_hears_the_answer_again_and_that_the_reason_is_not_known(talk: Talk) -> None:
    assert topics(after(talk, "where is 10236 [order_status]").say("why so late")) == ["order_status", "why_not_known"]


def test_two_questions_in_one_are_both_answered(talk: Talk) -> None:
    assert topics(after(talk, *CANCELLED).say("how much and when?")) == ["told_amount", "how_long"]


def test_what_follows_an_answer_answers_what_it_does_not_say(talk: Talk) -> None:
    assert topics(after(talk, "return 10237 [return_start]").say("how much does it cost")) == ["return_cost"]


@pytest.mark.parametrize(("text", "topic"), [
    ("how much is the luna lamp [product_price]", "product_price"),
    ("when do you open [opening_hours]", "opening_hours"),
    ("why was I charged twice for 10234 [payment_double_charge]", "payment_double_charge"),
    ("how long is the warranty [warranty]", "warranty"),
])  # fmt: skip
def test_a_new_request_is_none_about_what_was_told(talk: Talk, text: str, topic: str) -> None:
    assert topic in topics(after(talk, "where is 10234 [order_status]").say(text))


def test_the_price_of_what_is_there_is_told_with_its_name(talk: Talk) -> None:
    assert topics(
        after(talk, "is the moss rug there [product_availability]").say("how much is it [product_price]")
    ) == ["product_price"]


def test_nothing_is_told_again_before_anything_was_told(talk: Talk) -> None:
    assert not {"told_amount", "not_known"} & set(topics(talk.say("how much")))


def test_while_something_is_filled_in_a_question_is_about_that(talk: Talk) -> None:
    after(talk, "where is 10234 [order_status]", "cancel 10235 [order_cancel]")
    assert "why_not_known" not in topics(talk.say("why"))


def test_what_was_told_three_times_helps_nobody(talk: Talk) -> None:
    after(talk, "where is 10234 [order_status]", "when", "when exactly")
    decision = talk.say("but when")
    assert (topics(decision), decision.offer) == (["told_date", "offer_human"], "human")


def test_a_fact_is_not_told_in_the_language_of_before(talk: Talk) -> None:
    after(talk, "10234\u5230\u54ea\u4e86[order_status]")
    assert topics(talk.say("and when [order_status]")) == ["order_status"]
    assert "Wednesday" in talk.reply


def test_every_question_and_every_fact_has_something_to_say(content: Content) -> None:
    assert set(told._ANSWERS) == set(AskKind.__args__)
    assert set(told._SAYS) == set(FactKind.__args__)
    assert set(told._SAYS.values()) <= set(content.situations)
    assert all(content.situations[name].facts == ("value",) for name in told._SAYS.values())


def test_every_fact_of_the_starter_content_has_a_kind(content: Content) -> None:
    told_by = {name for i in content.intents.values() for outcome in i.outcomes.values() for name in outcome.facts}
    without = {"order_id", "product", "quantity", "voucher_code", "gift_card_code", "country", "payment_method",
               "contact_phone", "contact_email", "holidays_link", "voucher_limit",
               "opens_at", "visit_day", "visit_time", "visit_detail", "wanted_day", "delivery_place", "delivery_places",
                   "loyalty_use", "material", "made_in"}  # fmt: skip
    assert told_by - set(content.facts) == without


@pytest.mark.parametrize("text", ["where is my refund, Anna said today", "she promised me a voucher"])
def test_what_an_agent_promised_is_for_an_agent(talk: Talk, text: str) -> None:
    after(talk, "a human please [talk_to_human]")
    talk.add(ev.AgentJoined(at=AT, agent="anna"), ev.AgentLeft(at=AT, agent="anna", to="bot"))
    assert talk.say(f"{text} [refund_status]").kind == "escalate"


def test_without_an_agent_before_nothing_was_promised(talk: Talk) -> None:
    assert talk.say("Anna said 10234 comes today [order_status]").kind == "reply"


@pytest.mark.parametrize("text", ["forget it [never_mind]", "\u7b97\u4e86[never_mind]"])
def test_who_forgets_one_of_several_forgets_all_of_them(talk: Talk, text: str) -> None:
    after(talk, "cancel 10235 [order_cancel] and cancel 20519 [order_cancel]")
    decision = talk.say(text)
    assert (decision.form, decision.requests, topics(decision)) == (None, (), ["dropped_too", "form_cancelled"])
    assert "20519" in talk.reply


@pytest.mark.parametrize(
    "text", ["I have been waiting for my sofa for two weeks", "\u7b49\u4e86\u4e24\u5468\u6c99\u53d1\u8fd8\u6ca1\u5230"]
)
def test_who_waits_in_vain_is_told_where_it_is(talk: Talk, text: str) -> None:
    after(talk, "where is 10236 [order_status]")
    object.__setattr__(talk.pipeline, "intents", Scores(("order_status", 0.45), ("order_missing_item", 0.3)))
    (act,) = talk.say(text).acts
    assert (act.topic, act.point) == ("order_status", "delayed")


@pytest.mark.parametrize(("before", "text"), [
    ("return 10237 [return_start]", "do I have to pay for shipping"),
    ("what is your return policy [return_policy]", "who pays the postage?"),
    ("I want to return something [return_start]", "is shipping free?"),
    ("退货10237 [return_start]", "要运费吗"),
    ("怎么退货 [return_start]", "运费多少"),
    ("能换货吗 [exchange]", "包邮吗"),
])  # fmt: skip
def test_what_shipping_costs_is_about_the_way_back_behind_a_return(content: Content, before: str, text: str) -> None:
    talk = Talk(content)
    talk.pipeline = replace(talk.pipeline, intents=Spoken())
    talk.say(before)
    assert talk.say(text).acts[0].topic == "return_cost"


@pytest.mark.parametrize("text", ["how much is delivery for a new order", "how much is delivery"])
def test_what_delivery_costs_is_not_about_the_way_back(content: Content, text: str) -> None:
    talk = Talk(content)
    talk.pipeline = replace(talk.pipeline, intents=Spoken())
    talk.say("return 10237 [return_start]")
    assert talk.say(text).acts[0].topic == "delivery_cost"


@pytest.mark.parametrize("text", ["how long will it take then", "那要多久"])
def test_who_was_asked_what_to_do_with_an_order_wants_to_know_when_that_comes(content: Content, text: str) -> None:
    talk = Talk(content)
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(long="delivery_time", 多久="delivery_time"))
    talk.say("10236")
    (act,) = talk.say(text).acts
    assert (act.topic, act.point) == ("order_status", "delayed")


def test_how_long_something_usually_takes_is_not_about_the_order(content: Content) -> None:
    talk = Talk(content)
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(where="order_status", long="delivery_time"))
    talk.say("where is 10236")
    assert talk.say("how long is delivery usually").acts[0].topic == "delivery_time"


class Spoken(FakeIntents):
    """What stands in brackets, and of what has none the cost of delivery."""

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        return super().score(text if "[" in text else f"{text} [delivery_cost]", language)
