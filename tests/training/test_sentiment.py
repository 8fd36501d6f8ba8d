"""The mood network: ONNX equals PyTorch."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from chatbot.domain.content import MoodPatterns
from chatbot.models.sentiment import LABELS, MOST_PIECES, SHOUT, LstmSentiment, Reader, normalise
from chatbot.models.word_vectors import NO_WORD, WordVectors
from chatbot.training import sentiment
from chatbot.training.augment import louder
from chatbot.training.sentiment import fit_moods
from chatbot.training.sentiment_graph import export_lstm
from chatbot.training.sentiment_network import Network
from chatbot.training.vocabulary import train_pieces

TABLE = WordVectors.quantised(["one", "three"], np.array([[1, -2, 0.5], [0, 1, 3]], np.float32))


@pytest.mark.parametrize("table", [None, TABLE], ids=["pieces", "words"])
def test_onnx_equals_pytorch(tmp_path: Path, table: WordVectors | None) -> None:
    """For messages of different lengths in one batch, and for one alone."""
    proto = train_pieces(["one two three four five", "谢谢你们"], 400, over_spaces=False)
    (tmp_path / "pieces.model").write_bytes(proto)
    (tmp_path / "settings.json").write_text('{"temperature": 1.5, "buckets": 16384}', "utf-8")
    if table is not None:
        table.save(tmp_path)
    reader = Reader(proto, 1 << 14, table)
    torch.manual_seed(1)
    network = Network(reader.processor.get_piece_size(), vectors=table.width if table else 0)
    torch.nn.init.normal_(network.grams.weight)
    for table in (network.embedding, network.grams):
        # As the graph keeps them.
        table.weight.data = table.weight.data.half().float()
    export_lstm({name: t.numpy() for name, t in network.state_dict().items()}, tmp_path / "lstm.onnx")
    served = LstmSentiment(tmp_path)
    texts = ["one", "two three four five one two, three?", "谢谢", "", "😡 😡 " * 30]
    expected = sentiment.scores(network, reader, texts)
    np.testing.assert_allclose(served.logits(texts), expected, atol=1e-5)
    np.testing.assert_allclose(served.logits(texts[1:2]), expected[1:2], atol=1e-5)
    mood = served.classify(texts[1])
    assert -1 <= mood.strength <= 1
    assert 1 / 3 <= mood.confidence <= 1


def test_the_network_reads_both_ways_as_packed_sequences_are_read() -> None:
    torch.manual_seed(0)
    network = Network(50).eval()
    lengths = torch.tensor([1, 7, 4, 9])
    read_as = torch.randn(len(lengths), 9, network.lstm.input_size)
    packed = pack_padded_sequence(read_as, lengths, batch_first=True, enforce_sorted=False)
    wanted, _ = pad_packed_sequence(network.lstm(packed)[0], batch_first=True, total_length=9)
    inside = torch.arange(9)[None, :, None] < lengths[:, None, None]
    found = network._both_ways(read_as, lengths) * inside
    torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-6)


def test_normalising_keeps_what_shows_a_mood() -> None:
    """Shouting stays visible, numbers and addresses do not matter."""
    assert normalise("WHERE IS MY PARCEL 10234").startswith(SHOUT)
    assert normalise("order 10234 for a@b.com") == normalise("Order 99999 for c@d.org")
    assert normalise("sooooo bad!!!!!") == normalise("sooooooo bad!!!")


def test_a_long_message_keeps_both_ends() -> None:
    """The anger often stands in the last sentence."""
    table = WordVectors.quantised(["abab"], np.ones((1, 2), np.float32))
    reader = Reader(train_pieces(["ab", "cd"], 400, over_spaces=False), 1 << 14, table)
    found = reader.read("abab " + "ab" * 100 + "cd" * 100)
    assert len(found.pieces) == len(found.words) == MOST_PIECES
    assert (found.words[0], found.words[-1]) == (0, NO_WORD)
    assert found.pieces[0] != found.pieces[-1]


def test_shouting_is_louder_and_the_same_words() -> None:
    said = {louder("where is it?", Random(seed)) for seed in range(40)}
    assert all(text.rstrip("?!").lower() == "where is it" for text in said)
    assert all(text.isupper() or text.endswith(("???", "!!!")) for text in said)
    chinese = {louder("\u5728\u54ea\uff1f", Random(seed)) for seed in range(40)}
    assert all(text.endswith(("\uff01\uff01\uff01", "\uff1f\uff1f\uff1f")) for text in chinese)


def test_patterns_teach_what_the_messages_do_not_say(tmp_path: Path) -> None:
    """Words that stand in patterns alone, in both orders of one contrast."""
    lists = {"thing": ("lamp", "rug", "desk"), "who": ("anyone", "friends")}
    patterns = MoodPatterns(
        lists,
        {
            "unhappy": ("I would never recommend the {thing} to {who}", "never recommend it"),
            "happy": ("I would recommend the {thing} to {who}", "recommend it"),
            "neutral": ("which {thing} is it", "do you have a {thing}"),
        },
    )
    texts = ["hello", "thank you so much", "this is awful", "good morning", "wonderful", "terrible"]
    labels = np.array([1, 2, 0, 1, 2, 0])
    fit_moods(texts, labels, LABELS, tmp_path, patterns=[patterns])
    model = LstmSentiment(tmp_path)
    assert model.classify("I would never recommend the chair to friends").label == "unhappy"
    assert model.classify("I would recommend the chair to friends").label == "happy"
