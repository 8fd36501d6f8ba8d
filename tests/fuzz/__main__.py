"""Atheris (libFuzzer, guided by the coverage of `chatbot`) over the targets: `python -m tests.fuzz [NAMES] [SECONDS]`.

Each target runs in a process of its own. What it dies of stays as a file in `.cache/fuzz/TARGET`, beside the inputs
that reached something new, which the next run begins with.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(".cache/fuzz")


def run(name: str, seconds: str) -> None:
    """Fuzz one target in this process; does not return."""
    import atheris

    with atheris.instrument_imports(include=["chatbot"]):
        from tests.fuzz.targets import TARGETS, seeds

    corpus = CACHE / name
    (corpus / "inputs").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / "inputs" / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-artifact_prefix={corpus}/", "-max_len=8192", "-timeout=20"]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(corpus / "inputs")], TARGETS[name]())
    atheris.Fuzz()


def main() -> int:
    """Fuzz those that are named, or all; 1 where something was found."""
    if "FUZZED" in os.environ:
        run(*sys.argv[1:])
    names = [a for a in sys.argv[1:] if not a.isdecimal()] or ["frames", "content", "imports"]
    seconds = next((a for a in sys.argv[1:] if a.isdecimal()), "300")
    found = []
    for name in names:
        print(f"fuzzing {name} for {seconds} s", flush=True)
        command = [sys.executable, "-m", "tests.fuzz", name, seconds]
        if subprocess.run(command, env={**os.environ, "FUZZED": "1"}, check=False).returncode:
            found.append(name)
    print(f"found something in {', '.join(found)}: see {CACHE}" if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
