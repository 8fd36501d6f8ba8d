"""Messages with more than one request: all of them get an answer, in this turn or in a later one."""

from __future__ import annotations

import json

import pytest

from chatbot.domain import events as ev
from chatbot.domain.codec import decode_event, encode
from chatbot.domain.content import Content
from chatbot.domain.conversation import fold
from chatbot.domain.decision import ActionResult
from chatbot.errors import ActionError
from chatbot.replay.run import replay
from tests.fakes.actions import FakeActions
from tests.fakes.models import FakeResponder
from tests.fakes.talk import AT, Talk


def acts(talk: Talk) -> list[tuple[str, str]]:
    decided = [e for e in talk.events if isinstance(e, ev.Decided)][-1]
    return [(a.kind, a.topic) for a in decided.decision.acts]


def calls(talk: Talk) -> list[tuple[str, str]]:
    made = [e for e in talk.events if isinstance(e, ev.ActionCalled)]
    return [(e.call.name, e.call.arguments.get("order_id", "")) for e in made]


def test_two_questions_get_two_answers(talk: Talk) -> None:
    decision = talk.say("where is 10234 [order_status]? and when do you open [opening_hours]?")
    assert acts(talk) == [("reply", "order_status"), ("reply", "opening_hours")]
    assert (decision.kind, decision.requests, decision.form) == ("reply", (), None)
    assert "several_requests" in talk.codes()
    assert "10234" in talk.reply


def test_the_same_question_about_two_orders_is_answered_for_both(talk: Talk) -> None:
    talk.say("where is 10234 [order_status] and where is 10236 [order_status]?")
    assert calls(talk) == [("order_status", "10234"), ("order_status", "10236")]
    assert "10234" in talk.reply
    assert "10236" in talk.reply


def test_calls_of_one_turn_have_keys_of_their_own_and_keep_them_when_it_is_taken_again(content: Content) -> None:
    keys = []
    for _ in range(2):
        talk = Talk(content)
        talk.say("where is 10234 [order_status]? where is 10235 [order_status]? where is 10236 [order_status]?")
        keys.append([e.call.key for e in talk.events if isinstance(e, ev.ActionCalled)])
    assert len(set(keys[0])) == 3
    assert keys[0] == keys[1]


def test_what_is_too_much_for_one_turn_is_named(talk: Talk) -> None:
    numbers = ["10234", "10235", "10236", "10237", "10238", "10241", "20517"]
    talk.say(" ".join(f"where is {n} [order_status]?" for n in numbers))
    assert [number for _, number in calls(talk)] == numbers[:5]
    assert acts(talk)[0] == ("say", "too_many")
    assert all(number in talk.reply for number in numbers)


def test_what_has_no_number_is_named_by_its_title(talk: Talk) -> None:
    others = ("delivery_cost", "delivery_abroad", "payment_methods", "warranty", "store_location")
    talk.say("when do you open [opening_hours]? " + " ".join(f"another thing: {o} [{o}]?" for o in others))
    assert talk.pipeline.content.intents["store_location"].title["en"] in talk.reply


@pytest.mark.parametrize("text", ["and 10237, 10238 and 10241?", "10237, 10238, 10241", "what about 10237 10238 10241"])
def test_a_list_asks_the_same_of_all_of_it(talk: Talk, text: str) -> None:
    talk.say("where is the refund for 20518 [refund_status]")
    talk.say(text)
    assert calls(talk)[1:] == [("refund_status", n) for n in ("10237", "10238", "10241")]


def test_a_list_is_the_answer_to_the_question_for_a_number(talk: Talk) -> None:
    talk.say("cancel my order [order_cancel]")
    assert talk.say("10235 and 20519").form.slots == {"order_id": "10235"}
    talk.say("tom@example.org")
    decision = talk.say("yes")
    assert (decision.before[0].slots if decision.before else decision.completed.slots)["order_id"] == "10235"
    assert decision.form.slots["order_id"] == "20519"


@pytest.mark.parametrize("text", [
    "yes, cancel 10241 too [order_cancel]", "yes and also cancel 10241 [order_cancel]",
    "\u597d\u7684,10241\u4e5f\u53d6\u6d88[order_cancel]",
])  # fmt: skip
def test_a_yes_with_another_order_confirms_the_first_alone(talk: Talk, text: str) -> None:
    talk.say("cancel 10235 [order_cancel]")
    talk.say("tom@example.org")
    decision = talk.say(text)
    assert ("order_cancel", "10235") in calls(talk)
    assert ("order_cancel", "10241") not in calls(talk)
    assert decision.form.slots["order_id"] == "10241"
    talk.say("marta@example.org")
    assert talk.say("yes").completed.slots["order_id"] == "10241"


