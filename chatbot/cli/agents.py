"""`chatbot agent`."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable

from .. import bootstrap
from ..errors import DataError
from ..transcripts.accounts import AccountError, Accounts
from . import common

Report = tuple[dict[str, object], str]
Do = Callable[[argparse.Namespace, Accounts], Awaitable[Report]]


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(verbs, "agent", "manage the people who may sign in to the console", ("data", "database"))
    parser.add_argument("do", choices=tuple(DO), help="; ".join(f"{name}: {help}" for name, (_, help) in DO.items()))
    parser.add_argument("name", nargs="?", metavar="NAME", help="the name to sign in with")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument("--admin", action="store_true", help="add: an admin, who may also read the metrics")
    parser.add_argument(
        "--off", action="store_true", help="totp: ask for no code any more; admin: no longer an admin; link: no longer"
    )
    parser.add_argument("--display-name", metavar="TEXT", help="add, name: what customers read; empty for `our team`")
    parser.add_argument("--email", help="link: the address by which the identity provider knows them")
    common.add_json(parser)
    parser.set_defaults(run=lambda args: run(args, parser))


def run(args: argparse.Namespace, parser: common.Parser) -> int:
    """Do it; a running server takes notice within a second."""
    if args.do != "list" and not args.name:
        parser.error(f"{args.do} needs a NAME")
    _refuse(args, parser)
    settings = common.settings_of(args)
    if args.do != "add":
        common.needs_database(settings)
    elif settings.no_database:
        if "data" in settings.model_fields_set and not settings.data.is_dir():
            raise DataError(f"there is no folder {settings.data}: name the --data folder of a server, or make it first")
        print(f"note: there was no database {settings.database_file} yet, a new one is made", file=sys.stderr)
    store = bootstrap.open_store(settings)
    try:
        accounts = Accounts(store.database, bootstrap.SystemClock())
        do, _ = DO[args.do]
        data, text = asyncio.run(_run(do, args, accounts))
    finally:
        store.database.close()
    common.report(args, data, text)
    return 0


OPTIONS = {
    "password_stdin": ("add", "password"), "admin": ("add",), "off": ("totp", "admin", "link"),
    "display_name": ("add", "name"), "email": ("link",),
}  # fmt: skip
"""What each option goes with."""


def _refuse(args: argparse.Namespace, parser: common.Parser) -> None:
    """What would do nothing: whoever gave it believes that it did."""
    if args.do == "list" and args.name:
        parser.error("list shows all agents and takes no NAME")
    for option, verbs in OPTIONS.items():
        if getattr(args, option) not in (None, False) and args.do not in verbs:
            name = f"--{option.replace('_', '-')}"
            parser.error(f"{name} goes with {', '.join(verbs[:-1])}{' and ' * (len(verbs) > 1)}{verbs[-1]}")


async def _run(do: Do, args: argparse.Namespace, accounts: Accounts) -> Report:
    return await do(args, accounts)


def _password(args: argparse.Namespace) -> tuple[str, dict[str, object], str]:
    """A password, and what to show of it: nothing where it was given."""
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\n"), {}, ""
    made = secrets.token_urlsafe(12)
    return made, {"password": made}, f", password {made} (shown once)"


async def _add(args: argparse.Namespace, accounts: Accounts) -> Report:
    password, data, shown = _password(args)
    await accounts.add(args.name, password, "admin" if args.admin else "agent", args.display_name or "")
    return {"agent": args.name, **data}, f"added {args.name}{shown}"


async def _list(args: argparse.Namespace, accounts: Accounts) -> Report:
    agents = await accounts.agents()
    data = [
        {
            "name": a.name,
            "created_at": a.created_at,
            "active": a.active,
            "role": a.role,
            "totp": a.totp,
            "linked": a.linked,
            "display_name": a.display_name,
        }
        for a in agents
    ]
    lines = [
        " ".join([a.name, *(["(admin)"] if a.role == "admin" else []), *([] if a.active else ["(disabled)"])])
        for a in agents
    ]
    return {"agents": data}, "\n".join(lines) or "no agents yet: chatbot agent add NAME"


async def _disable(args: argparse.Namespace, accounts: Accounts) -> Report:
    name = await accounts.enable(args.name, active=False)
    return {"agent": name, "active": False}, f"{name} can't sign in any more; all sessions are ended"


async def _enable(args: argparse.Namespace, accounts: Accounts) -> Report:
    name = await accounts.enable(args.name, active=True)
    return {"agent": name, "active": True}, f"{name} may sign in"


async def _set_password(args: argparse.Namespace, accounts: Accounts) -> Report:
    password, data, shown = _password(args)
    name = await accounts.set_password(args.name, password)
    return {"agent": name, **data}, f"{name} has a new password{shown}; all sessions are ended"


async def _totp(args: argparse.Namespace, accounts: Accounts) -> Report:
    if args.off:
        name = await accounts.unenrol(args.name)
        return {"agent": name, "totp": False}, f"{name} signs in without a code"
    address = await accounts.enrol(args.name)
    text = f"{address}\nadd it to an authenticator app (shown once); from now on {args.name} signs in with a code"
    return {"agent": args.name, "totp": True, "otpauth": address}, text


async def _admin(args: argparse.Namespace, accounts: Accounts) -> Report:
    name = await accounts.set_role(args.name, "agent" if args.off else "admin")
    return {"agent": name, "admin": not args.off}, f"{name} is {'no longer' if args.off else 'now'} an admin"


async def _name(args: argparse.Namespace, accounts: Accounts) -> Report:
    if args.display_name is None:
        raise AccountError("name needs --display-name: what customers read")
    name = await accounts.set_display_name(args.name, args.display_name)
    shown = next(a.display_name for a in await accounts.agents() if a.name == name)
    text = f"customers read {shown!r} where {name} answers" if shown else f"customers read no name where {name} answers"
    return {"agent": name, "display_name": shown}, text


async def _link(args: argparse.Namespace, accounts: Accounts) -> Report:
    if args.off:
        name = await accounts.unlink(args.name)
        return {
            "agent": name,
            "linked": False,
        }, f"no identity provider signs {name} in any more; all sessions are ended"
    if not args.email:
        raise AccountError("link needs --email: the address by which the identity provider knows them")
    name = await accounts.link(args.name, args.email)
    return {"agent": name, "linked": True}, f"{args.email} may sign in as {name} at the identity provider"


DO: dict[str, tuple[Do, str]] = {
    "add": (_add, "a new agent"),
    "list": (_list, "all agents"),
    "disable": (_disable, "ends all sessions at once and lets nobody sign in by this name"),
    "enable": (_enable, "undoes that"),
    "password": (_set_password, "a new password"),
    "totp": (_totp, "asks for a one-time code at sign-in"),
    "admin": (_admin, "makes an agent an admin"),
    "name": (_name, "what customers read where they answer"),
    "link": (_link, "lets the identity provider sign an agent in"),
}
