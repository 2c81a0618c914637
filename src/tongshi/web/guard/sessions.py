"""Who is logged in: sessions in memory, which end by being closed, by lying idle, by age, and with the server."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from tongshi.web.guard.users import User

_ID = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """How many seconds a session lasts, and how many there can be."""

    idle: float = 12 * 3600
    absolute: float = 7 * 24 * 3600
    sessions: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who came in: by his password, or with the token."""

    user: User | None  # None: with the token
    begun: float
    seen: float


class Sessions:
    """By id; the ones that were not seen for longest go where there are too many."""

    def __init__(self, lifetime: Lifetime, clock: Callable[[], float]) -> None:
        self._lifetime = lifetime
        self._clock = clock
        self._open: OrderedDict[str, Session] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def open(self, user: User | None) -> str:
        """Begin one; its id is new."""
        id_, now = new_id(), self._clock()
        self._open[id_] = Session(user=user, begun=now, seen=now)
        while len(self._open) > self._lifetime.sessions:
            self._open.popitem(last=False)
        return id_

    def find(self, id_: str) -> Session | None:
        """The session, which is thereby seen; None where there is none, or no more."""
        session = self._open.get(id_)
        if session is None:
            return None
        now = self._clock()
        if now - session.seen > self._lifetime.idle or now - session.begun > self._lifetime.absolute:
            self.close(id_)
            return None
        self._open[id_] = session = replace(session, seen=now)
        self._open.move_to_end(id_)
        return session

    def close(self, id_: str) -> None:
        """End one."""
        self._open.pop(id_, None)


def new_id() -> str:
    """An id that nobody guesses."""
    return secrets.token_urlsafe(32)


def is_id(text: str) -> bool:
    """Whether it can be one."""
    return _ID.fullmatch(text) is not None
