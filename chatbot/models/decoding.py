"""Greedy decoding of many texts at once: texts join and leave between two steps, and drafts are checked in one.

A draft is what the text will probably be, as the author's own wording. One pass of the decoder over all of it shows how
much of it greedy decoding would have written; that is kept, and the words are the same as without a draft (Leviathan,
Kalman and Matias 2023, for the greedy case).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .t5_onnx import Continuation, State, T5Onnx

Listener = Callable[[Sequence[int]], None]
_LOOKED_BACK = 2
"""So many last pieces must stand in the draft for its rest to be tried once more."""
_TRIES = 3
"""Passes over drafts before a text goes on piece by piece."""


@dataclass(slots=True)
class Text:
    """One text that is being written; `on_piece` gets the pieces so far whenever there are more."""

    prompt: Sequence[int]
    limit: int
    draft: Sequence[int] = ()
    on_piece: Listener | None = None
    pieces: list[int] = field(default_factory=list)
    lowest: float = 1.0
    passes: int = 0
    finished: bool = False

    @property
    def continuation(self) -> Continuation:
        """What was written."""
        return Continuation(self.pieces, self.lowest)


class Batch:
    """The texts in work, and the engine's state of them."""

    def __init__(self, engine: T5Onnx) -> None:
        self._engine = engine
        self._state: State | None = None
        self.texts: list[Text] = []

    def add(self, texts: Sequence[Text]) -> None:
        """Read the prompts, check the drafts, and go on with what is left together with the others; ModelError."""
        if not texts:
            return
        state = self._engine.start([text.prompt for text in texts])
        rows = list(texts)
        for _ in range(_TRIES):
            drafts = [_rest(text) for text in rows]
            if not any(drafts):
                break
            state, rows = self._step(state, rows, drafts)
            if not rows:
                return
        self._state = state if self._state is None or not self.texts else self._state.joined(state)
        self.texts += rows

    def step(self) -> None:
        """Every text one piece further; finished ones leave. Raises ModelError."""
        if self._state is not None and self.texts:
            self._state, self.texts = self._step(self._state, self.texts, [[]] * len(self.texts))

    def drop(self, unwanted: Callable[[Text], bool]) -> None:
        """Take texts out that nobody waits for any more."""
        if self._state is not None:
            self._state, self.texts = _without(self._state, self.texts, unwanted)

    def _step(self, state: State, texts: list[Text], drafts: Sequence[Sequence[int]]) -> tuple[State, list[Text]]:
        """One pass: each row's last piece and its draft go in; as much of the draft stays as is right, and one more."""
        settings = self._engine.settings
        new = 1 + max(map(len, drafts))
        fed = [
            [text.pieces[-1] if text.pieces else settings.start_id, *draft]
            for text, draft in zip(texts, drafts, strict=True)
        ]
        padded = [[*row, *[settings.pad_id] * (new - len(row))] for row in fed]
        logits, state = self._engine.step(state, padded)
        best = logits.argmax(axis=-1)
        sure = _top(logits)
        right = []
        for row, (text, draft) in enumerate(zip(texts, drafts, strict=True)):
            text.passes += 1
            right.append(1 + _agreed(draft, best[row]))
            _write(text, best[row, : right[-1]].tolist(), sure[row], settings.eos_id)
        state = state.kept(new, right)
        return _without(state, texts, lambda text: text.finished)


def generate(
    engine: T5Onnx, prompts: Sequence[Sequence[int]], *, limit: int, on_piece: Listener | None = None,
    drafts: Sequence[Sequence[int]] | None = None,
) -> list[Text]:  # fmt: skip
    """The most probable piece each time, one text a prompt, until all are finished; raises ModelError.

    `on_piece` hears the first.
    """
    texts = [Text(prompt, limit, draft=drafts[i] if drafts else ()) for i, prompt in enumerate(prompts)]
    if texts:
        texts[0].on_piece = on_piece
    batch = Batch(engine)
    batch.add(texts)
    while batch.texts:
        batch.step()
    return texts


def _without(state: State, texts: list[Text], unwanted: Callable[[Text], bool]) -> tuple[State, list[Text]]:
    """The other texts and the state of them, perhaps in another order."""
    gone = {i for i, text in enumerate(texts) if unwanted(text)}
    if not gone:
        return state, texts
    state, order = state.without(gone)
    return state, [texts[i] for i in order]


def _rest(text: Text) -> Sequence[int]:
    """What the draft says comes next: all of it at first, later what stands behind the pieces written last."""
    draft = list(text.draft)
    room = text.limit - len(text.pieces) - 1
    if not text.pieces:
        return draft[: max(room, 0)]
    last = text.pieces[-_LOOKED_BACK:]
    if len(last) < _LOOKED_BACK:
        return []
    places = [i for i in range(len(draft) - len(last)) if draft[i : i + len(last)] == last]
    # Of several places the one nearest to where the text is.
    near = min(places, key=lambda i: abs(i + len(last) - len(text.pieces)), default=None)
    return [] if near is None else draft[near + len(last) :][: max(room, 0)]


def _agreed(draft: Sequence[int], best: NDArray[np.int64]) -> int:
    """How many pieces of the draft, from its start, are what the model would have written."""
    for count, piece in enumerate(draft):
        if best[count] != piece:
            return count
    return len(draft)


def _write(text: Text, pieces: Sequence[int], sure: NDArray[np.float32], end: int) -> None:
    before = len(text.pieces)
    for piece, probability in zip(pieces, sure.tolist(), strict=False):
        text.lowest = min(text.lowest, probability)
        if piece == end:
            text.finished = True
            break
        text.pieces.append(piece)
        if len(text.pieces) >= text.limit:
            text.finished = True
            break
    if text.on_piece is not None and len(text.pieces) > before:
        text.on_piece(text.pieces)


def _top(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The probability of the best piece at each place."""
    return np.asarray(1.0 / np.exp(logits - logits.max(axis=-1, keepdims=True)).sum(axis=-1), np.float32)
