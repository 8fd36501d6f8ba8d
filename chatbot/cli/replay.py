"""`chatbot replay`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .. import bootstrap
from ..config import Settings
from ..domain.events import Event
from ..errors import DataError
from ..replay.report import as_json, as_text
from ..replay.run import RecordedActions, replay
from ..transcripts.jsonl import read_jsonl
from ..transcripts.store import read_all
from . import common


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs, "replay", "run recorded conversations through a bundle and show what differs",
        ("data", "database", "bundle", "engine", "detector", "articles", "articles_link"),
    )  # fmt: skip
    parser.add_argument("file", nargs="?", help="a JSONL file of conversations (default: the database below DATA)")
    parser.add_argument("--fail-on-difference", action="store_true", help="exit with status 1 when anything differs")
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Replay and report."""
    settings = common.settings_of(args)
    bundle = bootstrap.load_bundle_of(settings)
    pipeline = bootstrap.pipeline_of(bundle, RecordedActions(()), bootstrap.load_knowledge(settings, bundle))
    turns = list(replay(pipeline, _recorded(args.file, settings)))
    common.report(args, as_json(turns), as_text(turns))
    differ = any(t.differences or t.error for t in turns)
    return 1 if differ and args.fail_on_difference else 0


def _recorded(file: str | None, settings: Settings) -> Iterator[tuple[str, tuple[Event, ...]]]:
    if file is None:
        if settings.no_database:
            raise DataError(f"no conversations in {settings.data}: name the --data folder of a server or a JSONL file")
        store = bootstrap.open_store(settings)
        try:
            yield from store.database.read(lambda connection: list(read_all(connection))).result()
        finally:
            store.database.close()
        return
    with common.exported(file) as lines:
        for id, events, _ in read_jsonl(lines, file):
            yield id, events
