"""How often somebody may do something."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, ip_address, ip_network

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Rate:
    """One kind of limit, as `"5/second;60/minute"`, counted per key in this process."""

    def __init__(self, limits: str) -> None:
        self._items = parse_many(limits)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, key: str) -> bool:
        """Count one for `key`; False where that is over a limit (then nothing is counted)."""
        if not all(self._limiter.test(item, key) for item in self._items):
            return False
        for item in self._items:
            self._limiter.hit(item, key)
        return True

    def seconds_left(self, key: str) -> int:
        """Whole seconds until `key` may go on."""
        resets = [self._limiter.get_window_stats(item, key) for item in self._items]
        return max([1, *(int(stats.reset_time - time.time()) + 1 for stats in resets if stats.remaining == 0)])


def address_key(address: str) -> str:
    """What counts as one address: all of an IPv6 network of /64 belongs to one customer of a provider."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)
