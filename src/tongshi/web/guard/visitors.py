"""Who visits, and what he may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import Scope

from tongshi.web.guard.sessions import new_id

#: Under which a request carries its `Pass`.
_KEY = "tongshi.pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who asks for a page; `name` is what decisions are signed with, empty for whoever is not known."""

    name: str = ""
    may_write: bool = False
    logged_in: bool = False


@dataclass(slots=True, kw_only=True)
class Pass:
    """What a request showed at the door, and what the browser is to keep of it.

    `id` is that of the cookie: of a session, or of a browser that has none, to which tokens of forms are bound.
    """

    visitor: Visitor
    secret: bytes = field(repr=False)
    id: str = field(default="", repr=False)
    by_header: bool = False  # by `Authorization`, which no browser sends of its own accord
    has_form: bool = False  # whether the answer holds a token, and is for this browser alone
    is_changed: bool = False  # whether the browser is to keep another id

    def own_id(self) -> str:
        """The id for the token of a form, made where the browser had none."""
        self.has_form = True
        if not self.id:
            self.change(new_id())
        return self.id

    def change(self, id_: str) -> None:
        """The browser is to keep this id, or none if it is empty."""
        self.id, self.is_changed = id_, True


def pass_of(scope: Scope) -> Pass:
    """What the request showed."""
    return cast(Pass, scope[_KEY])


def carry(scope: Scope, shown: Pass) -> None:
    """Let the request carry it, and templates know who visits."""
    scope[_KEY] = shown
    scope.setdefault("state", {})["visitor"] = shown.visitor


def who(request: HTTPConnection) -> Visitor:
    """Who asks."""
    return pass_of(request.scope).visitor


def is_shared(request: HTTPConnection) -> bool:
    """Whether the answer is the same for every browser of this visitor: it holds no form that writes."""
    return _KEY not in request.scope or not pass_of(request.scope).has_form


def writer(request: HTTPConnection) -> Visitor:
    """Who asks, if he may write; raises HTTPException (403) where he may not."""
    visitor = who(request)
    if not visitor.may_write:
        raise HTTPException(403, "you may read here, not decide")
    return visitor
