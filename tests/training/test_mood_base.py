"""A mood model begins with the ready-made one where that can read the texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from chatbot.models.sentiment import LstmSentiment, Reader
from chatbot.training import ready
from chatbot.training.mood_base import Base, read_base, reads_words
from chatbot.training.sentiment import fit_moods, scores
from chatbot.training.sentiment_graph import export_lstm, read_lstm
from chatbot.training.sentiment_network import Network, Shape
from chatbot.training.vocabulary import train_pieces

GERMAN = ["Die Lieferung der Waschmaschine verspätete sich schon wieder", "Ich hätte gerne eine Rückerstattung"] * 20
ENGLISH = ["the delivery of the washing machine was late again", "I would like to have a refund please"] * 20


@pytest.fixture(scope="module")
def base() -> Base:
    found = ready.base()
    assert found is not None
    return found


@pytest.mark.parametrize("vectors", [0, 5])
def test_a_written_graph_is_read_back(tmp_path: Path, vectors: int) -> None:
    torch.manual_seed(1)
    network = Network(40, 3, Shape(width=8, buckets=32), vectors).eval()
    with torch.no_grad():
        network.grams.weight.normal_()
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    export_lstm(weights, tmp_path / "lstm.onnx")
    found = read_lstm(tmp_path / "lstm.onnx")
    assert set(found) == set(weights)
    for name, array in weights.items():
        # Tables are kept in 16 bits.
        assert np.allclose(found[name], array, atol=2e-3 if name in ("embedding.weight", "grams.weight") else 0), name


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lstm.onnx").write_bytes(b"\xff\xffno graph")
    with pytest.raises(ValueError, match="no ONNX graph"):
        read_lstm(tmp_path / "lstm.onnx")


def test_the_base_reads_its_languages_and_no_other(base: Base) -> None:
    assert base.suits(ENGLISH, train_pieces(ENGLISH, 300, over_spaces=False))
    assert not base.suits(GERMAN, train_pieces(GERMAN, 300, over_spaces=False))


def test_vectors_are_read_where_they_know_some_of_the_words(base: Base) -> None:
    assert base.vectors is not None
    assert reads_words(base.vectors, ENGLISH)
    assert reads_words(base.vectors, [*ENGLISH, *["\u6d17\u8863\u673a\u53c8\u665a\u5230\u4e86"] * 20])
    assert not reads_words(base.vectors, ["\u6d17\u8863\u673a\u53c8\u665a\u5230\u4e86", "\u6211\u8981\u9000\u6b3e"])


def test_few_messages_of_other_labels_are_enough_with_a_base(base: Base, tmp_path: Path) -> None:
    good = ["I love it", "great", "very happy with the desk", "thank you so much", "what a nice shop", "well done"]
    bad = ["I hate it", "awful", "very unhappy with the desk", "I want my money back", "what a bad shop", "useless"]
    labels = np.array([0] * len(good) + [1] * len(bad))
    fit_moods([*good, *bad], labels, ["good", "bad"], tmp_path, base=base)
    model = LstmSentiment(tmp_path)
    told = {
        "wonderful service": 0,
        "I am delighted": 0,
        "excellent": 0,
        "terrible quality": 1,
        "rubbish": 1,
        "broken": 1,
    }
    right = [int(model.logits([text])[0].argmax()) == label for text, label in told.items()]
    # None of these words was learned; without a base it is a guess.
    assert sum(right) >= 5, dict(zip(told, right, strict=True))
    assert (tmp_path / "pieces.model").read_bytes() == base.pieces


def test_the_graph_says_what_the_network_says(base: Base, tmp_path: Path) -> None:
    assert base.vectors is not None
    pieces, shape = base.weights["embedding.weight"].shape[0], Shape(width=base.width, buckets=base.buckets)
    network = Network(pieces, 3, shape, base.vectors.width)
    network.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in base.weights.items()})
    model = LstmSentiment(ready.FOLDER)
    texts = ["not good at all", "\u6211\u5f88\u6ee1\u610f", "WHERE IS IT???"]
    wanted = scores(network, Reader(base.pieces, base.buckets, base.vectors), texts)
    assert np.allclose(model.logits(texts), wanted, atol=1e-3)
    assert read_base(ready.FOLDER).labels == ("unhappy", "neutral", "happy")
