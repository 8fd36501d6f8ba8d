"""`chatbot validate`."""

from __future__ import annotations

import argparse

from .. import bootstrap
from ..domain.codec import encode
from ..errors import ContentError
from . import common


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs, "validate", "check the content and the business's actions", ("intents", "prompts", "actions")
    )
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Report every mistake at once, else what the content has."""
    settings = common.settings_of(args)
    try:
        content = bootstrap.load_content(settings)
    except ContentError as error:
        if args.json != "-":
            raise
        common.report(args, {"valid": False, "mistakes": [encode(m) for m in error.mistakes]}, "")
        return 1
    bootstrap.check_actions(content, bootstrap.load_actions(settings))
    examples = sum(len(t) for i in content.intents.values() for t in i.examples.values())
    wordings = sum(
        len(texts)
        for outcome in [o for i in content.intents.values() for o in i.outcomes.values()]
        + [*content.situations.values()]
        for moods in outcome.replies.values()
        for texts in moods.values()
    )
    data = {
        "valid": True, "languages": list(content.languages), "intents": len(content.intents), "examples": examples,
        "replies": wordings,
    }  # fmt: skip
    spoken = ", ".join(content.languages)
    text = f"valid: {len(content.intents)} intents in {spoken}, {examples} examples, {wordings} replies"
    common.report(args, data, text)
    return 0
