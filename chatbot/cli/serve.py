"""`chatbot serve`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import threading

from .. import bootstrap, config
from . import common

log = logging.getLogger(__name__)

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
    from .doctor import storage  # which needs the settings above

    common.split_lists(args)
    settings = common.settings_of(args)
    for variable in config.strange_variables():
        _note(f"note: {variable} sets nothing, there is no such setting")
    if settings.data.is_dir() and (data := storage.folder(settings.data)).level != "ok":
        _note(f"note: {data.text}; {data.mend}")
    # What may end the start comes before minutes of training, and before a password is made that nobody would see.
    bound = run.bind(settings.host, settings.port)
    bootstrap.check_sole(settings)
    bootstrap.ensure_bundle(settings, _note)
    installation = bootstrap.install(settings)
    made = asyncio.run(bootstrap.first_agent(installation.accounts)) if settings.password_sign_in else None

    def announce(url: str) -> None:
        print(f"page and widget  {url}/\nagent console    {url}/desk\nAPI              {url}/docs")
        if made:
            print(f"console sign-in  name {made[0]}, password {made[1]}  (shown once; `chatbot agent add` makes more)")
        run.announce(url)

    logs.log_to_stderr()
    if settings.oidc_issuer is not None:
        # Beside the start: a provider that is away must not keep visitors waiting.
        threading.Thread(target=_doubt_provider, args=(settings,), daemon=True).start()
    run.serve(app.create_app(installation.services), settings.host, settings.port, announce, bound)
    return 0


def _doubt_provider(settings: config.Settings) -> None:
    provider = bootstrap.identity_provider(settings)
    doubt = asyncio.run(bootstrap.doubt_of_provider(provider)) if provider is not None else None
    if doubt is not None:
        log.warning("agents can't sign in at their provider: %s; `chatbot doctor` says how to mend it", doubt)


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
