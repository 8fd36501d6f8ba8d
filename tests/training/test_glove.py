"""GloVe's vectors, in both of the forms they come in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from chatbot.errors import DataError
from chatbot.training.glove import read_glove

ROWS = {"the": [0.5, -1.0], "u.s.": [9.0, 9.0], "n't": [0.25, 0.75], "parcel": [-2.0, 1.5]}
TEXT = "".join(f"{word} {' '.join(map(str, row))}\n" for word, row in ROWS.items())


def _forms(tmp_path: Path) -> list[Path]:
    plain, zipped, wink = tmp_path / "glove.txt", tmp_path / "glove.txt.gz", tmp_path / "wink.json"
    plain.write_text(TEXT, "utf-8")
    zipped.write_bytes(gzip.compress(TEXT.encode()))
    # Behind its numbers a word has its length and its rank; the words stand in any order.
    table = {word: [*row, 1.0, rank] for rank, (word, row) in enumerate(ROWS.items())}
    wink.write_text(json.dumps({"dimensions": 2, "wordIndex": 3, "vectors": dict(reversed(table.items()))}), "utf-8")
    return [plain, zipped, wink]


def test_every_form_gives_the_most_frequent_words_that_messages_have(tmp_path: Path) -> None:
    for path in _forms(tmp_path):
        table = read_glove(path, 2)
        assert table.words == ("the", "n't")
        kept = np.array([ROWS["the"], ROWS["n't"]])
        np.testing.assert_allclose(table.vectors(np.array([0, 1])), kept / kept.std(), atol=0.02)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "the 1 2\nof 1 x\n", r"a\.txt:2: not a word and its numbers"),
        ("a.txt", "the 1 2\nof 1\n", "not one vector for each word"),
        ("a.txt", "", "not one vector for each word"),
        ("a.json", "{}", "not a JSON of wink-embeddings"),
        ("a.json", "[", "not a JSON of wink-embeddings"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(DataError, match=said):
        read_glove(tmp_path / name)
