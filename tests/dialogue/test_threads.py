"""What a conversation is about does not get lost: follow-ups, parts of an order, what is volunteered."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.decision import Decision
from chatbot.domain.understanding import Mood
from tests.dialogue.test_escalation import Scores
from tests.fakes.models import KeywordIntents
from tests.fakes.talk import Talk


def topics(decision: Decision) -> list[str]:
    return [a.topic for a in decision.acts]


def test_what_was_sent_and_did_not_come_is_no_parcel(talk: Talk) -> None:
    talk.say("I forgot my password [password_reset]")
    talk.say("anna@example.com")
    decision = talk.say("it didn't arrive")
    assert (topics(decision), decision.offer) == (["nothing_came"], "human")
    assert "anna@example.com" in talk.reply


def test_a_parcel_that_did_not_come_is_one(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    assert "nothing_came" not in topics(talk.say("it didn't arrive"))


@pytest.mark.parametrize("text", ["how long does it take", "when will I hear back?"])
def test_how_long_a_case_takes_is_what_was_told(talk: Talk, text: str) -> None:
    talk.say("my vase from 10237 is broken [order_damaged]")
    talk.say("yes")
    assert topics(talk.say(text)) == ["how_long"]
    assert "2 days" in talk.reply


def test_thanks_in_between_do_not_lose_what_was_told(talk: Talk) -> None:
    for text in ("my vase from 10237 is broken [order_damaged]", "yes", "thanks [thanks]"):
        talk.say(text)
    assert topics(talk.say("how long does it take")) == ["how_long"]


def test_how_long_is_about_what_follows_where_nothing_was_told(talk: Talk) -> None:
    talk.say("return 10237 [return_start]")
    assert topics(talk.say("how long does it take?")) == ["refund_policy"]


def test_how_long_out_of_the_blue_is_no_follow_up(talk: Talk) -> None:
    assert "how_long" not in topics(talk.say("how long does it take?"))


def test_an_unclear_question_about_it_is_about_what_follows(talk: Talk) -> None:
    for text in ("my points [loyalty_points]", "anna@example.com", "10234"):
        talk.say(text)
    object.__setattr__(talk.pipeline, "intents", Scores(("refund_policy", 0.3), ("voucher_use", 0.2)))
    assert topics(talk.say("how do I spend them?")) == ["loyalty_program"]


@pytest.mark.parametrize("text", [
    "return the vase from 10237 but keep the pillows [return_start]", "cancel just one chair of 10235 [order_cancel]",
    "\u53ea\u9000\u82b1\u74f6[return_start]",
])  # fmt: skip
def test_a_part_never_becomes_the_whole(talk: Talk, text: str) -> None:
    decision = talk.say(text)
    assert (topics(decision), decision.offer, decision.action) == (["only_whole"], "human", None)
    assert talk.say("yes").kind == "escalate"


def test_a_part_that_is_meant_at_the_confirmation_stops_it(talk: Talk) -> None:
    for text in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(text)
    assert topics(talk.say("only one of the chairs")) == ["only_whole"]
    assert talk.conversation.form is None


def test_a_part_that_is_broken_is_reported(talk: Talk) -> None:
    assert "only_whole" not in topics(talk.say("only one of the chairs in 10239 is broken [order_damaged]"))


@pytest.mark.parametrize("text", ["anna@example.com", "my email is anna@example.com"])
def test_an_address_that_nothing_asked_for_is_noted_and_used(talk: Talk, text: str) -> None:
    talk.say("when are you open [opening_hours]")
    known = talk.pipeline.intents
    object.__setattr__(talk.pipeline, "intents", Scores(("account_change", 0.7), ("order_status", 0.1)))
    decision = talk.say(text)
    assert topics(decision) == ["what_for"]
    assert decision.quick_replies
    object.__setattr__(talk.pipeline, "intents", known)
    assert talk.say("reset my password [password_reset]").acts[0].point == "sent"


@pytest.mark.parametrize("text", [
    "never mind, \u2022\u2022\u2022\u2022 1111 [never_mind]",
    "somebody took money from my card \u2022\u2022\u2022\u2022 1111 twice, look into it [payment_double_charge]",
])  # fmt: skip
def test_who_wants_something_is_not_only_told_of_the_card(talk: Talk, text: str) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(said)
    assert "no_card_number" not in topics(talk.say(text))


@pytest.mark.parametrize(
    ("text", "code"), [("my card is \u2022\u2022\u2022\u2022 1111 [gift_card_balance]", "card_number")]
)
def test_the_number_of_a_card_leaves_what_is_open_open(talk: Talk, text: str, code: str) -> None:
    for said in ("cancel 10235 [order_cancel]", "tom@example.org"):
        talk.say(said)
    decision = talk.say(text)
    assert (topics(decision)[0], decision.form.asking) == ("no_card_number", "confirmed")
    assert code in talk.codes()
    assert talk.say("yes").acts[0].point == "cancelled"


@pytest.mark.parametrize("text", ["I want compensation", "\u6211\u8981\u8d54\u507f"])
def test_compensation_is_for_a_human_and_no_threat(talk: Talk, text: str) -> None:
    object.__setattr__(talk.pipeline, "intents", Scores(("legal_threat", 0.9), ("refund_policy", 0.1)))
    decision = talk.say(text)
    assert (decision.kind, topics(decision), decision.priority) == ("escalate", ["compensation"], "normal")


def test_a_threat_with_the_law_stays_one(talk: Talk) -> None:
    assert topics(talk.say("compensation or my lawyer calls [legal_threat]")) == ["legal_threat"]


@pytest.mark.parametrize("text", ["thanks, bye [thanks]", "\u8c22\u8c22\uff0c\u518d\u89c1[thanks]"])
def test_thanks_with_a_farewell_end_it(talk: Talk, text: str) -> None:
    said = text.partition("[")[0]
    object.__setattr__(talk.pipeline, "intents", Scores(("thanks", 0.6), ("goodbye", 0.4)))
    assert talk.say(said).kind == "close"


@pytest.mark.parametrize("text", [
    "forget the human, where is 10236 [order_status]", "skip the agent and tell me where 10236 is [order_status]",
])  # fmt: skip
def test_who_forgets_the_human_is_with_the_bot_again(talk: Talk, text: str) -> None:
    talk.say("a human please [talk_to_human]")
    object.__setattr__(talk.pipeline, "intents", KeywordIntents(where="order_status", human="talk_to_human",
                                                                agent="talk_to_human"))  # fmt: skip
    assert topics(talk.say(text)) == ["queue_left", "order_status"]


def test_a_bare_question_is_not_unhappy(content: Content) -> None:
    class Gloomy:
        def classify(self, text: str):
            return Mood("unhappy", -0.8, 0.98)

    talk = Talk(content, locale="zh")
    object.__setattr__(talk.pipeline, "sentiment", Gloomy())
    object.__setattr__(talk.pipeline, "intents", Scores(("order_status", 0.95), ("thanks", 0.01)))
    talk.say("\u6211\u7684\u5feb\u9012\u5462")
    assert talk.conversation.moods[-1].label == "neutral"
    talk.say("\u6211\u7684\u5feb\u9012\u600e\u4e48\u8fd8\u6ca1\u5230")
    assert talk.conversation.moods[-1].label == "unhappy"


@pytest.mark.parametrize("text", [
    "I'm not waiting any more, where is 10236", "不等了 10236到哪了",
])  # fmt: skip
def test_who_waits_no_longer_is_with_the_bot_again(talk: Talk, text: str) -> None:
    talk.say("a human please [talk_to_human]")
    object.__setattr__(talk.pipeline, "intents", KeywordIntents(where="order_status", 到哪="order_status"))
    assert topics(talk.say(text)) == ["queue_left", "order_status"]


@pytest.mark.parametrize("text", ["just a second", "just a sec, looking for my mail", "only a few days ago"])
def test_a_moment_is_no_part_of_an_order(talk: Talk, text: str) -> None:
    talk.say("cancel my order [order_cancel]")
    assert "only_whole" not in topics(talk.say(f"{text} [complaint]"))


@pytest.mark.parametrize("text", ["hello, do you have time?", "hi, did you have a good day?"])
def test_a_question_takes_no_leave(talk: Talk, text: str) -> None:
    object.__setattr__(talk.pipeline, "intents", Scores(("greeting", 0.98), ("goodbye", 0.01)))
    assert talk.say(text).kind != "close"
