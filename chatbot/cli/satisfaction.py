"""`chatbot satisfaction`."""

from __future__ import annotations

import argparse
import json

from .. import bootstrap
from ..domain.codec import encode
from ..transcripts.sqlite import give_to_owner_of_folder
from ..transcripts.store import read_all
from . import common, output


def add(verbs: common.Verbs) -> None:
    """Add the verb."""
    parser = common.verb(
        verbs, "satisfaction", "train the satisfaction model on conversations with a survey", ("data", "database")
    )
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fit the model, keep it below DATA and report its cross-validated quality; the server reads it when it starts."""
    from ..training.satisfaction import fit

    settings = common.settings_of(args)
    common.needs_database(settings)
    store = bootstrap.open_store(settings)
    try:
        conversations = store.database.read(lambda connection: [e for _, e in read_all(connection)]).result()
    finally:
        store.database.close()
    model, metrics = fit(conversations)
    output.write(settings.satisfaction_path, json.dumps(encode(model), indent=2) + "\n")
    give_to_owner_of_folder(settings.satisfaction_path)
    data = {"model": str(settings.satisfaction_path), **metrics}
    common.report(args, data, common.table(list(data.items())))
    return 0
