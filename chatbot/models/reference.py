"""The same responder by PyTorch and transformers: slow, and what the fast engine is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor

from ..errors import ModelError
from .responder import PIECES, T5Responder
from .t5_onnx import Continuation, T5Settings

WEIGHTS = "reference"
"""Folder of the weights in transformers' format, inside the responder's."""


class TransformersEngine:
    """Greedy decoding by transformers' own `generate`."""

    def __init__(self, model: Any, settings: T5Settings) -> None:
        """`model` is a T5ForConditionalGeneration or an MT5ForConditionalGeneration."""
        self._model = model.eval()
        self.settings = settings

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new: int | None = None,
        on_piece: Callable[[Sequence[int]], None] | None = None,
        drafts: Sequence[Sequence[int]] | None = None,
    ) -> list[Continuation]:
        """Greedy continuations, one a prompt; `on_piece` is told once, at the end. Raises ModelError."""
        import torch
        from transformers import DynamicCache, EncoderDecoderCache

        settings = self.settings
        longest = max(map(len, prompts))
        ids = torch.full((len(prompts), longest), settings.pad_id, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, numbers in enumerate(prompts):
            ids[row, : len(numbers)] = torch.tensor(numbers)
            mask[row, : len(numbers)] = 1
        limit = min(max_new or settings.max_new, settings.max_new)
        # transformers 5.23 sizes its own cache by the encoder's layers and fails where the decoder has more.
        cache: Any = EncoderDecoderCache(DynamicCache(), DynamicCache())
        try:
            with torch.inference_mode():
                found = self._model.generate(
                    input_ids=ids,
                    attention_mask=mask,
                    past_key_values=cache,
                    max_new_tokens=limit,
                    do_sample=False,
                    num_beams=1,
                    output_logits=True,
                    return_dict_in_generate=True,
                )
                sure = torch.stack(found.logits, dim=1).softmax(dim=-1).amax(dim=-1)
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError(str(error)) from error
        written = [self._until_end(row[1:]) for row in found.sequences.tolist()]
        if on_piece is not None:
            on_piece(written[0])
        return [Continuation(pieces, float(sure[row, : len(pieces) + 1].min())) for row, pieces in enumerate(written)]

    def _until_end(self, numbers: list[int]) -> list[int]:
        return numbers[: numbers.index(self.settings.eos_id)] if self.settings.eos_id in numbers else numbers


def load_reference(folder: Path) -> T5Responder:
    """The reference responder of a bundle; needs PyTorch and transformers. Raises OSError where there is none."""
    from transformers import AutoModelForSeq2SeqLM

    model: Any = AutoModelForSeq2SeqLM.from_pretrained(folder / WEIGHTS, local_files_only=True)
    processor = SentencePieceProcessor(model_file=str(folder / PIECES))
    return T5Responder(processor, TransformersEngine(model, T5Settings.load(folder)))
