"""Labelled rows from files: what is read, and that every mistake names its place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from chatbot.errors import DataError
from chatbot.training.rows import read_rows


def test_plain_and_gzipped_files_are_read_in_order(tmp_path: Path) -> None:
    """Whatever their names end with; numbers may be labels; blank lines are nothing."""
    plain, zipped = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl"
    plain.write_text(
        '\ufeff{"text": "where is it", "intent": "track", "more": 1}\n\n{"text": "退款", "intent": 3}', "utf-8"
    )
    zipped.write_bytes(gzip.compress(b'{"text": "hi", "intent": "oos"}\n'))
    rows = read_rows([plain, zipped], "intent")
    assert rows.texts == ("where is it", "退款", "hi")
    assert rows.labels == ("track", "3", "oos")
    assert rows.names == ("3", "oos", "track")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "not a line of JSON"),
        (b"[1]", "an object is expected, not list"),
        (b'{"intent": "a"}', "`text`"),
        (b'{"text": " ", "intent": "a"}', "`text`"),
        (b'{"text": "a"}', "`intent`"),
        (b'{"text": "a", "intent": ""}', "`intent`"),
        (b'{"text": "a", "intent": true}', "`intent`"),
        (b'{"text": "a", "intent": null}', "`intent`"),
        (b'{"text": "\xff", "intent": "a"}', "not UTF-8"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(line: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "a", "intent": "b"}\n\n' + line + b"\n")
    with pytest.raises(DataError) as raised:
        read_rows([path], "intent")
    assert str(raised.value).startswith(f"{path}:3: ")
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_missing_empty_and_damaged_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.jsonl: No such file"):
        read_rows([tmp_path / "nowhere.jsonl"], "intent")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    with pytest.raises(DataError, match=r"empty\.jsonl: no rows"):
        read_rows([empty], "intent")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"text": "a", "intent": "b"}\n' * 50)[:-12])
    with pytest.raises(DataError, match=r"cut\.jsonl\.gz:\d+: damaged gzip"):
        read_rows([cut], "intent")


def test_the_label_may_stand_in_another_field(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "hi", "group": ["neutral"], "domain": "chat"}\n', "utf-8")
    assert read_rows([file], "domain").labels == ("chat",)
    assert read_rows([file], "group").labels == ("neutral",)
    with pytest.raises(DataError, match="--label names another field of this row: `group`, `domain`"):
        read_rows([file], "intent")
