"""The replies among which one is chosen: what the model writes, and what was said before in like cases."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sacrebleu.metrics.bleu import BLEU

from .text_baselines import Nearest
from .text_choice import Option, ranked, tokens
from .text_model import Lesson
from .text_pieces import Pieces, Request
from .text_writer import LONGEST, Writer

WIDTH, DRAFTS = 6, 8
"""Replies that the model writes, and replies that were given before."""
_PART = 960
_TRIED = 400
Pool = Literal["both", "written", "given"]
_SHARPNESS = (0.0, 0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be said: written by the model, the most probable first, and given before, the nearest first."""

    written: Sequence[Option]
    given: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a reply is chosen: among what, and how sharply the model's probabilities count.

    Behind what was to be chosen among comes the rest, for where the guard refuses all of it.
    """

    sharpness: float = 0.25
    pool: Pool = "both"

    def ordered(self, offered: Offered) -> list[Option]:
        """The options, the one to say first."""
        first = {"both": [*offered.written, *offered.given], "written": offered.written, "given": offered.given}
        pool = {option.template: option for option in first[self.pool]}
        rest = {o.template: o for o in (*offered.written, *offered.given) if o.template not in pool}
        return [*ranked(list(pool.values()), sharpness=self.sharpness), *rest.values()]


def options(
    writer: Writer,
    pieces: Pieces,
    requests: Sequence[Request],
    near: Sequence[Sequence[str]],
    *,
    until: float = float("inf"),
    progress: Callable[[float], None] = lambda share: None,
) -> list[Offered]:
    """What may be said to each request, `near` being what was given before; less is written where time runs out."""
    found: list[Offered] = []
    width, started = WIDTH, time.monotonic()
    for first in range(0, len(requests), _PART):
        part, drafts = requests[first : first + _PART], near[first : first + _PART]
        if found:
            left = (until - time.monotonic()) / (len(requests) - first)
            taken = (time.monotonic() - started) / first
            width = int(max(1, min(WIDTH, width * left / max(taken, 1e-9))))
        encoded = []
        for request, texts in zip(part, drafts, strict=True):
            numbers = {name: symbol for symbol, name in request.symbols.items()}
            encoded.append([pieces.target(text, numbers)[:LONGEST] for text in texts])
        scores = writer.scores(part, encoded)
        for request, candidates, texts, logps in zip(part, writer.write(part, width), drafts, scores, strict=True):
            found.append(
                Offered(
                    [Option(pieces.text(c.pieces, request.symbols), c.logp) for c in candidates],
                    [Option(text, logp) for text, logp in zip(texts, logps, strict=True)],
                )
            )
        progress(len(found) / len(requests))
    return found


def choose_policy(
    writer: Writer, pieces: Pieces, nearest: Nearest, lessons: Sequence[Lesson]
) -> tuple[Policy, dict[str, Any]]:
    """The policy with the best BLEU on lessons that the model did not see, and what was tried."""
    chosen = lessons[:: max(1, len(lessons) // _TRIED)]
    if not chosen:
        return Policy(), {"rows": 0}
    rows = [lesson.row for lesson in chosen]
    offered = options(writer, pieces, [pieces.request(row) for row in rows], nearest.find(rows, DRAFTS, of_others=True))
    wanted = [[" ".join(tokens(lesson.template)) for lesson in chosen]]
    tried: dict[Policy, float] = {}
    for policy in (Policy(sharpness, pool) for pool in get_args(Pool) for sharpness in _SHARPNESS):
        said = [policy.ordered(one) for one in offered]
        texts = [" ".join(tokens(one[0].template)) if one else "" for one in said]
        tried[policy] = float(BLEU(force=True, tokenize="none").corpus_score(texts, wanted).score)
    best = max(tried, key=lambda policy: tried[policy])
    shown = {f"{policy.pool}, {policy.sharpness}": bleu for policy, bleu in tried.items()}
    return best, {"rows": len(chosen), "sharpness": best.sharpness, "pool": best.pool, "bleu": shown}
