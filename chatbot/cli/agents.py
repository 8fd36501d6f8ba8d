"""`chatbot agent`."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys

from .. import bootstrap
from ..transcripts.accounts import SqliteAccounts
from . import common


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(verbs, "agent", "add or list the people who may sign in to the console", ("data",))
    parser.add_argument("do", choices=("add", "list"), help="what to do")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the agent's name, shown to customers")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    common.add_json(parser)
    parser.set_defaults(run=lambda args: run(args, parser))


def run(args: argparse.Namespace, parser: common.Parser) -> int:
    """Add an agent, with a random password where none is given, or list them all."""
    if args.do == "add" and not args.name:
        parser.error("add needs a NAME")
    store = bootstrap.open_store(common.settings_of(args))
    try:
        accounts = SqliteAccounts(store.database, bootstrap.SystemClock())
        return asyncio.run(_add(args, accounts) if args.do == "add" else _list(args, accounts))
    finally:
        store.database.close()


async def _add(args: argparse.Namespace, accounts: SqliteAccounts) -> int:
    given = sys.stdin.readline().rstrip("\n") if args.password_stdin else None
    password = given if given is not None else secrets.token_urlsafe(12)
    await accounts.add(args.name, password)
    shown = {} if args.password_stdin else {"password": password}
    text = f"added {args.name}" + (f", password {password} (shown once)" if shown else "")
    common.report(args, {"agent": args.name, **shown}, text)
    return 0


async def _list(args: argparse.Namespace, accounts: SqliteAccounts) -> int:
    agents = await accounts.agents()
    data = {"agents": [{"name": a.name, "created_at": a.created_at, "active": a.active} for a in agents]}
    common.report(args, data, "\n".join(a.name for a in agents) or "no agents yet: chatbot agent add NAME")
    return 0
