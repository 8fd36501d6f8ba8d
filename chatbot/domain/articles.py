"""What the business's help articles say, cut into what can be quoted."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_PASSAGE = 350
"""Characters of a quote at most."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section of an article, in the article's own words, without markup."""

    article: str
    language: str
    title: str
    heading: str
    text: str
    link: str
    asked: tuple[str, ...] = ()
    """How customers ask for it, in words that it may not have; they help to find it and are never quoted."""
