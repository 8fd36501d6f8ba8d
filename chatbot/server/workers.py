"""A few threads for work that keeps a processor busy, where work that hangs costs a thread and not the server."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class OutOfTimeError(Exception):
    """The work took longer than its limit; it may still be running, its result is lost."""


class _Job:
    def __init__(self, work: Callable[[], Any], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.guard = threading.Lock()
        self.over = False  # the thread is done with it
        self.given_up = False  # nobody waits for it any more


class Workers:
    """`count` threads that stay, because models keep things per thread; daemons, so that a hung one can't keep the
    process from ending."""

    def __init__(self, count: int) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._free = asyncio.Semaphore(count)
        self._count = count
        self._guard = threading.Lock()
        self._done: list[tuple[_Job, Any, BaseException | None]] = []
        for _ in range(count):
            self._start()

    async def run(self, work: Callable[[], T], limit: float) -> T:
        """The value of `work()` once a thread is free; raises what it raises, OutOfTimeError after `limit` seconds."""
        async with self._free:
            loop = asyncio.get_running_loop()
            job = _Job(work, loop)
            self._jobs.put(job)
            timer = loop.call_later(limit, self._give_up, job, limit)
            try:
                value: T = await job.future
            except asyncio.CancelledError:
                self._give_up(job)
                raise
            finally:
                timer.cancel()
            return value

    def close(self) -> None:
        """Let the threads end once they are done."""
        for _ in range(self._count):
            self._jobs.put(None)

    def _start(self) -> None:
        threading.Thread(target=self._work, name="turn", daemon=True).start()

    def _give_up(self, job: _Job, limit: float | None = None) -> None:
        with job.guard:
            if not job.over:
                job.given_up = True
                self._start()  # in the place of the thread that is stuck, which ends when it gets free
        if limit is not None and not job.future.done():
            job.future.set_exception(OutOfTimeError(f"no answer within {limit:g} s"))

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            value, error = None, None
            try:
                value = job.work()
            except BaseException as raised:  # also SystemExit: it is the caller's to judge
                error = raised
            with job.guard:
                job.over = True
                given_up = job.given_up
            if given_up:
                return
            with self._guard:
                self._done.append((job, value, error))
                told = len(self._done) > 1
            if told:
                continue  # the loop was woken for an earlier one and takes this along
            try:
                job.loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:
                return  # the loop is closed: the server has ended

    def _deliver(self) -> None:
        with self._guard:
            done, self._done = self._done, []
        for job, value, error in done:
            _resolve(job.future, value, error)


def _resolve(future: asyncio.Future[Any], value: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(value)
    elif isinstance(error, Exception) and not isinstance(error, StopIteration):
        future.set_exception(error)
    else:
        future.set_exception(RuntimeError(repr(error)))
