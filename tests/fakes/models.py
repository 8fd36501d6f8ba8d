"""Models that do as they are told, so that decisions are tested without training anything."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.domain.understanding import OUT_OF_SCOPE, IntentScore, LanguageScore, Mood, Thresholds
from chatbot.errors import ModelError

NEUTRAL = Mood("neutral", 0.0, 0.9)


class FakeDetector:
    def __init__(self, language: str = "en", probability: float = 0.99) -> None:
        self.score = LanguageScore(language, probability)

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        return (self.score,)


class FakeSentiment:
    """Unhappy by exclamation marks, happy by smileys: `!` -0.5, `!!` -0.9, `:)` 0.8."""

    def classify(self, text: str) -> Mood:
        if "!!" in text:
            return Mood("unhappy", -0.9, 0.95)
        if "!" in text:
            return Mood("unhappy", -0.5, 0.8)
        return Mood("happy", 0.8, 0.9) if ":)" in text else NEUTRAL


class FakeIntents:
    """The intent named in square brackets, as in "where is it [order_status]"; two names make a close call."""

    thresholds = Thresholds(answer=0.5, margin=0.15, clarify=0.2)

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        names = text[text.find("[") + 1 : text.find("]")].split("|") if "[" in text else []
        if len(names) == 2:
            return (IntentScore(names[0], 0.46), IntentScore(names[1], 0.44))
        if names:
            return (IntentScore(names[0], 0.95), IntentScore(OUT_OF_SCOPE, 0.05))
        return (IntentScore(OUT_OF_SCOPE, 0.4), IntentScore("order_status", 0.1))


class KeywordIntents(FakeIntents):
    """The intent of the first of the given words that is in the text: `KeywordIntents(human="talk_to_human")`."""

    def __init__(self, probability: float = 0.95, **intents: str) -> None:
        self.intents = intents
        self.probability = probability

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        name = next((intent for word, intent in self.intents.items() if word in text.lower()), OUT_OF_SCOPE)
        return (IntentScore(name, self.probability), IntentScore("greeting", 1 - self.probability))


class FakeResponder:
    """Writes what `reply` makes of the prompt, growing word by word; None fails."""

    def __init__(self, reply: Callable[[str], str | None] = lambda prompt: None) -> None:
        self.reply = reply
        self.prompts: list[str] = []

    def write(self, prompt: str, on_text: Callable[[str], None] | None = None, *, draft: str = "") -> str:
        self.prompts.append(prompt)
        text = self.reply(prompt)
        if text is None:
            raise ModelError("told to fail")
        if on_text is not None:
            for end in range(1, len(text) + 1):
                on_text(text[:end])
        return text


class FixedClock:
    def __init__(self, at: str = "2026-03-02T10:00:00.000Z") -> None:
        self.at = at

    def now(self) -> str:
        return self.at
