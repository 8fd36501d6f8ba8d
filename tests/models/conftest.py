"""Small random T5s of the three shapes that there are, and a folder for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SHAPES = ("t5", "t5_v1_1", "mt5")


def random_t5(shape: str, vocabulary: int = 150) -> Any:
    """A model with weights large enough that its greedy text is not one piece over and over."""
    import torch
    from transformers import MT5Config, MT5ForConditionalGeneration, T5Config, T5ForConditionalGeneration

    common = {
        "vocab_size": vocabulary, "d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 2, "num_decoder_layers": 3,
        "num_heads": 4, "decoder_start_token_id": 0, "pad_token_id": 0, "eos_token_id": 1, "dropout_rate": 0.0,
        "relative_attention_max_distance": 20,
    }  # fmt: skip
    torch.manual_seed(3)
    if shape == "mt5":
        model: Any = MT5ForConditionalGeneration(MT5Config(**common))
    elif shape == "t5_v1_1":
        config = T5Config(**common, feed_forward_proj="gated-gelu", tie_word_embeddings=False)
        model = T5ForConditionalGeneration(config)
    else:
        model = T5ForConditionalGeneration(T5Config(**common))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "layer_norm" not in name:
                parameter.normal_(0.0, 0.6)
        if shape != "t5":
            # The published v1.1 and mT5 have a head of their own, which transformers 5 ties in a fresh model.
            model.lm_head.weight = torch.nn.Parameter(torch.randn_like(model.shared.weight))
        if shape == "t5":
            model.shared.weight.mul_(12.0)
    return model.eval()


@pytest.fixture(params=SHAPES)
def shape(request: pytest.FixtureRequest) -> str:
    """Each of T5 v1.0 (plain, tied, scaled), v1.1 (gated) and mT5."""
    return str(request.param)


@pytest.fixture
def make_t5() -> Callable[..., Any]:
    """Makes a random T5."""
    return random_t5
