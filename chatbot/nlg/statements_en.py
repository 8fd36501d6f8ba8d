"""What an English text states: its words without contractions, phrases, and who does what to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import words_en
from .cover import Said

_NEAR = 5
_LONGEST_PHRASE = 6
_SENTENCE = 16
_WORD = re.compile(r"\{[a-z][a-z0-9_]*\}|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[.!?:,;\u2013\u2014()\u201c\u201d\"\n]")
_START = frozenset('.!?:\u201c"\n(')
_SHORT = (("n't", "not"), ("'ll", "will"), ("'ve", "have"), ("'re", "are"), ("'m", "am"), ("'d", "would"), ("'s", ""))
_WHOLE = {
    "exmail": ("email",),
    "exmails": ("email",),
    "emails": ("email",),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "cannot": ("can", "not"),
    "let's": ("let",),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, `{}` for a placeholder, or a mark."""

    word: str
    start: int
    capital: bool = False


def stem(word: str) -> str:
    """A word without its ending: what "cancels" and "cancelled" have in common."""
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


def tokens(text: str) -> list[Token]:
    """English words without contractions, marks, and `{}` for placeholders."""
    found: list[Token] = []
    at_start = True
    for match in _WORD.finditer(
        text.replace("e-mail", "exmail").replace("E-mail", "Exmail").replace("E-Mail", "Exmail")
    ):
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


def statements(words: Sequence[Token]) -> Iterator[tuple[int, str, Said]]:
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
            yield (
                at,
                shown,
                Said(
                    name,
                    _denied(words, at, length),
                    _happened(words, at, length),
                    ours,
                    bool(we),
                    regrets(words, at),
                    _supposed(words, at),
                    _asked(words, at),
                    _does(words, at),
                    _they(words, at),
                    _wanted(words, at, name),
                    _accuses(words, at),
                    _yours(words, at),
                ),
            )
        at += length


def _named(words: Sequence[Token], at: int) -> str:
    """What a word states by itself and with those around it: its group, itself where it states nothing, its stem."""
    word = words[at].word
    if word in words_en.SECRETS and not _denied(words, at) and any(_asks_for(words, i) for i in _clause(words, at, 7)):
        return f"asks for {word}"
    if word in words_en.UNITS:
        before = words[at - 1].word if at else ""
        plain = before in words_en.BEFORE_UNITS or not before or not before[0].isalpha()
        return f"{'{}' if plain else before} {stem(word)}"
    if word in ("send", "sent", "sending", "bring", "bringing") and any(
        t.word == "back" for t in words[at + 1 : at + 5]
    ):
        behind = [t.word for t in words[at + 1 : at + 7]]
        return "refunded" if behind[behind.index("back") + 1 :][:2] == ["to", "you"] else "returned"
    return _SINGLE.get(word) or (word if word in words_en.PLAIN else "~" + stem(word))


def _asks_for(words: Sequence[Token], at: int) -> bool:
    mine = words[at].word in words_en.ASKS_ME and words[at + 1].word in ("me", "us")
    return mine or words[at].word in words_en.ASKS


def _asked(words: Sequence[Token], at: int) -> bool:
    """Whether it stands in a question."""
    return next((t.word for t in words[at:] if t.word in (".", "!", "?")), "") == "?"


def _does(words: Sequence[Token], at: int) -> bool:
    """Whether "I" or "we" is its subject."""
    for i in _clause(words, at, 5):
        if words[i].word in ("i", "we"):
            return True
        if words[i].word not in _BETWEEN:
            return False
    return False


def _they(words: Sequence[Token], at: int) -> bool:
    """Whether somebody of ours is its subject: "somebody will ring you", "a colleague looks at it and calls you"."""
    for i in range(at - 1, max(-1, at - _SENTENCE), -1):
        if words[i].word in (*_START, ";", "please", "you", "if"):
            return False
        if _SINGLE.get(words[i].word) == "a human":
            return True
    return False


def _accuses(words: Sequence[Token], at: int) -> bool:
    """Whether it says what the customer did: "you gave a wrong address", "you never paid"."""
    past = words[at].word in words_en.ACTS or words[at].word in words_en.HAPPENED
    for i in range(at - 1, -1, -1):
        word = words[i].word
        if word == "you":
            before = words[i - 1].word if i else "."
            if before in words_en.AFTER_CAUSES:
                return past
            begins = not before[0].isalpha() or before in ("as", "that", "and", "but")
            return past and begins and not (_supposed(words, at) or _asked(words, at))
        if word not in words_en.BEFORE_ACTS:
            return False
        past = past or word in ("did", "have", "had")
    return False


def _yours(words: Sequence[Token], at: int) -> bool:
    """Whether it happened, and the customer is near enough to be its subject."""
    past = words[at].word in words_en.ACTS or words[at].word in words_en.HAPPENED
    return past and any(words[i].word == "you" for i in _clause(words, at, 5))


