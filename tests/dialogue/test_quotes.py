"""Articles are quoted where no intent is sure, in their own words and with their link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain.content import Content
from chatbot.domain.understanding import IntentScore
from chatbot.replay.run import replay
from tests.fakes.knowledge import LINK, FakeKnowledge
from tests.fakes.models import FakeDetector, FakeIntents, FakeResponder
from tests.fakes.talk import Talk


class Unsure(FakeIntents):
    """These probabilities, whatever is said."""

    def __init__(self, *scores: tuple[str, float]) -> None:
        self._scores = tuple(IntentScore(*score) for score in scores)

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        return self._scores


def talk_with(content: Content, knowledge: FakeKnowledge | None, responder: FakeResponder | None = None) -> Talk:
    talk = Talk(content, responder=responder)
    talk.pipeline = replace(talk.pipeline, knowledge=knowledge)
    return talk


def test_an_answer_is_quoted_word_for_word_with_its_link(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge("Oil it 2 times a year, for €9.50."))
    decision = talk.say("how often do I oil it")
    assert talk.codes() == ["quoted"]
    assert decision.understood
    assert "“Oil it 2 times a year, for €9.50.”" in talk.reply
    assert talk.reply.endswith(LINK)


@pytest.mark.parametrize("knowledge", [FakeKnowledge(probability=0.59), None])
def test_what_no_article_surely_answers_is_not_quoted(content: Content, knowledge: FakeKnowledge | None) -> None:
    talk = talk_with(content, knowledge)
    talk.say("what is the meaning of life")
    assert "quoted" not in talk.codes()
    assert LINK not in talk.reply


@pytest.mark.parametrize("text", ["where is 10234 [order_status]", "a human please [talk_to_human]", "???"])
def test_a_sure_intent_comes_first(content: Content, text: str) -> None:
    knowledge = FakeKnowledge()
    talk = talk_with(content, knowledge)
    talk.say(text)
    assert "quoted" not in talk.codes()
    assert not knowledge.asked


@pytest.mark.parametrize(("probability", "topics"), [
    (0.89, ["opening_hours"]), (0.9, ["opening_hours", "quote_beside"]),
])  # fmt: skip
def test_behind_an_answer_for_everybody_stands_what_an_article_surely_says(
    content: Content, probability: float, topics: list[str]
) -> None:
    talk = talk_with(content, FakeKnowledge(probability=probability))
    assert [act.topic for act in talk.say("when do you open [opening_hours]").acts] == topics


@pytest.mark.parametrize(("text", "probability", "topics"), [
    ("how do I clean it [product_care]", 0.59, ["product_care"]),
    ("how do I clean it [product_care]", 0.6, ["quote"]),
    ("how do I clean the oak table [product_care]", 0.59, ["product_care"]),
    ("how do I clean the oak table [product_care]", 0.6, ["product_care", "quote_beside"]),
])  # fmt: skip
def test_an_intent_that_only_points_elsewhere_yields_to_an_article(
    content: Content, text: str, probability: float, topics: list[str]
) -> None:
    talk = talk_with(content, FakeKnowledge(probability=probability))
    assert [act.topic for act in talk.say(text).acts] == topics


def test_an_article_answers_within_a_form_too(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge())
    talk.say("where is my order [order_status]")
    decision = talk.say("how do I clean it [product_care]")
    assert [act.topic for act in decision.acts] == ["quote", "order_status"]
    assert decision.form.intent == "order_status"


def test_a_quote_comes_before_the_question_which_of_two_is_meant(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge())
    assert talk.say("care or size [product_care|product_size]").kind == "reply"
    assert talk.codes() == ["quoted"]


def test_what_a_human_should_perhaps_see_gets_no_quote(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge())
    assert talk.say("the lamp smokes, repair it? [product_care|product_injury]").kind == "clarify"


@pytest.mark.parametrize(
    ("quoted", "injury", "is_quoted"), [(0.89, 0.14, False), (0.9, 0.14, True), (0.9, 0.26, False)]
)
def test_a_passage_that_surely_answers_yields_to_what_is_likelier_grave(
    content: Content, quoted: float, injury: float, is_quoted: bool
) -> None:
    talk = talk_with(content, FakeKnowledge(probability=quoted))
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("product_care", 0.3), ("product_injury", injury)))
    talk.say("may we use it near the bed")
    assert ("quoted" in talk.codes()) == is_quoted


def test_a_question_in_between_is_quoted_and_the_form_goes_on(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge())
    talk.say("where is my order [order_status]")
    decision = talk.say("by the way, how often should the table be oiled")
    assert [act.topic for act in decision.acts] == ["quote", "order_status"]
    assert decision.form is not None
    assert decision.form.tries == 0


def test_the_models_words_never_become_the_quote(content: Content) -> None:
    responder = FakeResponder(lambda prompt: "This is what our help pages say: “Oil it daily.” {article_link}")
    talk = talk_with(content, FakeKnowledge(), responder)
    talk.say("how often do I oil it")
    assert "Oil the table twice a year." in talk.reply
    assert "daily" not in talk.reply


def test_braces_in_an_article_are_no_placeholders(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge("Write {article_link} on the box. <b>Now</b>."))
    talk.say("what do I write on the box")
    assert "Write {article_link} on the box. <b>Now</b>." in talk.reply


def test_articles_are_asked_in_the_conversations_language(content: Content) -> None:
    knowledge = FakeKnowledge("\u6bcf\u5e74\u4e0a\u6cb9\u4e24\u6b21\u3002")
    talk = talk_with(content, knowledge)
    talk.pipeline = replace(talk.pipeline, detector=FakeDetector("zh"))
    talk.say("\u684c\u5b50\u591a\u4e45\u4e0a\u4e00\u6b21\u6cb9")
    assert knowledge.asked[0][1] == "zh"
    assert "\u300c\u6bcf\u5e74\u4e0a\u6cb9\u4e24\u6b21\u3002\u300d" in talk.reply


def test_replay_gives_the_same_and_shows_when_an_article_changed(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge())
    talk.say("how often do I oil it")
    (same,) = replay(talk.pipeline, [("c1", talk.events)])
    assert same.differences == ()
    other = replace(talk.pipeline, knowledge=FakeKnowledge("Oil it every month."))
    (changed,) = replay(other, [("c1", talk.events)])
    assert {d.field for d in changed.differences} == {"quote", "reply"}


def test_content_without_the_situation_quotes_nothing(content: Content) -> None:
    situations = {name: outcome for name, outcome in content.situations.items() if name != "quote"}
    talk = talk_with(replace(content, situations=situations), FakeKnowledge())
    talk.say("how often do I oil it")
    assert "quoted" not in talk.codes()


PRICE = ("how much is the luna lamp [product_price]", "\u53f0\u706f\u591a\u5c11\u94b1 [product_price]")


def priced(content: Content, knowledge: FakeKnowledge | None, text: str, intent: str) -> Talk:
    """Who was told a price and asks `text`, which the model takes for `intent`."""
    talk = talk_with(content, knowledge)
    talk.pipeline = replace(talk.pipeline, detector=FakeDetector("en" if text.isascii() else "zh"))
    talk.say(PRICE[not text.isascii()])
    talk.pipeline = replace(talk.pipeline, intents=Unsure((intent, 0.98)))
    talk.say(text)
    return talk


@pytest.mark.parametrize(("text", "intent"), [
    ("is it dimmable", "product_size"), ("do you have other colours", "exchange"), ("how heavy is it?", "product_size"),
    ("\u80fd\u8c03\u5149\u5417", "product_size"), ("\u6709\u522b\u7684\u989c\u8272\u5417", "exchange"),
])  # fmt: skip
def test_what_it_is_like_is_not_guessed(content: Content, text: str, intent: str) -> None:
    talk = priced(content, FakeKnowledge("Let it cool down.", probability=0.3), text, intent)
    assert talk.codes() == ["no_details"]


def test_what_it_is_like_is_looked_for_by_its_name(content: Content) -> None:
    knowledge = FakeKnowledge("The bulbs of the Luna lamp can be dimmed.")
    talk = priced(content, knowledge, "is it dimmable", "product_size")
    assert talk.codes() == ["quoted"]
    assert knowledge.asked[-1] == ("Luna lamp is it dimmable", "en")


@pytest.mark.parametrize("text", ["do you have other colours", "\u6709\u522b\u7684\u989c\u8272\u5417"])
def test_other_colours_of_nothing_are_no_exchange(content: Content, text: str) -> None:
    talk = talk_with(content, None)
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("exchange", 0.93)))
    talk.say(text)
    assert talk.codes() == ["no_details"]


def test_what_an_order_is_like_is_no_quality_of_a_product(content: Content) -> None:
    talk = talk_with(content, None)
    talk.say(PRICE[0])
    talk.say("where is 10234 [order_status]")
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("product_size", 0.98)))
    talk.say("is it heavy")
    assert "no_details" not in talk.codes()


def test_several_questions_about_one_thing_are_not_the_same_problem(content: Content) -> None:
    talk = talk_with(content, FakeKnowledge())
    talk.say("how do I clean the candle [product_care]")
    talk.say("how long does it burn [product_care]")
    assert talk.say("can I leave it burning over night [product_care]").kind == "reply"


@pytest.mark.parametrize("text", ["do you take old sofas [payment_methods]", "旧沙发你们收不收 [payment_methods]"])
def test_whether_old_things_are_taken_is_not_known_and_quoted_from_nowhere(content: Content, text: str) -> None:
    talk = talk_with(content, FakeKnowledge("We repair sofas."))
    talk.say(text)
    assert talk.codes() == ["not_known"]


@pytest.mark.parametrize(
    "text", ["you charged me more than the price shown [product_price]", "付的钱跟标价不一样 [product_price]"]
)
def test_who_paid_more_than_was_shown_is_offered_a_human(talk: Talk, text: str) -> None:
    decision = talk.say(text)
    assert (decision.offer, [act.topic for act in decision.acts]) == ("human", ["displeased"])


@pytest.mark.parametrize(("scores", "kind"), [
    ((("payment_failed", 0.28), ("order_status", 0.2)), "reply"),
    ((("exchange", 0.32), ("order_wrong_item", 0.24)), "clarify"),
])  # fmt: skip
def test_two_that_are_rather_not_meant_are_not_offered(
    content: Content, scores: tuple[tuple[str, float], ...], kind: str
) -> None:
    talk = talk_with(content, None)
    talk.pipeline = replace(talk.pipeline, intents=Unsure(*scores))
    assert talk.say("what do I do with it").kind == kind


@pytest.mark.parametrize("complaint", [0.3, 0.66])
def test_who_waits_for_a_parcel_and_complains_is_asked_which_and_gets_no_help_page(
    content: Content, complaint: float
) -> None:
    talk = talk_with(content, FakeKnowledge())
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("complaint", complaint), ("order_status", 0.12)))
    decision = talk.say("my parcel's late and nobody tells me anything!")
    assert talk.codes() == ["waits", "slot_missing"]
    assert decision.form is not None
    assert (decision.form.intent, decision.form.asking) == ("order_status", "order_id")


def test_who_waits_and_complains_as_if_it_were_lost_is_asked_which(content: Content) -> None:
    chinese = Talk(content, locale="zh")
    scores = (("complaint", 0.8), ("order_not_received", 0.17), ("order_status", 0.01))
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(*scores))
    decision = chinese.say("我的快递一直没消息\uff0c也没人理我!")
    assert chinese.codes() == ["waits", "slot_missing"]
    assert decision.form is not None
    assert decision.form.intent == "order_status"
