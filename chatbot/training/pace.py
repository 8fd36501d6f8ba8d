"""How many threads PyTorch should use, which is measured, and in how many bits, which the processor says."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from types import TracebackType

import torch

_TRIED = 5
_AGAIN = 120
"""Steps."""
_BFLOAT16 = ("avx512_bf16", "amx_bf16")
"""Instructions for products in bfloat16, as PyTorch calls them. ARM has such too, which nobody has measured here."""


class Pace:
    """Surrounds each training step and keeps the number of threads that is fastest just now.

    Threads that wait for one another at every operation are slower than one alone as soon as another program holds a
    core: on two busy cores, two threads throughout made 2,100 pieces a second, the choice made here 5,200.
    """

    def __init__(self, most: int | None = None) -> None:
        """`most` threads; what PyTorch has now where it is None."""
        self._before = torch.get_num_threads()
        most = most or self._before
        self._choices = sorted({1, 2, most // 2, most} & set(range(1, most + 1)), reverse=True)
        self._taken: dict[int, list[float]] = {}
        self._steps = 0
        self._started = 0.0
        torch.set_num_threads(self._choices[0])

    def __enter__(self) -> None:
        """A step begins."""
        if self._steps % _AGAIN == 0:
            self._taken = {}
        place = self._steps % _AGAIN
        if place <= _TRIED * len(self._choices) and len(self._choices) > 1:
            if place < _TRIED * len(self._choices):
                torch.set_num_threads(self._choices[place // _TRIED])
            else:
                # The best of a few steps: what else runs only ever makes a step slower.
                torch.set_num_threads(min(self._taken, key=lambda threads: sorted(self._taken[threads])[_TRIED // 2]))
        self._steps += 1
        self._started = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The step is over."""
        self._taken.setdefault(torch.get_num_threads(), []).append(time.monotonic() - self._started)

    def end(self) -> None:
        """Give PyTorch back the threads it had."""
        torch.set_num_threads(self._before)


def fast_products() -> AbstractContextManager[object]:
    """Matrix products in bfloat16 inside, where the processor has instructions for them: else they are slower."""
    return torch.autocast("cpu", torch.bfloat16, enabled=product_type() == torch.bfloat16)


def product_type() -> torch.dtype:
    """bfloat16 where the processor multiplies in it, float32 elsewhere.

    What the processor has, and not what is faster just now. (Sums still round by the number of threads.)
    """
    has = torch.cpu.get_capabilities()
    return torch.bfloat16 if any(has.get(name, False) for name in _BFLOAT16) else torch.float32
