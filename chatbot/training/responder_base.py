"""The responder that others begin with: a small T5 that has read the starter content and other people's dialogues.

Made once by `make base`; `responder_base/README.md` says of what. It learns four things in turns: the starter content's
texts; to write facts in the place of placeholders that it never saw, from data to text and from dialogues whose numbers
are taken out; to fill gaps in texts (span corruption). At the end it reads the starter content alone.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import torch
from sentencepiece import SentencePieceProcessor

from ..content import load
from ..domain.content import Content
from ..errors import DataError
from ..models.responder import PIECES
from ..models.t5_onnx import T5Settings, settings_of
from ..nlg.prompt import pieces
from . import responder as t5
from .acts import cases
from .responder_data import Data, Row
from .rows import lines
from .text_pieces import NUMBERED
from .text_rows import TextRow, language_of, text_row
from .text_slots import PLACEHOLDER, template_of
from .vocabulary import EOS, extend, train_pieces

FOLDER = Path(__file__).resolve().parent / "responder_base"
NEW = "<new>"
"""Stands for the topics, outcomes and slots that only a later content has."""
GAPS = tuple(f"<gap{n}>" for n in range(8))
METRICS = "metrics.json"
SHAPE = t5.Shape(128, 512, 1, 2, 4, 32, 8000)
_PLAN, _FURTHER = t5.Plan(rate=0.008, batch=64), t5.Plan(rate=0.003, batch=32)
_OWN_DRAWN = 4
"""Times that each of the content's texts is read in a round."""
_RENAMED, _UNKNOWN = 0.25, 0.15
_OWN_FROM = 0.75
"""The share of the time after which the content's texts alone are read: what others wrote has taught what it can."""
_STILL_STRANGE = 0.3
"""So much of the renaming goes on then, else what stands for a later content's names would be forgotten."""
_LONGEST_PROMPT, _LONGEST = 64, 72
_TARGETS_WEIGHT = 6
_A_ROUND = 3000
"""Texts of others in a round, of each kind."""
_NUMBER = re.compile(
    r"[^\s,;:!?\"'()\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]*\d[^\s,;!?\"'()\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]*(?<![.:])"
)
_WORD = re.compile(r"\s*(?:[\u3400-\u9fff]|[^\s\u3400-\u9fff]+)")


@dataclass(frozen=True, slots=True)
class Said:
    """A reply of somebody else's with placeholders, and what it answers."""

    language: str
    before: str
    template: str


@dataclass(slots=True)
class Read:
    """What others wrote: replies, and texts of any kind."""

    replies: list[Said] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read_others(paths: Sequence[Path]) -> Read:
    """JSONL files: rows of data to text (`acts`, `reply`), dialogues (`turns` of role and text), or just `text`.

    Raises DataError with file and line where one is wrong.
    """
    found = Read()
    for path in paths:
        for number, line in enumerate(lines(path), 1):
            if line.strip():
                _read_row(line, f"{path}:{number}", found)
    return found


def _read_row(line: str, where: str, found: Read) -> None:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not a line of JSON ({error})") from None
    match row:
        case {"acts": _}:
            _data_to_text(text_row(line, where), found)
        case {"turns": [*turns]} if all(_is_turn(turn) for turn in turns):
            _dialogue(turns, found)
        case {"text": str(text)}:
            found.texts.append(text)
        case _:
            raise DataError(f"{where}: an object with `acts`, `turns` (of `role` and `text`) or `text` is expected")


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, dict) and all(isinstance(turn.get(key), str) for key in ("role", "text"))


def _data_to_text(row: TextRow, found: Read) -> None:
    template = template_of(row)
    if template is not None:
        found.replies.append(Said(language_of([row]), row.before[-1] if row.before else "", _numbered(template)))
    found.texts += row.before


def _dialogue(turns: Sequence[dict[str, str]], found: Read) -> None:
    before = ""
    for turn in turns:
        text = " ".join(turn["text"].split())
        if turn["role"] in ("agent", "system", "assistant") and len(text) > 8:
            names = iter(NUMBERED)
            template = _NUMBER.sub(lambda match: next(names, match[0]), text)  # noqa: B023 - used at once
            if not re.search(r"\d", PLACEHOLDER.sub("", template)):
                language = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
                found.replies.append(Said(language, before, template))
        else:
            found.texts.append(text)
        before = text


def _numbered(template: str) -> str:
    """Each placeholder by its number."""
    names = {name: NUMBERED[n % len(NUMBERED)] for n, name in enumerate(dict.fromkeys(PLACEHOLDER.findall(template)))}
    return PLACEHOLDER.sub(lambda match: names[match[0]], template)


