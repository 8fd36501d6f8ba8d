"""Warnings about examples: near-duplicates across intents, and intents that are taken for each other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from chatbot.domain.content import Content
from chatbot.training import ambiguous
from tests.fakes.content import small_content


def _with(**examples: tuple[str, ...]) -> Content:
    content = small_content()
    return replace(
        content,
        intents={
            name: replace(intent, examples={"en": examples[name]} if name in examples else intent.examples)
            for name, intent in content.intents.items()
        },
    )


def test_the_same_message_in_two_intents_is_found() -> None:
    """Whatever its case and its numbers; twice in one intent is none of it."""
    content = _with(
        order_status=("Where is my order 10234 now?", "track it", "track it"),
        opening_hours=("where is my order 99871 now?", "when do you open the shop"),
        out_of_scope=("the cat sat on the mat",),
    )
    (found,) = ambiguous.twins(content)
    assert found.intents == ("order_status", "opening_hours")
    assert found.likeness > 0.99
    assert "nearly the same" in str(found)


def test_other_messages_are_no_twins() -> None:
    assert ambiguous.twins(small_content()) == ()


def test_intents_with_the_same_words_are_confused() -> None:
    """Dealt to the two by chance."""
    said = [f"{verb} the {thing} {when}" for verb in ("show", "tell", "find") for thing in ("shop", "order", "time")
            for when in ("now", "please", "today", "again")]  # fmt: skip
    Random(0).shuffle(said)
    mixed = _with(order_status=tuple(said[::2]), opening_hours=tuple(said[1::2]))
    pairs = {(found.intent, found.taken_for) for found in ambiguous.confused(mixed)}
    assert pairs & {("order_status", "opening_hours"), ("opening_hours", "order_status")}
    apart = _with(
        order_status=tuple(f"parcel number {n} lost on its way" for n in ("one", "two", "six", "ten", "four")),
        opening_hours=tuple(f"open on {day} evening" for day in ("monday", "friday", "sunday", "tuesday", "holiday")),
    )
    assert not ambiguous.confused(apart)
