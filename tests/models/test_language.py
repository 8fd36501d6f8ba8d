"""langdetect, held to our languages."""

from __future__ import annotations

import pytest

from chatbot.models.language import LangdetectDetector, Py3langidDetector


@pytest.mark.parametrize(
    ("text", "language"),
    [("where is my order", "en"), ("我的订单到哪了", "zh"), ("我的訂單到哪裡了", "zh"), ("hi", "en")],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    """Short messages too."""
    found = LangdetectDetector(("en", "zh")).detect(text)
    assert found[0].language == language
    assert 0 < found[0].probability <= 1


def test_the_same_text_has_the_same_scores() -> None:
    """langdetect draws at random; ours is seeded."""
    detector = LangdetectDetector(("de", "nl", "en"))
    assert len({detector.detect("mijn pakket is te laat") for _ in range(10)}) == 1


@pytest.mark.parametrize("text", ["", "   ", "123", "?!", "😡"])
def test_nothing_to_say_about_nothing(text: str) -> None:
    """No letters, no language."""
    assert LangdetectDetector(("en", "zh")).detect(text) == ()


def test_one_language_is_enough() -> None:
    """A content in a single language works."""
    assert LangdetectDetector(("en",)).detect("where is my order")[0].language == "en"


@pytest.mark.parametrize(
    ("text", "language"), [("where is my order", "en"), ("我的订单到哪了", "zh"), ("où est ma commande", "fr")]
)
def test_py3langid_tells_them_apart_too(text: str, language: str) -> None:
    found = Py3langidDetector(("en", "fr", "zh")).detect(text)
    assert found[0].language == language
    assert {score.language for score in found} == {"en", "fr", "zh"}
    assert abs(sum(score.probability for score in found) - 1) < 1e-4
    assert Py3langidDetector(("en", "zh")).detect("123 ?!") == ()
    assert Py3langidDetector(("xx",)).detect("hello there")[0].language == "en"
