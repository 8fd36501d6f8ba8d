"""`chatbot validate`."""

from __future__ import annotations

import argparse
from importlib import util
from typing import Any

from .. import bootstrap
from ..config import Settings
from ..domain.codec import encode
from ..domain.content import Content
from ..errors import ConfigError, ContentError
from . import common


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs, "validate", "check the content, the articles and the business's actions",
        ("intents", "prompts", "actions", "detector", "articles", "articles_link"),
    )  # fmt: skip
    parser.add_argument(
        "--examples", action="store_true", help="warn of examples that make intents hard to tell apart (half a minute)"
    )
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Report every mistake at once, else what the content has."""
    settings = common.settings_of(args)
    try:
        content = bootstrap.load_content(settings)
        passages = bootstrap.passages_of(settings, content)
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
    data: dict[str, Any] = {
        "valid": True, "languages": list(content.languages), "intents": len(content.intents), "examples": examples,
        "replies": wordings, "articles": len({(p.article, p.language) for p in passages}),
    }  # fmt: skip
    spoken = ", ".join(content.languages)
    text = f"valid: {len(content.intents)} intents in {spoken}, {examples} examples, {wordings} replies"
    text += f", {data['articles']} articles" if passages else ""
    warnings = [*_unknown_languages(content, settings), *(_confusing(content) if args.examples else ())]
    data["warnings"] = warnings
    text = "\n".join([text, *(f"warning: {warning}" for warning in warnings)])
    common.report(args, data, text)
    return 0


def _unknown_languages(content: Content, settings: Settings) -> list[str]:
    named = ", ".join(bootstrap.unknown_languages(settings, content))
    decides = "its examples' words" if settings.detector == "mixed" else "no word of a message"
    return [
        f"the detector {settings.detector} has no model of {named}: the script, {decides}, the conversation and the "
        "page's locale tell when it is spoken"
    ] if named else []  # fmt: skip


def _confusing(content: Content) -> list[str]:
    """What is allowed and still likely to go wrong."""
    if util.find_spec("sklearn") is None:
        raise ConfigError("--examples needs scikit-learn: pip install 'chatbot[train]'")
    from ..training import ambiguous

    return [*map(str, ambiguous.twins(content)), *map(str, ambiguous.confused(content))]
