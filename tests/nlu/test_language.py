"""Which language is answered in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.models.language import load_detector
from chatbot.nlu.language import choose
from chatbot.nlu.text import normalise
from chatbot.ports import LanguageDetector
from tests.fakes.models import FakeDetector

GROUPS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "language.yaml").read_text("utf-8"))
CASES = [(tuple(group["languages"]), *case) for group in GROUPS for case in group["cases"]]


@cache
def _detector(languages: tuple[str, ...]) -> LanguageDetector:
    return load_detector("mixed", languages)


@pytest.mark.parametrize(
    ("text", "conversation", "locale", "expected"),
    [
        ("where is my order", None, "en", ("en", "script")),
        ("where is my order", "zh", "zh", ("en", "script")),
        ("我的订单在哪里", "en", "en", ("zh", "script")),
        ("ok", "zh", "zh", ("zh", "conversation")),
        ("ok", None, "zh", ("zh", "locale")),
        ("10234", "zh", "en", ("zh", "conversation")),
        ("10234", None, "zh-CN", ("zh", "locale")),
        ("10234", None, "fr", ("en", "default")),
        ("anna@example.com", "zh", "en", ("zh", "conversation")),
        ("我想买Luna lamp", "en", "en", ("zh", "script")),
        ("https://shop.example/x 订单", "en", "en", ("zh", "script")),
        ("我的订单10234到哪了", "en", "en", ("zh", "script")),
        ("请查一下anna@example.com的积分", "en", "en", ("zh", "script")),
        ("这个链接https://shop.example/x打不开", "en", "en", ("zh", "script")),
        ("😡😡", "zh", "en", ("zh", "conversation")),
        ("где мой заказ", "zh", "en", ("zh", "conversation")),
    ],
)
def test_choice(text: str, conversation: str | None, locale: str, expected: tuple[str, str]) -> None:
    found = choose(text, ("en", "zh"), FakeDetector("en"), conversation=conversation, locale=locale)
    assert found == expected


@pytest.mark.parametrize(("languages", "conversation", "text", "wanted"), CASES)
def test_conversations(languages: tuple[str, ...], conversation: str | None, text: str, wanted: str) -> None:
    """A word of both languages changes nothing, a sentence in the other one does."""
    found, _ = choose(normalise(text), languages, _detector(languages), conversation=conversation, locale="")
    assert found == wanted


def test_there_are_a_hundred_cases() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize("text", ["Gift", "so", "Problem Status", "also fast", "Anna Schmidt"])
def test_few_words_never_change_the_language(text: str) -> None:
    """However sure the detector is."""
    found = choose(text, ("en", "de"), FakeDetector("de", 1.0), conversation="en", locale="de")
    assert found == ("en", "conversation")


@pytest.mark.parametrize(
    ("text", "probability", "expected"),
    [
        ("wo ist mein paket", 0.9, "de"),
        ("wo ist mein paket", 0.8, "en"),
        ("wo ist es", 0.9, "en"),
        ("wo ist es", 0.999, "de"),
        ("Haus Am See Berlin Mitte", 1.0, "en"),
    ],
)
def test_a_change_must_be_sure(text: str, probability: float, expected: str) -> None:
    """The fewer words, the surer; what looks like a name, a title or an address is none."""
    found, _ = choose(text, ("en", "de"), FakeDetector("de", probability), conversation="en", locale="en")
    assert found == expected


def test_the_page_speaks_where_the_first_message_does_not() -> None:
    """A first message is taken at its word only if that is sure."""

    def first(probability: float) -> tuple[str, str]:
        return choose("hallo", ("en", "nl", "de"), FakeDetector("de", probability), conversation=None, locale="nl-NL")

    assert first(0.5) == ("nl", "locale")
    assert first(0.95) == ("de", "detector")


def test_only_languages_of_the_script_are_asked_for() -> None:
    """A detector that says English of a Cyrillic text is not believed, nor is one that says nothing."""
    found = choose("где мой заказ", ("en", "uk", "ru"), FakeDetector("en"), conversation="en", locale="en")
    assert found == ("uk", "default")


def test_a_language_the_content_lost_decides_nothing() -> None:
    """The conversation was recorded with a content that had French."""
    assert choose("ok", ("en", "de"), FakeDetector("en"), conversation="fr", locale="de")[0] in ("en", "de")
