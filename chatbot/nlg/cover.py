"""What the authored wordings of an act allow another wording of it to say.

A reply may use words that state nothing, and beyond them only what an authored wording of the same act states: its
own words, and words the lists know to state the same, denied only where it denies and done only where it is done. So
an invented fact needs no list of inventions to be refused. A language without lists gets the authored words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import placeholders, words_en, words_zh

Fault = tuple[int, str]
"""Where in the text, and the code."""
_NEAR = 5
"""So many words behind a "not" are denied by it."""
_LONGEST_PHRASE = 5
_LONGEST_PIECE = 8
_UNSETTLED = 5
"""A growing text: so many last words may still become part of a phrase."""
_WORD = re.compile(r"\{[a-z][a-z0-9_]*\}|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[.!?:,;\u2013\u2014()\u201c\u201d\"\n]")
_START = frozenset(".!?:\u201c\"\n(")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = frozenset(" .,;:!?'\"\u2018\u2019\u201c\u201d()-\u2013\u2014\u2026/\n\uff0c\u3002\uff01\uff1f\uff1a\uff1b\u3001\uff08\uff09\u300c\u300d\u300e\u300f\u300a\u300b")
_SHORT = (("n't", "not"), ("'ll", "will"), ("'ve", "have"), ("'re", "are"), ("'m", "am"), ("'d", "would"), ("'s", ""))
_WHOLE = {"can't": ("can", "not"), "won't": ("will", "not"), "cannot": ("can", "not"), "let's": ("let",)}


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, `{}` for a placeholder, or a mark."""

    word: str
    start: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Something stated: a group of words that mean the same, or a word; denied, happened, promised by "I will"."""

    what: str
    denied: bool = False
    happened: bool = False
    ours: bool = False
    we: bool = False
    sorry: bool = False


class Cover:
    """What the authored `texts` of an act in one language cover."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._marks = _MARKS | {c for text in texts for c in placeholders.bare(text)}
        self._asks = bool(texts) and all(re.search("[?\uff1f]", text) for text in texts)

    def faults(self, text: str) -> list[Fault]:
        """What is said beyond the authored texts, in order of place."""
        found = [(i, f"character:U+{ord(c):04X}") for i, c in enumerate(text) if not self._known(c)]
        return sorted([*found, *self.stated(placeholders.PLACEHOLDER.sub(_blank, text))])

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
        return c.isascii() and c.isalnum() or c in self._marks or c in "{}_" or _is_plain_letter(c)


def _blank(match: re.Match[str]) -> str:
    return "{" + "x" * (len(match[0]) - 2) + "}"


