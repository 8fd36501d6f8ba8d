"""What the responder is trained on: prompts with ever different customer messages, and the authored texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from sentencepiece import SentencePieceProcessor

from ..domain.content import Content
from ..models.responder import prompt_numbers
from ..models.t5_onnx import T5Settings
from .acts import Case, cases, other_facts, prompt

LEFT_OUT = 3
"""Examples of each intent and language that training never shows: validation asks with them."""
_EMPTY, _OWN, _FOREIGN = 0.1, 0.6, 0.25
_OTHER_FACTS = 0.25


@dataclass(frozen=True, slots=True)
class Row:
    """A prompt and its text as pieces, both with the end piece, and which of the content's cases it is, if any."""

    prompt: list[int]
    target: list[int]
    case: int = -1


class Data:
    """Draws rows; the same seed draws the same ones."""

    def __init__(
        self, content: Content, processor: SentencePieceProcessor, settings: T5Settings, *, seed: int = 0
    ) -> None:
        self.content = content
        self.cases = cases(content)
        self._processor = processor
        self._settings = settings
        self._random = Random(seed)
        self._shown: dict[tuple[str, str], Sequence[str]] = {}
        self._left_out: dict[tuple[str, str], Sequence[str]] = {}
        for name, intent in content.intents.items():
            for language in content.languages:
                texts = list(intent.examples.get(language, ()))
                Random(f"{seed} {name} {language}").shuffle(texts)
                cut = LEFT_OUT if len(texts) > 2 * LEFT_OUT else 0
                self._left_out[name, language] = texts[:cut] or texts or [""]
                self._shown[name, language] = texts[cut:] or [""]
        self._intents = list(content.intents)
        moods = [content.moods.get(language, {}) for language in content.languages]
        self._moods = [text for by_label in moods for texts in by_label.values() for text in texts]

    def epoch(self, again: Iterable[int] = ()) -> list[Row]:
        """Every case, and those of `again` once more as often as they are named, each with a message drawn anew."""
        rows = []
        for number in (*range(len(self.cases)), *again):
            case = self.cases[number]
            if self._random.random() < _OTHER_FACTS:
                case = other_facts(case, self.content, self._random)
            rows.append(replace(self.row(case, self._message(case)), case=number))
        return rows

    def each(self) -> list[Row]:
        """Every case once, with a message that training leaves out."""
        return [replace(self._asked(case)[2], case=number) for number, case in enumerate(self.cases)]

    def validation(self, number: int) -> list[tuple[Case, str, Row]]:
        """Cases with messages that training leaves out: case, message, row."""
        return [self._asked(case) for case in self._random.sample(self.cases, min(number, len(self.cases)))]

    def _asked(self, case: Case) -> tuple[Case, str, Row]:
        intent = case.intent or self._random.choice(self._intents)
        message = self._random.choice(self._left_out[intent, case.language])
        return case, message, self.row(case, message)

    def row(self, case: Case, message: str) -> Row:
        """A case and a message as pieces."""
        text = prompt(case, self.content, message)
        target = [*self._processor.encode(case.target), self._settings.eos_id]
        return Row(prompt_numbers(self._processor, text, self._settings), target)

    def _message(self, case: Case) -> str:
        """Mostly one of the intent's, sometimes none, a stranger's or noise: the message must not decide."""
        random, drawn = self._random, self._random.random()
        if drawn < _EMPTY:
            return ""
        if drawn < _EMPTY + _OWN and case.intent:
            return random.choice(self._shown[case.intent, case.language])
        if drawn < _EMPTY + _OWN + _FOREIGN or not self._moods:
            language = case.language if random.random() < 0.8 else random.choice(self.content.languages)
            return random.choice(self._shown[random.choice(self._intents), language])
        text = random.choice(self._moods)
        return text if random.random() < 0.5 else _noise(text, random)


def _noise(text: str, random: Random) -> str:
    """Something that looks like a slip of the hand: a few characters of a message, shaken."""
    characters = list(text)[: random.randint(1, 12)]
    random.shuffle(characters)
    return "".join(characters) + random.choice(["", "?", "!!", " 10234", "...", "😡"])
