"""What authored English covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import words_en
from .cover import Cover, Fault, Said, stated_in
from .statements_en import Token, bemoans, deniers, in_plain_phrase, regrets, sides, statements, stem, tokens

_UNSETTLED = 5
_CLASS_EN = {word: name for name, forms in words_en.CLASSES.items() for word in forms.split()}
_NAMED = frozenset(words_en.CONCEPTS)
_CALLS = ("in touch", "phoned")


class EnglishCover(Cover):
    """Words, phrases and who does what to them."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        read = [tokens(text) for text in texts]
        self._stems = {stem(t.word) for words in read for t in words}
        self._capitals = {t.word for words in read for t in words if t.capital}
        said = [s for words in read for _, _, s in statements(words)]
        self._any = {s.what for s in said}
        self._pairs = stated_in(said)
        if any(re.search(r"(?i)\bcan\b(?! ?not)", text) for text in texts):
            self._any.add("possible")
            self._pairs.add(("possible", False))
        self._happened = {s.what for s in said if s.happened and not (s.denied or s.supposed)}
        self._ours = {
            name
            for s in said
            if (s.ours or s.does or s.they or (s.we and s.what in _CALLS)) and not (s.asked or s.happened)
            for name in (s.what, stem(s.what))
        }
        self._denied_next = {
            w
            for words in read
            for i, t in enumerate(words)
            if t.word in words_en.NEGATIVE
            for w in _following(words, i)
        }
        self._accused = {(s.what, s.denied) for s in said if s.yours}
        ours = [s.what for s in said if (s.ours or s.we or s.does) and not s.asked]
        self._doers = {*ours, *map(stem, ours)}
        self._sides = {(side, name) for words in read for _, side, name in sides(words)}
        self._missing = any(
            s.what == "found" and s.denied and not (s.supposed or bemoans(words, at))
            for words in read
            for at, _, s in statements(words)
        )

    def stated(self, text: str) -> list[Fault]:
        """See `Cover`."""
        words = tokens(text)
        found = [(t.start, f"name:{t.word}") for t in words if t.capital and t.word not in self._capitals]
        denied: set[int] = set()
        for at, word, said in statements(words):
            if said.denied and said.what in _NAMED:
                denied |= deniers(words, at)
            code = self._judge(word, said)
            if code:
                found.append((words[at].start, code))
        found += self._idle_denials(words, denied)
        found += [
            (words[at].start, f"time:{words[at].word} {name}")
            for at, side, name in sides(words)
            if (side, name) not in self._sides
        ]
        return found

    def settled(self, text: str) -> int:
        """See `Cover`."""
        found = self.faults(text)
        if not found:
            return len(text)
        start = found[0][0]
        return start if len(tokens(text[start:])) <= _UNSETTLED else -1

    def _judge(self, word: str, said: Said) -> str:
        what = said.what
        packing = what == "processing" and word.endswith("ing")
        if said.ours and not (said.asked or packing) and not self._promised(what):
            return f"promise:will {word}"
        accused = said.accuses and (what in words_en.ACTS or what in _NAMED)
        if accused and (what, said.denied) not in self._accused:
            return f"claim:you {word}"
        if what in words_en.PLAIN:
            return ""
        if what not in self._any and not any(other <= self._any for other in words_en.ALSO.get(what, ())):
            return f"{_CLASS_EN.get(word, 'uncovered')}:{word}"
        if (
            what in _NAMED
            and (said.denied or what in self._any)
            and (what, said.denied) not in self._pairs
            and not _excused(said)
        ):
            return f"contrary:{word}"
        if (said.we or said.they) and what in _CALLS and what not in self._ours:
            return f"promise:{word}"
        if said.does and not (said.happened or said.asked or said.denied) and not self._done_by_us(what):
            return f"promise:we {word}"
        if what in words_en.STATES and said.happened and not (said.denied or said.supposed):
            return "" if self._happened & {what, *words_en.HAPPENED_ALSO.get(what, ())} else f"not_happened:{word}"
        return ""

    def _done_by_us(self, what: str) -> bool:
        """Whether an author says that we do it: what a customer may do, or what only is so, is no act of ours."""
        return what in self._doers or any(other <= self._doers for other in words_en.ALSO.get(what, ()))

    def _promised(self, what: str) -> bool:
        looks = what in words_en.LOOKS and bool(self._ours & words_en.LOOKS)
        return looks or stem(what) in self._ours or what in self._ours or what in words_en.COMMITS

    def _idle_denials(self, words: Sequence[Token], used: set[int]) -> Iterator[Fault]:
        """A "not" before a word that states nothing, where no author says so."""
        for at, token in enumerate(words):
            if token.word not in words_en.NEGATIVE or at in used or in_plain_phrase(words, at) or regrets(words, at):
                continue
            following, *more = _following(words, at)
            known = self._denied_next if token.word in words_en.TELLING else self._denied_next | {*more}
            if {following, *more} <= known | words_en.DENIED:
                continue
            before = words[at - 1].word if at else ""
            always = token.word in words_en.TELLING or (before in words_en.POSSIBLE and not self._missing)
            always = always or following == "with" or [t.word for t in words[at + 1 : at + 2]] == ["longer"]
            if always or (not self._missing and (following in ("here", "there") or _tells(words, at))):
                yield token.start, f"contrary:{token.word}"


def _excused(said: Said) -> bool:
    """Whether it does not matter that an author never denies or never affirms this."""
    return said.supposed or said.wanted or (said.asked and not said.denied) or (said.what == "found" and said.sorry)


def _tells(words: Sequence[Token], at: int) -> bool:
    """Whether a fact stands in the same part of the sentence."""
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(words) and words[i].word not in (".", "!", "?", ";", ","):
            if words[i].word == "{}":
                return True
            i += step
    return False


def _following(words: Sequence[Token], at: int) -> list[str]:
    """The words behind a "not" that say what is denied: the first, a placeholder too, and the next."""
    skipped = ("be", "been", "a", "an", "the", "to", "any", "quite", "really", "yet", "have", "just", "longer")
    found = [t.word for t in words[at + 1 : at + 5] if t.word not in skipped][:2]
    return [w for i, w in enumerate(found) if i == 0 or w[0].isalpha()] or [""]
