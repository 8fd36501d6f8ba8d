"""How fast replies are written, against what anybody would write: `python benchmarks/responder.py --json out.json`.

The baseline is `generate` of transformers behind a lock, with the same weights, in the same run, in turns. Both
answer a number of visitors at once, each of whom asks again as soon as the reply is there. Without `--bundle` the model
has a published shape with random weights (`--shape`; t5-small has 60 million parameters; prompts of 96 pieces, replies
of 40); with it, the bundle's own model answers the content's held-out messages, with the authors' wordings as drafts,
and the passes of the decoder are counted. Memory and time to start are those of a fresh process without PyTorch. Needs
PyTorch and transformers; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
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

SHAPES = {
    "t5-small": {"d_model": 512, "d_kv": 64, "d_ff": 2048, "num_layers": 6, "num_heads": 8},
    "t5-base": {"d_model": 768, "d_kv": 64, "d_ff": 3072, "num_layers": 12, "num_heads": 12},
}
PROMPT, REPLY = 96, 40
_FRESH = """
import json, sys, time
started = time.perf_counter()
from pathlib import Path
from chatbot.models.t5_onnx import T5Onnx
from chatbot.models.decoding import generate
imported = time.perf_counter()
def memory(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(key))
before = memory("VmRSS")
engine = T5Onnx(Path(sys.argv[1]), precision=sys.argv[2], threads=int(sys.argv[3]))
loaded = time.perf_counter()
after = memory("VmRSS")
most = []
for rows in (1, 64):
    generate(engine, [json.loads(sys.argv[4])] * rows, limit=engine.settings.max_new)
    most.append(memory("VmHWM"))
print(json.dumps({
    "import_seconds": imported - started, "load_seconds": loaded - imported,
    "megabytes": dict(zip(("imported", "loaded", "most_with_one_reply", "most_with_64"), [before, after, *most])),
}))
"""
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
    parser.add_argument("--shape", choices=SHAPES, default="t5-small", help="of the random weights")
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
    """A published shape; replies never end by themselves."""
    torch.manual_seed(0)
    config = T5Config(vocab_size=32128, eos_token_id=1, decoder_start_token_id=0, pad_token_id=0, **SHAPES[args.shape])
    model = T5ForConditionalGeneration(config).eval()
    with torch.no_grad():
        # A piece that is never the best: all replies are as long as they may be.
        model.lm_head.weight[1] = 0.0
    settings = settings_of(config.to_dict(), max_prompt=PROMPT, max_new=REPLY)
    export(model, place, settings)
    random = np.random.default_rng(0)
    asked = [Asked([*random.integers(3, 32000, PROMPT - 1).tolist(), 1], []) for _ in range(256)]
    found = {"shape": args.shape, "parameters": sum(p.numel() for p in model.parameters())}
    found |= {"fresh_process": fresh(place, "int8", args.threads, asked[0].prompt)}
    return found | compare(args, TransformersEngine(model, settings), T5Onnx(place, threads=args.threads), asked)


def fresh(folder: Path, precision: str, threads: int, prompt: Sequence[int]) -> dict[str, Any]:
    """Seconds to start and megabytes of a process that only serves the model."""
    arguments = [sys.executable, "-c", _FRESH, str(folder), precision, str(threads), json.dumps(list(prompt))]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


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
        "fresh_process": fresh(folder, precision, args.threads, asked[0].prompt),
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
        taken: dict[str, list[Any]] = {"baseline": [], "chatbot": [], "offline": []}
        for _ in range(args.rounds):
            taken["baseline"].append(drive(by_lock, asked, visitors, args.seconds))
            taken["chatbot"].append(drive(by_batcher, asked, visitors, args.seconds))
            if visitors > 1:
                taken["offline"].append(offline(fast, asked))
        base, ours = (summed(taken[name]) for name in ("baseline", "chatbot"))
        rows.append(
            {
                "visitors": visitors, "baseline": base, "chatbot": ours,
                "replies_per_second_times": ours["replies_per_second"] / base["replies_per_second"],
                "full_reply_share": ours["median_ms"] / base["median_ms"],
                "first_words_share": ours["first_words_median_ms"] / base["first_words_median_ms"],
                "p99_share": ours["p99_ms"] / base["p99_ms"],
                **shares_of_offline(ours, taken["offline"]),
            }
        )  # fmt: skip
    return {"threads": args.threads, "rows": rows}


def shares_of_offline(ours: dict[str, float], rounds: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Our pieces a second of those of full batches; the same of processor seconds, for busy machines."""
    if not rounds:
        return {}
    second, cpu_second = np.mean(np.array(rounds), axis=0).tolist()
    return {
        "share_of_offline": ours["pieces_per_second"] / second,
        "share_of_offline_by_cpu": ours["pieces_per_cpu_second"] / cpu_second,
    }


def drive(write: Write, asked: Sequence[Asked], visitors: int, seconds: float) -> list[tuple[float, float, int]]:
    """Time of a reply, time to its first piece, pieces: of every reply; last all seconds, negative, and CPU seconds."""
    cpu = time.process_time()
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
    return [*taken, (-spent, time.process_time() - cpu, 0)]


def summed(rounds: Sequence[Sequence[tuple[float, float, int]]]) -> dict[str, float]:
    """The numbers of all rounds together; a round's last entry is its duration, negative, and its CPU time."""
    cpu = sum(entry[1] for entries in rounds for entry in entries if entry[0] < 0)
    spent = sum(-entry[0] for entries in rounds for entry in entries if entry[0] < 0)
    replies = [entry for entries in rounds for entry in entries if entry[0] > 0]
    full, first = (1000 * np.array([reply[i] for reply in replies]) for i in (0, 1))
    return {
        "replies": len(replies),
        "replies_per_second": len(replies) / spent,
        "pieces_per_second": sum(reply[2] for reply in replies) / spent,
        "pieces_per_cpu_second": sum(reply[2] for reply in replies) / cpu,
        "median_ms": float(np.median(full)), "p99_ms": float(np.percentile(full, 99)),
        "first_words_median_ms": float(np.median(first)),
    }  # fmt: skip


def offline(engine: T5Onnx, asked: Sequence[Asked]) -> tuple[float, float]:
    """Pieces a second with nothing but full batches of 64, and a processor second."""
    cpu = time.process_time()
    chosen = [asked[i % len(asked)] for i in range(128)]
    started, pieces = time.perf_counter(), 0
    for first in range(0, len(chosen), 64):
        part = chosen[first : first + 64]
        drafts = [one.draft for one in part]
        texts = generate(engine, [one.prompt for one in part], limit=engine.settings.max_new, drafts=drafts)
        pieces += sum(len(text.pieces) for text in texts)
    return pieces / (time.perf_counter() - started), pieces / (time.process_time() - cpu)


if __name__ == "__main__":
    main()
