"""How fast replies are written, against what anybody would write: `python benchmarks/responder.py --json out.json`.

The baseline is `generate` of transformers behind a lock, with the same weights, in the same run, in turns. Both
answer a number of visitors at once, each of whom asks again as soon as the reply is there. Without `--bundle` the model
has the shape of t5-small with random weights (60 million parameters, prompts of 96 pieces, replies of 40); with it, the
bundle's own model answers the content's held-out messages, with the authors' wordings as drafts, and the passes of the
decoder are counted. Needs PyTorch and transformers; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentencepiece import SentencePieceProcessor
from transformers import T5Config, T5ForConditionalGeneration

from chatbot.models.batching import Batcher, Limits
from chatbot.models.decoding import generate
from chatbot.models.reference import WEIGHTS, TransformersEngine
from chatbot.models.responder import PIECES, prompt_numbers
from chatbot.models.t5_onnx import T5Onnx, T5Settings, settings_of
from chatbot.nlg.write import fallback
from chatbot.training.acts import cases, prompt
from chatbot.training.t5_graph import export

PROMPT, REPLY = 96, 40
PATIENCE = Limits(together=64, joining=16, waiting=1024, seconds=600.0)


@dataclass(frozen=True)
class Asked:
    """A prompt as numbers of pieces, and what the reply will probably be."""

    prompt: list[int]
    draft: list[int]


Write = Callable[[Asked, Callable[[], None]], int]
"""Writes a reply, calls back at its first piece, and returns how many pieces it has."""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, help="a trained bundle instead of random weights")
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--seconds", type=float, default=20.0, help="for each measurement (default 20)")
    parser.add_argument("--rounds", type=int, default=2, help="turns of both (default 2)")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with tempfile.TemporaryDirectory() as place:
        result = of_bundle(args) if args.bundle else of_random(args, Path(place))
    text = json.dumps(result, indent=1)
    if args.json:
        args.json.write_text(text, "utf-8")
    print(text)


def of_random(args: argparse.Namespace, place: Path) -> dict[str, Any]:
    """t5-small's shape; replies never end by themselves."""
    torch.manual_seed(0)
    config = T5Config(vocab_size=32128, d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_heads=8, eos_token_id=1,
                      decoder_start_token_id=0, pad_token_id=0)  # fmt: skip
    model = T5ForConditionalGeneration(config).eval()
    with torch.no_grad():
        # A piece that is never the best: all replies are as long as they may be.
        model.lm_head.weight[1] = 0.0
    settings = settings_of(config.to_dict(), max_prompt=PROMPT, max_new=REPLY)
    export(model, place, settings)
    random = np.random.default_rng(0)
    asked = [Asked([*random.integers(3, 32000, PROMPT - 1).tolist(), 1], []) for _ in range(256)]
    return compare(args, TransformersEngine(model, settings), T5Onnx(place, threads=args.threads), asked)


def of_bundle(args: argparse.Namespace) -> dict[str, Any]:
    """A trained model on held-out messages."""
    from chatbot.models.bundle import RESPONDER, load_bundle

    bundle = load_bundle(args.bundle)
    folder = args.bundle / RESPONDER
    processor = SentencePieceProcessor(model_file=str(folder / PIECES))
    settings = T5Settings.load(folder)
    content = bundle.content
    asked = [
        Asked(
            prompt_numbers(processor, prompt(case, content, message), settings),
            processor.encode(fallback(case.act, content, case.language)),
        )
        for case in cases(content)
        if case.intent is not None
        for message in content.intents[case.intent].held_out.get(case.language, ())
    ]
    np.random.default_rng(0).shuffle(asked)
    precision = "int8" if bundle.meta["engine"] == "int8" else "float32"
    fast = T5Onnx(folder, precision=precision, threads=args.threads)
    model = T5ForConditionalGeneration.from_pretrained(folder / WEIGHTS, local_files_only=True)
    few = asked[:500]
    plain = [generate(fast, [a.prompt], limit=settings.max_new)[0] for a in few]
    drafted = [generate(fast, [a.prompt], limit=settings.max_new, drafts=[a.draft])[0] for a in few]
    return {
        "same_words": float(np.mean([p.pieces == d.pieces for p, d in zip(plain, drafted, strict=True)])),
        "median_passes_plain": float(np.median([p.passes for p in plain])),
        "median_passes_with_drafts": float(np.median([d.passes for d in drafted])),
        **compare(args, TransformersEngine(model, settings), fast, asked),
    }


