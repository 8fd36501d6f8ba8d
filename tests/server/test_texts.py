"""What is taken out of a text, character by character."""

import sys
import unicodedata

from chatbot.server.texts import clean


def test_control_characters_and_directions_alone_are_taken_out():
    everything = [chr(n) for n in range(sys.maxunicode + 1)]
    kept = [c for c in everything if clean(c) == c]
    out = set(everything) - set(kept)
    directions = {c for c in everything if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF")}
    directions |= {c for c in everything if unicodedata.bidirectional(c) in ("LRI", "RLI", "FSI", "PDI")}
    controls = {c for c in everything if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
    assert out == controls | directions | {"\u200e", "\u200f", "\u061c"}
    assert clean("a\u0000b\nc\u202ed\u0085e\tf") == "ab\ncde\tf"
