"""The file of users: who may log in, with which part, and the hashes of their passwords.

- name: chen
  role: reviewer
  password: $scrypt$ln=15,r=8,p=3$…$…
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from tongshi.errors import AccessError
from tongshi.handwritten import read_yaml
from tongshi.web.guard.passwords import PasswordHash, hash_of, parse_hash

#: A file of users is no larger.
MAX_BYTES = 1024 * 1024

_NAME = re.compile(r"\w[\w.@-]{0,39}")
_KEYS = ("name", "role", "password")


class Role(StrEnum):
    """What a user may do."""

    reader = "reader"
    reviewer = "reviewer"  # also decide in review


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One who may log in; two that are equal have the same password too."""

    name: str
    role: Role
    password: PasswordHash


def is_name(text: str) -> bool:
    """Whether a user can be called so: letters of any script, digits, `.`, `-`, `_`, `@`; at most 40."""
    return _NAME.fullmatch(text) is not None


def read_users(path: Path) -> tuple[User, ...]:
    """The users of a file, in its order; raises AccessError with the file, and the line where there is one."""
    return _users(path, read_yaml(path, AccessError, MAX_BYTES))


def _users(path: Path, root: yaml.Node | None) -> tuple[User, ...]:
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise AccessError(f"{path}:{root.start_mark.line + 1}: expected a list of users")
    found: dict[str, User] = {}
    for node in root.value:
        try:
            user = _user(node)
            if user.name in found:
                raise AccessError(f"{user.name}: given twice")
        except AccessError as error:
            raise AccessError(f"{path}:{node.start_mark.line + 1}: {error}") from error
        found[user.name] = user
    return tuple(found.values())


def _user(node: yaml.Node) -> User:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    told = {key.value: value.value for key, value in pairs if isinstance(value, yaml.ScalarNode)}
    if set(told) != set(_KEYS) or len(pairs) != len(_KEYS):
        raise AccessError(f"expected {', '.join(_KEYS)}, each a text")
    _check(told["name"], told["role"])
    return User(name=told["name"], role=Role(told["role"]), password=parse_hash(told["password"]))


def _check(name: str, role: str) -> None:
    if not is_name(name):
        raise AccessError(f"{name!r}: a name has letters, digits, `.`, `-`, `_` and `@`, 40 at most")
    if role not in list(Role):
        raise AccessError(f"{role!r}: not one of {', '.join(Role)}")


def write_users(path: Path, users: Iterable[User]) -> None:
    """Write the file anew, at once or not at all, so that nobody but its owner can read it; raises AccessError."""
    told = [{"name": each.name, "role": str(each.role), "password": str(each.password)} for each in users]
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)
    try:
        # a temporary file is made with mode 0600, and keeps it under its new name
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(path)
        except OSError:
            with suppress(OSError):
                Path(made).unlink()
            raise
    except OSError as error:
        raise AccessError(f"{path}: {error.strerror or error}") from error


def add_user(path: Path, name: str, role: str, password: Callable[[], str]) -> bool:
    """Add a user to a file, or replace him there: whether he was in it; raises AccessError.

    The password is asked for when all else is right.
    """
    _check(name, role)
    users = {user.name: user for user in (read_users(path) if path.exists() else ())}
    known = name in users
    users[name] = User(name=name, role=Role(role), password=hash_of(password()))
    write_users(path, users.values())
    return known


def remove_user(path: Path, name: str) -> None:
    """Remove a user from a file; raises AccessError where he is not in it."""
    users = read_users(path)
    left = [user for user in users if user.name != name]
    if len(left) == len(users):
        raise AccessError(f"{path}: {name}: no such user")
    write_users(path, left)


class UserFile:
    """The users of a file as they are now: who adds or removes one need not start the server again.

    A file that cannot be read any more lets nobody in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._users: Sequence[User] = read_users(path)
        self._mark = self._marked()

    def all(self) -> Sequence[User]:
        """Everybody who may log in."""
        mark = self._marked()
        if mark != self._mark:
            self._mark = mark
            try:
                self._users = read_users(self._path)
            except AccessError:
                self._users = ()
        return self._users

    def find(self, name: str) -> User | None:
        """The user of that name."""
        return next((user for user in self.all() if user.name == name), None)

    def _marked(self) -> tuple[int, ...]:
        try:
            told = self._path.stat()
        except OSError:
            return ()
        return told.st_ino, told.st_size, told.st_mtime_ns
