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
        verbs, "evaluate", "measure a bundle on the content's held-out messages", ("data", "bundle", "engine")
    )
    parser.add_argument("what", choices=WHAT, help="the model to measure")
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure on what no model was trained on: the `held_out` lists of the content inside the bundle."""
    from ..training import evaluate

    bundle = bootstrap.load_bundle_of(common.settings_of(args))
    data: dict[str, Any]
    if args.what == "responder":
        data = evaluate.evaluate_responder(bundle, bundle.content)
    elif args.what == "intents":
        data = evaluate.evaluate_intents(bundle, bundle.content)
    else:
        data = evaluate.evaluate_sentiment(bundle, bundle.content.moods_held_out)
    common.report(args, data, common.table([(k, v) for k, v in data.items() if not isinstance(v, list | dict)]))
    return 0
