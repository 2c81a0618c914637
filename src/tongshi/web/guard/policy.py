"""To whom a site is open, by the address that it listens on and by what is given beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address

from tongshi.errors import AccessError

#: What this machine is called by itself.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Access(StrEnum):
    """To whom a site is open."""

    local = "local"  # to who sits at this machine: he may write
    login = "login"  # to who has a token, or a name and a password
    public = "public"  # to everybody; nobody logs in and nobody writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """To whom a site is open, and by which names it is reached.

    `any_address`: also by whatever address, since it listens on all. A page elsewhere can make a name lead here, but
    not a number.
    """

    access: Access
    hosts: frozenset[str] = LOOPBACK
    any_address: bool = False

    def is_own(self, host: str) -> bool:
        """Whether a host without its port is this site's; `[…]` around an address of version 6 is left out."""
        return host in self.hosts or (self.any_address and is_address(host))


def policy(
    host: str,
    *,
    token: bool = False,
    users: bool = False,
    read_only: bool = False,
    allowed: Collection[str] = (),
    behind_proxy: bool = False,
) -> Policy:
    """The policy of a site that listens on `host`; raises AccessError where it would be open to who is not meant.

    A proxy and a further name mean that others come, whatever address the site listens on.
    """
    own = _bare(host)
    names = frozenset(map(_bare, allowed))
    if read_only and (token or users):
        raise AccessError("--read-only opens the site to everybody: leave out --token-file and --users")
    if read_only:
        access = Access.public
    elif token or users:
        access = Access.login
    elif _is_loopback(own) and not behind_proxy and names <= LOOPBACK:
        access = Access.local
    else:
        where = "behind a proxy" if behind_proxy else f"on {', '.join(sorted(names)) or own}"
        raise AccessError(
            f"{where} others can come: give --token-file or --users, or --read-only to let everybody read"
        )
    everywhere = is_address(own) and ip_address(own).is_unspecified
    return Policy(
        access=access,
        hosts=LOOPBACK | names | (frozenset() if everywhere else {own}),
        any_address=everywhere and not names,
    )


def is_address(host: str) -> bool:
    """Whether a host is a number, not a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host in LOOPBACK or (is_address(host) and ip_address(host).is_loopback)


def _bare(host: str) -> str:
    return host.strip().lower().removeprefix("[").removesuffix("]").removesuffix(".")
