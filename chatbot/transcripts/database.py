"""One writing thread with group commit, a few reading threads. Knows no table and no database."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
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


Together = Callable[[Connection, list[Any]], None]
"""Writes many things of one kind at once."""


class _Job:
    """A write that waits for its turn, and who waits for it."""

    def __init__(self, work: Work[Any], key: str) -> None:
        self.work = work
        self.key = key
        self.future: Future[Any] = Future()

    def begin(self) -> bool:
        return self.future.set_running_or_notify_cancel()

    def end(self, value: Any, error: Exception | None) -> None:
        if error is None:
            self.future.set_result(value)
        else:
            self.future.set_exception(error)


class _Item:
    """One of many that are written together; who waits for it does so in an event loop."""

    __slots__ = ("error", "future", "item", "key", "loop", "together")

    def __init__(self, together: Together, item: Any, key: str, loop: asyncio.AbstractEventLoop) -> None:
        self.together = together
        self.item = item
        self.key = key
        self.loop = loop
        self.future: asyncio.Future[None] = loop.create_future()
        self.error: Exception | None = None

    def work(self, connection: Connection) -> None:
        self.together(connection, [self.item])

    def begin(self) -> bool:
        return True  # the loop's thread alone may ask the future

    def end(self, value: Any, error: Exception | None) -> None:
        self.error = error


_Write = _Job | _Item


class Database(ABC):
    """Writes go through one thread, which puts all that wait into one transaction; futures resolve after COMMIT.

    Between threads of one interpreter each statement is a fight for its lock, so that many small ones starve beside a
    busy event loop: what can be is written together, and a loop is woken once for all of a transaction.

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
        self._jobs: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
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

    @abstractmethod
    def overwrite(self, connection: Connection) -> None:
        """Have a writing connection write over what it deletes, where the database can do that at once."""

    @abstractmethod
    def tidy(self, *, compact: bool = False) -> bool:
        """Have the database overwrite what was deleted; False where it may still hold some of it. `compact`: all of it
        is written anew, which takes a while. Raises an error of the driver."""

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

    def write_together(self, together: Together, item: Any, key: str = "") -> asyncio.Future[None]:
        """Have `together` write the item, alone or with others, as `write` does it; called in an event loop.

        Where a call with several items raises, each is written alone, so that one harms no other.
        """
        write = _Item(together, item, key, asyncio.get_running_loop())
        with self._guard:
            if self._closed:
                write.future.set_exception(StoreError("the store is closed"))
            else:
                self._jobs.put(write)
        return write.future

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
            jobs = [job for job in waiting if job is not None and job.begin()]
            if jobs:
                self._commit(sorted(jobs, key=lambda job: job.key))
                _wake([job for job in jobs if isinstance(job, _Item)])
        self._reopen()

    def _commit(self, jobs: list[_Write]) -> None:
        done: list[tuple[_Write, Any, Exception | None]] = []
        try:
            writer = self._begun()
            for _, group in groupby(jobs, key=lambda job: job.together if isinstance(job, _Item) else job):
                done += self._grouped(writer, list(group))
            writer.execute("COMMIT")
        except Exception as error:  # the thread must outlive whatever a disk does
            # A COMMIT that failed may be on disk all the same (an fsync that gave EIO was), hence "unknown".
            log.error("store: a transaction of %d writes failed: %s", len(jobs), error)
            self._reopen()
            for job in jobs:
                job.end(None, StoreError(f"it is unknown whether this was stored, send it again: {error}"))
            return
        for job, value, cause in done:
            job.end(value, cause)

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

    def _grouped(self, connection: Connection, jobs: list[_Write]) -> list[tuple[_Write, Any, Exception | None]]:
        """Run writes of one kind: at once where they can be, else one by one."""
        first = jobs[0]
        if isinstance(first, _Item) and len(jobs) > 1:
            together, items = first.together, [job.item for job in jobs if isinstance(job, _Item)]
            try:
                self._alone(connection, lambda c: together(c, items))
            except _UndoneError:
                pass  # somebody's is refused; who that is comes out below
            else:
                return [(job, None, None) for job in jobs]
        done: list[tuple[_Write, Any, Exception | None]] = []
        for job in jobs:
            try:
                done.append((job, self._alone(connection, job.work), None))
            except _UndoneError as undone:
                done.append((job, None, undone.cause))
        return done

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


def _wake(items: list[_Item]) -> None:
    """Resolve futures, each in its loop; a loop that ended waits for nothing."""
    of: dict[asyncio.AbstractEventLoop, list[_Item]] = {}
    for item in items:
        of.setdefault(item.loop, []).append(item)
    for loop, its in of.items():
        try:
            loop.call_soon_threadsafe(_resolve, its)
        except RuntimeError:
            log.warning("store: %d writes were kept for nobody", len(its))


def _resolve(items: list[_Item]) -> None:
    for item in items:
        if item.future.done():
            continue  # cancelled
        if item.error is None:
            item.future.set_result(None)
        else:
            item.future.set_exception(item.error)
