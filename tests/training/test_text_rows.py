"""Rows of data to text: both formats are read, and every mistake names its place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.errors import DataError
from chatbot.training.text_rows import language_of, read_text_rows

SGD: dict[str, Any] = {
    "id": "7_1#3",
    "service": "Restaurants_1",
    "intent": "FindRestaurants",
    "before": ["Which city?", "Kiel, please."],
    "acts": [["OFFER", "name", ["Seaview"]], ["OFFER", "has_music", ["True"]], ["REQUEST", "time", []]],
    "reply": "Seaview has music. When?",
    "spans": [["name", 0, 7]],
}
CROSSWOZ: dict[str, Any] = {
    "id": "9#1",
    "before": ["\u4f60\u597d"],
    "acts": [
        ["Inform", "\u9910\u9986", "\u7535\u8bdd", "010-67380001 010-67380002"],
        ["General", "welcome", "none", "none"],
    ],
    "reply": "\u7535\u8bdd\u662f010-67380001\u548c010-67380002\u3002",
}


def test_both_formats_are_read_plain_and_gzipped(tmp_path: Path) -> None:
    """Facts are what must stand in the reply as it is: no yes or no, nothing that is asked for."""
    plain, zipped = tmp_path / "a.jsonl", tmp_path / "b.gz"
    plain.write_text("\ufeff" + json.dumps(SGD) + "\n\n", "utf-8")
    zipped.write_bytes(gzip.compress(json.dumps(CROSSWOZ, ensure_ascii=False).encode()))
    sgd, crosswoz = read_text_rows([plain, zipped])
    assert (sgd.name, sgd.dialogue, sgd.service, sgd.before) == (
        "7_1#3",
        "7_1",
        "Restaurants_1",
        ("Which city?", "Kiel, please."),
    )
    assert [(item.act, item.slot, item.value) for item in sgd.facts] == [("OFFER", "name", "Seaview")]
    assert [item.slot for item in sgd.items] == ["name", "has_music", "time"]
    assert sgd.spans == (("name", 0, 7),)
    assert crosswoz.service == "\u9910\u9986+welcome"
    assert [item.value for item in crosswoz.facts] == ["010-67380001", "010-67380002"]
    assert [language_of([row]) for row in (sgd, crosswoz)] == ["en", "zh"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reply": " "}, "`reply` must be a text that is not empty"),
        ({"reply": None}, "`reply`"),
        ({"acts": "OFFER"}, "`acts` must be a list"),
        ({"acts": [["OFFER", "name"]]}, "`acts[0]` must be [act, slot, [values]] or [act, domain, slot, value]"),
        ({"acts": [["OFFER", "name", "Seaview"]]}, "`acts[0][2]` must be a list"),
        ({"acts": [["REQUEST", "time", []], ["", "name", []]]}, "`acts[1][0]` must be a text that is not empty"),
        ({"acts": [["OFFER", "name", [True]]]}, "`acts[0][2]` must be a text"),
        ({"acts": [["Inform", "x", "name", ["Seaview"]]]}, "`acts[0][3]` must be a text"),
        ({"before": "hi"}, "`before` must be a list"),
        ({"before": [1]}, "`before[0]` must be a text"),
        ({"spans": [["name", 0, 99]]}, "`spans[0]` must be [slot, start, end] with places inside the reply"),
        ({"spans": [["name", 7, 0]]}, "`spans[0]`"),
        ({"spans": [["name", False, True]]}, "`spans[0]`"),
        ({"service": 3}, "`service` must be a text"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(SGD) + "\n" + json.dumps(SGD | change), "utf-8")
    with pytest.raises(DataError) as error:
        read_text_rows([path])
    assert f"{path}:2: " in str(error.value)
    assert words in str(error.value)


@pytest.mark.parametrize(("line", "words"), [("{", "not a line of JSON"), ("[]", "an object is expected, not list")])
def test_what_is_no_row_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(DataError, match="rows.jsonl:1: " + words):
        read_text_rows([path])


def test_no_rows_at_all(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n", "utf-8")
    with pytest.raises(DataError, match="no rows"):
        read_text_rows([path])
