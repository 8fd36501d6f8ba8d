"""Placeholders such as `{order_id}`: where facts go into a reply after it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def names(text: str) -> tuple[str, ...]:
    """The placeholders of a text in order, repeats included."""
    return tuple(PLACEHOLDER.findall(text))


def bare(text: str) -> str:
    """The text without its placeholders."""
    return PLACEHOLDER.sub("", text)


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with facts in place of placeholders; raises KeyError for one without a fact.

    One pass: a fact that itself looks like a placeholder stays as it is.
    """
    return PLACEHOLDER.sub(lambda match: facts[match[1]], text)
