"""Stores of both kinds, and what is put into them."""

import pytest

from chatbot.domain import events as ev
from chatbot.transcripts.postgres import PostgresStore
from chatbot.transcripts.sqlite import SqliteStore
from chatbot.transcripts.store import Store

AT = "2026-01-02T03:04:05.678Z"


def started(at=AT):
    return ev.ConversationStarted(at=at, locale="en")


def said(id, text="hi", at=AT):
    return ev.CustomerSaid(at=at, id=id, text=text)


def open_store(place: str) -> Store:
    return PostgresStore.open(place) if place.startswith("postgresql://") else SqliteStore.open(place)


@pytest.fixture
async def store(place):
    opened = open_store(place)
    yield opened
    await opened.close()
