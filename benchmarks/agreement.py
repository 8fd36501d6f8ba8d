"""Whether the fast engine writes what transformers writes: `python benchmarks/agreement.py --bundle DIR`.

In float32 every reply is compared piece by piece with the greedy `generate` of transformers and the same weights; where
two differ, how far apart the two pieces' scores were. Transformers' own model in float64 is the judge: how far both are
from its scores, whose piece it takes where they part, and how near to each other its two best pieces come. In 8 bits:
how many replies change, for how many the guard decides otherwise, and how BLEU against the authored wordings changes.
Prompts are the content's acts with messages that training never saw. Without `--bundle` the model has a published shape
(`--shape`) and random weights, and float32 alone is compared: `--sharp 4` makes attention all or nothing, which blows
rounding up a thousand times. With `--learn SECONDS` it first learns the acts of the intents named, so that its words
mean something.
Needs PyTorch and transformers; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import copy
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from sacrebleu import corpus_bleu
from sentencepiece import SentencePieceProcessor
from transformers import MT5Config, MT5ForConditionalGeneration, T5Config, T5ForConditionalGeneration

from chatbot import content as content_files
from chatbot.domain.content import Content
from chatbot.models.decoding import generate
from chatbot.models.reference import WEIGHTS, TransformersEngine
from chatbot.models.responder import PIECES, T5Responder, prompt_numbers
from chatbot.models.t5_onnx import Continuation, T5Onnx, T5Settings, settings_of
from chatbot.nlg import guard
from chatbot.nlg.prompt import pieces
from chatbot.training import responder as training
from chatbot.training.acts import Case, cases, prompt
from chatbot.training.responder_data import Data
from chatbot.training.t5_graph import export
from chatbot.training.vocabulary import train_pieces

ROOT = Path(__file__).resolve().parents[1]
SHAPES: dict[str, dict[str, Any]] = {
    "t5-small": {"d_ff": 2048, "num_layers": 6, "num_heads": 8},
    "t5-v1_1-small": {"d_ff": 1024, "num_layers": 8, "num_heads": 6, "feed_forward_proj": "gated-gelu"},
    "mt5-small": {"d_ff": 1024, "num_layers": 8, "num_heads": 6},
}
BATCH, LEARNT, JUDGED = 32, 32, 40
_LOUDER = 4.0
"""Random weights as a model begins with copy the last piece for ever; louder layers write texts that differ."""
Asked = list[tuple[Case, list[int]]]
"""Acts, and their prompts as numbers of pieces."""


def main() -> None:
    """Compare and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, help="a trained bundle instead of a shape")
    parser.add_argument("--shape", choices=SHAPES, default="t5-small")
    parser.add_argument("--sharp", type=float, default=1.0, help="of random weights: queries and keys times this")
    parser.add_argument("--learn", type=float, metavar="SECONDS", help="the time the shape has to learn authored texts")
    parser.add_argument("--intents", nargs="+", metavar="PREFIX", default=[""], help="what it learns of (default all)")
    parser.add_argument("--prompts", type=int, default=1000, help="default 1000; 0: all there are")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as place:
        text = json.dumps(measured(args, Path(place)), indent=1)
    if args.json:
        args.json.write_text(text, "utf-8")
    print(text)


def measured(args: argparse.Namespace, place: Path) -> dict[str, Any]:
    """Everything about one model."""
    if args.bundle:
        return of_bundle(args.bundle, args.prompts, args.threads)
    if args.learn:
        model, content, learning = learnt(args, place)
        return {**learning, **of_folder(place, content, model, args.prompts, args.threads)}
    model = loud(args.shape, args.sharp)
    settings = settings_of(model.config.to_dict(), max_prompt=96, max_new=40)
    export(model, place, settings)
    random = np.random.default_rng(0)
    prompts = [[*random.integers(3, 32000, random.integers(4, 95)).tolist(), 1] for _ in range(args.prompts or 1000)]
    fast = T5Onnx(place, precision="float32", threads=args.threads)
    found = agreement(model, fast, prompts)
    return {"shape": args.shape, "sharp": args.sharp, "parameters": size(model), "float32": found}


