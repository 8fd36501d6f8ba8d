"""`chatbot train`."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import util
from pathlib import Path

from .. import bootstrap
from ..errors import ConfigError
from . import common

WIDTH = 30


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(verbs, "train", "train a bot from the content", ("intents", "prompts", "base", "encoder"))
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the bundle; replaced when it is one")
    parser.add_argument(
        "--seconds", type=common.at_least(1), metavar="S", help="time limit for all training (default: what fits)"
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="intents in seconds, somewhat worse; mood and replies only where their texts changed",
    )
    parser.add_argument("--seed", type=common.at_least(0), default=0, help="seed of all randomness (default 0)")
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build the bundle and report how good it is."""
    settings = common.settings_of(args)
    # Before it is read: what is edited while a bundle is trained is not in it.
    sources = bootstrap.fingerprint_of(settings)
    content = bootstrap.load_content(settings)
    if util.find_spec("torch") is None:
        raise ConfigError("training needs torch: pip install 'chatbot[train]'")
    from ..models.bundle import CARD
    from ..training.train import train

    started = time.perf_counter()
    limit = {} if args.seconds is None else {"seconds": args.seconds}
    metrics = train(
        content, Path(args.out), base=settings.base, encoder=settings.encoder, fast=args.fast, progress=Bar(),
        seed=args.seed, sources=sources, **limit,
    )  # fmt: skip
    print(file=sys.stderr)
    seconds = round(time.perf_counter() - started, 1)
    data = {"bundle": args.out, "seconds": seconds, "metrics": metrics}
    rows = [("bundle", args.out), ("seconds", seconds), ("measured", Path(args.out) / CARD)]
    common.report(args, data, common.table(rows))
    return 0


class Bar:
    """A progress bar on standard error; one line at each step where that is no terminal."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = ("", -1)

    def __call__(self, step: str, share: float) -> None:
        """Show that `share` (0 to 1) of everything is done and `step` is under way."""
        tenths = int(share * 10)
        if self._live:
            done = round(share * WIDTH)
            print(
                f"\r[{'#' * done}{'.' * (WIDTH - done)}] {share:4.0%} {step:<40}", end="", file=sys.stderr, flush=True
            )
        elif (step.split(" ")[0], tenths) != self._last:
            self._last = (step.split(" ")[0], tenths)
            print(f"{share:4.0%} {step}", file=sys.stderr, flush=True)
