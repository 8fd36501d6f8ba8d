"""A time limit and once-only around any Actions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout

from ..domain.decision import ActionCall, ActionResult
from ..errors import ActionError
from ..ports import Actions

REMEMBERED = 10_000


class TimedActions:
    """Calls `inner` in a thread of its own and gives up after `seconds`; a repeated key gets the first result."""

    def __init__(self, inner: Actions, seconds: float = 5.0, threads: int = 8) -> None:
        self._inner = inner
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="action")
        self._lock = threading.Lock()
        self._calls: OrderedDict[tuple[str, str], Future[ActionResult]] = OrderedDict()

    def names(self) -> frozenset[str]:
        """The actions of `inner`; raises ActionError for whatever goes wrong."""
        try:
            return self._inner.names()
        except ActionError:
            raise
        except (Exception, SystemExit) as error:
            raise ActionError(f"`names()` failed: {type(error).__name__}: {error}") from error

    def call(self, call: ActionCall) -> ActionResult:
        """The result; raises ActionError for whatever goes wrong, also when it takes too long."""
        future = self._submit(call)
        try:
            return future.result(self._seconds)
        except FutureTimeout:
            raise ActionError(f"{call.name} took longer than {self._seconds:g} seconds") from None
        except ActionError:
            raise
        except (Exception, SystemExit) as error:
            raise ActionError(f"{call.name} failed: {type(error).__name__}: {error}") from error

    def _submit(self, call: ActionCall) -> Future[ActionResult]:
        key = (call.key, call.name)
        with self._lock:
            known = self._calls.get(key) if call.key else None
            # What failed may be tried again; what succeeded or still runs must not be started twice.
            if known is not None and not (known.done() and known.exception()):
                return known
            future = self._pool.submit(self._inner.call, call)
            if call.key:
                self._calls[key] = future
                if len(self._calls) > REMEMBERED:
                    self._calls.popitem(last=False)
            return future
