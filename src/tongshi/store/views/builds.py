"""Builds, what they read with and could not read, and what a store holds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReject:
    """A post that could not be read."""

    id: str
    path: str
    archive: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One `build`; the counts as in the table `runs`."""

    id: int
    started: str
    finished: str | None
    knowledge: str
    archives: tuple[str, ...]
    jobs: int
    posts: int
    added: int
    coded: int
    unchanged: int
    superseded: int
    vanished: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a store holds; records are those of current posts."""

    posts: int
    engagements: dict[str, int] = field(default_factory=dict)  # by type
    contacts: int = 0
    quotes: int = 0
    readouts: int = 0
    statements: int = 0
    copies: dict[str, int] = field(default_factory=dict)  # links between copies, by kind
    rejects: dict[str, int] = field(default_factory=dict)  # by reason


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """A file of the user's own lexicons as it was."""

    path: str  # without suffix
    digest: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeVersion:
    """What posts were coded with from some run on."""

    version: str
    base: str  # rules and shipped lexicons
    first_run: int
    started: str
    files: tuple[KnowledgeFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a store that is not as it must be; `id` is of the row, or of those that it belongs to."""

    table: str
    id: str
    what: str
