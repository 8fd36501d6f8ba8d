"""Languages told apart, limited to those the content has: four backends behind one port, none draws at random."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException
from numpy.typing import NDArray
from py3langid import langid

from ..domain.understanding import LanguageScore
from ..errors import ConfigError
from ..ports import LanguageDetector
from .profiles import PROFILES, Chain, profiled
from .words import WORDS

DetectorName = Literal["mixed", "py3langid", "langdetect", "lingua"]
DETECTORS: tuple[DetectorName, ...] = get_args(DetectorName)
_SEED = 0
# A detector needs something to tell apart; these stand in where the content speaks a single language.
_SPARE = ("en", "de")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SAME = {"nb": "no"}
"""Languages that the models know by another code."""
_UNSPACED = frozenset({"zh", "ja", "ko", "th"})
_FEWEST = 2
"""A word counts as a language's own when so many of the content's examples have it."""

# Weights and temperature were chosen on half of the sentences that benchmarks/language.py reads, it reports the others.
_CHAIN, _MISSING = 0.3, 6.0
_HEAT, _GROWTH = 1.25, 0.3
_UNMODELLED = 2.0
"""How much less probable than the best a language is that no model knows: then words decide."""


def load_detector(
    name: DetectorName, languages: Sequence[str], texts: Mapping[str, Sequence[str]] | None = None
) -> LanguageDetector:
    """The backend of that name for these languages; `texts` are examples of them. Raises ConfigError."""
    known = [_SAME.get(language, language) for language in languages]
    texts = {_SAME.get(language, language): said for language, said in (texts or {}).items()}
    detector: LanguageDetector
    if name == "mixed":
        detector = MixedDetector(known, texts)
    elif name == "py3langid":
        detector = Py3langidDetector(known)
    else:
        detector = LangdetectDetector(known) if name == "langdetect" else LinguaDetector(known)
    return detector if known == list(languages) else _Renamed(detector, dict(zip(known, languages, strict=True)))


def unknown(name: DetectorName, languages: Sequence[str]) -> tuple[str, ...]:
    """Those languages that a backend has no model of: script, conversation and locale decide, and their own words."""
    if name == "langdetect":
        known = profiled()
    elif name == "lingua":
        known = frozenset(_of_lingua())
    else:
        known = _labels() | (profiled() if name == "mixed" else frozenset())
    return tuple(language for language in languages if _SAME.get(language, language) not in known)


class MixedDetector:
    """py3langid, langdetect's profiles as a chain of letters, and frequent words, added up: the default.

    `texts` are the content's examples: words that two of them have are known as their language's.
    """

    def __init__(self, languages: Sequence[str], texts: Mapping[str, Sequence[str]] | None = None) -> None:
        self._languages = _two_at_least(languages)
        self._bytes = _Bytes(self._languages)
        chained = [name for name in self._languages if name in profiled()]
        # Where it lacks one it would compare what can't be compared.
        self._chain = Chain(chained) if len(chained) == len(self._languages) else None
        self._words = _Words(self._languages, texts or {})

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        """Candidate languages, best first; empty where the text says nothing."""
        if not any(letter.isalpha() for letter in text):
            return ()
        known = self._bytes.score(text)
        best = max(known.values(), default=0.0)
        scores = np.array([known.get(name, best - _UNMODELLED) for name in self._languages])
        if self._chain is not None:
            scores += _CHAIN * self._chain.score(text)
        scores += self._words.score(text)
        return _ranked(self._languages, scores, text)


class Py3langidDetector:
    """py3langid alone: a naive Bayes over byte n-grams."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._bytes = _Bytes(_two_at_least(languages))

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        """Candidate languages, best first; empty where the text says nothing."""
        if not any(letter.isalpha() for letter in text):
            return ()
        scores = self._bytes.score(text)
        return _ranked(tuple(scores), np.array([*scores.values()]), text)


class LangdetectDetector:
    """langdetect (`zh` covers both scripts), seeded: the same text always gives the same scores."""

    def __init__(self, languages: Sequence[str]) -> None:
        wanted = _two_at_least([name for name in languages if name in profiled()])
        names = sorted(path.name for path in PROFILES.iterdir() if path.name.split("-")[0] in wanted)
        factory: Any = detector_factory.DetectorFactory()
        factory.load_json_profile([(PROFILES / name).read_text("utf-8") for name in names])
        factory.set_seed(_SEED)
        self._factory = factory

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        """Candidate languages, best first; empty where the text says nothing."""
        detector = self._factory.create()
        detector.append(text)
        try:
            found = detector.get_probabilities()
        except LangDetectException:
            return ()
        sums: Counter[str] = Counter()
        for guess in found:
            sums[str(guess.lang).split("-")[0]] += guess.prob
        ranked = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(LanguageScore(language, min(1.0, float(probability))) for language, probability in ranked)


