"""`chatbot evaluate`."""

from __future__ import annotations

import argparse
from typing import Any

from .. import bootstrap
from . import common

WHAT = ("responder", "intents", "sentiment")


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs, "evaluate", "measure a bundle on the content's held-out messages", ("data", "bundle", "precision")
    )
    parser.add_argument("what", choices=WHAT, help="the model to measure")
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure on what no model was trained on: the `held_out` lists of the content inside the bundle."""
    from ..training import evaluate

    bundle = bootstrap.load_bundle_of(common.settings_of(args))
    measure = {
        "responder": evaluate.evaluate_responder,
        "intents": evaluate.evaluate_intents,
        "sentiment": evaluate.evaluate_sentiment,
    }[args.what]
    data: dict[str, Any] = measure(bundle)
    common.report(args, data, common.table([(k, v) for k, v in data.items() if not isinstance(v, list | dict)]))
    return 0
