"""One small bundle for all tests of training and serving, and a sentence encoder of random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from chatbot.training.train import train
from tests.fakes.content import small_content

Trained = tuple[Path, dict[str, Any], list[tuple[str, float]]]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A bundle of the small content, its metrics, and the progress that was reported."""
    out = tmp_path_factory.mktemp("bundles") / "small"
    heard: list[tuple[str, float]] = []
    metrics = train(
        small_content(), out, progress=lambda step, share: heard.append((step, share)), seconds=600, sources="the files"
    )
    return out, metrics, heard


_SAID = "where is my parcel order money back refund the please track lamp chair hi"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *_SAID.split()]


def shape(**more: Any) -> dict[str, Any]:
    """Settings of every kind of encoder."""
    return {"vocab_size": len(WORDS), "pad_token_id": 0, **more}


def bert() -> Any:
    """A small one, with random weights."""
    return BertModel(
        BertConfig(**shape(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48))
    )


@pytest.fixture
def encoder_folder(tmp_path: Path) -> Path:
    """A sentence encoder as sentence-transformers saves it, with random weights."""
    torch.manual_seed(0)
    place = tmp_path / "encoder"
    bert().save_pretrained(place)
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(place / "tokenizer.json"))
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (place / "modules.json").write_text(json.dumps(modules))
    (place / "1_Pooling").mkdir()
    (place / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}))
    return place
