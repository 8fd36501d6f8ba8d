"""Many threads ask, one writes: requests join a running batch between two steps and leave it when they are done.

Nobody waits behind somebody else's long reply. What nobody waits for any more stops costing, what takes too long and
what comes when too much is waiting is refused: then the author's wording serves.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..errors import ModelError
from ..ports import Writing
from .decoding import Batch, Text
from .t5_onnx import Continuation, T5Onnx, T5Settings

_IDLE = 5.0
"""Seconds without work after which the thread ends; the next request starts another."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Texts written at once, of those how many may join between two steps, texts that may wait, seconds for a reply."""

    together: int = 64
    joining: int = 8
    waiting: int = 256
    seconds: float = 8.0


@dataclass(slots=True)
class _Job:
    text: Text
    done: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None
    given_up: bool = False


def _heard(job: _Job, on_piece: Callable[[Sequence[int]], None]) -> Callable[[Sequence[int]], None]:
    """The listener, whose failure is its own job's alone."""

    def tell(pieces: Sequence[int]) -> None:
        if job.given_up:
            return
        try:
            on_piece(pieces)
        except Exception as error:
            job.error, job.given_up = error, True

    return tell


class Batcher:
    """A T5 engine that several threads may use at once."""

    def __init__(self, engine: T5Onnx, limits: Limits = Limits()) -> None:
        self._engine = engine
        self._limits = limits
        self._waiting: deque[_Job] = deque()
        self._running: list[_Job] = []
        self._lock = threading.Condition()
        self._working = False
        self.counts = Writing()

    @property
    def settings(self) -> T5Settings:
        """Special pieces and limits."""
        return self._engine.settings

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new: int | None = None,
        on_piece: Callable[[Sequence[int]], None] | None = None,
        drafts: Sequence[Sequence[int]] | None = None,
    ) -> list[Continuation]:
        """Greedy continuations, one a prompt; `on_piece` hears the first. Raises ModelError, also when overloaded."""
        limit = min(max_new or self.settings.max_new, self.settings.max_new)
        jobs = [_Job(Text(prompt, limit, drafts[i] if drafts else ())) for i, prompt in enumerate(prompts)]
        if jobs and on_piece is not None:
            jobs[0].text.on_piece = _heard(jobs[0], on_piece)
        self._hand_in(jobs)
        # One text is a reply that somebody waits for, many are an evaluation.
        seconds = self._limits.seconds if len(jobs) == 1 else None
        try:
            for job in jobs:
                if not job.done.wait(seconds):
                    self.counts.late += 1
                    raise ModelError(f"not written within {seconds:g} s")
                if job.error is not None:
                    raise job.error if isinstance(job.error, ModelError) else ModelError(repr(job.error))
        finally:
            for job in jobs:
                job.given_up = True
        return [job.text.continuation for job in jobs]

    def _hand_in(self, jobs: Sequence[_Job]) -> None:
        with self._lock:
            if len(self._waiting) >= self._limits.waiting:
                self.counts.overloaded += len(jobs)
                raise ModelError(f"overloaded: {len(self._waiting)} texts are waiting to be written")
            self._waiting.extend(jobs)
            if self._working:
                self._lock.notify()
            else:
                self._working = True
                threading.Thread(target=self._work, name="responder", daemon=True).start()

    def _work(self) -> None:
        batch = Batch(self._engine)
        while True:
            joining = self._joining()
            if joining is None:
                return
            try:
                self._once(batch, joining)
            except Exception as error:
                # What state it left nobody knows: all that took part fail, the next ones start anew.
                for job in self._running:
                    job.error = error
                    job.done.set()
                self._running.clear()
                batch = Batch(self._engine)

    def _joining(self) -> list[_Job] | None:
        """The next jobs to begin with; None where there has been nothing to do for a while."""
        with self._lock:
            while not self._waiting and not self._running:
                if not self._lock.wait(_IDLE):
                    self._working = False
                    return None
            room = min(self._limits.joining, self._limits.together - len(self._running))
            if not self._running:
                room = self._limits.together
            taken: list[_Job] = []
            while self._waiting and len(taken) < room:
                job = self._waiting.popleft()
                if not job.given_up:
                    taken.append(job)
            self._running += taken
            return taken

    def _once(self, batch: Batch, joining: Sequence[_Job]) -> None:
        """Let some join, write one piece of every text, let go of the finished ones."""
        given_up = {id(job.text) for job in self._running if job.given_up}
        if given_up:
            batch.drop(lambda text: id(text) in given_up)
        before, rows = sum(len(job.text.pieces) for job in self._running), len(self._running)
        started = time.perf_counter()
        batch.add([job.text for job in joining if not job.given_up])
        batch.step()
        written = sum(len(job.text.pieces) for job in self._running) - before
        self.counts.add(rows, written, time.perf_counter() - started)
        staying = []
        for job in self._running:
            if job.text.finished or job.given_up:
                self.counts.texts += job.text.finished
                job.done.set()
            else:
                staying.append(job)
        self._running = staying
