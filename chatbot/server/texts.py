"""What people type, made safe to store and show."""

from __future__ import annotations

import unicodedata

from ..errors import FrameError

# They reorder what stands around them: "invoice\u202efdp.exe" would be read as something else by an agent.
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\n\t")


def clean(text: str) -> str:
    """`text` without control characters (but newlines and tabs) and without direction marks and overrides."""
    return "".join(c for c in text if c in _KEPT or (c not in _DIRECTION and unicodedata.category(c) != "Cc"))


def clean_message(text: str, limit: int) -> str:
    """The text of a message to store; raises FrameError `bad_frame` where nothing is left, `too_long` over `limit`."""
    cleaned = clean(text)
    # Format characters (zero width space, joiners) show nothing by themselves.
    if all(c.isspace() or unicodedata.category(c) == "Cf" for c in cleaned):
        raise FrameError("bad_frame", "there is nothing to send")
    if len(cleaned) > limit:
        raise FrameError("too_long", f"a message has at most {limit} characters, this one has {len(cleaned)}")
    return cleaned