def of_bundle(path: Path, number: int, threads: int) -> dict[str, Any]:
    """A trained bundle's model on its own content."""
    from chatbot.models.bundle import RESPONDER, load_bundle

    bundle = load_bundle(path)
    model = T5ForConditionalGeneration.from_pretrained(path / RESPONDER / WEIGHTS, local_files_only=True)
    return {"bundle": bundle.id, **of_folder(path / RESPONDER, bundle.content, model, number, threads)}


def of_folder(folder: Path, content: Content, model: Any, number: int, threads: int) -> dict[str, Any]:
    """Both precisions of the responder in a folder against `model`, on the content's held-out messages."""
    processor = SentencePieceProcessor(model_file=str(folder / PIECES))
    settings = T5Settings.load(folder)
    asked = held_out(content, processor, settings)[: number or None]
    prompts = [numbers for _, numbers in asked]
    exact, short = (T5Onnx(folder, precision=p, threads=threads) for p in ("float32", "int8"))
    plain = written(exact, prompts)
    return {
        "parameters": size(model),
        "float32": compared(model, exact, prompts, plain),
        "int8": shortened(content, [case for case, _ in asked], processor, plain, written(short, prompts), settings),
    }


def held_out(content: Content, processor: SentencePieceProcessor, settings: T5Settings) -> Asked:
    """Every act with every message of its intent that training never shows, shuffled."""
    found = [
        (case, prompt_numbers(processor, prompt(case, content, message), settings))
        for case in cases(content)
        if case.intent is not None
        for message in content.intents[case.intent].held_out.get(case.language, ())
    ]
    Random(0).shuffle(found)
    return found


def agreement(model: Any, fast: T5Onnx, prompts: Sequence[Sequence[int]]) -> dict[str, Any]:
    """How many continuations of the ONNX engine are those of transformers, piece by piece."""
    return compared(model, fast, prompts, written(fast, prompts))


def compared(
    model: Any, fast: T5Onnx, prompts: Sequence[Sequence[int]], ours: Sequence[Continuation]
) -> dict[str, Any]:
    """The same of what was written already."""
    theirs = written(TransformersEngine(model, fast.settings), prompts)
    differ = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a.pieces != b.pieces]
    return {
        "prompts": len(prompts),
        "alike": len(prompts) - len(differ),
        "share": 1 - len(differ) / len(prompts),
        "pieces": sum(len(text.pieces) for text in theirs),
        "different_texts": len({tuple(text.pieces) for text in theirs}),
        "different_pieces": len({piece for text in theirs for piece in text.pieces}),
        "probability_apart": max(abs(a.lowest - b.lowest) for a, b in zip(ours, theirs, strict=True)),
        **judged(model, fast, prompts, ours, theirs, differ),
    }


def written(engine: T5Onnx | TransformersEngine, prompts: Sequence[Sequence[int]]) -> list[Continuation]:
    """Greedy continuations in the prompts' order, those of like length together."""
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    found: dict[int, Continuation] = {}
    for first in range(0, len(order), BATCH):
        rows = order[first : first + BATCH]
        asked = [prompts[i] for i in rows]
        if isinstance(engine, TransformersEngine):
            texts = engine.generate(asked)
        else:
            whole = generate(engine, asked, limit=engine.settings.max_new)
            texts = [text.continuation for text in whole]
        found |= dict(zip(rows, texts, strict=True))
    return [found[i] for i in range(len(prompts))]


