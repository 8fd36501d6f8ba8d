"""Facts in replies: found, taken out, put in, and counted by one rule for everybody."""

from __future__ import annotations

import pytest

from chatbot.training.text_rows import Item, TextRow
from chatbot.training.text_slots import Counted, Names, Surface, count, filled, find, named, template_of


def row(reply: str, *facts: tuple[str, str], spans: tuple[tuple[str, int, int], ...] = ()) -> TextRow:
    """A row that offers these slots and values."""
    items = tuple(Item("OFFER", "", slot, value, True) for slot, value in facts)
    return TextRow("1#1", "Food_1", "Find", (), items, reply, spans)


NOBODY = Names([], [])


@pytest.mark.parametrize(
    ("reply", "facts", "template"),
    [
        ("Try Sino in San Jose.", [("name", "Sino"), ("city", "San Jose")], "Try {name} in {city}."),
        ("Is economy fine?", [("class", "Economy")], "Is {class} fine?"),
        ("San Jose Museum, San Jose", [("city", "San Jose"), ("name", "San Jose Museum")], "{name}, {city}"),
        # Values of one slot are numbered as the reply has them.
        ("Thai or Greek?", [("food", "Greek"), ("food", "Thai")], "{food} or {food_2}?"),
        # Of several places the one near a word of the slot; parts of other numbers are no places.
        ("2 rooms for 1 day", [("number_of_days", "1"), ("number_of_rooms", "2")], "{number_of_rooms} rooms for"),
        ("At 12:30 for 2", [("seats", "2")], "At 12:30 for {seats}"),
        ("3.5 stars, 3 left", [("left", "3")], "3.5 stars, {left} left"),
        (
            "\u7535\u8bdd\u662f65686553,65673663\u3002",
            [("a", "65686553"), ("b", "65673663")],
            "\u7535\u8bdd\u662f{a},{b}\u3002",
        ),
        ("\u5468\u4e00 9:00-12:00\uff0c13:00-17:00\u3002", [("t", "\u5468\u4e00 9:00-12:00 13:00-17:00")], "{t}\u3002"),
        ("\u5357\u95e8\u6db5\u8089\uff08\u603b\u5e97\uff09", [("n", "\u5357\u95e8\u6db5\u8089(\u603b\u5e97)")], "{n}"),
    ],
)
def test_facts_are_taken_out(reply: str, facts: list[tuple[str, str]], template: str) -> None:
    found = template_of(row(reply, *facts))
    assert found is not None
    assert found.startswith(template)


def test_marked_places_come_first() -> None:
    reply = "The 4 of you want 4 nights"
    facts = (("nights", "4"), ("guests", "4"))
    assert template_of(row(reply, *facts, spans=(("nights", 18, 19), ("guests", 4, 5)))) == (
        "The {guests} of you want {nights} nights"
    )


@pytest.mark.parametrize("reply", ["Try it.", "Sino? Sino!", "{Sino}"])
def test_a_reply_that_can_not_teach(reply: str) -> None:
    """A fact missing, said twice, or braces of its own."""
    assert template_of(row(reply, ("name", "Sino"))) is None


@pytest.mark.parametrize(
    ("reply", "counted"),
    [
        ("Sino, 4 stars", Counted()),
        ("4 stars", Counted(missing=("name",))),
        ("Sino, really Sino, 4 stars", Counted(repeated=("name",))),
        ("Sino, 4 stars, $30", Counted(wrong=("30",))),
        ("Sino near Lake Erie, 4 stars", Counted(wrong=("Lake Erie",))),
        ("5 stars", Counted(missing=("name", "stars"), wrong=("5",))),
    ],
)
def test_what_is_missing_repeated_and_wrong(reply: str, counted: Counted) -> None:
    names = Names([row("", ("place", "Lake Erie"))], ["How about {name}?"])
    asked = row("", ("name", "Sino"), ("stars", "4"))
    assert count(reply, asked.facts, names) == counted


def test_usual_words_are_no_names() -> None:
    """Music is a category, and a word of replies; a city of the data is a name."""
    rows = [row("", ("category", "Music"), ("city", "Sydney"))]
    names = Names(rows, ["There is live music."] * 5)
    assert names.within("Music in Sydney") == ["Sydney"]


def test_values_are_written_as_replies_have_them() -> None:
    learned = Surface([row("An economy seat", ("class", "Economy")), row("Go to Kiel", ("city", "Kiel"))])
    assert [learned.of(Item("", "", slot, value, True)) for slot, value in [
        ("class", "Economy"), ("class", "Business"), ("city", "Oslo"),
    ]] == ["economy", "business", "Oslo"]  # fmt: skip


def test_filling_gives_the_text_back() -> None:
    reply = "Sino or Kiku in Kiel?"
    asked = row(reply, ("name", "Sino"), ("city", "Kiel"), ("name", "Kiku"))
    assert named(asked.facts) == ["{name}", "{city}", "{name_2}"]
    template = template_of(asked)
    assert template == "{name} or {name_2} in {city}?"
    assert filled(template, {"{name}": "Sino", "{name_2}": "Kiku", "{city}": "Kiel"}) == reply
    assert len(find(reply, asked.facts)[0]) == 3
    assert not count(reply, asked.facts, NOBODY).errors
