"""The keeper of the door: knows who may come in, who is in, and who tried too often."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import anyio
import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, cookie_parser
from starlette.types import Scope

from tongshi.web.guard.attempts import Attempts, place
from tongshi.web.guard.keys import FeedKey, feed_key, taken_from
from tongshi.web.guard.passwords import Cost, PasswordHash
from tongshi.web.guard.policy import Access
from tongshi.web.guard.sessions import Session, Sessions, is_id
from tongshi.web.guard.settings import GuardSettings
from tongshi.web.guard.users import Role, User, UserFile, is_name
from tongshi.web.guard.visitors import Pass, Visitor

#: Passwords that are checked at a time: each takes 32 MiB and a core.
_AT_A_TIME = 2

#: Under which a request carries the keeper, for the pages by which one comes and goes.
KEEPER = "tongshi.keeper"


class Keeper:
    """One for a site, in one process; all but the hashing of passwords happens in its event loop."""

    def __init__(self, settings: GuardSettings, clock: Callable[[], float]) -> None:
        self.settings = settings
        self._users = UserFile(settings.users) if settings.users else None
        self._sessions = Sessions(settings.lifetime, clock)
        self._by_address = Attempts(settings.by_address, clock)
        self._by_name = Attempts(settings.by_name, clock)
        self._hashing = anyio.CapacityLimiter(_AT_A_TIME)

    @property
    def asks_name(self) -> bool:
        """Whether one can come in with a name and a password."""
        return self._users is not None

    @property
    def asks_token(self) -> bool:
        """Whether one can come in with the token."""
        return self.settings.token is not None

    # --- who is in

    def shown(self, scope: Scope) -> Pass:
        """What a request shows by its cookie."""
        id_ = self._cookie(scope)
        made = Pass(visitor=Visitor(), secret=self.settings.secret, id=id_)
        match self.settings.policy.access:
            case Access.local:
                made.visitor = self._owner()
            case Access.login:
                session = self._sessions.find(id_)
                if session is not None:
                    made.visitor = self._visitor(id_, session)
        return made

    def _cookie(self, scope: Scope) -> str:
        for header in Headers(scope=scope).getlist("cookie"):
            id_ = cookie_parser(header).get(cookie_name(scope), "")
            if is_id(id_):
                return id_
        return ""

    def _visitor(self, id_: str, session: Session) -> Visitor:
        """Who has a session; nobody where he was removed, or his password or part changed."""
        if session.user is None:
            return self._token_bearer()
        if self._users is None or self._users.find(session.user.name) != session.user:
            self._sessions.close(id_)
            return Visitor()
        return Visitor(name=session.user.name, may_write=session.user.role is Role.reviewer, logged_in=True)

    def _token_bearer(self) -> Visitor:
        """A token alone is the owner's; beside users, who sign what they decide, it is to read with."""
        return replace(self._owner() if self._users is None else Visitor(), logged_in=True)

    def _owner(self) -> Visitor:
        """Whose machine it is: he may write, if he has a name to sign with."""
        return Visitor(name=self.settings.owner, may_write=bool(self.settings.owner))

    def let_in_by_header(self, scope: Scope, shown: Pass) -> None:
        """Look at `Authorization: Bearer`; raises HTTPException (401, 429) where it holds another token.

        Other schemes are not ours: a proxy may ask for a password of its own.
        """
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or self.settings.policy.access is not Access.login:
            return
        refusal = HTTPException(401, "not the token", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        self._try(scope, lambda: self._is_token(token.strip()), refusal)
        shown.visitor, shown.by_header = self._token_bearer(), True

    def let_in_by_key(self, scope: Scope, shown: Pass) -> None:
        """Take the key out of the address of a feed, and look at it.

        Raises HTTPException (401, 429) where it is wrong.
        """
        key, scope["query_string"] = taken_from(scope["query_string"])
        if key is None or shown.visitor.logged_in or self.settings.policy.access is not Access.login:
            return
        secret = self._secret(key.reader)
        refusal = HTTPException(401, "not the key of a feed: the page of your account has it")
        self._try(scope, lambda: secret is not None and key.opens(secret), refusal)
        shown.visitor = Visitor(name=key.reader, logged_in=True)

    def _try(self, scope: Scope, is_right: Callable[[], bool], refusal: HTTPException) -> None:
        """Look whether what a request brings is right; raises the refusal where not, 429 where it was too often."""
        where = address_of(scope)
        self._wait(self._by_address.wait(where))
        if not is_right():
            self._by_address.count(where)
            raise refusal

    def feed_key(self, visitor: Visitor) -> FeedKey | None:
        """The key of feeds of who is logged in."""
        by_user = self._users is not None and self._users.find(visitor.name) is not None
        reader = visitor.name if by_user else ""
        secret = self._secret(reader) if visitor.logged_in else None
        return feed_key(reader, secret) if secret else None

    def _secret(self, reader: str) -> bytes | None:
        """What keys of feeds are made from: of a user, or without a name of who came with the token."""
        if reader:
            user = self._users.find(reader) if self._users else None
            return user.password.digest if user else None
        return self.settings.token.digest if self.settings.token else None

    # --- coming and going

    async def enter(self, scope: Scope, shown: Pass, name: str, password: str, token: str) -> bool:
        """Log in with the token, if one is given, else with name and password; whether it was right.

        Raises HTTPException (429) where somebody tries too often. Every try counts until it was right.
        """
        where, called = address_of(scope), name if is_name(name) else ""
        self._wait(max(self._by_address.wait(where), 0 if token else self._by_name.wait(called)))
        self._by_address.count(where)
        if token:
            user, right = None, self._is_token(token)
        else:
            self._by_name.count(called)
            user = await self._user(called, password)
            right = user is not None
            if right:
                self._by_name.forgive(called)
        if right:
            self._by_address.forgive(where)
            self._sessions.close(shown.id)
            shown.change(self._sessions.open(user))
        return right

    def leave(self, shown: Pass) -> None:
        """Log out."""
        self._sessions.close(shown.id)
        shown.change("")

    def _is_token(self, given: str) -> bool:
        return self.settings.token is not None and self.settings.token.matches(given)

    async def _user(self, name: str, password: str) -> User | None:
        """The user, if it is his password; whoever is not known takes as long."""
        if self._users is None:
            return None
        user = self._users.find(name)
        kept = user.password if user else self._decoy(self._users)
        right = await anyio.to_thread.run_sync(kept.matches, password, limiter=self._hashing)
        return user if right else None

    def _decoy(self, users: UserFile) -> PasswordHash:
        cost = next((user.password.cost for user in users.all()), Cost())
        return PasswordHash(cost=cost, salt=secrets.token_bytes(16), digest=secrets.token_bytes(32))

    def _wait(self, seconds: int) -> None:
        if seconds:
            raise HTTPException(429, f"too many tries: wait {seconds} seconds", {"Retry-After": str(seconds)})


def keeper_of(request: HTTPConnection) -> Keeper:
    """The keeper whom a request met."""
    return cast(Keeper, request.scope[KEEPER])


def address_of(scope: Scope) -> str:
    """What stands for from where a request comes."""
    client = scope.get("client")
    return place(client[0]) if client else ""


def cookie_name(scope: Scope) -> str:
    """With https a name that no other host can set."""
    return "__Host-tongshi" if scope["scheme"] == "https" else "tongshi"
