"""How often somebody may do something."""

from __future__ import annotations

import time
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from limits import parse_many

from ..ports import Peers

KEYS = 20_000
"""How many keys one kind of limit remembers: who floods from ever new addresses must not fill the memory."""

Bounds = tuple[tuple[int, int], ...]
"""Amounts and the seconds in which each may be used up."""


def bounds_of(limits: str) -> Bounds:
    """Reads limits as `"5/second;60/minute"`."""
    return tuple((item.amount, item.get_expiry()) for item in parse_many(limits))


class Windows:
    """What one key used up, in windows of fixed length. The clock is one that nobody sets: the wall's, set back by an
    hour, would keep everybody out for an hour."""

    __slots__ = ("_bounds", "_ends", "_used")

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._used = [0] * len(bounds)
        self._ends = [0.0] * len(bounds)

    def open(self, cost: int = 1) -> bool:
        """Whether `hit` would be True."""
        now = time.monotonic()
        for at, (amount, seconds) in enumerate(self._bounds):
            if now >= self._ends[at]:
                self._used[at], self._ends[at] = 0, now + seconds
            if self._used[at] + cost > amount:
                return False
        return True

    def hit(self, cost: int = 1) -> bool:
        """Count `cost`; False where that is over a bound (then nothing is counted)."""
        if not self.open(cost):
            return False
        self.count(cost)
        return True

    def count(self, cost: int = 1) -> None:
        """What `hit` does where it is known to be open."""
        for at in range(len(self._used)):
            self._used[at] += cost

    def wait(self, cost: int = 1) -> float:
        """Seconds until `hit` may be True; 0 where it is."""
        if self.open(cost):
            return 0.0
        now, bounds = time.monotonic(), zip(self._ends, self._used, self._bounds, strict=True)
        return max([0.001, *(end - now for end, used, (most, _) in bounds if used + cost > most)])


class Rate:
    """One kind of limit, counted per key in this process, of which `keys` are remembered at most: the one not touched
    for longest goes first. A library reads the limits; counting by it took as long as everything else about a frame."""

    def __init__(self, limits: str, keys: int = KEYS) -> None:
        self._bounds = bounds_of(limits)
        self._keys = keys
        self._of: OrderedDict[str, Windows] = OrderedDict()

    def hit(self, key: str, cost: int = 1) -> bool:
        """Count `cost` for `key`; False where that is over a limit (then nothing is counted)."""
        return self._windows(key).hit(cost)

    def open(self, key: str) -> bool:
        """Whether `hit` would be True."""
        windows = self._of.get(key)
        return windows is None or windows.open()

    def forgive(self, key: str) -> None:
        """Count from nothing again for `key`."""
        self._of.pop(key, None)

    def seconds_left(self, key: str) -> int:
        """Whole seconds until `key` may go on."""
        return int(self._windows(key).wait()) + 1

    def _windows(self, key: str) -> Windows:
        windows = self._of.get(key)
        if windows is None:
            windows = self._of[key] = Windows(self._bounds)
            if len(self._of) > self._keys:
                self._of.popitem(last=False)
        else:
            self._of.move_to_end(key)
        return windows


class SharedRate:
    """A limit that holds for all processes on the store together. What this process alone knows to be over it never
    reaches the store."""

    def __init__(self, name: str, limits: str, peers: Peers | None) -> None:
        self._name = name
        self._bounds = bounds_of(limits)
        self._here = Rate(limits)
        self._peers = peers

    async def hit(self, key: str) -> int:
        """Count one for `key`; whole seconds to wait where that is over a limit, else 0. Raises StoreError."""
        if not self._here.hit(key):
            return self._here.seconds_left(key)
        if self._peers is None:
            return 0
        return ceil(await self._peers.count(self._name, key, self._bounds))

    def open(self, key: str) -> bool:
        """Whether this process would let one more pass; counts nothing."""
        return self._here.open(key)

    async def forgive(self, key: str) -> None:
        """Count from nothing again for `key`. Raises StoreError."""
        self._here.forgive(key)
        if self._peers is not None:
            await self._peers.forgive(self._name, key)


def address_key(address: str) -> str:
    """What counts as one address: all of an IPv6 network of /64 belongs to one customer of a provider."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)
