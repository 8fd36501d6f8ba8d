"""What authored Chinese covers. No word ends are written, so pieces have to lie side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import placeholders, words_zh
from .cover import Cover, Fault, Said, blank, stated_in

_LONGEST_PIECE = 8
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_CLASS_ZH = {c: name for name, forms in words_zh.CLASSES.items() for c in forms}


def _pieces() -> dict[str, str]:
    return {piece: name for name, forms in words_zh.CONCEPTS.items() for piece in forms.split()}


_PIECES = _pieces()
_PIECE = re.compile("|".join(sorted(map(re.escape, _PIECES), key=len, reverse=True)))
_CLAUSE_END = re.compile("\u8bf7|[^\u3400-\u4dbf\u4e00-\u9fff{}x]")
_WE_HAVE = re.compile("\u6211\u4eec?\u5df2")
"""Says that one of us has done something."""
_WHO_WILL = re.compile("(?:\u540c\u4e8b|\u4e13\u4eba)\u4f1a")
_WE_WILL = re.compile(
    "(?:\u6211\u4eec?)(?:\u4f1a|\u5c06|\u6765|\u8fd9\u5c31|\u9a6c\u4e0a|\u73b0\u5728\u5c31|\u73b0\u5728\u4e3a\u60a8|\u4e3a\u60a8|\u5e2e\u60a8|\u7ed9\u60a8)"
)


_SIDE = re.compile("(?<=[}\u8282\u65e5\u5468\u6708\u5e74\u53f7\u70b9\u5929])[\u4e4b\u4ee5\u8fc7]?([\u524d\u540e])")
"""Before or after a time or a placeholder."""
_LATIN = re.compile(r"(?<![{x])[A-Za-z]+(?![x}])")
_HOLE = re.compile(r"\{x*\}")


class ChineseCover(Cover):
    """No word ends are written: a text is covered when allowed pieces lie side by side all along it."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        bare = [placeholders.PLACEHOLDER.sub(blank, text) for text in texts]
        said = [s for text in bare for _, _, s in _said_zh(text)]
        self._any = {s.what for s in said}
        self._pairs = stated_in(said)
        self._happened = {s.what for s in said if s.happened and not s.denied}
        self._ours = {s.what for s in said if s.ours or s.we}
        self._we_have = any(_WE_HAVE.search(text) for text in bare)
        self._sides = {side for text in bare for side in _SIDE.findall(text)}
        self._latin = {word for text in bare for word in _LATIN.findall(text)}
        # Not a "no": it would deny whatever comes behind it.
        self._after = {t[m.end()] for t in bare for m in _HOLE.finditer(t) if m.end() < len(t)} - set(words_zh.NEGATIVE)
        self._before = {t[m.start() - 1] for t in bare for m in _HOLE.finditer(t) if m.start()}
        self._allowed = words_zh.PLAIN | frozenset(_substrings(bare)) | frozenset(self._joined())
        if self._happened:
            self._allowed |= {"\u5df2", "\u5df2\u7ecf"}

    def stated(self, text: str) -> list[Fault]:
        """See `Cover`."""
        found = [(start, code) for start, piece, said in _said_zh(text) if (code := self._judge(piece, said))]
        found += [(m.start(), "language") for m in _LATIN.finditer(text) if m[0] not in self._latin]
        found += [(m.start(), f"promise:{m[0]}") for m in _WE_HAVE.finditer(text) if not self._we_have]
        found += [(m.start(), f"time:{m[0]}") for m in _SIDE.finditer(text) if m[1] not in self._sides]
        for run in _HAN_RUN.finditer(text):
            first = run[0][0] in self._after and text[: run.start()].endswith("}")
            last = run[0][-1] in self._before and text.startswith("{", run.end())
            reach = self._reach(run[0], first, last)
            if reach < len(run[0]):
                rest = run[0][reach : reach + 4]
                name = next((_CLASS_ZH[c] for c in rest[:2] if c in _CLASS_ZH), "uncovered")
                found.append((run.start() + reach, f"{name}:{rest}"))
        return found

    def settled(self, text: str) -> int:
        """See `Cover`."""
        found = self.faults(text)
        if not found:
            return len(text)
        start = found[0][0]
        return start if len(text) - start <= _LONGEST_PIECE else -1

    def _judge(self, piece: str, said: Said) -> str:
        if not said.what:
            return ""
        if said.what not in self._any and not (said.what == "sent" and "shipped" in self._any):
            return f"{_CLASS_ZH.get(piece[0], 'uncovered')}:{piece}"
        if said.what in self._any and (said.what, said.denied) not in self._pairs and not said.supposed:
            return f"contrary:{piece}"
        if said.what in words_zh.STATES and said.happened and not said.denied and said.what not in self._happened:
            return f"not_happened:{piece}"
        return f"promise:{piece}" if said.ours and said.what not in self._ours else ""

    def _joined(self) -> Iterator[str]:
        """The pieces of what is stated, with the words for done and denied that belong to them."""
        for piece, what in _PIECES.items():
            if (what, False) in self._pairs:
                yield piece
            if what in self._happened or (what not in words_zh.STATES and (what, False) in self._pairs):
                yield from (
                    f"{done}{to}{piece}"
                    for done in ("\u5df2\u7ecf", "\u5df2")
                    for to in ("", "\u4e3a\u60a8", "\u7ed9\u60a8", "\u5e2e\u60a8", "\u88ab")
                )
                yield from (piece + done for done in ("\u4e86", "\u597d\u4e86", "\u5b8c\u6210"))
            if (what, True) in self._pairs:
                yield piece
                yield from (f"{no}\u518d{piece}" for no in words_zh.NEGATIVE)
                yield piece + "\u4e0d\u4e86"
                yield from (f"{no}{piece}" for no in words_zh.NEGATIVE)

    def _reach(self, run: str, first: bool, last: bool) -> int:
        """How far from its start a run of ideographs is covered without a gap; its ends may belong to placeholders."""
        reached = [True, first] + [False] * (len(run) - 1)
        for at in range(len(run)):
            if reached[at]:
                for length in range(1, min(_LONGEST_PIECE, len(run) - at) + 1):
                    if run[at : at + length] in self._allowed:
                        reached[at + length] = True
        if last and reached[-2]:
            return len(run)
        return max(i for i, ok in enumerate(reached) if ok) if not reached[-1] else len(run)


