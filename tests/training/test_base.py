"""Any T5 in transformers' format can be the base."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

from chatbot.errors import ConfigError
from chatbot.models.bundle import load_bundle
from chatbot.nlg.prompt import pieces
from chatbot.training.acts import cases
from chatbot.training.train import train
from chatbot.training.vocabulary import extend, train_pieces
from tests.fakes.content import small_content
from tests.models.conftest import SHAPES, random_t5


def _spiece(folder: Path) -> Path:
    """An English SentencePiece as T5 has it: NFKC, no Chinese, no braces."""
    texts = [t for i in small_content().intents.values() for t in (*i.examples["en"], *i.held_out["en"])] * 3
    SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=str(folder / "spiece"), vocab_size=120, pad_id=0, eos_id=1,
        unk_id=2, bos_id=-1, normalization_rule_name="nmt_nfkc", hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    return folder / "spiece.model"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_base_becomes_a_bundle(tmp_path: Path, shape: str) -> None:
    """Saved by transformers, tuned for a moment, and then all engines agree."""
    base = tmp_path / "base"
    model: Any = random_t5(shape, vocabulary=150)
    model.save_pretrained(base)
    _spiece(base)
    out = tmp_path / "bundle"
    metrics = train(small_content(), out, base=base, seconds=1)
    assert metrics["responder"]["pieces"] > 150
    prompts = ["<en> <neutral> <reply> <opening_hours> <answer> <v0> {opening_hours} | hi", "<zh> 您好"]
    written = [load_bundle(out, engine=e).responder.write_all(prompts) for e in ("float32", "reference")]  # type: ignore[attr-defined]
    assert [text for text, _ in written[0]] == [text for text, _ in written[1]]


def test_every_reply_can_be_spelled_with_an_extended_vocabulary(tmp_path: Path) -> None:
    """Placeholders, Chinese and full-width punctuation survive a base that knows none of them."""
    content = small_content()
    targets = [case.target for case in cases(content)]
    proto = extend(_spiece(tmp_path), pieces(content), targets, rows=200)
    processor = SentencePieceProcessor(model_proto=proto)
    assert [processor.decode(processor.encode(text)) for text in targets] == targets
    numbers = [processor.piece_to_id(piece) for piece in pieces(content)]
    assert min(numbers) >= 200
    assert len(set(numbers)) == len(numbers)


def test_our_own_vocabulary_spells_everything() -> None:
    """Also what it has never seen, by bytes."""
    content = small_content()
    targets = [case.target for case in cases(content)]
    processor = SentencePieceProcessor(model_proto=train_pieces(targets, 400, symbols=pieces(content)))
    for text in (*targets, "Ωμέγα 😡 ㍿"):
        assert processor.decode(processor.encode(text)) == text


@pytest.mark.parametrize("config", [None, "{", '{"model_type": "bert"}'])
def test_a_folder_that_is_no_t5_is_refused(tmp_path: Path, config: str | None) -> None:
    """With a message that says what is wrong, and nothing is left behind."""
    base = tmp_path / "base"
    base.mkdir()
    _spiece(base)
    if config is not None:
        (base / "config.json").write_text(config, "utf-8")
    with pytest.raises(ConfigError, match=r"config\.json|can't be loaded|not a t5"):
        train(small_content(), tmp_path / "out", base=base, seconds=1)
    assert [p.name for p in tmp_path.iterdir()] == ["base"]
