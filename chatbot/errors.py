"""Every error the project raises on purpose: one tree, each error carries its data."""

from __future__ import annotations

from dataclasses import dataclass


class ChatbotError(Exception):
    """The root: anything below it has a message fit for a person."""


class ConfigError(ChatbotError):
    """A setting is missing or wrong; the message says which and how to mend it."""


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a content file: where, what, and how to mend it."""

    file: str
    line: int
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}; {self.mend}"


class ContentError(ChatbotError):
    """The content has mistakes; `mistakes` holds all of them, in file order."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(m) for m in mistakes))


class BundleError(ChatbotError):
    """A bundle on disk is missing, damaged, or of another version."""


class DataError(ChatbotError):
    """A data file (transcripts, rows) can't be read as what it should be."""


class ModelError(ChatbotError):
    """A model failed while serving; the caller falls back."""


class ActionError(ChatbotError):
    """The business's own service failed or took too long."""


class StoreError(ChatbotError):
    """The store could not commit; nothing is promised about the write, retry with the same id."""


class ConflictError(StoreError):
    """Somebody else appended first; load again and repeat."""


class SignOnError(ChatbotError):
    """An identity provider could not be asked (`unreachable`), or what it says lets nobody in."""

    def __init__(self, message: str, *, unreachable: bool = False) -> None:
        self.unreachable = unreachable
        super().__init__(message)


class FrameError(ChatbotError):
    """A client's frame is refused; `code` is one of the protocol's error codes.

    `retry_after` is in seconds, `close` the code that the connection is closed with.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        id: str | None = None,
        close: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.code = code
        self.id = id
        self.close = close
        self.retry_after = retry_after
        super().__init__(message)


AS_SERVER = "; run this as the user that the server runs as, who owns the data folder"
"""What is wrong where a file may not be read or written is mostly who runs the command."""
