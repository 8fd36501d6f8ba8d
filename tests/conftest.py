"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from tests.fakes.talk import Talk, starter_content


@pytest.fixture(scope="session")
def content() -> Content:
    """The starter content of the project."""
    return starter_content()


@pytest.fixture
def talk(content: Content) -> Talk:
    """A conversation in English with the demo shop behind it."""
    return Talk(content)
