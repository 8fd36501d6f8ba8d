"""The responder as it serves: text to pieces, an engine that continues them, pieces to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from sentencepiece import SentencePieceProcessor

from ..errors import ModelError
from ..ports import Writing
from .batching import Batcher
from .t5_onnx import Continuation, Precision, T5Onnx, T5Settings

PIECES = "spiece.model"
_UNFINISHED = "\ufffd"
_SPACE = "▁"


class Engine(Protocol):
    """Continues numbers of pieces."""

    @property
    def settings(self) -> T5Settings:
        """Special pieces and limits."""
        ...

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new: int | None = None,
        on_piece: Callable[[Sequence[int]], None] | None = None,
        drafts: Sequence[Sequence[int]] | None = None,
    ) -> list[Continuation]:
        """Greedy continuations, one a prompt; `drafts` are what they will probably be. Raises ModelError."""
        ...


class T5Responder:
    """Writes reply templates with T5; several threads may write at once."""

    def __init__(self, processor: SentencePieceProcessor, engine: Engine) -> None:
        self._pieces = processor
        self._engine = engine

    def write(self, prompt: str, on_text: Callable[[str], None] | None = None, *, draft: str = "") -> str:
        """The candidate for a prompt; `on_text` gets the text so far as it grows, `draft` is what it may well be.

        Raises ModelError, also where the model was unsure of a piece: half-learned texts pass every other check.
        """

        def show(numbers: Sequence[int]) -> None:
            text = self._text(numbers)
            # Half of a character that is spelled out in bytes is nothing to show.
            if on_text is not None and text and not text.endswith(_UNFINISHED):
                on_text(text)

        drafts = [self._pieces.encode(draft)] if draft else None
        (found,) = self._engine.generate([self._numbers(prompt)], on_piece=show if on_text else None, drafts=drafts)
        if found.lowest < self._engine.settings.least:
            raise ModelError(f"unsure: one piece had probability {found.lowest:.2f}")
        return self._text(found.pieces)

    def write_all(self, prompts: Sequence[str], *, batch: int = 32) -> list[tuple[str, float]]:
        """The candidates for many prompts, in their order, each with its lowest probability, however low.

        For evaluation. Raises ModelError.
        """
        numbers = [self._numbers(prompt) for prompt in prompts]
        # Prompts of one length together: padding is work for nothing.
        order = sorted(range(len(prompts)), key=lambda i: len(numbers[i]))
        texts = [("", 0.0)] * len(prompts)
        for first in range(0, len(order), batch):
            rows = order[first : first + batch]
            for row, found in zip(rows, self._engine.generate([numbers[i] for i in rows]), strict=True):
                texts[row] = (self._text(found.pieces), found.lowest)
        return texts

    @property
    def writing(self) -> Writing:
        """What was written since the start; all zero for an engine that does not count."""
        return self._engine.counts if isinstance(self._engine, Batcher) else Writing()

    @property
    def least(self) -> float:
        """The probability below which a text is not used."""
        return self._engine.settings.least

    def _numbers(self, prompt: str) -> list[int]:
        return prompt_numbers(self._pieces, prompt, self._engine.settings)

    def _text(self, numbers: Sequence[int]) -> str:
        try:
            return str(self._pieces.decode(list(numbers))).strip()
        except (IndexError, RuntimeError) as error:  # a number that the vocabulary does not have
            raise ModelError(f"the responder wrote something its vocabulary can't spell: {error}") from error


def prompt_numbers(processor: SentencePieceProcessor, prompt: str, settings: T5Settings) -> list[int]:
    """A prompt as pieces with the end piece; what is too long loses its end, which is the customer's message."""
    # Between two control pieces SentencePiece leaves a lone space, a quarter of the prompt that says nothing.
    space = processor.piece_to_id(_SPACE)
    found = [number for number in processor.encode(prompt) if number != space]
    return [*found[: settings.max_prompt - 1], settings.eos_id]


def load_responder(folder: Path, *, precision: Precision = "int8", threads: int = 1) -> T5Responder:
    """The responder of a bundle; raises ModelError, OSError, ValueError or KeyError where the folder holds none."""
    processor = SentencePieceProcessor(model_file=str(folder / PIECES))
    return T5Responder(processor, Batcher(T5Onnx(folder, precision=precision, threads=threads)))
