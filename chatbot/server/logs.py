"""One line of JSON per record on stderr. What people say is never logged; conversations are named by their id."""

from __future__ import annotations

import json
import logging
import re
import sys
import time

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PRIVATE = re.compile(
    rf"(?P<id>\b{_ID}\b)|(?P<email>[^\s<>\"'(),;:=]+@[^\s<>\"'(),;:=]+\.\w+)"
    r"|(?P<token>\b[A-Za-z0-9_-]{40,}(?:\.[A-Za-z0-9_-]+)*)|(?P<number>\+?\d(?:[ .-]?\d){6,})"
)


def redact(text: str) -> str:
    """`text` without e-mail addresses, tokens and numbers of seven digits or more; conversations' ids stay.

    A second net: no message of ours holds such, but the text of an error from a library or a business's service may.
    """
    return _PRIVATE.sub(lambda m: m.group() if m.lastgroup == "id" else f"[{m.lastgroup}]", text)


class JsonLines(logging.Formatter):
    """`at`, `level`, `from`, `message`, `conversation` where it is about one, and `error` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        message = redact(record.getMessage())
        line = {"at": at, "level": record.levelname.lower(), "from": record.name, "message": message}
        if conversation := getattr(record, "conversation", None):
            line["conversation"] = str(conversation)[:200]
        if record.exc_info:
            line["error"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=True)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send every logger's records to stderr, replacing what was configured before."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Says for each socket what the channels log better.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
