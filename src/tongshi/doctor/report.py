"""What `tongshi doctor` found, all frozen; plain values, so that JSON is the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Posts of one outlet by month (`YYYY-MM`), and the months without any between the first and the last."""

    outlet: str
    posts: int
    undated: int
    months: dict[str, int]
    gaps: tuple[tuple[str, str], ...]  # first and last month of each

    @property
    def years(self) -> dict[str, int]:
        """The same by year."""
        years: dict[str, int] = {}
        for month, count in self.months.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        return years


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A kind of thing that is wrong, how often, and some of the places."""

    kind: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A place where something is wrong; `told` is what the post says there, if that is text."""

    path: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A paragraph that stands in many articles of one outlet: a candidate for boilerplate.yml."""

    outlet: str
    text: str
    articles: int
    path: str  # of one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Posts that are there more than once."""

    exact: int  # posts that are the same as an earlier one
    addresses: int  # posts of an address met before, with other content
    examples: tuple[Example, ...]  # path of the copy, and of the first
    near: int = 0  # others that say nearly the same as earlier ones, by their sketches


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of it. Counts are of posts where nothing else is said, and come commonest first."""

    archives: tuple[str, ...]
    files: int
    bytes: int
    posts: int
    characters: int  # of running text
    empty: int  # posts with a title only
    with_cues: int  # posts with a word that may report a contact
    forms: dict[str, int]
    scripts: dict[str, int]
    encodings: dict[str, int]  # of files
    sizes: dict[str, int]  # of files
    largest: tuple[tuple[str, int], ...]
    outlets: tuple[Coverage, ...]
    unknown_hosts: dict[str, int]  # that no entry of outlets.yml knows
    rejects: tuple[Finding, ...]
    contradictions: tuple[Finding, ...]
    copies: Copies
    repeated: tuple[Repeated, ...]
    unread_fields: dict[str, int]
    unread: dict[str, int]  # files not read for their names, by their endings
    withheld: dict[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Posts that could not be read."""
        return sum(finding.count for finding in self.rejects)

    def fields(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return asdict(self)
