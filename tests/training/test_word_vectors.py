"""A table of words that learns from a sentence encoder."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from chatbot.errors import DataError
from chatbot.training import word_vectors
from chatbot.training.encoder import find_encoder
from chatbot.training.rows import read_texts
from chatbot.training.word_vectors import distil

TEXTS = [
    f"{a} {b} {c}" for a in ("where is", "track", "refund") for b in ("my", "the") for c in ("parcel", "order", "lamp")
]


def test_sums_of_words_come_near_the_encoder(encoder_folder: Path) -> None:
    """Texts that were kept apart point more to where the encoder puts them than the words alone did."""
    table, metrics = distil(find_encoder(str(encoder_folder)), TEXTS * 20, 16)
    assert metrics["cosine"] > metrics["cosine_begun"]
    assert {"parcel", "refund", "0", "?"} <= set(table.words)
    assert table.embed("where is my parcel").shape == (16,)


def test_the_vectors_that_come_along_know_what_is_alike() -> None:
    table = word_vectors.ready()
    assert table is not None
    near, far = ("I want my money back", "please refund me"), ("I want my money back", "what colour is the rug")
    one, other = (float(table.embed(a) @ table.embed(b)) for a, b in (near, far))
    assert one > other + 0.2
    assert not table.embed("我想退款").any()


def test_files_have_texts_or_dialogues(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_text(json.dumps({"text": "hello"}) + "\n" + json.dumps({"turns": [{"text": "hi"}, {"text": "yes"}]}))
    packed.write_bytes(gzip.compress(b'{"text": "packed"}'))
    assert [*read_texts(plain), *read_texts(packed)] == ["hello", "hi", "yes", "packed"]


def test_a_row_without_a_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "hello"}\n{"said": 1}')
    with pytest.raises(DataError, match=r"a\.jsonl:2: neither"):
        list(read_texts(file))