def test_a_yes_with_another_number_confirms_nothing(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]")
    talk.say("tom@example.org")
    assert talk.say("yes, 10241").form.slots["order_id"] == "10241"
    assert ("order_cancel", "10235") not in calls(talk)


def test_what_can_be_answered_comes_before_what_must_be_asked(talk: Talk) -> None:
    decision = talk.say("cancel 10235 [order_cancel] and where is 10234 [order_status]?")
    assert acts(talk) == [("reply", "order_status"), ("ask", "order_cancel")]
    assert (decision.form.intent, decision.form.slots) == ("order_cancel", {"order_id": "10235"})


def test_one_form_and_then_the_other(talk: Talk) -> None:
    talk.say("cancel my order [order_cancel] and is my voucher ok [voucher_not_working]?")
    assert acts(talk) == [("ask", "order_cancel")]
    assert [r.intents[0].intent for r in talk.conversation.requests] == ["voucher_not_working"]
    talk.say("10235")
    talk.say("tom@example.org")
    decision = talk.say("yes")
    assert acts(talk) == [("reply", "order_cancel"), ("say", "form_resumed"), ("ask", "voucher_not_working")]
    assert (decision.form.intent, decision.requests) == ("voucher_not_working", ())
    assert talk.say("WELCOME10").acts[0].point == "valid"


def test_the_second_is_about_the_same_order_where_it_names_none(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]? can I have an invoice [invoice]?")
    assert calls(talk) == [("order_status", "10234"), ("invoice", "10234")]


def test_a_form_that_was_open_comes_back_after_all_answers(talk: Talk) -> None:
    talk.say("cancel my order [order_cancel]")
    decision = talk.say("when do you open [opening_hours]? and what does delivery cost [delivery_cost]?")
    assert acts(talk) == [
        ("reply", "opening_hours"), ("reply", "delivery_cost"), ("say", "form_resumed"), ("ask", "order_cancel"),
    ]  # fmt: skip
    assert decision.form.intent == "order_cancel"


def test_an_answer_and_a_question_in_one_message(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]")
    decision = talk.say("tom@example.org, and when do you open [opening_hours]?")
    assert acts(talk) == [("reply", "opening_hours"), ("say", "form_resumed"), ("ask", "order_cancel")]
    assert decision.form.slots == {"order_id": "10235", "email": "tom@example.org"}
    assert talk.say("yes").acts[0].point == "cancelled"


def test_the_answer_that_completes_a_form_and_a_question_about_something_else(talk: Talk) -> None:
    talk.say("my parcel, please [order_status]")
    talk.say("10234, and where is 10236 [invoice]?")
    assert calls(talk) == [("order_status", "10234"), ("invoice", "10236")]
    assert acts(talk)[0] == ("reply", "order_status")


def test_a_cancelled_form_does_not_take_the_other_request_with_it(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel] and is my voucher ok [voucher_not_working]?")
    talk.say("never mind [never_mind]")
    assert acts(talk) == [("say", "form_cancelled"), ("say", "form_resumed"), ("ask", "voucher_not_working")]


@pytest.mark.parametrize("text", [
    "get me a human [talk_to_human] and where is 10234 [order_status]?",
    "where is 10234 [order_status]? and get me a human [talk_to_human]",
])  # fmt: skip
def test_a_human_wins_and_sees_all_of_it(talk: Talk, text: str) -> None:
    decision = talk.say(text)
    assert (decision.kind, decision.requests) == ("escalate", ())
    assert acts(talk) == [("reply", "talk_to_human")]
    assert calls(talk) == []
    escalated = [e for e in talk.events if isinstance(e, ev.Escalated)][-1]
    assert "10234" in escalated.summary
    assert [r.code for r in escalated.reasons] == ["asked"]


def test_what_waits_is_gone_when_a_human_took_over(talk: Talk) -> None:
    talk.say("cancel my order [order_cancel] and is my voucher ok [voucher_not_working]?")
    talk.say("a human please [talk_to_human]")
    assert talk.conversation.requests == ()
    talk.add(ev.AgentJoined(at=AT, agent="anna"), ev.AgentLeft(at=AT, agent="anna", to="bot"))
    assert talk.say("when do you open [opening_hours]").acts[0].topic == "opening_hours"
    assert len(acts(talk)) == 1


