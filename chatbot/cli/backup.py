"""`chatbot backup` and `chatbot restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import bootstrap
from ..config import Settings
from ..errors import ConfigError
from ..transcripts.backup import back_up, restore
from . import common


def add(verbs: common.Verbs) -> None:
    """Add both verbs."""
    settings = ("data", "database")
    out = common.verb(verbs, "backup", "copy the SQLite database while the server runs", settings)
    out.add_argument("file", help="file to write; it must not be there")
    common.add_json(out)
    out.set_defaults(run=run_backup)
    back = common.verb(verbs, "restore", "put a backup in the database's place; the server must be stopped", settings)
    back.add_argument("file", help="a file that `chatbot backup` wrote")
    common.add_json(back)
    back.set_defaults(run=run_restore)


def run_backup(args: argparse.Namespace) -> int:
    """Write, check and sync the copy."""
    size = back_up(_database(common.settings_of(args)), Path(args.file))
    common.report(args, {"file": args.file, "bytes": size}, f"{args.file}: {size:,} bytes, checked")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """What was there is kept beside it."""
    settings = common.settings_of(args)
    database = _database(settings)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = bootstrap.SystemClock().now().replace(":", "").replace(".", "")
    kept = database.with_name(f"{database.name}.before-{stamp}")
    again = restore(Path(args.file), database, kept)
    there = sorted(str(path) for path in kept.parent.glob(f"{kept.name}*"))
    replaced = str(kept) if kept.is_file() else None
    text = f"restored {database}; agents sign in again" + (f"; what was there is {', '.join(there)}" if there else "")
    text += f"; {again} conversations that were erased since are erased again" if again else ""
    if again is None and there:
        text += "; what was erased since could not be read in it: where there was any, `chatbot erase` it again"
    common.report(args, {"database": str(database), "kept": replaced, "erased_again": again}, text)
    return 0


def _database(settings: Settings) -> Path:
    if settings.database_url is not None:
        raise ConfigError("PostgreSQL's own tools back it up: pg_dump and pg_restore, see docs/deploy.md")
    return settings.database_file
