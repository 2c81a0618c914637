"""Passwords as scrypt hashes, each with what it was made with: `$scrypt$ln=15,r=8,p=3$SALT$HASH`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from tongshi.errors import AccessError

_FORM = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{22,86})\$([\w+/]{43})", re.ASCII)

#: Fewer characters are guessed; more bytes are no password.
MIN_LENGTH, MAX_BYTES = 10, 1024

#: Dearer ones would keep the server busy for seconds, cheaper ones are no hindrance.
_LN, _R, _P = range(10, 19), range(1, 17), range(1, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess costs: 128 · r · 2^ln bytes of memory, p times over."""

    ln: int = 15
    r: int = 8
    p: int = 3

    def digest(self, password: str, salt: bytes) -> bytes:
        """The hash of a password; it takes about a fifth of a second, in which other threads run."""
        blocks = 2**self.ln
        return hashlib.scrypt(
            password.encode("utf-8", "surrogatepass"),
            salt=salt,
            n=blocks,
            r=self.r,
            p=self.p,
            maxmem=130 * self.r * (blocks + self.p + 8),
            dklen=32,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordHash:
    """What is kept of a password."""

    cost: Cost
    salt: bytes
    digest: bytes

    def matches(self, password: str) -> bool:
        """Whether it is this password; it takes the same time whatever is given."""
        fits = len(password) <= MAX_BYTES
        return hmac.compare_digest(self.cost.digest(password if fits else "", self.salt), self.digest) and fits

    def __str__(self) -> str:
        cost = self.cost
        return f"$scrypt$ln={cost.ln},r={cost.r},p={cost.p}${_text(self.salt)}${_text(self.digest)}"


def hash_of(password: str, cost: Cost | None = None) -> PasswordHash:
    """The hash to keep; raises AccessError where the password is none."""
    if len(password) < MIN_LENGTH:
        raise AccessError(f"a password has {MIN_LENGTH} characters at least")
    if len(password.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise AccessError(f"a password has {MAX_BYTES:,} bytes at most")
    cost, salt = cost or Cost(), secrets.token_bytes(16)
    return PasswordHash(cost=cost, salt=salt, digest=cost.digest(password, salt))


def parse_hash(text: str) -> PasswordHash:
    """A hash as it is kept; raises AccessError where it is none, or one of a cost that nobody means."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise AccessError("not a hash as `tongshi users add` writes it")
    ln, r, p = (int(found[number]) for number in (1, 2, 3))
    if ln not in _LN or r not in _R or p not in _P:
        raise AccessError(f"ln={ln},r={r},p={p}: too cheap or too dear")
    return PasswordHash(cost=Cost(ln=ln, r=r, p=p), salt=_bytes(found[4]), digest=_bytes(found[5]))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