class LinguaDetector:
    """lingua, which is no dependency (its models take 100 MB): `pip install 'chatbot[lingua]'`."""

    def __init__(self, languages: Sequence[str]) -> None:
        known = _of_lingua()
        wanted = _two_at_least([name for name in languages if name in known])
        self._names = {known[name]: name for name in wanted}
        builder: Any = _lingua().LanguageDetectorBuilder
        self._model = builder.from_languages(*self._names).with_preloaded_language_models().build()

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        """Candidate languages, best first; empty where the text says nothing."""
        found = self._model.compute_language_confidence_values(text)
        # Its sums differ in the last digits from run to run.
        scores = tuple(LanguageScore(self._names[guess.language], round(guess.value, 6)) for guess in found)
        return scores if any(score.probability for score in scores) else ()


class _Renamed:
    """A detector whose languages are called otherwise here."""

    def __init__(self, detector: LanguageDetector, names: Mapping[str, str]) -> None:
        self._detector = detector
        self._names = names

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        found = self._detector.detect(text)
        return tuple(
            LanguageScore(self._names.get(score.language, score.language), score.probability) for score in found
        )


class _Bytes:
    """py3langid's scores of those languages that it knows, before it makes probabilities of them."""

    def __init__(self, languages: Sequence[str]) -> None:
        model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
        self._languages = tuple(name for name in languages if name in model.labels) or _SPARE
        model.set_languages(self._languages)
        # It would keep the other languages for when it is set anew: 28 MB.
        model._full_model = model.nb_ptc, model.nb_pc, model.nb_classes
        self._model = model

    def score(self, text: str) -> dict[str, float]:
        # It knows how words begin and end, but sees the two ends of a text only by a space.
        found = dict(self._model.rank(f" {text} "))
        silent = max(found.values()) <= langid.RAW_FLOOR
        return {name: 0.0 if silent else float(found[name]) for name in self._languages}


class _Words:
    """What is taken from each language for the frequent words it does not have."""

    def __init__(self, languages: Sequence[str], texts: Mapping[str, Sequence[str]]) -> None:
        lists = {name: _own_words(name, texts.get(name, ())) for name in languages}
        # A language without a list might have the word: it loses half.
        lost = np.array([_MISSING if lists[name] else _MISSING / 2 for name in languages])
        self._rows: dict[str, NDArray[np.float64]] = {}
        for place, name in enumerate(languages):
            for word in lists[name]:
                self._rows.setdefault(word, -lost)[place] = 0.0
        self._none = np.zeros(len(languages))

    def score(self, text: str) -> NDArray[np.float64]:
        return sum((self._rows[w] for w in _words(text) if w in self._rows), self._none)


def _own_words(language: str, texts: Sequence[str]) -> set[str]:
    if language in _UNSPACED:
        return set()
    counts = Counter(word for text in texts for word in set(_words(text)))
    words = {word for word, count in counts.items() if count >= _FEWEST} | WORDS.get(language, frozenset())
    # Many write without accents.
    return words | {_plain(word) for word in words}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("\u2019", "'").lower())


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(c for c in letters if unicodedata.category(c) != "Mn") if letters[0] < "\u0370" else word


def _ranked(languages: Sequence[str], scores: NDArray[Any], text: str) -> tuple[LanguageScore, ...]:
    """Probabilities: n-grams overlap, so what they say together is less than its sum, the more of them there are."""
    shares = np.exp((scores - scores.max()) / (_HEAT * len(text.encode()) ** _GROWTH))
    shares /= shares.sum()
    found = (LanguageScore(name, float(share)) for name, share in zip(languages, shares, strict=True))
    return tuple(sorted(found, key=lambda score: (-score.probability, score.language)))


def _two_at_least(languages: Sequence[str]) -> tuple[str, ...]:
    spare = [name for name in _SPARE if name not in languages]
    return tuple(languages) if len(languages) > 1 else (*languages, *spare)[:2]


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE).labels)


def _lingua() -> Any:
    try:
        import lingua
    except ImportError:
        raise ConfigError("the detector lingua is not installed: pip install 'chatbot[lingua]'") from None
    return lingua


def _of_lingua() -> dict[str, Any]:
    """lingua's languages by our codes; it knows Bokmål and Nynorsk, not Norwegian."""
    known = {language.iso_code_639_1.name.lower(): language for language in _lingua().Language.all()}
    return {"no": known["nb"], **known}
