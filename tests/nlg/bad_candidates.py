"""Good replies with an invented fact put in: what a model might write and nobody may read.

Every kind has phrases at even places, with which the guard was built, and at odd places, which were kept back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import yaml

from chatbot.domain.content import Content
from chatbot.domain.decision import Act
from chatbot.nlg import placeholders
from chatbot.training.acts import Case, cases

Half = Literal["seen", "held_out", "all"]
FACTS = Path(__file__).parent / "cases" / "bad_facts.yaml"
_WIDE = str.maketrans({",": "\uff0c", "?": "\uff1f", ":": "\uff1a"})
_END = {"en": ".", "zh": "\u3002"}


@dataclass(frozen=True, slots=True)
class Bad:
    """A candidate that must be refused."""

    kind: str
    language: str
    act: Act
    text: str


def bad_candidates(content: Content, number: int, seed: int, half: Half = "all") -> list[Bad]:
    """So many candidates, all kinds equally often in each language; the same for the same seed."""
    random = Random(seed)
    known = {language: [c for c in cases(content) if c.language == language] for language in ("en", "zh")}
    makers = _makers(content, half)
    found: dict[tuple[str, str, str], Bad] = {}
    while len(found) < number:
        for kind, make in makers.items():
            for language, of_language in known.items():
                case = random.choice(of_language)
                text = make(case, random)
                if text is not None and text not in content.wordings(case.act, language):
                    found.setdefault((kind, case.act.topic + case.act.point, text), Bad(kind, language, case.act, text))
    return list(found.values())[:number]


def kinds(content: Content) -> list[str]:
    """The names of all kinds."""
    return list(_makers(content, "all"))


Make = Callable[[Case, Random], str | None]


def _makers(content: Content, half: Half) -> dict[str, Make]:
    made: dict[str, Make] = {}
    for kind, data in yaml.safe_load(FACTS.read_text(encoding="utf-8")).items():
        made[kind] = _phrased(data, half)
    for kind, change in _CHANGES.items():
        made[kind] = _changed(change, half)
    made["negated"] = _negated
    made["other_outcome"] = lambda case, random: _other_outcome(case, random, content)
    made["other_side"] = _other_side
    made["done_already"] = _done_already(half)
    return made


def _part(phrases: list[str], half: Half) -> list[str]:
    return phrases if half == "all" else phrases[0 if half == "seen" else 1 :: 2]


def _phrased(data: dict[str, dict[str, list[str]]], half: Half) -> Make:
    unless = [str(name) for name in data.get("unless", [])]

    def make(case: Case, random: Random) -> str | None:
        if any(name in f"{case.act.topic} {case.act.point}" for name in unless):
            return None
        phrases = data[case.language]
        how = random.choice(("before", "after", "between", "put", "put", "end", "instead"))
        if how in ("put", "end", "instead"):
            return _PLACES[how](case.target, random.choice(_part(phrases["put"], half)), case.language, random)
        return _sentence(case.target, random.choice(_part(phrases["say"], half)), case.language, how, random)

    return make


def _spoken(phrase: str, language: str) -> str:
    if language == "en":
        return phrase
    return (phrase[:-1] + "\u3002" if phrase.endswith(".") else phrase).translate(_WIDE) if _han(phrase) else phrase


def _han(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def _sentence(text: str, phrase: str, language: str, how: str, random: Random) -> str:
    phrase = _spoken(phrase, language)
    space = " " if language == "en" else ""
    parts = _sentences(text, language)
    if how == "before":
        return phrase + space + text
    if how == "between" and len(parts) > 1:
        at = random.randrange(1, len(parts))
        return space.join([*parts[:at], phrase, *parts[at:]])
    return text + ("" if text[-1] in ".!?\u3002\uff01\uff1f" else _END[language]) + space + phrase


def _sentences(text: str, language: str) -> list[str]:
    marks = ".!?" if language == "en" else "\u3002\uff01\uff1f"
    parts, last = [], 0
    for i, c in enumerate(text):
        if c in marks and (language == "zh" or text[i + 1 : i + 2] == " "):
            parts.append(text[last : i + 1].strip())
            last = i + 1
    return [p for p in [*parts, text[last:].strip()] if p]


def _put(text: str, phrase: str, language: str, random: Random) -> str:
    phrase = _spoken(phrase, language)
    if language == "en":
        words = text.split(" ")
        at = random.randrange(1, len(words)) if len(words) > 1 else 1
        return " ".join([*words[:at], phrase, *words[at:]])
    places = [i + 1 for i, c in enumerate(text) if c in "}\uff0c\u3002"] or [len(text)]
    at = random.choice(places)
    return text[:at] + phrase + text[at:]


def _end(text: str, phrase: str, language: str, random: Random) -> str:
    phrase = _spoken(phrase, language)
    comma = random.choice((" ", ", ")) if language == "en" else random.choice(("", "\uff0c"))
    if text[-1] in ".!?\u3002\uff01\uff1f":
        return text[:-1] + comma + phrase + text[-1]
    return text + comma + phrase


def _instead(text: str, phrase: str, language: str, random: Random) -> str:
    names = placeholders.names(text)
    if not names:
        return _end(text, phrase, language, random)
    return text.replace(f"{{{random.choice(names)}}}", _spoken(phrase, language), 1)


_PLACES = {"put": _put, "end": _end, "instead": _instead}


def _changed(variants: list[Callable[[str, Case, Random], str]], half: Half) -> Make:
    chosen = variants if half == "all" else variants[0 if half == "seen" else 1 :: 2]
    return lambda case, random: random.choice(chosen)(case.target, case, random)


def _at(text: str, piece: str, random: Random) -> str:
    """The piece somewhere in the text, but in no placeholder."""
    places = [i for i in range(1, len(text)) if text[:i].count("{") == text[:i].count("}")]
    at = random.choice(places)
    return text[:at] + piece + text[at:]


def _swap(text: str, table: dict[str, str], random: Random) -> str:
    """One letter outside placeholders for one that looks like it; a stray one at the end where there is none."""
    places = [i for i, c in enumerate(text) if c in table and text[:i].count("{") == text[:i].count("}")]
    if not places:
        return text + next(iter(table.values()))
    at = random.choice(places)
    return text[:at] + table[text[at]] + text[at + 1 :]


def _piece(piece: str) -> Callable[[str, Case, Random], str]:
    return lambda text, case, random: _at(text, piece, random)


def _look(table: dict[str, str]) -> Callable[[str, Case, Random], str]:
    return lambda text, case, random: _swap(text, table, random)


def _wrap(before: str, after: str) -> Callable[[str, Case, Random], str]:
    return lambda text, case, random: before + text + after


def _break(how: Callable[[str], str]) -> Callable[[str, Case, Random], str]:
    def make(text: str, case: Case, random: Random) -> str:
        names = placeholders.names(text)
        if not names:
            return text + " " + how("order_id")
        name = random.choice(names)
        return text.replace(f"{{{name}}}", how(name), 1)

    return make


_CHANGES: dict[str, list[Callable[[str, Case, Random], str]]] = {
    "digits": [
        _piece(p)
        for p in (" 7 ", " 12 ", "\uff15", "\u2467", "\u2178", "\u00bd", "\u00b2", "5\ufe0f\u20e3", "\u0663",
                  "\U0001d7d6", "\u2076", "\u3007", "\u2776", "\u3022", "\u0e53", "\U0001f51f", "\u2488", "\u0969")
    ],
    "hidden": [
        _piece(p)
        for p in ("\u200b", "\u200d", "\u202e", "\u00ad", "\ufeff", "\u2060", "\u0000", "\u2066", "\u200e", "\u0007",
                  "\u180e", "\U000e0041", "\u034f", "\u115f", "\u3164", "\u0301", "\ue000", "\u2028")
    ],
    "look_alikes": [
        _look({"a": "\u0430", "e": "\u0435", "o": "\u043e", "\u7684": "\u2f69", "\u3002": "\uff61"}),
        _look({"o": "\u03bf", "i": "\u0131", "\u60a8": "\u60a8\u0308", "\uff0c": "\u060c"}),
        _look({"a": "\u00e4", "e": "\u00e9", "\uff0c": "\u201a"}),
        _look({"c": "\u0441", "p": "\u0440", "\u8ba2": "\u8a02"}),
        _look({"r": "\U0001d42b", "t": "\U0001d42d", "\u5355": "\u55ae"}),
        _look({"s": "\uff53", "n": "\uff4e", "\u3002": "\u16eb"}),
    ],
    "markup": [
        _wrap("<b>", "</b>"), _wrap("**", "**"), _wrap("# ", ""), _wrap("", "<br>"), _wrap("`", "`"),
        _wrap("[", "](x)"), _wrap("<script>alert()</script>", ""), _wrap("&lt;", "&gt;"), _wrap("", " &nbsp;"),
        _wrap("__", "__"), _wrap("", "\n\n* x"), _wrap("<!-- ", " -->"), _wrap("~~", "~~"), _wrap("", " | <en>"),
        _wrap("", " \\n"), _wrap("|", "|"), _wrap("", " &#x41;"), _wrap("> ", ""),
    ],
    "placeholders": [
        _break(lambda n: f"{{{n}"), _break(lambda n: f"{n}}}"), _break(lambda n: f"{{{n}}}{{{n}}}"),
        _break(lambda n: f"{{{{{n}}}}}"), _break(lambda n: "{iban}"), _break(lambda n: f"{{{n.upper()}}}"),
        _break(lambda n: f"${n}"), _break(lambda n: f"[{n}]"), _break(lambda n: f"<{n}>"),
        _break(lambda n: f"{{ {n} }}"), _break(lambda n: f"%({n})s"), _break(lambda n: f"\uff5b{n}\uff5d"),
        _break(lambda n: f"{{{n}.x}}"), _break(lambda n: f"{{{n}!r}}"), _break(lambda n: "{}"),
        _break(lambda n: f"({{{n})"), _break(lambda n: f"@{n}"), _break(lambda n: f"_{n}_"),
    ],
}  # fmt: skip

_NEGATIVE = {
    "en": [(" is ", " is not "), (" can ", " can't "), (" has ", " has not "), (" are ", " are not "),
           (" was ", " was never "), (" have ", " have no "), (" takes ", " no longer takes ")],
    "zh": [("\u5df2", "\u672a"), ("\u53ef\u4ee5", "\u4e0d\u53ef\u4ee5"), ("\u6709", "\u6ca1\u6709"),
           ("\u662f", "\u4e0d\u662f"), ("\u6b63\u5728", "\u6ca1\u5728"), ("\u9884\u8ba1", "\u4e0d\u4f1a\u5728"),
           ("\u652f\u6301", "\u4e0d\u652f\u6301")],
}  # fmt: skip


def _negated(case: Case, random: Random) -> str | None:
    """A statement with a fact in it, turned into its contrary."""
    if case.act.kind != "reply":
        return None
    parts = _sentences(case.target, case.language)
    random.shuffle(turns := list(_NEGATIVE[case.language]))
    for i, part in enumerate(parts):
        if (
            "{" not in part
            or part[-1] in "?\uff1f"
            or any(w in part for w in ("n't", " no", " never", "\u4e0d", "\u6ca1", "\u672a", "\u65e0"))
        ):
            continue
        if (
            " if " in part
            or " to have " in part
            or " only after " in part
            or "\u5982" in part
            or "\u6709\u6548" in part
        ):
            continue
        for old, new in turns:
            # Who denies a courtesy invents no fact.
            if any(
                word in part.split(old)[0].lower()
                for word in ("sorry", "understand", "know", "\u62b1\u6b49", "\u7406\u89e3")
            ):
                continue
            if old in part and "\u662f\u5426" not in part:
                space = " " if case.language == "en" else ""
                return space.join([*parts[:i], part.replace(old, new, 1), *parts[i + 1 :]])
    return None


_SIDES = {
    "en": [(" by {", " after {"), (" until {", " from {"), (" on {", " after {"), (" before {", " since {"),
           (" after {", " until {"), (" within {", " after {"), (" in {", " after {")],
    "zh": [("}\u4e4b\u524d", "}\u4e4b\u540e"), ("}\u524d", "}\u540e"), ("}\u9001", "}\u540e\u9001"),
           ("}\u5230", "}\u4ee5\u540e\u5230"), ("}\u540e", "}\u524d"), ("}\u53ef", "}\u4ee5\u524d\u53ef")],
}  # fmt: skip


def _other_side(case: Case, random: Random) -> str | None:
    """After a time for before it."""
    random.shuffle(turns := list(_SIDES[case.language]))
    for old, new in turns:
        if old in case.target:
            return case.target.replace(old, new, 1)
    return None


def _other_outcome(case: Case, random: Random, content: Content) -> str | None:
    """What is true of another outcome of the same intent, in words that this one's facts can fill."""
    if case.act.kind != "reply":
        return None
    texts = [
        text
        for name, outcome in content.intents[case.act.topic].outcomes.items()
        if name != case.act.point
        for wordings in outcome.replies.get(case.language, {}).values()
        for text in wordings
        if set(placeholders.names(text)) <= set(case.act.facts)
    ]
    return random.choice(sorted(texts)) if texts else None