def compare(args: argparse.Namespace, slow: TransformersEngine, fast: T5Onnx, asked: Sequence[Asked]) -> dict[str, Any]:
    """Both for every number of visitors, turn and turn about."""
    lock = threading.Lock()
    batcher = Batcher(fast, PATIENCE)

    def by_lock(one: Asked, first: Callable[[], None]) -> int:
        with lock:
            (found,) = slow.generate([one.prompt])
        first()
        return len(found.pieces)

    def by_batcher(one: Asked, first: Callable[[], None]) -> int:
        (found,) = batcher.generate([one.prompt], on_piece=lambda _: first(), drafts=[one.draft])
        return len(found.pieces)

    rows = []
    for visitors in args.visitors:
        taken: dict[str, list[Any]] = {"baseline": [], "chatbot": []}
        for _ in range(args.rounds):
            taken["baseline"].append(drive(by_lock, asked, visitors, args.seconds))
            taken["chatbot"].append(drive(by_batcher, asked, visitors, args.seconds))
        base, ours = (summed(taken[name]) for name in ("baseline", "chatbot"))
        rows.append(
            {
                "visitors": visitors, "baseline": base, "chatbot": ours,
                "replies_per_second_times": ours["replies_per_second"] / base["replies_per_second"],
                "full_reply_share": ours["median_ms"] / base["median_ms"],
                "first_words_share": ours["first_words_median_ms"] / base["first_words_median_ms"],
                "p99_share": ours["p99_ms"] / base["p99_ms"],
            }
        )  # fmt: skip
    best = offline(fast, asked)
    most = max(row["chatbot"]["pieces_per_second"] for row in rows)
    return {
        "threads": args.threads, "rows": rows, "offline_pieces_per_second": best, "share_of_offline": most / best
    }  # fmt: skip


def drive(write: Write, asked: Sequence[Asked], visitors: int, seconds: float) -> list[tuple[float, float, int]]:
    """Time of a reply, time to its first piece, pieces: of every reply that ended in time; the first are warm-up."""
    until = time.perf_counter() + seconds
    taken: list[tuple[float, float, int]] = []

    def visit(number: int) -> None:
        turn = number
        while time.perf_counter() < until:
            started = time.perf_counter()
            heard: list[float] = []
            pieces = write(asked[turn % len(asked)], lambda heard=heard: heard.append(time.perf_counter()))
            ended = time.perf_counter()
            taken.append((ended - started, (heard[0] if heard else ended) - started, pieces))
            turn += visitors

    with ThreadPoolExecutor(visitors) as pool:
        list(pool.map(visit, range(visitors)))
    spent = time.perf_counter() - (until - seconds)
    return [(full, first, pieces) for full, first, pieces in taken] + [(-spent, 0.0, 0)]


def summed(rounds: Sequence[Sequence[tuple[float, float, int]]]) -> dict[str, float]:
    """The numbers of all rounds together; a round's last entry is its duration, negative."""
    spent = sum(-entry[0] for entries in rounds for entry in entries if entry[0] < 0)
    replies = [entry for entries in rounds for entry in entries if entry[0] > 0]
    full, first = (1000 * np.array([reply[i] for reply in replies]) for i in (0, 1))
    return {
        "replies": len(replies),
        "replies_per_second": len(replies) / spent,
        "pieces_per_second": sum(reply[2] for reply in replies) / spent,
        "median_ms": float(np.median(full)), "p99_ms": float(np.percentile(full, 99)),
        "first_words_median_ms": float(np.median(first)),
    }  # fmt: skip


def offline(engine: T5Onnx, asked: Sequence[Asked]) -> float:
    """Pieces a second with nothing but full batches of 64."""
    chosen = [asked[i % len(asked)] for i in range(128)]
    started, pieces = time.perf_counter(), 0
    for first in range(0, len(chosen), 64):
        part = chosen[first : first + 64]
        drafts = [one.draft for one in part]
        texts = generate(engine, [one.prompt for one in part], limit=engine.settings.max_new, drafts=drafts)
        pieces += sum(len(text.pieces) for text in texts)
    return pieces / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
