"""The identity provider that signs agents in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ... import bootstrap, config
from ...errors import ConfigError, SignOnError
from .finding import Finding

if TYPE_CHECKING:
    from ...server.oidc import Provider

LEEWAY = 30
"""Seconds that the provider's clock may be off: more, and its ID tokens are refused."""


def check_sign_in(settings: config.Settings) -> Iterator[Finding]:
    """The identity provider answers, is who it should be, knows us, and has the same time."""
    try:
        provider = bootstrap.identity_provider(settings)
    except ConfigError as error:
        yield Finding("sign_in", "wrong", str(error).partition(": pip")[0], "pip install 'chatbot[oidc]'")
        return
    if provider is None:
        return
    try:
        yield from _provider(settings, provider)
    except SignOnError as error:
        mend = "compare oidc_issuer with the provider's own spelling, and see whether this machine reaches it"
        yield Finding("sign_in", "wrong", str(error), mend)


def _provider(settings: config.Settings, provider: Provider) -> Iterator[Finding]:
    about = asyncio.run(provider.discover())
    keys = asyncio.run(provider.keys())
    yield Finding("sign_in", "ok", f"{settings.oidc_issuer} answers, with {len(keys.keys)} keys")
    if not about.pkce:
        text = f"{settings.oidc_issuer} does not say that it checks PKCE (S256)"
        yield Finding("sign_in", "warning", text, "turn PKCE on for this client at the provider")
    known = asyncio.run(provider.knows_redirect())
    if known is False:
        mend = f"register {settings.oidc_redirect} as a redirect URI of {settings.oidc_client_id} at the provider"
        yield Finding("redirect", "wrong", "the provider does not take what it would be asked", mend)
    elif known is None:
        yield Finding("redirect", "ok", f"{settings.oidc_redirect}; whether the provider knows it, it does not tell")
    else:
        yield Finding("redirect", "ok", f"the provider sends people back to {settings.oidc_redirect}")
    yield from _secret(settings, asyncio.run(provider.knows_secret()))
    yield from _provider_clock(about.date)
    if settings.password_sign_in:
        mend = "password_sign_in = false, once everybody can sign in at the provider"
        yield Finding("passwords", "ok", f"are taken beside the provider; {mend} turns them off")


def _secret(settings: config.Settings, known: bool | None) -> Iterator[Finding]:
    client, has = settings.oidc_client_id, settings.oidc_client_secret is not None
    if known is False:
        text = f"the provider refuses {client} with this secret" if has else f"the provider wants a secret of {client}"
        mend = f"set oidc_client_secret (CHATBOT_OIDC_CLIENT_SECRET) to the provider's secret of {client}"
        yield Finding("client", "wrong", f"{text}: nobody could sign in", mend)
    elif known is None:
        yield Finding("client", "ok", f"{client}; whether its secret is right, the provider tells at a sign-in only")
    else:
        yield Finding("client", "ok", f"the provider knows {client}" + (" and takes its secret" if has else ""))


def _provider_clock(date: str | None) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(date or "")
    except ValueError:
        return
    if theirs.tzinfo is None:
        return
    off = abs(theirs - datetime.fromisoformat(bootstrap.SystemClock().now()))
    if off > timedelta(seconds=LEEWAY):
        text = f"the provider's clock and this machine's are {off.total_seconds():.0f} seconds apart"
        yield Finding("clock", "wrong", text, "set the clock (timedatectl set-ntp true); ID tokens are refused")
