"""Finds the passage that fits a message: BM25 over the articles' terms, and a sentence encoder beside it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import bm25s
import numpy as np
from numpy.typing import NDArray

from ..domain.articles import Passage
from ..domain.understanding import Quote
from .terms import common as common_terms
from .terms import terms

Floats = NDArray[np.float32]

TITLE, HEADING = 1, 2
"""How often a passage's title and heading count as if its text had them."""
RANKED = 60
"""The constant of reciprocal rank fusion: how little the first places weigh more than the next."""

# Chosen on half of the demo shop's questions in both languages, and on what its customers say about other things, each
# weighing a hundredth; `chatbot evaluate knowledge` reports the other half.
_BIAS, _COVERED, _STRENGTH = -5.86, 2.95, 6.72


class Embeds(Protocol):
    """Texts as vectors [texts, width] of length 1."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """The vectors; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a passage.

    `covered` is the share of the message's terms that it has, rare ones counting more; `strength` its score by BM25 in
    units of the rarest term, so that it means the same in few articles and in many.
    """

    covered: float
    strength: float

    @property
    def probability(self) -> float:
        """How probable it is that the passage answers the message."""
        score = _BIAS + _COVERED * self.covered + _STRENGTH * self.strength
        return 1 / (1 + math.exp(-score))


class Articles:
    """All passages, by language. Safe to use from several threads."""

    def __init__(self, passages: Sequence[Passage], encoder: Embeds | None = None) -> None:
        languages = dict.fromkeys(p.language for p in passages)
        self._shelves = {
            language: _Shelf(language, [p for p in passages if p.language == language], encoder)
            for language in languages
        }

    def find(self, text: str, language: str) -> Quote | None:
        """The passage in that language that fits best; None where the articles know no word of the message."""
        shelf = self._shelves.get(language)
        return shelf.find(text) if shelf else None


class _Shelf:
    """The passages of one language."""

    def __init__(self, language: str, passages: Sequence[Passage], encoder: Embeds | None) -> None:
        self._language = language
        self._passages = passages
        counted = [
            [
                *terms(p.text, language),
                *(TITLE * terms(p.title, language)),
                *(HEADING * terms(p.heading, language)),
                # Once each: words of many questions are no more telling than those of one.
                *sorted({term for question in p.asked for term in terms(question, language)}),
            ]
            for p in passages
        ]
        self._terms = [frozenset(found) for found in counted]
        known = Counter(term for found in self._terms for term in found)
        self._rare = {term: _rarity(len(passages), count) for term, count in known.items()}
        self._unknown = _rarity(len(passages), 0)
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        # A term that no message has: the library needs one in every corpus.
        self._index.index([found or [""] for found in counted], show_progress=False)
        self._encoder = encoder
        texts = [f"{p.title}. {p.heading}. {p.text}" for p in passages]
        self._vectors = encoder.embed(texts) if encoder else None

    def find(self, text: str) -> Quote | None:
        # A common word that no passage has does not make what it asks for another thing.
        common = common_terms(self._language)
        asked = [t for t in dict.fromkeys(terms(text, self._language)) if t in self._rare or t not in common]
        known = [term for term in asked if term in self._rare]
        if not known:
            return None
        scores = self._index.get_scores(known)
        best = int(np.argmax(self._fused(text, scores)))
        passage = self._passages[best]
        probability = self.signs(asked, scores, best).probability
        return Quote(passage.article, passage.heading, passage.text, passage.link, round(probability, 4))

    def signs(self, asked: Sequence[str], scores: Floats, best: int) -> Signs:
        """What speaks for the passage `best` in answer to these terms; `scores` are those of BM25."""
        weights = {term: self._rare.get(term, self._unknown) for term in asked}
        has = sum(weight for term, weight in weights.items() if term in self._terms[best])
        return Signs(has / sum(weights.values()), float(scores[best]) / self._unknown)

    def _fused(self, text: str, scores: Floats) -> Floats:
        """BM25's scores, or reciprocal ranks by it and by the encoder added up."""
        if self._encoder is None or self._vectors is None:
            return scores
        near = self._vectors @ self._encoder.embed([text])[0]
        return _reciprocal(scores) + _reciprocal(near)


def _rarity(passages: int, with_term: int) -> float:
    return math.log(1 + (passages - with_term + 0.5) / (with_term + 0.5))


def _reciprocal(scores: Floats) -> Floats:
    ranks = np.empty(len(scores), np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.asarray(1 / (RANKED + 1 + ranks), np.float32)
