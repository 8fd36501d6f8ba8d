"""`chatbot serve`."""

from __future__ import annotations

import argparse
import asyncio
import sys

from .. import bootstrap
from . import common

SETTINGS = (
    "host", "port", "data", "database", "bundle", "intents", "prompts", "actions", "actions_token", "actions_seconds",
    "articles", "articles_link", "base", "encoder", "origins", "desk_origins", "trusted_proxies", "workers", "engine",
    "detector",
)  # fmt: skip


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(verbs, "serve", "serve the widget, the console and the API", SETTINGS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Train the starter bot if there is none, then serve until SIGTERM."""
    from ..server import app, logs, run

    common.split_lists(args)
    settings = common.settings_of(args)
    bootstrap.ensure_bundle(settings, _note)
    installation = bootstrap.install(settings)
    made = asyncio.run(bootstrap.first_agent(installation.accounts)) if settings.password_sign_in else None

    def announce(url: str) -> None:
        print(f"shop and widget  {url}/\nagent console    {url}/desk\nAPI              {url}/docs")
        if made:
            print(f"console sign-in  name {made[0]}, password {made[1]}  (shown once; `chatbot agent add` makes more)")
        run.announce(url)

    logs.log_to_stderr()
    run.serve(app.create_app(installation.services), settings.host, settings.port, announce)
    return 0


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
