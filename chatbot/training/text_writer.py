"""Writes several candidates for a reply: a beam that may only write what the request has, each placeholder once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..models.t5_onnx import T5Onnx
from .text_pieces import Request

Floats = NDArray[np.float32]
LONGEST = 72
"""Pieces of a reply."""
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Pieces without end, and the logarithm of how probable they are, the end with them."""

    pieces: tuple[int, ...]
    logp: float


@dataclass(slots=True)
class _Hypothesis:
    row: int
    pieces: tuple[int, ...]
    logp: float
    left: frozenset[int]


@dataclass(slots=True)
class _Beam:
    width: int
    finished: list[Candidate] = field(default_factory=list)

    def done(self, best: float) -> bool:
        """Enough are finished, or none of those in work can still be among them."""
        if len(self.finished) < self.width:
            return False
        return best < sorted((c.logp for c in self.finished), reverse=True)[self.width - 1]


class Writer:
    """A T5 engine with what its vocabulary forbids in replies."""

    def __init__(self, engine: T5Onnx, forbidden: Sequence[int]) -> None:
        self._engine = engine
        self._forbidden = np.array(forbidden, np.int64)

    def write(self, requests: Sequence[Request], width: int, *, batch: int = 192) -> list[list[Candidate]]:
        """For each request up to `width` replies, the most probable first; none where no whole one was found."""
        order = sorted(range(len(requests)), key=lambda i: (len(requests[i].symbols), len(requests[i].prompt)))
        found: list[list[Candidate]] = [[] for _ in requests]
        size = max(1, batch // width)
        for first in range(0, len(order), size):
            rows = order[first : first + size]
            for row, candidates in zip(rows, self._beams([requests[i] for i in rows], width), strict=True):
                found[row] = candidates
        return found

    def scores(
        self, requests: Sequence[Request], replies: Sequence[Sequence[Sequence[int]]], *, batch: int = 96
    ) -> list[list[float]]:
        """The logarithm of how probable each of a request's replies (pieces without end) is."""
        found: list[list[float]] = [[] for _ in requests]
        asked = [i for i in range(len(requests)) if replies[i]]
        order = sorted(asked, key=lambda i: (max(map(len, replies[i])), len(requests[i].prompt)))
        settings = self._engine.settings
        while order:
            size = next((n for n in range(1, len(order)) if sum(len(replies[i]) for i in order[: n + 1]) > batch), None)
            rows, order = order[:size], order[size:] if size else []
            wanted = [(place, list(reply)) for place, i in enumerate(rows) for reply in replies[i]]
            state = self._engine.start([requests[i].prompt for i in rows]).select([place for place, _ in wanted])
            longest = max(len(reply) for _, reply in wanted)
            fed = [[settings.start_id, *reply, *[settings.pad_id] * (longest - len(reply))] for _, reply in wanted]
            logits, _ = self._engine.step(state, fed)
            for line, (place, reply) in enumerate(wanted):
                scores = _log_softmax(logits[line, : len(reply) + 1])
                found[rows[place]].append(float(scores[np.arange(len(reply) + 1), [*reply, settings.eos_id]].sum()))
        return found

    def draw(
        self, requests: Sequence[Request], number: int, *, batch: int = 192, seed: int = 0
    ) -> list[list[Candidate]]:
        """For each request `number` replies drawn at random, as probable as the model finds them; whole ones alone."""
        order = sorted(range(len(requests)), key=lambda i: (len(requests[i].symbols), len(requests[i].prompt)))
        found: list[list[Candidate]] = [[] for _ in requests]
        size, random = max(1, batch // max(number, 1)), np.random.default_rng(seed)
        for first in range(0, len(order) if number else 0, size):
            rows = order[first : first + size]
            for row, candidates in zip(rows, self._draws([requests[i] for i in rows], number, random), strict=True):
                found[row] = candidates
        return found

    def _draws(self, requests: Sequence[Request], number: int, random: np.random.Generator) -> list[list[Candidate]]:
        settings = self._engine.settings
        found: list[list[Candidate]] = [[] for _ in requests]
        alive = [_Hypothesis(i, (), 0.0, frozenset(r.symbols)) for i, r in enumerate(requests) for _ in range(number)]
        state = self._engine.start([request.prompt for request in requests]).select([h.row for h in alive])
        for _ in range(LONGEST):
            fed = [[h.pieces[-1] if h.pieces else settings.start_id] for h in alive]
            logits, state = self._engine.step(state, fed)
            scores = self._allowed(_log_softmax(logits[:, -1]), alive, settings.eos_id)
            # The best of scores with Gumbel noise is a draw by their probabilities.
            drawn = (scores + random.gumbel(size=scores.shape).astype(np.float32)).argmax(axis=1)
            staying: list[tuple[int, _Hypothesis]] = []
            for place, (h, piece) in enumerate(zip(alive, drawn.tolist(), strict=True)):
                logp = h.logp + float(scores[place, piece])
                if piece == settings.eos_id:
                    found[h.row].append(Candidate(h.pieces, logp))
                else:
                    staying.append((place, _Hypothesis(h.row, (*h.pieces, piece), logp, h.left - {piece})))
            if not staying:
                break
            state, alive = state.select([place for place, _ in staying]), [h for _, h in staying]
        return found

    def _beams(self, requests: Sequence[Request], width: int) -> list[list[Candidate]]:
        end = self._engine.settings.eos_id
        state = self._engine.start([request.prompt for request in requests])
        beams = [_Beam(width) for _ in requests]
        alive = [_Hypothesis(i, (), 0.0, frozenset(request.symbols)) for i, request in enumerate(requests)]
        for _ in range(LONGEST):
            fed = [[h.pieces[-1] if h.pieces else self._engine.settings.start_id] for h in alive]
            logits, state = self._engine.step(state, fed)
            scores = self._allowed(_log_softmax(logits[:, -1]), alive, end)
            chosen = min(2 * width, scores.shape[1] - 1)
            best = np.argpartition(-scores, chosen, axis=1)[:, :chosen]
            following: dict[int, list[tuple[float, int, int]]] = {}
            for place, h in enumerate(alive):
                tops = scores[place, best[place]] + np.float32(h.logp)
                following.setdefault(h.row, []).extend(
                    (score, place, piece)
                    for score, piece in zip(tops.tolist(), best[place].tolist(), strict=True)
                    if score > _NEVER / 2
                )
            staying: list[tuple[int, _Hypothesis]] = []
            for row, options in following.items():
                options.sort(reverse=True)
                beam, kept = beams[row], 0
                for rank, (score, place, piece) in enumerate(options):
                    if kept == width or (rank >= width and beam.done(score)):
                        break
                    before = alive[place]
                    if piece == end:
                        if rank < width:
                            beam.finished.append(Candidate(before.pieces, score))
                    else:
                        kept += 1
                        left = before.left - {piece}
                        staying.append((place, _Hypothesis(row, (*before.pieces, piece), score, left)))
                if beam.done(max((h.logp for _, h in staying if h.row == row), default=-np.inf)):
                    staying = [(place, h) for place, h in staying if h.row != row]
            if not staying:
                break
            state = state.select([place for place, _ in staying])
            alive = [h for _, h in staying]
        return [sorted(beam.finished, key=lambda c: -c.logp)[:width] for beam in beams]

    def _allowed(self, scores: Floats, alive: Sequence[_Hypothesis], end: int) -> Floats:
        """Only placeholders of the request that are not written yet, and no end before all are."""
        before = [scores[place, list(h.left)] for place, h in enumerate(alive)]
        scores[:, self._forbidden] = _NEVER
        for place, (h, values) in enumerate(zip(alive, before, strict=True)):
            if h.left:
                scores[place, list(h.left)] = values
                scores[place, end] = _NEVER
        return scores


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float32)
