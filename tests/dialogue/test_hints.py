"""What the words of a message change beside its intent: possibility, taking back, what is not at hand, the queue."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.decision import Decision
from tests.dialogue.test_forms import Sure
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
