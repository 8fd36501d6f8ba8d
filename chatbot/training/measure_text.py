"""How well replies are written from acts: a T5 trained on some files, tested on others, beside what it has to beat."""

from __future__ import annotations

import math
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sacrebleu.metrics.bleu import BLEU

from ..errors import DataError
from ..models.t5_onnx import T5Onnx, settings_of
from . import t5_graph
from .responder import Shape
from .text_baselines import Nearest, by_hand
from .text_choice import faults, tokens
from .text_model import SHAPE, Lesson, fit_text
from .text_options import DRAFTS, Offered, Policy, choose_policy, options
from .text_pieces import Pieces, Request, learn_pieces
from .text_rows import TextRow, language_of
from .text_slots import Names, Surface, count, filled, named, template_of
from .text_writer import LONGEST, Writer

SECONDS = 1800.0
_WRITING = 0.25
"""The share of the time that is kept for writing."""
_LEAST = 10
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers for JSON and, in the order of the test rows, what was said."""

    numbers: dict[str, Any]
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Test:
    """The rows to reply to, and what replies are measured with."""

    rows: Sequence[TextRow]
    references: Sequence[str]
    names: Names
    surface: Surface
    language: str
    untrained: Sequence[bool]
    untrained_services: Sequence[str]

    def said(self, template: str, row: TextRow) -> str:
        """A template with the row's facts."""
        facts = row.facts
        return filled(template, dict(zip(named(facts), map(self.surface.of, facts), strict=True)))


