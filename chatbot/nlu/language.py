"""The language to answer in: the script first, then the conversation so far, then the detector.

It does not know how languages are told apart: a detector behind a port does, and its probabilities are taken as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..domain.understanding import LanguageSource
from ..ports import LanguageDetector
from . import scripts

SURE = 0.85
"""How probable a language must be to open a conversation in it against the page's, or to change to it in a sentence."""
VERY_SURE = 0.99
"""The same for a change in the fewest words that can change anything."""
LONG, SENTENCE, FEWEST = 8, 4, 3
_USUAL = 0.45
"""The share of words without a capital that a text has at least, unless it is a name, a title or an address."""
# ASCII alone: Chinese is written around a number or an address without a space, and is no part of it.
_NOT_LANGUAGE = re.compile(r"(?ai)https?://[!-~]+|[!-?A-~]+@[!-~]+|#?\b[\w-]*\d[\w-]*\b")


def choose(
    text: str, languages: Sequence[str], detector: LanguageDetector, *, conversation: str | None, locale: str
) -> tuple[str, LanguageSource]:
    """One of `languages` and what decided it.

    A number, a name or an "ok" says nothing: then the conversation so far decides, before it the page's locale.
    """
    bare = _NOT_LANGUAGE.sub(" ", text)
    conversation = conversation if conversation in languages else None
    page = _of_locale(locale, languages)
    found = scripts.eastern(bare, languages, conversation or page)
    if found is not None:
        return found, "script"
    bare = scripts.outside_east(bare)
    words = scripts.words(bare)
    alphabet, candidates = scripts.candidates(bare, languages)
    if not words or not candidates:
        return _without_text(languages, conversation, page)
    if conversation is not None and conversation not in candidates:
        # Latin words stand in texts of every script, and a few of them do not change the language.
        if alphabet == scripts.LATIN and not _changes(words, 1.0):
            return conversation, "conversation"
    elif len(candidates) > 1 and conversation is not None and len(words) < FEWEST:
        return conversation, "conversation"
    if len(candidates) == 1:
        if conversation is None and page not in (None, *candidates) and alphabet == scripts.LATIN and len(words) == 1:
            return _without_text(languages, conversation, page)
        return candidates[0], "script"
    best, probability = _detected(bare, candidates, detector)
    if conversation in candidates:
        if (
            best in (None, conversation)
            or not _changes(words, probability)
            or _asks_about(words, conversation, detector)
        ):
            return str(conversation), "conversation"
        return str(best), "detector"
    if best is not None and (probability >= SURE or page not in candidates):
        return best, "detector"
    return (page, "locale") if page in candidates and page else (candidates[0], "default")


def _changes(words: Sequence[str], probability: float) -> bool:
    """Whether these words are enough to change the language of a conversation."""
    usual = len(scripts.plain(words))
    if len(words) < FEWEST or usual < FEWEST - 1 or usual < _USUAL * min(len(words), LONG):
        return False
    return probability >= (SURE if len(words) >= SENTENCE else VERY_SURE)


def _asks_about(words: Sequence[str], conversation: str | None, detector: LanguageDetector) -> bool:
    """Whether a half of the message is surely in the conversation's language: the other half is what it is about."""
    if len(words) > LONG:
        return False
    middle = len(words) // 2
    halves = (" ".join(words[:middle]), " ".join(words[middle:]))
    return any(
        score.language == conversation and score.probability >= SURE
        for half in halves
        for score in detector.detect(half)
    )


def _detected(bare: str, candidates: Sequence[str], detector: LanguageDetector) -> tuple[str | None, float]:
    """The best candidate and its probability."""
    for score in detector.detect(bare):
        if score.language in candidates:
            return score.language, score.probability
    return None, 0.0


def _without_text(languages: Sequence[str], conversation: str | None, page: str | None) -> tuple[str, LanguageSource]:
    if conversation is not None:
        return conversation, "conversation"
    return (page, "locale") if page is not None else (languages[0], "default")


def _of_locale(locale: str, languages: Sequence[str]) -> str | None:
    language = locale.lower().replace("_", "-").split("-")[0]
    return language if language in languages else None
