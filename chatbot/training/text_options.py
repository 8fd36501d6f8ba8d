"""The replies among which one is chosen: what the model writes, and what was said before in like cases."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sacrebleu.metrics.bleu import BLEU

from .text_baselines import Nearest
from .text_choice import ranked, tokens
from .text_model import Lesson
from .text_pieces import Pieces, Request
from .text_writer import Writer

WIDTH, DRAWN, DRAFTS = 6, 16, 8
"""Replies that a beam finds, replies drawn as the model finds them probable, and replies that were given before."""
_FEW = 4
"""Draws below which they say less than the beam."""
_PART = 960
_TRIED = 400
Pool = Literal["both", "written", "given"]
_LONGER = (0.0, 0.15, 0.3, 0.5)
_ABOUT = 1.0
"""Points of BLEU that a few hundred rows kept apart give or take by chance."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be said: the beam's, the most probable first; drawn from the model; given before, the nearest first."""

    beam: Sequence[str]
    drawn: Sequence[str]
    given: Sequence[str]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a reply is chosen: among what, and what length is worth.

    Each kind of reply has one vote together. The most probable replies of a model are too short, and like one another;
    those drawn at random are as long as people's, and vote as often as they are probable (Eikema and Aziz 2020). Behind
    what was to be chosen among comes the rest, for where the guard refuses all of it.
    """

    pool: Pool = "both"
    longer: float = 0.3

    def ordered(self, offered: Offered) -> list[str]:
        """The options, the one to say first."""
        written, voting = [*offered.beam, *offered.drawn], offered.drawn or offered.beam
        candidates, kinds = {
            "both": ([*written, *offered.given], [voting, offered.given]),
            "written": (written, [voting]),
            "given": (offered.given, [offered.given]),
        }[self.pool]
        first = ranked(dict.fromkeys(candidates), _votes(kinds), longer=self.longer)
        rest = dict.fromkeys(text for text in (*written, *offered.given) if text not in set(first))
        return [*first, *ranked(rest, _votes([voting, offered.given]), longer=self.longer)]


def _votes(kinds: Sequence[Sequence[str]]) -> dict[str, float]:
    votes: dict[str, float] = {}
    for texts in kinds:
        for text in texts:
            votes[text] = votes.get(text, 0.0) + 1 / len(texts)
    return votes


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
        part, given = requests[first : first + _PART], near[first : first + _PART]
        if found:
            left = (until - time.monotonic()) / (len(requests) - first)
            taken = (time.monotonic() - started) / first
            width = int(max(1, min(WIDTH, width * left / max(taken, 1e-9))))
        drawn = DRAWN * width // WIDTH
        beams, draws = writer.write(part, width), writer.draw(part, drawn if drawn >= _FEW else 0)
        for request, best, some, texts in zip(part, beams, draws, given, strict=True):
            beam, chance = ([pieces.text(c.pieces, request.symbols) for c in kind] for kind in (best, some))
            found.append(Offered(beam, chance, texts))
        progress(len(found) / len(requests))
    return found


def choose_policy(
    writer: Writer, pieces: Pieces, nearest: Nearest, lessons: Sequence[Lesson]
) -> tuple[Policy, dict[str, Any]]:
    """The policy that does best on lessons that the model did not see, and what was tried."""
    chosen = lessons[:: max(1, len(lessons) // _TRIED)]
    if not chosen:
        return Policy(), {"rows": 0}
    rows = [lesson.row for lesson in chosen]
    offered = options(writer, pieces, [pieces.request(row) for row in rows], nearest.find(rows, DRAFTS, of_others=True))
    wanted = [[" ".join(tokens(lesson.template)) for lesson in chosen]]
    tried: dict[Policy, float] = {}
    for policy in (Policy(pool, longer) for pool in get_args(Pool) for longer in _LONGER):
        said = [policy.ordered(one) for one in offered]
        texts = [" ".join(tokens(one[0])) if one else "" for one in said]
        tried[policy] = float(BLEU(force=True, tokenize="none").corpus_score(texts, wanted).score)
    best = best_of(tried)
    shown = {f"{policy.pool}, {policy.longer}": bleu for policy, bleu in tried.items()}
    return best, {"rows": len(chosen), "pool": best.pool, "longer": best.longer, "bleu": shown}


def best_of(tried: Mapping[Policy, float]) -> Policy:
    """The policy with the best BLEU.

    Choosing among both kinds of reply is left only for what is clearly better: it errs least where the model is weak
    and where there are few like cases.
    """
    return max(tried, key=lambda policy: tried[policy] + _ABOUT * (policy.pool == "both"))
