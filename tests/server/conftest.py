import pytest

from tests.server.harness import Server


@pytest.fixture
async def server(tmp_path):
    async with Server(tmp_path / "chat.sqlite") as running:
        yield running
