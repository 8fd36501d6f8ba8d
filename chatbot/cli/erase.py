"""`chatbot erase`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence

from .. import bootstrap
from ..config import Settings
from ..errors import DataError
from ..transcripts.database import Database
from ..transcripts.erase import Held, erase, find
from . import common


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs, "erase", "delete what a visitor said for good, also while the server runs", ("data", "database")
    )
    parser.add_argument("conversation", nargs="*", metavar="CONVERSATION", help="ids of conversations")
    parser.add_argument(
        "--customer", action="append", default=[], metavar="ID",
        help="all conversations of a customer: the id or e-mail address that your website signed; "
        "given with --mentions or ids, conversations of either kind are erased",
    )  # fmt: skip
    parser.add_argument(
        "--mentions",
        metavar="TEXT",
        help="all conversations in which somebody wrote this or it was noted about them, such as an e-mail address, "
        "with three characters or more "
        "(two with Chinese ones); look twice",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--compact", action="store_true", help="write the database anew, so that no old copy is left in it"
    )
    common.add_json(parser)
    parser.set_defaults(run=lambda args: run(args, parser))


def run(args: argparse.Namespace, parser: common.Parser) -> int:
    """Show what there is, ask, delete, and say what is kept elsewhere."""
    _refuse(args, parser)
    settings = common.settings_of(args)
    common.needs_database(settings)
    store = bootstrap.open_store(settings)
    try:
        found, nowhere = find(store.database, ids=args.conversation, customers=args.customer, mentions=args.mentions)
        if nowhere:
            raise DataError(f"no such conversation: {', '.join(sorted(nowhere))}; nothing was erased")
        if not found:
            common.report(args, {"erased": [], "events": 0}, "there is no such conversation; nothing was erased")
            return 1
        _agreed(args, found)
        ids = [held.id for held in found]
        events = erase(store.database, ids, bootstrap.SystemClock().now())
        clean = _tidied(store.database, compact=args.compact)
    finally:
        store.database.close()
    kept = _elsewhere(settings, clean)
    data = {"erased": [_row(held) for held in found], "events": events, "overwritten": clean, "kept": kept}
    # Whoever was asked has seen them.
    named = ids if args.yes else []
    lines = [*named, f"{len(ids)} conversation{_s(ids)} erased, {events} events"]
    lines += [f"still kept: {text}" for text in kept]
    common.report(args, data, "\n".join(lines))
    return 0


def _refuse(args: argparse.Namespace, parser: common.Parser) -> None:
    if not all(id.strip() for id in args.customer):
        parser.error("--customer is empty")
    if args.mentions is not None:
        least = 2 if _HAN.search(args.mentions) else 3
        if len("".join(args.mentions.split())) < least:
            parser.error(f"--mentions needs at least {least} characters: less stands in too many conversations")
    if not (args.conversation or args.customer or args.mentions):
        parser.error("name conversations, or --customer, or --mentions")


def _row(held: Held) -> dict[str, object]:
    # Ids and times: the report is kept longer than what it is about.
    return {"conversation": held.id, "started_at": held.started_at, "last_at": held.last_at, "events": held.events}


def _agreed(args: argparse.Namespace, found: Sequence[Held]) -> None:
    if args.yes:
        return
    rows = [
        f"{held.id}  {held.started_at[:16]} to {held.last_at[:16]}  {held.events} events"
        + (f"  customer {held.customer}" if held.customer else "")
        for held in found
    ]
    print("\n".join(rows), file=sys.stderr)
    if not sys.stdin.isatty():
        raise DataError("nothing was erased: nobody can be asked here, say --yes")
    print(
        f"Erase {'this' if len(found) == 1 else f'these {len(found)}'} for good? [y/N] ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise DataError("nothing was erased")


def _tidied(database: Database, *, compact: bool) -> bool:
    try:
        return database.tidy(compact=compact)
    except database.errors as error:
        # What was to be erased is: only old copies of its pages may stay for a while.
        print(f"chatbot: the room that it took could not be cleaned now: {error}", file=sys.stderr)
        return False


def _elsewhere(settings: Settings, clean: bool) -> list[str]:
    """Where the same may still be read, each with what to do about it."""
    again = "`chatbot erase --compact` (the database is written anew; messages wait meanwhile)"
    old = [] if clean else [f"perhaps old copies in free room of the database, until it is used again or {again}"]
    if settings.database_url is not None:
        return [*old, "dumps and archived write-ahead logs made before: let them expire", *_ALWAYS]
    file = settings.database_file
    before = sorted(file.parent.glob(f"{file.name}.before-*"))
    named = [f"{path}, kept by `chatbot restore`" for path in before]
    return [*old, *named, "backups made before: let them expire; `chatbot restore` erases it again", *_ALWAYS]


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_ALWAYS = ("exports made before, and what your own systems were told (orders, e-mails)",)


def _s(things: Sequence[object]) -> str:
    return "" if len(things) == 1 else "s"
