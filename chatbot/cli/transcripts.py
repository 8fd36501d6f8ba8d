"""`chatbot export` and `chatbot import`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .. import bootstrap
from ..errors import DataError
from ..transcripts.jsonl import export_jsonl, import_jsonl
from . import common, output


def add(verbs: common.Verbs) -> None:
    """Add both verbs."""
    out = common.verb(verbs, "export", "write all conversations as JSONL", ("data", "database"))
    out.add_argument("file", nargs="?", help="file to write (default: standard output)")
    common.add_json(out)
    out.set_defaults(run=lambda args: run_export(args, out))
    into = common.verb(verbs, "import", "read conversations from JSONL", ("data", "database"))
    into.add_argument("file", help="file to read")
    common.add_json(into)
    into.set_defaults(run=run_import)


def run_export(args: argparse.Namespace, parser: common.Parser) -> int:
    """One conversation per line."""
    if args.file is None and args.json == "-":
        parser.error("--json tells how much was written to a FILE; without one the conversations, which are JSON, are")
    settings = common.settings_of(args)
    common.needs_database(settings)
    store = bootstrap.open_store(settings)
    try:
        if args.file is None:
            count = export_jsonl(store.database, sys.stdout)
            if args.json:
                output.write(Path(args.json), json.dumps({"conversations": count}) + "\n")
            return 0
        with output.writing(Path(args.file)) as out:
            count = export_jsonl(store.database, out)
        data = {"conversations": count, "file": args.file}
        common.report(args, data, f"{count} conversations written to {args.file}")
    finally:
        store.database.close()
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Add what is not there yet; the same file twice changes nothing."""
    settings = common.settings_of(args)
    if output.is_sqlite(Path(args.file)):
        raise DataError(
            f"{args.file} is a SQLite database: import reads what `chatbot export` wrote; to put a backup in the place "
            "of the database: chatbot restore"
        )
    made = settings.database_url is None and not settings.database_file.exists()
    # First the file: one that is not there must not leave an empty database behind.
    with common.exported(args.file) as lines:
        store = bootstrap.open_store(settings)
        try:
            done = import_jsonl(store.database, lines, args.file)
        finally:
            store.database.close()
    data = {"added": done.added, "same": done.same, "erased": done.erased}
    stay = f", {done.erased} were erased here and stay so" if done.erased else ""
    where = f"; the database is new: {settings.database_file}" if made else ""
    common.report(args, data, f"{done.added} conversations added, {done.same} were there already{stay}{where}")
    return 0
