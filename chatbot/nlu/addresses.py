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
    "|[省市区县].{0,20}(?:路|街|道|巷|弄|小区).{0,12}\\d"
    "|(?:路|街|大道|巷|弄)\\s?\\d+\\s?号",
    re.IGNORECASE,
)
_ASKS = re.compile("[?\uff1f吗呢]|\\b(?:where|when|how|why|shop|store|showroom|open)\\b|店|哪", re.IGNORECASE)


def tells(text: str) -> bool:
    """Whether it tells such an address and asks for nothing: "it's 42 Park Lane, London"."""
    return bool(_STREET.search(text)) and not _ASKS.search(text)
