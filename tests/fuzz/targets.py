"""What is fuzzed: each target takes bytes and raises only where something is wrong with the program."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from chatbot.content import load
from chatbot.content.articles import load_articles
from chatbot.domain.codec import encode
from chatbot.domain.conversation import Conversation
from chatbot.errors import ContentError, DataError, FrameError
from chatbot.server.frames import DESK_FRAMES, VISITOR_FRAMES, Say, check_metadata, parse
from chatbot.server.texts import clean, clean_message, mask_cards, mask_cards_in
from chatbot.training.rows import read_rows
from chatbot.training.text_rows import read_text_rows
from chatbot.transcripts.database import Connection
from chatbot.transcripts.jsonl import import_jsonl, read_events, read_jsonl
from chatbot.transcripts.sqlite import SqliteStore

ROOT = Path(__file__).parents[2]
FILES = ("some_intent", "_entities", "_situations", "_corrections", "_facts", "_moods.en", "_mood_patterns.en")

Target = Callable[[bytes], None]


def _folder() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="chatbot-fuzz-", dir=memory if os.access(memory, os.W_OK) else None))


def _empty(table: str) -> Callable[[Connection], int]:
    return lambda connection: connection.execute(f"DELETE FROM {table}").rowcount


def frames() -> Target:
    """Frames as they come over a socket: parsed or refused, and what is taken can be stored and sent."""

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for kinds in (VISITOR_FRAMES, DESK_FRAMES):
            try:
                frame = parse(text, kinds)
                json.dumps(frame.model_dump(), ensure_ascii=False).encode()
                if isinstance(frame, Say):
                    once = mask_cards(clean_message(frame.text, 4000))
                    assert mask_cards(clean(once)) == once
                    kept = mask_cards_in(check_metadata(frame.metadata, 2048))
                    json.dumps(kept, ensure_ascii=False, allow_nan=False).encode()
            except FrameError as error:
                str(error).encode()

    return target


def content() -> Target:
    """A content file, a prompt or an article: read, or refused with all mistakes and their lines."""
    folder = _folder()
    intents, prompts, articles = (folder / name for name in ("intents", "prompts", "articles"))
    for made in (intents, prompts, articles):
        made.mkdir()
    places = [intents / f"{name}.yaml" for name in FILES] + [prompts / "reply.txt", articles / "care.en.md"]

    def target(data: bytes) -> None:
        if not data:
            return
        place = places[data[0] % len(places)]
        place.write_bytes(data[1:])
        try:
            if place.parent == articles:
                load_articles(articles, ("en", "zh"))
            else:
                load(intents, prompts)
        except ContentError as error:
            mistakes = error.mistakes
            str(error).encode(errors="surrogatepass")
            assert mistakes
            assert [m for m in mistakes if not (m.problem and m.mend and m.line >= 1)] == []
        finally:
            place.unlink()

    return target


def imports() -> Target:
    """Transcripts and rows of other programs: imported, or refused with file and line; what is imported can be read."""
    folder = _folder()
    store = SqliteStore.open(folder / "chat.sqlite3")
    path = folder / "rows.jsonl"

    def rows(data: bytes) -> None:
        path.write_bytes(data)
        for read in (lambda: read_rows([path], "intent"), lambda: read_text_rows([path])):
            try:
                read()
            except DataError as error:
                str(error).encode(errors="surrogatepass")

    def transcripts(data: bytes) -> None:
        lines = data.decode("utf-8", "replace").splitlines()
        database = store.database
        try:
            import_jsonl(database, lines, "fuzz")
            for id, events, _ in read_jsonl(lines, "fuzz"):
                assert database.read(partial(read_events, id=id)).result() == events
                Conversation(id).apply_all(events)
                json.dumps(encode(events), ensure_ascii=False).encode()
        except DataError as error:
            str(error).encode(errors="surrogatepass")
        finally:
            for table in ("events", "conversations"):
                database.write(_empty(table)).result()

    def target(data: bytes) -> None:
        if data:
            (rows if data[0] % 2 else transcripts)(data[1:])

    return target


TARGETS: dict[str, Callable[[], Target]] = {"frames": frames, "content": content, "imports": imports}


def seeds(name: str) -> list[bytes]:
    """Good input to begin with."""
    if name == "frames":
        made = [
            {"type": "hello", "token": None, "after": 0, "locale": "en", "identity": {"id": "C-1", "hmac": "0" * 64}},
            {"type": "say", "id": "m-1", "text": "my card is 4111 1111 1111 1111", "metadata": {"n": [1.5]}},
            {"type": "rate", "id": "r-1", "score": 5, "comment": "\u8c22\u8c22"},
            {"type": "claim", "conversation": "c-1"},
            {"type": "judge", "conversation": "c-1", "verdict": "right"},
        ]  # fmt: skip
        return [json.dumps(frame).encode() for frame in made]
    if name == "content":
        named = [("intents/greeting.yaml", 0), *((f"intents/{f}.yaml", FILES.index(f)) for f in FILES[1:])]
        named += [("prompts/reply.txt", len(FILES)), ("examples/shop/articles/assembly.en.md", len(FILES) + 1)]
        found = [(ROOT / path, place) for path, place in named if (ROOT / path).is_file()]
        return [bytes([place]) + path.read_bytes()[:8000].rpartition(b"\n")[0] for path, place in found]
    at = "2026-01-02T03:04:05.678Z"
    events = [
        {"type": "conversation_started", "at": at, "locale": "en"},
        {"type": "customer_said", "at": at, "id": "m", "text": "hi", "metadata": {"a": 1}},
        {"type": "conversation_closed", "at": at, "by": "visitor"},
    ]
    row = {
        "text": "hi",
        "intent": "greeting",
        "reply": "hello Anna",
        "before": [],
        "acts": [["inform", "name", ["Anna"]]],
    }
    row["spans"] = [["name", 6, 10]]
    lines = [(0, {"conversation": "c", "events": events}), (1, row)]
    return [bytes([which]) + json.dumps(line).encode() for which, line in lines]