def measure_text(
    train: Sequence[TextRow],
    test: Sequence[TextRow],
    *,
    seconds: float = SECONDS,
    seed: int = 0,
    shape: Shape = SHAPE,
    progress: Progress = lambda what, share: None,
) -> Written:
    """Train on `train`, reply to `test`; raises DataError where there is too little to learn from.

    `seconds` bound reading, training and writing together, roughly: what is measured besides comes on top.
    """
    started = time.monotonic()
    progress("reading", 0.0)
    lessons, world = _read(train, test)
    before = time.monotonic()
    nearest = Nearest([lesson.row for lesson in lessons], [lesson.template for lesson in lessons])
    near = nearest.find(test, DRAFTS)
    near_seconds = time.monotonic() - before
    progress("training", 0.05)
    pieces = learn_pieces([lesson.row for lesson in lessons], [lesson.template for lesson in lessons], seed=seed)
    model, apart, trained = fit_text(
        pieces, lessons, until=started + (1 - _WRITING) * seconds, shape=shape, seed=seed,
        progress=lambda share: progress("training", 0.05 + (0.95 - _WRITING) * share),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        t5_graph.export(model, Path(place), settings_of(model.config.to_dict(), max_prompt=256, max_new=LONGEST))
        writer = Writer(T5Onnx(Path(place), precision="float32", threads=2), pieces.forbidden)
        before = time.monotonic()
        requests = [pieces.request(row) for row in test]
        policy, tried = choose_policy(writer, pieces, nearest, apart)
        found = options(
            writer, pieces, requests, near, until=started + seconds,
            progress=lambda share: progress("writing", 1 - _WRITING * (1 - share)),
        )  # fmt: skip
        writing = time.monotonic() - before
        perplexity = _perplexity(writer, pieces, test, requests)
    replies, numbers = _said(world, found, policy)
    hand = [by_hand(row, world.language) for row in test]
    numbers |= {
        "choice": tried,
        **perplexity,
        "train_rows": len(train),
        "train_rows_used": len(lessons),
        "training": trained,
        "writing_seconds": writing,
        "milliseconds_per_reply": 1000 * writing / len(test),
        "untrained_services": list(world.untrained_services),
        "baselines": {
            "nearest": {
                **_measured(world, [n[0] if n else text for n, text in zip(near, hand, strict=True)]),
                "none_found": sum(not n for n in near) / len(test),
                "seconds": near_seconds,
            },
            "template": _measured(world, hand),
        },
        "human": {**_measured_texts(world, world.references), **_human_refused(world)},
        "seconds": time.monotonic() - started,
    }
    return Written(numbers, replies)


def _read(train: Sequence[TextRow], test: Sequence[TextRow]) -> tuple[list[Lesson], _Test]:
    """The training rows that can teach, which the guard would let through; and what the test is measured with."""
    templates = [template_of(row) for row in train]
    names = Names(train, [text for text in templates if text])
    lessons = [
        Lesson(row, template)
        for row, template in zip(train, templates, strict=True)
        if template is not None and not faults(template, row, names)
    ]
    if len(lessons) < _LEAST:
        raise DataError(f"only {len(lessons)} training rows can be learned from: at least {_LEAST} are needed")
    services = {service for row in train for service in row.services}
    return lessons, _Test(
        test,
        [" ".join(row.reply.split()) for row in test],
        names,
        Surface(train),
        language_of(train),
        [not row.services <= services for row in test],
        sorted({service for row in test for service in row.services} - services),
    )


def _said(test: _Test, found: Sequence[Offered], policy: Policy) -> tuple[tuple[str, ...], dict[str, Any]]:
    """For each row the first option that the guard lets through, else the template; and the numbers of that."""
    said: list[str] = []
    first: list[str] = []
    alone: list[str] = []
    reasons: Counter[str] = Counter()
    refused = own = by_template = 0
    for row, offered in zip(test.rows, found, strict=True):
        hand = by_hand(row, test.language)
        checked = [(text, faults(text, row, test.names)) for text in policy.ordered(offered)]
        passing = [text for text, codes in checked if not codes]
        if not checked or checked[0][1]:
            refused += 1
            reasons.update(checked[0][1] if checked else ("nothing_written",))
        said.append(passing[0] if passing else hand)
        first.append(checked[0][0] if checked else hand)
        alone.append(offered.beam[0] if offered.beam else hand)
        own += said[-1] in {*offered.beam, *offered.drawn}
        by_template += not passing
    rows = len(test.rows)
    return tuple(test.said(text, row) for text, row in zip(said, test.rows, strict=True)), {
        "rows": rows,
        "language": test.language,
        "slots": sum(len(row.facts) for row in test.rows),
        **_measured(test, said),
        "guard_refused": refused / rows,
        "guard_reasons": dict(reasons.most_common()),
        "by_template": by_template / rows,
        "written_by_model": own / rows,
        "before_guard": _measured(test, first),
        "beam_alone": _measured(test, alone),
    }


def _perplexity(
    writer: Writer, pieces: Pieces, rows: Sequence[TextRow], requests: Sequence[Request]
) -> dict[str, float | None]:
    """Of the references that have each fact once, with placeholders: a piece, and a word of the text."""
    asked, wanted, words = [], [], 0
    for row, request in zip(rows, requests, strict=True):
        template = template_of(row)
        if template is not None:
            asked.append(request)
            numbers = {name: symbol for symbol, name in request.symbols.items()}
            wanted.append([pieces.target(template, numbers)[:LONGEST]])
            words += len(tokens(template)) + 1
    if not asked:
        return {"perplexity": None, "perplexity_word": None, "perplexity_rows": 0, "reference_tokens": 0}
    number = sum(len(reply) + 1 for (reply,) in wanted)
    total = -sum(score for (score,) in writer.scores(asked, wanted))
    return {
        "perplexity": math.exp(total / number),
        "perplexity_word": math.exp(total / words),
        "perplexity_rows": len(asked),
        "reference_tokens": number,
    }


def _measured(test: _Test, templates: Sequence[str]) -> dict[str, Any]:
    return _measured_texts(test, [test.said(text, row) for text, row in zip(templates, test.rows, strict=True)])


def _measured_texts(test: _Test, replies: Sequence[str]) -> dict[str, Any]:
    """BLEU, the slot error rate and what it is made of, and how varied the replies are."""
    counted = [count(reply, row.facts, test.names) for reply, row in zip(replies, test.rows, strict=True)]
    slots = max(sum(len(row.facts) for row in test.rows), 1)
    found: dict[str, Any] = {
        "bleu": _bleu(test, replies, [True] * len(replies)),
        "slot_error_rate": sum(c.errors for c in counted) / slots,
        "missing": sum(len(c.missing) for c in counted) / slots,
        "wrong": sum(len(c.wrong) for c in counted) / slots,
        "repeated": sum(len(c.repeated) for c in counted) / slots,
        "distinct_2": _distinct(replies),
        "words": sum(len(tokens(reply)) for reply in replies),
    }
    if any(test.untrained):
        for name, chosen in (("seen", [not new for new in test.untrained]), ("unseen", list(test.untrained))):
            if any(chosen):
                of = max(sum(len(row.facts) for row, mine in zip(test.rows, chosen, strict=True) if mine), 1)
                wrong = sum(c.errors for c, mine in zip(counted, chosen, strict=True) if mine)
                found[name] = {
                    "rows": sum(chosen),
                    "bleu": _bleu(test, replies, chosen),
                    "slot_error_rate": wrong / of,
                }
    return found


def _bleu(test: _Test, replies: Sequence[str], chosen: Sequence[bool]) -> float:
    metric = BLEU(force=True, tokenize="zh" if test.language == "zh" else "13a")
    said = [reply for reply, mine in zip(replies, chosen, strict=True) if mine]
    wanted = [reference for reference, mine in zip(test.references, chosen, strict=True) if mine]
    return float(metric.corpus_score(said, [wanted]).score)


def _distinct(replies: Sequence[str]) -> float:
    """Different pairs of neighbouring words, as a share of all pairs."""
    pairs = [pair for reply in replies for pair in pairwise(tokens(reply))]
    return len(set(pairs)) / max(len(pairs), 1)


def _human_refused(test: _Test) -> dict[str, float]:
    """What the guard thinks of people: how much of what it refuses is its own noise."""
    templates = [template_of(row) for row in test.rows]
    refused = [t is None or bool(faults(t, row, test.names)) for t, row in zip(templates, test.rows, strict=True)]
    return {"guard_refused": sum(refused) / len(refused)}
