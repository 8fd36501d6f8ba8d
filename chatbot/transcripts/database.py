"""One writing thread with group commit, a few reading threads. Knows no table and no database."""

from __future__ import annotations

import logging
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from ..errors import ChatbotError, ConflictError, StoreError


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, None after the last."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...


class Connection(Protocol):
    """What the two drivers have in common; `?` stands for a value, and transactions are begun by hand."""

    @property
    def in_transaction(self) -> bool:
        """Whether one is open, so that it can be rolled back."""
        ...

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for each row of values."""
        ...

    def close(self) -> None:
        """Let go; what is not committed is undone."""
        ...


T = TypeVar("T")
Work = Callable[[Connection], T]

log = logging.getLogger(__name__)

GROUP = 256
"""How many waiting writes one transaction takes at most."""


class _Job:
    """A write that waits for its turn, and who waits for it."""

    def __init__(self, work: Work[Any], key: str) -> None:
        self.work = work
        self.key = key
        self.future: Future[Any] = Future()


class Database(ABC):
    """Writes go through one thread, which puts all that wait into one transaction; futures resolve after COMMIT.

    `secret` are 32 random bytes that were made with the database.
    """

    secret: bytes
    begin: str
    """Begins a transaction that writes."""
    errors: tuple[type[Exception], ...]
    """What the driver raises."""
    conflicts: tuple[type[Exception], ...]
    """Those of them that say that somebody else was faster and nothing was stored."""

    def __init__(self, readers: int) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer: Connection | None = None
        self._local = threading.local()
        self._open: list[Connection] = []
        self._closed = False
        self._guard = threading.Lock()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="store-read")
        self._thread = threading.Thread(target=self._write_forever, name="store-write", daemon=True)
        self._thread.start()

    @abstractmethod
    def connect(self, *, reading: bool) -> Connection:
        """A new connection."""

    def lost(self, connection: Connection) -> bool:
        """Whether a connection is gone for good, so that another one may do better."""
        return False

    def write(self, work: Work[T], key: str = "") -> Future[T]:
        """Run `work` inside a transaction; the future has its value once that is durable.

        A ChatbotError that `work` raises undoes this work alone and reaches the future as it is; every
        error of the driver becomes a StoreError. Those that share a transaction run in the order of their `key`s:
        two processes lock the same rows in the same order.
        """
        job = _Job(work, key)
        with self._guard:
            if self._closed:
                job.future.set_exception(StoreError("the store is closed"))
            else:
                self._jobs.put(job)
        return job.future

    def read(self, work: Work[T]) -> Future[T]:
        """Run `work` on a reading connection; it sees everything committed so far."""
        with self._guard:
            if self._closed:
                failed: Future[T] = Future()
                failed.set_exception(StoreError("the store is closed"))
                return failed
            return self._readers.submit(self._read, work)

    def close(self) -> None:
        """Commit what waits, then let go of the file; a second call does nothing."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown()
        for connection in self._open:
            connection.close()

    def _read(self, work: Work[T]) -> T:
        try:
            connection: Connection | None = getattr(self._local, "connection", None)
            if connection is not None:
                try:
                    return work(connection)
                except self.errors:
                    if not self.lost(connection):
                        raise
                    self._open.remove(connection)
                    self._local.connection = None
            connection = self._local.connection = self.connect(reading=True)
            self._open.append(connection)
            return work(connection)
        except self.errors as error:
            raise StoreError(f"the store can't be read: {error}") from error

    def _write_forever(self) -> None:
        last = False
        while not last:
            waiting = [self._jobs.get()]
            while len(waiting) < GROUP and not self._jobs.empty():
                waiting.append(self._jobs.get())
            last = waiting[-1] is None
            jobs = [job for job in waiting if job is not None and job.future.set_running_or_notify_cancel()]
            if jobs:
                self._commit(sorted(jobs, key=lambda job: job.key))
        self._reopen()

    def _commit(self, jobs: list[_Job]) -> None:
        done: list[tuple[_Job, Any]] = []
        refused: list[tuple[_Job, Exception]] = []
        try:
            writer = self._begun()
            for job in jobs:
                try:
                    done.append((job, self._alone(writer, job.work)))
                except _UndoneError as undone:
                    refused.append((job, undone.cause))
            writer.execute("COMMIT")
        except Exception as error:  # the thread must outlive whatever a disk does
            # A COMMIT that failed may be on disk all the same (an fsync that gave EIO was), hence "unknown".
            log.error("store: a transaction of %d writes failed: %s", len(jobs), error)
            self._reopen()
            for job in jobs:
                job.future.set_exception(StoreError(f"it is unknown whether this was stored, send it again: {error}"))
            return
        for job, value in done:
            job.future.set_result(value)
        for job, cause in refused:
            job.future.set_exception(cause)

    def _begun(self) -> Connection:
        if self._writer is not None:
            try:
                self._writer.execute(self.begin)
                return self._writer
            except self.errors:
                if not self.lost(self._writer):
                    raise
                self._reopen()  # the database went away while nobody wrote: nothing is lost yet
        self._writer = self.connect(reading=False)
        self._writer.execute(self.begin)
        return self._writer

    def _alone(self, connection: Connection, work: Work[T]) -> T:
        """Run one write in a savepoint; raises _UndoneError, or the error itself where the driver undid all of it."""
        connection.execute("SAVEPOINT job")
        try:
            value = work(connection)
        except Exception as error:
            if not connection.in_transaction:
                raise
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            raise _UndoneError(self._known(error)) from error
        connection.execute("RELEASE job")
        return value

    def _known(self, error: Exception) -> Exception:
        if isinstance(error, self.conflicts):
            return ConflictError(f"somebody else appended first: {error}")
        if isinstance(error, ChatbotError):
            return error
        return StoreError(f"not stored: {error}")

    def _reopen(self) -> None:
        # After an error a new connection is the only one whose state is known; closing rolls back.
        if self._writer is not None:
            try:
                self._writer.close()
            except self.errors as error:
                log.error("store: closing after an error failed: %s", error)
            self._writer = None


class _UndoneError(Exception):
    """One write was undone, its neighbours in the transaction were not."""

    def __init__(self, cause: Exception) -> None:
        self.cause = cause
        super().__init__(str(cause))