def _wanted(words: Sequence[Token], at: int, name: str) -> bool:
    """Whether it is only what the customer wants to do, or how soon."""
    before = [words[i].word for i in _clause(words, at, 5)]
    wish = any(w in _WISHES and "you" in before[n + 1 : n + 3] for n, w in enumerate(before))
    return wish and (name in ("soon", "later") or "to" in before[:2])


def _supposed(words: Sequence[Token], at: int) -> bool:
    """Whether an "if" or "whether" stands before it in the sentence."""
    if "without" in (words[i].word for i in _clause(words, at, 3)):
        return False
    for i in range(at - 1, -1, -1):
        if words[i].word == "once" and words[i + 1].word in ("more", "again"):
            continue
        if words[i].word in ("if", "whether", "once"):
            return True
        if not words[i].word[0].isalpha() and words[i].word != "{}":
            return False
    return False


def regrets(words: Sequence[Token], at: int) -> bool:
    """Whether a denial only says what one is sorry for."""
    return any(words[i].word in ("sorry", "understand", "regret") for i in _clause(words, at, 8))


def bemoans(words: Sequence[Token], at: int) -> bool:
    """Whether one is sorry that it is so: "I'm sorry that it wasn't easy to find"."""
    for i in range(at - 1, max(-1, at - _SENTENCE), -1):
        if not words[i].word[0].isalpha() and words[i].word != "{}":
            return False
        if words[i].word == "sorry":
            return True
    return False


def sides(words: Sequence[Token]) -> Iterator[tuple[int, str, str]]:
    """Where a text puts something before or after a time or a placeholder, on which side, and of what."""
    for at, token in enumerate(words):
        if token.word in words_en.SIDES:
            behind = [t.word for t in words[at + 1 : at + 4] if t.word not in _DETERMINERS][:1]
            if behind and (behind[0] == "{}" or behind[0] in words_en.TIMES):
                yield at, words_en.SIDES[token.word], behind[0]


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


def deniers(words: Sequence[Token], at: int) -> set[int]:
    """Where the words stand that deny the word `at`."""
    near = _clause(words, at, _NEAR)
    return {i for i in near if words[i].word in words_en.NEGATIVE and not in_plain_phrase(words, i)}


def _denied(words: Sequence[Token], at: int, length: int = 1) -> bool:
    following = words[at + length].word if at + length < len(words) else ""
    return following in ("no", "nobody", "nothing", "none") or bool(deniers(words, at))


def in_plain_phrase(words: Sequence[Token], at: int) -> bool:
    """Whether the word stands in a phrase that states nothing: "no problem"."""
    return any(
        _PHRASES.get(tuple(t.word for t in words[first : first + length])) == ""
        for first in range(max(0, at - 3), at + 1)
        for length in range(at - first + 1, _LONGEST_PHRASE + 1)
    )


def _happened(words: Sequence[Token], at: int, length: int) -> bool:
    if length > 1:
        known = words[at].word in ("on", "in", "is", "with") or any(
            t.word in words_en.HAPPENED for t in words[at : at + length]
        )
        return known and not any(words[i].word in words_en.MODALS for i in _clause(words, at, 4))
    if words[at].word not in words_en.HAPPENED:
        return False
    before = _clause(words, at, 4)
    infinitive = "to" in [words[i].word for i in before[: 2 if words[at - 1].word == "be" else 1]]
    if infinitive or any(words[i].word == "being" or words[i].word in words_en.MODALS for i in before):
        return False
    for i in before:
        if words[i].word in words_en.AUXILIARIES or (i == at - 1 and words[i].word in ("i", "we", "{}")):
            return True
    return False


def _ours(words: Sequence[Token], at: int) -> bool:
    """Whether "I will", "we shall", "let me" stands before."""
    before = [words[i].word for i in _clause(words, at, 4)]
    for n, word in enumerate(before[:3]):
        if word in ("will", "shall") and n + 1 < len(before) and before[n + 1] in ("i", "we"):
            return all(w in _ADVERBS for w in before[:n])
        if (
            word in ("am", "are")
            and before[n + 1 : n + 2] in (["i"], ["we"])
            and words[at].word.endswith("ing")
            and words[at].word not in words_en.PLAIN
        ):
            return all(w in _ADVERBS for w in before[:n])
        if word == "to" and before[n + 1 : n + 3] in (["going", "am"], ["going", "are"]):
            return all(w in _ADVERBS for w in before[:n])
    return False


_DETERMINERS = words_en.words("the your our its this that these those all")
_ADVERBS = words_en.words("gladly just also then now not again personally certainly definitely surely")
_BETWEEN = (
    _ADVERBS | words_en.AUXILIARIES | words_en.MODALS | words_en.words("already always even not only usually")
) - {"please"}
_WISHES = words_en.words("need needed want wanted wish wished would")
