"""Questions that name a country, a way to pay or a kind of delivery get a yes, a no or that price, by the demo shop."""

from __future__ import annotations

import pytest

from tests.fakes.talk import Talk


@pytest.mark.parametrize(("text", "point"), [
    ("do you deliver to the UK? [delivery_abroad]", "not_delivered"),
    ("do you ship to Denmark as well [delivery_abroad]", "delivered"),
    ("Belgium? [delivery_abroad]", "delivered"),
    ("which countries do you deliver to [delivery_abroad]", "answer"),
    ("do you deliver outside Germany? [delivery_abroad]", "answer"),
    ("anywhere other than the Netherlands? [delivery_abroad]", "answer"),
    ("Spain or Norway? [delivery_abroad]", "answer"),
    ("can I get delivery anywhere but in Germany [delivery_abroad]", "answer"),
    ("payment methods other than the PayPal [payment_methods]", "answer"),
    ("can I pay cash on delivery? [payment_methods]", "not_accepted"),
    ("do you take paypal [payment_methods]", "accepted"),
    ("paypal or credit card? [payment_methods]", "answer"),
    ("how much is express [delivery_cost]", "express"),
    ("what does delivery cost [delivery_cost]", "answer"),
    ("你们能寄到英国吗 [delivery_abroad]", "not_delivered"),
    ("丹麦你们送不送 [delivery_abroad]", "delivered"),
    ("德国以外送吗 [delivery_abroad]", "answer"),
    ("除了德国还送哪里 [delivery_abroad]", "answer"),
    ("能货到付款吗 [payment_methods]", "not_accepted"),
    ("可以用支付宝吗 [payment_methods]", "accepted"),
    ("加急多少钱 [delivery_cost]", "express"),
])  # fmt: skip
def test_what_is_named_narrows_the_answer(talk: Talk, text: str, point: str) -> None:
    (act,) = talk.say(text).acts
    assert act.point == point


def test_a_country_stands_with_its_article(talk: Talk) -> None:
    (act,) = talk.say("do you deliver to Holland [delivery_abroad]").acts
    assert act.facts["country"] == "the Netherlands"


def test_a_day_in_a_question_about_something_else_is_not_noted(talk: Talk) -> None:
    assert talk.say("who won the match last night [out_of_scope]").intent == "out_of_scope"