class Lessons:
    """Draws rounds of rows."""

    def __init__(
        self, content: Content, others: Read, processor: SentencePieceProcessor, settings: T5Settings, seed: int
    ) -> None:
        self._data = Data(content, processor, settings, seed=seed)
        self._others = others
        self._processor = processor
        self._random = Random(seed)
        number = processor.piece_to_id
        self._new = number(NEW)
        self._numbered = [number(name) for name in NUMBERED]
        self._gaps = [number(name) for name in GAPS]
        control = pieces(content)
        self._names = {number(name) for name in control if name.startswith("{")}
        topics = {*content.intents, *content.situations, *(p for i in content.intents.values() for p in i.outcomes)}
        self._topics = {number(f"<{name}>") for name in topics if f"<{name}>" in control}

    def round(self, again: Iterable[int] = ()) -> list[Row]:
        """The content's texts, several times, those of `again` as often once more, and some of what others wrote."""
        again = tuple(again)
        rows = [self._stranger(row) for _ in range(_OWN_DRAWN) for row in self._data.epoch(again)]
        replies = self._random.sample(self._others.replies, min(_A_ROUND, len(self._others.replies)))
        rows += [self._reply(said) for said in replies]
        texts = self._random.sample(self._others.texts, min(_A_ROUND // 3, len(self._others.texts)))
        rows += [row for text in texts if (row := self._gapped(text)) is not None]
        return rows

    def own(self, again: Iterable[int] = ()) -> list[Row]:
        """The content's texts alone, those of `again` once more as often as they are named."""
        return [self._stranger(row, _STILL_STRANGE) for row in self._data.epoch(again)]

    def _stranger(self, row: Row, share: float = 1.0) -> Row:
        """The row, sometimes as if its topic or its placeholders were another content's."""
        swapped: dict[int, int] = {}
        if self._random.random() < share * _RENAMED:
            names = sorted(self._names & {*row.prompt, *row.target})
            swapped = dict(zip(names, self._random.sample(self._numbered, len(names)), strict=True))
        if self._random.random() < share * _UNKNOWN:
            swapped |= dict.fromkeys(self._topics, self._new)
        # Without its topic nobody could know it.
        case = -1 if swapped else row.case
        return Row([swapped.get(p, p) for p in row.prompt], [swapped.get(p, p) for p in row.target], case)

    def _reply(self, said: Said) -> Row:
        names = list(dict.fromkeys(PLACEHOLDER.findall(said.template)))
        chosen = dict(zip(names, self._random.sample(NUMBERED, len(names)), strict=True))
        template = PLACEHOLDER.sub(lambda match: chosen[match[0]], said.template)
        facts = list(chosen.values())
        self._random.shuffle(facts)
        before = re.sub(r"[{}<>|]", " ", said.before)
        prompt = f"<{said.language}> <neutral> <reply> {NEW} {NEW} <v0> {' '.join(facts)} | {before}"
        encode = self._processor.encode
        return Row([*encode(prompt)[: _LONGEST_PROMPT - 1], EOS], [*encode(template)[:_LONGEST], EOS])

    def _gapped(self, text: str) -> Row | None:
        """A text with spans taken out (about a sixth of its words, three on average), and those spans."""
        words = _WORD.findall(text.strip())[:40]
        if len(words) < 4:
            return None
        spans = min(len(self._gaps) - 1, max(1, round(len(words) * 0.15 / 3)))
        starts = sorted(self._random.sample(range(len(words)), spans))
        asked: list[int] = []
        wanted: list[int] = []
        at = 0
        for gap, start in zip(self._gaps, starts, strict=False):
            if start < at:
                continue
            end = min(len(words), start + self._random.randint(1, 5))
            asked += [*self._processor.encode("".join(words[at:start])), gap]
            wanted += [gap, *self._processor.encode("".join(words[start:end]))]
            at = end
        asked += self._processor.encode("".join(words[at:]))
        return Row([*asked[: _LONGEST_PROMPT - 1], EOS], [*wanted[:_LONGEST], EOS])


def make(
    content: Content, others: Read, folder: Path, *, minutes: float, before: Path | None = None,
    shape: t5.Shape = SHAPE, seed: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Train for so many minutes and write the base in transformers' format, its weights in 16 bits.

    With the base `before`, which may be what `folder` has, that one learns what changed in the content: a third of the
    time, and nothing more of others. Raises ConfigError where it is none.
    """
    targets = [case.target for case in cases(content)]
    torch.manual_seed(seed)
    if before is None:
        model, proto = _fresh(content, others, targets, shape)
        metrics: dict[str, Any] = {
            "replies_of_others": len(others.replies), "texts_of_others": len(others.texts), "minutes": minutes
        }  # fmt: skip
    else:
        model, proto = extended(before, before / PIECES, content, targets)
        metrics = json.loads((before / METRICS).read_text("utf-8"))
        metrics["minutes_further"] = metrics.get("minutes_further", 0.0) + minutes
    lessons = Lessons(
        content, others, SentencePieceProcessor(model_proto=proto),
        settings_of(model.config.to_dict(), max_prompt=_LONGEST_PROMPT, max_new=_LONGEST), seed,
    )  # fmt: skip
    own_from, plan = (_OWN_FROM, _PLAN) if before is None else (0.0, _FURTHER)
    run = t5.Run(model, plan, math.inf, time.monotonic() + 60 * minutes)
    missed = t5.Missed(len(targets))
    loss = 0.0
    model.train()
    while run.share < 1:
        rows = lessons.own(missed.again) if run.share >= own_from else lessons.round(missed.last)
        steps = run.steps
        now, wrong = run.epoch(t5.batches(rows, plan.batch))
        if run.steps == steps:
            break  # the time was over already
        loss = now
        missed.add(wrong)
        _say(f"round {run.epochs}: {run.share:.0%}, loss {loss:.3f}, {len(wrong)} texts not known yet")
    run.pace.end()
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)  # nothing reads it
    (folder / PIECES).write_bytes(proto)
    metrics |= {
        "parameters": sum(p.numel() for p in model.parameters()), "loss": loss, "texts": len(set(targets)),
        "steps": metrics.get("steps", 0) + run.steps, "pieces_read": metrics.get("pieces_read", 0) + run.pieces,
    }  # fmt: skip
    (folder / METRICS).write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")
    return metrics


def _fresh(content: Content, others: Read, targets: Sequence[str], shape: t5.Shape) -> tuple[Any, bytes]:
    """A model that knows nothing, and its pieces."""
    told = [text for intent in content.intents.values() for texts in intent.examples.values() for text in texts]
    corpus = [*list(targets) * _TARGETS_WEIGHT, *told, *(said.template for said in others.replies), *others.texts]
    symbols = [*pieces(content), NEW, *NUMBERED, *GAPS]
    proto = train_pieces(corpus, shape.vocabulary, symbols=symbols)
    return t5.small(shape, SentencePieceProcessor(model_proto=proto).get_piece_size()), proto


def extended(folder: Path, vocabulary: Path, content: Content, targets: Sequence[str]) -> tuple[Any, bytes]:
    """A T5 that is there and its pieces, with more of them for what is new in the content; raises ConfigError."""
    model = t5.load_base(folder)
    rows = model.get_input_embeddings().weight.shape[0]
    proto = extend(vocabulary, pieces(content), targets, rows)
    processor = SentencePieceProcessor(model_proto=proto)
    t5.widen(model, processor.get_piece_size(), relatives(processor, rows))
    return model, proto


def relatives(processor: SentencePieceProcessor, first: int) -> dict[int, list[int]]:
    """Of the pieces from number `first` on, which a later content brought, those that stand for their like in a base.

    None where the base is not one of ours.
    """
    number, unknown = processor.piece_to_id, processor.unk_id()
    control, names = number(NEW), [number(name) for name in NUMBERED]
    if unknown in (control, *names):
        return {}
    found: dict[int, list[int]] = {}
    for piece in range(first, processor.get_piece_size()):
        match processor.id_to_piece(piece)[0]:
            case "<":
                found[piece] = [control]
            case "{":
                found[piece] = names
    return found


def main() -> None:
    """Train the base anew from the project's content and files of others."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.responder_base", description=main.__doc__)
    parser.add_argument("--more", type=Path, nargs="+", default=[], metavar="FILE", help="JSONL files, also .gz")
    parser.add_argument("--minutes", type=float, help="30, or 10 with --further, where nothing else is said")
    parser.add_argument(
        "--further", action="store_true", help="go on from the base that is there, with the content alone"
    )
    args = parser.parse_args()
    if args.further and args.more:
        parser.error("--further reads the content alone: leave --more out, or make the base anew without --further")
    root = FOLDER.parents[2]
    content = load(root / "intents", root / "prompts")
    minutes = args.minutes or (10 if args.further else 30)
    before = FOLDER if args.further else None
    _say(json.dumps(make(content, read_others(args.more), FOLDER, minutes=minutes, before=before)))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
