"""How often somebody may try: so many times within a sliding window, counted by whatever stands for him."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many tries in so many seconds; of so many keys at a time is kept how often they tried."""

    tries: int
    seconds: float
    keys: int = 10_000


class Attempts:
    """Tries by key. A try is counted when it begins, so that many at once are as many as one after another.

    The keys that tried least recently are forgotten where there are too many.
    """

    def __init__(self, limit: Limit, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tries)

    def wait(self, key: str) -> int:
        """Whole seconds until the next try; 0: now."""
        tries = self._tries.get(key)
        if tries is None:
            return 0
        now = self._clock()
        while tries and tries[0] <= now - self._limit.seconds:
            tries.popleft()
        if not tries:
            del self._tries[key]
        if len(tries) < self._limit.tries:
            return 0
        return max(1, math.ceil(tries[0] + self._limit.seconds - now))

    def count(self, key: str) -> None:
        """A try begins."""
        self._tries.setdefault(key, deque(maxlen=self._limit.tries)).append(self._clock())
        self._tries.move_to_end(key)
        while len(self._tries) > self._limit.keys:
            self._tries.popitem(last=False)

    def forgive(self, key: str) -> None:
        """The last try was no wrong one."""
        tries = self._tries.get(key)
        if tries:
            tries.pop()


def place(address: str) -> str:
    """What stands for whoever has an address: for version 6 its network of 64 bits, all of which one has."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return ip.exploded[:19]
