"""When a human takes over, and the reasons that are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.dialogue.escalation import mood_reason, unhappy_lately
from chatbot.dialogue.settings import DialogueSettings
from chatbot.domain import events as ev
from chatbot.domain.content import Content
from chatbot.domain.decision import ActionResult
from chatbot.domain.understanding import IntentScore, Mood, Thresholds
from chatbot.errors import ActionError
from tests.fakes.actions import FakeActions
from tests.fakes.talk import AT, Talk


def moods(*strengths: float) -> list[Mood]:
    return [Mood("unhappy" if s < 0 else "neutral", s, 0.9) for s in strengths]


@pytest.mark.parametrize(
    ("strengths", "code"),
    [
        ((-0.5, -0.6, -0.5), "mood_sustained"),
        ((-0.9, -0.9), "mood_sustained"),
        ((0.4, 0.5, -0.95), "mood_fell"),
        ((0.4, 0.5, -0.8), None),
        ((0.4, -0.95), None),
        ((-0.9,), None),
        ((-0.5, -0.6), None),
        ((-0.5, 0.0, -0.5), None),
        ((0.1, -0.5), None),
        ((), None),
    ],
)
def test_mood_rules(strengths: tuple[float, ...], code: str | None) -> None:
    reason = mood_reason(moods(*strengths), DialogueSettings())
    assert (reason.code if reason else None) == code


def test_a_number_between_angry_messages_does_not_calm_anybody() -> None:
    between = Mood("neutral", 0.0, 0.0)
    assert mood_reason([*moods(-0.5, -0.6), between, *moods(-0.5)], DialogueSettings()) is not None


@pytest.mark.parametrize(
    "intent", ["talk_to_human", "legal_threat", "fraud", "product_injury", "self_harm", "privacy_delete"]
)
def test_intents_that_always_escalate(talk: Talk, intent: str) -> None:
    decision = talk.say(f"hello [{intent}]")
    assert decision.kind == "escalate"
    assert talk.conversation.owner == "queue"
    assert decision.reasons[0].code == ("asked" if intent == "talk_to_human" else "intent_always")
    assert decision.reasons[0].detail == intent


def test_somebody_hurt_is_urgent(talk: Talk) -> None:
    talk.say("it burned me [product_injury]")
    escalated = [e for e in talk.events if isinstance(e, ev.Escalated)][-1]
    assert escalated.priority == "urgent"
    assert "it burned me" in escalated.summary


def test_furious_twice_goes_to_a_human(talk: Talk) -> None:
    talk.say("terrible!! where is 10234 [order_status]")
    assert talk.conversation.owner == "bot"
    assert talk.say("open at all!! [opening_hours]").kind == "escalate"
    assert talk.codes() == ["mood_sustained"]


def test_the_same_problem_three_times(talk: Talk) -> None:
    for _ in range(2):
        assert talk.say("where is 10236 [order_status]").kind == "reply"
    assert talk.say("where is 10236 [order_status]").kind == "escalate"
    assert "same_problem" in talk.codes()


def test_three_different_orders_are_not_one_problem(talk: Talk) -> None:
    for number in ("10234", "10235", "10236"):
        assert talk.say(f"where is {number} [order_status]").kind == "reply"


def test_not_understood_offers_a_human_and_then_gets_one(talk: Talk) -> None:
    assert talk.say("flurb").offer is None
    assert talk.say("flurb glub").offer == "human"
    assert talk.say("glub").kind == "escalate"
    assert talk.codes() == ["not_understood"]


def test_a_correction_does_not_decline_the_offer_of_a_human(talk: Talk) -> None:
    for text in ("where is 10234 [order_status]", "flurb", "flurb glub"):
        talk.say(text)
    assert talk.conversation.offer == "human"
    assert talk.say("no, 10236").completed.slots == {"order_id": "10236"}


def test_chat_about_other_things_is_declined_and_never_escalates(talk: Talk) -> None:
    for _ in range(5):
        decision = talk.say("who won the match [out_of_scope]")
        assert (decision.kind, decision.offer) == ("reply", None)


def test_a_rated_conversation_is_not_asked_for_a_rating_again(talk: Talk) -> None:
    talk.add(ev.SurveyAnswered(at=AT, id="s", score=5))
    talk.say("bye [goodbye]")
    assert not [e for e in talk.events if isinstance(e, ev.SurveyAsked)]


def test_an_accepted_offer_escalates_and_a_declined_one_does_not(content: Content) -> None:
    for answer, kind in (("yes", "escalate"), ("no", "reply")):
        talk = Talk(content)
        talk.say("flurb")
        talk.say("flurb glub")
        assert talk.say(answer).kind == kind


def test_a_failing_action_apologises_and_offers_a_human_then_escalates(content: Content) -> None:
    talk = Talk(content, FakeActions({"order_status": ActionError("down")}))
    first = talk.say("where is 10234 [order_status]")
    assert (first.acts[0].topic, first.offer, first.kind) == ("action_failed", "human", "reply")
    assert talk.say("where is 10234 [order_status]").kind == "escalate"
    assert "action_failed" in talk.codes()


@pytest.mark.parametrize(
    "result",
    [ActionResult("teleported", {"order_id": "10234"}), ActionResult("shipped", {"order_id": "10234"})],
    ids=["unknown outcome", "a fact that must be told is missing"],
)
def test_an_answer_the_content_does_not_know_is_a_failure_not_an_invention(
    content: Content, result: ActionResult
) -> None:
    talk = Talk(content, FakeActions({"order_status": result}))
    assert talk.say("where is 10234 [order_status]").acts[0].topic == "action_failed"


def test_an_unhappy_customer_with_a_damaged_order_gets_the_case_and_is_offered_a_human(talk: Talk) -> None:
    talk.say("all in pieces! [order_damaged]")
    assert talk.say("10237").form.asking == "confirmed"
    decision = talk.say("yes")
    assert (decision.kind, decision.offer) == ("reply", "human")
    assert [a.topic for a in decision.acts] == ["order_damaged", "offer_beside"]
    assert "C-" in talk.reply
    assert talk.say("yes please").kind == "escalate"


def test_an_unhappy_customer_with_a_double_charge_gets_the_answer_and_a_human(talk: Talk) -> None:
    decision = talk.say("10241 charged twice! [payment_double_charge]")
    assert decision.kind == "escalate"
    assert [a.topic for a in decision.acts] == ["payment_double_charge", "handover_mood"]
    assert [r.code for r in talk.conversation.escalation] == ["intent_unhappy"]


def test_who_confirms_the_report_calmly_stays_with_the_bot(talk: Talk) -> None:
    talk.say("10237 came in pieces! [order_damaged]")
    decision = talk.say("yes")
    assert (decision.kind, decision.acts[0].point) == ("reply", "reported")


def test_a_calm_customer_with_a_damaged_order_stays_with_the_bot(talk: Talk) -> None:
    assert talk.say("10237 came damaged [order_damaged]").kind == "ask"
    assert talk.say("yes").acts[0].point == "reported"


def test_the_bot_is_silent_while_an_agent_owns_the_conversation(talk: Talk) -> None:
    talk.say("a human please [talk_to_human]")
    talk.add(ev.AgentJoined(at=AT, agent="anna"))
    before = len([e for e in talk.events if isinstance(e, ev.BotSaid)])
    assert talk.say("where is 10234 [order_status]").kind == "silent"
    assert len([e for e in talk.events if isinstance(e, ev.BotSaid)]) == before
    assert [e for e in talk.events if isinstance(e, ev.Understood)][-1].understanding.best == "order_status"


def test_who_waits_is_told_now_and_then_that_the_message_is_kept(talk: Talk) -> None:
    talk.say("a human please [talk_to_human]")
    kinds = [talk.say("my order is the big one").kind for _ in range(5)]
    assert kinds == ["reply", "silent", "silent", "silent", "reply"]


def test_back_from_an_agent_the_bot_says_so_in_the_customers_language(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.say("转人工[talk_to_human]")
    talk.add(ev.AgentJoined(at=AT, agent="anna"), ev.AgentLeft(at=AT, agent="anna", to="bot"))
    talk.add(*talk.pipeline.returned(talk.conversation))
    assert "智能助手" in talk.reply


def test_back_with_the_bot_old_anger_does_not_escalate_again(talk: Talk) -> None:
    talk.say("hopeless!! [complaint]")
    talk.say("hopeless!! [complaint]")
    talk.add(ev.AgentJoined(at=AT, agent="anna"), ev.AgentLeft(at=AT, agent="anna", to="bot"))
    assert talk.say("where is 10234 [order_status]").kind == "reply"


def test_goodbye_asks_for_a_rating_once(talk: Talk) -> None:
    assert talk.say("bye [goodbye]").kind == "close"
    talk.say("bye [goodbye]")
    assert len([e for e in talk.events if isinstance(e, ev.SurveyAsked)]) == 1


def test_a_close_call_asks_which_of_two(talk: Talk, content: Content) -> None:
    decision = talk.say("my money [refund_status|refund_policy]")
    assert decision.kind == "clarify"
    titles = [content.intents[n].title["en"] for n in ("refund_status", "refund_policy")]
    assert list(decision.quick_replies) == titles
    assert all(title in talk.reply for title in titles)


def test_when_understanding_fails_a_human_takes_over(talk: Talk) -> None:
    talk.add(ev.CustomerSaid(at=AT, id="x", text="hello"))
    events = talk.pipeline.failed(talk.conversation, talk.conversation.pending[0], RuntimeError("no model"))
    talk.add(*events)
    assert talk.conversation.owner == "queue"
    assert talk.conversation.pending == ()
    assert "no model" in next(e for e in events if isinstance(e, ev.Decided)).decision.reasons[0].detail


def test_who_is_happy_again_is_not_handed_over() -> None:
    moods = [Mood("unhappy", -0.9, 1.0), Mood("happy", 0.6, 1.0)]
    assert unhappy_lately(moods[:1], DialogueSettings())
    assert not unhappy_lately(moods, DialogueSettings())


class Scores:
    """Intents scored as told."""

    thresholds = Thresholds(answer=0.5, margin=0.15, clarify=0.2)

    def __init__(self, *scores: tuple[str, float]) -> None:
        self.scores = tuple(IntentScore(name, probability) for name, probability in scores)

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        return self.scores


@pytest.mark.parametrize(("text", "praise"), [("so late, you know!", False), ("so late, you know", True)])
def test_nobody_unhappy_is_asked_whether_it_was_praise(talk: Talk, text: str, praise: bool) -> None:
    unsure = Scores(("compliment", 0.45), ("complaint", 0.4), ("order_status", 0.1))
    object.__setattr__(talk.pipeline, "intents", unsure)
    assert ("compliment" in talk.say(text).options) == praise


def test_a_word_that_looks_like_a_farewell_closes_nothing(talk: Talk) -> None:
    object.__setattr__(talk.pipeline, "intents", Scores(("goodbye", 0.67), ("greeting", 0.1)))
    assert talk.say("1o234").kind == "reply"
    object.__setattr__(talk.pipeline, "intents", Scores(("goodbye", 0.97), ("greeting", 0.01)))
    assert talk.say("bye").kind == "close"


def test_who_only_asks_what_could_happen_gets_an_answer(talk: Talk) -> None:
    assert talk.say("is the candle dangerous for my child [product_injury|product_care]").kind != "escalate"
    assert talk.say("my child is hurt, is the candle dangerous [product_injury]").kind == "escalate"


@pytest.mark.parametrize("text", ["I do not want a human [talk_to_human]", "I will not sue you [legal_threat]"])
def test_who_says_not_to_want_it_is_not_handed_over(talk: Talk, text: str) -> None:
    assert talk.say(text).kind == "reply"
    assert "denied" in talk.codes()


def test_an_unsure_farewell_is_none(talk: Talk, content: Content) -> None:
    scores = Scores(("goodbye", 0.58), ("order_status", 0.1))
    talk.pipeline = replace(talk.pipeline, intents=scores)
    assert [a.topic for a in talk.say("I see").acts] == ["anything_else"]


def test_a_polite_regret_is_offered_a_human_and_no_guesses(talk: Talk) -> None:
    scores = Scores(("goodbye", 0.21), ("order_change", 0.12), ("exchange", 0.1))
    talk.pipeline = replace(talk.pipeline, intents=scores)
    decision = talk.say("I see, that is a pity!")
    assert ([a.topic for a in decision.acts], decision.offer) == (["offer_human"], "human")


@pytest.mark.parametrize(("text", "handed"), [("late again, your boss!", True), ("late again, your boss", False)])
def test_who_complains_or_wants_a_person_is_not_asked_which(talk: Talk, text: str, handed: bool) -> None:
    unsure = Scores(("talk_to_human", 0.46), ("complaint", 0.4), ("order_status", 0.1))
    object.__setattr__(talk.pipeline, "intents", unsure)
    assert (talk.say(text).kind == "escalate") == handed


def test_what_is_settled_offers_a_human_to_the_unhappy_and_calls_none(talk: Talk) -> None:
    talk.say("I am so angry, where is my refund!!! [refund_status]")
    decision = talk.say("10238")
    assert (decision.kind, decision.acts[0].point, decision.offer) == ("reply", "refunded", "human")


@pytest.mark.parametrize(
    ("first", "shown"),
    [
        ("where is order 10234 [order_status]", "Where is my order (10234)"),
        ("cancel order 10235, tom@example.org [order_cancel]", "Cancel my order (10235, tom@example.org)"),
        ("is the Luna lamp in stock [product_availability]", "Luna lamp"),
    ],
)
def test_the_summary_names_no_slot_and_no_value_by_the_contents_own_name(talk: Talk, first: str, shown: str) -> None:
    talk.say(first)
    talk.say("I want a human [talk_to_human]")
    escalated = [e for e in talk.events if isinstance(e, ev.Escalated)][-1]
    assert shown.lower() in escalated.summary.lower()
    assert "_" not in escalated.summary.split(" \u2014 ")[0]
