"""`chatbot evaluate`."""

from __future__ import annotations

import argparse
import json
import random
import sys
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from .. import bootstrap
from ..config import Settings
from ..errors import ConfigError
from . import common, output

if TYPE_CHECKING:
    from ..models.bundle import Bundle
    from ..training.measure import Measured

WHAT = ("responder", "intents", "requests", "sentiment", "language", "knowledge", "replies")
DETECTORS = get_args(Settings.model_fields["detector"].annotation)


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs,
        "evaluate",
        "measure a bundle on its content's held-out messages",
        ("data", "bundle", "engine", "actions", "articles", "articles_link"),
    )
    parser.description = (
        "Measure a bundle on the held-out messages of the content that it was trained with, of which it has a copy: "
        "what was changed in the files since then does not count. With --train and --test, measure how well intents, "
        "sentiment, language or replies are learned from files of your own, without any bundle."
    )
    parser.add_argument("what", choices=WHAT, help="the model to measure")
    files = parser.add_argument_group(
        "on files: JSON lines, plain or gzipped, with `text` and `intent`, `label` or `lang`; "
        "for the responder with `acts`, `before`, `reply` and, where values are marked, `spans`"
    )
    files.add_argument("--train", nargs="+", type=Path, metavar="FILE", help="files to learn from")
    files.add_argument("--test", nargs="+", type=Path, metavar="FILE", help="files to be tested on")
    files.add_argument("--label", metavar="FIELD", help="the field with the label (default: intent, label or lang)")
    files.add_argument("--predictions", type=Path, metavar="FILE", help="write what is predicted for each test row")
    files.add_argument("--report", type=Path, metavar="FILE", help="write a report in HTML")
    files.add_argument("--seconds", type=float, metavar="S", help="time limit for the responder (default 1800)")
    files.add_argument("--fast", action="store_true", help="learn in seconds, somewhat worse")
    files.add_argument("--encoder", metavar="NAME", help="a sentence encoder for intents: a folder, or a model's name")
    files.add_argument(
        "--seed", type=common.at_least(0), metavar="N", help="seed of the training, or of --sample (default 0)"
    )
    files.add_argument("--detector", choices=DETECTORS, default=DETECTORS[0], help="which tells languages apart")
    parser.add_argument(
        "--checklist",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="for sentiment: minimal pairs in YAML, see docs/moods.md; for replies: situations, see docs/replies.md",
    )
    parser.add_argument(
        "--sample", type=common.at_least(0), default=0, metavar="N", help="for replies: show N of each file by chance"
    )
    parser.add_argument("--kept", action="store_true", help="for replies: show failures of kept situations as well")
    common.add_json(parser)
    parser.set_defaults(run=run, wrong=parser.error)


def run(args: argparse.Namespace) -> int:
    """Measure on files where they are given, else on the `held_out` lists of the content inside the bundle."""
    _refuse(args)
    if args.what == "replies":
        return _replies(args)
    measure = _held_out if not args.train else _texts if args.what == "responder" else _files
    data = measure(args)
    common.report(args, data, common.table([(k, v) for k, v in data.items() if not isinstance(v, list | dict)]))
    return 0


def _refuse(args: argparse.Namespace) -> None:
    """What goes not together, or would do nothing."""
    if bool(args.train) != bool(args.test):
        args.wrong("--train and --test go together")
    if args.train and args.what in ("requests", "knowledge", "replies"):
        args.wrong(f"{args.what}: measured on a bundle, not on files")
    if not args.train and args.what == "language":
        args.wrong("language is measured on files: give --train and --test")
    if args.what == "responder" and args.train and (args.report or args.fast):
        args.wrong("--report and --fast are not for the responder")
    if args.seconds is not None and not (args.what == "responder" and args.train and args.seconds > 0):
        args.wrong("--seconds is a positive number, for the responder on files")
    if args.label and (args.what not in ("intents", "sentiment", "language") or not args.train):
        args.wrong("--label goes with --train and --test of intents, sentiment or language")
    if args.encoder and (args.what != "intents" or not args.train):
        args.wrong("--encoder goes with --train and --test of intents")
    if args.checklist and (args.what not in ("sentiment", "replies") or args.train):
        args.wrong("--checklist is for the sentiment of a bundle, and for replies")
    if args.what == "replies" and not args.checklist:
        args.wrong("replies are measured on situations: give --checklist")
    if not args.train and args.predictions:
        args.wrong("--predictions needs --train and --test")
    if args.report and not args.train and (args.what not in ("intents", "sentiment") or args.checklist):
        args.wrong("--report is for intents, sentiment and language")
    if args.fast and (not args.train or args.what == "language"):
        args.wrong("--fast goes with --train and --test of intents or sentiment")
    if args.seed is not None and not args.train and not (args.what == "replies" and args.sample):
        args.wrong("--seed goes with --train and --test, or with --sample of replies")
    args.seed = args.seed or 0


