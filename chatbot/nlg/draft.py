"""What of an unfinished reply may already be shown: whole words, facts filled in, nothing the guard forbids."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..domain.decision import Act
from . import guard, placeholders
from .cover import Cover

_WORD_END = re.compile(
    r"^.*(?:[\s,.!?;:\u3001\u3002\uff0c\uff01\uff1f\uff1a\uff1b]|[\u3400-\u4dbf\u4e00-\u9fff]|\})", re.S
)


class Draft:
    """Turns the growing candidate into text to append, and stops for good at the first fault."""

    def __init__(self, act: Act, cover: Cover, show: Callable[[str], None], lead: str = "") -> None:
        self._act = act
        self._cover = cover
        self._show = show
        self._lead = lead
        self._shown = ""
        self._stopped = False

    def update(self, candidate: str) -> None:
        """Show what is new and safe in `candidate`, the text so far."""
        if self._stopped:
            return
        match = _WORD_END.match(candidate)
        safe = match.group() if match else ""
        # An open brace may become a placeholder; nothing behind it is shown before it closes.
        safe = safe[: safe.rfind("{")] if safe.rfind("{") > safe.rfind("}") else safe
        known = all(name in self._act.facts for name in placeholders.names(safe))
        settled = self._cover.settled(safe)
        if not known or settled < 0 or guard.prefix_faults(placeholders.bare(safe)):
            self._stopped = True
            return
        safe = safe[:settled]
        filled = placeholders.fill(safe, self._act.facts)
        if filled.startswith(self._shown) and len(filled) > len(self._shown):
            self._show(self._lead + filled[len(self._shown) :])
            self._lead = ""
            self._shown = filled
