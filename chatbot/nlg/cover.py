"""What the authored wordings of an act allow another wording of it to say.

A reply may use words that state nothing, and beyond them only what an authored wording of the same act states: its
own words, and words the lists know to state the same, denied only where it denies and done only where it is done. So
an invented fact needs no list of inventions to be refused. A language without lists gets the authored sentences alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import placeholders

Fault = tuple[int, str]
"""Where in the text, and the code."""
"""So many words behind a "not" are denied by it."""
"""A growing text: so many last words may still become part of a phrase."""
_MARKS = frozenset(
    " .,;:!?'\"\u2018\u2019\u201c\u201d()-\u2013\u2014\u2026/\n\uff0c\u3002\uff01\uff1f\uff1a\uff1b\u3001"
    "\uff08\uff09\u300c\u300d\u300e\u300f\u300a\u300b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something stated: a group of words that mean the same, or a word; denied, happened, promised by "I will".

    `does` and `they` say whose act it is: ours, a colleague's; `wanted` is what the customer would like,
    `accuses` what the customer is told to have done, `yours` what may be that.
    """

    what: str
    denied: bool = False
    happened: bool = False
    ours: bool = False
    we: bool = False
    sorry: bool = False
    supposed: bool = False
    asked: bool = False
    does: bool = False
    they: bool = False
    wanted: bool = False
    accuses: bool = False
    yours: bool = False


class Cover:
    """What the authored `texts` of an act in one language cover."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._marks = _MARKS | {c for text in texts for c in placeholders.bare(text)}
        self._asks = bool(texts) and all(re.search("[?\uff1f]", text) for text in texts)

    def faults(self, text: str) -> list[Fault]:
        """What is said beyond the authored texts, in order of place."""
        found = [(i, f"character:U+{ord(c):04X}") for i, c in enumerate(text) if not self._known(c)]
        return sorted([*found, *self.stated(placeholders.PLACEHOLDER.sub(blank, text))])

    def whole_faults(self, text: str) -> list[str]:
        """What only a finished text shows."""
        return ["no_question"] if self._asks and not re.search("[?\uff1f\u8bf7]|(?i:please|tell|give)", text) else []

    def settled(self, text: str) -> int:
        """How much of a growing text may be shown; -1 when no continuation can mend it."""
        raise NotImplementedError

    def stated(self, text: str) -> list[Fault]:
        """Words and statements that nothing covers; placeholders are `{}` filled with spaces."""
        raise NotImplementedError

    def _known(self, c: str) -> bool:
        return (c.isascii() and c.isalnum()) or c in self._marks or c in "{}_" or _is_plain_letter(c)


def blank(match: re.Match[str]) -> str:
    """A placeholder whose name is no word, as long as it was."""
    return "{" + "x" * (len(match[0]) - 2) + "}"


def _is_plain_letter(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"


def stated_in(said: Sequence[Said]) -> set[tuple[str, bool]]:
    """What is stated and denied; what stands behind an "if" or is only wanted is not."""
    return {(s.what, s.denied) for s in said if not (s.supposed or s.wanted)}


_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCES = re.compile(r"(?<=[.!?\u2026])\s+")


class OtherCover(Cover):
    """Authored sentences only: nothing is known of what others mean, nor of what one means that lacks a "not"."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        self._texts = [placeholders.PLACEHOLDER.sub(blank, text).casefold() for text in texts]
        self._words = {word for text in self._texts for word in _LETTERS.findall(text)}
        self._sentences = {sentence for text in texts for sentence in _sentences(text)}

    def stated(self, text: str) -> list[Fault]:
        """See `Cover`."""
        found = []
        for match in _LETTERS.finditer(text.casefold()):
            word = match[0]
            if word not in self._words and not (not word.isascii() and any(word in t for t in self._texts)):
                found.append((match.start(), f"uncovered:{word}"))
        return found

    def whole_faults(self, text: str) -> list[str]:
        """See `Cover`."""
        other = [s for s in _sentences(text) if s not in self._sentences]
        return [*super().whole_faults(text), *(f"uncovered:{s.split(maxsplit=1)[0]}" for s in other)]

    def settled(self, text: str) -> int:
        """See `Cover`."""
        *whole, last = _sentences(text) or [""]
        begun = any(s.startswith(last) for s in self._sentences) and all(s in self._sentences for s in whole)
        return len(text) if begun and not self.faults(text) else -1

    def _known(self, c: str) -> bool:
        return c.isalnum() or c in self._marks or c in "{}_"


def _sentences(text: str) -> list[str]:
    """The sentences without regard to case and spaces."""
    return [" ".join(part.split()) for part in _SENTENCES.split(text.casefold()) if part.strip()]