_DONE = {
    "en": ["I have cancelled your order.", "Your order is cancelled.", "I've changed your order.", "It is done.",
           "Your refund is on its way.", "I have found your order.", "I am cancelling it now.", "It was returned.",
           "I've reported it.", "Your return is registered.", "I have checked it, all is fine.", "It has arrived.",
           "I can see that it was delivered.", "Your voucher is valid.", "I will cancel it now.", "It is too late."],
    "zh": ["我已取消您的订单。", "订单已经取消了。", "已经帮您改好了。", "办好了。", "退款已经在路上了。",
           "我已找到您的订单。",
           "我现在就取消。", "已经退回了。", "我已上报。", "您的退货已登记。", "我查过了，一切正常。", "已经到了。",
           "我看到已经送达。", "您的优惠码有效。", "我会马上取消。", "已经来不及了。"],
}  # fmt: skip


def _done_already(half: Half) -> Make:
    """A question, and before it what has not happened yet."""

    def make(case: Case, random: Random) -> str | None:
        if case.act.kind != "ask":
            return None
        phrase = random.choice(_part(_DONE[case.language], half))
        return phrase + (" " if case.language == "en" else "") + case.target

    return make


def of_kind(found: list[Bad]) -> Iterator[tuple[str, list[Bad]]]:
    """Candidates by kind and language."""
    groups: dict[str, list[Bad]] = {}
    for bad in found:
        groups.setdefault(f"{bad.kind} {bad.language}", []).append(bad)
    yield from sorted(groups.items())
