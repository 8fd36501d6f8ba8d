"""What the words of a message change beside its intent: possibility, taking back, what is not at hand, the queue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain.content import Content
from chatbot.domain.decision import Decision
from tests.dialogue.test_forms import Sure
from tests.fakes.models import KeywordIntents
from tests.fakes.talk import Talk


def topics(decision: Decision) -> list[str]:
    return [a.topic for a in decision.acts]


def test_who_asks_whether_it_can_be_returned_is_asked_whether_to_do_it(talk: Talk) -> None:
    decision = talk.say("can I return 10237? [return_start]")
    assert (decision.kind, decision.form.asking, decision.action.name) == ("ask", "confirmed", "return_check")
    assert talk.say("yes please").acts[0].point == "label_sent"


def test_what_can_not_be_returned_is_said_at_once(talk: Talk) -> None:
    assert talk.say("can I return 10234? [return_start]").acts[0].point == "not_delivered"


def test_who_wants_to_return_it_is_not_asked_again(talk: Talk) -> None:
    assert talk.say("return 10237 [return_start]").acts[0].point == "label_sent"


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "cancel the return [return_start]"), ("zh", "取消退货[return_start]")]
)
def test_a_return_is_taken_back_by_a_human(content: Content, locale: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    talk.say("return 10237 [return_start]" if locale == "en" else "退货10237[return_start]")
    decision = talk.say(text)
    assert (topics(decision), decision.offer, decision.action) == (["cannot_undo"], "human", None)
    assert talk.say("yes" if locale == "en" else "好的").kind == "escalate"


@pytest.mark.parametrize(("locale", "words"), [("en", "actually i want to keep it"), ("zh", "我还是留着吧")])
def test_who_wants_to_keep_what_is_registered_to_go_back_hears_that_only_a_human_can_undo_it(
    content: Content, locale: str, words: str
) -> None:
    talk = Talk(content, locale=locale)
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(**{words: "never_mind", "10237": "return_start"}))
    talk.say("return 10237" if locale == "en" else "退货10237")
    assert topics(talk.say(words)) == ["cannot_undo"]


@pytest.mark.parametrize("said", ["return 10234", "return 99999", "where is 10237"])
def test_what_was_not_done_need_not_be_undone(content: Content, said: str) -> None:
    talk = Talk(content)
    talk.pipeline = replace(
        talk.pipeline, intents=KeywordIntents(keep="never_mind", **{"return": "return_start", "where": "order_status"})
    )
    talk.say(said)
    assert "cannot_undo" not in topics(talk.say("I'd rather keep it"))


def test_a_return_that_is_not_made_yet_is_only_dropped(talk: Talk) -> None:
    talk.say("I want to return something [return_start]")
    assert topics(talk.say("cancel the return [return_start]")) == ["form_cancelled"]


@pytest.mark.parametrize("text", ["go on then", "well ok I guess", "cancel it [order_cancel]"])
def test_a_yes_in_other_words_confirms(talk: Talk, text: str) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(said)
    text = text.replace(" [order_cancel]", "")
    assert talk.say(text).acts[0].point == "cancelled"


@pytest.mark.parametrize("text", ["no email came", "no idea", "I don't know", "cancel"])
def test_what_is_neither_yes_nor_no_is_asked_again(talk: Talk, text: str) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(said)
    decision = talk.say(text)
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")


def test_the_order_is_still_known_after_a_no(talk: Talk) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org", "no"):
        talk.say(said)
    assert talk.say("and where is it? [order_status]").acts[0].point == "processing"


def test_the_same_address_once_more_drops_nothing(talk: Talk) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(said)
    assert talk.say("sorry, tom@example.org [never_mind]").form.asking == "confirmed"


@pytest.mark.parametrize("text", ["its number is 10234 [order_status]", "the number's 10234 [order_address]"])
def test_a_number_that_is_only_named_answers_the_question(talk: Talk, text: str) -> None:
    talk.say("cancel my order [order_cancel]")
    bare, _, intent = text.partition(" [")
    object.__setattr__(talk.pipeline, "intents", Sure(intent.rstrip("]")))
    assert talk.say(bare).intent == "order_cancel"


def test_who_has_no_number_is_offered_a_human_and_may_still_find_it(talk: Talk) -> None:
    talk.say("where is my parcel [order_status]")
    decision = talk.say("I don't have the number")
    assert (topics(decision), decision.offer) == (["lacking"], "human")
    assert talk.say("10234").acts[0].point == "shipped"


@pytest.mark.parametrize(("text", "topic"), [("abc", "slot_invalid"), ("hm", "not_an_answer")])
def test_a_word_that_may_be_a_try_is_told_from_a_sound(talk: Talk, text: str, topic: str) -> None:
    talk.say("where is my parcel [order_status]")
    assert topics(talk.say(text))[0] == topic


def test_a_postcode_is_no_order(talk: Talk) -> None:
    talk.say("where is my parcel [order_status]")
    assert talk.say("my postcode is 10115").form.asking == "order_id"


def test_still_broken_is_about_what_was_answered_last(talk: Talk) -> None:
    talk.say("can't log in [account_login]")
    decision = talk.say("still doesn't work")
    assert (decision.intent, decision.offer, topics(decision)) == ("account_login", "human", ["offer_human"])
    assert talk.say("still not working").kind == "escalate"


def test_nothing_is_still_broken_where_nothing_was_answered(talk: Talk) -> None:
    assert talk.say("still doesn't work [voucher_not_working]").intent == "voucher_not_working"


def test_a_question_about_the_wait_is_answered_each_time(talk: Talk) -> None:
    talk.say("a human please [talk_to_human]")
    for text in ("how long?", "is anybody there?"):
        assert topics(talk.say(text)) == ["queue_wait", "queue_way_out"]
    talk.say("back to the assistant [talk_to_human]")
    assert talk.conversation.owner == "bot"


def test_who_must_be_seen_by_a_human_is_shown_no_way_out(talk: Talk) -> None:
    talk.say("it burned me [product_injury]")
    assert topics(talk.say("how long?")) == ["queue_wait"]


@pytest.mark.parametrize("text", ["88", "886", "886\uff01"])
def test_a_farewell_by_its_sound_ends_a_chinese_conversation(content: Content, text: str) -> None:
    talk = Talk(content, locale="zh")
    talk.say("你好[greeting]")
    assert talk.say(text).kind == "close"


def test_a_farewell_that_asks_for_something_is_none(content: Content) -> None:
    talk = Talk(content, locale="zh")
    assert talk.say("那60欧元呢[goodbye]").kind == "reply"
    assert "not_understood" in talk.codes()


def test_mocking_thanks_get_no_smile(talk: Talk) -> None:
    talk.say("wow, thanks [thanks]")
    assert "not_meant_kindly" in talk.codes()


def test_questions_that_are_answered_bring_no_human(talk: Talk) -> None:
    for text in ("are you open [opening_hours]!", "open today [opening_hours]", "open on sundays [opening_hours]"):
        assert talk.say(text).kind == "reply"


def sure(talk: Talk, text: str) -> Decision:
    """The decision on "text [intent]", the words alone being seen."""
    text, _, intent = text.rstrip("]").rpartition("[")
    object.__setattr__(talk.pipeline, "intents", Sure(intent))
    return talk.say(text.strip())


@pytest.mark.parametrize(
    ("locale", "first", "text"),
    [
        ("en", "where is my order? [order_status]", "one sec, let me check [complaint]"),
        ("zh", "查一下订单[order_status]", "等我找一下[complaint]"),
    ],
)
def test_who_looks_for_the_number_is_given_time(content: Content, locale: str, first: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    talk.say(first)
    decision = sure(talk, text)
    assert (decision.kind, topics(decision)) == ("reply", ["take_your_time"])
    assert talk.conversation.form.asking == "order_id"
    assert talk.say("10234").acts[0].topic == "order_status"


@pytest.mark.parametrize("text", ["which one do you mean? [who_are_you]", "what number? [contact]", "what? [contact]"])
def test_who_asks_back_is_told_how_it_looks(talk: Talk, text: str) -> None:
    talk.say("where is my order? [order_status]")
    decision = sure(talk, text)
    assert (topics(decision), decision.form.asking) == (["not_an_answer", "order_status"], "order_id")


@pytest.mark.parametrize(
    ("locale", "first", "text"),
    [
        ("en", "I want to return something [return_start]", "the one from last week [complaint]"),
        ("en", "I want to return something [return_start]", "the Luna lamp [product_price]"),
        ("zh", "我要退货[return_start]", "上周买的那个[order_status]"),
    ],
)
def test_who_describes_it_is_asked_for_its_number(content: Content, locale: str, first: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    talk.say(first)
    decision = sure(talk, text)
    assert (decision.kind, topics(decision)[0]) == ("ask", "which_one")
    assert (decision.form.asking, decision.form.tries) == ("order_id", 1)


def test_who_only_ever_describes_it_is_offered_a_human(talk: Talk) -> None:
    talk.say("I want to return something [return_start]")
    kinds = [sure(talk, f"the one from {when} [complaint]") for when in ("march", "last week", "monday")]
    assert any(d.offer == "human" or d.kind == "escalate" for d in kinds)


def test_a_question_behind_a_wait_is_no_no(talk: Talk) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(said)
    decision = sure(talk, "wait how much do I get back [refund_policy]")
    assert (decision.kind, decision.form.asking) == ("ask", "confirmed")


def test_an_address_may_be_spelt_out(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]")
    decision = talk.say("tom at example dot org")
    assert (decision.form.asking, decision.form.slots["email"]) == ("confirmed", "tom@example.org")


def unsure(talk: Talk, text: str, first: str, second: str) -> Decision:
    """The decision where the model is torn between two intents."""
    object.__setattr__(talk.pipeline, "intents", Sure(first, 0.51, second))
    return talk.say(text)


def test_who_asks_whether_it_can_be_done_to_nothing_named_is_told_the_rules(talk: Talk) -> None:
    decision = unsure(talk, "can I return a candle I already lit", "return_start", "return_policy")
    assert (decision.kind, topics(decision)) == ("reply", ["return_policy"])


def test_who_asks_whether_this_order_can_be_returned_is_asked_which_is_meant(talk: Talk) -> None:
    assert unsure(talk, "can I return 10237", "return_start", "return_policy").kind != "reply"


@pytest.mark.parametrize(("locale", "text"), [("en", "so what can I do"), ("zh", "\u90a3\u600e\u4e48\u529e")])
def test_who_asks_what_to_do_now_is_told_the_way_on_again(content: Content, locale: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    sure(talk, "cancel 10234 [order_cancel]" if locale == "en" else "\u53d6\u6d8810234 [order_cancel]")
    before = talk.reply
    decision = sure(talk, f"{text} [who_are_you]")
    assert [(a.topic, a.point) for a in decision.acts] == [("order_cancel", "too_late")]
    assert talk.reply != before


@pytest.mark.parametrize(("locale", "text"), [("en", "I have a question"), ("zh", "\u95ee\u4e2a\u95ee\u9898")])
def test_who_has_a_question_is_asked_which(content: Content, locale: str, text: str) -> None:
    decision = sure(Talk(content, locale=locale), f"{text} [greeting]")
    assert (decision.kind, topics(decision)) == ("reply", ["what_is_it"])


def test_who_was_misunderstood_is_not_held_to_what_was_begun(talk: Talk) -> None:
    talk.say("it is the wrong one [order_wrong_item]")
    decision = sure(talk, "that's not what I asked [order_wrong_item]")
    assert (topics(decision), decision.offer, decision.form) == (["misunderstood"], "human", None)
    assert sure(talk, "that is not what I meant [order_wrong_item]").kind == "escalate"


def test_who_was_asked_before_may_still_answer(talk: Talk) -> None:
    talk.say("where is my order? [order_status]")
    decision = sure(talk, "you already asked me that [never_mind]")
    assert (topics(decision), decision.offer) == (["misunderstood"], "human")
    assert talk.say("10236").acts[0].point == "delayed"


def test_what_was_just_offered_is_meant_rather_than_what_was_not(talk: Talk) -> None:
    talk.say("10236")
    object.__setattr__(talk.pipeline, "intents", Sure("order_status", 0.5, "account_login"))
    assert [a.point for a in talk.say("the reason it is late").acts] == ["delayed"]


@pytest.mark.parametrize(("locale", "text"), [("en", "haha [greeting]"), ("zh", "\u55ef [goodbye]")])
def test_a_sound_is_no_failure_to_understand(content: Content, locale: str, text: str) -> None:
    talk = Talk(content, locale=locale)
    for _ in range(4):
        decision = sure(talk, text)
        assert (decision.kind, topics(decision)) == ("reply", ["anything_else"])


def test_who_asks_for_another_language_hears_which_there_are(talk: Talk) -> None:
    decision = sure(talk, "can I speak german [delivery_abroad]")
    assert topics(decision) == ["languages_spoken"]
    assert "English" in talk.reply
