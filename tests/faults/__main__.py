"""`python -m tests.faults --seed 1 --seconds 120 --json out.json`: torment a server; 1 where a promise is broken.

The report is written after every fault.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import LACKING, Cluster, cluster

from .torment import Report, torment


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--agents", type=int, default=4)
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite", help="postgres: two processes")
    parser.add_argument("--faults", help="names, separated by commas (default: all)")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="an empty folder for the store and the log, to look at afterwards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _database(options.store) as database:
        where = options.keep or Path(folder) / "faults"
        report = asyncio.run(
            torment(
                where, seed=options.seed, seconds=options.seconds, visitors=options.visitors, agents=options.agents,
                faults=tuple(options.faults.split(",")) if options.faults else None, cluster=database,
                keep=lambda report: _keep(report, options.json),
            )
        )  # fmt: skip
    show(report)
    return bool(report.wrong or report.mishaps)


def _keep(report: Report, path: Path | None) -> None:
    # In one step: a run that is killed leaves the report of its last fault, not half of one.
    if path is not None:
        part = path.with_name(f"{path.name}.part")
        part.write_text(report.json(), encoding="utf-8")
        part.replace(path)


@contextmanager
def _database(store: str) -> Iterator[Cluster | None]:
    if store == "sqlite":
        yield None
        return
    with cluster(durable=True) as running:
        if running is None:
            sys.exit(LACKING)
        yield running


def show(report: Report) -> None:
    """For people."""
    print(f"seed {report.seed}, {report.ran:.0f} seconds")
    for title, table in (("faults", report.faults), ("counts", report.counts), ("skipped", report.skipped)):
        print(f"{title}:")
        for name, value in table.items():
            print(f"  {name:36} {value}")
    for wrong in report.wrong[:40]:
        print(f"WRONG: {wrong}")
    for mishap in report.mishaps[:10]:
        print(f"THE TEST ITSELF: {mishap}")
    kept = "every promise was kept" if report.finished else "nothing is known: ledger and store were not compared"
    print(f"{len(report.wrong)} promises broken" if report.wrong else kept)


if __name__ == "__main__":
    sys.exit(main())
