"""What can't be done is said before anything is asked; what is grave is done after a yes alone."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.decision import ActionResult
from chatbot.errors import ActionError
from tests.fakes.actions import FakeActions
from tests.fakes.talk import Talk, shop

CANCELLED = "10238"


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("10234", "too_late"), ("10237", "delivered"), (CANCELLED, "already_cancelled"), ("99999", "not_found")],
)
def test_what_cannot_be_cancelled_is_said_before_anything_is_asked(talk: Talk, number: str, outcome: str) -> None:
    decision = talk.say(f"cancel {number} [order_cancel]")
    assert (decision.kind, decision.form, decision.acts[-1].point) == ("reply", None, outcome)
    assert number in talk.reply


@pytest.mark.parametrize("intent", ["order_change", "order_address", "order_cancel"])
def test_what_has_arrived_is_not_spoken_of_as_on_its_way(talk: Talk, intent: str) -> None:
    assert talk.say(f"10237 [{intent}]").acts[-1].point == "delivered"


def test_who_cannot_cancel_is_not_asked_to_confirm(talk: Talk) -> None:
    assert talk.say("cancel 10235 [order_cancel]").form.asking == "email"
    assert talk.say("mallory@example.org").acts[-1].point == "not_found"
    assert talk.conversation.form is None


def test_a_check_changes_nothing(talk: Talk) -> None:
    for text in ("cancel 10235 [order_cancel]", "tom@example.org"):
        assert talk.say(text).action.name == "order_cancel_check"
    assert talk.conversation.form.asking == "confirmed"
    assert talk.say("where is 10235 [order_status]").acts[0].point == "processing"


def test_a_check_that_fails_changes_nothing_and_offers_a_human(content: Content) -> None:
    talk = Talk(content, FakeActions({"order_cancel_check": ActionError("down")}))
    decision = talk.say("cancel 10235 [order_cancel]")
    assert ([a.topic for a in decision.acts], decision.offer, decision.form) == (["action_failed"], "human", None)


def test_ready_is_no_answer_to_the_action_itself(content: Content) -> None:
    ready = ActionResult("ready")
    talk = Talk(content, FakeActions({"order_cancel_check": ready, "order_cancel": ready}))
    for text in ("cancel 10235 [order_cancel]", "tom@example.org", "yes"):
        talk.say(text)
    assert "action_failed" in talk.codes()


@pytest.mark.parametrize("intent", ["order_damaged", "order_missing_item", "order_wrong_item", "order_not_received"])
def test_an_order_of_before_is_reported_after_a_yes_alone(talk: Talk, intent: str) -> None:
    talk.say("where is 10237 [order_status]")
    decision = talk.say(f"it is not right [{intent}]")
    assert (decision.kind, decision.form.asking, decision.action.name) == ("ask", "confirmed", "report_check")
    assert "10237" in talk.reply
    assert talk.say("yes").acts[0].point == "reported"


def test_another_order_than_the_one_of_before_is_reported(talk: Talk) -> None:
    talk.say("where is 10234 [order_status]")
    talk.say("my vase is broken [order_damaged]")
    talk.say("no, 10237")
    assert "10237" in talk.reply
    assert talk.say("yes").completed.slots == {"order_id": "10237", "confirmed": "yes"}


@pytest.mark.parametrize(
    "intent",
    ["order_change", "order_address", "return_start", "order_damaged", "order_missing_item", "order_wrong_item",
     "order_not_received"],
)  # fmt: skip
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_of_a_cancelled_order_nothing_untrue_is_said(content: Content, intent: str, locale: str) -> None:
    talk = Talk(content, locale=locale)
    assert talk.say(f"{CANCELLED} [{intent}]").acts[-1].point == "cancelled"


def test_the_address_of_a_delivered_order_is_not_with_the_carrier(talk: Talk) -> None:
    assert talk.say("change the address of 10237 [order_address]").acts[-1].point == "delivered"


def test_every_action_and_check_of_the_content_is_the_shops(content: Content) -> None:
    wanted = {name for i in content.intents.values() for name in (i.action, i.check) if name}
    assert wanted <= shop().names()


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("yesterday", "past_day"),
        ("today", "open_day"),
        ("on sunday", "closed_day"),
        ("on december 25 2026", "closed_day"),
    ],
)
def test_pickup_is_offered_on_days_that_the_shop_is_open(talk: Talk, day: str, outcome: str) -> None:
    decision = talk.say(f"can I pick it up {day} [delivery_pickup]")
    assert decision.acts[-1].point == outcome
    assert "10 am to 7 pm" in talk.reply


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [("on Christmas", "closed_day"), ("next Sunday", "closed_day"), ("", "answer")],
)
def test_a_day_on_which_the_shop_is_closed_is_no_day_to_visit(talk: Talk, asked: str, outcome: str) -> None:
    act = talk.say(f"are you open {asked} [opening_hours]").acts[0]
    assert (act.topic, act.point) == ("opening_hours", outcome)
    assert "Monday to Saturday" in talk.reply


ASKED = ("wait how much do I get back", "how much?", "\u90a3\u9000\u591a\u5c11", "\u9000\u591a\u5c11\u94b1")


@pytest.mark.parametrize("text", ASKED)
def test_what_comes_back_is_told_before_the_yes(content: Content, text: str) -> None:
    talk = confirming(content, text)
    decision = talk.say(text)
    assert [a.topic for a in decision.acts] == ["told_amount", "order_cancel"]
    assert "238" in talk.reply
    assert decision.form is not None
    assert decision.form.asking == "confirmed"
    assert talk.say("yes").acts[-1].point == "cancelled"


@pytest.mark.parametrize("text", ASKED)
def test_what_the_check_does_not_tell_comes_with_the_deed(content: Content, text: str) -> None:
    talk = confirming(content, text)
    talk.conversation = talk.conversation._replace(ready={})
    decision = talk.say(text)
    assert [a.topic for a in decision.acts] == ["comes_with", "order_cancel"]
    assert "238" not in talk.reply


def test_an_amount_is_told_only_to_who_gave_the_right_address(talk: Talk) -> None:
    talk.say("cancel 10235 [order_cancel]")
    talk.say("how much do I get back [refund_policy]")
    assert "238" not in talk.reply
    assert not talk.conversation.ready


@pytest.mark.parametrize("text", ["why", "is it raining", "where is 10234 [order_status]"])
def test_other_questions_at_a_confirmation_stay_what_they_are(content: Content, text: str) -> None:
    talk = confirming(content, text)
    talk.say(text)
    assert "asked_before" not in talk.codes()


def confirming(content: Content, text: str) -> Talk:
    talk = Talk(content, locale="en" if text.isascii() else "zh")
    talk.say(f"{'cancel' if text.isascii() else chr(0x53D6) + chr(0x6D88)} 10235 [order_cancel]")
    talk.say("tom@example.org")
    return talk
