"""What the command line says."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from .servers import Running, running


@dataclass
class Options:
    """The command line."""

    idle: int
    quick: bool
    disk: Path
    stored: tuple[int, int]

    @asynccontextmanager
    async def chat(self, kind: str = "chat") -> AsyncIterator[Running]:
        """The chat server over a new store; `servers.serve_chat` says which kinds there are."""
        with (
            tempfile.TemporaryDirectory(dir=self.disk) as folder,
            running(kind, str(Path(folder) / "chat.sqlite3")) as server,
        ):
            yield server
