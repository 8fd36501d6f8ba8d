"""Words that put off, take, ask of a material or tell an address; none of them is what it sounds like."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.understanding import Asked, IntentScore
from chatbot.nlu import addresses, asks, clauses, mending, mistaken


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("please don't ship order 10235 yet", True), ("can you hold my order", True), ("hold my order please", True),
        ("can you delay shipping by a week", True), ("don't send it before the 20th", True),
        ("just ship it later", True), ("先别发货", True), ("晚几天再发", True), ("推迟发货", True),
        ("don't ship it at all", False), ("hold on, where is my order", False), ("why is there a delay", False),
        ("you did not ship it", False), ("you have not shipped it yet", False), ("怎么还不发货", False),
    ],
)  # fmt: skip
def test_what_is_wanted_later_is_not_cancelled(text: str, says: bool, content: Content) -> None:
    assert mistaken.puts_off(text) == says
    scores = mending.mend((IntentScore("order_cancel", 0.6), IntentScore("order_status", 0.3)), text, content)
    assert (scores[0].intent == "delivery_day") == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("is the oak table solid oak", True), ("is it real leather or not", True),
        ("are the chairs made of solid wood?", True), ("is the wool itchy", False), ("is the table solid", False),
        ("is my order made yet", False),
    ],
)  # fmt: skip
def test_a_material_is_asked_for(text: str, says: bool) -> None:
    assert mistaken.of_material(text) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("42 Park Lane London", True), ("Lindenstr. 5, 10115 Berlin", True),
        ("new one is 7 Rosenweg, 10115 Berlin", True),
        ("上海市徐汇区漕溪路18号", True),
        ("where is your shop, is it 12 Park Lane?", False), ("two lamps", False), ("10235", False),
        ("it took 3 days one way", False),
    ],
)  # fmt: skip
def test_an_address_is_told(text: str, says: bool) -> None:
    assert addresses.tells(text) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hm ok I take the large", True), ("okay I'll take two of the 180 ones", True), ("I'll buy the blue one", True),
        ("I have two", False), ("I take the train", False), ("can I take it back", False),
    ],
)  # fmt: skip
def test_who_takes_it_asks_for_nothing(text: str, says: bool) -> None:
    assert mistaken.takes_it(text) == says
    assert not (says and asks.find(text, ()))


def test_what_to_do_with_them_is_not_what_to_do_now() -> None:
    assert asks.find("what can I do", ()) == (Asked("what_now"),)
    assert asks.find("and what can I do with them", ()) != (Asked("what_now"),)


@pytest.mark.parametrize("text", ["I'd rather not cancel", "wait, don't cancel it", "no no, please don't cancel"])
def test_what_is_rather_not_wanted_is_denied(text: str) -> None:
    assert clauses.denied(text)


def test_a_promised_day_is_about_delivery(content: Content) -> None:
    scores = mending.mend((IntentScore("complaint", 0.9),), "promise me then that it comes tomorrow", content)
    assert scores[0].intent == "delivery_day"
