"""Backends that tell languages apart, held to the content's."""

from __future__ import annotations

import sys
from functools import cache
from importlib import util
from pathlib import Path

import pytest

from chatbot.errors import ConfigError
from chatbot.models import language as module
from chatbot.models.language import DETECTORS, DetectorName, unknown
from chatbot.models.profiles import Chain, profiled
from chatbot.models.words import WORDS

load_detector = cache(module.load_detector)
FREQUENT = Path(module.__file__).parent / "frequent"
INSTALLED = [name for name in DETECTORS if name != "lingua" or util.find_spec("lingua")]


@pytest.mark.parametrize("name", INSTALLED)
@pytest.mark.parametrize(
    ("text", "language"),
    [("where is my order", "en"), ("我的订单到哪了", "zh"), ("我的訂單到哪裡了", "zh"), ("où est ma commande", "fr")],
)
def test_languages_are_told_apart(name: DetectorName, text: str, language: str) -> None:
    """By every backend."""
    found = load_detector(name, ("en", "fr", "zh")).detect(text)
    assert found[0].language == language
    assert 0.5 < found[0].probability <= 1
    assert {score.language for score in found} <= {"en", "fr", "zh"}
    assert list(found) == sorted(found, key=lambda score: -score.probability)


@pytest.mark.parametrize("name", INSTALLED)
def test_the_same_text_has_the_same_scores(name: DetectorName) -> None:
    """langdetect draws at random; ours is seeded."""
    detector = load_detector(name, ("de", "nl", "en"))
    first = detector.detect("mijn pakket is te laat")
    assert all(detector.detect("mijn pakket is te laat") == first for _ in range(10))


@pytest.mark.parametrize("name", INSTALLED)
@pytest.mark.parametrize("text", ["", "   ", "123", "?!", "😡"])
def test_nothing_to_say_about_nothing(name: DetectorName, text: str) -> None:
    """No letters, no language."""
    assert load_detector(name, ("en", "zh")).detect(text) == ()


@pytest.mark.parametrize("name", INSTALLED)
def test_one_language_is_enough(name: DetectorName) -> None:
    """A content in a single language works."""
    assert load_detector(name, ("en",)).detect("where is my order")[0].language == "en"


@pytest.mark.parametrize("name", INSTALLED)
def test_a_language_nobody_knows_stops_nothing(name: DetectorName) -> None:
    """The others are told apart as before."""
    if name == "lingua":
        assert unknown(name, ("en", "tlh", "de")) == ("tlh",)
    assert unknown(name, ("en", "qq", "de", "no", "nb")) == ("qq",)
    assert load_detector(name, ("en", "qq", "de")).detect("wo ist mein Paket geblieben")[0].language == "de"
    assert load_detector(name, ("qq",)).detect("hello there").__class__ is tuple


def test_bokmal_keeps_its_name() -> None:
    found = load_detector("mixed", ("nb", "en")).detect("hvor er pakken min")
    assert [score.language for score in found] == ["nb", "en"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("danke", "de"), ("merci", "fr"), ("gracias", "es"), ("hola", "es"), ("grazie", "it"), ("my order", "en"),
        ("refund", "en"), ("donde esta mi pedido", "es"), ("HILFE", "de"), ("Where's my parcel?", "en"),
    ],
)  # fmt: skip
def test_short_messages(text: str, language: str) -> None:
    """One word is enough where it is one language's, with or without capitals and accents."""
    found = load_detector("mixed", ("en", "de", "fr", "es", "it")).detect(text)
    assert found[0].language == language
    assert found[0].probability > 0.7


@pytest.mark.parametrize("text", ["Hotel", "ok", "Luna"])
def test_a_word_of_both_is_not_sure(text: str) -> None:
    """So that the page or the conversation decides."""
    assert load_detector("mixed", ("en", "de")).detect(text)[0].probability < 0.97


def test_the_content_teaches_its_words() -> None:
    """A word that two of its examples have is its language's, even of a language that no model knows."""
    texts = {"en": ["where is my blorp", "send the blorp"], "qq": ["wibo zanta", "mi zanta kelo", "zanta"]}
    bare, taught = (module.load_detector("mixed", ("qq", "en", "de"), said) for said in (None, texts))
    assert bare.detect("zanta kelo")[0].language != "qq"
    assert taught.detect("zanta zanta")[0].language == "qq"
    assert taught.detect("blorp")[0].language == "en"


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lingua", None)
    with pytest.raises(ConfigError, match=r"chatbot\[lingua\]"):
        load_detector("lingua", ("en", "de"))


def test_the_chain_is_of_probabilities() -> None:
    """What can follow two letters adds up to nearly one, in each language."""
    chain = Chain(("en", "de"))
    letters = sorted({gram for gram in chain._letters if gram.isascii()})
    start = chain.score("th")
    total = sum(
        2.718281828 ** (chain.score(f"th{letter}x") - chain.score("thqx")) for letter in letters if letter != " "
    )
    assert start.shape == (2,)
    assert (total > 1).all()
    assert chain.score("the weather")[0] > chain.score("the weather")[1]
    assert (chain.score("12 ?") == 0).all()


def test_a_chain_answers_anything() -> None:
    """Letters that no profile has, and those that grow when they are lowered."""
    scores = Chain(("en", "tr", "zh")).score("İSTANBUL ẞ ﬀ क 𝔘 ß ŉ 漢字 あ")
    assert scores.shape == (3,)
    assert all(-1e4 < score < 0 for score in scores)


def test_word_lists_are_sound() -> None:
    """Lower case, no doubles, languages with a profile or a model."""
    files = {file.stem: file.read_text("utf-8").split() for file in FREQUENT.glob("*")}
    assert {name: set(words) for name, words in files.items()} == WORDS
    for words in files.values():
        assert len(words) == len(set(words)) > 300
        assert all(word == word.lower() for word in words)
    assert set(WORDS) <= profiled()
    assert unknown("mixed", tuple(WORDS)) == ()


def test_private_names_of_py3langid_are_there() -> None:
    """We let go of the languages that we do not ask for, and see where it found nothing."""
    assert hasattr(module.langid, "RAW_FLOOR")
    assert "_full_model" in module.langid.LanguageIdentifier.__slots__
