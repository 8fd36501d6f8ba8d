"""`chatbot export` and `chatbot import`."""

from __future__ import annotations

import argparse
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
    out.set_defaults(run=run_export)
    into = common.verb(verbs, "import", "read conversations from JSONL", ("data", "database"))
    into.add_argument("file", help="file to read")
    common.add_json(into)
    into.set_defaults(run=run_import)


def run_export(args: argparse.Namespace) -> int:
    """One conversation per line."""
    settings = common.settings_of(args)
    if settings.no_database:
        raise DataError(f"no conversations in {settings.data}: name the --data folder of a server")
    store = bootstrap.open_store(settings)
    try:
        if args.file is None:
            export_jsonl(store.database, sys.stdout)
            return 0
        with output.writing(Path(args.file)) as out:
            count = export_jsonl(store.database, out)
        print(f"{count} conversations written to {args.file}")
    finally:
        store.database.close()
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Add what is not there yet; the same file twice changes nothing."""
    settings = common.settings_of(args)
    try:
        # First the file: one that is not there must not leave an empty database behind.
        with Path(args.file).open(encoding="utf-8") as lines:
            store = bootstrap.open_store(settings)
            try:
                done = import_jsonl(store.database, lines, args.file)
            finally:
                store.database.close()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{args.file}: {error}") from None
    data = {"added": done.added, "same": done.same, "erased": done.erased}
    stay = f", {done.erased} were erased here and stay so" if done.erased else ""
    common.report(args, data, f"{done.added} conversations added, {done.same} were there already{stay}")
    return 0
