"""A replay's result for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..domain.codec import encode
from .run import ReplayedTurn


def as_json(turns: Sequence[ReplayedTurn]) -> dict[str, Any]:
    """Totals and every differing turn."""
    differing = [t for t in turns if t.differences or t.error]
    return {
        "conversations": len({t.conversation for t in turns}),
        "turns": len(turns),
        "differing": len(differing),
        "by_field": dict(Counter(d.field for t in turns for d in t.differences)),
        "diffs": [encode(t) for t in differing],
    }


def as_text(turns: Sequence[ReplayedTurn]) -> str:
    """One block for each differing turn, and a closing line."""
    blocks = []
    for turn in turns:
        if not turn.differences and not turn.error:
            continue
        lines = [f"{turn.conversation} turn {turn.turn}: {_short(turn.text)}"]
        lines += [f"  {d.field:<11} - {_short(d.recorded)}\n{'':<13} + {_short(d.replayed)}" for d in turn.differences]
        lines += [f"  failed: {turn.error}"] if turn.error else []
        blocks.append("\n".join(lines))
    conversations = len({t.conversation for t in turns})
    blocks.append(f"{len(turns)} turns of {conversations} conversations replayed, {len(blocks)} differ")
    return "\n\n".join(blocks)


def _short(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
