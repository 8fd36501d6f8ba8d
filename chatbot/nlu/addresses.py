"""Where somebody lives: a street with its number. English, German, French and Chinese; knows no model, no content."""

from __future__ import annotations

import re

_STREET = re.compile(
    r"\b\d{1,5}[a-z]?,? (?!(?:days?|weeks?|hours?|minutes?|months?|years?|times)\b)"
    r"(?:[a-z][\w'.-]* ){0,3}?(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|way|close|court"
    r"|square|sq|place|terrace|gardens|boulevard|blvd|crescent|row|hill|mews|grove|park|quay)\b\.?"
    r"(?! (?:is|are|was|were)\b)"
    r"|\b[a-z\u00c0-\u024f-]+ ?(?:str(?:\.|asse|a\u00dfe)|weg|gasse|platz|allee|ring|damm|ufer) ?\d{1,4} ?[a-z]?\b"
    r"|\b\d{1,4}[a-z]?,? [a-z\u00c0-\u024f-]+(?:str(?:\.|asse|a\u00dfe)|weg|gasse|platz|allee|damm|ufer)\b"
    r"|\b\d{1,4}[a-z]?,? (?:rue|avenue|boulevard|place|chemin|quai)\b"
    "|[\u7701\u5e02\u533a\u53bf].{0,20}(?:\u8def|\u8857|\u9053|\u5df7|\u5f04|\u5c0f\u533a).{0,12}\\d"
    "|(?:\u8def|\u8857|\u5927\u9053|\u5df7|\u5f04)\\s?\\d+\\s?\u53f7",
    re.IGNORECASE,
)
_ASKS = re.compile(
    "[?\uff1f\u5417\u5462]|\\b(?:where|when|how|why|shop|store|showroom|open)\\b|\u5e97|\u54ea", re.IGNORECASE
)


def tells(text: str) -> bool:
    """Whether it tells such an address and asks for nothing: "it's 42 Park Lane, London"."""
    return bool(_STREET.search(text)) and not _ASKS.search(text)
