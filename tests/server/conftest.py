import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.harness import Server

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def server(tmp_path):
    async with Server(tmp_path / "chat.sqlite") as running:
        yield running


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the hostile server keeps its conversations."""
    return tmp_path_factory.mktemp("hostile") / "chatbot.sqlite3"


@pytest.fixture(scope="module")
def hostile(hostile_store: Path) -> Iterator[str]:
    """A server in a process of its own whose bot repeats what it is told, see `run_hostile`."""
    command = [sys.executable, "-m", "tests.server.run_hostile", str(hostile_store)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("ready "), line
            yield line.removeprefix("ready ").strip()
        finally:
            process.kill()
