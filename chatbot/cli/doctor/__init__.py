"""`chatbot doctor`: looks over a deployment and says what is wrong and how to mend it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from ... import config
from ...errors import ChatbotError
from .. import common
from ..serve import SETTINGS
from . import bot, network, sign_in, storage
from .finding import Finding

Check = Callable[[config.Settings], Iterator[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("data", storage.check_data),
    ("database", storage.check_database),
    ("bot", bot.check_bot),
    ("satisfaction", storage.check_satisfaction),
    ("port", network.check_port),
    ("network", network.check_network),
    ("telemetry", network.check_telemetry),
    ("sign_in", sign_in.check_sign_in),
)
"""What `serve` would trip over, in its order, and what is dangerous."""


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(verbs, "doctor", "check a deployment and say how to mend what is wrong", SETTINGS)
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Report all findings; status 1 where something is wrong, warnings alone are 0."""
    common.split_lists(args)
    settings = common.settings_of(args)
    found = [*storage.check_file(config.file_of(vars(args))), *_environment()]
    for name, check in CHECKS:
        found += _all(name, check, settings)
    signs = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}
    lines = [f"{signs[f.level]}  {f.check}: {f.text}" + (f"\n         mend: {f.mend}" if f.mend else "") for f in found]
    wrong = sum(f.level == "wrong" for f in found)
    data = {"wrong": wrong, "findings": [vars(f) for f in found]}
    common.report(args, data, "\n".join(lines))
    return 1 if wrong else 0


def _all(name: str, check: Check, settings: config.Settings) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(check(settings))
    except (ChatbotError, OSError) as error:
        found.append(Finding(name, "wrong", str(error)))
    return found


def _environment() -> Iterator[Finding]:
    for variable in config.strange_variables():
        mend = f"unset {variable}; `chatbot serve --help` names the settings"
        yield Finding("environment", "warning", f"{variable} sets nothing", mend)
