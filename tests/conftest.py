"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from chatbot.domain.content import Content
from tests.fakes.talk import Talk, starter_content
from tests.postgres import LACKING, Cluster
from tests.postgres import cluster as running_cluster

EXECUTABLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_configure() -> None:
    """One thread for each product of matrices: two would wait for each other where anything else is running."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def content() -> Content:
    """The starter content of the project."""
    return starter_content()


@pytest.fixture
def talk(content: Content) -> Talk:
    """A conversation in English with the demo shop behind it."""
    return Talk(content)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    if EXECUTABLE is None:
        pytest.fail("no Chromium found: install Debian's `chromium`, as .ci/run does")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL; tests that need one are skipped where there is none."""
    with running_cluster() as running:
        if running is None:
            pytest.skip(LACKING)
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store may be: in a file, and in a PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "chat.sqlite")
    return request.getfixturevalue("cluster").database()