def _is_plain_letter(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"


@lru_cache(maxsize=4096)
def cover(texts: tuple[str, ...], language: str) -> Cover:
    """The cover of these authored texts, made once."""
    if language == "en":
        return EnglishCover(texts)
    return ChineseCover(texts) if language == "zh" else OtherCover(texts)


# English


def _stem(word: str) -> str:
    if len(word) > 4:
        for end, new in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
            if word.endswith(end) and not word.endswith("ss") and len(word) - len(end) > 2:
                word = word[: -len(end)] + new
                break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if word.endswith("ll") and len(word) > 5 else word


def _groups() -> tuple[dict[str, str], dict[tuple[str, ...], str]]:
    single: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {tuple(p.split()): "" for p in words_en.PLAIN_PHRASES}
    for name, forms in words_en.CONCEPTS.items():
        first, *rest = forms.split("|")
        single |= {form + end: name for form in first.split() for end in ("s", "es")}
        single |= dict.fromkeys(first.split(), name)
        phrases |= {tuple(phrase.split()): name for phrase in rest}
    single |= {p[0]: name for p, name in phrases.items() if len(p) == 1}
    return single, {p: name for p, name in phrases.items() if len(p) > 1}


_SINGLE, _PHRASES = _groups()
_PHRASE_STARTS = frozenset(p[0] for p in _PHRASES)
_CLASS_EN = {word: name for name, forms in words_en.CLASSES.items() for word in forms.split()}
_CLASS_ZH = {c: name for name, forms in words_zh.CLASSES.items() for c in forms}


def tokens(text: str) -> list[Token]:
    """English words without contractions, marks, and `{}` for placeholders."""
    found: list[Token] = []
    at_start = True
    for match in _WORD.finditer(text.replace("e-mail", "e\u2010mail").replace("E-mail", "E\u2010mail")):
        piece, start = match[0], match.start()
        if piece[0] == "{":
            found.append(Token("{}", start))
            at_start = False
        elif not piece[0].isalpha():
            found.append(Token(piece, start))
            at_start = at_start or piece in _START
        else:
            word = piece.replace("\u2019", "'")
            capital = word[0].isupper() and not at_start and word.split("'")[0] != "I"
            found += [Token(w, start, capital) for w in _expand(word.lower()) if w]
            at_start = False
    return found


def _expand(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    for end, full in _SHORT:
        if word.endswith(end) and len(word) > len(end):
            return (word[: -len(end)], full)
    return (word,)


class EnglishCover(Cover):
    """Words, phrases and who does what to them."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        read = [tokens(text) for text in texts]
        self._stems = {_stem(t.word) for words in read for t in words}
        self._capitals = {t.word for words in read for t in words if t.capital}
        said = [s for words in read for _, _, s in _said(words)]
        self._pairs = {(s.what, s.denied) for s in said}
        self._happened = {s.what for s in said if s.happened and not s.denied}
        self._open = {s.what for s in said if not s.happened and not s.denied}
        self._ours = {s.what for s in said if s.ours or s.we}
        self._denies = any(t.word in words_en.NEGATIVE for words in read for t in words)

    def stated(self, text: str) -> list[Fault]:
        words = tokens(text)
        found = [(t.start, f"name:{t.word}") for t in words if t.capital and t.word not in self._capitals]
        denied: set[int] = set()
        for at, word, said in _said(words):
            if said.denied:
                denied |= _deniers(words, at)
            code = self._judge(word, said)
            if code:
                found.append((words[at].start, code))
        found += self._idle_denials(words, denied)
        return found

    def settled(self, text: str) -> int:
        found = self.faults(text)
        if not found:
            return len(text)
        start = found[0][0]
        return start if len(tokens(text[start:])) <= _UNSETTLED else -1

    def _judge(self, word: str, said: Said) -> str:
        what = said.what
        if said.ours and not self._promised(what):
            return f"promise:will {word}"
        if what in words_en.PLAIN:
            return ""
        if not {(what, True), (what, False)} & self._pairs:
            return f"{_CLASS_EN.get(word, 'uncovered')}:{word}"
        if (what, said.denied) not in self._pairs and (said.denied or what in _NAMED) and not (what == "found" and said.sorry):
            return f"contrary:{word}"
        if what in words_en.STATES and said.happened and not said.denied and what not in self._happened:
            return f"not_happened:{word}"
        return ""

    def _promised(self, what: str) -> bool:
        looks = what in words_en.LOOKS and bool(self._ours & words_en.LOOKS)
        return looks or what in self._ours or what in words_en.COMMITS

    def _idle_denials(self, words: Sequence[Token], used: set[int]) -> Iterator[Fault]:
        """A "not" that denies no covered word, where no author denies anything."""
        if self._denies:
            return
        for at, token in enumerate(words):
            if token.word in words_en.NEGATIVE and at not in used and not (_in_plain_phrase(words, at) or _regrets(words, at)):
                yield token.start, f"contrary:{token.word}"


_NAMED = frozenset(words_en.CONCEPTS)


def _said(words: Sequence[Token]) -> Iterator[tuple[int, str, Said]]:
    """Each statement of a text: where, the word, what it is."""
    at = 0
    while at < len(words):
        length, what = _longest(words, at)
        token = words[at]
        if length == 1 and (not token.word[0].isalpha() or token.word in words_en.NEGATIVE):
            at += 1
            continue
        if what or length == 1:
            name = what or _named(words, at)
            ours = length == 1 and _ours(words, at)
            we = {words[i].word for i in _clause(words, at, 3)} & {"i", "we"}
            shown = " ".join(t.word for t in words[at : at + length])
            yield at, shown, Said(name, _denied(words, at), _happened(words, at, length), ours, bool(we), _regrets(words, at))
        at += length


def _named(words: Sequence[Token], at: int) -> str:
    """What a word states by itself and with those around it: its group, itself where it states nothing, its stem."""
    word = words[at].word
    if word in words_en.SECRETS and not _denied(words, at):
        if any(words[i].word in words_en.ASKS for i in _clause(words, at, 6)):
            return "a secret asked for"
    if word in ("send", "sent", "bring", "take") and any(t.word == "back" for t in words[at + 1 : at + 5]):
        return "returned"
    return _SINGLE.get(word) or (word if word in words_en.PLAIN else "~" + _stem(word))


def _regrets(words: Sequence[Token], at: int) -> bool:
    """Whether a denial only says what one is sorry for."""
    return any(words[i].word in ("sorry", "understand", "regret") for i in _clause(words, at, 6))


def _longest(words: Sequence[Token], at: int) -> tuple[int, str]:
    """The longest known phrase that starts here and what it states; 1 and nothing where there is none."""
    if words[at].word in _PHRASE_STARTS:
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 1, -1):
            name = _PHRASES.get(tuple(t.word for t in words[at : at + length]))
            if name is not None:
                return length, name
    return 1, ""


def _clause(words: Sequence[Token], at: int, near: int) -> list[int]:
    """The places of the words before one in its clause, nearest first."""
    found: list[int] = []
    for i in range(at - 1, max(-1, at - 1 - near), -1):
        word = words[i].word
        if word in words_en.BREAKS or (not word[0].isalpha() and word != "{}"):
            break
        found.append(i)
    return found


def _deniers(words: Sequence[Token], at: int) -> set[int]:
    near = _clause(words, at, _NEAR)
    return {i for i in near if words[i].word in words_en.NEGATIVE and not _in_plain_phrase(words, i)}


def _denied(words: Sequence[Token], at: int) -> bool:
    following = words[at + 1].word if at + 1 < len(words) else ""
    return following in ("no", "nobody", "nothing", "none") or bool(_deniers(words, at))


def _in_plain_phrase(words: Sequence[Token], at: int) -> bool:
    return any(
        _PHRASES.get(tuple(t.word for t in words[first : first + length])) == ""
        for first in range(max(0, at - 3), at + 1)
        for length in range(at - first + 1, _LONGEST_PHRASE + 1)
    )


def _happened(words: Sequence[Token], at: int, length: int) -> bool:
    if length > 1:
        known = words[at].word in ("on", "in", "is", "with") or any(t.word in words_en.HAPPENED for t in words[at : at + length])
        return known and not any(words[i].word in words_en.MODALS for i in _clause(words, at, 4))
    if words[at].word not in words_en.HAPPENED:
        return False
    for i in _clause(words, at, 4):
        if words[i].word in words_en.MODALS:
            return False
        if words[i].word in words_en.AUXILIARIES or (i == at - 1 and words[i].word in ("i", "we", "{}")):
            return True
    return False


def _ours(words: Sequence[Token], at: int) -> bool:
    """Whether "I will", "we shall", "let me" stands before."""
    before = [words[i].word for i in _clause(words, at, 4)]
    for n, word in enumerate(before[:3]):
        if word in ("will", "shall") and n + 1 < len(before) and before[n + 1] in ("i", "we"):
            return all(w in _ADVERBS for w in before[:n])
        if word in ("am", "are") and before[n + 1 : n + 2] in (["i"], ["we"]) and words[at].word.endswith("ing"):
            return all(w in _ADVERBS for w in before[:n])
        if word == "to" and before[n + 1 : n + 3] in (["going", "am"], ["going", "are"]):
            return all(w in _ADVERBS for w in before[:n])
    return False


_ADVERBS = frozenset("gladly just also then now not again personally certainly definitely surely".split())


# Chinese


def _pieces() -> dict[str, str]:
    return {piece: name for name, forms in words_zh.CONCEPTS.items() for piece in forms.split()}


_PIECES = _pieces()
_PIECE = re.compile("|".join(sorted(map(re.escape, _PIECES), key=len, reverse=True)))
_CLAUSE_END = re.compile("[^\u3400-\u4dbf\u4e00-\u9fff{}x]")
_WE_WILL = re.compile("\u6211\u4eec?(?:\u4f1a|\u5c06|\u6765|\u8fd9\u5c31|\u9a6c\u4e0a|\u73b0\u5728\u5c31|\u5e2e\u60a8|\u7ed9\u60a8)")


_HOLE = re.compile(r"\{x*\}")


class ChineseCover(Cover):
    """No word ends are written: a text is covered when allowed pieces lie side by side all along it."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        bare = [placeholders.PLACEHOLDER.sub(_blank, text) for text in texts]
        said = [s for text in bare for _, _, s in _said_zh(text)]
        self._pairs = {(s.what, s.denied) for s in said}
        self._happened = {s.what for s in said if s.happened and not s.denied}
        self._ours = {s.what for s in said if s.ours}
        self._after = {t[m.end()] for t in bare for m in _HOLE.finditer(t) if m.end() < len(t)}
        self._before = {t[m.start() - 1] for t in bare for m in _HOLE.finditer(t) if m.start()}
        self._allowed = words_zh.PLAIN | frozenset(_substrings(bare)) | frozenset(self._joined())

    def stated(self, text: str) -> list[Fault]:
        found = [(start, code) for start, piece, said in _said_zh(text) if (code := self._judge(piece, said))]
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
        found = self.faults(text)
        if not found:
            return len(text)
        start = found[0][0]
        return start if len(text) - start <= _LONGEST_PIECE else -1

    def _judge(self, piece: str, said: Said) -> str:
        if not {(said.what, True), (said.what, False)} & self._pairs:
            return f"{_CLASS_ZH.get(piece[0], 'uncovered')}:{piece}"
        if (said.what, said.denied) not in self._pairs:
            return f"contrary:{piece}"
        if said.what in words_zh.STATES and said.happened and not said.denied and said.what not in self._happened:
            return f"not_happened:{piece}"
        return f"promise:{piece}" if said.ours and said.what not in self._ours else ""

    def _joined(self) -> Iterator[str]:
        """The pieces of what is stated, with the words for done and denied that belong to them."""
        for piece, what in _PIECES.items():
            if (what, False) in self._pairs:
                yield piece
            if what in self._happened:
                yield from (f"{done}{to}{piece}" for done in ("\u5df2\u7ecf", "\u5df2") for to in ("", "\u4e3a\u60a8", "\u7ed9\u60a8", "\u5e2e\u60a8", "\u88ab"))
                yield from (piece + done for done in ("\u4e86", "\u597d\u4e86", "\u5b8c\u6210"))
            if (what, True) in self._pairs:
                yield piece
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
                yield from (run[at : at + length] for length in range(2, _LONGEST_PIECE + 1) if at + length <= len(run))


def _said_zh(text: str) -> Iterator[tuple[int, str, Said]]:
    for match in _PIECE.finditer(text):
        before = _CLAUSE_END.split(text[max(0, match.start() - 12) : match.start()])[-1]
        near, after = before[-5:], text[match.end() : match.end() + 2]
        yield match.start(), match[0], Said(
            _named_zh(text, match, before),
            any(no in near for no in words_zh.NEGATIVE) or after[:2] == "\u4e0d\u4e86",
            any(done in near for done in words_zh.HAPPENED_BEFORE) or after.startswith(words_zh.HAPPENED_AFTER),
            bool(_WE_WILL.search(before)),
        )


def _named_zh(text: str, match: re.Match[str], before: str) -> str:
    around = before + text[match.end() : match.end() + 6]
    asked = any(ask in around for ask in words_zh.ASKS) and not any(no in before for no in words_zh.NEGATIVE)
    return "a secret asked for" if match[0] in words_zh.SECRETS and asked else _PIECES[match[0]]


# Any other language


class OtherCover(Cover):
    """Authored words only: nothing is known of what others mean."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        self._texts = [placeholders.PLACEHOLDER.sub(_blank, text).casefold() for text in texts]
        self._words = {word for text in self._texts for word in _LETTERS.findall(text)}

    def stated(self, text: str) -> list[Fault]:
        found = []
        for match in _LETTERS.finditer(text.casefold()):
            word = match[0]
            if word not in self._words and not (not word.isascii() and any(word in t for t in self._texts)):
                found.append((match.start(), f"uncovered:{word}"))
        return found

    def settled(self, text: str) -> int:
        return -1 if self.faults(text) else len(text)

    def _known(self, c: str) -> bool:
        return c.isalnum() or c in self._marks or c in "{}_"
