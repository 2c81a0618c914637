"""All that a guard is told."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tongshi.errors import AccessError
from tongshi.web.guard.attempts import Limit
from tongshi.web.guard.limits import Sizes
from tongshi.web.guard.policy import Access, Policy, policy
from tongshi.web.guard.sessions import Lifetime
from tongshi.web.guard.tokens import VARIABLE, Token, read_token, token_of
from tongshi.web.guard.users import read_users


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSettings:
    """To whom a site is open, and within which bounds.

    `owner` signs what is decided by who sits at the machine, or came with the token. `secret` seals the tokens of
    forms; processes that serve one site together need the same. `proxies` are addresses whose word is taken for who
    asks and by which scheme. `open_paths` are seen before logging in, `keyed_paths` also with a key in the address.
    """

    policy: Policy = field(default_factory=lambda: Policy(access=Access.local))
    owner: str = ""
    token: Token | None = None
    users: Path | None = None
    proxies: tuple[str, ...] = ()
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    sizes: Sizes = field(default_factory=Sizes)
    lifetime: Lifetime = field(default_factory=Lifetime)
    by_address: Limit = field(default_factory=lambda: Limit(tries=10, seconds=300))
    by_name: Limit = field(default_factory=lambda: Limit(tries=20, seconds=900))
    open_paths: tuple[str, ...] = ("/login", "/static/", "/language/", "/robots.txt")
    keyed_paths: tuple[str, ...] = ("/contacts.atom", "/contacts.ics")


def read_settings(
    host: str,
    *,
    owner: str,
    token_file: Path | None = None,
    users: Path | None = None,
    read_only: bool = False,
    allowed: Sequence[str] = (),
    proxies: Sequence[str] = (),
    environ: Mapping[str, str],
) -> GuardSettings:
    """The settings of a site that listens on `host`; raises AccessError where it would be open to who is not meant."""
    token = read_token(token_file) if token_file else None
    if token is None and environ.get(VARIABLE) and not read_only:
        token = token_of(environ[VARIABLE], VARIABLE)
    made = policy(
        host,
        token=token is not None,
        users=users is not None,
        read_only=read_only,
        allowed=allowed,
        behind_proxy=bool(proxies),
    )
    if users is not None and not read_users(users):
        raise AccessError(f"{users}: nobody is in it yet: tongshi users add NAME --file {users}")
    return GuardSettings(policy=made, owner=owner, token=token, users=users, proxies=tuple(proxies))