def test_the_mood_rules_hold(talk: Talk) -> None:
    talk.say("terrible!! where is 10234 [order_status]")
    assert talk.say("open at all [opening_hours]?!! and where is 10236 [order_status]?!!").kind == "escalate"
    assert "mood_sustained" in talk.codes()


def test_a_failed_action_offers_a_human_and_the_other_request_is_answered_after_the_no(content: Content) -> None:
    hours = ActionResult("answer", {"opening_hours": "nine to six", "holidays_link": "https://x.example"})
    talk = Talk(content, FakeActions({"order_status": ActionError("down"), "opening_hours": hours}))
    decision = talk.say("where is 10234 [order_status]? when do you open [opening_hours]?")
    assert (acts(talk), decision.offer) == ([("say", "action_failed")], "human")
    talk.say("no")
    assert acts(talk) == [("say", "offer_declined"), ("say", "form_resumed"), ("reply", "opening_hours")]


def test_the_first_of_two_is_corrected_after_both_were_answered(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]? how much is the luna lamp [product_price]?")
    decision = talk.say("no, I meant 10236")
    assert (decision.completed.intent, decision.completed.slots) == ("order_status", {"order_id": "10236"})


def test_one_that_waits_is_corrected_while_the_other_is_filled_in(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]. can I return 99999 [order_cancel]?")
    decision = talk.say("sorry, I meant 10238 and not 99999")
    assert decision.form.slots == {"order_id": "10235"}
    assert [e.value for r in talk.conversation.requests for e in r.entities] == ["10238"]
    assert "10238" in talk.reply


def test_what_was_asked_again_meanwhile_is_not_answered_twice(talk: Talk) -> None:
    talk.say("cancel my order [order_cancel] and is SPRING [voucher_not_working]?")
    talk.say("10235")
    talk.say("my voucher WELCOME10 [voucher_not_working]")
    assert acts(talk)[0] == ("reply", "voucher_not_working")


def test_a_request_of_content_that_is_gone_is_forgotten(talk: Talk, content: Content) -> None:
    talk.say("cancel 10235 [order_cancel] and is my voucher ok [voucher_not_working]?")
    intents = {name: i for name, i in content.intents.items() if name != "voucher_not_working"}
    from dataclasses import replace

    talk.pipeline = replace(talk.pipeline, content=replace(content, intents=intents))
    talk.say("never mind [never_mind]")
    assert acts(talk) == [("say", "form_cancelled")]


def test_each_answer_is_written_for_its_own_request(content: Content) -> None:
    responder = FakeResponder()
    talk = Talk(content, responder=responder)
    talk.say("where is 10234 [order_status]? and when do you open [opening_hours]?")
    first, second = responder.prompts
    assert "order_status" in first
    assert "opening_hours" in second
    assert "when do you open" not in first
    assert "10234" not in second


def test_what_is_said_not_to_be_wanted_is_not_done(talk: Talk) -> None:
    decision = talk.say("don't get me a human [talk_to_human], where is 10234 [order_status]?")
    assert acts(talk) == [("reply", "order_status")]
    assert decision.kind == "reply"
    assert "denied" in talk.codes()


def test_a_declined_offer_in_other_words(talk: Talk) -> None:
    talk.say("flurb")
    talk.say("flurb glub")
    assert talk.conversation.offer == "human"
    assert talk.say("I don't need a human [talk_to_human]").kind == "reply"
    assert talk.conversation.owner == "bot"


def test_it_survives_json_and_replays_the_same(talk: Talk) -> None:
    for text in (
        "cancel 10235 [order_cancel] and is my voucher ok [voucher_not_working]? and where is 10236 [order_status]?",
        "tom@example.org", "yes", "WELCOME10",
        "where is 10234 [order_status]? and when do you open [opening_hours]?",
    ):  # fmt: skip
        talk.say(text)
    back = [decode_event(json.loads(json.dumps(encode(e)))) for e in talk.events]
    assert fold("c1", back) == talk.conversation
    turns = list(replay(talk.pipeline, [("c1", talk.events)]))
    assert [t.differences for t in turns] == [()] * 5


def test_events_of_before_there_were_requests_are_still_read(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    for event in talk.events:
        data = json.loads(json.dumps(encode(event)))
        for part, gone in (("understanding", ("requests", "denied")), ("decision", ("requests", "before"))):
            for name in gone if part in data else ():
                del data[part][name]
        assert decode_event(data) == event
