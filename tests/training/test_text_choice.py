"""Which reply is said: what the guard refuses of replies from acts, and the reply most like the others."""

from __future__ import annotations

import pytest

from chatbot.training.text_baselines import Nearest, by_hand, words_of
from chatbot.training.text_choice import faults, ranked
from chatbot.training.text_rows import Item, TextRow
from chatbot.training.text_slots import Names


def row(*items: Item, before: tuple[str, ...] = (), service: str = "Food_1") -> TextRow:
    return TextRow("1#1", service, "Find", before, items, "", ())


def offer(slot: str, value: str) -> Item:
    return Item("OFFER", "", slot, value, True)


SINO = row(offer("name", "Sino"), offer("city", "San Jose"))
DONE = row(offer("name", "Sino"), offer("city", "San Jose"), Item("NOTIFY_SUCCESS", "", "", "", False))
NAMES = Names([row(offer("place", "Lake Erie"))], ["{name}"])


@pytest.mark.parametrize(
    ("template", "codes"),
    [
        ("How about {name} in {city}?", ()),
        ("How about {name}?", ("placeholders",)),
        ("{name} in {city}, {name}?", ("placeholders",)),
        ("{name} in {city}, {street}", ("placeholders",)),
        ("{name} in {city} for 2", ("digit",)),
        ("{name} in {city} for $ a head", ("money",)),
        ("{name} in {city}, see www.sino", ("link",)),
        ("{name} in {city} on Monday", ("date",)),
        ("{name} in {city} at Lake Erie", ("name",)),
        ("Your table at {name} in {city} has been booked.", ("done",)),
        ("I was unable to book {name} in {city}", ()),
        ("", ("empty", "placeholders")),
    ],
)
def test_what_no_act_gives_is_refused(template: str, codes: tuple[str, ...]) -> None:
    assert faults(template, SINO, NAMES) == codes


def test_done_may_be_said_where_an_act_says_so() -> None:
    assert faults("Your table at {name} in {city} has been booked.", DONE, NAMES) == ()


def test_failed_only_where_something_is_told_or_failed() -> None:
    asked = row(Item("REQUEST", "", "city", "", False))
    assert faults("Sorry, the booking failed. Which city?", asked, NAMES) == ("failed",)


def test_the_reply_most_like_the_others_is_first() -> None:
    """The first is a stranger; the others agree with each other."""
    texts = [
        "see you",
        "do you need anything else",
        "do you need something else",
        "do you need anything more",
    ]
    alike = dict.fromkeys(texts, 1.0)
    assert ranked(texts, alike)[0] == "do you need anything else"
    # Weights decide: where one is all but certain, it is said.
    assert ranked(texts, {**alike, "see you": 20.0})[0] == "see you"
    assert ranked(texts, {}) == texts


def test_length_counts_where_it_is_worth_something() -> None:
    texts, voters = ["yes", "yes it is open today"], {"yes": 1.0, "yes it is": 1.0}
    assert ranked(texts, voters)[0] == "yes"
    assert ranked(texts, voters, longer=3.0)[0] == texts[1]


def test_by_hand_each_fact_is_told_once() -> None:
    asked = row(
        offer("name", "Sino"),
        offer("name", "Kiku"),
        Item("CONFIRM", "", "name", "Sino", True),
        Item("INFORM", "", "has_music", "False", False),
        Item("REQUEST", "", "time", "", False),
        Item("OFFER_INTENT", "", "intent", "ReserveTable", False),
    )
    text = by_hand(asked, "en")
    assert not set(faults(text, asked, NAMES))
    assert "No, has music." in text
    assert "Would you like to reserve table?" in text
    assert words_of("Hotels_4") == "hotels"


def test_by_hand_in_chinese() -> None:
    asked = row(
        Item("Inform", "\u9152\u5e97", "\u540d\u79f0", "\u5317\u4eac\u996d\u5e97", True),
        Item("Inform", "\u9152\u5e97", "\u8bc4\u5206", "4.5\u5206", True),
        Item("General", "bye", "", "none", False),
    )
    assert by_hand(asked, "zh") == (
        "\u4e3a\u60a8\u63a8\u8350{\u540d\u79f0}\u3002\u8bc4\u5206\u662f{\u8bc4\u5206}\u3002\u518d\u89c1\u3002"
    )


def test_the_nearest_reply_has_the_same_acts_and_a_like_context() -> None:
    lamps = row(offer("name", "A"), before=("a lamp please",))
    chairs = row(offer("name", "B"), before=("a chair please",))
    both = row(offer("name", "C"), offer("city", "D"))
    near = Nearest([lamps, chairs, both], ["Lamp {name}.", "Chair {name}.", "{name}, {city}."])
    asked = [
        row(offer("name", "E"), before=("that chair",)),
        row(offer("name", "F"), offer("city", "G")),
        row(offer("street", "H")),
        # The acts are the same as those of the second, but both cities are one value: one placeholder.
        row(offer("name", "I"), offer("name", "I")),
    ]
    assert near.find(asked, 1) == [["Chair {name}."], ["{name}, {city}."], [], ["Lamp {name}."]]
    assert near.find(asked[:1], 2) == [["Chair {name}.", "Lamp {name}."]]