def _held_out(args: argparse.Namespace) -> dict[str, Any]:
    from ..training import evaluate

    settings = common.settings_of(args)
    bundle = bootstrap.load_bundle_of(settings)
    if args.report:
        from ..training import report_html

        found = evaluate.measured(bundle, bundle.content, args.what)
        title = f"{args.what.capitalize()} of the bundle on {len(found.texts)} held-out messages"
        output.write(args.report, report_html.page(title, found))
        return found.numbers
    if args.what == "knowledge":
        return _knowledge(settings, bundle)
    if args.what == "responder":
        return evaluate.evaluate_responder(bundle, bundle.content)
    if args.what == "intents":
        return evaluate.evaluate_intents(bundle, bundle.content)
    if args.what == "requests":
        from ..training.evaluate_requests import evaluate_requests

        return evaluate_requests(bundle, bundle.content)
    if args.checklist:
        from ..training import checklist

        return checklist.measure_checklist(bundle.sentiment, [checklist.read_checklist(p) for p in args.checklist])
    return evaluate.evaluate_sentiment(bundle, bundle.content.moods_held_out)


def _replies(args: argparse.Namespace) -> int:
    from ..training import replies

    settings = common.settings_of(args)
    bundle = bootstrap.load_bundle_of(settings)
    lists = [replies.read_checklist(path, bundle.content) for path in args.checklist]
    pipeline = bootstrap.build_pipeline(settings, bundle)
    # Today, as the business counts its days from it, but at one hour for all.
    at = f"{pipeline.clock.now()[:10]}T10:00:00.000Z"
    found = [list(replies.run_checklist(pipeline, lambda: bootstrap.load_actions(settings), one, at)) for one in lists]
    data = replies.measured([outcome for outcomes in found for outcome in outcomes])
    chosen = random.Random(args.seed)
    samples = [chosen.sample(outcomes, min(args.sample, len(outcomes))) for outcomes in found]
    data["sample"] = [replies.as_json(outcome) for sample in samples for outcome in sample]
    shown = [replies.as_text(f) for f in data["failed"] if args.kept or not f["kept"]]
    shown += [replies.as_text(s | {"wanted": []}) for s in data["sample"]]
    numbers = [(k, v) for k, v in data.items() if isinstance(v, int | float)]
    shown.append(common.table([*numbers, *(("  " + tag, share) for tag, share in data["by_tag"].items())]))
    common.report(args, data, "\n\n".join(shown))
    return 0


def _knowledge(settings: Settings, bundle: Bundle) -> dict[str, Any]:
    from ..training.evaluate_knowledge import evaluate_knowledge

    knowledge = bootstrap.load_knowledge(settings, bundle)
    if knowledge is None or settings.articles_path is None:
        raise ConfigError("there are no articles: name their folder with --articles")
    return evaluate_knowledge(knowledge, settings.articles_path, bootstrap.build_pipeline(settings, bundle))


def _files(args: argparse.Namespace) -> dict[str, Any]:
    from ..training import encoder, measure, report_html, rows

    train, test = (rows.read_rows(paths, args.label or rows.KEYS[args.what]) for paths in (args.train, args.test))
    found: Measured
    if args.what == "intents":
        source = encoder.find_encoder(args.encoder) if args.encoder else None
        found = measure.measure_intents(train, test, seed=args.seed, fast=args.fast, encoder=source)
    elif args.what == "sentiment":
        found = measure.measure_sentiment(train, test, seed=args.seed, fast=args.fast)
    else:
        found = measure.measure_language(train, test, seed=args.seed, detector=args.detector)
    if args.predictions:
        said = zip(found.texts, found.predicted, found.scores.tolist(), strict=True)
        output.write(
            args.predictions,
            "".join(
                json.dumps({"text": t, "predicted": p, "score": round(s, 9)}, ensure_ascii=False) + "\n"
                for t, p, s in said
            ),
        )
    if args.report:
        output.write(args.report, report_html.page(f"{args.what.capitalize()} on {len(test.texts)} messages", found))
    return found.numbers


def _texts(args: argparse.Namespace) -> dict[str, Any]:
    if missing := [name for name in ("torch", "sacrebleu") if util.find_spec(name) is None]:
        raise ConfigError(f"the responder on files needs {' and '.join(missing)}: pip install 'chatbot[train]'")
    from ..training import measure_text
    from ..training.text_rows import read_text_rows
    from .train import Bar

    train, test = read_text_rows(args.train), read_text_rows(args.test)
    limit = measure_text.SECONDS if args.seconds is None else args.seconds
    found = measure_text.measure_text(train, test, seconds=limit, seed=args.seed, progress=Bar())
    print(file=sys.stderr)
    if args.predictions:
        said = ({"id": row.name, "reply": reply} for row, reply in zip(test, found.replies, strict=True))
        output.write(args.predictions, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said))
    return found.numbers
