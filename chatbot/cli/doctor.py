"""`chatbot doctor`: looks over a deployment and says what is wrong and how to mend it."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .. import bootstrap, config
from ..errors import ChatbotError, SignOnError
from ..models.bundle import content_hash
from ..transcripts import backup, sqlite
from ..transcripts.accounts import WEAK
from ..transcripts.schema import HEAD, REVISIONS
from . import common

if TYPE_CHECKING:
    from ..server.oidc import Provider

Level = Literal["ok", "warning", "wrong"]

DISK_WRONG, DISK_WARNING = 200 * 2**20, 2 * 2**30
"""Bytes of free disk below which messages may soon be refused, or somebody should look."""

LEEWAY = 30
"""Seconds that the provider's clock may be off: more, and its ID tokens are refused."""

SETTINGS = (
    "data", "database", "bundle", "intents", "prompts", "actions", "host", "origins", "desk_origins", "trusted_proxies",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    check: str
    level: Level
    text: str
    mend: str = ""


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(verbs, "doctor", "check a deployment and say how to mend what is wrong", SETTINGS)
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Report all findings; status 1 where something is wrong, warnings alone are 0."""
    common.split_lists(args)
    settings = common.settings_of(args)
    found = [finding for check in CHECKS for finding in _all(check, settings)]
    found += list(check_file(config.file_of(vars(args))))
    signs = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}
    lines = [f"{signs[f.level]}  {f.check}: {f.text}" + (f"\n         mend: {f.mend}" if f.mend else "") for f in found]
    wrong = sum(f.level == "wrong" for f in found)
    data = {"wrong": wrong, "findings": [vars(f) for f in found]}
    common.report(args, data, "\n".join(lines))
    return 1 if wrong else 0


Check = Callable[[config.Settings], Iterator[Finding]]


def _all(check: Check, settings: config.Settings) -> list[Finding]:
    name = check.__name__.removeprefix("check_")
    try:
        return list(check(settings))
    except (ChatbotError, OSError, sqlite3.Error) as error:
        return [Finding(name, "wrong", str(error))]


def check_file(path: Path | None) -> Iterator[Finding]:
    """A settings file with secrets is its owner's alone."""
    if path is None or not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    # The database is a secret where it is a URL, which may hold a password.
    if any(name in text for name in (*(config.SECRETS - {"database"}), *config.POSTGRES)):
        yield _private("settings file", path, 0o600)


def check_data(settings: config.Settings) -> Iterator[Finding]:
    """The folder is there, writable, and nobody else's; the disk has room."""
    if not settings.data.is_dir():
        yield Finding("data", "warning", f"{settings.data} is not there yet", "the first `chatbot serve` makes it")
        return
    yield _private("data", settings.data, 0o700)
    if not os.access(settings.data, os.W_OK | os.X_OK):
        yield Finding("data", "wrong", f"{settings.data} can't be written", f"chown {os.getuid()} {settings.data}")
    free = shutil.disk_usage(settings.data).free
    level: Level = "wrong" if free < DISK_WRONG else "warning" if free < DISK_WARNING else "ok"
    mend = "" if level == "ok" else "make room: a full disk refuses every message"
    yield Finding("disk", level, f"{free / 2**30:.1f} GiB free at {settings.data}", mend)


def check_database(settings: config.Settings) -> Iterator[Finding]:
    """Sound, private, of this version, with somebody to sign in."""
    if settings.database_url is not None:
        yield from _postgres(settings.database_url)
        return
    path = settings.database_file
    if not path.is_file():
        yield Finding("database", "warning", f"{path} is not there yet", "the first `chatbot serve` makes it")
        return
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        if file.exists():
            yield _private("database", file, 0o600)
    backup.check(path)
    yield Finding("database", "ok", f"{path} is sound, {path.stat().st_size / 2**20:.1f} MiB")
    yield from _agents(path)


def _agents(path: Path) -> Iterator[Finding]:
    with closing(backup.reading(path)) as connection:
        version = sqlite.version(connection)
        (last,) = connection.execute("SELECT max(last_at) FROM conversations").fetchone()
        (active,) = connection.execute("SELECT count(*) FROM agents WHERE active").fetchone()
        weak = [] if version == "0001" else connection.execute(WEAK).fetchall()
    if version != HEAD:
        mend = "the next start brings them up to date"
        yield Finding("database", "warning", f"its tables are of version {version}", mend)
    yield from _signing_in(active, [name for (name,) in weak])
    yield _clock(last)


def _signing_in(active: int, weak: list[str]) -> Iterator[Finding]:
    if weak:
        names = ", ".join(weak)
        yield Finding("agents", "warning", f"admins without a one-time code: {names}", "chatbot agent totp NAME")
    if not active:
        yield Finding("agents", "warning", "nobody may sign in to the console", "chatbot agent add NAME --admin")
    else:
        yield Finding("agents", "ok", f"{active} may sign in")


def _postgres(url: str) -> Iterator[Finding]:
    try:
        from ..transcripts import postgres
    except ImportError:
        yield Finding("database", "wrong", "PostgreSQL's driver is not there", "pip install 'chatbot[postgres]'")
        return
    looked = postgres.look(url)
    yield Finding("database", "ok", f"{postgres.place(url)} answers, PostgreSQL {looked.server}, {looked.encrypted}")
    if looked.lossy:
        mend = "turn fsync and full_page_writes on: what is acknowledged must survive a power cut"
        yield Finding("database", "wrong", "it may lose what it has committed", mend)
    if looked.read_only:
        mend = "name the primary, or all hosts with target_session_attrs=read-write"
        yield Finding("database", "wrong", "it takes no writes", mend)
    if looked.version is None:
        yield Finding("database", "warning", "it has no tables yet", "the first `chatbot serve` makes them")
        return
    if looked.version != HEAD:
        level: Level = "warning" if looked.version in REVISIONS else "wrong"
        mend = "the next start brings them up to date" if level == "warning" else "use the program that made them"
        yield Finding("database", level, f"its tables are of version {looked.version}", mend)
        return
    yield from _signing_in(looked.active, looked.weak)
    yield _clock(looked.last)


def _clock(last: str | None) -> Finding:
    now = bootstrap.SystemClock().now()
    if last is not None and last > now:
        late = datetime.fromisoformat(last) - datetime.fromisoformat(now)
        if late > timedelta(seconds=5):
            text = f"the last event is {late} ahead of this machine's clock"
            return Finding("clock", "wrong", text, "set the clock (timedatectl set-ntp true); tokens and order need it")
    return Finding("clock", "ok", now)


def check_bundle(settings: config.Settings) -> Iterator[Finding]:
    """Whole, of this version, trained on the content that is there; the business has its actions."""
    if not (settings.bundle_path / "bundle.json").is_file():
        mend = f"chatbot train --out {settings.bundle_path}"
        yield Finding("bundle", "warning", f"no bundle in {settings.bundle_path} yet", mend)
        return
    bundle = bootstrap.load_bundle_of(settings)
    yield Finding("bundle", "ok", f"{settings.bundle_path} is whole")
    if settings.intents.is_dir() and content_hash(bootstrap.load_content(settings)) != content_hash(bundle.content):
        text = f"{settings.intents} or {settings.prompts} changed since it was trained"
        yield Finding("content", "warning", text, f"chatbot train --out {settings.bundle_path}")
    bootstrap.check_actions(bundle.content, bootstrap.load_actions(settings))
    yield Finding("actions", "ok", f"{settings.actions} has every action")


def check_network(settings: config.Settings) -> Iterator[Finding]:
    """Origins, proxies and what is open to the network."""
    for name in ("origins", "desk_origins"):
        for origin in getattr(settings, name):
            if origin == "*":
                level: Level = "wrong" if name == "desk_origins" else "warning"
                yield Finding(name, level, "any site may connect", f"list the sites in {name}")
            elif origin.startswith("http://"):
                yield Finding(name, "warning", f"{origin} has no TLS", f"serve it by https and list https:{origin[5:]}")
    if not settings.origins:
        yield Finding("origins", "ok", "only this server's own pages may open the widget")
    wide = [p for p in settings.trusted_proxies if ip_network(p).prefixlen == 0]
    if wide:
        mend = "name the proxy's own address in trusted_proxies"
        yield Finding("trusted_proxies", "wrong", "everybody may claim any address", mend)
    if not (_is_loopback(settings.host) or settings.trusted_proxies):
        mend = "listen on 127.0.0.1 behind a proxy with TLS and name it in trusted_proxies (docs/deploy.md)"
        yield Finding("host", "warning", f"{settings.host} is open to the network without TLS", mend)
    if settings.identity_secret is None:
        yield Finding("identity", "ok", "no identity_secret: all visitors are anonymous")
    elif len(set(settings.identity_secret.get_secret_value())) < 8:
        mend = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        yield Finding("identity", "wrong", "identity_secret is easy to guess", mend)


def check_sign_in(settings: config.Settings) -> Iterator[Finding]:
    """The identity provider answers, is who it should be, knows us, and has the same time."""
    provider = bootstrap.identity_provider(settings)
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
    yield from _provider_clock(about.date)
    if settings.password_sign_in:
        mend = "password_sign_in = false, once everybody can sign in at the provider"
        yield Finding("passwords", "ok", f"are taken beside the provider; {mend} turns them off")


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


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _private(check: str, path: Path, wanted: int) -> Finding:
    found = stat.S_IMODE(path.stat().st_mode)
    if found & 0o077:
        return Finding(check, "wrong", f"{path} is open to others (mode {found:o})", f"chmod {wanted:o} {path}")
    return Finding(check, "ok", f"{path} is its owner's alone")


CHECKS: tuple[Check, ...] = (check_data, check_database, check_bundle, check_network, check_sign_in)