def judged(
    model: Any, fast: T5Onnx, prompts: Sequence[Sequence[int]], ours: Sequence[Continuation],
    theirs: Sequence[Continuation], differ: Sequence[int],
) -> dict[str, Any]:  # fmt: skip
    """What float64 says: of every parting, and of all places of some replies.

    Rounding alone parts two replies only where the exact scores are nearer to each other than both are to the exact
    ones. An engine with a fault is further from them than transformers in float32.
    """
    exact = copy.deepcopy(model).double()
    ours_off, theirs_off, nearest = [], [], []
    for i in range(0, len(prompts), max(1, len(prompts) // JUDGED)):
        right = fed(exact, prompts[i], ours[i].pieces, fast)
        best = np.sort(right, axis=-1)
        nearest.append(best[:, -1] - best[:, -2])
        ours_off.append(np.abs(fed(fast, prompts[i], ours[i].pieces, fast) - right).max(-1))
        theirs_off.append(np.abs(fed(model, prompts[i], ours[i].pieces, fast) - right).max(-1))
    off = {"ours": np.concatenate(ours_off), "transformers": np.concatenate(theirs_off)}
    gaps = np.concatenate(nearest)
    return {
        "off_float64": {name: {"median": float(np.median(o)), "most": float(o.max())} for name, o in off.items()},
        "best_two_apart": {"median": float(np.median(gaps)), "least": float(gaps.min()), "places": len(gaps)},
        "differences": [parting(exact, model, fast, prompts[i], ours[i].pieces, theirs[i].pieces) for i in differ],
    }


def fed(engine: Any, asked: Sequence[int], pieces: Sequence[int], fast: T5Onnx) -> Any:
    """The scores [place, vocabulary] of an engine, or of a model of transformers, behind each piece of a text."""
    text = [fast.settings.start_id, *pieces]
    if isinstance(engine, T5Onnx):
        return engine.step(engine.start([asked]), [text])[0][0].astype(np.float64)
    with torch.inference_mode():
        found = engine(input_ids=torch.tensor([asked]), decoder_input_ids=torch.tensor([text]))
    return found.logits[0].double().numpy()


def parting(
    exact: Any, model: Any, fast: T5Onnx, asked: Sequence[int], ours: Sequence[int], theirs: Sequence[int]
) -> dict[str, float]:
    """Where two texts part, how much better each thought our piece than the other, and how much better it is."""
    end = fast.settings.eos_id
    a, b = [*ours, end], [*theirs, end]
    at = next(i for i in range(max(len(a), len(b))) if a[i : i + 1] != b[i : i + 1])
    pair = [a[at] if at < len(a) else end, b[at] if at < len(b) else end]
    apart = {}
    for name, engine in (("scores_apart", fast), ("transformers", model), ("float64", exact)):
        mine, other = fed(engine, asked, a[:at], fast)[-1, pair].tolist()
        apart[name] = mine - other
    return {"place": at, **apart}


def shortened(
    content: Content, asked: Sequence[Case], processor: SentencePieceProcessor,
    plain: Sequence[Continuation], short: Sequence[Continuation], settings: T5Settings,
) -> dict[str, Any]:  # fmt: skip
    """What 8 bits change in replies, in the guard's verdicts and in BLEU against the authored wordings."""
    texts = {name: [spelled(processor, row) for row in rows] for name, rows in (("float32", plain), ("int8", short))}
    rows = {"float32": plain, "int8": short}
    verdicts = {
        name: [
            row.lowest >= settings.least and not guard.check(text, case.act, content, case.language)
            for row, text, case in zip(rows[name], texts[name], asked, strict=True)
        ]
        for name in rows
    }
    changed = [a != b for a, b in zip(verdicts["float32"], verdicts["int8"], strict=True)]
    bleu = {name: scores(texts[name], asked) for name in rows}
    return {
        "replies": len(asked),
        "same_text": float(np.mean([a == b for a, b in zip(texts["float32"], texts["int8"], strict=True)])),
        "verdicts_changed": float(np.mean(changed)),
        "passed": {name: float(np.mean(found)) for name, found in verdicts.items()},
        "bleu": bleu,
        "bleu_change": {language: bleu["int8"][language] - bleu["float32"][language] for language in bleu["int8"]},
    }


def spelled(processor: SentencePieceProcessor, row: Continuation) -> str:
    """The words of a continuation, as the responder says them."""
    return str(processor.decode(row.pieces)).strip()


def scores(texts: Sequence[str], asked: Sequence[Case]) -> dict[str, float]:
    """SacreBLEU of each language."""
    found = {}
    for language in sorted({case.language for case in asked}):
        of = [(text, case.target) for text, case in zip(texts, asked, strict=True) if case.language == language]
        kind = "zh" if language == "zh" else "13a"
        found[language] = corpus_bleu([text for text, _ in of], [[target for _, target in of]], tokenize=kind).score
    return found


def fresh(shape: str, vocabulary: int) -> Any:
    """A model of a published shape, as transformers begins it."""
    common = {
        "vocab_size": vocabulary, "d_model": 512, "d_kv": 64, "decoder_start_token_id": 0, "pad_token_id": 0,
        "eos_token_id": 1, "dropout_rate": 0.0,
    } | SHAPES[shape]  # fmt: skip
    if shape == "mt5-small":
        return MT5ForConditionalGeneration(MT5Config(**common))
    return T5ForConditionalGeneration(T5Config(**common))


def loud(shape: str, sharp: float = 1.0) -> Any:
    """A published shape with random weights that write something else for every prompt; `sharp`: its attention."""
    model = fresh(shape, 32128)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2 and "block" in name:
                parameter.mul_(sharp if ".q." in name or ".k." in name else _LOUDER)
        if shape != "t5-small":
            # The published ones have a head of their own, which transformers 5 ties in a fresh model.
            model.lm_head.weight = torch.nn.Parameter(torch.randn_like(model.shared.weight))
    return model.eval()


def learnt(args: argparse.Namespace, place: Path) -> tuple[Any, Content, dict[str, Any]]:
    """The shape after learning the authored texts of some intents, its responder in `place`, and the run's numbers."""
    whole = content_files.load(ROOT / "intents", ROOT / "prompts")
    intents = {name: intent for name, intent in whole.intents.items() if name.startswith(tuple(args.intents))}
    content = replace(whole, intents=intents, situations={})
    targets = [case.target for case in cases(content)]
    told = [text for intent in intents.values() for texts in intent.examples.values() for text in texts]
    (place / PIECES).write_bytes(train_pieces([*targets * 3, *told], 4000, symbols=pieces(content)))
    processor = SentencePieceProcessor(model_file=str(place / PIECES))
    model = fresh(args.shape, processor.get_piece_size())
    settings = settings_of(model.config.to_dict(), max_prompt=96, max_new=80)
    data = Data(content, processor, settings)
    validation = data.validation(200)
    learning = learn(model, data, args.learn, [row for _, _, row in validation])
    export(model, place, settings)
    responder = T5Responder(processor, _Plain(T5Onnx(place, precision="float32", threads=args.threads)))
    told_back = responder.write_all([prompt(case, content, message) for case, message, _ in validation])
    settings = replace(settings, least=training.choose_least(told_back, [case for case, _, _ in validation], content))
    settings_file = place / "settings.json"
    settings_file.write_text(json.dumps({**json.loads(settings_file.read_text("utf-8")), "least": settings.least}))
    return model, content, {"shape": args.shape, "intents": len(intents), "texts": len(set(targets)), **learning}


class _Plain:
    """The ONNX engine without a batcher, as the responder wants it."""

    def __init__(self, engine: T5Onnx) -> None:
        self._engine = engine
        self.settings = engine.settings

    def generate(self, prompts: Sequence[Sequence[int]], **_: Any) -> list[Continuation]:
        return written(self._engine, prompts)


def learn(model: Any, data: Data, seconds: float, validation: Sequence[Any]) -> dict[str, float]:
    """AdamW in bfloat16 until the time is over or it knows the texts; Muon's matrix roots would cost more than that."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)
    until, steps, epochs, loss, good = time.monotonic() + seconds, 0, 0, 0.0, 0.0
    model.train()
    while time.monotonic() < until and good < training.ENOUGH:
        losses = []
        for rows in training.batches(data.epoch(), LEARNT):
            left = (until - time.monotonic()) / seconds
            for group in optimizer.param_groups:
                group["lr"] = 1e-3 * min(1.0, (steps + 1) / 30) * max(0.02, min(1.0, 2 * left))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                losses.append(training.step(model, rows, [optimizer]))
            steps += 1
            if left <= 0:
                break
        epochs, loss = epochs + 1, sum(losses) / len(losses)
        if loss < 0.3:
            good = training.known(model, validation)
        print(f"epoch {epochs}, step {steps}, loss {loss:.3f}, known {good:.2f}", flush=True)
    model.eval()
    return {"steps": steps, "epochs": epochs, "loss": loss, "known": good}


def size(model: Any) -> int:
    """Parameters, tied ones once."""
    return sum(parameter.numel() for parameter in model.parameters())


if __name__ == "__main__":
    main()
