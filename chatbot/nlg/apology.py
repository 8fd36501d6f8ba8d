"""One apology in a message: what comes behind it says its part without another. English and Chinese."""

from __future__ import annotations

import re

from . import placeholders

_SORRY = re.compile(r"\b(?:sorry|apolog\w+|regret)\b|抱歉|对不起|不好意思|道歉|见谅", re.IGNORECASE)
_SENTENCES = re.compile("(?<=[.!?])\\s+|(?<=[\u3002\uff01\uff1f])")
_LEAD = re.compile(
    r"(?:i'?m|i am|we'?re|we are)?(?: (?:so|very|really|truly))? ?sorry"
    r"(?: (?:about|for) (?:that|this|the \w+))?, (?!but\b)"
    "|(?:非常|真的|很|实在|十分|真是)*(?:抱歉|对不起|不好意思)[^,.\uff0c\u3002{}]*\uff0c",
    re.IGNORECASE,
)


def apologises(text: str) -> bool:
    """Whether there is an apology in it."""
    return bool(_SORRY.search(text))


def without(template: str) -> str:
    """The template without what only apologises, sentences or beginnings; all of it where nothing would be left."""
    kept = (_plain(sentence) for sentence in _SENTENCES.split(template) if sentence)
    parts = [part for part in kept if part]
    return (" " if template.isascii() or " " in template.strip() else "").join(parts) if parts else template


def _plain(sentence: str) -> str:
    if not apologises(sentence):
        return sentence
    rest = _LEAD.sub("", sentence, count=1)
    if rest != sentence:
        return rest[:1].upper() + rest[1:]
    asks = sentence.rstrip().endswith(("?", "\uff1f"))
    return sentence if asks or placeholders.names(sentence) else ""
