"""Texts as the terms a search counts: stemmed words, and pairs of characters where no spaces part words."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from .words import WORDS

_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_HAN = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:'[^\W_{_HAN}]+)*")
_LOCK = threading.Lock()
_ENGLISH = """
    a about after all also am an and any anyone are as at be been before being but by can cannot could did do does
    doing don't for from get give go got had has have he her here hers hi hello him his how i i'd i'll i'm i've if
    in into is isn't it it's its just know let like long many may me more most much must my need no not of off ok
    okay on one only or our out over please really shall she should so some somebody someone something still such
    tell thank thanks that that's the their them then there these they thing things this those to too us use used
    very want was we were what what's when where which while who whom whose why will with without would yes yet
    you you're your yours
"""
_STOP = frozenset(_ENGLISH.split())
_CHINESE = re.compile(
    "\u8bf7\u95ee|\u60a8\u597d|\u4f60\u597d|\u8c22\u8c22|\u6211\u4eec|\u4f60\u4eec|\u60a8\u4eec|\u4ed6\u4eec|\u600e\u4e48\u529e|"
    "\u600e\u4e48\u6837|\u600e\u4e48|\u600e\u6837|\u5982\u4f55|\u4ec0\u4e48|\u4e3a\u4ec0|\u4e3a\u4f55|\u54ea\u91cc|\u54ea\u4e9b|\u54ea\u4e2a|\u591a\u5c11|\u591a\u4e45|\u591a\u957f|"
    "\u53ef\u4ee5|\u80fd\u4e0d\u80fd|\u53ef\u4e0d\u53ef\u4ee5|\u662f\u4e0d\u662f|\u6709\u6ca1\u6709|\u8981\u4e0d\u8981|\u7528\u4e0d\u7528|\u9700\u8981|\u5e94\u8be5|\u8fd9\u4e2a|\u90a3\u4e2a|\u4e00\u4e0b|"
    "\u4e00\u4e2a|[\u7684\u4e86\u5417\u5462\u5427\u554a\u5440\u561b\u662f\u6211\u4f60\u60a8\u4ed6\u5979\u5b83\u8fd9\u90a3\u54ea\u5c31\u90fd\u8fd8\u4e5f\u628a\u88ab\u7ed9\u548c\u4e0e\u53ca\u6216\u5728\u6709\u8981\u80fd\u4f1a\u5f88\u592a\u8bf7]"
)
"""Words that say nothing about what a sentence is about. Texts are parted there."""


def terms(text: str, language: str) -> list[str]:
    """The terms of a text in order, repeats included."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return [term for run in _RUN.findall(text) for term in _of_run(run, language)]


def _of_run(run: str, language: str) -> Iterator[str]:
    if run[0] >= "\u3040":
        for part in _CHINESE.split(run):
            yield from (part[i : i + 2] for i in range(max(1, len(part) - 1)) if part)
    elif language != "en" or run not in _STOP:
        yield _stem(run.removesuffix("'s"), language)


@lru_cache
def common(language: str) -> frozenset[str]:
    """Terms of the commonest words of a language without a list of words that say nothing: "darf", "ich", "nach"."""
    return (
        frozenset()
        if language in ("en", "zh")
        else frozenset(term for word in WORDS.get(language, ()) for term in terms(word, language))
    )


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    if language not in _STEMMERS:
        return word
    # A stemmer keeps its word in itself, and turns run in several threads.
    with _LOCK:
        return str(_stemmer(language).stemWord(word))


@lru_cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])
