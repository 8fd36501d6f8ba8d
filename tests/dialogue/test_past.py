"""What was put aside, offered or served before, and how a customer comes back to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.dialogue.settings import DialogueSettings
from chatbot.domain import events as ev
from chatbot.domain.content import Content
from tests.dialogue.test_escalation import Scores
from tests.dialogue.test_quotes import Unsure
from tests.fakes.models import FakeDetector
from tests.fakes.talk import AT, Talk


def confirming(talk: Talk) -> None:
    for text in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(text)
    assert talk.conversation.form.asking == "confirmed"


def test_a_corrected_number_at_the_confirmation_is_no_refusal(talk: Talk) -> None:
    confirming(talk)
    decision = talk.say("no, 20519")
    assert "not_confirmed" not in talk.codes()
    assert decision.form.slots["order_id"] == "20519"


@pytest.mark.parametrize(
    "text", ["actually please do cancel it [never_mind|order_cancel]", "cancel it after all [order_cancel]"]
)
def test_what_was_declined_is_taken_up_again_and_asked_again(talk: Talk, text: str) -> None:
    confirming(talk)
    talk.say("no")
    decision = talk.say(text)
    assert decision.form.slots == {"order_id": "10235", "email": "tom@example.org"}
    assert decision.form.asking == "confirmed"
    assert talk.say("yes").acts[0].point == "cancelled"


@pytest.mark.parametrize("text", ["ok", "thanks [thanks]", "no, do not cancel it [order_cancel]", "flurb"])
def test_what_was_declined_is_not_taken_up_by_anything_else(talk: Talk, text: str) -> None:
    confirming(talk)
    talk.say("no")
    talk.say(text)
    assert talk.conversation.form is None


def test_another_number_after_a_refusal_is_for_the_same_request(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    talk.say("my vase is broken [order_damaged]")
    talk.say("no")
    assert talk.say("10237").form.slots == {"order_id": "10237"}
    assert "10237" in talk.reply


def test_a_no_in_front_of_another_question_declines_and_answers(talk: Talk) -> None:
    confirming(talk)
    decision = talk.say("no, where is 10236 [order_status]?")
    assert [a.topic for a in decision.acts] == ["not_confirmed", "order_status"]
    assert decision.form is None


def test_a_dropped_request_is_remembered(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]")
    talk.say("never mind [never_mind]")
    assert talk.say("I do want to cancel it [order_cancel]").form.slots == {"order_id": "10235"}


def test_the_bot_comes_back_to_a_request_once_and_then_waits(talk: Talk) -> None:
    talk.say("cancel my order [order_cancel]")
    assert talk.say("when are you open [opening_hours]").form.intent == "order_cancel"
    decision = talk.say("and where [store_location]")
    assert ([a.topic for a in decision.acts], decision.form) == (["store_location"], None)
    assert talk.say("10235").form.slots == {"order_id": "10235"}


def test_a_yes_long_after_is_no_confirmation(talk: Talk) -> None:
    confirming(talk)
    talk.say("when are you open [opening_hours]")
    talk.say("and where [store_location]")
    talk.say("yes")
    assert talk.say("where is 10235 [order_status]").acts[0].point == "processing"


@pytest.mark.parametrize("text", ["what if I say yes?", "maybe", "is that final"])
def test_a_yes_or_no_question_is_not_asked_for_an_example(talk: Talk, text: str) -> None:
    confirming(talk)
    assert [a.topic for a in talk.say(text).acts] == ["yes_or_no", "order_cancel"]


@pytest.mark.parametrize(("text", "topic"), [
    ("123", "slot_invalid"), ("1023456", "number_wrong"), ("hm", "not_an_answer"),
    ("what do you mean?", "not_an_answer"),
    ("the one I made in 2024 for my aunt who lives by the sea", "not_an_answer"),
])  # fmt: skip
def test_how_a_number_looks_is_told_to_who_tried(talk: Talk, text: str, topic: str) -> None:
    talk.say("where is my parcel [order_status]")
    assert [a.topic for a in talk.say(text).acts] == [topic, "order_status"]


def test_a_close_call_within_a_form_is_asked_about_and_the_form_waits(talk: Talk) -> None:
    talk.say("where is my parcel [order_status]")
    decision = talk.say("my money [refund_status|refund_policy]")
    assert (decision.kind, decision.suspended.intent) == ("clarify", "order_status")


@pytest.mark.parametrize("text", ["1o234", "10 234", "l0234", "10.234", "\u4e00\u96f6\u4e8c\u4e09\u56db"])
def test_a_mistyped_number_is_asked_back_and_taken_after_a_yes(talk: Talk, text: str) -> None:
    talk.say("where is my parcel [order_status]")
    decision = talk.say(text)
    assert [a.topic for a in decision.acts] == ["did_you_mean"]
    assert decision.quick_replies
    assert talk.say("yes").completed.slots == {"order_id": "10234"}


def test_a_wrong_guess_is_given_up(talk: Talk) -> None:
    talk.say("where is order 1o234 [order_status]")
    assert [a.kind for a in talk.say("no").acts] == ["ask"]
    assert talk.say("10236").acts[0].point == "delayed"


def test_a_chosen_offer_is_about_the_number_that_was_named(talk: Talk, content: Content) -> None:
    talk.say("10236")
    decision = talk.say(content.intents["order_status"].title["en"])
    assert decision.completed.slots == {"order_id": "10236"}


def test_a_single_offer_is_served_at_once(talk: Talk) -> None:
    assert talk.say("WELCOME10").acts[0].point == "valid"


def test_a_thing_alone_is_no_request_however_it_scores(talk: Talk) -> None:
    object.__setattr__(talk.pipeline, "intents", Scores(("product_care", 0.6), ("out_of_scope", 0.1)))
    assert talk.say("Luna lamp").options == ("product_availability", "product_price", "product_size")


def test_an_unclear_message_about_an_order_is_asked_what_it_is_about(talk: Talk) -> None:
    decision = talk.say("about 10236, kindly explain [complaint|greeting]")
    assert decision.options == ("complaint", "order_status", "order_change", "order_cancel")
    assert [a.topic for a in decision.acts] == ["what_about"]


@pytest.mark.parametrize(("answer", "topic"), [("yes", "opening_hours"), ("no", "anything_else")])
def test_the_only_likely_intent_is_asked_for_alone(talk: Talk, answer: str, topic: str) -> None:
    object.__setattr__(
        talk.pipeline, "intents", Scores(("opening_hours", 0.45), ("out_of_scope", 0.2), ("fraud", 0.01))
    )
    decision = talk.say("open or what")
    assert ([a.topic for a in decision.acts], decision.options) == (["clarify_one"], ("opening_hours",))
    assert "Something else" not in talk.reply
    assert [a.topic for a in talk.say(answer).acts] == [topic]


def test_a_sure_chat_about_something_else_is_declined_within_a_form(talk: Talk) -> None:
    talk.say("where is my parcel [order_status]")
    assert [a.topic for a in talk.say("who won the match [out_of_scope]").acts] == ["out_of_scope", "order_status"]


def test_general_questions_are_no_problem_however_often_they_come(talk: Talk) -> None:
    for _ in range(5):
        assert talk.say("when are you open [opening_hours]").kind == "reply"


def test_who_is_unhappy_with_a_general_answer_gets_a_human(talk: Talk) -> None:
    for text in ("open? [opening_hours]", "open? [opening_hours]"):
        assert talk.say(text).kind == "reply"
    assert talk.say("that is no answer! [opening_hours]").kind == "escalate"


@pytest.mark.parametrize("intent", ["thanks", "compliment"])
def test_sarcastic_thanks_are_not_welcomed(talk: Talk, intent: str) -> None:
    assert [a.topic for a in talk.say(f"great, for nothing! [{intent}]").acts] == ["anything_else"]
    assert [a.topic for a in talk.say(f"great [{intent}]").acts] == [intent]


@pytest.mark.parametrize(
    "text", ["this is Peter Schmidt", "Hello, my name is Peter Schmidt.", "hi, I'm Peter Schmidt!"]
)
def test_who_says_a_name_is_greeted_by_it(talk: Talk, text: str) -> None:
    talk.say(text)
    assert "Peter Schmidt" in talk.reply
    talk.say("a human please [talk_to_human]")
    escalated = [e for e in talk.events if isinstance(e, ev.Escalated)][-1]
    assert escalated.summary.startswith("Peter Schmidt")


def test_a_chinese_name_is_no_call_for_a_human(content: Content) -> None:
    talk = Talk(content, locale="zh")
    assert talk.say("\u6211\u53eb\u674e\u5f3a").kind == "reply"
    assert "\u674e\u5f3a" in talk.reply


def test_a_name_in_a_request_is_not_all_of_it(talk: Talk) -> None:
    assert talk.say("this is Peter Schmidt, where is 10234 [order_status]").acts[0].point == "shipped"


def test_the_name_that_the_website_signed_is_used(talk: Talk) -> None:
    talk.add(ev.CustomerIdentified(at=AT, customer="c01", name="Anna Berger"))
    talk.say("hello [greeting]")
    assert "Anna Berger" in talk.reply


def test_a_greeting_with_a_number_is_about_the_number(talk: Talk) -> None:
    assert [a.topic for a in talk.say("hello, order 10234 [greeting]").acts] == ["what_about"]


def waiting(talk: Talk, asked: str = "a human please [talk_to_human]") -> None:
    talk.say(asked)
    assert talk.conversation.owner == "queue"


@pytest.mark.parametrize("text", ["never mind, the bot can do it [never_mind]", "I don't need a human [talk_to_human]"])
def test_who_does_not_want_to_wait_is_with_the_bot_again(talk: Talk, text: str) -> None:
    waiting(talk)
    assert [a.topic for a in talk.say(text).acts] == ["bot_returns"]
    assert (talk.conversation.owner, talk.conversation.waiting_since) == ("bot", None)
    assert talk.say("where is 10234 [order_status]").kind == "reply"


@pytest.mark.parametrize("text", [
    "never mind the human [talk_to_human], where is 10236 [order_status]",
    "forget it [never_mind]. where is 10236 [order_status]?",
    "\u7b97\u4e86\u4e0d\u7b49\u4eba\u5de5[talk_to_human],\u5e2e\u6211\u67e510236[order_status]",
])  # fmt: skip
def test_what_is_asked_for_while_leaving_the_queue_is_answered(talk: Talk, text: str) -> None:
    waiting(talk)
    decision = talk.say(text)
    assert [(a.kind, a.topic) for a in decision.acts] == [("say", "queue_left"), ("reply", "order_status")]
    assert (talk.conversation.owner, decision.completed.slots) == ("bot", {"order_id": "10236"})


def test_a_request_begun_while_leaving_the_queue_goes_on(talk: Talk) -> None:
    waiting(talk)
    talk.say("never mind the human [talk_to_human], cancel 10235 [order_cancel]")
    assert talk.conversation.form.asking == "email"
    assert talk.say("tom@example.org").form.asking == "confirmed"


def test_who_would_rather_have_the_bot_is_with_it_again(talk: Talk) -> None:
    waiting(talk)
    assert [a.topic for a in talk.say("I'd rather talk to the bot again [talk_to_human]").acts] == ["bot_returns"]
    assert talk.conversation.owner == "bot"


@pytest.mark.parametrize(
    "text",
    ["where is 10234 [order_status]", "hello?", "ok", "hurry up [order_status], I don't want to wait [never_mind]"],
)
def test_any_other_message_keeps_the_place_in_the_queue(talk: Talk, text: str) -> None:
    waiting(talk)
    talk.say(text)
    assert talk.conversation.owner == "queue"


def test_what_a_human_has_to_see_stays_in_the_queue(talk: Talk) -> None:
    waiting(talk, "it burned me [product_injury]")
    talk.say("never mind [never_mind]")
    assert talk.conversation.owner == "queue"


def test_danger_told_while_waiting_is_answered_and_comes_first(talk: Talk) -> None:
    """Once: who waits with it already is not answered over and over."""
    waiting(talk)
    decision = talk.say("I want to die [self_harm]")
    assert (decision.kind, [a.topic for a in decision.acts]) == ("escalate", ["self_harm"])
    assert (talk.conversation.owner, [r.detail for r in talk.conversation.escalation]) == ("queue", ["self_harm"])
    assert [e.priority for e in talk.events if isinstance(e, ev.Escalated)][-1] == "urgent"
    assert talk.say("I want to die [self_harm]").kind != "escalate"


def test_an_agent_is_not_sent_away(talk: Talk) -> None:
    waiting(talk)
    talk.add(ev.AgentJoined(at=AT, agent="anna"))
    assert talk.say("never mind [never_mind]").kind == "silent"
    assert talk.conversation.owner == "agent"


@pytest.mark.parametrize(("answer", "code", "offer"), [("yes", "helped", None), ("no", "not_helped", "human")])
def test_every_fourth_answer_asks_whether_it_helped(talk: Talk, answer: str, code: str, offer: str | None) -> None:
    asked = []
    for name in ("opening_hours", "store_location", "delivery_cost", "contact", "newsletter"):
        asked.append("did_that_help" in [a.topic for a in talk.say(f"tell me [{name}]").acts])
        if asked[-1]:
            talk.say(answer)
            assert talk.codes()[0] == code
            assert talk.conversation.offer == offer
    assert asked == [False, False, False, True, False]


def test_who_asks_something_else_instead_is_answered(talk: Talk) -> None:
    for name in ("opening_hours", "store_location", "delivery_cost", "contact"):
        talk.say(f"tell me [{name}]")
    assert talk.conversation.offer == "helped"
    assert talk.say("where is 10234 [order_status]").acts[0].point == "shipped"


def test_whether_it_helped_is_never_asked_where_the_setting_says_so(talk: Talk) -> None:
    object.__setattr__(talk.pipeline, "settings", DialogueSettings(helped_every=0))
    for _ in range(8):
        assert [a.topic for a in talk.say("tell me [opening_hours]").acts] == ["opening_hours"]


@pytest.mark.parametrize("text", ["ok bye [goodbye]", "ok [goodbye]"])
def test_a_farewell_with_an_ok_confirms_nothing_and_drops_nothing(talk: Talk, text: str) -> None:
    confirming(talk)
    decision = talk.say(text)
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")


def test_an_ok_while_a_number_is_asked_for_is_no_farewell(talk: Talk) -> None:
    talk.say("my vase is broken [order_damaged]")
    decision = talk.say("ok [goodbye]")
    assert (decision.kind, decision.form.asking) == ("ask", "order_id")


@pytest.mark.parametrize("text", ["no", "yes"])
def test_a_yes_or_no_chooses_nothing_that_was_offered(talk: Talk, text: str) -> None:
    assert talk.say("10235").kind == "clarify"
    decision = talk.say(text)
    assert (decision.form, decision.action) == (None, None)


def test_a_check_waits_for_what_the_request_is_about(talk: Talk) -> None:
    decision = talk.say("cancel my order, my mail is tom@example.org [order_cancel]")
    assert (decision.kind, decision.form.asking, decision.action) == ("ask", "order_id", None)


def test_never_is_no_answer_where_an_order_is_named(talk: Talk) -> None:
    object.__setattr__(talk.pipeline, "intents", Scores(("order_not_received", 0.7), ("order_status", 0.1)))
    assert talk.say("I never got 10235").intent == "order_not_received"


def test_an_address_alone_belongs_to_what_is_being_filled_in(content: Content) -> None:
    """Whatever the scores say of a text without words."""
    talk = Talk(content)
    talk.say("I want to return something [return_start]")
    talk.pipeline = replace(talk.pipeline, intents=Scores(("loyalty_points", 0.97), ("greeting", 0.01)))
    decision = talk.say("tom@example.org")
    assert (decision.kind, decision.intent, decision.form.asking) == ("ask", "return_start", "order_id")


def test_not_this_but_that_is_asked_again_about_that(talk: Talk) -> None:
    talk.say("how much is the luna lamp [product_price]")
    object.__setattr__(talk.pipeline, "intents", Scores(("order_wrong_item", 0.46), ("product_injury", 0.44)))
    talk.say("not the lamp, the vase")
    assert "slot_corrected" in talk.codes()
    assert "34.90" in talk.reply


def test_what_was_named_before_anything_was_served_is_not_asked_for(talk: Talk) -> None:
    talk.say("this is Tom, tom@example.org")
    assert talk.say("please cancel 10235 [order_cancel]").form.asking == "confirmed"


def test_of_two_things_that_were_named_none_is_guessed(talk: Talk) -> None:
    talk.say("my addresses are tom@example.org and anna@example.com [thanks]")
    assert talk.say("please cancel 10235 [order_cancel]").form.asking == "email"


def test_a_yes_in_front_of_thanks_is_thanked_for(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    object.__setattr__(talk.pipeline, "intents", Scores(("thanks", 0.97)))
    assert talk.say("ok, thank you very much").intent == "thanks"
    talk.say("ok")
    assert talk.codes() == ["nothing_open"]


def test_a_chinese_question_is_no_yes(content: Content) -> None:
    talk = Talk(content, locale="zh")
    object.__setattr__(talk.pipeline, "intents", Scores(("payment_methods", 0.7)))
    assert talk.say("可以用花呗吗").intent == "payment_methods"
    talk.say("可以")
    assert talk.codes() == ["nothing_open"]


def test_who_is_unhappy_hears_a_word_before_the_first_question_only(talk: Talk) -> None:
    first = talk.say("where is my money!! [refund_status]")
    assert [(a.kind, a.topic) for a in first.acts] == [("say", "for_the_trouble"), ("ask", "refund_status")]
    again = talk.say("you should know it [refund_status]")
    assert "for_the_trouble" not in [a.topic for a in again.acts]


def test_questions_about_a_trouble_have_their_own_word(talk: Talk) -> None:
    acts = talk.say("the vase came broken! [order_damaged]").acts
    assert [a.kind for a in acts] == ["ask"]


def test_a_corrected_address_after_nothing_was_found_keeps_the_order(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]")
    talk.say("tom@exmaple.org")
    assert talk.conversation.outcome == "not_found"
    decision = talk.say("tom@example.org [order_cancel]")
    assert decision.form.slots["order_id"] == "10235"
    assert decision.form.asking == "confirmed"


@pytest.mark.parametrize(("said", "text", "told"), [
    ("do you take paypal [payment_methods]", "and wechat?", "WeChat Pay"),
    ("do you take paypal [payment_methods]", "what about klarna", "Klarna"),
    ("do you deliver to Austria [delivery_abroad]", "and Norway?", "Norway"),
    ("when are you open [opening_hours]", "and on Sunday?", "Sunday"),
    ("\u80fd\u7528\u652f\u4ed8\u5b9d\u5417 [payment_methods]", "\u5fae\u4fe1\u5462", "\u5fae\u4fe1\u652f\u4ed8"),
    ("\u9001\u5965\u5730\u5229\u5417 [delivery_abroad]", "\u632a\u5a01\u5462", "\u632a\u5a01"),
    ("\u51e0\u70b9\u5f00\u95e8 [opening_hours]", "\u56fd\u5e86\u5462", "10\u67081\u65e5"),
])  # fmt: skip
@pytest.mark.parametrize("model", ["contact", "out_of_scope"])
def test_the_same_is_asked_of_another_one_of_a_list(
    content: Content, said: str, text: str, told: str, model: str
) -> None:
    talk = Talk(content, locale="en" if said.isascii() else "zh")
    talk.pipeline = replace(talk.pipeline, detector=FakeDetector("en" if said.isascii() else "zh"))
    talk.say(said)
    talk.pipeline = replace(talk.pipeline, intents=Unsure((model, 0.9)))
    decision = talk.say(text)
    assert decision.kind == "reply"
    assert told in talk.reply
    assert "@" not in talk.reply


def test_a_day_behind_an_order_is_not_for_the_opening_hours(talk: Talk) -> None:
    talk.say("when are you open [opening_hours]")
    talk.say("where is 10234 [order_status]")
    assert "opening_hours" not in [act.topic for act in talk.say("Sunday").acts]
