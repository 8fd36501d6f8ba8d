"""Language by langdetect or py3langid, limited to the languages the content has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException
from py3langid import langid

from ..domain.understanding import LanguageScore

_PROFILES = Path(detector_factory.PROFILES_DIRECTORY)
_SEED = 0
# langdetect needs two profiles at least; these stand in where the content speaks a single language.
_SPARE = ("en", "de")


class LangdetectDetector:
    """Tells the given languages apart (`zh` covers both scripts); the same text always gives the same scores."""

    def __init__(self, languages: Sequence[str]) -> None:
        known = sorted(path.name for path in _PROFILES.iterdir())
        wanted = [name for name in known if name.split("-")[0] in languages]
        spare = [name for name in _SPARE if name not in wanted]
        names = wanted if len(wanted) > 1 else [*wanted, *spare][:2]
        factory: Any = detector_factory.DetectorFactory()
        factory.load_json_profile([(_PROFILES / name).read_text("utf-8") for name in names])
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
        sums: dict[str, float] = {}
        for guess in found:
            language = str(guess.lang).split("-")[0]
            sums[language] = min(1.0, sums.get(language, 0.0) + float(guess.prob))
        ranked = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(LanguageScore(language, probability) for language, probability in ranked)


class Py3langidDetector:
    """The same by py3langid: a naive Bayes over byte n-grams, much faster, and it draws nothing at random."""

    def __init__(self, languages: Sequence[str]) -> None:
        full = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
        wanted = [language for language in full.labels if language in languages]
        full.set_languages(wanted or list(_SPARE))
        self._model = full

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        """Candidate languages, best first; empty where the text says nothing."""
        if not any(letter.isalpha() for letter in text):
            return ()
        return tuple(LanguageScore(str(name), float(share)) for name, share in self._model.rank(text))
