"""Finding passages: the right one for the demo shop's questions, none for chat, none in another language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from chatbot.config import Settings
from chatbot.content.articles import load_articles
from chatbot.dialogue.settings import DialogueSettings
from chatbot.domain.articles import Passage
from chatbot.domain.content import Content
from chatbot.models.knowledge import Articles
from chatbot.models.terms import terms
from chatbot.training.evaluate_knowledge import evaluate_knowledge
from tests.fakes.talk import Talk

LEAST = DialogueSettings().quote


@pytest.fixture(scope="module")
def demo() -> Articles:
    settings = Settings()
    return Articles(load_articles(settings.articles_path, ("en", "zh"), settings.article_link))


@pytest.mark.parametrize(
    ("text", "language", "article"),
    [
        ("How often should the oak table be oiled?", "en", "wood-care"),
        ("are your candles scented", "en", "candle-safety"),
        ("red wine on the rug", "en", "rug-care"),
        ("is your timber sustainable", "en", "wood-origin"),
        ("what do I do with all the cardboard", "en", "packaging"),
        ("\u6728\u6750\u6709FSC\u8ba4\u8bc1\u5417", "zh", "wood-origin"),
    ],
)
def test_a_question_finds_its_article(demo: Articles, text: str, language: str, article: str) -> None:
    quote = demo.find(text, language)
    assert quote is not None
    assert quote.article == article
    assert quote.probability >= LEAST


@pytest.mark.parametrize("text", ["", "???", "how are you", "tell me a joke", "what is the capital of Peru"])
def test_chat_finds_nothing_that_may_be_quoted(demo: Articles, text: str) -> None:
    quote = demo.find(text, "en")
    assert quote is None or quote.probability < LEAST


def test_no_article_in_the_language_no_quote(demo: Articles) -> None:
    assert demo.find("wie oft soll der Tisch ge\u00f6lt werden", "de") is None


def test_on_held_out_questions_it_is_as_good_as_told(demo: Articles) -> None:
    found = evaluate_knowledge(demo, Settings().articles_path)
    for language in ("en", "zh"):
        assert found[f"{language}: answerable"] >= 30
        assert found[f"{language}: unanswerable"] >= 30
        assert found[f"{language}: recall@1 (article)"] >= 0.9
        assert found[f"{language}: unanswerable without a quote"] >= 0.9


def test_words_of_customers_find_what_the_article_calls_otherwise() -> None:
    care = Passage("care", "en", "Care", "Cleaning", "Vacuum the rug weekly.", "https://x.example")
    other = replace(care, article="other", heading="Sun", text="Wood darkens.")
    found = Articles([replace(care, asked=("how do I hoover the carpet",)), other]).find("hoover", "en")
    assert found is not None
    assert (found.article, found.text) == ("care", "Vacuum the rug weekly.")
    assert Articles([care, other]).find("hoover", "en") is None


def test_what_the_whole_bot_quotes_is_counted_by_what_it_says(content: Content) -> None:
    settings = Settings()
    passages = load_articles(settings.articles_path, ("en", "zh"), settings.article_link)
    bot = replace(Talk(content).pipeline, knowledge=Articles(passages))
    silent = replace(bot, settings=DialogueSettings(quote=1.1, quote_beside=1.1))
    found, nothing = (evaluate_knowledge(Articles(passages), settings.articles_path, b) for b in (bot, silent))
    right, wrong = (f"en: answerable: {which} section quoted by the whole bot" for which in ("the right", "another"))
    assert found[right] > 0.5
    assert found[right] + found[wrong] <= found["en: answerable and quoted"] + 0.001
    assert (nothing[right], nothing[wrong], nothing["en: unanswerable: no quote from the whole bot"]) == (0, 0, 1)


class Opposite:
    """An encoder for which every message is like the passage that speaks of cats."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[1.0, 0.0] if "cat" in t or "?" in t else [0.0, 1.0] for t in texts], np.float32)


def test_an_encoder_has_its_say_beside_the_words() -> None:
    passages = [Passage(a, "en", "T", "", text, "https://x.example") for a, text in
                (("c", "Nothing."), ("a", "The dog sleeps."), ("b", "A cat sleeps."))]  # fmt: skip
    alone, both = Articles(passages), Articles(passages, Opposite())
    assert (alone.find("sleeping?", "en").article, both.find("sleeping?", "en").article) == ("a", "b")


def test_terms_are_stems_and_pairs_of_characters() -> None:
    assert terms("How do I oil the tables' legs?", "en") == ["oil", "tabl", "leg"]
    assert terms("FSC\u8ba4\u8bc1", "zh") == ["fsc", "\u8ba4\u8bc1"]
    assert terms("\u5730\u6bef\u600e\u4e48\u6e05\u6d17", "zh") == ["\u5730\u6bef", "\u6e05\u6d17"]


def test_common_words_of_any_language_do_not_stand_in_the_way() -> None:
    told = {
        "Essen und Trinken": "Essen Sie erst, wenn die Bet\u00e4ubung nachgelassen hat.",
        "Schwellung": "K\u00fchlen Sie die Wange von au\u00dfen. Eine Schwellung ist am zweiten Tag am st\u00e4rksten.",
        "Rauchen": "Rauchen Sie drei Tage lang nicht, sonst heilt die Wunde schlecht.",
        "Rotwein": "Verzichten Sie zwei Tage auf Rotwein, Tee und Tomatenso\u00dfe.",
        "Empfindliche Z\u00e4hne": "Kalt und hei\u00df kann zwei Tage lang wehtun.",
    }
    titles, link = ["Nach dem Ziehen eines Zahns"] * 3 + ["Nach dem Bleaching"] * 2, "https://x.example"
    passages = [
        Passage("a", "de", t, heading, text, link) for t, (heading, text) in zip(titles, told.items(), strict=True)
    ]
    quote = Articles(passages).find("wann darf ich nach dem Ziehen wieder rauchen", "de")
    assert quote is not None
    assert (quote.heading, quote.probability >= LEAST) == ("Rauchen", True)
