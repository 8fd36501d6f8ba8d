"""What customers say beside the question: more of a trouble, "the other one", a number behind the rules."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from tests.dialogue.test_escalation import Scores
from tests.fakes.models import KeywordIntents
from tests.fakes.talk import Talk


def scored(talk: Talk, *scores: tuple[str, float]) -> None:
    object.__setattr__(talk.pipeline, "intents", Scores(*scores))


def test_it_behind_an_order_is_no_account(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    assert talk.say("can you delete it [privacy_delete]").intent == "order_cancel"
    assert talk.say("delete the whole thing then [privacy_delete]").intent == "order_cancel"


@pytest.mark.parametrize("text", ["can you delete my account [privacy_delete]", "delete my data [privacy_delete]"])
def test_an_account_behind_an_order_is_one(talk: Talk, text: str) -> None:
    talk.say("where is 10234 [order_status]")
    assert talk.say(text).intent == "privacy_delete"


def test_one_thing_more_of_a_damage_calls_nobody(talk: Talk) -> None:
    talk.say("the shade is broken [order_damaged]")
    scored(talk, ("product_injury", 0.95))
    decision = talk.say("and the cable too")
    assert (decision.kind, decision.form.intent) == ("ask", "order_damaged")
    assert talk.say("and my hand").kind == "escalate"


def test_one_thing_more_while_a_yes_is_asked_for_calls_nobody(talk: Talk) -> None:
    talk.say("the lamp is broken [order_damaged]")
    talk.say("10237")
    scored(talk, ("product_injury", 0.95))
    decision = talk.say("and the cable too")
    assert (decision.kind, decision.form.intent, decision.form.asking) == ("ask", "order_damaged", "confirmed")


@pytest.mark.parametrize("text", ["怎么找", "在哪看", "那去哪里找啊", "订单号在哪儿能看到\uff1f"])
def test_where_the_number_stands_is_told_in_chinese(content: Content, text: str) -> None:
    talk = Talk(content, locale="zh")
    talk.say("我的快递到哪了[order_status]")
    talk.say("忘了订单号")
    decision = talk.say(text)
    assert decision.acts[0].topic == "order_number"
    assert decision.form is not None


def test_where_the_number_stands_is_told_while_it_is_asked_for(talk: Talk) -> None:
    talk.say("my lamp is broken [order_damaged]")
    decision = talk.say("no idea, where do i find that")
    assert "account" in talk.reply
    assert decision.form.intent == "order_damaged"


def test_a_number_found_after_all_accepts_no_human(talk: Talk) -> None:
    talk.say("where is my parcel [order_status]")
    talk.say("I don't have the number to hand")
    assert talk.codes() == ["slot_lacking"]
    assert talk.say("ok 10234").acts[-1].point == "shipped"


def test_the_other_of_two_orders(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    talk.say("and 10236")
    talk.say("and the other one?")
    assert "10234" in talk.reply


def test_another_one_that_nothing_was_said_of_is_not_made_up(talk: Talk) -> None:
    talk.say("how big is the oak table [product_size]")
    scored(talk, ("exchange", 0.61))
    assert talk.say("and the other one?").completed is None


@pytest.mark.parametrize("rules", ["how do returns work [return_policy]", "how do refunds work [refund_policy]"])
def test_a_number_behind_the_rules_is_for_what_they_are_about(talk: Talk, rules: str) -> None:
    talk.say(rules)
    scored(talk, ("order_status", 0.66))
    decision = talk.say("it's 20518")
    assert decision.intent in ("return_start", "refund_status")
    assert decision.intent != "return_start" or decision.acts[-1].topic == "return_start"


def test_who_asked_for_the_rules_is_asked_before_it_is_done(talk: Talk) -> None:
    talk.say("how do returns work [return_policy]")
    decision = talk.say("10237")
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")


def test_what_was_asked_is_not_asked_again_behind_its_answer(talk: Talk) -> None:
    talk.say("any news? [order_status]")
    talk.say("about my refund [refund_status]")
    decision = talk.say("20518")
    assert (decision.kind, decision.completed.intent) == ("reply", "refund_status")


def test_what_is_named_behind_an_order_is_of_that_order(talk: Talk) -> None:
    talk.say("what about 10238 [order_status]")
    scored(talk, ("refund_policy", 0.98))
    assert talk.say("and the money?").intent == "refund_status"


def test_an_address_chooses_no_deed_among_several(talk: Talk) -> None:
    talk.say("10235")
    assert talk.conversation.options
    assert talk.say("tom@example.org").form is None


def test_a_no_in_the_queue_gives_up_nothing(talk: Talk) -> None:
    talk.say("a person please [talk_to_human]")
    object.__setattr__(talk.pipeline, "intents", KeywordIntents(called="complaint", no="never_mind"))
    for text in ("no", "no, nobody called"):
        talk.say(text)
        assert talk.conversation.owner == "queue"
        assert "left_queue" not in talk.codes()


def test_what_did_not_come_has_no_warranty(talk: Talk) -> None:
    scored(talk, ("order_not_received", 0.41), ("warranty", 0.37))
    assert talk.say("my lamp hasn't turned up").intent == "order_status"


def test_a_product_that_is_only_named_is_asked_about(talk: Talk) -> None:
    scored(talk, ("warranty", 0.91))
    decision = talk.say("my lamp")
    assert (decision.kind, decision.acts[0].topic) == ("clarify", "what_about")


@pytest.mark.parametrize("text", ["no I threw it away already", "no not them either", "no I never got it"])
def test_what_was_done_declines_nothing(talk: Talk, text: str) -> None:
    for said in ("one vase came in bits [order_damaged]", "20517"):
        talk.say(said)
    assert talk.say(text).form.asking == "confirmed"


def test_a_no_with_what_it_is_declines(talk: Talk) -> None:
    for said in ("the wrong chair came [order_wrong_item]", "20521"):
        talk.say(said)
    talk.say("no hang on that's the rug one")
    assert "not_confirmed" in talk.codes()


def test_praise_in_mockery_is_a_complaint(talk: Talk) -> None:
    scored(talk, ("compliment", 1.0))
    assert talk.say("great. just great").intent == "complaint"
    scored(talk, ("compliment", 1.0))
    assert talk.say("great service, thank you").intent == "compliment"


def test_opening_hours_follow_the_place(content: Content) -> None:
    talk = Talk(content)
    talk.say("can I park there [store_location]")
    scored(talk, ("delivery_day", 0.73), ("opening_hours", 0.2))
    assert talk.say("and on sundays").intent == "opening_hours"


def test_two_codes_follow_a_code_that_is_refused(content: Content) -> None:
    talk = Talk(content)
    talk.say("WELCOME10 doesn't work [voucher_not_working]")
    scored(talk, ("voucher_combine", 0.4), ("voucher_use", 0.3))
    assert talk.say("can I use it with another one?").intent == "voucher_combine"


def test_it_behind_an_order_that_was_only_named_is_no_account(talk: Talk) -> None:
    for text in ("10234", "ta [thanks]"):
        talk.say(text)
    assert talk.say("can you delete it [privacy_delete]").intent == "order_cancel"


def test_the_wrong_product_is_more_than_its_name(talk: Talk) -> None:
    scored(talk, ("order_wrong_item", 0.99))
    assert talk.say("I got the wrong lamp").form.intent == "order_wrong_item"


def test_what_is_compared_by_price_is_told_of_each(talk: Talk) -> None:
    scored(talk, ("product_price", 0.98))
    talk.say("which one is cheaper the rug or the shelf")
    assert "129" in talk.reply
    assert "159" in talk.reply


def test_where_it_is_made_is_about_what_was_talked_of(talk: Talk) -> None:
    talk.say("how much is the moss rug [product_price]")
    assert "Portugal" in (talk.say("ok lovely where is it made [product_origin]") and talk.reply)
    talk.say("where are your things made [product_origin]")
    assert "Portugal" not in talk.reply


def test_praise_of_what_came_is_no_damage(talk: Talk) -> None:
    scored(talk, ("order_damaged", 0.9))
    assert talk.say("the lamp arrived today and it's lovely").intent == "compliment"


@pytest.mark.parametrize("text", ["and for lamps?", "and on furniture"])
def test_the_same_is_asked_of_another_kind_of_thing(content: Content, text: str) -> None:
    talk = Talk(content)
    talk.say("how long is the warranty on the sofa [warranty]")
    scored(talk, ("business_customer", 0.66), ("product_range", 0.1))
    assert talk.say(text).intent == "warranty"


def test_what_follows_goes_before_the_same_again(content: Content) -> None:
    talk = Talk(content)
    talk.say("what does delivery cost [delivery_cost]")
    follow_up = content.intents["delivery_cost"].follow_ups[0]
    scored(talk, ("business_customer", 0.5), (follow_up, 0.3))
    assert talk.say("and for returns").intent == follow_up
