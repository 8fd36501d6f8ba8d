"""How often somebody may do something."""

from __future__ import annotations

import time
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network

from limits import parse_many
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

KEYS = 20_000
"""How many keys one kind of limit remembers: who floods from ever new addresses must not fill the memory."""


class Rate:
    """One kind of limit, as `"5/second;60/minute"`, counted per key in this process, in windows of fixed length."""

    def __init__(self, limits: str, keys: int = KEYS) -> None:
        self._items = parse_many(limits)
        self._limiter = FixedWindowRateLimiter(_Counters(keys))

    def hit(self, key: str, cost: int = 1) -> bool:
        """Count `cost` for `key`; False where that is over a limit (then nothing is counted)."""
        if not all(self._limiter.test(item, key, cost=cost) for item in self._items):
            return False
        for item in self._items:
            self._limiter.hit(item, key, cost=cost)
        return True

    def open(self, key: str) -> bool:
        """Whether `hit` would be True."""
        return all(self._limiter.test(item, key) for item in self._items)

    def forgive(self, key: str) -> None:
        """Count from nothing again for `key`."""
        for item in self._items:
            self._limiter.clear(item, key)

    def seconds_left(self, key: str) -> int:
        """Whole seconds until `key` may go on."""
        resets = [self._limiter.get_window_stats(item, key) for item in self._items]
        return max([1, *(int(stats.reset_time - time.monotonic()) + 1 for stats in resets if stats.remaining == 0)])


class _Counters(Storage):
    """At most `keys` counters; the one not touched for longest goes first. The library's own memory storage has no
    bound and starts a thread that walks over all keys with every hit. The clock is one that nobody sets: the wall's,
    set back by an hour, would keep everybody out for an hour."""

    STORAGE_SCHEME = None

    def __init__(self, keys: int) -> None:
        super().__init__()
        self._keys = keys
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.monotonic()
        count, until = self._counts.get(key, (0, 0.0))
        count, until = (count + amount, until) if until > now else (amount, now + expiry)
        self._counts[key] = (count, until)
        self._counts.move_to_end(key)
        if len(self._counts) > self._keys:
            self._counts.popitem(last=False)
        return count

    def get(self, key: str) -> int:
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > time.monotonic() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.monotonic()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        count = len(self._counts)
        self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        self._counts.pop(key, None)


def address_key(address: str) -> str:
    """What counts as one address: all of an IPv6 network of /64 belongs to one customer of a provider."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)
