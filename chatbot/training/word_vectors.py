"""The word vectors that intents are learned with: a sentence encoder's knowledge in a table of words.

Made once by `make vectors`; `word_vectors/README.md` says of what. Each word begins at the encoder's vector of it
alone; then all are moved until the sum over a text's words points where the encoder's vector of the text does, which
teaches how much a word says and what it means among others (Model2Vec and others call it a static embedding).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..content import load
from ..domain.content import Content
from ..models.word_vectors import WordVectors, tokens
from .encoder import Source, embed, find_encoder, load_model, tokenised
from .rows import read_texts

FOLDER = Path(__file__).resolve().parent / "word_vectors"
METRICS = "metrics.json"
WIDTH = 256
_RARE = 2
"""A word occurs so often in the texts, or the encoder has a piece of its own for it."""
_BATCH, _ROUNDS, _RATE = 128, 6, 2e-3
_DROPPED = 0.15
_ALIKE = 2.0
"""The weight of how alike the texts of a batch are to each other, beside where each one points."""
_APART = 20
"""One text in so many is kept apart."""
_SAMPLED = 20_000
Floats = NDArray[np.float32]


def ready() -> WordVectors | None:
    """The vectors that come along."""
    try:
        return WordVectors.load(FOLDER)
    except (OSError, KeyError, ValueError):
        return None


def main() -> None:
    """Make the word vectors anew; half an hour."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.word_vectors", description=main.__doc__)
    parser.add_argument(
        "--more", type=Path, nargs="+", default=[], metavar="FILE",
        help="JSONL, also .gz: rows with a text, or dialogues with turns; beside the texts of the project's content",
    )  # fmt: skip
    parser.add_argument("--encoder", default="all-MiniLM-L6-v2", help="whose knowledge it is (name or folder)")
    args = parser.parse_args()
    root = FOLDER.parents[2]
    more = (text for file in args.more for text in read_texts(file))
    texts = sorted({*own_texts(load(root / "intents", root / "prompts")), *more})
    started = time.monotonic()
    vectors, metrics = distil(find_encoder(args.encoder), [text for text in texts if text.isascii()], WIDTH)
    vectors.save(FOLDER)
    metrics |= {"encoder": args.encoder, "minutes": round((time.monotonic() - started) / 60, 1)}
    (FOLDER / METRICS).write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")
    _say(json.dumps(metrics))


def own_texts(content: Content) -> Iterator[str]:
    """What customers say in the content: examples and messages with moods; nothing that is kept apart."""
    for intent in content.intents.values():
        for texts in intent.examples.values():
            yield from texts
    for by_label in content.moods.values():
        for texts in by_label.values():
            yield from texts


def distil(source: Source, texts: Sequence[str], width: int, seed: int = 0) -> tuple[WordVectors, dict[str, Any]]:
    """Vectors of the texts' words and of the encoder's own, and how near their sums are to the encoder's (cosine)."""
    words = vocabulary(source, texts)
    model = load_model(source)
    _say(f"{len(texts)} texts, {len(words)} words")
    wanted, alone = (embed(source, model, tokenised(source, part)) for part in (texts, words))
    wanted, alone = _narrowed(wanted, alone, width, seed)
    table = WordVectors.quantised(words, alone)
    messages = [table.known(tokens(text)) for text in texts]
    places = [n for n, message in enumerate(messages) if message]
    apart, rest = places[::_APART], [n for i, n in enumerate(places) if i % _APART]
    before = _cosine(table, [texts[n] for n in apart], wanted[apart])
    table = WordVectors.quantised(words, _learn(alone, [messages[n] for n in rest], wanted[rest], seed))
    after = _cosine(table, [texts[n] for n in apart], wanted[apart])
    return table, {"texts": len(texts), "words": len(words), "width": width, "cosine_begun": before, "cosine": after}


def vocabulary(source: Source, texts: Sequence[str]) -> list[str]:
    """Words that the texts have or the encoder reads as one piece, numbers and marks."""
    counts = Counter(token for text in texts for token in tokens(text))
    pieces = json.loads((source.folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    known = {piece for piece in pieces if piece.isascii() and piece.isalpha()}
    return sorted(known | {token for token, n in counts.items() if n >= _RARE} | {"0", "?", "!"})


def _narrowed(wanted: Floats, alone: Floats, width: int, seed: int) -> tuple[Floats, Floats]:
    """Both in the `width` directions in which the texts differ most."""
    mean = wanted.mean(0)
    some = np.random.default_rng(seed).permutation(len(wanted))[:_SAMPLED]
    directions = np.linalg.svd(wanted[some] - mean, full_matrices=False)[2][:width].T
    return (wanted - mean) @ directions, (alone - mean) @ directions


def _learn(start: Floats, messages: Sequence[Sequence[int]], wanted: Floats, seed: int) -> Floats:
    # torch is imported here: who only reads the table starts without it.
    import torch
    from torch import nn

    torch.manual_seed(seed)
    drawn = np.random.default_rng(seed)
    table = nn.EmbeddingBag.from_pretrained(torch.from_numpy(start), freeze=False, mode="sum", sparse=True)
    weight = nn.Embedding.from_pretrained(torch.ones(len(start), 1), freeze=False, sparse=True)
    optimizer = torch.optim.SparseAdam([table.weight, weight.weight], lr=_RATE)
    steps = _ROUNDS * -(-len(messages) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / (steps + 1))
    targets = nn.functional.normalize(torch.from_numpy(wanted), dim=1)
    for number in range(_ROUNDS):
        order = drawn.permutation(len(messages))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            kept = [[w for w in messages[i] if drawn.random() >= _DROPPED] or messages[i] for i in chosen]
            flat = torch.tensor([word for message in kept for word in message])
            starts = torch.tensor(np.cumsum([0, *map(len, kept)])[:-1])
            summed = table(flat, starts, per_sample_weights=weight(flat)[:, 0].abs())
            said, meant = nn.functional.normalize(summed, dim=1), targets[chosen]
            loss = 1 - (said * meant).sum(1).mean() + _ALIKE * (said @ said.T - meant @ meant.T).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        _say(f"round {number + 1} of {_ROUNDS}: {loss.item():.3f}")
    found: Floats = (table.weight * weight.weight.abs()).detach().numpy()
    return found


def _cosine(table: WordVectors, texts: Sequence[str], wanted: Floats) -> float:
    said = np.stack([table.embed(text) for text in texts])
    lengths = np.linalg.norm(said, axis=1) * np.linalg.norm(wanted, axis=1)
    return float(((said * wanted).sum(1) / np.maximum(lengths, 1e-6)).mean())


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
