"""Runs the parts and writes what they found."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import tempfile
from pathlib import Path
from typing import Any

from . import __doc__ as about
from .capacity import capacity
from .idle import idle
from .messages import messages
from .options import Options
from .slow import slow
from .stored import stored

PARTS = {"idle": idle, "messages": messages, "slow": slow, "stored": stored, "capacity": capacity}


def main() -> None:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--idle", type=int, default=2000)
    parser.add_argument("--stored", type=int, nargs=2, default=(10_000, 1_000_000), metavar=("FEW", "MANY"))
    parser.add_argument("--disk", type=Path, default=Path(tempfile.gettempdir()), help="where the stores are written")
    parser.add_argument("--parts", default=",".join(PARTS), help="names, separated by commas")
    parser.add_argument("--quick", action="store_true", help="fewer samples")
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(given.idle + 1000, most) if most != resource.RLIM_INFINITY else given.idle + 1000
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[0]), most))
    o = Options(given.idle, given.quick, given.disk, tuple(given.stored))
    report: dict[str, Any] = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
    for name in given.parts.split(","):
        report[name] = asyncio.run(PARTS[name](o))
        print(name, json.dumps(report[name], indent=1), flush=True)
    report["load_after"] = os.getloadavg()[0]
    if given.json:
        given.json.write_text(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