def _substrings(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for run in _HAN_RUN.findall(text):
            for at in range(len(run)):
                for length in range(2, _LONGEST_PIECE + 1):
                    piece = run[at : at + length]
                    # Two characters of which one only joins are the seam between two words.
                    if len(piece) == length and not (length == 2 < len(run) and set(piece) & words_zh.SEAMS):
                        yield piece


def _said_zh(text: str) -> Iterator[tuple[int, str, Said]]:
    for match in _PIECE.finditer(text):
        before = _CLAUSE_END.split(text[max(0, match.start() - 12) : match.start()])[-1]
        near, after = before[-8:], text[match.end() : match.end() + 2]
        yield (
            match.start(),
            match[0],
            Said(
                _named_zh(text, match, before),
                any(no in near for no in words_zh.NEGATIVE) or after[:2] == "\u4e0d\u4e86",
                any(done in near for done in words_zh.HAPPENED_BEFORE) or after.startswith(words_zh.HAPPENED_AFTER),
                _promised(before),
                bool(_WHO_WILL.search(before)),
                supposed=any(word in before + text[match.end() : match.end() + 4] for word in words_zh.SUPPOSED),
            ),
        )


def _promised(before: str) -> bool:
    """Whether "I will" stands before it; who only looks at a refund promises none."""
    found = list(_WE_WILL.finditer(before))
    return bool(found) and not any(look in before[found[-1].end() :] for look in words_zh.LOOKS)


def _named_zh(text: str, match: re.Match[str], before: str) -> str:
    around = before + text[match.end() : match.end() + 6]
    asked = any(ask in around for ask in words_zh.ASKS) and not any(no in before for no in words_zh.NEGATIVE)
    return f"asks for {match[0]}" if match[0] in words_zh.SECRETS and asked else _PIECES[match[0]]
